"""Fetching: what is asked, what is believed, and what is told of everything that is no document."""

from __future__ import annotations

import base64
import gzip
import hashlib
from dataclasses import replace

import pytest

from publisher import ABOUT, BODY, URL, answer, asking, fetch, publishing, refused, serve
from sanctionwire.errors import Suspicious, Unreachable
from sanctionwire.fetch import Fetcher, user_agent


@pytest.fixture
def site():
    with publishing() as publisher:
        yield publisher


@pytest.fixture
def fetcher(site):
    return Fetcher(contact="desk@example.org", publisher_origin=site.origin)


def test_a_document_is_what_was_served_with_where_when_and_its_hash(site, fetcher):
    serve(site, answer(BODY, ETag='"e1"', Last_Modified="Thu, 01 Jan 2026 00:00:00 GMT", Set_Cookie="visitor=7"))
    found = fetch(fetcher)
    document = found.document
    assert document.read() == document.read() == BODY
    assert (document.name, document.url, document.size) == ("list", URL, len(BODY))
    assert document.sha256 == hashlib.sha256(BODY).hexdigest()
    assert (document.fetched_at, document.final_host, document.tls_verified) == (
        "2026-01-02T03:04:05Z",
        "127.0.0.1",
        False,
    )
    assert (found.etag, found.last_modified) == ('"e1"', "Thu, 01 Jan 2026 00:00:00 GMT")
    assert "set-cookie" not in document.headers


def test_an_honest_name_is_given_in_the_form_that_publishers_let_pass(site, fetcher):
    serve(site, answer(BODY))
    fetch(fetcher)
    sent = site.asked[0].headers
    assert sent["user-agent"] == user_agent("desk@example.org")
    assert sent["user-agent"].startswith("Mozilla/5.0 (compatible; sanctionwire/1.0; +https://")
    assert sent["user-agent"].endswith("; contact=desk@example.org)")
    assert len(user_agent()) >= 40
    assert "cookie" not in sent


@pytest.mark.parametrize("contact", ["a\r\nX: y", "büro@example.org"])
def test_a_contact_that_cannot_stand_in_a_header_is_refused(contact):
    with pytest.raises(ValueError, match="contact"):
        user_agent(contact)


def test_validators_are_sent_and_not_modified_is_an_answer(site, fetcher):
    serve(site, answer(status="304 Not Modified", ETag='"e1"'))
    found = fetch(fetcher, etag='"e1"', last_modified="Thu, 01 Jan 2026 00:00:00 GMT")
    assert (found.document, found.etag, found.last_modified) == (None, '"e1"', "Thu, 01 Jan 2026 00:00:00 GMT")
    assert site.asked[0].headers["if-none-match"] == '"e1"'
    assert site.asked[0].headers["if-modified-since"] == "Thu, 01 Jan 2026 00:00:00 GMT"


def test_not_modified_without_a_condition_is_no_document(site, fetcher):
    serve(site, answer(status="304 Not Modified"))
    assert "HTTP 304" in refused(Unreachable, fetcher)


def test_a_post_carries_its_body(site, fetcher):
    serve(site, answer(b"[]"), "/catalogue")
    assert fetch(fetcher, asking("/catalogue", method="POST", body=b"{}")).document.read() == b"[]"
    assert (site.asked[0].method, site.asked[0].body) == ("POST", b"{}")
    assert site.asked[0].headers["content-type"] == "application/json"


def test_a_large_body_is_kept_on_disk_and_read_from_several_places_at_once(site, fetcher):
    large = bytes(range(256)) * 20_000
    serve(site, answer(large))
    document = fetch(fetcher, about=replace(ABOUT, max_bytes=len(large))).document
    with document.opened() as one, document.opened() as two:
        one.seek(-256, 2)
        assert two.read(1000) == large[:1000]
        assert one.read() == large[-256:]
    assert document.read() == large


def test_gzip_on_the_wire_is_taken_off(site, fetcher):
    serve(site, answer(gzip.compress(BODY[:500]) + gzip.compress(BODY[500:]), Content_Encoding="gzip"))
    document = fetch(fetcher).document
    assert document.read() == BODY
    assert document.sha256 == hashlib.sha256(BODY).hexdigest()


def test_chunks_and_bodies_that_end_with_the_connection_are_read(site, fetcher):
    serve(site, answer(b"3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n", length=False, Transfer_Encoding="chunked"))
    serve(site, answer(b"abc", length=False), "/open")
    assert fetch(fetcher).document.read() == b"abcdefg"
    assert fetch(fetcher, asking("/open")).document.read() == b"abc"


