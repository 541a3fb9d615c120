"""The page about the feed is true: its client works over HTTP, and its tables are the code's."""

from __future__ import annotations

import base64
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, get_args

import orjson
import pytest

from feed.world import World, event, party
from sanctionwire.core.changes import Cause, ChangeKind, Weight
from sanctionwire.core.model import Entry
from sanctionwire.feed import pages
from sanctionwire.feed.api import ROUTES, handle
from sanctionwire.feed.filters import FILTERS
from sanctionwire.feed.keys import SCOPES, authorize, create
from sanctionwire.feed.problems import PROBLEMS
from sanctionwire.store.memory import MemoryBlobs

PAGE = (Path(__file__).parents[2] / "docs" / "feed.md").read_text(encoding="utf-8")


class Bucket(MemoryBlobs):
    """A bucket whose links open at the gateway's own address."""

    base = ""

    def url(self, key: str, *, seconds: int, filename: str) -> str:
        return f"{self.base}/bucket/{key}?seconds={seconds}&filename={filename}"


class Gateway(BaseHTTPRequestHandler):
    """Asks the door, passes the request on, and serves the files behind links, where it takes no key."""

    world: World
    statuses: list[int]

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        headers = {name.lower(): value for name, value in self.headers.items()}
        if path.startswith("/bucket/"):
            with self.world.blobs.open(path.removeprefix("/bucket/")) as stream:
                return self.reply(400 if "authorization" in headers else 200, {}, stream.read())
        passed = authorize({"headers": headers}, self.world.table, self.world.now)
        if not passed["isAuthorized"]:
            return self.reply(403, {}, b'{"message":"Forbidden"}')
        sent = event(path, query, key=passed["context"]) | {"headers": headers}
        answer = handle(sent, self.world.ports, self.world.now)
        body = answer.get("body", "")
        data = base64.b64decode(body) if answer.get("isBase64Encoded") else body.encode()
        return self.reply(answer["statusCode"], answer["headers"], data)

    def reply(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.statuses.append(status)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def gateway() -> Iterator[type[Gateway]]:
    """A gateway on loopback before a fresh world."""
    world = World(blobs=Bucket())
    handler = type("Gateway", (Gateway,), {"world": world, "statuses": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    world.base = Bucket.base = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield handler
    server.shutdown()
    server.server_close()


def on_the_page() -> dict[str, Any]:
    """The functions of the page's client."""
    client: dict[str, Any] = {}
    exec(re.search(r"<!-- example: client -->\n```python\n(.*?)```", PAGE, re.DOTALL)[1], client)  # type: ignore[index]
    return client


def held(world: World, slug: str = "a_list") -> Any:
    """What a consumer of a source should hold."""
    entries = {entry_id: pages.entry(entry.plain()) for entry_id, entry in world.reading(slug).items()}
    return orjson.loads(orjson.dumps(entries))


def test_the_client_on_the_page_ends_equal_to_the_store_and_polls_for_nothing(gateway: type[Gateway]) -> None:
    world = gateway.world
    client = on_the_page()
    _, key = create(world.table, name="screening", now=world.now)
    world.read("a_list", *(party("a_list", f"{number}", "Ähm") for number in range(40)))
    entries, cursor = client["start"](world.base, key, "a_list")
    assert entries == held(world)
    world.read("a_list", *(party("a_list", f"{number}", "Renamed") for number in range(20, 60)))
    world.daily()
    world.read("a_list", *(party("a_list", f"{number}") for number in range(30)))
    cursor, etag = client["follow"](world.base, key, "a_list", entries, cursor)
    assert entries == held(world)
    cursor, etag = client["follow"](world.base, key, "a_list", entries, cursor, etag)
    for _ in range(2):
        assert client["follow"](world.base, key, "a_list", entries, cursor, etag) == (cursor, etag)
    assert gateway.statuses == [303, 200, 200, 200, 304, 304]
    world.read("a_list")
    client["follow"](world.base, key, "a_list", entries, cursor, etag)
    assert entries == held(world) == {}


def told(heading: str, column: int = 0) -> list[str]:
    """The names in a column of the first table under a heading."""
    section = re.split(r"^## ", PAGE.partition(f"## {heading}\n")[2], flags=re.MULTILINE)[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("| ")]
    return [row[column] for row in rows if row[0].startswith("`")]


def test_every_problem_is_on_the_page_with_its_status() -> None:
    names = [cell.strip("`") for cell in told("When it cannot be answered")]
    assert dict(zip(names, map(int, told("When it cannot be answered", 1)), strict=True)) == {
        slug: status for slug, (status, _) in PROBLEMS.items()
    }


def test_every_parameter_of_the_changes_is_on_the_page_and_in_its_order() -> None:
    names = [cell.strip("`") for cell in told("GET /v1/changes")]
    assert names == ["after", "limit", "source", *FILTERS]


@pytest.mark.parametrize("choices", [ChangeKind, Cause, Weight, Entry.model_fields["type"].annotation])
def test_every_kind_cause_weight_and_type_is_on_the_page(choices: Any) -> None:
    assert [choice for choice in get_args(choices) if f"`{choice}`" not in PAGE] == []


def test_every_scope_is_on_the_page() -> None:
    assert told("Keys") == [f"`{scope}`" for scope in SCOPES]
    assert all(opens in PAGE for opens in SCOPES.values())


def test_every_address_is_on_the_page() -> None:
    for route in ROUTES:
        assert route.path.replace("/files/{token}", "links to files") in PAGE


def test_every_field_of_a_change_and_of_a_snapshot_is_on_the_page(world_with_a_change: World) -> None:
    change = world_with_a_change.ask("/v1/changes").json["changes"][0]
    assert [name for name in change if f'"{name}":' not in PAGE] == []
    snapshot = world_with_a_change.ask("/v1/snapshots/a_list").json
    assert [name for name in snapshot if f"`{name}`" not in PAGE] == []
    entry = world_with_a_change.ask("/v1/entries/a_list:1").json
    assert [name for name in entry if f"`{name}" not in PAGE and name != "id"] == []


@pytest.fixture
def world_with_a_change() -> World:
    world = World()
    world.read("a_list", party("a_list", "1"))
    return world
