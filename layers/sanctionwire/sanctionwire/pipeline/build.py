"""A cut publication against the last reading: what changed, what must be held, and the lines of the new reading.

The last reading and the new records are two sorted streams. Where the raw record is the one already held, nothing is
decoded. What changed goes to temporary files; memory holds only its index, and whole entries only for what came or
went, since those must be seen together (a renumbering is neither a removal nor an addition).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Self

import orjson

from sanctionwire.core.canonical import canonical
from sanctionwire.core.changes import Cause, Change
from sanctionwire.core.diff import compare, settle
from sanctionwire.core.guard import Bound, why_held, withheld
from sanctionwire.core.model import Entry
from sanctionwire.core.normalise import name_key
from sanctionwire.errors import SourceChanged, Suspicious
from sanctionwire.pipeline.ledger import Ledger, Scratch
from sanctionwire.source import Parsed, Source
from sanctionwire.store.commit import Draft, Unreadable
from sanctionwire.store.reading import Line, Reading, Spool, departed_mark, merged, name_digest, overlaid

UNREADABLE_COUNT, UNREADABLE_SHARE = 10, 0.02
"""Up to so many unreadable entries are held one by one; more, or most of a list, mean that the publication changed."""

EXAMPLES = 3
"""So many entries are named that carry a value not mapped yet."""

NAMED = 200
"""So many values that are not mapped yet are named in a commit; the rest is counted."""

TOGETHER = {"designated", "removed"}
"""Kinds that mean something only when they are seen together."""

HELD_MARK = "~"
"""The mark of a line that is kept against the publication: never equal to a record's, so it is compared each time."""


@dataclass(kw_only=True)
class Built:
    """A reading that is ready to be committed."""

    kinds: Counter[str] = field(default_factory=Counter)
    held: dict[str, bytes] = field(default_factory=dict)
    """Entry id → the entry as it will be when the removal is accepted (empty: gone altogether)."""
    why_held: str | None = None
    kept_back: set[str] = field(default_factory=set)
    """Ids whose removal an operator has discarded and that are still absent."""
    removed: set[str] = field(default_factory=set)
    """Ids whose removal is told."""
    readded: set[str] = field(default_factory=set)
    """Ids that the publication shows as listed."""
    unreadable: dict[str, str] = field(default_factory=dict)
    unmapped: dict[str, list[str]] = field(default_factory=dict)
    """Field and value that is not mapped yet → the first few entries that carry it."""
    size: int = 0
    refs: Mapping[str, Any] = field(default_factory=dict)
    changes: Callable[[], Iterator[bytes]] = lambda: iter(())
    """The changes in canonical form, by entry id."""
    lines: Callable[[], Iterator[Line]] = lambda: iter(())
    """The new reading's lines, for what differs from the last one only, by key."""

    close: Callable[[], None] = lambda: None
    """Let go of the temporary files."""

    def __enter__(self) -> Self:
        """Use as a context manager: what differs lies in temporary files."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of them."""
        self.close()

    def noted(self, draft: Draft, unmapped: Iterable[str] = ()) -> Draft:
        """The draft with what was not understood: entries held at their last good record, values carried verbatim."""
        values = sorted({*unmapped, *(f"{value} (on {', '.join(ids)})" for value, ids in self.unmapped.items())})
        more = (f"and {len(values) - NAMED} more",) if len(values) > NAMED else ()
        unreadable = tuple(Unreadable(id=entry_id, why=why) for entry_id, why in sorted(self.unreadable.items()))
        return draft.model_copy(update={"unreadable": unreadable, "unmapped": (*values[:NAMED], *more)})

    @property
    def not_taken(self) -> str | None:
        """What of the publication could not be read, in a line."""
        if not self.unreadable:
            return None
        more = f"; and {len(self.unreadable) - 1} more entries" if len(self.unreadable) > 1 else ""
        return next(iter(self.unreadable.values())) + more


def build(
    source: Source,
    parsed: Parsed,
    reading: Reading,
    *,
    cause: Cause = "publisher",
    discarded: Iterable[str] = (),
    least: int = 0,
    evidence: str = "captured",
    first: bool | None = None,
) -> Built:
    """Compare and guard. Raises SourceChanged or Suspicious where the publication as a whole cannot be believed.

    `first`: whether the source was never read before; unless told, an empty reading says so.
    """
    first = reading.empty if first is None else first
    work = _Work(source, parsed, reading, cause=cause, evidence=evidence, first=first)
    try:
        work.compare()
        work.believe(least)
        return work.settled(frozenset(discarded))
    except BaseException:
        work.close()
        raise


