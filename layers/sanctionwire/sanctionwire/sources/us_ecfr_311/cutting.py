"""From sections to records: one for the section itself, one for its subject, and one for each party that it names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import orjson

from sanctionwire.core.canonical import canonical
from sanctionwire.errors import SourceChanged
from sanctionwire.source import Base, Parsed, Record
from sanctionwire.sources.us_ecfr_311.sections import Section
from sanctionwire.sources.us_ecfr_311.subjects import keys, special


def cut(found: Iterable[Section], base: Base | None) -> Parsed:
    """All records. A number that the publisher shows as reserved is stated to be gone, with whom it named."""
    records: list[Record] = []
    gone: list[str] = []
    for section in found:
        if section.problem is None and not special(section):
            gone += _before(section.number, base)
        else:
            records += _records(section, base)
    if not records:
        raise SourceChanged("no special measure among the sections", expected="at least one")
    return Parsed(mode="full", records=records, removed=tuple(gone))


def _records(section: Section, base: Base | None) -> Iterator[Record]:
    named: list[str] = []
    if section.problem is None:
        try:
            named = keys(section)
        except SourceChanged as error:
            section = section.model_copy(update={"problem": str(error)})
    if section.problem:
        named = [section.number, *(key for key in _before(section.number, base) if key != section.number)]
    raw = canonical(section.plain())
    yield from (Record(key=key, raw=raw) for key in named)


def _before(number: str, base: Base | None) -> list[str]:
    """The keys that the section had in the last reading, so that none of them seems to have gone."""
    raw = base.raw([number]).get(number) if base else None
    if not raw:
        return []
    known = Section.model_validate(orjson.loads(raw))
    try:
        return keys(known)
    except SourceChanged:
        return [number]
