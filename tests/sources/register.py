"""The Federal Register as tests serve it: editions from the samples, and single documents made up of rows and texts."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.toy import Wire
from sanctionwire.core.canonical import sha256
from sanctionwire.errors import SourceChanged, Unreachable
from sanctionwire.pipeline import Ports
from sanctionwire.pipeline.ports import Fetched
from sanctionwire.source import Document, State
from sanctionwire.sources import us_federal_register
from sanctionwire.sources.us_federal_register import SLUG, SOURCE
from sanctionwire.store.entries import Entries
from sanctionwire.store.log import Log
from sanctionwire.store.rows import stamp
from sanctionwire.store.sources import Sources, Validators

SAMPLES = Path(us_federal_register.__file__).parent / "samples"
P = f"{SLUG}:"
HUIONE = f"{P}subject/huione-group"
NOTHING = {"count": 0, "results": []}


def served(name, body, *, status=200):
    data = body if isinstance(body, bytes) else body.encode()
    return Document(
        name=name, url="", opened=lambda: io.BytesIO(data), sha256="", size=len(data), fetched_at="2026-07-01T00:00:00Z",
        status=status,
    )  # fmt: skip


def sample(folder, name):
    return (SAMPLES / folder / name).read_text("utf-8")


def rows(folder="2026-06-25-amendment", listing="fincen"):
    """Rows of a listing, by document number."""
    return {row["document_number"]: row for row in json.loads(sample(folder, f"list__{listing}__1.json"))["results"]}


def listed(*given, **envelope):
    return json.dumps({"description": "Documents", "count": len(given), "total_pages": 1, "results": given} | envelope)


def read(row, text=None, *, status=200, inspected=False):
    """The entries that one document gives, by id without the source."""
    other = next(iter(rows("relief-and-others", "ofac").values()))
    documents = {
        "list/fincen/1": served("", listed(other if inspected else row)),
        "list/ofac/1": served("", listed(other)),
        "list/inspection/1": served("", json.dumps({"count": 1, "results": [row]} if inspected else NOTHING)),
    }
    if text is not None:
        name = f"item/{row['document_number']}/page"
        documents[name] = served(name, text, status=status)
    return entries(documents)


def entries(documents, state=None):
    parsed = SOURCE.parse(documents, state or State(), None)
    found = [SOURCE.read(record.key, record.raw, {}) for record in parsed.records]
    return {entry.id.removeprefix(P): entry for entry in found}


def edition(folder):
    """The documents of a sample."""
    files = (path for path in (SAMPLES / folder).iterdir() if path.suffix != ".md")
    return {name: served(name, path.read_bytes()) for path in files if (name := path.stem.replace("__", "/"))}


@dataclass
class Register:
    """Serves one edition at a time; `gone` answers 404, `walled` with a page in the place of a text."""

    folder: str = ""
    gone: tuple[str, ...] = ()
    walled: tuple[str, ...] = ()
    changed: dict[str, str] | None = None
    """Name → body, in the place of the edition's."""

    def fetch(self, request, _about, validators, now) -> Fetched:
        body = self._body(request.name)
        if body is None:
            raise Unreachable("HTTP 404", status=404)
        etag = sha256(body)
        if validators and validators.etag == etag:
            return Fetched(document=None, validators=validators)
        document = Document(
            name=request.name, url=request.url, opened=lambda: io.BytesIO(body), sha256=etag, size=len(body),
            fetched_at=stamp(now),
        )  # fmt: skip
        return Fetched(document=document, validators=Validators(etag=etag))

    def _body(self, name: str) -> bytes | None:
        if name in self.gone:
            return None
        if name in self.walled:
            return b"<!DOCTYPE html><html><head><title>Request Access</title></head><body></body></html>"
        if self.changed and name in self.changed:
            return self.changed[name].encode()
        suffix = "txt" if name.startswith("item") else "json"
        path = SAMPLES / self.folder / f"{name.replace('/', '__')}.{suffix}"
        return path.read_bytes() if path.exists() else None


class RegisterWire(Wire):
    """The use cases over the twin, with the register as the publisher."""

    @property
    def ports(self) -> Ports:
        return Ports(
            log=Log(table=self.table, blobs=self.blobs, evidence=self.evidence), sources=Sources(self.table),
            entries=Entries(self.entries, self.blobs), blobs=self.blobs, clock=lambda: self.now,
            registry={SLUG: SOURCE}, revision=lambda _source: self.revision, fetch=self.publisher.fetch,
            send=self.messages.append,
        )  # fmt: skip

    @property
    def row(self) -> Any:
        return self.ports.sources.load(SLUG)


def refused(documents):
    try:
        entries(documents)
    except SourceChanged as error:
        return str(error)
    return None
