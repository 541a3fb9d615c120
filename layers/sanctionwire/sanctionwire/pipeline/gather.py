"""Gather: fetch what a source requests and follows, until the snapshot is whole or nothing in it is new."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from sanctionwire.core.canonical import sha256
from sanctionwire.errors import SourceChanged, Unreachable, WireError
from sanctionwire.pipeline.ports import Fetched, Ports
from sanctionwire.source import Document, Request, Source, State
from sanctionwire.store.ports import StoreUnreachable
from sanctionwire.store.rows import stamp
from sanctionwire.store.sources import SourceRow, Validators

ROUNDS = 24
"""How often a source may ask for more before it is taken to be going in circles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """A whole snapshot, or nothing new."""

    documents: dict[str, Document]
    validators: dict[str, Validators]

    @property
    def unchanged(self) -> bool:
        """Whether every request was answered with "not modified"."""
        return not self.documents


class Bulk(Exception):
    """A turn in the road, not an error: the snapshot needs a bulk download: it is for the other lane."""


def gather(
    ports: Ports, source: Source, row: SourceRow, *, state: State, now: datetime, bulk: Bulky | None
) -> Gathered:
    """All documents of one snapshot by name. `bulk` fetches what is heavy; without it, Bulk is raised.

    A snapshot of which only a part is new is fetched whole: half a set is never a reading. A rolling source's pages are
    no set: what is known is left out.
    """
    documents: dict[str, Document] = {}
    validators: dict[str, Validators] = {}
    known: list[Request] = []
    requests = source.requests(state, now)

    def fetched(request: Request) -> Fetched:
        return _fetched(ports, source, row, request, now=now, bulk=bulk)

    for _ in range(ROUNDS):
        if not requests:
            return Gathered(documents=documents, validators=validators)
        for request in requests:
            answer = fetched(request)
            if not request.may_fail:  # details are read again by their age, and there is no end to them
                validators[request.url] = answer.validators
            if answer.document:
                documents[request.name] = answer.document
            else:
                known.append(request)
        if documents and known and source.about.kind == "state":
            again = [fetched(replace(request, conditional=False)).document for request in known]
            documents |= {document.name: document for document in again if document}
            known = []
        requests = source.follow(state, documents) if documents else []
    raise SourceChanged("the source asks for ever more documents", source=source.about.slug, expected="an end")


class Bulky(Protocol):
    """How a bulk download is had (`pipeline.heavy`)."""

    def __call__(self, request: Request) -> Document:
        """The whole document, resumed where an earlier run stopped; raises `heavy.More` when time runs out."""


def _fetched(
    ports: Ports, source: Source, row: SourceRow, request: Request, *, now: datetime, bulk: Bulky | None
) -> Fetched:
    if request.heavy and bulk is None:
        raise Bulk
    validators = row.validators.get(request.url) if request.conditional else None
    try:
        if request.heavy and bulk:
            return Fetched(document=bulk(request), validators=Validators())
        return ports.fetch(request, source.about, validators, now)
    except Unreachable as error:
        if request.may_fail and not isinstance(error, StoreUnreachable):
            return Fetched(document=_nothing(request, error.status, now), validators=Validators())
        raise error.at(source=source.about.slug, place=request.url) from error
    except WireError as error:
        raise error.at(source=source.about.slug, place=request.url) from error


def _nothing(request: Request, status: int, now: datetime) -> Document:
    """What stands for a document that could not be had."""
    return Document(
        name=request.name,
        url=request.url,
        opened=lambda: io.BytesIO(b""),
        sha256=sha256(b""),
        size=0,
        fetched_at=stamp(now),
        status=status,
    )
