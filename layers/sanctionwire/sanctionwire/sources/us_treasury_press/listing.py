"""The site's own lists: a manifest that leads to the list of the newest year, and that list's newest releases.

The manifest names a list for each year (`searchShards`); its counts change with every release, so that it alone need be
asked whether there is anything new. Releases of the year before are looked for only where the newest year shows none
that is known, as in January.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

import orjson

from sanctionwire.core.canonical import digest
from sanctionwire.core.normalise import clean, iso
from sanctionwire.errors import SourceChanged
from sanctionwire.rolling import Item, Listed
from sanctionwire.source import Document

SITE = "https://home.treasury.gov"
NEWEST = 60
"""So many releases of a list are looked at, about eight weeks: a first reading needs no more, and a gap is told."""

_LISTS = "/news-data/press-releases/search/"
_RELEASES = "/news/press-releases/"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{1,119}", re.IGNORECASE | re.ASCII)
_SECTIONS = {"statements-remarks", "testimonies", "readouts", "press-releases", "media-advisories", "featured-stories",
             "search", "manifest"}  # fmt: skip
"""Pages below the releases' own address that are lists themselves; a year's list has them as if they were releases."""


def page(listing: str, document: Document) -> Listed:
    """The manifest, or the list of one year."""
    known = _json(document.read())
    if "searchShards" in known:
        return Listed(items=(), next=_newest(known["searchShards"]), index=True)
    return _year(listing, known)


def _json(body: bytes) -> Mapping[str, Any]:
    try:
        known = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        shown = clean(body[:60].decode("utf-8", "replace"))
        seen = f'no JSON, beginning "{shown}"' if shown else "an empty body"
        raise SourceChanged(seen, expected="the site's list of press releases") from error
    if not isinstance(known, dict) or known.get("category") != "press-releases":
        raise SourceChanged("JSON that is no list of press releases", expected='category "press-releases"')
    return known


def _newest(shards: Any) -> str:
    """The address of the newest year's list."""
    found = [(_of(each, "endYear", int), _of(each, "path", str)) for each in _each(shards, "searchShards")]
    _, path = max(found, default=(0, ""))
    if not re.fullmatch(rf"{_LISTS}[\w-]+\.json", path, re.ASCII):
        raise SourceChanged(f'the path "{path[:80]}"', place="searchShards", expected=f"{_LISTS}2026.json")
    return SITE + path


def _year(listing: str, known: Mapping[str, Any]) -> Listed:
    every = _each(known.get("items"), "items")
    if _of(known, "count", int) != len(every):
        raise SourceChanged(f"{len(every)} items where count says {known['count']}", expected="all of them")
    items = sorted((_item(listing, each) for each in every), key=lambda item: (item.date or "", item.key), reverse=True)
    if not items:
        return Listed(items=())
    year = int((items[0].date or "0")[:4])
    return Listed(items=items[:NEWEST], next=f"{SITE}{_LISTS}{year - 1}.json")


def _item(listing: str, row: Mapping[str, Any]) -> Item:
    """One release. What leads elsewhere is an item, too: it is seen, and left out with the reason."""
    title, url = clean(_of(row, "title", str)), urljoin(SITE, _of(row, "url", str).strip())
    moment = clean(str(row.get("datetime") or ""))
    day = iso(clean(str(row.get("date") or "")) or moment)
    if not title:
        raise SourceChanged("a release without a title", place=url[:120], expected="a title")
    kind = row.get("subcategory")
    fields = {"datetime": moment} if moment else {}
    if isinstance(kind, dict) and isinstance(kind.get("slug"), str):
        fields["kind"] = kind["slug"]
    return Item(key=number(url) or f"elsewhere/{digest(url)[:12]}", listing=listing, title=title, url=url, date=day,
                fields=fields)  # fmt: skip


def number(url: str) -> str | None:
    """The number of the release at an address, `sb0278` (a few have words instead); None if it leads elsewhere."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if f"{parts.scheme}://{parts.netloc}" != SITE or not parts.path.startswith(_RELEASES):
        return None
    last = parts.path.removeprefix(_RELEASES).rstrip("/")
    return last.lower() if _NAME.fullmatch(last) and last.lower() not in _SECTIONS else None


def _each(values: Any, place: str) -> list[Mapping[str, Any]]:
    if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
        raise SourceChanged("no list of objects", place=place, expected="a list of objects")
    return values


def _of(row: Mapping[str, Any], name: str, kind: type) -> Any:
    value = row.get(name)
    if not isinstance(value, kind) or isinstance(value, bool):
        seen = "absent" if value is None else f"a {type(value).__name__}"
        raise SourceChanged(seen, place=name, expected=f"a {kind.__name__}")
    return value
