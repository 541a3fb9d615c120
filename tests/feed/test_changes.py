"""The log by machine: every change once and in order, completeness that can be proved, and polls that cost one read."""

from __future__ import annotations

import threading
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feed.world import BASE, Reply, World, party
from sanctionwire.core.changes import Change
from sanctionwire.feed import pages
from sanctionwire.feed.cursor import Cursor, read
from sanctionwire.feed.problems import Problem
from sanctionwire.store.rows import Position


def alpha(*keys: str, **fields: Any) -> list[Any]:
    return [party("a_list", key, **fields) for key in keys]


def bravo(*keys: str, **fields: Any) -> list[Any]:
    return [party("b_list", key, **fields) for key in keys]


@pytest.fixture
def world() -> World:
    """Two sources: baselines of three and two, then an addition and a removal in each, and a day's proof of life."""
    world = World()
    world.read("a_list", *alpha("1", "2", "3"), published="2026-08-26")
    world.read("b_list", *bravo("1", "2", country="ru"))
    world.read("a_list", *alpha("2", "3", "4"), published="2026-08-27T10:01:44")
    world.daily()
    world.read("b_list", *bravo("2", "5", country="ru"), demo=True)
    return world


def cursors(reply: Reply) -> list[str]:
    return [change["cursor"] for change in reply.json["changes"]]


def test_the_log_comes_out_in_order_with_every_change_once(world: World) -> None:
    reply = world.ask("/v1/changes")
    assert cursors(reply) == ["1.0", "1.1", "1.2", "2.0", "2.1", "3.0", "3.1", "5.0", "5.1"]
    assert reply.json["covered_through"] == "5.1"
    assert (reply.json["head"], reply.json["head_hash"]) == (5, world.log.head().hash)
    assert not reply.json["more"]
    assert reply.json["next"] == f"{BASE}/v1/changes?after=5.1&limit=500"


def test_a_change_carries_its_place_its_source_its_times_and_its_receipt(world: World) -> None:
    told = world.ask("/v1/changes", after="2.1").json["changes"][0]
    commit = world.log.get(3)
    assert commit
    assert told["id"] == f"{commit.commit_id}.0"
    assert (told["cursor"], told["seq"], told["ordinal"]) == ("3.0", 3, 0)
    assert (told["source"], told["demo"], told["receipt"]) == ("a_list", False, f"{BASE}/v1/commits/3")
    assert (told["published"], told["committed_at"]) == ("2026-08-27T10:01:44", commit.committed_at)
    assert (told["kind"], told["cause"], told["weight"], told["entry_id"]) == (
        "removed",
        "publisher",
        "major",
        "a_list:1",
    )
    assert told["before"]["subject"]["names"][0]["full"] == "Party 1"
    assert (told["after"], told["fields"], told["before"]["relations"]) == (None, [], [])
    assert world.ask("/v1/changes", after="4.0").json["changes"][0]["demo"] is True


def test_what_the_feed_says_of_a_change_is_what_the_command_prints(world: World) -> None:
    commit = world.log.get(5)
    assert commit
    for change, told in zip(
        world.log.changes(commit), world.ask("/v1/changes", after="4.0").json["changes"], strict=True
    ):
        printed = orjson.loads(orjson.dumps(change.printed()))
        assert printed.items() <= told.items()


def test_a_page_ends_at_its_limit_and_the_next_begins_there(world: World) -> None:
    found = world.pages(limit=2)
    assert [[change["cursor"] for change in page["changes"]] for page in found] == [
        ["1.0", "1.1"], ["1.2", "2.0"], ["2.1", "3.0"], ["3.1", "5.0"], ["5.1"],
    ]  # fmt: skip
    assert [page["covered_through"] for page in found] == ["1.1", "2.0", "3.0", "5.0", "5.1"]


def test_a_full_last_page_is_not_said_to_have_more(world: World) -> None:
    page = world.ask("/v1/changes", limit=9).json
    assert (len(page["changes"]), page["more"]) == (9, False)


