"""One entry as it is, as it was on a day by either clock, and all that it ever was; never half a commit of it."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

import orjson

from sanctionwire.feed import pages
from sanctionwire.feed.cursor import Cursor
from sanctionwire.feed.http import Answer, Request, answer
from sanctionwire.feed.instruments import Shelf
from sanctionwire.feed.ports import Ports, Version
from sanctionwire.feed.problems import Problem
from sanctionwire.feed.versions import as_of, since, today

_ID = re.compile(r"[a-z0-9_]{2,60}:[^\x00-\x1f\x7f]{1,900}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def entry(asked: Request, ports: Ports, now: datetime, entry_id: str = "") -> Answer:
    """`GET /v1/entries/{id}`: as the projection has it, or as of the end of a day by the list's clock, or by ours."""
    values = asked.single("on", "known_on", *([] if entry_id else ["id"]))
    entry_id = _checked(entry_id or values.get("id", ""))
    on, known_on = (_day(name, values.get(name)) for name in ("on", "known_on"))
    through = ports.projected()
    versions = _versions(ports, entry_id, through, whole=bool(on or known_on))
    first = _found(versions[0] if versions else None, entry_id, through)
    version = as_of(versions, on, known_on)
    state = _state(version, ports.base, since(versions, version)) if version else _not_known(first, ports.base)
    day = on or today(ports, entry_id.partition(":")[0], now)
    shelf = Shelf(ports=ports, through=through, on=on, known_on=known_on, day=day)
    told = {"id": entry_id, **state, **shelf.told(version, as_of(versions, None, known_on))}
    clocks = {"on": on and str(on), "known_on": known_on and str(known_on), "projected_through": through}
    return answer(told | clocks)


def history(asked: Request, ports: Ports, _now: datetime, entry_id: str = "") -> Answer:
    """`GET /v1/entries/{id}/history`: every version, the oldest first."""
    values = asked.single(*([] if entry_id else ["id"]))
    entry_id = _checked(entry_id or values.get("id", ""))
    through = ports.projected()
    versions = list(ports.entries.history(entry_id, through))
    if not versions:
        _found(None, entry_id, through)
    told = [_state(version, ports.base, since(versions, version)) for version in versions]
    return answer({"id": entry_id, "versions": told, "projected_through": through})


def _versions(ports: Ports, entry_id: str, through: int, *, whole: bool) -> list[Version]:
    """All of an entry's versions, or the last alone where that is enough to answer."""
    last = None if whole else ports.entries.as_of(entry_id, through)
    if last and last.kind != "due":
        return [last]
    return list(ports.entries.history(entry_id, through)) if whole or last else []


def _checked(entry_id: str) -> str:
    if not _ID.fullmatch(entry_id):
        raise Problem("bad-id", f"{entry_id[:80]!r}: an id is <source>:<the publisher's key>, such as us_ofac:36")
    return entry_id


def _day(name: str, text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text if _DAY.fullmatch(text) else "")
    except ValueError:
        raise Problem("bad-parameter", f"{name} is {text[:60]!r}, not a day such as 2026-08-26") from None


def _found(version: Version | None, entry_id: str, through: int) -> Version:
    if version is None:
        told = f"{entry_id[:200]!r} is not, and never was, in this log up to commit {through}"
        raise Problem("no-such-entry", told)
    return version


def _state(version: Version, base: str, since: Version) -> dict[str, Any]:
    """As shown. `since`: the version with which it came to stand so."""
    left = "renumbered" if version.became else "formerly_listed"
    return {
        "status": "listed" if version.listed else left,
        "since": since.published or since.committed_at,
        "now": version.became,
        "demo": version.demo,
        "change": _change(version, base),
        "entry": pages.entry(orjson.loads(version.record)),
    }


def _not_known(first: Version, base: str) -> dict[str, Any]:
    """Before the log knew of it: that is not to say that it was not listed."""
    nothing = dict.fromkeys(("since", "now", "change", "entry")) | {"demo": first.demo}
    return {"status": "not_known", **nothing, "first": _change(first, base)}


def _change(version: Version, base: str) -> dict[str, Any]:
    return {
        "cursor": str(Cursor(version.seq, version.ordinal)),
        "kind": version.kind,
        "published": version.published,
        "committed_at": version.committed_at,
        "receipt": f"{base}/v1/commits/{version.seq}",
    }
