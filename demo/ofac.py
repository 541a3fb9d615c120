"""OFAC's lists and deltas as XML, built from the facts in `editions/ofac.toml` and from nothing of the product.

The product's parser is thus met by documents that somebody else put together: a list and the next one are built from
the facts, and the delta between them is found by comparing the two as trees, child by child, as the publisher does it
(a change is a remove plus an add; a modified entity has no action of its own).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from xml.etree import ElementTree as ET

from demo.ofac_entity import FACTS, References, entity, text
from demo.scene import NOTE, Scene

FULL = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ENHANCED_XML"
DELTA = "https://www.treasury.gov/ofac/DeltaFile/1.0"
SDN = "SDN List"


def parties(scene: Scene) -> dict[int, Mapping[str, Any]]:
    """The facts of every party that is then listed, by entity id."""
    return {party["id"]: party for party in scene.out(FACTS["party"])}


def full_list(scene: Scene, *, sdn: bool, as_of: datetime) -> bytes:
    """The ENHANCED export: of the SDN List, or of every other list."""
    wanted = (p for p in parties(scene).values() if (SDN in p["listed"] if sdn else set(p["listed"]) - {SDN}))
    used = References()
    entities = [entity(party, used) for party in wanted]
    root = _root(FULL, f"{FULL}.xsd")
    info = ET.SubElement(root, "publicationInfo")
    text(info, "dataAsOf", as_of.strftime("%Y-%m-%dT%H:%M:%S"))
    used.declare(root, used.values, used.features)
    ET.SubElement(root, "entities").extend(entities)
    return _document(root)


def delta(earlier: Scene, later: Scene, *, published: datetime) -> bytes:
    """What changed between the two, as the publisher's delta file says it."""
    before, after = References(), References()
    old = {key: entity(party, before) for key, party in parties(earlier).items()}
    new = {key: entity(party, after) for key, party in parties(later).items()}
    root = _root(DELTA, "https://www.treasury.gov/ofac/downloads/sanctions/1.0/DeltaFile.xsd")
    info = ET.SubElement(root, "publicationInfo")
    midnight = published.replace(hour=0, minute=0, second=0, microsecond=0)
    text(info, "datePublished", midnight.isoformat())
    text(info, "publicationType", "Standard Action")
    after.declare(root, after.values - before.values, after.features - before.features, action="add")
    ET.SubElement(root, "entities").extend(_differences(old, new))
    return _document(root)


def _root(namespace: str, schema: str) -> ET.Element:
    xsi = "http://www.w3.org/2001/XMLSchema-instance"
    located = {"xmlns:xsi": xsi, "xsi:schemaLocation": f"{namespace} {schema}"}
    root = ET.Element("sanctionsData", {"xmlns": namespace} | located)
    root.append(ET.Comment(f" {NOTE} "))
    return root


def _document(root: ET.Element) -> bytes:
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _differences(old: Mapping[int, ET.Element], new: Mapping[int, ET.Element]) -> Iterator[ET.Element]:
    for key in sorted(old.keys() | new.keys()):
        if key not in old:
            yield _with_action(new[key], "add")
        elif key not in new:
            yield _with_action(old[key], "remove")
        elif ET.tostring(old[key]) != ET.tostring(new[key]):
            yield changed(old[key], new[key])


def changed(old: ET.Element, new: ET.Element) -> ET.Element:
    """An element with only the children that differ: those with an id are added and removed, the rest looked into."""
    out = ET.Element(new.tag, {"id": new.attrib["id"]} if "id" in new.attrib else {})
    before, after = ({(child.tag, child.get("id")): child for child in side} for side in (old, new))
    for key in dict.fromkeys([*before, *after]):
        was, now = before.get(key), after.get(key)
        if key[1] and was is None and now is not None:
            out.append(_with_action(now, "add"))
        elif key[1] and was is not None and now is None:
            out.append(_with_action(was, "remove"))
        elif was is None or now is None or ET.tostring(was) != ET.tostring(now):
            nothing = ET.Element(key[0])
            out.append(changed(nothing if was is None else was, nothing if now is None else now))
    return out


def _with_action(element: ET.Element, action: str) -> ET.Element:
    copy = ET.Element(element.tag, element.attrib | {"action": action})
    copy.text = element.text
    copy.extend(element)
    return copy
