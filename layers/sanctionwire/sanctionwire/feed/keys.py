"""API keys: made, listed, revoked, and checked at the door. Only the hash of a key's secret is kept."""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sanctionwire.core.canonical import sha256
from sanctionwire.feed.ports import Table

SCOPES: Mapping[str, str] = {
    "feed": "changes, snapshots, commits and sources",
    "entries": "single entries and their history",
    "reader": "the feeds for readers (/feed.json, /feed.atom), by a token in the address; goes with no other",
}
READER = "reader"
USUAL = ("feed", "entries")
"""What a key opens unless told otherwise."""
_TOKEN = re.compile(r"sw_([0-9a-f]{12})_([A-Za-z0-9_-]{43})")
_NOBODY = sha256(b"")


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key as it may be shown: everything but the secret."""

    id: str
    name: str
    scopes: tuple[str, ...]
    created_at: str
    expires_at: str | None = None
    revoked_at: str | None = None

    def opens(self, now: datetime) -> bool:
        """Whether the key is good at `now`."""
        return self.revoked_at is None and (self.expires_at is None or now < datetime.fromisoformat(self.expires_at))


def create(
    table: Table, *, name: str, now: datetime, scopes: Iterable[str] = USUAL, expires: datetime | None = None
) -> tuple[Key, str]:
    """A new key, and its token: shown this once, and to be had never again."""
    scopes = tuple(sorted(set(scopes)))
    if not name.strip():
        message = "a key needs a name that tells who uses it"
        raise ValueError(message)
    if unknown := [scope for scope in scopes if scope not in SCOPES] or (not scopes and ["(none)"]):
        message = f"{unknown[0]!r} is not a scope; there are: {', '.join(SCOPES)}"
        raise ValueError(message)
    if READER in scopes and len(scopes) > 1:
        message = "a reader's token stands in addresses, so it opens nothing else: make another key for that"
        raise ValueError(message)
    if expires and expires <= now:
        message = f"the key would have expired already ({_text(expires)})"
        raise ValueError(message)
    key = Key(
        id=secrets.token_hex(6),
        name=name.strip(),
        scopes=scopes,
        created_at=_text(now),
        expires_at=_text(expires) if expires else None,
    )
    secret = secrets.token_urlsafe(32)
    table.put(_row(key) | {"secret_sha256": sha256(secret.encode())}, expect={"pk": None})
    return key, f"sw_{key.id}_{secret}"


def listed(table: Table) -> list[Key]:
    """All keys, the revoked and expired ones too, oldest first."""
    return sorted((_key(row) for row in table.query("key")), key=lambda key: (key.created_at, key.id))


def revoke(table: Table, key_id: str, *, now: datetime) -> Key | None:
    """Close a key for good, and say which; None if there is no such key. Revoking twice keeps the first time."""
    row = table.get("key", key_id)
    if row is None:
        return None
    if not row.get("revoked_at"):
        row = {**row, "revoked_at": _text(now)}
        table.put(row)
    return _key(row)


def authorize(event: Mapping[str, Any], table: Table, now: datetime) -> dict[str, Any]:
    """The gateway's question whether the request may pass, answered in one read; never an error."""
    kind, _, token = _shown(event).partition(" ")
    key = opened(token, table, now) if kind == "Bearer" else None
    if key is None:
        return {"isAuthorized": False}
    return {"isAuthorized": True, "context": {"key_id": key.id, "scopes": " ".join(key.scopes)}}


def opened(token: str, table: Table, now: datetime) -> Key | None:
    """The key whose token this is, if it is good; in one read."""
    found = _TOKEN.fullmatch(token)
    if not found:
        return None
    row = table.get("key", found[1])
    fits = hmac.compare_digest(row["secret_sha256"] if row else _NOBODY, sha256(found[2].encode()))
    return _key(row) if row and fits and _key(row).opens(now) else None


def _shown(event: Mapping[str, Any]) -> str:
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    return str(headers.get("authorization") or next(iter(event.get("identitySource") or ()), ""))


def _row(key: Key) -> dict[str, Any]:
    return {
        "pk": "key", "sk": key.id, "name": key.name, "scopes": list(key.scopes), "created_at": key.created_at,
        "expires_at": key.expires_at, "revoked_at": key.revoked_at,
    }  # fmt: skip


def _key(row: Mapping[str, Any]) -> Key:
    return Key(
        id=row["sk"],
        name=row["name"],
        scopes=tuple(row["scopes"]),
        created_at=row["created_at"],
        expires_at=row.get("expires_at"),
        revoked_at=row.get("revoked_at"),
    )


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
