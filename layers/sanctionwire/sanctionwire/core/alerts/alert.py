"""An alert: what people are told of one commit in one message, and what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from sanctionwire.core.alerts.attributes import Attributes
from sanctionwire.core.alerts.classes import Binding, Class
from sanctionwire.core.alerts.threaded import Threaded
from sanctionwire.core.canonical import digest
from sanctionwire.core.changes import Cause, Change
from sanctionwire.core.model import Effect
from sanctionwire.core.ties import Related

DETAILED = 20
"""Up to so many parties are told in full; more are counted, and listed in a file behind a link."""


class About(Protocol):
    """What an alert needs to know of its source; the fields are described there."""

    @property
    def slug(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def publisher(self) -> str: ...

    @property
    def jurisdiction(self) -> str: ...

    @property
    def url(self) -> str: ...

    @property
    def does_not_cover(self) -> str: ...

    @property
    def attribution(self) -> str: ...

    @property
    def verified_on(self) -> str | None: ...

    @property
    def verbs(self) -> tuple[str, str]: ...

    @property
    def addressees(self) -> str: ...

    @property
    def accept_publishers_zone(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A document as the receipt names it."""

    name: str
    url: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The commit that an alert comes from, as far as alerts speak of it."""

    seq: int
    hash: str
    source: str
    kind: str = "reading"
    cause: Cause = "publisher"
    today: str
    """The day of the commit in the publisher's zone: taken from the log, so that a late run says the same."""
    committed_at: str
    seen_at: str
    published: str | None = None
    publication: str | None = None
    revision: str = ""
    documents: tuple[Paper, ...] = ()
    removals_held: int = 0
    new_hold: bool = False
    """Whether this commit is the first to hold them."""
    unreadable: Mapping[str, str] = field(default_factory=dict)
    """Entry id → why it could not be read."""
    newly_unreadable: tuple[str, ...] = ()
    """Those that the source's earlier commits have not told of."""
    unmapped: tuple[str, ...] = ()
    demo: bool = False
    decided_by: tuple[str, str] | None = None
    """Who accepted held removals, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """What the changes of one alert have in common."""

    kind: str
    class_: Class
    listing_kind: str
    effect: Effect
    binding: Binding
    cause: Cause = "publisher"
    effective: str | None = None
    due: tuple[str, str] | None = None
    """Which date has come, and which day that is."""
    instruments: tuple[str, ...] = ()
    """Ids of the rules, findings or notices behind it: those that touch a common party are one action."""

    def alert_id(self, seq: int) -> str:
        """Stable: the same for each run over the same commit."""
        shared = [self.kind, self.class_, self.listing_kind, self.effect, self.binding, self.cause, self.effective]
        return digest([seq, *shared, *(self.due or ()), *self.instruments])[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One message to be."""

    id: str
    key: Key
    context: Context
    first_line: str
    demo: bool = False
    """Made of samples, at least in part."""
    count: int
    schemas: Mapping[str, int] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    """All of them, if they are at most DETAILED; else none."""
    instruments: tuple[Change, ...] = ()
    """The changes of the rules, findings or notices behind it; all there is where it names no party."""
    names: tuple[str, ...] = ()
    """The first few, the one that the others are tied to before them."""
    lists: tuple[str, ...] = ()
    belonging: int = 0
    """How many of the parties belong to the first one, as its document defines it."""
    speaker: str = ""
    """Whose act it is, in plain words: `FinCEN`, where the publisher is the Federal Register."""
    law: str = ""
    """The law by which its authority is labelled: `311`."""
    deeds: tuple[str, ...] = ()
    """What a supervisor did to the parties, as `words.DEED` calls it."""
    banned: bool = False
    """Whether correspondent accounts are forbidden outright."""
    attributes: Attributes = field(default_factory=dict)
    """What subscribers filter on."""
    related: tuple[Related, ...] = ()
    """Entries of other sources that are, or may be, its parties."""
    kept: tuple[tuple[str, str], ...] = ()
    """Documents that a person must read, as they were when they were read here: what each is, and where it opens."""
    unlooked: str = ""
    """Why such entries, or its thread, could not be looked up; a sentence."""
    thread: Threaded | None = None
