"""Who is told: asked for, confirmed, lost, given up; and nothing refused by AWS that could have been said here."""
# ruff: noqa: N803 - the arguments have the names that SNS gives them

from __future__ import annotations

from datetime import UTC, datetime

import boto3
import orjson
import pytest
from moto import mock_aws

from sanctionwire.deliver.policy import Refused
from sanctionwire.deliver.subscriptions import Subscriptions
from sanctionwire.store.memory import MemoryTable

NOW = datetime(2026, 1, 16, 15, tzinfo=UTC)
TOPICS = {
    "alerts": "arn:aws:sns:eu-west-1:123456789012:alerts",
    "operator": "arn:aws:sns:eu-west-1:123456789012:operator",
}


class Sns:
    """The part of SNS that subscriptions touch, with its own view of who has confirmed."""

    def __init__(self):
        self.live = {}
        self.confirmed = []
        self.calls = []

    def subscribe(self, *, TopicArn, Protocol, Endpoint, Attributes, ReturnSubscriptionArn):
        self.calls.append("subscribe")
        self.live.setdefault((TopicArn, Protocol, Endpoint), {"arn": "PendingConfirmation", **Attributes})
        return {"SubscriptionArn": f"{TopicArn}:x"}

    def confirm(self, address):
        key = next(key for key in self.live if key[2] == address)
        self.live[key]["arn"] = f"{key[0]}:{abs(hash(address))}"

    def forget(self, address):
        self.live = {key: value for key, value in self.live.items() if key[2] != address}

    def confirm_subscription(self, **asked):
        self.confirmed.append(asked)

    def set_subscription_attributes(self, *, SubscriptionArn, AttributeName, AttributeValue):
        self.calls.append("set")
        next(value for value in self.live.values() if value["arn"] == SubscriptionArn)[AttributeName] = AttributeValue

    def unsubscribe(self, *, SubscriptionArn):
        self.live = {key: value for key, value in self.live.items() if value["arn"] != SubscriptionArn}

    def get_paginator(self, _name):
        return self

    def paginate(self, *, TopicArn):
        found = [(key, value) for key, value in self.live.items() if key[0] == TopicArn]
        for start in range(0, len(found) or 1, 2):
            yield {
                "Subscriptions": [
                    {"Protocol": key[1], "Endpoint": key[2], "SubscriptionArn": value["arn"]}
                    for key, value in found[start : start + 2]
                ]
            }


@pytest.fixture
def people():
    return Subscriptions(
        rows=MemoryTable(), client=Sns(), topics=TOPICS, sources=["us_ofac", "un_sc"], clock=lambda: NOW
    )


def test_an_address_is_pending_until_it_confirms_and_then_confirmed(people):
    made = people.subscribe("email", "officer@example.org", {"class": ["ACT"], "source": ["us_ofac"]})
    assert made.state == "pending"
    people.client.confirm("officer@example.org")
    (confirmed,) = people.all()
    assert confirmed.state == "confirmed"
    assert confirmed.since == "2026-01-16T15:00:00.000000Z"
    assert confirmed.id == made.id


def test_the_policy_goes_to_sns_with_its_scope(people):
    people.subscribe("email", "officer@example.org", {"country": ["kh"]})
    (sent,) = people.client.live.values()
    assert orjson.loads(sent["FilterPolicy"]) == {"countries": ["kh", "all"]}
    assert sent["FilterPolicyScope"] == "MessageAttributes"


def test_filters_of_a_confirmed_address_are_changed_in_place_and_can_be_taken_away(people):
    people.subscribe("email", "officer@example.org", {"class": ["ACT"]})
    people.client.confirm("officer@example.org")
    people.subscribe("email", "officer@example.org", {"country": ["kh"]})
    (sent,) = people.client.live.values()
    assert orjson.loads(sent["FilterPolicy"]) == {"countries": ["kh", "all"]}
    people.subscribe("email", "officer@example.org", {})
    (sent,) = people.client.live.values()
    assert sent["FilterPolicy"] == "{}"
    (only,) = people.all()
    assert only.filters == {}
    assert only.state == "confirmed"


def test_a_pending_address_cannot_change_its_filters_but_can_ask_again(people):
    people.subscribe("email", "officer@example.org", {"class": ["ACT"]})
    with pytest.raises(Refused, match="has not confirmed yet"):
        people.subscribe("email", "officer@example.org", {"class": ["INFO"]})
    assert people.subscribe("email", "officer@example.org", {"class": ["ACT"]}).state == "pending"
    assert people.client.calls == ["subscribe", "subscribe"]


