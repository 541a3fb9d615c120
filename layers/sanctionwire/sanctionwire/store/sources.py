"""Source rows: what is accepted, held, pending or failing of each source, and who is working on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from pydantic import Field

from sanctionwire.core.model import Model
from sanctionwire.errors import WireError
from sanctionwire.source import State
from sanctionwire.store.commit import DocumentRef, ReadingRef
from sanctionwire.store.ports import Conflict, Put, Table
from sanctionwire.store.rows import SOURCE, stamp


class Validators(Model):
    """What a publisher's server wants to see again: stored only where a reading is committed or confirmed."""

    etag: str | None = None
    last_modified: str | None = None


class Pending(Model):
    """A publication that this parser revision cannot read; the next revision reads it from its documents."""

    error: str
    place: str = ""
    expected: str = ""
    documents: tuple[DocumentRef, ...] = ()
    revision: str
    since: str
    sha: str
    """The snapshot's root hash: the same unreadable publication is told once."""


class Hold(Model):
    """Removals that are not believed yet. One open hold per source."""

    id: str
    status: Literal["open", "discarded"] = "open"
    since: str
    count: int
    keys: str
    """Key of the blob that names the removals."""
    why: str
    serial: int
    told: bool = False


class Lease(Model):
    """Who is working on the source, and until when nobody else does."""

    owner: str
    until: str


class SourceRow(Model):
    """One source's row. Each write raises `version` and expects the one that was read: the fencing token."""

    slug: str
    version: int = 0
    serial: int = 0
    seq: int = 0
    """Of the last commit."""
    base_seq: int = 0
    """Of the last commit of a whole list."""
    publication: str | None = None
    published: str | None = None
    revision: str | None = None
    reading: ReadingRef = ReadingRef()
    validators: dict[str, Validators] = Field(default_factory=dict)
    memory: dict[str, Any] = Field(default_factory=dict)
    seen: str | None = None
    """Rolling sources: SHA-256 of the index of every item that was ever seen."""
    must_reconcile: bool = False
    checked_at: str | None = None
    changed_at: str | None = None
    reconciled_at: str | None = None
    documents: tuple[DocumentRef, ...] = ()
    """Of the last accepted snapshot, the deltas since the last full list included."""
    pending: Pending | None = None
    failing_since: str | None = None
    error: str | None = None
    unreadable: dict[str, str] = Field(default_factory=dict)
    """Ids of entries that are held at their last good record, and why."""
    hold: Hold | None = None
    archived_on: str | None = None
    """The day on which an unchanged publication was last archived."""
    count: int = 0
    """Entries in the reading."""
    enabled: bool | None = None
    """The operator's decision; None: as the source says itself."""
    retry_at: str | None = None
    lease: Lease | None = None

    def but(self, **fields: Any) -> SourceRow:
        """The row with other values in some fields, checked."""
        return SourceRow.model_validate(dict(self) | fields)

    def leased(self, now: datetime) -> bool:
        """Whether somebody is working on the source."""
        return self.lease is not None and self.lease.until > stamp(now)

    def state(self, *, reconcile_due: bool = False) -> State:
        """What the source itself may know."""
        return State(
            serial=self.serial,
            publication=self.publication,
            memory=self.memory,
            must_reconcile=self.must_reconcile,
            reconcile_due=reconcile_due,
        )


def written(row: SourceRow) -> Put:
    """The conditional write that puts `row` in place of the version that it was made from."""
    item = {"pk": SOURCE, "sk": row.slug} | row.but(version=row.version + 1).plain()
    return Put(item=item, expect={"version": row.version or None})


@dataclass(frozen=True, slots=True)
class Sources:
    """The source rows of the log table. Every write raises Conflict if the row is not the one that was read."""

    table: Table

    def load(self, slug: str) -> SourceRow:
        """One read; the empty row for a source that has none."""
        item = self.table.get(SOURCE, slug)
        return _row(item) if item else SourceRow(slug=slug)

    def all(self) -> Iterator[SourceRow]:
        """Every source that has a row, by slug."""
        return map(_row, self.table.query(SOURCE))

    def save(self, row: SourceRow) -> SourceRow:
        """Write, and return the row with its new version."""
        put = written(row)
        self.table.put(put.item, expect=put.expect)
        return row.but(version=row.version + 1)

    def lease(self, row: SourceRow, *, owner: str, seconds: int, now: datetime) -> SourceRow | None:
        """Take the source for oneself; None if somebody else has it. The new row's version is the fencing token."""
        if row.leased(now) and row.lease and row.lease.owner != owner:
            return None
        lease = Lease(owner=owner, until=stamp(now + timedelta(seconds=seconds)))
        try:
            return self.save(row.but(lease=lease))
        except Conflict:
            return None

    def confirm_unchanged(self, row: SourceRow, now: datetime, validators: Mapping[str, Validators]) -> SourceRow:
        """Checked, nothing new: one small write, which also ends the lease and any failure.

        What is published is what was last read, so a publication that could not be read has been withdrawn.
        """
        return self.save(checked(row, now, validators).but(pending=None))

    def pending(self, row: SourceRow, pending: Pending) -> SourceRow:
        """The publication came and cannot be read: no validators, so that it is not taken for seen."""
        return self.save(row.but(pending=pending, lease=None))

    def failing(self, row: SourceRow, error: WireError, now: datetime, *, retry_at: str | None = None) -> SourceRow:
        """The publication could not be had."""
        since = row.failing_since or stamp(now)
        return self.save(row.but(failing_since=since, error=str(error), retry_at=retry_at, lease=None))


def checked(row: SourceRow, now: datetime, validators: Mapping[str, Validators]) -> SourceRow:
    """The row after a check that succeeded: also what a commit starts from."""
    return row.but(
        checked_at=stamp(now),
        validators=row.validators | dict(validators),
        failing_since=None,
        error=None,
        retry_at=None,
        lease=None,
    )


def _row(item: Mapping[str, Any]) -> SourceRow:
    return SourceRow.model_validate({"slug": item["sk"]} | {k: v for k, v in item.items() if k not in {"pk", "sk"}})
