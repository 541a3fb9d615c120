"""A cold consumer starts from a file and ends equal to the store."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feed.world import World, apply, party, unzipped
from sanctionwire.core.model import Entry
from sanctionwire.feed import pages
from sanctionwire.store.reading import Reading


@pytest.fixture
def world() -> World:
    """One source with a baseline of three and an amendment, and one that was never read."""
    world = World()
    world.read("a_list", *(party("a_list", key) for key in "123"), published="2026-08-26")
    world.read("a_list", party("a_list", "2"), party("a_list", "3", "Renamed Ä"), published="2026-08-27")
    return world


def test_a_snapshot_is_a_redirect_to_a_file_of_all_current_entries(world: World) -> None:
    reply = world.ask("/v1/snapshots/a_list")
    assert reply.status == 303
    assert reply.headers["location"] == reply.json["url"]
    lines = unzipped(world.download(reply.json["url"]))
    entries = [orjson.loads(line) for line in lines]
    assert [entry["id"] for entry in entries] == ["a_list:2", "a_list:3"]
    assert {entry["id"]: Entry.model_validate(entry) for entry in entries} == world.reading("a_list")
    assert all(entry["relations"] == [] for entry in entries)


def test_the_snapshot_says_what_it_is_as_of_in_body_headers_and_file_name(world: World) -> None:
    reply = world.ask("/v1/snapshots/a_list")
    told, file = reply.json, world.download(reply.json["url"])
    assert (told["source"], told["as_of"], told["as_of_seq"], told["serial"]) == ("a_list", "2.1", 2, 2)
    assert (told["count"], told["bytes"]) == (2, len(file))
    assert told["sha256"] == hashlib.sha256(file).hexdigest()
    assert told["ndjson_sha256"] == hashlib.sha256(b"".join(line + b"\n" for line in unzipped(file))).hexdigest()
    for name in ("as_of", "as_of_seq", "sha256", "count", "bytes"):
        assert reply.headers[f"sanctionwire-{name.replace('_', '-')}"] == str(told[name])
    assert "a_list-as-of-2.1.ndjson.gz" in told["url"]
    assert datetime.fromisoformat(told["expires_at"]) == world.now + timedelta(minutes=15)


def test_a_snapshot_is_made_once_per_reading(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    first = world.ask("/v1/snapshots/a_list").json
    kept = set(world.blobs.keys("snapshots/"))
    monkeypatch.setattr(Reading, "entries", None)
    assert world.ask("/v1/snapshots/a_list").json == first
    assert set(world.blobs.keys("snapshots/")) == kept
    assert len(kept) == 2


def test_who_makes_the_same_snapshot_again_makes_the_same_bytes(world: World) -> None:
    first = world.ask("/v1/snapshots/a_list").json
    for key in list(world.blobs.keys("snapshots/")):
        del world.blobs._bodies[key]
    assert world.ask("/v1/snapshots/a_list").json == first


def test_a_run_that_died_between_file_and_description_is_made_good(world: World) -> None:
    first = world.ask("/v1/snapshots/a_list").json
    del world.blobs._bodies[next(key for key in world.blobs.keys("snapshots/") if key.endswith(".json"))]
    assert world.ask("/v1/snapshots/a_list").json == first


def test_another_log_over_the_same_bucket_does_not_serve_the_old_logs_snapshot(world: World) -> None:
    old = world.ask("/v1/snapshots/a_list").json
    other = World(blobs=world.blobs)
    other.read("a_list", party("a_list", "9"))
    other.read("a_list", party("a_list", "9"), party("a_list", "8"))
    assert other.ask("/v1/snapshots/a_list").json["sha256"] != old["sha256"]


def test_a_source_that_was_never_read_says_so(world: World) -> None:
    reply = world.ask("/v1/snapshots/b_list")
    assert (reply.status, reply.problem) == (404, "no-reading-yet")
    assert "no publication of b_list" in reply.json["detail"]


def test_a_source_that_nobody_knows_is_named_with_its_nearest(world: World) -> None:
    reply = world.ask("/v1/snapshots/a_lst")
    assert (reply.status, reply.problem) == (404, "no-such-source")
    assert "did you mean 'a_list'?" in reply.json["detail"]


def test_a_list_that_became_empty_has_an_empty_snapshot(world: World) -> None:
    world.read("a_list")
    told = world.ask("/v1/snapshots/a_list").json
    assert (told["count"], unzipped(world.download(told["url"]))) == (0, [])


def test_a_reading_without_changes_is_as_of_its_own_commit(world: World) -> None:
    world.commit("a_list", [])
    assert world.ask("/v1/snapshots/a_list").json["as_of"] == "3.0"
    assert world.ask("/v1/changes", after="3.0").json["changes"] == []


commits = st.lists(
    st.tuples(
        st.sampled_from(["a_list", "b_list"]),
        st.dictionaries(st.sampled_from("12345678"), st.sampled_from(["X", "Y", "Z"]), max_size=5),
    ),
    max_size=10,
)


@settings(max_examples=80, deadline=None)
@given(
    history=commits,
    starts=st.tuples(st.integers(0, 10), st.integers(0, 10)),
    limit=st.integers(1, 6),
    follows=st.sampled_from(["each apart", "all from the earliest"]),
)
def test_a_cold_consumer_ends_equal_to_the_store(
    history: Any, starts: tuple[int, int], limit: int, follows: str
) -> None:
    """Whenever he takes each snapshot, and whether he then follows each source apart or all from the earliest."""
    world, held, cursors = World(), dict[str, Any](), dict[str, str]()
    for step in range(len(history) + 1):
        for slug, start in zip(("a_list", "b_list"), starts, strict=True):
            if step == min(start, len(history)):
                cursors[slug] = cold_start(world, slug, held)
        if step < len(history):
            slug, parties = history[step]
            world.read(slug, *(party(slug, key, name) for key, name in parties.items()), project=False)
    if follows == "all from the earliest":
        first = min(cursors.values(), key=lambda text: tuple(map(int, text.split("."))))
        follow(world, held, after=first, limit=limit)
    else:
        for slug, cursor in cursors.items():
            follow(world, held, after=cursor, source=slug, limit=limit)
    assert held == {
        entry_id: orjson.loads(orjson.dumps(pages.entry(entry.plain())))
        for slug in ("a_list", "b_list")
        for entry_id, entry in world.reading(slug).items()
    }


def cold_start(world: World, slug: str, held: dict[str, Any]) -> str:
    reply = world.ask(f"/v1/snapshots/{slug}")
    if reply.status == 404:
        return "0.0"
    held |= {entry["id"]: entry for entry in map(orjson.loads, unzipped(world.download(reply.json["url"])))}
    return str(reply.json["as_of"])


def follow(world: World, held: dict[str, Any], **query: Any) -> None:
    for page in world.pages(**query):
        apply(held, page["changes"])
