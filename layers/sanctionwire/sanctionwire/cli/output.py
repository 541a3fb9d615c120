"""What the command prints: JSON lines for programs, tables and progress for people."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

import orjson
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

T = TypeVar("T")

PAGE = 120
"""Columns where there is no terminal to ask."""


def line(value: Any) -> None:
    """One object, on a line of its own."""
    sys.stdout.buffer.write(orjson.dumps(value) + b"\n")


def console() -> Console:
    """Where people read: as wide as their terminal, and no wider than a page."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else PAGE)


def progress(items: Iterable[T], what: str, total: int | None = None) -> Iterator[T]:
    """The items, with a bar on standard error while they are worked through; only where that is a terminal."""
    if not sys.stderr.isatty():
        yield from items
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(show_speed=True), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        yield from bars.track(items, description=what, total=total)