def test_a_page_is_capped_in_bytes_but_never_empty(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    everything = cursors(world.ask("/v1/changes"))
    monkeypatch.setattr(pages, "MOST_BYTES", 10)
    found = world.pages()
    assert all(len(page["changes"]) == 1 for page in found)
    assert [page["changes"][0]["cursor"] for page in found] == everything


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"source": "a_list"}, ["1.0", "1.1", "1.2", "3.0", "3.1"]),
        ({"source": ["a_list", "b_list"], "kind": "removed"}, ["3.0", "5.0"]),
        ({"kind": ["removed", "designated"]}, ["3.0", "3.1", "5.0", "5.1"]),
        ({"country": "ru"}, ["2.0", "2.1", "5.0", "5.1"]),
        ({"country": "ru", "kind": "designated"}, ["5.1"]),
        ({"schema": "Vessel"}, []),
        ({"schema": "Person", "type": "party", "weight": "major", "cause": "publisher", "effect": "block"}, "all"),
        ({"programme": "sdgt", "list": "Main List"}, "all"),
        ({"programme": "NO SUCH"}, []),
        ({"effect": "travel"}, []),
    ],
)
def test_filters_choose_and_still_prove_what_they_passed_over(world: World, query: Any, expected: Any) -> None:
    reply = world.ask("/v1/changes", **query)
    everything = cursors(world.ask("/v1/changes"))
    assert cursors(reply) == (everything if expected == "all" else expected)
    assert (reply.json["covered_through"], reply.json["head"], reply.json["more"]) == ("5.1", 5, False)


def test_a_filter_sees_what_enters_and_what_leaves_it(world: World) -> None:
    world.read("a_list", *alpha("2", "3", country="kh"), *alpha("4"))
    world.read("a_list", *alpha("2", "3", "4"))
    told = world.ask("/v1/changes", country="kh").json["changes"]
    assert [(change["seq"], change["entry_id"]) for change in told] == [
        (6, "a_list:2"), (6, "a_list:3"), (7, "a_list:2"), (7, "a_list:3"),
    ]  # fmt: skip


def test_a_filter_that_matches_nothing_works_for_a_bounded_time_and_moves_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "WORK", 1)
    found = world.pages(schema="Vessel")
    assert [page["covered_through"] for page in found] == [
        "1.0",
        "1.1",
        "1.2",
        "2.0",
        "2.1",
        "3.0",
        "3.1",
        "4.0",
        "5.0",
        "5.1",
    ]
    assert [page["more"] for page in found] == [True] * 9 + [False]
    assert not any(page["changes"] for page in found)


