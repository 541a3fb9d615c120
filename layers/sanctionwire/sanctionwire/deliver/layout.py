"""Plain text laid out for a person: labels in a column, short lines, nothing that a mail program would break."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from sanctionwire.core.alerts.text import harmless

T = TypeVar("T")
Step = str | tuple[str, str]
"""What to do in words, or in words and as something to copy: a command, an address."""

WIDTH = 78
LABEL = 14


def paragraph(text: str, indent: str = "") -> str:
    """Prose, wrapped. A word longer than the line (a link, a hash) stays whole.

    A line that would look like a heading (a name in capitals) is set in: nobody's words make a heading here.
    """
    lines = textwrap.wrap(
        text, WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
    return "\n".join(f"  {line}" if line.isupper() and not indent else line for line in lines)


def labelled(label: str, text: str, indent: str = "  ") -> str:
    """`  Label       text`, further lines under the text; empty where there is no text."""
    if not text:
        return ""
    column = indent + " " * LABEL
    start = f"{indent}{label:<{LABEL - 1}} "
    return textwrap.fill(
        text, WIDTH, initial_indent=start, subsequent_indent=column, break_long_words=False, break_on_hyphens=False
    )


def listed(label: str, items: Sequence[T], say: Callable[[T], str] = str, *, indent: str = "  ", most: int = 40) -> str:
    """One item a line under one label, as `say` puts it; what exceeds `most` is counted, not hidden."""
    shown = list(filter(None, map(say, items[:most])))
    rest = [f"... and {len(items) - most:,} more"] if len(items) > most else []
    return "\n".join(labelled(label if place == 0 else "", line, indent) for place, line in enumerate([*shown, *rest]))


def bullets(items: Iterable[str]) -> str:
    """Sentences, each with a dash."""
    return "\n".join(
        textwrap.fill(
            item,
            WIDTH,
            initial_indent="  - ",
            subsequent_indent="    ",
            break_long_words=False,
            break_on_hyphens=False,
        )
        for item in items
    )


def steps(items: Iterable[Step]) -> str:
    """What to do, step by step; what is to be typed or opened stands whole on a line of its own, to be copied."""
    lines = []
    for item in items:
        text, copied = (item, "") if isinstance(item, str) else item
        lines += [bullets([text]), f"      {copied}" if copied else ""]
    return "\n".join(filter(None, lines))


def section(title: str, *blocks: str) -> str:
    """A heading and what stands under it; nothing where nothing does."""
    body = "\n".join(filter(None, blocks))
    return f"{title.upper()}\n{body}" if body else ""


def quoted(text: object, limit: int = 1_500) -> str:
    """A publisher's own words, marked as such."""
    return '"' + harmless(text, limit).replace('"', "'") + '"'


def fitting(blocks: Sequence[str], room: int) -> list[str]:
    """The first blocks that have so many bytes together; of a first one that is too long, as many lines as fit."""
    shown: list[str] = []
    for text in blocks:
        if len(text.encode()) > room:
            return shown or [_cut(text, room)]
        room -= len(text.encode())
        shown.append(text)
    return shown


def _cut(text: str, room: int) -> str:
    lines, end = [], "     ... the rest of it is in the list"
    for line in text.splitlines():
        room -= len(line.encode()) + 1
        if room < len(end):
            break
        lines.append(line)
    return "\n".join([*lines, end])
