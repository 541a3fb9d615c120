"""What every registered source must do, whatever it publishes: one case a source or a sample, none hiding another."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from sanctionwire.core.canonical import canonical
from sanctionwire.core.diff import diff
from sanctionwire.errors import SourceChanged, Suspicious, WireError
from sanctionwire.source import Document, Request, Source, State
from sanctionwire.sources import get, registry
from tools import golden

SOURCES = [pytest.param(source, id=slug) for slug, source in registry().items()]
SAMPLES = [
    pytest.param(source, path, id=f"{slug}-{path.stem}")
    for slug, source in registry().items()
    for path in golden.samples(source)
]
NOT_DATA = {
    "an empty body": b"",
    "white space": b" \r\n",
    "a page in the place of data": b"<!DOCTYPE html><html><head><title>Maintenance</title></head><body><p>Back soon</p></body></html>",
    "an S3 error body": b'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NoSuchKey</Code><Message>No</Message></Error>',
    "a JSON error": b'{"error": "rate limited"}',
    "bytes": bytes(range(256)),
}


def served(source: Source, body: bytes) -> dict[str, Document]:
    """The first document that the source asks for; a state source takes it for its list."""
    first = source.requests(State(), datetime(2026, 1, 1, 3, 0, tzinfo=UTC))[0].name
    name = first if source.about.kind == "rolling" else "list"
    document = Document(
        name=name,
        url=source.about.url,
        opened=lambda: io.BytesIO(body),
        sha256="",
        size=len(body),
        fetched_at="2026-01-01T00:00:00Z",
    )
    return {name: document}


def read_through(source: Source, body: bytes) -> list[bytes]:
    return [entry.canonical() for entry in golden.entries(source, served(source, body))]


def turned_round(body: bytes) -> bytes:
    """The same content in another order: every list of like elements the other way round."""
    root = etree.fromstring(body)
    for element in list(root.iter()):
        if len({child.tag for child in element}) == 1:
            for child in reversed(list(element)):
                element.append(child)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def indented(body: bytes) -> bytes:
    """The same content with other white space between its elements."""
    root = etree.fromstring(body)
    etree.indent(root, "\t\t")
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def in_one_line(body: bytes) -> bytes:
    return re.sub(rb">\s+<", b"><", body)


@pytest.mark.parametrize("source", SOURCES)
def test_a_source_says_what_it_is_and_is_not(source):
    about = source.about
    stated = (
        about.title,
        about.publisher,
        about.covers,
        about.does_not_cover,
        about.terms,
        about.robots,
        about.attribution,
    )
    assert all(stated)
    assert re.fullmatch(r"(eu|un|[a-z]{2})_[a-z0-9_]+", about.slug)
    assert about.jurisdiction == about.slug.partition("_")[0]
    assert about.url.startswith("https://")
    assert about.least > 0
    assert about.cadence_minutes > 0


@pytest.mark.parametrize("source", SOURCES)
def test_a_source_asks_only_hosts_that_it_declares_and_over_tls(source):
    for request in source.requests(State(), datetime(2026, 1, 1, 3, 0, tzinfo=UTC)):
        assert isinstance(request, Request)
        assert request.url.split("/")[2] in source.about.hosts
        assert request.url.startswith("https://")


@pytest.mark.parametrize("source", SOURCES)
def test_a_source_has_a_sample_with_entries(source):
    assert any(golden.lines(source, golden.documents(source, path)) for path in golden.samples(source))


@pytest.mark.parametrize(("source", "path"), SAMPLES)
def test_a_sample_reads_as_expected(source, path):
    """After a change that is meant, `python -m tools.golden` writes the expected files anew."""
    wanted = [json.loads(line) for line in golden.expected(path).read_text("utf-8").splitlines()]
    read = json.loads(json.dumps(golden.lines(source, golden.documents(source, path))))
    assert read == wanted


@pytest.mark.parametrize(("source", "path"), SAMPLES)
def test_a_sample_says_that_it_is_one(source, path):
    """A folder says it once for all that is in it, in a README.md, or in each of its files."""
    readme = path / "README.md"
    files = [path] if path.is_file() else [readme] if readme.exists() else list(path.iterdir())
    for file in files:
        assert re.search(r"reconstructed|by hand|hand-written", file.read_text("utf-8")[:2000], re.IGNORECASE), file


def lists() -> Iterator[object]:
    """The samples that are a whole list."""
    for case in SAMPLES:
        source, path = case.values
        try:
            golden.entries(source, golden.documents(source, path))
        except WireError:  # a delta; or a sample that cannot be read yet, which the golden test tells of
            continue
        yield case


LISTS = list(lists())
XML = [case for case in LISTS if case.values[1].suffix == ".xml"]


@pytest.mark.parametrize(("source", "path"), LISTS)
def test_reading_twice_is_no_change(source, path):
    once, again = (golden.entries(source, golden.documents(source, path)) for _ in range(2))
    assert diff({entry.id: entry for entry in once}, {entry.id: entry for entry in again}) == []
    assert [entry.canonical() for entry in once] == [entry.canonical() for entry in again]


@pytest.mark.parametrize(("source", "path"), LISTS)
def test_records_and_references_are_fit_to_be_stored(source, path):
    parsed = source.parse(golden.documents(source, path), State(), None)
    records = list(parsed.records)
    assert parsed.mode == ("full" if source.about.kind == "state" else "delta")
    assert len({record.key for record in records}) == len(records) > 0
    assert canonical(parsed.refs)
    assert canonical(parsed.memory)
    for record in records:
        assert not re.search(rb"[\t\r\n]", record.raw)
        assert record.raw.decode("utf-8")
        assert not re.search(r"[\t\r\n#]", record.key)
        entry = source.read(record.key, record.raw, parsed.refs)
        assert entry.id == f"{source.about.slug}:{record.key}"
        assert entry.source == source.about.slug
        assert canonical(entry.plain()) == entry.canonical()


@pytest.mark.parametrize("form", [turned_round, indented, in_one_line])
@pytest.mark.parametrize(("source", "path"), XML)
def test_order_and_white_space_are_no_change(source, path, form):
    body = path.read_bytes()
    before, after = (golden.entries(source, served(source, each)) for each in (body, form(body)))
    assert before == after


@pytest.mark.parametrize("body", NOT_DATA.values(), ids=NOT_DATA)
@pytest.mark.parametrize("source", SOURCES)
def test_what_is_no_publication_is_refused_in_one_line(source, body):
    with pytest.raises((SourceChanged, Suspicious)) as refused:
        read_through(source, body)
    assert len(str(refused.value).splitlines()) == 1
    assert refused.value.seen


@pytest.mark.parametrize(("source", "path"), XML)
def test_a_truncated_publication_is_refused_wherever_it_was_cut(source, path):
    body = path.read_bytes().rstrip()
    for share in (0.02, 0.3, 0.6, 0.9, 0.999):
        with pytest.raises((SourceChanged, Suspicious)):
            read_through(source, body[: int(len(body) * share)])


@pytest.mark.parametrize(("source", "path"), XML)
def test_an_unknown_element_anywhere_is_refused(source, path):
    """One by one, an element that nobody knows is put into every kind of place; what counts for nothing is left out."""
    root = etree.fromstring(path.read_bytes())
    unspoilt = read_through(source, etree.tostring(root, encoding="utf-8"))
    paths = root.getroottree().getelementpath
    places = {re.sub(r"\[\d+\]", "", paths(element)): element for element in root.iter(etree.Element)}
    overlooked = []
    for place, element in places.items():
        surprise = etree.SubElement(element, f"{{{etree.QName(element).namespace or ''}}}surprise".removeprefix("{}"))
        surprise.text = "x"
        if outcome(source, root) is not None:
            overlooked.append((place, element))
        element.remove(surprise)
    assert [re.sub(r"\{[^}]*\}", "", place) for place, each in overlooked if without(source, each) != unspoilt] == []


def outcome(source: Source, root: etree._Element) -> list[bytes] | None:
    try:
        return read_through(source, etree.tostring(root, encoding="utf-8"))
    except (SourceChanged, Suspicious):
        return None


def without(source: Source, element: etree._Element) -> list[bytes] | None:
    """The entries of a document that lacks an element."""
    root, parent = element.getroottree().getroot(), element.getparent()
    position = parent.index(element)
    parent.remove(element)
    entries = outcome(source, root)
    parent.insert(position, element)
    return entries


@pytest.mark.parametrize(("source", "path"), XML)
def test_neither_a_document_type_nor_an_entity_is_let_in(source, path):
    body = path.read_bytes().partition(b"?>")[2]
    for declared in (
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE x SYSTEM "https://example.org/x.dtd">',
    ):
        with pytest.raises(SourceChanged):
            read_through(source, b'<?xml version="1.0"?>' + declared + body)


@pytest.mark.parametrize(("source", "path"), XML)
def test_a_wrong_encoding_is_refused(source, path):
    declared = b'<?xml version="1.0" encoding="iso-8859-1"?>'
    with pytest.raises(SourceChanged):
        read_through(source, declared + path.read_bytes().partition(b"?>")[2])
    with pytest.raises(SourceChanged):
        read_through(source, re.sub(rb">(?=\w)", b">\xc3\x28\xe9", path.read_bytes(), count=1))


def test_every_sample_has_an_expected_file_and_no_more():
    for source in registry().values():
        wanted = {golden.expected(path) for path in golden.samples(source)}
        folders = {path.parent for path in wanted}
        assert wanted == {path for folder in folders for path in Path(folder).iterdir()}


def test_an_unknown_slug_is_told_which_one_was_meant():
    with pytest.raises(KeyError, match="did you mean us_ofac"):
        get("us_ofca")
    with pytest.raises(KeyError, match="there are"):
        get("zz")


def test_the_registry_cannot_be_changed():
    with pytest.raises(TypeError):
        registry()["x"] = next(iter(registry().values()))  # type: ignore[index]
    assert replace(get("us_ofac")) == get("us_ofac")
