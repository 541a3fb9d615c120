"""Whatever is changed in what was committed, verification finds, online and in copied folders."""

from __future__ import annotations

import shutil

import orjson
import pytest

from sanctionwire.core.canonical import canonical
from sanctionwire.store.commit import Commit, chained
from sanctionwire.store.folder import Folder
from sanctionwire.store.rows import anchor_key, changes_key, document_key, reading_key, refs_key, seq_key
from sanctionwire.store.verify import anchored, verify
from store.world import Store


@pytest.fixture
def store():
    store = Store()
    for serial in (1, 2, 3):
        store.read("s", ["a", "b", str(serial)], serial=serial)
    return store


def found(store, **options):
    head = store.log.head()
    findings = verify(
        store.log.texts(0), work=store.work, evidence=store.evidence, head=(head.seq, head.hash), **options
    )
    return [(finding.seq, finding.what) for finding in findings]


def rewrite(store, seq, *, rehash, **fields):
    """Change a commit in the log, as somebody with access to the table could."""
    plain = orjson.loads(store.log.get(seq).text) | fields
    if rehash:
        plain["hash"] = chained(plain)
    row = store.table.get("log", seq_key(seq))
    store.table.put(row | {"text": canonical(plain).decode()})


def body(store, key, content):
    store.work._bodies[key] = content


def test_nothing_is_found_where_nothing_was_changed(store):
    assert found(store) == []


def test_a_changed_commit_is_found(store):
    rewrite(store, 2, rehash=False, published="yesterday")
    assert found(store) == [(2, "hash"), (2, "anchor")]


def test_a_changed_commit_with_a_new_hash_breaks_the_chain(store):
    rewrite(store, 2, rehash=True, published="yesterday")
    assert found(store) == [(2, "anchor"), (3, "chain")]


def test_a_chain_rewritten_to_its_end_differs_from_the_anchors_and_from_the_mailed_head(store):
    mailed = store.log.get(3).hash
    rewrite(store, 2, rehash=True, published="yesterday")
    rewrite(store, 3, rehash=True, previous=store.log.get(2).hash)
    texts = list(store.log.texts(0))
    assert [finding.what for finding in verify(texts, evidence=store.evidence)] == ["anchor", "anchor"]
    assert [finding.what for finding in verify(texts, head=(3, mailed))] == ["head"]


def test_a_commit_taken_out_is_a_gap(store):
    store.table.delete("log", seq_key(2))
    assert found(store) == [(3, "gap")]


def test_a_log_that_was_cut_off_is_found_by_its_anchors(store):
    store.table.delete("log", seq_key(3))
    assert found(store) == [(3, "log cut off"), (2, "head")]


def test_two_commits_that_changed_places_are_found(store):
    two, three = (store.table.get("log", seq_key(seq)) for seq in (2, 3))
    store.table.put(two | {"text": three["text"]})
    store.table.put(three | {"text": two["text"]})
    whats = {what for _, what in found(store)}
    assert {"number", "chain", "anchor"} <= whats


def test_what_is_no_commit_is_found_and_the_rest_is_still_looked_at(store):
    row = store.table.get("log", seq_key(1))
    store.table.put(row | {"text": '{"seq":1'})
    rewrite(store, 3, rehash=False, published="yesterday")
    assert found(store) == [(1, "unreadable"), (1, "anchor"), (3, "hash"), (3, "anchor")]


def test_another_way_of_writing_the_same_is_found(store):
    row = store.table.get("log", seq_key(1))
    store.table.put(row | {"text": " " + row["text"]})
    assert found(store) == [(1, "canonical form"), (1, "anchor")]


def test_other_documents_than_those_under_the_root_are_found(store):
    commit = store.log.get(3)
    other = commit.documents[0].model_copy(update={"sha256": "0" * 64})
    rewrite(store, 3, rehash=True, documents=[other.plain()])
    assert {what for _, what in found(store)} == {"snapshot", "commit id", "missing", "anchor", "head"}


def test_an_anchor_that_was_changed_or_deleted_is_found(store):
    store.evidence._bodies[anchor_key(1)] = b"{}"
    del store.evidence._bodies[anchor_key(2)]
    assert found(store) == [(1, "anchor"), (2, "anchor missing")]


@pytest.mark.parametrize("content", [b"", b"no gzip", b"\x1f\x8b\x08\x00 cut"])
def test_every_body_that_was_changed_is_found_once(store, content):
    first = store.log.get(1)
    keys = [
        document_key(first.documents[0].sha256),
        changes_key(first.changes.sha256),
        reading_key("s", first.reading.checkpoint.sha256),
        refs_key("s", first.reading.refs),
    ]
    for key in keys:
        assert store.work.exists(key)
        body(store, key, content)
    assert found(store) == [(1, "body")] * 4


def test_every_body_that_is_missing_is_found(store):
    for key in list(store.work.keys()):
        del store.work._bodies[key]
    assert {what for _, what in found(store)} == {"missing"}


def test_a_body_swapped_for_another_one_is_found(store):
    one, other = (changes_key(store.log.get(seq).changes.sha256) for seq in (1, 2))
    body(store, one, store.work._bodies[other])
    assert found(store) == [(1, "body")]


def test_part_of_the_log_can_be_verified(store):
    rewrite(store, 1, rehash=False, published="yesterday")
    assert list(verify(store.log.texts(1), work=store.work, evidence=store.evidence, after=1)) == []


def test_a_finding_says_in_a_line_what_was_seen_and_expected(store):
    rewrite(store, 2, rehash=True, previous="0" * 64)
    finding = next(each for each in verify(store.log.texts(0)) if each.what == "chain")
    assert str(finding) == f"commit 2: chain: previous is {'0' * 64} (expected {store.log.get(1).hash})"


def copied(blobs, folder):
    for key in blobs.keys(""):
        (folder / key).parent.mkdir(parents=True, exist_ok=True)
        (folder / key).write_bytes(blobs.open(key).read())
    return Folder(folder)


def test_two_copied_buckets_are_verified_without_a_cloud(store, tmp_path):
    work, evidence = copied(store.work, tmp_path / "work"), copied(store.evidence, tmp_path / "evidence")
    assert [Commit.parse(text) for _, text in anchored(evidence)] == list(store.log.after(0))
    assert list(verify(anchored(evidence), work=work, evidence=evidence)) == []
    (tmp_path / "work" / document_key(store.log.get(1).documents[0].sha256)).write_bytes(b"other")
    (tmp_path / "evidence" / "anchors" / "note.txt").write_text("not an anchor")
    assert [finding.what for finding in verify(anchored(evidence), work=work, evidence=evidence)] == ["body"]
    shutil.rmtree(tmp_path / "work")
    assert {finding.what for finding in verify(anchored(evidence), work=work)} == {"missing"}


def test_a_folder_reads_like_the_bucket_that_it_is_a_copy_of(store, tmp_path):
    folder = copied(store.work, tmp_path)
    assert list(folder.keys()) == list(store.work.keys())
    assert list(folder.keys("changes/")) == list(store.work.keys("changes/"))
    key = next(folder.keys())
    assert folder.exists(key)
    assert not folder.exists("changes")
    for absent in ("changes", "changes/none"):
        with pytest.raises(KeyError):
            folder.open(absent)
