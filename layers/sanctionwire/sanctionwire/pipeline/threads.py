"""Threads: each action's alerts, kept together in one row, so that what only confirms is told as such.

A row says which alerts have joined and how. It is written before the message is put, in one transaction with the keys
that lead to it: a run that died and repeats finds its own decision there, and makes the same message of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from sanctionwire.core.actions import DAYS, Action, Decision, Thread, Told, besides, decide
from sanctionwire.core.alerts import Alert
from sanctionwire.core.alerts.threaded import Threaded
from sanctionwire.store.ports import Conflict, Item, Put, Table

THREAD, KEY = "thread", "thread-key"
"""Partition keys of the log table: threads by day and id, and the keys that lead to them."""

ATTEMPTS = 5
MOST_KEYS = 40
"""Keys of one alert; a transaction has room for a hundred rows."""

MOST_THREADS = 300
"""Threads of a few days that are looked through."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One message to be made of an alert: in full, or as the confirmation of a thread."""

    alert: Alert
    confirms: Thread | None = None
    by: str = ""
    besides: tuple[str, ...] = ()
    """Parties that it names of whom the thread was not told."""


@dataclass(frozen=True, slots=True)
class Threads:
    """The threads in the log table."""

    table: Table

    def steps(self, alert: Alert, new: Action | None) -> list[Step]:
        """What becomes of an alert: once decided, the same for all runs."""
        if new is None:
            return [Step(alert=alert)]
        for _ in range(ATTEMPTS):
            loaded = self._loaded(new)
            threads = [thread for thread, _ in loaded.values()]
            if decision := recorded(new, threads):
                return list(_steps(alert, new, decision, threads))
            decision = decide(new, threads)
            changed = _joined(new, decision, threads)
            try:
                self._write(new, changed, loaded)
            except Conflict:  # another run is at it: what it decided is what counts
                continue
            return list(_steps(alert, new, decision, list({each.id: each for each in (*threads, *changed)}.values())))
        raise Conflict.on((THREAD, new.told.alert))

    def _loaded(self, new: Action) -> dict[str, tuple[Thread, int]]:
        """The threads that one of the keys leads to, and those of these days, with the versions of their rows."""
        keyed = (self.table.get(KEY, key) for key in _keys(new))
        named = sorted({row["thread"] for row in keyed if row})
        day = date.fromisoformat(new.date)
        first, last = str(day - timedelta(days=DAYS)), str(day + timedelta(days=DAYS + 1))
        near = self.table.query(THREAD, after=first, before=last, limit=MOST_THREADS, newest_first=True)
        rows = [row for sk in named if (row := self.table.get(THREAD, sk))]
        return {row["sk"]: (_thread(row), row["version"]) for row in (*rows, *near)}

    def _write(self, new: Action, changed: Sequence[Thread], loaded: dict[str, tuple[Thread, int]]) -> None:
        versions = [(thread, loaded[_sk(thread)][1] if _sk(thread) in loaded else 0) for thread in changed]
        rows = [
            Put(item=_row(thread, version + 1), expect={"version": version} if version else {"pk": None})
            for thread, version in versions
        ]
        keys = [
            Put(item={"pk": KEY, "sk": key, "thread": _sk(changed[0])}, expect={"pk": None})
            for key in _keys(new)
            if self.table.get(KEY, key) is None
        ]
        self.table.transact([*rows, *keys], token=uuid4().hex)


def recorded(new: Action, threads: Sequence[Thread]) -> Decision | None:
    """What an earlier run decided on this alert."""
    joined = [(thread, told) for thread in threads for told in thread.told if told.alert == new.told.alert]
    if not joined:
        return None
    told = joined[0][1]
    ids = tuple(sorted(thread.id for thread, _ in joined)) if told.how != "opened" else ()
    return Decision(how=told.how, threads=ids, differs=told.differs, also=told.also, untold=told.untold)


def _joined(new: Action, decision: Decision, threads: Sequence[Thread]) -> list[Thread]:
    """The threads as they are with the alert in them."""
    told = replace(new.told, how=decision.how, differs=decision.differs, also=decision.also, untold=decision.untold)
    if decision.how == "opened":
        return [Thread(id=told.alert, date=new.date, jurisdiction=new.jurisdiction, keys=new.keys, told=(told,))]
    by_id = {thread.id: thread for thread in threads}
    joined = (by_id[thread_id] for thread_id in decision.threads)
    return [replace(thread, keys=thread.keys | new.keys, told=(*thread.told, told)) for thread in joined]


def _steps(alert: Alert, new: Action, decision: Decision, threads: Sequence[Thread]) -> Iterator[Step]:
    by_id = {thread.id: thread for thread in threads}
    joined = [by_id[thread_id] for thread_id in decision.threads or (new.told.alert,)]
    if decision.how == "confirmed":
        rest = tuple(besides(new, *joined)) if not new.told.acts else ()
        for thread in joined:
            yield Step(alert=alert, confirms=thread, by=new.told.by, besides=rest)
        return
    opener = joined[0].told[0]
    earlier = opener.seq < new.told.seq
    placed = Threaded(
        id=joined[0].id,
        opened=opener.line if earlier else "",
        opened_by=opener.alert if earlier else "",
        differs=decision.differs,
        also=decision.also,
        untold=decision.untold,
    )
    yield Step(alert=replace(alert, thread=placed))


# --- Rows -------------------------------------------------------------------------------------------------------------
def _keys(new: Action) -> list[str]:
    return sorted(new.keys)[:MOST_KEYS]


def _sk(thread: Thread) -> str:
    return f"{thread.date}#{thread.id}"


def _row(thread: Thread, version: int) -> Item:
    told = [_plain(each) for each in thread.told]
    fields = {"id": thread.id, "date": thread.date, "jurisdiction": thread.jurisdiction}
    return {"pk": THREAD, "sk": _sk(thread), "version": version, **fields, "keys": sorted(thread.keys), "told": told}


def _plain(told: Told) -> dict[str, Any]:
    fields = asdict(told) | {"marks": sorted(told.marks), "differs": [list(each) for each in told.differs]}
    return {name: value for name, value in fields.items() if value}


def _thread(row: Item) -> Thread:
    fields = {name: row[name] for name in ("id", "date", "jurisdiction")}
    return Thread(**fields, keys=frozenset(row["keys"]), told=tuple(map(_told, row["told"])))


def _told(plain: dict[str, Any]) -> Told:
    lists = {
        "marks": frozenset(plain.get("marks", ())),
        "differs": tuple(tuple(each) for each in plain.get("differs", ())),
        "also": tuple(plain.get("also", ())),
        "agencies": tuple(plain.get("agencies", ())),
        "untold": tuple(plain.get("untold", ())),
    }
    return Told(**({"category": "", "dates": {}} | plain | lists))
