"""A bucket's copy in a folder, as `aws s3 sync` lays it out: read, and verified, without a cloud."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO


@dataclass(frozen=True, slots=True)
class Folder:
    """`Readable` in a folder: a key is the path of a file in it."""

    root: Path

    def open(self, key: str) -> BinaryIO:
        """See `Readable`."""
        try:
            return (self.root / key).open("rb")
        except (FileNotFoundError, IsADirectoryError) as error:
            raise KeyError(key) from error

    def exists(self, key: str) -> bool:
        """See `Readable`."""
        return (self.root / key).is_file()

    def keys(self, prefix: str = "") -> Iterator[str]:
        """See `Readable`."""
        files = (path.relative_to(self.root).as_posix() for path in self.root.rglob("*") if path.is_file())
        yield from sorted(key for key in files if key.startswith(prefix))
