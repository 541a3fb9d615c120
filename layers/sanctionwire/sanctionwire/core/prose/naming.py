# ruff: noqa: E501 - a pattern is read in one piece
"""Whom a release names: those in bold type, and those in sentences that say of whom an act is; each with its sentence.

A mention is a name and what the text says around it, no more: whether it is a party on a list is for others to judge.
What is bold for another reason (the dateline, officials, headings, authorities) is told apart by rules that are data.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from sanctionwire.core.model import Mention
from sanctionwire.core.normalise import clean, country, name_key
from sanctionwire.core.prose.sentences import sentences

_FORMS = (
    r"(?:Co\.?,?\s+)?Ltd\.?|Limited|Inc\.?|Incorporated|P\.?L\.?C\.?|Plc\.?|LLC|L\.L\.C\.?|Corp\.?|Corporation|Company|Co\.|"
    r"GmbH|S\.?A\.?(?:S\.?)?|S\.?R\.?L\.?|LLP|FZE|FZCO|FZ-LLC|P?JSC|O(?:AO|JSC|OO)|AS|A/S|N\.?A\.?|Sdn\.?\s+Bhd\.?|Pte\.?\s+Ltd\.?|B\.?V\.?|N\.?V\.?|A\.?G\.?"
)
_ENDS_IN_FORM = re.compile(rf"\b(?:{_FORMS})$")
_AFTER_A_COMMA = re.compile(rf",\s+(?:and\s+)?(?!(?:{_FORMS}|Jr|Sr|II|III)\b)")
_LINKS = {"of", "and", "for", "the", "de", "da", "do", "dos", "del", "della", "di", "du", "la", "le", "el", "al", "ul", "ur",
          "bin", "bint", "ibn", "abu", "van", "von", "der", "den", "y", "e", "&", "-", "–", "/"}  # fmt: skip
_LONGEST, _WORDS = 160, 14
MOST = 500
"""So many parties are taken from one release at most; more are in an annex, or it is no release."""
LONG = 4_000
"""A sentence of more characters is none: nothing is taken from it but names in bold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAParty:
    """Words in bold that name no party, and what they are."""

    why: str
    pattern: str
    examples: tuple[str, ...]


NOT_PARTIES: tuple[NotAParty, ...] = (
    NotAParty(why="the dateline", pattern=r"^WASHINGTON\b|^NEW YORK$", examples=("WASHINGTON", "WASHINGTON, D.C.")),
    NotAParty(
        why="an official of the United States",
        pattern=r"^(?:U\.S\.\s+)?(?:(?:Acting|Deputy|Under|Assistant|Principal)\s+)*(?:Treasury\s+)?(?:Secretar(?:y|ies)|Treasurer|Counselor|Chief)\b"
        r"|^(?:OFAC|FinCEN|FBI|DEA|IRS|USSS|HSI)(?:['’]s)?\s+(?:Acting\s+|Deputy\s+)?(?:Director|Administrator|Chief)\b"
        r"|^(?:Acting\s+)?(?:Director|Administrator|Attorney\s+General|Ambassador|Special\s+Agent)\b",
        examples=(
            "Secretary of the Treasury Scott Bessent",
            "Under Secretary of the Treasury for Terrorism and Financial Intelligence John K. Hurley",
            "FinCEN Director Andrea Gacki",
            "Treasury Secretary Scott Bessent",
        ),
    ),
    NotAParty(
        why="an authority",
        pattern=r"^(?:the\s+)?(?:U\.?S\.?\s+)?(?:Department|Office|Bureau|Treasury|OFAC|FinCEN|Financial\s+Crimes|Federal|Drug\s+Enforcement|Homeland|Executive\s+Order|E\.O\.|United\s+(?:States|Kingdom|Nations)|U\.[SK]\.)",
        examples=("Office of Foreign Assets Control", "U.S. Department of the Treasury", "Executive Order 13581"),
    ),
    NotAParty(
        why="a heading or a pointer",
        pattern=r":$|^(?:Annex|Note|Background|Identifying\s+Information|Sanctions\s+Implications|Related|View|Click|Read|Press|For\s+more|For\s+Immediate|Media|Contact|Today|Table|Figure|Chart)\b",
        examples=("Annex I", "Sanctions Implications", "For more information"),
    ),
)

