"""What is tried again, what is not, and what a lost answer means for each kind of write."""

from __future__ import annotations

import io

import pytest
from botocore.exceptions import (
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    ReadTimeoutError,
    ResponseStreamingError,
)

from sanctionwire.errors import Unreachable
from sanctionwire.store.calls import ATTEMPTS, Calls, Refused
from sanctionwire.store.dynamodb import DynamoTable
from sanctionwire.store.ports import Conflict, Put, StoreUnreachable
from sanctionwire.store.s3 import S3Blobs

LOST = ReadTimeoutError(endpoint_url="http://127.0.0.1/")
PASSING = [
    "ThrottlingException", "ProvisionedThroughputExceededException", "InternalServerError", "SlowDown",
    "TransactionConflictException", "TransactionInProgressException", "ServiceUnavailable", "503",
]  # fmt: skip
NOT_THERE = [
    LOST, ConnectTimeoutError(endpoint_url="http://127.0.0.1/"), EndpointConnectionError(endpoint_url="http://127.0.0.1/"),
    ResponseStreamingError(error="reset"),
]  # fmt: skip


def refusal(code, *, retries=0, reasons=None):
    response = {"Error": {"Code": code, "Message": "words"}, "ResponseMetadata": {"RetryAttempts": retries}}
    if reasons:
        response["CancellationReasons"] = [{"Code": reason} for reason in reasons]
    return ClientError(response, "Operation")


class Scripted:
    """A client that goes wrong as the script says, before or after it has done what it was asked, then works."""

    def __init__(self, client, script, *, carried_out=False):
        self.client, self.script, self.carried_out, self.calls = client, list(script), carried_out, 0

    def __getattr__(self, name):
        def call(**arguments):
            self.calls += 1
            if not self.script:
                return getattr(self.client, name)(**arguments)
            if self.carried_out:
                getattr(self.client, name)(**arguments)
            raise self.script.pop(0)

        return call


class Answering:
    def operation(self, **arguments):
        return {"got": arguments}


def calls(client):
    return Calls(client, sleep=lambda _seconds: None)


@pytest.mark.parametrize("error", [*(refusal(code) for code in PASSING), *NOT_THERE], ids=str)
def test_what_may_pass_is_tried_again(error):
    client = Scripted(Answering(), [error, error])
    assert calls(client)("operation", a=1) == {"got": {"a": 1}}
    assert client.calls == 3


@pytest.mark.parametrize("error", [refusal("SlowDown"), LOST], ids=str)
def test_what_does_not_pass_is_given_back_to_the_queue(error):
    client = Scripted(Answering(), [error] * 99)
    with pytest.raises(StoreUnreachable, match="operation") as unreachable:
        calls(client)("operation")
    assert client.calls == ATTEMPTS
    assert isinstance(unreachable.value, Unreachable)


def test_a_refusal_is_not_tried_again():
    client = Scripted(Answering(), [refusal("AccessDeniedException")])
    with pytest.raises(Refused, match="words") as refused:
        calls(client)("operation")
    assert (refused.value.code, refused.value.repeated, client.calls) == ("AccessDeniedException", False, 1)


def test_what_is_wrong_with_the_set_up_is_shown_as_it_is():
    with pytest.raises(NoCredentialsError):
        calls(Scripted(Answering(), [NoCredentialsError()]))("operation")


@pytest.mark.parametrize("error", [LOST, refusal("InternalServerError")], ids=str)
def test_a_refusal_after_a_lost_answer_says_so(error):
    with pytest.raises(Refused) as refused:
        calls(Scripted(Answering(), [error, refusal("ConditionalCheckFailedException")]))("operation")
    assert refused.value.repeated


def test_a_refusal_after_the_clients_own_retries_says_so():
    with pytest.raises(Refused) as refused:
        calls(Scripted(Answering(), [refusal("ConditionalCheckFailedException", retries=1)]))("operation")
    assert refused.value.repeated


@pytest.mark.parametrize(
    ("reasons", "attempts"),
    [
        (["None", "TransactionConflict"], 2),
        (["ThrottlingError", "TransactionConflict"], 2),
        (["None", "ValidationError"], 1),
        (["ConditionalCheckFailed", "TransactionConflict"], 1),
    ],
)
def test_a_cancelled_transaction_is_tried_again_only_if_all_reasons_pass(reasons, attempts):
    client = Scripted(Answering(), [refusal("TransactionCanceledException", reasons=reasons)])
    try:
        calls(client)("operation")
    except Refused:
        assert attempts == 1
    assert client.calls == attempts


@pytest.fixture
def dynamo(moto_cloud):
    """A table, and the same table behind a client that goes wrong."""
    table = moto_cloud.table()

    def behind(script, **how):
        client = Scripted(table.call.client, script, **how)
        return DynamoTable(calls(client), table.name)

    return table, behind


def test_a_conditional_put_whose_answer_was_lost_is_not_in_conflict_with_itself(dynamo):
    table, behind = dynamo
    item = {"pk": "p", "sk": "a", "n": 1}
    behind([LOST], carried_out=True).put(item, expect={"pk": None})
    assert table.get("p", "a") == item


