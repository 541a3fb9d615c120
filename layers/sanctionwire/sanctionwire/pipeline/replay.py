"""Replay: snapshots at hand, run through the real pipeline over the in-memory store, a line for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sanctionwire.errors import Unreachable
from sanctionwire.pipeline.collect import take
from sanctionwire.pipeline.ports import Outcome, Ports
from sanctionwire.pipeline.snapshot import Snapshot
from sanctionwire.source import Document, Source
from sanctionwire.store.rows import stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """What became of one snapshot."""

    snapshot: str
    outcome: Outcome

    def printed(self) -> dict[str, object]:
        """As `replay --json` prints it."""
        return {
            "snapshot": self.snapshot,
            "serial": self.outcome.serial or 0,
            "changes": dict(self.outcome.kinds),
            "held": self.outcome.held,
            "refused": self.outcome.refused,
        }


def replay(ports: Ports, source: Source, snapshots: Iterable[tuple[str, Mapping[str, Document]]]) -> Iterator[Replayed]:
    """Take each snapshot in turn. `snapshots`: name and documents."""
    for name, documents in snapshots:
        row = ports.sources.load(source.about.slug)
        snapshot = Snapshot(documents=documents, validators={}, seen_at=stamp(ports.clock()))
        try:
            outcome = take(ports, source, row, snapshot)
        except Unreachable as error:
            outcome = Outcome(source=row.slug, what="refused", serial=row.serial, why=str(error))
        yield Replayed(snapshot=name, outcome=outcome)
