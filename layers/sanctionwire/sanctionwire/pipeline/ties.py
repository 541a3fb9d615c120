"""Ties of a commit's parties to entries of other sources: looked up, remembered as rows, and decided on by people.

A row is a pair: a speaker's name for a party, and an entry. What a person decided of it holds for every later notice in
which the same speaker uses the same name. Nothing of it is in the log, and nothing in the log depends on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any, Literal

from sanctionwire.core.alerts import DETAILED, Alert
from sanctionwire.core.alerts.warnings import HELD, UNREADABLE
from sanctionwire.core.model import Entry
from sanctionwire.core.normalise import name_key
from sanctionwire.core.ties import Related, Sought, Tie, tie, tie_id
from sanctionwire.errors import Superseded, Suspicious
from sanctionwire.pipeline.ports import Ports
from sanctionwire.pipeline.project import PROJECT, project
from sanctionwire.store.cursors import Cursor
from sanctionwire.store.entries import Version
from sanctionwire.store.names import Names, named, stated
from sanctionwire.store.ports import Conflict, Item, Table
from sanctionwire.store.rows import stamp

TIE = "tie"
"""Partition key of the log table."""

OPEN = "open"
State = Literal["open", "confirmed", "rejected"]

MOST_SOUGHT, MOST_KEYS, MOST_BEARERS = 300, 24, 20
"""Parties of one alert, names and numbers of one party, and entries of one name that are looked at."""

BEHIND, COMMITS = 2_000, 200
"""Changes, and commits, that the projection may be behind and still be waited for: more would delay the alert."""

_UNTIED = {"baseline", HELD, UNREADABLE, "due"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ties:
    """The rows of the log table, and the index that ties are found by."""

    table: Table
    names: Names
    caught_up: Callable[[int], None]
    """Bring the projection as far as a commit."""

    def tied(self, alerts: Sequence[Alert]) -> list[Alert]:
        """A commit's alerts, with the entries of other sources that are or may be their parties.

        Whatever goes wrong here, the alerts go out, and say so.
        """
        sought = [sought_by(alert) for alert in alerts]
        if not any(sought):
            return [_too_long(alert) for alert in alerts]
        try:
            self.caught_up(alerts[0].context.seq)
            found = [tuple(self._related(alert, each)) for alert, each in zip(alerts, sought, strict=True)]
        except Exception as error:  # noqa: BLE001 - an alert is not withheld for what stands beside it
            why = f"Related entries of other sources could not be looked up ({type(error).__name__})."
            return [replace(alert, unlooked=why) if each else alert for alert, each in zip(alerts, sought, strict=True)]
        return [_too_long(replace(alert, related=each)) for alert, each in zip(alerts, found, strict=True)]

    def _related(self, alert: Alert, sought: Sequence[Sought]) -> Iterator[Related]:
        found: dict[str, Related] = {}
        for party in sought:
            known = {version.entry_id: version for version in self._bearers(party, alert.context.seq)}
            for each in tie(party, (version.entry for version in known.values())):
                version = known[each.entry_id]
                row = self._remembered(alert, party, each, version.entry)
                found.setdefault(row["sk"], _related(row, party, each, version))
        return iter(sorted(found.values(), key=lambda each: (not each.same, each.name, each.entry.id)))

    def _bearers(self, party: Sought, seq: int) -> list[Version]:
        names = [key for name in party.names for key in named(name.full)]
        numbers = [key for identifier in party.identifiers for key in stated(identifier)]
        keys = list(dict.fromkeys([*numbers[:MOST_KEYS], *names[:MOST_KEYS]]))
        return self.names.bearing(keys, seq, MOST_BEARERS)

    def _remembered(self, alert: Alert, party: Sought, found: Tie, entry: Entry) -> Item:
        """The pair's row; a new one, or one of new evidence, is written."""
        sk, now = tie_id(party.source, party.name, entry.id), alert.context
        row = self.table.get(TIE, sk)
        judged = {"certainty": found.certainty, "why": found.why, "seq": now.seq, "computed_at": now.committed_at}
        if row is None:
            row = {
                "pk": TIE, "sk": sk, "version": 1, "state": OPEN, "history": [], "speaker": party.source,
                "name": party.name, "name_key": name_key(party.name), "entry_id": entry.id,
                "entry_name": entry.caption, "alert": alert.id, **judged,
            }  # fmt: skip
            expect: dict[str, Any] = {"pk": None}
        elif (row["certainty"], row["why"]) == (found.certainty, found.why) or row["seq"] >= now.seq:
            return row
        else:
            expect = {"version": row["version"]}
            row = row | judged | {"version": row["version"] + 1}
        try:
            self.table.put(row, expect=expect)
        except Conflict:  # somebody decided meanwhile, or another run is at it
            return self.table.get(TIE, sk) or row
        return row


