"""A whole set of documents: archived exactly as served, read back, and refused where it cannot be read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sanctionwire.core.canonical import digest
from sanctionwire.errors import WireError
from sanctionwire.formats.packed import unpacked
from sanctionwire.pipeline.ports import Outcome, Ports
from sanctionwire.source import Document, Source
from sanctionwire.store.commit import DocumentRef
from sanctionwire.store.rows import document_key, stamp
from sanctionwire.store.sources import Pending, SourceRow, Validators


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A whole set of documents, and what must be remembered if it is accepted."""

    documents: Mapping[str, Document]
    validators: Mapping[str, Validators]
    seen_at: str

    @classmethod
    def nothing(cls, now: datetime) -> Snapshot:
        """No document came."""
        return cls(documents={}, validators={}, seen_at=stamp(now))

    @property
    def unpacked(self) -> dict[str, Document]:
        """The documents as a parser reads them."""
        return {name: replace(each, opened=unpacked(each.opened)) for name, each in self.documents.items()}

    @property
    def refs(self) -> tuple[DocumentRef, ...]:
        """The documents as a receipt names them."""
        return tuple(DocumentRef.of(document) for document in self.documents.values())


def archive(ports: Ports, snapshot: Snapshot) -> None:
    """Put the documents where their hash says."""
    for document in snapshot.documents.values():
        with document.opened() as stream:
            ports.blobs.put(document_key(document.sha256), stream)


def archived(ports: Ports, refs: Iterable[DocumentRef], *, seen_at: str) -> Snapshot:
    """A snapshot read back from the archive."""
    return Snapshot(documents={ref.name: _stored(ports, ref) for ref in refs}, validators={}, seen_at=seen_at)


def _stored(ports: Ports, ref: DocumentRef) -> Document:
    return Document(opened=lambda: ports.blobs.open(document_key(ref.sha256)), **ref.model_dump())


def refuse(
    ports: Ports, source: Source, row: SourceRow, snapshot: Snapshot, *, error: WireError, now: datetime
) -> Outcome:
    """Keep what came for the parser revision that will understand it; the last reading stands, no validator is stored.

    The same unreadable publication is written down once.
    """
    archive(ports, snapshot)
    refs = snapshot.refs
    told = error.at(source=source.about.slug, place=_address(refs, error.place))
    pending = Pending(
        error=str(told),
        place=told.place,
        expected=told.expected,
        documents=refs,
        revision=ports.revision(source),
        since=row.pending.since if row.pending else stamp(now),
        sha=digest([[ref.name, ref.sha256] for ref in refs]),
    )
    last = row.pending
    if row.lease or last is None or last != pending.model_copy(update={"documents": last.documents}):
        ports.sources.pending(row, pending)
    return Outcome(source=source.about.slug, what="refused", serial=row.serial, why=str(told))


def _address(refs: Iterable[DocumentRef], place: str) -> str:
    """Where the document is that an error speaks of: the one that it names, or all of them."""
    urls = {ref.name: ref.url for ref in refs}
    named = [url for name, url in urls.items() if name in place.split() and len(urls) > 1]
    return ", ".join(named or urls.values())
