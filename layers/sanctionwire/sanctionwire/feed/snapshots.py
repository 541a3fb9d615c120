"""A source's current entries as one file, made once per reading and streamed: where a cold consumer starts."""

from __future__ import annotations

import gzip
import hashlib
import tempfile
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, BinaryIO, cast

import orjson

from sanctionwire.core.canonical import canonical, digest
from sanctionwire.feed import cursor, filters, pages
from sanctionwire.feed.http import Answer, Request, answer
from sanctionwire.feed.ports import Blobs, Ports, SourceRow
from sanctionwire.feed.problems import Problem

SECONDS = 900
"""For how long a link to a snapshot opens."""
_LEVEL = 5
_IN_MEMORY = 4 * 1024 * 1024


def snapshot(asked: Request, ports: Ports, now: datetime, slug: str) -> Answer:
    """`GET /v1/snapshots/{source}`: 303 to the file, with what the file is in the body and the headers."""
    asked.asked()
    row = _read_once(slug, ports)
    made = _made(row, ports)
    url = ports.blobs.url(made["key"], seconds=SECONDS, filename=f"{slug}-as-of-{made['as_of']}.ndjson.gz")
    expires = (now + timedelta(seconds=SECONDS)).isoformat(timespec="seconds")
    told = {name: value for name, value in made.items() if name != "key"} | {"url": url, "expires_at": expires}
    named = ("as_of", "as_of_seq", "sha256", "count", "bytes")
    headers = {f"sanctionwire_{name}": str(made[name]) for name in named}
    return answer(told, status=303, location=url, **headers)


def source(slug: str, ports: Ports) -> str:
    """The slug, if the source is watched."""
    try:
        filters.known("source", slug, tuple(ports.sources))
    except Problem as problem:
        raise Problem("no-such-source", problem.detail) from None
    return slug


def _read_once(slug: str, ports: Ports) -> SourceRow:
    row = ports.rows.load(source(slug, ports))
    if not row.serial:
        told = f"no publication of {slug} has been accepted so far; /v1/sources says how it stands"
        raise Problem("no-reading-yet", told)
    return row


def _made(row: SourceRow, ports: Ports) -> dict[str, Any]:
    """The file's description; the file is written first, so that a description never lacks its file.

    Its name follows from the reading and the form alone: who asks twice, or at the same time, makes the same file.
    """
    name = digest([pages.FORM, row.slug, row.serial, row.seq, row.reading.plain()])[:40]
    about = f"snapshots/{row.slug}/{name}.json"
    try:
        with ports.blobs.open(about) as stream:
            return dict(orjson.loads(stream.read()))
    except KeyError:
        commit = ports.log.get(row.seq)
        file = _written(ports.listed(row), f"snapshots/{row.slug}/{name}.ndjson.gz", ports.blobs)
        made = {
            "source": row.slug,
            "as_of": str(cursor.end(row.seq, commit.changes.count if commit else 0)),
            "as_of_seq": row.seq,
            "serial": row.serial,
            "publication": row.publication,
            "published": row.published,
            "demo": bool(commit and commit.demo),
            **file,
        }
        ports.blobs.put(about, canonical(made), content_type="application/json")
        return made


def _written(entries: Iterator[tuple[str, bytes]], key: str, blobs: Blobs) -> Mapping[str, Any]:
    """Write entries as gzipped NDJSON, by id; what was written."""
    plain, count = hashlib.sha256(), 0
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as spooled:
        file = cast("BinaryIO", spooled)
        with gzip.GzipFile(filename="", fileobj=file, mode="wb", compresslevel=_LEVEL, mtime=0) as zipped:
            for _, entry in entries:
                line = canonical(pages.entry(orjson.loads(entry))) + b"\n"
                zipped.write(line)
                plain.update(line)
                count += 1
        size = file.tell()
        file.seek(0)
        packed = hashlib.sha256()
        while chunk := file.read(1024 * 1024):
            packed.update(chunk)
        file.seek(0)
        blobs.put(key, file, content_type="application/gzip")
    return {
        "key": key,
        "count": count,
        "bytes": size,
        "sha256": packed.hexdigest(),
        "ndjson_sha256": plain.hexdigest(),
    }
