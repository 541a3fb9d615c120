"""A file, a folder or a ZIP as the documents of one snapshot, as served: whoever reads them unpacks them."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, cast

from sanctionwire.errors import SourceChanged, WireError
from sanctionwire.pipeline.snapshot import Snapshot
from sanctionwire.source import Document, Source, State
from sanctionwire.store.rows import stamp

_CHUNK = 1024 * 1024

Opened = Callable[[], BinaryIO]


def snapshot(path: Path, source: Source, *, now: datetime) -> Snapshot:
    """One publication, its documents by the names under which the source knows them."""
    found = list(_contents(path))
    if not found:
        raise SourceChanged("nothing in it", source=source.about.slug, place=path.name, expected="a publication")
    requests = source.requests(State(), now)
    if len(requests) == len(found) == 1:
        found = [(requests[0].name, found[0][1])]
    documents = {named(name): _document(named(name), path, opened, now) for name, opened in found}
    return Snapshot(documents=documents, validators={}, seen_at=stamp(now))


@contextmanager
def readable(source: Source, path: Path) -> Iterator[None]:
    """Have every error name the source and the file."""
    try:
        yield
    except WireError as error:
        raise error.at(source=source.about.slug, place="" if path.name in error.place else path.name) from error


def aside(name: str) -> bool:
    """Files that lie beside publications and are none."""
    return name.startswith(".") or name.lower().endswith(".md")


def named(name: str) -> str:
    """The document that a file of a folder is: `list__news__1.html` is `list/news/1`; any other goes by its name."""
    return name.partition(".")[0].replace("__", "/") if "__" in name else name


def _contents(path: Path) -> Iterator[tuple[str, Opened]]:
    if path.is_dir():
        for file in sorted(path.iterdir()):
            if file.is_file() and not aside(file.name):
                yield from _contents(file)
    elif members := _members(path):
        for member in members:
            yield member, _member(path, member)
    else:
        yield path.name, lambda: cast("BinaryIO", path.open("rb"))


def _members(path: Path) -> list[str]:
    """What is in a ZIP; nothing where it is none, or one that cannot be read."""
    if path.suffix.lower() != ".zip":
        return []
    try:
        with zipfile.ZipFile(path) as archive:
            names = [info.filename for info in archive.infolist() if not info.is_dir()]
    except zipfile.BadZipFile:
        return []
    return sorted(name for name in names if not name.startswith("__MACOSX/") and not aside(name.rpartition("/")[2]))


def _member(path: Path, member: str) -> Opened:
    def opened() -> BinaryIO:
        with zipfile.ZipFile(path) as archive:  # the member keeps the file open for as long as it is
            return cast("BinaryIO", archive.open(member))

    return opened


def _document(name: str, path: Path, opened: Opened, now: datetime) -> Document:
    digest, size = hashlib.sha256(), 0
    with opened() as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return Document(
        name=name, url=path.name, opened=opened, sha256=digest.hexdigest(), size=size, fetched_at=stamp(now)
    )
