"""Files behind links that open without a key and expire: lists too long for a mail."""

from __future__ import annotations

from datetime import datetime

from sanctionwire.core.canonical import sha256
from sanctionwire.feed.http import Answer, Request
from sanctionwire.feed.ports import Ports
from sanctionwire.feed.problems import Problem

FILE = "file"
"""Partition of the rows `file|<SHA-256 of the token>`: key, filename, expires (ISO 8601). No token is kept."""
SECONDS = 300


def file(asked: Request, ports: Ports, now: datetime, token: str) -> Answer:
    """`GET /files/{token}`: 303 to the file."""
    asked.asked()
    row = ports.table.get(FILE, sha256(token.encode()))
    if row is None:
        raise Problem("no-such-file", "check that the link was copied whole")
    if datetime.fromisoformat(row["expires"]) <= now:
        told = f"it expired at {row['expires']}; the entries themselves are in the feed"
        raise Problem("file-expired", told)
    url = ports.blobs.url(row["key"], seconds=SECONDS, filename=row["filename"])
    return Answer(status=303, headers={"location": url, "cache-control": "no-store"})
