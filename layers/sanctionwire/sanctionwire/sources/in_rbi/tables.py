"""Tables of companies whose certificate of registration ended: each row one company, its certificate and the day.

Nothing in a table is believed that does not hold together: names must be names with a legal form, a certificate ends
after it was issued and not after it is told, and serial numbers run on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sanctionwire.core.normalise import written
from sanctionwire.core.prose import institution
from sanctionwire.errors import SourceChanged

_COLUMNS = {
    "number": r"s(?:r|l)?\.?\s*no\.?",
    "name": r"name(?:\s+of\s+(?:the\s+)?(?:company|nbfc|entity|institution))?|company\s+name",
    "address": r"(?:registered\s+)?(?:office\s+)?address|registered\s+office",
    "certificate": r"(?:cor|certificate\s+of\s+registration)\s+(?:no|number)\.?",
    "issued": r"(?:cor\s+)?issued\s+on|date\s+of\s+issue",
    "ended": r"(?:cor\s+)?cancellation\s+(?:order\s+)?date|date\s+of\s+cancellation(?:\s+order)?|cancelled\s+on",
}
_NEEDED = ("name", "certificate", "ended")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """One row."""

    name: str
    certificate: str
    ended: str
    """ISO day of the order."""


def companies(table: Sequence[Sequence[str]], *, published: str) -> tuple[Ended, ...]:
    """The rows of a table; SourceChanged where anything in it is not understood."""
    if len(table) < 2:  # noqa: PLR2004 - a header, and a row at least
        raise SourceChanged("a table without rows", expected="a header, and a row for each company")
    columns = [_column(head) for head in table[0]]
    missing = [name for name in _NEEDED if name not in columns]
    if missing or len(set(columns)) < len(columns):
        raise SourceChanged(f"a table headed {list(table[0])}"[:300], expected="each column known, and once")
    rows = [dict(zip(columns, row, strict=True)) for row in table[1:]]
    return tuple(_rows(rows, published))


def _column(head: str) -> str:
    found = next((name for name, words in _COLUMNS.items() if re.fullmatch(words, head.strip(), re.IGNORECASE)), None)
    if found is None:
        raise SourceChanged(f'a column headed "{head[:60]}"', expected="a known one")
    return found


def _rows(rows: Sequence[dict[str, str]], published: str) -> Iterator[Ended]:
    certificates = [row["certificate"] for row in rows]
    if len(set(certificates)) < len(rows):
        raise SourceChanged("the same certificate twice", place="a table", expected="one row for each")
    for count, row in enumerate(rows, 1):
        place = f"row {count}"
        if "number" in row and re.sub(r"\D", "", row["number"]) != str(count):
            raise SourceChanged(f'numbered "{row["number"][:20]}"', place=place, expected=str(count))
        span = institution(row["name"])
        if span is None or span.name.rstrip(".") != row["name"].rstrip("."):
            raise SourceChanged(f'"{row["name"][:80]}" is not surely a name', place=place, expected="a legal form")
        if not re.fullmatch(r"[A-Z]?[-.\s]?[\d.\s/-]{4,20}[A-Z]?", row["certificate"]):
            raise SourceChanged(f'"{row["certificate"][:40]}"', place=place, expected="a certificate's number")
        issued, ended = (written(row[name]) if name in row else "" for name in ("issued", "ended"))
        if not issued < ended <= published:
            raise SourceChanged(f"issued {issued}, ended {ended}", place=place, expected=f"in order, until {published}")
        yield Ended(name=row["name"], certificate=row["certificate"], ended=ended)
