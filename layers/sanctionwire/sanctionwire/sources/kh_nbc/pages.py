"""The National Bank's pages: listings of items with a date each, and the page of one item, cut and not yet understood.

The page of an item is known from a capture: a blue title, a red date, paragraphs inside paragraphs, an attachment. The
listings are reconstructed from a description: links to items, and dates beside them, one each, in turn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

from lxml import etree

from sanctionwire.core.normalise import clean, iso
from sanctionwire.errors import SourceChanged
from sanctionwire.formats.html import address, every, lines, told
from sanctionwire.formats.html import page as opened
from sanctionwire.formats.html import the as only
from sanctionwire.rolling import PAGE, Details, Item, Listed
from sanctionwire.source import Document

HOME = "https://www.nbc.gov.kh/english/news_and_events/"
LISTINGS = {name: f"{HOME}{name}.php" for name in ("news", "announcements", "press_releases")}
_FOUND = 200
_DATE = re.compile(r"(?<![\d-])\d{4}-\d\d-\d\d(?![\d-])")
_BLUE, _RED = "#0000FF", "#f00"
_ATTACHED = "/download_files/"


class _Seen(NamedTuple):
    """A link to an item, or a date, in the order of the page."""

    key: str
    text: str


def page(listing: str, document: Document) -> Listed:
    """The items of a listing."""
    with document.opened() as stream:
        found = opened(stream, base=LISTINGS[listing])
    content = only(found.root, "div", listing, class_="content-text")
    seen = list(_unrepeated(_walked(content, found.base)))
    if not any(each.key for each in seen):
        raise SourceChanged("no items", place=listing, expected="links to news_info.php?id=N")
    return Listed(items=[_item(listing, *pair) for pair in _pairs(seen, listing)], next=_next(content, found.base))


def _walked(content: etree._Element, base: str) -> Iterator[_Seen]:
    inside: etree._Element | None = None
    for event, element in etree.iterwalk(content, events=("start", "end")):
        if event == "start":
            key = _key(address(element.get("href", ""), base)) if element.tag == "a" and inside is None else None
            if key:
                inside = element
                yield _Seen(key, told(element))
            elif inside is None:
                yield from _dates(element.text)
            continue
        if element is inside:
            inside = None
        if inside is None and element is not content:
            yield from _dates(element.tail)


def _dates(text: str | None) -> Iterator[_Seen]:
    for found in _DATE.finditer(text or ""):
        yield _Seen("", iso(found[0]))


def _key(link: str) -> str | None:
    """The number of the item that a link leads to."""
    parts = urlsplit(link)
    number = parse_qs(parts.query).get("id", [])
    if not parts.path.endswith("/news_info.php"):
        return None
    if len(number) != 1 or not re.fullmatch(r"\d{1,7}", number[0], re.ASCII):
        raise SourceChanged(f"a link to {link[:200]}", expected="news_info.php?id=N")
    return str(int(number[0]))


def _unrepeated(seen: Iterator[_Seen]) -> Iterator[_Seen]:
    """Without the further links to the item before (`Read more`)."""
    last = _Seen("", "")
    for each in seen:
        if not (each.key and each.key == last.key):
            yield each
        elif each.text != last.text and not re.fullmatch(r"(?:read\s+)?more\W*|details?\W*|", each.text, re.IGNORECASE):
            raise SourceChanged(
                f'item {each.key} is called "{last.text[:60]}" and "{each.text[:60]}"', expected="one title"
            )
        last = each if each.key else last


def _pairs(seen: Sequence[_Seen], listing: str) -> Iterator[tuple[_Seen, _Seen]]:
    """Each item with its date; which of the two comes first is the same for the whole page."""
    if len(seen) % 2 or any(bool(one.key) == bool(other.key) for one, other in pairwise(seen)):
        count = sum(1 for each in seen if each.key)
        raise SourceChanged(
            f"{count} items and {len(seen) - count} dates", place=listing, expected="an item and its date in turn"
        )
    for one, other in zip(seen[::2], seen[1::2], strict=True):
        yield (one, other) if one.key else (other, one)


def _item(listing: str, item: _Seen, date: _Seen) -> Item:
    if not item.text:
        raise SourceChanged(f"item {item.key} has no title", place=listing, expected="a title")
    return Item(
        key=item.key, listing=listing, title=item.text, url=f"{HOME}news_info.php?id={item.key}", date=date.text
    )


def _next(content: etree._Element, base: str) -> str | None:
    """The page with older items, where the listing links to one as such."""
    path = urlsplit(base).path
    older = {
        link
        for anchor in every(content, "a")
        if (link := address(anchor.get("href", ""), base)).startswith(HOME)
        and urlsplit(link).path == path
        and re.fullmatch(r"next\W*|older\W*|»|>", told(anchor), re.IGNORECASE)
    }
    return older.pop() if len(older) == 1 else None


def cut(item: Item, details: Details) -> Mapping[str, Any]:
    """The page of one item: its title, date, lines and attachments."""
    document = details.get(PAGE)
    if document is None or document.status != _FOUND:
        status = document.status if document else 0
        raise SourceChanged(f"its page could not be had ({status or 'no answer'})", place=item.url, expected="a page")
    with document.opened() as stream:
        found = opened(stream, base=item.url)
    content = only(found.root, "div", item.url, class_="content-text")
    title, date = _head(content, item.url)
    anchors = every(content, "a")
    attached = [anchor for anchor in anchors if _ATTACHED in address(anchor.get("href", ""), found.base)]
    pictures = [address(each.get("src", ""), found.base) for each in every(content, "img")]
    return {
        "title": told(title),
        "date": _day(told(date), item.url),
        "lines": list(lines(content, without=[title, date, *attached])),
        "attachments": [
            {"text": told(anchor), "url": address(anchor.get("href", ""), found.base)} for anchor in attached
        ],
    } | ({"pictures": pictures} if pictures else {})


def _head(content: etree._Element, place: str) -> tuple[etree._Element, etree._Element]:
    """The title and the date, which come first, in this order, and once."""
    if clean(content.text or ""):
        raise SourceChanged(
            f'text before the title: "{clean(content.text or "")[:60]}"', place=place, expected="a title"
        )
    title, date = (only(content, "span", place, style=colour) for colour in (_BLUE, _RED))
    parts = [child for child in content if child.tag != "br"]
    if parts[:2] != [title, date] or clean(title.tail or "") or len(title) + len(date):
        raise SourceChanged("title and date are not the first there is", place=place, expected="a title, then a date")
    if not told(title):
        raise SourceChanged("an empty title", place=place, expected="a title")
    return title, date


def _day(text: str, place: str) -> str:
    if not _DATE.fullmatch(text):
        raise SourceChanged(f'"{text[:60]}" is no date', place=place, expected="YYYY-MM-DD")
    return iso(text)
