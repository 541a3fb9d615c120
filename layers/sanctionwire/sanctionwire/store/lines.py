"""The lines of a reading: `key, mark, entry, raw`, separated by tabs, sorted by key, never decoded unless asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sanctionwire.core.canonical import sha256

MARK = 32
"""Characters of a mark: enough of a SHA-256 to tell any two records apart."""


class Line(NamedTuple):
    """One record and the entry read from it, or one that left."""

    key: str
    """The publisher's own key; lines are sorted by it, by code points, which is also the order of UTF-8 bytes."""
    mark: str
    """`mark_of(raw)`; of one that left: `departed_mark(name_digest(name key))`."""
    entry: bytes
    """The entry in canonical form; of one that left, its last full record; empty in a spool."""
    raw: bytes
    """The raw record; empty for one that left."""

    @property
    def departed(self) -> bool:
        """Whether it left: such lines are kept for ever, as the index of all that ever did."""
        return self.mark.startswith("-")

    def encode(self) -> bytes:
        """As stored."""
        return b"%b\t%b\t%b\t%b\n" % (self.key.encode(), self.mark.encode(), self.entry, self.raw)

    @classmethod
    def decode(cls, line: bytes) -> Line:
        """The reverse of `encode`."""
        key, mark, entry, raw = line.split(b"\t")
        return cls(key.decode(), mark.decode(), entry, raw.rstrip(b"\n"))


def mark_of(raw: bytes) -> str:
    """What tells one raw record from another."""
    return sha256(raw)[:MARK]


def name_digest(name_key: str) -> str:
    """What stands for a name in the index of those that left."""
    return sha256(name_key.encode())[: MARK - 1]


def departed_mark(digest: str) -> str:
    """The mark of one that left, by its name's digest."""
    return f"-{digest}"


def merged(ours: Iterable[Line], theirs: Iterable[Line]) -> Iterator[tuple[str, Line | None, Line | None]]:
    """Two sorted streams as one: each key with the line that either has for it."""
    left, right = iter(ours), iter(theirs)
    mine, other = next(left, None), next(right, None)
    while mine is not None and other is not None:
        if mine.key == other.key:
            yield mine.key, mine, other
            mine, other = next(left, None), next(right, None)
        elif mine.key < other.key:
            yield mine.key, mine, None
            mine = next(left, None)
        else:
            yield other.key, None, other
            other = next(right, None)
    while mine is not None:
        yield mine.key, mine, None
        mine = next(left, None)
    while other is not None:
        yield other.key, None, other
        other = next(right, None)


def overlaid(lines: Iterable[Line], patch: Iterable[Line]) -> Iterator[Line]:
    """The lines, with those of the patch in place of their like."""
    for _, old, new in merged(lines, patch):
        line = new or old
        if line is not None:
            yield line
