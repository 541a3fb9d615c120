"""Cursor rows: how far a follower of the log (`project`, `announce`, `anchor`) has come."""

from __future__ import annotations

from dataclasses import dataclass

from sanctionwire.store.ports import Table
from sanctionwire.store.rows import CURSOR


@dataclass(frozen=True, slots=True)
class Cursor:
    """The cursor row of one follower."""

    table: Table
    name: str

    def position(self) -> int:
        """The number of the last commit that the follower has done with; 0 if none."""
        row = self.table.get(CURSOR, self.name)
        return int(row["seq"]) if row else 0

    def advance(self, old: int, new: int) -> None:
        """Move from `old` to `new` (back to 0, too: a rebuild); Conflict if another follower moved it first."""
        expect = {"seq": old or None}
        if new:
            self.table.put({"pk": CURSOR, "sk": self.name, "seq": new}, expect=expect)
        else:
            self.table.delete(CURSOR, self.name, expect=expect)
