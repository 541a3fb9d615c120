"""Clock: the dates that have come where their publisher is, each told by one commit, however many watches look.

A date is found in the index that `project` writes, looked at again in the entry as it is now and by what else has been
published, and dropped where it moved or means nothing any more. What still stands becomes a change of kind `due`: of
the instrument, and of whom it covers with it. A row for each date told, expected absent in the commit's own
transaction, lets two watches make one commit. Dates that came while nobody watched are told late, with their day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

import orjson

from sanctionwire.core.changes import Change
from sanctionwire.core.due import What, change, dates, stands
from sanctionwire.core.model import Entry
from sanctionwire.core.standing import Act, Standing, family, keys, standing
from sanctionwire.deliver.times import day_in
from sanctionwire.errors import Superseded
from sanctionwire.pipeline.project import PROJECT
from sanctionwire.source import About
from sanctionwire.store.commit import Commit, Draft
from sanctionwire.store.cursors import Cursor
from sanctionwire.store.entries import Entries, Version
from sanctionwire.store.log import Log
from sanctionwire.store.ports import Put
from sanctionwire.store.related import DUE, Related, due_key
from sanctionwire.store.rows import stamp
from sanctionwire.store.sources import Sources

SETTLED = "settled"
"""Sort key of one row: up to which day every date was told or dropped, so that no watch looks at it again."""

FIRST_LOOK = timedelta(days=7)
"""How far back the first of all watches looks: a log that was kept before there were any is not told its past."""

AT_ONCE = 90
"""Dates in one commit: each is a row of its transaction, which holds a hundred."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Come:
    """A date that has come and still stands, and who is told of it with its entry."""

    entry: Entry
    what: What
    day: str
    covered: tuple[Entry, ...] = ()

    @property
    def mark(self) -> str:
        """What it is remembered by once it is told."""
        return due_key(self.day, self.entry.id, self.what)

    @property
    def changes(self) -> Iterator[Change]:
        """Its own, and those of whom it covers."""
        return (change(entry, self.what, self.day) for entry in (self.entry, *self.covered))


def strike(
    log: Log, sources: Sources, entries: Entries, abouts: Mapping[str, About], now: datetime, *, demo: bool = False
) -> list[Commit]:
    """Tell of every date that has come; the commits that did. `abouts`: the sources that are watched."""
    head = log.head().seq
    through = Cursor(log.table, PROJECT).position()
    today = {slug: day_in(stamp(now), about.accept_publishers_zone) for slug, about in abouts.items()}
    row = log.table.get(DUE, SETTLED)
    settled = str(row["date"]) if row else (now - FIRST_LOOK).date().isoformat()
    latest = max(today.values(), default=settled)
    look = Look(entries=entries, related=Related(entries.table), through=through, today=today)
    ahead = list(look.related.due(settled, latest))
    told = {row["sk"] for row in log.table.query(DUE, after=f"{settled}~", before=f"{latest}~")} if ahead else set()
    found = {come.mark: come for row in ahead if row["sk"] not in told for come in look.come(row)}
    left = sorted((come for mark, come in found.items() if mark not in told), key=lambda come: come.entry.source)
    made = [
        _told(log, sources, list(few), through, now, demo=demo)
        for _, of_source in groupby(left, key=lambda come: come.entry.source)
        for few in _few(sorted(of_source, key=lambda come: come.mark))
    ]
    if through >= head and None not in made:
        _settle(log, settled if row else "", now)
    return [commit for commit in made if commit]


def _few(comes: Sequence[Come]) -> Iterator[Sequence[Come]]:
    return (comes[start : start + AT_ONCE] for start in range(0, len(comes), AT_ONCE))


def _told(
    log: Log, sources: Sources, comes: Sequence[Come], through: int, now: datetime, *, demo: bool
) -> Commit | None:
    """One commit; None if another run told of one of them, or if a commit of the source is not in the entries yet."""
    slug = comes[0].entry.source
    row = sources.load(slug)
    draft = Draft(
        source=slug,
        serial=row.serial,
        kind="due",
        revision=row.revision or "",
        committed_at=stamp(now),
        seen_at=stamp(now),
        demo=demo,
    )
    changes = {(each.entry_id, str(each.due)): each for come in comes for each in come.changes}

    def rows(commit: Commit) -> list[Put]:
        _current(log, slug, through, commit.seq)
        marks = ({"pk": DUE, "sk": come.mark, "seq": commit.seq} for come in comes)
        return [Put(item=mark, expect={"pk": None}) for mark in marks]

    try:
        return log.commit(draft, [changes[key] for key in sorted(changes)], rows)
    except Superseded:
        return None


