"""One record of the list to an Entry: every element is used, or named as left out; anything else is refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from sanctionwire.core.model import Entry, Identifier, Listing, Name, Particular, Subject, Unmapped
from sanctionwire.core.normalise import country, identifier, imo_number, iso, script
from sanctionwire.errors import SourceChanged
from sanctionwire.formats.fields import Fields
from sanctionwire.sources.un_sc import parts
from sanctionwire.sources.un_sc.parts import Words
from sanctionwire.sources.un_sc.regimes import REGIMES, measures

_LIST = "UN Security Council Consolidated List"
_LIST_TYPE = "UN List"
_NAMES = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_GENDERS = {"male": "male", "female": "female", "unknown": None}


def read(key: str, raw: bytes, _refs: Mapping[str, Any]) -> Entry:
    """Read one individual or entity."""
    ((kind, content),) = orjson.loads(raw).items()
    record, words = Fields(content, f"{kind} {key}"), Words()
    record.ignore("DATAID")  # it is the key
    reference, comments = record.needed("REFERENCE_NUMBER"), record.text("COMMENTS1") or ""
    listing, page = _listing(record, comments, words, individual=kind == "INDIVIDUAL")
    numbers = (Identifier(type="un_reference", value=reference),)
    if kind == "INDIVIDUAL":
        subject = _individual(record, numbers, words)
    else:
        subject = _entity(record, (*numbers, *_imo(comments)), words)
    record.done()
    return Entry(
        id=f"un_sc:{key}",
        source="un_sc",
        type="party",
        subject=subject,
        listings=(listing,),
        other_keys=(reference,),
        remarks=comments or None,
        links=(page,) if page else (),
        unmapped=tuple(words.unknown),
    )


def _listing(record: Fields, comments: str, words: Words, *, individual: bool) -> tuple[Listing, str | None]:
    """The place on the list, and the committee's page."""
    programme = record.needed("UN_LIST_TYPE")
    regime = REGIMES.get(programme)
    if not regime:
        words.unknown.append(Unmapped(field="UN_LIST_TYPE", value=programme))
    for name in _values(record, "LIST_TYPE"):
        if name != _LIST_TYPE:
            words.unknown.append(Unmapped(field="LIST_TYPE", value=name))
    listing = Listing(
        list=_LIST,
        listed_on=iso(record.needed("LISTED_ON")),
        measures=tuple(measures(regime, comments, individual=individual)),
        programmes=(programme,),
    )
    return listing, regime.page if regime else None


def _values(record: Fields, name: str) -> Iterator[str]:
    """The texts of a list of VALUE elements."""
    for holder in record.children(name):
        yield from holder.texts("VALUE")


def _imo(comments: str) -> Iterator[Identifier]:
    """The IMO number that the comments state as such; the list names companies, not ships."""
    if number := imo_number(comments):
        yield identifier("imo_company", number, label="IMO number", note="stated in the comments")


def _individual(record: Fields, numbers: tuple[Identifier, ...], words: Words) -> Subject:
    aliases = list(parts.aliases(record.children("INDIVIDUAL_ALIAS"), words))
    nationalities = list(parts.nationalities(_values(record, "NATIONALITY"), words))
    papers = list(parts.documents(record.children("INDIVIDUAL_DOCUMENT"), words))
    births = list(parts.births(record.children("INDIVIDUAL_DATE_OF_BIRTH")))
    dates = {birth.begin for birth in births}
    places = parts.places(record.children("INDIVIDUAL_PLACE_OF_BIRTH"), words)
    return Subject(
        schema_="Person",
        names=(*_names(record), *(name for name, _, _ in aliases)),
        births=(*births, *(birth for _, birth, _ in aliases if birth and birth.begin not in dates)),
        birth_places=(*places, *(place for _, _, place in aliases if place)),
        gender=_gender(record, words),
        nationalities=tuple(code for code, _ in nationalities if code),
        addresses=tuple(parts.addresses(record.children("INDIVIDUAL_ADDRESS"), words)),
        identifiers=(*numbers, *(paper for paper in papers if isinstance(paper, Identifier))),
        particulars=(
            *(Particular(type="title", value=text) for text in _values(record, "TITLE")),
            *(Particular(type="position", value=text) for text in _values(record, "DESIGNATION")),
            *(said for _, said in nationalities if said),
            *(paper for paper in papers if isinstance(paper, Particular)),
            *_submitted(record),
        ),
    )


def _entity(record: Fields, numbers: tuple[Identifier, ...], words: Words) -> Subject:
    """A company, a bank, an armed group: the list does not tell them apart."""
    aliases = parts.aliases(record.children("ENTITY_ALIAS"), words)
    return Subject(
        schema_="LegalEntity",
        names=(*_names(record), *(name for name, _, _ in aliases)),
        addresses=tuple(parts.addresses(record.children("ENTITY_ADDRESS"), words)),
        identifiers=numbers,
        particulars=tuple(_submitted(record)),
    )


def _names(record: Fields) -> Iterator[Name]:
    """The name on the list, and the same in its original script."""
    full = " ".join(text for name in _NAMES if (text := record.text(name)))
    if not full:
        raise SourceChanged("no name", place=record.place, expected="FIRST_NAME to FOURTH_NAME")
    yield Name(full=full, kind="primary", strength="strong", script=script(full))
    if original := record.text("NAME_ORIGINAL_SCRIPT"):
        yield Name(full=original, kind="primary", strength="strong", script=script(original))


def _gender(record: Fields, words: Words) -> Any:
    text = record.text("GENDER")
    if text and text.casefold() not in _GENDERS:
        words.unknown.append(Unmapped(field="GENDER", value=text))
    return _GENDERS.get((text or "").casefold())


def _submitted(record: Fields) -> Iterator[Particular]:
    """Who proposed the listing, and when, in the few entries that say so."""
    if state := record.text("SUBMITTED_BY"):
        yield Particular(type="other", label="submitted by", value=state, country=country(state))
    if day := record.text("SUBMITTED_ON"):
        yield Particular(type="other", label="submitted on", value=iso(day))
