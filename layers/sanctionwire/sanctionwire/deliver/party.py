"""The screening block of one entry: what a person types into a screening system, in the order in which they need it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sanctionwire.core.alerts.text import harmless
from sanctionwire.core.alerts.words import TYPE
from sanctionwire.core.changes import Change
from sanctionwire.core.model import (
    Address,
    DateSpan,
    Entry,
    Identifier,
    Listing,
    Measure,
    Name,
    Particular,
    Relation,
    Subject,
)
from sanctionwire.deliver.layout import labelled, listed, quoted

_LATIN = {None, "Latn", "Zyyy"}
_PARTICULARS = {"imo", "mmsi", "call_sign", "tail", "msn", "mode_s"}
_CONTACTS = {"email", "phone", "website"}


def block(change: Change, speaker: str, *, ordinal: int = 0, known: Mapping[str, str] | None = None) -> str:
    """The block of the entry that a change is about, as it now is or as it last was.

    `known`: names by entry id, for relations that give no more than an id.
    """
    entry = change.entry
    head = f"{ordinal}. {harmless(entry.caption, 300)}" if ordinal else harmless(entry.caption, 300)
    lines = [
        f"  {head}",
        labelled("What", what(entry), "     "),
        *(_subject(entry.subject, entry) if entry.subject else ()),
        *_standing(change, speaker, known or {}),
        labelled("Entry id", _ids(change), "     "),
    ]
    return "\n".join(filter(None, lines))


def what(entry: Entry) -> str:
    """`person`, `class of transactions`."""
    name = entry.subject.schema_ if entry.subject and entry.type == "party" else entry.type
    return TYPE.get(name, (name, name))[0]


def _ids(change: Change) -> str:
    before = f" (before: {harmless(change.previous_id, 200)})" if change.previous_id else ""
    return harmless(change.entry_id, 200) + before


def _subject(subject: Subject, entry: Entry) -> Iterator[str]:
    def each(label: str, items: Iterable[str]) -> str:
        return listed(label, items, "     ")

    strong = [name for name in subject.names if name.strength != "weak"]
    latin = [name for name in strong if name.script in _LATIN]
    numbers = {kind: [] for kind in ("documents", "wallets", "particulars", "contacts")}  # type: dict[str, list[str]]
    for identifier in subject.identifiers:
        numbers[_sort(identifier)].append(numbered(identifier))
    yield each("Names", (named(name) for name in latin if name.full != entry.caption or name.note))
    yield each("Original", (named(name) for name in strong if name not in latin))
    yield each("Born", [*map(span, subject.births), *(f"in {harmless(place.text)}" for place in subject.birth_places)])
    yield each("Died", map(span, subject.deaths))
    yield labelled("Gender", subject.gender or "", "     ")
    yield labelled("Nationality", codes([*subject.nationalities, *subject.citizenships]), "     ")
    yield each("Documents", numbers["documents"])
    yield each("Wallets", numbers["wallets"])
    yield each("Craft", numbers["particulars"])
    yield each("Countries", [codes(subject.countries)])
    yield each("Addresses", map(addressed, subject.addresses))
    yield each("Contacts", numbers["contacts"])
    yield each("Particulars", map(particular, subject.particulars))
    yield each("Weak names", (named(name) for name in subject.names if name.strength == "weak"))


def _sort(identifier: Identifier) -> str:
    if identifier.type == "wallet":
        return "wallets"
    if identifier.type in _PARTICULARS:
        return "particulars"
    return "contacts" if identifier.type in _CONTACTS else "documents"


def _standing(change: Change, speaker: str, known: Mapping[str, str]) -> Iterator[str]:
    entry = change.entry
    gone = change.kind == "removed"
    listings = change.before.listings if gone and change.before else entry.listings
    lost = [listing for listing in listings if listing.list in change.lists_left]
    yield listed("Was listed" if gone else "Listed", map(listing_line, lost if gone else listings), "     ")
    yield labelled("Remains on", "; ".join(harmless(name, 200) for name in change.remains_on), "     ")
    reasons = [listing.reason for listing in listings if listing.reason]
    yield listed("Reason", (f"{speaker} states: {quoted(reason)}" for reason in reasons), "     ")
    risks = [risk for listing in listings for risk in listing.secondary_sanctions]
    yield listed("Secondary", (quoted(risk, 400) for risk in risks), "     ")
    yield labelled("Remarks", f"{speaker} states: {quoted(entry.remarks)}" if entry.remarks else "", "     ")
    yield listed("Related", (relation_line(tie, known) for tie in entry.relations), "     ")
    yield listed("Covered by", (harmless(rule, 200) for rule in entry.covered_by), "     ")
    yield listed("Perhaps was", (harmless(other, 200) for other in change.possible_relisting_of), "     ")
    yield listed("Perhaps same", (harmless(other, 200) for other in change.possible_same_as), "     ")


def named(name: Name) -> str:
    """`CHEN Zhi (alias; Hans)`: a primary name and a plain alias need no word."""
    words = [
        "" if name.kind in {"primary", "alias"} else {"former": "former", "now": "now known as"}[name.kind],
        "" if name.script in _LATIN else str(name.script),
        harmless(name.note or "", 200),
    ]
    return _with(harmless(name.full, 300), words)


def numbered(identifier: Identifier) -> str:
    """`Passport N00123456 (KH; expires 2028-01-01)`."""
    label = harmless(identifier.label or identifier.type.replace("_", " ").capitalize(), 100)
    wrong = "the check digit is wrong as published" if identifier.checksum == "wrong" else ""
    words = [
        identifier.country.upper() if identifier.country else "",
        identifier.chain or "",
        f"issued {span(identifier.issued)}" if identifier.issued else "",
        f"expires {span(identifier.expires)}" if identifier.expires else "",
        "stated to be invalid" if identifier.valid is False else "",
        wrong,
        harmless(identifier.note or "", 200),
    ]
    value = harmless(identifier.value, 300)
    return _with(value if value.casefold().startswith(label.casefold()) else f"{label} {value}", words)


def span(date: DateSpan) -> str:
    """`about 1961`, `1961 to 1963`; wording of the publisher's own where the rest does not say it."""
    days = " to ".join(dict.fromkeys(day for day in (date.begin, date.end) if day))
    return _with(f"about {days}" if date.approximate and days else days or quoted(date.text or ""), [
        quoted(date.text, 200) if date.text and days else ""
    ])  # fmt: skip


