"""Addresses, methods, keys and problems; receipts, sources, file links and the service's own words."""

from __future__ import annotations

import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feed.world import BASE, Reply, World, about, event, party
from sanctionwire.core.canonical import canonical, sha256
from sanctionwire.feed.api import ROUTES, handle
from sanctionwire.feed.problems import PROBLEMS
from sanctionwire.store.commit import DocumentRef
from sanctionwire.store.ports import StoreUnreachable
from sanctionwire.store.rows import stamp
from sanctionwire.store.sources import Hold, Pending

EVENTS = Path(__file__).parents[2] / "events"


@pytest.fixture
def world() -> World:
    """One reading of one source."""
    world = World()
    document = DocumentRef(
        name="list", url="https://a_list.example.org/list", sha256="ab" * 32, size=9, fetched_at="2026-08-26T14:00:00Z"
    )
    world.read("a_list", party("a_list", "1"), published="2026-08-26", documents=(document,))
    return world


# --- who may ask -----------------------------------------------------------------------------------------------------


GUARDED = [
    ("/v1/changes", "feed"), ("/v1/snapshots/a_list", "feed"), ("/v1/commits/1", "feed"), ("/v1/sources", "feed"),
    ("/v1/entries/a_list:1", "entries"), ("/v1/entries/a_list:1/history", "entries"), ("/v1/entries", "entries"),
    ("/v1/entries/history", "entries"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "scope"), GUARDED)
def test_a_key_opens_what_its_scopes_name_and_nothing_else(world: World, path: str, scope: str) -> None:
    other = {"feed": "entries", "entries": "feed"}[scope]
    assert world.ask(path, key={"scopes": scope}).status in {200, 303, 400}
    refused = world.ask(path, key={"scopes": other})
    assert (refused.status, refused.problem) == (403, "no-scope")
    assert world.ask(path, key={"scopes": ""}).problem == "no-scope"


@pytest.mark.parametrize(("path", "scope"), GUARDED)
def test_without_a_key_nothing_of_the_log_is_told_even_if_the_gateway_lets_it_pass(
    world: World, path: str, scope: str
) -> None:
    for key in (None, {}):
        reply = world.ask(path, key=key)
        assert (reply.status, reply.problem) == (401, "no-key")
        assert reply.headers["www-authenticate"] == "Bearer"
        assert "a_list" not in reply.body.decode().replace(path, "")


def test_every_route_but_the_open_ones_has_a_scope() -> None:
    assert [route.path for route in ROUTES if route.scope is None] == [
        "/",
        "/openapi.json",
        "/feed.json",
        "/feed.atom",
        "/files/{token}",
    ]


# --- addresses and methods -------------------------------------------------------------------------------------------


def test_the_root_says_what_this_is_and_where_the_log_stands(world: World) -> None:
    told = world.ask("/", key=None).json
    head = world.log.head()
    assert (told["name"], told["head"], told["head_hash"]) == ("sanctionwire", head.seq, head.hash)
    assert told["changes"] == f"{BASE}/v1/changes"
    assert "not legal advice" in told["notice"]


@pytest.mark.parametrize(
    "path", ["/v2/changes", "/v1", "/v1/", "/v1/changes/", "/V1/changes", "//v1/changes", "/v1/commits/", "/v1/commits/0",
             "/v1/commits/01", "/v1/commits/-1", "/v1/commits/1.0", "/v1/commits/x", "/v1/commits/9999999999999999999",
             "/v1/snapshots/", "/v1/snapshots/a/b", "/files/", "/files/a/b", "/inbox", "/v1/changes\n", "/%00", "/v1/commits/١"],
)  # fmt: skip
def test_an_unknown_address_is_a_problem(world: World, path: str) -> None:
    reply = world.ask(path)
    assert (reply.status, reply.problem) == (404, "no-such-address")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"])
def test_nothing_can_be_written(world: World, method: str) -> None:
    reply = world.ask("/v1/changes", method=method)
    assert (reply.status, reply.problem) == (405, "method-not-allowed")
    assert reply.headers["allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize(
    "path", ["/", "/v1/changes", "/v1/sources", "/v1/commits/1", "/v1/snapshots/a_list", "/v1/nothing"]
)
def test_head_is_get_without_the_body(world: World, path: str) -> None:
    got, asked = world.ask(path), world.ask(path, method="HEAD")
    assert (asked.status, asked.headers, asked.body) == (got.status, got.headers, b"")


def test_a_browser_may_ask_first(world: World) -> None:
    reply = world.ask("/v1/changes", method="OPTIONS", key=None)
    assert (reply.status, reply.body) == (204, b"")
    assert "authorization" in reply.headers["access-control-allow-headers"]
    for answered in (reply, world.ask("/v1/changes"), world.ask("/v1/changes?x=1"), world.ask("/v1/changes", key=None)):
        assert answered.headers["access-control-allow-origin"] == "*"


def test_answers_are_private_and_asked_for_again(world: World) -> None:
    assert world.ask("/v1/changes").headers["cache-control"] == "private, no-cache"
    assert world.ask("/v1/changes?x=1").headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/", "/openapi.json", "/v1/sources", "/v1/commits/1", "/v1/entries/a_list:1"])
