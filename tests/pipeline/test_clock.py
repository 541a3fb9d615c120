"""Dates that come: told once where their publisher is, by any number of watches, late but never lost, never stale."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feed.world import World, about, apply, party
from sanctionwire.core.alerts import judge
from sanctionwire.core.changes import Change, Due
from sanctionwire.core.model import Entry, Instrument, Listing, Measure, Name, Publication, Subject
from sanctionwire.deliver.times import day_in
from sanctionwire.pipeline.clock import strike
from sanctionwire.store.commit import Commit, Draft
from sanctionwire.store.cursors import Cursor
from sanctionwire.store.entries import Entries
from sanctionwire.store.log import Log
from sanctionwire.store.rows import stamp
from sanctionwire.store.verify import verify

FR, LIST = "us_federal_register", "a_list"
ABOUTS = {
    FR: about(FR, accept_publishers_zone="America/New_York", verified_on="2026-01-01"),
    LIST: about(LIST, verified_on="2026-01-01"),
}
SECTION = "31 CFR 1010.664"
MIDNIGHT = datetime(2025, 11, 17, 5, 0, tzinfo=UTC)
"""In New York."""
READ = datetime(2025, 10, 16, 13, 0, tzinfo=UTC)


def document(number: str, action: str = "final_rule", **fields: Any) -> Entry:
    stated = {"action": action, "stage": action, "published": "2025-10-16"} | fields
    stated["documents"] = (Publication(title=action, number=number),)
    return Entry(id=f"{FR}:{number}", source=FR, type="instrument", instrument=Instrument(**stated))


def covered(name: str, *by: Entry, effective: str | None = None, country: str = "kh") -> Entry:
    measure = Measure(type="Fifth special measure", effect="correspondent_account", effective=effective)
    return Entry(
        id=f"{FR}:subject/{name.casefold().replace(' ', '-')}",
        source=FR,
        type="party",
        subject=Subject(schema="Company", names=(Name(full=name, kind="primary"),), countries=(country,)),
        listings=(Listing(list="31 CFR 1010", kind="special_measure", measures=(measure,)),),
        covered_by=tuple(each.id for each in by),
    )


RULE = document("2025-19571", effective="2025-11-17", sections=(SECTION,), citation="90 FR 48295")
HUIONE = covered("Huione Group", RULE, effective="2025-11-17")


@dataclass
class Watched(World):
    """The world, with watches that look at the clock."""

    slugs: tuple[str, ...] = (FR, LIST)
    now: datetime = READ
    abouts: dict[str, Any] = field(default_factory=lambda: dict(ABOUTS))

    def project(self) -> None:
        """As the pipeline does it: by the publisher's day."""
        cursor = Cursor(self.table, "project")
        for commit in self.log.after(cursor.position()):
            zone = self.abouts[commit.source].accept_publishers_zone if commit.source in self.abouts else "UTC"
            Entries(self.items, self.blobs).project(
                commit, self.log.lines(commit), today=day_in(commit.committed_at, zone)
            )
            cursor.advance(commit.seq - 1, commit.seq)

    def strike(self, now: datetime | None = None, *, table: Any = None) -> list[Commit]:
        self.now = now or self.now
        log = Log(table=table or self.table, blobs=self.blobs, evidence=self.evidence)
        return strike(log, self.rows, Entries(self.items, self.blobs), self.abouts, self.now)

    def told(self) -> list[tuple[str, str, str]]:
        """Every date that was told: entry, what, day."""
        return [(each.entry_id, each.due.what, each.due.date) for each in self.dues() if each.due]

    def dues(self) -> list[Change]:
        commits = [commit for commit in self.log.after(0) if commit.kind == "due"]
        return [change for commit in commits for change in self.log.changes(commit)]


@pytest.fixture
def world() -> Watched:
    made = Watched()
    made.read(FR, RULE, HUIONE, published="2025-10-16")
    return made


HUIONES = [(RULE.id, "effective", "2025-11-17"), (HUIONE.id, "effective", "2025-11-17")]


