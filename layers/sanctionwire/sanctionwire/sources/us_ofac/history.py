"""The publisher's history of publications, and which of them are applied."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from typing import Any

from sanctionwire.errors import SourceChanged
from sanctionwire.source import Document, State

_REMEMBERED = 100
_EASTERN = timezone(timedelta(hours=-5))


def eastern(moment: datetime) -> str:
    """A moment as the history writes it.

    One with an offset is put at the earlier of the two hours that Eastern time knows: nothing ever seems too new.
    """
    local = moment.astimezone(_EASTERN).replace(tzinfo=None) if moment.tzinfo else moment
    return local.isoformat(timespec="microseconds")


@dataclass(frozen=True, slots=True, order=True)
class Published:
    """One publication. `at` is the publisher's own text, US Eastern without offset, which sorts as it stands."""

    at: str
    number: int

    @property
    def day(self) -> str:
        return self.at[:10]

    def could_be(self, other: Published) -> bool:
        """Whether another's delta might be served in the place of this one's: a day's files share a name."""
        return other != self and other.day == self.day


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What this source remembers from check to check."""

    publications: tuple[Published, ...] = ()
    """The newest that are applied, in order."""
    floor: str = ""
    """Whatever was published up to here is applied or was contained in the first list."""
    lists: tuple[str, ...] = ()
    """Hashes of the full lists that were read last."""
    waiting: bool = False
    doubtful: tuple[int, ...] = ()
    """Publications that the full lists may contain or not, since the publisher's two clocks do not say."""
    looked: str = ""
    """When the catalogue was last looked at in vain, ISO 8601 in UTC."""

    @classmethod
    def of(cls, state: State) -> Applied:
        memory = state.memory
        return cls(
            publications=tuple(Published(at, number) for at, number in memory.get("applied", ())),
            floor=memory.get("floor", ""),
            lists=tuple(memory.get("lists", ())),
            waiting=memory.get("waiting", False),
            doubtful=tuple(memory.get("doubtful", ())),
            looked=memory.get("looked", ""),
        )

    @property
    def newest(self) -> str:
        return self.publications[-1].at if self.publications else self.floor

    @property
    def day(self) -> str | None:
        """The day from which the history is of interest."""
        return self.newest[:10] or None

    def unapplied(self, history: Iterable[Published]) -> list[Published]:
        return [each for each in history if each.at > self.floor and each not in self.publications]

    def having(self, more: Iterable[Published], *, floor: str = "", lists: tuple[str, ...] = ()) -> Applied:
        """With more publications applied; the oldest are forgotten, and the floor rises over them."""
        known = sorted({*self.publications, *more})
        forgotten, kept = known[:-_REMEMBERED], known[-_REMEMBERED:]
        floors = (self.floor or floor, *(each.at for each in forgotten))
        return replace(self, publications=tuple(kept), floor=max(floors), lists=lists or self.lists)

    def memory(self, *, waiting: bool = False) -> dict[str, Any]:
        return {
            "applied": [[each.at, each.number] for each in self.publications],
            "floor": self.floor,
            "lists": list(self.lists),
            "waiting": waiting,
            "doubtful": list(self.doubtful),
            "looked": self.looked,
        }


def read_history(documents: Mapping[str, Document], prefix: str) -> list[Published]:
    """Every publication in the documents whose names begin so, oldest first."""
    found = {
        published
        for name, document in documents.items()
        if name.startswith(prefix)
        for published in _publications(document)
    }
    return sorted(found)


def _publications(document: Document) -> list[Published]:
    expected = '[{"publicationID": number, "datePublished": "YYYY-MM-DDThh:mm:ss…"}, …]'
    rows = json_rows(document, expected)
    try:
        found = [Published(str(row["datePublished"]), int(row["publicationID"])) for row in rows]
    except (KeyError, TypeError, ValueError) as error:
        raise _not_so(document, f"a row without {error}", expected) from error
    for each in found:
        if each.at[4:5] + each.at[7:8] + each.at[10:11] != "--T":
            raise _not_so(document, f'the time "{each.at}"', expected)
    return found


def json_rows(document: Document, expected: str) -> list[Mapping[str, Any]]:
    body = document.read()
    try:
        rows = json.loads(body)
    except ValueError as error:
        shown = " ".join(body[:160].decode("utf-8", "replace").split())
        raise _not_so(document, f"not JSON: {shown or 'an empty body'}", expected) from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise _not_so(document, f"JSON of another shape: {str(rows)[:80]}", expected)
    return rows


def _not_so(document: Document, seen: str, expected: str) -> SourceChanged:
    return SourceChanged(seen, source="us_ofac", place=document.url or document.name, expected=expected)
