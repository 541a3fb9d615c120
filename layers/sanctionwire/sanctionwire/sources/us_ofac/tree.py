"""The publisher's record tree: its raw form, a delta applied to it, and the same party out of two files made one.

The raw form is the element as compact XML without namespaces or line breaks. It keeps every id, so that a delta can be
applied to it; it is cheap to cut, and two raws of one content that differ in order only cost a second look.
"""

from __future__ import annotations

import re
from copy import deepcopy

from lxml import etree

from sanctionwire.errors import DoesNotFit, SourceChanged, Suspicious
from sanctionwire.sources.us_ofac.elements import Element, place_of, refuse

_DECLARATIONS = re.compile(rb' xmlns(?::\w+)?="[^"]*"')
_ESCAPED = ((b"\n", b"&#10;"), (b"\t", b"&#9;"))
_PARSER = etree.XMLParser(
    resolve_entities=False, load_dtd=False, no_network=True, remove_blank_text=True, remove_comments=True,
    remove_pis=True,
)  # fmt: skip
_MEMBERSHIPS = ("sanctionsLists", "sanctionsPrograms", "sanctionsTypes", "legalAuthorities")

Identity = tuple[str, str | None]


def raw_of(element: Element) -> bytes:
    """The element on one line, without its namespace."""
    if element.prefix is not None:
        refuse(element, f"prefixed names ({element.prefix}:)", "a default namespace")
    raw = etree.tostring(element, encoding="utf-8", with_tail=False)
    start = raw.index(b">")
    raw = _DECLARATIONS.sub(b"", raw[:start]) + raw[start:]
    for char, reference in _ESCAPED:
        if char in raw:
            raw = raw.replace(char, reference)
    return raw


def tree_of(raw: bytes) -> Element:
    try:
        return etree.fromstring(raw, _PARSER)
    except etree.XMLSyntaxError as error:
        raise SourceChanged(str(error), expected="well-formed XML without prefixed names") from error


def plain(element: Element) -> Element:
    """A copy of an element that stands by itself, without namespace."""
    return tree_of(raw_of(element))


def applied(target: Element, patch: Element) -> Element:
    """The tree after a modification: removals first, then what is added, then what lies deeper."""
    result = deepcopy(target)
    _apply(result, patch)
    return result


def _apply(target: Element, patch: Element) -> None:
    for change in patch:
        if _action(change) == "remove":
            target.remove(_found(target, change))
    for change in patch:
        action = _action(change)
        if action == "add":
            _add(target, change)
        elif action is None and not _says_nothing(change):
            _descend(target, change)


def _says_nothing(change: Element) -> bool:
    """A section that is named and empty."""
    return not len(change) and not change.text and not change.attrib


def _action(change: Element) -> str | None:
    action = change.get("action")
    if action not in {None, "add", "remove"}:
        refuse(change, f'action "{action}"', "add or remove")
    return action


def _identity(element: Element) -> Identity:
    return str(element.tag), element.get("id")


def _find(target: Element, change: Element) -> Element | None:
    """The child that a change speaks of: by its id, or by its name where it has none."""
    alike = [child for child in target.iterchildren(str(change.tag)) if _identity(child) == _identity(change)]
    if len(alike) > 1:
        raise DoesNotFit(f"{len(alike)} of it in the reading", place=place_of(change), expected="one")
    return alike[0] if alike else None


def _found(target: Element, change: Element) -> Element:
    """The child to be removed, which must be there; without an id, its text must agree too."""
    found = _find(target, change)
    if found is None:
        raise DoesNotFit("the delta removes what the reading does not have", place=place_of(change))
    if change.get("id") is None and (found.text or "") != (change.text or ""):
        _differs(found, change)
    return found


def _add(target: Element, change: Element) -> None:
    if _find(target, change) is not None:
        raise DoesNotFit("the delta adds what the reading has", place=place_of(change))
    target.append(without_actions(change))


def _descend(target: Element, change: Element) -> None:
    found = _find(target, change)
    if found is None:
        if change.get("id") is not None or not len(change):
            raise DoesNotFit("the delta modifies what the reading does not have", place=place_of(change))
        found = etree.SubElement(target, str(change.tag))  # the first address, the first relationship …
    if sorted(found.items()) != sorted(change.items()):
        _differs(found, change)
    if len(change):
        _apply(found, change)
    elif (found.text or "") != (change.text or "") or len(found):
        _differs(found, change)


def _differs(found: Element, change: Element) -> None:
    held, said = (f'"{element.text or ""}" {element.items()}' for element in (found, change))
    raise DoesNotFit(f"the reading has {held}, the delta says {said}", place=place_of(change))


def without_actions(element: Element) -> Element:
    """A copy of what is added, as it stands once it is there."""
    added = deepcopy(element)
    for part in added.iter():
        if part.attrib.pop("action", "add") != "add":
            refuse(part, "a removal within an addition", "additions only")
    return added


def united(newer: Element, older: Element, *, same_time: bool) -> Element:
    """One party that is in both files: the newer tree with every list membership of both.

    Files of one moment must agree in all else; where they do not, one of them is not to be believed.
    """
    if same_time and (differing := _difference(newer, older)):
        raise Suspicious(
            f"the SDN and the consolidated file differ in {differing}",
            place=place_of(newer),
            expected="one tree in both",
        )
    result = deepcopy(newer)
    for section in _MEMBERSHIPS if same_time else _MEMBERSHIPS[:1]:
        theirs = older.find(section)
        ours = result.find(section)
        if theirs is None:
            continue
        if ours is None:
            ours = etree.SubElement(result, section)
        held = {_identity(row) for row in ours}
        ours.extend(deepcopy(row) for row in theirs if _identity(row) not in held)
    return result


def _difference(one: Element, other: Element) -> str | None:
    """The first section in which two trees differ, in whatever order; of memberships only the rows that both have."""
    ours, theirs = ({str(section.tag): section for section in tree} for tree in (one, other))
    for name in sorted(ours.keys() | theirs.keys()):
        rows, others = ({_identity(row): _form(row) for row in side.get(name, ())} for side in (ours, theirs))
        shared = rows.keys() & others.keys() if name in _MEMBERSHIPS else rows.keys() | others.keys()
        if any(rows.get(key) != others.get(key) for key in shared):
            return name
    return None


def _form(element: Element) -> tuple[object, ...]:
    """The element's content without its order."""
    children = sorted((_form(child) for child in element), key=repr)
    return str(element.tag), tuple(sorted(element.attrib.items())), (element.text or "").strip(), tuple(children)


def reflects(tree: Element | None, action: str, entity: Element) -> bool:
    """Whether an entity's part of a delta is in a reading already."""
    if action == "modify":
        return tree is not None and _reflects(tree, entity)
    return (tree is not None) == (action == "add")


def _reflects(target: Element, patch: Element) -> bool:
    added = {_identity(change) for change in patch if _action(change) == "add"}
    return all(
        _says_nothing(change)
        or (_action(change) == "remove" and _identity(change) in added)
        or _reflected(_find(target, change), change)
        for change in patch
    )


def _reflected(found: Element | None, change: Element) -> bool:
    there = found is not None and (change.get("id") is not None or (found.text or "") == (change.text or ""))
    action = _action(change)
    if action or not len(change):
        return there != (action == "remove")
    if found is None:
        return all(_action(part) == "remove" for part in change.iterdescendants() if part.get("action"))
    return _reflects(found, change)
