"""One designation to an Entry: every element is used, or named as left out; anything else is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import orjson

from sanctionwire.core.model import DateSpan, Entry, Identifier, Listing, Name, Particular, Place, Relation, Subject
from sanctionwire.core.normalise import day_first, identifier
from sanctionwire.errors import SourceChanged
from sanctionwire.formats.fields import Fields
from sanctionwire.sources.uk_sl import parts
from sanctionwire.sources.uk_sl.measures import measures
from sanctionwire.sources.uk_sl.parts import Words, each, inner

_LIST = "UK Sanctions List"
_SOURCES = {"UK", "UN"}
_SCHEMAS: dict[str, Literal["Person", "LegalEntity", "Vessel"]] = {
    "Individual": "Person",
    "Entity": "LegalEntity",  # companies, banks, armed groups: the list tells them apart in free text only
    "Ship": "Vessel",
}
_GENDERS: dict[str, Literal["male", "female"]] = {"male": "male", "female": "female"}
_SHIP = (
    ("TypeOfShipDetails", "TypeOfShip", "vessel_type", "Type of ship"),
    ("TonnageOfShipDetails", "TonnageOfShip", "tonnage", "Tonnage of ship"),
    ("LengthOfShipDetails", "LengthOfShip", "other", "Length of ship"),
    ("YearsBuilt", "YearBuilt", "built", "Year built"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What only an individual, only an entity or only a ship has."""

    births: tuple[DateSpan, ...] = ()
    birth_places: tuple[Place, ...] = ()
    gender: Literal["male", "female"] | None = None
    nationalities: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    particulars: tuple[Particular, ...] = ()
    relations: tuple[Relation, ...] = ()


def read(key: str, raw: bytes, _refs: Mapping[str, Any]) -> Entry:
    """Read one individual, entity or ship."""
    record, words = Fields(orjson.loads(raw), f"Designation {key}"), Words()
    record.ignore("UniqueID")  # it is the key
    kind = record.needed("IndividualEntityShip")
    if kind not in _SCHEMAS:
        raise SourceChanged(f'"{kind}"', place=f"{record.place}/IndividualEntityShip", expected=", ".join(_SCHEMAS))
    group, reference = record.text("OFSIGroupID"), record.text("UNReferenceNumber")
    listing = _listing(record, reference, words)
    own = _own(record, kind, words)
    subject = Subject(
        schema_=_SCHEMAS[kind],
        names=_names(record, words, kind),
        births=own.births,
        birth_places=own.birth_places,
        gender=own.gender,
        nationalities=own.nationalities,
        addresses=tuple(parts.addresses(record, words)),
        identifiers=(*_references(group, reference), *own.identifiers, *parts.contacts(record)),
        particulars=(
            *(Particular(type="title", value=text) for text in each(record, "Titles", "Title")),
            *own.particulars,
        ),
    )
    remarks = record.text("OtherInformation")
    record.done()
    return Entry(
        id=f"uk_sl:{key}",
        source="uk_sl",
        type="party",
        subject=subject,
        listings=(listing,),
        relations=own.relations,
        other_keys=(f"OFSI Group ID {group}",) if group else (),
        remarks=remarks,
        unmapped=tuple(words.unknown),
    )


def _names(record: Fields, words: Words, kind: str) -> tuple[Name, ...]:
    names = (*parts.names(record, words, individual=kind == "Individual"), *parts.non_latin(record))
    if not any(name.kind == "primary" for name in names):
        raise SourceChanged("no primary name", place=record.place, expected="a NameType of Primary Name")
    return names


def _listing(record: Fields, reference: str | None, words: Words) -> Listing:
    """The place on the list; where the designation is the UN's, `UN` and its reference (`UN TAi.002`) say so."""
    source = record.text("DesignationSource") or ""
    if source not in _SOURCES:
        words.strange("DesignationSource", source or "(none)")
    imposed, strange = measures(record)
    words.unknown.extend(strange)
    day = record.text("DateDesignated")
    return Listing(
        list=_LIST,
        listed_on=day_first(day) if day else None,
        measures=tuple(imposed),
        programmes=(record.needed("RegimeName"),),
        reason=record.text("UKStatementofReasons"),
        implements=f"UN {reference}" if reference else "UN" if source == "UN" else None,
    )


