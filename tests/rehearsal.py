"""The whole story without a cloud, with the real pages beside it: what each edition brings by mail and in Slack."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any

import boto3

from demo import slack
from demo.director import Director
from demo.inbox import Inbox, Mail
from demo.pages import Room
from demo.pages import serving as paging
from demo.publishers import Answer, Publishers, serving
from demo.slack import Post
from demo.story import EDITIONS, Edition
from promises.stack import REGION, STORAGE, Clock, Stack, deployed
from sanctionwire.deliver.slack import Address
from sanctionwire.sources import registry
from sanctionwire.store.entries import Entries
from sanctionwire.store.log import Log
from sanctionwire.store.memory import MemoryBlobs, MemoryTable


@dataclass
class Rehearsal:
    """The product, its publishers and its readers."""

    stack: Stack
    room: Room
    address: str
    served: dict[str, Answer]
    """What the publishers answered, by what they were asked for."""
    commits: dict[int, list[Any]] = field(default_factory=dict)
    """Edition → the commits that came of it."""

    def tell(self, edition: Edition) -> None:
        """One edition, as the demonstration plays it."""
        stack, clock = self.stack, self.stack.clock
        clock.now = max(clock.now, edition.at)
        self.room.begin(edition.number)
        stack.publishers.turn(edition.number)
        head = stack.wire.log.head().seq
        if edition.reconcile:
            for row in stack.wire.ports.sources.all():
                stack.wire.ports.sources.save(row.but(reconciled_at=None))
        for sources in ([slug for slug in stack.wire.abouts if slug not in edition.after], edition.after):
            stack.tick(*sources) if sources else None
            self.post()
        stack.wire.watch()
        stack.wire.project()
        stack.wire.announce()
        self.post()
        if edition.held:
            self.decide()
        self.commits[edition.number] = list(stack.wire.log.after(head))

    def decide(self) -> None:
        """The operator lets held removals through."""
        from click.testing import CliRunner  # noqa: PLC0415

        from sanctionwire.cli import main  # noqa: PLC0415

        for row in self.stack.wire.ports.sources.all():
            if row.hold and row.hold.status == "open":
                command = ["held", "accept", row.hold.id, "--who", "desk", "--why", "gone from the page"]
                assert CliRunner().invoke(main, command, obj=self.stack.wire).exit_code == 0
        self.stack.wire.project()
        self.stack.wire.announce()
        self.stack.wire.watch()
        self.post()

    def post(self) -> None:
        """What SNS and the doorbells of channels would do."""
        for each in self.stack.inbox():
            box = each["TopicArn"].rpartition(":")[2]
            self.room.inbox.receive(box, each)
        sqs, url = self.stack.driver, self.stack.queues["deliver"]
        while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
            for message in messages:
                self.stack.wire.deliver(json.loads(message["Body"]))
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        rows = list(self.stack.wire.outbox.deliveries())
        self.room.threads = {row["message_id"]: row["thread"] for row in rows if {"message_id", "thread"} <= set(row)}

    def mails(self, edition: int) -> list[Mail]:
        """What an edition brought to the inbox, but for the daily mail."""
        return [mail for mail in self.room.inbox.mails() if mail.edition == edition and "daily" not in mail.subject]

    def posts(self, edition: int, channel: str = slack.CHANNEL) -> list[Post]:
        """What an edition brought to a channel of Slack, but for the daily message."""
        every = self.room.workspace.posts()
        return [
            each for each in every if (each.edition, each.channel) == (edition, channel) and "daily" not in each.text
        ]


def _in_memory() -> dict[str, Any]:
    """The stores' twins, for moto reads a table in time with its size; queues and topics stay moto's."""
    table, blobs = MemoryTable(), MemoryBlobs()
    log = Log(table=table, blobs=blobs, evidence=MemoryBlobs())
    return {"table": table, "blobs": blobs, "log": log, "entries": Entries(MemoryTable(), blobs)}


class Recorded(Publishers):
    """Publishers whose answers are kept."""

    def __init__(self, **given: Any) -> None:
        self.served: dict[str, Answer] = {}
        super().__init__(**given)

    def answer(self, method: str, origin: str, target: str, validator: str = "") -> Answer:
        answer = super().answer(method, origin, target, validator)
        if answer.status != HTTPStatus.NOT_MODIFIED:
            self.served[target] = answer
        return answer


@contextmanager
def rehearsal() -> Iterator[Rehearsal]:
    """A stack with every source, before the first edition."""
    clock = Clock(EDITIONS[0].at)
    publishers = Recorded(clock=clock, storage_host=STORAGE)
    room = Room(
        inbox=Inbox(cloud="http://127.0.0.1:9", clock=clock),
        workspace=slack.Workspace(clock=clock),
        director=Director(hurried=True),
        editions=EDITIONS,
        clock=clock,
    )
    with (
        serving(publishers) as server,
        paging(room) as pages,
        deployed(publishers, server.origin, clock, registry()) as stack,
    ):
        stack.queues["deliver"] = boto3.client("sqs", REGION).create_queue(QueueName="deliver")["QueueUrl"]
        stack.config = replace(
            stack.config,
            slack_origin=pages.address,
            slack_parameters="/demo/slack/",
            deliver_queue_url=stack.queues["deliver"],
            object_lock_days="2557",
        )
        stack.client = lambda name: boto3.client(name, REGION)
        stack.restart(**_in_memory())
        stack.wire.subscriptions.subscribe_slack(Address.of(slack.TOKEN, slack.CHANNEL), {})
        stack.wire.subscriptions.subscribe_slack(Address.of(slack.WEBHOOK), {"class": ["ACT"]})
        yield Rehearsal(stack, room, pages.address, publishers.served)
