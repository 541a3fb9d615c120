"""Identity documents and relationships."""

from __future__ import annotations

from sanctionwire.core import normalise
from sanctionwire.sources.us_ofac import values
from sanctionwire.sources.us_ofac.draft import Draft, Plain
from sanctionwire.sources.us_ofac.elements import Element, flag_of, need, parts_of, rows_of, text_of, used_up
from sanctionwire.sources.us_ofac.periods import period


def read_documents(draft: Draft, section: Element | None) -> None:
    """Passports, registrations and the like. Must be read after the names, one of which each document bears."""
    for row in rows_of(section, "identityDocument"):
        parts = parts_of(row, "id")
        label = draft.book.value(need(parts, "type", row))
        number = text_of(need(parts, "documentNumber", row))
        notes = _notes(draft, parts)
        stated: Plain = {"label": label, "valid": flag_of(parts.pop("isValid", None))}
        if "issuingCountry" in parts:
            text, stated["country"] = draft.country(parts.pop("issuingCountry"))
            notes += [] if stated["country"] else [text]
        for field, name in (("issued", "issueDate"), ("expires", "expirationDate")):
            if name in parts:
                stated[field] = period(parts.pop(name))
        used_up(parts)
        if number:  # some bear none
            draft.identifiers.append(
                normalise.identifier(_type(draft, label, number), number, note="; ".join(notes) or None, **stated)
            )
        else:
            draft.particular("other", "; ".join(notes) or "without a number", label=label)


def _type(draft: Draft, label: str, number: str) -> str:
    if normalise.imo_number(number):
        return "imo"
    if label not in values.DOCUMENT_TYPES:
        draft.unknown("document type", label)
    return values.DOCUMENT_TYPES.get(label, "other")


def _notes(draft: Draft, parts: dict[str, Element]) -> list[str]:
    """What is said of a document beside its number, country and dates."""
    notes = []
    bearer = normalise.clean(text_of(parts.pop("name", None), "nameId", "nameTranslationId"))
    if bearer and not any(name["kind"] == "primary" and name["full"] == bearer for name in draft.names):
        notes.append(f"in the name of {bearer}")
    notes += [text_of(parts.pop(name, None)) for name in ("issuingAuthority", "issuingLocation", "comments")]
    for feature in rows_of(parts.pop("idFeatures", None), "idFeature"):
        notes.append(text_of(feature, "id", "featureVersionId"))
    return [note for note in notes if note]


def read_relations(draft: Draft, section: Element | None, *, source: str) -> None:
    for row in rows_of(section, "relationship"):
        parts = parts_of(row, "id")
        text = draft.book.value(need(parts, "type", row))
        if text not in values.RELATIONS:
            draft.unknown("relationship type", text)
        related = need(parts, "relatedEntity", row)
        relation: Plain = {"type": text, "common": values.RELATIONS.get(text, "other")}
        if name := normalise.clean(text_of(related, "entityId")):
            relation["target_name"] = name
        relation["target_id"] = f"{source}:{related.get('entityId')}"
        if quality := _quality(draft, parts):
            relation["quality"] = quality
        used_up(parts)
        draft.relations.append(relation)


def _quality(draft: Draft, parts: dict[str, Element]) -> str:
    """How sure the tie is, since when, and what else is said of it."""
    words = [draft.book.value(parts.pop("quality"))] if "quality" in parts else []
    if "dateRange" in parts:
        span = period(parts.pop("dateRange"))
        words.append(" to ".join(day for day in (span.get("begin"), span.get("end")) if day))
    words.append(text_of(parts.pop("comments", None)))
    return "; ".join(word for word in words if word)
