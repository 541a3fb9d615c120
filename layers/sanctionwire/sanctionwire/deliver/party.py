"""The screening block of one entry: what a person types into a screening system, in the order in which they need it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

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
from sanctionwire.core.normalise.countries import country_name
from sanctionwire.deliver.layout import labelled, listed, quoted

T = TypeVar("T")
_LATIN = {None, "Latn", "Zyyy"}
_PARTICULARS = {"imo", "mmsi", "call_sign", "tail", "msn", "mode_s"}
_INITIALS = {"imo", "mmsi", "msn", "lei", "bic", "isin", "duns", "un"}
_CONTACTS = {"email", "phone", "website"}


def block(
    change: Change,
    speaker: str,
    *,
    ordinal: int = 0,
    known: Mapping[str, str] | None = None,
    above: Entry | None = None,
) -> str:
    """The block of the entry that a change is about, as it now is or as it last was.

    `known`: names by entry id, for relations that give no more than an id. `above`: the entry whose block stands first
    (under 1.): what is the same in both is not said again.
    """
    entry = change.entry
    head = f"{ordinal}. {harmless(entry.caption, 300)}" if ordinal else harmless(entry.caption, 300)
    lines = [
        f"  {head}",
        labelled("What", what(entry), "     "),
        *(_subject(entry.subject, entry) if entry.subject else ()),
        *_standing(change, speaker, known or {}, above),
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
    strong = [name for name in subject.names if name.strength != "weak"]
    latin = [name for name in strong if name.script in _LATIN and (name.full != entry.caption or name.note)]
    numbers: dict[str, list[Identifier]] = {"documents": [], "wallets": [], "craft": [], "contacts": []}
    for identifier in subject.identifiers:
        numbers[_sort(identifier)].append(identifier)
    yield _each("Names", latin, named)
    yield _each("Original", [name for name in strong if name.script not in _LATIN], named)
    yield _each("Born", [*map(span, subject.births), *(f"in {harmless(place.text)}" for place in subject.birth_places)])
    yield _each("Died", subject.deaths, span)
    yield _each("Gender", [subject.gender or ""])
    yield _each("Nationality", [places([*subject.nationalities, *subject.citizenships])])
    yield _each("Documents", numbers["documents"], numbered)
    yield _each("Wallets", numbers["wallets"], numbered)
    yield _each("Craft", numbers["craft"], numbered)
    yield _each("Countries", [places(subject.countries)])
    yield _each("Addresses", subject.addresses, addressed)
    yield _each("Contacts", numbers["contacts"], numbered)
    yield _each("Particulars", subject.particulars, particular)
    yield _each("Weak names", [name for name in subject.names if name.strength == "weak"], named)


def _each(label: str, items: Sequence[T], say: Callable[[T], str] = str) -> str:
    return listed(label, items, say, indent="     ")


def _sort(identifier: Identifier) -> str:
    if identifier.type == "wallet":
        return "wallets"
    if identifier.type in _PARTICULARS:
        return "craft"
    return "contacts" if identifier.type in _CONTACTS else "documents"


_AS_ABOVE = "as under 1."


def _standing(change: Change, speaker: str, known: Mapping[str, str], above: Entry | None) -> Iterator[str]:
    entry, gone = change.entry, change.kind == "removed"
    listings = change.before.listings if gone and change.before else entry.listings
    lost = [listing for listing in listings if listing.list in change.lists_left]
    yield _each("Was listed" if gone else "Listed", _fresh(lost if gone else listings, above), str)
    yield _each("Remains on", change.remains_on, harmless)
    reasons = [listing.reason for listing in listings if listing.reason]
    same = bool(reasons) and above is not None and reasons == [each.reason for each in above.listings if each.reason]
    yield _each("Reason", [_AS_ABOVE] if same else [f"{speaker} states: {quoted(reason)}" for reason in reasons])
    yield _each("Secondary", [risk for listing in listings for risk in listing.secondary_sanctions], quoted)
    same = above is not None and above.remarks == entry.remarks
    remarks = _AS_ABOVE if same else f"{speaker} states: {quoted(entry.remarks)}"
    yield _each("Remarks", [remarks] if entry.remarks else [])
    yield _each("Related", entry.relations, lambda tie: relation_line(tie, known))
    yield _each("Covered by", entry.covered_by, lambda act: _with(harmless(act), [harmless(known.get(act, ""), 100)]))
    yield _each("Perhaps was", change.possible_relisting_of, harmless)
    yield _each("Perhaps same", change.possible_same_as, harmless)


def _fresh(listings: Sequence[Listing], above: Entry | None) -> list[str]:
    """A line for each listing; short where the entry above has the very same, but never without the list's name."""
    said = set(map(listing_line, above.listings)) if above else set()
    lines = ((listing_line(listing), harmless(listing.list, 200)) for listing in listings)
    return [f"{name}: {_AS_ABOVE}" if line in said else line for line, name in lines]


def named(name: Name) -> str:
    """`CHEN Zhi (alias; Hans)`: a primary name and a plain alias need no word."""
    words = [
        "" if name.kind in {"primary", "alias"} else {"former": "former", "now": "now known as"}[name.kind],
        "" if name.script in _LATIN else str(name.script),
        harmless(name.note or "", 200),
    ]
    return _with(harmless(name.full, 300), words)


def numbered(identifier: Identifier) -> str:
    """`Passport N00123456 (Cambodia; expires 2028-01-01)`."""
    label = harmless(identifier.label or _called(identifier.type), 100)
    wrong = "the check digit is wrong as published" if identifier.checksum == "wrong" else ""
    words = [
        country_name(identifier.country or ""),
        identifier.chain or "",
        f"issued {span(identifier.issued)}" if identifier.issued else "",
        f"expires {span(identifier.expires)}" if identifier.expires else "",
        "stated to be invalid" if identifier.valid is False else "",
        wrong,
        harmless(identifier.note or "", 200),
    ]
    value = harmless(identifier.value, 300)
    said = label if value and value in label.split() else f"{label} {value}"
    return _with(value if value.casefold().startswith(label.casefold()) else said, words)


def _called(kind: str) -> str:
    """A common type of number as people write it: `IMO`, `UN reference`, `National id`."""
    words = kind.split("_")
    return " ".join([words[0].upper() if words[0] in _INITIALS else words[0].capitalize(), *words[1:]])


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
    return _with(
        ", ".join(filter(None, [line, country_name(address.country or "")])), [harmless(address.note or "", 200)]
    )


def particular(fact: Particular) -> str:
    """`Flag: Panama (former)`."""
    label = harmless(fact.label or fact.type.replace("_", " ").capitalize(), 100).rstrip(":")
    country, date = country_name(fact.country or ""), span(fact.date) if fact.date else ""
    words = [
        "" if country in fact.value else country,
        date if date != fact.value else "",
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


def places(countries: Sequence[str]) -> str:
    """`Cambodia, Cyprus`."""
    return ", ".join(dict.fromkeys(country_name(code) for code in countries))


def _with(text: str, words: Iterable[str]) -> str:
    inside = "; ".join(filter(None, words))
    return f"{text} ({inside})" if inside else text
