"""Before and after, field by field, for what was amended."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import takewhile
from typing import Any

from sanctionwire.core.alerts.text import harmless
from sanctionwire.core.changes import Change, FieldChange
from sanctionwire.core.model import Listing, Relation
from sanctionwire.core.normalise.countries import country_name
from sanctionwire.deliver.layout import labelled
from sanctionwire.deliver.party import listing_line, relation_line

_CALLED = {
    "subject.names": "Names",
    "subject.births": "Born",
    "subject.birth_places": "Place of birth",
    "subject.deaths": "Died",
    "subject.identifiers": "Numbers",
    "subject.particulars": "Particulars",
    "subject.nationalities": "Nationality",
    "subject.citizenships": "Citizenship",
    "subject.countries": "Country",
    "instrument.effective_text": "Its dates",
    "instrument.effect_quoted": "Its words",
    "instrument.comments_close": "Comments to",
    "notice.category": "Read as",
    "notice.published": "Published",
    "mentions": "Names",
    "covered_by": "Covered by",
    "other_keys": "Other keys",
}
_LONG, _AROUND, _SHOWN, _WHOLE = 200, 60, 600, 100_000
_ELSEWHERE = {"links", "instrument.documents", "notice.documents"}
"""What stands among the sources anyway."""
_COUNTRIES = ("nationalities", "citizenships", "countries")
_FIRST = ("full", "value", "list", "title", "text", "type", "target_name", "target_id", "begin", "field")
"""Keys of a plain value that say what it is, the most telling first."""


def differences(change: Change, most: int = 40) -> str:
    """One line a difference: `+` for what is new, `-` for what is gone, `was` and `now` for what is single."""
    lines = [labelled(sign, text, "     ") for sign, text in _pairs(change)]
    rest = [f"     ... and {len(lines) - most:,} more differences"] if len(lines) > most else []
    return "\n".join([*lines[:most], *rest])


def _pairs(change: Change) -> Iterator[tuple[str, str]]:
    for field in change.fields:
        if field.path in _ELSEWHERE:
            continue
        label = called(field.path)
        shape = _shape(field.path)
        if field.added or field.removed:
            yield from ((f"- {label}", shape(value)) for value in field.removed)
            yield from ((f"+ {label}", shape(value)) for value in field.added)
        else:
            yield from _single(label, field)


def _shape(path: str) -> Callable[[Any], str]:
    """How a plain value of a field is said."""
    if path == "listings":
        return lambda value: listing_line(Listing.model_validate(value))
    if path == "relations":
        return lambda value: relation_line(Relation.model_validate(value), {})
    return country_name if path.endswith(_COUNTRIES) else said


def _single(label: str, field: FieldChange) -> Iterator[tuple[str, str]]:
    before, after = narrowed(said(field.before, _WHOLE), said(field.after, _WHOLE))
    yield from ((f"{sign} {label}", harmless(text, _SHOWN)) for sign, text in (("-", before), ("+", after)) if text)


def narrowed(before: str, after: str) -> tuple[str, str]:
    """Two long texts, cut down to where they differ and a few words around it."""
    if len(before) <= _LONG or len(after) <= _LONG:
        return before, after
    start = _alike(before, after)
    end = _alike(before[start:][::-1], after[start:][::-1])
    return _cut(before, start, len(before) - end), _cut(after, start, len(after) - end)


def _alike(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _cut(text: str, start: int, end: int) -> str:
    """The text from `start` to `end` with what stands around it, at word boundaries."""
    first = text.find(" ", start - _AROUND) + 1 if start > _AROUND else 0
    last = text.rfind(" ", 0, end + _AROUND) if end + _AROUND < len(text) else len(text)
    first, last = min(first, start), max(last, end)
    return f"{'... ' if first else ''}{text[first:last]}{' ...' if last < len(text) else ''}"


def called(path: str) -> str:
    """A field's name for a person: `subject.names` is `Names`, `listings[SDN List].programmes` is `Programmes`."""
    if path in _CALLED:
        return _CALLED[path]
    name = re.sub(r"\[.*\]", "", path).rsplit(".", maxsplit=1)[-1]
    return harmless(name, 40).replace("_", " ").capitalize()


def said(value: Any, limit: int = _SHOWN) -> str:
    """A plain value on one line: what it is, and the rest in brackets."""
    if value is None or value in ("", ()):
        return ""
    if isinstance(value, Mapping):
        first = next((key for key in _FIRST if value.get(key)), None)
        rest = [
            f"{key.replace('_', ' ')}: {said(each)}" for key, each in sorted(value.items()) if key != first and each
        ]
        head = said(value[first]) if first else ""
        inside = f"({'; '.join(rest)})" if rest else ""
        return " ".join(filter(None, [head, inside]))
    if isinstance(value, list | tuple):
        return ", ".join(said(each) for each in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return harmless(value, limit)
