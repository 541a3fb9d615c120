"""What the reader of an alert is told of the thread that it belongs to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Threaded:
    """The place of an alert in the thread of its action."""

    id: str
    opened: str = ""
    """First line of the alert that opened it; empty for that alert itself, and for what came with it."""
    opened_by: str = ""
    """That alert's id."""
    differs: tuple[tuple[str, str, str], ...] = ()
    """What the thread was told otherwise: what, as it was told, as it is now."""
    also: tuple[str, ...] = ()
    """First lines of other threads on the same parties, these days."""
    untold: tuple[str, ...] = ()
    """The authorities of whose acts a notice tells while none of theirs was told of these parties, in small letters."""
