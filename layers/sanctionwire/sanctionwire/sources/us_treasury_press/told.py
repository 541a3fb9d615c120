# ruff: noqa: E501 - a pattern is read in one piece
"""What else a release tells: whose acts, what others are said to have done, where it contradicts itself, its documents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from sanctionwire.core.model import Publication
from sanctionwire.core.prose import Reading

AGENCIES = {
    "OFAC": r"\bOFAC\b|\bOffice of Foreign Assets Control\b",
    "FinCEN": r"\bFinCEN\b|\bFinancial Crimes Enforcement Network\b",
}
"""Whose acts the Treasury tells of, by the names that it calls them."""

_OTHERS = (
    r"\bU\.K\.|\bUnited Kingdom\b|\bFCDO\b|\bDepartment of (?:Justice|State)\b|\bState Department\b|\bDOJ\b|\bindictments?\b|\bU\.S\. Attorney"
    r"|\bDistrict Court\b|\bEuropean Union\b|\bUnited Nations\b|\bCanad\w+|\bAustralia\w*|\bCambodian government\b|\bNational Bank of\b|\bcentral bank\b"
)
_ACTS = (
    r"\b(?:imposed|impos(?:es|ing)|sanction(?:ed|s)|designat(?:ed|es|ing)|indict(?:ed|ment)|unseal(?:ed|ing)|charged|arrested|seized|froze|frozen"
    r"|revoked|confirm(?:s|ed)|convicted|sentenced|took\s+[a-z]*\s*actions?|announced)\b"
)
_TOGETHER = r"\bin\s+(?:close\s+)?coordination\s+with\s+[^()]{1,160}\([A-Z]{2,6}\),"
"""With whom the Treasury itself acted, in between commas: nobody else's act."""

_LISTED = {
    "fincen.gov",
    "ofac.treasury.gov",
    "federalregister.gov",
    "govinfo.gov",
    "justice.gov",
    "gov.uk",
    "state.gov",
    "ecfr.gov",
}
_ORDER = r"(?:Executive\s+Order|E\.O\.)(?:\s+\(E\.O\.\))?\s*(\d{5})"
_DEFINED = re.compile(r"\(\s*[“\"]\s*E\.O\.\s*(\d{5})(?:,\s+as\s+amended)?,?\s*[”\"]\s*\)")


def agencies(reading: Reading) -> tuple[str, ...]:
    """The authorities that a sentence which states an act calls by name."""
    stated = [each.sentence for each in reading.told if each.certain and not each.rule.weak]
    return tuple(name for name, words in AGENCIES.items() if any(re.search(words, line) for line in stated))


def claims(lines: Iterable[str]) -> tuple[str, ...]:
    """Sentences on what another authority did: the Treasury says so, and it is not that act."""
    told = ((line, re.sub(_TOGETHER, "", line)) for line in lines)
    return tuple(line for line, rest in told if re.search(_OTHERS, rest) and re.search(_ACTS, rest))


def disagreements(lines: Iterable[str]) -> Iterator[str]:
    """Where one order has two numbers: the short form that a sentence defines is none of the orders that it cites."""
    for line in lines:
        for defined in _DEFINED.finditer(line):
            cited = re.findall(_ORDER, line[: defined.start()])
            if cited and defined[1] not in cited:
                numbers = " and ".join(dict.fromkeys([cited[0], defined[1]]))
                yield f"The release contradicts itself: one order is cited as {numbers}. Neither is taken from it: “{line}”"


def documents(blocks: Sequence[dict[str, Any]]) -> tuple[Publication, ...]:
    """What it leads to on the sites of authorities, and its own annexes; other releases are not documents of this one."""
    links = [(words, url) for block in blocks for words, url in block["links"]]
    return tuple(Publication(title=words, url=url) for words, url in links if _is_document(url))


def _is_document(url: str) -> bool:
    parts = urlsplit(url)
    path = re.sub(r"^/web/\d{14}\w*/(?=https?://)", "", parts.path)  # as an archive has it
    host, path = (
        (urlsplit(path).hostname or "", urlsplit(path).path) if path != parts.path else (parts.hostname or "", path)
    )
    if host.removeprefix("www.") == "home.treasury.gov":
        return path.startswith("/system/files/")
    return any(host == each or host.endswith(f".{each}") for each in _LISTED)
