"""The publisher's reference tables: what each number stands for, and which of it this product does not know yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sanctionwire.core import normalise
from sanctionwire.sources.us_ofac import values
from sanctionwire.sources.us_ofac.elements import Element, attribute, ignore, leaf, parts_of, refuse, text_of, used_up

Refs = dict[str, dict[str, list[str]]]
"""`{"values": {refId: [group, text] or [group, text, ISO code]}, "features": {featureTypeId: [text]}}`"""

_TABLES = {"referenceValue": ("values", "refId"), "featureType": ("features", "featureTypeId")}
_COLUMNS = {"values": ("type", "value", "isoCode"), "features": ("type",)}
_IGNORED = (
    "code",  # the script's number in ISO 15924, whose letters the text already gives
    "advancedXmlOffset",  # bookkeeping of another file format
    "publishExclude",  # how the publisher composes remarks in other file formats
    "publishDescription",
    "publishOrder",
)


def empty() -> Refs:
    return {"values": {}, "features": {}}


def merged(old: Mapping[str, Any], new: Refs) -> Refs:
    """The tables with new values in them; what is no longer declared stays, since old records may use it."""
    return {table: {**old.get(table, {}), **rows} for table, rows in new.items()}


def same(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether records read the same under both: nothing that was declared has changed."""
    pairs = ((old.get(table, {}), new.get(table, {})) for table in ("values", "features"))
    return all(after.get(number) == row for before, after in pairs for number, row in before.items())


def declare(refs: Refs, element: Element, base: Mapping[str, Any]) -> None:
    """Enter a `referenceValue` or `featureType`.

    A delta may state a whole row, or only the part of a row of `base` that changed. What it removes is left standing,
    as in `merged`.
    """
    table, numbered = _TABLES[str(element.tag)]
    number = attribute(element, numbered)
    if _action(element) == "remove":
        return
    for part in list(element):
        if _action(part) == "remove":
            element.remove(part)
    parts = parts_of(element, numbered)
    row = [] if "type" in parts else list(base.get(table, {}).get(number, []))
    for position, name in enumerate(_COLUMNS[table]):
        if name in parts:
            row[position : position + 1] = [text_of(parts.pop(name))]
    for name in _IGNORED:
        ignore(parts, name)
    text_of(parts.pop("detailType", None), "refId")  # whether a value is text, a date or a reference shows in the value
    used_up(parts)
    if len(row) < min(2, len(_COLUMNS[table])):
        refuse(element, f"{number} is incomplete", f"<{'> and <'.join(_COLUMNS[table][:2])}>")
    if refs[table].setdefault(number, row) != row:
        refuse(element, f"{row[-1]} and {refs[table][number][-1]} under one number", "one meaning for each number")


def _action(element: Element) -> str:
    action = str(element.attrib.pop("action", "add"))
    if action not in {"add", "remove"}:
        refuse(element, f'action "{action}"', "add or remove")
    return action


class Book:
    """The reference tables as a reader uses them.

    What a number is declared to stand for wins over the text beside it: a value that a delta renames is renamed in
    every record.
    """

    __slots__ = ("_features", "_values")

    def __init__(self, refs: Mapping[str, Any]) -> None:
        self._values: Mapping[str, list[str]] = refs["values"]
        self._features: Mapping[str, list[str]] = refs["features"]

    def value(self, element: Element, *attributes: str) -> str:
        """The declared text of an element that refers to a value; `attributes` are those besides `refId`."""
        leaf(element, "refId", *attributes)
        row = self._values.get(element.get("refId", ""))
        return row[1] if row else self.row(element, element.get("refId"))[1]

    def row(self, element: Element, number: str | None) -> list[str]:
        row = self._values.get(number or "")
        if row is None:
            refuse(element, f'reference {number} ("{element.text or ""}") is declared nowhere', "a declared value")
        return row

    def country(self, element: Element) -> tuple[str, str | None, bool]:
        """The declared text of a country, its code, and whether it is known."""
        leaf(element, "refId")
        return country(self.row(element, element.get("refId")))

    def feature_type(self, element: Element) -> str:
        leaf(element, "featureTypeId")
        row = self._features.get(element.get("featureTypeId", ""))
        if row is None:
            number, text = element.get("featureTypeId"), element.text or ""
            refuse(element, f'feature type {number} ("{text}") is declared nowhere', "a declared type")
        return row[0]


def country(row: list[str]) -> tuple[str, str | None, bool]:
    """Text, code and whether it is known, of a row of the group COUNTRY."""
    text, *codes = row[1:]
    code = normalise.country_of_code(codes[0]) if codes else normalise.country(text)
    return text, code, code is not None or normalise.region(text)


def news(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[str, ...]:
    """Newly declared values that no table of this product knows, for the operator: `PROGRAM: NEW-EO15000`."""
    return tuple(sorted({*_unknown_values(old.get("values", {}), new["values"]), *_unknown_types(old, new)}))


def _unknown_values(old: Mapping[str, Any], new: Mapping[str, list[str]]) -> Iterator[str]:
    for number, row in new.items():
        if old.get(number) == row:
            continue
        known = values.KNOWN.get(row[0])
        if (known is not None and row[1] not in known) or (row[0] == "COUNTRY" and not country(row)[2]):
            yield f"{row[0]}: {row[1]}"


def _unknown_types(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    before = old.get("features", {})
    for number, (text,) in new["features"].items():
        if before.get(number) != [text] and not known_feature(text):
            yield f"feature type: {text}"


def known_feature(text: str) -> bool:
    return (
        text in values.PARTICULARS
        or text in values.IDENTIFIERS
        or text in values.OTHER_FEATURES
        or text in values.SECONDARY
        or text in values.MENUS
        or text.startswith(values.WALLET)
        or values.MEASURE_DATE.match(text) is not None
    )