_DESIGNATING = re.compile(
    r"^(?:Today,\s+|In\s+addition,\s+|Additionally,\s+)?(?:OFAC|Treasury(?:['’]s\s+Office\s+of\s+Foreign\s+Assets\s+Control)?(?:\s+\(OFAC\))?)"
    r"\s+(?:(?:is|has|have|also|additionally|today|concurrently)\s+)*(?:designat|sanction)(?:ing|ed|es|s)\s+"
    r"(?P<who>.+?),?\s+(?:pursuant\s+to|under\s+(?:E\.O\.|Executive)|for\s+(?:being|having))\b"
)


def mentions(
    blocks: Sequence[dict[str, Any]], stated: Mapping[str, Sequence[str]] = MappingProxyType({})
) -> tuple[Mention, ...]:
    """Each party once, by the first sentence that states an act of it, or else the first that names it.

    `stated`: sentence → of whom it states an act, beyond the sentences that say who is designated.
    """
    lines = [line for block in blocks for line in sentences(text(block)) if len(line) <= LONG]
    named: dict[str, str] = {}
    for name in bold(blocks):
        named.setdefault(name_key(name), name)
    said = {line: found for line in lines if (found := [*_designated(line, named), *stated.get(line, ())])}
    for name in (each for found in said.values() for each in found):
        named.setdefault(name_key(name), name)
    return tuple(_mention(name, key, lines, said) for key, name in list(named.items())[:MOST])


