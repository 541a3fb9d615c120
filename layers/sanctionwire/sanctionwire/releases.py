"""Rolling sources whose items are an authority's press releases: one page each, of which no one is a legal basis.

Such a source says where its lists and the parts of its pages are, whose releases they are, and which are nobody's
concern; the rest is here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from sanctionwire.core.model import Entry
from sanctionwire.core.prose import release
from sanctionwire.errors import SourceChanged
from sanctionwire.formats import article
from sanctionwire.rolling import PAGE, Details, Item, Listed, Roll
from sanctionwire.source import About, Document, Request


def roll(
    *,
    about: About,
    speaker: release.Speaker,
    shape: article.Shape,
    listings: Mapping[str, Request],
    page: Callable[[str, Document], Listed],
    concerns: Callable[[Item], str | None],
    pages: int = 10,
    first_pages: int = 1,
) -> Roll:
    """What the source says of itself, completed."""
    return Roll(
        about=about,
        listings=listings,
        page=page,
        concerns=concerns,
        details=details,
        cut=partial(cut, shape),
        item=partial(read, speaker),
        doubtful=partial(doubtful, speaker),
        pages=pages,
        first_pages=first_pages,
    )


def details(item: Item) -> Mapping[str, Request]:
    """The release's own page."""
    return {PAGE: Request(name="", url=item.url, accept="text/html")}


def cut(shape: article.Shape, item: Item, found: Details) -> Mapping[str, Any]:
    """The release whole."""
    document = found.get(PAGE)
    if document is None or document.status != 200:  # noqa: PLR2004 - the status itself
        seen = f"its page answers {document.status}" if document else "its page was not fetched"
        raise SourceChanged(seen, place=item.key, expected="the page")
    wanted = article.Wanted(key=item.key, title=item.title, date=item.date, url=item.url)
    return article.cut(document.read(), shape, wanted)


def read(speaker: release.Speaker, item: Item, known: Mapping[str, Any]) -> Entry:
    """A release whose page was read."""
    return release.read(speaker, release.Place(key=item.key, url=item.url), known)


def doubtful(speaker: release.Speaker, item: Item, problem: str) -> Entry:
    """A release of which the list alone could be read: a person reads the page."""
    place = release.Place(key=item.key, url=item.url)
    return release.unread(speaker, place, title=item.title, published=item.date, problem=problem)
