"""Filters: refused before AWS is asked, and evaluated as SNS evaluates them."""

from __future__ import annotations

import json

import boto3
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from moto import mock_aws

from sanctionwire.core.alerts.attributes import concerning_all
from sanctionwire.deliver.message import Message
from sanctionwire.deliver.policy import FILTERS, MOST_COMBINATIONS, Refused, combinations, matches, policy
from sanctionwire.deliver.sns import SnsTopic
from tools import localcloud

SOURCES = ["us_ofac", "un_sc", "us_fincen_311"]


def test_no_filter_is_no_policy():
    assert policy({}, SOURCES) == {}
    assert policy({"class": []}, SOURCES) == {}
    assert matches({}, {"class": "INFO"})


def test_a_policy_always_admits_what_nobody_may_filter_away():
    made = policy({"class": ["ACT"], "country": ["kh"], "kind": ["designated"], "source": ["us_ofac"]}, SOURCES)
    assert made == {
        "class": ["ACT", "BLIND", "CHECK"],
        "countries": ["kh", "all"],
        "kind": ["designated", "all"],
        "source": ["us_ofac"],
    }


def test_values_are_taken_as_people_write_them():
    made = policy(
        {"class": ["act"], "country": ["Cambodia", "KH", "Korea, North"], "programme": ["sdgt", " Al-Qaida "]}, SOURCES
    )
    assert made["class"][0] == "ACT"
    assert made["countries"] == ["kh", "kp", "all"]
    assert made["programmes"] == ["SDGT", "AL-QAIDA", "all"]


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        ({"class": ["ACTT"]}, "did you mean ACT?"),
        ({"class": ["DEMO"]}, "DEMO is a mark"),
        ({"source": ["us_ofacc"]}, "did you mean us_ofac?"),
        ({"source": ["xx"]}, "there are: un_sc, us_fincen_311, us_ofac"),
        ({"kind": ["designatd"]}, "did you mean designated?"),
        ({"schema": ["person"]}, "did you mean Person?"),
        ({"country": ["Atlantis"]}, "no country"),
        ({"programme": ["  "]}, "matches nothing"),
        ({"colour": ["red"]}, "there is no filter 'colour'"),
        ({"clas": ["ACT"]}, "did you mean class?"),
        ({"class": ["ACT"], "source": ["un_sc"], "kind": ["removed"], "country": ["kh"], "effect": ["block"], "binding": ["now"]}, "6 filters: SNS takes 5"),
        ({"country": [f"{a}{b}" for a, b in ("kh", "us", "ru", "ir", "kp", "cn", "sy", "cu", "ve", "by", "mm", "iq", "ly", "ye")], "programme": list("ABCDEFGHIJ")}, "15 countries x 11 programmes are 165 combinations: SNS takes 150"),
    ],
)  # fmt: skip
def test_what_sns_would_refuse_or_what_never_matches_is_refused_with_words_that_help(filters, said):
    with pytest.raises(Refused, match=said.replace("?", r"\?")):
        policy(filters, SOURCES)


def test_every_policy_that_is_made_is_within_the_limits():
    made = policy({"country": ["kh", "us", "ru"], "class": ["ACT", "PLAN"], "source": SOURCES}, SOURCES)
    assert combinations(made) == 4 * 4 * 3 <= MOST_COMBINATIONS


values = st.sampled_from(["ACT", "INFO", "kh", "us", "all", "none", "SDGT", "a b", "x'y"])
policies = st.dictionaries(
    st.sampled_from(["class", "countries", "kind"]), st.lists(values, min_size=1, max_size=3, unique=True), max_size=3
)
attributes = st.dictionaries(
    st.sampled_from(["class", "countries", "kind", "other"]),
    values | st.lists(values, min_size=1, max_size=3, unique=True).map(tuple),
    max_size=4,
)


@pytest.fixture(
    scope="module",
    params=["moto", pytest.param("local cloud", marks=pytest.mark.xdist_group("filters on the local cloud"))],
)
def cloud(request):
    if request.param == "moto":
        with mock_aws():
            yield boto3.client("sns"), boto3.client("sqs")
        return
    if not (localcloud.CACHE / "ministack/bin/python").exists():
        pytest.skip("the local cloud is not installed: make setup")
    with localcloud.running(enforce_iam=False) as local:
        yield local.client("sns"), local.client("sqs")


@given(made=policies, carried=attributes)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_evaluator_agrees_with_an_sns_topic(cloud, made, carried):
    sns, sqs = cloud
    topic, queue = sns.create_topic(Name="t")["TopicArn"], sqs.create_queue(QueueName="q")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    sent = sns.subscribe(
        TopicArn=topic,
        Protocol="sqs",
        Endpoint=arn,
        Attributes={"FilterPolicy": json.dumps(made)} if made else {},
        ReturnSubscriptionArn=True,
    )
    SnsTopic(sns, topic).publish(Message(id="m", subject="[ACT] x", body="text", attributes=carried))
    got = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=1).get("Messages", [])
    for message in got:
        sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
    sns.unsubscribe(SubscriptionArn=sent["SubscriptionArn"])
    assert matches(made, carried) == bool(got)


@given(data=st.data())
def test_what_concerns_all_reaches_every_policy_of_its_source_and_of_no_other(data):
    chosen = {}
    for name in data.draw(
        st.lists(st.sampled_from([name for name in FILTERS if name != "source"]), max_size=4, unique=True)
    ):
        known = FILTERS[name].known or {"country": ("kh", "us"), "programme": ("SDGT", "TCO")}[name]
        chosen[name] = [data.draw(st.sampled_from(known))]
    carried = concerning_all(data.draw(st.sampled_from(["BLIND", "CHECK"])), "blind", source="un_sc", authority="UN")
    assert matches(policy(chosen, SOURCES), carried)
    assert matches(policy(chosen | {"source": ["un_sc"]}, SOURCES), carried)
    assert not matches(policy(chosen | {"source": ["us_ofac"]}, SOURCES), carried)
