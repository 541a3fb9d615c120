"""What is kept of the changes of one alert while they stream by, and the alert that it becomes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from sanctionwire.core.alerts.acts import (
    agency,
    bans,
    deeds,
    happened,
    headed,
    heading,
    instruments,
    is_act,
    law,
    naming,
    notices,
    special,
)
from sanctionwire.core.alerts.alert import DETAILED, About, Alert, Context, Key
from sanctionwire.core.alerts.attributes import (
    ALL,
    NONE,
    Attributes,
    attributes,
    concerning_all,
    countries,
    filterable,
    one_or_all,
    values,
)
from sanctionwire.core.alerts.classes import concerned
from sanctionwire.core.alerts.first_line import Gist, ascii_name, first_line
from sanctionwire.core.alerts.text import folded, harmless
from sanctionwire.core.alerts.words import DEED
from sanctionwire.core.changes import Change


@dataclass(slots=True)
class Tally:
    """The changes of one alert, DETAILED of them at most; of the others what a first line and filters need."""

    key: Key
    count: int = 0
    remaining: int = 0
    """How many of them left one list and stand on another."""
    demo: bool = False
    schemas: Counter[str] = field(default_factory=Counter)
    changes: list[Change] = field(default_factory=list)
    instruments: dict[str, Change] = field(default_factory=dict)
    names: dict[str, tuple[str, str]] = field(default_factory=dict)
    pointed_at: Counter[str] = field(default_factory=Counter)
    ties: dict[str, set[str]] = field(default_factory=dict)
    """Entry id → ids and names that it is tied to; kept where acts are told, whose parties are few."""
    kinds: set[str] = field(default_factory=set)
    listing_kinds: set[str] = field(default_factory=set)
    lists: set[str] = field(default_factory=set)
    deeds: set[str] = field(default_factory=set)
    programmes: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)

    def add(self, change: Change, instruments: tuple[Change, ...] = ()) -> None:
        """Take in one change, and the acts that it follows from."""
        entry = change.entry
        self.count += 1
        self.remaining += bool(change.remains_on)
        self.demo |= any(each.entry.evidence == "reconstructed" for each in (change, *instruments))
        self.schemas[entry.subject.schema_ if entry.subject and entry.type == "party" else entry.type] += 1
        if self.key.kind == "baseline":
            return
        if self.count <= DETAILED + 1:
            self.changes.append(change)
        self.instruments |= {step.entry_id: step for step in instruments}
        self._name(change)
        self.kinds.add(change.kind if is_act(entry) else happened(change, instruments))
        listings = concerned(change)
        self.listing_kinds |= {listing.kind for listing in listings}
        self.lists |= {listing.list for listing in listings}
        self.deeds |= set(deeds(listings))
        self.programmes |= {name for listing in listings for name in listing.programmes}
        for side in (change.before, change.after):
            self.countries |= set(countries(side.plain().get("subject"))) if side else set()

    def _name(self, change: Change) -> None:
        entry = change.entry
        said, plain = harmless(entry.caption, 200), ascii_name(entry)
        if is_act(entry):
            first, *rest = naming(entry)
            said = harmless(first, 200) + (f" and {len(rest)} more" if rest else "")
            plain = (folded(first) or plain) + (f" + {len(rest)} more" if rest else "")
        self.names[change.entry_id] = (said, plain)
        targets = [relation.target_id or relation.target_name or "" for relation in entry.relations]
        self.pointed_at.update(targets)
        if self.instruments:
            self.ties[change.entry_id] = {*targets, *(each.target_name or "" for each in entry.relations)}

    def alert(self, context: Context, about: About) -> Alert:
        """The alert."""
        acts = tuple(self.instruments.values())
        first = sorted(self.names, key=lambda entry_id: self._place(entry_id, acts))
        names = [self.names[entry_id] for entry_id in first]
        rank = {entry_id: place for place, entry_id in enumerate(first)}
        demo = context.demo or self.demo
        gist = Gist(
            count=self.count,
            apart=self._apart(first, acts),
            remaining=self.remaining,
            names=tuple(plain for _, plain in names[:1]),
            lists=tuple(sorted(self.lists)),
            programmes=tuple(sorted(self.programmes)),
            acts=acts,
            deeds=tuple(name for name in DEED if name in self.deeds),
            law=self._law(acts),
            banned=bans(acts),
            demo=demo,
        )
        return Alert(
            id=self.key.alert_id(context.seq),
            key=self.key,
            context=context,
            first_line=first_line(self.key, context, about, gist),
            demo=demo,
            count=self.count,
            schemas=dict(self.schemas.most_common()),
            changes=tuple(sorted(self.changes, key=lambda each: rank[each.entry_id])) if self.count <= DETAILED else (),
            instruments=acts,
            names=tuple(name for name, _ in names[: DETAILED + 1]),
            lists=gist.lists,
            speaker=agency(acts, about.title),
            belonging=self.count - 1 - gist.apart if acts and self.names else 0,
            law=gist.law,
            deeds=gist.deeds,
            banned=gist.banned,
            attributes=self._attributes(context, about, acts),
        )

    def _law(self, acts: tuple[Change, ...]) -> str:
        return next(filter(None, (law(each, sorted(self.programmes)) for each in instruments(acts))), "")

    def _apart(self, first: list[str], acts: tuple[Change, ...]) -> int:
        """How many are told besides the first one: of a document's parties, not those that belong to its subject."""
        ids = first[1:]
        if not acts or not first:
            return len(ids)
        whole = {first[0], self.names[first[0]][0]}
        return sum(1 for entry_id in ids if not self.ties.get(entry_id, set()) & whole)

    def _place(self, entry_id: str, acts: tuple[Change, ...]) -> tuple[int, bool]:
        """An action is known by the one that most others point at; else by the one that its document's title names."""
        named = headed(self.names[entry_id][0], (heading(act.entry) for act in acts))
        return -self._tied(entry_id), not named

    def _tied(self, entry_id: str) -> int:
        """How many of the others are tied to it: an action is known by the one that most point at."""
        return self.pointed_at[entry_id] + self.pointed_at[self.names[entry_id][0]]

    def _attributes(self, context: Context, about: About, acts: tuple[Change, ...]) -> Attributes:
        key, whole = self.key, self.key.kind == "baseline"
        authority = harmless(agency(acts, about.title), 100) or about.publisher
        if any(notice.doubts for notice in notices(acts)):  # whom it concerns is what is not known
            return concerning_all(key.class_, key.kind, source=context.source, authority=authority)
        return attributes(
            class_=key.class_,
            source=context.source,
            authority=authority,
            kind=one_or_all(self.kinds, key.kind),
            listing_kind=(ALL,) if whole else one_or_all(self.listing_kinds, key.listing_kind),
            effect=key.effect,
            binding=key.binding,
            programmes=(ALL,) if whole else values(map(filterable, self.programmes)),
            countries=(ALL,) if whole else values(self._countries(acts, about)),
            schemas=values(self.schemas),
        )

    def _countries(self, acts: tuple[Change, ...], about: About) -> set[str]:
        """Of the parties, and of whom the acts name.

        Where none is stated, a notice is at least its authority's own, and a special measure concerns everybody: there
        are few of them, and who watches one country must not miss the one on it.
        """
        sides = [side for act in acts for side in (act.before, act.after) if side]
        named = {country for side in sides for country in countries(side.plain().get("mentions"))}
        found = self.countries | named
        if found or not acts:
            return found
        return {NONE, ALL if any(map(special, instruments(acts))) else about.jurisdiction}
