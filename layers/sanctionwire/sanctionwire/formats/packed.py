"""Bodies that come packed: the one file within a ZIP or a gzip, read as it is unpacked, and never without bounds.

What is packed is told by its first bytes, not by its name or its headers.
"""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable
from typing import BinaryIO, cast

from sanctionwire.errors import SourceChanged, Suspicious

GZIP, ZIP, EMPTY_ZIP = b"\x1f\x8b", b"PK\x03\x04", b"PK\x05\x06"
LIMIT = 1024 * 1024 * 1024
RATIO = 200
"""How many times its size a packed body may grow; lists in XML grow about twelve times."""
_SMALL = 1024 * 1024
"""Bytes that a body may grow to at any ratio."""

Opened = Callable[[], BinaryIO]


def unpacked(opened: Opened, *, limit: int = LIMIT, ratio: int = RATIO) -> Opened:
    """Give the same content unpacked: `opened()` looks at what it is each time, and passes on what is not packed."""
    return lambda: _unpacked(opened(), limit, ratio)


def _unpacked(stream: BinaryIO, limit: int, ratio: int) -> BinaryIO:
    try:
        magic, size = _looked_at(stream)
        if magic.startswith(GZIP):
            return _bounded(gzip.GzipFile(fileobj=stream), min(limit, max(_SMALL, size * ratio)), stream)
        if magic in {ZIP, EMPTY_ZIP}:
            member, packed = _only_member(stream, limit)
            return _bounded(member, min(limit, max(_SMALL, packed * ratio)), stream)
    except BaseException:
        stream.close()
        raise
    return stream


def _looked_at(stream: BinaryIO) -> tuple[bytes, int]:
    magic = stream.read(4)
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    return magic, size


def _only_member(stream: BinaryIO, limit: int) -> tuple[BinaryIO, int]:
    try:
        archive = zipfile.ZipFile(stream)
        members = [info for info in archive.infolist() if not info.is_dir()]
        if len(members) != 1:
            names = ", ".join(info.filename for info in members[:5]) or "nothing"
            raise SourceChanged(f"a ZIP of {len(members)} files ({names[:200]})", expected="a single file in it")
        (member,) = members
        if member.flag_bits & 1:
            raise SourceChanged(f"{member.filename} is encrypted", expected="a file that can be read")
        if member.file_size > limit:
            raise Suspicious(f"{member.filename} unpacks to {member.file_size} bytes", expected=f"at most {limit}")
        return cast("BinaryIO", archive.open(member)), member.compress_size
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise SourceChanged(f"a damaged ZIP: {error}", expected="a whole archive") from error


def _bounded(inner: io.BufferedIOBase | BinaryIO, limit: int, outer: BinaryIO) -> BinaryIO:
    stream = io.BufferedReader(_Bounded(inner, limit, outer), 256 * 1024)
    if stream.peek(4)[:4].startswith((GZIP, ZIP)):
        stream.close()
        raise SourceChanged("an archive within the archive", expected="the file itself")
    return cast("BinaryIO", stream)


class _Bounded(io.RawIOBase):
    """A reader that ends in a clear error where the content is damaged or has no end."""

    def __init__(self, inner: io.BufferedIOBase | BinaryIO, limit: int, outer: BinaryIO) -> None:
        super().__init__()
        self.inner, self.limit, self.outer, self.count = inner, limit, outer, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            data = self.inner.read(len(buffer)) or b""
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
            raise SourceChanged(f"damaged after {self.count} bytes: {error}", expected="a whole archive") from error
        self.count += len(data)
        if self.count > self.limit:
            raise Suspicious(f"unpacks to more than {self.limit} bytes", expected="a list, not a bomb")
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self.inner.close()
        self.outer.close()
        super().close()