def test_the_huione_rule_is_told_at_midnight_in_new_york_and_not_a_second_before(world: Watched) -> None:
    assert world.strike(MIDNIGHT - timedelta(seconds=1)) == []
    (commit,) = world.strike(MIDNIGHT)
    assert (commit.source, commit.kind, commit.serial, commit.cause) == (FR, "due", 1, "publisher")
    assert commit.committed_at == "2025-11-17T05:00:00Z"
    assert commit.changes.kinds == {"due": 2}
    assert world.told() == HUIONES


def test_it_is_told_once_however_often_and_for_however_long_it_is_watched(world: Watched) -> None:
    for _ in range(3):
        world.strike(MIDNIGHT)
        world.project()
    for hours in range(1, 200, 7):
        world.strike(MIDNIGHT + timedelta(hours=hours))
        world.project()
    assert world.told() == HUIONES


@dataclass
class Crossed:
    """A table in whose transaction somebody else is quicker."""

    table: Any
    first: Callable[[], Any]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.table, name)

    def transact(self, *args: Any, **options: Any) -> None:
        first, self.first = self.first, lambda: None
        first()
        self.table.transact(*args, **options)


def test_of_two_watches_at_once_one_tells_it(world: Watched) -> None:
    world.now = MIDNIGHT
    world.strike(table=Crossed(world.table, world.strike))
    assert world.told() == HUIONES
    assert world.log.head().seq == 2
    assert [finding.what for finding in verify(world.log.texts(0), work=world.blobs, evidence=world.evidence)] == []


def test_of_two_watches_that_see_different_dates_neither_tells_what_the_other_told() -> None:
    world = Watched()
    world.read(FR, RULE, HUIONE, document("3", effective="2025-11-18"))
    tomorrow = MIDNIGHT + timedelta(days=1)
    world.now = MIDNIGHT
    assert world.strike(table=Crossed(world.table, lambda: world.strike(tomorrow))) == []
    assert sorted(world.told()) == sorted([*HUIONES, (f"{FR}:3", "effective", "2025-11-18")])


def test_another_sources_commit_in_between_does_no_harm(world: Watched) -> None:
    world.now = MIDNIGHT
    other = Crossed(world.table, lambda: world.read(LIST, party(LIST, "1"), project=False))
    assert len(world.strike(table=other)) == 1
    assert world.told() == HUIONES


def test_a_date_is_never_told_with_an_entry_as_it_was_before_a_commit_in_between(world: Watched) -> None:
    moved = document("2025-19571", effective="2025-12-01", sections=(SECTION,))
    with_it = covered("Huione Group", moved, effective="2025-12-01")
    world.now = MIDNIGHT
    other = Crossed(world.table, lambda: world.read(FR, moved, with_it, project=False))
    assert world.strike(table=other) == []
    assert world.strike() == []  # the entries do not have it yet
    world.project()
    assert world.strike() == []  # and now it is another day's
    world.strike(datetime(2025, 12, 1, 5, 0, tzinfo=UTC))
    assert world.told() == [(moved.id, "effective", "2025-12-01"), (HUIONE.id, "effective", "2025-12-01")]


def test_what_came_in_48_hours_of_silence_is_told_late_with_its_own_day(world: Watched) -> None:
    world.strike(MIDNIGHT - timedelta(hours=1))
    (commit,) = world.strike(MIDNIGHT + timedelta(hours=48))
    assert commit.committed_at == "2025-11-19T05:00:00Z"
    assert world.told() == HUIONES


def test_even_after_months_of_silence_nothing_is_lost(world: Watched) -> None:
    world.strike(READ + timedelta(hours=2))
    world.strike(MIDNIGHT + timedelta(days=200))
    assert world.told() == HUIONES


def test_a_log_that_was_never_watched_before_is_not_told_its_past(world: Watched) -> None:
    assert world.strike(MIDNIGHT + timedelta(days=9)) == []
    world.read(FR, RULE, HUIONE, document("3", effective="2025-11-27"))
    assert len(world.strike(datetime(2025, 11, 27, 12, 0, tzinfo=UTC))) == 1
    assert world.told() == [(f"{FR}:3", "effective", "2025-11-27")]


