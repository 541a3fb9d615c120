"""The projection by entry: idempotent, never half a commit, and with an answer for those that left."""

from __future__ import annotations

import random

import orjson
import pytest

from sanctionwire.core.changes import Change
from sanctionwire.core.model import Listing
from sanctionwire.store.commit import Draft
from sanctionwire.store.cursors import Cursor
from sanctionwire.store.ports import Conflict
from sanctionwire.store.rows import stamp
from store.world import NOW, Store, entry, later


@pytest.fixture
def store(cloud):
    return Store.on(cloud)


def commit(store, serial, *changes, published=None):
    draft = Draft(
        source="s",
        serial=serial,
        revision="r",
        committed_at=stamp(later(serial)),
        seen_at=stamp(NOW),
        published=published,
    )
    made = store.log.commit(draft, changes, lambda _commit: [])
    store.project()
    return made


def new(key):
    return Change(kind="designated", entry_id=f"s:{key}", after=entry("s", key))


def gone(key):
    return Change(kind="removed", entry_id=f"s:{key}", before=entry("s", key), lists_left=("L",))


def test_an_entry_nobody_listed_is_unknown(store):
    assert store.entries.as_of("s:a", 99) is None
    assert list(store.entries.history("s:a", 99)) == []


def test_an_entry_is_known_from_the_commit_that_brought_it(store):
    commit(store, 1, new("b"))
    commit(store, 2, new("c"), new("a"), published="3 March 2026")
    version = store.entries.as_of("s:a", 2)
    assert (version.kind, version.seq, version.ordinal, version.listed) == ("designated", 2, 1, True)
    assert (version.committed_at, version.published) == (stamp(later(2)), "3 March 2026")
    assert version.entry == entry("s", "a")
    assert store.entries.as_of("s:a", 1) is None


def test_one_that_left_is_remembered_with_its_last_record(store):
    commit(store, 1, new("a"))
    commit(store, 2, gone("a"))
    version = store.entries.as_of("s:a", 2)
    assert (version.listed, version.kind, version.entry) == (False, "removed", entry("s", "a"))
    assert store.entries.as_of("s:a", 1).listed
    assert [each.listed for each in store.entries.history("s:a", 2)] == [True, False]


def test_one_that_left_one_list_of_two_is_still_listed(store):
    both = entry("s", "a").model_copy(update={"listings": (Listing(list="L"), Listing(list="M"))})
    left = Change(
        kind="removed", entry_id="s:a", before=both, after=entry("s", "a"), lists_left=("M",), remains_on=("L",)
    )
    commit(store, 1, left)
    assert store.entries.as_of("s:a", 1).listed


@pytest.mark.parametrize("kind", ["rekeyed", "merged"])
def test_one_that_goes_on_under_another_key_is_found_under_both(store, kind):
    commit(store, 1, new("old"))
    moved = Change(kind=kind, entry_id="s:new", previous_id="s:old", before=entry("s", "old"), after=entry("s", "new"))
    commit(store, 2, moved)
    old, now = store.entries.as_of("s:old", 2), store.entries.as_of("s:new", 2)
    assert (old.listed, old.became, old.entry) == (False, "s:new", entry("s", "old"))
    assert (now.listed, now.became, now.entry) == (True, None, entry("s", "new"))


def test_one_changed_twice_in_a_commit_is_what_the_later_change_made_of_it(store):
    amended = entry("s", "a").model_copy(update={"remarks": "x"})
    commit(store, 1, new("a"), Change(kind="amended", entry_id="s:a", before=entry("s", "a"), after=amended))
    assert store.entries.as_of("s:a", 1).entry == amended
    assert len(list(store.entries.history("s:a", 1))) == 2


@pytest.mark.parametrize(("characters", "form"), [(100, "json"), (30_000, "zlib"), (900_000, "blob")])
def test_a_record_of_any_length_comes_back_whole(store, characters, form):
    noise = "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyz0123456789", k=characters))
    long = entry("s", "a").model_copy(update={"remarks": noise})
    commit(store, 1, Change(kind="designated", entry_id="s:a", after=long))
    (item,) = store.versions.query("s:a")
    assert form in item
    assert store.entries.as_of("s:a", 1).entry == long


def test_projecting_a_commit_again_changes_nothing(store):
    made = commit(store, 1, *(new(f"{number}") for number in range(60)))
    before = store.image()
    assert store.entries.project(made, store.log.lines(made)) == 60
    assert store.image() == before


def test_replaying_the_log_into_an_empty_table_gives_the_same(cloud):
    store = Store.on(cloud)
    commit(store, 1, new("a"), new("b"))
    commit(store, 2, gone("a"))
    again = Store(store.table, cloud.table(), store.work, store.evidence)
    Cursor(store.table, "project").advance(2, 0)
    again.project()
    assert again.image() == store.image()


def test_half_a_commit_is_never_seen(store):
    commit(store, 1, new("a"))
    draft = Draft(source="s", serial=2, revision="r", committed_at=stamp(NOW), seen_at=stamp(NOW))
    second = store.log.commit(draft, [new("b"), gone("a")], lambda _commit: [])
    lines = list(store.log.lines(second))
    store.entries.project(second, lines[:1])
    through = Cursor(store.table, "project").position()
    assert store.entries.as_of("s:b", through) is None
    assert store.entries.as_of("s:a", through).listed


def test_the_record_is_the_canonical_form_in_the_log(store):
    made = commit(store, 1, new("a"))
    (line,) = store.log.lines(made)
    assert store.entries.as_of("s:a", 1).record == orjson.dumps(
        orjson.loads(line)["after"], option=orjson.OPT_SORT_KEYS
    )


def test_a_cursor_begins_at_nought_and_moves_only_from_where_it_is(table):
    cursor = Cursor(table, "project")
    assert cursor.position() == 0
    cursor.advance(0, 3)
    cursor.advance(3, 4)
    for old in (0, 3, 5):
        with pytest.raises(Conflict):
            cursor.advance(old, 9)
    assert cursor.position() == 4
    assert Cursor(table, "announce").position() == 0


def test_a_cursor_can_be_set_back_for_a_rebuild(table):
    cursor = Cursor(table, "project")
    cursor.advance(0, 7)
    cursor.advance(7, 0)
    assert cursor.position() == 0
    cursor.advance(0, 1)
    assert cursor.position() == 1
