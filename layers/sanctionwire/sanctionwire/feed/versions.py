"""Which of an entry's versions answers for a day, by the publisher's clock and by ours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import orjson

from sanctionwire.feed.ports import Ports, Version

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def as_of(versions: Sequence[Version], on: date | None, known_on: date | None) -> Version | None:
    """The last version of those that the list had published, and that we had committed, by the end of the days.

    A document that was read late was published on its own day all the same: its first record answers for it.
    """
    known = [version for version in versions if not known_on or version.committed_at[:10] <= str(known_on)]
    said = [version for version in known if not on or published_day(version) <= str(on)]
    if said:
        return said[-1]
    first = known[0] if known and known[0].listed else None
    return first if first and on and _own_day(first) <= str(on) else None


def since(versions: Sequence[Version], shown: Version) -> Version:
    """The version with which an entry came to stand as shown: a date that came since has left it as it was."""
    before = [version for version in versions if (version.seq, version.ordinal) <= (shown.seq, shown.ordinal)]
    return next((version for version in reversed(before) if version.kind != "due"), shown)


def published_day(version: Version) -> str:
    """The publisher's day, where its text begins with one; else the day on which we learned of it."""
    day = (version.published or "")[:10]
    return day if _DAY.fullmatch(day) else version.committed_at[:10]


def _own_day(version: Version) -> str:
    """The day on which an instrument says that it was made public; never, where it does not say."""
    instrument = orjson.loads(version.record).get("instrument") or {}
    stated = [day for name in ("inspected", "published") if _DAY.fullmatch(day := instrument.get(name) or "")]
    return min(stated, default="never")


def today(ports: Ports, source: str, now: datetime) -> date:
    """The day where the publisher is: rules take effect by it."""
    about = ports.sources.get(source)
    try:
        return now.astimezone(ZoneInfo(about.accept_publishers_zone if about else "UTC")).date()
    except (ZoneInfoNotFoundError, ValueError):  # a machine without a table of zones
        return now.date()
