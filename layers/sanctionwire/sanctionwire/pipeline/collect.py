"""Collect: one source, read as often as it says that more waits, and whatever comes of it written down."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from sanctionwire.errors import DoesNotFit, SourceChanged, Superseded, Suspicious, Unreachable
from sanctionwire.pipeline import holds
from sanctionwire.pipeline.build import Built, build
from sanctionwire.pipeline.gather import Bulk, Bulky, Gathered, gather
from sanctionwire.pipeline.ports import HEAVY, Outcome, Ports
from sanctionwire.pipeline.revisions import reread
from sanctionwire.pipeline.snapshot import Snapshot, archive, archived, refuse
from sanctionwire.source import Parsed, Source, State
from sanctionwire.store.commit import Decision, Draft
from sanctionwire.store.ports import Conflict, StoreUnreachable
from sanctionwire.store.rows import stamp
from sanctionwire.store.seen import Seen
from sanctionwire.store.sources import SourceRow, checked, written

PASSES = 40
"""Publications taken in one run; whatever waits beyond that is taken by the next."""

ATTEMPTS = 3
"""How often a snapshot in hand is compared anew because another run committed meanwhile."""


def collect(
    ports: Ports, source: Source, *, owner: str = "", bulk: Bulky | None = None, gap: Decision | None = None
) -> list[Outcome]:
    """Take everything that the source has. `gap`: an operator has looked at what a rolling source showed in between.

    Raises Unreachable (retry), and nothing for what a person must look at.
    """
    outcomes = []
    for _ in range(PASSES):
        outcomes.append(_once(ports, source, owner, bulk, gap))
        if not outcomes[-1].again:
            break
    return outcomes


def _once(ports: Ports, source: Source, owner: str, bulk: Bulky | None, gap: Decision | None) -> Outcome:
    """What is owed to earlier publications first, then the newest."""
    slug, now = source.about.slug, ports.clock()
    row = ports.sources.load(slug)
    if row.lease and row.leased(now) and row.lease.owner != owner:
        return Outcome(source=slug, what="busy", why=f"{row.lease.owner} works on it until {row.lease.until}")
    revision = ports.revision(source)
    if row.serial and row.revision != revision:
        return reread(ports, source, row, now, owner=owner)
    if row.pending and row.pending.documents and row.pending.revision != revision:
        owed = archived(ports, row.pending.documents, seen_at=row.pending.since)
        return replace(take(ports, source, row, owed, owner=owner), again=True)
    return _tried(ports, source, row, now=now, owner=owner, bulk=bulk, gap=gap)


def _tried(
    ports: Ports,
    source: Source,
    row: SourceRow,
    *,
    now: datetime,
    owner: str,
    bulk: Bulky | None,
    gap: Decision | None,
) -> Outcome:
    """Fetch and take; an answer that did not come is written down before it is raised."""
    try:
        return _fetched(ports, source, row, now=now, owner=owner, bulk=bulk, gap=gap)
    except StoreUnreachable:
        raise
    except Unreachable as error:
        missed(ports, row, error, now)
        raise


def missed(ports: Ports, row: SourceRow, error: Unreachable, now: datetime) -> None:
    """Write down that the publication could not be had, and when the publisher wants to be asked again."""
    retry_at = stamp(now + timedelta(seconds=error.retry_after)) if error.retry_after else None
    with suppress(Conflict):  # another run has fresher news of it
        ports.sources.failing(row, error, now, retry_at=retry_at)


def _fetched(
    ports: Ports,
    source: Source,
    row: SourceRow,
    *,
    now: datetime,
    owner: str,
    bulk: Bulky | None,
    gap: Decision | None,
) -> Outcome:
    state = ports.state(row, reconcile_due=reconcile_due(source, row, now), accept_gap=gap is not None)
    try:
        gathered = gather(ports, source, row, state=state, now=now, bulk=bulk)
    except Bulk:
        ports.send({"source": row.slug, "lane": HEAVY, "step": "fetch"})
        return Outcome(source=row.slug, what="deferred", why="a bulk download is needed")
    except (SourceChanged, Suspicious) as error:
        return refuse(ports, source, row, Snapshot.nothing(now), error=error, now=now)
    if gathered.unchanged or (not source.recut and _accepted_before(row, gathered)):
        ports.sources.confirm_unchanged(row, now, gathered.validators)
        return Outcome(source=row.slug, what="unchanged", serial=row.serial)
    snapshot = Snapshot(documents=gathered.documents, validators=gathered.validators, seen_at=stamp(now))
    return take(ports, source, row, snapshot, owner=owner, state=state, gap=gap)


def _accepted_before(row: SourceRow, gathered: Gathered) -> bool:
    """Whether these are byte for byte the documents of the last accepted snapshot: not every publisher says so."""
    last = {document.name: document.sha256 for document in row.documents}
    now = {document.name: document.sha256 for document in gathered.documents.values()}
    return now == last and not row.pending and not row.must_reconcile


def reconcile_due(source: Source, row: SourceRow, now: datetime) -> bool:
    """Whether the slower schedule of full lists has come round."""
    every = source.about.reconcile_minutes
    if every is None or not row.serial:
        return False
    return row.reconciled_at is None or row.reconciled_at <= stamp(now - timedelta(minutes=every))


def take(
    ports: Ports,
    source: Source,
    row: SourceRow,
    snapshot: Snapshot,
    *,
    owner: str = "",
    state: State | None = None,
    gap: Decision | None = None,
) -> Outcome:
    """Parse, compare, guard and commit one snapshot; on contention, do it again on what is then the last reading."""
    for _ in range(ATTEMPTS):
        try:
            state = state or ports.state(row, accept_gap=gap is not None)
            return _taken(ports, source, row, snapshot, owner=owner, state=state, gap=gap)
        except _Overtaken as overtaken:
            newer = ports.sources.load(row.slug)
            if newer.serial != row.serial and not _later(overtaken.publication, newer.publication):
                why = "another run committed this publication or a later one"
                return Outcome(source=row.slug, what="busy", serial=newer.serial, why=why)
            row, state = newer, None
    return Outcome(source=row.slug, what="busy", why="other runs were quicker each time")


class _Overtaken(Exception):
    """Another run wrote the source's row first."""

    def __init__(self, publication: str | None) -> None:
        super().__init__()
        self.publication = publication


