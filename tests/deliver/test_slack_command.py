"""`sanctionwire subscribe slack` as an operator runs it: nothing secret on the command line, in a row or on the screen."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest
from click.testing import CliRunner

from promises.stack import demonstration
from publisher import answer
from sanctionwire.cli import main
from sanctionwire.deliver.message import Message
from sanctionwire.deliver.outbox import ALERTS

WEBHOOK = "https://hooks.slack.com/services/T0AAAAAAA/B0AAAAAAA/deskdeskdeskdesk1111"
OTHER = "https://hooks.slack.com/services/T0AAAAAAA/B0BBBBBBB/otherotherother2222"
TOKEN = "xoxb-000000000000-tokentokentoken3333"
API = "/slack.com/api/chat.postMessage"


@dataclass(frozen=True)
class Run:
    status: int
    out: str
    err: str


@pytest.fixture
def stack():
    with demonstration("un_sc") as made:
        for webhook in (WEBHOOK, OTHER):
            made.slack.answers[webhook.replace("https:/", "")] = answer(b"ok")
        made.slack.answers[API] = answer(b'{"ok": true, "ts": "1.1"}')
        yield made


@pytest.fixture
def command(stack):
    def run(*arguments, given=""):
        result = CliRunner().invoke(main, list(arguments), obj=stack.wire, input=given)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Run(result.exit_code, result.stdout, result.stderr)

    return run


def test_a_channel_is_tried_subscribed_and_told_what_it_will_get(stack, command):
    run = command("subscribe", "slack", "--class", "ACT", "--country", "kh", given=f"{WEBHOOK}\n")
    assert run.status == 0
    assert "slack hooks.slack.com ...1111  connected" in run.out
    assert "It gets alerts: class ACT; country kh. BLIND and CHECK come through" in run.out
    ((_, post),) = stack.slack_posts()
    assert post["text"] == "sanctionwire is connected"
    (row,) = stack.wire.table.query("subscription")
    assert row["policy"] == {"class": ["ACT", "BLIND", "CHECK"], "countries": ["kh", "all"]}
    assert row["parameter"] == f"/stack/slack/{row['sk']}"
    kept = stack.client("ssm").get_parameter(Name=row["parameter"], WithDecryption=True)["Parameter"]
    assert (kept["Value"], kept["Type"]) == (WEBHOOK, "SecureString")


def test_nothing_secret_is_in_the_row_or_on_the_screen(stack, command):
    out = command("subscribe", "slack", given=WEBHOOK).out
    out += command("subscribe", "slack", "--channel", "C0123456789", "--operator", given=TOKEN).out
    out += command("subscriptions").out + command("subscriptions", "--json").out
    rows = json.dumps(list(stack.wire.table.query("subscription")))
    for secret in ("deskdesk", "tokentoken", "T0AAAAAAA"):
        assert secret not in out + rows
    assert "slack.com C0123456789 ...3333" in out


def test_an_address_can_come_from_a_file(stack, command, tmp_path):
    (tmp_path / "webhook").write_text(f"{WEBHOOK}\n")
    assert command("subscribe", "slack", "--no-test", "--from-file", str(tmp_path / "webhook")).status == 0
    assert stack.slack_posts() == []


@pytest.mark.parametrize(
    ("arguments", "given", "said"),
    [
        ((), "https://example.org/x", "neither an incoming webhook"),
        ((), "", "neither an incoming webhook"),
        ((), TOKEN, "the channel's id is needed"),
        (("--class", "ACTT"), WEBHOOK, "did you mean ACT?"),
        (("--renew", "5f", "--class", "ACT"), WEBHOOK, "--renew changes the address alone"),
        (("--renew", "5f"), WEBHOOK, "is no subscription"),
        ((WEBHOOK,), "", "unexpected extra argument"),
    ],
)
def test_what_cannot_be_subscribed_is_said_and_nothing_is_kept(stack, command, arguments, given, said):
    run = command("subscribe", "slack", "--no-test", *arguments, given=given)
    assert run.status == 2
    assert said in " ".join(run.err.split())
    assert list(stack.wire.table.query("subscription")) == []


def test_an_address_that_takes_no_message_is_not_subscribed(stack, command):
    stack.slack.answers.clear()
    run = command("subscribe", "slack", given=WEBHOOK)
    assert run.status == 1
    assert run.err.startswith("sanctionwire: Slack does not take a message there, and nothing was subscribed: HTTP 404")
    assert "deskdesk" not in run.err
    assert list(stack.wire.table.query("subscription")) == []


def turn(stack, edition):
    stack.clock.later(minutes=61)
    stack.publishers.turn(edition)
    stack.tick()


def test_alerts_reach_the_channel_and_what_waits_is_shown_renewed_and_given_up(stack, command):
    command("subscribe", "slack", "--no-test", given=WEBHOOK)
    stack.tick("un_sc")
    posts = stack.slack_posts()
    assert [post["text"] for _, post in posts] == stack.subjects()
    assert posts[0][1]["blocks"][0]["type"] == "header"

    turn(stack, 4)
    entry = next(
        change.entry_id for change in stack.wire.log.changes(stack.commits()[-1]) if change.kind == "designated"
    )
    told = json.loads(command("explain", entry, "--on", "2026-01-16", "--json").out)
    assert [each["to"] for each in told["handed"] if each["by"] == "Slack"] == [["slack hooks.slack.com ...1111"]]

    stack.slack.answers[WEBHOOK.replace("https:/", "")] = answer(b"no_service", status="404 X")
    turn(stack, 5)
    listed = command("subscriptions")
    assert "failing" in listed.out
    assert "2 waiting" in listed.out
    (row,) = stack.wire.table.query("subscription")
    stack.slack_posts()
    run = command("subscribe", "slack", "--renew", row["sk"], "--no-test", given=OTHER)
    assert "2 waiting: they go there now, in order." in " ".join(run.out.split())
    stack.deliver()
    (path,) = {where for where, _ in stack.slack_posts()}
    assert path == OTHER.replace("https:/", "")

    stack.slack.answers.clear()
    stack.wire.outbox.put(Message(id="m", subject="[ACT] x", body="x"), ALERTS)
    stack.deliver()
    run = command("unsubscribe", row["sk"])
    assert "ended, 1 left undelivered" in run.out
    assert list(stack.wire.table.query(f"unsent/slack/{row['sk']}")) == []
    with pytest.raises(stack.client("ssm").exceptions.ParameterNotFound):
        stack.client("ssm").get_parameter(Name=row["parameter"])
