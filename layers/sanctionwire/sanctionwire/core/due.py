"""The clock's part: which dates of an entry lie ahead, and which of those that have come still stand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal

from sanctionwire.core.changes import Change, Due
from sanctionwire.core.model import Entry, Instrument
from sanctionwire.core.standing import Standing
from sanctionwire.core.status import BINDING

What = Literal["effective", "comments_close", "expires", "divest_by"]

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_OF_INSTRUMENTS: tuple[What, ...] = ("effective", "comments_close", "expires")
_OF_MEASURES: tuple[What, ...] = ("effective", "divest_by")
_NEVER_BIND = {"finding", "proposal"}


def dates(record: Mapping[str, Any]) -> list[tuple[What, str]]:
    """Every date of a record, in plain form, that may come: what it is of, and the day. A mere month never comes."""
    instrument = record.get("instrument") or {}
    listed = [measure for listing in record.get("listings", ()) for measure in listing.get("measures", ())]
    going = [measure for measure in listed if not measure.get("ended")]
    found: set[tuple[What, str]] = {(what, day) for what in _OF_INSTRUMENTS if (day := instrument.get(what))}
    found |= {(what, day) for measure in going for what in _OF_MEASURES if (day := measure.get(what))}
    return sorted((what, day) for what, day in found if _DAY.fullmatch(day))


def stands(instrument: Instrument, what: What, day: str, *, then: Standing, now: Standing) -> bool:
    """Whether a date of an instrument still means what it did when it was written down. `then`: on that very day.

    A rule takes effect only if it is in force from that day; what undoes another, only if it is not undone itself. A
    deadline that a later document moves for it is that document's, and no longer its own.
    """
    if then.status.code == "ended":
        return False
    if what == "effective":
        if then.effective != day or instrument.action in _NEVER_BIND:
            return False
        code = now.status.code
        return then.status.code == code == "in_force" if instrument.action in BINDING else code != "ended"
    moved = any(act.named and str(getattr(act.instrument, what, None) or "") > day for act in now.touching)
    return getattr(instrument, what, None) == day and not moved


def change(entry: Entry, what: What, day: str) -> Change:
    """The change that the clock makes: the entry is as it was."""
    return Change(kind="due", entry_id=entry.id, before=entry, after=entry, due=Due(what=what, date=day))
