"""The list cut into its designations: canonical whatever the order and white space, and without its timestamps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from sanctionwire.core.canonical import canonical
from sanctionwire.core.normalise import clean, day_first
from sanctionwire.errors import SourceChanged
from sanctionwire.formats.fields import Fields
from sanctionwire.formats.xml import cut, tree
from sanctionwire.source import Base, Document, Parsed, Record, State, only
from sanctionwire.sources.uk_sl.measures import INDICATED

_ROOT, _DATE, _RECORD = "Designations", "DateGenerated", "Designation"
_SCHEMA = "{http://www.w3.org/2001/XMLSchema-instance}noNamespaceSchemaLocation"

_TIMESTAMPS = ("LastUpdated",)
"""The day of the last amendment: it may move without any change of content."""

_KEY = re.compile(r"[A-Z]{2,6}\d{3,6}", re.ASCII)


def parse(documents: Mapping[str, Document], _state: State, _base: Base | None) -> Parsed:
    """Cut the one document into its designations."""
    document = only(documents)
    with document.opened() as stream:
        published, _ = next(_elements(stream), ("", None))
    return Parsed(mode="full", records=_records(document), published=published or None)


def _records(document: Document) -> Iterator[Record]:
    with document.opened() as stream:
        for number, (_, content) in enumerate(_elements(stream)):
            if content is None:
                continue
            place = f"{_RECORD} (record {number})"
            key = Fields(content, place).needed("UniqueID")
            if not _KEY.fullmatch(key):
                raise SourceChanged(f'UniqueID "{key}"', place=place, expected="letters and digits, as RUS0251")
            yield Record(
                key=key, raw=canonical({name: each for name, each in content.items() if name not in _TIMESTAMPS})
            )


def _elements(stream: BinaryIO) -> Iterator[tuple[str, dict[str, Any] | None]]:
    """The day on which the file was made, first; then each designation."""
    whole = cut(stream, root=_ROOT, paths=(_DATE, _RECORD))
    if strange := sorted(whole.attributes.keys() - {_SCHEMA}):
        raise SourceChanged(f"attributes {', '.join(strange)}", place=_ROOT, expected="none")
    for number, element in enumerate(whole.records):
        content = _canonical(tree(element))
        if (element.tag == _DATE) != (number == 0):
            raise SourceChanged(f"<{element.tag!s}> in place {number + 1}", place=_ROOT, expected=f"one {_DATE}, first")
        if number == 0:
            if not isinstance(content, str):
                raise SourceChanged("elements or attributes", place=_DATE, expected="a date")
            yield day_first(content), None
        elif isinstance(content, str):
            raise SourceChanged("a designation without elements", place=f"{_RECORD} (record {number})", expected="some")
        else:
            yield "", content


def _canonical(content: Any) -> Any:
    """Clean text, and equal order for equal content: nothing on this list depends on the order of its elements."""
    if isinstance(content, str):
        return clean(content)
    return {name: sorted(map(_canonical, _kept(name, values)), key=canonical) for name, values in content.items()}


def _kept(name: str, values: list[Any]) -> list[Any]:
    """Of the indicators those that are not false: one more that is false everywhere changes no designation."""
    if name != INDICATED or len(values) != 1 or not isinstance(values[0], dict):
        return values
    texts = {each: said for each, said in values[0].items() if said != ["false"]}
    return [each if said == ["true"] else {each: said} for each, said in texts.items()]
