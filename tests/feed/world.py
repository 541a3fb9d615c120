"""A log over the in-memory twin, filled commit by commit as the pipeline would, and a client that asks the feed."""

from __future__ import annotations

import base64
import gzip
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

import orjson

from sanctionwire.core.canonical import canonical, sha256
from sanctionwire.core.changes import Change
from sanctionwire.core.diff import diff
from sanctionwire.core.model import Address, Entry, Listing, Measure, Name, Subject
from sanctionwire.feed.api import handle
from sanctionwire.feed.ports import Ports
from sanctionwire.source import About
from sanctionwire.store.commit import Commit, Draft
from sanctionwire.store.cursors import Cursor
from sanctionwire.store.entries import Entries
from sanctionwire.store.log import Log
from sanctionwire.store.memory import MemoryBlobs, MemoryTable
from sanctionwire.store.reading import Line, Reading, departed_mark, mark_of, name_digest
from sanctionwire.store.related import Related
from sanctionwire.store.rows import stamp
from sanctionwire.store.sources import SourceRow, Sources, written

START = datetime(2026, 8, 26, 14, 0, tzinfo=UTC)
BASE = "https://wire.example.org"
READER = {"key_id": "0123456789ab", "scopes": "entries feed"}


def about(slug: str, **fields: Any) -> About:
    stated = {
        "slug": slug, "title": f"The list {slug}", "publisher": slug.upper(), "jurisdiction": "us",
        "url": f"https://{slug}.example.org/", "cadence_minutes": 60, "covers": "all", "does_not_cover": "nothing",
        "terms": "none", "terms_read_on": "2026-01-01", "robots": "allowed", "attribution": "none",
        "hosts": (f"{slug}.example.org",), "least": 1,
    }  # fmt: skip
    return About(**stated | fields)


def party(source: str, key: str, name: str = "", *, country: str | None = None, **fields: Any) -> Entry:
    """An entry in few words; `programmes` and `schema` go where they belong."""
    listing = Listing(
        list=fields.pop("list_", "Main List"),
        measures=(Measure(type="Block", effect="block"),),
        programmes=fields.pop("programmes", ("SDGT",)),
    )
    subject = Subject(
        schema=fields.pop("schema", "Person"),
        names=(Name(full=name or f"Party {key}", kind="primary"),),
        addresses=(Address(city="Somewhere", country=country),) if country else (),
    )
    return Entry(id=f"{source}:{key}", source=source, type="party", subject=subject, listings=(listing,), **fields)


@dataclass
class Counting:
    """A table that notes every call."""

    table: Any
    calls: list[tuple[str, str]] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        method = getattr(self.table, name)

        def noted(*args: Any, **options: Any) -> Any:
            self.calls.append((name, str(args[0]) if args else ""))
            return method(*args, **options)

        return noted


@dataclass
class Reply:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return orjson.loads(self.body)

    @property
    def problem(self) -> str:
        """The problem's name, once it is well-formed."""
        assert self.headers["content-type"] == "application/problem+json"
        assert set(self.json) == {"type", "title", "status", "detail", "instance"}
        assert self.json["status"] == self.status
        assert self.json["title"]
        assert self.json["detail"]
        return self.json["type"].removeprefix("urn:problem-type:sanctionwire:")


