"""Whom a text's statements are about: every institution that they name, or why that is not certain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sanctionwire.core.model import PartialDate
from sanctionwire.core.normalise import written
from sanctionwire.core.prose.classify import Reading, Told
from sanctionwire.core.prose.institutions import institution, institutions, key
from sanctionwire.core.prose.rules import DATE, Category
from sanctionwire.core.prose.sentences import sentences
from sanctionwire.errors import SourceChanged

_SEVERAL = re.compile(r"(?:licen[cs]es|certificates|CoRs)\b", re.IGNORECASE)
_FOLLOWING = re.compile(
    r"\bfollowing\s+(?:[\w()]+\s+){0,6}?(?:NBFCs|companies|banks|institutions|entities)\b", re.IGNORECASE
)
_ON = re.compile(
    rf"(?<!business\s)(?<!effective\s)(?<!effect\s)\b(?:on|order\s+dated)\s+(?P<date>{DATE})", re.IGNORECASE
)
"""The day of an act. A day from which it takes effect may lie ahead."""

_AT_END = re.compile(r",?\s+(?:(?:Pvt|Private|Co)\.?,?\s+)*(?:PLC|P\.L\.C|Ltd|Limited|Inc|Corp)\.?$", re.IGNORECASE)
_FROM = re.compile(
    rf"\b(?:with\s+effect\s+from|effective(?:\s+(?:from|on|as\s+of))?|comes?\s+into\s+effect\s+on)\s+(?:the\s+)?"
    rf"(?:close\s+of\s+business\s+(?:on|of)\s+)?(?P<date>{DATE})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One institution, and the sentence that states something of it."""

    name: str
    """As published."""
    key: str
    places: tuple[str, ...]
    told: Told


def parties(
    reading: Reading, category: Category, *, title: str = "", places: bool = False, tabled: bool = False
) -> tuple[tuple[Party, ...], tuple[str, ...]]:
    """Those of whom an act of this category is stated, and why not; only one of the two is ever filled.

    The title alone states nothing of anybody: the text has to say it, and to name the same ones if the title names
    any. A sentence of the text that names nobody readable leaves open whom it is about. `tabled`: sentences about
    “the following” are passed over, for a table names those, which whoever asks this reads.
    """
    found: dict[str, Party] = {}
    problems: list[str] = []
    titled: set[str] = set()
    heads = set(sentences(title))
    for told in reading.stated(category):
        if told.who is None or (tabled and is_tabled(told)):
            continue
        named = institutions(told.sentence[: told.who[1]], told.who[0], places=places)
        if named.problem:
            known = any(_again(told.sentence[told.who[0] :], each.name) for each in found.values())
            if not known and told.sentence not in heads:
                problems.append(f"{category.replace('_', ' ')}: {named.problem}")
            continue
        if told.licence and bool(_SEVERAL.search(told.licence)) != (len(named.names) > 1):
            problems.append(f'{told.licence} of {len(named.names)}: "{told.sentence[:160]}"')
        keys = {key(name, *named.places): name for name in named.names}
        if told.sentence in heads:
            titled |= set(keys)
            continue
        for each, name in keys.items():
            found.setdefault(each, Party(name=name, key=each, places=named.places, told=told))
    if titled and titled != set(found):
        texts = ", ".join(sorted(found)) or "nobody readable"
        problems.append(f"the title names {', '.join(sorted(titled))}, the text {texts}")
    return ((), tuple(problems)) if problems else (tuple(found.values()), ())


def is_tabled(told: Told) -> bool:
    """Whether a sentence leaves it to a list or table below to say who is meant."""
    return bool(_FOLLOWING.search(told.sentence))


def _again(text: str, name: str) -> bool:
    """Whether a sentence goes on about a name already read, without its form: `Huione Pay` after `Huione Pay PLC`."""
    short = _AT_END.sub("", name)
    begins = re.sub(r"^the\s+", "", text.lstrip(" “\"'"), flags=re.IGNORECASE)
    if re.match(r"(?:the\s+)?(?:bank|company|institution|licensee)\b", text.strip(), re.IGNORECASE):
        return True
    return begins.startswith(short) and not begins[len(short) : len(short) + 2].strip()[:1].isalnum()


def untimely(told: Told, published: PartialDate) -> str | None:
    """Why a day in a statement does not fit the day on which it was told: it lies ahead of it, or a year behind."""
    for found in _ON.finditer(told.sentence):
        try:
            day = written(found["date"])
        except SourceChanged:
            return f'"{found["date"]}" is no day of the calendar'
        if not str(int(published[:4]) - 1) + published[4:] <= day <= published:
            return f"it is dated {published}, and tells of {day}"
    return None


def effective(lines: Sequence[str]) -> PartialDate | None:
    """The one day from which a text says that something takes effect; None where it says none, or several."""
    found = set()
    for match in (match for line in lines for match in _FROM.finditer(line)):
        try:
            found.add(written(match["date"]))
        except SourceChanged:
            return None
    return found.pop() if len(found) == 1 else None


_WORD_BEGINS = re.compile(r"(?<![\w.&'’-])(?=[A-Z0-9])")


def mentioned(lines: Iterable[str], *, speaker: str) -> Mapping[str, str]:
    """Every institution that a text names by its legal form -> the first sentence that does; without its speaker.

    Nothing is stated of them by it: a name is looked up, and that is all.
    """
    found: dict[str, tuple[str, str]] = {}
    for sentence in (each for line in lines for each in sentences(line)):
        speaks = [each.span() for each in re.finditer(speaker, sentence, re.IGNORECASE)]
        end = 0
        for begins in _WORD_BEGINS.finditer(sentence):
            if begins.start() < end or (span := institution(sentence, begins.start())) is None:
                continue
            end = span.end
            if not any(first <= span.start and span.end <= last for first, last in speaks):
                found.setdefault(key(span.name), (span.name, sentence))
    return dict(found.values())
