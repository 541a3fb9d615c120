"""Listings: one for each list that a party is on.

The publisher states measures, programmes and authorities for the party, not for each list: every listing carries all.
"""

from __future__ import annotations

import re

from sanctionwire.sources.us_ofac import values
from sanctionwire.sources.us_ofac.draft import Draft, Plain
from sanctionwire.sources.us_ofac.elements import Element, refuse, rows_of

_DIRECTIVE = re.compile(r"Directive (\w+)$")


def read_listings(draft: Draft, lists: Element, sections: dict[str, Element]) -> list[Plain]:
    programmes = _texts(draft, sections.pop("sanctionsPrograms", None), "sanctionsProgram")
    authorities = _texts(draft, sections.pop("legalAuthorities", None), "legalAuthority")
    types = _texts(draft, sections.pop("sanctionsTypes", None), "sanctionsType")
    for text in programmes:
        if text not in values.PROGRAMMES:
            draft.unknown("programme", text)
    shared: Plain = {
        "measures": [*(_measure(draft, text) for text in types), *draft.menu],
        "programmes": programmes,
        "authorities": authorities,
        "secondary_sanctions": draft.secondary,
    }
    _date(draft, shared["measures"])
    listings = [{**_listing(draft, row), **shared} for row in rows_of(lists, "sanctionsList")]
    if not listings:
        refuse(lists, "an entity on no list", "<sanctionsList>")
    return listings


def _texts(draft: Draft, section: Element | None, name: str) -> list[str]:
    return [draft.book.value(row, "id") for row in rows_of(section, name)]


def _listing(draft: Draft, row: Element) -> Plain:
    text = draft.book.value(row, "id", "datePublished")
    if text not in values.LISTS:
        draft.unknown("list", text)
    return {"list": text, "listed_on": row.get("datePublished")}


def _measure(draft: Draft, text: str) -> Plain:
    if text not in values.EFFECTS:
        draft.unknown("sanctions type", text)
    measure: Plain = {"type": text, "effect": values.EFFECTS.get(text, "other")}
    if directive := _DIRECTIVE.search(text):
        measure["directive"] = f"Directive {directive[1]}"
    return measure


def _date(draft: Draft, measures: list[Plain]) -> None:
    """Give each measure its own dates; a date whose measure is not there stays a particular."""
    for label, field, which, span in draft.dates:
        wanted = which.replace("EO ", "Executive Order ")
        dated = [measure for measure in measures if f"{measure['type']} ".startswith(f"{wanted} ")]
        day = span.get("begin")
        for measure in dated if day else ():
            measure[field] = day
        if not dated or not day:
            draft.particular("measure_date", day or span.get("text", ""), label=label)
