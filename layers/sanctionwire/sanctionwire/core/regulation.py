"""Regulatory text, taken apart: what a section forbids and to whom, whom it names, and what its definitions leave open.

"The term “A” means all subsidiaries, branches, and offices of A operating …, including B (formerly known as C) and D."
A definition of another build, or a name that does not look like one, is refused: no name is ever guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from sanctionwire.core.model import Identifier, Measure, Model, Name
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

_FORBIDS = re.compile(
    r"\bshall not open or maintain\b|\bshall terminate any\b|\breasonable steps (?:not to|to not)\b|\bis prohibited\b"
)
_FORBIDDING = re.compile(r"Prohibition\b|Opening or maint|Termination\b", re.IGNORECASE)
_DILIGENCE = re.compile(r"\bdue diligence\b", re.IGNORECASE)
_ADDRESSEE = name_key("covered financial institution")

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
_LONGEST = 14
"""Words in a name."""
_ELIDED = re.compile(r"[dl]['’][A-Z]")
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


class Paragraph(Model):
    """One numbered paragraph, without those below it."""

    mark: str
    """`(b)(1)`; "" where it has none."""
    heading: str = ""
    """The words in italics that it begins with, where it does."""
    text: str
    """As published, its number taken off; its heading is a part of it."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Whom:
    """Whom a section is about."""

    type: Literal["party", "class", "jurisdiction"]
    covered: Covered
    definitions: tuple[str, ...] = ()
    """Of the subject, or of a class that goes by another name: whole paragraphs, as published."""
    odd: tuple[str, ...] = ()
    """Those of them that are not understood: nobody is named by them."""


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
    if not words or words[0][0].islower() or len(words) > _LONGEST or not re.search(r"[^\W\d_]{3}", text):
        return False
    return all(not word[0].islower() or word in _LINKING or _ELIDED.match(word) for word in words)


# --- Sections of special measures: definitions in paragraph (a), what is imposed in paragraph (b) ---------------------
def below(text: Sequence[Paragraph], mark: str) -> tuple[Paragraph, ...]:
    """The paragraph of that mark, and those within it."""
    return tuple(each for each in text if each.mark == mark or each.mark.startswith(f"{mark}("))


def defining(text: Sequence[Paragraph]) -> dict[str, Definition]:
    """The paragraphs under (a) that define a term, each whole, with what stands below it."""
    found: dict[str, Definition] = {}
    for each in text:
        if re.fullmatch(r"\(a\)\(\d+\)", each.mark):
            whole = " ".join([each.text, *(f"{part.mark} {part.text}" for part in below(text, each.mark)[1:])])
            if told := definition(whole):
                found[whole] = told
    return found


def whom(text: Sequence[Paragraph], subject: str) -> Whom:
    """Whom a section on `subject` covers by its own definitions."""
    told = {whole: each for whole, each in defining(text).items() if not each.standing}
    own = next((each for each in told.values() if name_key(each.term) == name_key(subject)), None)
    found, odd = Covered(), []
    for whole, each in told.items():
        if of_a_class(each):
            continue
        if each is not own:
            odd.append(whole)
            continue
        try:
            found = covered(each)
        except SourceChanged:
            odd.append(whole)
    institution = own is not None and not of_a_class(own)
    what: Literal["party", "class"] = "party" if institution or not told else "class"
    return Whom(
        type="jurisdiction" if country(subject) else what, covered=found, definitions=tuple(told), odd=tuple(odd)
    )


def addressees(text: Sequence[Paragraph]) -> str | None:
    """The section's own definition of a covered financial institution, as published; None where it has not one."""
    found = [whole for whole, told in defining(text).items() if name_key(told.term) == _ADDRESSEE]
    return found[0] if len(found) == 1 else None


def forbidden(text: Sequence[Paragraph]) -> str | None:
    """The paragraphs under (b) that forbid something, as published; None where none does."""
    found = [part for mark in _imposing(text) if _forbids(text, mark) for part in below(text, mark)]
    return "\n".join(f"{part.mark} {part.text}" for part in found) or None


def measures(text: Sequence[Paragraph]) -> Iterator[Measure]:
    """What paragraph (b) imposes, in its own headings."""
    for mark in _imposing(text):
        first, *_ = below(text, mark)
        whole = " ".join(each.text for each in below(text, mark))
        words = first.heading or first.text.partition(". ")[0]
        if _forbids(text, mark):
            yield Measure(type=words, effect="correspondent_account" if "correspondent account" in whole else "other")
        elif _DILIGENCE.search(words):
            yield Measure(type=words, effect="other")


def _imposing(text: Sequence[Paragraph]) -> list[str]:
    return list(dict.fromkeys(each.mark for each in text if re.fullmatch(r"\(b\)\(\d+\)", each.mark)))


def _forbids(text: Sequence[Paragraph], mark: str) -> bool:
    first, *_ = below(text, mark)
    return bool(_FORBIDS.search(first.text) or _FORBIDDING.match(first.heading or first.text))
