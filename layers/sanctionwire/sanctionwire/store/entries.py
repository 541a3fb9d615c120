"""The projection by entry: every version that the log holds of each entry, tombstones included; rebuilt at any time."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from sanctionwire.core.canonical import canonical, sha256
from sanctionwire.core.model import Entry
from sanctionwire.store.commit import Commit
from sanctionwire.store.ports import Blobs, Item, Table
from sanctionwire.store.related import indexed
from sanctionwire.store.rows import entry_key, version_key

PLAIN = 16 * 1024
"""Bytes up to which a record is stored as it is; beyond, compressed."""

INLINE = 300 * 1024
"""Bytes up to which a compressed record fits into its item; beyond, it is a blob."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """An entry as of one change."""

    entry_id: str
    seq: int
    ordinal: int
    kind: str
    listed: bool
    """False: it left; `record` is then the last one."""
    record: bytes
    """Canonical form of the entry."""
    became: str | None = None
    """Under which id it goes on, when it was renumbered or merged."""
    committed_at: str
    published: str | None = None
    """The publisher's own text."""
    demo: bool = False
    """From a demonstration's made-up publication."""

    @property
    def entry(self) -> Entry:
        """The record, decoded."""
        return Entry.model_validate(orjson.loads(self.record))


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries table. Readers pass the projection's cursor as `through_seq`, and so never see half a commit."""

    table: Table
    blobs: Blobs

    def project(self, commit: Commit, lines: Iterable[bytes], *, today: str = "") -> int:
        """Write the versions that a commit's changes (in canonical form) make, and the indexes that lead to them.

        Doing it again changes nothing. `today`: the day of the commit in the publisher's zone; in UTC, if left out.
        """
        count = 0

        def items() -> Iterator[Item]:
            nonlocal count
            for ordinal, line in enumerate(lines):
                for version in versions(commit, ordinal, orjson.loads(line)):
                    count += 1
                    yield self._item(version)
                    if version.listed:
                        yield from indexed(orjson.loads(version.record), today=today or commit.committed_at[:10])

        self.table.put_many(items())
        return count

    def as_of(self, entry_id: str, through_seq: int) -> Version | None:
        """The newest version that is not newer than the commit; None if the entry was not known by then."""
        rows = self.table.query(entry_id, prefix="v#", before=version_key(through_seq + 1), limit=1, newest_first=True)
        return next(map(self._version, rows), None)

    def history(self, entry_id: str, through_seq: int) -> Iterator[Version]:
        """Every version that is not newer than the commit, the oldest first."""
        return map(self._version, self.table.query(entry_id, prefix="v#", before=version_key(through_seq + 1)))

    def _item(self, version: Version) -> Item:
        item: Item = {
            "pk": version.entry_id,
            "sk": version_key(version.seq, version.ordinal),
            "seq": version.seq,
            "ordinal": version.ordinal,
            "kind": version.kind,
            "listed": version.listed,
            "committed_at": version.committed_at,
        }
        item |= {name: value for name in ("became", "published", "demo") if (value := getattr(version, name))}
        return item | self._packed(version.record)

    def _packed(self, record: bytes) -> Item:
        if len(record) <= PLAIN:
            return {"json": record.decode()}
        packed = zlib.compress(record)
        if len(packed) <= INLINE:
            return {"zlib": packed}
        name = sha256(record)
        self.blobs.put(entry_key(name), packed)
        return {"blob": name}

    def _unpacked(self, item: Mapping[str, Any]) -> bytes:
        if "json" in item:
            return str(item["json"]).encode()
        if "zlib" in item:
            return zlib.decompress(item["zlib"])
        with self.blobs.open(entry_key(item["blob"])) as stream:
            return zlib.decompress(stream.read())

    def _version(self, item: Mapping[str, Any]) -> Version:
        return Version(
            entry_id=item["pk"],
            seq=item["seq"],
            ordinal=item["ordinal"],
            kind=item["kind"],
            listed=item["listed"],
            record=self._unpacked(item),
            became=item.get("became"),
            committed_at=item["committed_at"],
            published=item.get("published"),
            demo=item.get("demo", False),
        )


def versions(commit: Commit, ordinal: int, change: Mapping[str, Any]) -> Iterator[Version]:
    """What a change in plain form makes of the entries that it touches: two of them where one became the other."""
    common: dict[str, Any] = {
        "seq": commit.seq,
        "ordinal": ordinal,
        "kind": change["kind"],
        "committed_at": commit.committed_at,
        "published": commit.published,
        "demo": commit.demo,
    }
    before, after = change.get("before"), change.get("after")
    entry_id, previous_id = change["entry_id"], change.get("previous_id")
    if previous_id:
        record = canonical(before or after)
        yield Version(entry_id=previous_id, listed=False, record=record, became=entry_id, **common)
    yield Version(entry_id=entry_id, listed=after is not None, record=canonical(after or before), **common)
