"""One entity of OFAC's lists as XML, with the reference values that it makes use of."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from zlib import crc32

FACTS = tomllib.loads((Path(__file__).parent / "editions" / "ofac.toml").read_text(encoding="utf-8"))

_PRIMARY_PART = {"Entity": "Entity Name", "Vessel": "Vessel Name", "Aircraft": "Aircraft Name"}
_ALIASES = {  # fact -> (publisher's alias type, low quality)
    "aka": ("A.K.A.", "false"),
    "former": ("F.K.A.", "false"),
    "weak": ("A.K.A.", "true"),
    "weak_former": ("F.K.A.", "true"),
}


def text(parent: ET.Element, tag: str, value: str, **attributes: str) -> None:
    """Append an element with text."""
    ET.SubElement(parent, tag, attributes).text = value


def entity(party: Mapping[str, Any], used: References) -> ET.Element:
    """One entity in full."""
    return _Entity(party, used).built()


@dataclass(slots=True)
class References:
    """The reference values and feature types that a set of entities makes use of."""

    values: set[tuple[str, str]] = field(default_factory=set)
    features: set[str] = field(default_factory=set)

    def id(self, kind: str, value: str) -> str:
        """The publisher's refId of a value, noted as used."""
        self.values.add((kind, value))
        ref = FACTS["refs"][kind][value]
        return str(ref["id"] if isinstance(ref, dict) else ref)

    def feature(self, name: str) -> tuple[str, str]:
        """The featureTypeId and the kind of detail of a feature, noted as used."""
        number, detail = FACTS["features"][name]
        self.features.add(name)
        self.values.add(("FEATURE DETAIL TYPE", detail))
        return str(number), detail

    def declare(
        self, root: ET.Element, values: Iterable[tuple[str, str]], features: Iterable[str], action: str = ""
    ) -> None:
        """Write the declarations; in a delta with their action."""
        marks = {"action": action} if action else {}
        section = ET.SubElement(root, "referenceValues")
        for kind, value in sorted(values):
            item = ET.SubElement(section, "referenceValue", {"refId": self.id(kind, value)} | marks)
            text(item, "type", kind)
            text(item, "value", value)
            if kind == "COUNTRY":
                text(item, "isoCode", FACTS["refs"][kind][value]["iso"])
        section = ET.SubElement(root, "featureTypes")
        for name in sorted(features):
            number, detail = self.feature(name)
            item = ET.SubElement(section, "featureType", {"featureTypeId": number} | marks)
            text(item, "type", name)
            text(item, "detailType", detail, refId=self.id("FEATURE DETAIL TYPE", detail))
            text(item, "publishExclude", "false")


