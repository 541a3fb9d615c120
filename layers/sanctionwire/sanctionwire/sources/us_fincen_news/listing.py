"""A page of FinCEN's list of news releases: each row's title, address and day. Reconstructed: no capture shows it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from lxml import etree

from sanctionwire.core.canonical import digest
from sanctionwire.core.normalise import iso, month_first, written
from sanctionwire.errors import SourceChanged
from sanctionwire.formats import html
from sanctionwire.rolling import Item, Listed
from sanctionwire.source import Document

HOST = "www.fincen.gov"
LISTING = f"https://{HOST}/news/press-releases"

_RELEASES = "/news/news-releases/"
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{1,149}", re.IGNORECASE | re.ASCII)


def page(listing: str, document: Document) -> Listed:
    """The rows, and the page with older ones: the site counts its pages from 0, documents are numbered from 1."""
    with document.opened() as stream:
        found = html.page(stream, base=LISTING)
    view = html.the(found.root, "div", document.name, class_="view-press-releases")
    items = [_item(listing, row, f"row {number}") for number, row in enumerate(_rows(view), 1)]
    if items and all(slug(item.url) is None for item in items):
        raise SourceChanged(f"{len(items)} rows of which none leads to a release", expected=f"links to {_RELEASES}")
    return Listed(items=items, next=f"{LISTING}?page={document.name.rpartition('/')[2]}" if items else None)


def _rows(view: etree._Element) -> list[etree._Element]:
    return html.every(view, "div", class_="views-row")


def _item(listing: str, row: etree._Element, place: str) -> Item:
    """One release. What leads elsewhere is an item, too: it is seen, and left out with the reason."""
    links = list(html.links(html.the(row, "div", place, class_="views-field-title"), LISTING))
    if len(links) != 1 or not links[0].text or not links[0].address:
        raise SourceChanged(f"{len(links)} links in the title", place=place, expected="one, with words and an address")
    title, url = links[0]
    key = slug(url)
    return Item(
        key=key or f"elsewhere/{digest(url)[:12]}",
        listing=listing,
        title=title,
        url=f"https://{HOST}{_RELEASES}{key}" if key else url,
        date=_day(html.the(row, "div", place, class_="views-field-field-date"), place),
    )


def _day(field: etree._Element, place: str) -> str:
    """The day as an instant gives it, or in words, or as the site's tables have it."""
    times, words = list(field.iter("time")), html.told(field)
    try:
        if times:
            days = {iso(each.get("datetime", "")) for each in times}
        else:
            days = {month_first(words) if "/" in words else written(words)}
    except SourceChanged as error:
        raise error.at(place=place) from error
    if len(days) != 1 or not re.fullmatch(r"\d{4}-\d\d-\d\d", day := days.pop(), re.ASCII):
        raise SourceChanged(f'"{words[:60]}"', place=place, expected="one day")
    return day


def slug(url: str) -> str | None:
    """The name of the release at an address; None if it leads elsewhere."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme != "https" or parts.netloc not in {HOST, HOST.removeprefix("www.")}:
        return None
    name = parts.path.removeprefix(_RELEASES).rstrip("/")
    return name.lower() if parts.path.startswith(_RELEASES) and _SLUG.fullmatch(name) else None
