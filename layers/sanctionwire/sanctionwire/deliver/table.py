"""Parties as a table: one row a party, for whoever loads a long list into a screening system."""

from __future__ import annotations

from collections.abc import Iterable

from sanctionwire.core.alerts.text import harmless
from sanctionwire.core.changes import Change
from sanctionwire.core.model import Name, Subject
from sanctionwire.deliver.party import listing_line, numbered, places, relation_line, span, what

COLUMNS = (
    "entry_id", "change", "what", "name", "strong_names", "weak_names", "born", "birth_places", "nationalities",
    "countries", "documents", "wallets", "listed", "remains_on", "relations", "remarks", "differences",
)  # fmt: skip

_CELL = 30_000
"""Spreadsheets cut a cell at 32,767 characters without a word."""


def row(change: Change) -> list[str]:
    """The cells of one party, as it now is or as it last was; several values in a cell stand on lines of their own."""
    entry, subject = change.entry, change.entry.subject or Subject.model_validate({"schema": "Thing"})
    weak = [name for name in subject.names if name.strength == "weak"]
    strong = [name for name in subject.names if name.strength != "weak"]
    wallets = [item for item in subject.identifiers if item.type == "wallet"]
    others = [item for item in subject.identifiers if item.type != "wallet"]
    cells: list[Iterable[str]] = [
        [change.entry_id],
        [change.kind],
        [what(entry)],
        [harmless(entry.caption, 500)],
        _names(strong),
        _names(weak),
        map(span, subject.births),
        (harmless(place.text, 500) for place in subject.birth_places),
        [places([*subject.nationalities, *subject.citizenships])],
        [places(subject.countries)],
        map(numbered, others),
        map(numbered, wallets),
        map(listing_line, entry.listings),
        (harmless(name, 300) for name in change.remains_on),
        (relation_line(tie, {}) for tie in entry.relations),
        [harmless(entry.remarks or "", 2_000)],
        (field.path for field in change.fields),
    ]
    return [cell(values) for values in cells]


def _names(names: Iterable[Name]) -> list[str]:
    return [harmless(name.full, 500) for name in names]


def cell(values: Iterable[str]) -> str:
    """One cell. What a spreadsheet would take for a formula begins with an apostrophe instead."""
    text = "\n".join(filter(None, values))[:_CELL]
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