@dataclass
class World:
    """The store, a clock to turn, and a client."""

    slugs: tuple[str, ...] = ("a_list", "b_list")
    now: datetime = START
    base: str = BASE
    zone: str = "UTC"
    """The publishers'."""
    table: Any = field(default_factory=lambda: Counting(MemoryTable()))
    items: Any = field(default_factory=lambda: Counting(MemoryTable()))
    blobs: Any = field(default_factory=MemoryBlobs)
    evidence: Any = field(default_factory=MemoryBlobs)

    @property
    def log(self) -> Log:
        return Log(table=self.table, blobs=self.blobs, evidence=self.evidence)

    @property
    def rows(self) -> Sources:
        return Sources(self.table)

    @property
    def ports(self) -> Ports:
        return Ports(
            log=self.log,
            table=self.table,
            blobs=self.blobs,
            entries=Entries(self.items, self.blobs),
            projected=Cursor(self.table, "project").position,
            rows=self.rows,
            listed=lambda row: Reading(self.blobs, row.slug, row.reading).entries(),
            sources={slug: about(slug, accept_publishers_zone=self.zone) for slug in self.slugs},
            related=Related(self.items).ids,
            base=self.base,
        )

    def reading(self, slug: str) -> dict[str, Entry]:
        """The entries of the last reading, by id."""
        row = self.rows.load(slug)
        listed = Reading(self.blobs, slug, row.reading).entries()
        return {f"{slug}:{key}": Entry.model_validate(orjson.loads(body)) for key, body in listed}

    def read(self, slug: str, *entries: Entry, project: bool = True, **fields: Any) -> Commit:
        """Commit a whole list as read an hour later."""
        before, after = self.reading(slug), {entry.id: entry for entry in entries}
        changes = diff(before, after)
        if not self.rows.load(slug).serial:
            changes = [change.model_copy(update={"kind": "baseline"}) for change in changes]
        return self.commit(slug, changes, project=project, **fields)

    def commit(self, slug: str, changes: list[Change], *, project: bool = True, **fields: Any) -> Commit:
        """Commit these changes."""
        self.now += timedelta(hours=1)
        row = self.rows.load(slug)
        reading = Reading(self.blobs, slug, row.reading).extended(_lines(slug, changes), {})
        stated = {"revision": "r1", "committed_at": stamp(self.now), "seen_at": stamp(self.now)} | fields
        draft = Draft(source=slug, serial=row.serial + 1, reading=reading, **stated)
        count = row.count + sum(_counts(change) for change in changes)
        kept = {"serial": row.serial + 1, "reading": reading, "count": count, "published": draft.published}
        kept |= {"checked_at": stamp(self.now), "changed_at": stamp(self.now)}
        commit = self.log.commit(draft, changes, lambda placed: [written(row.but(seq=placed.seq, **kept))])
        if project:
            self.project()
        return commit

    def daily(self) -> Commit:
        """A commit without changes or a source."""
        self.now += timedelta(hours=1)
        stated = {"committed_at": stamp(self.now), "seen_at": stamp(self.now)}
        return self.log.commit(Draft(source="", serial=1, kind="daily", revision="", **stated), (), lambda _commit: [])

    def project(self) -> None:
        """Let the entries catch up with the log."""
        cursor = Cursor(self.table, "project")
        for commit in self.log.after(cursor.position()):
            Entries(self.items, self.blobs).project(commit, self.log.lines(commit))
            cursor.advance(commit.seq - 1, commit.seq)

    def row(self, slug: str, **fields: Any) -> SourceRow:
        """Change a source's row."""
        return self.rows.save(self.rows.load(slug).but(**fields))

    def ask(self, path: str, *, method: str = "GET", key: Mapping[str, str] | None = READER, **query: Any) -> Reply:
        """Ask as the gateway would pass it on; headers are given as `if_none_match=…`."""
        named = {name: query.pop(name) for name in ("if_none_match", "accept_encoding") if name in query}
        plain, _, given = path.removeprefix(BASE).partition("?")
        return self.send(
            event(plain, given or urlencode(query, doseq=True), method, key)
            | {"headers": {name.replace("_", "-"): value for name, value in named.items()}}
        )

    def send(self, sent: Mapping[str, Any]) -> Reply:
        """Pass one event to the API; what the gateway would refuse fails here."""
        answer = handle(sent, self.ports, self.now)
        assert set(answer) <= {"statusCode", "headers", "body", "isBase64Encoded"}
        assert all(isinstance(value, str) and name == name.lower() for name, value in answer["headers"].items())
        assert all(value.isascii() and value.isprintable() for value in answer["headers"].values())
        body = answer.get("body", "")
        data = base64.b64decode(body) if answer.get("isBase64Encoded") else body.encode()
        if answer["headers"].get("content-encoding") == "gzip":
            data = gzip.decompress(data)
        return Reply(answer["statusCode"], answer["headers"], data)

    def download(self, url: str) -> bytes:
        """What is behind a link that the twin gave out."""
        with self.blobs.open(urlsplit(url.replace("memory://", "/")).path.lstrip("/")) as stream:
            return stream.read()

    def pages(self, path: str = "/v1/changes", **query: Any) -> list[dict[str, Any]]:
        """Every page from here on, following `next` while there is more."""
        pages = [self.ask(path, **query).json]
        while pages[-1]["more"]:
            pages.append(self.ask(pages[-1]["next"]).json)
        return pages


def event(path: str, query: str = "", method: str = "GET", key: Mapping[str, str] | None = READER) -> dict[str, Any]:
    """An HTTP API event, payload 2.0; the gateway has decoded the path but for `%25`."""
    context: dict[str, Any] = {"http": {"method": method, "path": path}, "requestId": "JKJaXmPLvHcESHA="}
    if key is not None:
        context["authorizer"] = {"lambda": dict(key)}
    return {"version": "2.0", "rawPath": path, "rawQueryString": query, "headers": {}, "requestContext": context}


def unzipped(data: bytes) -> list[bytes]:
    """The lines of a gzipped file."""
    return gzip.GzipFile(fileobj=io.BytesIO(data)).read().splitlines()


def in_path(entry_id: str) -> str:
    """An id as the gateway hands it on from a path: every escape decoded but `%25`."""
    return entry_id.replace("%", "%25")


def apply(held: dict[str, Any], changes: list[dict[str, Any]]) -> None:
    """What a consumer does with changes, by the book."""
    for change in changes:
        if change.get("previous_id"):
            held.pop(change["previous_id"], None)
        if change["after"] is None:
            held.pop(change["entry_id"], None)
        else:
            held[change["entry_id"]] = change["after"]


def _lines(slug: str, changes: list[Change]) -> list[Line]:
    lines: dict[str, Line] = {}
    for change in changes:
        key = change.entry_id.removeprefix(f"{slug}:")
        if change.previous_id:
            old = change.previous_id.removeprefix(f"{slug}:")
            lines[old] = _departed(old, change)
        if change.after is None:
            lines[key] = _departed(key, change)
        else:
            body = change.after.canonical()
            lines[key] = Line(key, mark_of(body), body, canonical([sha256(body)]))
    return [lines[key] for key in sorted(lines)]


def _departed(key: str, change: Change) -> Line:
    return Line(key, departed_mark(name_digest(key)), change.entry.canonical(), b"")


def _counts(change: Change) -> int:
    came = change.after is not None and change.kind in {"baseline", "designated", "relisted"}
    return int(came) - int(change.after is None or change.kind == "merged")
