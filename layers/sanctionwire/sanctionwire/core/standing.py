"""How instruments refer to one another, across sources, and what that makes of each of them on a day.

They are joined by what they carry: ids of entries, Federal Register document numbers and citations, sections of a code,
the number of a rulemaking. Carrying the same key makes two instruments related; whether one touches the other follows
from what it names: **an act that names documents touches only those; one that names only sections touches what stands
in them; one that names neither touches its own rulemaking, or else what covers the same party**. Nothing is concluded
from titles or dates alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, Literal

from sanctionwire.core.model import Instrument
from sanctionwire.core.status import BINDING, Moved, Status, called, history, made_by, made_on, status

Reach = Literal["named", "section", "rulemaking", "party"]

_CITATION = re.compile(r"\d+ FR \d+")
_SECTION = re.compile(r"\d+ CFR .+")
DATED = ("final_rule", "order", "amendment")
"""Actions that take effect on a date."""
_UNDOING = {"withdrawal", "rescission", "repeal", "relief", "court_order"}


@dataclass(frozen=True, kw_only=True)  # not slotted: its sets are kept once made
class Act:
    """An instrument as one source publishes it, under its entry's id."""

    id: str
    instrument: Instrument

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> Act:
        """From the plain record of an entry that has an instrument."""
        return cls(id=record["id"], instrument=Instrument.model_validate(record["instrument"]))

    @cached_property
    def numbers(self) -> frozenset[str]:
        """What a document is known by in whichever source: its numbers and citations."""
        cited = (text for document in self.instrument.documents for text in (document.number, document.citation))
        return frozenset(_clean(text) for text in (*cited, self.instrument.citation) if text)

    @cached_property
    def names(self) -> frozenset[str]:
        """By what others may name it."""
        return self.numbers | {self.id}

    @cached_property
    def named(self) -> frozenset[str]:
        """The documents and entries that it says it acts on."""
        return frozenset(text for text in self._refs if not _SECTION.fullmatch(text))

    @cached_property
    def sections_named(self) -> frozenset[str]:
        """The sections that it says it acts on."""
        return self._refs - self.named

    @cached_property
    def sections(self) -> frozenset[str]:
        """The sections that it makes, changes or is."""
        return frozenset(map(_clean, self.instrument.sections))

    @cached_property
    def rulemaking(self) -> frozenset[str]:
        """The numbers of its rulemaking."""
        return frozenset(_clean(text) for text in (self.instrument.rin, self.instrument.docket) if text)

    @cached_property
    def covers(self) -> frozenset[str]:
        """Whom it is about."""
        return frozenset(map(_clean, self.instrument.covers))

    @property
    def kin(self) -> frozenset[str]:
        """The keys by which others are related to it."""
        return self.names | self.sections | self.rulemaking | self.covers

    @property
    def carried(self) -> frozenset[str]:
        """All keys that it carries."""
        return self.kin | self._refs

    @cached_property
    def _refs(self) -> frozenset[str]:
        return frozenset(map(_clean, (*self.instrument.amends, *self.instrument.supersedes)))

    @property
    def day(self) -> str:
        """Where it stands in time: when it was made public; empty for what has no date, such as a code."""
        return made_on(self.instrument) or ""


def keys(record: Mapping[str, Any]) -> frozenset[str]:
    """Every key under which a record, in plain form, is found by what it is related to."""
    found = set(map(_clean, record.get("covered_by", ())))
    if instrument := record.get("instrument"):
        found |= {record["id"], *map(_clean, instrument.get("covers", ()))}
        for field in ("sections", "amends", "supersedes"):
            found |= set(map(_clean, instrument.get(field, ())))
        papers = [instrument, *instrument.get("documents", ())]
        names = ("citation", "number", "rin", "docket")
        found |= {_clean(paper[name]) for paper in papers for name in names if paper.get(name)}
    return frozenset(filter(None, found))


