"""From a commit's changes to its alerts: one action that lists 146 parties is one alert. Streamed, and pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple, get_args

from sanctionwire.core.alerts.acts import acting, happened, is_act, notices
from sanctionwire.core.alerts.alert import About, Alert, Context, Key
from sanctionwire.core.alerts.attributes import ALL
from sanctionwire.core.alerts.classes import STRENGTH, Class, Verdict, judge, told
from sanctionwire.core.alerts.tally import Tally
from sanctionwire.core.alerts.warnings import warnings
from sanctionwire.core.alerts.words import LISTING
from sanctionwire.core.changes import Change, ChangeKind, Due

ORDER: tuple[Class, ...] = get_args(Class)
"""Alerts of one commit are sent in this order, the most pressing first."""

KINDS: tuple[str, ...] = get_args(ChangeKind)

BASELINE = Key(kind="baseline", class_="INFO", listing_kind=ALL, effect="none", binding="no")


class Told(NamedTuple):
    """A change that is told, the key of its alert, and the changes of the rules or notices that it follows from."""

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
    """Each change that is told. What an act covers waits for the act, and is told with it, at the end."""
    acts: dict[Due | None, dict[str, Change]] = {}
    covered: dict[Due | None, list[Change]] = {}
    for change in changes:
        if not told(change):
            continue
        if change.kind == "baseline":
            yield Told(BASELINE, change)
        elif is_act(change.entry):
            acts.setdefault(change.due, {})[change.entry_id] = change
        elif _covering(change):
            covered.setdefault(change.due, []).append(change)
        else:
            yield _plain(change, (), context, about)
    for due in {**acts, **covered}:  # one entry may have several dates that come on one day, each an action of its own
        for together in _together(covered.get(due, []), acts.get(due, {})):
            yield from _action(together, context, about)


class _Together(NamedTuple):
    """One action: the acts of the commit that share parties, and those parties; or parties that share older acts."""

    acts: tuple[Change, ...]
    parties: tuple[Change, ...]
    ids: tuple[str, ...]


def _covering(change: Change) -> tuple[str, ...]:
    """Ids of the acts that cover it, or did before: a notice that is taken down goes with what it had told of."""
    every = [act for side in (change.before, change.after) if side for act in side.covered_by]
    return tuple(dict.fromkeys(every))


def _together(covered: Sequence[Change], acts: Mapping[str, Change]) -> Iterator[_Together]:
    """Acts that touch a common party are one action. Parties whose acts are not news go by the acts that they share."""
    of: dict[str, str] = {}
    for change in covered:
        first, *rest = _reached(change, acts)
        for other in rest:
            of[_root(of, other)] = _root(of, first)
    parties: dict[str, list[Change]] = {}
    for change in covered:
        parties.setdefault(_root(of, _reached(change, acts)[0]), []).append(change)
    members: dict[str, list[str]] = {}
    for act in dict.fromkeys([*acts, *(act for change in covered for act in _reached(change, acts))]):
        members.setdefault(_root(of, act), []).append(act)
    for root, ids in members.items():
        news = tuple(acts[act] for act in sorted(ids) if act in acts)
        yield _Together(news, tuple(parties.get(root, ())), tuple(sorted(ids)))


def _reached(change: Change, acts: Mapping[str, Change]) -> Sequence[str]:
    covering = _covering(change)
    return [act for act in covering if act in acts] or covering


def _root(of: dict[str, str], act: str) -> str:
    while act in of and of[act] != act:
        act = of[act]
    return act


def _action(one: _Together, context: Context, about: About) -> Iterator[Told]:
    """The changes of one action, under one key: a document that covers a new and a known party is one alert."""
    if not one.acts:
        yield from (_plain(change, one.ids, context, about) for change in one.parties)
        return
    subjects = one.parties or one.acts
    leading = _leading(subjects)
    shared = _key(leading, _shared_verdict(one, context, about), one.ids)
    shared = replace(shared, kind=happened(leading, one.acts)) if one.parties else shared
    yield from (Told(shared, change, one.acts) for change in subjects)


def _leading(changes: Sequence[Change]) -> Change:
    """The one by whose kind the action goes: a party that is new before one that is known."""
    return min(changes, key=lambda change: (KINDS.index(change.kind), change.cause, change.entry_id))


def _shared_verdict(one: _Together, context: Context, about: About) -> Verdict:
    """What an action means: its rules decide, where it has any; else what its notices did to parties.

    Where no notice was read with certainty, a person reads them first.
    """
    rules = [change for change in acting(one.acts) if change.entry.instrument]
    verdicts = _verdicts(rules or one.parties or one.acts, context, about)
    verdict = min(verdicts, key=_rank)
    if rules and one.parties:
        return _as_listed(verdict, _verdicts(one.parties, context, about))
    doubtful = [bool(notice.doubts) for notice in notices(one.acts)]
    return replace(verdict, class_="CHECK") if doubtful and all(doubtful) else verdict


def _rank(verdict: Verdict) -> tuple[int, int, str, str]:
    """The most pressing first; complete, so that no order in which changes come makes another alert."""
    weight = STRENGTH.index(verdict.effect)
    return ORDER.index(verdict.class_), weight, verdict.listing_kind, verdict.effective or ""


def _as_listed(rule: Verdict, listed: Sequence[Verdict]) -> Verdict:
    """A rule's verdict with the kind and the effect that its parties' listings state for it."""
    weightiest = min(listed, key=lambda each: (STRENGTH.index(each.effect), each.listing_kind))
    stated = weightiest.effect if "none" not in {rule.effect, weightiest.effect} else rule.effect
    kind = weightiest.listing_kind if weightiest.listing_kind in LISTING else rule.listing_kind
    return replace(rule, effect=stated, listing_kind=kind)


def _verdicts(changes: Sequence[Change], context: Context, about: About) -> list[Verdict]:
    verified = about.verified_on is not None
    return [judge(change, today=context.today, verified=verified) for change in changes]


def _plain(change: Change, acts: tuple[str, ...], context: Context, about: About) -> Told:
    (verdict,) = _verdicts([change], context, about)
    return Told(_key(change, verdict, acts), change)


def _key(change: Change, verdict: Verdict, acts: tuple[str, ...]) -> Key:
    return Key(
        kind=change.kind,
        class_=verdict.class_,
        listing_kind=verdict.listing_kind,
        effect=verdict.effect,
        binding=verdict.binding,
        cause=change.cause,
        effective=verdict.effective,
        due=(change.due.what, change.due.date) if change.due else None,
        instruments=acts,
    )