def addressed(address: Address) -> str:
    """An address on one line."""
    parts = [address.full, address.street, address.city, address.region, address.postal_code]
    line = ", ".join(harmless(part, 300) for part in parts if part)
    return _with(", ".join(filter(None, [line, (address.country or "").upper()])), [harmless(address.note or "", 200)])


def particular(fact: Particular) -> str:
    """`Flag: Panama (former)`."""
    label = harmless(fact.label or fact.type.replace("_", " ").capitalize(), 100).rstrip(":")
    words = [
        (fact.country or "").upper(),
        span(fact.date) if fact.date else "",
        "former" if fact.former else "",
        f"{fact.reliability} by the publisher" if fact.reliability else "",
    ]
    return _with(f"{label}: {harmless(fact.value, 500)}", words)


def listing_line(listing: Listing) -> str:
    """`SDN List since 2025-10-14, TCO: Block`."""
    since = f" since {listing.listed_on}" if listing.listed_on else ""
    under = f", {', '.join(harmless(name, 100) for name in listing.programmes)}" if listing.programmes else ""
    measures = "; ".join(map(measure_line, listing.measures))
    basis = [harmless(name, 200) for name in listing.authorities]
    return _with(harmless(listing.list, 200) + since + under + (f": {measures}" if measures else ""), basis)


def measure_line(measure: Measure) -> str:
    """`Block (effective 2025-11-17)`."""
    dates = [(word, getattr(measure, word)) for word in ("listed", "effective", "divest_by", "ended")]
    words = [harmless(measure.directive or "", 100), *(f"{word.replace('_', ' ')} {day}" for word, day in dates if day)]
    return _with(harmless(measure.type, 300), words)


def relation_line(relation: Relation, known: Mapping[str, str]) -> str:
    """`Owned or Controlled By PRINCE GROUP (us_ofac:1)`."""
    name = relation.target_name or known.get(relation.target_id or "")
    whom = name or relation.target_id or "(not named)"
    words = [relation.target_id if name and relation.target_id else "", relation.quality or ""]
    return _with(f"{harmless(relation.type, 200)} {harmless(whom, 300)}", [harmless(word, 200) for word in words])


def codes(countries: Sequence[str]) -> str:
    """`KH, CY`."""
    return ", ".join(dict.fromkeys(code.upper() for code in countries))


def _with(text: str, words: Iterable[str]) -> str:
    inside = "; ".join(filter(None, words))
    return f"{text} ({inside})" if inside else text
