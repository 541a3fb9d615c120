"""From a record to its entry: the section, its subject, or a party that it names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import orjson

from sanctionwire.core.model import (
    Entry,
    Instrument,
    Listing,
    Name,
    Publication,
    Relation,
    Subject,
    Unmapped,
)
from sanctionwire.core.normalise import country, script, written
from sanctionwire.core.regulation import Named, Whom, addressees, forbidden, measures, slug, whom
from sanctionwire.errors import SourceChanged
from sanctionwire.sources.us_ecfr_311.sections import Section
from sanctionwire.sources.us_ecfr_311.subjects import keys, subject

SLUG = "us_ecfr_311"
LIST = "31 CFR part 1010, subpart F: special measures"

_CITED = re.compile(r"(?P<citation>\d+ FR \d+), (?P<date>[A-Z][a-z]+\.? \d{1,2}, \d{4})")


def read(key: str, raw: bytes, _refs: Mapping[str, Any]) -> Entry:
    """The entry of one record."""
    section = Section.model_validate(orjson.loads(raw))
    if section.problem:
        raise SourceChanged(section.problem)
    name = subject(section)
    about = whom(section.paragraphs, name)
    if key == section.number:
        return _section(section, about)
    itself = Named(names=(Name(full=name, kind="primary", script=script(name)),))
    wanted = key.partition("/")[2]
    who = next((each for each in (itself, *about.covered.named) if slug(each.primary) == wanted), None)
    if who is None:
        raise SourceChanged(f'"{wanted}" is not named', place=f"section {section.number}", expected="a name it covers")
    return _party(key, section, about, who)


def _cfr(section: Section) -> str:
    return f"31 CFR {section.number}"


def _link(section: Section) -> str:
    return f"https://www.ecfr.gov{section.path or f'/current/title-31/section-{section.number}'}"


def _section(section: Section, about: Whom) -> Entry:
    if section.citation and not _CITED.search(section.citation):
        raise SourceChanged(
            f"citation {section.citation!r}", place=f"section {section.number}", expected="90 FR 48311, Oct. 16, 2025"
        )
    binds, forbids = addressees(section.paragraphs), forbidden(section.paragraphs)
    if binds is None or forbids is None:
        seen = "no prohibition in paragraph (b)" if binds else "no definition of covered financial institution"
        raise SourceChanged(seen, place=f"section {section.number}", expected="one")
    return Entry(
        id=f"{SLUG}:{section.number}",
        source=SLUG,
        type="instrument",
        instrument=Instrument(
            action="codified",
            stage=_cfr(section),
            agency="FinCEN",
            title=section.heading.rstrip("."),
            citation=section.citation,
            sections=(_cfr(section),),
            documents=tuple(_documents(section)),
            addressees=binds,
            effect_quoted=forbids,
            covers=tuple(f"{SLUG}:{key}" for key in keys(section)[1:]),
        ),
        remarks="\n".join([*about.definitions, *section.notes]) or None,
        links=(_link(section),),
        unmapped=tuple(Unmapped(field="definition", value=each) for each in about.odd),
    )


def _documents(section: Section) -> list[Publication]:
    cited = [
        Publication(
            title=f"Federal Register, {each['citation']}",
            date=written(each["date"]),
            url=f"https://www.federalregister.gov/citation/{each['citation'].replace(' ', '-')}",
            citation=each["citation"],
        )
        for each in _CITED.finditer(section.citation or "")
    ]
    return [Publication(title=f"{_cfr(section)} as in force", url=_link(section), citation=_cfr(section)), *cited]


def _party(key: str, section: Section, about: Whom, who: Named) -> Entry:
    name = subject(section)
    is_subject = who.primary == name
    code = country(name) if is_subject and about.type == "jurisdiction" else None
    relations = (
        Relation(
            type=who.relation,
            common="subsidiary" if who.relation.startswith("subsidiar") and "," not in who.relation else "other",
            target_id=f"{SLUG}:{section.number}/{slug(name)}",
            target_name=name,
        ),
    )
    cited = _CITED.search(section.citation or "")
    return Entry(
        id=f"{SLUG}:{key}",
        source=SLUG,
        type=about.type if is_subject else "party",
        subject=Subject(
            schema_="LegalEntity" if about.type == "party" or not is_subject else "Thing",
            names=who.names,
            identifiers=who.identifiers,
            countries=(code,) if code else (),
        ),
        listings=(
            Listing(
                list=LIST,
                kind="special_measure",
                listed_on=written(cited["date"]) if cited else None,
                measures=tuple(measures(section.paragraphs)),
                programmes=("Section 311",),
                authorities=("31 U.S.C. 5318A", _cfr(section)),
            ),
        ),
        relations=() if is_subject else relations,
        covered_by=(f"{SLUG}:{section.number}",),
        remarks="\n".join(about.definitions) or None,
        links=(_link(section),),
        unmapped=tuple(Unmapped(field="definition", value=each) for each in about.odd) if is_subject else (),
    )
