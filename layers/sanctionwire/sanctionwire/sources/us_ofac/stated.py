"""What a delta states by itself, for people who have the file and no reading to apply it to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sanctionwire.core.model import printed
from sanctionwire.errors import SourceChanged
from sanctionwire.source import Document
from sanctionwire.sources.us_ofac.deltas import stated_by
from sanctionwire.sources.us_ofac.elements import Element
from sanctionwire.sources.us_ofac.publication import SLUG, opened
from sanctionwire.sources.us_ofac.reading import read
from sanctionwire.sources.us_ofac.references import Refs
from sanctionwire.sources.us_ofac.tree import raw_of, without_actions

_NOTE = "read from the delta alone: {} references are declared in no table of it and stand as written"
_GROUPS = {"country": "COUNTRY", "issuingCountry": "COUNTRY"}


def stated(document: Document) -> Iterator[dict[str, Any]]:
    """One object for each entity of a delta: its record where the delta gives it whole, else the parts that changed."""
    delta = opened(document, {})
    if delta.kind != "delta":
        raise SourceChanged("a full list", source=SLUG, place=document.name, expected="a delta")
    for key, action, entity in stated_by(delta):
        refs, assumed = _with_inline(delta.refs, entity)
        note = {"note": _NOTE.format(assumed)} if assumed else {}
        if action == "modify":
            yield _modified(key, entity) | note
        else:
            whole = without_actions(entity) if action == "add" else entity
            yield printed(read(key, raw_of(whole), refs)) | {"delta": action} | note


def _with_inline(declared: Refs, entity: Element) -> tuple[Refs, int]:
    """The delta's own tables, with what is referred to but not declared taken at its word."""
    refs: Refs = {table: dict(rows) for table, rows in declared.items()}
    before = sum(map(len, refs.values()))
    for element in entity.iter():
        text = " ".join((element.text or "").split())
        if "refId" in element.attrib:
            refs["values"].setdefault(str(element.get("refId")), [_GROUPS.get(str(element.tag), ""), text])
        elif "featureTypeId" in element.attrib:
            refs["features"].setdefault(str(element.get("featureTypeId")), [text])
        elif element.tag == "valueRefId":
            value = element.getparent().findtext("value", "")  # type: ignore[union-attr]
            refs["values"].setdefault(text, ["", " ".join(value.split())])
    return refs, sum(map(len, refs.values())) - before


def _modified(key: str, entity: Element) -> dict[str, Any]:
    """A modified entity names no list and not even itself: only what was added to it and removed from it."""
    changes: dict[str, list[str]] = {"add": [], "remove": []}
    for element in entity.iter():
        if action := element.get("action"):
            changes[action].append(_named(element))
    return {
        "id": f"{SLUG}:{key}",
        "source": SLUG,
        "type": "party",
        "subject": None,
        "listings": [],
        "relations": [],
        "delta": "modify",
        "added": changes["add"],
        "removed": changes["remove"],
    }


def _named(element: Element) -> str:
    """`sanctionsProgram 64015: IRAN-CON-ARMS-EO`: what sort of thing, its number, its texts."""
    texts = [" ".join(str(text).split()) for text in element.itertext() if not str(text).isspace()]
    number = f" {element.get('id')}" if element.get("id") else ""
    return f"{element.tag}{number}: {' / '.join(texts)}"
