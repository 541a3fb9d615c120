"""What the commits so far have told of a source's held removals and unreadable entries, so that each is told once.

One row a source, written as the cursor passes. It carries the number of the commit that first told each thing: a run
that repeats a commit comes to the same answer as the one before.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sanctionwire.core.canonical import digest
from sanctionwire.core.changes import Change
from sanctionwire.store.commit import Commit
from sanctionwire.store.ports import Table

TOLD = "announced"
"""Partition key."""


class Told:
    """What was told before one commit, and by it."""

    def __init__(self, table: Table, commit: Commit) -> None:
        """Read the row."""
        self.table, self.commit = table, commit
        self.row: dict[str, Any] = table.get(TOLD, commit.source) or {"pk": TOLD, "sk": commit.source}

    def new_hold(self) -> bool:
        """Whether this commit is the first to hold removals."""
        return bool(self.commit.removals_held) and self._held_from() == self.commit.seq

    def _held_from(self) -> int:
        return int(self.row.get("held_from") or self.commit.seq)

    def newly_unreadable(self) -> tuple[str, ...]:
        """Ids of entries that no earlier commit has told to be unreadable."""
        known = self.row.get("unreadable", {})
        seq = self.commit.seq
        return tuple(item.id for item in self.commit.unreadable if known.get(item.id, seq) == seq)

    def newly_unmapped(self) -> list[str]:
        """New values that no earlier commit has told of."""
        known = self.row.get("unmapped", {})
        seq = self.commit.seq
        return [text for text in self.commit.unmapped if known.get(_value(text), seq) == seq]

    def remember(self, changes: Iterable[Change]) -> None:
        """Write down what is told now. An entry that changed was read, so it may be told again."""
        if self.commit.kind == "due":  # a date that came says nothing of what is held or cannot be read
            return
        known = dict(self.row.get("unreadable", {}))
        still = {item.id: known.get(item.id, self.commit.seq) for item in self.commit.unreadable}
        read = {change.entry_id for change in changes if change.entry_id in known} if known else set()
        unreadable = {entry_id: seq for entry_id, seq in known.items() if entry_id not in read} | still
        held = {"held_from": self._held_from()} if self.commit.removals_held else {}
        self._write({"pk": TOLD, "sk": self.commit.source, "unreadable": unreadable, **self._unmapped()} | held)

    def _unmapped(self) -> dict[str, Any]:
        known = dict(self.row.get("unmapped", {}))
        for text in self.newly_unmapped():
            known.setdefault(_value(text), self.commit.seq)
        return {"unmapped": known} if known else {}

    def since_last_daily(self) -> int:
        """The number of the daily commit before this one; 0 if there is none."""
        last = self.row.get("last", 0), self.row.get("before", 0)
        return int(last[1] if last[0] == self.commit.seq else last[0])

    def remember_daily(self) -> None:
        """Write down that this was the last daily commit."""
        before = self.since_last_daily()
        self._write({"pk": TOLD, "sk": self.commit.source, "unreadable": {}, "last": self.commit.seq, "before": before})

    def _write(self, row: dict[str, Any]) -> None:
        if row != {"unreadable": {}} | self.row:
            self.table.put(row)


def _value(text: str) -> str:
    """A new value as it is remembered: without the entries that have it, and short, for a source may have many."""
    return digest(text.rpartition(" (on ")[0] or text)[:12]
