"""Source rows: each write expects the row that was read, and whoever was overtaken can write nothing."""

from __future__ import annotations

import pytest

from sanctionwire.errors import Unreachable
from sanctionwire.source import State
from sanctionwire.store.commit import Body, Decision, DocumentRef, Draft, ReadingRef
from sanctionwire.store.ports import Conflict
from sanctionwire.store.rows import stamp
from sanctionwire.store.sources import Hold, Lease, Pending, SourceRow, Sources, Validators, checked, written
from store.world import NOW, Store, later

DOCUMENT = DocumentRef(name="list", url="https://x.example/", sha256="0" * 64, size=3, fetched_at=stamp(NOW))
HOLD = Hold(id="h1", since=stamp(NOW), count=3, keys="holds/x", why="too many", serial=4)
PENDING = Pending(error="odd", place="/list", revision="r", since=stamp(NOW), sha="1" * 64, documents=(DOCUMENT,))
VALIDATORS = {"https://x.example/": Validators(etag='"1"', last_modified="Mon, 02 Mar 2026 09:00:00 GMT")}


@pytest.fixture
def sources(table):
    return Sources(table)


def test_a_source_that_has_no_row_has_the_empty_one(sources):
    assert sources.load("s") == SourceRow(slug="s")
    assert list(sources.all()) == []
    assert sources.load("s").state() == State()


def test_a_row_comes_back_as_it_was_saved(sources):
    row = SourceRow(
        slug="s", serial=4, seq=9, base_seq=8, publication="7", published="2 March", revision="r",
        reading=ReadingRef(checkpoint=Body(sha256="a", size=1, lines=1), patches=(Body(sha256="b"),), refs="c"),
        validators=VALIDATORS, memory={"applied": ["1", 2, None, {"x": True}]}, must_reconcile=True,
        checked_at=stamp(NOW), changed_at=stamp(NOW), reconciled_at=stamp(NOW), documents=(DOCUMENT, DOCUMENT),
        pending=PENDING, failing_since=stamp(NOW), error="e", unreadable={"s:1": "odd"}, hold=HOLD,
        archived_on="2026-03-02", count=12, enabled=False, retry_at=stamp(NOW), lease=Lease(owner="me", until=stamp(NOW)),
    )  # fmt: skip
    saved = sources.save(row)
    assert saved == row.but(version=1)
    assert sources.load("s") == saved
    assert [each.slug for each in sources.all()] == ["s"]


def test_a_source_sees_its_own_past_only(sources):
    row = SourceRow(slug="s", serial=4, publication="7", memory={"a": 1}, must_reconcile=True)
    expected = State(serial=4, publication="7", memory={"a": 1}, must_reconcile=True, reconcile_due=True)
    assert row.state(reconcile_due=True) == expected


def test_a_field_of_a_wrong_name_or_type_is_refused():
    with pytest.raises(ValueError, match="serail"):
        SourceRow(slug="s").but(serail=1)
    with pytest.raises(ValueError, match="serial"):
        SourceRow(slug="s").but(serial="many")


@pytest.mark.parametrize(
    "write",
    [
        lambda sources, row: sources.save(row.but(enabled=True)),
        lambda sources, row: sources.confirm_unchanged(row, NOW, VALIDATORS),
        lambda sources, row: sources.pending(row, PENDING),
        lambda sources, row: sources.failing(row, Unreachable("down"), NOW),
    ],
)
def test_a_write_from_a_row_that_moved_is_refused(sources, write):
    stale = sources.load("s")
    write(sources, stale)
    with pytest.raises(Conflict):
        write(sources, stale)
    write(sources, sources.load("s"))
    assert sources.load("s").version == 2


def test_a_check_that_finds_nothing_new_notes_it_and_ends_lease_and_failure(sources):
    row = sources.failing(sources.load("s"), Unreachable("down", source="s"), NOW, retry_at=stamp(later(5)))
    row = sources.lease(row, owner="me", seconds=60, now=NOW)
    row = sources.confirm_unchanged(row, later(1), VALIDATORS)
    assert sources.load("s") == SourceRow(slug="s", version=3, checked_at=stamp(later(1)), validators=VALIDATORS)


def test_validators_of_other_addresses_are_kept(sources):
    row = sources.confirm_unchanged(sources.load("s"), NOW, VALIDATORS)
    row = sources.confirm_unchanged(row, NOW, {"https://y.example/": Validators(etag='"2"')})
    assert row.validators.keys() == {"https://x.example/", "https://y.example/"}


def test_what_cannot_be_had_or_read_leaves_no_validators(sources):
    row = sources.failing(sources.load("s"), Unreachable("down", source="s"), NOW)
    row = sources.failing(row, Unreachable("still down", source="s"), later(5))
    assert (row.failing_since, row.error) == (stamp(NOW), "s: still down")
    row = sources.pending(row, PENDING)
    assert row.pending == PENDING
    assert row.validators == {}
    assert row.checked_at is None


def test_a_source_is_leased_to_one_until_the_lease_ends(sources):
    free = sources.load("s")
    mine = sources.lease(free, owner="me", seconds=60, now=NOW)
    assert mine.leased(NOW)
    assert sources.lease(free, owner="you", seconds=60, now=NOW) is None
    assert sources.lease(sources.load("s"), owner="you", seconds=60, now=NOW) is None
    assert sources.lease(mine, owner="me", seconds=60, now=NOW).version == 2
    assert not sources.load("s").leased(later(1))
    yours = sources.lease(sources.load("s"), owner="you", seconds=60, now=later(1))
    assert yours.lease.owner == "you"
    sources.confirm_unchanged(yours, later(1), {})
    assert not sources.load("s").leased(later(1))


def test_whoever_was_overtaken_can_commit_nothing(cloud):
    store = Store.on(cloud)
    slow = store.sources.lease(store.sources.load("s"), owner="slow", seconds=60, now=NOW)
    quick = store.sources.lease(store.sources.load("s"), owner="quick", seconds=60, now=later(2))
    draft = Draft(source="s", serial=1, revision="r", committed_at=stamp(NOW), seen_at=stamp(NOW))
    with pytest.raises(Conflict) as conflict:
        store.log.commit(draft, [], lambda commit: [written(checked(slow, NOW, {}).but(serial=1, seq=commit.seq))])
    assert conflict.value.rows == (("source", "s"),)
    store.log.commit(draft, [], lambda commit: [written(checked(quick, NOW, {}).but(serial=1, seq=commit.seq))])
    row = store.sources.load("s")
    assert (row.serial, row.seq, row.lease) == (1, 1, None)


def test_an_operators_decision_in_between_is_not_lost(sources):
    collecting = sources.load("s")
    sources.save(sources.load("s").but(enabled=False))
    with pytest.raises(Conflict):
        sources.confirm_unchanged(collecting, NOW, {})
    assert sources.load("s").enabled is False


def test_a_decision_names_who_and_why():
    assert Decision(who="me", why="so").plain() == {"who": "me", "why": "so"}
