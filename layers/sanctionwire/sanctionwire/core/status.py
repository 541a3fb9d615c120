"""The status of an instrument on a day: computed when somebody asks, never stored; unknown where it is not known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sanctionwire.core.model import Instrument

Code = Literal["not_binding", "pending", "in_force", "relieved", "ended", "unknown"]

_IMPOSE_NOTHING = {
    "finding": "a finding by itself",
    "proposal": "a proposed rule",
    "withdrawal": "a withdrawal",
    "rescission": "a rescission",
    "repeal": "a repeal",
    "relief": "relief",
}
_UNDOING: dict[str, Code] = {"withdrawal": "ended", "rescission": "ended", "repeal": "ended", "relief": "relieved"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What can be said of an instrument on a day, and why."""

    code: Code
    why: str


def status(instrument: Instrument, on: date, *, later: Iterable[Instrument] = ()) -> Status:
    """The status on day `on`. `later`: instruments that relieve, withdraw, rescind or repeal this one."""
    if instrument.ended and _reached(instrument.ended, on):
        return Status(code="ended", why=f"ended {instrument.ended}")
    undone = [each for each in (_undone(act, on) for act in later) if each]
    if undone:
        return min(undone, key=lambda each: ("ended", "relieved", "unknown").index(each.code))
    if instrument.action in _IMPOSE_NOTHING:
        return Status(code="not_binding", why=f"{_IMPOSE_NOTHING[instrument.action]} imposes nothing")
    return _by_effective_date(instrument, on)


def _undone(act: Instrument, on: date) -> Status | None:
    """What another instrument has made of it by that day. One whose own date is not known leaves that open."""
    if act.action not in _UNDOING:
        return None
    if act.effective and _reached(act.effective, on):
        return Status(code=_UNDOING[act.action], why=f"{act.action} effective {act.effective}")
    if not act.effective and act.published and _reached(act.published, on):
        return Status(code="unknown", why=f"{act.action} published {act.published}; its effective date is not known")
    return None


def _by_effective_date(instrument: Instrument, on: date) -> Status:
    what = instrument.action.replace("_", " ")
    if not instrument.effective:
        published = f" published {instrument.published}" if instrument.published else ""
        return Status(code="unknown", why=f"{what}{published}; its effective date is not known from this table")
    reached = _reached(instrument.effective, on)
    if reached is None:
        return Status(code="unknown", why=f"{what} effective {instrument.effective}; on which day, is not known")
    if reached:
        return Status(code="in_force", why=f"{what} effective {instrument.effective}")
    return Status(code="pending", why=f"{what} effective only on {instrument.effective}")


def _reached(day: str, on: date) -> bool | None:
    """Whether `on` is that day or after it; None where the date is not precise enough to tell."""
    today = on.isoformat()
    return None if today != day and today.startswith(day) else today >= day
