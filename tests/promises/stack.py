"""The whole product over moto: real clients, real HTTP to publishers on loopback, a clock that stands still."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import boto3
from moto import mock_aws

from demo.publishers import Publishers
from sanctionwire.wiring import Config, Wire

REGION = "eu-west-1"


@dataclass
class Stack:
    """One deployed product, its publishers, and what its subscribers' queue received."""

    wire: Wire
    publishers: Publishers
    queues: dict[str, str] = field(default_factory=dict)

    def tick(self, *slugs: str) -> None:
        """What the clock would set off: everything that is due, until the queues are empty and the log is told."""
        for slug in slugs:
            self.wire.ports.send({"source": slug, "lane": "light"})
        while any([self._drained("light"), self._drained("heavy")]):
            pass
        self.wire.project()
        self.wire.announce()

    def _drained(self, lane: str) -> int:
        """As Lambda does it: a message goes only when its work is done."""
        sqs, count = self.wire.client("sqs"), 0
        while messages := sqs.receive_message(QueueUrl=self.queues[lane], MaxNumberOfMessages=1).get("Messages"):
            (message,) = messages
            self.wire.collect(json.loads(message["Body"]), owner=message["MessageId"], seconds=900)
            sqs.delete_message(QueueUrl=self.queues[lane], ReceiptHandle=message["ReceiptHandle"])
            count += 1
        return count

    def inbox(self) -> list[dict[str, Any]]:
        """Every message that the subscriber's queue has received, oldest first."""
        sqs, found = boto3.client("sqs", REGION), []
        url = self.queues["inbox"]
        while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
            found += [json.loads(message["Body"]) for message in messages]
            for message in messages:
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return found


@contextmanager
def deployed(publishers: Publishers, origin: str, now: datetime) -> Iterator[Stack]:
    """A stack that lasts as long as the block."""
    with mock_aws():
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
        topics = {name: sns.create_topic(Name=name)["TopicArn"] for name in ("alerts", "operator")}
        queues = {name: sqs.create_queue(QueueName=name)["QueueUrl"] for name in ("light", "heavy", "inbox")}
        inbox = sqs.get_queue_attributes(QueueUrl=queues["inbox"], AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        for arn in topics.values():
            sns.subscribe(TopicArn=arn, Protocol="sqs", Endpoint=inbox)
        config = Config(
            log_table="log",
            entries_table="entries",
            work_bucket="work",
            evidence_bucket="evidence",
            collect_queue_url=queues["light"],
            heavy_queue_url=queues["heavy"],
            alerts_topic_arn=topics["alerts"],
            operator_topic_arn=topics["operator"],
            api_base="https://feed.example.org",
            publisher_origin=origin,
            contact="ops@example.org",
            object_lock_days="30",
        )
        clients: dict[str, Any] = {}

        def client(name: str) -> Any:
            return clients.setdefault(name, boto3.client(name, REGION))

        yield Stack(wire=Wire(config, clock=lambda: now, client=client), publishers=publishers, queues=queues)
