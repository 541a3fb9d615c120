"""A page with one article, cut strictly into its title, its day and its paragraphs, given where its publisher has them.

A page may leave out what quotes and spaces HTML can do without. Whatever stands beside the article (the latest news,
menus) is not looked at. A page that lacks a part, or has it twice, or is of another article, is not read.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree

from sanctionwire.core.normalise import clean, iso, name_key, written
from sanctionwire.errors import SourceChanged
from sanctionwire.formats.html import decoded, parsed

_BLOCKS = {
    "p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table", "thead", "tbody", "tr",
    "td", "th", "figure", "figcaption", "section", "hr", "dl", "dt", "dd", "br",
}  # fmt: skip
_SILENT = {"script", "style", "template", "noscript", "iframe", "svg", "form", "button"}
_BOLD = {"strong", "b"}
_LEAST = 40
"""Characters: an article of fewer is none."""
_MOST = 20_000
"""Characters: a paragraph of more is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Where a publisher's pages have the parts of an article, by the classes of their elements."""

    article: str | None
    """Of the article itself; None: it has no class, and is the one that holds the day."""
    title: tuple[str, ...]
    """Of the title, wherever on the page, and the tags that it may have."""
    day: str
    body: str
    labels: frozenset[str] | None = None
    """What else may stand in the article, word for word; None: the rest of it is not looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The article that a page should have, as a listing knows it."""

    key: str
    """The last part of its address."""
    title: str
    date: str | None
    url: str


def cut(body: bytes, shape: Shape, wanted: Wanted) -> dict[str, Any]:
    """The title, the day, and each paragraph as pieces of plain and bold text with the links in it.

    `rest` is what stands in the article besides, if anything does that the shape does not know.
    """
    page = _page(body)
    article = _article(page, shape, wanted)
    name, *tags = shape.title
    title = clean("".join(map(str, _one(page, name, *tags).itertext())))
    if not title:
        raise SourceChanged("an empty title", place=wanted.key, expected="a title")
    if not _names_itself(page, article, wanted) and name_key(title) != name_key(wanted.title):
        raise SourceChanged(f'a page titled "{title[:80]}"', place=wanted.key, expected=f'"{wanted.title[:80]}"')
    held = _one(article, shape.body, "div")
    blocks = list(_paragraphs(held, wanted.url))
    if sum(len(text) for block in blocks for text, _ in block["pieces"]) < _LEAST:
        raise SourceChanged("hardly any text", place=wanted.key, expected="the text of a press release")
    if (longest := max(sum(len(text) for text, _ in block["pieces"]) for block in blocks)) > _MOST:
        raise SourceChanged(f"a paragraph of {longest} characters", place=wanted.key, expected=f"at most {_MOST}")
    day = _one(article, shape.day, "div", "span")
    known = {"title": title, "published": _day(day, wanted), "blocks": blocks}
    rest = [] if shape.labels is None else [each for each in _rest(article, held, day) if each not in shape.labels]
    return known | ({"rest": rest} if rest else {})


def _page(body: bytes) -> etree._Element:
    text = decoded(io.BytesIO(body))
    for name in ("article", "html"):  # the parser closes what is left open, and would not tell
        opened = re.search(rf"<{name}\b", text, re.IGNORECASE)
        if opened and not re.search(rf"</{name}\s*>", text[opened.end() :], re.IGNORECASE):
            raise SourceChanged("the page is cut short", expected=f"its </{name}>")
    return parsed(text)


def _article(page: etree._Element, shape: Shape, wanted: Wanted) -> etree._Element:
    if shape.article:
        article = _one(page, shape.article, "article")
    else:
        around = list(_one(page, shape.day, "div", "span").iterancestors("article"))
        if len(around) != 1:
            raise SourceChanged(f"{len(around)} articles around .{shape.day}", expected="exactly one")
        article = around[0]
    about = _last(article.get("about"))
    if about and about != wanted.key:
        raise SourceChanged(f"the page of {about[:40]}", place=wanted.key, expected=wanted.key)
    return article


def _names_itself(page: etree._Element, article: etree._Element, wanted: Wanted) -> bool:
    """Whether the page says by an address of its own that it is of this article; its title may have been edited."""
    return bool(article.get("about")) or any(
        _last(link.get("href")) == wanted.key for link in page.iter("link") if link.get("rel") == "canonical"
    )


def _last(address: str | None) -> str:
    """The last part of an address."""
    return (address or "").rstrip("/").rpartition("/")[2].lower()


def _one(parent: etree._Element, name: str, *tags: str) -> etree._Element:
    """The one element of a class."""
    found = [each for each in parent.iter(*tags) if name in (each.get("class") or "").split()]
    if len(found) != 1:
        raise SourceChanged(f"{len(found)} of .{name}", expected="exactly one")
    return found[0]


def _rest(article: etree._Element, *known: etree._Element) -> Iterator[str]:
    """Text in the article outside these elements; beside a date stands what it is the date of."""
    inside = {part for each in known for part in each.iter() if each is known[0] or part.tag == "time"}
    for element in article.iter(etree.Element):
        if element not in inside and element.tag not in _SILENT and (words := clean(element.text or "")):
            yield words
        if element is not article and element.getparent() not in inside and (words := clean(element.tail or "")):
            yield words


def _day(holder: etree._Element, wanted: Wanted) -> str:
    """The day that the page shows, which the instant beside it and the list must not contradict."""
    times = list(holder.iter("time"))
    if len(times) != 1:
        raise SourceChanged(f"{len(times)} dates", place=wanted.key, expected="one")
    day, instant = written(clean("".join(map(str, times[0].itertext())))), iso(clean(times[0].get("datetime") or ""))
    if not _near(day, instant) or (wanted.date and not _near(day, wanted.date)):
        seen = f"{day}, beside {instant} and {wanted.date} in the list"
        raise SourceChanged(seen, place=wanted.key, expected="one day")
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
    return [words, address.replace(" ", "%20")] if words else None
