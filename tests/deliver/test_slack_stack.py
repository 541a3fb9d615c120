"""Channels as they are deployed: the doorbell's queue, the function with its permissions, the address in SSM."""

from __future__ import annotations

import json
import time

import pytest

from publisher import answer, publishing
from sanctionwire.cli.connect import described
from sanctionwire.core.alerts.attributes import attributes
from sanctionwire.deliver.message import Message
from sanctionwire.deliver.outbox import ALERTS
from sanctionwire.deliver.slack import Address
from sanctionwire.wiring import Config, Wire
from tools import localcloud

WEBHOOK = "https://hooks.slack.com/services/T0AAAAAAA/B0AAAAAAA/deskdeskdeskdesk1111"
PATH = WEBHOOK.replace("https:/", "")
PATIENCE = 60


@pytest.fixture(scope="module")
def slack():
    with publishing() as server:
        server.answers[PATH] = answer(b"ok")
        yield server


@pytest.fixture(scope="module")
def wire(stack, slack):
    told = localcloud.deploy(stack, stack="slack", SchedulesEnabled="false", SlackOrigin=slack.origin)
    made = Wire(Config.of(described(told)), client=stack.client)
    made.subscriptions.subscribe_slack(Address.of(WEBHOOK), {"class": ["ACT"]})
    return made


def tell(wire, name, class_="ACT"):
    carried = attributes(class_=class_, source="un_sc", authority="UN", kind=("designated",))
    wire.outbox.put(Message(id=name, subject=f"[{class_}] {name}", body="Body.\n", attributes=carried), ALERTS)


def posted(slack, count):
    until = time.monotonic() + PATIENCE
    while len(slack.asked) < count and time.monotonic() < until:
        time.sleep(0.1)
    return [json.loads(each.body)["text"] for each in slack.asked]


def test_a_doorbell_brings_what_waits_to_slack_and_what_fails_is_tried_again_when_slack_wants_it(wire, slack):
    tell(wire, "first")
    tell(wire, "not for this channel", class_="INFO")
    assert posted(slack, 1) == ["[ACT] first"]
    slack.answers[PATH] = answer(b"", status="429 X", retry_after="1")
    tell(wire, "second")
    posted(slack, 2)
    slack.answers[PATH] = answer(b"ok")
    assert posted(slack, 3) == ["[ACT] first", "[ACT] second", "[ACT] second"]
    until = time.monotonic() + PATIENCE
    while len(lines := [line["subject"] for line in wire.outbox.deliveries()]) < 2 and time.monotonic() < until:
        time.sleep(0.1)
    assert lines == ["[ACT] first", "[ACT] second"]
