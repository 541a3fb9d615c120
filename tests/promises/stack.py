"""The whole product over moto: real clients, real HTTP to publishers on loopback, a clock that stands still."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any

import boto3
from moto import mock_aws

import played
from demo.publishers import Publishers, serving
from publisher import Publisher, answer, publishing
from sanctionwire.deliver.outbox import ALERTS, OPERATOR, Outbox
from sanctionwire.deliver.slack import Address
from sanctionwire.source import Source
from sanctionwire.store.entries import Entries
from sanctionwire.store.log import Log
from sanctionwire.store.memory import MemoryBlobs, MemoryTable
from sanctionwire.wiring import Config, Wire

REGION = "eu-west-1"
NOON = datetime(2026, 1, 16, 15, 0, tzinfo=UTC)
STORAGE = "demo.s3.us-gov-west-1.amazonaws.com"
EVERY = ("us_ofac", "un_sc", "us_fincen_311")


class Clock:
    """Stands still until it is turned."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)


class OneAtATime:
    """A client for threads: moto undoes a cancelled transaction by putting back all tables as they were before it."""

    lock = threading.RLock()

    def __init__(self, client: Any) -> None:
        self._client = client

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._client, name)
        if not callable(method):
            return method

        def call(*names: Any, **arguments: Any) -> Any:
            with self.lock:
                return method(*names, **arguments)

        return call


@dataclass
class Stack:
    """One deployed product, its publishers, and what its subscribers' queue received."""

    config: Config
    clock: Clock
    client: Callable[[str], Any]
    publishers: Publishers
    queues: dict[str, str]
    slack: Publisher
    """Slack, on loopback."""
    sources: dict[str, Source] | None = None
    """The only sources that there are, if not all; changed ones, perhaps."""
    revision: str | None = None
    """Of the parsers, if not their own."""
    driver: Any = field(default_factory=lambda: boto3.client("sqs", REGION))
    """What plays Lambda's part and the subscriber's: its calls are not the product's."""
    failures: list[Exception] = field(default_factory=list)
    """What runs of `collect` raised: their messages end with the dead letters."""
    wire: Wire = field(init=False)
    _held: tuple[str, str] | None = None

    def __post_init__(self) -> None:
        self.restart()

    def restart(self, **parts: Any) -> None:
        """A new process. `parts`: what it is built with in place of what it would build itself."""
        kept = {"fetcher": self.wire.fetcher} if hasattr(self, "wire") else {}  # reading all certificates takes a while
        self.wire = Wire(self.config, clock=self.clock, client=self.client)
        self.wire.__dict__.update(kept | parts)
        if self.sources is not None:
            about = {slug: source.about for slug, source in self.sources.items()}
            ports = replace(self.wire.ports, registry=MappingProxyType(self.sources))
            self.wire.__dict__.update(abouts=about, ports=ports)
        if (revision := self.revision) is not None:
            self.wire.__dict__["ports"] = replace(self.wire.ports, revision=lambda _source: revision)

    def only(self, sources: dict[str, Source]) -> None:
        """Let these be all sources that there are."""
        self.sources = sources
        self.restart()

    def deploy(self, revision: str, **sources: Source) -> None:
        """A new version of the product, whose parsers are of this revision."""
        self.revision = revision
        self.only((self.sources or {}) | sources)

    def tick(self, *slugs: str) -> None:
        """What the clock would set off: what is named, or due, until the queues are empty and the log is told."""
        if slugs:
            for slug in slugs:
                self.wire.ports.send({"source": slug, "lane": "light"})
        else:
            self.wire.dispatch()
        self.work()
        self.wire.project()
        self.wire.announce()
        self.deliver()

    def deliver(self) -> None:
        """Answer the doorbells of channels."""
        self._drained("deliver")

    def pass_by(self, minutes: int) -> None:
        """Let time pass, tick by tick."""
        for _ in range(minutes // 5):
            self.clock.later(minutes=5)
            self.tick()
            self.wire.watch()

    def work(self) -> None:
        """Empty the queues."""
        while any([self._drained("light"), self._drained("heavy")]):
            pass

    def _drained(self, lane: str) -> int:
        """As Lambda does it: a message goes only when its work is done."""
        sqs, count, url = self.driver, 0, self.queues[lane]
        while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=1).get("Messages"):
            (message,) = messages
            self._held = (url, message["ReceiptHandle"])
            try:
                self._answered(lane, json.loads(message["Body"]), message["MessageId"])
            except Exception as error:  # noqa: BLE001 - as Lambda does
                self.failures.append(error)
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            self._held = None
            count += 1
        return count

    def _answered(self, lane: str, body: dict[str, Any], owner: str) -> None:
        if lane == "deliver":
            self.wire.deliver(body, seconds=900)
        else:
            self.wire.collect(body, owner=owner, seconds=900)

    def subscribe_slack(self, secret: str, channel: str = "", *, box: str = ALERTS) -> Any:
        """A channel that takes what it is sent."""
        where = "slack.com/api/chat.postMessage" if channel else secret.removeprefix("https://")
        body = b'{"ok": true, "ts": "1700000000.000100"}' if channel else b"ok"
        self.slack.answers[f"/{where}"] = answer(body)
        made = self.wire.subscriptions.subscribe_slack(Address.of(secret, channel), {}, box=box)
        self.deliver()  # the doorbell that a new address rings
        return made

    def slack_posts(self) -> list[tuple[str, dict[str, Any]]]:
        """What Slack was sent since the last look: path and message, in order."""
        posts = [(each.path, json.loads(each.body)) for each in self.slack.asked]
        self.slack.asked.clear()
        return posts

    def redeliver(self) -> None:
        """The queue offers again what a run that died had in hand."""
        if self._held:
            url, receipt = self._held
            self.driver.change_message_visibility(QueueUrl=url, ReceiptHandle=receipt, VisibilityTimeout=0)
            self._held = None

    def inbox(self) -> list[dict[str, Any]]:
        """Every message that the subscriber's queue has received since the last look, oldest first."""
        sqs, url, found = self.driver, self.queues["inbox"], []
        while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
            found += [json.loads(message["Body"]) for message in messages]
            for message in messages:
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return found

    def subjects(self, topic: str = ALERTS) -> list[str]:
        """Subjects of what a topic has been handed since the last look at any."""
        return [each["Subject"] for each in self.inbox() if each["TopicArn"].endswith(topic)]

    def row(self, slug: str) -> Any:
        return self.wire.ports.sources.load(slug)

    def commits(self) -> list[Any]:
        return list(self.wire.log.after(0))

    def versions(self) -> list[dict[str, Any]]:
        """Every row of the entries table."""
        rows = self.client("dynamodb").get_paginator("scan").paginate(TableName="entries", ConsistentRead=True)
        return sorted(
            (item for page in rows for item in page["Items"]), key=lambda item: (str(item["pk"]), str(item["sk"]))
        )


