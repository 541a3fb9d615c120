"""The workspace takes what Slack takes, and refuses what Slack refuses."""

from datetime import UTC, datetime

import pytest

from demo.slack import CHANNEL, DESK, TOKEN, WEBHOOK, Workspace, refused
from sanctionwire.deliver.blocks import dressed
from sanctionwire.deliver.message import Message
from sanctionwire.deliver.slack import Address

NOON = datetime(2025, 10, 14, 12, tzinfo=UTC)
BEARER = f"Bearer {TOKEN}"
HOOK = WEBHOOK.removeprefix("https://hooks.slack.com/services/")


@pytest.fixture
def workspace():
    return Workspace(clock=lambda: NOON)


def plain(text, kind="plain_text"):
    return {"type": kind, "text": text}


def test_its_addresses_are_such_as_the_product_takes():
    assert Address.of(TOKEN, CHANNEL).channel == CHANNEL
    assert Address.of(WEBHOOK).channel == ""


def test_a_token_posts_and_gets_an_id_by_which_to_answer(workspace):
    first = workspace.post_message(BEARER, {"channel": CHANNEL, "text": "one"})
    answer = {"channel": CHANNEL, "text": "two", "thread_ts": first["ts"], "reply_broadcast": True}
    assert workspace.post_message(BEARER, answer)["ok"]
    one, two = workspace.posts()
    assert (one.thread, one.broadcast) == (None, False)
    assert (two.thread, two.broadcast) == (one.ts, True)
    assert one.ts != two.ts


def test_a_webhook_posts_into_its_own_channel_and_answers_in_words(workspace):
    assert workspace.webhook(HOOK, {"text": "one"}) == (200, "ok")
    assert workspace.webhook("TOTHER000/BOTHER000/x", {"text": "one"}) == (404, "no_service")
    assert [post.channel for post in workspace.posts()] == [DESK]


@pytest.mark.parametrize(
    ("bearer", "payload", "error"),
    [
        ("Bearer xoxb-else", {"channel": CHANNEL, "text": "x"}, "invalid_auth"),
        (BEARER, {"channel": "C0OTHER000", "text": "x"}, "channel_not_found"),
        (BEARER, {"channel": CHANNEL}, "no_text"),
        (BEARER, {"channel": CHANNEL, "text": "x", "thread_ts": "1.2"}, "thread_not_found"),
        (BEARER, {"channel": CHANNEL, "text": "x" * 40_001}, "msg_too_long"),
    ],
)
def test_what_slack_would_not_take_is_refused_with_its_word(workspace, bearer, payload, error):
    assert workspace.post_message(bearer, payload) == {"ok": False, "error": error}
    assert workspace.posts() == []


@pytest.mark.parametrize(
    "block",
    [
        {"type": "header", "text": plain("x" * 151)},
        {"type": "header", "text": plain("x", "mrkdwn")},
        {"type": "section", "text": plain("x" * 3001, "mrkdwn")},
        {"type": "section", "text": plain("")},
        {"type": "section", "fields": [plain("x")] * 11},
        {"type": "section", "fields": [plain("x" * 2001)]},
        {"type": "section"},
        {"type": "context", "elements": [plain("x")] * 11},
        {"type": "context", "elements": []},
        {"type": "actions", "elements": [{"type": "button", "text": plain("x" * 76)}]},
        {"type": "unheard_of"},
        "text",
    ],
)
def test_blocks_beyond_slacks_limits_are_refused(block):
    assert refused({"text": "x", "blocks": [block]}) == "invalid_blocks"
    assert refused({"text": "x", "blocks": [{"type": "divider"}] * 51}) == "invalid_blocks"


def test_what_the_product_makes_of_any_message_is_taken():
    message = dressed(Message(id="1", subject="[BLIND] OFAC cannot be seen", body="WHAT\n  " + "long " * 4000))
    assert refused({"text": message.subject, "blocks": list(message.blocks)}) == ""
