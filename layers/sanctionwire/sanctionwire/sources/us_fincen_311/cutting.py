"""From the table to records: one for each subject of a row, and one for each document, whichever rows link to it.

Keys are document numbers, because names carry annotations that come and go: a document's own for an instrument, the
earliest document's for a subject. A row with a cell that cannot be read still gives all its records, so that none of
them seems to have gone; those that depend on the cell say why they cannot be read, and are held.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sanctionwire.core.canonical import canonical
from sanctionwire.errors import SourceChanged
from sanctionwire.formats.table import Cell, Row
from sanctionwire.source import Record
from sanctionwire.sources.us_fincen_311.documents import keys, slug
from sanctionwire.sources.us_fincen_311.names import MARKS, Named, kind, named
from sanctionwire.sources.us_fincen_311.stages import (
    FINAL,
    FINDING,
    HEADERS,
    PROPOSAL,
    RESCINDED,
    STAGES,
    Item,
    items,
    salvaged,
)
from sanctionwire.sources.us_fincen_311.steps import Step, steps

_NOTE = re.compile(r"^([*†‡]+)\s*(.*)$")
_NEEDED = {
    FINDING: (FINDING, RESCINDED),
    PROPOSAL: (PROPOSAL, RESCINDED),
    FINAL: (FINDING, PROPOSAL, FINAL, RESCINDED),
    RESCINDED: (FINAL, RESCINDED),
}
"""Column → the cells that must be understood before a step in it is: what led to it, and what ended it."""
_LAW = re.compile(r"\b(?:311|9714|2313a)\b", re.IGNORECASE)
_LAST = "9999"
"""Sorts behind every date: for a step whose cell cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row in its context."""

    row: Row
    section: str
    notes: tuple[str, ...]
    """The footnotes that its marks refer to."""
    named: Named
    items: tuple[Item, ...]
    problems: Mapping[int, str]
    """Column → what in its cell is not understood."""


def records(table: Sequence[Row]) -> Iterator[Record]:
    """Every record of the table, in no particular order."""
    lines = list(_lines(table))
    by_link = keys([item.links for line in lines for item in line.items])
    found = [steps(line.items, line.section, by_link) for line in lines]
    documents: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line, subject, its in zip(lines, _subjects(lines, found), found, strict=True):
        dated = [step.model_dump() | {"key": step.key or _undated(subject, step)} for step in its]
        row = {"name": line.row.cells[0].text, "section": line.section, "notes": line.notes, "steps": dated}
        row |= _problem(line, STAGES)
        covers = [subject, *(f"{subject.partition('/')[0]}/{slug(each)}" for each in line.named.included)]
        for key, included in zip(covers, [None, *line.named.included], strict=True):
            yield Record(key=key, raw=canonical(row | {"included": included, "main": subject}))
        for step in dated:
            about = {"step": step, "name": slug(line.named.primary), "covers": covers}
            documents[str(step["key"])].append(about | _problem(line, _NEEDED[step["column"]]))
    for key, touched in documents.items():
        yield Record(key=key, raw=canonical({"touched": sorted(touched, key=canonical)}))


def _problem(line: Line, columns: Iterable[int]) -> dict[str, str]:
    """Why what depends on these columns cannot be read, if it cannot."""
    problems = [line.problems[column] for column in columns if column in line.problems]
    return {"problem": "; ".join(problems)} if problems else {}


def _lines(table: Sequence[Row]) -> Iterator[Line]:
    notes, section = dict(_notes(table)), ""
    for row in table:
        text = row.cells[0].text
        if len(row.cells) == 1 or _is_heading(row):
            section = section if not text or _NOTE.match(text) else text
        elif any(cell.lines for cell in row.cells):
            yield _line(row, section, notes)


def _is_heading(row: Row) -> bool:
    """A heading over as many empty cells as there are columns says so by its words: a subject may be without dates."""
    text, empty = row.cells[0].text, not any(cell.lines for cell in row.cells[1:])
    return empty and bool(_LAW.search(text) or (text and kind("", text)[1]))


def _line(row: Row, section: str, notes: Mapping[str, str]) -> Line:
    who = named(row.cells[0].text)
    if not who.primary:
        raise SourceChanged("no name", place=row.place, expected="whom the row is about")
    marks = {mark.strip() for cell in row.cells for mark in [*MARKS.findall(cell.text), *cell.marks]}
    told = tuple(notes[mark] for mark in sorted(marks, key=lambda mark: (len(mark), mark)) if mark in notes)
    said: list[Item] = []
    problems: dict[int, str] = {}
    for column in STAGES:
        lines = row.cells[column].lines
        try:
            said += items(lines, column)
        except SourceChanged as error:
            said += salvaged(lines, column)
            problems[column] = str(error.at(place=row.place))
    return Line(row=row, section=section, notes=told, named=who, items=tuple(said), problems=problems)


def _notes(table: Sequence[Row]) -> Iterator[tuple[str, str]]:
    """Footnotes within the table: (mark, text). A line without a mark goes on with the note before it."""
    lines = (line for row in table if len(row.cells) == 1 and _is_note(row.cells[0]) for line in row.cells[0].lines)
    mark, text = "", ""
    for line in lines:
        said = " ".join(piece.text for piece in line)
        found = _NOTE.match(said)
        mark, text = (found[1], found[2]) if found else (mark, f"{text} {said}")
        yield mark, text


def _is_note(cell: Cell) -> bool:
    return bool(_NOTE.match(cell.text))


def _subjects(lines: Sequence[Line], found: Sequence[Sequence[Step]]) -> list[str]:
    """The key of each row's subject: its earliest document, and its name too where another row begins with the same."""
    firsts = [_first(line, its) for line, its in zip(lines, found, strict=True)]
    shared = Counter(firsts)
    names = [slug(line.named.primary) for line in lines]
    return [f"{first}/{'subject' if shared[first] == 1 else name}" for first, name in zip(firsts, names, strict=True)]


def _first(line: Line, its: Sequence[Step]) -> str:
    """What later steps cannot change: a document of the earliest day, or the name where that day has none."""
    day = min((step.published or _LAST for step in its), default=_LAST)
    linked = [step.key for step in its if step.key and (step.published or _LAST) == day]
    return linked[0] if linked else slug(line.named.primary)


def _undated(subject: str, step: Step) -> str:
    """The key of a step without a document: whom it is about, which column, which day."""
    return f"{subject}/{slug(HEADERS[step.column])}/{step.published}"
