"""The index of every item that a rolling source ever showed, apart from its reading: a blob that the row names."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import orjson

from sanctionwire.core.canonical import canonical, sha256
from sanctionwire.store.ports import Blobs
from sanctionwire.store.rows import seen_key


@dataclass(frozen=True)  # not slotted: what is read is kept
class Seen(Mapping[str, Mapping[str, Any]]):
    """Item key -> what was noted of it; read when it is first looked at."""

    blobs: Blobs
    slug: str
    sha: str | None

    @cached_property
    def _notes(self) -> dict[str, Mapping[str, Any]]:
        if self.sha is None:
            return {}
        with self.blobs.open(seen_key(self.slug, self.sha)) as stream:
            return dict(orjson.loads(gzip.decompress(stream.read())))

    def __getitem__(self, key: str) -> Mapping[str, Any]:
        """One item's note."""
        return self._notes[key]

    def __iter__(self) -> Iterator[str]:
        """The keys."""
        return iter(self._notes)

    def __len__(self) -> int:
        """How many items were ever seen."""
        return len(self._notes)

    def extended(self, notes: Mapping[str, Mapping[str, Any]]) -> str | None:
        """Store the index with these notes in place of, or besides, those it has; its SHA-256."""
        if not notes:
            return self.sha
        body = canonical({**self._notes, **notes})
        name = sha256(body)
        packed = gzip.compress(body, mtime=0)
        self.blobs.put(seen_key(self.slug, name), packed, content_type="application/gzip")
        return name
