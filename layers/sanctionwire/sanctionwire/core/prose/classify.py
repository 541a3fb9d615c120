"""What a text of an authority tells of: its category, the words met, and every reason not to believe it yet.

Only a sentence that states the act from its beginning, in the authority's own name, is believed; one that is merely
about the matter is for a person to read. A hedge, two categories that compete, or a denial elsewhere in the text are
doubts, and a text with doubts states nothing of anybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from sanctionwire.core.prose.acts import RULES
from sanctionwire.core.prose.hedges import HEDGES
from sanctionwire.core.prose.rules import AUTHORITY, PARTS, REVERSIBLE, TOGETHER, Category, Hedge, Rule
from sanctionwire.core.prose.sentences import sentences

_QUOTED = re.compile(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)|«[^»]*(?:»|$)")
_MOST = 2000
"""So many sentences are read; a longer text is in doubt."""

_ENDS = re.compile(r"[.!?:;។៕][\"”’')\]]*$")

_A_TERM = 5
"""So many spaces in a quotation at most, if it is a term (“primary money laundering concern”)."""

_DONE = (("revok", "revoked"), ("cancel", "cancelled"), ("withdr", "withdrawn"), ("terminat", "terminated"))

_LONGEST = 4000
"""A sentence longer than this is read only as far: what it states is never believed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One sentence that is about a matter."""

    rule: Rule
    sentence: str
    phrase: str
    """The words met."""
    stated: bool
    """The sentence states the act; not yet that it is believed."""
    hedges: tuple[str, ...] = ()
    """Why it is not believed: `denial: it is denied, or called false ("denies")`."""
    who: tuple[int, int] | None = None
    """Where in the sentence those concerned are named."""
    licence: str | None = None
    """What was revoked or imposed, in the publisher's words: `payment-institution licence`, `monetary penalty of …`."""
    act: str | None = None
    """What was done to it: `revoked`, `cancelled`, `withdrawn`, `terminated`."""

    @property
    def certain(self) -> bool:
        """Whether it may be believed, as far as this sentence goes."""
        return self.stated and not self.hedges


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the whole text tells of."""

    category: Category
    told: tuple[Told, ...] = ()
    """Every sentence that is about a matter, in order; the title is the first sentence."""
    lead: Told | None = None
    """The sentence that gave the category."""
    doubts: tuple[str, ...] = ()

    @property
    def certain(self) -> bool:
        """Whether what `stated` gives may be believed."""
        return not self.doubts

    @property
    def rule(self) -> str | None:
        """As `Notice.rule` says it: `licence-revoked: "has revoked the licence"`."""
        if self.lead is None:
            return None
        telling = r"^.*?[a-z]\s+that\s+" if self.lead.act else r"^$"
        phrase = re.sub(telling, "", self.lead.phrase)
        return f'{self.lead.rule.id}: "{_short(phrase)}"'

    def stated(self, category: Category) -> tuple[Told, ...]:
        """The sentences that state an act of this category; none where anything is in doubt."""
        return tuple(each for each in self.told if each.certain and each.rule.category == category and self.certain)


def classify(title: str, text: str = "", *, speaker: str = AUTHORITY, rules: Sequence[Rule] = RULES) -> Reading:
    """Read a title and a text as told by `speaker` (a pattern of all the names by which it calls itself)."""
    heads = sentences(title)
    whole = [*heads, *sentences(text)]
    lines = whole[:_MOST]
    told = tuple(
        each
        for number, line in enumerate(lines)
        for each in _about(line, lines[number - 1] if number else "", speaker, rules, title=number < len(heads))
    )
    strong = [each for each in told if not each.rule.weak]
    reading = _strong(strong, told, lines) if strong else _weak(told)
    return reading if lines == whole else replace(reading, doubts=(*reading.doubts, f"only {_MOST} sentences are read"))


def claims(text: str, *, speaker: str, rules: Sequence[Rule]) -> tuple[str, ...]:
    """The sentences that tell of what another authority did, by the rules for that one: claims of the speaker."""
    return tuple(told.sentence for told in classify("", text, speaker=speaker, rules=rules).told)


def _weak(told: tuple[Told, ...]) -> Reading:
    order = {"advisory": 0, "statement": 1}
    lead = min(told, key=lambda each: order.get(each.rule.category, 2), default=None)
    return Reading(category=lead.rule.category if lead else "other", told=told, lead=lead)


def _strong(strong: Sequence[Told], told: tuple[Told, ...], lines: Sequence[str]) -> Reading:
    stated = [each for each in strong if each.certain]
    doubts: list[str] = []
    if stated:
        category, competing = _resolved({each.rule.category for each in stated})
        doubts += competing
        same = {each.rule.category for each in stated} & set(REVERSIBLE)
        doubts += [_doubt(each) for each in strong if each.hedges and each.rule.category in same]
        lead = next((each for each in stated if each.rule.category == category), stated[0])
    else:
        lead = next((each for each in strong if not each.hedges), strong[0])
        category = "statement" if lead.hedges else lead.rule.category
        doubts += [_doubt(each) for each in strong]
    if {each.rule.category for each in strong if each.certain or not stated} & set(REVERSIBLE):
        doubts += _everywhere(lines)
    return Reading(category=category, told=told, lead=lead, doubts=tuple(dict.fromkeys(doubts)))


def _doubt(told: Told) -> str:
    what = told.rule.category.replace("_", " ")
    why = "; ".join(told.hedges) or "no known way of stating it"
    return f'{what}: {why}: "{_short(told.sentence)}"'


def _resolved(categories: set[Category]) -> tuple[Category, list[str]]:
    if len(categories) == 1:
        return next(iter(categories)), []
    for group in TOGETHER:
        if categories <= set(group):
            return next(each for each in group if each in categories), []
    named = sorted(categories)
    return "statement", [f"tells of several things at once: {', '.join(each.replace('_', ' ') for each in named)}"]


def _everywhere(lines: Iterable[str]) -> Iterator[str]:
    """Hedges that count wherever in the text they stand."""
    for line in lines:
        for hedge in HEDGES:
            if hedge.scope == "text" and (found := _compiled(hedge.pattern).search(line[:_LONGEST])):
                yield f'{hedge.id}: {hedge.why}: "{found[0]}" in "{_short(line)}"'


def _about(line: str, before: str, speaker: str, rules: Sequence[Rule], *, title: bool) -> Iterator[Told]:
    """What one sentence is about, by each rule once."""
    for rule in rules:
        if any(_compiled(each).search(line[:_LONGEST]) for each in rule.unless):
            continue
        found = next((match for each in rule.states if (match := _state(each, speaker).match(line[:_LONGEST]))), None)
        words = found or next((m for each in rule.words if (m := _compiled(each).search(line[:_LONGEST]))), None)
        if not words:
            continue
        groups = words.groupdict() if found else {}
        yield Told(
            rule=rule,
            sentence=line,
            phrase=_phrase(words),
            stated=bool(found) or rule.weak,
            hedges=() if rule.weak else (*_hedges(line, before, words, rule), *_endless(line, rule, title=title)),
            who=words.span("who") if groups.get("who") else None,
            licence=groups.get("licence") or groups.get("penalty"),
            act=next((done for begins, done in _DONE if (groups.get("act") or "").casefold().startswith(begins)), None),
        )


def _phrase(words: re.Match[str]) -> str:
    """The words met, as far as those concerned."""
    if "who" in words.re.groupindex and words["who"]:
        first, last = words.span("who")
        return (words.string[words.start() : first] + ("…" if last < words.end() else "")
                + words.string[last : words.end()]).strip()  # fmt: skip
    return words[0]


def _hedges(line: str, before: str, words: re.Match[str], rule: Rule) -> Iterator[str]:
    head = _phrase(words) if "who" in words.re.groupindex else line[: words.end()]
    for hedge in HEDGES:
        where = head if hedge.scope == "before" else line
        if hedge.scope != "text" or rule.category in REVERSIBLE:
            yield from (f'{hedge.why} ("{found[0]}")' for found in _once(hedge, where))
    if any(_spoken(words, start, end) for start, end in _quotes(line)):
        yield "it stands in quotation marks"
    if before.endswith(":"):
        yield f'it follows words that may be another speaker’s ("{_short(before)}")'
    if len(line) > _LONGEST:
        yield "the sentence is too long to be read whole"


def _endless(line: str, rule: Rule, *, title: bool) -> Iterator[str]:
    """A sentence of the text that has no end was perhaps cut, and what follows may take it back."""
    if rule.category in REVERSIBLE and not title and not _ENDS.search(line):
        yield "the sentence has no end"


def _once(hedge: Hedge, where: str) -> Iterator[re.Match[str]]:
    found = _compiled(hedge.pattern).search(where[:_LONGEST])
    if found:
        yield found


def _quotes(line: str) -> Iterator[tuple[int, int]]:
    return (found.span() for found in _QUOTED.finditer(line))


def _spoken(words: re.Match[str], start: int, end: int) -> bool:
    """Whether a quotation holds the words met, or more than the name of somebody concerned or a term of law."""
    if not (start < words.end() and words.start() < end):
        return False
    if "who" in words.re.groupindex and words["who"]:
        first, last = words.span("who")
        return not (first <= start <= end <= max(last, words.end()))
    return start <= words.start() or words.string[start:end].count(" ") > _A_TERM


def _short(text: str, length: int = 160) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


@cache
def _state(pattern: str, speaker: str) -> re.Pattern[str]:
    parts = {
        name: part.replace("{speaker}", speaker).replace("{{", "{").replace("}}", "}") for name, part in PARTS.items()
    }
    return re.compile(pattern.format(**parts, speaker=speaker), re.IGNORECASE)
