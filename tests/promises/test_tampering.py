"""Promises 7 and 9: whatever is changed in the log or in what it names is found, and what is not the log is remade."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import pytest

from promises.stack import EVERY, Stack, demonstration
from sanctionwire.pipeline.project import rebuild
from sanctionwire.store.rows import LOG, anchor_key, changes_key, document_key, reading_key, seq_key
from sanctionwire.store.verify import verify

pytestmark = pytest.mark.xdist_group("a log to tamper with")


def story(stack: Stack) -> None:
    for edition in (1, 2, 5):
        stack.publishers.turn(edition)
        stack.tick(*EVERY)
        stack.wire.watch()
        stack.clock.later(minutes=30)
    stack.wire.announce()


@pytest.fixture(scope="module")
def told() -> Iterator[Stack]:
    """A stack with a log of some length. What a test changes there, it puts back."""
    with demonstration() as stack:
        story(stack)
        yield stack


def findings(stack: Stack) -> list[tuple[int, str]]:
    log, head = stack.wire.log, stack.wire.log.head()
    found = verify(log.texts(0), work=stack.wire.blobs, evidence=log.evidence, head=(head.seq, head.hash))
    return [(finding.seq, finding.what) for finding in found]


def test_an_untouched_log_verifies(told: Stack) -> None:
    assert findings(told) == []
    assert {commit.source for commit in told.commits()} == {*EVERY, "daily"}


def test_a_changed_byte_in_a_commit_is_found(told: Stack) -> None:
    table = told.wire.table
    row = table.get(LOG, seq_key(2))
    table.put(row | {"text": row["text"].replace('"serial":1', '"serial":7')})
    assert {what for seq, what in findings(told) if seq == 2} >= {"hash", "anchor"}
    table.put(row)
    assert findings(told) == []


def places(stack: Stack) -> dict[str, tuple[str, str]]:
    """Where something of the log lies: bucket and key."""
    commit = next(each for each in stack.commits() if each.source == "us_ofac")
    return {
        "anchor": ("evidence", anchor_key(2)),
        "document": ("work", document_key(commit.documents[0].sha256)),
        "changes": ("work", changes_key(commit.changes.sha256)),
        "reading": ("work", reading_key(commit.source, commit.reading.checkpoint.sha256)),
    }


@pytest.mark.parametrize("place", ["anchor", "document", "changes", "reading"])
def test_a_changed_byte_in_what_a_commit_names_is_found(told: Stack, place: str) -> None:
    bucket, key = places(told)[place]
    s3 = told.client("s3")
    good = s3.get_object(Bucket=bucket, Key=key)["Body"].read()
    plain = gzip.decompress(good) if good[:2] == b"\x1f\x8b" else good
    middle = len(plain) // 2
    bad = plain[:middle] + bytes([plain[middle] ^ 1]) + plain[middle + 1 :]
    s3.put_object(Bucket=bucket, Key=key, Body=gzip.compress(bad) if plain is not good else bad)
    assert {what for _, what in findings(told)} == {"anchor" if place == "anchor" else "body"}
    s3.put_object(Bucket=bucket, Key=key, Body=good)
    assert findings(told) == []


def test_entries_that_were_lost_are_rebuilt_from_the_log_as_they_were(told: Stack) -> None:
    before = told.versions()
    assert {"BOOL": False} in [item.get("listed") for item in before]  # tombstones too
    for item in before:
        told.client("dynamodb").delete_item(TableName="entries", Key={name: item[name] for name in ("pk", "sk")})
    assert rebuild(told.wire.ports) == told.wire.log.head().seq
    assert told.versions() == before
