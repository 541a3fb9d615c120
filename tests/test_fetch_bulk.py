"""Bulk downloads: in parts, stopped in time, gone on with, and never put together from two files."""

from __future__ import annotations

import hashlib
import random
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from publisher import answer, publishing
from sanctionwire.errors import Suspicious, Unreachable
from sanctionwire.fetch import Fetcher, Limits, More
from sanctionwire.fetch.bulk import PART
from sanctionwire.source import Document, Request
from sanctionwire.sources.us_fincen_311 import SOURCE
from sanctionwire.store.memory import MemoryBlobs

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
ABOUT = replace(SOURCE.about, hosts=("list.example.org",), max_bytes=64 * 1024 * 1024)
KEY = "downloads/list"
BODY = random.Random(1).randbytes(2 * PART + 1000)
SHA = hashlib.sha256(BODY).hexdigest()


class Serving:
    """A file behind a server that honours ranges, and stops where a test says."""

    def __init__(self, content=BODY, *, etag='"e1"', ranges=True):
        self.content, self.etag, self.ranges = content, etag, ranges
        self.stops: list[int] = []
        """How many bytes of each answer are sent before the connection is cut."""

    def __call__(self, connection, asked):
        span = re.fullmatch(r"bytes=(\d+)-", asked.headers.get("range", ""))
        start = int(span[1]) if span and self.ranges and asked.headers["if-range"] == self.etag else 0
        extra = {"ETag": self.etag} if self.etag else {}
        if start and start >= len(self.content):
            connection.sendall(answer(status="416 Beyond", Content_Range=f"bytes */{len(self.content)}"))
            return
        if start:
            extra["Content_Range"] = f"bytes {start}-{len(self.content) - 1}/{len(self.content)}"
        whole = answer(self.content[start:], status="206 Partial Content" if start else "200 OK", **extra)
        stop = self.stops.pop(0) if self.stops else len(self.content)
        head = whole.index(b"\r\n\r\n") + 4
        connection.sendall(whole[: head + stop])


@pytest.fixture
def site():
    with publishing() as publisher:
        yield publisher


@pytest.fixture
def blobs():
    return MemoryBlobs()


@pytest.fixture
def run(site, blobs):
    """One run of the download; its outcome, through JSON as in a message."""
    fetcher = Fetcher(publisher_origin=site.origin, limits=Limits(silence=5))

    def once(serving, progress=None, *, seconds=120.0, **options):
        site.answers["/list.example.org/list.zip"] = serving
        request = Request(name="list", url="https://list.example.org/list.zip", heavy=True, **options)
        return fetcher.resume(request, about=ABOUT, now=NOW, store=blobs, key=KEY, seconds=seconds, progress=progress)

    return once


def test_a_download_that_is_not_disturbed_is_done_in_one_run(run, blobs):
    document = run(Serving(), expected_sha256=SHA)
    assert isinstance(document, Document)
    assert document.read() == BODY
    assert (document.sha256, document.size, document.publisher_sha256) == (SHA, len(BODY), SHA)
    assert blobs.open(KEY).read() == BODY


def test_a_download_that_is_cut_goes_on_where_it_stopped(run, site):
    serving = Serving()
    serving.stops = [PART + 500, PART + 500]
    first = run(serving)
    assert isinstance(first, More)
    assert first.received == PART
    second = run(serving, first.progress)
    assert isinstance(second, More)
    assert second.received == 2 * PART
    document = run(serving, second.progress, expected_sha256=SHA)
    assert document.read() == BODY
    assert [asked.headers.get("range") for asked in site.asked] == [None, f"bytes={PART}-", f"bytes={2 * PART}-"]
    assert site.asked[1].headers["if-range"] == '"e1"'
    assert site.asked[0].headers["accept-encoding"] == "identity"


def test_a_download_is_stopped_a_minute_before_time_runs_out(run, site):
    def slow(connection, asked):
        serving = Serving()
        serving.stops = [PART + 10]
        serving(connection, asked)
        site.stopping.wait(4)

    stopped = run(slow, seconds=62.0)
    assert isinstance(stopped, More)
    assert stopped.received == PART


