"""The command against a stack: real clients over moto, and the demonstration's publishers."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from promises.stack import demonstration
from sanctionwire.cli import collecting
from sanctionwire.cli.connect import connect, described


@pytest.fixture
def empty():
    """A stack that has read nothing yet."""
    with demonstration() as stack:
        yield stack


@pytest.fixture
def stack(empty):
    """One that has read each source once."""
    empty.tick(*empty.wire.abouts)
    return empty


@pytest.fixture
def command(empty, sanctionwire):
    return lambda *arguments, **options: sanctionwire(*arguments, obj=empty.wire, **options)


def edition(stack, number, *slugs):
    stack.publishers.turn(number)
    stack.clock.later(minutes=5)
    stack.tick(*(slugs or stack.wire.abouts))


def test_a_stack_is_found_by_what_its_environment_or_its_outputs_say():
    outputs = {"LogTable": "log", "EntriesTable": "e", "WorkBucket": "w", "EvidenceBucket": "v", "ApiBase": "https://a"}
    assert described(outputs) == {
        "LOG_TABLE": "log", "ENTRIES_TABLE": "e", "WORK_BUCKET": "w", "EVIDENCE_BUCKET": "v", "API_BASE": "https://a",
    }  # fmt: skip
    assert connect(None, described(outputs)).config.api_base == "https://a"


class CloudFormation(BaseHTTPRequestHandler):
    """Answers every question with the same words."""

    answer = (200, "")

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        status, body = self.answer
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_):
        pass


@pytest.fixture
def cloudformation(monkeypatch):
    with HTTPServer(("127.0.0.1", 0), CloudFormation) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.server_port}")
        monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
        yield lambda status, body: monkeypatch.setattr(CloudFormation, "answer", (status, body))
        server.shutdown()
        thread.join()


def stacks(**outputs):
    said = "".join(
        f"<member><OutputKey>{k}</OutputKey><OutputValue>{v}</OutputValue></member>" for k, v in outputs.items()
    )
    return (
        "<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>x</StackName>"
        "<CreationTime>2026-01-01T00:00:00Z</CreationTime><StackStatus>CREATE_COMPLETE</StackStatus>"
        f"<Outputs>{said}</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>"
    )


def test_a_stack_is_found_by_its_name(cloudformation):
    cloudformation(200, stacks(LogTable="log", EntriesTable="entries", WorkBucket="work", EvidenceBucket="evidence"))
    assert connect("screening", {}).config.log_table == "log"


def test_another_stack_is_told_to_be_none_of_ours(sanctionwire, cloudformation):
    cloudformation(200, stacks(Website="https://example.org"))
    run = sanctionwire("held", "list", "--stack", "website")
    assert run.status == 1
    assert "none of sanctionwire's" in run.err


def test_what_aws_says_is_told_in_one_line(sanctionwire, cloudformation):
    error = "<Error><Type>Sender</Type><Code>ValidationError</Code><Message>Stack with id nowhere does not exist</Message></Error>"
    cloudformation(400, f"<ErrorResponse>{error}</ErrorResponse>")
    run = sanctionwire("held", "list", "--stack", "nowhere")
    assert run.status == 1
    assert run.err.startswith("sanctionwire: AWS: ")
    assert "nowhere does not exist" in run.err
    assert len(run.err.splitlines()) == 1


def working(stack):
    """The stack's functions at work in the background, as Lambda is."""
    stop = threading.Event()

    def work():
        while not stop.is_set():
            stack.work()
            time.sleep(0.05)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return stop, thread


@pytest.fixture
def at_work(stack):
    stop, thread = working(stack)
    yield
    stop.set()
    thread.join()


@pytest.mark.usefixtures("at_work")
def test_collect_tells_what_came_of_each_source(stack, command):
    stack.publishers.turn(2)
    run = command("collect")
    assert run.status == 0
    assert "us_ofac: commit 4: designated 9, measures_changed 1, removed 2" in run.out
    assert "un_sc: checked, unchanged" in run.out
    assert "us_fincen_311: checked, unchanged" in run.out


@pytest.mark.usefixtures("at_work")
def test_collect_reads_the_full_lists_when_it_is_told_to(stack, command):
    stack.publishers.turn(3)
    command("collect", "us_ofac")
    run = command("collect", "us_ofac", "--reconcile")
    assert "us_ofac: commit 5: no change" in run.out
    assert [commit.cause for commit in stack.commits()][-1] == "reconciled"


