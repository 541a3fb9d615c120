"""One release to a notice: what kind of act it tells of, whose, of whom, and what in it must not be believed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sanctionwire.core.model import Entry, Mention, Notice
from sanctionwire.core.prose import TREASURY, classify, sentences
from sanctionwire.rolling import Item
from sanctionwire.sources.us_treasury_press import told
from sanctionwire.sources.us_treasury_press.naming import LONG, MOST, mentions, text

SLUG = "us_treasury_press"
OPENING = 1_500
"""So many characters of the text are kept in the notice, in whole paragraphs; the first paragraph always."""


def read(item: Item, known: Mapping[str, Any]) -> Entry:
    """A release whose page was read. It lists nobody: a press release is no legal basis."""
    paragraphs = [words for block in known["blocks"] if any(map(str.isalnum, words := text(block)))]
    lines = [line for words in paragraphs for line in sentences(words) if len(line) <= LONG]
    reading = classify(known["title"], "\n".join(paragraphs), speaker=TREASURY)
    named = mentions(known["blocks"])
    notice = Notice(
        title=known["title"],
        category=reading.category,
        published=known["published"],
        number=item.key,
        text="\n".join(_opening(paragraphs)),
        rule=reading.rule,
        doubts=(
            *reading.doubts,
            *([f"it names {MOST} parties or more: not all are here"] if len(named) == MOST else []),
        ),
        claims=told.claims(lines),
        disagreements=tuple(told.disagreements(lines)),
        documents=told.documents(known["blocks"]),
        agencies=told.agencies(reading),
    )
    return _entry(item, notice, named)


def doubtful(item: Item, problem: str) -> Entry:
    """A release of which the list alone could be read: a person reads the page."""
    reading = classify(item.title, speaker=TREASURY)
    return _entry(
        item,
        Notice(
            title=item.title,
            category=reading.category,
            published=item.date,
            number=item.key,
            rule=reading.rule,
            doubts=(f"the page could not be read: {problem}", *reading.doubts),
        ),
    )


def _entry(item: Item, notice: Notice, named: tuple[Mention, ...] = ()) -> Entry:
    return Entry(id=f"{SLUG}:{item.key}", source=SLUG, type="notice", notice=notice, mentions=named, links=(item.url,))


def _opening(paragraphs: Iterable[str]) -> Iterator[str]:
    room = OPENING
    for number, words in enumerate(paragraphs):
        room -= len(words)
        if number and room < 0:
            return
        yield words
