# ruff: noqa: E501 - a pattern is read in one piece
"""What else a release tells: whose acts, what others are said to have done, where it contradicts itself, its documents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from sanctionwire.core.model import PartialDate, Publication
from sanctionwire.core.normalise import iso
from sanctionwire.core.prose.classify import Reading
from sanctionwire.errors import SourceChanged

AGENCIES = {
    "OFAC": r"\bOFAC\b|\bOffice of Foreign Assets Control\b",
    "FinCEN": r"\bFinCEN\b|\bFinancial Crimes Enforcement Network\b",
}
"""Whose acts the Treasury’s releases tell of, by the names that they call them."""

_OTHERS = (
    r"\bU\.K\.|\bUnited Kingdom\b|\bFCDO\b|\bDepartment of (?:Justice|State)\b|\bState Department\b|\bDOJ\b|\bindictments?\b|\bU\.S\. Attorney"
    r"|\bDistrict Court\b|\bEuropean Union\b|\bUnited Nations\b|\bCanad\w+|\bAustralia\w*|\bCambodian government\b|\bNational Bank of\b|\bcentral bank\b"
)
_ACTS = (
    r"\b(?:imposed|impos(?:es|ing)|sanction(?:ed|s)|designat(?:ed|es|ing)|indict(?:ed|ment)|unseal(?:ed|ing)|charged|arrested|seized|froze|frozen"
    r"|revoked|confirm(?:s|ed)|convicted|sentenced|took\s+[a-z]*\s*actions?|announced)\b"
)
_TOGETHER = r"\bin\s+(?:close\s+)?coordination\s+with\s+[^()]{1,160}\([A-Z]{2,6}\),"
"""With whom the speaker itself acted, in between commas: nobody else’s act."""

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
_REGISTERED = re.compile(
    r"/(?:documents/(?P<day>\d{4}/\d\d/\d\d)|public-inspection|d)/(?P<number>(?:[A-Z]\d?-)?\d{2,4}-\d{3,6})(?![\w-])",
    re.ASCII,
)
_ORDER = r"(?:Executive\s+Order|E\.O\.)(?:\s+\(E\.O\.\))?\s*(\d{5})"
_DEFINED = re.compile(r"\(\s*[“\"]\s*E\.O\.\s*(\d{5})(?:,\s+as\s+amended)?,?\s*[”\"]\s*\)")


def agencies(reading: Reading) -> tuple[str, ...]:
    """The authorities that a sentence which states an act calls by name."""
    stated = [each.sentence for each in reading.told if each.certain and not each.rule.weak]
    return tuple(name for name, words in AGENCIES.items() if any(re.search(words, line) for line in stated))


def claims(lines: Iterable[str], *, others: Iterable[str] = ()) -> tuple[str, ...]:
    """Sentences on what another authority did: the speaker says so, and it is not that act.

    `others`: those of `AGENCIES` whose acts the speaker's releases do not tell of as its own.
    """
    who = "|".join([_OTHERS, *(AGENCIES[name] for name in others)])
    told = ((line, re.sub(_TOGETHER, "", line)) for line in lines)
    return tuple(line for line, rest in told if re.search(who, rest) and re.search(_ACTS, rest))


def disagreements(lines: Iterable[str]) -> Iterator[str]:
    """Where one order has two numbers: the short form that a sentence defines is none of the orders that it cites."""
    for line in lines:
        for defined in _DEFINED.finditer(line):
            cited = re.findall(_ORDER, line[: defined.start()])
            if cited and defined[1] not in cited:
                numbers = " and ".join(dict.fromkeys([cited[0], defined[1]]))
                yield f"The release contradicts itself: one order is cited as {numbers}. Neither is taken from it: “{line}”"


def documents(blocks: Sequence[dict[str, Any]], *, site: str) -> tuple[Publication, ...]:
    """What it leads to on the sites of authorities, and the files of its own site (`site`); no other release."""
    links = [(words, url) for block in blocks for words, url in block["links"]]
    return tuple(_document(words, url) for words, url in links if _is_document(url, site))


def _document(words: str, url: str) -> Publication:
    """A document, with the number and the day that an address in the Federal Register shows."""
    host, path = _place(url)
    found = _REGISTERED.match(path) if host.removeprefix("www.") == "federalregister.gov" else None
    if not found:
        return Publication(title=words, url=url)
    return Publication(title=words, url=url, number=found["number"], date=_shown(found["day"]))


def _shown(day: str | None) -> PartialDate | None:
    try:
        return iso(day.replace("/", "-")) if day else None
    except SourceChanged:
        return None


def _is_document(url: str, site: str) -> bool:
    host, path = _place(url)
    if host.removeprefix("www.") in {"home.treasury.gov", site.removeprefix("www.")}:
        return path.startswith(("/system/files/", "/sites/default/files/"))
    return any(host == each or host.endswith(f".{each}") for each in _LISTED)


def _place(url: str) -> tuple[str, str]:
    """Host and path of an address, or of the one that an archive keeps under it."""
    parts = urlsplit(url)
    path = re.sub(r"^/web/\d{14}\w*/(?=https?://)", "", parts.path)
    return (parts.hostname or "", path) if path == parts.path else (urlsplit(path).hostname or "", urlsplit(path).path)