def test_a_file_that_changed_meanwhile_begins_anew(run):
    serving = Serving()
    serving.stops = [PART + 500]
    first = run(serving)
    other = Serving(BODY[::-1], etag='"e2"')
    document = run(other, first.progress)
    assert document.read() == BODY[::-1]
    assert document.sha256 == hashlib.sha256(BODY[::-1]).hexdigest()


def test_a_file_that_only_lacks_its_end_mark_is_finished(run):
    serving = Serving(BODY[: 2 * PART])
    serving.stops = [PART + 500]
    first = run(serving)
    assert isinstance(first, More)
    run_on = Serving(BODY[: 2 * PART])
    done = run(run_on, first.progress)
    assert done.size == 2 * PART


def test_an_upload_whose_every_byte_is_there_needs_no_more_bytes(run, blobs):
    content = BODY[:PART]
    upload = blobs.start(KEY)
    blobs.part(KEY, upload, 1, content)
    progress = {"upload": upload, "validator": '"e1"', "headers": {}, "restarts": 0}
    assert run(Serving(content), progress).read() == content


@pytest.mark.parametrize("sizes", [[1000], [PART, 6 * 1024 * 1024], []])
def test_parts_that_do_not_line_up_are_thrown_away(run, blobs, sizes):
    upload = blobs.start(KEY)
    for number, size in enumerate(sizes, 1):
        blobs.part(KEY, upload, number, BODY[:size])
    assert run(Serving(), {"upload": upload, "validator": '"e1"', "headers": {}, "restarts": 0}).sha256 == SHA


def test_an_upload_that_the_store_has_forgotten_begins_anew(run):
    assert run(Serving(), {"upload": "gone", "validator": '"e1"', "headers": {}, "restarts": 0}).sha256 == SHA


def test_a_run_that_got_nowhere_is_unreachable_and_what_came_before_it_is_kept(run):
    serving = Serving()
    serving.stops = [PART + 500, 100]
    first = run(serving)
    with pytest.raises(Unreachable, match="breaks off"):
        run(serving, first.progress)
    assert run(serving, first.progress).sha256 == SHA


@pytest.mark.parametrize("etag", [None, 'W/"weak"'])
def test_without_a_validator_to_go_on_by_a_cut_download_is_unreachable(run, etag):
    serving = Serving(etag=etag)
    serving.stops = [PART + 500]
    with pytest.raises(Unreachable, match="breaks off"):
        run(serving)


def test_a_server_that_always_begins_anew_does_not_keep_us_for_ever(run):
    serving = Serving(ranges=False)
    serving.stops = [PART + 500] * 20

    def until_done():
        outcome = run(serving)
        while isinstance(outcome, More):
            outcome = run(serving, outcome.progress)

    with pytest.raises(Unreachable, match="breaks off"):
        until_done()
    assert len(serving.stops) > 10


@pytest.mark.parametrize("stated", ["bytes 0-9/10", f"bytes {PART + 1}-{PART + 2}/{PART + 3}", "lines 1-2/3", ""])
def test_a_part_that_is_not_the_one_asked_for_is_never_put_in(run, stated):
    serving = Serving()
    serving.stops = [PART + 500]
    first = run(serving)
    with pytest.raises(Unreachable, match="HTTP 206"):
        run(answer(b"x" * 10, status="206 Partial Content", Content_Range=stated), first.progress)


def test_a_hash_that_differs_from_the_catalogues_is_suspicious(run):
    with pytest.raises(Suspicious, match="SHA-256"):
        run(Serving(), expected_sha256="0" * 64)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (answer(b""), Unreachable),
        (answer(b"no", status="403 Forbidden"), Unreachable),
        (answer(b"x", Content_Encoding="gzip"), Unreachable),
        (answer(b"", length=False, Content_Length=10**12), Suspicious),
        (answer(BODY, length=False), None),
    ],
)
def test_what_is_no_file_leaves_nothing_behind(run, blobs, content, error):
    if error is None:
        assert run(content).sha256 == SHA
        return
    with pytest.raises(error):
        run(content)
    assert not blobs.exists(KEY)


def test_a_file_beyond_the_cap_is_suspicious(run):
    with pytest.raises(Suspicious, match="expected at most 1000"):
        run(Serving(), max_bytes=1000)
