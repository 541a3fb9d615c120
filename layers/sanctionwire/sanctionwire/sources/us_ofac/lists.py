"""The full lists, SDN and consolidated, read together as one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sanctionwire.errors import SourceChanged, Suspicious, Unreachable, WireError
from sanctionwire.source import Parsed, Record
from sanctionwire.sources.us_ofac import references
from sanctionwire.sources.us_ofac.deltas import stated_by
from sanctionwire.sources.us_ofac.elements import Element
from sanctionwire.sources.us_ofac.fetched import Fetched
from sanctionwire.sources.us_ofac.history import Applied, Published, read_history
from sanctionwire.sources.us_ofac.publication import SLUG, Publication
from sanctionwire.sources.us_ofac.tree import raw_of, reflects, tree_of, united


def parse_lists(found: Fetched) -> Parsed:
    """The whole list. Deltas that came with it are not applied: they bear witness to what it must contain."""
    if found.deltas:
        names = ", ".join(each.name for each in (*found.lists, *found.deltas))
        raise SourceChanged(f"lists and deltas together: {names}", source=SLUG, expected="the one or the other")
    if found.live:
        _still(found)
    refs = references.merged(found.refs, references.empty())
    for each in found.lists:
        refs = references.merged(refs, each.refs)
    stated = {key: (delta, action, entity) for delta in found.witnesses for key, action, entity in stated_by(delta)}
    contained = _contained(found) if found.live else []
    newest = max(contained, default=None)
    memory = _memory(found, contained) if found.live else found.applied
    return Parsed(
        mode="full",
        records=_witnessed(_records(found.lists), stated),
        removed=tuple(key for key, (_, action, _) in stated.items() if action == "remove"),
        refs=refs,
        published=newest.at if newest else found.lists[-1].published,
        publication=str(newest.number) if newest else found.state.publication,
        reconcile=found.live and found.state.serial > 0,
        memory=memory.memory(waiting=bool(memory.doubtful)) if found.live else found.state.memory,
        again=bool(memory.doubtful),
        unmapped=references.news(found.refs, refs),
    )


def _memory(found: Fetched, contained: list[Published]) -> Applied:
    """What is applied once the lists are read; whatever else was published meanwhile follows as deltas."""
    memory = found.applied.having(contained, floor=_floor(found), lists=found.catalogue.hashes())
    return replace(memory, doubtful=tuple(each.number for each in memory.unapplied(found.history)))


Stated = Mapping[str, tuple[Publication, str, Element]]


def _contained(found: Fetched) -> list[Published]:
    """The publications that the lists contain: those that bear witness, and those that both clocks call earlier."""
    day = found.lists[-1].published[:10]
    return [
        each
        for each in found.history
        if f"witness:{each.number}" in found.documents or (each.at <= found.catalogue.updated and each.day <= day)
    ]


def _witnessed(records: Iterator[Record], stated: Stated) -> Iterator[Record]:
    """The records; in the end, what the deltas say of each must have been found in them."""
    held: dict[str, bytes] = {}
    for record in records:
        if record.key in stated:
            held[record.key] = record.raw
        yield record
    for key, (delta, action, entity) in stated.items():
        if not reflects(tree_of(held[key]) if key in held else None, action, entity):
            seen = f"postponed: entity {key} is not as {delta.name} left it"
            raise Unreachable(seen, source=SLUG, expected="full lists that contain what was published")


def _still(found: Fetched) -> None:
    """Nothing moved while the lists were fetched, and they are the lists, not an excerpt."""
    if read_history(found.documents, "history-after:") != found.history:
        raise Unreachable("postponed: a publication appeared while the full lists were read", source=SLUG)
    for each in found.lists:
        if each.programmes:
            seen = f"an export of {', '.join(each.programmes)} alone"
            raise Suspicious(seen, source=SLUG, place=each.name, expected="the whole list")


def _floor(found: Fetched) -> str:
    """The first day whose publications are known by number."""
    names = (name.partition(":") for name in found.documents)
    return min(span for role, _, span in names if role == "history")


def _records(lists: Sequence[Publication]) -> Iterator[Record]:
    """Every entity of the lists, once. The smaller list is held in memory, the larger one streams past it."""
    if len(lists) > 2:  # noqa: PLR2004 - SDN and consolidated
        names = ", ".join(each.name for each in lists)
        raise SourceChanged(f"{len(lists)} lists: {names}", source=SLUG, expected="SDN and consolidated")
    *small, large = sorted(lists, key=lambda each: each.size)
    held = _held(small[0]) if small else {}
    count = 0
    for key, raw in large.raws():
        count += 1
        other = held.pop(key, raw)
        yield Record(key=key, raw=raw if other == raw else _one(lists, {large.name: raw, small[0].name: other}))
    yield from (Record(key=key, raw=raw) for key, raw in held.items())
    if not count:
        raise SourceChanged("a list without an entity", source=SLUG, place=large.name, expected="<entity>")


def _held(small: Publication) -> dict[str, bytes]:
    held: dict[str, bytes] = {}
    for key, raw in small.raws():
        if key in held:
            raise SourceChanged(f"entity {key} twice", source=SLUG, place=small.name, expected="each entity once")
        held[key] = raw
    return held


def _one(lists: Sequence[Publication], raws: Mapping[str, bytes]) -> bytes:
    """The record of a party that is in both files.

    A file that nothing changed is not written again, so one may be older than the other.
    """
    older, newer = lists
    same_time = older.published == newer.published
    try:
        return raw_of(united(tree_of(raws[newer.name]), tree_of(raws[older.name]), same_time=same_time))
    except WireError as error:
        raise error.at(source=SLUG) from error
