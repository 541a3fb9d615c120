"""Which changes a reader asks for: values of one filter are alternatives, filters narrow each other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import chain
from typing import Any, get_args

from sanctionwire.core.alerts.attributes import countries, filterable
from sanctionwire.core.changes import Cause, ChangeKind, Weight
from sanctionwire.core.model import Effect, Entry, Subject
from sanctionwire.feed.problems import Problem

Plain = Mapping[str, Any]
"""A record or a change as JSON types, defaults left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One filter: where a change has its values, and which values there are (None: any text)."""

    of: Callable[[Plain], Iterator[str]]
    known: tuple[str, ...] | None = None
    pattern: str | None = None
    spelt: Callable[[str], str] = str
    """How both sides are spelt before they are compared."""
    says: str


def _entries(change: Plain) -> Iterator[Plain]:
    """Both sides: who filters must learn of what enters the filter, and of what leaves it."""
    return (change[side] for side in ("before", "after") if change.get(side))


def _subjects(change: Plain) -> Iterator[Plain]:
    return (entry["subject"] for entry in _entries(change) if entry.get("subject"))


def _listings(change: Plain) -> Iterator[Plain]:
    return chain.from_iterable(entry.get("listings", ()) for entry in _entries(change))


def _effects(change: Plain) -> Iterator[str]:
    return (measure["effect"] for listing in _listings(change) for measure in listing.get("measures", ()))


def _choices(model: type[Any], field: str) -> tuple[str, ...]:
    return get_args(model.model_fields[field].annotation)


FILTERS: Mapping[str, Filter] = {
    "kind": Filter(
        of=lambda change: iter((change["kind"],)), known=get_args(ChangeKind), says="what happened"
    ),
    "cause": Filter(
        of=lambda change: iter((change.get("cause", "publisher"),)), known=get_args(Cause), says="what made the change"
    ),
    "weight": Filter(
        of=lambda change: iter((change.get("weight", "major"),)), known=get_args(Weight), says="how much it matters"
    ),
    "type": Filter(
        of=lambda change: (entry["type"] for entry in _entries(change)),
        known=_choices(Entry, "type"),
        says="type of the entry",
    ),
    "schema": Filter(
        of=lambda change: (subject["schema"] for subject in _subjects(change)),
        known=_choices(Subject, "schema_"),
        says="FollowTheMoney schema of the subject",
    ),
    "country": Filter(
        of=lambda change: chain.from_iterable(map(countries, _subjects(change))),
        pattern="[a-z]{2,4}",
        says="country code stated anywhere of the subject: nationality, address, document, flag",
    ),
    "programme": Filter(
        of=lambda change: (filterable(one) for listing in _listings(change) for one in listing.get("programmes", ())),
        spelt=filterable,
        says="programme in the publisher's words, in any case",
    ),
    "list": Filter(
        of=lambda change: (listing["list"] for listing in _listings(change)), says="list in the publisher's words"
    ),
    "effect": Filter(of=_effects, known=get_args(Effect), says="common effect of a measure"),
}  # fmt: skip
"""Filter → how it looks at a change. `source` is besides: it is the commit's."""


def choose(asked: Mapping[str, list[str]]) -> dict[str, frozenset[str]]:
    """The filters in a query, their values checked."""
    return {name: frozenset(_checked(name, value) for value in asked[name]) for name in FILTERS if name in asked}


def _checked(name: str, value: str) -> str:
    rule = FILTERS[name]
    if rule.pattern and not re.fullmatch(rule.pattern, value):
        raise Problem("bad-parameter", f"{value[:60]!r} is not a {name}; it is written {rule.pattern}")
    if rule.known is not None:
        known(name, value, rule.known)
    return rule.spelt(value)


def known(name: str, value: str, choices: tuple[str, ...]) -> None:
    """Raise, with the nearest spelling or all there are, if `value` is none of the choices."""
    if value not in choices:
        near = get_close_matches(value, choices, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"there are: {', '.join(sorted(choices))}"
        raise Problem("bad-parameter", f"{value[:60]!r} is not a {name}; {hint}")


def admits(wanted: Mapping[str, frozenset[str]], change: Plain) -> bool:
    """Whether every filter finds one of its values in the change."""
    return all(not values.isdisjoint(FILTERS[name].of(change)) for name, values in wanted.items())