def test_a_lagging_projection_delays_a_date_and_loses_none(world: Watched) -> None:
    late = document("2025-77", effective="2025-11-18")
    world.strike(MIDNIGHT - timedelta(hours=1))
    world.read(FR, RULE, HUIONE, late, project=False)
    world.strike(datetime(2025, 11, 30, 12, 0, tzinfo=UTC))
    assert world.told() == []
    world.project()
    world.strike()
    assert world.told() == sorted([*HUIONES, (late.id, "effective", "2025-11-18")], key=lambda each: each[0])


def test_nothing_is_settled_while_a_commit_is_not_projected() -> None:
    world = Watched()
    world.read(FR, RULE)
    world.strike()
    late = document("2025-77", effective="2025-10-18")
    world.read(FR, RULE, late, project=False)
    assert world.strike(datetime(2025, 11, 1, 12, 0, tzinfo=UTC)) == []
    world.project()
    world.strike()
    assert world.told() == [(late.id, "effective", "2025-10-18")]


def test_the_change_leaves_the_entry_as_it_was_and_carries_what_the_alert_is_judged_by(world: Watched) -> None:
    world.strike(MIDNIGHT)
    rule, huione = world.dues()
    assert rule.before == rule.after == RULE
    assert huione.before == huione.after == HUIONE
    assert (rule.kind, rule.weight, rule.cause, rule.fields) == ("due", "major", "publisher", ())
    assert rule.due == Due(what="effective", date="2025-11-17")
    assert judge(rule, today="2025-11-17").class_ == "ACT"
    assert judge(huione, today="2025-11-17").class_ == "ACT"


def test_the_projection_keeps_it_as_a_version_and_rebuilds_to_the_same(world: Watched) -> None:
    world.strike(MIDNIGHT)
    world.project()
    versions = world.ask(f"/v1/entries/{RULE.id}/history").json["versions"]
    assert [each["change"]["kind"] for each in versions] == ["baseline", "due"]
    assert versions[0]["entry"] == versions[1]["entry"]
    rows = dict(world.items.table._items)
    Cursor(world.table, "project").advance(2, 0)
    world.project()
    assert world.items.table._items == rows


def test_the_feed_has_it_and_filters_by_its_kind(world: Watched) -> None:
    world.strike(MIDNIGHT)
    (page,) = world.pages(kind="due", country="kh")
    (change,) = page["changes"]
    assert (change["entry_id"], change["due"]) == (HUIONE.id, {"what": "effective", "date": "2025-11-17"})
    assert change["before"] == change["after"]
    assert page["covered_through"] == "2.1"


# --- What is told, and what is not -----------------------------------------------------------------------------------


def seen(
    *entries: Entry, days: Iterable[str], source: str = FR, more: Iterable[Entry] = ()
) -> list[tuple[str, str, str]]:
    """What is told of entries that are read in October, with more from a second reading, looked at on these days."""
    world = Watched()
    world.read(source, *entries)
    if more:
        world.read(source, *entries, *more)
    for day in days:
        world.strike(datetime.fromisoformat(f"{day}T12:00:00+00:00"))
        world.project()
    return world.told()


def test_what_was_past_when_it_was_first_read_is_not_told() -> None:
    past = document("1", effective="2025-10-01", comments_close="2025-10-16", expires="2025-09-01")
    assert seen(past, covered("A", effective="2025-10-16"), days=["2025-10-16", "2025-10-17", "2026-10-16"]) == []


@pytest.mark.parametrize("action", ["proposal", "finding"])
def test_what_binds_nobody_takes_no_effect_but_its_comments_close(action: str) -> None:
    entry = document("1", action, effective="2025-11-17", comments_close="2025-11-20")
    assert seen(entry, days=["2025-11-17", "2025-11-20"]) == [(entry.id, "comments_close", "2025-11-20")]


def test_a_comment_period_that_was_extended_closes_on_its_new_day() -> None:
    first = document("1", "proposal", comments_close="2025-11-20")
    longer = document("2", "proposal", published="2025-11-10", comments_close="2025-12-20", amends=("1",))
    told = seen(first, more=[longer], days=["2025-11-20", "2025-12-20"])
    assert told == [(longer.id, "comments_close", "2025-12-20")]


