"""How rows and blobs are named, and how positions in the log are written."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import NamedTuple

HEAD, LOG, SOURCE, CURSOR = "head", "log", "source", "cursor"
"""Partition keys of the log table; `docs/store.md` lists them all."""

GENESIS = "0" * 64
"""What the first commit names as its previous one."""


class Position(NamedTuple):
    """A place in the log: the last change that a reader has taken in. `0.0` is the beginning."""

    seq: int
    ordinal: int = 0

    def __str__(self) -> str:
        """Write it as the feed does."""
        return f"{self.seq}.{self.ordinal}"

    @classmethod
    def parse(cls, text: str) -> Position:
        """Read `<seq>.<ordinal>`; ValueError for any other text, leading zeros included."""
        match = re.fullmatch(r"(0|[1-9][0-9]{0,15})\.(0|[1-9][0-9]{0,5})", text, re.ASCII)
        if match is None:
            message = f"{text[:40]!r} is not a cursor of the form <seq>.<ordinal>"
            raise ValueError(message)
        return cls(int(match[1]), int(match[2]))


def seq_key(seq: int) -> str:
    """Sort key of a commit: text order is number order."""
    return f"{seq:016d}"


def version_key(seq: int, ordinal: int = 0) -> str:
    """Sort key of an entry version."""
    return f"v#{seq:016d}.{ordinal:06d}"


def anchor_key(seq: int) -> str:
    """Where the evidence bucket keeps a commit."""
    return f"anchors/{seq_key(seq)}.json"


def document_key(sha256: str) -> str:
    """Where the work bucket keeps a body as served."""
    return f"documents/{sha256}"


def changes_key(sha256: str) -> str:
    """Where the work bucket keeps a commit's changes."""
    return f"changes/{sha256}.ndjson.gz"


def reading_key(slug: str, sha256: str) -> str:
    """Where the work bucket keeps a checkpoint or a patch."""
    return f"readings/{slug}/{sha256}.gz"


def refs_key(slug: str, sha256: str) -> str:
    """Where the work bucket keeps a reading's reference tables."""
    return f"refs/{slug}/{sha256}.json.gz"


def seen_key(slug: str, sha256: str) -> str:
    """Where the work bucket keeps the index of a rolling source's items."""
    return f"seen/{slug}/{sha256}.json.gz"


def entry_key(sha256: str) -> str:
    """Where the work bucket keeps a record that is too long for a row."""
    return f"entries/{sha256}.json.zz"


def stamp(now: datetime) -> str:
    """ISO 8601 in UTC to the second: fixed width, so that text order is time order."""
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
