"""Packed bodies: transparent where they are sound, refused with words where they are not."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest

from sanctionwire.errors import SourceChanged
from sanctionwire.formats.packed import unpacked

LIST = b"<list>" + b"<entry>Huione Group</entry>" * 2000 + b"</list>"


def zipped(**files: bytes) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return body.getvalue()


def read(body: bytes) -> bytes:
    with unpacked(lambda: io.BytesIO(body))() as stream:
        return stream.read()


@pytest.mark.parametrize("body", [LIST, gzip.compress(LIST), zipped(list=LIST), b"", b"P"])
def test_a_body_reads_the_same_however_it_is_packed(body: bytes) -> None:
    assert read(body) == (LIST if len(body) > 1 else body)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (zipped(one=LIST, two=LIST), "a ZIP of 2 files: one, two"),
        (zipped(), ""),
        (zipped(list=LIST)[:-40], "a damaged ZIP"),
        (gzip.compress(LIST)[:-30], "a damaged archive"),
        (gzip.compress(LIST)[:40] + b"\xff" * 40, "a damaged archive"),
        (gzip.compress(b"\0" * 300_000_000, 9), "it unpacks to more than"),
        (zipped(bomb=b"\0" * 300_000_000), "it unpacks to more than"),
    ],
)
def test_a_damaged_or_boundless_archive_is_refused(body: bytes, words: str) -> None:
    if not words:
        assert read(body) == body  # an empty ZIP has another magic: the parser says what it is not
        return
    with pytest.raises(SourceChanged, match=words):
        read(body)
