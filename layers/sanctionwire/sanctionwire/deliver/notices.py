"""Notice rows: which conditions are open, so that each is told once, and told again when it has ended."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sanctionwire.deliver.conditions import Condition, ended, told
from sanctionwire.deliver.outbox import ABSENT, Outbox, instant
from sanctionwire.deliver.ports import Item
from sanctionwire.errors import Superseded

NOTICE = "notice"
NOTED, OPEN, ENDED = "noted", "open", "ended"
"""Seen but not told yet; told; told to have ended."""

_KEPT = ("title", "where", "ended", "destination", "class_", "source", "authority", "demo")
"""What of a condition is needed to say that it has ended."""

Farewell = Callable[[Mapping[str, Any]], Sequence[str]]
"""From a notice row to what is said when it ends; nothing: the condition's own words."""


@dataclass(frozen=True, slots=True)
class Notices:
    """The conditions in the log table, told through the outbox."""

    outbox: Outbox

    def open(self) -> Iterator[Item]:
        """The notices that have been told and have not ended."""
        return (row for row in self.outbox.rows.query(NOTICE) if row["state"] == OPEN)

    def settle(
        self, now: Iterable[Condition], *, owned: Callable[[str], bool], farewell: Farewell = lambda _row: ()
    ) -> None:
        """Open what is so now, and end what is so no longer. `owned`: which ids the caller judges at all."""
        present = {condition.id: condition for condition in now}
        rows = {row["sk"]: row for row in self.outbox.rows.query(NOTICE)}
        for condition in present.values():
            self._notice(condition, rows.get(condition.id))
        for notice_id, row in rows.items():
            if owned(notice_id) and notice_id not in present:
                self._end(row, farewell)

    def raise_(self, condition: Condition) -> None:
        """Open one condition."""
        self._notice(condition, self.outbox.rows.get(NOTICE, condition.id))

    def end(self, notice_id: str) -> None:
        """End one condition, if it is open."""
        if row := self.outbox.rows.get(NOTICE, notice_id):
            self._end(row, lambda _row: ())

    def _notice(self, condition: Condition, row: Item | None) -> None:
        now = self.outbox.clock()
        if row is None or row["state"] == ENDED:
            row = self._put(row, _noted(condition, now))
        if row is None or row["state"] != NOTED or now - datetime.fromisoformat(row["since"]) < condition.patience:
            return
        self.outbox.put(told(condition, row["since"]), condition.destination)
        self._put(row, row | {"state": OPEN, "told_at": instant(now), "note": dict(condition.note)})

    def _end(self, row: Item, farewell: Farewell) -> None:
        if row["state"] == NOTED:  # nobody was told, so nobody need be told that it is over
            with suppress(Superseded):
                self.outbox.rows.delete(NOTICE, row["sk"], expect={"state": NOTED, "since": row["since"]})
        elif row["state"] == OPEN:
            until = instant(self.outbox.clock())
            kept = Condition(id=row["sk"], **{name: row[name] for name in _KEPT})
            self.outbox.put(ended(kept, row["since"], until, says=farewell(row)), kept.destination)
            self._put(row, row | {"state": ENDED, "ended_at": until})

    def _put(self, old: Item | None, new: Item) -> Item | None:
        """Write in place of `old`; None if somebody else wrote meanwhile, who then goes on with it."""
        expect = {name: old[name] for name in ("state", "since")} if old else ABSENT
        try:
            self.outbox.rows.put(new, expect=expect)
        except Superseded:
            return None
        return new


def _noted(condition: Condition, now: datetime) -> Item:
    return {
        "pk": NOTICE,
        "sk": condition.id,
        "state": NOTED,
        "since": condition.since or instant(now),
        **{item.name: getattr(condition, item.name) for item in fields(condition) if item.name in _KEPT},
    }