def _taken(
    ports: Ports,
    source: Source,
    row: SourceRow,
    snapshot: Snapshot,
    *,
    owner: str,
    state: State,
    gap: Decision | None,
) -> Outcome:
    now, publication = ports.clock(), None
    try:
        parsed = source.parse(snapshot.unpacked, state, ports.reading(row) if row.serial else None)
        publication = parsed.publication
        if parsed.mode == "none":
            ports.sources.save(_confirmed(ports, row, now, snapshot, parsed))
            return Outcome(source=row.slug, what="unchanged", serial=row.serial)
        leased = ports.sources.lease(row, owner=owner or "collect", seconds=ports.lease_seconds, now=now)
        if leased is None:
            return Outcome(source=row.slug, what="busy", why="another run took it first")
        row = leased
        return _accepted(ports, source, row, snapshot, parsed=parsed, now=now, gap=gap)
    except DoesNotFit as error:
        ports.sources.save(row.but(must_reconcile=True, lease=None))
        ports.send({"source": row.slug, "lane": HEAVY, "step": "fetch"})
        why = f"{error.at(source=row.slug)}; the full list is read next"
        return Outcome(source=row.slug, what="refused", serial=row.serial, why=why)
    except (SourceChanged, Suspicious) as error:
        return refuse(ports, source, row, snapshot, error=error, now=now)
    except Superseded as error:
        raise _Overtaken(publication) from error


def _later(publication: str | None, other: str | None) -> bool:
    """Whether a publication is known to be later; one without a number is fetched again at the next tick."""
    if publication is None or other is None:
        return False
    return (len(publication), publication) > (len(other), other)