def test_whatever_did_not_change_is_304(world: World, path: str) -> None:
    tag = world.ask(path).headers["etag"]
    reply = world.ask(path, if_none_match=tag)
    assert (reply.status, reply.body) == (304, b"")


@pytest.mark.parametrize(
    "path",
    ["/", "/openapi.json", "/v1/sources", "/v1/commits/1", "/v1/snapshots/a_list", "/v1/entries/a_list:1/history"],
)
def test_a_parameter_that_is_not_known_is_never_passed_over(world: World, path: str) -> None:
    reply = world.ask(f"{path}?verbose=1")
    assert (reply.status, reply.problem) == (400, "bad-parameter")
    assert "'verbose'" in reply.json["detail"]


# --- receipts --------------------------------------------------------------------------------------------------------


def test_a_receipt_is_what_was_hashed_and_can_be_checked_by_whoever_has_it(world: World) -> None:
    reply = world.ask("/v1/commits/1")
    told = reply.json
    assert told["hash"] == world.log.head().hash == sha256(canonical({k: v for k, v in told.items() if k != "hash"}))
    assert reply.headers["etag"] == f'"{told["hash"]}"'
    assert told["documents"][0]["sha256"] == "ab" * 32
    assert (told["source"], told["published"], told["changes"]["count"]) == ("a_list", "2026-08-26", 1)


def test_a_commit_that_is_not_there_yet_is_a_problem_that_names_the_head(world: World) -> None:
    reply = world.ask("/v1/commits/2")
    assert (reply.status, reply.problem) == (404, "no-such-commit")
    assert "the head is 1" in reply.json["detail"]


# --- sources ---------------------------------------------------------------------------------------------------------


def state(world: World, slug: str = "a_list") -> Any:
    return next(source for source in world.ask("/v1/sources").json["sources"] if source["slug"] == slug)["state"]


def test_every_source_is_told_with_what_it_covers_and_how_it_stands(world: World) -> None:
    told = world.ask("/v1/sources").json["sources"]
    assert [source["slug"] for source in told] == ["a_list", "b_list"]
    assert told[0]["does_not_cover"] == "nothing"
    assert (told[0]["enabled"], told[1]["enabled"], told[1]["state"]) == (True, True, None)
    assert "hosts" not in told[0]
    assert (told[0]["state"]["serial"], told[0]["state"]["entries"], told[0]["state"]["seq"]) == (1, 1, 1)
    assert (told[0]["state"]["stale"], told[0]["state"]["blind"], told[0]["state"]["hold"]) == (False, None, None)


def test_a_source_is_stale_a_cadence_and_ten_minutes_after_its_last_check(world: World) -> None:
    world.now += timedelta(minutes=70)
    assert state(world)["stale"] is False
    world.now += timedelta(seconds=1)
    assert state(world)["stale"] is True
    world.row("a_list", enabled=False)
    assert state(world)["stale"] is False


def test_a_source_that_cannot_be_read_is_blind_and_says_since_when_and_why(world: World) -> None:
    world.row("a_list", failing_since="2026-08-26T15:00:00Z", error="a_list: 403 Forbidden")
    assert state(world)["blind"] == {"since": "2026-08-26T15:00:00Z", "why": "a_list: 403 Forbidden"}
    pending = Pending(error="no table", expected="one table", revision="r1", since="2026-08-26T16:00:00Z", sha="x")
    world.row("a_list", pending=pending)
    assert state(world)["blind"] == {"since": "2026-08-26T16:00:00Z", "why": "no table (expected one table)"}


def test_an_open_hold_is_told_and_a_discarded_one_is_not(world: World) -> None:
    hold = Hold(id="h1", since=stamp(world.now), count=300, keys="holds/x", why="300 of 400 are missing", serial=1)
    world.row("a_list", hold=hold)
    assert state(world)["hold"] == {
        "id": "h1", "since": stamp(world.now), "removals": 300, "why": "300 of 400 are missing",
    }  # fmt: skip
    world.row("a_list", hold=hold.model_copy(update={"status": "discarded"}))
    assert state(world)["hold"] is None


# --- files -----------------------------------------------------------------------------------------------------------


TOKEN = "d8Jc-this_is_a_capability_of_32_bytes"


@pytest.fixture
def shared(world: World) -> World:
    """The world with one file behind a link."""
    expires = stamp(world.now + timedelta(days=30))
    row = {"key": "files/x.csv", "filename": "146 parties.csv", "content_type": "text/csv", "expires": expires}
    world.table.put({"pk": "file", "sk": sha256(TOKEN.encode())} | row)
    world.blobs.put("files/x.csv", b"id,name\n")
    return world


def test_a_file_opens_by_its_link_alone_until_it_expires(shared: World) -> None:
    reply = shared.ask(f"/files/{TOKEN}", key=None)
    assert (reply.status, reply.headers["cache-control"]) == (303, "no-store")
    assert reply.headers["location"].startswith("memory://files/x.csv?")
    assert shared.download(reply.headers["location"]) == b"id,name\n"
    shared.now += timedelta(days=30)
    gone = shared.ask(f"/files/{TOKEN}", key=None)
    assert (gone.status, gone.problem) == (410, "file-expired")
    assert TOKEN not in gone.body.decode()


