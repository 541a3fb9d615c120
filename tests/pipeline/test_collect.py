"""From a publisher's bytes to a commit: the guard, holds, what cannot be read, parser revisions, contention."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.toy import ABOUT, SOURCE, Wire, read
from sanctionwire.errors import Unreachable
from sanctionwire.pipeline import Outcome, holds
from sanctionwire.pipeline.collect import collect, reconcile_due
from sanctionwire.pipeline.dispatch import dispatch
from sanctionwire.pipeline.project import project, rebuild

FIVE = ("1|Alpha|A", "2|Bravo|A", "3|Charlie|A", "4|Delta|A,B", "5|Echo|A")


def run(wire: Wire, *lines: str, head: str = "# 2026-01-16") -> Outcome:
    """Serve these lines and collect once."""
    wire.publisher.serve(*lines, head=head)
    wire.later()
    return collect(wire.ports, SOURCE)[-1]


@pytest.fixture
def wire() -> Wire:
    """A wire with a baseline of five."""
    wire = Wire()
    assert run(wire, *FIVE).kinds == {"baseline": 5}
    return wire


def test_what_is_new_changed_and_gone_is_told(wire: Wire) -> None:
    outcome = run(wire, "1|Alpha|A", "2|Bravo|A", "3|Charles|A", "4|Delta|A,B", "6|Foxtrot|A")
    assert outcome.kinds == {"amended": 1, "designated": 1, "removed": 1}
    assert [(change.kind, change.entry_id) for change in wire.changes(2)] == [
        ("amended", "t_list:3"),
        ("removed", "t_list:5"),
        ("designated", "t_list:6"),
    ]
    assert wire.row.count == len(wire.listed()) == 5


def test_another_order_date_or_copy_of_the_same_list_is_no_change(wire: Wire) -> None:
    archived = len(list(wire.blobs.keys("documents/")))
    assert run(wire, *reversed(FIVE), head="# 2026-01-17").what == "unchanged"
    assert wire.ports.log.head().seq == 1
    assert len(list(wire.blobs.keys("documents/"))) == archived


def test_an_unchanged_publication_is_archived_once_a_day(wire: Wire) -> None:
    wire.later(24 * 60)
    for minute in range(3):
        run(wire, *FIVE, head=f"# 2026-01-17T0{minute}")
    assert len(list(wire.blobs.keys("documents/"))) == 2


def test_a_check_that_finds_nothing_new_is_one_poll_one_read_and_one_write(wire: Wire) -> None:
    calls: list[str] = []

    class Counting:
        def __getattr__(self, name: str) -> object:
            calls.append(name)
            return getattr(wire.table, name)

    asked = wire.publisher.asked
    wire.later()
    ports = wire.ports
    counted = replace(ports, sources=type(ports.sources)(Counting()))  # type: ignore[arg-type]
    assert collect(counted, SOURCE)[-1].what == "unchanged"
    assert (calls, wire.publisher.asked - asked) == (["get", "put"], 1)


def test_a_truncated_list_tells_its_additions_and_holds_its_removals(wire: Wire) -> None:
    outcome = run(wire, "1|Alpha|A", "6|Foxtrot|A", "7|Golf|A")
    assert (outcome.kinds, outcome.held) == ({"designated": 2}, 4)
    assert wire.ports.log.get(2).removals_held == 4  # type: ignore[union-attr]
    assert set(wire.listed()) == set("1234567")


def test_a_hold_is_told_once_and_vanishes_when_the_entries_come_back(wire: Wire) -> None:
    short = ("1|Alpha|A",)
    assert run(wire, *short).held == 4
    hold = wire.row.hold
    assert run(wire, *short, head="# 2026-01-17").what == "unchanged"
    assert wire.row.hold.id == hold.id
    assert run(wire, *FIVE).what == "committed"
    assert wire.row.hold is None
    assert all(not wire.changes(seq) for seq in (2, 3))


def test_an_operator_accepts_held_removals_and_the_log_says_who_and_why(wire: Wire) -> None:
    run(wire, "1|Alpha|A")
    hold = wire.row.hold
    outcome = holds.decide(wire.ports, SOURCE, hold.id, accept=True, who="ana@example.org", why="delisting notice")
    commit = wire.ports.log.get(outcome.seq)  # type: ignore[arg-type]
    assert commit
    assert (commit.kind, commit.decided_by.who, commit.decided_by.why) == (  # type: ignore[union-attr]
        "release", "ana@example.org", "delisting notice",
    )  # fmt: skip
    assert commit.changes.kinds == {"removed": 4}
    assert all(change.before for change in wire.changes(commit.seq))
    assert set(wire.listed()) == {"1"}
    assert run(wire, "1|Alpha|A", head="# 2026-01-18").what == "unchanged"


def test_only_what_is_still_absent_is_removed_when_a_hold_is_accepted(wire: Wire) -> None:
    run(wire, "1|Alpha|A")
    run(wire, "1|Alpha|A", "2|Bravo|A")
    holds.decide(wire.ports, SOURCE, wire.row.hold.id, accept=True, who="ana", why="checked")
    assert set(wire.listed()) == {"1", "2"}


def test_discarded_removals_are_kept_out_until_the_entries_come_back(wire: Wire) -> None:
    run(wire, "1|Alpha|A")
    holds.decide(wire.ports, SOURCE, wire.row.hold.id, accept=False, who="ana", why="their server cut it")
    assert run(wire, "1|Alpha|A", head="# 2026-01-17").what == "unchanged"
    assert set(wire.listed()) == set("12345")
    run(wire, *FIVE, head="# 2026-01-18")
    assert run(wire, "1|Alpha|A", head="# 2026-01-19").held == 4


def test_a_party_that_would_leave_one_of_two_lists_keeps_it_while_the_removal_is_held(wire: Wire) -> None:
    outcome = run(wire, "1|Alpha|A", "4|Deltas|A")
    assert (outcome.kinds, outcome.held) == ({"amended": 1}, 4)
    kept = wire.listed()["4"]
    assert {listing.list for listing in kept.listings} == {"A", "B"}
    assert kept.caption == "Deltas"
    holds.decide(wire.ports, SOURCE, wire.row.hold.id, accept=True, who="ana", why="checked")
    (partly,) = [change for change in wire.changes(3) if change.entry_id == "t_list:4"]
    assert (partly.kind, partly.lists_left, partly.remains_on) == ("removed", ("B",), ("A",))
    assert run(wire, "1|Alpha|A", "4|Deltas|A", head="# 2026-01-18").what == "unchanged"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "it begins ''"),
        (b"<html>Maintenance</html>", "expected # and a date"),
        (b"# 2026-01-16\n!9\n1|Alpha|A", "expected the declared 9"),
        (b"# 2026-01-16\n", "only 0 records"),
        (b"# 2026-01-16\n1|Alpha|A\n1|Again|A", "two records have this key"),
        (b"# 2026-01-16\n" + b"\n".join(b"%d|?|A" % n for n in range(9)), "9 of 9 entries are not readable"),
    ],
)
def test_what_cannot_be_read_touches_nothing_and_is_said_with_its_place(wire: Wire, body: bytes, words: str) -> None:
    wire.publisher.body = body
    before = (wire.ports.log.head(), wire.listed(), wire.row.validators)
    (outcome,) = collect(wire.ports, SOURCE)
    assert outcome.what == "refused"
    assert words in outcome.why  # type: ignore[operator]
    assert outcome.why.startswith("t_list: https://list.example.org/list.txt")  # type: ignore[union-attr]
    assert (wire.ports.log.head(), wire.listed(), wire.row.validators) == before
    assert wire.blobs.exists(f"documents/{wire.row.pending.documents[0].sha256}")
    assert run(wire, *FIVE, head="# 2026-01-17").what == "unchanged"
    assert wire.row.pending is None


def test_one_unreadable_entry_withholds_no_other_and_keeps_its_last_record(wire: Wire) -> None:
    outcome = run(wire, "1|?|A", *FIVE[1:], "6|Foxtrot|A", "7|?|A")
    assert outcome.kinds == {"designated": 1}
    assert wire.listed()["1"].caption == "Alpha"
    assert [item.id for item in wire.ports.log.get(2).unreadable] == ["t_list:1", "t_list:7"]  # type: ignore[union-attr]
    assert "line 1" in outcome.why  # type: ignore[operator]
    assert run(wire, "1|?|A", *FIVE[1:], "6|Foxtrot|A", "7|?|A", head="# 2026-01-17").what == "unchanged"
    assert run(wire, *FIVE, "6|Foxtrot|A", "7|Golf|A").kinds == {"designated": 1}
    assert wire.row.unreadable == {}


def test_a_first_reading_that_is_too_small_is_not_believed() -> None:
    wire = Wire()
    assert "expected at least 3" in run(wire, "1|Alpha|A").why  # type: ignore[operator]
    assert wire.ports.log.head().seq == 0


def test_a_publisher_that_does_not_answer_is_noted_and_tried_again(wire: Wire) -> None:
    wire.publisher.down = Unreachable("429 Too Many Requests", retry_after=1800)
    wire.later(61)
    with pytest.raises(Unreachable, match=r"t_list: https://list\.example\.org"):
        collect(wire.ports, SOURCE)
    assert wire.row.failing_since
    assert dispatch(wire.ports) == []
    wire.later(31)
    assert dispatch(wire.ports) == ["t_list"]
    wire.publisher.down = None
    collect(wire.ports, SOURCE)
    assert wire.row.failing_since is None


def test_a_delta_tells_its_changes_and_only_those(wire: Wire) -> None:
    outcome = run(wire, "+1|Alphas|A", "-2", "+6|Foxtrot|A", head="# 2026-01-17 2")
    assert outcome.kinds == {"amended": 1, "designated": 1, "removed": 1}
    assert set(wire.listed()) == set("13456")


def test_a_delta_that_does_not_fit_forces_a_reconcile(wire: Wire) -> None:
    assert run(wire, "-9", head="# 2026-01-17 2").what == "refused"
    assert wire.row.must_reconcile
    assert wire.messages == [{"source": "t_list", "lane": "heavy", "step": "fetch"}]
    assert run(wire, *FIVE, "6|Foxtrot|A", head="# 2026-01-18 3r").kinds == {"designated": 1}
    assert not wire.row.must_reconcile
    assert wire.changes(2)[0].cause == "reconciled"


def test_a_reconcile_holds_every_removal_until_the_publishers_own_delta_agrees(wire: Wire) -> None:
    assert run(wire, *FIVE[:4], head="# 2026-01-17 2r").held == 1
    outcome = run(wire, "-5", head="# 2026-01-18 3")
    assert outcome.kinds == {"removed": 1}
    assert wire.row.hold is None


def test_a_party_that_left_and_returns_is_relisted(wire: Wire) -> None:
    run(wire, *FIVE[:4])
    assert run(wire, *FIVE).kinds == {"relisted": 1}
    run(wire, *FIVE[:4], head="# 2026-01-19")
    assert run(wire, *FIVE[:4], "9|Echo|A").kinds == {"designated": 1}
    assert wire.changes(5)[0].possible_relisting_of == ("t_list:5",)


def louder(key: str, raw: bytes, refs: object) -> object:
    """A later revision of the parser: it writes names in capitals."""
    entry = read(key, raw, refs)  # type: ignore[arg-type]
    name = entry.subject.names[0].model_copy(update={"full": entry.caption.upper()})  # type: ignore[union-attr]
    return entry.model_copy(update={"subject": entry.subject.model_copy(update={"names": (name,)})})  # type: ignore[union-attr]


def test_parser_and_list_changing_in_one_tick_are_two_commits_and_only_the_second_is_news(wire: Wire) -> None:
    run(wire, "+6|Foxtrot|A", head="# 2026-01-17 2")
    wire.revision, wire.source = "r2", replace(SOURCE, read=louder)
    wire.publisher.serve(*FIVE, "6|Foxtrot|A", "7|Golf|A", head="# 2026-01-18")
    wire.later()
    first, second = collect(wire.ports, wire.source)
    assert (first.what, first.kinds) == ("reread", {"amended": 6})
    assert {change.cause for change in wire.changes(3)} == {"parser"}
    assert (second.what, second.kinds) == ("committed", {"designated": 1})
    assert [item.what for item in collect(wire.ports, wire.source)] == ["unchanged"]


def test_a_publication_that_the_old_parser_refused_is_read_by_the_new_one_before_any_fetch(wire: Wire) -> None:
    run(wire, *(f"{n}|?|A" for n in range(9)))
    asked = wire.publisher.asked
    tolerant = replace(SOURCE, read=lambda key, raw, refs: read(key, raw.replace(b"?", b"unnamed"), refs))
    wire.revision, wire.source = "r2", tolerant
    wire.publisher.down = Unreachable("gone")
    wire.later()
    with pytest.raises(Unreachable):
        collect(wire.ports, tolerant)
    assert wire.publisher.asked == asked + 1
    assert wire.row.pending is None
    assert wire.listed()["0"].caption == "unnamed"


def test_two_collectors_at_once_commit_a_publication_once(wire: Wire) -> None:
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415

    wire.publisher.serve(*FIVE, "6|Foxtrot|A")
    wire.later()
    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(lambda n: collect(wire.ports, SOURCE, owner=f"run {n}")[-1].what, range(4)))
    assert outcomes.count("committed") == 1
    assert wire.ports.log.head().seq == 2


def test_the_projection_follows_the_log_and_a_rebuild_gives_the_same(wire: Wire) -> None:
    run(wire, "1|Alpha|A", *FIVE[2:], "6|Foxtrot|A")
    assert project(wire.ports) == 2
    assert project(wire.ports) == 0
    entries = {key: wire.ports.entries.as_of(f"t_list:{key}", 2) for key in "123456"}
    assert entries["2"] and not entries["2"].listed  # noqa: PT018
    assert rebuild(wire.ports) == 2
    assert {key: wire.ports.entries.as_of(f"t_list:{key}", 2) for key in "123456"} == entries


def test_a_source_is_dispatched_once_a_cadence(wire: Wire) -> None:
    wire.later(30)
    assert dispatch(wire.ports) == []
    wire.later(30)
    assert dispatch(wire.ports) == ["t_list"]
    assert dispatch(wire.ports) == []
    assert wire.messages == [{"source": ABOUT.slug, "lane": "light"}]


def test_an_entry_of_a_delta_that_is_not_readable_makes_the_full_list_due(wire: Wire) -> None:
    source = replace(SOURCE, about=replace(ABOUT, reconcile_minutes=1440))
    outcome = run(wire, "+6|Foxtrot|A", "+7|?|A", head="# 2026-01-17 2")
    assert outcome.kinds == {"designated": 1}
    assert reconcile_due(source, wire.row, wire.now)
    assert run(wire, *FIVE, "6|Foxtrot|A", "7|Golf|A", head="# 2026-01-18 3r").kinds == {"designated": 1}
    assert not reconcile_due(source, wire.row, wire.now)


def test_what_is_read_live_is_captured_whatever_the_parser_was_made_from() -> None:
    wire = Wire(source=replace(SOURCE, about=replace(ABOUT, evidence="reconstructed")))
    wire.publisher.serve(*FIVE)
    collect(wire.ports, wire.source)
    assert {entry.evidence for entry in wire.listed().values()} == {"captured"}
    played = Wire()
    played.publisher.serve(*FIVE)
    collect(replace(played.ports, demo=True), played.source)
    assert {entry.evidence for entry in played.listed().values()} == {"reconstructed"}
