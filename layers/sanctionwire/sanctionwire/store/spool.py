"""Incoming records put in the order of their keys, on disk, in memory that does not grow with the publication."""

from __future__ import annotations

import heapq
import tempfile
import weakref
from collections.abc import Iterable, Iterator
from typing import IO

from sanctionwire.errors import SourceChanged
from sanctionwire.source import Record
from sanctionwire.store.lines import Line, mark_of

RUN = 16 * 1024 * 1024
"""Bytes that are sorted in memory at a time."""

FIRST_PRINTABLE = " "
"""Keys hold nothing below it: a tab then sorts before whatever a longer key goes on with, and lines sort like keys."""

QUOTED = 80


class Spool:
    """The records as lines without entries, sorted by key; may be read several times, one reader at a time."""

    def __init__(self, records: Iterable[Record], *, source: str = "", run: int = RUN) -> None:
        """Take in all records. SourceChanged for a key or record that no line can hold."""
        self.source = source
        self.count = 0
        self._files: list[IO[bytes]] = []
        self._rest: list[bytes] = []
        size = 0
        for record in records:
            line = self._line(record)
            self._rest.append(line)
            self.count += 1
            size += len(line)
            if size >= run:
                self._spill()
                size = 0
        self._rest.sort()

    def _line(self, record: Record) -> bytes:
        key, raw = record.key, record.raw
        if not key or min(key) < FIRST_PRINTABLE:
            raise SourceChanged(f"a record has the key {key[:QUOTED]!r}", source=self.source, expected="printable text")
        if b"\t" in raw or b"\n" in raw:
            raise SourceChanged("a raw record has a tab or line break", source=self.source, place=key)
        return Line(key, mark_of(raw), b"", raw).encode()

    def _spill(self) -> None:
        self._rest.sort()
        file = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the spool
        weakref.finalize(self, file.close)
        file.writelines(self._rest)
        self._files.append(file)
        self._rest = []

    def __iter__(self) -> Iterator[Line]:
        """By key; SourceChanged where two records have one key."""
        for file in self._files:
            file.seek(0)
        last: Line | None = None
        for line in map(Line.decode, heapq.merge(*self._files, self._rest)):
            if last is not None and line.key == last.key:
                raise self._double(last, line)
            yield line
            last = line

    def _double(self, one: Line, other: Line) -> SourceChanged:
        seen = " and ".join(line.raw[:QUOTED].decode(errors="replace") for line in (one, other))
        return SourceChanged(
            f"two records have this key: {seen}", source=self.source, place=one.key, expected="one record a key"
        )
