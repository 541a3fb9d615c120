"""The status of an instrument on a day: computed when somebody asks, never stored; unknown where it is not known.

This module judges one instrument by itself and by acts that are known to touch it; which do, `core.standing` finds out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from sanctionwire.core.model import Instrument

Code = Literal["not_binding", "pending", "in_force", "relieved", "ended", "unknown"]

BINDING = ("final_rule", "order", "amendment", "codified")
"""Actions that impose something, from a date on."""
_IMPOSE_NOTHING = {
    "finding": "a finding by itself imposes nothing",
    "proposal": "a proposed rule imposes nothing",
    "withdrawal": "a withdrawal imposes nothing",
    "rescission": "a rescission imposes nothing",
    "repeal": "a repeal imposes nothing",
    "relief": "relief imposes nothing",
    "effective_date_change": "it moves a date, and imposes nothing by itself",
}
_UNDOING: dict[str, Code] = {"withdrawal": "ended", "rescission": "ended", "repeal": "ended", "relief": "relieved"}
_FIRST: tuple[Code, ...] = ("ended", "relieved", "unknown")
"""What counts where several acts touch one instrument."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What can be said of an instrument on a day, and why; `notes`: what stands beside it and changes nothing."""

    code: Code
    why: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """An effective date, since when it was the one that stood, and by which document."""

    effective: str | None
    since: str | None
    by: str


def status(
    instrument: Instrument, on: date, *, later: Iterable[Instrument] = (), superseding: Iterable[Instrument] = ()
) -> Status:
    """The status on day `on`. `later`: acts that touch this one; `superseding`: those that take its place."""
    acts = [act for act in later if made_by(act, on)]
    found = _code(instrument, on, acts, [act for act in superseding if made_by(act, on)])
    binds = instrument.action in BINDING and found.code != "ended"
    return replace(found, notes=tuple(dict.fromkeys(_notes(instrument, acts, on)))) if binds else found


def made_on(act: Instrument) -> str | None:
    """The day on which it was first shown to the public."""
    return min(filter(None, (act.inspected, act.published)), default=None)


def made_by(act: Instrument, on: date) -> bool:
    """Whether it was there on that day; of one without any date, that cannot be denied."""
    day = made_on(act)
    return day is None or reached(day, on) is not False


def called(act: Instrument) -> str:
    """What to call it in a sentence: its document number, else its citation, else its stage; a code by its section."""
    if act.action == "codified":
        return act.stage
    numbers = (document.number for document in act.documents if document.number)
    return next(numbers, act.citation or act.stage)


def history(instrument: Instrument, on: date, later: Iterable[Instrument] = ()) -> tuple[Moved, ...]:
    """The effective dates that have stood up to that day, the one that stands last."""
    stated = Moved(effective=instrument.effective, since=made_on(instrument), by=called(instrument))
    moves = sorted(
        (act for act in later if act.action == "effective_date_change" and made_by(act, on)),
        key=lambda act: (made_on(act) or "", act.effective or ""),
    )
    by = {(act.effective, called(act)): act for act in reversed(moves)}  # once, though two sources have it
    once = [act for act in moves if by[act.effective, called(act)] is act]
    return (stated, *(Moved(effective=act.effective, since=made_on(act), by=called(act)) for act in once))


def _code(instrument: Instrument, on: date, acts: list[Instrument], superseding: list[Instrument]) -> Status:
    """The first thing that can be said, in the order in which one thing outweighs another."""
    if not made_by(instrument, on):
        return Status(code="not_binding", why=f"it was made public only on {made_on(instrument)}")
    if over := _over_by_itself(instrument, on):
        return Status(code="ended", why=over)
    undone = [each for act in acts if (each := _undone(act, on))]
    undone += [each for act in superseding if (each := _superseded(act, on))]
    if undone:
        return min(undone, key=lambda each: _FIRST.index(each.code))
    if instrument.action in _IMPOSE_NOTHING:
        return Status(code="not_binding", why=_IMPOSE_NOTHING[instrument.action])
    if instrument.action == "court_order":
        return Status(code="unknown", why="a court's order: what it leaves in force, a person must read")
    return _by_effective_date(instrument, on, acts)


