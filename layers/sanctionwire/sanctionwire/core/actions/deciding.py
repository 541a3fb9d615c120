"""From an action and the threads of its days to a decision: told in full, or as a confirmation, and in which thread."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from sanctionwire.core.actions.thread import CODIFIED, DAYS, MAKING, REWRITTEN, Action, Decision, Thread, Told
from sanctionwire.core.alerts.words import EFFECT

NOTICE_DAYS = 2
"""How far apart a notice and what it speaks of may be: a release comes with the act, or within hours of it."""

MOST_SPOKEN_OF = 10
"""Actions that one notice confirms."""

_NEW = {"designated", "advanced", "relisted"}
"""Kinds of changes that another source may confirm."""


def decide(new: Action, threads: Sequence[Thread]) -> Decision:
    """How an alert goes out, given the threads that share a key with it or are of these days."""
    mine = sorted((each for each in threads if belongs(new, each)), key=lambda each: _rank(new, each), reverse=True)
    if not new.told.acts:
        mine = _spoken_of(new, mine)
    elif mine:
        mine = mine[:1]
    also, untold = _also(new, threads, mine), _untold(new, threads)
    if not mine:
        return Decision(how="opened", also=also, untold=untold)
    if (new.told.acts or _tells_nothing_else(new, mine)) and all(confirms(new, each) for each in mine):
        return Decision(how="confirmed", threads=tuple(sorted(each.id for each in mine)), also=also)
    differs = tuple(differences(new, mine[0]))
    return Decision(how="full", threads=(mine[0].id,), differs=differs, also=also, untold=untold)


def _rank(new: Action, thread: Thread) -> tuple[bool, str, str]:
    return bool(new.keys & thread.keys), thread.date, thread.id


def _spoken_of(new: Action, threads: Sequence[Thread]) -> list[Thread]:
    """A notice confirms each action that it speaks of; where it confirms none, it belongs where its number does."""
    acting = [each for each in threads if confirms(new, each)][:MOST_SPOKEN_OF]
    if acting and _tells_nothing_else(new, acting):
        return acting
    return [each for each in threads if new.keys & each.keys][:1]


def _untold(new: Action, threads: Iterable[Thread]) -> tuple[str, ...]:
    """The authorities of whose acts a notice tells, without those whose act on one of its parties was told."""
    if new.told.acts or new.kind != "designated":
        return ()
    near = (each for each in threads if new.keys & each.keys or apart(new.date, each.date) <= NOTICE_DAYS)
    acts = (act for thread in near for act in thread.acts if speaks_of(new.told, act))
    told_of = {act.authority for act in acts if new.told.marks & act.marks}
    return tuple(sorted(set(new.told.agencies) - told_of))


def _tells_nothing_else(notice: Action, threads: Sequence[Thread]) -> bool:
    """Whether these threads told of what a notice tells: of each authority's act, and of most of those it names."""
    told_of = {act.authority for thread in threads for act in thread.acts}
    return told_of.issuperset(notice.told.agencies) and 2 * len(besides(notice, *threads)) <= len(notice.parties)


def belongs(new: Action, thread: Thread) -> bool:
    """Whether an alert is of this action."""
    if thread.full:
        return False
    if new.keys & thread.keys:
        return True
    within = DAYS if new.told.acts and thread.acts else NOTICE_DAYS
    near = new.jurisdiction == thread.jurisdiction and apart(new.date, thread.date) <= within
    if not near or new.kind == "due" or not any(new.told.marks & each.marks for each in thread.told):
        return False
    if not new.told.acts:
        return any(speaks_of(new.told, each) and new.told.marks & each.marks for each in thread.acts)
    if thread.acts:
        return any(_same_act(new, each) for each in thread.acts)
    return any(speaks_of(each, new.told) and new.told.marks & each.marks for each in thread.told)


def _same_act(new: Action, old: Told) -> bool:
    """Whether a source that numbers nothing, or another one, told of the same act, on a party in common."""
    told = new.told
    kinds = [(each.authority, each.act, each.sense, each.listing_kind) for each in (told, old)]
    return kinds[0] == kinds[1] and (told.source != old.source or not new.keys) and bool(told.marks & old.marks)


