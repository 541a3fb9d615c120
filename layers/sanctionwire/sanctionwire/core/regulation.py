"""Regulatory text, taken apart: the term that a paragraph defines, whom the definition covers by name, what stays open.

"The term “A” means all subsidiaries, branches, and offices of A operating …, including B (formerly known as C) and D."
A definition of another build, or a name that does not look like one, is refused: no name is ever guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sanctionwire.core.model import Identifier, Name
from sanctionwire.core.normalise import clean, country, name_key, script
from sanctionwire.errors import SourceChanged

_STANDING = (
    "correspondent account", "covered financial institution", "foreign bank", "foreign banking institution",
    "subsidiary", "payable-through account", "transmittal of funds",
)  # fmt: skip
STANDING_TERMS = frozenset(map(name_key, _STANDING))
"""Terms that sections define for their own use; any other that they define is whom the section is about."""

_TERM = re.compile(
    r"(?:(?P<head>[^.“”\"]{2,80})\. +)?(?:For purposes of this section, +)?[Tt]he term “(?P<term>[^”]{1,120})” "
    r"(?P<verb>means|includes|has the same meaning as) +(?P<text>.+)",
    re.DOTALL,
)
_BARE_TERM = re.compile(
    r"(?P<term>[A-Z][^.:;“”]{1,80}(?:, Ltd\.)?) (?P<verb>means|includes|has the same meaning as):? *(?P<text>.*)",
    re.DOTALL,
)

_KIND = r"(?:subsidiar(?:y|ies)|branch(?:es)?|offices?|headquarters|agenc(?:y|ies)|affiliates?|successors?)"
_KINDS = rf"(?P<kinds>{_KIND}(?:(?:, (?:and |or )?| and | or ){_KIND})*)"
_WHERE = r"(?P<where>,? (?:operating|located|wherever|organized|chartered)\b[^,;]*(?:, wherever located)?)?"
_LIST = r"(?:,? including:?,? (?P<list>.+?))?\."
"""To the full stop: without one it may have been cut short."""
_CLASS = re.compile(
    r"(?:any|all|each)\b(?:(?!\bincluding\b).)*\b(?:foreign (?:bank|financial institution)|bank organized under)\b",
    re.IGNORECASE,
)
_OPEN = re.compile(r"(?:any|all|each|every|their|its|the)\b(?! subsidiar)", re.ASCII)
_OWN = re.compile(r"(?:its|their|the following) (?P<kind>subsidiar(?:y|ies)|branch(?:es)?|offices?):? +")

_NAMED = re.compile(r"(?P<name>[^()]+?)(?P<said>(?: \([^()]+\))*)")
_SAID: tuple[tuple[re.Pattern[str], Literal["former", "alias", "now"]], ...] = (
    (re.compile(r"(?:formerly(?: known as)?|f/?k/?a|f\.k\.a\.) +(.+)"), "former"),
    (re.compile(r"(?:also known as|a/?k/?a|a\.k\.a\.|d/?b/?a|d\.b\.a\.|doing business as) +(.+)"), "alias"),
    (re.compile(r"(?:now known as|n/?k/?a|renamed) +(.+)"), "now"),
    (re.compile(r"[“\"]?([A-Z]{2,8})[”\"]?"), "alias"),
)
_REGISTERED = re.compile(
    r"(?:(?:company )?registration|reg\.|KRS)(?: (?:number|no\.?))? *:? *(\d[\d -]{3,})", re.IGNORECASE
)
_LINKING = {
    "of", "and", "for", "the", "de", "da", "do", "dos", "des", "du", "di", "del", "la", "le", "al", "el", "y", "e",
    "van", "von", "z", "in",
}  # fmt: skip
"""Words that stand within names in lower case."""
_SUFFIX = re.compile(r"(?:Ltd|Inc|LLC|L\.L\.C|Co|Corp|S\.A|PLC|Limited|JSC|N\.A)\.?", re.IGNORECASE)


_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One defined term."""

    term: str
    verb: str
    """`means`, `includes`, or `has the same meaning as`."""
    text: str
    """What stands behind the verb, to the end of the paragraph."""

    @property
    def standing(self) -> bool:
        """Whether it is a term that many sections define for their own use."""
        return name_key(self.term) in STANDING_TERMS


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """One party that a definition names."""

    names: tuple[Name, ...]
    """The primary one first."""
    identifiers: tuple[Identifier, ...] = ()
    relation: str = ""
    """What it is of the subject, in the definition's words."""

    @property
    def primary(self) -> str:
        """What to call it."""
        return self.names[0].full


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """Whom a definition covers."""

    named: tuple[Named, ...] = ()
    open: tuple[str, ...] = ()
    """What it covers without naming it, as published."""


