"""The same feed over DynamoDB and S3 as an emulation in this process has them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import orjson
import pytest
from moto import mock_aws

from feed.world import Counting, World, apply, event, party, unzipped
from sanctionwire.core.canonical import sha256
from sanctionwire.feed import pages
from sanctionwire.feed.keys import authorize, create, listed, revoke
from store.clouds import Aws, client


@pytest.fixture
def world() -> Iterator[World]:
    """Two readings of one source."""
    with mock_aws():
        aws = Aws("moto", client, keeps_tokens=False)
        world = World(table=Counting(aws.table()), items=Counting(aws.table()), blobs=aws.blobs(), evidence=aws.blobs())
        world.read("a_list", *(party("a_list", key) for key in "123"), published="2026-08-26")
        world.read("a_list", *(party("a_list", key, "Renamed") for key in "234"), published="2026-08-27")
        yield world


def test_a_cold_consumer_ends_equal_to_the_store(world: World) -> None:
    told = world.ask("/v1/snapshots/a_list").json
    link = urlsplit(told["url"])
    assert f"a_list-as-of-{told['as_of']}.ndjson.gz" in parse_qs(link.query)["response-content-disposition"][0]
    with world.blobs.open(next(key for key in world.blobs.keys("snapshots/") if key in link.path)) as stream:
        file = stream.read()
    assert (sha256(file), len(file)) == (told["sha256"], told["bytes"])
    held: dict[str, Any] = {entry["id"]: entry for entry in map(orjson.loads, unzipped(file))}
    assert world.ask("/v1/snapshots/a_list").json["sha256"] == told["sha256"]
    world.read("a_list", party("a_list", "4"), party("a_list", "5"))
    for page in world.pages(after=told["as_of"], limit=1):
        apply(held, page["changes"])
    assert held == orjson.loads(
        orjson.dumps({each: pages.entry(entry.plain()) for each, entry in world.reading("a_list").items()})
    )


def test_a_poll_with_nothing_new_is_one_read(world: World) -> None:
    tag = world.ask("/v1/changes", after="2.0").headers["etag"]
    world.table.calls.clear()
    assert world.ask("/v1/changes", after="2.0", if_none_match=tag).status == 304
    assert world.table.calls == [("get", "head")]


def test_entries_receipts_sources_and_files_are_found(world: World) -> None:
    assert world.ask("/v1/entries/a_list:1").json["status"] == "formerly_listed"
    assert len(world.ask("/v1/entries/a_list:2/history").json["versions"]) == 2
    assert world.ask("/v1/commits/2").json["hash"] == world.log.head().hash
    assert world.ask("/v1/sources").json["sources"][0]["state"]["entries"] == 3
    expires = (world.now + timedelta(days=1)).isoformat()
    world.table.put(
        {"pk": "file", "sk": sha256(b"token"), "key": "files/x.csv", "filename": "ü.csv", "expires": expires}
    )
    assert "files/x.csv" in world.send(event("/files/token", key=None)).headers["location"]


def test_keys_are_made_checked_and_revoked(world: World) -> None:
    key, token = create(world.table, name="screening", now=world.now)
    asked = {"headers": {"authorization": f"Bearer {token}"}}
    assert authorize(asked, world.table, world.now)["isAuthorized"]
    revoke(world.table, key.id, now=world.now)
    assert not authorize(asked, world.table, world.now)["isAuthorized"]
    assert [each.name for each in listed(world.table)] == ["screening"]