def _current(log: Log, slug: str, through: int, seq: int) -> None:
    """Raise if the source's entries changed since: a change carries its entry as it is, never as it was."""
    for commit in log.after(through, max(seq - through - 1, 0)) if seq - through > 1 else ():
        if commit.source == slug and commit.kind != "due":
            raise Superseded(f"commit {commit.seq} is not projected yet", source=slug, expected="its entries")


def _settle(log: Log, before: str, now: datetime) -> None:
    """Remember how far all is told: two days back, where every date of every zone that will be written lies ahead."""
    day = (now.date() - timedelta(days=2)).isoformat()
    if day > before:
        log.table.put({"pk": DUE, "sk": SETTLED, "date": day})


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The entries as they are through one commit."""

    entries: Entries
    related: Related
    through: int
    today: Mapping[str, str]
    """The day in each watched source's zone."""
    _known: dict[str, Version | None] = field(default_factory=dict)

    def come(self, row: Mapping[str, Any]) -> Iterator[Come]:
        """What an indexed date comes to, now that its day is there: nothing, if it is not, or if it moved."""
        what, day, today = row["what"], row["date"], self.today.get(row["source"], "")
        version = self._listed(row["entry"])
        if day > today or version is None:
            return
        record = orjson.loads(version.record)
        if (what, day) not in dates(record):
            return
        entry = Entry.model_validate(record)
        if entry.instrument is None:
            if not self._mirrors(entry, what, day):
                yield Come(entry=entry, what=what, day=day)
        elif what == "effective" and entry.instrument.action == "effective_date_change":
            yield from self._moved_to(entry, day)
        elif self._stands(entry, what, day):
            yield self._with_covered(entry, what, day)

    def _moved_to(self, entry: Entry, day: str) -> Iterator[Come]:
        """The instruments whose date a document moved to this day: they take effect, not the document."""
        act = Act.of(entry.plain())
        reached = act.named | act.sections_named | act.sections | act.rulemaking | act.covers
        targets = {each.id for key in reached for each in self._carrying(key)} - {act.id}
        versions = (self._listed(each) for each in sorted(targets))
        ours = [each for version in versions if version and (each := version.entry).source == entry.source]
        ours = [each for each in ours if each.instrument and each.instrument.action != "effective_date_change"]
        moved = [each for each in ours if act.id in {that.id for that in self._standing(each, day).touching}]
        for each in moved or [entry]:  # what it moves may be older than this log: then itself
            if self._stands(each, "effective", day):
                yield self._with_covered(each, "effective", day)

    def _stands(self, entry: Entry, what: What, day: str) -> bool:
        assert entry.instrument  # noqa: S101 - for the types; asked of instruments only
        then, now = self._standing(entry, day), self._standing(entry, self.today[entry.source])
        return stands(entry.instrument, what, day, then=then, now=now)

    def _with_covered(self, entry: Entry, what: What, day: str) -> Come:
        """Whom it covers is told with it, so that who filters by country or name hears of it."""
        versions = (self._listed(each) for each in self.related.ids(entry.id, "covered"))
        covered = [version.entry for version in versions if version and entry.id in version.entry.covered_by]
        ours = {each.id: each for each in covered if each.source == entry.source}
        return Come(entry=entry, what=what, day=day, covered=tuple(ours[each] for each in sorted(ours)))

    def _mirrors(self, entry: Entry, what: What, day: str) -> bool:
        """Whether the date is that of an instrument that covers it, as it is or once was: then that one tells of it."""
        if what != "effective":
            return False
        covering = (version.entry for each in entry.covered_by if (version := self._listed(each)))
        standings = (self._standing(each, day) for each in covering if each.instrument)
        return any(day == moved.effective for each in standings for moved in each.dates)

    def _standing(self, entry: Entry, day: str) -> Standing:
        return standing(family(Act.of(entry.plain()), self._carrying), date.fromisoformat(day))

    def _carrying(self, key: str) -> Iterable[Act]:
        """The instruments that carry the key now."""
        versions = (self._listed(each) for each in self.related.ids(key))
        records = (orjson.loads(version.record) for version in versions if version)
        return [Act.of(record) for record in records if key in keys(record)]

    def _listed(self, entry_id: str) -> Version | None:
        """The entry as it is, under the id that it has now; None if it left."""
        while entry_id not in self._known:
            version = self.entries.as_of(entry_id, self.through)
            if version is None or version.listed or not version.became or version.became == entry_id:
                self._known[entry_id] = version if version and version.listed else None
            else:
                entry_id = version.became
        return self._known[entry_id]
