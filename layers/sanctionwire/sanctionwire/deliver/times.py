"""Times as mails state them: the publisher's own text and zone beside UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sanctionwire.core.alerts.text import harmless


def day_in(instant: str, zone: str) -> str:
    """The day of an instant (ISO 8601, UTC) in the publisher's zone."""
    return _parsed(instant).astimezone(_zone(zone)).date().isoformat()


def clock(instant: str) -> str:
    """`2025-10-14 14:02:11 UTC`."""
    return _parsed(instant).strftime("%Y-%m-%d %H:%M:%S UTC")


def published(text: str | None, zone: str) -> str:
    """The publisher's text, with UTC where it has a time and a zone, and with whose day it is where it has none."""
    if not text:
        return "the publication states no time"
    shown = harmless(text, 100)
    if re.fullmatch(r"\d{4}(-\d{2}){0,2}", shown):
        return f"{shown} (the publisher's date, {zone})"
    try:
        moment = datetime.fromisoformat(shown)
    except ValueError:
        return f"{shown} (the publisher's text, {zone})"
    if moment.tzinfo is None:
        return f"{shown} (the publisher's time, taken as {zone}: {_utc(moment.replace(tzinfo=_zone(zone)))})"
    return f"{shown} ({_utc(moment)})"


def effective(date: str, zone: str) -> str:
    """`2025-11-17 (that day begins 2025-11-17 05:00 UTC)`: midnight in the publisher's zone."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", date):
        return date
    start = datetime.fromisoformat(date).replace(tzinfo=_zone(zone)).astimezone(UTC)
    return f"{date} (that day begins at {start:%Y-%m-%d %H:%M} UTC, by {zone})"


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def _parsed(instant: str) -> datetime:
    moment = datetime.fromisoformat(instant)
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)


def _zone(name: str) -> ZoneInfo:
    """The zone; where the machine has no table of zones, UTC, which the text then says by naming both alike."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
