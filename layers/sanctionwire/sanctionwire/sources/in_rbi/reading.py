"""From a press release to its entry, and to the institutions of which it states something with certainty."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sanctionwire.core.model import Address, Entry, Identifier, Listing, Measure, Mention, Name, Notice, Subject
from sanctionwire.core.normalise import written
from sanctionwire.core.prose import (
    Party,
    Reading,
    Told,
    classify,
    effective,
    institutions,
    is_tabled,
    key,
    parties,
    untimely,
)
from sanctionwire.core.prose.rules import DATE
from sanctionwire.errors import SourceChanged
from sanctionwire.rolling import Contributions, Item
from sanctionwire.sources.in_rbi.rules import DIRECTIONS, RBI_RULES, SPEAKER
from sanctionwire.sources.in_rbi.tables import Ended, companies

SLUG = "in_rbi"
_HOME = "https://www.rbi.org.in/Scripts/BS_PressReleaseDisplay.aspx?prid="
_INSTITUTION = "institution/"
_ORDER = re.compile(rf"\border\s+dated\s+(?P<date>{DATE})", re.IGNORECASE)
Kind = Literal["licence_revocation", "enforcement"]
_KINDS: tuple[Kind, ...] = ("licence_revocation", "enforcement")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a release is found to say; one doubt is enough for it to state nothing of anybody."""

    reading: Reading
    doubts: tuple[str, ...]
    parties: Mapping[Kind, Sequence[Party]]
    rows: Sequence[tuple[Told, Ended]]
    """Companies that a table names, with the sentence that the table belongs to."""


def judged(item: Item, cut: Mapping[str, Any]) -> Judged:
    """Read a release."""
    reading = classify(item.title, "\n".join(cut["lines"]), speaker=SPEAKER, rules=RBI_RULES)
    doubts = [*reading.doubts, *([] if cut["lines"] else ["the feed gives no text, only a title"])]
    tabled = [told for told in reading.stated("licence_revocation") if is_tabled(told)]
    found: dict[Kind, Sequence[Party]] = {}
    for kind in _KINDS:
        found[kind], problems = parties(reading, kind, title=item.title, places=True, tabled=bool(tabled))
        doubts += problems
    rows: list[tuple[Told, Ended]] = []
    try:
        if tabled:
            rows = list(_tabled(tabled, cut["tables"], item.date or ""))
        elif cut["tables"] and reading.category in _KINDS:
            doubts.append("a table stands beside the text, and it is not told what it holds")
    except SourceChanged as error:
        doubts.append(f"its table is not read: {error}")
    if reading.category in _KINDS and not (any(found.values()) or rows or doubts):
        doubts.append("it does not say readably which institution is meant")
    doubts += [why for those in found.values() for each in those if (why := untimely(each.told, item.date or ""))]
    if doubts:
        found, rows = {}, []
    return Judged(reading=reading, doubts=tuple(doubts), parties=found, rows=rows)


def _tabled(
    tabled: Sequence[Told], tables: Sequence[Sequence[Sequence[str]]], published: str
) -> Iterator[tuple[Told, Ended]]:
    if len(tabled) != 1 or not tables:
        raise SourceChanged(f"{len(tabled)} statements and {len(tables)} tables", expected="one, and its tables")
    rows = [row for table in tables for row in companies(table, published=published)]
    if len({key(row.name) for row in rows}) < len(rows):
        raise SourceChanged("the same company twice", expected="one row for each")
    yield from ((tabled[0], row) for row in rows)


def _orders(text: str) -> list[str]:
    found = []
    for match in _ORDER.finditer(text):
        try:
            found.append(written(match["date"]))
        except SourceChanged:  # no day of the calendar: told nowhere
            continue
    return found


def split(item: Item, cut: Mapping[str, Any]) -> Contributions:
    """What it says of institutions."""
    found: dict[str, Any] = {}
    read = judged(item, cut)
    since = effective(cut["lines"])
    for kind, those in read.parties.items():
        for party in those:
            about = found.setdefault(_INSTITUTION + party.key, {"name": party.name, "published": item.date})
            about |= {"seat": ", ".join(party.places)} if party.places else {}
            order = next(iter(_orders(party.told.sentence)), None)
            about[kind] = _told(kind, party.told) | {"on": order, "since": since if kind != "enforcement" else order}
    for told, row in read.rows:
        about = {"name": row.name, "published": item.date, "certificate": row.certificate}
        about["licence_revocation"] = _told("licence_revocation", told) | {"on": row.ended, "since": row.ended}
        found[_INSTITUTION + key(row.name)] = about
    return found