@dataclass(frozen=True, slots=True)
class _Entity:
    party: Mapping[str, Any]
    used: References

    def id(self, *content: object) -> str:
        """A made-up id below the entity that stays the same for as long as the content does."""
        return str(100_000 + crc32(repr((self.party["id"], content)).encode()) % 900_000_000)

    def built(self) -> ET.Element:
        root = ET.Element("entity", id=str(self.party["id"]))
        self._general(ET.SubElement(root, "generalInfo"))
        self._lists(ET.SubElement(root, "sanctionsLists"))
        self._plain(root, "sanctionsPrograms", "sanctionsProgram", "PROGRAM", self.party["programmes"])
        self._plain(root, "sanctionsTypes", "sanctionsType", "SANCTIONS TYPE", self.party.get("types", ["Block"]))
        authorities = self.party.get("authorities", ())
        self._plain(root, "legalAuthorities", "legalAuthority", "LEGAL AUTHORITY", authorities)
        self._names(ET.SubElement(root, "names"))
        for tag, fact, write in (
            ("addresses", "addresses", self._address),
            ("features", "features", self._feature),
            ("identityDocuments", "documents", self._document),
            ("relationships", "related", self._relationship),
        ):
            if self.party.get(fact):
                section = ET.SubElement(root, tag)
                for place, stated in enumerate(self.party[fact]):
                    write(section, place, stated)
        return root

    def _general(self, info: ET.Element) -> None:
        text(info, "identityId", str(self.party["id"] % 90000))
        text(info, "entityType", self.party["type"], refId=self.used.id("SDN TYPE", self.party["type"]))
        if "title" in self.party:
            text(info, "title", self.party["title"])

    def _lists(self, section: ET.Element) -> None:
        for name, listed in sorted(self.party["listed"].items()):
            ref = self.used.id("ENTITY LISTING TYPE", name)
            text(section, "sanctionsList", name, refId=ref, id=self.id(name, listed), datePublished=listed)

    def _plain(self, root: ET.Element, tag: str, one: str, kind: str, values: Iterable[str]) -> None:
        section = ET.Element(tag)
        for value in values:
            text(section, one, value, refId=self.used.id(kind, value), id=self.id(one, value))
        if len(section):
            root.append(section)

    def _names(self, section: ET.Element) -> None:
        self._name(section, self.party["name"], None)
        for fact, alias in _ALIASES.items():
            for full in self.party.get(fact, ()):
                self._name(section, full, alias)

    def _name(self, section: ET.Element, full: str, alias: tuple[str, str] | None) -> None:
        name = ET.SubElement(section, "name", id=self.id("name", full))
        text(name, "isPrimary", "false" if alias else "true")
        if alias:
            text(name, "aliasType", alias[0], refId=self.used.id("ALIAS TYPE", alias[0]))
        text(name, "isLowQuality", alias[1] if alias else "false")
        translations = ET.SubElement(name, "translations")
        scripts = {} if alias else self.party.get("scripts", {})
        for script, written in {"Latin": full, **scripts}.items():
            self._translation(translations, script, written)

    def _translation(self, translations: ET.Element, script: str, written: str) -> None:
        item = ET.SubElement(translations, "translation", id=self.id("translation", written))
        text(item, "isPrimary", "true" if script == "Latin" else "false")
        text(item, "script", script, refId=self.used.id("SCRIPT", script))
        last, _, first = written.partition(", ") if self.party["type"] == "Individual" else (written, "", "")
        if first:
            text(item, "formattedFirstName", first)
        text(item, "formattedLastName", last)
        text(item, "formattedFullName", written)
        parts = ET.SubElement(item, "nameParts")
        for kind, value in (("First Name", first), (_PRIMARY_PART.get(self.party["type"], "Last Name"), last)):
            if value:
                part = ET.SubElement(parts, "namePart", id=self.id(kind, written))
                text(part, "type", kind, refId=self.used.id("NAME PART TYPE", kind))
                text(part, "value", value)

    def _address(self, section: ET.Element, place: int, stated: Mapping[str, str]) -> None:
        address = ET.SubElement(section, "address", id=self.id("address", place))
        if "country" in stated:
            text(address, "country", stated["country"], refId=self.used.id("COUNTRY", stated["country"]))
        translations = ET.SubElement(address, "translations")
        item = ET.SubElement(translations, "translation", id=self.id("location", place))
        text(item, "isPrimary", "true")
        text(item, "script", "Latin", refId=self.used.id("SCRIPT", "Latin"))
        parts = ET.Element("addressParts")
        for kind, value in stated.items():
            if kind != "country":
                part = ET.SubElement(parts, "addressPart", id=self.id(place, kind, value, stated))
                text(part, "type", kind, refId=self.used.id("LOCATION PART TYPE", kind))
                text(part, "value", value)
        if len(parts):
            item.append(parts)

    def _feature(self, section: ET.Element, _place: int, stated: tuple[str, str]) -> None:
        kind, value = stated
        type_id, detail = self.used.feature(kind)
        feature = ET.SubElement(section, "feature", id=self.id("feature", kind, value))
        text(feature, "type", kind, featureTypeId=type_id)
        text(feature, "versionId", self.id("version", kind, value))
        text(feature, "value", value)
        if detail == "DATE":
            self._date(ET.SubElement(feature, "valueDate", id=self.id("date", kind, value)), value)
        if detail in {"LOOKUP", "COUNTRY"}:
            text(feature, "valueRefId", self.used.id("COUNTRY" if detail == "COUNTRY" else kind, value))
        text(feature, "isPrimary", "true")

    def _date(self, span: ET.Element, value: str) -> None:
        if value.isdigit():
            first, last = f"{value}-01-01", f"{value}-12-31"
        else:
            first = last = f"{datetime.strptime(value, '%d %b %Y'):%Y-%m-%d}"  # noqa: DTZ007 - a day without a zone
        for tag, edge in (("fromDateBegin", first), ("fromDateEnd", first), ("toDateBegin", last), ("toDateEnd", last)):
            text(span, tag, edge)
        text(span, "isApproximate", "false")
        text(span, "isDateRange", "false")

    def _document(self, section: ET.Element, _place: int, stated: tuple[str, ...]) -> None:
        kind, value, *country = stated
        item = ET.SubElement(section, "identityDocument", id=self.id("document", kind, value))
        text(item, "type", kind, refId=self.used.id("ID DOCUMENT TYPE", kind))
        name = self.party["name"]
        text(item, "name", name, nameId=self.id("name", name), nameTranslationId=self.id("translation", name))
        text(item, "documentNumber", value)
        text(item, "isValid", "true")
        for issuer in country:
            text(item, "issuingCountry", issuer, refId=self.used.id("COUNTRY", issuer))

    def _relationship(self, section: ET.Element, _place: int, stated: tuple[str, int, str]) -> None:
        kind, other, name = stated
        item = ET.SubElement(section, "relationship", id=self.id("relationship", kind, other))
        text(item, "type", kind, refId=self.used.id("RELATIONSHIP TYPE", kind))
        text(item, "relatedEntity", name, entityId=str(other))
