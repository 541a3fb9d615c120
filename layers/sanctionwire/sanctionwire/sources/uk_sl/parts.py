"""The repeated parts of a designation: names, dates and places of birth, documents, addresses, a ship's particulars."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from sanctionwire.core.model import Address, DateSpan, Identifier, Name, Particular, Place, Unmapped
from sanctionwire.core.normalise import country, identifier, region, script, stated
from sanctionwire.errors import SourceChanged
from sanctionwire.formats.fields import Fields

_LINES = tuple(f"AddressLine{number}" for number in range(1, 7))
_GIVEN = tuple(f"Name{number}" for number in range(1, 6))
_KINDS: dict[str, Literal["primary", "alias"]] = {
    "primary name": "primary",
    "primary name variation": "alias",
    "alias": "alias",
}
_STRENGTHS: dict[str, Literal["strong", "weak"]] = {"good quality a.k.a": "strong", "low quality a.k.a": "weak"}
_LANGUAGES = {
    "arabic": "ar", "belarusian": "be", "bengali": "bn", "burmese": "my", "chinese": "zh", "dari": "fa", "farsi": "fa",
    "georgian": "ka", "hebrew": "he", "japanese": "ja", "khmer": "km", "korean": "ko", "kurdish": "ku",
    "mandarin": "zh", "pashto": "ps", "persian": "fa", "russian": "ru", "serbian": "sr", "thai": "th",
    "ukrainian": "uk", "urdu": "ur",
}  # fmt: skip
_BIRTH = re.compile(r"(?P<day>dd|\d\d)/(?P<month>mm|\d\d)/(?P<year>yyyy|\d{4})", re.ASCII | re.IGNORECASE)
_PLACEHOLDERS = {"dd", "mm", "yyyy", "00", "0000"}
_PAPER = re.compile(
    r"(?P<country>[^,()\d]+?) passport number (?P<number>\S+?)(?:, issued on (?P<issued>\d{1,2} [A-Za-z]+ \d{4}))?"
    r"(?:, issued in (?P<place>[^()]+?))?(?: \(expires (?P<expires>\d{1,2} [A-Za-z]+ \d{4})\))?\.?"
)
"""The one sentence in which a document's particulars come in a form that can be relied on."""


@dataclass(frozen=True, slots=True)
class Words:
    """Collects the publisher's words that this product has no code for."""

    unknown: list[Unmapped] = field(default_factory=list)

    def strange(self, element: str, value: str) -> None:
        """Note a value that is new."""
        self.unknown.append(Unmapped(field=element, value=value))

    def country(self, text: str | None, element: str) -> tuple[str | None, str | None]:
        """Give the code, and the text itself where it says more than the code does."""
        if text is None:
            return None, None
        if code := country(text):
            return code, None
        if code := country(re.sub(r"\s*\([^()]*\)$", "", text)):
            return code, text
        if not region(text):
            self.strange(element, text)
        return None, text


def each(parent: Fields, holder: str, name: str) -> Iterator[str]:
    """The texts in a list of like elements (`Titles/Title`), which is absent where there are none."""
    for part in parent.children(holder):
        yield from part.texts(name)


def inner(parent: Fields, holder: str, name: str) -> Iterator[Fields]:
    """The elements in a list of like elements (`Addresses/Address`)."""
    for part in parent.children(holder):
        yield from part.children(name)


def names(record: Fields, words: Words, *, individual: bool) -> Iterator[Name]:
    """The name of record, its variations and its aliases; the list has names without any part, which say nothing."""
    for part in inner(record, "Names", "Name"):
        given = [text for name in _GIVEN if (text := part.text(name))]
        last, kind, grade = part.text("Name6"), part.text("NameType") or "", part.text("AliasStrength") or ""
        full = " ".join([*given, *([last] if last else [])])
        if not full:
            continue
        strength = _STRENGTHS.get(grade.casefold().rstrip("."))
        if kind.casefold() not in _KINDS:
            words.strange("NameType", kind or "(none)")
        if grade and not strength:
            words.strange("AliasStrength", grade)
        primary = _KINDS.get(kind.casefold()) == "primary"
        yield Name(
            full=full,
            kind="primary" if primary else "alias",
            strength=strength or ("strong" if primary else "unstated"),
            script=script(full),
            given=" ".join(given) or None if individual else None,
            family=last if individual and given else None,
            note=kind if kind.casefold() == "primary name variation" else None,
        )


