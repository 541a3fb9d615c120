"""Lists too long for a mail: written once, and opened by a link that needs no API key and expires."""

from __future__ import annotations

import csv
import hashlib
import hmac
import io
import re
import secrets
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO, BinaryIO, cast
from urllib.parse import urlsplit

from sanctionwire.core.alerts import Paper
from sanctionwire.core.alerts.text import harmless
from sanctionwire.core.canonical import sha256
from sanctionwire.core.changes import Change
from sanctionwire.deliver.differences import differences
from sanctionwire.deliver.outbox import ABSENT, instant
from sanctionwire.deliver.party import block
from sanctionwire.deliver.ports import Rows, Shelf
from sanctionwire.deliver.table import COLUMNS, row
from sanctionwire.errors import Superseded

FILE, SECRET = "file", "secret"
"""Partition keys; `feed.files` serves the rows of the first."""

LASTS = timedelta(days=30)
IN_MEMORY = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Where files are put, and how their links are made."""

    rows: Rows
    shelf: Shelf
    base: str
    """The API's own address."""

    def lists(self, alert_id: str, changes: Iterable[Change], speaker: str, now: datetime) -> list[str]:
        """Write the parties of an alert as CSV and as text: a line with a link for each, and until when it opens."""
        with _spooled() as table, _spooled() as text:
            _write(changes, speaker, table, text)
            links = [
                f"Table (CSV): {self.link(alert_id, f'sanctionwire-{alert_id}.csv', 'text/csv', table, now)}",
                f"Text:        {self.link(alert_id, f'sanctionwire-{alert_id}.txt', 'text/plain', text, now)}",
            ]
        return [
            *links,
            f"These links need no API key. They open until {now + LASTS:%Y-%m-%d}: save what you must keep.",
        ]

    def kept(self, alert_id: str, papers: Iterable[Paper], now: datetime) -> list[tuple[str, str]]:
        """Links to documents as archived: whoever must read one has it, even when the publisher is down."""
        return [
            (
                f"As it was read here, {harmless(paper.name, 60)} (opens until {now + LASTS:%Y-%m-%d}, without a key):",
                link,
            )
            for paper in papers
            if (link := self._opened(alert_id, filename(paper), f"documents/{paper.sha256}", now))
        ]

    def link(self, alert_id: str, filename: str, content_type: str, body: IO[bytes], now: datetime) -> str:
        """Put a file and say where it opens. Whoever has the link can read it: it is as secret as the mail."""
        key = f"files/{_sha256(body)}.{filename.rpartition('.')[2]}"
        self.shelf.put(key, cast("BinaryIO", body), content_type=f"{content_type}; charset=utf-8")
        return self._opened(alert_id, filename, key, now, content_type=content_type)

    def _opened(self, alert_id: str, filename: str, key: str, now: datetime, *, content_type: str = "") -> str:
        """The link to a file that is there, made to open."""
        token = self._token(alert_id, filename)
        opens = {"pk": FILE, "sk": sha256(token.encode()), "key": key, "filename": filename}
        with suppress(Superseded):  # an earlier run put it: the same file, the same link
            self.rows.put(
                opens | {"content_type": content_type, "expires": instant(now + LASTS), "ttl": _epoch(now + 2 * LASTS)},
                expect=ABSENT,
            )
        return f"{self.base}/files/{token}"

    def _token(self, alert_id: str, filename: str) -> str:
        """The same for each run, and not to be guessed."""
        return hmac.new(self._secret(), f"{alert_id}/{filename}".encode(), hashlib.sha256).hexdigest()[:43]

    def _secret(self) -> bytes:
        """The stack's own secret, made by the first who needs it."""
        with suppress(Superseded):
            present = self.rows.get(SECRET, "files")
            if present is None:
                self.rows.put({"pk": SECRET, "sk": "files", "value": secrets.token_hex(32)}, expect=ABSENT)
        made = self.rows.get(SECRET, "files") or {}
        return bytes.fromhex(made["value"])


def filename(paper: Paper) -> str:
    """What a document is called on the reader's disk: its name here, with the ending that its address has."""
    ending = re.search(r"\.(csv|docx?|jpe?g|json|pdf|png|txt|xlsx?|xml)$", urlsplit(paper.url).path, re.IGNORECASE)
    name = re.sub(r"[^A-Za-z0-9]+", "-", paper.name).strip("-")[:80] or "document"
    return name + (ending[0].lower() if ending else ".html")


def _write(changes: Iterable[Change], speaker: str, table: IO[bytes], text: IO[bytes]) -> None:
    cells = io.TextIOWrapper(table, encoding="utf-8-sig", newline="")  # the mark tells spreadsheets that it is UTF-8
    writer = csv.writer(cells)
    writer.writerow(COLUMNS)
    for ordinal, change in enumerate(changes, start=1):
        writer.writerow(row(change))
        text.write("\n".join(filter(None, _told(change, speaker, ordinal))).encode() + b"\n\n")
    cells.flush()
    cells.detach()


def _told(change: Change, speaker: str, ordinal: int) -> Iterator[str]:
    yield block(change, speaker, ordinal=ordinal)
    if lines := differences(change):
        yield f"     Before and after\n{lines}"


def _spooled() -> IO[bytes]:
    return cast("IO[bytes]", tempfile.SpooledTemporaryFile(IN_MEMORY))


def _sha256(body: IO[bytes]) -> str:
    body.seek(0)
    digest = hashlib.sha256()
    while chunk := body.read(1024 * 1024):
        digest.update(chunk)
    body.seek(0)
    return digest.hexdigest()


def _epoch(moment: datetime) -> int:
    return int(moment.timestamp())