def _confirmed(ports: Ports, row: SourceRow, now: datetime, snapshot: Snapshot, parsed: Parsed) -> SourceRow:
    seen = Seen(ports.blobs, row.slug, row.seen).extended(parsed.seen)
    memory = dict(parsed.memory) or row.memory
    return checked(row, now, snapshot.validators).but(memory=memory, seen=seen, pending=None)


def _reconciled(row: SourceRow, built: Built, *, whole: bool, now: datetime) -> str | None:
    """When the full list was last read. What a delta has and cannot be read makes the next full list due at once."""
    if whole:
        return stamp(now)
    return None if built.unreadable else row.reconciled_at


def _accepted(
    ports: Ports,
    source: Source,
    row: SourceRow,
    snapshot: Snapshot,
    *,
    parsed: Parsed,
    now: datetime,
    gap: Decision | None,
) -> Outcome:
    """Commit what differs; where nothing does, write that down and archive at most one copy a day."""
    hold = holds.load(ports, row)
    with build(
        source,
        parsed,
        ports.reading(row),
        cause="reconciled" if parsed.reconcile and row.serial else "publisher",
        discarded=hold.discarded,
        least=round(source.about.least * ports.least_scale),
        evidence="reconstructed" if ports.demo else "captured",
        first=not row.serial,
    ) as built:
        held = hold.after(built, whole=parsed.mode == "full")
        told = built.kinds or held.open.keys() != hold.open.keys() or built.unreadable.keys() - row.unreadable.keys()
        if told or gap or parsed.reconcile or parsed.publication != row.publication or not row.serial:
            return _commit(ports, source, row, snapshot, parsed=parsed, built=built, held=held, now=now, gap=gap)
    today = stamp(now)[:10]
    if row.archived_on != today:
        archive(ports, snapshot)
    same = _confirmed(ports, row, now, snapshot, parsed).but(archived_on=today, unreadable=built.unreadable)
    ports.sources.save(same if held == hold else same.but(hold=holds.store(ports, row, held, None, now)))
    return Outcome(source=row.slug, what="unchanged", serial=row.serial)


def _commit(
    ports: Ports,
    source: Source,
    row: SourceRow,
    snapshot: Snapshot,
    *,
    parsed: Parsed,
    built: Built,
    held: holds.Held,
    now: datetime,
    gap: Decision | None = None,
) -> Outcome:
    archive(ports, snapshot)
    whole = parsed.mode == "full"
    draft = built.noted(
        Draft(
            source=row.slug,
            serial=row.serial + 1,
            cause="reconciled" if parsed.reconcile and row.serial else "publisher",
            revision=ports.revision(source),
            committed_at=stamp(now),
            seen_at=snapshot.seen_at,
            published=parsed.published,
            publication=parsed.publication,
            removals_held=len(held.open),
            demo=ports.demo,
            decided_by=gap,
            documents=snapshot.refs,
            reading=ports.reading(row).extended(built.lines(), built.refs),
        ),
        parsed.unmapped,
    )
    accepted = _confirmed(ports, row, now, snapshot, parsed).but(
        serial=draft.serial,
        publication=parsed.publication or row.publication,
        published=parsed.published,
        revision=draft.revision,
        reading=draft.reading,
        must_reconcile=row.must_reconcile and not whole,
        changed_at=stamp(now) if built.kinds else row.changed_at,
        reconciled_at=_reconciled(row, built, whole=whole, now=now),
        documents=draft.documents if whole or source.recut else (*row.documents, *draft.documents),
        unreadable=built.unreadable if whole else row.unreadable | built.unreadable,
        hold=holds.store(ports, row, held, built.why_held, now),
        count=built.size,
        archived_on=stamp(now)[:10],
    )
    commit = ports.log.commit(
        draft,
        built.changes(),
        lambda commit: [written(accepted.but(seq=commit.seq, base_seq=commit.seq if whole else row.base_seq))],
    )
    return Outcome(
        source=row.slug,
        what="committed",
        seq=commit.seq,
        serial=commit.serial,
        kinds=commit.changes.kinds,
        held=len(held.open),
        why=built.not_taken,
        again=parsed.again,
    )