def non_latin(record: Fields) -> Iterator[Name]:
    """Names in other scripts: the letters tell which, for the list's own labels are now and then wrong."""
    for part in inner(record, "NonLatinNames", "NonLatinName"):
        full = part.text("NameNonLatinScript")
        labels = [text for name in ("NonLatinScriptType", "NonLatinScriptLanguage") if (text := part.text(name))]
        if not full:
            continue
        language = _LANGUAGES.get(labels[-1].casefold()) if labels else None
        yield Name(full=full, script=script(full), language=language, note=", ".join(labels) or None)


def births(texts: Iterable[str], place: str) -> Iterator[DateSpan]:
    """Dates of birth, in which `dd`, `mm` or `00` stands for what is not known."""
    for text in texts:
        found = _BIRTH.fullmatch(text)
        year, month, day = (_known(found, name) for name in ("year", "month", "day")) if found else (0, 0, 0)
        if found and not year and not month and not day:
            continue
        if not year or (day and not month):
            raise SourceChanged(f'"{text}"', place=f"{place}/DOB", expected="dd/mm/1945, dd/07/1945 or 03/07/1945")
        try:
            whole = date(year, month or 1, day or 1).isoformat()
        except ValueError as error:
            raise SourceChanged(f'"{text}" is no date', place=f"{place}/DOB", expected="a date") from error
        yield DateSpan(begin=whole if day else whole[:7] if month else whole[:4])


def _known(found: re.Match[str], name: str) -> int:
    """The number, or 0 where a placeholder stands."""
    text = found[name].lower()
    return 0 if text in _PLACEHOLDERS else int(text)


def places(person: Fields, words: Words) -> Iterator[Place]:
    """Places of birth: town and country are lists side by side where there are several."""
    for part in inner(person, "BirthDetails", "Location"):
        towns, countries = part.texts("TownOfBirth"), part.texts("CountryOfBirth")
        if len(towns) > 1 or len(countries) > 1:
            seen = f"{len(towns)} towns and {len(countries)} countries"
            raise SourceChanged(seen, place=part.place, expected="one of each at most")
        code, _ = words.country(next(iter(countries), None), "CountryOfBirth")
        if text := ", ".join([*towns, *countries]):
            yield Place(text=text, country=code)


def nationalities(texts: Iterable[str], words: Words) -> Iterator[tuple[str | None, Particular | None]]:
    """Codes, and the list's words where they say more than a code does."""
    for text in texts:
        code, said = words.country(text, "Nationality")
        yield code, Particular(type="other", label="nationality", value=said, country=code) if said else None


def documents(parts: Iterable[Fields], stem: str, kind: str, label: str) -> Iterator[Identifier | Particular]:
    """Passports or national identifiers; one without a number is a particular, since its text alone names it."""
    for part in parts:
        number, text = part.text(f"{stem}Number"), part.text(f"{stem}AdditionalInformation")
        if number:
            yield _document(kind, label, number, text)
        elif text:
            yield Particular(type="document", label=label, value=text)


def _document(kind: str, label: str, number: str, text: str | None) -> Identifier:
    told = _PAPER.fullmatch(text or "")
    if told is None or told["number"] != number:
        return identifier(kind, number, label=label, country=country(text) if text else None, note=text)
    issued, expires = (stated(told[name]) if told[name] else None for name in ("issued", "expires"))
    return identifier(
        kind, number, label=label, country=country(told["country"]), issued=issued, expires=expires, note=text
    )


def addresses(record: Fields, words: Words) -> Iterator[Address]:
    """Addresses: the list's six lines have no meaning of their own, so they are kept as one."""
    for part in inner(record, "Addresses", "Address"):
        lines = [text for name in _LINES if (text := part.text(name))]
        code, said = words.country(part.text("AddressCountry"), "AddressCountry")
        address = Address(
            full=", ".join(lines) or None, postal_code=part.text("AddressPostalCode"), country=code, note=said
        )
        if address != Address():
            yield address


def contacts(record: Fields) -> Iterator[Identifier]:
    """Phone numbers, e-mail addresses and websites, as published."""
    for holder, name, kind in (
        ("PhoneNumbers", "PhoneNumber", "phone"),
        ("EmailAddresses", "EmailAddress", "email"),
        ("Websites", "Website", "website"),
    ):
        yield from (identifier(kind, text) for text in each(record, holder, name))
