"""Whom a special measure is about, by the title of the document, and under which key each goes.

A title that may be one name or two gives none: nobody is guessed, and the document says that its subject was not read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from sanctionwire.core.model import Name
from sanctionwire.core.normalise import country, script
from sanctionwire.core.regulation import is_name, slug

Type = Literal["party", "class", "jurisdiction"]

_AS = r"(?:,? as an? (?P<what>[^,;]+?) of Primary Money Laundering Concern)?"
_TITLES = (
    re.compile(r"Transmittals? of Funds(?: Involving|:) (?P<whom>[^;]+)"),
    re.compile(rf"Special Measures? (?:Regarding|Against|Involving|Concerning) (?:the )?(?P<whom>[^;]+?){_AS}(?:$|;)"),
    re.compile(r"Findings? (?:That|that) (?:the )?(?P<whom>[^;]+?) [Ii]s an? (?P<what>[^,;]+?) of Primary Money"),
    re.compile(r"(?:Finding|Proposed Rule|Proposed Rulemaking) (?:Regarding|Against) (?:the )?(?P<whom>[^;]+)"),
    re.compile(r"Primary Money Laundering Concern (?:Regarding|Against) (?:the )?(?P<whom>[^;]+)"),
)
_SPECIAL = re.compile(r"special measure|primary money laundering concern|transmittals? of funds", re.IGNORECASE)
_BELONGS = re.compile(
    r"(?:Ltd|Inc|LLC|Co|Corp|PLC|Limited|JSC|AS|A\.S|S\.A|N\.A)\.?|S\.A\.(?: ?B\.)? de C\.V\.?"
    r"|Instituci[oó]n .+|Institution de .+"
)
"""What goes with the name before the comma."""
_FORMER = re.compile(r"(?:[Ff]ormerly (?:[Kk]nown as )?)(.+)")
_DESCRIBED = re.compile(r"\b(?:That|Which|Whose|Who|Certain|Any)\b")
"""Words of a description; in titles they, too, are written as names are."""
_CLASS = re.compile(r"\b(?:transactions?|accounts?|mixing)\b", re.IGNORECASE)


@dataclass(kw_only=True)
class Subject:
    """One subject of a title."""

    names: list[Name] = field(default_factory=list)
    type: Type = "party"

    @property
    def primary(self) -> str:
        """What to call it."""
        return self.names[0].full


@dataclass(frozen=True, slots=True, kw_only=True)
class Subjects:
    """Whom a title names."""

    special: bool = False
    """Whether it is the title of a special measure at all."""
    found: tuple[Subject, ...] = ()
    odd: str | None = None
    """The title, where it should name somebody and was not understood."""


def key(name: str) -> str:
    """The key of a name: what stands before its legal form, which the register does not always write alike."""
    return f"subject/{slug(name.partition(',')[0]) or slug(name)}"


def subjects(title: str) -> Subjects:
    """Whom the title of a document names as the subject of its special measure."""
    if not _SPECIAL.search(title) and "Proposed Rule Against" not in title:
        return Subjects()
    found = next((match for pattern in _TITLES if (match := pattern.search(title))), None)
    names = _split(found["whom"].strip(" ,")) if found else None
    if found is None or names is None:
        return Subjects(special=True, odd=title)
    what = found.groupdict().get("what") or ""
    for each in names:
        each.type = _type(each.primary, what)
        if (not is_name(each.primary) or _DESCRIBED.search(each.primary)) and each.type != "class":
            return Subjects(special=True, odd=title)
    return Subjects(special=True, found=tuple(names))


def _type(name: str, what: str) -> Type:
    if country(name):
        return "jurisdiction"
    return "class" if _CLASS.search(what) or (not what and _CLASS.search(name)) else "party"


def _split(text: str) -> list[Subject] | None:
    """The names of a list; None where one of them may be two."""
    whole: list[Subject] = []
    several = ", and " in text
    for piece in re.split(r", (?:and )?", text):
        if whole and _BELONGS.fullmatch(piece):
            last = whole[-1].names[0]
            whole[-1].names[0] = last.model_copy(update={"full": f"{last.full}, {piece}"})
        elif whole and (former := _FORMER.fullmatch(piece)):
            whole[-1].names.append(Name(full=former[1], kind="former", script=script(former[1])))
        elif " and " in piece and not _CLASS.search(piece):
            return None
        else:
            whole.append(Subject(names=[Name(full=piece, kind="primary", script=script(piece))]))
    return whole if len(whole) == 1 or several else None
