"""A delta, applied to the records of the last reading."""

from __future__ import annotations

from collections.abc import Iterator

from sanctionwire.errors import DoesNotFit, SourceChanged, WireError
from sanctionwire.source import Base, Parsed, Record
from sanctionwire.sources.us_ofac import references
from sanctionwire.sources.us_ofac.elements import Element, refuse
from sanctionwire.sources.us_ofac.fetched import Fetched
from sanctionwire.sources.us_ofac.history import Published
from sanctionwire.sources.us_ofac.publication import SLUG, Publication, key_of, told_where
from sanctionwire.sources.us_ofac.tree import applied, plain, raw_of, reflects, tree_of, without_actions


def parse_delta(found: Fetched, base: Base) -> Parsed:
    if len(found.deltas) > 1:
        names = ", ".join(each.name for each in found.deltas)
        raise SourceChanged(f"{len(found.deltas)} deltas at once: {names}", source=SLUG, expected="one")
    (delta,) = found.deltas
    published = next((each for each in found.history if delta.name == f"delta:{each.number}"), None)
    if published:
        _is_its_own(published, delta, found)
    refs = references.merged(base.refs, delta.refs)
    doubtful = published is not None and published.number in found.applied.doubtful
    records, removed = _changed(delta, base, doubtful=doubtful)
    memory = found.applied.having([published] if published else [])
    waiting = bool(memory.unapplied(found.history))
    return Parsed(
        mode="delta",
        records=records,
        removed=removed,
        refs=refs,
        published=published.at if published else delta.published,
        publication=str(published.number) if published else found.state.publication,
        memory=memory.memory(waiting=waiting),
        again=waiting,
        unmapped=references.news(base.refs, refs),
    )


def _is_its_own(published: Published, delta: Publication, found: Fetched) -> None:
    """The delta served is this publication's and no other's."""
    if delta.published[:10] != published.day:
        raise DoesNotFit(f"a delta of {delta.published}", source=SLUG, place=delta.name, expected=published.day)
    body = found.documents[delta.name].sha256
    for name, document in found.documents.items():
        if name.startswith("witness:") and document.sha256 == body:
            seen = f"{delta.name} and {name} are one delta"
            raise DoesNotFit(seen, source=SLUG, expected="a delta for each publication")


def _changed(delta: Publication, base: Base, *, doubtful: bool) -> tuple[list[Record], tuple[str, ...]]:
    """The records that a delta leaves, and the keys that it takes away: by leaving its last list, a party is gone.

    Where it is doubtful whether the full lists contained it, and they did, there is nothing left to do.
    """
    stated = list(stated_by(delta))
    raws = base.raw([key for key, _, _ in stated])
    held = {key: tree_of(raw) for key, raw in raws.items()}
    if doubtful and all(reflects(held.get(key), action, entity) for key, action, entity in stated):
        return [], ()
    records, removed = [], []
    for key, action, entity in stated:
        try:
            tree = _applied(held.get(key), action, entity)
        except WireError as error:
            raise error.at(source=SLUG, place=delta.name) from error
        if tree is None or (action == "modify" and tree.find("sanctionsLists/sanctionsList") is None):
            removed.append(key)
        else:
            records.append(Record(key=key, raw=raw_of(tree)))
    return records, tuple(removed)


def stated_by(delta: Publication) -> Iterator[tuple[str, str, Element]]:
    """Key, action (`add`, `remove` or `modify`) and entity, in the publisher's order; each key once."""
    return told_where(delta.name, _stated(delta))


def _stated(delta: Publication) -> Iterator[tuple[str, str, Element]]:
    seen = set()
    for entity in delta.entities:
        key, action = key_of(entity), str(entity.attrib.pop("action", "modify"))
        if key in seen or action not in {"add", "remove", "modify"}:
            refuse(entity, f'action "{action}" on entity {key}, or the entity again', "add or remove, once")
        seen.add(key)
        yield key, action, plain(entity)


def _applied(held: Element | None, action: str, entity: Element) -> Element | None:
    place = f"entity {key_of(entity)}"
    if action == "add":
        if held is not None:
            raise DoesNotFit("the delta adds an entity that the reading has", place=place)
        return without_actions(entity)
    if held is None:
        raise DoesNotFit(f"the delta would {action} an entity that the reading does not have", place=place)
    return None if action == "remove" else applied(held, entity)
