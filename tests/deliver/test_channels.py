"""Channels: nothing lost, each in order, none delaying another, at most one repeat, whatever Slack does."""

from __future__ import annotations

import json
import logging
import time
from datetime import timedelta

import pytest

from deliver.office import Dying, Killed
from deliver.slack_office import DESK, OK, POST_MESSAGE, RISK, ROOM, TOKEN, message, path, said, slack_office
from publisher import answer
from sanctionwire.deliver.channels import CHANNEL, CLAIM, THREAD
from sanctionwire.deliver.outbox import ALERTS, DELIVERY, OPERATOR, OUTBOX, REFUSED, UNSENT
from sanctionwire.deliver.slack import Address


@pytest.fixture
def office():
    with slack_office() as made:
        yield made


def test_a_message_goes_to_the_topic_and_to_each_channel_that_admits_it(office):
    office.subscribe(DESK)
    office.subscribe(RISK, **{"class": ["PLAN"]})
    office.subscribe(TOKEN, ROOM, box=OPERATOR)
    office.tell("one")
    office.tell("two", class_="PLAN")
    office.tell("three", class_="OPERATOR", box=OPERATOR)
    office.work()
    assert office.alerts.subjects == ["[ACT] one", "[PLAN] two"]
    assert office.texts(DESK) == ["[ACT] one", "[PLAN] two"]
    assert office.texts(RISK) == ["[PLAN] two"]
    assert office.texts(TOKEN) == ["[OPERATOR] three"]


def test_what_went_stands_in_the_delivery_log_once_for_each_destination(office):
    made = office.subscribe(DESK)
    office.tell("one")
    office.work()
    lines = list(office.wire.table.query(DELIVERY))
    assert [(line["destination"], line["what"]) for line in lines] == [
        ("alerts", "handed to SNS"),
        (f"slack/{made.id}", "handed to Slack"),
    ]
    assert not any("blocks" in line or "body" in line for line in lines)


def test_the_topic_s_row_holds_no_blocks_and_the_channel_s_holds_what_is_posted(office):
    made = office.subscribe(DESK)
    office.tell("one")
    rows = {row["destination"]: row for row in office.wire.table.query(OUTBOX)}
    assert "blocks" not in rows["alerts"]
    office.work()
    assert office.posts(DESK)[0]["blocks"] == rows[f"slack/{made.id}"]["blocks"]


def hangs(connection, _asked):
    time.sleep(0.8)


def breaks_off(connection, _asked):
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 200\r\n\r\nok")


def drips(connection, _asked):
    for _ in range(20):
        connection.sendall(b"H")
        time.sleep(0.1)


def closes(connection, _asked):
    connection.close()


