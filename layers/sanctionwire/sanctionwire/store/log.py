"""The commit log: numbered without a gap, chained by hash, written in one transaction of head, log and source row."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from uuid import uuid4

import orjson

from sanctionwire.core.changes import Change
from sanctionwire.store import bodies
from sanctionwire.store.commit import Changes, Commit, Draft, placed
from sanctionwire.store.cursors import Cursor
from sanctionwire.store.ports import Blobs, Conflict, Put, StoreUnreachable, Table
from sanctionwire.store.rows import GENESIS, HEAD, LOG, anchor_key, changes_key, seq_key

__all__ = ["Changes", "Commit", "Draft", "Head", "Log"]

ATTEMPTS = 200
"""How often the head is contended for before the run is given back to its queue."""

UNKNOWN = 5
"""How often an unknown outcome is asked after."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The newest commit."""

    seq: int = 0
    hash: str = GENESIS
    committed_at: str = ""
    commit_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """The log in a table, its bodies in the work bucket, its anchors in the evidence bucket. Safe for threads."""

    table: Table
    blobs: Blobs
    evidence: Blobs
    lock_days: int | None = None
    """For how long anchors are locked."""
    sleep: Callable[[float], None] = time.sleep

    def head(self) -> Head:
        """The newest commit's number and hash: one read."""
        row = self.table.get(HEAD, HEAD) or {}
        return Head(**{name: row[name] for name in ("seq", "hash", "committed_at", "commit_id") if name in row})

    def commit(
        self, draft: Draft, changes: Iterable[Change | bytes], rows: Callable[[Commit], Sequence[Put]]
    ) -> Commit:
        """Append. `changes`: in order, as models or in canonical form. `rows`: what is written in the same transaction.

        The bodies go first: a run that dies leaves garbage, not lies. Where another commit took the number, this one
        is numbered anew and tried again. Where one of `rows` is not as expected, Conflict names it, and nothing was
        written: the caller knows better what to do. An unknown outcome is cleared up by reading back.
        """
        stored = self.store_changes(changes)
        for attempt in range(ATTEMPTS):
            head = self.head()
            commit = placed(draft, stored, seq=head.seq + 1, previous=head.hash, not_before=head.committed_at)
            try:
                commit = self._append(head, commit, rows(commit))
            except Conflict as conflict:
                if not set(conflict.rows) <= {(HEAD, HEAD), (LOG, seq_key(commit.seq))}:
                    raise
                self.sleep(random.uniform(0, min(0.01 * 2**attempt, 0.5)))  # noqa: S311 - to spread, not to hide
            else:
                with suppress(StoreUnreachable):  # committed is committed; `anchor_missing` makes up for it
                    self.anchor(commit)
                return commit
        message = f"the head of the log moved {ATTEMPTS} times before this commit could be appended"
        raise StoreUnreachable(message, source=draft.source)

    def store_changes(self, changes: Iterable[Change | bytes]) -> Changes:
        """Write the changes' body, streamed; content-addressed, so that it may be done again."""
        kinds: dict[str, int] = {}

        def lines() -> Iterator[bytes]:
            for change in changes:
                body = change if isinstance(change, bytes) else change.canonical()
                kind = orjson.loads(body)["kind"] if isinstance(change, bytes) else change.kind
                kinds[kind] = kinds.get(kind, 0) + 1
                yield body.rstrip(b"\n") + b"\n"

        body = bodies.write(self.blobs, changes_key, lines())
        key = changes_key(body.sha256) if body.lines else None
        return Changes(key=key, sha256=body.sha256, count=body.lines, kinds=dict(sorted(kinds.items())))

    def _append(self, head: Head, commit: Commit, rows: Sequence[Put]) -> Commit:
        moved = {"pk": HEAD, "sk": HEAD, "seq": commit.seq, "hash": commit.hash}
        moved |= {"committed_at": commit.committed_at, "commit_id": commit.commit_id}
        entry = {"pk": LOG, "sk": seq_key(commit.seq), "seq": commit.seq, "source": commit.source, "text": commit.text}
        puts = [
            Put(item=moved, expect={"seq": head.seq, "hash": head.hash} if head.seq else {"pk": None}),
            Put(item=entry, expect={"pk": None}),
            *rows,
        ]
        token = uuid4().hex
        for attempt in range(UNKNOWN):
            try:
                self.table.transact(puts, token=token)
            except StoreUnreachable:
                if present := self._present(commit):
                    return present
                if attempt == UNKNOWN - 1:
                    raise
                self.sleep(0.1 * 2**attempt)
            except Conflict:  # possibly with this very commit, whose answer was lost
                if present := self._present(commit):
                    return present
                raise
            else:
                break
        return commit

    def _present(self, commit: Commit) -> Commit | None:
        found = self.get(commit.seq)
        return found if found and found.commit_id == commit.commit_id else None

    def get(self, seq: int) -> Commit | None:
        """One commit, or None if there is none of that number."""
        row = self.table.get(LOG, seq_key(seq))
        return Commit.parse(row["text"]) if row else None

    def after(self, seq: int, limit: int | None = None) -> Iterator[Commit]:
        """Commits with a greater number, in order."""
        yield from (Commit.parse(text) for _, text in self.texts(seq, limit))

    def texts(self, seq: int, limit: int | None = None) -> Iterator[tuple[int, str]]:
        """Numbers and canonical forms of the commits with a greater number, in order."""
        for row in self.table.query(LOG, after=seq_key(seq), limit=limit):
            yield row["seq"], row["text"]

    def as_of(self, instant: str) -> int:
        """The number of the last commit that was made at or before the instant (ISO 8601 in UTC, as `stamp` writes)."""
        low, high = 0, self.head().seq
        while low < high:
            middle = (low + high + 1) // 2
            commit = self.get(middle)
            if commit is not None and commit.committed_at <= instant:
                low = middle
            else:
                high = middle - 1
        return low

    def changes(self, commit: Commit) -> Iterator[Change]:
        """The commit's changes, decoded one at a time."""
        return (Change.model_validate(orjson.loads(line)) for line in self.lines(commit))

    def lines(self, commit: Commit) -> Iterator[bytes]:
        """The commit's changes in canonical form, streamed; their index is the ordinal."""
        if commit.changes.key:
            yield from (line.rstrip(b"\n") for line in bodies.lines(self.blobs, commit.changes.key))

    def anchor(self, commit: Commit) -> None:
        """Copy the commit to the evidence bucket; a copy that is there already stays as it is."""
        self.evidence.put(
            anchor_key(commit.seq),
            commit.text.encode(),
            content_type="application/json",
            lock_days=self.lock_days,
        )

    def anchor_missing(self) -> int:
        """Write the anchors that runs which died left out; how many there were. No commit is looked at twice."""
        cursor = Cursor(self.table, "anchor")
        start = last = cursor.position()
        missing = 0
        for commit in self.after(start):
            if not self.evidence.exists(anchor_key(commit.seq)):
                self.anchor(commit)
                missing += 1
            last = commit.seq
        if last != start:
            cursor.advance(start, last)
        return missing
