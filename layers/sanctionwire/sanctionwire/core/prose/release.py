"""A press release to a notice: what kind of act it tells of, whose, of whom, and what in it must not be believed.

It lists nobody: a press release is no legal basis. `known` is what `formats.article.cut` gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sanctionwire.core.model import Entry, Mention, Notice
from sanctionwire.core.prose import asides
from sanctionwire.core.prose.classify import classify
from sanctionwire.core.prose.naming import LONG, MOST, mentions, text
from sanctionwire.core.prose.rules import TREASURY
from sanctionwire.core.prose.sentences import sentences
from sanctionwire.core.prose.subjects import subjects

OPENING = 1_500
"""So many characters of the text are kept in the notice, in whole paragraphs; the first paragraph always."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Whose releases they are."""

    source: str
    site: str
    """The host whose own files are documents of a release."""
    agencies: tuple[str, ...] = ()
    """Whose acts its releases tell of, always; none: of those whom a release names as it states an act."""
    numbered: bool = True
    """Whether the key of a release is its number."""
    rules: bool = False
    """Whether its releases tell of rules and penalties, and of whom: that must be readable, or a person reads it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a release stands: its key, and its address."""

    key: str
    url: str


def read(speaker: Speaker, place: Place, known: Mapping[str, Any]) -> Entry:
    """A release whose page was read."""
    paragraphs = [words for block in known["blocks"] if any(map(str.isalnum, words := text(block)))]
    lines = [line for words in paragraphs for line in sentences(words) if len(line) <= LONG]
    reading = classify(known["title"], "\n".join(paragraphs), speaker=TREASURY)
    stated, unnamed = subjects(reading, known["title"], known["blocks"]) if speaker.rules else ({}, ())
    named = mentions(known["blocks"], stated)
    notice = Notice(
        title=known["title"],
        category=reading.category,
        published=known["published"],
        number=place.key if speaker.numbered else None,
        text="\n".join(_opening(paragraphs)),
        rule=reading.rule,
        doubts=(
            *reading.doubts,
            *unnamed,
            *([f"it names {MOST} parties or more: not all are here"] if len(named) == MOST else []),
            *(f"the page has a part that is not known: “{words[:160]}”" for words in known.get("rest", ())),
        ),
        claims=asides.claims(lines, others=asides.AGENCIES.keys() - set(speaker.agencies) if speaker.agencies else ()),
        disagreements=tuple(asides.disagreements(lines)),
        documents=asides.documents(known["blocks"], site=speaker.site),
        agencies=speaker.agencies or asides.agencies(reading),
    )
    return _entry(speaker, place, notice, named)


def unread(speaker: Speaker, place: Place, *, title: str, published: str | None, problem: str) -> Entry:
    """A release of which the list alone could be read: a person reads the page."""
    reading = classify(title, speaker=TREASURY)
    notice = Notice(
        title=title,
        category=reading.category,
        published=published,
        number=place.key if speaker.numbered else None,
        rule=reading.rule,
        doubts=(f"the page could not be read: {problem}", *reading.doubts),
        agencies=speaker.agencies,
    )
    return _entry(speaker, place, notice)


def _entry(speaker: Speaker, place: Place, notice: Notice, named: tuple[Mention, ...] = ()) -> Entry:
    return Entry(
        id=f"{speaker.source}:{place.key}",
        source=speaker.source,
        type="notice",
        notice=notice,
        mentions=named,
        links=(place.url,),
    )


def _opening(paragraphs: Iterable[str]) -> Iterator[str]:
    room = OPENING
    for number, words in enumerate(paragraphs):
        room -= len(words)
        if number and room < 0:
            return
        yield words
