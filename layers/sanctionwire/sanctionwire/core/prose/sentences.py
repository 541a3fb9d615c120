"""Prose cut into sentences, without cutting through names: `PLC.`, `Co., Ltd.`, `No. 7`, `H.E.`, `U.S.` stay whole."""

from __future__ import annotations

import re

from sanctionwire.core.normalise import clean

_END = re.compile(r"[.!?។៕](?:[\"'”’)\]]+)?(?=\s)")
_BEFORE = re.compile(r"([^\s(\"“‘]+)$")
_NEVER = re.compile(
    r"(?:(?:[A-Za-z]\.)+[A-Za-z]?"  # H.E., U.S., an initial
    r"|No|Nos|Art|Sec|Reg|Ref|Dr|Mr|Mrs|Ms|Shri|Smt|St|vs|viz|e\.g|i\.e|cf|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov"
    r"|Dec|Rs|Dist|Pvt|Gen|Govt|Hon|approx)$",
    re.ASCII,
)
_FORM = re.compile(r"(?:PLC|Plc|plc|Ltd|LTD|Co|Inc|Corp|P\.L\.C|etc)$")
_GOES_ON = re.compile(r"\s+[\"'“‘(\[]?(?:[a-z0-9,;&(]|Ltd\b|Limited\b|Inc\b|Corp\b|PLC\b|Plc\b)")
_WORD = 40
"""So long is the longest word before a full stop that is looked at."""


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of `text`, one line break or more ending each; white space collapsed, otherwise as published.

    Where a full stop may belong to an abbreviation, the sentence goes on: too long a sentence is only read with more
    doubt, a name cut in two would be a wrong one.
    """
    return tuple(found for line in re.split(r"[\r\n]+", text) for found in _line(clean(line)))


def _line(line: str) -> list[str]:
    found, start = [], 0
    for end in _END.finditer(line):
        if line[end.start()] != "." or _ends(line, end.start(), end.end()):
            found.append(line[start : end.end()].strip())
            start = end.end()
    return [each for each in (*found, line[start:].strip()) if each]


def _ends(line: str, dot: int, after: int) -> bool:
    """Whether the full stop at `dot` ends a sentence."""
    before = _BEFORE.search(line, max(0, dot - _WORD), dot)
    word = before[1] if before else ""
    if _FORM.search(word):
        return not _GOES_ON.match(line, after)
    return not _NEVER.search(word)
