"""The first cell of a row: who it is about, told apart from what is said about the name.

"Infobank (Includes Belmetalnergo); renamed Trustbank ***" is a bank, a second party, a later name and a footnote mark.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from sanctionwire.core.model import Name
from sanctionwire.core.normalise import clean, country, script

MARKS = re.compile(r"\s*[*†‡]+")

_INCLUDES = re.compile(r"^includ(?:es|ing):? +(.+)$", re.IGNORECASE)
_OTHER_NAMES: tuple[tuple[re.Pattern[str], Literal["now", "former", "alias"]], ...] = (
    (re.compile(r"^(?:renamed|now known as|now)(?: as)? +(.+)$", re.IGNORECASE), "now"),
    (re.compile(r"^(?:formerly known as|formerly|f[./]?k[./]?a\.?) +(.+)$", re.IGNORECASE), "former"),
    (re.compile(r"^(?:also known as|a[./]?k[./]?a\.?|d[./]?b[./]?a\.?) +(.+)$", re.IGNORECASE), "alias"),
)
_PARTS = re.compile(
    r"\(([^()]*)\)|;|,(?= (?:renamed|formerly|now known|also known|a\.?k\.?a|f\.?k\.?a)\b)", re.IGNORECASE
)
_SHORT = re.compile(r"^[A-Z][\w.&’'-]*(?: [A-Z][\w.&’'-]*){0,2}$")
_SEVERAL = re.compile(r", | and |&")

_CLASS = re.compile(r"\b(transactions?|mixing|mixers|establishments|sub-agents|accounts)\b", re.IGNORECASE)
_INSTITUTION = re.compile(
    r"bank[as]?\b|\b(banca|banco|bancorp|casa de bolsa|company|corp|corporation|exchange|finance|financial|group|inc"
    r"|instituci[oó]n|institution|limited|llc|ltd|plc|trust|co|jsc|ag|sal|s\.a)\b",
    re.IGNORECASE,
)
_SINGLE = {"bitzlato", "pm2btc"}
"""Institutions of the table whose names do not say what they are."""

Type = Literal["party", "class", "jurisdiction"]

_SECTIONS: tuple[tuple[str, Type], ...] = (
    (r"\bjurisdictions?\b", "jurisdiction"),
    (r"\binstitutions?\b", "party"),
    (r"\bclass(es)?\b|\btypes of accounts?\b", "class"),
)


@dataclass(kw_only=True)
class Named:
    """What the first cell says."""

    primary: str
    names: list[Name] = field(default_factory=list)
    included: list[str] = field(default_factory=list)
    """Further parties that the row covers."""
    odd: list[str] = field(default_factory=list)
    """Remarks that are not understood, verbatim."""
    remark: str | None = None
    """The whole cell but for its footnote marks, where it says more than the name."""


def name(full: str, kind: Literal["primary", "now", "former", "alias"]) -> Name:
    return Name(full=full, kind=kind, script=script(full))


def named(cell: str) -> Named:
    """Take the cell apart."""
    text = clean(MARKS.sub("", cell))
    parts = [part.strip() for part in _PARTS.split(text) if part and part.strip()]
    primary, remarks = (parts[0], parts[1:]) if parts else ("", [])
    result = Named(primary=primary, remark=text if remarks else None)
    result.names.append(name(primary, "primary"))
    for remark in remarks:
        _sort(remark.strip(" \"'“”‘’"), result)
    return result


def _sort(remark: str, result: Named) -> None:
    if included := _INCLUDES.match(remark):
        (result.odd if _SEVERAL.search(included[1]) else result.included).append(included[1])
        return
    for pattern, kind in _OTHER_NAMES:
        if found := pattern.match(remark):
            result.names.append(name(found[1].strip(" \"'“”‘’"), kind))
            return
    if _SHORT.match(remark):
        result.names.append(name(remark, "alias"))
    else:
        result.odd.append(remark)


def kind(name: str, section: str) -> tuple[Type, bool]:
    """What the row is about, and whether that is certain: by the section it stands in, else by its name."""
    said = {what for words, what in _SECTIONS if re.search(words, section, re.IGNORECASE)}
    if len(said) == 1:
        return said.pop(), True
    if country(name):
        return "jurisdiction", True
    one, many = bool(_INSTITUTION.search(name) or name.casefold() in _SINGLE), bool(_CLASS.search(name))
    return "class" if many and not one else "party", one != many