TROUBLES = {
    "an error of the server": answer(b"oops", status="500 X"),
    "busy": answer(b"", status="503 X", retry_after="20"),
    "too many requests": answer(b"", status="429 X", retry_after="30"),
    "too many requests, until a date": answer(b"", status="429 X", retry_after="Fri, 16 Jan 2026 00:12:00 GMT"),
    "no answer": hangs,
    "one byte at a time": drips,
    "an answer that breaks off": breaks_off,
    "a closed connection": closes,
    "a page that is not Slack's": answer(b"<title>Sign in to the network</title>"),
    "elsewhere": answer(b"", status="302 Found", location="https://example.org/"),
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_channel_that_takes_nothing_loses_nothing_keeps_its_order_and_delays_nobody(office, trouble):
    office.subscribe(DESK)
    office.subscribe(RISK)
    office.answers(DESK, TROUBLES[trouble])
    office.tell("one", "two")
    office.work()
    assert office.alerts.subjects == office.texts(RISK) == ["[ACT] one", "[ACT] two"]
    assert office.texts(DESK) == ["[ACT] one"]  # tried, and what follows waits behind it
    office.tell("three")
    office.work()
    assert office.texts(DESK) == ["[ACT] one"]  # a new message is no reason to ask before time
    office.answers(DESK, OK)
    office.pass_by(5)
    assert office.texts(DESK)[1:] == ["[ACT] one", "[ACT] two", "[ACT] three"]
    assert office.texts(RISK) == ["[ACT] one", "[ACT] two", "[ACT] three"]
    assert not list(office.wire.table.query(CHANNEL))
    assert office.operator.subjects == []


API_TROUBLES = {
    "an error of Slack's own": said(ok=False, error="internal_error"),
    "words that are not known here": said(ok=False, error="moon_in_the_seventh_house"),
    "too many requests, under a good status": said(ok=False, error="ratelimited"),
    "no JSON": answer(b"ok"),
    "other JSON": answer(b"[true]"),
}


@pytest.mark.parametrize("trouble", API_TROUBLES)
def test_the_api_s_good_status_is_not_believed(office, trouble):
    office.subscribe(TOKEN, ROOM)
    office.answers(TOKEN, API_TROUBLES[trouble])
    office.tell("one")
    office.work()
    office.answers(TOKEN, said(ok=True, ts="1700000000.000100"))
    office.pass_by(5)
    assert office.texts(TOKEN) == ["[ACT] one", "[ACT] one"]
    (row,) = [row for row in office.wire.table.query(OUTBOX) if row["destination"].startswith("slack")]
    assert row["message_id"] == "1700000000.000100"


@pytest.mark.parametrize(("stated", "seconds"), [("120", 120), ("1", 1), ("0", 1), ("1800", 1800)])
def test_retry_after_is_honoured(office, stated, seconds):
    office.subscribe(DESK)
    office.answers(DESK, answer(b"", status="429 X", retry_after=stated))
    office.tell("one")
    office.work()
    office.answers(DESK, OK)
    office.later(seconds=seconds - 1)
    office.tell("two")
    office.work()
    assert len(office.posts(DESK)) == 1
    office.later(seconds=2)
    office.watch()  # where it is longer than a queue keeps a doorbell back
    office.work()
    assert office.texts(DESK) == ["[ACT] one", "[ACT] one", "[ACT] two"]


def test_it_is_asked_ever_less_often_up_to_fifteen_minutes(office):
    made = office.subscribe(DESK)
    office.answers(DESK, answer(b"", status="500 X"))
    office.tell("one")
    waits = []
    for _ in range(10):
        office.work()
        retry_at = office.wire.table.get(CHANNEL, f"slack/{made.id}")["retry_at"]
        waits.append(round((office.wire.now.fromisoformat(retry_at) - office.wire.now).total_seconds()))
        office.later(seconds=waits[-1] + 1)
        office.watch()
    assert waits == [15, 30, 60, 120, 240, 480, 900, 900, 900, 900]


def test_a_slack_that_comes_back_after_hours_gets_everything_and_the_operator_is_told_once_and_of_its_end(office):
    made = office.subscribe(DESK)
    office.answers(DESK, closes)
    office.tell("one")
    office.work()
    office.pass_by(10)
    assert office.operator.subjects == []  # Slack's own troubles are mostly over by then
    office.tell("two", "three")
    office.pass_by(5 * 60, step=5)
    (subject,) = office.operator.subjects
    assert subject.startswith("[OPERATOR] messages not delivered to Slack | hooks.slack.com ...1111 | since 2026-")
    assert len(office.posts(DESK)) < 40
    office.answers(DESK, OK)
    office.slack.asked.clear()
    office.pass_by(25, step=5)
    assert office.texts(DESK) == ["[ACT] one", "[ACT] two", "[ACT] three"]
    assert office.operator.subjects[1].startswith("[OPERATOR] ended: messages not delivered to Slack")
    assert len(office.operator.subjects) == 2
    told = office.operator.messages[0].body
    assert "Waiting       1 message" in told or "Waiting       3 messages" in told
    assert f"sanctionwire subscribe slack --renew {made.id}" in told


LASTING = {
    DESK: [
        (answer(b"no_service", status="404 X"), "no_service"),
        (answer(b"channel_not_found", status="404 X"), "channel_not_found"),
        (answer(b"channel_is_archived", status="410 X"), "channel_is_archived"),
        (answer(b"action_prohibited", status="403 X"), "action_prohibited"),
        (answer(b"", status="404 X"), "HTTP 404"),
        (answer(b"what is this", status="400 X"), "what is this"),
    ],
    TOKEN: [
        (said(ok=False, error="invalid_auth"), "invalid_auth"),
        (said(ok=False, error="token_revoked"), "token_revoked"),
        (said(ok=False, error="channel_not_found"), "channel_not_found"),
        (said(ok=False, error="not_in_channel"), "not_in_channel"),
    ],
}


@pytest.mark.parametrize(
    ("secret", "given", "said_"), [(secret, *each) for secret, cases in LASTING.items() for each in cases]
)
def test_what_only_a_person_can_mend_is_told_at_once_and_loses_nothing(office, secret, given, said_):
    made = office.subscribe(secret, ROOM if secret == TOKEN else "")
    office.answers(secret, given)
    office.tell("one", "two")
    office.work()
    office.outbox.flush()
    (told,) = office.operator.messages
    assert said_ in told.body
    assert f"sanctionwire subscribe slack --renew {made.id}" in told.body
    office.answers(secret, said(ok=True, ts="1.1") if secret == TOKEN else OK)
    office.slack.asked.clear()
    office.pass_by(70, step=5)
    assert office.texts(secret) == ["[ACT] one", "[ACT] two"]
    assert [subject.partition(":")[0] for subject in office.operator.subjects[1:]] == ["[OPERATOR] ended"]


def test_a_channel_with_a_new_address_gets_there_what_waited_for_the_old_one(office):
    made = office.subscribe(DESK)
    office.answers(DESK, answer(b"no_service", status="404 X"))
    office.tell("one", "two")
    office.work()
    office.slack.answers[path(RISK)] = OK
    renewed = office.people.renew_slack(made.id, Address.of(RISK))
    assert (renewed.id, renewed.waiting) == (made.id, 2)
    office.work()
    assert office.texts(RISK) == ["[ACT] one", "[ACT] two"]


def test_an_address_that_is_gone_from_where_it_is_kept_is_told_at_once(office):
    office.subscribe(DESK)
    office.ssm.values.clear()
    office.tell("one")
    office.work()
    office.outbox.flush()
    assert "is gone" in office.operator.messages[0].body


def test_an_address_that_leads_elsewhere_by_whomever_it_was_put_there_is_never_posted_to(office):
    office.subscribe(DESK)
    for name in office.ssm.values:
        office.ssm.values[name] = "https://hooks.slack.com.example.org/services/T0AAAAAAA/B0AAAAAAA/stolenstolenstolen"
    office.tell("one")
    office.work()
    office.outbox.flush()
    assert not office.slack.asked
    assert "neither an incoming webhook" in office.operator.messages[0].body
    assert "stolen" not in everything(office)


@pytest.mark.parametrize("address", ["10.0.0.7", "127.0.0.1", "169.254.169.254", "fd00::1", "::ffff:192.168.0.1"])
def test_a_host_that_leads_to_a_private_address_is_never_posted_to(address):
    with slack_office(resolver=lambda _host, port: [(2, 1, 6, "", (address, port))]) as office:
        office.subscribe(DESK)
        office.tell("one")
        office.work()
        (trouble,) = office.wire.table.query(CHANNEL)
        assert f"hooks.slack.com has the address {address}" in trouble["error"]
        assert not office.slack.asked


def test_a_message_whose_blocks_are_refused_goes_as_plain_text(office):
    office.subscribe(DESK)

    def picky(connection, asked):
        connection.sendall(answer(b"invalid_blocks", status="400 X") if "blocks" in json.loads(asked.body) else OK)

    office.answers(DESK, picky)
    office.tell("one", "two")
    office.work()
    plain = [each["text"] for each in office.posts(DESK) if "blocks" not in each]
    assert plain == ["[ACT] one\n\nBody.\n", "[ACT] two\n\nBody.\n"]
    assert not list(office.wire.table.query(CHANNEL))


def test_a_message_that_is_refused_as_plain_text_too_is_kept_and_told_and_the_channel_goes_on(office):
    made = office.subscribe(DESK)

    def picky(connection, asked):
        connection.sendall(answer(b"invalid_payload", status="400 X") if b"two" in asked.body else OK)

    office.answers(DESK, picky)
    office.tell("one", "two", "three")
    office.work()
    office.outbox.flush()
    assert office.texts(DESK)[-1] == "[ACT] three"
    (line,) = office.wire.table.query(REFUSED)
    assert (line["alert_id"], line["destination"], line["what"]) == ("two", f"slack/{made.id}", "refused by Slack")
    (told,) = office.operator.messages
    assert told.subject == "[OPERATOR] Slack refuses one message | hooks.slack.com ...1111 | alert id two"
    assert not list(office.wire.table.query(f"{UNSENT}/slack/{made.id}"))
    office.outbox.put(message("two"), ALERTS)  # announce repeats itself: it stays refused
    assert not list(office.wire.table.query(f"{UNSENT}/slack/{made.id}"))


def test_doorbells_that_are_lost_are_made_up_for_by_watch_and_doubled_ones_do_nothing(office):
    office.subscribe(DESK)
    office.lost_bells = True
    office.tell("one")
    office.lost_bells = False
    office.work()
    assert office.posts(DESK) == []
    office.watch()
    office.bells *= 3
    office.work()
    assert office.texts(DESK) == ["[ACT] one"]


def test_a_queue_that_takes_no_doorbell_keeps_no_mail_back(office):
    office.subscribe(DESK)

    def fails(*_):
        raise RuntimeError("no queue")

    office.ring = fails
    office.tell("one")
    assert office.alerts.subjects == ["[ACT] one"]


def test_a_channel_that_nobody_comes_to_is_told_after_a_quarter_of_an_hour(office):
    office.subscribe(DESK)
    office.lost_bells = True
    office.tell("one")
    for _ in range(5):
        office.later(minutes=5)
        office.watch()
    (told,) = office.operator.messages
    assert "the deliver function does not come to it" in " ".join(told.body.split())


def test_a_run_leaves_to_another_what_that_has_in_hand_and_looks_again_when_its_claim_has_run_out(office):
    made = office.subscribe(DESK)
    office.tell("one", "two")
    office.later(seconds=1)
    (first, _) = office.wire.table.query(f"{UNSENT}/slack/{made.id}")
    office.wire.table.put(first | {"claimed_at": (office.wire.now - timedelta(seconds=1)).isoformat()})
    office.work()
    assert office.posts(DESK) == []  # not the second before the first
    office.later(seconds=CLAIM.total_seconds() + 1)
    office.work()
    assert office.texts(DESK) == ["[ACT] one", "[ACT] two"]


def test_a_run_that_is_out_of_time_leaves_the_rest_to_the_next(office):
    made = office.subscribe(DESK)
    office.tell("one", "two", "three")

    def slow(connection, _asked):
        office.later(seconds=20)
        connection.sendall(OK)

    office.answers(DESK, slow)
    office.bells.clear()
    assert office.channels.deliver(f"slack/{made.id}", 30) == 2
    assert office.work() == 1
    assert office.texts(DESK) == ["[ACT] one", "[ACT] two", "[ACT] three"]


def test_a_subscription_that_was_given_up_gets_nothing_and_its_address_is_deleted(office):
    made = office.subscribe(DESK)
    office.answers(DESK, answer(b"", status="500 X"))
    office.tell("one", "two")
    ended = office.people.unsubscribe(made.id)
    assert (ended.state, ended.waiting) == ("ended", 2)
    assert office.ssm.values == {}
    office.answers(DESK, OK)
    office.tell("three")
    office.pass_by(30, step=5)
    assert office.posts(DESK) == []
    office.subscribe(DESK)
    office.tell("four")
    office.work()
    assert office.texts(DESK) == ["[ACT] four"]


# --- Threads -----------------------------------------------------------------------------------------------------------


def test_with_a_token_confirmations_stand_in_the_thread_of_the_first_message(office):
    office.subscribe(TOKEN, ROOM)
    office.answers(TOKEN, said(ok=True, ts="1700.1"))
    office.tell("first", thread="rin:1506-AB68")
    office.work()
    office.answers(TOKEN, said(ok=True, ts="1700.2"))
    office.tell("second", thread="rin:1506-AB68", confirms=True)
    office.tell("third", thread="rin:1506-AB68")
    office.tell("other", thread="rin:1506-AB99")
    office.work()
    threads = [(each.get("thread_ts"), each.get("reply_broadcast")) for each in office.posts(TOKEN)]
    assert threads == [(None, None), ("1700.1", None), ("1700.1", True), (None, None)]
    assert all(each["channel"] == ROOM for each in office.posts(TOKEN))
    assert all(each.headers["authorization"] == f"Bearer {TOKEN}" for each in office.slack.asked)


def test_a_webhook_cannot_answer_in_a_thread_so_it_says_what_is_confirmed(office):
    office.subscribe(DESK)
    office.tell("first", thread="rin:1506-AB68")
    office.tell("second", thread="rin:1506-AB68", confirms=True)
    office.work()
    first, second = office.posts(DESK)
    assert "Confirms" not in json.dumps(first)
    assert second["blocks"][0] == {
        "type": "context",
        "elements": [
            {"type": "plain_text", "text": "Confirms: [ACT] first (alert id first)", "emoji": False},
        ],
    }
    assert "thread_ts" not in second


def test_a_thread_that_slack_has_no_longer_is_no_reason_to_say_nothing(office):
    office.subscribe(TOKEN, ROOM)
    office.tell("first", thread="t")
    office.work()

    def gone(connection, asked):
        threaded = "thread_ts" in json.loads(asked.body)
        connection.sendall(said(ok=False, error="thread_not_found") if threaded else said(ok=True, ts="2.2"))

    office.answers(TOKEN, gone)
    office.tell("second", thread="t", confirms=True)
    office.work()
    assert "Confirms: [ACT] first" in json.dumps(office.posts(TOKEN)[-1])
    assert not list(office.wire.table.query(CHANNEL))


def test_a_confirmation_of_what_a_channel_never_had_is_a_message_like_any_other(office):
    made = office.subscribe(DESK)
    office.tell("second", thread="t", confirms=True)
    office.work()
    assert "Confirms" not in json.dumps(office.posts(DESK))
    assert office.wire.table.get(f"{THREAD}/slack/{made.id}", "t")["alert_id"] == "second"


# --- Secrets -----------------------------------------------------------------------------------------------------------


def everything(office):
    """All rows of the table, and all that anybody was told."""
    rows = [json.dumps(item, default=str) for item in office.wire.table._items.values()]
    return "\n".join([*rows, *(message.body for message in office.operator.messages)])


@pytest.mark.parametrize(
    ("secret", "given"),
    [
        (DESK, answer(f"no_service {DESK}".encode(), status="404 X")),
        (DESK, answer(f"no_service {path(DESK)}".encode(), status="500 X")),
        (DESK, closes),
        (TOKEN, said(ok=False, error=f"invalid_auth {TOKEN}")),
        (TOKEN, closes),
    ],
)
def test_no_row_no_notice_and_no_log_holds_the_address(office, secret, given, caplog):
    caplog.set_level(logging.DEBUG)
    made = office.subscribe(secret, ROOM if secret == TOKEN else "")
    office.answers(secret, given)
    office.tell("one")
    office.pass_by(40, step=5)
    assert office.operator.messages
    tail = secret.rpartition("/")[2].removesuffix(secret[-4:])
    assert tail not in everything(office) + caplog.text + repr(office.people.all()) + repr(made)
    assert "B0AAAAAAA" not in everything(office) + caplog.text + repr(office.people.all())


# --- Death -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("secret", [DESK, TOKEN])
def test_a_run_that_dies_between_any_two_calls_is_made_good_with_at_most_one_repeat(secret, after):
    for at in range(1, 60):
        with slack_office() as office:
            office.subscribe(secret, ROOM if secret == TOKEN else "")
            office.tell("one", thread="t")
            office.tell("two", thread="t", confirms=True)
            office.dying = Dying(at=at, after=after)
            try:
                office.work()
            except Killed:
                pass
            else:
                assert at > 15
                return
            office.dying = Dying()
            rows = [row for row in office.wire.table.query(OUTBOX) if row["destination"].startswith("slack/")]
            unrecorded = len(office.slack.asked) - sum("sent_at" in row for row in rows)
            assert unrecorded in {0, 1}, at
            office.watch()
            office.work()
            texts = office.texts(secret)
            assert list(dict.fromkeys(texts)) == ["[ACT] one", "[ACT] two"], at
            assert len(texts) == 2 + unrecorded, at
            delivered = [
                line["alert_id"] for line in office.wire.table.query(DELIVERY) if "slack" in line["destination"]
            ]
            assert delivered == ["one", "two"], at
            assert not [pk for pk, _ in office.wire.table._items if pk.startswith("unsent/")]
    pytest.fail("it never ended")


def test_the_server_saw_no_other_path(office):
    office.subscribe(DESK)
    office.subscribe(TOKEN, ROOM)
    office.tell("one")
    office.work()
    assert {each.path for each in office.slack.asked} == {path(DESK), POST_MESSAGE}
    assert {each.method for each in office.slack.asked} == {"POST"}