def _over_by_itself(instrument: Instrument, on: date) -> str:
    """Why its time is up, if it is."""
    if instrument.ended and reached(instrument.ended, on):
        return f"ended {instrument.ended}"
    over = instrument.expires and past(instrument.expires, on)
    return f"expired {instrument.expires}, as it states itself" if over else ""


def _undone(act: Instrument, on: date) -> Status | None:
    """What another instrument has made of it by that day. One whose own date is not known leaves that open."""
    what, starts = f"{act.action} {_cited(act)}".strip().replace("_", " "), act.effective or act.published
    if act.action == "court_order":
        ruled = not starts or reached(starts, on) is not False
        why = f"{what} of {starts or 'a day not known'}: what it leaves in force, a person must read"
        return Status(code="unknown", why=why) if ruled else None
    if act.action not in _UNDOING or _over_by_itself(act, on):
        return None
    if act.effective:
        come = reached(act.effective, on)
        code: Code = "unknown" if come is None else _UNDOING[act.action]
        return None if come is False else Status(code=code, why=f"{what} effective {act.effective}")
    return Status(code="unknown", why=f"{what}{_shown(act)}; its effective date is not known")


def _superseded(act: Instrument, on: date) -> Status | None:
    if act.action not in BINDING or not act.effective or not reached(act.effective, on):
        return None
    return Status(code="ended", why=f"superseded by {called(act)}, effective {act.effective}")


def _by_effective_date(instrument: Instrument, on: date, acts: Iterable[Instrument]) -> Status:
    what, dates = instrument.action.replace("_", " "), history(instrument, on, acts)
    effective = dates[-1].effective
    moved = (
        f" (moved by {dates[-1].by}, from {dates[-2].effective or 'a date not known here'})" if len(dates) > 1 else ""
    )
    if instrument.action == "codified" and not effective:
        return Status(code="in_force", why="it stands in the code as read")
    if not effective:
        return Status(code="unknown", why=f"{what}{_shown(instrument)}; its effective date is not known here{moved}")
    come = reached(effective, on)
    if come is None:
        return Status(code="unknown", why=f"{what} effective {effective}{moved}; on which day, is not known")
    if come:
        return Status(code="in_force", why=f"{what} effective {effective}{moved}")
    return Status(code="pending", why=f"{what} effective only on {effective}{moved}")


def _shown(instrument: Instrument) -> str:
    if instrument.published:
        return f" published {instrument.published}"
    return f" on public inspection since {instrument.inspected}, not yet published" if instrument.inspected else ""


def _notes(instrument: Instrument, acts: Iterable[Instrument], on: date) -> Iterator[str]:
    """Changes to it that are proposed, ahead or made: it goes on standing, with them or without."""
    read = instrument.action == "codified"  # a code has its changes in its text once they are made
    for act in sorted(acts, key=lambda act: (made_on(act) or "", called(act))):
        if act.action == "proposal":
            yield f"amendment proposed ({called(act)}), binds nobody"
        elif act.action in {"amendment", "final_rule", "order"}:
            if not act.effective:
                yield f"amendment {called(act)}, whose effective date is not known here"
            elif not reached(act.effective, on):
                yield f"amendment {called(act)} takes effect only on {act.effective}"
            elif not read:
                yield f"amended by {called(act)}, effective {act.effective}"
        elif act.action in _UNDOING and act.effective and reached(act.effective, on) is False:
            yield f"{act.action} {_cited(act)}".strip() + f" takes effect only on {act.effective}"


def _cited(act: Instrument) -> str:
    return "" if called(act) == act.stage else called(act)


def reached(day: str, on: date) -> bool | None:
    """Whether `on` is that day or after it; None where the date is not precise enough to tell."""
    today = on.isoformat()
    return None if today != day and today.startswith(day) else today >= day


def past(day: str, on: date) -> bool:
    """Whether the day, which counts itself, is surely past."""
    return on.isoformat() > day and not on.isoformat().startswith(day)
