"""The parts of Slack's Block Kit that are used here: within Slack's limits, and harmless whoever wrote the text.

What a publisher wrote stands in `plain_text` alone, where Slack looks for neither mentions nor links nor formatting nor
emoji; `mrkdwn` holds nothing but words of our own and links that were looked at.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlsplit

from sanctionwire.core.alerts.text import clipped

Block = dict[str, Any]

MOST_BLOCKS, MOST_FIELDS, MOST_ELEMENTS = 50, 10, 10
HEADER, SECTION, FIELD, SHORT, TEXT = 150, 3_000, 2_000, 300, 40_000
"""Slack's caps on characters: of a header, a section, a field; of a line that is shown as a notification; of a text."""

ROOM = 24_000
"""Characters that all blocks of a message may have together: a person reads it, and the mail has the rest."""

_DROPPED = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def clean(text: str) -> str:
    """Lines without what a reader cannot see but a program may obey: controls, bidirectional overrides."""
    lines = text.replace("\r\n", "\n").split("\n")
    return "\n".join(
        "".join(" " if unicodedata.category(each) in _DROPPED else each for each in line).rstrip() for line in lines
    )


def escaped(text: str) -> str:
    """Text in which Slack finds no mention and no link."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def plain(text: str, limit: int) -> Block:
    """Text that means nothing but itself."""
    return {"type": "plain_text", "text": _cut(clean(text), limit), "emoji": False}


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 6].rstrip()} [...]"


def header(text: str) -> Block:
    """The line above all others."""
    return {"type": "header", "text": plain(clipped(text, HEADER), HEADER)}


def heading(own: str) -> Block:
    """A line in bold, of our own words."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": f"*{escaped(own)}*", "verbatim": True}}


def paragraphs(text: str) -> Iterator[Block]:
    """Text of any length, in as many sections as it takes."""
    rest = clean(text).strip("\n")
    while rest.strip():
        piece, rest = _piece(rest)
        if piece.strip():
            yield {"type": "section", "text": plain(piece, SECTION)}


def _piece(text: str) -> tuple[str, str]:
    """As many whole lines as fit one section, and the rest; of a line that fits none, as much as does."""
    if len(text) <= SECTION:
        return text, ""
    end = text.rfind("\n", 0, SECTION)
    return (text[:end], text[end + 1 :]) if end > 0 else (text[:SECTION], text[SECTION:])


def pairs(items: Iterable[tuple[str, str]]) -> Iterator[Block]:
    """Labels of our own, each with a text beside it."""
    fields: list[Block] = []
    for label, text in items:
        if text.strip():
            fields += [{"type": "mrkdwn", "text": f"*{escaped(label)}*", "verbatim": True}, plain(text, FIELD)]
    for start in range(0, len(fields), MOST_FIELDS):
        yield {"type": "section", "fields": fields[start : start + MOST_FIELDS]}


def note(*texts: str) -> Block:
    """Small print."""
    elements = [plain(text, SHORT) for text in texts if text.strip()]
    return {"type": "context", "elements": elements[:MOST_ELEMENTS]}


def links(addresses: Iterable[str]) -> Iterator[Block]:
    """Links, each shown as where it leads; what is no plain https address is left out."""
    lines = [f"<{found}|{escaped(shown)}>" for found, shown in map(_link, addresses) if found]
    text = "\n".join(lines)
    while len(text) > SECTION:
        lines.pop()
        text = "\n".join(lines)
    if text:
        yield {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def _link(address: str) -> tuple[str, str]:
    """The address as a link can carry it, and as it is shown."""
    try:
        parts = urlsplit(address)
        usable = parts.scheme == "https" and parts.hostname and parts.username is None and parts.port in {None, 443}
    except ValueError:
        return "", ""
    if not usable or not str(parts.hostname).isascii() or len(address) > SHORT * 3:
        return "", ""
    safe = quote(address, safe="/%:=&?~#+!$,;'@()[]-._")
    path = f"{parts.path}{'?...' if parts.query else ''}".rstrip("/")
    return safe.replace("&", "&amp;"), _cut("".join(filter(_printing, f"{parts.hostname}{path}")), 120)


def _printing(letter: str) -> bool:
    return letter.isascii() and letter.isprintable() and letter not in "|*_~`"


def fitted(found: Sequence[Block], last: Sequence[Block] = ()) -> tuple[Block, ...]:
    """As many of the blocks as Slack takes and a person reads; `last` stands at the end whatever is left out."""
    room, shown = ROOM - sum(map(size, last)), list[Block]()
    for each in found:
        room -= size(each)
        if room < 0 or len(shown) + len(last) + 1 >= MOST_BLOCKS:
            shown.append(note("There is more than Slack has room for: see the mail, or the links."))
            break
        shown.append(each)
    return (*shown, *last)


def size(block: Any) -> int:
    """Characters of all texts in it."""
    if isinstance(block, Mapping):
        return sum(
            len(each) if name == "text" and isinstance(each, str) else size(each) for name, each in block.items()
        )
    return sum(map(size, block)) if isinstance(block, list) else 0
