"""Readings: checkpoint and patches as one, compaction, and the spool that sorts what comes in."""

from __future__ import annotations

import gzip
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanctionwire.errors import SourceChanged
from sanctionwire.source import Record
from sanctionwire.store import bodies, reading
from sanctionwire.store.commit import ReadingRef
from sanctionwire.store.lines import Line, departed_mark, mark_of, merged, name_digest, overlaid
from sanctionwire.store.memory import MemoryBlobs
from sanctionwire.store.reading import Reading
from sanctionwire.store.rows import reading_key
from sanctionwire.store.spool import Spool
from store.world import entry

KEYS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=4)
BODIES = st.binary(max_size=8).map(lambda body: body.replace(b"\t", b"").replace(b"\n", b"").replace(b"\r", b""))
READINGS = st.dictionaries(KEYS | st.sampled_from("abcd"), BODIES, max_size=12)


def lines(records):
    return [Line(key, mark_of(raw), b"{}", raw) for key, raw in sorted(records.items())]


@pytest.fixture
def blobs(cloud):
    return cloud.blobs()


def test_a_reading_that_does_not_exist_is_empty(blobs):
    nothing = Reading(blobs, "s", ReadingRef())
    assert nothing.empty
    assert list(nothing.lines()) == []
    assert nothing.refs == {}
    assert nothing.raw(["a"]) == {}


def test_a_reading_comes_back_with_its_tables(blobs):
    given_lines = lines({"b": b"2", "a": b"1", "é": b"3", "𝄞": b"4", "ﬀ": b"5"})
    ref = Reading(blobs, "s", ReadingRef()).extended(given_lines, {"ключ": [1, "ß"]})
    again = Reading(blobs, "s", ref)
    assert not again.empty
    assert list(again.lines()) == given_lines
    assert again.refs == {"ключ": [1, "ß"]}
    assert again.raw(["a", "é", "z"]) == {"a": b"1", "é": b"3"}


def test_what_did_not_change_stores_nothing(blobs):
    ref = Reading(blobs, "s", ReadingRef()).extended(lines({"a": b"1"}), {"t": 1})
    before = list(blobs.keys())
    assert Reading(blobs, "s", ref).extended([], {"t": 1}) == ref
    assert list(blobs.keys()) == before


def test_a_small_change_is_stored_as_a_patch(blobs):
    first = Reading(blobs, "s", ReadingRef()).extended(lines({f"{n:03d}": b"x" * 50 for n in range(50)}), {})
    second = Reading(blobs, "s", first).extended(lines({"007": b"changed", "new": b"y"}), {})
    assert second.checkpoint == first.checkpoint
    assert [patch.lines for patch in second.patches] == [2]
    assert Reading(blobs, "s", second).raw(["007", "new", "008"]) == {"007": b"changed", "new": b"y", "008": b"x" * 50}
    assert Reading(blobs, "s", first).raw(["007", "new"]) == {"007": b"x" * 50}


def test_patches_that_became_too_large_or_too_many_are_written_into_a_new_checkpoint(blobs):
    records = {f"{n:03d}": b"x" * 500 for n in range(50)}
    ref = Reading(blobs, "s", ReadingRef()).extended(lines(records), {})
    counts = []
    for number in range(26):
        ref = Reading(blobs, "s", ref).extended(lines({f"{number:03d}": b"y"}), {})
        counts.append(len(ref.patches))
    assert counts == [*range(1, 25), 0, 1]
    ref = Reading(blobs, "s", ref).extended(lines(dict.fromkeys(list(records)[:20], b"z" * 500)), {})
    assert ref.patches == ()
    assert ref.checkpoint.lines == 50


def test_departed_lines_are_kept_and_are_neither_entries_nor_records(blobs):
    gone = Line("b", departed_mark(name_digest("acme")), entry("s", "b").canonical(), b"")
    kept = Line("a", mark_of(b"1"), entry("s", "a").canonical(), b"1")
    unread = Line("c", mark_of(b"2"), b"", b"2")
    read = Reading(blobs, "s", Reading(blobs, "s", ReadingRef()).extended([kept, gone, unread], {}))
    assert [line.departed for line in read.lines()] == [False, True, False]
    assert list(read.entries()) == [("a", kept.entry)]
    assert read.raw(["a", "b", "c"]) == {"a": b"1", "c": b"2"}


