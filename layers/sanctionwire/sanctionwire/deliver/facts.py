"""The facts that the watch judges: of each source, of the followers of the log, of queues and subscriptions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from sanctionwire.core.alerts import About


class Watched(About, Protocol):
    """What must be known of a source to watch it."""

    @property
    def stale_after(self) -> timedelta: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFacts:
    """One enabled source."""

    about: Watched
    serial: int = 0
    seq: int = 0
    publication: str | None = None
    checked_at: str | None = None
    watched_since: str | None = None
    """When the first check was due, for a source that has had none."""
    failing_since: str | None = None
    error: str | None = None
    unread_since: str | None = None
    """Since when a publication waits that the parser cannot read."""
    unread: Mapping[str, str] = field(default_factory=dict)
    """Where, what was seen, what was expected."""
    hold_id: str | None = None
    """Of removals that are held and not decided on."""
    held_since: str = ""
    held: int = 0
    why_held: str = ""
    unreadable: Mapping[str, str] = field(default_factory=dict)
    """Entry id → why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """A subscription that SNS has no longer, or that was never confirmed."""

    id: str
    address: str
    why: str
    redo: str
    """The command that subscribes it again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelFacts:
    """A channel that messages wait for, or that takes none."""

    id: str
    address: str
    waiting: int = 0
    waiting_since: str | None = None
    failing_since: str | None = None
    error: str = ""
    lasting: bool = False
    """Whether time alone does not mend it."""
    retry_at: str | None = None
    redo: str = ""
    """The command that gives it another address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The service at one moment."""

    at: str
    demo: bool = False
    sources: Sequence[SourceFacts] = ()
    head: int = 0
    cursors: Mapping[str, int] = field(default_factory=dict)
    unsent_since: str | None = None
    dead_letters: Mapping[str, int] = field(default_factory=dict)
    lost: Sequence[Lost] = ()
    channels: Sequence[ChannelFacts] = ()

    def elapsed(self, since: str) -> timedelta:
        """How long ago that was."""
        return datetime.fromisoformat(self.at) - datetime.fromisoformat(since)


def minute(instant: str | None) -> str:
    """`2025-10-14 14:02 UTC`."""
    return f"{instant[:10]} {instant[11:16]} UTC" if instant else "never"