def speaks_of(notice: Told, act: Told) -> bool:
    """Whether a notice of this category can be about such an act. A removal never speaks of a designation."""
    if notice.agencies and act.authority not in notice.agencies:
        return False
    match notice.category:
        case "designation":
            return act.sense == "imposes"
        case "removal":
            return act.sense == "eases"
        case "rule":
            return act.act != "listing"
        case "licence_revocation" | "liquidation":
            return act.listing_kind == notice.category
    return False


def confirms(new: Action, thread: Thread) -> bool:
    """Whether it adds nothing to what the thread was told, but that another source says so too."""
    if new.doubtful or not new.whole:
        return False
    if not new.told.acts:
        spoken_of = any(speaks_of(new.told, each) for each in thread.acts)
        return spoken_of and new.kind == "designated" and new.told.class_ == "INFO"
    keyed = bool(new.keys & thread.keys)
    return any(_repeats(new, each, keyed=keyed) for each in thread.acts)


def _repeats(new: Action, old: Told, *, keyed: bool) -> bool:
    told = new.told
    from_elsewhere = told.source != old.source and new.kind in _NEW
    published = new.paperwork and keyed and new.kind in REWRITTEN
    if not (from_elsewhere or published):
        return False
    if (told.sense, told.effect, told.listing_kind) != (old.sense, old.effect, old.listing_kind):
        return False
    in_force = told.act == CODIFIED and old.act in MAKING and _has_come(new, old)
    if told.act != old.act and not (keyed and (told.class_ == "INFO" or in_force)):
        return False
    if not _binds_as_much(told, old, in_force=in_force):
        return False
    if not new.parties:
        return keyed
    return all(party.firm & old.marks for party in new.parties)


def _has_come(new: Action, old: Told) -> bool:
    """Whether the day has come from which a rule was told to bind: a code shows what is in force, not since when."""
    return "effective date" not in new.told.dates and old.dates.get("effective date", "9999") <= new.date


def _binds_as_much(new: Told, old: Told, *, in_force: bool) -> bool:
    """Whether what was told bound as much, and from the same day on. What is not known now adds nothing."""
    if any(old.dates.get(name) != day for name, day in new.dates.items()):
        return False
    match new.class_:
        case "ACT" | "PLAN":
            return old.class_ in {"ACT", "PLAN"} and ("effective date" in new.dates or in_force)
        case "CHECK":
            return old.class_ in {"ACT", "PLAN", "CHECK"}
    return new.class_ == old.class_


def differences(new: Action, thread: Thread) -> Iterator[tuple[str, str, str]]:
    """In what an alert differs from what its thread was told last by an earlier commit: what, then and now."""
    earlier = [each for each in thread.acts if each.sense == new.told.sense and each.seq < new.told.seq]
    if not earlier or not new.told.acts or new.kind == "due":
        return
    old, told = earlier[-1], new.told
    if old.effect != told.effect:
        yield "effect", EFFECT[old.effect][0], EFFECT[told.effect][0]
    for name in dict.fromkeys([*old.dates, *told.dates]):
        if (day := told.dates.get(name)) and day != old.dates.get(name):
            yield name, old.dates.get(name, "not known"), day
    if more := besides(new, thread):
        yield "parties", f"{len(new.parties) - len(more)} of {len(new.parties)}", f"also {named(more)}"


def besides(new: Action, *threads: Thread) -> list[str]:
    """Names of the parties that none of the threads was told of."""
    known = frozenset[str]().union(*(thread.marks for thread in threads))
    return [party.name for party in new.parties if not party.marks & known]


def named(names: Sequence[str], most: int = 10) -> str:
    """The first of some names, and how many more there are."""
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _also(new: Action, threads: Iterable[Thread], mine: Sequence[Thread]) -> tuple[str, ...]:
    """What else was told of its parties these days: in other threads, by alerts that are not in its own as well."""
    own = {told.alert for thread in mine for told in thread.told}
    others = [each for each in threads if each not in mine and apart(new.date, each.date) <= DAYS]
    found = [(thread, told) for thread in others for told in thread.told if told.marks & new.told.marks]
    lines = [
        f"{told.by}, which confirmed: {bare(thread.line)}" if told.how == "confirmed" else bare(told.line)
        for thread, told in found
        if told.alert not in own and (told.seq < new.told.seq or told.source != new.told.source)
    ]
    return tuple(dict.fromkeys(lines))[:6]


def bare(line: str) -> str:
    """A first line without its marks."""
    return re.sub(r"^(\[[A-Z]+\] )+", "", line)


def apart(one: str, other: str) -> int:
    """Days between two dates."""
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days)
