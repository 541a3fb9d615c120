"""The deployed template does its work: each trigger, each failure path and each permission, on the local cloud."""

from __future__ import annotations

import gzip
import json
import time
import urllib.error
import urllib.request

import pytest

from sanctionwire.feed import keys
from sanctionwire.pipeline.announce import ANNOUNCE
from sanctionwire.pipeline.project import PROJECT
from sanctionwire.store.cursors import Cursor
from sanctionwire.wiring import Config, Wire, now
from template import ROOT
from tools.localcloud import STACK

PATIENCE = 120.0
"""Seconds after which something that should come about is said not to."""


def event(name):
    return json.loads((ROOT / "events" / f"{name}.json").read_text())


def until(happened, what):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if result := happened():
            return result
        time.sleep(0.2)
    return pytest.fail(f"{what} did not come about within {PATIENCE:.0f} s")


@pytest.fixture(scope="session")
def outputs(stack):
    return stack.outputs()


@pytest.fixture(scope="session")
def wire(stack, outputs):
    given = {
        "".join(f"_{char}" if char.isupper() else char for char in name)[1:].upper(): value
        for name, value in outputs.items()
    }
    return Wire(Config.of(given), client=stack.client)


@pytest.fixture(scope="session")
def box(stack, outputs):
    """A queue that hears what subscribers and operators hear."""
    queues, topics = stack.client("sqs"), stack.client("sns")
    url = queues.create_queue(QueueName="box")["QueueUrl"]
    arn = queues.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    allowed = {
        "Effect": "Allow",
        "Principal": {"Service": "sns.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": arn,
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [allowed]})
    queues.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})
    for topic in (outputs["AlertsTopicArn"], outputs["OperatorTopicArn"]):
        topics.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
    heard = []

    def messages():
        found = queues.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=0).get("Messages", ())
        for each in found:
            queues.delete_message(QueueUrl=url, ReceiptHandle=each["ReceiptHandle"])
        heard.extend(json.loads(each["Body"]) for each in found)
        return heard

    return messages


@pytest.fixture(scope="session")
def settled(stack, outputs, wire, box):
    """One tick of the dispatcher, and everything that comes of it without a further tick."""
    stack.invoke(outputs["DispatchFunction"], event("tick"))
    slugs = set(wire.ports.registry)
    until(lambda: {row.slug for row in wire.ports.sources.all() if row.serial} == slugs, "a reading of every source")
    for cursor in (PROJECT, ANNOUNCE):
        until(lambda name=cursor: Cursor(wire.table, name).position() == wire.log.head().seq, f"the end of {cursor}")
    return wire


def failures(stack, url):
    attributes = stack.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["ApproximateNumberOfMessages"])
    return int(attributes["Attributes"]["ApproximateNumberOfMessages"])


class NotFollowing(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def answer(address, **headers):
    """Status, headers, body, whatever the status; redirects are the reader's to follow, without the key."""
    request = urllib.request.Request(address, headers=headers)
    try:
        with urllib.request.build_opener(NotFollowing).open(request, timeout=30) as found:
            return found.status, found.headers, found.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def test_one_tick_reads_every_source_by_way_of_the_queues(settled):
    assert {commit.source for commit in settled.log.after(0, 10)} == set(settled.ports.registry)


def test_the_doorbell_alone_brings_the_log_to_the_subscribers(settled, box):
    subjects = until(lambda: [m["Subject"] for m in box() if "watching" in m["Message"]][2:] and box(), "three mails")
    assert all(message["Subject"].startswith("[DEMO] ") for message in subjects)


def test_a_second_tick_finds_nothing_due(settled, stack, outputs):
    head = settled.log.head()
    stack.invoke(outputs["DispatchFunction"], event("tick"))
    assert settled.log.head() == head


@pytest.mark.parametrize("function", ["ProjectFunction", "AnnounceFunction"])
@pytest.mark.parametrize("rung_by", ["tick", "doorbell"])
def test_a_tick_or_a_doorbell_that_brings_nothing_new_changes_nothing(settled, stack, outputs, function, rung_by):
    stack.invoke(outputs[function], event(rung_by))
    assert Cursor(settled.table, PROJECT).position() == settled.log.head().seq


def test_watch_may_do_all_that_it_does(settled, stack, outputs):
    stack.invoke(outputs["WatchFunction"], event("tick"))


@pytest.fixture(scope="session")
def key(settled):
    _, token = keys.create(settled.table, name="test", now=now())
    return f"Bearer {token}"


def test_the_feed_opens_with_a_key_and_only_with_a_key(settled, outputs, key):
    base = outputs["ApiBase"]
    status, _, page = answer(f"{base}/v1/changes", authorization=key)
    assert (status, json.loads(page)["head"]) == (200, settled.log.head().seq)
    assert answer(f"{base}/v1/changes")[0] == 401
    assert answer(f"{base}/v1/changes", authorization="Bearer sw_000000000000_" + "x" * 43)[0] == 403
    assert answer(f"{base}/")[0] == 200
    assert answer(f"{base}/files/{'x' * 43}")[0] == 404


def test_a_snapshot_is_where_the_feed_points_and_opens_there_without_the_key(settled, outputs, key):
    for slug in settled.ports.registry:
        status, headers, _ = answer(f"{outputs['ApiBase']}/v1/snapshots/{slug}", authorization=key)
        assert status == 303
        status, _, body = answer(headers["Location"])
        assert status == 200
        assert json.loads(gzip.decompress(body).splitlines()[0])


def test_a_message_that_fails_three_times_ends_with_the_dead_letters(stack, outputs):
    queues = stack.client("sqs")
    queues.set_queue_attributes(QueueUrl=outputs["CollectQueueUrl"], Attributes={"VisibilityTimeout": "0"})
    queues.send_message(QueueUrl=outputs["CollectQueueUrl"], MessageBody='{"source":"xx_none","lane":"light"}')
    url = outputs["DeadLetterQueueUrls"].split(",")[0]
    until(lambda: failures(stack, url) == 1, "a dead letter")


def test_a_tick_that_fails_ends_with_the_dead_letters(stack, outputs):
    lambdas, name = stack.client("lambda"), outputs["ProjectFunction"]
    environment = lambdas.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
    lambdas.update_function_configuration(
        FunctionName=name, Environment={"Variables": environment | {"LOG_TABLE": "no"}}
    )
    lambdas.invoke(FunctionName=name, InvocationType="Event", Payload=json.dumps(event("tick")))
    until(lambda: failures(stack, outputs["DeadLetterQueueUrls"].split(",")[2]) == 1, "a dead letter")
    lambdas.update_function_configuration(FunctionName=name, Environment={"Variables": environment})


def test_an_alarm_reaches_the_operator(stack, box):
    found = stack.client("cloudformation").describe_stack_resource(StackName=STACK, LogicalResourceId="WatchFails")
    name = found["StackResourceDetail"]["PhysicalResourceId"]
    stack.client("cloudwatch").set_alarm_state(AlarmName=name, StateValue="ALARM", StateReason="a test")
    until(lambda: [m for m in box() if name in m["Message"]], "the alarm's message")