def test_commits_that_cannot_match_are_not_opened(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(world.blobs, "open", lambda key: opened.append(key) or io_of(world, key))
    world.ask("/v1/changes", source="b_list", kind="removed")
    assert len(opened) == 1


def io_of(world: World, key: str) -> Any:
    return type(world.blobs).open(world.blobs, key)


def test_the_daily_commit_has_no_changes_but_moves_the_reader_on(world: World) -> None:
    page = world.ask("/v1/changes", after="3.1", limit=1).json
    assert [change["cursor"] for change in page["changes"]] == ["5.0"]
    world.daily()
    page = world.ask("/v1/changes", after="5.1").json
    assert (page["changes"], page["covered_through"], page["head"]) == ([], "6.0", 6)


def test_a_commit_that_lands_meanwhile_waits_for_the_next_page(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    stale = world.log.head()
    world.daily()
    monkeypatch.setattr(type(world.log), "head", lambda _log: stale)
    page = world.ask("/v1/changes", after="5.0").json
    assert (page["covered_through"], page["head"], page["head_hash"]) == ("5.1", 5, stale.hash)


def test_an_empty_log_has_an_empty_page(world: World) -> None:
    page = World().ask("/v1/changes").json
    assert (page["changes"], page["covered_through"], page["head"], page["more"]) == ([], "0.0", 0, False)


# --- polling ---------------------------------------------------------------------------------------------------------


def test_a_poll_with_nothing_new_is_304_from_one_read(world: World) -> None:
    first = world.ask("/v1/changes", after="5.1", source="a_list")
    world.table.calls.clear()
    again = world.ask("/v1/changes", after="5.1", source="a_list", if_none_match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert world.table.calls == [("get", "head")]
    assert world.items.calls.count(("get", "head")) == 0


def test_a_page_with_something_new_is_200_with_another_tag(world: World) -> None:
    first = world.ask("/v1/changes", after="5.1")
    world.read("a_list", *alpha("2"))
    again = world.ask("/v1/changes", after="5.1", if_none_match=first.headers["etag"])
    assert (again.status, len(again.json["changes"])) == (200, 2)
    assert again.headers["etag"] != first.headers["etag"]


def test_a_tag_of_one_query_is_not_taken_for_another(world: World) -> None:
    tags = {
        world.ask("/v1/changes", **query).headers["etag"]
        for query in ({}, {"after": "1.0"}, {"limit": 5}, {"source": "a_list"}, {"country": "ru"}, {"kind": "removed"})
    }
    assert len(tags) == 6


def test_the_order_in_which_filters_are_written_makes_no_other_tag(world: World) -> None:
    one = world.ask("/v1/changes?kind=removed&source=a_list&source=b_list&kind=designated")
    other = world.ask("/v1/changes?source=b_list&kind=designated&kind=removed&source=a_list&after=0.0&limit=500")
    assert one.headers["etag"] == other.headers["etag"]
    assert one.body == other.body


@pytest.mark.parametrize("spelt", ["{}", "W/{}", '"other", {}', "*"])
def test_every_spelling_of_if_none_match_is_understood(world: World, spelt: str) -> None:
    tag = world.ask("/v1/changes").headers["etag"]
    assert world.ask("/v1/changes", if_none_match=spelt.format(tag)).status == 304
    assert world.ask("/v1/changes", if_none_match='"other"').status == 200


def test_a_compressed_page_has_a_tag_of_its_own_and_is_known_again(world: World) -> None:
    plain = world.ask("/v1/changes")
    packed = world.ask("/v1/changes", accept_encoding="br, gzip")
    assert (packed.headers["content-encoding"], packed.body) == ("gzip", plain.body)
    assert packed.headers["etag"] != plain.headers["etag"]
    for accept in ("", "gzip"):
        for tag in (plain.headers["etag"], packed.headers["etag"]):
            assert world.ask("/v1/changes", accept_encoding=accept, if_none_match=tag).status == 304
    assert "content-encoding" not in world.ask("/v1/changes", accept_encoding="gzip;q=0, identity").headers


def test_a_page_too_large_to_travel_uncompressed_says_how_to_get_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sanctionwire.feed.http._MOST", 2000)
    reply = world.ask("/v1/changes")
    assert (reply.status, reply.problem) == (406, "page-too-large")
    assert world.ask("/v1/changes", accept_encoding="gzip").status == 200


# --- what cannot be asked --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("after=", "bad-parameter"), ("after=5", "bad-cursor"), ("after=5.1.0", "bad-cursor"),
        ("after=05.1", "bad-cursor"), ("after=5.01", "bad-cursor"), ("after=-1.0", "bad-cursor"),
        ("after=0.1", "bad-cursor"), ("after=%D9%A1.0", "bad-cursor"), ("after=1.0%0A", "bad-cursor"),
        ("after=1e3.0", "bad-cursor"), ("after=9999999999999999999.0", "bad-cursor"), ("after=1.9999999", "bad-cursor"),
        ("after=3.2", "bad-cursor"), ("after=4.1", "bad-cursor"), ("after=5.2", "bad-cursor"),
        ("after=6.0", "cursor-ahead"), ("after=999999999999999.0", "cursor-ahead"),
        ("after=1.0&after=2.0", "bad-parameter"), ("limit=10&limit=11", "bad-parameter"),
        ("limit=0", "bad-parameter"), ("limit=501", "bad-parameter"), ("limit=-1", "bad-parameter"),
        ("limit=ten", "bad-parameter"), ("limit=1.5", "bad-parameter"), ("limit=%D9%A1", "bad-parameter"),
        ("limit=99999999999999999999", "bad-parameter"), ("limit=", "bad-parameter"),
        ("source=c_list", "bad-parameter"), ("source=", "bad-parameter"), ("source=%00", "bad-parameter"),
        ("kind=delisted", "bad-parameter"), ("kind=Removed", "bad-parameter"), ("kind=removed,designated", "bad-parameter"),
        ("country=RU", "bad-parameter"), ("country=russia", "bad-parameter"), ("schema=person", "bad-parameter"),
        ("weight=heavy", "bad-parameter"), ("cause=error", "bad-parameter"), ("type=vessel", "bad-parameter"),
        ("effect=fines", "bad-parameter"), ("programme=", "bad-parameter"),
        ("since=2026-01-01", "bad-parameter"), ("After=1.0", "bad-parameter"), ("class=ACT", "bad-parameter"),
        ("%00=1", "bad-parameter"), ("after", "bad-parameter"), ("&".join(["kind=removed"] * 201), "bad-parameter"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_a_problem_that_says_what_was_wrong(world: World, query: str, problem: str) -> None:
    reply = world.ask(f"/v1/changes?{query}")
    assert reply.problem == problem
    assert reply.status == 400


def test_a_misspelt_value_is_answered_with_the_right_spelling(world: World) -> None:
    assert "did you mean 'designated'?" in world.ask("/v1/changes?kind=desginated").json["detail"]
    assert "there are: a_list, b_list" in world.ask("/v1/changes?source=zzz").json["detail"]
    assert "known: after, limit, source, kind" in world.ask("/v1/changes?since=1").json["detail"]


# --- the algebra -----------------------------------------------------------------------------------------------------


@settings(deadline=None)
@given(text=st.from_regex(r"[0-9]{1,16}\.[0-9]{1,7}") | st.text(max_size=8))
def test_a_cursor_is_read_just_where_the_store_reads_a_position(text: str) -> None:
    try:
        ours = tuple(read(text))
    except Problem:
        ours = None
    try:
        theirs = tuple(Position.parse(text))
    except ValueError:
        theirs = None
    assert ours == (None if theirs and theirs[0] == 0 != theirs[1] else theirs)
    assert ours is None or str(Cursor(*ours)) == text


steps = st.lists(
    st.one_of(
        st.just(("daily", "", frozenset[str]())),
        st.tuples(st.just("read"), st.sampled_from(["a_list", "b_list"]), st.frozensets(st.sampled_from("123456"))),
    ),
    max_size=8,
)


def played(history: list[tuple[str, str, frozenset[str]]]) -> World:
    world = World()
    for step, slug, keys in history:
        if step == "daily":
            world.daily()
        else:
            country = "ru" if len(keys) % 2 else "kh"
            world.read(slug, *(party(slug, key, country=country) for key in sorted(keys)), project=False)
    return world


@settings(max_examples=60, deadline=None)
@given(
    history=steps,
    limit=st.integers(1, 5),
    most=st.sampled_from([1, 3000, 4_000_000]),
    work=st.sampled_from([1, 300, 20_000]),
)
def test_the_union_of_all_pages_is_the_log(history: Any, limit: int, most: int, work: int) -> None:
    world = played(history)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pages, "MOST_BYTES", most)
        patch.setattr(pages, "WORK", work)
        found = world.pages(limit=limit)
    told = [change for page in found for change in page["changes"]]
    kept = [
        (f"{commit.seq}.{ordinal}", change.kind, change.entry_id)
        for commit in world.log.after(0)
        for ordinal, change in enumerate(world.log.changes(commit))
    ]
    assert [(change["cursor"], change["kind"], change["entry_id"]) for change in told] == kept
    assert all(
        Change.model_validate({name: change[name] for name in Change.model_fields if name in change}) for change in told
    )
    covered = [read(page["covered_through"]) for page in found]
    assert covered == sorted(set(covered)) or len(found) == 1
    assert covered[-1].seq == world.log.head().seq


@settings(max_examples=60, deadline=None)
@given(
    history=steps,
    limit=st.integers(1, 4),
    wanted=st.fixed_dictionaries(
        {},
        optional={
            "source": st.lists(st.sampled_from(["a_list", "b_list"]), min_size=1, unique=True),
            "kind": st.lists(
                st.sampled_from(["baseline", "designated", "removed", "amended"]), min_size=1, unique=True
            ),
            "country": st.lists(st.sampled_from(["ru", "kh"]), min_size=1, unique=True),
        },
    ),
    cut=st.integers(0, 20),
)
def test_a_filtered_reader_gets_just_what_matches_from_wherever_he_starts(
    history: Any, limit: int, wanted: dict[str, list[str]], cut: int
) -> None:
    world = played(history)
    everything = world.ask("/v1/changes").json["changes"]
    start = ["0.0", *(change["cursor"] for change in everything)][: cut + 1][-1]
    found = world.pages(after=start, limit=limit, **wanted)

    def matches(change: dict[str, Any]) -> bool:
        sides = [side for side in (change["before"], change["after"]) if side]
        countries = {address["country"] for side in sides for address in side["subject"]["addresses"]}
        return (
            change["source"] in wanted.get("source", [change["source"]])
            and change["kind"] in wanted.get("kind", [change["kind"]])
            and (not wanted.get("country") or bool(countries & set(wanted["country"])))
        )

    expected = [change for change in everything if read(change["cursor"]) > read(start) and matches(change)]
    assert [change for page in found for change in page["changes"]] == expected
    assert read(found[-1]["covered_through"]).seq == world.log.head().seq


def test_a_reader_who_polls_while_others_commit_misses_nothing_and_gets_nothing_twice() -> None:
    world, told = World(), list[str]()

    def write(slug: str) -> None:
        own = World(table=world.table, items=world.items, blobs=world.blobs, evidence=world.evidence)
        for number in range(12):
            own.read(slug, *(party(slug, str(key)) for key in range(number, number + 3)), project=False)

    writers = [threading.Thread(target=write, args=(slug,)) for slug in ("a_list", "b_list")]
    for writer in writers:
        writer.start()
    cursor, busy = "0.0", True
    while busy:
        busy = any(writer.is_alive() for writer in writers)
        for page in world.pages(after=cursor, limit=7):
            told += [change["cursor"] for change in page["changes"]]
            cursor = page["covered_through"]
    commits = list(world.log.after(0))
    assert len(commits) == 24
    assert told == [f"{commit.seq}.{ordinal}" for commit in commits for ordinal in range(commit.changes.count)]
