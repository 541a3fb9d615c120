"""Two indexes beside the entries: which instruments carry a key, and which dates lie ahead.

They are written with the versions and never taken back: what they point at is looked up and checked whenever they are
read, so that an entry that left, or that carries another key or date by now, is found by nobody. A rebuild writes them
anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sanctionwire.core.canonical import sha256
from sanctionwire.core.due import dates
from sanctionwire.core.standing import keys
from sanctionwire.store.ports import MAX_SK, Item, Table

DUE = "due"
"""Partition key of the dates; of the log table, too, where it holds those that were told."""

Role = Literal["instrument", "covered"]


def indexed(record: Mapping[str, Any], *, today: str) -> Iterator[Item]:
    """The rows of a record in plain form. What was past by `today`, when it was committed, is told with it already."""
    entry_id, role = record["id"], "instrument" if record.get("instrument") else "covered"
    for key in sorted(keys(record)):
        yield {"pk": _related(key), "sk": f"{role}#{short(entry_id)}", "entry": entry_id}
    for what, day in dates(record):
        if day > today:
            row = {"entry": entry_id, "source": record["source"], "what": what, "date": day}
            yield {"pk": DUE, "sk": due_key(day, entry_id, what)} | row


def due_key(day: str, entry_id: str, what: str) -> str:
    """Sort key of a date, in the order in which they come."""
    return f"{day}#{short(entry_id)}#{what}"


def short(text: str) -> str:
    """The text, or its hash where it is too long for a sort key."""
    return text if len(text.encode()) <= MAX_SK - 100 else sha256(text.encode())


def _related(key: str) -> str:
    return f"related#{short(key)}"


@dataclass(frozen=True, slots=True)
class Related:
    """The indexes, as they are read."""

    table: Table

    def ids(self, key: str, role: Role = "instrument") -> Iterator[str]:
        """Entries that carry the key, or once did: the reader looks at each as of its own time."""
        return (row["entry"] for row in self.table.query(_related(key), prefix=f"{role}#"))

    def due(self, after: str, until: str) -> Iterator[Item]:
        """The dates after one day and up to another, or what once was such a date."""
        return self.table.query(DUE, after=f"{after}~", before=f"{until}~")
