"""The time of a demonstration: the local server that plays the publishers says it, for the story is of days gone by."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

from sanctionwire.errors import Unreachable

PATH = "/_demo/clock"
_PATIENCE = 5


def clock(origin: str) -> Callable[[], datetime]:
    """A clock that asks each time: a story may go on by months between two questions, and never goes back."""
    where = urlsplit(origin)

    def now() -> datetime:
        try:
            with closing(HTTPConnection(str(where.hostname), where.port, timeout=_PATIENCE)) as connection:
                connection.request("GET", PATH)
                answer = connection.getresponse()
                said = answer.read(100).decode("ascii", "replace").strip()
        except (OSError, HTTPException) as error:
            raise Unreachable(f"{type(error).__name__}: {error}", place=origin + PATH, expected="a time") from error
        try:
            return datetime.fromisoformat(said).astimezone(UTC)
        except ValueError as error:
            raise Unreachable(f"status {answer.status}, {said!r}", place=origin + PATH, expected="a time") from error

    return now
