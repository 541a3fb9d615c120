"""What an answer's status and headers mean."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from datetime import datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from sanctionwire.errors import Unreachable

Headers = Mapping[str, str] | Message
"""Looked up by lower-case names."""

REDIRECTS = {301, 302, 303, 307, 308}
_KEPT = (
    "content-type", "content-length", "content-encoding", "content-range", "date", "etag", "last-modified",
    "x-amz-checksum-sha256",
)  # fmt: skip
"""Headers that are evidence. No others are kept: some of them name a visitor."""

_LONGEST_WAIT = 24 * 3600


def kept(headers: Headers) -> dict[str, str]:
    """The headers worth keeping, by their lower-case names."""
    return {name: value for name in _KEPT if (value := headers.get(name)) is not None}


def publisher_sha256(headers: Headers) -> str | None:
    """The SHA-256 that S3 states of a whole object; that of an object in parts is one of its parts' hashes."""
    try:
        found = base64.b64decode(headers.get("x-amz-checksum-sha256", ""), validate=True)
    except binascii.Error:
        return None
    return found.hex() if len(found) == 32 else None  # noqa: PLR2004 - 256 bits


def refused(status: int, headers: Headers, body: bytes, now: datetime) -> Unreachable:
    """The error for an answer that is no document, in the words of whoever sent it."""
    phrase = HTTPStatus(status).phrase if status in set(HTTPStatus) else ""
    words = _words(body)
    seen = " ".join(filter(None, [f"HTTP {status}", phrase]))
    wait = _retry_after(headers.get("retry-after"), now)
    return Unreachable(f"{seen}: {words}" if words else seen, expected="HTTP 200", retry_after=wait, status=status)


def _words(body: bytes) -> str:
    text = body.decode("utf-8", "replace")
    if code := re.search(r"<Error>.*?<Code>([^<]*)", text, re.DOTALL):
        return f"an S3 error body: {code[1].strip()}"
    if title := re.search(r"<title[^>]*>([^<]+)", text, re.IGNORECASE):
        return f'an HTML page titled "{" ".join(title[1].split())[:100]}"'
    bare = re.sub(r"<(script|style)\b.*?</\1\s*>|<[^>]*>", " ", text, flags=re.DOTALL | re.IGNORECASE)
    plain = " ".join(bare.split())
    return f'"{"".join(char for char in plain[:100] if char.isprintable())}"' if plain else ""


def _retry_after(value: str | None, now: datetime) -> int | None:
    if value is None:
        return None
    if value.strip().isdigit():
        return min(int(value.strip()[:9]), _LONGEST_WAIT)
    try:
        at = parsedate_to_datetime(value)
    except ValueError:
        return None
    seconds = (at - now).total_seconds() if at.tzinfo else 0
    return min(max(int(seconds), 0), _LONGEST_WAIT)
