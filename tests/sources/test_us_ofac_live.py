"""OFAC through the real pipeline over the in-memory store: checks, reconciles, misfits, and a parser that moves."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from ofac_service import NOON, Service, delta, entity, full
from sanctionwire.cli import bench
from sanctionwire.core.changes import Change
from sanctionwire.errors import Unreachable
from sanctionwire.pipeline import Outcome
from sanctionwire.pipeline.collect import collect
from sanctionwire.pipeline.ports import Fetched
from sanctionwire.sources.us_ofac import SOURCE
from sanctionwire.store.sources import Validators


@dataclass
class Wire:
    """The product and the publisher, both in memory."""

    service: Service
    now: object = NOON
    revision: str = "one"
    sent: list[dict] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.ports = replace(
            bench.ports(SOURCE, lambda: self.now),
            fetch=lambda request, _about, _validators, now: Fetched(
                document=self.service.answer(request, now), validators=Validators()
            ),
            revision=lambda _source: self.revision,
            send=self.sent.append,
        )

    def collect(self) -> list[Outcome]:
        self.sent.clear()
        return collect(self.ports, SOURCE, bulk=lambda request: self.service.answer(request, self.now))

    def changes(self, outcome: Outcome) -> list[Change]:
        return list(self.ports.log.changes(self.ports.log.get(outcome.seq)))

    @property
    def row(self):
        return self.ports.sources.load("us_ofac")


def begun(*parties: int) -> Wire:
    service = Service(sdn=full(map(entity, parties)), cons=full([entity(9001)]))
    service.publish(800, "2026-08-26T09:00:00", delta([entity(parties[-1], action="add")]))
    wire = Wire(service)
    (first,) = wire.collect()
    assert (first.what, dict(first.kinds)) == ("committed", {"baseline": len(parties) + 1})
    return wire


def next_day(wire: Wire, number: int, body: bytes, *, time: str = "10:00:00") -> None:
    wire.now = NOON + timedelta(days=1)
    wire.service.publish(number, f"2026-08-27T{time}", body)


def test_nothing_new_is_one_look_at_the_history():
    wire = begun(1, 2)
    assert [outcome.what for outcome in wire.collect()] == ["unchanged"]
    assert wire.service.asked[-2:] == ["GET changes/history/2026/8/25", "GET changes/history/2026/8/26"]


def test_two_publications_are_two_commits_of_one_run():
    wire = begun(1, 2)
    next_day(wire, 801, delta([entity(3, action="add")], day="2026-08-27"))
    next_day(wire, 802, delta([entity(1, action="remove")], day="2026-08-27"), time="15:00:00")
    first, second = wire.collect()
    assert [(change.kind, change.entry_id, change.cause) for change in wire.changes(first)] == [
        ("designated", "us_ofac:3", "publisher")
    ]
    assert [(change.kind, change.entry_id) for change in wire.changes(second)] == [("removed", "us_ofac:1")]
    assert (wire.row.publication, wire.row.count) == ("802", 3)


def test_a_delta_that_does_not_fit_leads_to_the_lists_and_its_removals_are_believed():
    wire = begun(1, 2)
    next_day(
        wire,
        801,
        delta([entity(3, action="add"), entity(2, action="remove"), entity(77, action="remove")], day="2026-08-27"),
    )
    (refused,) = wire.collect()
    assert refused.what == "refused"
    assert "entity 77: the delta would remove an entity that the reading does not have" in refused.why
    assert wire.row.must_reconcile
    assert wire.sent == [{"source": "us_ofac", "lane": "heavy", "step": "fetch"}]
    with pytest.raises(Unreachable, match="postponed"):
        wire.collect()
    wire.service.sdn = full(map(entity, (1, 3)), as_of="2026-08-27T00:00:00")
    wire.service.updated = "2026-08-27T10:05:00"
    (done,) = wire.collect()
    assert [(change.kind, change.entry_id, change.cause) for change in wire.changes(done)] == [
        ("removed", "us_ofac:2", "reconciled"),
        ("designated", "us_ofac:3", "reconciled"),
    ]
    assert (done.held, wire.row.must_reconcile, wire.row.publication) == (0, False, "801")
    assert [outcome.what for outcome in wire.collect()] == ["unchanged"]


def test_a_reconcile_that_finds_what_no_delta_told_announces_the_new_and_holds_the_gone():
    wire = begun(1, 2)
    next_day(wire, 801, delta([entity(3, action="add")], day="2026-08-27"))
    wire.collect()
    wire.now += timedelta(hours=7)
    wire.service.sdn = full(map(entity, (1, 3, 4)), as_of="2026-08-27T00:00:00")
    wire.service.updated = "2026-08-27T10:05:00"
    (done,) = wire.collect()
    assert [(change.kind, change.entry_id, change.cause) for change in wire.changes(done)] == [
        ("designated", "us_ofac:4", "reconciled")
    ]
    assert done.held == 1
    assert wire.row.reconciled_at is not None


def test_a_reconcile_that_agrees_is_written_down_and_changes_nothing():
    wire = begun(1, 2)
    next_day(wire, 801, delta([entity(3, action="add")], day="2026-08-27"))
    wire.collect()
    wire.now += timedelta(hours=7)
    wire.service.sdn = full(map(entity, (3, 2, 1)), as_of="2026-08-27T00:00:00")
    wire.service.updated = "2026-08-27T10:05:00"
    (done,) = wire.collect()
    assert (done.what, dict(done.kinds), done.held) == ("committed", {}, 0)
    assert [outcome.what for outcome in wire.collect()] == ["unchanged"]


def test_a_parser_that_moves_reads_lists_and_deltas_again_and_finds_nothing():
    wire = begun(1, 2)
    next_day(wire, 801, delta([entity(3, action="add")], day="2026-08-27"))
    next_day(wire, 802, delta([entity(1, action="remove")], day="2026-08-27"), time="15:00:00")
    wire.collect()
    wire.revision = "two"
    again, checked = wire.collect()
    assert (again.what, dict(again.kinds), checked.what) == ("reread", {}, "unchanged")
    assert (wire.row.count, wire.row.revision) == (3, "two")
