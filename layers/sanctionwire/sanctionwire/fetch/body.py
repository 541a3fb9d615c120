"""A body on its way to disk: decoded, capped, hashed, and there to be read as often as one likes."""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
import weakref
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

from sanctionwire.errors import Suspicious, Unreachable

_IN_MEMORY = 1024 * 1024
_STEP = 256 * 1024
_SMALL = 1024 * 1024
"""Bytes that a body may grow to at any ratio."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What came, whole."""

    opened: Callable[[], BinaryIO]
    size: int
    sha256: str
    wire_sha256: str
    """Before a content coding was taken off; a publisher's checksum may be of either."""


def received(chunks: Iterable[bytes], *, encoding: str, cap: int, ratio: int) -> Body:
    """Take the body in. `cap` holds for what comes over the wire and for what it becomes."""
    shelf = _Shelf()
    wire, plain = hashlib.sha256(), hashlib.sha256()
    for piece in _decoded(_counted(chunks, wire, cap), encoding, ratio):
        plain.update(piece)
        if shelf.add(piece) > cap:
            raise Suspicious(f"the body goes on after {cap} bytes", expected="its end")
    return Body(opened=shelf.opened, size=shelf.size, sha256=plain.hexdigest(), wire_sha256=wire.hexdigest())


def _counted(chunks: Iterable[bytes], digest: hashlib._Hash, cap: int) -> Iterator[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > cap:
            raise Suspicious(f"the body goes on after {cap} bytes", expected="its end")
        digest.update(chunk)
        yield chunk


def _decoded(chunks: Iterable[bytes], encoding: str, ratio: int) -> Iterator[bytes]:
    match encoding.strip().lower():
        case "" | "identity":
            yield from chunks
        case "gzip" | "x-gzip":
            try:
                yield from _gunzipped(chunks, ratio)
            except zlib.error as error:
                raise Unreachable(f"not gzip: {error}", expected="the content coding that the headers state") from error
        case other:
            raise Unreachable(f"content coding {other[:40]!r}", expected="identity or gzip")


def _gunzipped(chunks: Iterable[bytes], ratio: int) -> Iterator[bytes]:
    decoder = zlib.decompressobj(zlib.MAX_WBITS | 16)
    coming, going = 0, 0
    for chunk in chunks:
        coming += len(chunk)
        data = chunk
        while data:
            if decoder.eof:  # one gzip member may follow another
                decoder = zlib.decompressobj(zlib.MAX_WBITS | 16)
            piece = decoder.decompress(data, _STEP)
            going += len(piece)
            if going > max(_SMALL, coming * ratio):
                raise Suspicious(f"{coming} bytes grow to more than {going}", expected=f"at most {ratio} times as many")
            yield piece
            data = decoder.unused_data if decoder.eof else decoder.unconsumed_tail
    if coming and not decoder.eof:
        raise Unreachable(f"the compressed body breaks off after {coming} bytes", expected="its end")


class _Shelf:
    """Where a body lies: in memory while it is small, then in a file that goes when nobody can read it any more."""

    def __init__(self) -> None:
        self.file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - see finalize
        self.size = 0
        weakref.finalize(self, self.file.close)

    def add(self, piece: bytes) -> int:
        self.size += self.file.write(piece)
        return self.size

    def opened(self) -> BinaryIO:
        """A reader with a place of its own."""
        return cast("BinaryIO", io.BufferedReader(_View(self), _STEP))

    def read(self, at: int, count: int) -> bytes:
        if self.size > _IN_MEMORY:
            self.file.flush()
            return os.pread(self.file.fileno(), count, at)
        self.file.seek(at)
        return self.file.read(count)


class _View(io.RawIOBase):
    def __init__(self, shelf: _Shelf) -> None:
        super().__init__()
        self.shelf, self.at = shelf, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self.at = max(0, offset + {io.SEEK_SET: 0, io.SEEK_CUR: self.at, io.SEEK_END: self.shelf.size}[whence])
        return self.at

    def tell(self) -> int:
        return self.at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self.shelf.read(self.at, len(buffer))
        buffer[: len(data)] = data
        self.at += len(data)
        return len(data)
