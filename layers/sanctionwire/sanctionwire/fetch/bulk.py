"""A bulk download, in parts straight to the store: stopped before time runs out, and gone on with where it stopped.

What it needs to go on is in `More.progress`, which travels in a message. The publisher's own validator goes along in
If-Range, so that halves of two files are never put together: a file that has changed meanwhile begins anew.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.client import HTTPResponse
from typing import Any, BinaryIO, Protocol

from sanctionwire.errors import Suspicious, Unreachable
from sanctionwire.fetch import wire
from sanctionwire.fetch.answers import kept
from sanctionwire.fetch.body import Body

PART = 8 * 1024 * 1024
RESERVE = 60
"""Seconds left for what comes after a download is stopped."""
_RESTARTS = 3
_OK, _PARTIAL, _BEYOND = 200, 206, 416


class Parts(Protocol):
    """What is asked of the store; see `Blobs`."""

    def start(self, key: str, *, content_type: str = ...) -> str: ...
    def part(self, key: str, upload: str, number: int, body: bytes) -> None: ...
    def parts(self, key: str, upload: str) -> Sequence[Any]: ...
    def finish(self, key: str, upload: str) -> None: ...
    def abort(self, key: str, upload: str) -> None: ...
    def open(self, key: str) -> BinaryIO: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class More:
    """Not done: go on with `progress` (JSON types) in another run."""

    progress: Mapping[str, Any]
    received: int


@dataclass(kw_only=True)
class Download:
    """One run of a download into `key`."""

    store: Parts
    key: str
    cap: int
    upload: str = ""
    validator: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    numbered: int = 0
    size: int = 0
    resumed: bool = False
    """The first parts are of an earlier run, so that the hash cannot be taken as the bytes go by."""
    stored: int = 0
    """Parts that this run has stored."""
    restarts: int = 0
    """How often it began anew, because the publisher changed the file or does not serve parts of it."""
    digest: Any = field(default_factory=hashlib.sha256)

    def pick_up(self, progress: Mapping[str, Any] | None) -> None:
        """Go on where an earlier run stopped, if all of it is still there."""
        if not progress:
            return
        self.restarts = progress["restarts"]
        try:
            parts = self.store.parts(self.key, progress["upload"])
        except KeyError:
            return
        whole = [(part.number, part.size) for part in parts] == [(number, PART) for number in range(1, len(parts) + 1)]
        if not parts or not whole:
            self.store.abort(self.key, progress["upload"])
            return
        self.upload, self.validator, self.headers = progress["upload"], progress["validator"], dict(progress["headers"])
        self.numbered, self.size, self.resumed = len(parts), len(parts) * PART, True

    @property
    def asking(self) -> dict[str, str]:
        """Headers of the request."""
        plain = {"Accept-Encoding": "identity"}
        if self.size and self.validator:
            return plain | {"Range": f"bytes={self.size}-", "If-Range": self.validator}
        return plain

    def take(self, response: HTTPResponse) -> bool:
        """Take in what is left; False if the answer is no part of the file."""
        if response.status == _OK:
            self._anew(response)
        elif not (self.size and response.status in {_PARTIAL, _BEYOND} and self._fits(response)):
            return False
        if response.status != _BEYOND:
            self._read(response)
        return True

    def _anew(self, response: HTTPResponse) -> None:
        self.restarts += self.resumed
        self.drop()
        self.resumed, self.numbered, self.size, self.digest = False, 0, 0, hashlib.sha256()
        self.headers = kept(response.headers)
        etag = self.headers.get("etag", "")
        self.validator = etag if etag.startswith('"') else self.headers.get("last-modified")
        self.upload = self.store.start(self.key)

    def _fits(self, response: HTTPResponse) -> bool:
        """Whether the answer goes on exactly where we are (or says that there is nothing more)."""
        stated = response.headers.get("content-range", "")
        if response.status == _BEYOND:
            return stated == f"bytes */{self.size}"
        return re.fullmatch(rf"bytes {self.size}-\d+/(\d+|\*)", stated) is not None

    def _read(self, response: HTTPResponse) -> None:
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            raise Unreachable(f"content coding {response.headers['content-encoding'][:40]!r}", expected="identity")
        if response.length is not None and self.size + response.length > self.cap:
            raise Suspicious(f"a body of {self.size + response.length} bytes", expected=f"at most {self.cap}")
        pending = bytearray()
        for piece in wire.pieces(response):
            pending += piece
            if self.size + len(pending) > self.cap:
                raise Suspicious(f"the body goes on after {self.cap} bytes", expected="its end")
            if len(pending) >= PART:
                self._store(bytes(pending[:PART]))
                del pending[:PART]
        if pending:
            self._store(bytes(pending))
        if not self.size:
            raise Unreachable("an empty body", expected="a file")

    def _store(self, part: bytes) -> None:
        self.numbered += 1
        self.store.part(self.key, self.upload, self.numbered, part)
        self.stored += 1
        self.size += len(part)
        self.digest.update(part)

    def drop(self) -> None:
        """Forget what is stored of it."""
        if self.upload:
            self.store.abort(self.key, self.upload)
        self.upload = ""

    def more(self) -> More | None:
        """How to go on in another run, if this one got anywhere and the publisher says how to recognise the file."""
        if not self.stored or not self.validator or self.restarts > _RESTARTS:
            return None
        progress = {
            "upload": self.upload,
            "validator": self.validator,
            "headers": self.headers,
            "restarts": self.restarts,
        }
        return More(progress=progress, received=self.size)

    def done(self) -> Body:
        """Put the parts together, and hash what is now stored."""
        self.store.finish(self.key, self.upload)
        if self.resumed:
            self.digest = hashlib.sha256()
            for piece in _chunks(lambda: self.store.open(self.key)):
                self.digest.update(piece)
        found = self.digest.hexdigest()
        return Body(opened=lambda: self.store.open(self.key), size=self.size, sha256=found, wire_sha256=found)


def _chunks(opened: Callable[[], BinaryIO]) -> Iterator[bytes]:
    with opened() as stream:
        while piece := stream.read(PART):
            yield piece
