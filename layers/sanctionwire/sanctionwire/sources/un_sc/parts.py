"""The repeated parts of a record: aliases, dates and places of birth, nationalities, documents, addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from sanctionwire.core.model import Address, DateSpan, Identifier, Name, Particular, Place, Unmapped
from sanctionwire.core.normalise import country, identifier, iso, region, script, span, stated
from sanctionwire.errors import SourceChanged
from sanctionwire.formats.fields import Fields

_QUALITIES: dict[str, tuple[Literal["alias", "former"], Literal["strong", "weak", "unstated"]]] = {
    "Good": ("alias", "strong"),
    "Low": ("alias", "weak"),
    "a.k.a.": ("alias", "unstated"),
    "f.k.a.": ("former", "unstated"),
}
_DOCUMENTS = {
    "Passport": "passport",
    "Numéro de passeport": "passport",
    "Número de pasaporte": "passport",
    "National Identification Number": "national_id",
    "National identification no.": "national_id",
}
_ELSEWHERE = re.compile(r";\s*(?![^()]*\))")
"""A semicolon that is not inside parentheses: it parts one alias from the next."""
_ORIGINAL = re.compile(r"original script: (.+)")
_EXPIRES = re.compile(r"(?:and )?expire[sd] on (\d.+\d)|(?:and )?Expir(?:y|ation) date:? (\d.+\d)")


@dataclass(frozen=True, slots=True)
class Words:
    """Collects the publisher's words that this product has no code for."""

    unknown: list[Unmapped] = field(default_factory=list)

    def country(self, text: str | None, element: str) -> tuple[str | None, str | None]:
        """Give the code, and the text itself where it says more than the code does."""
        if text is None or text.lower() == "na":
            return None, None
        if code := country(text):
            return code, None
        if code := country(re.sub(r"\s*\([^()]*\)$", "", text)):
            return code, text
        if not region(text):
            self.unknown.append(Unmapped(field=element, value=text))
        return None, text


def taken(part: Fields, *names: str) -> dict[str, str]:
    """Take these texts, without those that are absent or empty: the list is full of empty elements."""
    return {name: text for name in names if (text := part.text(name))}


def aliases(parts: Iterable[Fields], words: Words) -> Iterator[tuple[Name, DateSpan | None, Place | None]]:
    """Each alias, with the date and the place of birth that go with it."""
    for part in parts:
        told = taken(part, "ALIAS_NAME", "QUALITY", "NOTE", "DATE_OF_BIRTH", "CITY_OF_BIRTH", "COUNTRY_OF_BIRTH")
        if not told:
            continue
        if "ALIAS_NAME" not in told:
            raise SourceChanged(f"{', '.join(told)} without a name", place=part.place, expected="ALIAS_NAME")
        quality = told.get("QUALITY", "")
        if quality and quality not in _QUALITIES:
            words.unknown.append(Unmapped(field="QUALITY", value=quality))
        kind, strength = _QUALITIES.get(quality, ("alias", "unstated"))
        birth, place = _birth_of(told), _place_of(told, words)
        for full in _ELSEWHERE.split(told["ALIAS_NAME"]):
            name = Name(full=full, kind=kind, strength=strength, script=script(full), note=_note(told))
            yield name, birth, place
        if original := _ORIGINAL.fullmatch(told.get("NOTE", "")):
            full = original[1]
            yield Name(full=full, kind=kind, strength=strength, script=script(full)), None, None


def _note(told: dict[str, str]) -> str | None:
    place = ", ".join(told[name] for name in ("CITY_OF_BIRTH", "COUNTRY_OF_BIRTH") if name in told)
    born = (
        f"date of birth {told['DATE_OF_BIRTH']}" if "DATE_OF_BIRTH" in told else "",
        f"place of birth {place}" if place else "",
    )
    return "; ".join(part for part in (told.get("NOTE"), *born) if part) or None


def _birth_of(told: dict[str, str]) -> DateSpan | None:
    if "DATE_OF_BIRTH" not in told:
        return None
    return DateSpan(begin=iso(told["DATE_OF_BIRTH"]), text=f"as {told['ALIAS_NAME']}")


def _place_of(told: dict[str, str], words: Words) -> Place | None:
    parts = [told[name] for name in ("CITY_OF_BIRTH", "COUNTRY_OF_BIRTH") if name in told]
    code, _ = words.country(told.get("COUNTRY_OF_BIRTH"), "COUNTRY_OF_BIRTH")
    return Place(text=", ".join(parts), country=code) if parts else None


def births(parts: Iterable[Fields]) -> Iterator[DateSpan]:
    """Dates of birth: EXACT and APPROXIMATELY with a date, a year or a note; BETWEEN two years."""
    for part in parts:
        told = taken(part, "TYPE_OF_DATE", "DATE", "YEAR", "FROM_YEAR", "TO_YEAR", "NOTE")
        if told:
            yield _birth(told, part.place)


