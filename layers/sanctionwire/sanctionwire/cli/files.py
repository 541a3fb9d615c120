"""A file, a folder or a ZIP as the documents of one snapshot, unpacked as they are read."""

from __future__ import annotations

import gzip
import hashlib
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, cast

from sanctionwire.errors import SourceChanged, WireError
from sanctionwire.source import Document, Source, State
from sanctionwire.store.rows import stamp

GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"
_CHUNK = 1024 * 1024

Opened = Callable[[], BinaryIO]


def snapshot(path: Path, source: Source, *, now: datetime) -> dict[str, Document]:
    """The documents of one publication, by the names under which the source knows them."""
    found = dict(_contents(path))
    if not found:
        raise SourceChanged("nothing in it", source=source.about.slug, place=path.name, expected="a publication")
    requests = source.requests(State(), now)
    if len(requests) == 1 and len(found) == 1:
        found = dict(zip([requests[0].name], found.values(), strict=True))
    return {name: _document(name, path, opened, now) for name, opened in found.items()}


@contextmanager
def readable(source: Source, path: Path) -> Iterator[None]:
    """Tell every way in which a file can be broken in the words of the product's own errors."""
    place = path.name
    try:
        yield
    except WireError as error:
        raise error.at(source=source.about.slug, place="" if place in error.place else place) from error
    except (gzip.BadGzipFile, zipfile.BadZipFile, zlib.error, EOFError) as error:
        damaged = f"damaged archive: {error}"
        raise SourceChanged(damaged, source=source.about.slug, place=place, expected="a whole archive") from error


def _contents(path: Path) -> Iterator[tuple[str, Opened]]:
    if path.is_dir():
        for file in sorted(path.iterdir()):
            if file.is_file() and not aside(file.name):
                yield from _contents(file)
    elif path.suffix.lower() == ".zip" and _starts(path.open("rb"), ZIP):
        with zipfile.ZipFile(path) as archive:
            members = [info.filename for info in archive.infolist() if not info.is_dir()]
        for member in sorted(members):
            if not aside(member.rpartition("/")[2]) and not member.startswith("__MACOSX/"):
                yield member, _unpacked(_member(path, member))
    else:
        yield path.name, _unpacked(lambda: cast("BinaryIO", path.open("rb")))


def aside(name: str) -> bool:
    """Files that lie beside publications and are none."""
    return name.startswith(".") or name.lower().endswith(".md")


def _member(path: Path, member: str) -> Opened:
    def opened() -> BinaryIO:
        with zipfile.ZipFile(path) as archive:
            return cast("BinaryIO", archive.open(member))

    return opened


def _unpacked(opened: Opened) -> Opened:
    """The same content without its gzip, if it has one: by what it is, not by what it is called."""
    return (lambda: cast("BinaryIO", gzip.open(opened()))) if _starts(opened(), GZIP) else opened


def _starts(stream: BinaryIO, magic: bytes) -> bool:
    with stream:
        return stream.read(len(magic)) == magic


def _document(name: str, path: Path, opened: Opened, now: datetime) -> Document:
    digest, size = hashlib.sha256(), 0
    with opened() as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return Document(
        name=name,
        url=path.name,
        opened=opened,
        sha256=digest.hexdigest(),
        size=size,
        fetched_at=stamp(now),
    )
