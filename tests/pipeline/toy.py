"""A publisher of a few lines of text, its source, and the use cases over the in-memory twin."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sanctionwire.core.canonical import canonical, sha256
from sanctionwire.core.model import Entry, Listing, Name, Subject
from sanctionwire.errors import DoesNotFit, SourceChanged, Unreachable
from sanctionwire.pipeline import Ports
from sanctionwire.pipeline.ports import Fetched
from sanctionwire.source import About, Base, Document, Parsed, Record, Request, Source, State
from sanctionwire.store.entries import Entries
from sanctionwire.store.log import Log
from sanctionwire.store.memory import MemoryBlobs, MemoryTable
from sanctionwire.store.rows import stamp
from sanctionwire.store.sources import Sources, Validators

START = datetime(2026, 1, 16, 15, 0, tzinfo=UTC)
URL = "https://list.example.org/list.txt"

ABOUT = About(
    slug="t_list",
    title="A toy list",
    publisher="TOY",
    jurisdiction="us",
    url=URL,
    cadence_minutes=60,
    reconcile_minutes=None,
    covers="what the test says",
    does_not_cover="everything else",
    terms="none",
    terms_read_on="2026-01-01",
    robots="allowed",
    attribution="none",
    hosts=("list.example.org",),
    least=3,
    removals_count=2,
    removals_share=0.1,
)


def parse(documents: Mapping[str, Document], _state: State, base: Base | None) -> Parsed:
    """`# date` then `key|name|list[,list]`; `+`/`-` in front of lines makes it a delta; `!n` declares a count."""
    text = documents["list"].read().decode()
    if not text.startswith("# "):
        raise SourceChanged(f"it begins {text[:9]!r}", place="line 1", expected="# and a date")
    head, *lines = text.strip().splitlines()
    declared = next((int(line[1:]) for line in lines if line.startswith("!")), None)
    lines = [line for line in lines if not line.startswith("!")]
    published, _, publication = head.removeprefix("# ").partition(" ")
    reconcile = publication.endswith("r")
    if any(line[0] in "+-" for line in lines):
        records = [_record(line[1:]) for line in lines if line[0] == "+"]
        removed = tuple(line[1:] for line in lines if line[0] == "-")
        missing = set(removed) - set(base.raw(removed) if base else ())
        if missing:
            raise DoesNotFit(f"{sorted(missing)} are not there", expected="to be there")
        return Parsed(mode="delta", records=records, removed=removed, published=published, publication=publication)
    records = [_record(line) for line in lines]
    return Parsed(
        mode="full", records=records, published=published, publication=publication or None,
        declared_count=declared, reconcile=reconcile,
    )  # fmt: skip


def _record(line: str) -> Record:
    key, *rest = line.split("|")
    return Record(key=key, raw=canonical(rest))


def read(key: str, raw: bytes, _refs: Mapping[str, Any]) -> Entry:
    """One line."""
    import orjson  # noqa: PLC0415

    name, lists = orjson.loads(raw)
    if name == "?":
        raise SourceChanged("the name is ?", place=f"line {key}", expected="a name")
    subject = Subject(schema="LegalEntity", names=(Name(full=name, kind="primary", strength="strong"),))
    listings = tuple(Listing(list=item) for item in lists.split(","))
    return Entry(id=f"t_list:{key}", source="t_list", type="party", subject=subject, listings=listings)


def requests(_state: State, _now: datetime) -> list[Request]:
    """One list."""
    return [Request(name="list", url=URL, conditional=True)]


SOURCE = Source(about=ABOUT, requests=requests, parse=parse, read=read)


@dataclass
class Publisher:
    """What the toy publisher serves now, and how often it was asked."""

    body: bytes = b""
    down: Unreachable | None = None
    asked: int = 0

    def serve(self, *lines: str, head: str = "# 2026-01-16") -> None:
        self.body = "\n".join([head, *lines]).encode()

    def fetch(self, request: Request, _about: About, validators: Validators | None, now: datetime) -> Fetched:
        self.asked += 1
        if self.down:
            raise self.down
        body, etag = self.body, sha256(self.body)
        if validators and validators.etag == etag:
            return Fetched(document=None, validators=validators)
        document = Document(
            name=request.name, url=request.url, opened=lambda: io.BytesIO(body), sha256=sha256(body), size=len(body),
            fetched_at=stamp(now), final_host="list.example.org", tls_verified=True,
        )  # fmt: skip
        return Fetched(document=document, validators=Validators(etag=etag))


@dataclass
class Wire:
    """The use cases' ports over the twin, with a publisher and a clock to turn."""

    publisher: Publisher = field(default_factory=Publisher)
    now: datetime = START
    revision: str = "r1"
    source: Source = SOURCE
    messages: list[dict[str, Any]] = field(default_factory=list)
    table: Any = field(default_factory=MemoryTable)
    blobs: Any = field(default_factory=MemoryBlobs)
    evidence: Any = field(default_factory=MemoryBlobs)
    entries: Any = field(default_factory=MemoryTable)

    @property
    def ports(self) -> Ports:
        return Ports(
            log=Log(table=self.table, blobs=self.blobs, evidence=self.evidence),
            sources=Sources(self.table),
            entries=Entries(self.entries, self.blobs),
            blobs=self.blobs,
            clock=lambda: self.now,
            registry={"t_list": self.source},
            revision=lambda _source: self.revision,
            fetch=self.publisher.fetch,
            send=self.messages.append,
        )

    @property
    def row(self) -> Any:
        return self.ports.sources.load("t_list")

    def later(self, minutes: int = 60) -> None:
        self.now += timedelta(minutes=minutes)

    def listed(self) -> dict[str, Entry]:
        """The entries of the last reading."""
        import orjson  # noqa: PLC0415

        return {key: Entry.model_validate(orjson.loads(body)) for key, body in self.ports.reading(self.row).entries()}

    def changes(self, seq: int) -> list[Any]:
        commit = self.ports.log.get(seq)
        assert commit
        return list(self.ports.log.changes(commit))
