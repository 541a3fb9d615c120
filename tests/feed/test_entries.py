"""One entry: as it is, formerly listed, renumbered, as of a day by either clock, and never half a commit of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feed.world import World, in_path, party
from sanctionwire.core.changes import Change
from sanctionwire.core.model import Entry, Instrument, Publication
from sanctionwire.store.cursors import Cursor
from sanctionwire.store.memory import MemoryTable


@pytest.fixture
def world() -> World:
    """Party 1: baseline, renamed, removed, back. Published in January and February, committed in August."""
    world = World()
    world.read("a_list", party("a_list", "1", "Old"), party("a_list", "2"), published="2026-01-05")
    world.read("a_list", party("a_list", "1", "New"), party("a_list", "2"), published="2026-01-16T10:01:44.740051")
    world.read("a_list", party("a_list", "2"), published="2026-02-01")
    return world


def name(reply: Any) -> str:
    return reply.json["entry"]["subject"]["names"][0]["full"]


def test_an_entry_that_is_listed_is_shown_as_it_is(world: World) -> None:
    reply = world.ask("/v1/entries/a_list:2")
    assert reply.status == 200
    assert (reply.json["id"], reply.json["status"], reply.json["now"]) == ("a_list:2", "listed", None)
    assert (reply.json["since"], reply.json["projected_through"]) == ("2026-01-05", 3)
    assert (reply.json["on"], reply.json["known_on"], reply.json["instrument_status"]) == (None, None, None)
    assert reply.json["change"]["cursor"] == "1.1"
    assert reply.json["change"]["receipt"].endswith("/v1/commits/1")
    assert name(reply) == "Party 2"


def test_an_entry_that_was_removed_is_formerly_listed_with_its_last_record(world: World) -> None:
    reply = world.ask("/v1/entries/a_list:1")
    assert (reply.json["status"], reply.json["since"], name(reply)) == ("formerly_listed", "2026-02-01", "New")
    assert (reply.json["change"]["kind"], reply.json["change"]["cursor"]) == ("removed", "3.0")


def test_an_entry_that_came_back_is_listed(world: World) -> None:
    world.read("a_list", party("a_list", "1", "Back"), party("a_list", "2"), published="2026-03-01")
    reply = world.ask("/v1/entries/a_list:1")
    assert (reply.json["status"], name(reply)) == ("listed", "Back")


def test_an_entry_that_was_renumbered_answers_under_both_ids(world: World) -> None:
    world.read("a_list", party("a_list", "2b", "Party 2"), published="2026-03-01")
    old, new = world.ask("/v1/entries/a_list:2"), world.ask("/v1/entries/a_list:2b")
    assert (old.json["status"], old.json["now"], old.json["change"]["kind"]) == ("renumbered", "a_list:2b", "rekeyed")
    assert (new.json["status"], new.json["now"], name(new)) == ("listed", None, "Party 2")


def test_an_id_that_nobody_ever_had_is_a_problem_and_says_up_to_where(world: World) -> None:
    reply = world.ask("/v1/entries/a_list:404")
    assert (reply.status, reply.problem) == (404, "no-such-entry")
    assert "up to commit 3" in reply.json["detail"]
    assert world.ask("/v1/entries/a_list:404/history").problem == "no-such-entry"
    assert world.ask("/v1/entries/a_list:404", on="2026-01-01").problem == "no-such-entry"


def test_half_a_projected_commit_is_never_shown(world: World) -> None:
    commit = world.read("a_list", party("a_list", "1", "Back"), party("a_list", "3"), project=False)
    world.ports.entries.project(commit, world.log.lines(commit))  # type: ignore[attr-defined]
    assert world.ask("/v1/entries/a_list:1").json["status"] == "formerly_listed"
    assert world.ask("/v1/entries/a_list:2").json["status"] == "listed"
    assert world.ask("/v1/entries/a_list:3").status == 404
    assert len(world.ask("/v1/entries/a_list:1/history").json["versions"]) == 3
    world.project()
    assert world.ask("/v1/entries/a_list:1").json["status"] == "listed"
    assert world.ask("/v1/entries/a_list:3").json["projected_through"] == 4


def test_an_entry_costs_two_reads(world: World) -> None:
    world.table.calls.clear()
    world.items.calls.clear()
    world.ask("/v1/entries/a_list:1")
    assert (world.table.calls, world.items.calls) == ([("get", "cursor")], [("query", "a_list:1")])


# --- on two clocks ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "status", "called"),
    [
        ("2026-01-04", "not_known", None),
        ("2026-01-05", "listed", "Old"),
        ("2026-01-15", "listed", "Old"),
        ("2026-01-16", "listed", "New"),
        ("2026-01-31", "listed", "New"),
        ("2026-02-01", "formerly_listed", "New"),
        ("2030-01-01", "formerly_listed", "New"),
    ],
)
def test_what_the_list_said_on_a_day_goes_by_the_publishers_dates(
    world: World, on: str, status: str, called: str | None
) -> None:
    reply = world.ask("/v1/entries/a_list:1", on=on)
    assert (reply.json["status"], reply.json["on"]) == (status, on)
    assert (name(reply) if called else reply.json["entry"]) == called


def test_what_was_known_on_a_day_goes_by_the_logs_own_clock(world: World) -> None:
    assert world.ask("/v1/entries/a_list:1", known_on="2026-08-25").json["status"] == "not_known"
    assert world.ask("/v1/entries/a_list:1", known_on="2026-08-26").json["status"] == "formerly_listed"


def test_both_clocks_together_tell_what_was_known_then_of_what_the_list_said_before(world: World) -> None:
    world.now = world.now.replace(day=28)
    late = party("a_list", "2"), party("a_list", "1", "Corrected")
    world.read("a_list", *late, published="2026-01-17", cause="reconciled")
    assert name(world.ask("/v1/entries/a_list:1", on="2026-01-20")) == "Corrected"
    assert name(world.ask("/v1/entries/a_list:1", on="2026-01-20", known_on="2026-08-27")) == "New"


def test_a_publication_without_a_readable_day_counts_from_the_day_it_was_committed(world: World) -> None:
    world.read("a_list", party("a_list", "2"), party("a_list", "3"), published="Volume 12")
    assert world.ask("/v1/entries/a_list:3", on="2026-08-25").json["status"] == "not_known"
    assert world.ask("/v1/entries/a_list:3", on="2026-08-26").json["status"] == "listed"


def test_a_day_before_the_record_begins_is_not_known_and_says_where_it_does(world: World) -> None:
    reply = world.ask("/v1/entries/a_list:1", on="2025-12-31")
    assert (reply.json["status"], reply.json["entry"], reply.json["since"]) == ("not_known", None, None)
    assert (reply.json["first"]["kind"], reply.json["first"]["published"]) == ("baseline", "2026-01-05")


def test_history_has_every_version_the_oldest_first(world: World) -> None:
    told = world.ask("/v1/entries/a_list:1/history").json
    assert [(each["change"]["kind"], each["status"]) for each in told["versions"]] == [
        ("baseline", "listed"), ("amended", "listed"), ("removed", "formerly_listed"),
    ]  # fmt: skip
    assert (told["id"], told["projected_through"]) == ("a_list:1", 3)


# --- instruments -----------------------------------------------------------------------------------------------------


def test_an_instruments_status_is_computed_for_the_day_that_is_asked_for(world: World) -> None:
    rule = Instrument(action="final_rule", stage="Final Rule", published="2025-10-16", effective="2025-11-17")
    entry = Entry(id="b_list:2025-19571", source="b_list", type="instrument", instrument=rule)
    world.read("b_list", entry, published="2025-10-16")
    before = world.ask("/v1/entries/b_list:2025-19571", on="2025-11-16").json["instrument_status"]
    after = world.ask("/v1/entries/b_list:2025-19571", on="2025-11-17").json["instrument_status"]
    today = world.ask("/v1/entries/b_list:2025-19571").json
    assert (before["on"], before["code"]) == ("2025-11-16", "pending")
    assert (after["on"], after["code"]) == ("2025-11-17", "in_force")
    assert today["instrument_status"]["on"] == "2026-08-26"
    assert (today["entry"]["subject"], today["entry"]["listings"]) == (None, [])


FR = "us_federal_register"
SECTION = "31 CFR 1010.664"


def document(number: str, action: str, source: str = FR, **fields: Any) -> Entry:
    made = Instrument(action=action, stage=action, documents=(Publication(title=action, number=number),), **fields)
    return Entry(id=f"{source}:{number}", source=source, type="instrument", instrument=made)


def subject(source: str, key: str, *by: Entry) -> Entry:
    return party(source, key, covered_by=tuple(each.id for each in by))


FINDING = document("2025-07837", "proposal", published="2025-05-05", rin="1506-AB68", sections=(SECTION,))
FINAL = document(
    "2025-19571", "final_rule", published="2025-10-16", effective="2025-11-17", citation="90 FR 48295",
    rin="1506-AB68", sections=(SECTION,),
)  # fmt: skip
PROPOSED = document("2026-12794", "proposal", published="2026-06-25", amends=(SECTION,), sections=(SECTION,))
TABLE = document("2025-19571", "final_rule", "us_fincen_311", published="2025-10-16")
HUIONE, TABLES = f"{FR}:subject/huione-group", "us_fincen_311:2025-07837/subject"


@pytest.fixture
def story() -> World:
    """The Huione documents, each read when it came."""
    world = World(slugs=(FR, "us_fincen_311"), now=datetime(2025, 5, 5, 12, tzinfo=UTC))
    world.read(FR, FINDING, subject(FR, "subject/huione-group", FINDING), published="2025-05-05")
    world.now = datetime(2025, 10, 16, 12, tzinfo=UTC)
    second = FINDING, FINAL, subject(FR, "subject/huione-group", FINDING, FINAL)
    world.read(FR, *second, published="2025-10-16")
    world.read("us_fincen_311", TABLE, subject("us_fincen_311", "2025-07837/subject", TABLE))
    world.now = datetime(2026, 6, 25, 12, tzinfo=UTC)
    third = FINDING, FINAL, PROPOSED, subject(FR, "subject/huione-group", FINDING, FINAL)
    world.read(FR, *third, published="2026-06-25")
    return world


def codes(world: World, entry_id: str, on: str, **query: str) -> dict[str, str]:
    told = world.ask(f"/v1/entries/{entry_id}", on=on, **query).json
    return {each["document"]: each["status"]["code"] for each in told["instruments"]}


@pytest.mark.parametrize(
    ("on", "told"),
    [
        ("2025-05-06", {"2025-07837": "not_binding"}),
        ("2025-10-20", {"2025-07837": "not_binding", "2025-19571": "pending"}),
        ("2025-11-16", {"2025-07837": "not_binding", "2025-19571": "pending"}),
        ("2025-11-17", {"2025-07837": "not_binding", "2025-19571": "in_force"}),
        ("2026-07-01", {"2025-07837": "not_binding", "2025-19571": "in_force"}),
    ],
)
def test_what_stands_against_huione_group_on_a_day(story: World, on: str, told: dict[str, str]) -> None:
    assert codes(story, HUIONE, on) == told


def test_another_sources_table_without_dates_answers_by_the_same_document(story: World) -> None:
    assert codes(story, TABLES, "2025-10-20") == {"2025-19571": "pending"}
    assert codes(story, TABLES, "2026-07-01") == {"2025-19571": "in_force"}


def test_a_rule_in_force_whose_amendment_is_proposed_says_both(story: World) -> None:
    told = story.ask(f"/v1/entries/{FINAL.id}", on="2026-07-01").json
    status = told["instrument_status"]
    assert (status["on"], status["code"], status["effective"]) == ("2026-07-01", "in_force", "2025-11-17")
    assert status["notes"] == ["amendment proposed (2026-12794), binds nobody"]
    assert status["effective_history"] == [{"effective": "2025-11-17", "since": "2025-10-16", "by": "2025-19571"}]
    (later,) = told["instruments"]
    assert (later["id"], later["action"], later["published"]) == (PROPOSED.id, "proposal", "2026-06-25")
    assert (later["effective"], later["citation"], later["status"]["code"]) == (None, None, "not_binding")
    assert story.ask(f"/v1/entries/{FINAL.id}", on="2026-06-24").json["instrument_status"]["notes"] == []


def test_what_was_known_on_a_day_leaves_out_what_came_after(story: World) -> None:
    told = story.ask(f"/v1/entries/{FINAL.id}", on="2026-07-01", known_on="2026-06-24").json
    assert (told["instrument_status"]["code"], told["instruments"]) == ("in_force", [])
    assert codes(story, HUIONE, "2025-11-17", known_on="2025-10-01") == {"2025-07837": "not_binding"}


def test_a_log_that_begins_later_still_answers_by_the_documents_own_days() -> None:
    world = World(slugs=(FR,), now=datetime(2026, 11, 1, 12, tzinfo=UTC))
    huione = subject(FR, "subject/huione-group", FINDING, FINAL)
    world.read(FR, FINDING, FINAL, PROPOSED, huione, published="2026-06-25")
    assert codes(world, HUIONE, "2025-05-04") == {}
    assert codes(world, HUIONE, "2025-10-20") == {"2025-07837": "not_binding", "2025-19571": "pending"}
    told = world.ask(f"/v1/entries/{HUIONE}", on="2025-10-20").json
    assert (told["status"], told["entry"]) == ("not_known", None)  # the party's own record is of a later day
    rule = world.ask(f"/v1/entries/{FINAL.id}", on="2025-10-20").json
    assert (rule["status"], rule["instrument_status"]["code"]) == ("listed", "pending")
    unknown = world.ask(f"/v1/entries/{FINAL.id}", on="2025-10-15").json
    assert (unknown["status"], unknown["instrument_status"], unknown["instruments"]) == ("not_known", None, [])
    assert codes(world, HUIONE, "2025-10-20", known_on="2026-10-01") == {}


def test_a_document_that_was_read_late_covers_on_its_own_day() -> None:
    world = World(slugs=(FR,), now=datetime(2025, 10, 16, 12, tzinfo=UTC))
    world.read(FR, FINAL, subject(FR, "subject/huione-group", FINAL), published="2025-10-16")
    world.now = datetime(2026, 1, 1, 12, tzinfo=UTC)
    world.read(FR, FINDING, FINAL, subject(FR, "subject/huione-group", FINDING, FINAL), published="2026-01-01")
    assert codes(world, HUIONE, "2025-10-20") == {"2025-07837": "not_binding", "2025-19571": "pending"}
    assert codes(world, HUIONE, "2025-10-20", known_on="2025-12-31") == {"2025-19571": "pending"}


def test_a_date_that_came_is_a_version_and_leaves_since_when_it_stands() -> None:
    world = World(slugs=(FR,), now=datetime(2025, 10, 16, 12, tzinfo=UTC))
    world.read(FR, FINAL, published="2025-10-16")
    due = Change(kind="due", entry_id=FINAL.id, before=FINAL, after=FINAL)
    world.commit(FR, [due])
    told = world.ask(f"/v1/entries/{FINAL.id}").json
    assert (told["change"]["kind"], told["since"], told["status"]) == ("due", "2025-10-16", "listed")
    versions = world.ask(f"/v1/entries/{FINAL.id}/history").json["versions"]
    assert [each["since"] for each in versions] == ["2025-10-16", "2025-10-16"]


def test_a_document_that_left_its_source_or_changed_its_sections_is_related_no_longer(story: World) -> None:
    other = PROPOSED.model_copy(
        update={
            "instrument": PROPOSED.instrument and PROPOSED.instrument.model_copy(update={"amends": (), "sections": ()})
        }
    )
    huione = subject(FR, "subject/huione-group", FINDING, FINAL)
    story.read(FR, FINDING, FINAL, other, huione, published="2026-08-01")
    assert story.ask(f"/v1/entries/{FINAL.id}").json["instruments"] == []
    story.read(FR, FINDING, FINAL, PROPOSED, huione, published="2026-08-02")
    assert len(story.ask(f"/v1/entries/{FINAL.id}").json["instruments"]) == 1
    story.read(FR, FINDING, FINAL, huione, published="2026-08-03")
    assert story.ask(f"/v1/entries/{FINAL.id}").json["instruments"] == []
    assert len(story.ask(f"/v1/entries/{FINAL.id}", on="2026-08-02").json["instruments"]) == 1


def test_half_a_projected_commit_relates_nothing() -> None:
    world = World(slugs=(FR,), now=datetime(2026, 6, 25, 12, tzinfo=UTC))
    world.read(FR, FINAL)
    commit = world.read(FR, FINAL, PROPOSED, project=False)
    world.ports.entries.project(commit, world.log.lines(commit))  # type: ignore[attr-defined]
    assert world.ask(f"/v1/entries/{FINAL.id}").json["instruments"] == []
    world.project()
    assert len(world.ask(f"/v1/entries/{FINAL.id}").json["instruments"]) == 1


def test_the_index_is_rebuilt_from_the_log(story: World) -> None:
    before = story.ask(f"/v1/entries/{FINAL.id}").body
    story.items = MemoryTable()
    Cursor(story.table, "project").advance(story.log.head().seq, 0)
    story.project()
    assert story.ask(f"/v1/entries/{FINAL.id}").body == before


def test_today_is_the_publishers_day() -> None:
    world = World(slugs=(FR,), now=datetime(2025, 11, 17, 2, tzinfo=UTC), zone="America/New_York")
    world.read(FR, FINAL)
    told = world.ask(f"/v1/entries/{FINAL.id}").json["instrument_status"]
    assert (told["on"], told["code"]) == ("2025-11-16", "pending")


# --- hostile and unusual ids -----------------------------------------------------------------------------------------


@settings(deadline=None)
@given(key=st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30))
def test_any_key_of_a_publisher_can_be_asked_for(key: str) -> None:
    world = World()
    world.read("a_list", party("a_list", key, "Somebody"))
    assert world.ask("/v1/entries", id=f"a_list:{key}").json["id"] == f"a_list:{key}"
    assert len(world.ask("/v1/entries/history", id=f"a_list:{key}").json["versions"]) == 1
    if "?" not in key and not key.endswith("/history"):
        path = f"/v1/entries/{in_path(f'a_list:{key}')}"
        assert world.ask(path).json["id"] == f"a_list:{key}"
        assert len(world.ask(f"{path}/history").json["versions"]) == 1


def test_a_key_with_a_slash_and_an_escape_is_found_as_the_gateway_hands_it_on() -> None:
    world = World()
    world.read("a_list", party("a_list", "2025-07837/subject"), party("a_list", "100%41"))
    assert world.ask("/v1/entries/a_list:2025-07837/subject").status == 200
    assert world.ask("/v1/entries/a_list:2025-07837%2Fsubject").status == 200
    assert world.ask("/v1/entries/a_list:100%2541").json["id"] == "a_list:100%41"


@pytest.mark.parametrize(
    "path",
    ["/v1/entries/36", "/v1/entries/:36", "/v1/entries/A_LIST:1", "/v1/entries/a_list:", "/v1/entries/../../etc",
     "/v1/entries/a_list:%00", "/v1/entries/a_list:1%0A", "/v1/entries/" + "a" * 70 + ":1", "/v1/entries/a_list:" + "x" * 901,
     "/v1/entries", "/v1/entries/history", "/v1/entries?id=36"],
)  # fmt: skip
def test_what_is_no_id_is_a_problem(world: World, path: str) -> None:
    reply = world.ask(path)
    assert (reply.status, reply.problem) == (400, "bad-id")


@pytest.mark.parametrize(
    "query",
    ["on=2026-02-30", "on=20260226", "on=today", "on=2026-8-1", "on=2026-08-26T10:00", "on=0000-01-01", "on=",
     "known_on=x", "on=2026-01-01&on=2026-01-02", "id=a_list:2", "at=2026-01-01", "on=%D9%A2026-01-01"],
)  # fmt: skip
def test_what_is_no_day_is_a_problem(world: World, query: str) -> None:
    assert world.ask(f"/v1/entries/a_list:1?{query}").problem == "bad-parameter"


def test_an_entry_of_a_demonstration_is_marked_everywhere() -> None:
    world = World()
    world.read("a_list", party("a_list", "1"), published="2026-01-05", demo=True)
    assert world.ask("/v1/entries/a_list:1").json["demo"] is True
    assert world.ask("/v1/entries/a_list:1", on="2025-01-01").json["demo"] is True
    assert world.ask("/v1/entries/a_list:1/history").json["versions"][0]["demo"] is True
    assert world.ask("/v1/snapshots/a_list").json["demo"] is True
    assert world.ask("/v1/changes").json["changes"][0]["demo"] is True
