"""One entry: as it is, formerly listed, renumbered, as of a day by either clock, and never half a commit of it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feed.world import World, in_path, party
from sanctionwire.core.model import Entry, Instrument


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
