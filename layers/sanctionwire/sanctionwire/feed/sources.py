"""What is watched and how it stands: how old, how blind, and what is held back."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from typing import Any

from sanctionwire.feed.http import Answer, Request, answer
from sanctionwire.feed.ports import Ports, SourceRow
from sanctionwire.source import About

_INTERNAL = {"hosts", "least", "removals_count", "removals_share", "max_bytes", "enabled_by_default"}


def sources(asked: Request, ports: Ports, now: datetime) -> Answer:
    """`GET /v1/sources`: every source that this deployment knows, by slug."""
    asked.asked()
    rows = {row.slug: row for row in ports.rows.all()}
    return answer({"sources": [_source(about, rows.get(slug), now) for slug, about in sorted(ports.sources.items())]})


def _source(about: About, row: SourceRow | None, now: datetime) -> dict[str, Any]:
    stated = {field.name: getattr(about, field.name) for field in fields(about) if field.name not in _INTERNAL}
    decided = row.enabled if row else None
    enabled = about.enabled_by_default if decided is None else decided
    return stated | {"enabled": enabled, "state": _state(about, row, now, enabled=enabled) if row else None}


def _state(about: About, row: SourceRow, now: datetime, *, enabled: bool) -> dict[str, Any]:
    return {
        "serial": row.serial,
        "seq": row.seq,
        "entries": row.count,
        "publication": row.publication,
        "published": row.published,
        "checked_at": row.checked_at,
        "changed_at": row.changed_at,
        "reconciled_at": row.reconciled_at,
        "stale": enabled and _stale(about, row, now),
        "blind": _blind(row),
        "hold": _hold(row),
    }


def _stale(about: About, row: SourceRow, now: datetime) -> bool:
    if row.checked_at is None:
        return True
    return now - datetime.fromisoformat(row.checked_at) > about.stale_after


def _blind(row: SourceRow) -> dict[str, Any] | None:
    """Since when and why the publication cannot be had or read."""
    if row.pending:
        expected = f" (expected {row.pending.expected})" if row.pending.expected else ""
        return {"since": row.pending.since, "why": f"{row.pending.error}{expected}"}
    return {"since": row.failing_since, "why": row.error} if row.failing_since else None


def _hold(row: SourceRow) -> dict[str, Any] | None:
    """Removals that the source seems to say and that are not believed yet: these entries still count as listed."""
    if not row.hold or row.hold.status != "open":
        return None
    return {"id": row.hold.id, "since": row.hold.since, "removals": row.hold.count, "why": row.hold.why}
