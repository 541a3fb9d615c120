"""HTML tables, read strictly: one page in, the rows of its one table out, each cell as lines of text and links.

Browsers repair what is broken; a reader of official tables must not. A page that is cut short, a table that is not
there, other headers, merged or missing cells and stray text are refused, with the row and the page's own title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple
from urllib.parse import urljoin, urlsplit

from lxml import etree

from sanctionwire.core.normalise import clean
from sanctionwire.errors import SourceChanged
from sanctionwire.formats.html import called, decoded, parsed

_GROUPS = {"thead", "tbody", "tfoot"}
_BESIDE = {"caption", "colgroup", "col"}
_BREAKS = {"br", "p", "div", "li", "ul", "ol", "tr", "h2", "h3", "h4", "h5", "h6"}
_SILENT = {"script", "style", "template", "noscript"}


class Piece(NamedTuple):
    """A stretch of text. `link` is the absolute address it leads to, None for plain text, "" for a link to nowhere."""

    text: str
    link: str | None = None


Line = tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What stands in one cell; marks in superscript (footnotes) are kept apart from the text."""

    lines: tuple[Line, ...]
    marks: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All of it in one line."""
        return " ".join(piece.text for line in self.lines for piece in line)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row below the header, as wide as the header, or a single cell that says something of the rows around it."""

    number: int
    """From 1, counted below the header."""
    cells: tuple[Cell, ...]

    @property
    def place(self) -> str:
        """How an error names it."""
        return f'row {self.number} "{self.cells[0].text[:60]}"'


def rows(stream: BinaryIO, *, table: str, headers: Sequence[str], base: str, encoding: str = "utf-8") -> list[Row]:
    """Give the rows of the table with id `table`, whose header must be `headers` (case and white space aside).

    `base` is the page's address, against which links are resolved.
    """
    text = decoded(stream, encoding)
    page = parsed(text)
    found = [each for each in page.iter("table") if each.get("id") == table]
    if len(found) != 1:
        count = "no" if not found else str(len(found))
        raise SourceChanged(f"{called(page)} has {count} table#{table}", expected="exactly one")
    _whole(text, page, table)
    lines = list(_rows(found[0]))
    if not lines:
        raise SourceChanged("no rows", place=f"table#{table}", expected=f"the headers {list(headers)}")
    _header(lines[0], headers, f"table#{table}")
    return [_row(number, line, len(headers), base) for number, line in enumerate(lines[1:], 1)]


def _whole(text: str, page: etree._Element, table: str) -> None:
    """Refuse what was cut short: the parser closes what is left open, and would not tell."""
    code = re.sub(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>", "", text, flags=re.DOTALL | re.IGNORECASE)
    opening = re.search(rf"<table\b[^>]*\bid\s*=\s*[\"']?{re.escape(table)}\b", code, re.IGNORECASE)
    for name, opened in (("table", opening), ("html", re.search(r"<html\b", code, re.IGNORECASE))):
        if opened and not re.search(rf"</{name}\b", code[opened.end() :], re.IGNORECASE):
            raise SourceChanged(f"{called(page)} is cut short", expected=f"its </{name}>")


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    _bare(table)
    for child in table:
        if child.tag in _GROUPS:
            _bare(child)
            yield from (row for row in child if _is_row(row))
        elif child.tag not in _BESIDE and _is_row(child):
            yield child


def _is_row(element: etree._Element) -> bool:
    if element.tag != "tr":
        raise SourceChanged(f"<{element.tag}> among the rows", place=f"line {element.sourceline}", expected="<tr>")
    _bare(element)
    return len(element) > 0


def _bare(element: etree._Element) -> None:
    """No text between the rows and cells: it would be told to nobody."""
    for text in (element.text, *(child.tail for child in element)):
        if clean(text or ""):
            place = f"line {element.sourceline}"
            raise SourceChanged(f'stray text "{clean(text or "")[:60]}"', place=place, expected="cells only")


def _header(line: etree._Element, headers: Sequence[str], place: str) -> None:
    cells = [cell for cell in line if cell.tag in {"th", "td"}]
    seen = [_cell(cell, "").text for cell in cells]
    if [each.casefold() for each in seen] != [each.casefold() for each in headers] or any(map(_merged, cells)):
        raise SourceChanged(f"headers {seen}", place=place, expected=str(list(headers)))


def _row(number: int, line: etree._Element, width: int, base: str) -> Row:
    for child in line:
        if child.tag not in {"td", "th"} or child.find(".//table") is not None:
            raise SourceChanged(f"<{child.tag}> with more than text", place=f"row {number}", expected="plain cells")
    row = Row(number=number, cells=tuple(_cell(cell, base) for cell in line))
    if len(row.cells) not in {1, width}:
        raise SourceChanged(f"{len(row.cells)} cells", place=row.place, expected=f"{width}, or a single one")
    if any(_merged(cell) for cell in line if len(row.cells) == width or cell.get("rowspan")):
        raise SourceChanged("merged cells", place=row.place, expected="one cell a column")
    return row


def _merged(cell: etree._Element) -> bool:
    return any(cell.get(name, "1").strip() not in {"", "1"} for name in ("colspan", "rowspan"))


def _cell(element: etree._Element, base: str) -> Cell:
    lines: list[list[Piece]] = [[]]
    marks: list[str] = []
    _collect(element, None, base, lines, marks)
    joined = (_joined(line) for line in lines)
    return Cell(lines=tuple(line for line in joined if line), marks=tuple(marks))


def _joined(line: list[Piece]) -> Line:
    """Pieces that a tag within the text (bold, a span) only seems to part are one; a line of nothing is none."""
    pieces: list[Piece] = []
    for piece in line:
        before = pieces.pop().text if pieces and pieces[-1].link == piece.link else ""
        pieces.append(Piece(before + piece.text, piece.link))
    told = (Piece(clean(piece.text), piece.link) for piece in pieces)
    return tuple(piece for piece in told if piece.text or piece.link is not None)


def _collect(element: etree._Element, link: str | None, base: str, lines: list[list[Piece]], marks: list[str]) -> None:
    """Walk the content in order. A break is a new line; text and its link stay together."""
    if element.tag == "a":
        link = _link(element, base)
    if element.text:
        lines[-1].append(Piece(_spaced(element.text), link))
    for child in element:
        if child.tag == "sup":
            marks.append(clean("".join(map(str, child.itertext()))))
        elif child.tag not in _SILENT:
            if child.tag in _BREAKS:
                lines.append([])
            _collect(child, link, base, lines, marks)
            if child.tag in _BREAKS - {"br"}:
                lines.append([])
        if child.tail:
            lines[-1].append(Piece(_spaced(child.tail), link))


def _link(element: etree._Element, base: str) -> str | None:
    """Where an anchor leads: None for a mark or a place within the page, "" for what should lead somewhere."""
    href = clean(element.get("href", ""))
    if href.startswith("#") or (element.get("href") is None and (element.get("id") or element.get("name"))):
        return None
    try:
        address = urljoin(base, href) if href else ""
        return address if urlsplit(address).hostname else ""
    except ValueError:
        return ""


def _spaced(text: str) -> str:
    """Collapse white space, keeping that there is some at either end."""
    inner = clean(text)
    before, after = (" " if part.isspace() else "" for part in (text[:1], text[-1:]))
    return f"{before}{inner}{after}" if inner else " "
