"""The heavy lane: bulk downloads that go on from run to run, and then one reading of what they brought.

Two kinds of message. `fetch` downloads into the work bucket until everything is there or time runs out, and sends
itself on with its progress; `parse` gathers again, with the downloads at hand. Small documents are fetched in both, so
that a publisher who moves meanwhile is noticed: a download is named by its address and the hash it must have.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

import orjson

from sanctionwire.core.canonical import canonical, digest
from sanctionwire.errors import SourceChanged, Suspicious, Unreachable
from sanctionwire.fetch import Fetcher, More
from sanctionwire.pipeline.collect import collect, missed, reconcile_due
from sanctionwire.pipeline.gather import Bulk, gather
from sanctionwire.pipeline.ports import HEAVY, Fetch, Fetched, Outcome, Ports
from sanctionwire.pipeline.snapshot import Snapshot, refuse
from sanctionwire.source import About, Document, Request, Source
from sanctionwire.store.commit import DocumentRef
from sanctionwire.store.ports import StoreUnreachable
from sanctionwire.store.rows import stamp
from sanctionwire.store.sources import Validators


class Resume(Protocol):
    """How a bulk document is had: whole, or as much of it as there is time for."""

    def __call__(self, request: Request, about: About, key: str, progress: Mapping[str, Any] | None) -> Document | More:
        """Download into the blob `key`."""


class _Stopped(Exception):
    """Time ran out."""

    def __init__(self, name: str, more: More) -> None:
        super().__init__(name)
        self.name, self.more = name, more


@dataclass(frozen=True, slots=True, kw_only=True)
class Downloads:
    """What has been downloaded, and how to get the rest; without `resume`, the rest is for another run."""

    ports: Ports
    about: About
    today: str
    resume: Resume | None = None
    progress: Mapping[str, Any] = field(default_factory=dict)

    def __call__(self, request: Request) -> Document:
        """The whole document; raises Bulk where it is not there and may not be fetched here."""
        key = f"downloads/{self.about.slug}/{digest([request.url, request.expected_sha256 or self.today])[:32]}"
        if self.ports.blobs.exists(f"{key}.json"):
            return self._stored(key)
        if self.resume is None:
            raise Bulk
        document = self.resume(request, self.about, key, self.progress.get(request.name))
        if isinstance(document, More):
            raise _Stopped(request.name, document)
        self.ports.blobs.put(f"{key}.json", canonical(DocumentRef.of(document).plain()))
        return document

    def _stored(self, key: str) -> Document:
        with self.ports.blobs.open(f"{key}.json") as stream:
            ref = DocumentRef.model_validate(orjson.loads(stream.read()))
        return Document(opened=lambda: self.ports.blobs.open(key), **ref.model_dump())


def collect_heavy(
    ports: Ports, source: Source, message: Mapping[str, Any], *, resume: Resume, owner: str = ""
) -> list[Outcome]:
    """Carry out one message of the heavy lane."""
    about, now = source.about, ports.clock()
    if message.get("step") == "parse":
        return collect(ports, source, owner=owner, bulk=Downloads(ports=ports, about=about, today=stamp(now)[:10]))
    row = ports.sources.load(about.slug)
    downloads = Downloads(
        ports=ports, about=about, today=stamp(now)[:10], resume=resume, progress=message.get("progress") or {}
    )
    again = {"source": about.slug, "lane": HEAVY}
    try:
        state = row.state(reconcile_due=reconcile_due(source, row, now))
        gather(ports, source, row, state=state, now=now, bulk=downloads)
    except _Stopped as stopped:
        progress = {**downloads.progress, stopped.name: stopped.more.progress}
        ports.send(again | {"step": "fetch", "progress": progress})
        why = f"{stopped.more.received} bytes of {stopped.name} so far"
        return [Outcome(source=about.slug, what="deferred", serial=row.serial, why=why)]
    except StoreUnreachable:
        raise
    except Unreachable as error:
        missed(ports, ports.sources.load(about.slug), error, now)
        raise
    except (SourceChanged, Suspicious) as error:  # a download takes a while: the row may have moved on
        return [refuse(ports, source, ports.sources.load(about.slug), Snapshot.nothing(now), error=error, now=now)]
    ports.send(again | {"step": "parse"})
    return [Outcome(source=about.slug, what="deferred", serial=row.serial, why="downloaded; read next")]


def fetching(fetcher: Fetcher) -> Fetch:
    """The fetcher as the pipeline asks for documents."""

    def fetch(request: Request, about: About, validators: Validators | None, now: datetime) -> Fetched:
        known = validators.plain() if validators else {}
        answer = fetcher.fetch(request, about=about, now=now, **known)
        found = Validators(etag=answer.etag, last_modified=answer.last_modified)
        return Fetched(document=answer.document, validators=found)

    return fetch


def resuming(fetcher: Fetcher, ports: Ports, seconds: float) -> Resume:
    """The fetcher as the heavy lane asks for documents, with so many seconds left of the run."""
    until = ports.clock() + timedelta(seconds=seconds)

    def resume(request: Request, about: About, key: str, progress: Mapping[str, Any] | None) -> Document | More:
        now = ports.clock()
        left = (until - now).total_seconds()
        return fetcher.resume(
            request, about=about, now=now, store=ports.blobs, key=key, seconds=left, progress=progress
        )

    return resume
