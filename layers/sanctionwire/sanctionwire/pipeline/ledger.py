"""What a comparison writes down as it goes, on disk and in the order of keys, so that memory does not grow with it."""

from __future__ import annotations

import heapq
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import IO

import orjson

from sanctionwire.core.changes import Change
from sanctionwire.store.reading import Line


class Scratch:
    """Lines of a reading."""

    def __init__(self) -> None:
        """Begin with none."""
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the build
        self.close = self._file.close

    def add(self, line: Line) -> None:
        """Append one; its key comes after the last one's."""
        self._file.write(line.encode())

    def __iter__(self) -> Iterator[Line]:
        """All of them, one reader at a time."""
        return map(Line.decode, _rewound(self._file))


class Ledger:
    """Changes in canonical form, each with its kind and the key of its name."""

    def __init__(self) -> None:
        """Begin with none."""
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the build
        self._taken: set[bytes] = set()
        self.kinds: Counter[str] = Counter()
        self.close = self._file.close

    def add(self, kind: str, name: str, entry_id: str, body: bytes) -> None:
        """Append one; its entry id comes after the last one's."""
        self.kinds[kind] += 1
        self._file.write(b"%b\t%b\t%b\t%b\n" % (entry_id.encode(), kind.encode(), name.encode(), body))

    def _rows(self) -> Iterator[list[bytes]]:
        rows = (row.rstrip(b"\n").split(b"\t") for row in _rewound(self._file))
        return (row for row in rows if row[0] not in self._taken)

    def take(self, wanted: Callable[[str, str], bool]) -> list[Change]:
        """Remove and return, decoded, the changes whose kind and name key are wanted."""
        rows = [row for row in self._rows() if wanted(row[1].decode(), row[2].decode())]
        self._taken |= {row[0] for row in rows}
        self.kinds -= Counter(row[1].decode() for row in rows)
        return [Change.model_validate(orjson.loads(row[3])) for row in rows]

    def merged(self, others: Iterable[Change]) -> Iterator[bytes]:
        """All that is left here and the others, in canonical form, by entry id."""
        ours = ((row[0], row[3]) for row in self._rows())
        theirs = ((change.entry_id.encode(), change.canonical()) for change in others)
        return (body for _, body in heapq.merge(ours, theirs, key=lambda pair: pair[0]))


def _rewound(file: IO[bytes]) -> IO[bytes]:
    file.seek(0)
    return file
