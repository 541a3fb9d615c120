"""Plain text laid out for a person: labels in a column, short lines, nothing that a mail program would break."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from sanctionwire.core.alerts.text import harmless

WIDTH = 78
LABEL = 14


def paragraph(text: str, indent: str = "") -> str:
    """Prose, wrapped. A word longer than the line (a link, a hash) stays whole."""
    return textwrap.fill(
        text, WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def labelled(label: str, text: str, indent: str = "  ") -> str:
    """`  Label       text`, further lines under the text; empty where there is no text."""
    if not text:
        return ""
    column = indent + " " * LABEL
    start = f"{indent}{label:<{LABEL - 1}} "
    return textwrap.fill(
        text, WIDTH, initial_indent=start, subsequent_indent=column, break_long_words=False, break_on_hyphens=False
    )


def listed(label: str, items: Iterable[str], indent: str = "  ", most: int = 40) -> str:
    """One item a line under one label; what exceeds `most` is counted, not hidden."""
    every = list(dict.fromkeys(filter(None, items)))
    shown = every[:most] + ([f"... and {len(every) - most:,} more"] if len(every) > most else [])
    return "\n".join(labelled(label if first == 0 else "", item, indent) for first, item in enumerate(shown))


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


def section(title: str, *blocks: str) -> str:
    """A heading and what stands under it; nothing where nothing does."""
    body = "\n".join(filter(None, blocks))
    return f"{title.upper()}\n{body}" if body else ""


def quoted(text: object, limit: int = 1_500) -> str:
    """A publisher's own words, marked as such."""
    return '"' + harmless(text, limit).replace('"', "'") + '"'
