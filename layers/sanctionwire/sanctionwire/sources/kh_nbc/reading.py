"""From an item to its entry, and to the institutions of which it states something with certainty."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sanctionwire.core.model import Entry, Listing, Measure, Mention, Name, Notice, Publication, Subject
from sanctionwire.core.prose import (
    SANCTIONING,
    SUPERVISING,
    Party,
    Reading,
    claims,
    classify,
    effective,
    mentioned,
    parties,
    untimely,
)
from sanctionwire.rolling import Contributions, Item

SLUG = "kh_nbc"
SPEAKER = r"(?:the\s+)?(?:National\s+Bank\s+of\s+Cambodia|NBC|Central\s+Bank(?!\s+of))\b(?:\s+\([“\"]?NBC[”\"]?\))?"
_KINDS: tuple[Literal["licence_revocation", "liquidation"], ...] = ("licence_revocation", "liquidation")
_ABROAD = re.compile(
    r"\b(?:OFAC|FinCEN|Treasury|United\s+(?:States|Kingdom|Nations)|European\s+Union|Korea|Singapore|FCDO|OFSI)\b|\bU\.?[SKN]\b"
)
_INSTITUTION = "institution/"
_NOTED = 200
"""So much of a title is kept in the index of what was seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What an item is found to say."""

    reading: Reading
    doubts: tuple[str, ...]
    parties: Mapping[str, Sequence[Party]]
    """Kind of listing → those of whom it is stated; empty where there is any doubt."""


def judged(item: Item, cut: Mapping[str, Any]) -> Judged:
    """Read an item; one doubt is enough for it to state nothing of anybody."""
    reading = classify(cut["title"], "\n".join(cut["lines"]), speaker=SPEAKER, rules=SUPERVISING)
    doubts = [*reading.doubts, *_disagreeing(item, cut), *_unread(cut)]
    found: dict[str, Sequence[Party]] = {}
    for kind in _KINDS:
        found[kind], problems = parties(reading, kind, title=cut["title"])
        doubts += [*problems, *(why for each in found[kind] if (why := untimely(each.told, cut["date"])))]
    if reading.category in _KINDS and not any(found.values()) and not doubts:
        doubts.append("it does not say readably which institution is meant")
    return Judged(reading=reading, doubts=tuple(doubts), parties={} if doubts else found)


def _unread(cut: Mapping[str, Any]) -> Iterator[str]:
    if cut["lines"]:
        return
    if cut["attachments"]:
        yield "the page has no text: what is announced stands in the attachment alone, which may be a scan"
    elif cut.get("pictures"):
        yield "the page has no text, only a picture"
    else:
        yield "the page has no text"


def _disagreeing(item: Item, cut: Mapping[str, Any]) -> Iterator[str]:
    """The listing and the page tell title and date each; a page that belongs to another item would show here."""
    if not _same(item.title, cut["title"]):
        yield f'the listing calls it "{item.title[:160]}"'
    if item.date and item.date != cut["date"]:
        yield f"the listing dates it {item.date}"


def _same(listed: str, title: str) -> bool:
    """Whether the listing's title is the page's, or its beginning where it is cut off."""
    cut_off = listed.endswith(("…", "...")) or len(listed) >= _NOTED
    return listed == title or (cut_off and title.startswith(listed.rstrip("….").rstrip()))


def split(item: Item, cut: Mapping[str, Any]) -> Contributions:
    """What it says of institutions."""
    found: dict[str, Any] = {}
    since = effective(cut["lines"])
    for kind, those in judged(item, cut).parties.items():
        for party in those:
            about = found.setdefault(_INSTITUTION + party.key, {"name": party.name, "published": cut["date"]})
            about[kind] = {"reason": party.told.sentence, "since": since} | _words(kind, party)
            about["name"] = min(about["name"], party.name, key=len)
    return found


def _words(kind: str, party: Party) -> dict[str, str]:
    """In the publisher's words: which licence, and what was done to it."""
    if kind == "liquidation":
        done = re.search(r"\b(?:completed|concluded)\b", party.told.phrase)
        return {"list": "Liquidation", "type": "liquidation completed" if done else "liquidation"}
    return {"list": f"{party.told.licence}", "type": f"{party.told.licence} {party.told.act}"}


def entry(item: Item, cut: Mapping[str, Any]) -> Entry:
    """The notice."""
    found = judged(item, cut)
    notice = Notice(
        title=cut["title"],
        category=found.reading.category,
        published=cut["date"],
        text="\n".join(cut["lines"]) or None,
        rule=found.reading.rule,
        doubts=found.doubts,
        claims=_claims(cut),
        documents=tuple(
            Publication(title=link["text"] or "Attachment", url=link["url"]) for link in cut["attachments"]
        ),
    )
    return _entry(item, notice, () if any(found.parties.values()) else _mentions(cut))


def _mentions(cut: Mapping[str, Any]) -> tuple[Mention, ...]:
    """Whom it names without stating an act of them."""
    named = mentioned([cut["title"], *cut["lines"]], speaker=SPEAKER)
    return tuple(
        Mention(name=name, country="kh", schema_="Company", sentence=sentence) for name, sentence in named.items()
    )


def _claims(cut: Mapping[str, Any]) -> tuple[str, ...]:
    """Sentences on what an authority abroad did; the National Bank has sanctions of its own, which are none."""
    told = claims("\n".join(cut["lines"]), speaker=SPEAKER, rules=SANCTIONING)
    return tuple(sentence for sentence in told if _ABROAD.search(sentence))


def doubtful(item: Item, problem: str) -> Entry:
    """The notice of an item whose page cannot be read: it is told by its title, for a person to look at."""
    reading = classify(item.title, speaker=SPEAKER, rules=SUPERVISING)
    notice = Notice(
        title=item.title,
        category=reading.category,
        published=item.date,
        rule=reading.rule,
        doubts=(f"its page is not read: {problem}",),
    )
    return _entry(item, notice)


def _entry(item: Item, notice: Notice, mentions: tuple[Mention, ...] = ()) -> Entry:
    return Entry(
        id=f"{SLUG}:{item.key}", source=SLUG, type="notice", notice=notice, mentions=mentions, links=(item.url,)
    )


def derived(key: str, parts: Mapping[str, Mapping[str, Any]]) -> Entry:
    """An institution, as all notices together tell of it: of each act, what told it first."""
    ordered = sorted(parts.items(), key=lambda part: (part[1]["published"], int(part[0])))
    name = ordered[0][1]["name"]
    listings = []
    for kind in _KINDS:
        told = next(((about["published"], about[kind]) for _, about in ordered if kind in about), None)
        if told:
            listings.append(_listing(kind, *told))
    return Entry(
        id=f"{SLUG}:{key}",
        source=SLUG,
        type="party",
        subject=Subject(
            schema_="LegalEntity" if name.endswith(("Bank", "Institution", "Microfinance")) else "Company",
            names=(Name(full=name, kind="primary", strength="strong"),),
            countries=("kh",),
        ),
        listings=tuple(listings),
        covered_by=tuple(f"{SLUG}:{item}" for item in parts),
        links=tuple(f"https://www.nbc.gov.kh/english/news_and_events/news_info.php?id={item}" for item in parts),
    )


def _listing(kind: Literal["licence_revocation", "liquidation"], published: str, told: Mapping[str, Any]) -> Listing:
    """It binds from the day that the text states, or else by the day on which it was told at the latest."""
    since = told["since"] or published
    return Listing(
        list=told["list"],
        kind=kind,
        listed_on=published,
        measures=(Measure(type=told["type"], effect="other", effective=since),),
        reason=told["reason"],
    )
