"""The record of one party while its sections are being read."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sanctionwire.core import normalise
from sanctionwire.sources.us_ofac.elements import Element
from sanctionwire.sources.us_ofac.references import Book

Plain = dict[str, Any]


@dataclass(slots=True, kw_only=True)
class Draft:
    """What was found so far, in the record's own terms (plain dictionaries: the model checks them once, at the end)."""

    book: Book
    schema: str = "Thing"
    names: list[Plain] = field(default_factory=list)
    births: list[Plain] = field(default_factory=list)
    birth_places: list[Plain] = field(default_factory=list)
    gender: str | None = None
    nationalities: list[str] = field(default_factory=list)
    citizenships: list[str] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    addresses: list[Plain] = field(default_factory=list)
    identifiers: list[Any] = field(default_factory=list)
    particulars: list[Plain] = field(default_factory=list)
    relations: list[Plain] = field(default_factory=list)
    menu: list[Plain] = field(default_factory=list)
    """Measures that the publisher states as features."""
    dates: list[tuple[str, str, str, Plain]] = field(default_factory=list)
    """Dates of measures: label, which date, of which measure, span."""
    secondary: list[str] = field(default_factory=list)
    targets: set[str] = field(default_factory=set)
    """Schemas that the target and organisation types speak for."""
    remarks: str | None = None
    unmapped: list[Plain] = field(default_factory=list)

    def unknown(self, what: str, value: str) -> None:
        """Note a declared value that no table knows; it is carried verbatim where it fits best."""
        self.unmapped.append({"field": what, "value": value})

    def country(self, element: Element) -> tuple[str, str | None]:
        """The declared text of a country and its code."""
        text, code, known = self.book.country(element)
        if not known:
            self.unknown("country", text)
        return text, code

    def particular(self, kind: str, value: str, **more: Any) -> None:
        self.particulars.append({"type": kind, "value": value, **{key: each for key, each in more.items() if each}})


@lru_cache(maxsize=4096)
def country_named(text: str) -> str | None:
    """The country that a text is the name of."""
    return normalise.country(text)
