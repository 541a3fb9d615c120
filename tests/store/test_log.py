"""The promises of the commit log: atomic, gap-free, chained; whatever it is kept in."""

from __future__ import annotations

import itertools
import threading

import pytest

from sanctionwire.core.changes import Change
from sanctionwire.store.commit import Attested, Commit, Decision, Draft, Unreadable, chained, placed
from sanctionwire.store.log import Changes, Head
from sanctionwire.store.ports import Conflict, Put, StoreUnreachable
from sanctionwire.store.rows import GENESIS, stamp
from sanctionwire.store.verify import verify
from store.world import NOW, Killed, Store, Trip, entry, later


@pytest.fixture
def store(cloud):
    return Store.on(cloud)


def draft(**fields):
    given = {"source": "s", "serial": 1, "revision": "r", "committed_at": stamp(NOW), "seen_at": stamp(NOW)}
    return Draft(**given | fields)


def nothing(_commit):
    return []


def sound(store):
    head = store.log.head()
    texts = store.log.texts(0)
    return not list(verify(texts, work=store.work, evidence=store.evidence, head=(head.seq, head.hash)))


def test_an_empty_log_has_a_head(store):
    assert store.log.head() == Head(seq=0, hash=GENESIS)
    assert list(store.log.after(0)) == []
    assert store.log.get(1) is None


def test_a_commit_is_found_with_its_changes(store):
    commit = store.read("s", ["b", "a"])
    assert store.log.get(1) == commit
    assert list(store.log.after(0)) == [commit]
    assert [change.entry_id for change in store.log.changes(commit)] == ["s:a", "s:b"]
    assert [Change.model_validate_json(line).after for line in store.log.lines(commit)] == [
        entry("s", "a"),
        entry("s", "b"),
    ]
    head = store.log.head()
    assert (head.seq, head.hash, head.commit_id) == (1, commit.hash, commit.commit_id)
    assert store.sources.load("s").seq == 1
    assert sound(store)


def test_a_commit_is_written_and_read_alike(store):
    given = draft(
        kind="release", cause="reconciled", published="2 March", publication="7", removals_held=2,
        unreadable=(Unreadable(id="s:1", why="odd"),), unmapped=("ß",), demo=True, decided_by=Decision(who="me", why="so"),
        attest={"s": Attested(checked_at=stamp(NOW), serial=1, publication="7")},
    )  # fmt: skip
    commit = store.log.commit(given, [], nothing)
    assert store.log.get(1) == commit == Commit.parse(commit.text)
    assert commit.hash == chained(commit.plain())


def test_changes_may_be_given_in_canonical_form(store):
    change = Change(kind="designated", entry_id="s:a", after=entry("s", "a"))
    as_models = store.log.store_changes([change])
    as_bytes = store.log.store_changes([change.canonical()])
    assert as_models == as_bytes
    assert as_models.kinds == {"designated": 1}


def test_a_commit_without_changes_stores_no_body(store):
    commit = store.log.commit(draft(), [], nothing)
    assert commit.changes == Changes()
    assert list(store.work.keys()) == []
    assert list(store.log.changes(commit)) == []


def test_commits_are_numbered_without_a_gap_and_chained(store):
    commits = [store.read("s", [str(serial)], serial=serial) for serial in (1, 2, 3)]
    assert [commit.seq for commit in commits] == [1, 2, 3]
    assert [commit.previous for commit in commits] == [GENESIS, commits[0].hash, commits[1].hash]
    assert [commit.seq for commit in store.log.after(1)] == [2, 3]
    assert [commit.seq for commit in store.log.after(0, 2)] == [1, 2]
    assert sound(store)


def test_a_source_row_that_moved_stops_the_commit_and_nothing_is_written(store):
    store.read("s", ["a"])
    stale = Put(item={"pk": "source", "sk": "s", "version": 9}, expect={"version": 7})
    before = store.image()
    with pytest.raises(Conflict) as conflict:
        store.log.commit(draft(serial=2), [], lambda _commit: [stale])
    assert conflict.value.rows == (("source", "s"),)
    assert store.image() == before


def test_a_number_that_is_taken_is_given_up_for_the_next_without_doing_the_work_again(store):
    produced = []

    def changes():
        produced.append(1)
        yield Change(kind="designated", entry_id="s:a", after=entry("s", "a"))

    intruders = iter(["x", "y"])

    def rows(_commit):
        if slug := next(intruders, None):
            store.read(slug, ["z"])
        return []

    commit = store.log.commit(draft(), changes(), rows)
    assert commit.seq == 3
    assert produced == [1]
    assert [each.source for each in store.log.after(0)] == ["x", "y", "s"]
    assert sound(store)


def test_a_commit_expects_the_head_that_it_is_chained_to_and_a_number_that_is_free(store):
    store.read("s", ["a"])
    head, sent = store.log.head(), []

    class Noting:
        def __getattr__(self, name):
            return getattr(store.table, name)

        def transact(self, puts, *, token):
            sent.extend(puts)
            store.table.transact(puts, token=token)

    Store(Noting(), store.versions, store.work, store.evidence).read("s", ["b"], serial=2)
    expected = [{"seq": 1, "hash": head.hash}, {"pk": None}, {"version": 1}]
    assert [put.expect for put in sent] == expected
    assert [put.row for put in sent] == [("head", "head"), ("log", f"{2:016d}"), ("source", "s")]