@pytest.mark.parametrize(
    ("content", "seen", "wait"),
    [
        (answer(b"<html><title>Access\nDenied</title>", status="403 Forbidden"), 'HTTP 403 Forbidden: an HTML page titled "Access Denied"', None),
        (answer(b"<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>", status="403 Forbidden"), "an S3 error body: AccessDenied", None),
        (answer(b"", status="404 Not Found"), "HTTP 404 Not Found (expected HTTP 200)", None),
        (answer(b"slow down", status="429 Too Many Requests", Retry_After="120"), 'HTTP 429 Too Many Requests: "slow down"', 120),
        (answer(b"", status="503 Unavailable", Retry_After="Fri, 02 Jan 2026 03:09:05 GMT"), "HTTP 503 Service Unavailable", 300),
        (answer(b"", status="503 Unavailable", Retry_After="Fri, 02 Jan 2020 03:09:05 GMT"), "HTTP 503", 0),
        (answer(b"", status="503 Unavailable", Retry_After="9" * 40), "HTTP 503", 86400),
        (answer(b"", status="503 Unavailable", Retry_After="soon"), "HTTP 503", None),
        (answer(b"<p>Proxy <b>Error</b></p><script>x()</script>", status="502 Bad Gateway"), '"Proxy Error"', None),
        (answer(b"\x00\x01\xff", status="500 Oops"), "HTTP 500 Internal Server Error", None),
        (answer(b"", status="599 Odd"), "HTTP 599", None),
        (answer(b"", status="204 No Content"), "HTTP 204", None),
        (answer(BODY, status="206 Partial Content", Content_Range="bytes 0-9/99"), "HTTP 206 Partial Content", None),
    ],
)  # fmt: skip
def test_a_status_that_is_no_document_is_told_in_the_publishers_words(site, fetcher, content, seen, wait):
    serve(site, content)
    with pytest.raises(Unreachable) as caught:
        fetch(fetcher)
    assert seen in str(caught.value)
    assert caught.value.retry_after == wait
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "garbage", [b"SSH-2.0-OpenSSH\r\n\r\n", b"\x16\x03\x01 not http", b"HTTP/1.1 abc\r\n\r\n", b""]
)
def test_what_does_not_speak_http_is_unreachable(site, fetcher, garbage):
    serve(site, garbage)
    assert "not HTTP" in refused(Unreachable, fetcher)


@pytest.mark.parametrize(
    "content",
    [
        answer(BODY)[:-10],
        answer(b"5\r\nabcde\r\n", length=False, Transfer_Encoding="chunked"),
        answer(b"5\r\nabc", length=False, Transfer_Encoding="chunked"),
        answer(b"zz\r\nabc", length=False, Transfer_Encoding="chunked"),
        answer(gzip.compress(BODY, mtime=0)[:-9], Content_Encoding="gzip"),
    ],
    ids=["stated length", "no last chunk", "within a chunk", "no chunk length", "gzip"],
)
def test_a_body_that_breaks_off_is_no_document(site, fetcher, content):
    serve(site, content)
    assert "breaks off after" in refused(Unreachable, fetcher)


@pytest.mark.parametrize(("content", "encoding"), [(BODY, "gzip"), (BODY, "br"), (BODY, "deflate, gzip")])
def test_a_content_coding_that_is_not_what_it_says_or_was_not_asked_for_is_refused(site, fetcher, content, encoding):
    serve(site, answer(content, Content_Encoding=encoding))
    refused(Unreachable, fetcher)


def test_a_hash_that_differs_from_the_publishers_own_is_suspicious(site, fetcher):
    other = base64.b64encode(hashlib.sha256(b"other").digest()).decode()
    serve(site, answer(BODY, x_amz_checksum_sha256=other))
    assert "expected the publisher's own" in refused(Suspicious, fetcher)
    serve(site, answer(BODY))
    assert "expected the publisher's own" in refused(Suspicious, fetcher, asking(expected_sha256="0" * 64))


def test_a_hash_that_agrees_is_kept_and_one_of_parts_is_left_aside(site, fetcher):
    mine = hashlib.sha256(BODY)
    serve(site, answer(BODY, x_amz_checksum_sha256=base64.b64encode(mine.digest()).decode()))
    assert fetch(fetcher).document.publisher_sha256 == mine.hexdigest()
    assert fetch(fetcher, asking(expected_sha256=mine.hexdigest().upper())).document.publisher_sha256
    serve(site, answer(BODY, x_amz_checksum_sha256="AAAA-3"))
    assert fetch(fetcher).document.publisher_sha256 is None
