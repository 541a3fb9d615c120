"""What instruments are on a day: the one that is asked for, or those that cover whom is asked for, and their kin.

Two clocks, as for entries: by the publisher's own dates, where a document's is the day on which it was made public; and
by what this log had committed. All of it is computed when somebody asks; nothing of it is stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import orjson

from sanctionwire.core.standing import Act, Standing, described, family, keys, standing
from sanctionwire.core.status import made_by
from sanctionwire.feed.ports import Ports, Version
from sanctionwire.feed.versions import as_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """The instruments, as of the commit that is shown and the days that are asked for."""

    ports: Ports
    through: int
    on: date | None
    known_on: date | None
    day: date
    """The day for which statuses are computed."""
    _taken: dict[str, Version | None] = field(default_factory=dict)

    def told(self, version: Version | None, known: Version | None) -> dict[str, Any]:
        """`instrument_status` and `instruments` of an entry. `version`: as of the days; `known`: the last that we know.

        Who covers a party is asked of both: a document that was read later was public on its own day all the same.
        """
        records = [orjson.loads(each.record) for each in (version, known) if each]
        if not any(record.get("instrument") for record in records):
            covering = {each for record in records for each in record.get("covered_by", ())}
            acts = self._public(self._act(each) for each in sorted(covering))
            return {"instrument_status": None, "instruments": [self._shown(act) for act in acts]}
        if version is None or not records[0].get("instrument"):
            return {"instrument_status": None, "instruments": []}
        found = self._standing(Act.of(records[0]))
        return {"instrument_status": self._status(found), "instruments": [self._shown(act) for act in found.later]}

    def _public(self, acts: Iterable[Act | None]) -> list[Act]:
        """Those that had been made public by the day, the oldest first."""
        known = [act for act in acts if act and made_by(act.instrument, self.day)]
        return sorted(known, key=lambda act: (act.day, act.id))

    def _shown(self, act: Act) -> dict[str, Any]:
        return {**dict(described(act)), "status": self._status(self._standing(act))}

    def _status(self, found: Standing) -> dict[str, Any]:
        dates = [{"effective": each.effective, "since": each.since, "by": each.by} for each in found.dates]
        told = found.status
        judged = {"on": str(self.day), "code": told.code, "why": told.why, "notes": told.notes}
        return {**judged, "effective": found.effective, "effective_history": dates}

    def _standing(self, act: Act) -> Standing:
        return standing(family(act, self._carrying), self.day)

    def _carrying(self, key: str) -> Iterator[Act]:
        return (act for each in self.ports.related(key) if (act := self._act(each, key)))

    def _act(self, entry_id: str, key: str | None = None) -> Act | None:
        """The instrument as of the days; None if it was not there then, or does not carry the key."""
        if entry_id not in self._taken:
            self._taken[entry_id] = self._version(entry_id)
        version = self._taken[entry_id]
        if version is None or not version.listed:
            return None
        record = orjson.loads(version.record)
        return Act.of(record) if record.get("instrument") and (key is None or key in keys(record)) else None

    def _version(self, entry_id: str) -> Version | None:
        entries = self.ports.entries
        if self.on or self.known_on:
            return as_of(list(entries.history(entry_id, self.through)), self.on, self.known_on)
        return entries.as_of(entry_id, self.through)