def _birth(told: dict[str, str], place: str) -> DateSpan:
    kind, note = told.pop("TYPE_OF_DATE", ""), told.pop("NOTE", None)
    known = {name: iso(text) for name, text in told.items()}
    expected = {"FROM_YEAR", "TO_YEAR"} if kind == "BETWEEN" else {"DATE"} if "DATE" in known else {"YEAR"}
    if kind not in {"EXACT", "APPROXIMATELY", "BETWEEN"} or (known and known.keys() != expected):
        seen = f"TYPE_OF_DATE {kind} with {', '.join(known) or 'no date'}"
        raise SourceChanged(
            seen, place=place, expected="EXACT or APPROXIMATELY with DATE or YEAR, or BETWEEN two years"
        )
    about = kind == "APPROXIMATELY" or (note or "").casefold() == "approximately"
    if not known:
        said = stated(note or kind)
        return said.model_copy(update={"approximate": about or said.approximate})
    begin, end = (known["FROM_YEAR"], known["TO_YEAR"]) if kind == "BETWEEN" else (next(iter(known.values())), None)
    text = None if about and (note or "").casefold() == "approximately" else note
    return span(begin, end, approximate=about).model_copy(update={"text": text})


def places(parts: Iterable[Fields], words: Words) -> Iterator[Place]:
    """Places of birth, as one line each."""
    for part in parts:
        told = taken(part, "STREET", "CITY", "STATE_PROVINCE", "COUNTRY", "NOTE")
        code, _ = words.country(told.get("COUNTRY"), "COUNTRY")
        note = told.pop("NOTE", None)
        line = ", ".join(told.values())
        if text := f"{line} ({note})" if line and note else line or note:
            yield Place(text=text, country=code or country(text))


def nationalities(texts: Iterable[str], words: Words) -> Iterator[tuple[str | None, Particular | None]]:
    """Codes, and the publisher's words where they say more than a code does (`USSR (until 1991)`)."""
    for text in texts:
        code, said = words.country(text, "NATIONALITY")
        yield code, Particular(type="other", label="nationality", value=said, country=code) if said else None


def documents(parts: Iterable[Fields], words: Words) -> Iterator[Identifier | Particular]:
    """Identity documents; one without a number is a particular, since its text alone names the document."""
    for part in parts:
        told = taken(
            part, "TYPE_OF_DOCUMENT", "TYPE_OF_DOCUMENT2", "NUMBER", "ISSUING_COUNTRY", "COUNTRY_OF_ISSUE",
            "CITY_OF_ISSUE", "DATE_OF_ISSUE", "NOTE",
        )  # fmt: skip
        if told:
            yield _document(told, part.place, words)


def _document(told: dict[str, str], place: str, words: Words) -> Identifier | Particular:
    kind = told.get("TYPE_OF_DOCUMENT", "")
    if not kind:
        raise SourceChanged(f"{', '.join(told)} without a type", place=place, expected="TYPE_OF_DOCUMENT")
    if kind not in _DOCUMENTS:
        words.unknown.append(Unmapped(field="TYPE_OF_DOCUMENT", value=kind))
    issuer = told.get("ISSUING_COUNTRY") or ("" if "CITY_OF_ISSUE" in told else told.get("COUNTRY_OF_ISSUE"))
    code, said = words.country(issuer or None, "ISSUING_COUNTRY")
    issued = DateSpan(begin=iso(told["DATE_OF_ISSUE"])) if "DATE_OF_ISSUE" in told else None
    where = ", ".join(told[name] for name in ("CITY_OF_ISSUE", "COUNTRY_OF_ISSUE") if name in told)
    where = f"place of issue: {where}" if "CITY_OF_ISSUE" in told or ("ISSUING_COUNTRY" in told and where) else ""
    note = "; ".join(part for part in (told.get("NOTE"), said, where) if part) or None
    if "NUMBER" not in told:
        value = "; ".join(part for part in (told.get("TYPE_OF_DOCUMENT2"), note) if part) or kind
        return Particular(type="document", label=kind, value=value, country=code, date=issued)
    expires = _EXPIRES.fullmatch(told.get("NOTE", ""))
    return identifier(
        _DOCUMENTS.get(kind, "other"),
        told["NUMBER"],
        label=told.get("TYPE_OF_DOCUMENT2", kind),
        country=code,
        issued=issued,
        expires=stated(expires[1] or expires[2]) if expires else None,
        note=note,
    )


def addresses(parts: Iterable[Fields], words: Words) -> Iterator[Address]:
    """Addresses in the publisher's parts."""
    for part in parts:
        told = taken(part, "STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY", "NOTE")
        code, said = words.country(told.get("COUNTRY"), "COUNTRY")
        note = "; ".join(text for text in (said, told.get("NOTE")) if text) or None
        address = Address(
            street=told.get("STREET"),
            city=told.get("CITY"),
            region=told.get("STATE_PROVINCE"),
            postal_code=told.get("ZIP_CODE"),
            country=code,
            note=note,
        )
        if address != Address():
            yield address
