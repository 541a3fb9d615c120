"""Values as DynamoDB writes them: the twin keeps items in this form too, so that both compare and copy alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Attribute = dict[str, Any]
"""`{"S": "text"}`, `{"N": "7"}`, …: tells `True` from `1`, which Python does not."""


def encoded(item: Mapping[str, Any]) -> dict[str, Attribute]:
    """An item of plain values in DynamoDB's form."""
    return {name: attribute(value) for name, value in item.items()}


def decoded(item: Mapping[str, Attribute]) -> dict[str, Any]:
    """The reverse of `encoded`."""
    return {name: plain(value) for name, value in item.items()}


def attribute(value: Any) -> Attribute:  # noqa: PLR0911 - one per type
    """One value; what cannot be stored was refused before (`ports.checked`)."""
    match value:
        case None:
            return {"NULL": True}
        case bool():
            return {"BOOL": value}
        case int():
            return {"N": str(value)}
        case str():
            return {"S": value}
        case bytes():
            return {"B": value}
        case Mapping():
            return {"M": encoded(value)}
        case _:
            return {"L": [attribute(each) for each in value]}


def plain(value: Attribute) -> Any:
    """The reverse of `attribute`."""
    ((kind, content),) = value.items()
    match kind:
        case "NULL":
            return None
        case "N":
            return int(content)
        case "M":
            return decoded(content)
        case "L":
            return [plain(each) for each in content]
        case "B":
            return bytes(content)
        case _:
            return content


def met(expect: Mapping[str, Any] | None, item: Mapping[str, Attribute] | None) -> bool:
    """Whether an item (None: there is none) is as expected; an expected None is met by null and by absence."""
    for name, value in (expect or {}).items():
        found = (item or {}).get(name, {"NULL": True})
        if found != attribute(value):
            return False
    return True
