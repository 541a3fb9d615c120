"""Held removals: kept beside the reading until the publisher or an operator settles them, one open hold per source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from sanctionwire.core.canonical import canonical, digest, sha256
from sanctionwire.core.changes import Change
from sanctionwire.core.diff import compare
from sanctionwire.core.model import Entry
from sanctionwire.core.normalise import name_key
from sanctionwire.errors import Superseded, Suspicious
from sanctionwire.pipeline.build import HELD_MARK, Built
from sanctionwire.pipeline.ports import Outcome, Ports
from sanctionwire.source import Source
from sanctionwire.store.commit import Decision, Draft
from sanctionwire.store.reading import Line, departed_mark, name_digest
from sanctionwire.store.rows import stamp
from sanctionwire.store.sources import Hold, SourceRow, written


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What is held of one source."""

    open: Mapping[str, bytes] = field(default_factory=dict)
    """Entry id → the entry once its removal is accepted; empty where nothing of it would remain."""
    discarded: frozenset[str] = frozenset()
    """Ids that an operator decided to keep, for as long as they stay absent."""

    def after(self, built: Built, *, whole: bool) -> Held:
        """What is held once `built` is accepted: a whole list says it all anew, a delta only what it names."""
        if whole:
            return Held(open=dict(built.held), discarded=frozenset(built.kept_back))
        settled = built.removed | built.readded
        still = {entry_id: body for entry_id, body in self.open.items() if entry_id not in settled}
        return Held(open=still | built.held, discarded=self.discarded - settled)

    def with_more(self, held: Mapping[str, bytes]) -> Held:
        """With further removals held."""
        return Held(open={**self.open, **held}, discarded=self.discarded)


def load(ports: Ports, row: SourceRow) -> Held:
    """Read the source's hold; empty if there is none."""
    if row.hold is None:
        return Held()
    with ports.blobs.open(row.hold.keys) as stream:
        stored = orjson.loads(stream.read())
    opened = {entry_id: canonical(entry) if entry else b"" for entry_id, entry in stored["open"].items()}
    return Held(open=opened, discarded=frozenset(stored["discarded"]))


def store(ports: Ports, row: SourceRow, held: Held, why: str | None, now: datetime) -> Hold | None:
    """The hold as the source row names it. One that goes on keeps its id and the time since when."""
    if not held.open and not held.discarded:
        return None
    opened = {entry_id: orjson.loads(body) if body else None for entry_id, body in held.open.items()}
    body = canonical({"open": opened, "discarded": sorted(held.discarded)})
    key = f"holds/{row.slug}/{sha256(body)}.json"
    ports.blobs.put(key, body, content_type="application/json")
    last = row.hold if row.hold and row.hold.status == "open" and held.open else None
    since = last.since if last else stamp(now)
    return Hold(
        id=last.id if last else digest([row.slug, since, row.serial])[:12],
        status="open" if held.open else "discarded",
        since=since,
        count=len(held.open) or len(held.discarded),
        keys=key,
        why=why or (row.hold.why if row.hold else ""),
        serial=row.serial,
        told=last.told if last else False,
    )


def decide(ports: Ports, source: Source, hold_id: str, *, accept: bool, who: str, why: str) -> Outcome:
    """Accept held removals, or discard them (the entries stay listed); against the current head, who and why logged.

    Raises Suspicious if there is no such open hold. Only what is still held is touched: an entry that came back since
    is not.
    """
    slug, now = source.about.slug, ports.clock()
    for _ in range(5):
        row = ports.sources.load(slug)
        if row.hold is None or row.hold.status != "open" or row.hold.id != hold_id:
            raise Suspicious(f"there is no open hold {hold_id}", source=slug, expected=_expected(row))
        try:
            return _decided(ports, row, load(ports, row), now, accept=accept, decision=Decision(who=who, why=why))
        except Superseded:
            continue
    raise Superseded("other runs were quicker each time", source=slug)


def _expected(row: SourceRow) -> str:
    return f"hold {row.hold.id}" if row.hold and row.hold.status == "open" else "none is open"


def _decided(
    ports: Ports, row: SourceRow, held: Held, now: datetime, *, accept: bool, decision: Decision
) -> Outcome:  # fmt: skip
    changes, lines = _released(ports, row, held.open) if accept else ([], [])
    left = Held(discarded=held.discarded if accept else held.discarded | held.open.keys())
    reading = ports.reading(row).extended(lines, ports.reading(row).refs)
    draft = Draft(
        source=row.slug,
        serial=row.serial + 1,
        kind="release" if accept else "discard",
        revision=row.revision or "",
        committed_at=stamp(now),
        seen_at=stamp(now),
        published=row.published,
        publication=row.publication,
        demo=ports.demo,
        decided_by=decision,
        documents=row.documents,
        reading=reading,
    )
    accepted = row.but(
        serial=draft.serial,
        reading=reading,
        changed_at=stamp(now) if changes else row.changed_at,
        hold=store(ports, row, left, None, now),
        count=row.count - sum(1 for change in changes if change.after is None),
    )
    commit = ports.log.commit(draft, changes, lambda commit: [written(accepted.but(seq=commit.seq))])
    return Outcome(source=row.slug, what="committed", seq=commit.seq, serial=commit.serial, kinds=commit.changes.kinds)


def _released(ports: Ports, row: SourceRow, held: Mapping[str, bytes]) -> tuple[list[Change], list[Line]]:
    changes, lines = [], []
    keys = {entry_id.split(":", 1)[1]: body for entry_id, body in held.items()}
    for line in ports.reading(row).lines():
        if line.key not in keys or line.departed:
            continue
        before, after = _entry(line.entry), _entry(keys[line.key]) if keys[line.key] else None
        change = compare(before, after)
        if change is None:
            continue
        changes.append(change)
        if after is None:
            mark = departed_mark(name_digest(name_key(before.caption)))
            lines.append(Line(line.key, mark, line.entry, b""))
        else:
            lines.append(Line(line.key, HELD_MARK, after.canonical(), line.raw))
    return changes, lines


def _entry(body: bytes) -> Entry:
    return Entry.model_validate(orjson.loads(body))


def listed(ports: Ports, row: SourceRow) -> list[dict[str, Any]]:
    """Each held removal with the entry's name, for the operator to read before deciding."""
    held = load(ports, row).open
    entries = (_entry(line.entry) for line in ports.reading(row).lines() if f"{row.slug}:{line.key}" in held)
    return [
        {"id": entry.id, "name": entry.caption, "lists": [listing.list for listing in entry.listings]}
        for entry in entries
    ]
