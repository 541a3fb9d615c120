"""Features: what the publisher states about a party by type and value, each to the field where it belongs."""

from __future__ import annotations

from dataclasses import dataclass

from sanctionwire.core import normalise
from sanctionwire.sources.us_ofac import values
from sanctionwire.sources.us_ofac.draft import Draft, Plain, country_named
from sanctionwire.sources.us_ofac.elements import Element, ignore, need, parts_of, rows_of, text_of, used_up
from sanctionwire.sources.us_ofac.periods import period
from sanctionwire.sources.us_ofac.references import country

_COUNTRIES = {
    "Nationality Country": "nationalities",
    "Citizenship Country": "citizenships",
    "Registration Country": "countries",
    "Nationality of Registration": "countries",
}


@dataclass(slots=True, kw_only=True)
class Feature:
    """One feature, its references resolved."""

    label: str
    value: str
    date: Plain | None
    row: list[str] | None
    """The declared value that it refers to."""
    reliability: str | None


def read_features(draft: Draft, section: Element | None) -> None:
    for row in rows_of(section, "feature"):
        feature = _feature(draft, row)
        if feature.reliability == "false":
            _doubted(draft, feature)  # what is stated to be false is no birth date, no wallet, no measure
        elif _placed(draft, feature):
            if feature.reliability == "reported":  # that a listed fact is confirmed goes without saying
                _doubted(draft, feature)
        else:
            _particular(draft, feature)


def _feature(draft: Draft, element: Element) -> Feature:
    parts = parts_of(element, "id")
    label = draft.book.feature_type(need(parts, "type", element))
    value = text_of(need(parts, "value", element))
    row = None
    if "valueRefId" in parts:
        reference = parts.pop("valueRefId")
        row = draft.book.row(reference, text_of(reference))
        value = row[1]
    dated = parts.pop("valueDate", None)
    reliability = _reliability(draft, parts.pop("reliability", None))
    if comment := text_of(parts.pop("comments", None)):
        draft.particular("remark", comment, label=label)
    ignore(parts, "versionId")  # bookkeeping: it moves without any change of content
    ignore(parts, "isPrimary")  # which of several the publisher puts first
    used_up(parts)
    return Feature(
        label=label,
        value=normalise.clean(value),
        date=None if dated is None else period(dated, value),
        row=row,
        reliability=reliability,
    )


def _reliability(draft: Draft, element: Element | None) -> str | None:
    if element is None:
        return None
    text = draft.book.value(element)
    if text not in values.RELIABILITIES:
        draft.unknown("reliability", text)
    return values.RELIABILITIES.get(text)


def _doubted(draft: Draft, feature: Feature) -> None:
    """The reliability of what stands in a field that has no room for it."""
    draft.particular("reliability", feature.value, label=feature.label, reliability=feature.reliability)


def _placed(draft: Draft, feature: Feature) -> bool:
    """Put the feature into a field of its own; False if it is a particular."""
    label, value = feature.label, feature.value
    if label == "Birthdate":
        draft.births.append(feature.date or {"text": value})
    elif label == "Place of Birth":
        draft.birth_places.append(_place(value))
    elif label in _COUNTRIES:
        _country(draft, feature)
    elif label == "Gender":
        _gender(draft, value)
    elif label in values.SECONDARY:
        draft.secondary.append(value)
    elif label in values.MENUS:
        draft.menu.append({"type": f"{label} {value}", "effect": _menu_effect(value)})
    elif dated := values.MEASURE_DATE.fullmatch(label):
        draft.dates.append((label, values.MEASURE_DATES[dated[1]], dated[2], feature.date or {"text": value}))
    elif label in values.IDENTIFIERS or label.startswith(values.WALLET):
        note = "former" if label in values.FORMER else None
        kind = values.IDENTIFIERS.get(label, "wallet")
        draft.identifiers.append(normalise.identifier(kind, value, label=label, note=note))
    else:
        return False
    return True


def _place(text: str) -> Plain:
    """A place, with its country where the text ends in the name of one."""
    code = country_named(text.rpartition(",")[2].strip())
    return {"text": text, "country": code} if code else {"text": text}


def _country(draft: Draft, feature: Feature) -> None:
    text, code, known = country(feature.row or ["COUNTRY", feature.value])
    if not known:
        draft.unknown("country", text)
    if code:
        getattr(draft, _COUNTRIES[feature.label]).append(code)
    else:
        draft.particular("other", text, label=feature.label)


def _gender(draft: Draft, value: str) -> None:
    if value not in values.GENDERS:
        draft.unknown("gender", value)
    gender = values.GENDERS.get(value, "other")
    if draft.gender not in {None, gender}:
        gender = "other"  # two statements that contradict each other
    draft.gender = gender


def _menu_effect(value: str) -> str:
    return next((effect for pattern, effect in values.MENU_EFFECTS if pattern.search(value)), "other")


def _particular(draft: Draft, feature: Feature) -> None:
    """A stated fact without a field of its own; one of an unknown type is carried as it stands."""
    label = feature.label
    kind = values.PARTICULARS.get(label)
    if kind is None:
        draft.unknown("feature type", label)
    if kind in {"target_type", "organization_type"}:
        if target := values.TARGETS.get(feature.value):
            draft.targets.add(target)
        if kind == "target_type" and feature.value not in values.TARGET_TYPES:
            draft.unknown("target type", feature.value)
    draft.particular(
        kind or "other",
        feature.value,
        label=label,
        country=country_named(feature.value) if kind == "flag" else None,
        date=feature.date,
        former=label in values.FORMER,
        reliability=feature.reliability,
    )
