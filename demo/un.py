"""The UN's consolidated list as XML, built from the facts in `editions/un.toml` and from nothing of the product."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from demo.scene import NOT_FOUND, NOTE, Answer, Asked, Scene, page

HOSTS = ("scsanctions.un.org",)
PATH = "resources/xml/en/consolidated.xml"
FACTS = tomllib.loads((Path(__file__).parent / "editions" / "un.toml").read_text(encoding="utf-8"))
_ORDINALS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_QUALITIES = {"good": "Good", "low": "Low", "aka": "a.k.a.", "fka": "f.k.a."}
_SCHEMA = {
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xsi:noNamespaceSchemaLocation": "https://www.un.org/sc/resources/sc-sanctions.xsd",
}


def answer(asked: Asked, scene: Scene) -> Answer:
    """The one file that is played."""
    made = scene.when("un-")
    return page(consolidated(scene, generated=made), "text/xml", made) if asked.path == PATH else NOT_FOUND


def parties(scene: Scene, kind: str) -> Iterator[Mapping[str, Any]]:
    """The facts of every `individuals` or `entities` party that the file then holds."""
    for party in scene.out(FACTS[kind]):
        absent = FACTS["absent"].get(party["list"])
        if absent is None or not scene.shows(absent):
            yield party


def consolidated(scene: Scene, *, generated: datetime) -> bytes:
    """The whole list. `dateGenerated` moves each time, as it does in truth."""
    turn = sum(1 for event in scene.happened if event.startswith("un-"))
    root = ET.Element("CONSOLIDATED_LIST", _SCHEMA | {"dateGenerated": generated.isoformat(timespec="milliseconds")})
    root.append(ET.Comment(f" {NOTE} "))
    for kind in ("individuals", "entities"):
        section = ET.SubElement(root, kind.upper())
        section.extend(_party(party, {"individuals": "INDIVIDUAL", "entities": "ENTITY"}[kind], turn)
                       for party in parties(scene, kind))  # fmt: skip
    ET.indent(root, " " * (2 + turn % 2))  # white space is nobody's news
    return bytes(ET.tostring(root, encoding="UTF-8", xml_declaration=True))


def _party(party: Mapping[str, Any], tag: str, turn: int) -> ET.Element:
    root = ET.Element(tag)
    _text(root, "DATAID", str(party["id"]))
    _text(root, "VERSIONNUM", str(turn + 1))
    for ordinal, name in zip(_ORDINALS, party["name"], strict=False):
        _text(root, ordinal, name)
    _text(root, "UN_LIST_TYPE", party["list"])
    _text(root, "REFERENCE_NUMBER", party["ref"])
    _text(root, "LISTED_ON", party["listed"])
    for fact in ("designation", "nationality"):
        if fact in party:
            _text(ET.SubElement(root, fact.upper()), "VALUE", party[fact])
    _text(ET.SubElement(root, "LIST_TYPE"), "VALUE", "UN List")
    for fact, quality in _QUALITIES.items():
        for name in party.get(fact, ()):
            alias = ET.SubElement(root, f"{tag}_ALIAS")
            _text(alias, "QUALITY", quality)
            _text(alias, "ALIAS_NAME", name)
    _address(root, party, tag)
    if tag == "INDIVIDUAL":
        _birth(root, party)
        ET.SubElement(root, "INDIVIDUAL_DOCUMENT")
    ET.SubElement(root, "SORT_KEY")
    ET.SubElement(root, "SORT_KEY_LAST_MOD")
    return root


def _address(root: ET.Element, party: Mapping[str, Any], tag: str) -> None:
    address = ET.SubElement(root, f"{tag}_ADDRESS")
    for fact in ("street", "city", "country"):
        if fact in party:
            _text(address, fact.upper(), party[fact])
    if not len(address):
        ET.SubElement(address, "COUNTRY")


def _birth(root: ET.Element, party: Mapping[str, Any]) -> None:
    if "born" in party:
        birth = ET.SubElement(root, "INDIVIDUAL_DATE_OF_BIRTH")
        _text(birth, "TYPE_OF_DATE", "EXACT")
        _text(birth, "YEAR" if party["born"].isdigit() else "DATE", party["born"])
    ET.SubElement(root, "INDIVIDUAL_PLACE_OF_BIRTH")


def _text(parent: ET.Element, tag: str, value: str) -> None:
    ET.SubElement(parent, tag).text = value
