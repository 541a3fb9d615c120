"""The use cases on the in-memory store: where `diff` and `replay` run publications through the real pipeline."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import NoReturn

from sanctionwire import wiring
from sanctionwire.pipeline import Ports
from sanctionwire.source import About, Request, Source
from sanctionwire.store.entries import Entries
from sanctionwire.store.log import Log
from sanctionwire.store.memory import MemoryBlobs, MemoryTable
from sanctionwire.store.sources import Sources, Validators

UNBOUNDED = 10**9


def ports(source: Source, clock: Callable[[], datetime]) -> Ports:
    """Ports on memory alone. No least count is asked for: the operator chose the first snapshot."""
    table, blobs = MemoryTable(), MemoryBlobs()
    return Ports(
        log=Log(table=table, blobs=blobs, evidence=MemoryBlobs()),
        sources=Sources(table),
        entries=Entries(MemoryTable(), blobs),
        blobs=blobs,
        clock=clock,
        registry={source.about.slug: source},
        revision=lambda each: wiring.revision(each.about.slug),
        fetch=_nothing_is_fetched,
        least_scale=0,
    )


def unguarded(source: Source) -> Source:
    """The same source, all of whose removals are believed."""
    return replace(source, about=replace(source.about, removals_count=UNBOUNDED, removals_share=1.0))


def _nothing_is_fetched(request: Request, about: About, validators: Validators | None, now: datetime) -> NoReturn:
    del request, about, validators, now
    message = "this command fetches nothing"
    raise AssertionError(message)