def _related(row: Item, party: Sought, found: Tie, version: Version) -> Related:
    last = row["history"][-1] if row["history"] else None
    decided = (row["state"], last["when"]) if last and row["state"] != OPEN else None
    return Related(
        tie_id=row["sk"], tie=found, name=party.name, entry=version.entry, listed=version.listed, decided=decided
    )


def _too_long(alert: Alert) -> Alert:
    """A list of hundreds is not looked up party by party, and says so."""
    if alert.key.kind in _UNTIED or alert.count <= DETAILED:
        return alert
    return replace(
        alert, unlooked=f"Of more than {DETAILED} parties, the related entries of other sources are not looked up."
    )


def sought_by(alert: Alert) -> list[Sought]:
    """Whom an alert names: the parties that it tells of, and those that its rules and notices mention."""
    if alert.key.kind in _UNTIED:
        return []
    entries = {change.entry_id: change.entry for change in (*alert.changes, *alert.instruments)}
    parties = [party for entry in entries.values() if (party := Sought.party(entry))]
    told = {name_key(name.full) for party in parties for name in party.names}
    mentions = (
        Sought.mention(entry.source, mention)
        for entry in entries.values()
        for mention in entry.mentions
        if name_key(mention.name) not in told or mention.identifiers
    )
    return list(islice((*parties, *mentions), MOST_SOUGHT))


def caught_up(ports: Ports, seq: int) -> None:
    """Bring the projection as far as a commit, unless that would take long; raises if it does not get there."""
    cursor = Cursor(ports.log.table, PROJECT)
    position = cursor.position()
    if position < seq and _waiting(ports, position, seq) > BEHIND:
        raise Superseded(f"the projection is at commit {position} of {seq}", expected="not so much to wait for")
    while position < seq:
        before = position
        project(ports)
        if (position := cursor.position()) == before:
            raise Superseded(f"the projection stays at commit {position}", expected=f"commit {seq}")


def _waiting(ports: Ports, position: int, seq: int) -> int:
    """Changes that are not projected yet; of a long row of commits, each is taken for one more."""
    if seq - position > COMMITS:
        return BEHIND + seq - position
    return sum(commit.changes.count for commit in ports.log.after(position, seq - position))


# --- What people do ---------------------------------------------------------------------------------------------------
def rows(table: Table) -> Iterator[Item]:
    """Every tie."""
    return table.query(TIE)


def decide(table: Table, sk: str, state: State, *, who: str, why: str, now: datetime) -> Item:
    """Confirm, reject or reopen a tie; who, why and when are kept for ever. Raises Suspicious."""
    row = table.get(TIE, sk)
    if row is None:
        raise Suspicious(f"there is no tie {sk}", expected="an id that `sanctionwire ties list` shows")
    if row["state"] == state:
        raise Suspicious(f"tie {sk} is {state} already", expected="another decision")
    step = {"what": state, "who": who, "why": why, "when": stamp(now)}
    decided = row | {"state": state, "history": [*row["history"], step], "version": row["version"] + 1}
    table.put(decided, expect={"version": row["version"]})
    return decided
