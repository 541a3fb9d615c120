"""A reading: all records of a source and the entries read from them, as sorted lines in a checkpoint and patches."""

from __future__ import annotations

import gzip
import heapq
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import orjson

from sanctionwire.core.canonical import canonical, sha256
from sanctionwire.store import bodies
from sanctionwire.store.commit import ReadingRef
from sanctionwire.store.lines import Line, departed_mark, mark_of, merged, name_digest, overlaid
from sanctionwire.store.ports import Blobs
from sanctionwire.store.rows import reading_key, refs_key
from sanctionwire.store.spool import Spool

__all__ = ["Line", "Reading", "Spool", "departed_mark", "mark_of", "merged", "name_digest", "overlaid"]

MAX_PATCHES = 24
MAX_PATCHED = 0.25
"""Patches beyond this share of their checkpoint, or that many of them, are rewritten into a new one."""


@dataclass(frozen=True)  # not slotted: its tables are kept once read
class Reading:
    """One reading of one source, read as a stream; implements what `source.Base` asks for."""

    blobs: Blobs
    slug: str
    ref: ReadingRef

    @property
    def empty(self) -> bool:
        """Whether there is no reading yet."""
        return self.ref.checkpoint is None

    def lines(self) -> Iterator[Line]:
        """Every line, those of entries that left included, by key."""
        if self.ref.checkpoint is None:
            return iter(())
        checkpoint = self._stored(self.ref.checkpoint.sha256)
        if not self.ref.patches:
            return checkpoint
        newest_first = [self._stored(patch.sha256) for patch in reversed(self.ref.patches)]
        return overlaid(checkpoint, _first_of_each(heapq.merge(*newest_first, key=lambda line: line.key)))

    def entries(self) -> Iterator[tuple[str, bytes]]:
        """Key and canonical form of every entry that is listed."""
        return ((line.key, line.entry) for line in self.lines() if not line.departed and line.entry)

    def raw(self, keys: Iterable[str]) -> Mapping[str, bytes]:
        """Raw records by key; what is absent or departed is left out. One pass over the reading."""
        wanted = set(keys)
        found = {}
        for line in self.lines() if wanted else ():
            if line.key in wanted:
                wanted.remove(line.key)
                if not line.departed:
                    found[line.key] = line.raw
                if not wanted:
                    break
        return found

    @cached_property
    def refs(self) -> Mapping[str, Any]:
        """The reference tables."""
        if self.ref.refs is None:
            return {}
        with self.blobs.open(refs_key(self.slug, self.ref.refs)) as stream:
            return dict(orjson.loads(gzip.decompress(stream.read())))

    def extended(self, lines: Iterable[Line], refs: Mapping[str, Any]) -> ReadingRef:
        """Store the reading in which these lines, sorted by key, replace or join ours; ours stays as it is.

        What is stored is a patch, or a new checkpoint where there is none or where patches have become too much.
        """
        tables = self._store_refs(refs)
        with bodies.Scratch() as scratch:
            for line in _ascending(lines):
                scratch.add(line.encode())
            patch = scratch.close()
            if not patch.lines:
                return self.ref.model_copy(update={"refs": tables})
            if self.ref.checkpoint is None:
                bodies.store(self.blobs, self._key, scratch, patch)
                return ReadingRef(checkpoint=patch, refs=tables)
            patches = (*self.ref.patches, patch)
            if len(patches) > MAX_PATCHES or sum(p.size for p in patches) > MAX_PATCHED * self.ref.checkpoint.size:
                whole = overlaid(self.lines(), map(Line.decode, scratch.lines()))
                checkpoint = bodies.write(self.blobs, self._key, (line.encode() for line in whole))
                return ReadingRef(checkpoint=checkpoint, refs=tables)
            bodies.store(self.blobs, self._key, scratch, patch)
            return ReadingRef(checkpoint=self.ref.checkpoint, patches=patches, refs=tables)

    def _store_refs(self, refs: Mapping[str, Any]) -> str | None:
        if not refs:
            return None
        body = canonical(refs)
        name = sha256(body)
        if name != self.ref.refs:
            self.blobs.put(refs_key(self.slug, name), gzip.compress(body, mtime=0), content_type="application/gzip")
        return name

    def _key(self, sha: str) -> str:
        return reading_key(self.slug, sha)

    def _stored(self, sha: str) -> Iterator[Line]:
        return map(Line.decode, bodies.lines(self.blobs, self._key(sha)))


def _first_of_each(lines: Iterable[Line]) -> Iterator[Line]:
    last = None
    for line in lines:
        if line.key != last:
            yield line
        last = line.key


def _ascending(lines: Iterable[Line]) -> Iterator[Line]:
    last = ""
    for line in lines:
        if line.key <= last:
            message = f"line {line.key!r} comes after {last!r}"
            raise ValueError(message)
        yield line
        last = line.key
