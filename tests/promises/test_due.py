"""The clock over the whole product: the day on which a rule takes effect is told once, in the publisher's time."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from feed.world import apply, event
from promises.stack import Clock, Stack, demonstration
from promises.test_doorbells import Ticking, at_once
from sanctionwire.deliver.outbox import ALERTS
from sanctionwire.feed import pages
from sanctionwire.pipeline.project import rebuild
from sanctionwire.store.verify import verify

SLUG, RULE = "us_fincen_311", "us_fincen_311:2025-19571"
READ = datetime(2025, 10, 16, 13, 0, tzinfo=UTC)
MIDNIGHT = datetime(2025, 11, 17, 5, 0, tzinfo=UTC)
"""Where FinCEN is."""


def dated(stack: Stack) -> None:
    """The table as it would be if it gave effective dates; and two weeks on."""
    source = stack.wire.ports.registry[SLUG]

    def read(key: str, raw: bytes, refs: Any) -> Any:
        entry = source.read(key, raw, refs)
        dates = {"published": "2025-10-16", "effective": "2025-11-17"}
        return (
            entry.model_copy(update={"instrument": entry.instrument.model_copy(update=dates)})
            if key == "2025-19571"
            else entry
        )

    about = replace(source.about, verified_on="2026-01-01")
    stack.deploy("r2", **{SLUG: replace(source, read=read, about=about)})
    stack.publishers.turn(4)
    stack.tick(SLUG)


def looked(stack: Stack, at: datetime) -> list[str]:
    """What subscribers hear of a rule that takes effect, once the watch has looked at a time."""
    stack.clock.now = at
    stack.tick(SLUG)
    stack.wire.watch()
    stack.wire.project()
    stack.wire.announce()
    return [subject for subject in stack.subjects(ALERTS) if "Huione" in subject]


@pytest.fixture
def stack() -> Any:
    with demonstration(SLUG, clock=Clock(READ)) as stack:
        dated(stack)
        yield stack


def test_the_rule_is_told_at_midnight_in_new_york_once_and_by_mail(stack: Stack) -> None:
    assert looked(stack, MIDNIGHT - timedelta(minutes=1)) == []
    (subject,) = looked(stack, MIDNIGHT)
    assert subject.startswith("[DEMO] [ACT] FinCEN 311 FINAL RULE")
    assert "Huione Group" in subject
    assert "2025-11-17" in subject
    assert looked(stack, MIDNIGHT + timedelta(minutes=5)) == []
    assert looked(stack, MIDNIGHT + timedelta(days=1)) == []


def test_after_48_hours_of_silence_it_is_told_late_with_its_own_day(stack: Stack) -> None:
    (subject,) = looked(stack, MIDNIGHT + timedelta(hours=48))
    assert "2025-11-17" in subject


def test_log_feed_and_entries_hold_with_it(stack: Stack) -> None:
    looked(stack, MIDNIGHT)
    log, wire = stack.wire.log, stack.wire
    assert list(verify(log.texts(0), work=wire.blobs, evidence=log.evidence)) == []
    (commit,) = [each for each in stack.commits() if each.kind == "due"]
    assert (commit.source, commit.demo, commit.changes.kinds) == (SLUG, True, {"due": 2})
    key = {"key_id": "0123456789ab", "scopes": "entries feed"}
    page = json.loads(wire.api(event("/v1/changes", key=key))["body"])
    held: dict[str, Any] = {}
    apply(held, page["changes"])
    assert held == {
        f"{SLUG}:{key}": json.loads(json.dumps(pages.entry(json.loads(body))))
        for key, body in wire.ports.reading(stack.row(SLUG)).entries()
    }
    entry = json.loads(wire.api(event(f"/v1/entries/{RULE}", "on=2025-11-17", key=key))["body"])
    assert entry["instrument_status"]["code"] == "in_force"
    versions = stack.versions()
    assert rebuild(wire.ports) == log.head().seq
    assert stack.versions() == versions


def test_watches_at_once_make_one_commit_and_one_mail() -> None:
    with demonstration(SLUG, clock=Ticking(READ)) as stack:
        dated(stack)
        stack.clock.now = MIDNIGHT
        stack.tick(SLUG)
        raised = at_once(3, stack.wire.watch)
        assert not raised
        stack.wire.project()
        stack.wire.announce()
        stack.wire.watch()
        assert [commit.kind for commit in stack.commits()].count("due") == 1
        assert len([subject for subject in stack.subjects(ALERTS) if "Huione" in subject]) == 1
