"""Promises 2 and 10: who starts cold, and reads on while the log goes on, ends equal to the store."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

from feed.world import apply, event, unzipped
from promises.stack import EVERY, Stack, demonstration
from sanctionwire.feed import keys, pages


class Client:
    """A consumer who knows a key and the feed's documentation, and nothing else."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        _, self.token = keys.create(stack.wire.table, name="cold", now=stack.clock.now)
        self.held: dict[str, Any] = {}

    def get(self, path: str) -> dict[str, Any]:
        plain, _, query = path.removeprefix("https://feed.example.org").partition("?")
        headers = {"authorization": f"Bearer {self.token}"}
        asked = event(plain, query, key=None) | {"headers": headers}
        passed = self.stack.wire.authorize(asked | {"identitySource": list(headers.values())})
        assert passed["isAuthorized"]
        asked["requestContext"]["authorizer"] = {"lambda": passed["context"]}
        answered = self.stack.wire.api(asked)
        assert answered["statusCode"] in {200, 303}
        return json.loads(answered["body"])

    def start(self, source: str) -> str:
        """Take the snapshot; from where to go on."""
        told = self.get(f"/v1/snapshots/{source}")
        parts = urlsplit(told["url"])
        key = unquote(parts.path).removeprefix("/").removeprefix("work/")
        body = self.stack.client("s3").get_object(Bucket="work", Key=key)["Body"].read()
        self.held |= {entry["id"]: entry for entry in map(json.loads, unzipped(body))}
        return str(told["as_of"])

    def page(self, after: str, **query: Any) -> dict[str, Any]:
        page = self.get(f"/v1/changes?{urlencode({'after': after, **query})}")
        apply(self.held, page["changes"])
        return page


def test_a_cold_consumer_ends_equal_to_the_store_while_commits_go_on() -> None:
    with demonstration() as stack:
        stack.tick(*EVERY)
        client, editions = Client(stack), iter((2, 3, 4, 5, 7))
        starts = []
        for slug in EVERY:  # between his snapshots, the log goes on
            starts.append(client.start(slug))
            _turned(stack, next(editions))
        cursor = min(starts, key=lambda text: tuple(map(int, text.split("."))))
        for _ in range(200):
            page = client.page(cursor, limit=3)
            cursor = page["covered_through"]
            if (edition := next(editions, None)) is not None:
                _turned(stack, edition)
            elif not page["more"]:
                break
        head = stack.wire.log.head()
        assert (page["head"], page["head_hash"]) == (head.seq, head.hash)
        assert client.held == {
            f"{slug}:{key}": json.loads(json.dumps(pages.entry(json.loads(body))))
            for slug in EVERY
            for key, body in stack.wire.ports.reading(stack.row(slug)).entries()
        }


def _turned(stack: Stack, edition: int) -> None:
    stack.publishers.turn(edition)
    stack.clock.later(minutes=30)
    stack.tick(*EVERY)
    assert not stack.failures
