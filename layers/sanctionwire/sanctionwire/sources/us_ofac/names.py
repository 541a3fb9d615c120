"""Names and addresses."""

from __future__ import annotations

from sanctionwire.core import normalise
from sanctionwire.sources.us_ofac import values
from sanctionwire.sources.us_ofac.draft import Draft, Plain
from sanctionwire.sources.us_ofac.elements import (
    Element,
    flag_of,
    ignore,
    need,
    parts_of,
    refuse,
    rows_of,
    text_of,
    used_up,
)

_STRENGTH = {True: "weak", False: "strong", None: "unstated"}
_NAME_ORDER = {kind: position for position, kind in enumerate(values.NAME_PARTS)}
_ADDRESS_ORDER = {kind: position for position, kind in enumerate(values.ADDRESS_PARTS)}


def read_names(draft: Draft, section: Element) -> None:
    """Every name in every script in which it is given."""
    for name in rows_of(section, "name"):
        parts = parts_of(name, "id")
        kind = "primary" if flag_of(need(parts, "isPrimary", name)) else "alias"
        alias = parts.pop("aliasType", None)
        if alias is not None and kind != "primary":
            kind = _alias(draft, draft.book.value(alias))
        strength = _STRENGTH[flag_of(parts.pop("isLowQuality", None))]
        translations = need(parts, "translations", name)
        used_up(parts)
        for translation in rows_of(translations, "translation"):
            draft.names.append({"kind": kind, "strength": strength, **_translation(draft, translation)})
    if not any(name["kind"] == "primary" for name in draft.names):
        refuse(section, "no primary name", "one")


def _alias(draft: Draft, text: str) -> str:
    if text not in values.ALIASES:
        draft.unknown("alias type", text)
    return values.ALIASES.get(text, "alias")


def _translation(draft: Draft, translation: Element) -> Plain:
    parts = _in_script(translation)
    name = _script(draft, need(parts, "script", translation))
    full = normalise.clean(text_of(need(parts, "formattedFullName", translation)))
    if not full:
        refuse(translation, "an empty name", "a name")
    name["full"] = full
    for element in ("formattedFirstName", "formattedLastName"):
        ignore(parts, element)  # the full name's own parts, in the same capitals
    for field, text in _name_parts(draft, parts.pop("nameParts", None)):
        name[field] = f"{name[field]} {text}" if field in name else text
    used_up(parts)
    return name


def _name_parts(draft: Draft, section: Element | None) -> list[tuple[str, str]]:
    found = []
    for row in rows_of(section, "namePart"):
        kind, text = _part(draft, row)
        if kind not in values.NAME_PARTS:
            draft.unknown("name part", kind)
        elif (field := values.NAME_PARTS[kind]) and text:
            found.append((_NAME_ORDER[kind], field, normalise.clean(text)))
    return [(field, text) for _, field, text in sorted(found)]


def _part(draft: Draft, row: Element) -> tuple[str, str]:
    parts = parts_of(row, "id")
    kind, text = draft.book.value(need(parts, "type", row)), text_of(need(parts, "value", row))
    used_up(parts)
    return kind, text


def _in_script(translation: Element) -> dict[str, Element]:
    parts = parts_of(translation, "id")
    ignore(parts, "isPrimary")  # which script the publisher puts first: the script itself says as much
    return parts


def _script(draft: Draft, element: Element) -> Plain:
    text = draft.book.value(element)
    if text in values.SCRIPTS:
        return {"script": values.SCRIPTS[text]}
    draft.unknown("script", text)
    return {}


def read_addresses(draft: Draft, section: Element | None) -> None:
    """Every address in every script; one that says nothing at all is left out."""
    for row in rows_of(section, "address"):
        parts = parts_of(row, "id")
        place = _country(draft, parts.pop("country", None))
        section_of_scripts = parts.pop("translations", None)
        used_up(parts)
        scripts = [] if section_of_scripts is None else list(section_of_scripts)
        if scripts and scripts[0].tag == "country":
            place = {**_country(draft, scripts.pop(0)), **place}
        translated = [_address(draft, translation) for translation in scripts]
        for address in translated or [{}]:
            if place or address:
                draft.addresses.append({**address, **place})


def _country(draft: Draft, element: Element | None) -> Plain:
    """The country, or its text where there is no code for it."""
    if element is None:
        return {}
    text, code = draft.country(element)
    return {"country": code} if code else {"note": text}


def _address(draft: Draft, translation: Element) -> Plain:
    if translation.tag != "translation":
        refuse(translation, f"unknown element <{translation.tag}>", "<translation>")
    parts = _in_script(translation)
    _script(draft, need(parts, "script", translation))
    address: Plain = {}
    lines = []
    for row in rows_of(parts.pop("addressParts", None), "addressPart"):
        kind, text = _part(draft, row)
        if kind not in values.ADDRESS_PARTS:
            draft.unknown("address part", f"{kind}: {text}")
        elif text:
            lines.append((_ADDRESS_ORDER[kind], values.ADDRESS_PARTS[kind], normalise.clean(text)))
    used_up(parts)
    for _, field, text in sorted(lines):
        address[field] = f"{address[field]}, {text}" if field in address else text
    return address
