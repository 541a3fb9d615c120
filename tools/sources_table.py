"""Writes the README's table of sources between its two marks, from what the sources state about themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from sanctionwire.source import About
from sanctionwire.sources import registry

README = Path(__file__).resolve().parent.parent / "README.md"
BEGIN, END = "<!-- sources: made by `make sources-table` -->", "<!-- /sources -->"
_BETWEEN = re.compile(f"(?<={re.escape(BEGIN)}\n).*(?={re.escape(END)})", re.DOTALL)


def table(abouts: Iterable[About]) -> str:
    """The table in Markdown, a row a source."""
    rows = [
        ("Source", "What it covers", "What it does not", "Checked every", "Newest capture the parser was run on"),
        ("---",) * 5,
        *(
            (
                f"[{about.title}]({about.url}), `{about.slug}`",
                about.covers,
                about.does_not_cover,
                f"{about.cadence_minutes} min" + ("" if about.enabled_by_default else ", off by default"),
                about.verified_on or "none: a reconstructed sample",
            )
            for about in abouts
        ),
    ]
    return "".join(f"| {' | '.join(cell.replace('|', '&#124;') for cell in row)} |\n" for row in rows)


def with_table(text: str) -> str:
    """The README's text with the table as it should be."""
    fresh = table(source.about for source in registry().values())
    written, places = _BETWEEN.subn(lambda _: fresh, text)
    if places != 1:
        message = f"{README.name} must have the two marks {BEGIN} and {END} once, each on a line of its own"
        raise SystemExit(message)
    return written


if __name__ == "__main__":
    README.write_text(with_table(README.read_text()))