class _Work:
    """The state of one build."""

    def __init__(
        self, source: Source, parsed: Parsed, reading: Reading, *, cause: Cause, evidence: str, first: bool
    ) -> None:
        self.source, self.parsed, self.reading, self.cause, self.evidence = source, parsed, reading, cause, evidence
        self.prefix = f"{source.about.slug}:"
        self.first = first
        self.comparable = not reading.empty and cause != "parser" and source.same_refs(reading.refs, parsed.refs)
        self.built = Built(refs=parsed.refs, close=self.close)
        self.log = Ledger()
        self.written = Scratch()
        self.gone: list[Line] = []
        self.before = 0
        self.seen = 0
        self.departed: dict[str, list[str]] = defaultdict(list)

    def close(self) -> None:
        """Let go of the temporary files."""
        self.log.close()
        self.written.close()

    def compare(self) -> None:
        """Merge the two streams."""
        removed = set(self.parsed.removed)
        for key, line, record in merged(self.reading.lines(), Spool(self.parsed.records, source=self.prefix[:-1])):
            present = line is not None and not line.departed
            self.before += present
            self.seen += record is not None
            if line is not None and line.departed:
                self.departed[line.mark].append(self.prefix + key)
            if record is not None:
                if present and self.comparable and line.mark == record.mark:  # type: ignore[union-attr]
                    self.built.size += 1
                else:
                    self._read(line, record)
            elif present and line is not None:
                if self.parsed.mode == "full" or key in removed:
                    self.gone.append(line)
                else:
                    self.built.size += 1

    def _read(self, line: Line | None, record: Line) -> None:
        entry_id = self.prefix + record.key
        old = line if line is not None and not line.departed else None
        try:
            entry = self._entry(record)
        except SourceChanged as error:
            self.built.unreadable[entry_id] = str(error.at(source=self.prefix[:-1], place=entry_id))
            self.built.size += old is not None
            return
        self.built.size += 1
        if self.parsed.mode == "delta":
            self.built.readded.add(entry_id)
        for item in entry.unmapped:
            carriers = self.built.unmapped.setdefault(f"{item.field} = {item.value}", [])
            if len(carriers) < EXAMPLES:
                carriers.append(entry_id)
        body = entry.canonical()
        self.written.add(Line(record.key, record.mark, body, record.raw))
        if old is not None and old.entry == body:
            return
        if self.first:
            self.log.add("baseline", "", entry_id, _baseline(entry_id, body))
            return
        departed = _decoded(line.entry) if line is not None and line.departed else None
        before = _decoded(old.entry) if old is not None else None
        change = compare(before, entry, departed=departed, cause=self.cause)
        if change:
            self.log.add(change.kind, name_key(entry.caption), entry_id, change.canonical())

    def _entry(self, record: Line) -> Entry:
        entry = self.source.read(record.key, record.raw, self.parsed.refs)
        if entry.id != self.prefix + record.key:
            raise SourceChanged(f"the parser calls it {entry.id}", expected=self.prefix + record.key)
        return entry if self.evidence == "captured" else entry.model_copy(update={"evidence": self.evidence})

    def believe(self, least: int) -> None:
        """Refuse what as a whole is not a reading."""
        slug, parsed, unreadable = self.prefix[:-1], self.parsed, self.built.unreadable
        if parsed.declared_count is not None and parsed.declared_count != self.seen:
            raise Suspicious(f"{self.seen} records", source=slug, expected=f"the declared {parsed.declared_count}")
        if parsed.mode == "full" and self.seen < max(least if self.reading.empty else 1, 1):
            raise Suspicious(f"only {self.seen} records", source=slug, expected=f"at least {max(least, 1)}")
        most = parsed.mode == "full" and len(unreadable) * 2 > self.seen
        if most or len(unreadable) > max(UNREADABLE_COUNT, self.seen * UNREADABLE_SHARE):
            first = min(unreadable.items())[1]
            raise SourceChanged(
                f"{len(unreadable)} of {self.seen} entries are not readable, the first: {first}", source=slug
            )

    def settled(self, discarded: frozenset[str]) -> Built:
        """Decide on what came and went, and lay the two streams of the new reading."""
        gone = [self._left(_decoded(line.entry)) for line in self.gone]
        names = {name_key(change.entry.caption) for change in gone if change}
        came_or_went = bool(gone) or any(self.log.kinds[kind] for kind in TOGETHER)
        together = self.log.take(lambda kind, name: kind in TOGETHER or name in names) if came_or_went else []
        departed = self._departed_names(together)
        settled = settle(chain((change for change in gone if change), together), departed=departed)
        told = self._guarded(settled, discarded)
        self.built.removed = {change.entry_id for change in told if change.kind == "removed"}
        self.built.kinds = self.log.kinds + Counter(change.kind for change in told)
        overrides = dict(self._tombstones(told)) | dict(self._kept())
        self.built.changes = lambda: self.log.merged(told)
        self.built.lines = lambda: overlaid(self.written, sorted(overrides.values()))
        return self.built

    def _left(self, entry: Entry) -> Change | None:
        """The change of an entry that is gone: what a rolling source no longer has, it took down."""
        change = compare(entry, None, cause=self.cause)
        taken_down = change and self.source.about.kind == "rolling" and self.cause == "publisher"
        return change.model_copy(update={"kind": "retracted", "lists_left": ()}) if change and taken_down else change

    def _departed_names(self, changes: Iterable[Change]) -> dict[str, list[str]]:
        keys = {name_key(change.entry.caption) for change in changes if change.kind == "designated"}
        return {key: ids for key in keys if (ids := self.departed.get(departed_mark(name_digest(key))))}

    def _guarded(self, settled: list[Change], discarded: frozenset[str]) -> list[Change]:
        removals = {change.entry_id: change for change in settled if change.kind == "removed"}
        self.built.kept_back = removals.keys() & discarded
        counted = removals.keys() - discarded
        if self.parsed.mode == "full":  # a second artefact of the publisher's names these
            counted -= {self.prefix + key for key in self.parsed.removed}
        about = self.source.about
        self.built.why_held = why_held(
            len(counted),
            size=self.before,
            bound=Bound(count=about.removals_count, share=about.removals_share),
            stated=self.parsed.mode == "delta",
            doubtful=_DOUBTS.get(self.cause, ""),
        )
        holding = counted | self.built.kept_back if self.built.why_held else self.built.kept_back
        self.kept = {entry_id: removals[entry_id] for entry_id in holding}
        for entry_id in counted if self.built.why_held else ():
            after = removals[entry_id].after
            self.built.held[entry_id] = after.canonical() if after else b""
        self.built.size += sum(1 for change in self.kept.values() if change.after is None)
        told = [change for change in settled if change.entry_id not in self.kept or change.kind != "removed"]
        amended = (compare(change.before, withheld(change), cause=self.cause) for change in self.kept.values())
        return sorted([*told, *(change for change in amended if change)], key=lambda change: change.entry_id)

    def _tombstones(self, told: Iterable[Change]) -> Iterator[tuple[str, Line]]:
        for change in told:
            left = change.previous_id or (change.entry_id if change.after is None else None)
            if left and change.before:
                key = left.removeprefix(self.prefix)
                mark = departed_mark(name_digest(name_key(change.before.caption)))
                yield key, Line(key, mark, change.before.canonical(), b"")

    def _kept(self) -> Iterator[tuple[str, Line]]:
        """Lines of parties that would leave one list and stay on another, while that removal is held."""
        kept = {key.removeprefix(self.prefix): change for key, change in self.kept.items() if change.after is not None}
        for line in self.written if kept else ():
            if change := kept.get(line.key):
                yield line.key, Line(line.key, HELD_MARK, withheld(change).canonical(), line.raw)


_DOUBTS = {
    "reconciled": "absent from the full list, though no publication of changes removed it",
    "parser": "no longer read by the new parser revision, though the publication is the same",
}


def _decoded(body: bytes) -> Entry:
    return Entry.model_validate(orjson.loads(body))


def _baseline(entry_id: str, body: bytes) -> bytes:
    """A first reading's change in canonical form, without decoding its entry again."""
    return b'{"after":%b,"entry_id":%b,"kind":"baseline","weight":"minor"}' % (body, canonical(entry_id))