def _clean(text: str) -> str:
    return " ".join(text.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """An instrument, the same document as other sources have it, and all that carries a key of theirs."""

    head: Act
    twins: tuple[Act, ...] = ()
    others: tuple[Act, ...] = ()

    @property
    def kin(self) -> frozenset[str]:
        """The keys by which others are related to it, in whichever source they stand."""
        return frozenset[str]().union(*(act.kin for act in (self.head, *self.twins)))

    @property
    def names(self) -> frozenset[str]:
        """Everything that the document is known by."""
        return frozenset[str]().union(*(act.names for act in (self.head, *self.twins)))


def family(head: Act, carrying: Callable[[str], Iterable[Act]]) -> Family:
    """The family of an instrument, and what acts on that. `carrying`: the instruments that carry a key."""
    same = {act.id: act for number in sorted(head.numbers) for act in carrying(number) if _same(act, head)}
    wanted = frozenset[str]().union(*(act.kin for act in (head, *same.values())))
    others = {act.id: act for key in sorted(wanted) for act in carrying(key)}
    named = {key for act in others.values() for key in act.names} - wanted  # a repeal may be withdrawn
    others |= {act.id: act for key in sorted(named) for act in carrying(key)}
    left = (others[each] for each in sorted(others.keys() - same.keys() - {head.id}))
    return Family(head=head, twins=tuple(same[each] for each in sorted(same)), others=tuple(left))


def _same(act: Act, head: Act) -> bool:
    """Whether two sources have one document. A section of a code is not the rule that made it."""
    codes = {"codified"} & {act.instrument.action, head.instrument.action}
    return act.id != head.id and not codes and bool(act.numbers & head.numbers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How an instrument stands on a day."""

    status: Status
    dates: tuple[Moved, ...]
    """The effective dates that have stood by then, the one that stands last."""
    later: tuple[Act, ...] = ()
    """Related instruments made public after it and by that day, the oldest first."""
    touching: tuple[Act, ...] = ()
    """Those of them that touch it."""

    @property
    def effective(self) -> str | None:
        """The effective date that stands."""
        return self.dates[-1].effective


def standing(given: Family, on: date) -> Standing:
    """How the head of a family stands on a day, by what had been made public up to it."""
    head, notes = _whole(given.head, given.twins)
    others = [_whole(act, [other for other in given.others if _same(other, act)])[0] for act in given.others]
    later = sorted((act for act in others if _follows(act, head) and made_by(act.instrument, on)), key=_order)
    acts = [act for act in later if _lasts(act, later, on)]
    touching = [act for act in acts if _touches(act, head, given.names, later)]
    touching += _moves(head, given.names, acts)
    told = [(act, _dated(act, acts, on)) for act in touching if not _settled(act, acts)]
    superseding = [dated for act, dated in told if given.names & set(map(_clean, act.instrument.supersedes))]
    instruments = [dated for _, dated in told]
    judged = status(head.instrument, on, later=instruments, superseding=superseding)
    return Standing(
        status=replace(judged, notes=(*judged.notes, *notes)),
        dates=history(head.instrument, on, instruments),
        later=tuple(act for act in later if act.carried & given.kin),
        touching=tuple(sorted(touching, key=_order)),
    )


def _order(act: Act) -> tuple[str, str]:
    return act.day, act.id


def _follows(act: Act, head: Act) -> bool:
    return not (act.day and head.day) or act.day >= head.day


_DATES = ("effective", "expires", "ended")
_ONCE = (*_DATES, "inspected", "rin", "docket")
_SEVERAL = ("sections", "amends", "supersedes")


def _whole(act: Act, twins: Sequence[Act]) -> tuple[Act, tuple[str, ...]]:
    """The act with what only another source states of the same document; where those differ, nothing is taken."""
    found: dict[str, Any] = {}
    notes: list[str] = []
    for name in _ONCE if twins else ():
        stated = {value: twin.id for twin in twins if (value := getattr(twin.instrument, name))}
        if getattr(act.instrument, name) or not stated:
            continue
        if len(stated) > 1:
            notes.append(f"{name}: other sources differ ({', '.join(sorted(stated))})")
            continue
        ((value, source),) = stated.items()
        found[name] = value
        if name in _DATES:
            notes.append(f"{name} {value}: as {source} states")
    for name in _SEVERAL if twins else ():
        found[name] = tuple(sorted({each for one in (act, *twins) for each in getattr(one.instrument, name)}))
    if not found:
        return act, ()
    return Act(id=act.id, instrument=act.instrument.model_copy(update=found)), tuple(notes)


def reach(act: Act, target: Act, names: frozenset[str]) -> Reach | None:
    """Through what an act reaches a target that is known by `names`, if it does."""
    if act.named & names:
        return "named"
    if act.sections_named & target.sections:
        return "section"
    if act.named and not {_sort(text) for text in act.named} - {_sort(text) for text in names}:
        return None  # it could have named it, and did not
    if act.sections & target.sections:
        return "section"
    if act.rulemaking & target.rulemaking:
        return "rulemaking"
    return "party" if act.covers & target.covers and not (act.sections or act.sections_named) else None


def _sort(text: str) -> str:
    """What sort of name it is: a citation, an id of some source, or a number."""
    return "FR" if _CITATION.fullmatch(text) else text.partition(":")[0] if ":" in text else "number"


def _touches(act: Act, target: Act, names: frozenset[str], acts: Iterable[Act]) -> bool:
    """Whether an act does or proposes anything to the target; those that move dates are looked at apart."""
    how, action = reach(act, target, names), act.instrument.action
    if how is None or action in {"codified", "finding", "effective_date_change"}:
        return False
    if how == "named":
        return True
    if action == "withdrawal":
        return _withdraws(act, target, acts)
    return action in _UNDOING or (how == "section" and target.instrument.action in BINDING)


def _withdraws(act: Act, target: Act, acts: Iterable[Act]) -> bool:
    """A withdrawal that names no document withdraws what is newest of all that it may mean."""
    between = [
        other
        for other in acts
        if other.instrument.action in {"proposal", "finding", *DATED}
        and target.day < other.day <= act.day
        and reach(act, other, other.names)
    ]
    return target.instrument.action != "codified" and not between


def _moves(target: Act, names: frozenset[str], acts: Iterable[Act]) -> Iterator[Act]:
    """The changes of its effective date, in order. One that does not name it means nothing that is in force already."""
    effective = target.instrument.effective
    for act in acts:
        how = reach(act, target, names)
        if how is None or act.instrument.action != "effective_date_change":
            continue
        ahead = target.instrument.action in DATED and (not effective or effective >= act.day)
        if how == "named" or ahead:
            effective, names = act.instrument.effective, names | act.names
            yield act


def _lasts(act: Act, acts: Iterable[Act], on: date) -> bool:
    """Whether it has not been undone in its turn: a repeal may be withdrawn, relief rescinded, a proposal given up."""
    undoing = [
        other.instrument
        for other in acts
        if other is not act and _follows(other, act) and other.instrument.action in _UNDOING - {"court_order"}
        and (other.named & act.names or (_open(act) and _touches(other, act, act.names, acts)))
    ]  # fmt: skip
    return status(act.instrument, on, later=undoing).code != "ended"


def _open(act: Act) -> bool:
    return act.instrument.action in {"proposal", "finding"}


def _dated(act: Act, acts: Iterable[Act], on: date) -> Instrument:
    """The act with the effective date to which others that name it have moved it."""
    if act.instrument.action == "effective_date_change":  # what moves it again moves the rule
        return act.instrument
    moves = [other.instrument for other in acts if other is not act and other.named & act.names]
    return act.instrument.model_copy(update={"effective": history(act.instrument, on, moves)[-1].effective})


def _settled(act: Act, acts: Iterable[Act]) -> bool:
    """Whether a proposal has become a rule: one that names it, or one of its rulemaking. It is proposed no longer."""
    if act.instrument.action != "proposal":
        return False
    rules = (other for other in acts if other.instrument.action in DATED and other.day > act.day)
    return any(other.named & act.names or other.rulemaking & act.rulemaking for other in rules)


def described(act: Act) -> Iterator[tuple[str, str | None]]:
    """The headline of an instrument, field by field."""
    instrument = act.instrument
    yield from {
        "id": act.id,
        "action": instrument.action,
        "stage": instrument.stage,
        "document": called(instrument),
        "published": instrument.published,
        "inspected": instrument.inspected,
        "effective": instrument.effective,
        "citation": instrument.citation,
    }.items()
