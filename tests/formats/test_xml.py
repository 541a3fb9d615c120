"""Cutting XML: strict about what stands where, deaf to entities, flat in memory, plain about what it was served."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanctionwire.errors import SourceChanged
from sanctionwire.formats.fields import Fields
from sanctionwire.formats.xml import cut, tree


def opened(body: bytes, **how):
    """Cut `body` as a list of <C> in <B> in <A>."""
    return cut(io.BytesIO(body), **({"root": "A", "paths": ["B/C"]} | how))


def trees(body: bytes, **how):
    """Every record of `body` as a tree."""
    publication = opened(body, **how)
    return [tree(record, publication.namespace) for record in publication.records]


def refusal(body: bytes, **how) -> str:
    """The one line that says why `body` is refused."""
    with pytest.raises(SourceChanged) as caught:
        trees(body, **how)
    return str(caught.value)


def test_records_come_one_by_one_in_the_publishers_order():
    assert trees(b"<A><B><C>1</C><C>2</C></B><B><C>3</C></B></A>") == ["1", "2", "3"]


def test_a_list_without_records_is_not_an_error_of_form():
    assert trees(b"<A/>") == trees(b"<A><B/></A>") == []


def test_the_roots_attributes_are_there_before_any_record_is_read():
    publication = opened(b'<A day="2025-04-19"><B><C>1</C></B>')
    assert publication.attributes == {"day": "2025-04-19"}


def test_several_sections_are_cut_from_one_document():
    body = b"<A><Info><day>1</day></Info><B><C>1</C></B><D><E>2</E></D></A>"
    publication = opened(body, paths=["Info", "B/C", "D/E"])
    assert [(str(record.tag), tree(record)) for record in publication.records] == [
        ("Info", {"day": ["1"]}),
        ("C", "1"),
        ("E", "2"),
    ]


def test_the_same_name_further_inside_a_record_belongs_to_that_record():
    assert trees(b"<A><B><C><C>1</C></C><C>2</C></B></A>") == [{"C": ["1"]}, "2"]


def test_either_of_two_namespaces_is_accepted_and_named():
    for space in ("urn:old", "urn:new"):
        publication = opened(f'<A xmlns="{space}"><B><C x="1"/></B></A>'.encode(), namespaces=["urn:old", "urn:new"])
        assert publication.namespace == space
        assert [tree(record, space) for record in publication.records] == [{"@x": ["1"]}]


def test_comments_and_processing_instructions_are_nothing():
    assert trees(b"<A><!-- a --><B><?b c?><C>1<!-- d -->2</C></B></A>") == ["12"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "an empty body"),
        (b" \n\t", "a body of nothing but white space"),
        (b"<html><head><title>Rate\n limit</title></head></html>", 'an HTML page titled "Rate limit"'),
        (b"<!DOCTYPE html><html lang=en><title>Down</title><p>We are <br>back soon", 'an HTML page titled "Down"'),
        (b"<?xml version='1.0'?>\n<html/>", "an HTML page without a title"),
        (b"<?xml version='1.0'?><Error><Code>NoSuchKey</Code><Key>x</Key></Error>", "an S3 error body: NoSuchKey"),
        (b'{"error": 404}', 'text that is not XML, beginning "{"error": 404}"'),
        (b"PK\x03\x04\0\0\0\0", "a ZIP archive"),
        (b"\x1f\x8b\x08\0\0\0\0", "a gzip file"),
        (b"%PDF-1.7", "a PDF"),
        (b"<Z><B><C>1</C></B></Z>", "the root element is Z (expected A)"),
        (b'<A xmlns="urn:other"><B/></A>', "the root element is {urn:other}A (expected A)"),
    ],
)
def test_what_is_served_in_place_of_the_list_is_named(body, words):
    assert words in refusal(body)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<A><B><C>1</C>", "line 1, column 15: the document is cut short"),
        (b"<A><B><C>1</C></B></A><A/>", "goes on after its end"),
        (b"<A><B><C>1</B></A>", "tag mismatch"),
        (b"<A><B><C>\xe9t\xe9</C></B></A>", "wrong encoding"),
        ('<?xml version="1.0" encoding="ISO-8859-1"?><A><B/></A>'.encode("latin-1"), "wrong encoding: ISO-8859-1"),
        ("<A><B><C>1</C></B></A>".encode("utf-16"), "wrong encoding: UTF-16"),
        (b"<A>" + b"<B>" * 300 + b"</B>" * 300 + b"</A>", "Excessive depth"),
        (b"<!--" + b"x" * 70_000 + b"--><A/>", "no element begins within 65536 bytes"),
    ],
)
def test_what_is_broken_says_where(body, words):
    assert words in refusal(body)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<A><B><C>1</C><D/><C>2</C></B></A>", "A/B/D (line 1): unknown element <D>"),
        (b"<A><B><C>1</C></B><D>1</D></A>", "A/D (line 1): unknown element <D>"),
        (b"<A><D/><B><C>1</C></B></A>", "A/D (line 1): unknown element <D>"),
        (b"<A><B><C>1</C>stray<C>2</C></B></A>", 'stray text "stray"'),
        (b"<A><B><C>1</C></B>stray</A>", 'stray text "stray"'),
        (b"<A>stray<B/></A>", 'stray text "stray"'),
        (b'<A><B x="1"/></A>', "A/B (line 1): attributes x (expected none)"),
        (b'<A xmlns="u"><B><C>1</C><C xmlns="v">2</C></B></A>', "unknown element <C>"),
        (b"<A><B><C>text<D/></C></B></A>", 'stray text "text"'),
    ],
)
def test_whatever_stands_between_the_records_is_refused_and_not_skipped(body, words):
    assert words in refusal(body, namespaces=["", "u"])


BOMB = b'<!DOCTYPE A [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><A><B><C>&b;</C></B></A>'


@pytest.mark.parametrize(
    "body",
    [
        BOMB,
        b'<!DOCTYPE A SYSTEM "file:///etc/passwd"><A><B/></A>',
        b'<!DOCTYPE A [<!ENTITY x SYSTEM "file:///etc/hostname">]><A><B><C>&x;</C></B></A>',
        b'<!DOCTYPE A [<!ENTITY % x SYSTEM "http://192.0.2.1/x.dtd"> %x;]><A><B/></A>',
        b"<?xml version='1.0'?><!DOCTYPE A><A><B/></A>",
    ],
)
def test_a_document_type_declaration_is_refused_before_any_content(body):
    with pytest.raises(SourceChanged, match="document type declaration"):
        opened(body)


def test_an_entity_that_nobody_declared_is_refused():
    assert "Entity 'b' not defined" in refusal(b"<A><B><C>&b;</C></B></A>")


class Endless:
    """A body without an end, in pieces of any size."""

    def __init__(self, piece: bytes) -> None:
        self.piece, self.begun = piece, False

    def read(self, _size: int) -> bytes:
        """The opening once, then the same piece for ever."""
        begun, self.begun = self.begun, True
        return self.piece if begun else b"<A><B>"


def test_a_body_without_an_end_is_refused_at_the_limit():
    with pytest.raises(SourceChanged, match="the body goes on after 1000000 bytes"):
        for _ in cut(Endless(b"<C>1</C>" * 4000), root="A", paths=["B/C"], limit=1_000_000).records:
            pass


def test_a_record_that_has_been_read_is_let_go_so_that_memory_stays_flat():
    body = b"<A><B>" + b"<C><D>1</D></C>\n" * 5000 + b"</B></A>"
    kept = [(record.getprevious(), len(record.getparent().getparent())) for record in opened(body).records]
    assert kept == [(None, 1)] * 5000


def test_a_stream_that_yields_a_byte_at_a_time_reads_the_same():
    class Drip(io.BytesIO):
        def read(self, _size: int | None = -1) -> bytes:
            return super().read(1)

    body = b"<A><B><C>1</C><C>2</C></B></A>"
    assert [tree(record) for record in cut(Drip(body), root="A", paths=["B/C"]).records] == ["1", "2"]


def test_a_tree_keeps_attributes_children_and_empty_elements_and_collapses_white_space():
    (found,) = trees(b'<A><B><C id=" 7 ">\n <D> a\n b </D><D/><E unit="x">c</E></C></B></A>')
    assert found == {"@id": ["7"], "D": ["a b", ""], "E": [{"@unit": ["x"], "#text": ["c"]}]}


def test_fields_are_used_up_or_refused_with_their_place():
    fields = Fields({"a": ["1"], "b": [{"c": ["2"], "d": ["3"]}, ""]}, "record 7")
    first, second = fields.children("b")
    assert [fields.text("a"), first.text("c"), second.text("c")] == ["1", "2", None]
    with pytest.raises(SourceChanged, match=r"record 7/b\[1\]: unknown d"):
        fields.done()
    first.ignore("d")
    fields.done()


@pytest.mark.parametrize(
    ("content", "words"),
    [({"a": ["1", "2"]}, "2 of them"), ({"a": [{"b": ["1"]}]}, "elements or attributes"), ({}, "absent or empty")],
)
def test_a_field_that_is_not_one_plain_text_is_refused(content, words):
    with pytest.raises(SourceChanged, match=words):
        Fields(content, "record").needed("a")


@given(st.recursive(st.text("ab", max_size=3), lambda inner: st.dictionaries(st.sampled_from("pqr"), st.lists(inner, min_size=1, max_size=3), max_size=3)))  # fmt: skip
def test_a_tree_that_is_read_whole_is_done(content):
    def read(fields: Fields, left) -> None:
        for name, values in left.items():
            if any(isinstance(value, dict) for value in values):
                for child, value in zip(fields.children(name), values, strict=True):
                    read(child, value if isinstance(value, dict) else {"#text": [value]} if value else {})
            else:
                assert fields.texts(name) == tuple(value for value in values if value)

    fields = Fields(content, "record")
    read(fields, content if isinstance(content, dict) else {"#text": [content]} if content else {})
    fields.done()
