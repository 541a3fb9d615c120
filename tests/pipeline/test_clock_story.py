"""The register's samples through the real pipeline, with a clock: which dates come of them, and how they are told."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

from sanctionwire.cli import bench
from sanctionwire.cli.files import readable, snapshot
from sanctionwire.core.alerts import group
from sanctionwire.pipeline.announce import context_of
from sanctionwire.pipeline.clock import strike
from sanctionwire.pipeline.project import project
from sanctionwire.pipeline.replay import replay
from sanctionwire.pipeline.told import Told
from sanctionwire.sources import registry

SLUG = "us_federal_register"
SAMPLES = Path(str(files("sanctionwire").joinpath("sources", SLUG, "samples")))


class Desk:
    """The pipeline over the in-memory store, at a time that is turned by hand."""

    def __init__(self) -> None:
        self.now = datetime(2025, 1, 1, tzinfo=UTC)
        self.source = registry()[SLUG]
        self.ports = bench.ports(self.source, lambda: self.now)  # type: ignore[arg-type]

    def read(self, at: str, sample: str) -> None:
        self.now = datetime.fromisoformat(at).replace(tzinfo=UTC)
        with readable(self.source, SAMPLES / sample):
            given = snapshot(SAMPLES / sample, self.source, now=self.now).documents
            (done,) = replay(self.ports, self.source, [(sample, given)])
        assert done.outcome.what == "committed"
        project(self.ports)

    def look(self, at: str) -> tuple[set[tuple[str, str]], list[str]]:
        """Who is told, of what, and the first lines."""
        self.now = datetime.fromisoformat(at).replace(tzinfo=UTC)
        ports, about = self.ports, self.source.about
        made = strike(ports.log, ports.sources, ports.entries, {SLUG: about}, self.now)
        project(ports)
        told = {
            (change.entry_id.removeprefix(f"{SLUG}:"), f"{change.due.what} {change.due.date}")
            for commit in made
            for change in ports.log.changes(commit)
            if change.due
        }
        alerts = [
            alert
            for commit in made
            for alert in group(
                context_of(commit, about, Told(ports.log.table, commit)), ports.log.changes(commit), about
            )
        ]
        return told, [alert.first_line for alert in alerts]


def test_the_huione_documents() -> None:
    desk = Desk()
    desk.read("2025-05-05T13:00", "2025-05-05-proposed")
    parties = {each for each, _ in desk.look("2025-06-04T12:00")[0]}
    assert parties >= {"2025-07837", "subject/huione-group", "subject/huione-pay-plc"}
    desk.read("2025-10-15T13:00", "2025-10-15-inspection")
    desk.read("2025-10-16T13:00", "2025-10-16-published")
    assert desk.look("2025-11-17T04:59") == (set(), [])
    told, (line,) = desk.look("2025-11-17T05:00")
    assert ("2025-19571", "effective 2025-11-17") in told
    assert ("subject/huione-group", "effective 2025-11-17") in told
    assert {what for _, what in told} == {"effective 2025-11-17"}
    assert line.startswith("[ACT] FinCEN 311 FINAL RULE IN FORCE")
    assert desk.look("2025-11-17T05:05") == (set(), [])
    desk.read("2026-06-25T13:00", "2026-06-25-amendment")
    assert desk.look("2026-08-01T12:00") == (set(), [])  # when comments on the amendment close is not known


def test_three_orders_whose_date_was_moved_twice_take_effect_once_each() -> None:
    desk = Desk()
    desk.read("2025-10-01T13:00", "2025-10-orders")
    for day in ("2025-10-02T12:00", "2025-10-20T03:59"):
        assert desk.look(day) == (set(), [])
    told, lines = desk.look("2025-10-20T04:00")
    assert {what for _, what in told} == {"effective 2025-10-20"}
    assert len([each for each, _ in told if each.startswith("subject/")]) == 3
    assert len([each for each, _ in told if not each.startswith("subject/")]) == 3
    assert len(lines) == 3
    assert all(line.startswith("[ACT]") for line in lines)
