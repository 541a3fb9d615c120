"""What a change means to the person who must act: its class, its effect, and whether it binds today. Pure rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from sanctionwire.core.alerts.acts import NOT_BINDING, RELIEVING, formal, imposes, special
from sanctionwire.core.changes import Change
from sanctionwire.core.model import Effect, Entry, Instrument, Listing, Measure, Notice

Class = Literal["ACT", "PLAN", "CHECK", "EASE", "INFO", "BLIND"]
"""In the order in which they are read."""

Binding = Literal["now", "later", "unknown", "no"]

STRENGTH: tuple[Effect, ...] = get_args(Effect)
"""Effects, the weightiest first."""

ENDING = {"licence_revocation", "liquidation"}
"""Kinds of listings, and of notices, that end what an institution may do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a change means."""

    class_: Class
    listing_kind: str
    effect: Effect
    binding: Binding
    effective: str | None = None
    """The date from which it binds, where that lies ahead."""


def told(change: Change) -> bool:
    """Whether anybody is told: a new reading of old bytes is no news, nor is a comma."""
    return change.cause != "parser" and (change.kind == "baseline" or change.weight != "cosmetic")


def judge(change: Change, *, today: str, verified: bool = True) -> Verdict:
    """The verdict on one change as of `today` (ISO date in the publisher's zone).

    `verified`: whether the source's parser has been run on a real capture; if not, nobody acts without a look.
    """
    entry = change.entry
    if change.kind == "due" and change.due:
        verdict = _due(change, change.due.what, change.due.date)
    elif entry.instrument:
        verdict = _act(change, entry.instrument, today)
    elif entry.notice:
        verdict = _notice(entry.notice)
    elif entry.type == "authorisation":
        verdict = Verdict(
            class_="CHECK" if _leaves(change) else "EASE", listing_kind="authorisation", effect="none", binding="no"
        )
    else:
        verdict = _listed(change, today)
    return _doubted(change, verdict, verified=verified)


def _doubted(change: Change, verdict: Verdict, *, verified: bool) -> Verdict:
    """CHECK where a person must look first. A designation is never held back by a doubt about who it is."""
    ambiguous = change.kind == "merged" or (_leaves(change) and bool(change.possible_same_as))
    scanned = change.entry.evidence in {"machine_read", "reported_by"}
    unproven = not verified and verdict.class_ != "INFO"
    if change.kind == "retracted":  # whether what was taken down still holds, nobody says
        return replace(verdict, class_="CHECK", binding="unknown")
    return replace(verdict, class_="CHECK") if ambiguous or scanned or unproven else verdict


def _leaves(change: Change) -> bool:
    return change.kind in {"removed", "retracted"}


def _notice(notice: Notice) -> Verdict:
    """A notice by itself binds nobody: what it does to parties stands with them.

    One that was not read with certainty, or tells of the end of a licence without a party of which that stands, is
    for a person to read.
    """
    unread = bool(notice.doubts) or notice.category in ENDING
    class_: Class = "CHECK" if unread else "INFO"
    return Verdict(
        class_=class_, listing_kind="notice", effect="none", binding="unknown" if class_ == "CHECK" else "no"
    )


def _due(change: Change, what: str, day: str) -> Verdict:
    """What a date means that has come. The end of what relieved is the beginning of what binds."""
    entry, instrument = change.entry, change.entry.instrument
    if entry.type == "authorisation":
        ended = Verdict(class_="ACT", listing_kind="authorisation", effect="none", binding="now")
        return ended if what == "expires" else replace(ended, class_="EASE", binding="no")
    if instrument is None:
        return _due_measure(entry.listings, what, day)
    kind: str = "special_measure" if special(instrument) else "instrument"
    bound = Verdict(class_="ACT", listing_kind=kind, effect=imposes(instrument), binding="now")
    free = Verdict(class_="EASE", listing_kind=kind, effect="none", binding="no")
    if what == "comments_close" or instrument.action in NOT_BINDING:
        return replace(free, class_="INFO")
    if instrument.action == "court_order":
        return replace(bound, class_="CHECK", binding="unknown")
    begins = (what == "expires") == (instrument.action in RELIEVING)
    return bound if begins else free


def _due_measure(listings: Sequence[Listing], what: str, day: str) -> Verdict:
    every = [(listing.kind, measure) for listing in listings for measure in listing.measures]
    due = [(kind, measure) for kind, measure in every if getattr(measure, what, "") == day]
    weightiest = strongest([measure for _, measure in due], listings)
    kinds = [kind for kind, measure in due if measure.effect == weightiest]
    kind = next(iter([*kinds, *(listing.kind for listing in listings)]), "party")
    binds = weightiest != "none"
    return Verdict(
        class_="ACT" if binds else "INFO", listing_kind=kind, effect=weightiest, binding="now" if binds else "no"
    )


def _listed(change: Change, today: str) -> Verdict:
    listings = concerned(change)
    measures = _in_force(listings)
    effect = strongest(measures, listings)
    kinds = [item.kind for item in listings if effect in {measure.effect for measure in item.measures}]
    kind = next(iter([*kinds, *(item.kind for item in listings)]), change.entry.type)
    if _leaves(change) or _relieved(change):
        silent: Class = "CHECK" if kind in ENDING else "EASE"  # no licence comes back because a notice reads otherwise
        return Verdict(class_=silent, listing_kind=kind, effect=effect, binding="no")
    if effect == "none":
        return Verdict(class_="INFO", listing_kind=kind, effect=effect, binding="no")
    binding, effective = _when([item.effective for item in measures if item.effect == effect], kind, today)
    class_: Class = {"now": "ACT", "later": "PLAN"}.get(binding, "CHECK")  # type: ignore[assignment]
    if change.weight == "minor" or change.kind == "rekeyed":
        class_ = "INFO"
    return Verdict(class_=class_, listing_kind=kind, effect=effect, binding=binding, effective=effective)


def concerned(change: Change) -> tuple[Listing, ...]:
    """The listings that the change is about: those lost, those new or different, or else all that there are."""
    before = change.before.listings if change.before else ()
    after = change.after.listings if change.after else ()
    if change.kind == "removed":
        return tuple(item for item in before if item.list in change.lists_left) or before
    if change.kind == "due" and change.due:
        what, day = change.due.what, change.due.date
        due = tuple(item for item in after if any(getattr(each, what, "") == day for each in item.measures))
        return due or after
    if change.kind in {"measures_changed", "redesignated", "advanced"}:
        return tuple(item for item in after if item not in before) or after or before
    return after or before


def _in_force(listings: Iterable[Listing]) -> list[Measure]:
    measures = [measure for listing in listings for measure in listing.measures]
    return [measure for measure in measures if not measure.ended] or measures


def strongest(measures: Sequence[Measure], listings: Sequence[Listing]) -> Effect:
    """The weightiest effect. A sanctions listing without a stated measure still binds, in a way that is not stated."""
    effects = {measure.effect for measure in measures}
    if not effects and any(listing.kind == "sanctions" for listing in listings):
        return "other"
    return min(effects, key=STRENGTH.index, default="none")


def _when(dates: Sequence[str | None], kind: str, today: str) -> tuple[Binding, str | None]:
    """Sanctions and the end of a licence bind once they are published, unless they say otherwise.

    A rule binds from a date, which must be known.
    """
    known = [date for date in dates if date]
    if len(known) < len(dates) or not known:
        return ("now", None) if kind == "sanctions" or kind in ENDING else ("unknown", None)
    first = min(known)
    return ("later", first) if first > today[: len(first)] else ("now", None)


def _relieved(change: Change) -> bool:
    """Whether measures only fell away: some did, and none is new."""
    if change.kind != "measures_changed" or not (change.before and change.after):
        return False
    return _terms(change.after) < _terms(change.before)


def _terms(entry: Entry) -> set[tuple[str, ...]]:
    return {
        (listing.list, measure.type, measure.directive or "", measure.effect)
        for listing in entry.listings
        for measure in listing.measures
        if not measure.ended
    }


def _act(change: Change, instrument: Instrument, today: str) -> Verdict:
    """The verdict on a rule, order, finding or the like."""
    verdict = _instrument(instrument, today)
    if change.kind == "removed":  # which act ended it, the list that it left does not say
        return replace(verdict, class_="CHECK", binding="unknown", effective=None)
    return replace(verdict, class_="INFO") if formal(change) else verdict


def _instrument(instrument: Instrument, today: str) -> Verdict:
    action, effective = instrument.action, instrument.effective
    kind = "special_measure" if special(instrument) else "instrument"
    over = instrument.ended and instrument.ended <= today[: len(instrument.ended)]
    if over or action in RELIEVING:
        return Verdict(class_="EASE", listing_kind=kind, effect="none", binding="no")
    if action in NOT_BINDING:
        return Verdict(class_="INFO", listing_kind=kind, effect="none", binding="no")
    binds = Verdict(class_="ACT", listing_kind=kind, effect=imposes(instrument), binding="now")
    if action == "codified" and not effective:  # what stands in the code is in force
        return binds
    if not effective or action == "court_order":
        return replace(binds, class_="CHECK", binding="unknown")
    binding, later = _when([effective], kind, today)
    return replace(binds, class_="PLAN" if later else "ACT", binding=binding, effective=later)