def test_a_subscription_that_sns_has_no_longer_is_lost_and_says_how_to_have_it_again(people):
    people.subscribe("email", "officer@example.org", {"class": ["ACT"], "programme": ["al qaida"]})
    people.client.forget("officer@example.org")
    (lost,) = people.lost()
    assert "not confirmed in time" in lost.why
    assert lost.redo == "sanctionwire subscribe email officer@example.org --class ACT --programme 'al qaida'"
    people.subscribe("email", "officer@example.org", {"class": ["ACT"]})
    people.client.confirm("officer@example.org")
    assert people.lost() == []
    people.client.forget("officer@example.org")
    assert "followed a link" in people.lost()[0].why


def test_what_was_given_up_is_not_lost_but_stays_on_record(people):
    people.subscribe("email", "officer@example.org", {})
    people.client.confirm("officer@example.org")
    people.all()
    assert people.unsubscribe("officer@example.org").state == "ended"
    assert people.client.live == {}
    assert people.lost() == []
    (row,) = people.rows.query("subscription")
    assert row["confirmed_at"]
    assert row["ended_at"]
    with pytest.raises(Refused, match="is no subscription"):
        people.unsubscribe("officer@example.org")


def test_the_operators_topic_has_its_own_subscriptions(people):
    people.subscribe("email", "officer@example.org", {}, box="operator")
    people.subscribe("email", "officer@example.org", {"class": ["ACT"]})
    assert {each.box for each in people.all()} == {"alerts", "operator"}
    with pytest.raises(Refused, match="2 subscriptions: name one by its id"):
        people.unsubscribe("officer@example.org")
    assert next(each for each in people.all() if each.box == "operator").redo.endswith("--operator")


@pytest.mark.parametrize(
    ("protocol", "address", "said"),
    [
        ("email", "not an address", "is not an e-mail address"),
        ("email", "a@b@c.org", "is not an e-mail address"),
        ("email", "a@example.org\r\nBcc: x@example.org", "is not an e-mail address"),
        ("https", "http://example.org", "is not an https address"),
        ("pigeon", "loft 7", "no way to deliver"),
    ],
)
def test_an_address_that_cannot_be_one_never_reaches_sns(people, protocol, address, said):
    with pytest.raises(Refused, match=said):
        people.subscribe(protocol, address, {})
    assert people.client.calls == []
    assert list(people.rows.query("subscription")) == []


def test_the_two_hundred_and_first_filter_is_refused_before_sns_is_asked(people):
    for number in range(200):
        people.subscribe("email", f"officer{number}@example.org", {"class": ["ACT"]})
    people.client.calls.clear()
    with pytest.raises(Refused, match="200 subscriptions have filters already"):
        people.subscribe("email", "one.more@example.org", {"class": ["ACT"]})
    assert people.client.calls == []
    assert people.subscribe("email", "one.more@example.org", {}).state == "pending"


def test_the_officers_link_confirms_so_that_no_link_can_end_it(people):
    link = f"https://sns.eu-west-1.amazonaws.com/confirmation.html?TopicArn={TOPICS['operator']}&Token=abcdef0123456789&Endpoint=x"
    people.confirm(link)
    people.confirm("abcdef0123456789")
    assert people.client.confirmed == [
        {"TopicArn": TOPICS["operator"], "Token": "abcdef0123456789", "AuthenticateOnUnsubscribe": "true"},
        {"TopicArn": TOPICS["alerts"], "Token": "abcdef0123456789", "AuthenticateOnUnsubscribe": "true"},
    ]


def test_a_link_of_another_topic_is_refused(people):
    with pytest.raises(Refused, match="another topic"):
        people.confirm("https://sns/?TopicArn=arn:aws:sns:eu-west-1:1:other&Token=abcdef0123456789")
    with pytest.raises(Refused, match="neither"):
        people.confirm("hello there")


@mock_aws
def test_it_works_against_an_sns_that_is_not_ours():
    client = boto3.client("sns")
    topics = {box: client.create_topic(Name=box)["TopicArn"] for box in ("alerts", "operator")}
    people = Subscriptions(rows=MemoryTable(), client=client, topics=topics, sources=["us_ofac"], clock=lambda: NOW)
    made = people.subscribe("https", "https://example.org/hook", {"class": ["ACT"]})
    people.subscribe("https", "https://example.org/hook", {"class": ["PLAN"]}) if made.state == "confirmed" else None
    assert people.find("https://example.org/hook").id == made.id
    assert people.unsubscribe(made.id).state == "ended"
