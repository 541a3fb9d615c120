"""A stage cell of the table, taken apart: each date with its documents and with what the cell says of them.

A cell is free text with dates and links: "07/07/2017", "03/13/2015; withdrawn 03/04/2016", "08/10/2020 (Order)".
Every word in it is known or the cell is refused; only a link's own text may say anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from sanctionwire.errors import SourceChanged

HEADERS = ("", "Finding", "Notice of Proposed Rulemaking", "Final Rule", "Rescinded")
FINDING, PROPOSAL, FINAL, RESCINDED = STAGES = range(1, 5)

Action = Literal[
    "finding", "proposal", "final_rule", "order", "amendment", "effective_date_change", "relief", "withdrawal",
    "rescission", "repeal", "court_order",
]  # fmt: skip

Lines = Sequence[Sequence[Sequence[str | None]]]
"""A cell as JSON: lines of [text, link]."""

_LABELS: tuple[tuple[str, Action], ...] = (
    ("withdrawn|withdrawal|withdrew", "withdrawal"),
    ("rescinded|rescission|revoked|revocation", "rescission"),
    ("repealed|repeal", "repeal"),
    ("vacated", "court_order"),
    ("(?:effective date )?(?:extended|extension|delayed|postponed)(?: of effective date)?", "effective_date_change"),
    ("(?:exceptive )?relief", "relief"),
    ("amended|amendment|corrected|correction", "amendment"),
    ("orders?", "order"),
)
"""Words that say what a document does, where it is not what its column says."""

_FATES = {"withdrawal", "rescission", "repeal", "court_order"}
"""What ends something. With a date of its own it is a document; behind another's date it is the fate of that one."""

_NEUTRAL = re.compile(
    r"an?|and|as|at|contained|dated?|doc|documents?|federal|fr|final|findings?|imposition|in|inspection|issued|link|n/a"
    r"|none|notices?|nprm|of|on|or|pdf|proposed|public|published|register|rules?|rulemaking|same|see|the|within",
    re.IGNORECASE,
)
"""Words that say nothing but what the column says."""

_TOKEN = re.compile(
    r"(?P<date>(?<![\d/])\d{1,2}/\d{1,2}/\d{4}(?![\d/]))|(?P<citation>\d+ FR \d+|31 CFR \d+\.\d+)"
    rf"|(?P<label>\b(?:{'|'.join(words for words, _ in _LABELS)})\b)"
    r"|(?P<close>[)\];,|&])|(?P<skip>[\s*†‡:.(\[‐-―-]+)|(?P<word>[^\s()\[\];,|&*†‡:]+)",
    re.IGNORECASE,
)


class _Token(NamedTuple):
    kind: str
    """`date`, `label`, `citation`, `link`, or `close`: the end of a phrase."""
    text: str
    link: str | None = None


@dataclass(kw_only=True)
class Item:
    """One dated step, with the documents that the cell links to for it."""

    column: int
    published: str = ""
    links: list[str] = field(default_factory=list)
    label: Action | None = None
    said: str | None = None
    """The publisher's word behind `label`, or the fate of what the column says."""
    citation: str | None = None


def items(lines: Lines, column: int) -> list[Item]:
    """Take the cell apart; SourceChanged names the first thing in it that is not understood."""
    try:
        return _items(lines, column)
    except SourceChanged as error:
        raise error.at(place=f'column "{HEADERS[column]}"') from error


def _items(lines: Lines, column: int) -> list[Item]:
    found: list[Item] = []
    waiting: list[_Token] = []
    for line in lines:
        waiting = _read_line(list(_tokens(line)), column, found, waiting)
    if waiting:
        raise SourceChanged(f'"{waiting[0].text[:60]}" without a date', expected="a date MM/DD/YYYY")
    return found


def salvaged(lines: Lines, column: int) -> list[Item]:
    """What is there at least in a cell that is not understood: each document, each date that no link bears."""
    found = [Item(column=column, links=[link]) for line in lines for _, link in line if link]
    plain = " ".join(text or "" for line in lines for text, link in line if not link)
    for match in _TOKEN.finditer(plain):
        with suppress(SourceChanged):
            found += [Item(column=column, published=_iso(match[0]))] if match.lastgroup == "date" else []
    return found


def _read_line(tokens: list[_Token], column: int, found: list[Item], waiting: list[_Token]) -> list[_Token]:
    """Put links and labels to the date that they belong to: the next one of their phrase, or else the last one."""
    dated = False
    for number, token in enumerate(tokens):
        if token.kind == "date":
            found.append(Item(column=column, published=_iso(token.text), links=[token.link] if token.link else []))
            for each in waiting:
                _put(found[-1], each, own=True)
            waiting, dated = [], True
        elif token.kind != "close":
            if not found or _leads(token, tokens[number + 1 :], dated=dated):
                waiting.append(token)
            else:
                _put(found[-1], token, own=False)
    return waiting


def _leads(token: _Token, rest: Sequence[_Token], *, dated: bool) -> bool:
    if token.kind != "label":
        return not dated and any(each.kind == "date" for each in rest)
    following = next((each.kind for each in rest if each.kind in {"date", "close"}), "close")
    return following == "date"


def _put(item: Item, token: _Token, *, own: bool) -> None:
    if token.kind == "link":
        item.links.append(str(token.link))
    elif token.kind == "citation":
        item.citation = token.text
    else:
        action = next(name for words, name in _LABELS if re.fullmatch(words, token.text, re.IGNORECASE))
        if item.said and item.label != action:
            raise SourceChanged(f'"{item.said}" and "{token.text}" for {item.published}', expected="one of them")
        item.said = token.text
        if own or action not in _FATES or item.column == RESCINDED:
            item.label = action


def _tokens(line: Sequence[Sequence[str | None]]) -> Iterator[_Token]:
    for text, link in line:
        if link == "":
            raise SourceChanged(f'link "{text}" without an address', expected="an address")
        read = list(_read(text or "", link))
        if link and not any(token.kind == "date" for token in read):
            yield _Token("link", text or link, link)
        yield from read


def _read(text: str, link: str | None) -> Iterator[_Token]:
    labelled = False
    for match in _TOKEN.finditer(text):
        kind, said = str(match.lastgroup), match[0]
        if kind == "word" and not link and not _NEUTRAL.fullmatch(said.rstrip(".")):
            expected = "dates MM/DD/YYYY, links and known words"
            raise SourceChanged(f'"{said}" in "{text[:80]}"', expected=expected)
        if kind not in {"skip", "word"} and not (kind == "label" and link and labelled):
            yield _Token(kind, said, link)
        labelled = labelled or kind == "label"  # the first such word of a title says what the document is


def _iso(text: str) -> str:
    month, day, year = (int(part) for part in text.split("/"))
    try:
        return date(year, month, day).isoformat()
    except ValueError as error:
        raise SourceChanged(f'"{text}": {error}', expected="a date MM/DD/YYYY") from error
