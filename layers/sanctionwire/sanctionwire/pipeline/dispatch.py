"""Dispatch: put every source that is due on the queue, by table; a new source touches no infrastructure."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

from sanctionwire.pipeline.ports import LIGHT, Ports
from sanctionwire.source import About
from sanctionwire.store.ports import Conflict
from sanctionwire.store.rows import stamp
from sanctionwire.store.sources import SourceRow

SENT = "dispatch"
"""Partition key of the one row that says when each source was last put on the queue."""

EARLY = 20
"""Seconds by which a tick may come early and still count."""


def dispatch(ports: Ports) -> list[str]:
    """Send a message for each source that is due, and name them.

    Sent first and written down after: a run that dies between sends again, and a source is never left out.
    """
    now = ports.clock()
    rows = {row.slug: row for row in ports.sources.all()}
    sent = ports.log.table.get(SENT, SENT) or {"pk": SENT, "sk": SENT, "at": {}, "version": 0}
    wanted = [
        source.about.slug
        for source in ports.registry.values()
        if due(source.about, rows.get(source.about.slug), sent["at"].get(source.about.slug), now)
    ]
    if not wanted:
        return []
    for slug in wanted:
        ports.send({"source": slug, "lane": LIGHT})
    at = sent["at"] | dict.fromkeys(wanted, stamp(now))
    row = {"pk": SENT, "sk": SENT, "at": at, "version": sent["version"] + 1}
    with suppress(Conflict):  # another tick sent the same messages: twice is once to a source
        ports.log.table.put(row, expect={"version": sent["version"] or None})
    return wanted


def enabled(about: About, row: SourceRow | None) -> bool:
    """The operator's decision, or else the source's own."""
    return about.enabled_by_default if row is None or row.enabled is None else row.enabled


def due(about: About, row: SourceRow | None, sent: str | None, now: datetime) -> bool:
    """Whether a cadence has passed since the source was last checked and since it was last sent for.

    A source that fails is tried again at least every five minutes, but never before its publisher's Retry-After.
    """
    if not enabled(about, row):
        return False
    if row and row.retry_at and row.retry_at > stamp(now):
        return False
    failing = row is not None and (row.failing_since is not None or row.pending is not None)
    every = timedelta(minutes=min(about.cadence_minutes, 5) if failing else about.cadence_minutes)
    since = stamp(now - every + timedelta(seconds=EARLY))
    checked = row.checked_at if row else None
    return (failing or checked is None or checked <= since) and (sent is None or sent <= since)