ORDER = document("2025-12080", "order", published="2025-10-15", effective="2025-11-21")
CIBANCO = covered("CIBanco", ORDER, effective="2025-11-21", country="mx")
MOVE = document("2025-13206", "effective_date_change", effective="2025-12-04", amends=("2025-12080",))


def test_a_date_that_was_moved_is_told_on_its_new_day_of_the_order_itself() -> None:
    assert seen(ORDER, CIBANCO, more=[MOVE], days=["2025-11-21", "2025-11-22"]) == []
    told = seen(ORDER, CIBANCO, more=[MOVE], days=["2025-11-21", "2025-12-04", "2025-12-05"])
    assert told == [(ORDER.id, "effective", "2025-12-04"), (CIBANCO.id, "effective", "2025-12-04")]


def test_a_date_that_was_moved_twice_is_told_on_the_last_day_alone() -> None:
    names = ("2025-12080", "2025-13206")
    again = document(
        "2025-16155", "effective_date_change", published="2025-11-30", effective="2026-01-20", amends=names
    )
    told = seen(ORDER, CIBANCO, more=[MOVE, again], days=["2025-11-21", "2025-12-04", "2026-01-20"])
    assert told == [(ORDER.id, "effective", "2026-01-20"), (CIBANCO.id, "effective", "2026-01-20")]


def test_a_moved_date_of_an_order_that_this_log_never_had_is_told_of_the_document_that_moved_it() -> None:
    assert seen(MOVE, days=["2025-12-04"]) == [(MOVE.id, "effective", "2025-12-04")]


@pytest.mark.parametrize("action", ["withdrawal", "relief", "repeal", "court_order"])
def test_a_rule_that_was_undone_before_its_day_does_not_take_effect(action: str) -> None:
    undone = document("2025-2", action, effective="2025-10-16", amends=("2025-19571",))
    assert seen(RULE, HUIONE, more=[undone], days=["2025-11-17"]) == []


def test_what_undoes_takes_effect_on_its_day_too() -> None:
    relief = document("2025-2", "relief", effective="2025-11-17", expires="2025-12-31", amends=("x",))
    assert seen(relief, days=["2025-11-17", "2025-12-31", "2026-01-01"]) == [
        (relief.id, "effective", "2025-11-17"),
        (relief.id, "expires", "2025-12-31"),
    ]


def test_an_expiry_missed_is_told_late() -> None:
    relief = document("2025-2", "relief", effective="2025-10-17", expires="2025-12-31", amends=("x",))
    assert seen(relief, days=["2025-10-18", "2026-01-03"])[1:] == [(relief.id, "expires", "2025-12-31")]


def test_relief_that_was_extended_does_not_expire() -> None:
    relief = document("2025-2", "relief", expires="2025-12-31", amends=("x",))
    longer = document("2025-3", "relief", expires="2026-12-31", amends=("x", "2025-2"), published="2025-12-01")
    assert seen(relief, more=[longer], days=["2025-12-31"]) == []


def test_an_entry_that_left_has_no_dates() -> None:
    world = Watched()
    world.read(FR, RULE, HUIONE)
    world.read(FR)
    world.strike(MIDNIGHT)
    assert world.told() == []


def test_an_entry_that_was_renumbered_has_its_dates_under_its_new_number() -> None:
    world = Watched()
    old = Entry(**dict(RULE) | {"id": f"{FR}:pi-1", "other_keys": ("a",)})
    new = Entry(**dict(RULE) | {"other_keys": ("a",)})
    world.read(FR, old)
    (commit,) = [world.read(FR, new)]
    assert commit.changes.kinds == {"rekeyed": 1}
    world.strike(MIDNIGHT)
    assert world.told() == [(new.id, "effective", "2025-11-17")]


def test_a_partys_own_date_is_its_own_and_one_that_mirrors_its_rules_is_told_with_the_rule() -> None:
    own = covered("Own Day", RULE, effective="2025-11-20")
    told = seen(RULE, HUIONE, own, days=["2025-11-17", "2025-11-20"])
    assert told == [*HUIONES, (own.id, "effective", "2025-11-17"), (own.id, "effective", "2025-11-20")]


