"""The publication cut into records: canonical whatever the order and white space, and without its timestamps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sanctionwire.core.canonical import canonical
from sanctionwire.core.normalise import clean
from sanctionwire.errors import SourceChanged
from sanctionwire.formats.fields import Fields
from sanctionwire.formats.xml import cut, tree
from sanctionwire.source import Base, Document, Parsed, Record, State, only

_ROOT = "CONSOLIDATED_LIST"
_PATHS = ("INDIVIDUALS/INDIVIDUAL", "ENTITIES/ENTITY")
_ATTRIBUTES = ("dateGenerated", "{http://www.w3.org/2001/XMLSchema-instance}noNamespaceSchemaLocation")

_TIMESTAMPS = ("LAST_DAY_UPDATED", "SORT_KEY", "SORT_KEY_LAST_MOD", "VERSIONNUM")
"""Dates of amendment, sort keys and a counter: they may move without any change of content."""


def parse(documents: Mapping[str, Document], _state: State, _base: Base | None) -> Parsed:
    """Cut the one document into its individuals and entities."""
    document = only(documents)
    with document.opened() as stream:
        attributes = cut(stream, root=_ROOT, paths=_PATHS).attributes
    if strange := sorted(attributes.keys() - set(_ATTRIBUTES)):
        raise SourceChanged(f"attributes {', '.join(strange)}", place=_ROOT, expected="dateGenerated only")
    return Parsed(mode="full", records=_records(document), published=attributes.get("dateGenerated"))


def _records(document: Document) -> Iterator[Record]:
    with document.opened() as stream:
        for number, element in enumerate(cut(stream, root=_ROOT, paths=_PATHS).records, start=1):
            kind = str(element.tag)
            content = _canonical(tree(element))
            key = Fields(content, f"{kind} (record {number})").needed("DATAID")
            if not (key.isascii() and key.isdecimal()):
                raise SourceChanged(f'DATAID "{key}"', place=f"{kind} (record {number})", expected="digits")
            bare = {name: value for name, value in content.items() if name not in _TIMESTAMPS}
            yield Record(key=key, raw=canonical({kind: bare}))


def _canonical(content: Any) -> Any:
    """Clean text, and equal order for equal content: nothing on this list depends on the order of its elements."""
    if isinstance(content, str):
        return clean(content)
    return {name: sorted(map(_canonical, values), key=canonical) for name, values in content.items()}
