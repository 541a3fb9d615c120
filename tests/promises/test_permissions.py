"""Each function may do on AWS what it does, on what it does it to, and nothing more."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from benchmarks.meter import Meter
from feed.world import event
from promises.stack import EVERY, demonstration
from publisher import answer
from sanctionwire.core.canonical import sha256
from sanctionwire.core.changes import Change
from sanctionwire.core.model import Entry, Instrument
from sanctionwire.feed import keys
from template import FUNCTIONS, of_type, referred

PLACES = {
    "log": "LogTable",
    "entries": "EntriesTable",
    "work": "WorkBucket",
    "evidence": "EvidenceBucket",
    "light": "CollectQueue",
    "heavy": "HeavyQueue",
    "deliver": "DeliverQueue",
    "alerts": "AlertsTopic",
    "operator": "OperatorTopic",
    "": "AWS::StackName",
}
NEEDS = {
    "HeadObject": "GetObject",
    "ListObjectsV2": "ListBucket",
    "CreateMultipartUpload": "PutObject",
    "UploadPart": "PutObject",
    "CompleteMultipartUpload": "PutObject",
    "ListParts": "ListMultipartUploadParts",
}
"""Operation → the permission that it takes, where they are not called the same."""

PLACE = {"AWS::Partition", "AWS::Region", "AWS::AccountId"}
"""Parts of an ARN that say where, and not what."""

UNSEEN = {
    ("s3:ListBucket", "WorkBucket"): "without it, an absent key is answered as forbidden",
    ("s3:ListBucket", "EvidenceBucket"): "as above",
    ("s3:AbortMultipartUpload", "WorkBucket"): "of downloads whose file has changed meanwhile",
    ("sqs:SendMessage", "DoorbellDeadLetters"): "Lambda sends there what failed, with the function's own rights",
}
"""What is granted though nothing in the story asks for it."""


@pytest.fixture(scope="module")
def meter():
    """A baseline, deltas, a reconcile, held removals, what cannot be read, a sealed day, and readers of all of it."""
    meter = Meter()
    with demonstration(*EVERY) as stack:
        meter.listen(*(stack.client(name) for name in ("dynamodb", "s3", "sns", "sqs", "ssm")))
        stack.config = replace(stack.config, dead_letter_queue_urls=stack.queues["inbox"])
        stack.restart()
        stack.subscribe_slack("https://hooks.slack.com/services/T0AAAAAAA/B0AAAAAAA/deskdeskdeskdesk")
        well = dict(stack.slack.answers)
        for edition in range(1, 8):
            stack.publishers.turn(edition)
            stack.clock.later(hours=7)
            stack.slack.answers = dict.fromkeys(well, answer(status="503 X")) if edition in {2, 3} else dict(well)
            _everything_once(stack, meter)
        _, token = keys.create(stack.wire.table, name="reader", now=stack.clock())
        _files(stack, meter)
        _date(stack, meter)
        with meter.running("AuthorizerFunction"):
            assert stack.wire.authorize({"headers": {"authorization": f"Bearer {token}"}})["isAuthorized"]
        with meter.running("ApiFunction"):
            for path in _paths(stack):
                assert stack.wire.api(event(path))["statusCode"] in {200, 303}, path
    return meter


def _everything_once(stack, meter):
    for _ in range(2):
        with meter.running("DispatchFunction"):
            stack.wire.dispatch()
        with meter.running("CollectFunction"):
            stack.work()
        with meter.running("AnnounceFunction"):  # before the projection: it takes in what it must know of
            stack.wire.announce()
        with meter.running("ProjectFunction"):
            stack.wire.project()
        with meter.running("DeliverFunction"):
            stack.deliver()
        with meter.running("WatchFunction"):
            stack.wire.watch()


def _files(stack, meter):
    """A list too long for a mail, and a record too long for a row."""
    stack.wire.table.put(
        {
            "pk": "file",
            "sk": sha256(b"token"),
            "key": "files/1.csv",
            "filename": "1.csv",
            "expires": "2999-01-01T00:00Z",
        }
    )
    with meter.running("AnnounceFunction"):
        stack.wire.desk.links.lists("a" * 20, [], "OFAC", stack.clock())
    with meter.running("ProjectFunction"):
        stack.wire.entries.blobs.put("entries/1", b"{}")


def _date(stack, meter):
    """A date that comes, of a record that is too long for a row."""
    words = "".join(sha256(str(number).encode()) for number in range(12_000))
    rule = Instrument(action="final_rule", stage="Final Rule", effective="2026-12-01", addressees=words)
    entry = Entry(id="us_fincen_311:1", source="us_fincen_311", type="instrument", instrument=rule)
    change = Change(kind="designated", entry_id=entry.id, after=entry)
    stack.wire.entries.project(stack.commits()[-1], [change.canonical()], today="2026-11-30")
    stack.wire.project()
    stack.clock.now = datetime(2026, 12, 2, tzinfo=UTC)
    with meter.running("WatchFunction"):
        stack.wire.watch()
    assert any(commit.kind == "due" for commit in stack.commits())


def _paths(stack):
    (entry_id, *_) = (key for key, _ in stack.wire.feed.listed(stack.row("un_sc")))
    name = entry_id if ":" in entry_id else f"un_sc:{entry_id}"
    yield from ("/v1/changes", "/v1/sources", "/v1/commits/1", "/v1/snapshots/un_sc", "/files/token")
    yield from (f"/v1/entries/{name}", f"/v1/entries/{name}/history")


def asked(meter, function):
    """(action, resource) of every call that a function made."""
    for call in meter.bills[function].calls:
        place = re.split(r"[:/]", call.place)[-1]
        resource = PLACES.get(place, "CollectDeadLetters" if place == "inbox" else place)
        yield f"{call.service}:{NEEDS.get(call.operation, call.operation)}", resource


def granted(function):
    """(action, resource) of everything that the template lets a function do."""
    managed = of_type("AWS::IAM::ManagedPolicy")
    for policy in FUNCTIONS[function]["Policies"]:
        document = managed[policy["Ref"]]["PolicyDocument"] if "Ref" in policy else policy
        for statement in document["Statement"]:
            for action in statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]:
                for resource in set(referred(statement["Resource"])) - PLACE:
                    yield action, resource


@pytest.mark.parametrize("function", sorted(set(FUNCTIONS) - {"CollectHeavyFunction"}))
def test_a_function_may_do_what_it_does(meter, function):
    assert set(asked(meter, function)) - set(granted(function)) == set()


@pytest.mark.parametrize("function", sorted(set(FUNCTIONS) - {"CollectHeavyFunction"}))
def test_a_function_may_do_nothing_that_it_does_not_do(meter, function):
    idle = set(granted(function)) - set(asked(meter, function)) - set(UNSEEN)
    assert {
        each for each in idle if not (each[0] == "sqs:GetQueueAttributes" and each[1].endswith("DeadLetters"))
    } == set()


def test_both_lanes_of_collect_have_the_same_permissions():
    assert FUNCTIONS["CollectHeavyFunction"]["Policies"] == FUNCTIONS["CollectFunction"]["Policies"]
