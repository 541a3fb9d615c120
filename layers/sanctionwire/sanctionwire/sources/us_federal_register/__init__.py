"""FinCEN's and OFAC's documents in the Federal Register, on inspection and as published, and whom they name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sanctionwire.errors import SourceChanged
from sanctionwire.rolling import PAGE, Details, Item, Roll
from sanctionwire.source import About, Document, Request
from sanctionwire.sources.us_federal_register.listing import (
    AGENCIES,
    INSPECTED_NOW,
    INSPECTION,
    is_text,
    page,
    published_by,
)
from sanctionwire.sources.us_federal_register.parties import SLUG, derived
from sanctionwire.sources.us_federal_register.reading import doubtful, read, split
from sanctionwire.sources.us_federal_register.rules import operational
from sanctionwire.sources.us_federal_register.subjects import subjects
from sanctionwire.sources.us_federal_register.text import from_row, kept, walled

_OK = 200
_LARGEST_TEXT = 12 * 1024 * 1024

ABOUT = About(
    slug=SLUG,
    title="Documents of FinCEN and OFAC in the Federal Register",
    publisher="Federal Register",
    jurisdiction="us",
    url="https://www.federalregister.gov/agencies/financial-crimes-enforcement-network",
    cadence_minutes=15,
    kind="rolling",
    covers="Findings, proposed and final rules, orders, relief, withdrawals, repeals and notices of the Financial "
    "Crimes Enforcement Network and the Office of Foreign Assets Control, from public inspection on; the subjects of "
    "special measures, and every party that their definitions name",
    does_not_cover="What is only on the agencies' own sites, as exceptive relief often is, and what they announce "
    "before it is filed; whom OFAC designates, which the sanctions lists say first; notices of information collections "
    "and meetings; dates that a document leaves to be reckoned; whom a definition covers without naming them",
    addressees="As each document says; under section 311 covered financial institutions as its section defines them",
    terms="A work of the United States government, not subject to copyright there (17 U.S.C. 105). The site's edition "
    "is not the official one, which is the PDF on govinfo.gov",
    terms_read_on="not read on the site, which could not be reached; the law is general",
    robots="Not read: the site could not be reached when this was written. Its pages are closed to robots; its "
    "programming interface and full texts are offered to them",
    attribution="Federal Register (Office of the Federal Register, Government Publishing Office)",
    verified_on="2026-04-21",
    hosts=("www.federalregister.gov", "federalregister.gov"),
    least=5,
    verbs=("published", "taken down"),
    max_bytes=8 * 1024 * 1024,
    accept_publishers_zone="America/New_York",
)


def details(item: Item) -> Mapping[str, Request]:
    """The full text, where there is one."""
    if not is_text(item.url):
        return {}
    return {PAGE: Request(name=PAGE, url=item.url, accept="text/plain", max_bytes=_LARGEST_TEXT)}


def cut(item: Item, found: Details) -> Mapping[str, Any]:
    """What is kept of the text. A published document is told without it, from what the register says of it."""
    if "published" not in item.fields and "scheduled" not in item.fields:
        note = item.fields.get("note") or "no note says why"
        raise SourceChanged(f"on inspection without a day of publication: {note}", place=item.key, expected="one")
    text = found.get(PAGE)
    why = _missing(text)
    if text is not None and why is None:
        told = kept(text.read(), item.key)
        return told if subjects(item.title).special else {**told, "claims": []}
    if "published" not in item.fields:
        raise SourceChanged(f"no text: {why}", place=item.key, expected="the document on inspection")
    return {"missing": why, **from_row(item.fields)}


def _missing(text: Document | None) -> str | None:
    """Why there is no text, if there is none."""
    if text is None:
        return "there is none"
    if text.status != _OK:
        return f"HTTP {text.status}"
    return "a page stands in its place" if walled(text.read()) else None


def carry(item: Item, before: Item) -> Item:
    """Since when it was on inspection: the register's row no longer says so."""
    inspected = item.fields.get("inspected") or before.fields.get("inspected")
    return replace(item, fields={**item.fields, "inspected": inspected}) if inspected else item


ROLL = Roll(
    about=ABOUT,
    listings={
        **{name.lower(): Request(name="", url=published_by(agency)) for agency, name in AGENCIES.items()},
        INSPECTION: Request(name="", url=INSPECTED_NOW),
    },
    page=page,
    concerns=lambda item: operational(item.title),
    details=details,
    cut=cut,
    split=split,
    item=read,
    derived=derived,
    doubtful=doubtful,
    carry=carry,
    blocked=lambda document: walled(document.read()),
    passing=frozenset({INSPECTION}),
)
SOURCE = ROLL.source
