"""Bodies that come packed: the same content without its gzip or its one-member ZIP, and with an end to it."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable
from typing import BinaryIO, cast

from sanctionwire.errors import SourceChanged

GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"

LIMIT = 1024 * 1024 * 1024
"""Bytes that a body may unpack to."""

RATIO = 200
"""How many times its packed size a body may unpack to, beyond the first megabyte. Real lists in XML reach 50."""

SMALL = 1024 * 1024

_BROKEN = (gzip.BadGzipFile, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError)

Opened = Callable[[], BinaryIO]


def unpacked(opened: Opened) -> Opened:
    """By what it is, not by what it is called. The streams of `opened` are seekable; those given back need not be."""

    def opening() -> BinaryIO:
        stream = opened()
        magic = stream.read(len(ZIP))
        size = stream.seek(0, io.SEEK_END)
        stream.seek(0)
        if magic.startswith(GZIP):
            return _reader(cast("BinaryIO", gzip.GzipFile(fileobj=stream, mode="rb")), size)
        return _member(stream, size) if magic == ZIP else stream

    return opening


def _member(stream: BinaryIO, size: int) -> BinaryIO:
    """The one file in a ZIP."""
    try:
        archive = zipfile.ZipFile(stream)
        names = [info.filename for info in archive.infolist() if not info.is_dir()]
        if len(names) != 1:
            seen = f"a ZIP of {len(names)} files: {', '.join(names[:3])}"
            raise SourceChanged(seen, expected="one file in it")
        return _reader(cast("BinaryIO", archive.open(names[0])), size)
    except _BROKEN as error:
        raise SourceChanged(f"a damaged ZIP: {error}", expected="a whole archive") from error


def _reader(stream: BinaryIO, size: int) -> BinaryIO:
    limit = min(LIMIT, max(SMALL, size * RATIO))
    return cast("BinaryIO", io.BufferedReader(_Bounded(stream, limit), buffer_size=256 * 1024))


class _Bounded(io.RawIOBase):
    """A stream that ends in an error instead of going on for ever, and whose damage is said in our own words."""

    def __init__(self, stream: BinaryIO, limit: int) -> None:
        super().__init__()
        self._stream, self._left, self._limit = stream, limit, limit

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            data = self._stream.read(len(buffer))
        except _BROKEN as error:
            raise SourceChanged(f"a damaged archive: {error}", expected="a whole archive") from error
        self._left -= len(data)
        if self._left < 0:
            raise SourceChanged(f"it unpacks to more than {self._limit} bytes", expected="an archive of one list")
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()
