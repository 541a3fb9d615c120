"""What the use cases are handed: stores, a fetcher, a clock, a queue, and what they give back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol

from sanctionwire.source import About, Document, Request, Source, State
from sanctionwire.store.entries import Entries
from sanctionwire.store.log import Log
from sanctionwire.store.ports import Blobs
from sanctionwire.store.reading import Reading
from sanctionwire.store.seen import Seen
from sanctionwire.store.sources import SourceRow, Sources, Validators

LIGHT, HEAVY = "light", "heavy"
"""The two lanes: small requests, and bulk downloads that must not delay them."""


class Fetch(Protocol):
    """How a document is had. Raises Unreachable, Suspicious."""

    def __call__(self, request: Request, about: About, validators: Validators | None, now: datetime) -> Fetched:
        """One request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """The answer to one request; no document where it is the one already known."""

    document: Document | None
    validators: Validators


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """Everything outside the process, and what never changes within it."""

    log: Log
    sources: Sources
    entries: Entries
    blobs: Blobs
    clock: Callable[[], datetime]
    registry: Mapping[str, Source]
    revision: Callable[[Source], str]
    """The parser revision: a hash over everything that decides how a record is read."""
    fetch: Fetch
    send: Callable[[dict[str, Any]], None] = lambda _message: None
    """Put a message for `collect` on the queue of its lane."""
    demo: bool = False
    """The publishers are played by a local server: everything is marked as reconstructed."""
    least_scale: float = 1.0
    """Share of `About.least` that a first reading must have."""

    lease_seconds: int = 900
    """For how long a run may keep others from a source: as long as it can live, so that a dead one is soon followed."""

    def state(self, row: SourceRow, *, reconcile_due: bool = False, accept_gap: bool = False) -> State:
        """What the source may know of its own past; the index of seen items is read when it is looked at."""
        state = row.state(reconcile_due=reconcile_due)
        return replace(state, seen=Seen(self.blobs, row.slug, row.seen), accept_gap=accept_gap) if row.seen else state

    def reading(self, row: SourceRow) -> Reading:
        """The last accepted reading of a source."""
        return Reading(self.blobs, row.slug, row.reading)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one pass of `collect` came to."""

    source: str
    what: str
    """`committed`, `unchanged`, `refused`, `busy`, `deferred`, `reread`."""
    seq: int | None = None
    serial: int | None = None
    kinds: Mapping[str, int] = field(default_factory=dict)
    held: int = 0
    why: str | None = None
    """Why nothing was taken, or what of the publication could not be read."""
    again: bool = False

    @property
    def refused(self) -> str | None:
        """What was refused, and why: the publication, or single entries of it."""
        return self.why if self.what in {"refused", "committed"} else None
