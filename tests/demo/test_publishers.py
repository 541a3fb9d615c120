"""The publishers' server answers as the publishers do."""

import hashlib
import io
import json
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
import urllib3

import played
from demo.publishers import SLS, serving
from demo.scene import NOTE

STORAGE = "storage.example.org"
UN = "/scsanctions.un.org/resources/xml/en/consolidated.xml"


class Clock:
    def __init__(self):
        self.now = datetime(2026, 1, 1, 4, 30, tzinfo=UTC)  # still 31 December in New York

    def __call__(self):
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def publishers():
    return played.publishers(Clock(), STORAGE)


@pytest.fixture
def get(publishers):
    with serving(publishers) as server, urllib3.PoolManager(retries=False) as pool:

        def get(path, method="GET", **options):
            return pool.request(method, server.origin + path, redirect=False, **options)

        yield get


def test_the_history_is_dated_in_new_york_and_asked_for_by_year_or_day(get):
    assert len(get(f"/{SLS}/changes/history/2025").json()) == 1
    (publication,) = get(f"/{SLS}/changes/history/2025/12/30").json()
    assert publication["datePublished"].startswith("2025-12-30T23:30:01.")
    assert get(f"/{SLS}/changes/history/2026").json() == []


def test_downloads_are_answered_with_a_redirect_to_a_signed_address(get):
    answer = get(f"/{SLS}/api/PublicationPreview/exports/SDN_ENHANCED.XML")
    assert answer.status == 302
    assert f"/{STORAGE}/SDN_ENHANCED.XML?X-Amz-Expires=3600" in answer.headers["Location"]


@pytest.mark.parametrize("edition", [1, 2, 7])
def test_the_catalogue_has_the_hash_of_what_is_served(publishers, get, edition):
    publishers.turn(edition)
    rows = get(f"/{SLS}/api/PublicationPreview/SdnList", method="POST", body=b"{}").json()
    assert len(rows) == 4
    for row in rows:
        body = get(f"/{STORAGE}/{row['fileName']}").data
        assert json.loads(row["hashCodes"])["SHA-256"] == hashlib.sha256(body).hexdigest()
        assert row["size"] == len(body)


def test_the_zip_holds_the_same_list_alone(get):
    plain = get(f"/{STORAGE}/CONS_ENHANCED.XML").data
    with zipfile.ZipFile(io.BytesIO(get(f"/{STORAGE}/CONS_ENHANCED.ZIP").data)) as archive:
        assert archive.namelist() == ["CONS_ENHANCED.XML"]
        assert archive.read("CONS_ENHANCED.XML") == plain


def test_an_unchanged_page_is_answered_with_not_modified_until_it_changes(publishers, get):
    tag = get(UN).headers["ETag"]
    publishers.turn(2)
    assert get(UN, headers={"If-None-Match": tag}).status == 304
    publishers.turn(3)
    assert get(UN, headers={"If-None-Match": tag}).status == 200


def test_the_sixth_edition_answers_for_its_delta_with_a_storage_error_and_the_seventh_with_the_delta(publishers, get):
    publishers.turn(6)
    newest = get(f"/{SLS}/changes/history/2025").json()[-1]["publicationID"]
    assert b"NoSuchKey" in get(f"/{STORAGE}/{newest}.delta.xml").data
    publishers.turn(7)
    assert get(f"/{SLS}/changes/history/2025").json()[-1]["publicationID"] == newest
    assert b"AQUA PURE WATER" in get(f"/{STORAGE}/{newest}.delta.xml").data


def test_every_answer_says_that_it_is_a_reconstruction(get):
    for path in (UN, f"/{SLS}/changes/history/2025", f"/{STORAGE}/SDN_ENHANCED.XML", "/nowhere"):
        assert get(path).headers["X-Reconstruction"] == NOTE


def test_the_time_of_the_story_is_asked_for(get):
    said = get("/_demo/clock").data.decode()
    assert datetime.fromisoformat(said).date().isoformat() == "2026-01-01"


def test_an_edition_is_turned_over_http_and_an_earlier_one_starts_afresh(get):
    assert get("/_demo/edition/6", method="POST").json() == {"edition": 6}
    assert get("/_demo").json()["edition"] == 6
    get("/_demo/edition/1", method="POST")
    assert len(get(f"/{SLS}/changes/history/2025").json()) == 1


@pytest.mark.parametrize("path", ["/", "/nowhere", f"/{SLS}/changes/abc", f"/{STORAGE}/../secret", f"/{STORAGE}/9.zip"])
def test_anything_else_is_not_found(get, path):
    assert get(path).status == 404
    assert get(path, method="POST").status == 404
