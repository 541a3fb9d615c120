"""RSS feeds, read strictly: feedparser reads them, and is held to what stands in the XML.

feedparser mends what is broken, and of two titles takes one. Here a feed that it had to mend is refused, and so is an
item whose elements are missing, there twice, or read otherwise than they stand.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any, BinaryIO

import feedparser
from lxml import etree

from sanctionwire.core.normalise import clean
from sanctionwire.errors import SourceChanged
from sanctionwire.formats.xml import cut

_LIMIT = 16 * 1024 * 1024
_READ = ("title", "link", "pubDate", "description")
_UNREAD = ("guid", "category", "author", "comments", "enclosure", "source")
"""Known to RSS, and of no use here; so is whatever has a namespace of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """One item of a feed."""

    title: str
    link: str
    published: str
    """As it stands there."""
    description: str
    """HTML, as the publisher wrote it; nothing of it is to be shown unread."""


def items(stream: BinaryIO) -> tuple[Posted, ...]:
    """The items of a feed in its order. Every one has a title, a link, a date and a description, which may be empty."""
    data = stream.read(_LIMIT + 1)
    if len(data) > _LIMIT:
        raise SourceChanged(f"the body goes on after {_LIMIT} bytes", expected="a feed")
    stands = _standing(data)
    read = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    if read.bozo:
        raise SourceChanged(f"a feed that is broken: {clean(str(read.get('bozo_exception')))[:200]}", expected="RSS")
    if not str(read.version).startswith("rss2"):
        raise SourceChanged(f'a feed of version "{read.version}"', expected="RSS 2.0")
    if len(read.entries) != len(stands):
        raise SourceChanged(f"{len(stands)} items, of which {len(read.entries)} are read", expected="the same")
    return tuple(_posted(entry, own, at) for at, (entry, own) in enumerate(zip(read.entries, stands, strict=True), 1))


def _standing(data: bytes) -> list[dict[str, str]]:
    """The items' elements as they stand in the XML, each once."""
    whole = cut(io.BytesIO(data.removeprefix(b"\xef\xbb\xbf")), root="rss", paths=["channel"])
    found = [
        [_elements(item, number) for number, item in enumerate(channel.iter("item"), 1)] for channel in whole.records
    ]
    if len(found) != 1 or not found[0]:
        raise SourceChanged("no items", place="rss/channel", expected="one channel, with at least one item")
    return found[0]


def _elements(item: etree._Element, number: int) -> dict[str, str]:
    place = f"item {number}"
    given: dict[str, str] = {}
    if item.getparent() is None or item.getparent().tag != "channel":  # type: ignore[union-attr]
        raise SourceChanged("an item within another element", place=place, expected="rss/channel/item")
    for child in item:
        name = str(child.tag)
        if name in given or len(child) or not (name in _READ or name in _UNREAD or name.startswith("{")):
            seen = "there twice" if name in given else "not known" if not len(child) else "more than text"
            raise SourceChanged(f"<{name}> is {seen}", place=place, expected="each known element once, with text")
        if name in _READ:
            given[name] = child.text or ""
    missing = [name for name in _READ if name not in given or (name != "description" and not given[name].strip())]
    if missing:
        raise SourceChanged(f"no {', '.join(missing)}", place=place, expected=", ".join(_READ))
    return given


def _posted(entry: Any, own: dict[str, str], number: int) -> Posted:
    read = (entry.get("title", ""), entry.get("link", ""), entry.get("published", ""), entry.get("summary", ""))
    for name, value in zip(_READ, map(str, read), strict=True):
        if "".join(value.split()) != "".join(own[name].split()):
            place = f"item {number}/{name}"
            raise SourceChanged(
                f'it reads as "{clean(value)[:80]}"', place=place, expected=f'"{clean(own[name])[:80]}"'
            )
    return Posted(title=clean(read[0]), link=clean(read[1]), published=clean(read[2]), description=str(read[3]).strip())