@pytest.mark.usefixtures("at_work")
def test_collect_fails_where_a_source_cannot_be_read(stack, command, monkeypatch):
    monkeypatch.setattr(collecting, "IDLE", 1.0)
    stack.publishers.turn(6)
    command("collect", "us_ofac")
    run = command("collect", "us_ofac")
    assert run.status == 1
    assert "NoSuchKey" in run.err


def test_collect_may_leave_without_waiting(stack, command):
    assert command("collect", "un_sc", "--no-wait").out == ""
    assert stack.work() is None


def test_collect_knows_its_sources(command):
    run = command("collect", "un")
    assert run.status == 2
    assert "un_sc" in run.err


def test_changes_are_the_feeds_own(stack, command):
    edition(stack, 2)
    lines = command("changes").lines
    assert len(lines) == 60 + 11 + 12 + 12
    assert len(command("changes", "--source", "us_ofac", "--kind", "removed").lines) == 2
    after = command("changes", "--after", "3.0", "--source", "us_ofac").lines
    assert next(line["cursor"] for line in after if line["seq"] == 4) == "4.0"
    assert {"receipt", "published", "committed_at"} <= lines[0].keys()


def test_a_cursor_that_is_none_is_refused_in_words(command):
    run = command("changes", "--after", "yesterday")
    assert run.status == 1
    assert "cursor" in run.err


def test_held_removals_are_listed_accepted_and_logged_with_who_and_why(stack, command):
    assert "No removals are held." in command("held", "list").out
    edition(stack, 5)
    (hold,) = command("held", "list", "--json").lines
    assert (hold["source"], hold["count"], len(hold["removals"])) == ("un_sc", 26, 26)
    shown = command("held", "list").out
    assert "MALEK ASHTAR UNIVERSITY" in shown
    assert f"sanctionwire held accept {hold['id']}" in shown
    assert "and 6 more" in shown
    assert "and 6 more" not in command("held", "list", "--all").out
    run = command("held", "accept", hold["id"], "--who", "A. Officer", "--why", "checked by hand")
    assert run.status == 0
    assert "removed 26" in run.out
    last = stack.commits()[-1]
    assert (last.kind, last.decided_by.who, last.decided_by.why) == ("release", "A. Officer", "checked by hand")
    assert command("held", "accept", hold["id"], "--why", "again").status == 1


def test_a_hold_may_be_discarded_by_whoever_aws_says_it_is(stack, command):
    edition(stack, 5)
    (hold,) = command("held", "list", "--json").lines
    run = command("held", "discard", hold["id"], "--why", "the file was cut short")
    assert "the entries stay listed" in run.out
    last = stack.commits()[-1]
    assert last.kind == "discard"
    assert last.decided_by.who
    assert "No removals are held." in command("held", "list").out


def test_a_decision_needs_a_reason(stack, command):
    edition(stack, 5)
    (hold,) = command("held", "list", "--json").lines
    assert command("held", "accept", hold["id"]).status == 2
    assert command("held", "accept", hold["id"], "--why", "  ").status == 2
    assert command("held", "accept", "000000000000", "--why", "x").status == 1


def test_rebuild_projects_the_log_again(stack, command):
    assert "projected 3 commits again, through 3" in command("rebuild").out


def test_verify_finds_a_log_as_it_was_committed(stack, command):
    head = stack.wire.log.head()
    run = command("verify", "--head", head.hash)
    assert run.status == 0
    assert f"the head is {head.seq} {head.hash}" in run.out
    run = command("verify", "--head", "0" * 64)
    assert run.status == 1
    assert "no commit has the hash" in run.err


def test_verify_finds_a_body_that_is_not_as_it_was(stack, command):
    (key, *_) = stack.wire.blobs.keys("documents/")
    stack.client("s3").put_object(Bucket="work", Key=key, Body=b"forged")
    run = command("verify")
    assert run.status == 1
    assert key in run.err
    assert command("verify", "--no-bodies").status == 0


def test_verify_works_offline_on_copies_of_the_buckets(stack, command, sanctionwire, tmp_path):
    for name, bucket in (("evidence", stack.wire.log.evidence), ("work", stack.wire.blobs)):
        for key in bucket.keys(""):
            path = tmp_path / name / key
            path.parent.mkdir(parents=True, exist_ok=True)
            with bucket.open(key) as stream:
                path.write_bytes(stream.read())
    copies = ("--evidence", tmp_path / "evidence", "--work", tmp_path / "work")
    assert sanctionwire("verify", *copies, "--head", stack.wire.log.head().hash).status == 0
    anchor = sorted((tmp_path / "evidence" / "anchors").iterdir())[1]
    anchor.write_bytes(anchor.read_bytes().replace(b"us_", b"uk_", 1))
    assert sanctionwire("verify", *copies).status == 1


