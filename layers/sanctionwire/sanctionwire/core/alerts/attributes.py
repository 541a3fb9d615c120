"""What subscribers filter on, and how its values are spelt on both sides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sanctionwire.core.alerts.text import harmless

Attributes = dict[str, str | tuple[str, ...]]
"""Name → one value, or several of which any may match."""

ALL = "all"
"""Concerns every subscriber of the source, whatever else they filter on. Each subscription admits it in each filter."""

NONE = "none"
"""The publisher states no such thing."""

MOST_VALUES = 60
"""An attribute with more values than this says ALL: it would be too long, and concerns nearly everybody anyway."""


def filterable(programme: str) -> str:
    """A programme as subscriptions and attributes spell it: SNS matches letter by letter, people do not type so."""
    return harmless(programme, 100).upper().replace('"', "").replace("\\", "")


def values(found: Iterable[str]) -> tuple[str, ...]:
    """The values of a multi-valued attribute."""
    distinct = sorted({value for value in found if value})
    return (ALL,) if len(distinct) > MOST_VALUES else tuple(distinct) or (NONE,)


def one_or_all(found: Iterable[str], usual: str) -> str | tuple[str, ...]:
    """The one value of an attribute that mostly has one; all of them where an alert has several."""
    distinct = tuple(sorted(set(found)))
    return distinct if len(distinct) > 1 else usual


def attributes(*, class_: str, **rest: str | tuple[str, ...]) -> Attributes:
    """What subscribers filter on, `class` being no name for an argument."""
    return {"class": class_, **rest}


def countries(subject: Any, name: str = "") -> Iterator[str]:
    """Every country under a plain subject: its own, and those of its addresses, documents, births and flags."""
    if isinstance(subject, Mapping):
        for key, inner in subject.items():
            yield from countries(inner, key)
    elif isinstance(subject, list | tuple):
        for inner in subject:
            yield from countries(inner, name)
    elif isinstance(subject, str) and name in {"country", "countries", "nationalities", "citizenships"}:
        yield subject


def concerning_all(class_: str, kind: str, *, source: str | tuple[str, ...], authority: str) -> Attributes:
    """Attributes of what every subscriber of a source must hear, whatever they filter on besides."""
    every = (ALL,)
    return attributes(
        class_=class_,
        source=source,
        authority=authority,
        kind=(kind, ALL),
        listing_kind=every,
        effect=every,
        binding=every,
        programmes=every,
        countries=every,
        schemas=every,
    )