@pytest.mark.parametrize("keys", [["b", "a"], ["a", "a"], ["", "a"]])
def test_lines_out_of_order_are_refused(keys):
    with pytest.raises(ValueError, match="comes after"):
        Reading(MemoryBlobs(), "s", ReadingRef()).extended([Line(key, "m", b"", b"") for key in keys], {})


@settings(deadline=None, max_examples=60)
@given(first=READINGS.filter(bool), patches=st.lists(READINGS, max_size=6))
def test_a_reading_is_its_checkpoint_with_every_patch_laid_over_it(first, patches):
    blobs = MemoryBlobs()
    expected = dict(first)
    ref = Reading(blobs, "s", ReadingRef()).extended(lines(first), {})
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(reading, "MAX_PATCHED", 100)
        for patch in patches:
            expected |= patch
            ref = Reading(blobs, "s", ref).extended(lines(patch), {})
    assert len(ref.patches) == len([patch for patch in patches if patch])
    assert list(Reading(blobs, "s", ref).lines()) == lines(expected)


@given(READINGS, READINGS)
def test_two_streams_are_merged_by_key(ours, theirs):
    seen = list(merged(lines(ours), lines(theirs)))
    assert [key for key, _, _ in seen] == sorted(ours.keys() | theirs.keys())
    assert {key: line.raw for key, line, _ in seen if line} == ours
    assert {key: line.raw for key, _, line in seen if line} == theirs
    assert {line.key: line.raw for line in overlaid(lines(ours), lines(theirs))} == ours | theirs


@given(KEYS, BODIES, BODIES)
def test_a_line_is_decoded_as_it_was_encoded(key, raw, body):
    line = Line(key, mark_of(raw), body, raw)
    assert Line.decode(line.encode()) == line


def test_a_body_is_named_by_what_it_holds_whatever_compressed_it(blobs):
    body = bodies.write(blobs, lambda sha: reading_key("s", sha), [b"a\n", b"b\n"])
    assert bodies.measured(blobs, reading_key("s", body.sha256)) == body
    blobs.put(reading_key("t", body.sha256), gzip.compress(b"a\nb\n", compresslevel=9))
    assert bodies.measured(blobs, reading_key("t", body.sha256)) == body


def test_a_body_is_written_alike_twice():
    one, other = MemoryBlobs(), MemoryBlobs()
    for blobs in (one, other):
        bodies.write(blobs, lambda _sha: "key", (b"%d\n" % number for number in range(10_000)))
    assert one.open("key").read() == other.open("key").read()
    assert one.open("key").read()[3:8] == bytes(5), "neither name nor time"


@pytest.mark.parametrize("run", [1, 40, 10**9], ids=["every record on disk", "some runs", "in memory"])
def test_records_come_out_of_the_spool_in_the_order_of_their_keys(run):
    records = [
        Record(key=key, raw=f"{{{key}}}".encode()) for key in ["10", "9", "a b", "a", "é", "ab", "a-", "𝄞", "ﬀ", "a!"]
    ]
    random.Random(7).shuffle(records)
    spool = Spool(records, run=run)
    expected = [
        Line(record.key, mark_of(record.raw), b"", record.raw) for record in sorted(records, key=lambda r: r.key)
    ]
    assert list(spool) == expected
    assert list(spool) == expected
    assert spool.count == 10


@given(READINGS, st.integers(1, 60))
def test_a_spool_of_any_records_is_sorted(records, run):
    spool = Spool((Record(key=key, raw=raw) for key, raw in records.items()), run=run)
    assert [(line.key, line.raw) for line in spool] == sorted(records.items())


@pytest.mark.parametrize("run", [1, 10**9])
def test_two_records_of_one_key_are_named_both(run):
    records = [Record(key="7", raw=b"first"), Record(key="8", raw=b"-"), Record(key="7", raw=b"second")]
    with pytest.raises(SourceChanged, match=r"us: 7: two records have this key: (first and second|second and first)"):
        list(Spool(records, source="us", run=run))


@pytest.mark.parametrize(
    "record", [Record(key="", raw=b"{}"), Record(key="a\tb", raw=b"{}"), Record(key="a\n", raw=b"{}"),
               Record(key="a", raw=b"\t"), Record(key="a", raw=b"{\n}")],
)  # fmt: skip
def test_a_record_that_no_line_can_hold_is_refused(record):
    with pytest.raises(SourceChanged):
        Spool([record])
