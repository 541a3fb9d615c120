"""What every bucket does, whatever it is kept in."""

from __future__ import annotations

import io
import tempfile
import urllib.parse
import urllib.request

import boto3
import pytest

from sanctionwire.store.calls import Calls
from sanctionwire.store.ports import MIN_PART
from sanctionwire.store.s3 import SIGNED, S3Blobs


def read(blobs, key):
    with blobs.open(key) as stream:
        return stream.read()


def test_a_body_comes_back_as_it_was_put(blobs):
    blobs.put("a/b c.json", b"\x00\xffbody", content_type="application/json")
    assert read(blobs, "a/b c.json") == b"\x00\xffbody"
    assert blobs.exists("a/b c.json")


def test_an_empty_body_is_a_body(blobs):
    blobs.put("empty", b"")
    assert read(blobs, "empty") == b""


def test_a_stream_is_stored_from_its_start(blobs):
    stream = io.BytesIO(b"0123456789")
    stream.seek(7)
    blobs.put("stream", stream)
    assert read(blobs, "stream") == b"0123456789"


def test_a_temporary_file_larger_than_memory_would_hold_is_stored(blobs):
    with tempfile.SpooledTemporaryFile(1000) as file:
        file.write(b"x" * 9_000_000)
        blobs.put("file", file)
    assert read(blobs, "file") == b"x" * 9_000_000


def test_a_key_that_is_there_is_never_rewritten(blobs):
    blobs.put("key", b"first")
    blobs.put("key", b"second")
    blobs.put("key", io.BytesIO(b"third"))
    assert read(blobs, "key") == b"first"


def test_what_is_not_there_is_a_key_error(blobs):
    assert not blobs.exists("nothing")
    with pytest.raises(KeyError):
        blobs.open("nothing")


def test_what_was_opened_can_be_sought_in(blobs):
    blobs.put("key", b"0123456789")
    with blobs.open("key") as stream:
        assert stream.read(2) == b"01"
        stream.seek(-2, 2)
        assert stream.read() == b"89"


def test_keys_are_listed_by_prefix_in_order(blobs):
    given = ["b/2", "a/1", "b/10", "b/é", "c", "b"]
    for key in given:
        blobs.put(key, b"")
    assert list(blobs.keys()) == sorted(given, key=str.encode)
    assert list(blobs.keys("b/")) == ["b/10", "b/2", "b/é"]
    assert list(blobs.keys("x")) == []


def test_more_keys_than_a_page_holds_are_listed(cloud, blobs):
    if cloud.name == "local cloud":
        pytest.skip("a thousand requests more, for the same code")
    for number in range(1005):
        blobs.put(f"k/{number:04d}", b"")
    assert list(blobs.keys("k/")) == [f"k/{number:04d}" for number in range(1005)]


def test_a_link_names_the_file_to_be_saved_and_opens_without_credentials(cloud, blobs):
    blobs.put("files/1", b"name,country\n")
    url = blobs.url("files/1", seconds=60, filename='lí"st\r\n.csv')
    assert "\r" not in url
    assert "files/1" in url
    if cloud.name == "local cloud":
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url) as answer:
            assert answer.read() == b"name,country\n"
    if cloud.name != "twin":
        (disposition,) = urllib.parse.parse_qs(urllib.parse.urlsplit(url).query)["response-content-disposition"]
        assert disposition == "attachment; filename=\"l__st.csv\"; filename*=UTF-8''l%C3%AD%22st.csv"


def test_an_upload_in_parts_appears_when_it_is_finished(blobs):
    upload = blobs.start("big", content_type="application/zip")
    blobs.part("big", upload, 1, b"a" * MIN_PART)
    blobs.part("big", upload, 2, b"wrong")
    blobs.part("big", upload, 2, b"b")
    assert [(part.number, part.size) for part in blobs.parts("big", upload)] == [(1, MIN_PART), (2, 1)]
    assert not blobs.exists("big")
    blobs.finish("big", upload)
    assert read(blobs, "big") == b"a" * MIN_PART + b"b"


def test_an_upload_with_a_small_part_in_the_middle_is_not_finished(blobs):
    upload = blobs.start("big")
    blobs.part("big", upload, 1, b"a")
    blobs.part("big", upload, 2, b"b")
    with pytest.raises(ValueError, match="must have"):
        blobs.finish("big", upload)
    assert not blobs.exists("big")


def test_an_upload_without_parts_is_not_finished(blobs):
    upload = blobs.start("big")
    assert blobs.parts("big", upload) == []
    with pytest.raises(ValueError, match="0 parts"):
        blobs.finish("big", upload)


def test_an_aborted_upload_is_gone(blobs):
    upload = blobs.start("big")
    blobs.part("big", upload, 1, b"a")
    blobs.abort("big", upload)
    blobs.abort("big", upload)
    for use in (blobs.parts, blobs.finish, lambda *ids: blobs.part(*ids, 2, b"b")):
        with pytest.raises(KeyError):
            use("big", upload)
    assert not blobs.exists("big")


def test_two_uploads_of_one_key_do_not_meet(blobs):
    one, other = blobs.start("big"), blobs.start("big")
    blobs.part("big", one, 1, b"one")
    blobs.part("big", other, 1, b"other")
    blobs.finish("big", one)
    assert read(blobs, "big") == b"one"
    blobs.finish("big", other)
    assert read(blobs, "big") == b"other"


def test_a_locked_object_says_until_when(cloud):
    blobs = cloud.blobs(locked=True)
    blobs.put("anchors/1.json", b"{}", lock_days=10)
    blobs.put("anchors/1.json", b"{}", lock_days=99)
    if cloud.name == "twin":
        assert blobs.locks == {"anchors/1.json": 10}
        return
    head = cloud.s3.head_object(Bucket=blobs.bucket, Key="anchors/1.json")
    assert head["ObjectLockMode"] == "GOVERNANCE"
    assert f"{head['ObjectLockRetainUntilDate']:%Y-%m-%d}" == "2026-03-12"


def test_a_link_names_the_bucket_in_its_region_and_never_the_endpoint_that_only_redirects():
    s3 = boto3.client("s3", "eu-west-1", config=SIGNED)
    url = S3Blobs(Calls(s3), "bucket", lambda: None).url("files/1", seconds=60, filename="list.csv")
    assert urllib.parse.urlsplit(url).netloc == "bucket.s3.eu-west-1.amazonaws.com"
