"""Promises 1 to 3 under bad bells and crowds: whatever rings, drops or comes twice, the log is told once, in order."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from itertools import pairwise
from typing import Any

import pytest

from promises.stack import Clock, Stack, demonstration
from sanctionwire.deliver.outbox import ALERTS, OPERATOR
from sanctionwire.errors import Superseded
from sanctionwire.pipeline.announce import ANNOUNCE
from sanctionwire.pipeline.project import PROJECT, rebuild
from sanctionwire.store.cursors import Cursor
from sanctionwire.wiring import Wire

EDITIONS = (1, 4, 5, 7)
SOURCES = ("un_sc", "us_fincen_311")


class Ticking(Clock):
    """Goes on a little with each look, as real clocks do."""

    lock = threading.Lock()

    def __call__(self) -> datetime:
        with self.lock:
            self.later(milliseconds=1)
            return self.now


def at_once(count: int, work: Callable[[], Any]) -> list[Exception]:
    """Do it in threads, all let go together; what they raised."""
    barrier, raised = threading.Barrier(count), []

    def run() -> None:
        barrier.wait()
        try:
            work()
        except Exception as error:  # noqa: BLE001 - the test looks at them
            raised.append(error)

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def told(stack: Stack) -> list[tuple[str, str]]:
    """What was handed over, in order: alert and destination."""
    return [(line["alert_id"], line["destination"]) for line in stack.wire.outbox.deliveries()]


def caught_up(stack: Stack) -> bool:
    head = stack.wire.log.head().seq
    return all(Cursor(stack.wire.table, name).position() == head for name in (PROJECT, ANNOUNCE))


def collected(stack: Stack, edition: int) -> None:
    stack.publishers.turn(edition)
    stack.clock.later(minutes=61)
    stack.wire.dispatch()
    stack.work()


def quiet(_wire: Wire) -> None:
    """The bell is not heard."""


def well(wire: Wire) -> None:
    wire.project()
    wire.announce()


def twice(wire: Wire) -> None:
    well(wire)
    well(wire)


def crossed(wire: Wire) -> None:
    wire.announce()
    wire.announce()
    wire.project()


def rung(*bells: Callable[[Wire], None]) -> tuple[list[tuple[str, str]], list[Any]]:
    """The story with these bells, one after each edition, and what is told and projected in the end."""
    with demonstration(*SOURCES) as stack:
        for edition, bell in zip(EDITIONS, bells, strict=True):
            collected(stack, edition)
            bell(stack.wire)
        well(stack.wire)
        assert caught_up(stack)
        return told(stack), stack.versions()


@pytest.fixture(scope="module")
def as_it_should() -> Any:
    return rung(well, well, well, well)


@pytest.mark.parametrize(
    "bells",
    [(quiet, quiet, quiet, quiet), (twice, twice, twice, twice), (crossed, quiet, crossed, twice)],
    ids=["dropped", "doubled", "reordered"],
)
def test_doorbells_may_be_dropped_doubled_and_reordered(bells: Any, as_it_should: Any) -> None:
    assert rung(*bells) == as_it_should


def test_bells_that_ring_at_once_tell_everything_once() -> None:
    with demonstration(*SOURCES, clock=Ticking()) as stack:
        for edition in EDITIONS:
            collected(stack, edition)
        raised = at_once(3, lambda: well(stack.wire))
        assert not raised
        stack.clock.later(minutes=1)
        well(stack.wire)
        assert caught_up(stack)
        assert set(Counter(told(stack)).values()) == {1}
        assert max(Counter(each["Message"] for each in stack.inbox()).values()) == 1
        found = stack.versions()
        assert rebuild(stack.wire.ports) == stack.wire.log.head().seq
        assert stack.versions() == found


def test_after_48_hours_of_silence_everything_is_told_once_and_in_order() -> None:
    with demonstration(*SOURCES) as stack:
        for edition in (1, 2, 4, 5, 5, 7):
            collected(stack, edition)
            stack.clock.later(hours=8)
        for _ in range(2):
            stack.wire.watch()
            stack.clock.later(minutes=30)
        assert any("announce is behind the log" in subject for subject in stack.subjects(OPERATOR))
        assert not told_of_commits(stack)
        well(stack.wire)
        assert caught_up(stack)
        seqs = told_of_commits(stack)
        assert seqs == sorted(seqs)
        quiet_ones = {commit.seq for commit in stack.commits() if not commit.changes.count and not commit.removals_held}
        assert set(seqs) | quiet_ones >= set(range(1, stack.wire.log.head().seq + 1))
        assert set(Counter(told(stack)).values()) == {1}
        before = told(stack)
        well(stack.wire)
        assert told(stack) == before


def told_of_commits(stack: Stack) -> list[int]:
    return [line["seq"] for line in stack.wire.outbox.deliveries() if line["seq"]]


@pytest.mark.parametrize("edition", [1, 5], ids=["a baseline", "additions and held removals"])
def test_collectors_at_once_make_one_commit_of_a_publication_and_one_mail(edition: int) -> None:
    with demonstration("un_sc", clock=Ticking()) as stack:
        if edition > 1:
            stack.tick()
        stack.publishers.turn(edition)
        before, owners = stack.wire.log.head().seq, iter("abc")
        message = {"source": "un_sc", "lane": "light"}
        raised = at_once(3, lambda: stack.wire.collect(message, owner=next(owners)))
        assert all(isinstance(error, Superseded) for error in raised)
        stack.wire.collect(message, owner="d")
        well(stack.wire)
        commits = stack.commits()
        assert [commit.seq for commit in commits] == list(range(1, before + 2))
        assert all(one.hash == other.previous for one, other in pairwise(commits))
        assert set(Counter(told(stack)).values()) == {1}
        mails = [line for line in stack.wire.outbox.deliveries() if line["seq"] == before + 1]
        assert len(mails) == len({line["subject"] for line in mails}) == (1 if edition == 1 else len(mails))
        assert all(line["destination"] == ALERTS for line in mails)