def _mention(name: str, key: str, lines: Sequence[str], said: dict[str, list[str]]) -> Mention:
    naming = [line for line in lines if name in line]
    stating = (line for line, found in said.items() if key in map(name_key, found))
    first = (line for line in naming if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", line))
    return Mention(
        name=name,
        sentence=next(stating, None) or next(first, None),
        country=_country(name, naming),
        schema_=_schema(name, naming),
    )


def text(block: dict[str, Any]) -> str:
    """A paragraph as it reads."""
    return clean("".join(each for each, _ in block["pieces"]))


def bold(blocks: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Names in bold within a paragraph; a paragraph that is all bold is a heading."""
    for block in blocks:
        pieces = block["pieces"]
        if block["tag"].startswith("h") or all(strong for each, strong in pieces if each.strip()):
            continue
        for number, (each, strong) in enumerate(pieces):
            before = pieces[number - 1][0].rstrip() if number else ""
            after = pieces[number + 1][0].lstrip() if number + 1 < len(pieces) else ""
            short = before.endswith("(") and after.startswith(")")  # a short form of the name before it
            if strong and not short:
                yield from filter(is_name, map(_tidy, _AFTER_A_COMMA.split(clean(each))))


def _tidy(words: str) -> str:
    """Without the punctuation of the sentence, but with the full stop of a legal form."""
    words = re.sub(r"^[\s\"“‘(,;–—-]+|[\s\"”)(,;:–—-]+$", "", words)
    words = re.sub(r"['’]s?$", "", words)
    return words if _ENDS_IN_FORM.search(words) else words.rstrip(".")


def one_name(words: str, known: Collection[str] = ()) -> str | None:
    """The one name in words that may describe it before (`the Cambodia-based bank Some Bank PLC`); None if unsure."""
    words = clean(re.sub(r"\([^()]*\)", " ", words))
    whole = [
        name for part in _AFTER_A_COMMA.split(words) if (name := _told_from_its_description(_tidy(part))) is not None
    ]
    if len(whole) != 1 or (re.search(r"\band\b|&|['’]s\s", whole[0]) and name_key(whole[0]) not in known):
        return None
    return whole[0] if is_name(whole[0]) else None


def _told_from_its_description(words: str) -> str | None:
    """The capitals at the end; None where there are none; all of the words where there are capitals before, too."""
    parts = words.split()
    start = len(parts)
    while start and (_capital(parts[start - 1]) or parts[start - 1] in _LINKS):
        start -= 1
    while start < len(parts) and (parts[start] in _LINKS or parts[start].endswith("-based")):
        start += 1
    before = [part for part in parts[:start] if _capital(part) and not part.endswith("-based")]
    return words if before else " ".join(parts[start:]) or None


def is_name(words: str) -> bool:
    """Whether words can be a party's name: capitals and what links them, and nothing that the rules tell apart."""
    parts = words.split()
    if not parts or len(words) > _LONGEST or len(parts) > _WORDS or len(re.findall(r"[^\W\d_]", words)) < 2:  # noqa: PLR2004 - one letter is no name
        return False
    if any(
        re.search(rule.pattern, words, re.IGNORECASE if rule.why.startswith("a heading") else 0) for rule in NOT_PARTIES
    ):
        return False
    if re.fullmatch(r"(.{3,})\1", words):  # said twice by a slip of the page
        return False
    return all(_capital(part) or part in _LINKS for part in parts) and _capital(parts[0]) and not country(words)


def _capital(word: str) -> bool:
    first = word.lstrip("\"“‘'’(")[:1]
    return first.isdigit() or (first.isalpha() and not first.islower()) or word.startswith(("al-", "el-"))


def _designated(line: str, known: dict[str, str]) -> list[str]:
    """Those whom a sentence says OFAC designates; two that `and` joins are parted where both are known by themselves."""
    found = _DESIGNATING.match(line)
    if not found:
        return []
    names: list[str] = []
    for part in _AFTER_A_COMMA.split(found["who"]):
        halves = [_tidy(half) for half in re.split(r"\s+and\s+", part)]
        parted = len(halves) > 1 and all(name_key(half) in known or _ENDS_IN_FORM.search(half) for half in halves)
        if parted or " and " not in part or name_key(_tidy(part)) in known:
            names += halves if parted else [_tidy(part)]
    return [name for name in names if is_name(name)]


_PLACE = r"(?P<place>(?:[A-Z][\w.]*\s){0,2}[A-Z][\w.]*)"
_ASIDE = r"\s*(?:\([^()]*\)\s*)?"


def _country(name: str, lines: Iterable[str]) -> str | None:
    """Where the text says that it is based, or of which country it is a national; None where it says two."""
    word = re.escape(name)
    patterns = (
        rf"\b{_PLACE}-based\s+(?:[a-z][\w-]*,?\s+){{0,6}}{word}(?!\w)",
        rf"(?<!\w){word}{_ASIDE},?\s+(?:is\s+)?an?\s+{_PLACE}-based\b",
        rf"\b{_PLACE}\s+(?:national|citizen)s?,?\s+{word}(?!\w)",
        rf"(?<!\w){word}{_ASIDE},?\s+(?:is\s+)?an?\s+(?:\d+-year-old\s+)?{_PLACE}\s+(?:national|citizen)\b",
    )
    places = {country(found["place"]) for line in lines for each in patterns for found in re.finditer(each, line)}
    return next(iter(places)) if len(places) == 1 else None


def _schema(name: str, lines: Iterable[str]) -> Literal["Company", "Organization", "Person"] | None:
    """What the name's legal form or the words beside it show."""
    if _ENDS_IN_FORM.search(name):
        return "Company"
    if name.endswith("Organization"):
        return "Organization"
    word = re.escape(name)
    person = rf"\b(?:national|citizen)s?,?\s+{word}(?!\w)|(?<!\w){word}{_ASIDE},?\s+(?:is\s+)?an?\s+(?:\d+-year-old\b|[A-Z]\w+\s+(?:national|citizen)\b)"
    return "Person" if any(re.search(person, line) for line in lines) else None
