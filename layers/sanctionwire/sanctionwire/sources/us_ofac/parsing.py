"""Cutting what was fetched into raw records: lists if there are any, else the delta, else nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sanctionwire.errors import DoesNotFit, Unreachable
from sanctionwire.source import Base, Document, Parsed, State
from sanctionwire.sources.us_ofac.deltas import parse_delta
from sanctionwire.sources.us_ofac.fetched import fetched
from sanctionwire.sources.us_ofac.lists import parse_lists
from sanctionwire.sources.us_ofac.publication import SLUG


def parse(documents: Mapping[str, Document], state: State, base: Base | None) -> Parsed:
    found = fetched(documents, state, base)
    if found.lists:
        return parse_lists(found)
    if found.deltas and (base is None or state.must_reconcile):
        seen = "a delta, and no reading to apply it to" if base is None else "a delta after one that did not fit"
        raise DoesNotFit(seen, source=SLUG, place=found.deltas[0].name, expected="a full list")
    if found.deltas and base is not None:
        return parse_delta(found, base)
    if state.must_reconcile or found.waiting:
        raise Unreachable("postponed: no full list yet that contains what was published since", source=SLUG)
    memory = replace(found.applied, looked=found.catalogue.fetched_at or found.applied.looked).memory()
    return Parsed(mode="none", publication=state.publication, memory=memory)
