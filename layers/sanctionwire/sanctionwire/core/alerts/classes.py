"""What a change means to the person who must act: its class, its effect, and whether it binds today. Pure rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from sanctionwire.core.changes import Change
from sanctionwire.core.model import Effect, Entry, Instrument, Listing, Measure

Class = Literal["ACT", "PLAN", "CHECK", "EASE", "INFO", "BLIND"]
"""In the order in which they are read."""

Binding = Literal["now", "later", "unknown", "no"]

STRENGTH: tuple[Effect, ...] = get_args(Effect)
"""Effects, the weightiest first."""


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
    if entry.instrument:
        verdict = instrument_verdict(entry.instrument, today)
    elif entry.type == "authorisation":
        verdict = Verdict(
            class_="CHECK" if _leaves(change) else "EASE", listing_kind="authorisation", effect="none", binding="no"
        )
    else:
        verdict = _listed(change, today)
    return _doubted(change, verdict, verified=verified)


def _doubted(change: Change, verdict: Verdict, *, verified: bool) -> Verdict:
    """CHECK where a person must look first. A designation is never held back by a doubt about who it is."""
    ambiguous = change.kind in {"merged", "retracted"} or (_leaves(change) and bool(change.possible_same_as))
    scanned = change.entry.evidence in {"machine_read", "reported_by"}
    unproven = not verified and verdict.class_ != "INFO"
    if not (ambiguous or scanned or unproven):
        return verdict
    return Verdict(
        class_="CHECK",
        listing_kind=verdict.listing_kind,
        effect=verdict.effect,
        binding=verdict.binding,
        effective=verdict.effective,
    )


def _leaves(change: Change) -> bool:
    return change.kind in {"removed", "retracted"}


def _listed(change: Change, today: str) -> Verdict:
    listings = concerned(change)
    measures = _in_force(listings)
    effect = strongest(measures, listings)
    kinds = [item.kind for item in listings if effect in {measure.effect for measure in item.measures}]
    kind = next(iter([*kinds, *(item.kind for item in listings)]), change.entry.type)
    if _leaves(change) or _relieved(change):
        return Verdict(class_="EASE", listing_kind=kind, effect=effect, binding="no")
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
    if change.kind in {"measures_changed", "redesignated", "advanced", "due"}:
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
    """Sanctions bind on publication unless they say otherwise; a rule binds from a date, which must be known."""
    known = [date for date in dates if date]
    if len(known) < len(dates) or not known:
        return ("now", None) if kind == "sanctions" else ("unknown", None)
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


_RELIEVING = {"relief", "withdrawal", "rescission", "repeal"}
_NOT_BINDING = {"finding", "proposal"}


def acting(instruments: Sequence[Change]) -> Sequence[Change]:
    """What acts, without what it ends: a rescission is not told as the final rule that it rescinds."""
    going = [change for change in instruments if not (change.entry.instrument and change.entry.instrument.ended)]
    return going or instruments


def instrument_verdict(instrument: Instrument, today: str) -> Verdict:
    """The verdict on a rule, order, finding or the like."""
    action, effective = instrument.action, instrument.effective
    over = instrument.ended and instrument.ended <= today[: len(instrument.ended)]
    if over or action in _RELIEVING:
        return Verdict(class_="EASE", listing_kind="special_measure", effect="none", binding="no")
    if action in _NOT_BINDING:
        return Verdict(class_="INFO", listing_kind="special_measure", effect="none", binding="no")
    if not effective or action == "court_order":
        return Verdict(
            class_="CHECK", listing_kind="special_measure", effect="correspondent_account", binding="unknown"
        )
    binding, later = _when([effective], "special_measure", today)
    return Verdict(
        class_="PLAN" if later else "ACT",
        listing_kind="special_measure",
        effect="correspondent_account",
        binding=binding,
        effective=later,
    )