def test_explain_tells_what_was_said_known_and_handed_to_whom(stack, command):
    stack.wire.subscriptions.subscribe("sqs", "arn:aws:sqs:eu-west-1:123456789012:inbox", {})
    stack.wire.subscriptions.all()
    edition(stack, 2)
    told = json.loads(command("explain", "us_ofac:16937", "--on", "2026-01-16", "--json").out)
    assert told["said"]["status"] == told["known"]["status"] == "formerly_listed"
    assert any("REMOVED" in each["subject"] for each in told["handed"])
    text = command("explain", "us_ofac:16937", "--on", "2026-01-16").out
    assert "formerly listed: AL-NUSRAH FRONT" in text
    assert "handed to SNS" in text
    assert "sqs arn:aws:sqs" in text


def test_explain_tells_what_stood_on_the_day(stack, command):
    edition(stack, 4)
    text = command("explain", "us_fincen_311:2025-07837/subject", "--on", "2026-01-16").out
    assert "what covers it    2025-07837, proposal: not binding: a proposed rule imposes nothing" in text
    assert "what covers it    2025-19571, final rule: unknown: " in text
    rule = command("explain", "us_fincen_311:2025-19571", "--on", "2026-01-16").out
    assert "it stood          unknown: final rule published 2025-10-14; its effective date is not known here" in rule


def test_explain_tells_that_a_day_was_before_its_time(stack, command):
    text = command("explain", "us_ofac:16937", "--on", "2020-01-01").out
    assert "not known: the log first has it with baseline" in text
    assert "nothing" in text


def test_explain_answers_an_id_that_never_was(command):
    run = command("explain", "us_ofac:1", "--on", "2026-01-16")
    assert run.status == 1
    assert "never was" in run.err


def test_subscriptions_are_made_listed_and_ended(command):
    run = command(
        "subscribe", "email", "desk@example.org", "--class", "ACT", "--class", "plan", "--country", "Cambodia"
    )
    assert run.status == 0
    (mail,) = [line for line in command("subscriptions", "--json").lines if line["protocol"] == "email"]
    assert mail["address"] == "desk@example.org"
    assert mail["policy"]["countries"][0] == "kh"
    assert set(mail["policy"]["class"]) == {"ACT", "PLAN", "BLIND", "CHECK"}
    assert "desk@example.org" in command("subscriptions").out
    assert command("unsubscribe", "desk@example.org").status == 0
    assert "desk@example.org" not in command("subscriptions").out
    assert command("unsubscribe", "desk@example.org").status == 2


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["email", "no address"], "e-mail address"),
        (["email", "a@example.org", "--class", "ACTT"], "did you mean ACT"),
        (["email", "a@example.org", "--source", "us_offac"], "us_ofac"),
        (["email", "a@example.org", "--country", "Atlantis"], "no country"),
        (["https", "http://example.org"], "https address"),
        (["confirm", "no link"], "confirmation mail"),
    ],
)
def test_what_sns_would_refuse_is_refused_before_it_is_asked(command, arguments, why):
    run = command("subscribe", *arguments)
    assert run.status == 2
    assert why in run.err


def test_an_operators_subscription_is_to_the_other_topic(command):
    command("subscribe", "email", "ops@example.org", "--operator")
    assert command("subscriptions", "--json").lines[0]["box"] == "operator"


def test_keys_are_shown_once_listed_without_their_secret_and_revoked(empty, command):
    made = command("key", "create", "screening", "--scope", "feed", "--expires", "2027-01-01")
    token = made.out.strip()
    assert token.startswith("sw_")
    assert empty.wire.authorize({"headers": {"authorization": f"Bearer {token}"}})["isAuthorized"]
    (listed,) = command("key", "list", "--json").lines
    assert listed["name"] == "screening"
    assert token.rpartition("_")[2] not in command("key", "list").out + json.dumps(listed)
    assert command("key", "revoke", listed["id"]).status == 0
    assert not empty.wire.authorize({"headers": {"authorization": f"Bearer {token}"}})["isAuthorized"]
    assert "revoked" in command("key", "list").out


def test_a_key_that_cannot_be_is_refused_in_words(command):
    assert command("key", "create", "x", "--expires", "2001-01-01").status == 2
    assert command("key", "create", "x", "--scope", "everything").status == 2
    assert command("key", "revoke", "nothing").status == 2
