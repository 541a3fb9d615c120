"""Institutions that prose names, found by the legal form in which their names end: exact spans, or none and why not.

What could be one name or two, has no form, or is followed by words that might belong to it, is not a name here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(r"\S+")
_FORM = re.compile(r"^(?:plc|p\.l\.c|ltd|limited|inc|corp)\.?$", re.IGNORECASE)
_SHORT = re.compile(r"^(?:Plc|Ltd|LTD|Inc|Corp|P\.L\.C)$")
"""Forms that are spelt with a full stop of their own, even at the end of a sentence."""

_BARE = re.compile(r"^(?:Bank|MFI|BANK)$")
_MICROFINANCE = re.compile(r"^(?:Microfinance|MICROFINANCE)$")
_OPENS = "\"“‘'«("
_CLOSES = "\"”’'»)"
_LINKS = {"of", "the", "de", "da", "du", "&", "-", "–"}
_OF = {"Bank", "Company", "Corporation", "Trust", "Union", "Society", "Institute", "of"}
"""Behind these, `of` may go on with the name; elsewhere it may tell who somebody belongs to."""

_BEFORE_FORM = re.compile(r"^(?:Co|Pvt|Private|Public)[.,]*$", re.IGNORECASE)
_ARTICLE = re.compile(r"\s*(?:the\s+)?(?:M/s\.?\s+)?(?=[\"“‘A-Z0-9À-Þ])")
_LONGEST = 16
"""Words in a name; more are a sentence in capitals."""

_ASIDE = re.compile(r"\s*\([^()]{0,120}\)")
_OVER = re.compile(
    r"\s*(?:$|[.;:](?:\s|$)|(?:due|for|because|as|with|effective|on|pursuant|under|in|into|from|following|after|since"
    r"|which|whose|that|who|is|was|has|have|were|are|to|by|at|dated|vide|owing|upon|based|located"
    r"|and\s+(?:has|have|is|was|placed|put|appointed|decided|ordered|announced|also|to))\b)"
)
_COMMA = re.compile(r"\s*,\s*(?:and\s+)?")
_AND = re.compile(r"\s+and\s+")
_PLACE = re.compile(r"(?:[A-Z][\w.’'()-]*(?:[ –-]+(?:[A-Z0-9][\w.’'()-]*|and|of))*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One name, and where it stands in the text that was searched."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """The institutions that stand at one place of a sentence. Either `problem` is empty, or `spans` is."""

    spans: tuple[Span, ...] = ()
    places: tuple[str, ...] = ()
    """What stands behind the name of a single one as its seat, as published: `Kolkata, West Bengal`."""
    problem: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """As published."""
        return tuple(span.name for span in self.spans)


def institution(text: str, start: int = 0) -> Span | None:
    """The one institution whose name begins at `start` (an article or a quotation mark before it aside)."""
    begins = _ARTICLE.match(text, start)
    if not begins:
        return None
    first, last, before, seated = -1, -1, "", False
    for count, token in enumerate(_TOKEN.finditer(text, begins.end()), 1):
        word, at = _bare(token[0], token.start())
        if not word:
            return None
        if count > _LONGEST or (first < 0 and not _capital(word)):
            break
        first = at if first < 0 else first
        rest = text[at + len(word) : token.end()]
        if first < at and _FORM.match(word) and not _spelled(word):
            dot = 1 if rest.startswith(".") and (_SHORT.match(word) or text[token.end() :].strip()) else 0
            return Span(name=text[first : at + len(word) + dot], start=first, end=at + len(word) + dot)
        if not _within(word, token[0], before):
            break
        seated = seated or (word == "of" and before == "Bank")  # Bank of Baroda, Central Bank of India
        if (seated and _capital(word)) or (_is_bare(word, before) and first < at):
            last = at + len(word)
        elif word not in _LINKS:
            last = -1
        before = word
        if rest.strip(_CLOSES) and not _BEFORE_FORM.match(word + rest) and not _in_brackets(token[0]):
            break
    return Span(name=text[first:last], start=first, end=last) if last > 0 else None


def _within(word: str, token: str, before: str) -> bool:
    """Whether a name may go on with this word."""
    if word in {"of", "the"}:
        return before in _OF
    return _capital(word) or word in _LINKS or _in_brackets(token)


def _spelled(word: str) -> bool:
    """A form in lower case is a word of the sentence (`limited`), unless it can be nothing else (`plc`)."""
    return word.casefold().startswith(("limited", "inc")) and word[0].islower()


def _bare(token: str, start: int) -> tuple[str, int]:
    """The word in a token, without what encloses it and the punctuation behind it, and where it begins."""
    if _in_brackets(token):
        return token.rstrip(".,;:"), start
    inner = token.lstrip(_OPENS)
    word = inner.rstrip(".,;:" + _CLOSES)
    return word, start + len(token) - len(inner)


def _in_brackets(token: str) -> bool:
    return bool(re.match(r"^\([A-Z0-9][\w.-]*\)[.,;:]?$", token))


def _capital(word: str) -> bool:
    return word[:1].isupper() or word[:1].isdigit()


def _is_bare(word: str, before: str) -> bool:
    return bool(_BARE.match(word) or _MICROFINANCE.match(word)) or (
        bool(_MICROFINANCE.match(before)) and word.casefold() == "institution"
    )


def institutions(text: str, start: int = 0, *, places: bool = False) -> Named:
    """All that are named at `start`: one, or several in a row with commas and a last `and`.

    `places`: the publisher puts the seat behind the name (`…Bank Ltd., Kolkata, West Bengal`); otherwise words in
    capitals behind a comma might be a further institution, and nothing is believed.
    """
    spans: list[Span] = []
    seats: list[str] = []
    at = start
    while True:
        found = institution(text, at)
        if found is None:
            return Named(problem=f'no name with a legal form is read in "{text[at : at + 60].strip()}"')
        spans.append(found)
        at = _past(text, found.end)
        step = _COMMA.match(text, at) or _AND.match(text, at)
        if step and institution(text, step.end()):
            at = step.end()
            continue
        while places and len(spans) == 1 and (comma := _COMMA.match(text, at)) and _seat(text, comma.end(), seats):
            at = _past(text, comma.end() + len(seats[-1]))
        break
    problem = _beyond(text, at, "and" in {word.casefold() for span in spans for word in span.name.split()})
    return Named(problem=problem) if problem else Named(spans=tuple(spans), places=tuple(seats))


def _past(text: str, at: int) -> int:
    """Behind closing quotation marks and what stands in brackets."""
    while True:
        if text[at : at + 1] and text[at] in '"”’»':
            at += 1
        elif aside := _ASIDE.match(text, at):
            at = aside.end()
        else:
            return at


def _seat(text: str, at: int, seats: list[str]) -> bool:
    found = _PLACE.match(text, at)
    if found:
        seats.append(found[0].rstrip("."))
    return bool(found)


def _beyond(text: str, at: int, joined: bool) -> str:  # noqa: FBT001 - two facts of one place
    """Why what stands behind the names leaves it open who is meant, or nothing."""
    if joined:
        return "one name or two: it has an “and” within"
    if _OVER.match(text, at):
        return ""
    comma = _COMMA.match(text, at)
    if comma and "and" not in comma[0] and not _capital(text[comma.end() : comma.end() + 1]):
        return ""
    return f'it is not clear who else is meant by "{text[at : at + 60].strip()}"'


def key(name: str, *places: str) -> str:
    """The part of an id that stands for an institution: its name, forms spelt alike, and its seat where told."""
    seats = [re.sub(r"[\s–-]*\d{3}\s?\d{3}\b", "", place) for place in places]  # a postal code is not always told
    words = " ".join([re.sub(r"\bP\.\s?L\.\s?C\b\.?", "PLC", name, flags=re.IGNORECASE), *seats]).casefold()
    words = re.sub(r"[’'`.]", "", words)
    found = re.findall(r"[^\W_]+", words)
    alike = {"limited": "ltd", "private": "pvt"}
    return "-".join(alike.get(word, word) for word in (found[1:] if found[:1] == ["the"] else found))