def _references(group: str | None, reference: str | None) -> Iterator[Identifier]:
    if reference:
        yield Identifier(type="un_reference", value=reference)
    if group:
        yield Identifier(type="other", value=group, label="OFSI Group ID")


def _own(record: Fields, kind: str, words: Words) -> Particulars:
    """The details that go with the kind; those of another kind are refused as unknown when the record is done."""
    details = list(inner(record, f"{kind}Details", kind))
    if len(details) > 1:
        raise SourceChanged(f"{len(details)} of {kind}", place=f"{record.place}/{kind}Details", expected="one")
    if not details:
        return Particulars()
    return {"Individual": _individual, "Entity": _entity, "Ship": _ship}[kind](details[0], words)


def _individual(person: Fields, words: Words) -> Particulars:
    nationalities = list(parts.nationalities(each(person, "Nationalities", "Nationality"), words))
    passports = inner(person, "PassportDetails", "Passport")
    others = inner(person, "NationalIdentifierDetails", "NationalIdentifier")
    papers = (
        *parts.documents(passports, "Passport", "passport", "Passport"),
        *parts.documents(others, "NationalIdentifier", "national_id", "National identifier"),
    )
    return Particulars(
        births=tuple(parts.births(each(person, "DOBs", "DOB"), person.place)),
        birth_places=tuple(parts.places(person, words)),
        gender=_gender(list(each(person, "Genders", "Gender")), words),
        nationalities=tuple(code for code, _ in nationalities if code),
        identifiers=tuple(paper for paper in papers if isinstance(paper, Identifier)),
        particulars=(
            *(Particular(type="position", value=text) for text in each(person, "Positions", "Position")),
            *(said for _, said in nationalities if said),
            *(paper for paper in papers if isinstance(paper, Particular)),
        ),
    )


def _gender(texts: list[str], words: Words) -> Literal["male", "female"] | None:
    stated = {_GENDERS.get(text.casefold()) for text in texts}
    if len(stated) > 1 or None in stated:
        words.strange("Gender", ", ".join(texts))
        return None
    return next(iter(stated), None)


def _entity(entity: Fields, _words: Words) -> Particulars:
    numbers = each(entity, "BusinessRegistrationNumbers", "BusinessRegistrationNumber")
    return Particulars(
        identifiers=tuple(identifier("registration", text) for text in numbers),
        particulars=tuple(
            Particular(type="organization_type", value=text) for text in each(entity, "TypeOfEntities", "TypeOfEntity")
        ),
        relations=(
            *(
                Relation(type="Parent company", common="owner", target_name=text)
                for text in each(entity, "ParentCompanies", "ParentCompany")
            ),
            *(
                Relation(type="Subsidiary", common="subsidiary", target_name=text)
                for text in each(entity, "Subsidiaries", "Subsidiary")
            ),
        ),
    )


def _ship(ship: Fields, words: Words) -> Particulars:
    """A ship. Owner and operator are one element of the list, which does not say which of the two is meant."""
    numbers = [re.sub(r"^IMO\W*", "", text) for text in each(ship, "IMONumbers", "IMONumber")]
    return Particulars(
        identifiers=tuple(identifier("imo", text) for text in numbers),
        particulars=(
            *_flags(each(ship, "CurrentBelievedFlagOfShips", "CurrentBelievedFlagOfShip"), words, former=False),
            *_flags(each(ship, "PreviousFlags", "PreviousFlag"), words, former=True),
            *(
                Particular(type=common, value=text, label=label)
                for holder, name, common, label in _SHIP
                for text in each(ship, holder, name)
            ),
        ),
        relations=(
            *(
                Relation(type="Current owner/operator", common="other", target_name=text)
                for text in each(ship, "CurrentOwnerOperators", "CurrentOwnerOperator")
            ),
            *(
                Relation(type="Previous owner/operator", common="other", target_name=text)
                for text in each(ship, "PreviousOwnerOperators", "PreviousOwnerOperator")
            ),
        ),
    )


def _flags(texts: Iterator[str], words: Words, *, former: bool) -> Iterator[Particular]:
    label = "Previous flag" if former else "Current believed flag of ship"
    for text in texts:
        code, _ = words.country(text, "PreviousFlag" if former else "CurrentBelievedFlagOfShip")
        yield Particular(type="flag", value=text, label=label, country=code, former=former)
