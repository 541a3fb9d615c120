"""The in-memory twin of the two ports: for tests, `replay` and anything else that runs without a cloud."""

from __future__ import annotations

import io
import threading
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, BinaryIO
from urllib.parse import quote

from sanctionwire.core.canonical import sha256
from sanctionwire.store.attributes import Attribute, decoded, encoded, met
from sanctionwire.store.ports import LAST, Conflict, Item, Part, Put, checked, checked_parts, checked_transaction


class MemoryTable:
    """`Table` in a dictionary."""

    def __init__(self) -> None:
        """Start empty."""
        self._lock = threading.RLock()
        self._items: dict[tuple[str, str], dict[str, Attribute]] = {}
        self._keys: dict[str, list[str]] = {}
        self._tokens: dict[str, list[Any]] = {}

    def get(self, pk: str, sk: str) -> Item | None:
        """See `Table`."""
        with self._lock:
            item = self._items.get((pk, sk))
            return decoded(item) if item is not None else None

    def query(
        self,
        pk: str,
        *,
        after: str | None = None,
        before: str | None = None,
        prefix: str = "",
        limit: int | None = None,
        newest_first: bool = False,
    ) -> Iterator[Item]:
        """See `Table`."""
        with self._lock:
            keys = self._keys.get(pk, [])
            start = max(bisect_left(keys, prefix), bisect_right(keys, after) if after is not None else 0)
            end = min(
                bisect_left(keys, prefix + LAST) if prefix else len(keys),
                bisect_left(keys, before) if before is not None else len(keys),
            )
            chosen = keys[start:end][:: -1 if newest_first else 1][:limit]
            items = [self._items[pk, sk] for sk in chosen]
        yield from map(decoded, items)

    def put(self, item: Mapping[str, Any], *, expect: Mapping[str, Any] | None = None) -> None:
        """See `Table`."""
        self._write([Put(item=checked(item), expect=expect)])

    def delete(self, pk: str, sk: str, *, expect: Mapping[str, Any] | None = None) -> None:
        """See `Table`."""
        with self._lock:
            self._expect([((pk, sk), expect)])
            if self._items.pop((pk, sk), None) is not None:
                self._keys[pk].remove(sk)

    def transact(self, puts: Sequence[Put], *, token: str) -> None:
        """See `Table`."""
        checked_transaction(puts, token)
        content = [(encoded(put.item), dict(put.expect or {})) for put in puts]
        with self._lock:
            if token in self._tokens:
                if self._tokens[token] != content:
                    message = f"token {token} was used for another transaction"
                    raise ValueError(message)
                return
            self._write(puts)
            self._tokens[token] = content

    def put_many(self, items: Iterable[Mapping[str, Any]]) -> None:
        """See `Table`."""
        for item in items:
            self.put(item)

    def _expect(self, expectations: Iterable[tuple[tuple[str, str], Mapping[str, Any] | None]]) -> None:
        failed = [row for row, expect in expectations if not met(expect, self._items.get(row))]
        if failed:
            raise Conflict.on(*failed)

    def _write(self, puts: Sequence[Put]) -> None:
        with self._lock:
            self._expect((put.row, put.expect) for put in puts)
            for put in puts:
                if put.row not in self._items:
                    insort(self._keys.setdefault(put.row[0], []), put.row[1])
                self._items[put.row] = encoded(put.item)


class MemoryBlobs:
    """`Blobs` in a dictionary; `locks` records which keys were written with how many days of lock."""

    def __init__(self) -> None:
        """Start empty."""
        self._lock = threading.RLock()
        self._bodies: dict[str, bytes] = {}
        self._uploads: dict[tuple[str, str], dict[int, bytes]] = {}
        self._begun = 0
        self.locks: dict[str, int] = {}

    def put(
        self,
        key: str,
        body: bytes | BinaryIO,
        *,
        content_type: str = "application/octet-stream",  # noqa: ARG002 - part of the port
        lock_days: int | None = None,
    ) -> None:
        """See `Blobs`."""
        if not isinstance(body, bytes):
            body.seek(0)
            body = body.read()
        with self._lock:
            if key not in self._bodies:
                self._bodies[key] = body
                if lock_days:
                    self.locks[key] = lock_days

    def open(self, key: str) -> BinaryIO:
        """See `Blobs`."""
        with self._lock:
            return io.BytesIO(self._bodies[key])

    def exists(self, key: str) -> bool:
        """See `Blobs`."""
        with self._lock:
            return key in self._bodies

    def keys(self, prefix: str = "") -> Iterator[str]:
        """See `Blobs`."""
        with self._lock:
            found = sorted(key for key in self._bodies if key.startswith(prefix))
        yield from found

    def url(self, key: str, *, seconds: int, filename: str) -> str:
        """See `Blobs`; the link names what it would be made of."""
        return f"memory://{quote(key)}?seconds={seconds}&filename={quote(filename)}"

    def start(self, key: str, *, content_type: str = "application/octet-stream") -> str:  # noqa: ARG002 - part of the port
        """See `Blobs`."""
        with self._lock:
            self._begun += 1
            upload = f"upload-{self._begun}"
            self._uploads[key, upload] = {}
            return upload

    def part(self, key: str, upload: str, number: int, body: bytes) -> None:
        """See `Blobs`."""
        with self._lock:
            self._uploads[key, upload][number] = bytes(body)

    def parts(self, key: str, upload: str) -> list[Part]:
        """See `Blobs`."""
        with self._lock:
            stored = sorted(self._uploads[key, upload].items())
        return [Part(number, len(body), sha256(body)) for number, body in stored]

    def finish(self, key: str, upload: str) -> None:
        """See `Blobs`."""
        with self._lock:
            checked_parts(self.parts(key, upload))
            stored = self._uploads.pop((key, upload))
            self._bodies[key] = b"".join(body for _, body in sorted(stored.items()))

    def abort(self, key: str, upload: str) -> None:
        """See `Blobs`."""
        with self._lock:
            self._uploads.pop((key, upload), None)
