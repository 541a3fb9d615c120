"""The editions of the demonstration, from `editions/story.toml`: what happens in each, and how it is told."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One page of the story."""

    number: int
    title: str
    told: str
    expect: str
    """What the reader should see arrive."""
    at: datetime | None = None
    """The moment of the story at which it begins; None: whatever the time is."""
    facts: tuple[str, ...] = ()
    """What is known of it, with the publication that it is known from."""
    happens: tuple[str, ...] = ()
    """Events, by the names that the publishers' facts know them by."""
    ofac_publishes: bool = False
    """OFAC announces a publication, with its delta."""
    ofac_lists: bool = False
    """OFAC's full lists are made anew."""
    ofac_unreadable: bool = False
    """While this edition is out, the request for its delta is answered with an error body in place of data."""
    after: tuple[str, ...] = ()
    """Sources that are checked when all others have been: a press release follows the act that it tells of."""
    reconcile: bool = False
    """The full lists are read against what deltas built."""
    held: bool = False
    """Removals are held, and an operator decides."""


def _editions() -> tuple[Edition, ...]:
    told = tomllib.loads((Path(__file__).parent / "editions" / "story.toml").read_text(encoding="utf-8"))
    return tuple(_edition(number, row) for number, row in enumerate(told["edition"], start=1))


def _edition(number: int, row: dict[str, Any]) -> Edition:
    fixed: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
    return Edition(number=number, **fixed)


EDITIONS = _editions()
