"""What is kept of the changes of one alert while they stream by, and the alert that it becomes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from sanctionwire.core.alerts.alert import DETAILED, About, Alert, Context, Key
from sanctionwire.core.alerts.attributes import ALL, attributes, countries, filterable, values
from sanctionwire.core.alerts.classes import concerned
from sanctionwire.core.alerts.first_line import ascii_name, first_line
from sanctionwire.core.alerts.text import harmless
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
    lists: set[str] = field(default_factory=set)
    programmes: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)

    def add(self, change: Change, instruments: tuple[Change, ...] = ()) -> None:
        """Take in one change, and the rules that it follows from."""
        entry = change.entry
        self.count += 1
        self.remaining += bool(change.remains_on)
        self.demo |= entry.evidence == "reconstructed"
        self.schemas[entry.subject.schema_ if entry.subject and entry.type == "party" else entry.type] += 1
        if self.key.kind == "baseline":
            return
        if self.count <= DETAILED + 1:
            self.changes.append(change)
        self.instruments |= {step.entry_id: step for step in instruments}
        self.names[change.entry_id] = (harmless(entry.caption, 200), ascii_name(entry))
        self.pointed_at.update(relation.target_id or relation.target_name or "" for relation in entry.relations)
        listings = concerned(change)
        self.lists |= {listing.list for listing in listings}
        self.programmes |= {name for listing in listings for name in listing.programmes}
        for side in (change.before, change.after):
            self.countries |= set(countries(side.plain().get("subject"))) if side else set()

    def alert(self, context: Context, about: About) -> Alert:
        """The alert."""
        first = sorted(self.names, key=lambda entry_id: -self._tied(entry_id))
        names = [self.names[entry_id] for entry_id in first]
        rank = {entry_id: place for place, entry_id in enumerate(first)}
        demo = context.demo or self.demo
        instruments = tuple(self.instruments.values())
        line = first_line(
            self.key,
            context,
            about,
            count=self.count,
            remaining=self.remaining,
            names=[plain for _, plain in names],
            lists=sorted(self.lists),
            programmes=sorted(self.programmes),
            instruments=instruments,
            demo=demo,
        )
        return Alert(
            id=self.key.alert_id(context.seq),
            key=self.key,
            context=context,
            first_line=line,
            demo=demo,
            count=self.count,
            schemas=dict(self.schemas.most_common()),
            changes=tuple(sorted(self.changes, key=lambda each: rank[each.entry_id])) if self.count <= DETAILED else (),
            instruments=instruments,
            names=tuple(name for name, _ in names[: DETAILED + 1]),
            lists=tuple(sorted(self.lists)),
            attributes=self._attributes(context, about),
        )

    def _tied(self, entry_id: str) -> int:
        """How many of the others are tied to it: an action is known by the one that most point at."""
        return self.pointed_at[entry_id] + self.pointed_at[self.names[entry_id][0]]

    def _attributes(self, context: Context, about: About) -> dict[str, str | tuple[str, ...]]:
        key, whole = self.key, self.key.kind == "baseline"
        return attributes(
            class_=key.class_,
            source=context.source,
            authority=about.publisher,
            kind=key.kind,
            listing_kind=(ALL,) if whole else key.listing_kind,
            effect=key.effect,
            binding=key.binding,
            programmes=(ALL,) if whole else values(map(filterable, self.programmes)),
            countries=(ALL,) if whole else values(self.countries),
            schemas=values(self.schemas),
        )
