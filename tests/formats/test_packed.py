"""Packed bodies: the one file within, and never more than that."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest

from sanctionwire.errors import SourceChanged, Suspicious
from sanctionwire.formats.packed import unpacked

LIST = b"<list>" + b"entry " * 1000 + b"</list>"


def zipped(*members, kind=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", kind) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return file.getvalue()


def _all(opened):
    with opened() as stream:
        return stream.read()


@pytest.mark.parametrize(
    "content",
    [
        LIST,
        gzip.compress(LIST),
        gzip.compress(LIST[:100]) + gzip.compress(LIST[100:]),
        zipped(("list.xml", LIST)),
        zipped(("list.xml", LIST), kind=zipfile.ZIP_STORED),
        zipped(("folder/", b""), ("folder/list.xml", LIST)),
    ],
    ids=["plain", "gzip", "two gzip members", "zip", "stored", "in a folder"],
)
def test_the_one_file_within_is_read_as_often_as_one_likes(content):
    opened = unpacked(lambda: io.BytesIO(content))
    assert _all(opened) == _all(opened) == LIST


def test_an_empty_body_stays_empty():
    assert _all(unpacked(lambda: io.BytesIO(b""))) == b""


@pytest.mark.parametrize(
    ("content", "seen"),
    [
        (zipped(("a.xml", LIST), ("b.xml", LIST)), "a ZIP of 2 files (a.xml, b.xml)"),
        (zipped(), "a ZIP of 0 files (nothing)"),
        (zipped(("list.xml", LIST))[:-30], "a damaged ZIP"),
        (zipped(("list.xml", LIST)).replace(b"PK\x01\x02", b"PK\x09\x09"), "a damaged ZIP"),
        (zipped(("list.xml", LIST), kind=zipfile.ZIP_STORED).replace(b"entry", b"ENTRY"), "Bad CRC-32"),
        (gzip.compress(LIST)[:-9], "damaged after"),
        (gzip.compress(LIST)[:20] + b"\xff" * 50, "damaged after"),
        (gzip.compress(LIST)[:-8] + b"\0" * 8, "damaged after"),
        (gzip.compress(gzip.compress(LIST)), "an archive within the archive"),
        (zipped(("list.zip", zipped(("list.xml", LIST)))), "an archive within the archive"),
        (b"\x1f\x8b", "damaged after 0 bytes"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_anything_else_in_an_archive_is_refused_in_one_clear_line(content, seen):
    with pytest.raises(SourceChanged) as caught:
        _all(unpacked(lambda: io.BytesIO(content)))
    assert seen in str(caught.value)


def test_an_encrypted_member_is_refused():
    content = bytearray(zipped(("list.xml", LIST)))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(SourceChanged, match="encrypted"):
        _all(unpacked(lambda: io.BytesIO(bytes(content))))


@pytest.mark.parametrize("pack", [gzip.compress, lambda content: zipped(("list.xml", content))], ids=["gzip", "zip"])
def test_a_bomb_is_suspicious_before_it_goes_off(pack):
    bomb = pack(bytes(64 * 1024 * 1024))
    with pytest.raises(Suspicious, match="unpacks to"):
        _all(unpacked(lambda: io.BytesIO(bomb)))
    with pytest.raises(Suspicious, match="unpacks to"):
        _all(unpacked(lambda: io.BytesIO(pack(LIST)), limit=100))


def test_a_size_that_the_archive_lies_about_does_not_help_it():
    content = bytearray(zipped(("list.xml", bytes(64 * 1024 * 1024))))
    for mark, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = content.index(mark) + at
        content[place : place + 4] = (100).to_bytes(4, "little")
    with pytest.raises((Suspicious, SourceChanged)):
        _all(unpacked(lambda: io.BytesIO(bytes(content))))


def test_closing_it_closes_what_lies_beneath():
    inner = io.BytesIO(gzip.compress(LIST))
    unpacked(lambda: inner)().close()
    assert inner.closed
