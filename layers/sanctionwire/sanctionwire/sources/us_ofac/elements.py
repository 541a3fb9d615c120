"""Taking an element apart so that nothing in it is overlooked: every child and attribute is used, or refused."""

from __future__ import annotations

from typing import NoReturn

from lxml import etree

from sanctionwire.core import normalise
from sanctionwire.errors import SourceChanged

_SHOWN = 80

Element = etree._Element  # noqa: SLF001 - lxml's only name for the type
Parts = dict[str, Element]


def place_of(element: Element) -> str:
    """Where an element stands, as a person would look for it: `entity 12060 (VAHIDI, Ahmad) / names / name 23`."""
    steps = [element, *element.iterancestors()]
    return " / ".join(_step(step) for step in reversed(steps))


def _step(element: Element) -> str:
    name = etree.QName(element).localname
    number = element.get("id") or element.get("refId") or element.get("featureTypeId")
    step = f"{name} {number}" if number else str(name)
    bearer = element.findtext(".//{*}formattedFullName") if name == "entity" else None
    return f"{step} ({normalise.clean(bearer)[:_SHOWN]})" if bearer else step


def attribute(element: Element, name: str) -> str:
    """An attribute's text; empty where it is absent."""
    return str(element.get(name, ""))


def refuse(element: Element, seen: str, expected: str) -> NoReturn:
    raise SourceChanged(seen, place=place_of(element), expected=expected)


def parts_of(element: Element, *attributes: str) -> Parts:
    """The children by name, each at most once; the element has these attributes and no others."""
    parts: Parts = {child.tag: child for child in element}
    if len(parts) != len(element):
        names = [str(child.tag) for child in element]
        twice = sorted({name for name in names if names.count(name) > 1})
        refuse(element, f"{' and '.join(twice)} more than once", "each element once")
    if attributes or element.keys():
        has_only(element, attributes)
    if element.text:
        bare(element)
    return parts


def rows_of(element: Element | None, name: str) -> list[Element]:
    """The children of a container, which are all `name`."""
    if element is None:
        return []
    rows = list(element)
    for row in rows:
        if row.tag != name:
            refuse(row, f"unknown element <{etree.QName(row).localname}>", f"<{name}>")
    if element.keys():
        has_only(element, ())
    if element.text:
        bare(element)
    return rows


def ignore(parts: Parts, name: str) -> None:
    """Take a leaf and make nothing of it; whoever calls this says why."""
    if (element := parts.pop(name, None)) is not None:
        leaf(element)


def used_up(parts: Parts) -> None:
    """Refuse what nobody took."""
    for left in parts.values():
        refuse(left, f"unknown element <{etree.QName(left).localname}>", "only known elements")


def leaf(element: Element, *attributes: str) -> str | None:
    """The text of an element without children, as it stands; it has these attributes and no others."""
    if len(element):
        refuse(element[0], f"unknown element <{etree.QName(element[0]).localname}>", "plain text")
    if attributes or element.keys():
        has_only(element, attributes)
    return element.text


def text_of(element: Element | None, *attributes: str) -> str:
    """The text of a leaf, white space collapsed; empty where the element is absent or empty."""
    text = None if element is None else leaf(element, *attributes)
    return " ".join(text.split()) if text else ""


def need(parts: Parts, name: str, owner: Element) -> Element:
    """Take a child that must be there."""
    child = parts.pop(name, None)
    if child is None:
        refuse(owner, f"no <{name}>", f"<{name}>")
    return child


def flag_of(element: Element | None) -> bool | None:
    """The truth of a leaf; None where it is absent."""
    if element is None:
        return None
    text = leaf(element)
    if text == "true":
        return True
    if text != "false":
        refuse(element, f'"{text or ""}"', "true or false")
    return False


def bare(element: Element) -> None:
    """Refuse text between elements."""
    for text in (element.text, *(child.tail for child in element)):
        if text and not text.isspace():
            refuse(element, f'stray text "{" ".join(text.split())[:60]}"', "elements only")


def has_only(element: Element, attributes: tuple[str, ...]) -> None:
    names = element.keys()
    if tuple(names) != attributes and (len(names) != len(attributes) or not set(names) <= set(attributes)):
        refuse(element, f"attributes {sorted(map(str, names))}", f"{sorted(attributes)}")
