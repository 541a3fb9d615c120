"""XML, read strictly, securely and in flat memory: cut a stream into its records, turn one into a tree.

`cut` walks the document once and yields each complete element that stands on a declared path; whatever else stands
between them is refused, not skipped. `tree` turns an element into JSON types, for `fields.Fields` to take apart.
External entities, DTDs and entity declarations are refused before any content.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from lxml import etree

from sanctionwire.errors import SourceChanged
from sanctionwire.formats.fields import Tree

_HEAD = 64 * 1024
_HTML = re.compile(r"(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_LIMIT = 1024 * 1024 * 1024
_SAFE: dict[str, Any] = {
    "resolve_entities": False,
    "load_dtd": False,
    "no_network": True,
    "remove_comments": True,
    "remove_pis": True,
    "huge_tree": False,  # libxml2's own caps stay on: depth 256, ten million characters in one text
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A document that begins as expected: its root element, and the records that are still to be read."""

    root: str
    namespace: str
    attributes: dict[str, str]
    records: Iterator[etree._Element]
    """Each is cleared as soon as the next is asked for: take what you need from it at once."""


def cut(
    stream: BinaryIO, *, root: str, paths: Iterable[str], namespaces: Iterable[str] = ("",), limit: int = _LIMIT
) -> Cut:
    """Open `stream`; its `records` are the elements at `paths` (`INDIVIDUALS/INDIVIDUAL`, from below the root).

    The root must be `root` in one of `namespaces`; every record and its ancestors are in that same namespace.
    """
    head = _filled(stream, _HEAD)
    opening = _opening(head)
    name = etree.QName(opening)
    namespace = name.namespace or ""
    if name.localname != root or namespace not in namespaces:
        expected = " or ".join(_tag(space, root) for space in namespaces)
        raise SourceChanged(_instead(head) or f"the root element is {name.text}", place="line 1", expected=expected)
    records = _records(_Bounded(head, stream, limit), namespace, frozenset(paths))
    attributes = {str(key): str(value) for key, value in opening.attrib.items()}
    return Cut(root=root, namespace=namespace, attributes=attributes, records=records)


def _filled(stream: BinaryIO, size: int) -> bytes:
    """Read the first `size` bytes, however small the pieces in which the stream hands them out."""
    pieces: list[bytes] = []
    while size > 0 and (piece := stream.read(size)):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def _opening(head: bytes) -> etree._Element:
    """Read the root element as far as its start tag goes; refuse what is not XML in UTF-8 without a DOCTYPE."""
    if not head.strip(b"\0 \t\r\n"):
        seen = "an empty body" if not head else "a body of nothing but white space"
        raise SourceChanged(seen, expected="an XML document")
    parser = etree.XMLPullParser(events=("start",), **_SAFE)
    try:
        parser.feed(head)
        if len(head) < _HEAD:
            parser.close()
    except etree.XMLSyntaxError as error:
        problem = _broken(error)  # told below, unless the root is there: then the records say it, with their place
    else:
        problem = SourceChanged(f"no element begins within {len(head)} bytes", expected="an XML document")
    for _, opening in parser.read_events():
        if isinstance(opening, etree._Element):  # noqa: SLF001 - the only name that lxml has for its elements
            _plain_utf8(head, opening.getroottree().docinfo)
            return opening
    instead = _instead(head)
    raise SourceChanged(instead, expected="an XML document") if instead else problem


def _plain_utf8(head: bytes, info: etree.DocInfo) -> None:
    if info.internalDTD is not None:
        seen = _instead(head) or "a document type declaration, which could hide entities"
        raise SourceChanged(seen, place="line 1", expected="an XML document without DOCTYPE")
    encoding = "UTF-16 or UTF-32" if b"\0" in head[:4] else (info.encoding or "UTF-8").upper()
    if encoding not in {"UTF-8", "UTF8", "ASCII", "US-ASCII"}:
        raise SourceChanged(f"wrong encoding: {encoding}", place="line 1", expected="UTF-8")


def _instead(head: bytes) -> str | None:
    """Name what stands in place of the document, where it is a thing that publishers are known to serve instead."""
    text = head[:_HEAD].decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    if code := re.search(r"<Error>.*?<Code>([^<]*)", text, re.DOTALL):
        return f"an S3 error body: {code[1].strip()}"
    if _HTML.match(text):
        title = re.search(r"<title[^>]*>([^<]*)", text, re.IGNORECASE)
        return f'an HTML page titled "{" ".join(title[1].split())}"' if title else "an HTML page without a title"
    for magic, kind in ((b"PK\3\4", "a ZIP archive"), (b"\x1f\x8b", "a gzip file"), (b"%PDF", "a PDF")):
        if head.startswith(magic):
            return kind
    if not text.startswith("<") and b"\0" not in head[:4]:
        return f'text that is not XML, beginning "{" ".join(text[:60].split())}"'
    return None


