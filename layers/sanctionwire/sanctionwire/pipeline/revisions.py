"""A parser revision that moved: the last accepted snapshot is read again first, and what differs is not news."""

from __future__ import annotations

from datetime import datetime

from sanctionwire.errors import DoesNotFit, SourceChanged, Suspicious
from sanctionwire.pipeline import holds
from sanctionwire.pipeline.build import Built, build
from sanctionwire.pipeline.ports import Outcome, Ports
from sanctionwire.pipeline.snapshot import Snapshot, archived, refuse
from sanctionwire.source import Parsed, Record, Source, State
from sanctionwire.store.commit import Commit, Draft, ReadingRef
from sanctionwire.store.memory import MemoryBlobs
from sanctionwire.store.reading import Line, Reading, Spool
from sanctionwire.store.rows import stamp
from sanctionwire.store.sources import SourceRow, written


def reread(ports: Ports, source: Source, row: SourceRow, now: datetime, *, owner: str = "") -> Outcome:
    """Commit, with cause `parser`, what the new revision reads otherwise in the snapshot already accepted."""
    leased = ports.sources.lease(row, owner=owner or "reread", seconds=ports.lease_seconds, now=now)
    if leased is None:
        return Outcome(source=row.slug, what="busy")
    hold = holds.load(ports, leased)
    try:
        parsed = reassembled(ports, source, leased)
        with build(
            source,
            parsed,
            ports.reading(leased),
            cause="parser",
            discarded={*hold.discarded, *hold.open},
            evidence="reconstructed" if ports.demo else "captured",
            first=False,
        ) as built:
            return _commit(ports, source, leased, built=built, hold=hold, now=now)
    except (SourceChanged, Suspicious, DoesNotFit) as error:
        return refuse(ports, source, leased, Snapshot.nothing(now), error=error, now=now)


def _commit(
    ports: Ports, source: Source, row: SourceRow, *, built: Built, hold: holds.Held, now: datetime
) -> Outcome:  # fmt: skip
    held = hold.with_more(built.held)
    draft = built.noted(
        Draft(
            source=row.slug,
            serial=row.serial + 1,
            cause="parser",
            revision=ports.revision(source),
            committed_at=stamp(now),
            seen_at=stamp(now),
            published=row.published,
            publication=row.publication,
            removals_held=len(held.open),
            demo=ports.demo,
            documents=row.documents,
            reading=ports.reading(row).extended(built.lines(), built.refs),
        )
    )
    accepted = row.but(
        serial=draft.serial,
        revision=draft.revision,
        reading=draft.reading,
        unreadable=built.unreadable,
        hold=holds.store(ports, row, held, built.why_held, now),
        count=built.size,
        lease=None,
    )
    commit = ports.log.commit(draft, built.changes(), lambda commit: [written(accepted.but(seq=commit.seq))])
    return Outcome(
        source=row.slug, what="reread", seq=commit.seq, serial=commit.serial, kinds=commit.changes.kinds, again=True
    )


def reassembled(ports: Ports, source: Source, row: SourceRow) -> Parsed:
    """The last reading's records cut anew: the last full list, and every delta that was applied to it since.

    What a rolling source once showed is shown no longer: its raw records hold their items whole.
    """
    if source.recut:
        kept = (Record(key=line.key, raw=line.raw) for line in ports.reading(row).lines() if not line.departed)
        return Parsed(mode="full" if row.count else "delta", records=source.recut(kept))
    reading, parsed = Reading(MemoryBlobs(), row.slug, ReadingRef()), Parsed(mode="full")
    publication, serial = None, 0
    for commit in _lineage(ports, row):
        documents = archived(ports, commit.documents, seen_at=commit.seen_at).unpacked
        state = State(serial=serial, publication=publication)
        parsed = source.parse(documents, state, reading if serial else None)
        base = reading if parsed.mode == "delta" else Reading(reading.blobs, row.slug, ReadingRef())
        gone = (Line(key, "-", b"", b"") for key in parsed.removed)
        lines = sorted([*gone, *Spool(parsed.records, source=row.slug)]) if parsed.removed else Spool(parsed.records)
        reading = Reading(reading.blobs, row.slug, base.extended(lines, parsed.refs))
        publication, serial = commit.publication, serial + 1
    records = (Record(key=line.key, raw=line.raw) for line in reading.lines() if not line.departed)
    return Parsed(mode="full", records=records, refs=parsed.refs)


def _lineage(ports: Ports, row: SourceRow) -> list[Commit]:
    commits = ports.log.after(row.base_seq - 1)
    return [
        commit
        for commit in commits
        if commit.source == row.slug and commit.kind == "reading" and commit.cause != "parser"
    ]
