"""API keys: shown once, kept as a hash, checked at the door in one read."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feed.world import Counting
from sanctionwire.feed.keys import authorize, create, listed, revoke
from sanctionwire.store.memory import MemoryTable

NOW = datetime(2026, 8, 26, 14, 0, tzinfo=UTC)


@pytest.fixture
def table() -> Any:
    return Counting(MemoryTable())


def shown(token: str, name: str = "authorization") -> dict[str, Any]:
    return {"type": "REQUEST", "headers": {name: f"Bearer {token}"}, "identitySource": [f"Bearer {token}"]}


def test_a_key_passes_with_its_id_and_scopes_in_one_read(table: Any) -> None:
    key, token = create(table, name="screening", now=NOW, scopes=["feed"])
    table.calls.clear()
    assert authorize(shown(token), table, NOW) == {
        "isAuthorized": True,
        "context": {"key_id": key.id, "scopes": "feed"},
    }
    assert table.calls == [("get", "key")]


def test_a_key_opens_everything_unless_told_otherwise(table: Any) -> None:
    _, token = create(table, name="screening", now=NOW)
    assert authorize(shown(token, "Authorization"), table, NOW)["context"]["scopes"] == "entries feed"


def test_the_gateways_identity_source_does_where_no_header_is_passed_on(table: Any) -> None:
    _, token = create(table, name="screening", now=NOW)
    assert authorize({"identitySource": [f"Bearer {token}"]}, table, NOW)["isAuthorized"]


def test_the_secret_is_nowhere_in_the_table(table: Any) -> None:
    key, token = create(table, name="screening", now=NOW)
    secret = token.removeprefix(f"sw_{key.id}_")
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", secret)
    assert secret not in repr(list(table.query("key")))
    assert secret not in repr(key)


def test_no_two_keys_are_alike(table: Any) -> None:
    tokens = {create(table, name="screening", now=NOW)[1] for _ in range(50)}
    assert len(tokens) == len({token[:15] for token in tokens}) == 50


def test_a_key_expires(table: Any) -> None:
    _, token = create(table, name="auditor", now=NOW, expires=NOW + timedelta(days=1))
    assert authorize(shown(token), table, NOW + timedelta(hours=23))["isAuthorized"]
    assert not authorize(shown(token), table, NOW + timedelta(days=1))["isAuthorized"]


def test_a_revoked_key_is_closed_for_good_and_still_listed(table: Any) -> None:
    key, token = create(table, name="screening", now=NOW)
    other, still = create(table, name="other", now=NOW + timedelta(seconds=1))
    gone = revoke(table, key.id, now=NOW + timedelta(hours=1))
    assert gone
    assert gone.revoked_at == "2026-08-26T15:00:00+00:00"
    assert revoke(table, key.id, now=NOW + timedelta(hours=2)) == gone
    assert not authorize(shown(token), table, NOW + timedelta(hours=3))["isAuthorized"]
    assert authorize(shown(still), table, NOW + timedelta(hours=3))["isAuthorized"]
    assert listed(table) == [gone, other]


def test_revoking_what_is_not_there_says_so(table: Any) -> None:
    assert revoke(table, "0123456789ab", now=NOW) is None
    assert listed(table) == []


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": " "}, "needs a name"),
        ({"name": "x", "scopes": ["admin"]}, "'admin' is not a scope; there are: feed, entries"),
        ({"name": "x", "scopes": []}, "is not a scope"),
        ({"name": "x", "expires": NOW}, "expired already"),
    ],
)
def test_a_key_that_makes_no_sense_is_not_made(table: Any, fields: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=re.escape(words)):
        create(table, now=NOW, **fields)
    assert listed(table) == []


def test_a_wrong_secret_under_a_right_id_does_not_pass(table: Any) -> None:
    key, token = create(table, name="screening", now=NOW)
    assert not authorize(shown(token[:-1] + ("A" if token[-1] != "A" else "B")), table, NOW)["isAuthorized"]
    assert not authorize(shown(f"sw_{key.id}_{'A' * 43}"), table, NOW)["isAuthorized"]


@pytest.mark.parametrize(
    "told", ["", "Bearer", "Bearer ", "Bearer sw_", "Basic {token}", "bearer {token}", "{token}", " Bearer {token}",
             "Bearer {token} ", "Bearer {token}\n", "Bearer {token},Bearer {token}", "Bearer sw_000000000000_{token}"],
)  # fmt: skip
def test_what_is_not_just_one_bearer_token_does_not_pass_and_is_not_looked_up(table: Any, told: str) -> None:
    _, token = create(table, name="screening", now=NOW)
    table.calls.clear()
    event = {"headers": {"authorization": told.format(token=token)}}
    assert authorize(event, table, NOW) == {"isAuthorized": False}
    assert table.calls == []


@settings(deadline=None)
@given(told=st.text() | st.from_regex(r"Bearer sw_[0-9a-f]{12}_[A-Za-z0-9_-]{43}"))
def test_nothing_made_up_passes_or_breaks_the_door(told: str) -> None:
    table = MemoryTable()
    create(table, name="screening", now=NOW)
    assert authorize({"headers": {"Authorization": told}}, table, NOW) == {"isAuthorized": False}


def test_the_example_of_the_gateways_question_is_looked_up(table: Any) -> None:
    event = orjson.loads((Path(__file__).parents[2] / "events" / "authorization.json").read_bytes())
    assert authorize(event, table, NOW) == {"isAuthorized": False}
    assert table.calls == [("get", "key")]


@pytest.mark.parametrize("event", [{}, {"headers": None}, {"identitySource": None}, {"identitySource": []}])
def test_an_event_without_any_header_does_not_pass(table: Any, event: dict[str, Any]) -> None:
    assert authorize(event, table, NOW) == {"isAuthorized": False}
