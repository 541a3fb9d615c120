"""A release's page to its title, its day and its paragraphs, in both generations of the site, strictly.

Both have the same class names; the newer one leaves out what quotes and spaces it can. Whatever stands beside the
article (the latest news, menus) is not looked at. A page that lacks a part, or has it twice, is not read.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree

from sanctionwire.core.normalise import clean, iso, name_key, written
from sanctionwire.errors import SourceChanged
from sanctionwire.formats.html import decoded, parsed
from sanctionwire.rolling import Item

_BLOCKS = {
    "p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table", "thead", "tbody", "tr",
    "td", "th", "figure", "figcaption", "section", "hr", "dl", "dt", "dd", "br",
}  # fmt: skip
_SILENT = {"script", "style", "template", "noscript", "iframe", "svg", "form", "button"}
_BOLD = {"strong", "b"}
_LEAST = 40
"""Characters: a release of fewer is none."""
_MOST = 20_000
"""Characters: a paragraph of more is none."""


def cut(item: Item, body: bytes) -> dict[str, Any]:
    """The title, the day, and each paragraph as pieces of plain and bold text with the links in it."""
    page = _page(body)
    article = _article(page, item)
    title = clean("".join(map(str, _one(page, "uswds-page-title", "h1", "h2").itertext())))
    if not title:
        raise SourceChanged("an empty title", place=item.key, expected="a title")
    if not article.get("about") and name_key(title) != name_key(item.title):
        raise SourceChanged(f'a page titled "{title[:80]}"', place=item.key, expected=f'"{item.title[:80]}"')
    blocks = list(_paragraphs(_one(article, "field--name-field-news-body", "div"), item.url))
    if sum(len(text) for block in blocks for text, _ in block["pieces"]) < _LEAST:
        raise SourceChanged("hardly any text", place=item.key, expected="the text of a press release")
    if (longest := max(sum(len(text) for text, _ in block["pieces"]) for block in blocks)) > _MOST:
        raise SourceChanged(f"a paragraph of {longest} characters", place=item.key, expected=f"at most {_MOST}")
    return {"title": title, "published": _day(article, item), "blocks": blocks}


def _page(body: bytes) -> etree._Element:
    text = decoded(io.BytesIO(body))
    for name in ("article", "html"):  # the parser closes what is left open, and would not tell
        opened = re.search(rf"<{name}\b", text, re.IGNORECASE)
        if opened and not re.search(rf"</{name}\s*>", text[opened.end() :], re.IGNORECASE):
            raise SourceChanged("the page is cut short", expected=f"its </{name}>")
    return parsed(text)


def _article(page: etree._Element, item: Item) -> etree._Element:
    """The article with the release; `about` says of which."""
    article = _one(page, "entity--type-node", "article")
    about = (article.get("about") or "").rstrip("/").rpartition("/")[2]
    if about and about.lower() != item.key:
        raise SourceChanged(f"the page of {about[:40]}", place=item.key, expected=item.key)
    return article


def _one(parent: etree._Element, name: str, *tags: str) -> etree._Element:
    """The one element of a class."""
    found = [each for each in parent.iter(*tags) if name in (each.get("class") or "").split()]
    if len(found) != 1:
        raise SourceChanged(f"{len(found)} of .{name}", expected="exactly one")
    return found[0]


def _day(article: etree._Element, item: Item) -> str:
    """The day that the page shows, which the instant beside it and the list must not contradict."""
    holder = _one(article, "field--name-field-news-publication-date", "div", "span")
    times = list(holder.iter("time"))
    if len(times) != 1:
        raise SourceChanged(f"{len(times)} dates", place=item.key, expected="one")
    day, instant = written(clean("".join(map(str, times[0].itertext())))), iso(clean(times[0].get("datetime") or ""))
    if not _near(day, instant) or (item.date and not _near(day, item.date)):
        seen = f"{day}, beside {instant} and {item.date} in the list"
        raise SourceChanged(seen, place=item.key, expected="one day")
    return day


def _near(day: str, other: str) -> bool:
    """Whether two days are the same, or neighbours: midnight lies elsewhere in another zone."""
    return len(day) == len(other) and abs((date.fromisoformat(day) - date.fromisoformat(other)).days) <= 1


def _paragraphs(body: etree._Element, base: str) -> Iterator[dict[str, Any]]:
    """The paragraphs in order; what is bold, and where links lead, is kept."""
    blocks: list[dict[str, Any]] = [{"tag": "p", "pieces": [], "links": []}]
    _walk(body, blocks, base, bold=False)
    for block in blocks:
        pieces = _joined(block["pieces"])
        if any(text.strip() for text, _ in pieces) or block["links"]:
            yield {"tag": block["tag"], "pieces": pieces, "links": block["links"]}


def _walk(element: etree._Element, blocks: list[dict[str, Any]], base: str, *, bold: bool) -> None:
    _add(blocks, element.text, bold=bold)
    for child in element:
        if child.tag not in _SILENT:
            if child.tag in _BLOCKS:
                blocks.append({"tag": blocks[-1]["tag"] if child.tag == "br" else child.tag, "pieces": [], "links": []})
            if child.tag == "a" and (link := _link(child, base)):
                blocks[-1]["links"].append(link)
            _walk(child, blocks, base, bold=bold or child.tag in _BOLD)
            if child.tag in _BLOCKS - {"br"}:
                blocks.append({"tag": "p", "pieces": [], "links": []})
        _add(blocks, child.tail, bold=bold)


def _add(blocks: list[dict[str, Any]], text: str | None, *, bold: bool) -> None:
    if text:
        blocks[-1]["pieces"].append([text, bold])


def _joined(pieces: list[list[Any]]) -> list[list[Any]]:
    """Neighbours of one kind are one piece; white space alone is neither plain nor bold."""
    joined: list[list[Any]] = []
    for text, bold in pieces:
        inner = clean(text)
        spaced = f"{' ' * text[:1].isspace()}{inner}{' ' * text[-1:].isspace()}" if inner else " "
        if joined and (joined[-1][1] == bold or not inner):
            joined[-1][0] += spaced
        else:
            joined.append([spaced, bold and bool(inner)])
    return joined


def _link(anchor: etree._Element, base: str) -> list[str] | None:
    """Its words, or those of the picture in it, and the absolute address."""
    try:
        address = urljoin(base, (anchor.get("href") or "").strip())
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return None
    words = clean("".join(map(str, anchor.itertext()))) or clean(
        next((i.get("alt") or "" for i in anchor.iter("img")), "")
    )
    return [words, address] if words else None
