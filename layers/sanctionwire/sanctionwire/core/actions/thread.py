"""An action and what is compared of it: its alerts as they were told, its parties by their marks, its keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from sanctionwire.core.alerts.classes import Class
from sanctionwire.core.model import Effect

DAYS = 5
"""How far apart two sources may tell of one action without a key in common: a long weekend."""

MOST_TOLD, MOST_MARKS = 60, 8_000
"""A thread of more alerts or marks takes no more: what comes then opens another."""

Sense = Literal["imposes", "eases"]
How = Literal["opened", "full", "confirmed"]

NOTICE = "notice"
"""The act of whoever only tells."""

CODIFIED = "codified"
MAKING = {"final_rule", "amendment", "effective_date_change", "repeal", "rescission"}
"""Acts that make a section. A code cites them by their day, and by the page of the section, not of the document."""

REWRITTEN = {"amended", "advanced", "rekeyed"}
"""Kinds of changes in which a document reads otherwise."""

Marks = frozenset[str]
"""What a party can be recognised by: `id:` entries, `org:` distinctive names of organisations, `name:` other names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A party of an alert: what it is called, and its marks."""

    name: str
    marks: Marks

    @property
    def firm(self) -> Marks:
        """Marks by which it cannot be mistaken."""
        return frozenset(mark for mark in self.marks if not mark.startswith("name:"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a thread remembers of one of its alerts."""

    alert: str
    seq: int
    line: str
    source: str
    by: str
    """Who said it, as a reader knows them: `OFAC`, `Treasury sb0278`."""
    how: How = "opened"
    authority: str
    """First word of the authority's name, in small letters."""
    class_: Class
    act: str
    sense: Sense
    effect: Effect
    listing_kind: str
    category: str = ""
    """A notice's."""
    agencies: tuple[str, ...] = ()
    """The authorities of whose acts a notice tells; none: it does not say."""
    dates: Mapping[str, str] = field(default_factory=dict)
    marks: Marks = frozenset()
    differs: tuple[tuple[str, str, str], ...] = ()
    also: tuple[str, ...] = ()
    untold: tuple[str, ...] = ()

    @property
    def acts(self) -> bool:
        """Whether it is an act, and no notice of one."""
        return self.act != NOTICE


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """An alert as it is compared with others."""

    told: Told
    kind: str
    jurisdiction: str
    date: str
    keys: frozenset[str] = frozenset()
    parties: tuple[Party, ...] = ()
    whole: bool = True
    """Whether these are all its parties."""
    paperwork: bool = False
    """Whether what changed is only how a document is published."""
    doubtful: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """One action, and the alerts that have told of it so far."""

    id: str
    date: str
    jurisdiction: str
    keys: frozenset[str] = frozenset()
    told: tuple[Told, ...] = ()

    @property
    def line(self) -> str:
        """The first line of the alert that opened it."""
        return self.told[0].line

    @property
    def full(self) -> bool:
        """Whether it takes no more."""
        return len(self.told) >= MOST_TOLD or sum(len(each.marks) for each in self.told) >= MOST_MARKS

    @property
    def acts(self) -> list[Told]:
        """What was told of acts, in full."""
        return [each for each in self.told if each.acts and each.how != "confirmed"]

    @property
    def marks(self) -> Marks:
        """Marks of all parties that were told of in full."""
        return frozenset().union(*(each.marks for each in self.told if each.how != "confirmed"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """How an alert goes out, and into which threads; none: it opens its own."""

    how: How
    threads: tuple[str, ...] = ()
    differs: tuple[tuple[str, str, str], ...] = ()
    """What, as it was told, as it is now."""
    also: tuple[str, ...] = ()
    """First lines of what else was told of its parties these days."""
    untold: tuple[str, ...] = ()
    """Authorities of whose acts a notice tells, and of which nobody was told these days."""