def slug(text: str) -> str:
    """Letters and digits of ASCII in lower case, accents left out, and one hyphen for everything between them."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    shown = "".join(char for char in plain if not unicodedata.combining(char))
    return "-".join(re.findall(r"[a-z0-9]+", shown))


def definition(paragraph: str) -> Definition | None:
    """The term that a paragraph defines, its number taken off; None where it defines none."""
    text = clean(paragraph).replace("‘‘", "“").replace("’’", "”").replace("``", "“").replace("''", "”")
    found = _TERM.match(text) or _BARE_TERM.match(text)
    if not found:
        return None
    return Definition(term=clean(found["term"]), verb=found["verb"], text=clean(found["text"]))


def of_a_class(what: Definition) -> bool:
    """Whether it defines a class (any bank organized under some law), which names nobody."""
    return what.verb == "means" and bool(_CLASS.match(what.text))


def covered(what: Definition) -> Covered:
    """Whom a definition of one institution covers; SourceChanged where it is not built as such definitions are."""
    if what.verb != "means":
        raise _odd(what, f'"{what.verb}"')
    build = rf"(?:all|any|each|every|the) {_KINDS} of {re.escape(what.term)}(?:[’']s)?{_WHERE}{_LIST}"
    found = re.fullmatch(build, what.text)
    if not found or not _somewhere(found["where"] or ""):
        raise _odd(what, f'"{what.text[:120]}"')
    relation = f"{found['kinds']} of {what.term}"
    named: list[Named] = []
    left: list[str] = []
    listed = found["list"] or ""
    own = _OWN.match(listed)
    for part in _parts(listed[own.end() :] if own else listed, what, several=bool(own and own["kind"][-1] == "s")):
        if _OPEN.match(part):
            left.append(part)
        else:
            named.append(_named(part, relation=own["kind"] if own else f"{relation}, including", what=what))
    return Covered(named=tuple(named), open=tuple(left))


def _odd(what: Definition, seen: str) -> SourceChanged:
    expected = "all subsidiaries, branches, and offices of it, including names"
    return SourceChanged(seen, place=f'the definition of "{what.term}"', expected=expected)


def _somewhere(where: str) -> bool:
    """Whether the words on where it operates name nothing but countries."""
    capitals = re.findall(r"[A-Z][\w-]*(?: (?:of |the )?[A-Z][\w-]*)*", where)
    return all(country(each) for each in capitals)


def _parts(listed: str, what: Definition, *, several: bool) -> Iterator[str]:
    """The elements of a list, whose last one stands behind `, and`, or is the only one.

    `A and B` may be one name or two: two only where the words before say that they are several, else refused.
    """
    text = re.sub(r", and |; and |; ", ", ", listed)
    pieces = re.split(r", (?![^()]*\))", text) if text else []
    if len(pieces) == 1 and several:
        pieces = re.split(r" and (?![^()]*\))", text)
    elif pieces and " and " in pieces[-1] and not re.search(r"[,;] and ", listed):
        raise _odd(what, f'"{pieces[-1][:120]}", which may be one name or two')
    whole = ""
    for piece in pieces:
        if whole and _SUFFIX.fullmatch(piece):
            whole += f", {piece}"
            continue
        if whole:
            yield whole
        whole = piece.strip()
    if whole:
        yield whole


def _named(part: str, *, relation: str, what: Definition) -> Named:
    found = _NAMED.fullmatch(part)
    if not found or not is_name(found["name"]):
        raise _odd(what, f'"{part[:120]}"')
    names = [Name(full=found["name"], kind="primary", script=script(found["name"]))]
    identifiers: list[Identifier] = []
    for said in re.findall(r"\(([^()]+)\)", found["said"]):
        if number := _REGISTERED.fullmatch(said):
            identifiers.append(Identifier(type="registration", value=number[1].strip(), label=said))
            continue
        for pattern, kind in _SAID:
            if other := pattern.fullmatch(said):
                full = other[1].strip(" “”\"'")
                names.append(Name(full=full, kind=kind, script=script(full)))
                break
        else:
            raise _odd(what, f'"({said[:80]})" behind "{names[0].full}"')
    return Named(names=tuple(names), identifiers=tuple(identifiers), relation=relation)


def is_name(text: str) -> bool:
    """Whether every word is written as in a name: a description (`any entity that …`) is none."""
    words = re.findall(r"[^\W_][\w’'.&/-]*", text)
    first = bool(words) and not words[0][0].islower()
    return first and len(words) <= 14 and all(not word[0].islower() or word in _LINKING for word in words)  # noqa: PLR2004
