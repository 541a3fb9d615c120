"""The alerts as feed readers take them: JSON Feed 1.1 and Atom, filtered as subscriptions are, behind their own token.

A reader has no header to put a key into, so its token stands in the address. That token opens these two addresses and
nothing else. An item is an alert as it was handed to subscribers: its id never changes, and neither does its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape
from itertools import islice
from typing import Any
from urllib.parse import urlencode

import orjson
from lxml import etree

from sanctionwire.core.canonical import digest
from sanctionwire.feed.http import Answer, Request
from sanctionwire.feed.keys import READER, opened
from sanctionwire.feed.ports import Ports
from sanctionwire.feed.problems import Problem

DELIVERY, OUTBOX, ALERTS = "delivery", "outbox", "alerts"
"""Where the deliveries of alerts stand: partitions of the log table, and the destination that is the subscribers'."""

FORM = 1
MOST, USUAL = 100, 30
LOOKED_AT = 2_000
"""So many deliveries are looked at for one answer; what lies before is behind `next`."""

ATOM = "http://www.w3.org/2005/Atom"
_LINK = re.compile(r"https?://[^\s<>\"']+")
_PLACE = re.compile(r"[!-~]{1,300}")
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML cannot hold, whichever way it is written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a reader asked for, and the alerts that are it, the newest first."""

    address: str
    """Of the feed without the token's and the page's parameters: what makes it this feed and no other."""
    itself: str
    next: str | None
    about: str
    items: list[Mapping[str, Any]]
    etag: str


def json_feed(asked: Request, ports: Ports, now: datetime) -> Answer:
    """`GET /feed.json`: JSON Feed 1.1."""
    page = _page(asked, ports, now)
    if asked.holds(page.etag):
        return Answer(etag=page.etag)
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _title(page),
        "description": "Sanctions and other regulatory actions, as they are published. Not legal advice.",
        "home_page_url": ports.base,
        "feed_url": page.itself,
        **({"next_url": page.next} if page.next else {}),
        "language": "en",
        "items": [_json_item(item) for item in page.items],
    }
    return Answer(body=orjson.dumps(feed), etag=page.etag, content_type="application/feed+json; charset=utf-8")


def atom(asked: Request, ports: Ports, now: datetime) -> Answer:
    """`GET /feed.atom`: Atom (RFC 4287), older pages by RFC 5005."""
    page = _page(asked, ports, now)
    if asked.holds(page.etag):
        return Answer(etag=page.etag)
    feed = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})  # type: ignore[dict-item]  # the stubs know no default namespace
    _add(feed, "id", f"urn:sanctionwire:feed:{digest([page.address])[:32]}")
    _add(feed, "title", _title(page))
    _add(feed, "subtitle", "Sanctions and other regulatory actions, as they are published. Not legal advice.")
    _add(feed, "updated", page.items[0]["sent_at"] if page.items else "1970-01-01T00:00:00Z")
    _add(_add(feed, "author"), "name", "sanctionwire")
    _add(feed, "link", rel="self", href=page.itself, type="application/atom+xml")
    _add(feed, "link", href=ports.base)
    if page.next:
        _add(feed, "link", rel="next", href=page.next)
    for item in page.items:
        _atom_entry(_add(feed, "entry"), item)
    body = etree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return Answer(body=body, etag=page.etag, content_type="application/atom+xml; charset=utf-8")


# --- What is asked for ------------------------------------------------------------------------------------------------
def _page(asked: Request, ports: Ports, now: datetime) -> Page:
    values = asked.asked("token", "limit", "before", *ports.reader_filters)
    for name in ("token", "limit", "before"):
        if len(values.get(name, ())) > 1:
            raise Problem("bad-parameter", f"{name} may be given once only")
    token = _opened(asked, values, ports, now)
    wanted = {name: values[name] for name in ports.reader_filters if name in values}
    limit, before = _limit(values.get("limit", [str(USUAL)])[0]), _place(values.get("before", [None])[0])
    try:
        admits = ports.admitting(wanted)
    except ValueError as error:
        raise Problem("bad-parameter", str(error)) from None
    chosen = [(name, value) for name, given in wanted.items() for value in given]
    address = f"{ports.base}{asked.path}?{urlencode(chosen)}"
    head = next(islice(ports.table.query(DELIVERY, newest_first=True, limit=1), 1), {})
    etag = digest([FORM, address, limit, before, head.get("sk")])[:32]
    items, end = _lines(ports, admits, limit, before) if not asked.holds(etag) else ([], None)

    def at(**more: str) -> str:
        given = [("token", token)] if token else []
        return f"{ports.base}{asked.path}?{urlencode([*given, *chosen, *more.items()])}"

    return Page(
        address=address,
        itself=at(),
        next=at(before=end, limit=str(limit)) if end else None,
        about=", ".join(f"{name} {value}" for name, value in chosen),
        items=[{**item, "body": _body(ports, item)} for item in items],
        etag=etag,
    )


def _opened(asked: Request, values: Mapping[str, list[str]], ports: Ports, now: datetime) -> str:
    """The token, if it opens feeds for readers; from the header it works as well, and is then not given back."""
    given = values.get("token", [""])[0]
    shown = given or asked.headers.get("authorization", "").removeprefix("Bearer ")
    if not shown:
        told = "add ?token=…; `sanctionwire key create NAME --scope reader` makes one"
        raise Problem("no-key", told, headers={"www-authenticate": "Bearer"})
    key = opened(shown, ports.table, now)
    if key is None:
        raise Problem("no-key", "this token opens nothing: check that the address was copied whole")
    if key.scopes != (READER,):
        told = "a token in an address must open nothing else: `sanctionwire key create NAME --scope reader` makes one"
        raise Problem("no-scope", told)
    return given


def _limit(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 4 and 1 <= int(text) <= MOST):  # noqa: PLR2004 - digits
        raise Problem("bad-parameter", f"limit is {text[:60]!r}, not a whole number from 1 to {MOST}")
    return int(text)


def _place(text: str | None) -> str | None:
    if text is not None and not _PLACE.fullmatch(text):
        raise Problem("bad-parameter", "before is not a place that a page's next address gave")
    return text


def _lines(ports: Ports, admits: Any, limit: int, before: str | None) -> tuple[list[Mapping[str, Any]], str | None]:
    """The newest deliveries that are admitted, and the place after which the older ones follow, if there are more."""
    found: list[Mapping[str, Any]] = []
    for count, line in enumerate(ports.table.query(DELIVERY, before=before, newest_first=True)):
        if count == LOOKED_AT or len(found) == limit:
            return found, before
        before = line["sk"]
        attributes = {name: tuple(v) if isinstance(v, list) else v for name, v in line["attributes"].items()}
        if line["destination"] == ALERTS and admits(attributes):
            found.append(line)
    return found, None


def _body(ports: Ports, line: Mapping[str, Any]) -> str:
    row = ports.table.get(OUTBOX, f"{line['alert_id']}#{ALERTS}")
    return str(row["body"]) if row else str(line["subject"])


# --- How an item is written -------------------------------------------------------------------------------------------
def _title(page: Page) -> str:
    return f"sanctionwire: {page.about}" if page.about else "sanctionwire"


def _json_item(line: Mapping[str, Any]) -> dict[str, Any]:
    attributes = line["attributes"]
    told = {name: line[name] for name in ("alert_id", "seq", "source", "thread") if line.get(name)}
    return {
        "id": _id(line),
        "title": line["subject"],
        "content_html": _html(line["body"]),
        "content_text": line["body"],
        **({"external_url": link} if (link := _official(line["body"])) else {}),
        "date_published": line["sent_at"],
        "authors": [{"name": str(attributes.get("authority", "sanctionwire"))}],
        "tags": _tags(attributes),
        "_sanctionwire": {"about": "https://github.com/sanctionwire/sanctionwire", **told, "attributes": attributes},
    }


def _atom_entry(entry: etree._Element, line: Mapping[str, Any]) -> None:
    attributes = line["attributes"]
    _add(entry, "id", _id(line))
    _add(entry, "title", line["subject"])
    _add(entry, "published", line["sent_at"])
    _add(entry, "updated", line["sent_at"])
    _add(_add(entry, "author"), "name", str(attributes.get("authority", "sanctionwire")))
    for tag in _tags(attributes):
        _add(entry, "category", term=tag)
    if link := _official(line["body"]):
        _add(entry, "link", rel="related", href=link)
    _add(entry, "content", _html(_UNFIT.sub("", line["body"])), type="html")


def _add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    fit = {key: _UNFIT.sub("", value) for key, value in attributes.items()}
    element = etree.SubElement(parent, f"{{{ATOM}}}{name}", fit)
    element.text = _UNFIT.sub("", text) if text is not None else None
    return element


def _id(line: Mapping[str, Any]) -> str:
    return f"urn:sanctionwire:alert:{line['alert_id']}"


def _tags(attributes: Mapping[str, Any]) -> list[str]:
    """Class, source and kind."""
    values: Iterator[Any] = (attributes.get(name) for name in ("class", "source", "kind"))
    texts = (value if isinstance(value, str) else next(iter(value), "") for value in values if value)
    return [text for text in texts if text and text != "all"]


def _official(body: str) -> str | None:
    """The first link under the mail's heading of official sources."""
    _, _, after = body.partition("OFFICIAL SOURCES\n")
    found = _LINK.search(after.split("\n\n", 1)[0])
    return found[0] if found else None


def _html(body: str) -> str:
    """The text as it is laid out, its addresses as links; everything that anybody wrote is text."""
    pieces, end = [], 0
    for found in _LINK.finditer(body):
        link = escape(found[0])
        pieces += [escape(body[end : found.start()]), f'<a href="{link}" rel="noreferrer">{link}</a>']
        end = found.end()
    return f'<pre style="white-space:pre-wrap">{"".join(pieces)}{escape(body[end:])}</pre>'