def test_of_threads_that_commit_at_once_none_leaves_a_gap(store):
    errors = []

    def work(slug):
        try:
            for serial in (1, 2, 3):
                store.read(slug, [f"{slug}{serial}"], serial=serial)
        except Exception as error:  # noqa: BLE001 - shown by the test
            errors.append(error)

    threads = [threading.Thread(target=work, args=(f"s{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    commits = list(store.log.after(0))
    assert [commit.seq for commit in commits] == list(range(1, 13))
    assert {(commit.source, commit.serial) for commit in commits} == set(
        itertools.product(["s0", "s1", "s2", "s3"], [1, 2, 3])
    )
    assert sound(store)


def test_of_two_that_commit_one_serial_of_one_source_one_is_refused(store):
    barrier, results = threading.Barrier(2), []

    def work():
        barrier.wait()
        try:
            results.append(store.read("s", ["a"]))
        except Conflict as conflict:
            results.append(conflict)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [commit.serial for commit in store.log.after(0)] == [1]
    assert sound(store)


class Unanswering:
    """A table whose transactions are carried out, or not, and never answered, as often as told."""

    def __init__(self, table, *, silent, carried_out):
        self.table, self.silent, self.carried_out, self.sent = table, silent, carried_out, 0

    def __getattr__(self, name):
        return getattr(self.table, name)

    def transact(self, puts, *, token):
        self.sent += 1
        if self.sent > self.silent:
            return self.table.transact(puts, token=token)
        if self.carried_out:
            self.table.transact(puts, token=token)
        raise StoreUnreachable("no answer")


@pytest.mark.parametrize("carried_out", [True, False])
def test_an_unknown_outcome_is_cleared_up_by_reading_back(store, carried_out):
    table = Unanswering(store.table, silent=1, carried_out=carried_out)
    commit = Store(table, store.versions, store.work, store.evidence).read("s", ["a"])
    assert list(store.log.after(0)) == [commit]
    assert table.sent == (1 if carried_out else 2)
    assert sound(store)


def test_a_store_that_never_answers_gives_the_run_back(store):
    table = Unanswering(store.table, silent=99, carried_out=False)
    with pytest.raises(StoreUnreachable):
        Store(table, store.versions, store.work, store.evidence).read("s", ["a"])
    assert list(store.log.after(0)) == []
    assert table.sent == 5


def test_a_lost_answer_while_another_takes_the_number_loses_nothing(store):
    class Overtaken(Unanswering):
        def transact(self, puts, *, token):
            if self.sent == 0:
                store.read("other", ["z"])
            super().transact(puts, token=token)

    table = Overtaken(store.table, silent=1, carried_out=False)
    commit = Store(table, store.versions, store.work, store.evidence).read("s", ["a"])
    assert commit.seq == 2
    assert sound(store)


def test_the_logs_clock_never_runs_backwards(store):
    store.log.commit(draft(committed_at=stamp(later(5))), [], nothing)
    commit = store.log.commit(draft(serial=2, committed_at=stamp(later(1))), [], nothing)
    assert commit.committed_at == stamp(later(5))


def test_the_commit_of_an_instant_is_found(store):
    for minute in (0, 10, 10, 20):
        store.log.commit(draft(serial=minute, committed_at=stamp(later(minute))), [], nothing)
    found = [store.log.as_of(stamp(later(minute))) for minute in (-1, 0, 9, 10, 19, 20, 99)]
    assert found == [0, 1, 1, 3, 3, 4, 4]


def test_the_id_of_a_commit_does_not_depend_on_the_clock_or_the_place():
    one = placed(draft(), Changes(), seq=1)
    other = placed(draft(committed_at=stamp(later(9)), seen_at=stamp(later(9))), Changes(), seq=7, previous="f" * 64)
    assert one.commit_id == other.commit_id
    assert one.hash != other.hash
    assert placed(draft(serial=2), Changes(), seq=1).commit_id != one.commit_id


def test_an_anchor_that_could_not_be_written_is_written_later(store):
    class Down:
        def put(self, *_arguments, **_keywords):
            raise StoreUnreachable("no answer")

    commit = Store(store.table, store.versions, store.work, Down()).read("s", ["a"])
    assert commit.seq == 1
    assert [finding.what for finding in verify(store.log.texts(0), evidence=store.evidence)] == ["anchor missing"]
    assert store.log.anchor_missing() == 1
    assert store.log.anchor_missing() == 0
    assert sound(store)
    store.read("s", ["b"], serial=2)
    assert store.log.anchor_missing() == 0


def run(store):
    """What a collector, a projector and the watch do together; may be run again at any time."""
    store.read("s", ["a", "b"])
    store.read("t", ["c"])
    store.project()
    store.log.anchor_missing()


def writes():
    trip = Trip()
    run(Store().tripping(trip))
    return trip.calls


def whole():
    store = Store()
    run(store)
    return store.image()


def killed_and_run_again(broken, at, *, late):
    with pytest.raises(Killed):
        run(broken.tripping(Trip(at=at, late=late)))
    run(broken)
    assert broken.image() == whole()
    assert sound(broken)


@pytest.mark.parametrize("late", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("at", range(1, writes() + 1))
def test_a_run_killed_at_any_write_and_run_again_leaves_what_one_run_leaves(at, late):
    killed_and_run_again(Store(), at, late=late)


@pytest.mark.parametrize("late", [False, True], ids=["before", "after"])
def test_a_run_killed_in_the_cloud_and_run_again_leaves_what_one_run_leaves(cloud, late):
    for at in range(1, writes() + 1, 3):
        killed_and_run_again(Store.on(cloud), at, late=late)


@pytest.mark.parametrize("at", range(1, writes() + 1))
@pytest.mark.parametrize("late", [False, True], ids=["before", "after"])
def test_a_run_that_got_no_answer_at_any_write_and_is_run_again_leaves_what_one_run_leaves(at, late):
    broken = Store()
    try:
        run(broken.tripping(Trip(at=at, late=late, fail=StoreUnreachable)))
    except StoreUnreachable:
        run(broken)
    assert broken.image() == whole()
    assert sound(broken)
