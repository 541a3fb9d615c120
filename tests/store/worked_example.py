"""The log of three commits that docs/store.md walks through."""

from __future__ import annotations

from datetime import UTC, datetime

from sanctionwire.core.canonical import canonical, sha256
from sanctionwire.core.changes import Change
from sanctionwire.core.diff import compare
from sanctionwire.core.model import Entry, Listing, Name, Subject
from sanctionwire.store.commit import Attested, Commit, DocumentRef, Draft
from sanctionwire.store.cursors import Cursor
from sanctionwire.store.entries import Entries
from sanctionwire.store.log import Log
from sanctionwire.store.memory import MemoryBlobs, MemoryTable
from sanctionwire.store.ports import Put
from sanctionwire.store.reading import Line, Reading, departed_mark, mark_of, name_digest
from sanctionwire.store.rows import document_key, stamp
from sanctionwire.store.sources import Sources, Validators, checked, written

SLUG = "xx_demo"
URL = "https://list.example/list.xml"


def entry(key: str, name: str) -> Entry:
    subject = Subject(schema="Company", names=(Name(full=name, kind="primary"),))
    return Entry(id=f"{SLUG}:{key}", source=SLUG, type="party", subject=subject, listings=(Listing(list="Demo"),))


def line(key: str, name: str) -> Line:
    raw = canonical({"n": name})
    return Line(key, mark_of(raw), entry(key, name).canonical(), raw)


class Example:
    """Two readings of a made-up source, then the daily commit."""

    def __init__(self) -> None:
        self.table, self.versions, self.work, self.evidence = (
            MemoryTable(), MemoryTable(), MemoryBlobs(), MemoryBlobs(),
        )  # fmt: skip
        self.log = Log(table=self.table, blobs=self.work, evidence=self.evidence)
        self.sources = Sources(self.table)
        self.entries = Entries(self.versions, self.work)
        acme, boreal, cobalt = entry("17", "Acme Ltd"), entry("4", "Boreal SA"), entry("42", "Cobalt GmbH")
        self.first = self._read(
            datetime(2026, 3, 2, 9, 0, 5, tzinfo=UTC),
            b"<list>17 4</list>",
            [line("17", "Acme Ltd"), line("4", "Boreal SA")],
            [
                Change(kind="baseline", entry_id=acme.id, after=acme),
                Change(kind="baseline", entry_id=boreal.id, after=boreal),
            ],
        )
        gone = Line("4", departed_mark(name_digest("boreal sa")), boreal.canonical(), b"")
        self.second = self._read(
            datetime(2026, 3, 3, 9, 0, 5, tzinfo=UTC),
            b"<list>17 42</list>",
            [gone, line("42", "Cobalt GmbH")],
            [compare(boreal, None), compare(None, cobalt)],
        )
        self.third = self._day(datetime(2026, 3, 4, tzinfo=UTC))
        for commit in self.log.after(0):
            self.entries.project(commit, self.log.lines(commit))
            Cursor(self.table, "project").advance(commit.seq - 1, commit.seq)

    def _read(self, now: datetime, body: bytes, lines: list[Line], changes: list[Change]) -> Commit:
        row = self.sources.load(SLUG)
        sha = sha256(body)
        self.work.put(document_key(sha), body)
        document = DocumentRef(
            name="list", url=URL, final_host="list.example", sha256=sha, size=len(body), fetched_at=stamp(now),
            tls_verified=True,
        )  # fmt: skip
        reading = Reading(self.work, SLUG, row.reading).extended(lines, {})
        draft = Draft(
            source=SLUG, serial=row.serial + 1, revision="p1", committed_at=stamp(now), seen_at=stamp(now),
            published=f"{now.day} March 2026", documents=(document,), reading=reading,
        )  # fmt: skip
        accepted = checked(row, now, {URL: Validators(etag=f'"{sha[:8]}"')}).but(
            serial=draft.serial, revision="p1", reading=reading, documents=draft.documents, count=2,
        )  # fmt: skip
        return self.log.commit(draft, changes, lambda commit: [written(accepted.but(seq=commit.seq))])

    def _day(self, now: datetime) -> Commit:
        attest = {SLUG: Attested(checked_at="2026-03-03T23:45:00Z", serial=2)}
        draft = Draft(
            source="daily",
            serial=1,
            kind="daily",
            revision="",
            committed_at=stamp(now),
            seen_at=stamp(now),
            attest=attest,
        )
        row = {"pk": "daily", "sk": "daily", "serial": 1, "date": "2026-03-04"}
        return self.log.commit(draft, [], lambda _: [Put(item=row, expect={"serial": None})])
