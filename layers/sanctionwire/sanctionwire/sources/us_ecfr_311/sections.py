"""From the page to its sections: heading, numbered paragraphs and citation of each, and nothing overlooked.

Everything outside `div.section` is the page's own. Within one, whatever is neither heading, paragraph, note nor
citation is a problem of that section alone.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from sanctionwire.core.model import Model
from sanctionwire.core.normalise import clean
from sanctionwire.core.regulation import Paragraph
from sanctionwire.errors import SourceChanged
from sanctionwire.formats.html import called, decoded, parsed

_RANGE = re.compile(r"1010\.(?:65[1-9]|66\d|670)(?:-1010\.\d{3})?")
"""Where special measures stand: 1010.651 on. 1010.670, which follows, is another subject and says so in its heading."""
_IGNORED_CLASSES = {"content-tools-target", "ecfr-svg-icon-target"}
_HEADINGS = {"h2", "h3", "h4", "h5", "h6"}


class Section(Model):
    """One section as it stands."""

    number: str
    heading: str
    """Behind the number."""
    path: str | None = None
    paragraphs: tuple[Paragraph, ...] = ()
    notes: tuple[str, ...] = ()
    citation: str | None = None
    """What stands in brackets behind the text."""
    problem: str | None = None


def sections(body: bytes) -> list[Section]:
    """Every section in the range, in the order of the page."""
    text = decoded(io.BytesIO(body))
    page = parsed(text)
    found = [each for each in page.iter("div") if "section" in (each.get("class") or "").split()]
    if not found:
        raise SourceChanged(f"{called(page)} has no div.section", expected="the sections of part 1010, subpart F")
    _whole(text)
    taken = [_section(each) for each in found if _RANGE.fullmatch(each.get("id") or "")]
    numbers = [each.number for each in taken]
    if double := next((number for number in numbers if numbers.count(number) > 1), None):
        raise SourceChanged(f"section {double} twice", expected="each section once")
    if not taken:
        raise SourceChanged(f"none of {len(found)} sections is one", expected="sections 1010.651 to 1010.669")
    return taken


def _whole(text: str) -> None:
    """Refuse what was cut short: the parser closes what is left open, and would not tell."""
    code = re.sub(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>", "", text, flags=re.DOTALL | re.IGNORECASE)
    for name in ("div", "p", "h2", "h3", "h4", "h5", "h6", "html"):
        opened = len(re.findall(rf"<{name}\b", code, re.IGNORECASE))
        closed = len(re.findall(rf"</{name}\s*>", code, re.IGNORECASE))
        if opened != closed:
            raise SourceChanged(f"{opened} <{name}> and {closed} </{name}>: cut short", expected="a whole page")


def _section(element: etree._Element) -> Section:
    number = str(element.get("id"))
    heading = next((child for child in element if child.tag in _HEADINGS), None)
    read: dict[str, Any] = {"number": number, "heading": _heading(number, heading)}
    if heading is not None and (path := re.search(r'"path":"(/[^"]+)"', heading.get("data-hierarchy-metadata", ""))):
        read["path"] = path[1]
    pieces: dict[str, list[Any]] = {"paragraphs": [], "notes": [], "citations": []}
    try:
        for child in element:
            if child is not heading and not _ignored(child):
                _take(child, number, pieces)
        _nothing_beside(element)
    except SourceChanged as error:
        read["problem"] = str(error.at(place=f"section {number}"))
    citation = next(iter(pieces["citations"]), None)
    return Section(**read, paragraphs=pieces["paragraphs"], notes=pieces["notes"], citation=citation)


def _heading(number: str, element: etree._Element | None) -> str:
    text = clean("".join(map(str, element.itertext()))) if element is not None else ""
    found = re.match(r"§{1,2} *([\d.]+(?:[-–]1010\.\d+)?)[ .]*(.*)", text)
    if not found or found[1].replace("–", "-") != number:
        raise SourceChanged(f'heading "{text[:80]}"', place=f"section {number}", expected=f"§ {number} and a title")
    return found[2]


def _take(element: etree._Element, number: str, pieces: dict[str, list[Any]]) -> None:
    classes = (element.get("class") or "").split()
    if element.tag == "div" and (element.get("id") or "").startswith(f"p-{number}("):
        _nothing_beside(element)
        for child in element:
            _take(child, number, pieces)
    elif element.tag == "p" and "citation" in classes:
        _only_one(pieces["citations"])
        pieces["citations"].append(_text(element).removeprefix("[").removesuffix("]"))
    elif any("note" in name or name == "cross-reference" for name in classes):
        pieces["notes"].append(_text(element))
    elif element.tag == "p" and (classes == [] or any(name.startswith("indent") for name in classes)):
        pieces["paragraphs"].append(_paragraph(element, number))
    else:
        raise SourceChanged(f"<{element.tag} class={' '.join(classes)!r}>", expected="paragraphs, notes and a citation")


def _only_one(citations: list[Any]) -> None:
    if citations:
        raise SourceChanged("two citations", expected="one")


def _paragraph(element: etree._Element, number: str) -> Paragraph:
    mark = (element.get("data-title") or "").removeprefix(number)
    text = _text(element)
    if mark and not re.fullmatch(r"(?:\([\w-]+\))+", mark):
        raise SourceChanged(f'paragraph "{mark[:40]}"', expected="a number as (b)(1)")
    parent = element.getparent()
    if mark and (parent is None or parent.get("id") != f"p-{number}{mark}"):
        raise SourceChanged(f"paragraph {mark} out of place", expected=f"it in div#p-{number}{mark}")
    shown = re.match(r"(?:\([\w-]+\) ?)+", text)
    if mark:
        last = mark[mark.rindex("(") :]
        if not shown or last not in shown[0]:
            raise SourceChanged(f'paragraph {mark} begins "{text[:20]}"', expected=last)
        text = text[text.index(last) + len(last) :].strip()
    italics = next((_text(child) for child in element if child.tag == "em"), "")
    heading = italics if italics and text.startswith(italics) else ""
    return Paragraph(mark=mark, heading=heading.rstrip(" .—"), text=text)


def _ignored(element: etree._Element) -> bool:
    """The site's own buttons."""
    return bool(_IGNORED_CLASSES & set((element.get("class") or "").split()))


def _nothing_beside(element: etree._Element) -> None:
    stray = [element.text, *(child.tail for child in element)]
    if text := next((clean(each) for each in stray if each and not each.isspace()), None):
        raise SourceChanged(f'stray text "{text[:60]}"', expected="paragraphs only")


def _text(element: etree._Element) -> str:
    """All text, as it reads."""
    return clean("".join(_walk(element)))


def _walk(element: etree._Element) -> Iterator[str]:
    if not _ignored(element) and element.tag not in {"script", "style", "svg"}:
        yield element.text or ""
        for child in element:
            yield from _walk(child)
            yield child.tail or ""
