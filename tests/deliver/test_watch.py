"""Nobody is left in the dark: each condition is told once, in time, and told again when it has ended."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import count

import pytest

from deliver.office import ABOUT, Dying, Killed, Office
from sanctionwire.deliver.facts import Lost
from sanctionwire.deliver.outbox import DELIVERY, OUTBOX, UNSENT
from sanctionwire.errors import Unreachable
from sanctionwire.pipeline import holds
from sanctionwire.pipeline.watch import watch

LINES = ("1|Acme|A", "2|Boreal|A", "3|Cobalt|A", "4|Delta|B")


@pytest.fixture
def office():
    """A stack that has read its source, told everybody, and sealed the day."""
    made = Office()
    made.publish(*LINES)
    made.announce()
    made.watch()
    made.announce()
    made.alerts.messages.clear()
    made.operator.messages.clear()
    return made


def ticking(office, minutes):
    """Let so many minutes pass, with a look at the log and a watch each five."""
    for _ in range(minutes // 5):
        office.later(minutes=5)
        office.announce()
        office.watch()


def test_while_all_is_well_nobody_hears_anything(office):
    for _ in range(24):
        ticking(office, 30)
        office.collect()
    assert office.alerts.subjects == []
    assert office.operator.subjects == []


def test_an_unreadable_publication_is_told_to_subscribers_and_operator_within_fifteen_minutes(office):
    office.wire.publisher.body = b"<html>Maintenance</html>"
    office.collect()
    ticking(office, 15)
    assert office.alerts.subjects == ["[BLIND] TOY cannot be seen | check by hand | since 2026-01-16 15:00 UTC"]
    assert ABOUT.url in office.alerts.messages[0].body
    assert office.operator.subjects == ["[OPERATOR] publication not readable | t_list | since 2026-01-16 15:00 UTC"]
    notice = " ".join(office.operator.messages[0].body.split())
    for said in ("line 1", "it begins '<html>Mai'", "# and a date", "sanctionwire collect t_list", ABOUT.url):
        assert said in notice
    ticking(office, 40)
    assert len(office.alerts.messages) == len(office.operator.messages) == 1


def test_when_sight_is_regained_subscribers_hear_what_was_missed(office):
    office.wire.publisher.body = b"<html>Maintenance</html>"
    office.collect()
    ticking(office, 15)
    office.publish(*LINES, "5|Echo|A", head="# 2026-01-17")
    ticking(office, 5)
    told = office.alerts.messages[2]
    assert told.subject == "[BLIND] ended: TOY cannot be seen | 2026-01-16 15:20 UTC"
    said = " ".join(told.body.split())
    assert "TOY can be seen again" in said
    assert "Read since then: 1 publication, with 1 designated. Each change is told in a mail of its own." in said
    assert office.operator.subjects[1].startswith("[OPERATOR] ended: publication not readable")


def test_when_nothing_was_missed_that_is_said_too(office):
    office.wire.publisher.down = Unreachable("503")
    with pytest.raises(Unreachable):
        office.collect()
    ticking(office, 15)
    assert office.operator.subjects[0].startswith("[OPERATOR] publisher not reachable | t_list")
    office.wire.publisher.down = None
    office.collect()
    ticking(office, 5)
    assert "Nothing was missed" in " ".join(office.alerts.messages[1].body.split())


def test_a_publisher_that_takes_its_mishap_back_ends_the_blindness_too(office):
    office.wire.publisher.body = b"<html>Maintenance</html>"
    office.collect()
    ticking(office, 15)
    office.publish(*LINES)
    ticking(office, 5)
    assert office.alerts.subjects[1].startswith("[BLIND] ended")
    assert "Nothing was missed" in " ".join(office.alerts.messages[1].body.split())


def test_a_source_that_is_switched_off_while_it_is_blind_is_not_said_to_be_seen_again(office):
    office.wire.publisher.body = b"<html>Maintenance</html>"
    office.collect()
    ticking(office, 15)
    plain = office.wire.source
    office.wire.source = replace(plain, about=replace(ABOUT, enabled_by_default=False))
    ticking(office, 60)
    assert len(office.alerts.messages) == 1
    office.wire.source = plain
    office.publish(*LINES)
    ticking(office, 5)
    assert office.alerts.subjects[1].startswith("[BLIND] ended")


def test_a_hiccup_of_a_few_minutes_is_not_worth_a_mail(office):
    office.wire.publisher.down = Unreachable("503")
    with pytest.raises(Unreachable):
        office.collect()
    ticking(office, 5)
    office.wire.publisher.down = None
    office.collect()
    ticking(office, 30)
    assert office.alerts.subjects == office.operator.subjects == []


def test_an_unreachable_publisher_makes_subscribers_hear_within_fifteen_minutes(office):
    office.wire.publisher.down = Unreachable("503")
    office.later(minutes=1)
    with pytest.raises(Unreachable):
        office.collect()
    ticking(office, 10)
    office.later(minutes=4)
    office.watch()
    assert len(office.alerts.messages) == 1


def test_a_source_not_checked_within_its_cadence_is_blind_within_fifteen_minutes_more(office):
    ticking(office, 60)
    assert office.alerts.subjects == []
    ticking(office, 15)
    assert office.alerts.subjects == ["[BLIND] TOY cannot be seen | check by hand | since 2026-01-16 15:00 UTC"]
    assert office.operator.subjects == ["[OPERATOR] source not checked | t_list | since 2026-01-16 15:00 UTC"]


def test_a_source_that_was_never_checked_is_not_forgotten():
    office = Office()
    office.watch()
    ticking(office, 75)
    assert "[BLIND]" in office.alerts.subjects[-1]


def test_a_source_that_is_switched_off_is_not_missed(office):
    office.wire.source = replace(office.wire.source, about=replace(ABOUT, enabled_by_default=False))
    ticking(office, 300)
    assert office.alerts.subjects == []


def test_held_removals_reach_the_operator_with_the_commands_and_after_a_day_the_subscribers(office):
    office.publish(LINES[0], head="# 2026-01-17")
    office.watch()
    (notice,) = office.operator.messages
    hold = office.wire.row.hold
    assert notice.subject == "[OPERATOR] 3 removals held | t_list | since 2026-01-16 15:00 UTC"
    assert f'sanctionwire held accept {hold.id} --why "..."' in notice.body
    assert f'sanctionwire held discard {hold.id} --why "..."' in notice.body
    for _ in range(25):
        office.later(hours=1)
        office.collect()
        office.announce()
        office.watch()
    held = [subject for subject in office.alerts.subjects if "HELD" in subject]
    assert held == [
        "[CHECK] TOY 3 REMOVALS HELD | still treated as listed | 2026-01-16",
        "[CHECK] TOY 3 REMOVALS HELD | still treated as listed | since 2026-01-16 15:00 UTC",
    ]
    holds.decide(office.wire.ports, office.wire.source, hold.id, accept=True, who="keeper", why="checked")
    office.watch()
    assert office.operator.subjects[-1].startswith("[OPERATOR] ended: 3 removals held")
    assert "[CHECK] ended: TOY 3 REMOVALS HELD" in office.alerts.subjects[-1]


def test_entries_that_cannot_be_read_are_named_to_the_operator(office):
    office.publish("1|?|A", *LINES[1:], head="# 2026-01-17")
    office.watch()
    assert office.operator.subjects == ["[OPERATOR] 1 entry not readable | t_list | since 2026-01-16 15:00 UTC"]
    assert "t_list:1" in office.operator.messages[0].body


def test_a_follower_that_lags_and_dead_letters_and_a_lost_subscription_are_each_told_once(office):
    office.publish(*LINES, "5|Echo|A", head="# 2026-01-17")
    office.dead_letters = {"https://sqs.eu-west-1.amazonaws.com/1/CollectDeadLetters": 2, "https://x/1/Empty": 0}
    office.lost = [
        Lost(id="s1", address="a@example.org", why="Gone.", redo="sanctionwire subscribe email a@example.org")
    ]
    for _ in range(4):
        office.later(minutes=5)
        office.watch()
    subjects = Counter(subject.split(" | ")[0] for subject in office.operator.subjects)
    assert subjects == {
        "[OPERATOR] 2 dead letters": 1,
        "[OPERATOR] a subscription is lost": 1,
        "[OPERATOR] announce is behind the log": 1,
    }
    office.dead_letters, office.lost = {}, []
    office.announce()
    ticking(office, 5)
    ended = {subject.split(" | ")[0] for subject in office.operator.subjects if "ended" in subject}
    assert ended == {
        "[OPERATOR] ended: 2 dead letters",
        "[OPERATOR] ended: a subscription is lost",
        "[OPERATOR] ended: announce is behind the log",
    }


def test_what_cannot_be_found_out_keeps_nothing_else_from_being_told_and_ends_nothing(office):
    office.dead_letters = {"https://x/1/Dead": 1}
    office.watch()
    office.wire.publisher.body = b"<html>"
    office.collect()
    office.later(minutes=5)

    def unanswered():
        raise Unreachable("SQS does not answer")

    with pytest.raises(Unreachable):
        watch(replace(office.tower, dead_letters=unanswered))
    assert "[BLIND]" in office.alerts.subjects[-1]
    assert not any("ended" in subject for subject in office.operator.subjects)


def test_messages_that_sns_does_not_take_are_told_as_soon_as_it_takes_one(office):
    office.publish(*LINES, "5|Echo|A", head="# 2026-01-17")
    office.alerts.down = Unreachable("SNS")
    for _ in range(4):
        office.later(minutes=5)
        with pytest.raises(Unreachable):
            office.announce()
        with pytest.raises(Unreachable):
            office.watch()
    office.alerts.down = None
    office.later(minutes=1)
    office.watch()
    assert any("messages not handed to SNS" in subject for subject in office.operator.subjects)
    assert any("+1" in subject for subject in office.alerts.subjects)


def test_each_day_is_sealed_once_and_mailed_with_the_head_of_the_log(office):
    for _ in range(3 * 24):
        office.later(hours=1)
        office.collect()
        office.watch()
        office.announce()
    daily = [message for message in office.alerts.messages if "daily" in message.subject]
    sealed = [commit for commit in office.log.after(0) if commit.kind == "daily"]
    assert [commit.committed_at for commit in sealed] == [
        "2026-01-16T15:00:00Z", "2026-01-17T06:00:00Z", "2026-01-18T06:00:00Z", "2026-01-19T06:00:00Z",
    ]  # fmt: skip
    assert len(daily) == 3
    assert (
        daily[-1].subject
        == f"[INFO] daily: 1 source | checked, nothing new | 2026-01-19 | head 5 {sealed[-1].hash[:12]}"
    )
    assert sealed[-1].hash in daily[-1].body
    assert sealed[-1].attest["t_list"].checked_at == "2026-01-19T06:00:00Z"
    assert [message.id for message in office.operator.messages] == [message.id for message in daily]


def test_the_daily_mail_says_what_was_new_and_what_was_not_checked(office):
    office.publish(*LINES, "5|Echo|A", head="# 2026-01-17")
    office.later(hours=14)
    office.collect()
    office.later(hours=2)
    office.watch()
    office.announce()
    (daily,) = (message for message in office.alerts.messages if "daily" in message.subject)
    assert "1 NOT CHECKED" in daily.subject
    assert "NOT CHECKED within its cadence" in daily.body
    office.collect()
    office.later(hours=24)
    office.collect()
    office.watch()
    office.announce()
    assert "checked, nothing new" in office.alerts.subjects[-1]


def test_a_day_with_news_says_so(office):
    office.publish(*LINES, "5|Echo|A", head="# 2026-01-17")
    office.later(hours=15)
    office.collect()
    office.watch()
    office.announce()
    assert "checked, with news" in office.alerts.subjects[-1]
    assert "since the last daily mail: 1 designated" in office.alerts.messages[-1].body


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_killed_before_or_after_any_outbound_call_the_next_tick_tells_the_same_once(after):
    def wrong():
        office = Office()
        office.publish(*LINES)
        office.publish(LINES[0], head="# 2026-01-17")
        office.wire.publisher.body = b"<html>"
        office.collect()
        office.dead_letters = {"https://x/1/Dead": 1}
        return office

    def state(office):
        rows = {
            pk: list(office.wire.table.query(pk)) for pk in (OUTBOX, UNSENT, DELIVERY, "notice", "daily", "log", "head")
        }
        for row in (*rows[OUTBOX], *rows[DELIVERY]):
            row.pop("message_id", None)
        rows["notice"] = [row for row in rows["notice"] if row["state"] != "noted"]
        return rows

    whole = wrong()
    whole.watch()
    expected = Counter(message.id for topic in (whole.alerts, whole.operator) for message in topic.messages)
    for at in count(1):
        office = wrong()
        office.dying = Dying(at=at, after=after)
        try:
            office.watch()
        except Killed:
            pass
        else:
            assert at > 30
            break
        office.dying = Dying()
        office.watch()
        sent = Counter(message.id for topic in (office.alerts, office.operator) for message in topic.messages)
        assert state(office) == state(whole), at
        assert sent.keys() == expected.keys(), at
        assert (sent - expected).total() <= 1, at
