"""Alerts as they are deployed: functions with their permissions, topics, filters, and links that open."""

from __future__ import annotations

import time
import urllib.request
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest

from feed.world import World, party
from sanctionwire.deliver.subscriptions import Subscriptions
from sanctionwire.store.calls import Calls
from sanctionwire.store.dynamodb import DynamoTable
from sanctionwire.store.s3 import S3Blobs
from tools import localcloud

SOURCE = "un_sc"


@dataclass(frozen=True)
class Deployed:
    """A stack of our own, with queues in the place of people."""

    cloud: localcloud.Cloud
    told: dict[str, str]
    world: World
    people: Subscriptions
    queues: dict[str, str]

    def received(self, queue: str, least: int) -> list[dict[str, Any]]:
        """What has come to a queue, once there are so many."""
        client, got = self.cloud.client("sqs"), []
        until = time.monotonic() + 60
        while time.monotonic() < until and (len(got) < least or least == 0):
            found = client.receive_message(QueueUrl=self.queues[queue], MaxNumberOfMessages=10, WaitTimeSeconds=1)
            for message in found.get("Messages", []):
                got.append(orjson.loads(message["Body"]))
                client.delete_message(QueueUrl=self.queues[queue], ReceiptHandle=message["ReceiptHandle"])
            if least == 0:
                break
        return got

    def heard(self, queue: str, said: str) -> list[dict[str, Any]]:
        """What has come to a queue, up to and with a message whose subject says that."""
        until, got = time.monotonic() + 60, []
        while time.monotonic() < until and not any(said in message["Subject"] for message in got):
            got += self.received(queue, 1)
        return got


def _open_to_sns(queue):
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "sns.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": queue,
    }
    return {"Version": "2012-10-17", "Statement": [statement]}


@pytest.fixture(scope="module")
def deployed(stack):
    told = localcloud.deploy(stack, stack="mail", SchedulesEnabled="false")
    dynamodb, s3, sqs = Calls(stack.client("dynamodb")), Calls(stack.client("s3")), stack.client("sqs")
    world = World(
        slugs=(SOURCE,),
        now=datetime.now(UTC) - timedelta(hours=30),
        base=told["ApiBase"],
        table=DynamoTable(dynamodb, told["LogTable"]),
        items=DynamoTable(dynamodb, told["EntriesTable"]),
        blobs=S3Blobs(s3, told["WorkBucket"], lambda: datetime.now(UTC)),
        evidence=S3Blobs(s3, told["EvidenceBucket"], lambda: datetime.now(UTC)),
    )
    topics = {"alerts": told["AlertsTopicArn"], "operator": told["OperatorTopicArn"]}
    people = Subscriptions(
        rows=world.table,
        client=stack.client("sns"),
        topics=topics,
        sources=[SOURCE, "us_ofac"],
        clock=lambda: datetime.now(UTC),
    )
    queues = {}
    wanted = {
        "everything": {},
        "cambodia": {"country": ["kh"], "class": ["ACT"]},
        "ofac": {"source": ["us_ofac"]},
        "operator": {},
    }
    for name, filters in wanted.items():
        queues[name] = sqs.create_queue(QueueName=f"mail-{name}")["QueueUrl"]
        arn = sqs.get_queue_attributes(QueueUrl=queues[name], AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        sqs.set_queue_attributes(QueueUrl=queues[name], Attributes={"Policy": orjson.dumps(_open_to_sns(arn)).decode()})
        made = people.subscribe("sqs", arn, filters, box="operator" if name == "operator" else "alerts")
        assert made.state == "confirmed"
    return Deployed(stack, told, world, people, queues)


def test_alerts_reach_those_whose_filters_admit_them_once_and_the_whole_list_opens_without_a_key(deployed):
    cloud, world = deployed.cloud, deployed.world
    world.read(SOURCE, *(party(SOURCE, f"{number}") for number in range(3)))
    world.read(
        SOURCE,
        *(party(SOURCE, f"{number}") for number in range(3)),
        *(party(SOURCE, f"{number}", f"Company {number}", country="kh") for number in range(100, 130)),
    )
    for _ in range(2):
        cloud.invoke(deployed.told["AnnounceFunction"])
    everything = deployed.received("everything", 2)
    assert Counter(message["Subject"].split("|")[0] for message in everything) == {
        "[INFO] UN now watching 3 entries ": 1,
        "[ACT] UN Main +30 BLOCK ": 1,
    }
    (filtered,) = deployed.received("cambodia", 1)
    assert filtered["Subject"].startswith("[ACT] UN Main +30 BLOCK")
    assert deployed.received("ofac", 0) == []
    links = [line.split()[-1] for line in filtered["Message"].splitlines() if "/files/" in line]
    assert len(links) == 2
    assert urllib.request.urlopen(links[0]).read().decode("utf-8-sig").count("\r\n") == 31


def test_the_watch_tells_subscribers_that_they_are_blind_whatever_they_filter_on_and_seals_the_day(deployed):
    cloud, world = deployed.cloud, deployed.world
    if not world.rows.load(SOURCE).serial:  # whichever of these tests comes first
        world.read(SOURCE, *(party(SOURCE, f"{number}") for number in range(3)))
    cloud.invoke(deployed.told["WatchFunction"])
    blind = [message for message in deployed.heard("cambodia", "[BLIND]") if "[BLIND]" in message["Subject"]]
    assert [message["Subject"].split("|")[0] for message in blind] == ["[BLIND] UN cannot be seen "]
    told = deployed.heard("operator", "source not checked | un_sc")
    assert any(message["Subject"].startswith("[OPERATOR] source not checked | un_sc") for message in told)
    sealed = [commit for commit in deployed.world.log.after(0) if commit.kind == "daily"]
    if datetime.now(UTC).hour >= 6:
        assert len(sealed) == 1
        cloud.invoke(deployed.told["AnnounceFunction"])
        if not any("daily" in message["Subject"] for message in told):  # the doorbell may have brought it already
            told += deployed.heard("operator", "daily")
        assert any("daily" in message["Subject"] and sealed[0].hash in message["Message"] for message in told)


def test_a_subscription_that_is_ended_behind_our_back_is_reported(deployed):
    ofac = next(each for each in deployed.people.all() if each.filters.get("source"))
    deployed.cloud.client("sns").unsubscribe(SubscriptionArn=ofac.arn)
    deployed.cloud.invoke(deployed.told["WatchFunction"])
    subjects = [message["Subject"] for message in deployed.heard("operator", "a subscription is lost")]
    assert any(subject.startswith("[OPERATOR] a subscription is lost") for subject in subjects)