@contextmanager
def deployed(publishers: Publishers, origin: str, clock: Clock, sources: Iterable[str] = EVERY) -> Iterator[Stack]:
    """A stack that lasts as long as the block, with these of the product's sources."""
    with mock_aws(), publishing() as slack:
        dynamodb, s3 = boto3.client("dynamodb", REGION), boto3.client("s3", REGION)
        for table in ("log", "entries"):
            dynamodb.create_table(
                TableName=table,
                KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
                AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")],
                BillingMode="PAY_PER_REQUEST",
            )
        for bucket, locked in (("work", False), ("evidence", True)):
            s3.create_bucket(
                Bucket=bucket,
                CreateBucketConfiguration={"LocationConstraint": REGION},
                ObjectLockEnabledForBucket=locked,
            )
        sns, sqs = boto3.client("sns", REGION), boto3.client("sqs", REGION)
        topics = {name: sns.create_topic(Name=name)["TopicArn"] for name in (ALERTS, OPERATOR)}
        queues = {name: sqs.create_queue(QueueName=name)["QueueUrl"] for name in ("light", "heavy", "deliver", "inbox")}
        inbox = sqs.get_queue_attributes(QueueUrl=queues["inbox"], AttributeNames=["QueueArn"])["Attributes"][
            "QueueArn"
        ]
        for arn in topics.values():
            sns.subscribe(TopicArn=arn, Protocol="sqs", Endpoint=inbox)
        config = Config(
            log_table="log",
            entries_table="entries",
            work_bucket="work",
            evidence_bucket="evidence",
            collect_queue_url=queues["light"],
            heavy_queue_url=queues["heavy"],
            deliver_queue_url=queues["deliver"],
            alerts_topic_arn=topics[ALERTS],
            operator_topic_arn=topics[OPERATOR],
            api_base="https://feed.example.org",
            publisher_origin=origin,
            slack_origin=slack.origin,
            slack_parameters="/stack/slack/",
            contact="ops@example.org",
            object_lock_days="30",
        )
        clients = {name: OneAtATime(boto3.client(name, REGION)) for name in ("dynamodb", "s3", "sns", "sqs", "ssm")}
        given = {"client": clients.__getitem__, "publishers": publishers, "queues": queues, "slack": slack}
        stack = Stack(config=config, clock=clock, **given)
        stack.only({slug: stack.wire.ports.registry[slug] for slug in sources})
        yield stack


@contextmanager
def demonstration(*sources: str, clock: Clock | None = None) -> Iterator[Stack]:
    """A stack that reads publishers who are played."""
    clock = clock or Clock()
    publishers = played.publishers(clock, STORAGE)
    with serving(publishers) as server, deployed(publishers, server.origin, clock, sources or EVERY) as stack:
        yield stack


@dataclass
class Topic:
    """A topic that remembers what was handed over."""

    messages: list[Any] = field(default_factory=list)

    def publish(self, message: Any) -> str:
        self.messages.append(message)
        return f"message-{len(self.messages)}"


def in_memory(source: Source, clock: Clock, fetch: Any) -> tuple[Wire, Topic, Topic]:
    """The real wire with one source over the in-memory twin, for what moto is too slow for; and its two topics."""
    config = Config(log_table="", entries_table="", work_bucket="", evidence_bucket="", api_base="https://feed.test")
    wire, alerts, operator = Wire(config, clock=clock), Topic(), Topic()
    table, blobs = MemoryTable(), MemoryBlobs()
    parts: dict[str, Any] = {
        "table": table,
        "blobs": blobs,
        "log": Log(table=table, blobs=blobs, evidence=MemoryBlobs()),
        "entries": Entries(MemoryTable(), blobs),
        "outbox": Outbox(rows=table, topics={ALERTS: alerts, OPERATOR: operator}, clock=clock),
        "abouts": {source.about.slug: source.about},
        "fetcher": None,
    }
    wire.__dict__.update(parts)
    registry = MappingProxyType({source.about.slug: source})
    wire.__dict__["ports"] = replace(wire.ports, registry=registry, fetch=fetch)
    return wire, alerts, operator
