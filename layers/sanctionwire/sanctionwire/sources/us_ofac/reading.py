"""One raw record, read: the publisher's entity tree as an Entry. Nothing in the tree is overlooked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from sanctionwire.core.model import Entry
from sanctionwire.errors import SourceChanged, WireError
from sanctionwire.sources.us_ofac import values
from sanctionwire.sources.us_ofac.documents import read_documents, read_relations
from sanctionwire.sources.us_ofac.draft import Draft, Plain
from sanctionwire.sources.us_ofac.elements import Element, flag_of, ignore, need, parts_of, refuse, text_of, used_up
from sanctionwire.sources.us_ofac.features import read_features
from sanctionwire.sources.us_ofac.listings import read_listings
from sanctionwire.sources.us_ofac.names import read_addresses, read_names
from sanctionwire.sources.us_ofac.publication import SLUG
from sanctionwire.sources.us_ofac.references import Book
from sanctionwire.sources.us_ofac.tree import tree_of

_PAGE = "https://sanctionssearch.ofac.treas.gov/Details.aspx?id="
_FLAGS = {"isUsCitizen": "U.S. citizen", "isUsPerson": "U.S. person"}


def read(key: str, raw: bytes, refs: Mapping[str, Any]) -> Entry:
    try:
        return Entry.model_validate(_plain(key, tree_of(raw), Book(refs)))
    except WireError as error:
        raise error.at(source=SLUG, place="" if error.place else f"entity {key}") from error
    except ValidationError as error:
        first = error.errors()[0]
        seen = f"{'.'.join(map(str, first['loc']))}: {first['msg']} ({first['input']!r})"
        raise SourceChanged(seen, source=SLUG, place=f"entity {key}") from error


def _plain(key: str, entity: Element, book: Book) -> Plain:
    sections = parts_of(entity, "id")
    if entity.tag != "entity" or entity.get("id") != key:
        refuse(entity, f"<{entity.tag}> {entity.get('id')}", f"entity {key}")
    draft = Draft(book=book)
    _general(draft, need(sections, "generalInfo", entity))
    read_names(draft, need(sections, "names", entity))
    read_addresses(draft, sections.pop("addresses", None))
    read_features(draft, sections.pop("features", None))
    read_documents(draft, sections.pop("identityDocuments", None))
    read_relations(draft, sections.pop("relationships", None), source=SLUG)
    listings = read_listings(draft, need(sections, "sanctionsLists", entity), sections)
    used_up(sections)
    entry: Plain = {
        "id": f"{SLUG}:{key}",
        "source": SLUG,
        "type": "party",
        "subject": _subject(draft),
        "listings": listings,
        "relations": draft.relations,
        "links": [f"{_PAGE}{key}"],
        "unmapped": draft.unmapped,
    }
    if draft.remarks:
        entry["remarks"] = draft.remarks
    return entry


def _general(draft: Draft, section: Element) -> None:
    """What kind of party it is, titles, remarks."""
    parts = parts_of(section)
    kind = draft.book.value(need(parts, "entityType", section))
    if kind not in values.SCHEMAS:
        draft.unknown("entity type", kind)
    draft.schema = values.SCHEMAS.get(kind, "Thing")
    ignore(parts, "identityId")  # a number of the publisher's own that no other document uses
    draft.remarks = text_of(parts.pop("remarks", None)) or None
    for title in text_of(parts.pop("title", None)).split("; "):
        if title:
            draft.particular("title", title)
    if "livingStatus" in parts:
        draft.particular("living_status", draft.book.value(parts.pop("livingStatus")))
    for name, words in _FLAGS.items():
        if name in parts:
            draft.particular("other", "yes" if flag_of(parts.pop(name)) else "no", label=words)
    used_up(parts)


def _subject(draft: Draft) -> Plain:
    """Who or what it is. Companies, organisations and offices are all "Entity": its target types may say which."""
    schema = draft.schema
    if schema == "LegalEntity" and len(draft.targets) == 1:
        (schema,) = draft.targets
    subject: Plain = {
        "schema": schema,
        "names": draft.names,
        "births": draft.births,
        "birth_places": draft.birth_places,
        "nationalities": draft.nationalities,
        "citizenships": draft.citizenships,
        "countries": draft.countries,
        "addresses": draft.addresses,
        "identifiers": draft.identifiers,
        "particulars": draft.particulars,
    }
    if draft.gender:
        subject["gender"] = draft.gender
    return subject
