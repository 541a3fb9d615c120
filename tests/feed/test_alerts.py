"""Alerts for feed readers: JSON Feed and Atom, behind a token that opens nothing else, filtered as subscriptions are."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from feed.world import BASE, World
from sanctionwire.deliver.message import Message
from sanctionwire.deliver.outbox import ALERTS, OPERATOR, Outbox
from sanctionwire.deliver.policy import FILTERS, matches, policy
from sanctionwire.feed import keys
from sanctionwire.feed.ports import Ports

ATOM = {"a": "http://www.w3.org/2005/Atom"}
HOSTILE = (
    "<script>alert(1)</script>", "<!channel> <@U1> <https://evil.example|click>", "a\u202eb\u2066c", "a\x00b\x08c\ud800"[:5],
    "]]> &amp; &lt;b&gt;", "x" * 10_000, '"><img src=x onerror=alert(1)>', "javascript:alert(1)", "line\r\nX-Header: 1",
)  # fmt: skip


class Taking:
    """A topic that takes everything."""

    def publish(self, _message: Message) -> str:
        return "id"


class Readers(World):
    """A world whose alerts are read."""

    @property
    def ports(self) -> Ports:
        plain = super().ports

        def admitting(wanted: Any) -> Any:
            made = policy(wanted, list(self.slugs))
            return lambda attributes: matches(made, dict(attributes))

        return replace(plain, reader_filters=tuple(FILTERS), admitting=admitting)

    def tell(self, number: int, *, body: str = "", subject: str = "", destination: str = ALERTS, **said: Any) -> str:
        self.now += timedelta(minutes=1)
        attributes = {
            "class": "ACT", "source": "a_list", "authority": "OFAC", "kind": "designated", "listing_kind": "sanctions",
            "effect": "block", "binding": "now", "programmes": ("TCO",), "countries": ("kh",), "schemas": ("Person",),
        } | {name.rstrip("_"): value for name, value in said.items()}  # fmt: skip
        message = Message(
            id=f"{number:016x}", subject=subject or f"[ACT] OFAC SDN +1 BLOCK | Party {number}",
            body=body or f"What {number}\n\nOFFICIAL SOURCES\n  https://ofac.example.org/{number}\n\nRECEIPT\n",
            attributes=attributes,
        )  # fmt: skip
        outbox = Outbox(rows=self.table, topics={ALERTS: Taking(), OPERATOR: Taking()}, clock=lambda: self.now)
        outbox.put(message, destination, seq=number, source="a_list")
        outbox.flush()
        return message.id

    def key(self, *scopes: str, **options: Any) -> str:
        return keys.create(self.table, name="reader", now=self.now, scopes=scopes or ("reader",), **options)[1]

    def feed(self, token: str, path: str = "/feed.json", **query: Any) -> Any:
        return self.ask(path, key=None, token=token, **query)


@pytest.fixture
def world() -> Readers:
    return Readers()


@pytest.fixture
def token(world: Readers) -> str:
    return world.key()


def test_a_json_feed_is_what_the_specification_asks_for(world: Readers, token: str) -> None:
    world.tell(1)
    reply = world.feed(token)
    assert (reply.status, reply.headers["content-type"]) == (200, "application/feed+json; charset=utf-8")
    feed = reply.json
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert isinstance(feed["title"], str)
    assert urlsplit(feed["feed_url"]).path == "/feed.json"
    (item,) = feed["items"]
    assert item["id"] == f"urn:sanctionwire:alert:{1:016x}"
    assert item["title"] == "[ACT] OFAC SDN +1 BLOCK | Party 1"
    assert "What 1" in item["content_text"]
    assert item["external_url"] == "https://ofac.example.org/1"
    assert datetime.fromisoformat(item["date_published"]).tzinfo
    assert item["tags"] == ["ACT", "a_list", "designated"]
    assert item["authors"] == [{"name": "OFAC"}]
    known = {"id", "url", "external_url", "title", "content_html", "content_text", "summary", "image", "banner_image"}
    known |= {"date_published", "date_modified", "authors", "tags", "language", "attachments"}
    assert {name for name in item if not name.startswith("_")} <= known


def test_atom_says_the_same(world: Readers, token: str) -> None:
    for number in (1, 2):
        world.tell(number)
    reply = world.feed(token, "/feed.atom")
    assert reply.headers["content-type"] == "application/atom+xml; charset=utf-8"
    root = etree.fromstring(reply.body)
    json = world.feed(token).json
    for name in ("id", "title", "updated", "author"):
        assert len(root.findall(f"a:{name}", ATOM)) == 1
    entries = root.findall("a:entry", ATOM)
    assert [each.findtext("a:id", namespaces=ATOM) for each in entries] == [item["id"] for item in json["items"]]
    assert [each.findtext("a:title", namespaces=ATOM) for each in entries] == [item["title"] for item in json["items"]]
    assert all(each.findtext("a:updated", namespaces=ATOM) for each in entries)
    assert "What 2" in entries[0].findtext("a:content", namespaces=ATOM)


def test_the_newest_come_first_and_the_older_ones_behind_next(world: Readers, token: str) -> None:
    told = [world.tell(number) for number in range(1, 8)]
    seen, query = [], {"limit": "3"}
    while query:
        page = world.ask("/feed.json", key=None, **{"token": token} | query).json
        seen += [item["id"].rpartition(":")[2] for item in page["items"]]
        query = {name: value[0] for name, value in parse_qs(urlsplit(page.get("next_url", "")).query).items()}
    assert seen == told[::-1]


def test_an_item_stays_as_it_is_while_others_come(world: Readers, token: str) -> None:
    world.tell(1)
    before = world.feed(token).json["items"][0]
    world.tell(2)
    assert world.feed(token).json["items"][1] == before


def test_nothing_new_is_a_304_from_two_reads(world: Readers, token: str) -> None:
    world.tell(1)
    tag = world.feed(token).headers["etag"]
    world.table.calls.clear()
    assert world.feed(token, if_none_match=tag).status == 304
    assert world.table.calls == [("get", "key"), ("query", "delivery")]
    world.tell(2)
    assert world.feed(token, if_none_match=tag).status == 200


FILTERED: tuple[dict[str, list[str]], ...] = (
    {}, {"class": ["INFO"]}, {"class": ["ACT", "PLAN"]}, {"country": ["kh"]}, {"country": ["Cambodia"]}, {"country": ["fr"]},
    {"effect": ["block"], "schema": ["Person"]}, {"schema": ["Vessel"]}, {"source": ["b_list"]}, {"programme": ["tco"]},
    {"listing-kind": ["liquidation"]},
)  # fmt: skip


@pytest.mark.parametrize("wanted", FILTERED, ids=str)
def test_filters_mean_what_they_mean_to_subscriptions(world: Readers, token: str, wanted: dict[str, list[str]]) -> None:
    world.tell(1)
    world.tell(2, class_="BLIND", kind=("blind", "all"), listing_kind=("all",), effect=("all",), binding=("all",),
               programmes=("all",), countries=("all",), schemas=("all",))  # fmt: skip
    shown = {item["_sanctionwire"]["seq"] for item in world.feed(token, **wanted).json["items"]}
    made = policy(wanted, list(world.slugs))
    lines = world.table.query("delivery")
    expected = {
        line["seq"]
        for line in lines
        if matches(made, {name: tuple(v) if isinstance(v, list) else v for name, v in line["attributes"].items()})
    }
    assert shown == expected


@pytest.mark.parametrize(
    ("query", "says"),
    [({"class": "ATC"}, "ACT"), ({"country": "narnia"}, "no country"), ({"limit": "0"}, "1 to 100"), ({"x": "1"}, "x"),
     ({"class": ["ACT"], "source": ["a_list"], "kind": ["due"], "country": ["kh"], "schema": ["Person"], "effect": ["block"]}, "5")],
)  # fmt: skip
def test_what_cannot_be_asked_is_said(world: Readers, token: str, query: dict[str, Any], says: str) -> None:
    reply = world.feed(token, **query)
    assert reply.problem == "bad-parameter"
    assert says in reply.json["detail"]


def test_the_operators_notices_are_not_in_it(world: Readers, token: str) -> None:
    world.tell(1, destination=OPERATOR)
    assert world.feed(token).json["items"] == []


def test_no_token_a_wrong_one_and_a_revoked_one_open_nothing(world: Readers, token: str) -> None:
    assert world.ask("/feed.json", key=None).problem == "no-key"
    assert world.feed(token[:-1] + ("A" if token[-1] != "A" else "B")).problem == "no-key"
    keys.revoke(world.table, token.split("_")[1], now=world.now)
    assert world.feed(token).problem == "no-key"


def test_a_key_that_opens_more_must_not_stand_in_an_address(world: Readers) -> None:
    assert world.feed(world.key("feed", "entries")).problem == "no-scope"
    with pytest.raises(ValueError, match="another key"):
        world.key("reader", "feed")


def test_a_readers_token_opens_no_other_address(world: Readers, token: str) -> None:
    event = {"headers": {"authorization": f"Bearer {token}"}}
    context = keys.authorize(event, world.table, world.now)["context"]
    for path in ("/v1/changes", "/v1/entries/a_list:1", "/v1/sources", "/v1/commits/1", "/v1/snapshots/a_list"):
        assert world.ask(path, key=context).problem == "no-scope"


def test_the_token_stands_only_in_the_feeds_own_addresses(world: Readers, token: str) -> None:
    for number in range(1, 4):
        world.tell(number)
    for path in ("/feed.json", "/feed.atom"):
        body = world.feed(token, path, limit="2").body.decode()
        for found in re.finditer(re.escape(token), body):
            address = body[: found.start()].rpartition('"')[2]
            assert unescape(address).startswith(f"{BASE}{path}?token=")
    problem = world.feed(token, limit="x").body.decode()
    assert token not in problem


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_text(world: Readers, token: str, text: str) -> None:
    world.tell(1, body=f"It says {text}\n\nOFFICIAL SOURCES\n  https://ofac.example.org/{text}\n", authority=text[:60])
    item = world.feed(token).json["items"][0]
    shown = etree.HTML(item["content_html"])
    assert {element.tag for element in shown.iter()} <= {"html", "body", "pre", "a"}
    assert all(link.get("href").startswith("https://") for link in shown.iter("a"))
    root = etree.fromstring(world.feed(token, "/feed.atom").body)
    inner = etree.HTML(root.findtext("a:entry/a:content", namespaces=ATOM))
    assert {element.tag for element in inner.iter()} <= {"html", "body", "pre", "a"}


@given(st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_whatever_is_told_atom_stays_well_formed(text: str) -> None:
    world = Readers()
    token = world.key()
    clean = text.encode("utf-8", "replace").decode()
    world.tell(1, body=f"It says {clean}", authority=clean[:80] or "x")
    assert len(etree.fromstring(world.feed(token, "/feed.atom").body).findall("a:entry", ATOM)) == 1
    assert world.feed(token).json["items"][0]["content_text"] == f"It says {clean}"