def test_a_conditional_put_whose_answer_was_lost_is_in_conflict_with_another(dynamo):
    table, behind = dynamo
    table.put({"pk": "p", "sk": "a", "n": 2})
    with pytest.raises(Conflict):
        behind([LOST]).put({"pk": "p", "sk": "a", "n": 1}, expect={"pk": None})


def test_a_conditional_delete_whose_answer_was_lost_is_done(dynamo):
    table, behind = dynamo
    table.put({"pk": "p", "sk": "a", "n": 2})
    behind([LOST], carried_out=True).delete("p", "a", expect={"n": 2})
    assert table.get("p", "a") is None


def test_reads_and_batches_are_repeated(dynamo):
    _table, behind = dynamo
    behind([LOST, LOST], carried_out=True).put_many([{"pk": "p", "sk": "a"}])
    assert behind([refusal("ThrottlingException")]).get("p", "a") == {"pk": "p", "sk": "a"}
    assert list(behind([LOST]).query("p")) == [{"pk": "p", "sk": "a"}]


def test_a_conflict_of_a_transaction_names_its_row_and_no_other_refusal_is_taken_for_one(dynamo):
    _, behind = dynamo
    puts = [Put(item={"pk": "p", "sk": "a"}), Put(item={"pk": "p", "sk": "b"})]
    failed = refusal("TransactionCanceledException", reasons=["TransactionConflict", "ConditionalCheckFailed"])
    with pytest.raises(Conflict, match=r"p\|b"):
        behind([failed]).transact(puts, token="t")
    invalid = refusal("TransactionCanceledException", reasons=["None", "ValidationError"])
    with pytest.raises(Refused):
        behind([invalid]).transact(puts, token="t")


class Noting:
    """A client that notes with what it is called."""

    def __init__(self, client):
        self.client, self.noted = client, []

    def __getattr__(self, name):
        def call(**arguments):
            self.noted.append((name, arguments))
            return getattr(self.client, name)(**arguments)

        return call


def test_every_read_is_consistent(moto_cloud):
    table = moto_cloud.table()
    client = Noting(table.call.client)
    noting = DynamoTable(calls(client), table.name)
    noting.get("p", "a")
    list(noting.query("p"))
    assert [arguments["ConsistentRead"] for _, arguments in client.noted] == [True, True]


class Sparing:
    """A client that takes only the first request of each batch."""

    def __init__(self, client):
        self.client, self.calls = client, 0

    def batch_write_item(self, RequestItems):  # noqa: N803 - as the client calls it
        self.calls += 1
        ((name, requests),) = RequestItems.items()
        self.client.batch_write_item(RequestItems={name: requests[:1]})
        return {"UnprocessedItems": {name: requests[1:]} if requests[1:] else {}}


def test_what_a_batch_left_over_is_sent_again(moto_cloud):
    table = moto_cloud.table()
    client = Sparing(table.call.client)
    DynamoTable(calls(client), table.name).put_many({"pk": "p", "sk": str(n)} for n in range(5))
    assert len(list(table.query("p"))) == 5
    with pytest.raises(StoreUnreachable, match="2 items"):
        DynamoTable(calls(client), table.name).put_many({"pk": "q", "sk": str(n)} for n in range(10))


@pytest.fixture
def bucket(moto_cloud):
    blobs = moto_cloud.blobs()

    def behind(script, **how):
        return S3Blobs(calls(Scripted(blobs.call.client, script, **how)), blobs.bucket, blobs.clock)

    return blobs, behind


@pytest.mark.parametrize("body", [b"body", io.BytesIO(b"body")], ids=["bytes", "stream"])
@pytest.mark.parametrize("carried_out", [True, False])
def test_a_body_whose_upload_was_not_answered_is_there_once(bucket, body, carried_out):
    blobs, behind = bucket
    behind([LOST, refusal("ConditionalRequestConflict")], carried_out=carried_out).put("key", body)
    assert blobs.open("key").read() == b"body"


class Breaking:
    """A client whose first body breaks off."""

    def __init__(self, client):
        self.client, self.broken = client, 0

    def get_object(self, **arguments):
        answer = self.client.get_object(**arguments)
        if not self.broken:
            self.broken = 1
            answer["Body"].read(1)
            answer["Body"] = self
        return answer

    def read(self, _size=None):
        raise ResponseStreamingError(error="reset")


@pytest.mark.parametrize("content", [b"body", b"x" * 9_000_000], ids=["small", "large"])
def test_a_body_that_broke_off_is_fetched_again(bucket, content):
    blobs, _ = bucket
    blobs.put("key", content)
    again = S3Blobs(calls(Breaking(blobs.call.client)), blobs.bucket, blobs.clock)
    with again.open("key") as stream:
        assert stream.read() == content


@pytest.mark.parametrize("use", ["put", "open", "exists", "parts", "part", "abort"])
def test_a_refusal_of_the_bucket_is_not_taken_for_absence(bucket, use):
    _, behind = bucket
    blobs = behind([refusal("AccessDenied")])
    uses = {
        "put": lambda: blobs.put("key", b""),
        "open": lambda: blobs.open("key"),
        "exists": lambda: blobs.exists("key"),
        "parts": lambda: blobs.parts("key", "id"),
        "part": lambda: blobs.part("key", "id", 1, b""),
        "abort": lambda: blobs.abort("key", "id"),
    }
    with pytest.raises(Refused, match="AccessDenied"):
        uses[use]()
