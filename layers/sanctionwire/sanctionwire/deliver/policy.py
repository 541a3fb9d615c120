"""Filters of a subscription as an SNS filter policy: checked before AWS is called, and evaluated as SNS does. Pure.

SNS combines the keys of a policy with AND, and the values of a key with OR. Two things must come through whatever is
filtered: that a source cannot be seen (`BLIND`), and that a person must look (`CHECK`). So each policy that names
classes names these two as well, and each other key but the source admits `all`, which such messages carry.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from math import prod
from typing import get_args

from sanctionwire.core.alerts.attributes import ALL, NONE, Attributes, filterable
from sanctionwire.core.alerts.classes import Binding, Class
from sanctionwire.core.changes import ChangeKind
from sanctionwire.core.model import Effect, Entry, Listing, Subject
from sanctionwire.core.normalise.countries import country, country_of_code

MOST_KEYS, MOST_COMBINATIONS, MOST_POLICIES = 5, 150, 200
"""SNS's limits: keys of a policy, product of the numbers of their values, policies of a topic."""

ALWAYS = ("BLIND", "CHECK")
"""Classes that nobody can filter away."""

Policy = dict[str, list[str]]


class Refused(ValueError):
    """What SNS would not take, or what would never match; the words say why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One filter: the attribute that it looks at, its values if they are known, and what it says."""

    attribute: str
    says: str
    known: tuple[str, ...] = ()
    spelt: Callable[[str], str] = str.lower
    extra: tuple[str, ...] = (ALL,)
    """What is admitted whatever is asked for."""


def _literals(model: type[Entry | Listing | Subject], field: str) -> tuple[str, ...]:
    return get_args(model.model_fields[field].annotation)


def _country(text: str) -> str:
    """A country by its code or by any of its names."""
    if text.lower() in {ALL, NONE}:
        return text.lower()
    code = country_of_code(text) or country(text)
    if code is None:
        raise Refused(f"{text!r} is no country that is known here; give a code such as kh, or an English name")
    return code


FILTERS: Mapping[str, Filter] = {
    "class": Filter(
        attribute="class",
        says="what it asks of the reader: ACT, PLAN, INFO, EASE (BLIND and CHECK always come)",
        known=get_args(Class),
        spelt=str.upper,
        extra=ALWAYS,
    ),
    "source": Filter(attribute="source", says="the source's name, as us_ofac", extra=()),
    "kind": Filter(
        attribute="kind",
        says="what happened: designated, removed, ...",
        known=(*get_args(ChangeKind), "confirmed", "daily"),
    ),
    "country": Filter(
        attribute="countries", says="a country stated of any party; none: no country is stated", spelt=_country
    ),
    "programme": Filter(attribute="programmes", says="a programme, as the publisher writes it", spelt=filterable),
    "schema": Filter(
        attribute="schemas",
        says="what the party is: Person, Vessel, ...; notice, instrument: what names none",
        known=(*_literals(Subject, "schema_"), *(kind for kind in _literals(Entry, "type") if kind != "party")),
        spelt=str,
    ),
    "effect": Filter(attribute="effect", says="what the measure does: block, ...", known=get_args(Effect)),
    "listing-kind": Filter(
        attribute="listing_kind",
        says="what kind of list: sanctions, ...; notice, instrument, authorisation: on none",
        known=(*_literals(Listing, "kind"), "notice", "instrument", "authorisation"),
    ),
    "binding": Filter(attribute="binding", says="whether it binds: now, later, unknown, no", known=get_args(Binding)),
}
"""Filter, as the operator's command spells it → what it does."""


def policy(filters: Mapping[str, Sequence[str]], sources: Iterable[str]) -> Policy:
    """The filter policy for these filters; empty for none. Raises Refused before anybody asks AWS."""
    made: Policy = {}
    for name, values in filters.items():
        if not values:
            continue
        rule = FILTERS.get(name)
        if rule is None:
            raise Refused(f"there is no filter {name!r}{_meant(name, FILTERS)}")
        known = tuple(sources) if name == "source" else rule.known
        asked = [_value(name, rule, value, known) for value in values]
        made[rule.attribute] = list(dict.fromkeys([*asked, *rule.extra]))
    if len(made) > MOST_KEYS:
        raise Refused(
            f"{len(made)} filters: SNS takes {MOST_KEYS} in one subscription. Leave some out; nothing is lost by it"
        )
    if combinations(made) > MOST_COMBINATIONS:
        counted = " x ".join(f"{len(values)} {name}" for name, values in made.items())
        raise Refused(
            f"{counted} are {combinations(made)} combinations: SNS takes {MOST_COMBINATIONS}. Values that always come "
            "are counted. Name fewer, or leave one filter out"
        )
    return made


def _value(name: str, rule: Filter, value: str, known: Sequence[str]) -> str:
    spelt = rule.spelt(value.strip())
    if not spelt:
        raise Refused(f"an empty {name} matches nothing")
    if spelt == "DEMO" and name == "class":
        raise Refused("DEMO is a mark in front of an alert's class, not a class of its own")
    if known and spelt not in known:
        raise Refused(f"{value!r} is no {name}{_meant(spelt, known)}")
    return spelt


def _meant(value: str, known: Iterable[str]) -> str:
    choices = list(known)
    near = get_close_matches(value.casefold(), {choice.casefold(): choice for choice in choices}, n=1)
    if near:
        return f"; did you mean {next(choice for choice in choices if choice.casefold() == near[0])}?"
    return f"; there are: {', '.join(sorted(choices))}"


def combinations(made: Policy) -> int:
    """What SNS counts: the product of the numbers of values."""
    return prod(len(values) for values in made.values())


def matches(made: Policy, attributes: Attributes) -> bool:
    """Whether SNS lets a message with these attributes through: every key, by any of its values."""
    return all(not set(values).isdisjoint(_values(attributes.get(name, ()))) for name, values in made.items())


def _values(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value
