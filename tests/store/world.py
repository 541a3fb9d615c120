"""A store with a made-up source in it, and ways to make its calls fail."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sanctionwire.core.canonical import canonical, sha256
from sanctionwire.core.changes import Change
from sanctionwire.core.model import Entry, Listing, Name, Subject
from sanctionwire.store.commit import DocumentRef, Draft
from sanctionwire.store.cursors import Cursor
from sanctionwire.store.entries import Entries
from sanctionwire.store.lines import Line, mark_of
from sanctionwire.store.log import Log
from sanctionwire.store.memory import MemoryBlobs, MemoryTable
from sanctionwire.store.reading import Reading
from sanctionwire.store.rows import document_key, stamp
from sanctionwire.store.sources import Sources, checked, written

NOW = datetime(2026, 3, 2, 9, 0, 5, tzinfo=UTC)


class Killed(BaseException):
    """The process ends here: nothing catches it."""


@dataclass
class Failing:
    """Stands before a port and counts its writes; before or after the one numbered `at`, `fail` is raised."""

    port: Any
    trip: Trip

    def __getattr__(self, name):
        method = getattr(self.port, name)
        if name not in {"put", "delete", "transact", "put_many"}:
            return method

        def tripping(*arguments, **keywords):
            self.trip.before()
            result = method(*arguments, **keywords)
            self.trip.after()
            return result

        return tripping


@dataclass
class Trip:
    """When to fail, over several ports together."""

    at: int | None = None
    late: bool = False
    fail: type[BaseException] = Killed
    calls: int = 0

    def before(self):
        self.calls += 1
        if self.calls == self.at and not self.late:
            raise self.fail("before")

    def after(self):
        if self.calls == self.at and self.late:
            raise self.fail("after")


@dataclass
class Store:
    table: Any = field(default_factory=MemoryTable)
    versions: Any = field(default_factory=MemoryTable)
    work: Any = field(default_factory=MemoryBlobs)
    evidence: Any = field(default_factory=MemoryBlobs)

    @classmethod
    def on(cls, cloud):
        return cls(cloud.table(), cloud.table(), cloud.blobs(), cloud.blobs())

    def tripping(self, trip):
        return Store(*(Failing(port, trip) for port in (self.table, self.versions, self.work, self.evidence)))

    @property
    def log(self):
        return Log(table=self.table, blobs=self.work, evidence=self.evidence, sleep=lambda _seconds: None)

    @property
    def sources(self):
        return Sources(self.table)

    @property
    def entries(self):
        return Entries(self.versions, self.work)

    def project(self):
        cursor = Cursor(self.table, "project")
        for commit in self.log.after(cursor.position()):
            self.entries.project(commit, self.log.lines(commit))
            cursor.advance(commit.seq - 1, commit.seq)

    def read(self, slug, names, *, serial=1, now=NOW):
        """Take a publication in: nothing if the serial is there already."""
        row = self.sources.load(slug)
        if row.serial >= serial:
            return None
        body = "\n".join(names).encode()
        self.work.put(document_key(sha256(body)), body)
        document = DocumentRef(
            name="list", url=f"https://{slug}.example/", sha256=sha256(body), size=len(body), fetched_at=stamp(now)
        )
        lines = [line(slug, name) for name in sorted(names)]
        reading = Reading(self.work, slug, row.reading).extended(lines, {"names": len(names)})
        draft = Draft(
            source=slug, serial=serial, revision="r", committed_at=stamp(now), seen_at=stamp(now),
            documents=(document,), reading=reading,
        )  # fmt: skip
        accepted = checked(row, now, {}).but(serial=serial, reading=reading, documents=(document,))
        changes = [
            Change(kind="baseline", entry_id=f"{slug}:{name}", after=entry(slug, name)) for name in sorted(names)
        ]
        return self.log.commit(draft, changes, lambda commit: [written(accepted.but(seq=commit.seq))])

    def image(self):
        """Everything that a reader could see."""
        rows = [item for pk in ("head", "log", "source", "cursor", "daily") for item in self.table.query(pk)]
        names = {change.entry_id for commit in self.log.after(0) for change in self.log.changes(commit)}
        versions = [item for name in sorted(names) for item in self.versions.query(name)]
        return rows, versions, list(self.evidence.keys())


def entry(slug, name):
    subject = Subject(schema="Company", names=(Name(full=name, kind="primary"),))
    return Entry(id=f"{slug}:{name}", source=slug, type="party", subject=subject, listings=(Listing(list="L"),))


def line(slug, name):
    raw = canonical({"n": name})
    return Line(name, mark_of(raw), entry(slug, name).canonical(), raw)


def later(minutes):
    return NOW + timedelta(minutes=minutes)


__all__ = ["NOW", "Failing", "Killed", "Store", "Trip", "entry", "later", "line", "replace"]