def _told(kind: Kind, told: Told) -> dict[str, str]:
    """In the Reserve Bank's words: what ended or was imposed, and how."""
    what = told.licence or ""
    if kind == "enforcement":
        return {"list": "Monetary penalty", "type": what, "reason": told.sentence}
    done = "surrendered and cancelled" if told.rule.id == "registration-surrendered" else told.act
    return {"list": what, "type": f"{what} {done}", "reason": told.sentence}


def entry(item: Item, cut: Mapping[str, Any]) -> Entry:
    """The notice."""
    read = judged(item, cut)
    notice = Notice(
        title=item.title,
        category=read.reading.category,
        published=item.date,
        text="\n".join(cut["lines"]) or None,
        rule=read.reading.rule,
        doubts=read.doubts,
    )
    return _entry(item, notice, _mentions(item, read))


def _mentions(item: Item, read: Judged) -> tuple[Mention, ...]:
    """Whom Directions are about, where the title names one institution."""
    lead = read.reading.lead
    if lead is None or lead.rule.id != DIRECTIONS.id or read.doubts:
        return ()
    parts = [part for part in re.split(r"\s[–-]\s", item.title) if part]
    named = [institutions(part, places=True) for part in parts]
    return tuple(
        Mention(name=each.names[0], country="in", schema_="Company", sentence=item.title)
        for each in named
        if len(each.names) == 1
    )


def doubtful(item: Item, problem: str) -> Entry:
    """The notice of a release that cannot be read: it is told by its title, for a person to look at."""
    reading = classify(item.title, speaker=SPEAKER, rules=RBI_RULES)
    doubts = (f"its text is not read: {problem}", *reading.doubts)
    notice = Notice(title=item.title, category=reading.category, published=item.date, rule=reading.rule, doubts=doubts)
    return _entry(item, notice)


def _entry(item: Item, notice: Notice, mentions: tuple[Mention, ...] = ()) -> Entry:
    return Entry(
        id=f"{SLUG}:{item.key}", source=SLUG, type="notice", notice=notice, mentions=mentions, links=(item.url,)
    )


def derived(institution: str, parts: Mapping[str, Mapping[str, Any]]) -> Entry:
    """An institution, as all releases together tell of it: each penalty, and what first told of its licence's end."""
    ordered = sorted(parts.items(), key=lambda part: (part[1]["published"], int(part[0])))
    ended = [(about["published"], about["licence_revocation"]) for _, about in ordered if "licence_revocation" in about]
    fined = [(about["published"], about["enforcement"]) for _, about in ordered if "enforcement" in about]
    listings = [_listing("licence_revocation", *told) for told in ended[:1]]
    listings += [_listing("enforcement", *told) for told in fined]
    names = {about["name"]: None for _, about in ordered}
    certificates = {about["certificate"]: None for _, about in ordered if "certificate" in about}
    first, *others = names
    return Entry(
        id=f"{SLUG}:{institution}",
        source=SLUG,
        type="party",
        subject=Subject(
            schema_="Company",
            names=(
                Name(full=first, kind="primary", strength="strong"),
                *(Name(full=name, strength="strong") for name in others),
            ),
            countries=("in",),
            addresses=tuple(Address(full=about["seat"], country="in") for _, about in ordered if "seat" in about),
            identifiers=tuple(
                Identifier(type="registration", value=number, label="CoR No.", country="in") for number in certificates
            ),
        ),
        listings=tuple(listings),
        covered_by=tuple(f"{SLUG}:{item}" for item in parts),
        links=tuple(_HOME + item for item in parts),
    )


def _listing(kind: Kind, published: str, told: Mapping[str, Any]) -> Listing:
    """A cancellation binds from the day that the text states, or else by the day on which it was told at the latest."""
    since = told["since"] or told["on"] or published
    return Listing(
        list=told["list"],
        kind=kind,
        listed_on=told["on"] or published,
        measures=(Measure(type=told["type"], effect="none" if kind == "enforcement" else "other", effective=since),),
        reason=told["reason"],
    )