@pytest.mark.parametrize("token", ["x", TOKEN[:-1], TOKEN + "x", TOKEN.lower(), "..", "%2e%2e", "%00", "é", "a" * 5000])
def test_a_wrong_link_opens_nothing(shared: World, token: str) -> None:
    reply = shared.ask(f"/files/{token}", key=None)
    assert (reply.status, reply.problem) == (404, "no-such-file")
    assert token not in reply.body.decode().replace(sha256(b""), "") or token in {"x", ".."}


# --- what goes wrong within ------------------------------------------------------------------------------------------


def test_a_store_that_does_not_answer_is_told_as_such_and_not_as_an_empty_log(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def silent(_log: Any) -> Any:
        raise StoreUnreachable("DynamoDB did not answer")

    monkeypatch.setattr(type(world.log), "head", silent)
    reply = world.ask("/v1/changes")
    assert (reply.status, reply.problem, reply.headers["retry-after"]) == (503, "unavailable", "5")
    assert "JKJaXmPLvHcESHA=" in caplog.text


def test_a_fault_is_a_problem_with_the_requests_id_and_no_inner_words(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_log: Any) -> Any:
        raise RuntimeError("secret table name")

    monkeypatch.setattr(type(world.log), "head", broken)
    reply = world.ask("/v1/changes")
    assert (reply.status, reply.problem) == (500, "broken")
    assert "secret" not in reply.body.decode()
    assert "JKJaXmPLvHcESHA=" in reply.json["detail"]
    assert reply.json["instance"] == "/v1/changes#JKJaXmPLvHcESHA%3D"
    assert caplog.records[0].levelno == logging.ERROR


def test_a_lost_body_is_a_fault_and_never_a_shorter_page(world: World) -> None:
    for key in list(world.blobs.keys("changes/")):
        del world.blobs._bodies[key]
    assert world.ask("/v1/changes").problem == "broken"


def test_a_gap_in_the_log_is_a_fault_and_never_passed_over(world: World) -> None:
    for number in range(30):
        world.read("a_list", party("a_list", str(number)), project=False)
    world.table.delete("log", f"{28:016d}")
    page = world.ask("/v1/changes", limit=1).json
    assert page["covered_through"] == "1.0"
    assert world.ask("/v1/changes", after="26.0").problem == "broken"


@settings(deadline=None)
@given(
    path=st.text(max_size=40) | st.from_regex(r"/(v1/)?(changes|entries|commits|snapshots|files|sources)/?\S{0,30}"),
    query=st.text(max_size=60) | st.from_regex(r"(after|on|id|kind|limit)=\S{0,20}"),
    method=st.sampled_from(["GET", "HEAD"]),
    headers=st.dictionaries(st.sampled_from(["If-None-Match", "Accept-Encoding", "accept"]), st.text(max_size=30)),
)
def test_no_request_whatever_breaks_the_api(path: str, query: str, method: str, headers: dict[str, str]) -> None:
    world = World()
    world.read("a_list", party("a_list", "1"))
    reply = world.send(event(path, query, method) | {"headers": headers})
    assert reply.status < 500
    if reply.status >= 400 and method == "GET":
        assert PROBLEMS[reply.problem][0] == reply.status


@pytest.mark.parametrize(
    "bare", [{}, {"requestContext": None, "headers": None, "rawQueryString": None, "rawPath": None}]
)
def test_an_event_without_the_usual_parts_is_answered_as_the_root(world: World, bare: dict[str, Any]) -> None:
    answer = handle(bare, world.ports, world.now)
    assert (answer["statusCode"], orjson.loads(answer["body"])["name"]) == (200, "sanctionwire")


@pytest.mark.parametrize("half", ["\ud800", "a\udfff/history"])
def test_half_a_character_is_no_fault_of_ours(world: World, half: str) -> None:
    assert world.send(event(f"/v1/entries/a_list:{half}")).problem == "no-such-entry"
    assert world.send(event(f"/v1/{half}")).problem == "no-such-address"
    assert world.send(event("/v1/changes", f"kind={half}")).problem == "bad-parameter"


def test_a_source_that_publishers_words_fill_with_markup_stays_json(world: World) -> None:
    world.read("b_list", party("b_list", "1", '<script>alert("x")</script>\u2028'))
    reply: Reply = world.ask("/v1/changes", after="1.0")
    assert reply.headers["content-type"] == "application/json"
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.json["changes"][0]["after"]["subject"]["names"][0]["full"] == '<script>alert("x")</script>\u2028'


def test_what_a_source_states_of_itself_is_shown_but_for_what_steers_the_collector() -> None:
    assert about("a_list").least == 1
    told = World().ask("/v1/sources").json["sources"][0]
    assert not {"hosts", "least", "removals_count", "removals_share", "max_bytes"} & set(told)
