"""The one canonical form (RFC 8785) in which everything that is hashed, compared or signed is written."""

from __future__ import annotations

import hashlib
from typing import Any

import orjson


def canonical(value: Any) -> bytes:
    """RFC 8785 bytes of `value`: JSON types and tuples only, ASCII keys, integers below 2**53, no floats.

    Within those limits orjson's sorted output is exactly RFC 8785's (a test holds it against the reference library).
    """
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def sha256(data: bytes) -> str:
    """Lower-case hexadecimal SHA-256."""
    return hashlib.sha256(data).hexdigest()


def digest(value: Any) -> str:
    """SHA-256 of the canonical form."""
    return sha256(canonical(value))
