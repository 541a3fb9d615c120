"""One document of the publisher, opened: a list or a delta, told apart by its content, and its entities as a stream."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, BinaryIO, Literal, TypeVar, cast

from sanctionwire.errors import SourceChanged, Suspicious, WireError
from sanctionwire.formats import xml
from sanctionwire.source import Document
from sanctionwire.sources.us_ofac import references
from sanctionwire.sources.us_ofac.elements import Element, Parts, need, parts_of, refuse, rows_of, text_of, used_up
from sanctionwire.sources.us_ofac.tree import plain, raw_of

T = TypeVar("T")

SLUG = "us_ofac"
NAMESPACES = (
    "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ENHANCED_XML",
    "https://www.treasury.gov/ofac/DeltaFile/1.0",
)
_PATHS = ("publicationInfo", "referenceValues/referenceValue", "featureTypes/featureType", "entities/entity")


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """A list or a delta whose head is read, and whose entities are still to come."""

    kind: Literal["list", "delta"]
    name: str
    published: str
    """`dataAsOf` of a list, `datePublished` of a delta; a date alone where the publisher gives midnight."""
    programmes: tuple[str, ...]
    """The programmes that an export was restricted to; the published lists are not."""
    refs: references.Refs
    """What this document declares itself."""
    size: int
    entities: Iterator[Element]
    """In the document's namespace; each is cleared when the next is asked for."""

    def raws(self) -> Iterator[tuple[str, bytes]]:
        """Key and raw record of each entity."""
        return told_where(self.name, ((key_of(entity), raw_of(entity)) for entity in self.entities))


def key_of(entity: Element) -> str:
    key = entity.get("id", "")
    if not (key.isascii() and key.isdigit()):
        refuse(entity, f'id "{key}"', "the entity's number")
    return key


def opened(document: Document, base: Mapping[str, Any], *, sha256: str | None = None) -> Publication:
    """Read a document as far as its first entity. `sha256`: what its decompressed bytes must come to."""
    try:
        return _opened(document, base, _records(document, sha256))
    except WireError as error:
        raise error.at(source=SLUG, place=document.name) from error


def _opened(document: Document, base: Mapping[str, Any], records: Iterator[Element]) -> Publication:
    info: Publication | None = None
    refs = references.empty()
    first: list[Element] = []
    for element in records:
        name = _name(element)
        if name == "entity":
            first = [element]
            break
        if name == "publicationInfo":
            info = _info(document, plain(element))
        else:
            references.declare(refs, plain(element), base)
    if info is None:
        raise SourceChanged("no <publicationInfo> before the entities", expected="it first")
    return replace(info, refs=refs, entities=(_entity(element) for element in chain(first, records)))


def told_where(name: str, items: Iterator[T]) -> Iterator[T]:
    """The same, with source and document put into any error."""
    try:
        yield from items
    except WireError as error:
        raise error.at(source=SLUG, place=name) from error


def _records(document: Document, sha256: str | None) -> Iterator[Element]:
    with document.opened() as stream:
        hashed = _Hashed(stream)
        body = cast("BinaryIO", hashed) if sha256 else stream
        yield from xml.cut(body, root="sanctionsData", paths=_PATHS, namespaces=NAMESPACES).records
        if sha256 and hashed.sha256() != sha256:
            raise Suspicious(f"the body's hash is {hashed.sha256()}", expected=f"the catalogue's, {sha256}")


class _Hashed:
    """A stream that is hashed as it is read."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._hash = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self._hash.update(data)
        return data

    def sha256(self) -> str:
        while self.read(1 << 16):
            pass
        return self._hash.hexdigest()


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _entity(element: Element) -> Element:
    if _name(element) != "entity":
        refuse(element, f"<{_name(element)}> among the entities", "every reference before the first entity")
    return element


def _info(document: Document, element: Element) -> Publication:
    """What the document says of itself, which tells a list from a delta."""
    parts = parts_of(element)
    if "dataAsOf" in parts:
        kind: Literal["list", "delta"] = "list"
        published = text_of(parts.pop("dataAsOf"))
        programmes = _filters(parts.pop("filters", None))
    else:
        kind, programmes = "delta", ()
        published = text_of(need(parts, "datePublished", element))
        text_of(need(parts, "publicationType", element))  # in words, for people: it changes nothing in the content
    used_up(parts)
    day, _, time = published.partition("T")
    return Publication(
        kind=kind,
        name=document.name,
        published=day if time.startswith("00:00:00") else published,
        programmes=programmes,
        refs=references.empty(),
        size=document.size,
        entities=iter(()),
    )


def _filters(filters: Element | None) -> tuple[str, ...]:
    """The programmes of a restricted export; the lists that it draws on stand at each entity."""
    parts: Parts = {} if filters is None else parts_of(filters)
    for row in rows_of(parts.pop("sanctionsLists", None), "sanctionsList"):
        text_of(row, "refId")
    programmes = [text_of(row, "refId") for row in rows_of(parts.pop("sanctionsPrograms", None), "sanctionsProgram")]
    used_up(parts)
    return tuple(programmes)