def test_a_date_to_divest_by_is_told_of_the_party() -> None:
    listed = party(LIST, "1")
    measure = Measure(type="CMIC", effect="securities", effective="2025-12-01", divest_by="2026-06-03")
    listing = Listing(list="NS-CMIC", measures=(measure,))
    entry = listed.model_copy(update={"listings": (listing,)})
    told = seen(entry, days=["2025-12-01", "2026-06-03"], source=LIST)
    assert told == [(entry.id, "effective", "2025-12-01"), (entry.id, "divest_by", "2026-06-03")]


def test_more_dates_than_a_transaction_holds_are_several_commits() -> None:
    world = Watched()
    world.read(FR, *(document(f"2025-{number}", effective="2025-11-17") for number in range(200)))
    assert [commit.changes.count for commit in world.strike(MIDNIGHT)] == [90, 90, 20]
    world.project()
    assert world.strike() == []


def test_a_source_that_is_not_watched_tells_nothing(world: Watched) -> None:
    del world.abouts[FR]
    assert world.strike(MIDNIGHT) == []


def test_a_look_with_nothing_to_tell_reads_a_little_and_writes_nothing(world: Watched) -> None:
    world.strike(MIDNIGHT)
    world.project()
    world.strike(MIDNIGHT + timedelta(days=4))
    world.table.calls.clear()
    world.items.calls.clear()
    world.strike(MIDNIGHT + timedelta(days=4, minutes=5))
    assert [name for name, _ in world.table.calls] == ["get", "get", "get"]
    assert world.items.calls == [("query", "due")]


def test_two_due_commits_have_different_ids(world: Watched) -> None:
    world.read(FR, RULE, HUIONE, document("3", effective="2025-11-18"))
    world.strike(MIDNIGHT)
    world.project()
    world.strike(MIDNIGHT + timedelta(days=1))
    ids = [commit.commit_id for commit in world.log.after(0)]
    assert len(ids) == len(set(ids)) == 4


def test_a_draft_of_a_due_commit_needs_no_reading() -> None:
    draft = Draft(source=FR, serial=1, kind="due", revision="", committed_at=stamp(READ), seen_at=stamp(READ))
    assert draft.plain()["kind"] == "due"


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("later"), st.sampled_from([1, 20, 40, 72])),
        st.tuples(st.just("read"), st.integers(0, 4)),
        st.tuples(st.just("other"), st.integers(0, 9)),
        st.tuples(st.just("project"), st.just(0)),
        st.tuples(st.just("strike"), st.integers(1, 2)),
    ),
    max_size=40,
)


def done(world: Watched, step: str, number: int) -> None:
    day = f"2025-10-{18 + number}"
    rule = document("1", effective=day)
    match step:
        case "later":
            world.now += timedelta(hours=number)
        case "read":
            world.read(FR, rule, covered("A", rule, effective=day), project=False)
        case "other":
            world.read(LIST, party(LIST, str(number)), project=False)
        case "project":
            world.project()
        case _:
            for _ in range(number):
                world.strike()


def followed(world: Watched) -> dict[str, Any]:
    """What who follows the log ends with."""
    held: dict[str, Any] = {}
    for page in world.pages():
        apply(held, page["changes"])
    return held


@settings(deadline=None, max_examples=150)
@given(steps=STEPS)
def test_whatever_comes_in_between_a_date_is_told_once_and_the_log_ends_equal_to_the_reading(
    steps: list[tuple[str, int]],
) -> None:
    world = Watched()
    world.strike()
    for step, number in [*steps, ("project", 0), ("strike", 1), ("project", 0)]:
        done(world, step, number)
    assert world.strike() == []
    assert len(world.told()) == len(set(world.told()))
    held = followed(world)
    listed = world.reading(FR) | world.reading(LIST)
    assert {key: Entry.model_validate(entry) for key, entry in held.items()} == listed
    assert not list(verify(world.log.texts(0), work=world.blobs, evidence=world.evidence))
    if rule := listed.get(f"{FR}:1"):
        read = [each.committed_at for each in world.log.after(0) if each.source == FR and each.kind == "reading"]
        known, day = day_in(read[-1], "America/New_York"), rule.instrument and str(rule.instrument.effective)
        if day and known < day <= day_in(stamp(world.now), "America/New_York"):
            assert (rule.id, "effective", day) in world.told()
