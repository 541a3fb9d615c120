"""From a commit's changes to its alerts: one action that lists 146 parties is one alert. Streamed, and pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, get_args

from sanctionwire.core.alerts.alert import About, Alert, Context, Key
from sanctionwire.core.alerts.attributes import ALL
from sanctionwire.core.alerts.classes import Class, Verdict, acting, judge, told
from sanctionwire.core.alerts.tally import Tally
from sanctionwire.core.alerts.warnings import warnings
from sanctionwire.core.changes import Change, ChangeKind

ORDER: tuple[Class, ...] = get_args(Class)
"""Alerts of one commit are sent in this order, the most pressing first."""

KINDS: tuple[str, ...] = get_args(ChangeKind)

BASELINE = Key(kind="baseline", class_="INFO", listing_kind=ALL, effect="none", binding="no")


class Told(NamedTuple):
    """A change that is told, the key of its alert, and the changes of the rules that it follows from."""

    key: Key
    change: Change
    instruments: tuple[Change, ...] = ()


def group(context: Context, changes: Iterable[Change], about: About) -> list[Alert]:
    """The alerts of a commit, the most pressing first. Holds at most DETAILED changes of each, however many come."""
    tallies: dict[Key, Tally] = {}
    for key, change, instruments in telling(context, changes, about):
        tallies.setdefault(key, Tally(key)).add(change, instruments)
    alerts = [*(tally.alert(context, about) for tally in tallies.values()), *warnings(context, about)]
    return sorted(alerts, key=_urgency)


def _urgency(alert: Alert) -> tuple[int, str, int, int, str]:
    key = alert.key
    return (
        ORDER.index(key.class_),
        key.cause,
        KINDS.index(key.kind) if key.kind in KINDS else -1,
        -alert.count,
        alert.id,
    )


def telling(context: Context, changes: Iterable[Change], about: About) -> Iterator[Told]:
    """Each change that is told. What a rule covers waits for the rule, and is told with it, at the end."""
    rules: dict[str, Change] = {}
    covered: list[Change] = []
    for change in changes:
        if not told(change):
            continue
        if change.kind == "baseline":
            yield Told(BASELINE, change)
        elif change.entry.instrument:
            rules[change.entry_id] = change
        elif change.entry.covered_by:
            covered.append(change)
        else:
            yield _told(change, (), context, about)
    told_with: set[str] = set()
    for change in covered:
        steps = tuple(rules[rule] for rule in change.entry.covered_by if rule in rules)
        told_with |= {step.entry_id for step in steps}
        yield _told(change, steps, context, about)
    for rule, change in rules.items():
        if rule not in told_with:
            yield _told(change, (change,), context, about)


def _told(change: Change, steps: tuple[Change, ...], context: Context, about: About) -> Told:
    verified = about.verified_on is not None
    verdicts = [judge(each, today=context.today, verified=verified) for each in acting(steps) or (change,)]
    verdict = min(verdicts, key=lambda each: ORDER.index(each.class_))
    return Told(_key(change, verdict, tuple(step.entry_id for step in steps)), change, steps)


def _key(change: Change, verdict: Verdict, instruments: tuple[str, ...]) -> Key:
    return Key(
        kind=change.kind,
        class_=verdict.class_,
        listing_kind=verdict.listing_kind,
        effect=verdict.effect,
        binding=verdict.binding,
        cause=change.cause,
        effective=verdict.effective,
        instruments=instruments,
    )
