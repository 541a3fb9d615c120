"""A process that dies at any outbound call, and the world that it leaves: seen, put back, compared."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import botocore.client
import pytest
from moto.backends import get_backend

from promises.stack import REGION, Stack
from sanctionwire.deliver.outbox import DELIVERY, OUTBOX
from sanctionwire.store.rows import SOURCE

ACCOUNT = "123456789012"
POST = "a post to Slack"


class Killed(BaseException):
    """The process died here. No handler may swallow it."""


@dataclass
class Dying:
    """Counts the calls that leave the process, and dies after the one that is set: 0 is before the first.

    Before one call is after the last: nothing of the world lies between. Once dead, nothing leaves any more.
    """

    world: World
    after: int
    calls: int = 0
    dead: bool = False
    last: str = ""
    changed: bool = True
    """Whether the last call changed anything in the world: if not, its death is that of the call before."""

    def call(self, name: str, function: Callable[[], Any]) -> Any:
        """Make one call, or die."""
        if self.dead or self.after == 0:
            self.dead = True
            raise Killed
        self.calls += 1
        if self.calls < self.after:
            return function()
        self.last, before = name, self.world.mark()
        try:
            answer = function()
        finally:
            self.changed = self.world.mark() != before
            self.dead = True
        raise Killed(answer)


@contextmanager
def dying(world: World, after: int) -> Iterator[Dying]:
    """Every outbound call, AWS or HTTP, is seen where botocore and `http.client` make it."""
    doomed = Dying(world, after)
    aws, sent, answered = (
        botocore.client.BaseClient._make_api_call,
        http.client.HTTPConnection.request,
        http.client.HTTPConnection.getresponse,
    )

    def api_call(client: Any, operation: str, arguments: Any) -> Any:
        if client is world.stack.driver:
            return aws(client, operation, arguments)
        return doomed.call(operation, lambda: aws(client, operation, arguments))

    def request(connection: Any, *arguments: Any, **options: Any) -> None:
        connection.name = POST if arguments[0] == "POST" and "slack" in arguments[1] else "HTTP"
        connection.pending = lambda: sent(connection, *arguments, **options)

    def response(connection: Any) -> Any:
        def exchanged() -> Any:
            connection.pending()
            return answered(connection)

        return doomed.call(connection.name, exchanged)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(botocore.client.BaseClient, "_make_api_call", api_call)
        patch.setattr(http.client.HTTPConnection, "request", request)
        patch.setattr(http.client.HTTPConnection, "getresponse", response)
        yield doomed


@dataclass
class World:
    """Everything outside the process, as moto has it."""

    stack: Stack

    @property
    def tables(self) -> dict[str, Any]:
        return dict(get_backend("dynamodb")[ACCOUNT][REGION].tables)

    @property
    def buckets(self) -> dict[str, Any]:
        return dict(get_backend("s3")[ACCOUNT]["aws"].buckets)

    @property
    def queues(self) -> dict[str, Any]:
        return dict(get_backend("sqs")[ACCOUNT][REGION].queues)

    def _items(self) -> dict[str, dict[Any, dict[Any, Any]]]:
        return {name: {pk: dict(rows) for pk, rows in table.items.items()} for name, table in self.tables.items()}

    def saved(self) -> Any:
        """What `restore` needs. The queues are empty."""
        return self._items(), {name: set(bucket.keys) for name, bucket in self.buckets.items()}

    def restore(self, saved: Any) -> None:
        """Put the world back."""
        items, keys = saved
        for name, table in self.tables.items():
            table.items.clear()
            for pk, rows in items[name].items():
                table.items[pk].update(rows)
        for name, bucket in self.buckets.items():
            for key in set(bucket.keys) - keys[name]:
                bucket.keys.pop(key)
        for queue in self.queues.values():
            queue._messages, queue._pending_messages = [], set()
        self.stack.slack.asked.clear()

    def mark(self) -> Any:
        """Something else as soon as anything has changed."""
        return (
            {
                n: {(p, s): id(row) for p, rows in t.items() for s, row in rows.items()}
                for n, t in self._items().items()
            },
            {name: {key: id(value) for key, value in bucket.keys.items()} for name, bucket in self.buckets.items()},
            {name: {k: len(m.parts) for k, m in b.multiparts.items()} for name, b in self.buckets.items()},
            {name: [message.id for message in queue._messages] for name, queue in self.queues.items()},
            len(self.stack.slack.asked),
        )

    def left(self) -> dict[str, Any]:
        """Rows and bodies, byte for byte, but for what must differ: SNS's message ids, and the fencing tokens."""
        rows = {
            f"{name} {row.to_json()['Attributes']['pk']['S']} {row.to_json()['Attributes']['sk']['S']}": _plain(row)
            for name, table in self.tables.items()
            for rows in table.items.values()
            for row in rows.values()
        }
        bodies = {f"{name} {key}": each.value for name, b in self.buckets.items() for key, each in b.keys.items()}
        return rows | bodies


def _plain(row: Any) -> str:
    attributes = row.to_json()["Attributes"]
    loose = {SOURCE: "version", OUTBOX: "message_id", DELIVERY: "message_id"}
    attributes.pop(loose.get(attributes["pk"]["S"], ""), None)
    return json.dumps(attributes, sort_keys=True, default=repr)
