"""HTML pages that are articles or listings, read strictly: the elements that must be there, their text and links.

A browser closes what is left open and drops what it does not know; this reader refuses a page that is cut short, an
element that should be there once and is not, and content that no line of text could tell (frames, forms, scripts).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple
from urllib.parse import urljoin, urlsplit

from lxml import etree

from sanctionwire.core.normalise import clean
from sanctionwire.errors import SourceChanged

_LIMIT = 16 * 1024 * 1024
_BLOCKS = {
    "address", "article", "blockquote", "br", "center", "div", "dd", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6",
    "hr", "li", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
_INLINE = {
    "a", "abbr", "b", "big", "cite", "em", "font", "i", "label", "nobr", "small", "span", "strike", "strong", "sub",
    "sup", "u",
}  # fmt: skip
_PICTURES = {"img", "picture", "figure", "figcaption", "source"}
TEXT = frozenset(_BLOCKS | _INLINE | _PICTURES)
"""Elements whose text is read; any other within an article is refused."""


class Link(NamedTuple):
    """An anchor: its text, and the absolute address that it leads to ("" where it leads nowhere)."""

    text: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A whole page."""

    root: etree._Element
    base: str

    @property
    def called(self) -> str:
        """How an error names it."""
        return called(self.root)


def called(root: etree._Element) -> str:
    """How an error names a page."""
    title = clean("".join(root.findtext(".//title") or ""))
    return f'the HTML page titled "{title[:80]}"' if title else "the HTML page without a title"


def page(stream: BinaryIO, *, base: str) -> Page:
    """Open a page in UTF-8; `base` is its address, against which links are resolved."""
    text = decoded(stream)
    found = Page(root=parsed(text), base=base)
    _whole(text, found)
    return found


def fragment(text: str, *, base: str) -> Page:
    """Open a piece of HTML that stands inside another document (a feed's description)."""
    root = parsed(f"<div>{text}</div>").find(".//div")
    if root is None:
        raise SourceChanged("nothing that is HTML", expected="a piece of HTML")
    found = Page(root=root, base=base)
    _whole(text, found)
    return found


def decoded(stream: BinaryIO, encoding: str = "utf-8") -> str:
    """The text of a body that should be a page."""
    data = stream.read(_LIMIT + 1)
    if len(data) > _LIMIT:
        raise SourceChanged(f"the body goes on after {_LIMIT} bytes", expected="a page")
    if not data.strip():
        raise SourceChanged("a body of nothing but white space" if data else "an empty body", expected="an HTML page")
    try:
        text = data.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError as error:
        place = f"byte {error.start}"
        raise SourceChanged(f"wrong encoding: {error.reason}", place=place, expected=encoding.upper()) from None
    if "\0" in text:
        raise SourceChanged("wrong encoding: NUL characters", expected=encoding.upper())
    if code := re.search(r"<Error>.*?<Code>([^<]*)", text[:4096], re.DOTALL):
        raise SourceChanged(f"an S3 error body: {code[1].strip()}", expected="an HTML page")
    if not text.lstrip().startswith("<"):
        raise SourceChanged(f'text that is not HTML, beginning "{clean(text[:60])}"', expected="an HTML page")
    return text


def parsed(text: str) -> etree._Element:
    """The tree of a page, without comments; nothing is fetched for it."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    root = etree.fromstring(text.encode(), parser)
    fatal = next((entry for entry in parser.error_log if "xcessive depth" in entry.message), None)
    if root is None or fatal:
        raise SourceChanged(fatal.message if fatal else "nothing that is HTML", expected="an HTML page")
    return root


def _whole(text: str, found: Page) -> None:
    """Refuse what was cut short: the parser closes what is left open, and would not tell."""
    code = re.sub(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>", "", text, flags=re.DOTALL | re.IGNORECASE)
    if re.search(r"<(?:!--|script\b|style\b)(?!.*(?:-->|</))", code, re.DOTALL | re.IGNORECASE) or re.search(
        r"<[^>]*\Z", code
    ):
        raise SourceChanged(f"{found.called} is cut short", expected="its end")
    if re.search(r"<(?:html|body)\b", code, re.IGNORECASE):
        for name in ("body", "html"):
            if re.search(rf"<{name}\b", code, re.IGNORECASE) and not re.search(rf"</{name}\s*>", code, re.IGNORECASE):
                raise SourceChanged(f"{found.called} is cut short", expected=f"its </{name}>")
    opened, closed = (len(re.findall(each, code, re.IGNORECASE)) for each in (r"<div\b", r"</div\s*>"))
    if opened > closed:
        raise SourceChanged(f"{found.called} leaves {opened - closed} <div> open", expected="each to be closed")


def the(inside: etree._Element, tag: str, place: str, **attributes: str) -> etree._Element:
    """The one element of that tag whose attributes hold those words (`class_="content-text"`, `style="#f00"`)."""
    found = every(inside, tag, **attributes)
    if len(found) != 1:
        wanted = tag + "".join(f"[{name.rstrip('_')}~={value}]" for name, value in attributes.items())
        raise SourceChanged(f"{len(found) or 'no'} {wanted}", place=place, expected="exactly one")
    return found[0]


def every(inside: etree._Element, tag: str, **attributes: str) -> list[etree._Element]:
    """All elements of that tag whose attributes hold those words."""
    return [each for each in inside.iter(tag) if all(_holds(each, name, value) for name, value in attributes.items())]


def _holds(element: etree._Element, name: str, value: str) -> bool:
    stated = element.get(name.rstrip("_"), "").casefold()
    return value.casefold() in (re.split(r"[\s;:]+", stated))


def lines(element: etree._Element, *, without: Collection[etree._Element] = ()) -> tuple[str, ...]:
    """The text of an element, a line for each block; elements that hold no text are refused."""
    found: list[list[str]] = [[]]
    _collect(element, found, without)
    joined = (clean("".join(parts)) for parts in found)
    return tuple(line for line in joined if line)


def _collect(element: etree._Element, found: list[list[str]], without: Collection[etree._Element]) -> None:
    found[-1].append(element.text or "")
    for child in element:
        if child.tag not in TEXT:
            raise SourceChanged(f"<{child.tag}> within the text", place=f"line {child.sourceline}", expected="text")
        if child.tag in _BLOCKS:
            found.append([])
        if child not in without:
            _collect(child, found, without)
        if child.tag in _BLOCKS - {"br"}:
            found.append([])
        found[-1].append(child.tail or "")


def links(element: etree._Element, base: str) -> Iterator[Link]:
    """The anchors inside an element, in order."""
    for anchor in element.iter("a"):
        yield Link(text=told(anchor), address=address(anchor.get("href", ""), base))


def told(element: etree._Element) -> str:
    """All text inside an element, in one line."""
    return clean("".join(map(str, element.itertext())))


def address(href: str, base: str) -> str:
    """The absolute address of a link, or "" where it leads nowhere."""
    try:
        found = urljoin(base, clean(href)) if clean(href) else ""
        return found if urlsplit(found).hostname else ""
    except ValueError:
        return ""
