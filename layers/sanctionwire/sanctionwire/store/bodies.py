"""Bodies of lines: written once through a temporary file, gzipped, named by the SHA-256 of their uncompressed form."""

from __future__ import annotations

import gzip
import hashlib
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from typing import BinaryIO, Self, cast

from sanctionwire.core.model import Model
from sanctionwire.store.ports import Blobs, Readable

IN_MEMORY = 4 * 1024 * 1024
"""Bytes up to which a temporary file is none."""

LEVEL = 2
"""gzip level: these bodies are written once within somebody's minutes and read rarely."""

CHUNK = 1024 * 1024


class Body(Model):
    """What is known of a body. Uncompressed: two compressors may disagree, and the chain must not notice."""

    sha256: str
    size: int = 0
    lines: int = 0


class Scratch:
    """A body being written to a temporary file: it costs no memory and can be read back before it is stored."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.file = cast("BinaryIO", tempfile.SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115 - closed with the scratch
        self._gzip = gzip.GzipFile(filename="", fileobj=self.file, mode="wb", compresslevel=LEVEL, mtime=0)
        self._hash = hashlib.sha256()
        self._size = self._lines = 0

    def __enter__(self) -> Self:
        """Use as a context manager: the temporary file goes with it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of the temporary file."""
        self._gzip.close()
        self.file.close()

    def add(self, line: bytes) -> None:
        """Append one line, its line break included."""
        self._gzip.write(line)
        self._hash.update(line)
        self._size += len(line)
        self._lines += 1

    def close(self) -> Body:
        """No more lines."""
        self._gzip.close()
        return Body(sha256=self._hash.hexdigest(), size=self._size, lines=self._lines)

    def lines(self) -> Iterator[bytes]:
        """What was written, after `close`."""
        self.file.seek(0)
        with gzip.GzipFile(fileobj=self.file, mode="rb") as unzipped:
            yield from unzipped


def write(blobs: Blobs, key: Callable[[str], str], lines: Iterable[bytes]) -> Body:
    """Store lines under the key that their hash gives; nothing is stored for no lines at all."""
    with Scratch() as scratch:
        for line in lines:
            scratch.add(line)
        body = scratch.close()
        store(blobs, key, scratch, body)
        return body


def store(blobs: Blobs, key: Callable[[str], str], scratch: Scratch, body: Body) -> None:
    """Store a closed scratch."""
    if body.lines:
        scratch.file.seek(0)
        blobs.put(key(body.sha256), scratch.file, content_type="application/gzip")


def lines(blobs: Readable, key: str) -> Iterator[bytes]:
    """The lines of a stored body, each with its line break; KeyError if it is not there."""
    with ExitStack() as stack:
        stream = stack.enter_context(blobs.open(key))
        yield from stack.enter_context(gzip.GzipFile(fileobj=stream, mode="rb"))


def measured(blobs: Readable, key: str) -> Body:
    """What a stored body turns out to be; KeyError if it is not there, OSError or EOFError if it is no gzip."""
    digest, size, count = hashlib.sha256(), 0, 0
    with blobs.open(key) as stream, gzip.GzipFile(fileobj=stream, mode="rb") as unzipped:
        while chunk := unzipped.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            count += chunk.count(b"\n")
    return Body(sha256=digest.hexdigest(), size=size, lines=count)
