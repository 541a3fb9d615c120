"""A channel of Slack gets a message exactly if SNS's policy for the same filters would let it through."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import boto3
import orjson
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from moto import mock_aws

from deliver.slack_office import DESK, Ssm
from sanctionwire.core.alerts.attributes import ALL, attributes, concerning_all
from sanctionwire.deliver.channels import SUBSCRIPTION, Channels, fan
from sanctionwire.deliver.message import Message
from sanctionwire.deliver.outbox import ALERTS, OPERATOR, UNSENT, Outbox
from sanctionwire.deliver.policy import FILTERS, MOST_COMBINATIONS
from sanctionwire.deliver.slack import Address
from sanctionwire.deliver.slack_vault import Vault
from sanctionwire.deliver.sns import SnsTopic
from sanctionwire.deliver.subscriptions import Subscriptions
from sanctionwire.store.memory import MemoryTable

NOW = datetime(2026, 1, 16, 15, tzinfo=UTC)
SOURCES = ("un_sc", "us_ofac", "us_fincen_311")
VALUES = {
    "class": ("ACT", "PLAN", "INFO", "EASE"),
    "source": SOURCES,
    "kind": ("designated", "removed", "daily"),
    "country": ("kh", "us", "ru", "none"),
    "programme": ("SDGT", "TCO", "DPRK2"),
    "schema": ("Person", "Vessel"),
    "effect": ("block", "none"),
    "listing-kind": ("sanctions", "special_measure"),
    "binding": ("now", "later"),
}
SEVERAL = {"country", "programme", "schema", "kind"}
"""Filters whose attribute has several values."""

asked = st.dictionaries(
    st.sampled_from(sorted(VALUES)), st.none(), max_size=4
).flatmap(
    lambda names: st.fixed_dictionaries(
        {name: st.lists(st.sampled_from(VALUES[name]), min_size=1, max_size=2, unique=True) for name in names}
    )
)  # fmt: skip


@st.composite
def carried(draw):
    """What an alert carries: one value or several, `all` now and then, and perhaps a class that always comes."""
    made = {}
    for name, known in VALUES.items():
        values = draw(st.lists(st.sampled_from((*known, ALL)), min_size=1, max_size=3, unique=True))
        made[FILTERS[name].attribute] = tuple(values) if name in SEVERAL else values[0]
    return made | {"class": draw(st.sampled_from((*VALUES["class"], "BLIND", "CHECK", "OPERATOR")))}


def meant(filters, attributes):
    """The meaning of filters in the plainest words there are, apart from the code that is tested."""
    for name, wanted in filters.items():
        has = attributes[FILTERS[name].attribute]
        has = {has} if isinstance(has, str) else set(has)
        always = {"BLIND", "CHECK"} if name == "class" else set() if name == "source" else {"all"}
        if has.isdisjoint(set(wanted) | always):
            return False
    return True


class Nobody:
    def get_paginator(self, _name):
        return self

    def paginate(self, **_):
        return [{"Subscriptions": []}]


def people(rows, client, topics):
    outbox = Outbox(rows=rows, topics={}, clock=lambda: NOW)
    vault = Vault(client=Ssm(), post=None, clock=lambda: NOW, prefix="/stack/slack/")
    channels = Channels(outbox=outbox, open=vault.open)
    return Subscriptions(
        rows=rows,
        client=client,
        topics=topics,
        sources=SOURCES,
        clock=lambda: NOW,
        channels=channels,
        vault=lambda: vault,
    )


def reached(rows, message, box=ALERTS):
    """Whether a message for a box is queued for the one channel that there is."""
    Outbox(rows=rows, topics={}, clock=lambda: NOW, fan=fan(rows)).put(message, box)
    (row,) = rows.query(SUBSCRIPTION)
    return bool(list(rows.query(f"{UNSENT}/slack/{row['sk']}")))


def told(attributes):
    return Message(id="m", subject="[ACT] x", body="text", attributes=attributes)


@given(filters=asked, carries=carried())
@settings(deadline=None, max_examples=300)
@example(filters={"class": ["ACT"], "country": ["kh"]}, carries=attributes(class_="BLIND", countries=("all",)))
@example(filters={}, carries=attributes(class_="INFO"))
def test_a_channel_gets_what_its_filters_mean_and_nothing_else(filters, carries):
    rows = MemoryTable()
    people(rows, Nobody(), {"alerts": "a"}).subscribe_slack(Address.of(DESK), filters)
    assert reached(rows, told(carries)) == meant(filters, carries)


@pytest.fixture(scope="module")
def cloud():
    with mock_aws():
        yield boto3.client("sns"), boto3.client("sqs")


@given(filters=asked, carries=carried())
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_channel_gets_a_message_exactly_if_a_queue_with_the_same_filters_gets_it_from_sns(cloud, filters, carries):
    sns, sqs = cloud
    topic, queue = sns.create_topic(Name="t")["TopicArn"], sqs.create_queue(QueueName="q")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    rows = MemoryTable()
    subscriptions = people(rows, sns, {"alerts": topic})
    subscribed = subscriptions.subscribe("sqs", arn, filters)
    SnsTopic(sns, topic).publish(told(carries))
    got = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=1).get("Messages", [])
    for each in got:
        assert orjson.loads(each["Body"])["Message"] == "text"
        sqs.delete_message(QueueUrl=queue, ReceiptHandle=each["ReceiptHandle"])
    subscriptions.unsubscribe(subscribed.id)
    rows.delete(SUBSCRIPTION, subscribed.id)
    channel = subscriptions.subscribe_slack(Address.of(DESK), filters)
    assert channel.policy == subscribed.policy
    assert reached(rows, told(carries)) == bool(got)


@given(filters=asked, class_=st.sampled_from(["BLIND", "CHECK"]), source=st.sampled_from(SOURCES))
@settings(deadline=None)
def test_that_a_source_cannot_be_seen_and_that_a_person_must_look_comes_through_whatever_is_filtered(
    filters, class_, source
):
    rows = MemoryTable()
    people(rows, Nobody(), {"alerts": "a"}).subscribe_slack(Address.of(DESK), filters)
    concerned = source in filters.get("source", SOURCES)
    assert reached(rows, told(concerning_all(class_, "blind", source=source, authority="A"))) == concerned


def test_an_operator_s_channel_hears_nothing_of_alerts_and_an_officer_s_nothing_of_the_operator():
    rows = MemoryTable()
    people(rows, Nobody(), {"alerts": "a"}).subscribe_slack(Address.of(DESK), {}, box=OPERATOR)
    assert not reached(rows, told(attributes(class_="ACT")), ALERTS)
    assert reached(rows, replace(told(attributes(class_="OPERATOR")), id="n"), OPERATOR)


def test_what_sns_would_refuse_is_refused_for_a_channel_too_with_the_same_words():
    subscriptions = people(MemoryTable(), Nobody(), {"alerts": "a"})
    many = {"country": ["kh", "us", "ru", "ir", "kp", "cn", "sy", "cu", "ve", "by", "mm", "iq", "ly", "ye"]}
    with pytest.raises(ValueError, match=f"SNS takes {MOST_COMBINATIONS}"):
        subscriptions.subscribe_slack(Address.of(DESK), many | {"programme": list("ABCDEFGHIJ")})