class _Bounded:
    """A stream with its head put back and an end to it."""

    def __init__(self, head: bytes, stream: BinaryIO, limit: int) -> None:
        self._head, self._stream, self._left, self._limit = head, stream, limit, limit

    def read(self, size: int) -> bytes:
        data, self._head = (self._head, b"") if self._head else (self._stream.read(size), b"")
        self._left -= len(data)
        if self._left < 0:
            raise SourceChanged(f"the body goes on after {self._limit} bytes", expected="its end")
        return data


def _records(stream: _Bounded, namespace: str, paths: frozenset[str]) -> Iterator[etree._Element]:
    tags = sorted({_tag(namespace, path.rpartition("/")[2]) for path in paths})
    events = etree.iterparse(stream, events=("end",), tag=tags, remove_blank_text=True, **_SAFE)
    last: etree._Element | None = None
    beside: tuple[etree._Element | None, str] = (None, "")
    try:
        for _, element in events:
            stands = (element.getparent(), str(element.tag))
            if stands != beside and _path(element, namespace) not in paths:  # most stand beside the one before
                continue  # the same name further inside a record
            beside = stands
            _drop(element.getprevious(), last)
            yield element
            element.clear(keep_tail=True)
            last = element
    except etree.XMLSyntaxError as error:
        raise _broken(error) from error
    _only_containers(events.root, namespace, paths)


def _path(element: etree._Element, namespace: str) -> str:
    names = [element.tag, *(above.tag for above in element.iterancestors())][:-1]
    return "/".join(_local(str(name), namespace) for name in reversed(names))


def _drop(previous: etree._Element | None, last: etree._Element | None) -> None:
    """Free the record before; anything else that stands there is unknown."""
    if previous is None:
        return
    if previous is not last:
        raise _unexpected(previous)
    _blank(previous.tail, previous)
    previous.getparent().remove(previous)  # type: ignore[union-attr]


def _only_containers(root: etree._Element, namespace: str, paths: frozenset[str]) -> None:
    """Refuse what is left when every record is gone, but for the elements above the records, if they are bare."""
    above = {path.rsplit("/", count)[0] for path in paths for count in range(1, path.count("/") + 1)}
    for element in root.iterdescendants():
        path = _path(element, namespace)
        if path not in above and (path not in paths or len(element)):
            raise _unexpected(element)
        if path in above:
            _blank(element.text, element)
            if element.attrib:
                names = ", ".join(sorted(map(str, element.attrib)))
                raise SourceChanged(f"attributes {names}", place=_where(element), expected="none")
        _blank(element.tail, element)
    _blank(root.text, root)


def _unexpected(element: etree._Element) -> SourceChanged:
    return SourceChanged(f"unknown element <{_name(element)}>", place=_where(element), expected="only known elements")


def _blank(text: str | None, element: etree._Element) -> None:
    if text and not text.isspace():
        shown = " ".join(text[:60].split())
        raise SourceChanged(f'stray text "{shown}"', place=_where(element), expected="elements only")


def _where(element: etree._Element) -> str:
    line = f" (line {element.sourceline})" if element.sourceline else ""
    names = [element, *element.iterancestors()]
    return "/".join(_name(each) for each in reversed(names)) + line


def _name(element: etree._Element) -> str:
    return str(etree.QName(element).localname)


def _broken(error: etree.XMLSyntaxError) -> SourceChanged:
    line, column = error.position
    seen = re.sub(r", line \d+, column \d+.*", "", error.msg or "not well-formed")
    if not line and (cause := error.error_log.last_error):  # type: ignore[attr-defined] # the exception names only a consequence
        line, column, seen = cause.line, cause.column, cause.message
    seen = " ".join(seen.split())
    if re.search(r"Premature end|Extra content at the end|no element found|Document is empty|unexpected end", seen):
        seen = f"the document is cut short or goes on after its end: {seen}"
    if re.search(r"^expected '>'|end of Start Tag|invalid element name|attribute name|AttValue", seen):
        seen = f"a tag is broken off, as where a document is cut short: {seen}"
    if re.search(r"encod|UTF-8|invalid (char|byte)", seen, re.IGNORECASE):
        seen = f"wrong encoding: {seen}"
    return SourceChanged(seen, place=f"line {line}, column {column}", expected="well-formed XML")


def _tag(namespace: str, name: str) -> str:
    return f"{{{namespace}}}{name}" if namespace else name


def _local(tag: str, namespace: str) -> str:
    """Strip `namespace`; a foreign element keeps its braces and so is never taken for a known one."""
    return tag.removeprefix(f"{{{namespace}}}") if namespace else tag


def tree(element: etree._Element, namespace: str = "") -> Tree | str:
    """Put the element in JSON types, white space collapsed: text for a bare leaf, else a `Tree`. No mixed content.

    Empty elements stay, as "": a name that nobody knows is refused even when it is empty.
    """
    if not len(element) and not element.attrib:
        return " ".join((element.text or "").split())
    plain: Tree = {f"@{name!s}": [" ".join(str(value).split())] for name, value in element.attrib.items()}
    if not len(element):
        if text := " ".join((element.text or "").split()):
            plain["#text"] = [text]
        return plain
    _blank(element.text, element)
    for child in element:
        _blank(child.tail, child)
        plain.setdefault(_local(str(child.tag), namespace), []).append(tree(child, namespace))
    return plain
