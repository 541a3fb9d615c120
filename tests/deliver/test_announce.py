"""From the log to the topic: everything is told, once; whatever dies, the next run makes up for it."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count

import orjson
import pytest

from deliver.office import Dying, Killed, Office, Topic
from sanctionwire.core.canonical import sha256
from sanctionwire.core.model import Unmapped
from sanctionwire.deliver.outbox import DELIVERY, OUTBOX, UNSENT
from sanctionwire.errors import Unreachable
from sanctionwire.pipeline.announce import ANNOUNCE
from sanctionwire.store.cursors import Cursor

FIRST = ("1|Acme|A", "2|Boreal|A", "3|Cobalt|A", "4|Delta|B")


def told():
    """A stack with a baseline and a commit that adds, amends and removes."""
    office = Office()
    office.publish(*FIRST)
    office.publish("1|Acme|A", "2|Boreal Ltd|A", "3|Cobalt|A", "5|Echo|A,B", head="# 2026-01-17")
    return office


def test_each_commit_is_told_in_order_and_once():
    office = told()
    assert office.announce() == 2
    assert office.alerts.subjects == [
        "[INFO] TOY now watching 4 entries | 2026-01-16",
        "[CHECK] TOY +1 OTHER MEASURE | Echo | 2026-01-17",
        "[CHECK] TOY B -1 REMOVED | Delta | 2026-01-17",
        "[CHECK] TOY A ~1 AMENDED OTHER MEASURE | Boreal Ltd | 2026-01-17",
    ]
    assert office.announce() == 0
    assert len(office.alerts.messages) == 4


def test_the_delivery_log_says_what_was_handed_to_sns_and_never_that_it_arrived():
    office = told()
    office.announce()
    lines = list(office.wire.table.query(DELIVERY))
    assert len(lines) == 4
    assert {line["what"] for line in lines} == {"handed to SNS"}
    assert {line["message_id"] for line in lines} == {"message-1", "message-2", "message-3", "message-4"}
    assert {line["seq"] for line in lines} == {1, 2}
    assert {line["source"] for line in lines} == {"t_list"}
    assert b"delivered" not in orjson.dumps(lines)


def state(office):
    """Everything that a run leaves, besides what was sent."""
    rows = {pk: list(office.wire.table.query(pk)) for pk in (OUTBOX, UNSENT, "announced", "notice", "cursor", "file")}
    for row in rows[OUTBOX]:
        row.pop("message_id", None)
    return rows


def ids(office):
    office.announce()
    return [message.id for message in office.alerts.messages]


def sent(office):
    return Counter(
        (message.id, box)
        for box, topic in (("alerts", office.alerts), ("operator", office.operator))
        for message in topic.messages
    )


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_killed_before_or_after_any_outbound_call_a_rerun_loses_nothing_and_repeats_at_most_once(after):
    whole = told()
    whole.announce()
    for at in count(1):
        office = told()
        office.dying = Dying(at=at, after=after)
        try:
            office.announce()
        except Killed:
            pass
        else:
            assert at > 20
            break
        office.dying = Dying()
        office.announce()
        assert state(office) == state(whole), at
        repeats = sent(office) - sent(whole)
        assert sent(office).keys() == sent(whole).keys(), at
        assert repeats.total() <= 1, at
        assert len(list(office.wire.table.query(DELIVERY))) == 4, at


def test_two_runs_at_once_send_nothing_twice():
    office = told()
    office.clock = lambda: datetime.now(UTC)
    barrier = threading.Barrier(2)

    def run():
        barrier.wait()
        office.announce()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(sent(office).values()) == 1
    assert len(office.alerts.messages) == 4
    assert Cursor(office.wire.table, ANNOUNCE).position() == 2


def test_a_message_that_another_run_is_handing_over_is_left_to_it_for_a_while():
    office = told()
    sending = office.alerts.publish

    def slow(message):
        office.later(microseconds=1)
        Office(wire=office.wire, alerts=rival).outbox.flush()
        return sending(message)

    rival = Topic()
    office.alerts.publish = slow
    office.announce()
    assert sorted(message.id for message in [*office.alerts.messages, *rival.messages]) == sorted(ids(told()))


def test_a_message_whose_sender_died_goes_out_after_a_while():
    office = told()
    office.alerts.down = RuntimeError("no answer")
    with pytest.raises(RuntimeError):
        office.announce()
    office.alerts.down = None
    office.later(seconds=1)
    office.announce()
    assert len(office.alerts.messages) < 4
    office.later(minutes=1)
    office.announce()
    assert len(sent(office)) == 4
    assert max(sent(office).values()) == 1


def test_when_sns_does_not_answer_the_cursor_waits_and_nothing_is_lost():
    office = told()
    office.alerts.down = Unreachable("SNS does not answer")
    with pytest.raises(Unreachable):
        office.announce()
    assert Cursor(office.wire.table, ANNOUNCE).position() == 0
    assert list(office.wire.table.query("notice")) == []
    office.alerts.down = None
    office.later(minutes=1)
    office.announce()
    office.announce()
    assert len(office.alerts.messages) == 4


def test_a_commit_of_which_no_alert_can_be_made_stops_the_cursor_and_pages_the_operator_once():
    office = told()
    key = office.log.get(2).changes.key
    body = _taken(office.wire.blobs, key)
    assert office.announce() == 1
    assert office.announce() == 0
    assert office.operator.subjects == ["[OPERATOR] alerts stopped at commit 2 | t_list | since 2026-01-16 15:00 UTC"]
    assert "KeyError" in office.operator.messages[0].body
    _given_back(office.wire.blobs, key, body)
    assert office.announce() == 1
    assert office.operator.subjects[1].startswith("[OPERATOR] ended: alerts stopped at commit 2")
    assert len(office.alerts.messages) == 4


def _taken(blobs, key):
    held = next(value for value in vars(blobs).values() if isinstance(value, dict) and key in value)
    return held.pop(key)


def _given_back(blobs, key, body):
    held = next(value for value in vars(blobs).values() if isinstance(value, dict))
    held[key] = body


def test_what_a_new_parser_revision_reads_otherwise_goes_to_the_operator_only():
    office = Office()
    office.publish(*FIRST)
    office.announce()
    plain = office.wire.source.read

    def shouting(key, raw, refs):
        entry = plain(key, raw, refs)
        return entry.model_copy(update={"remarks": "read otherwise"})

    office.wire.source = replace(office.wire.source, read=shouting)
    office.wire.revision = "r2"
    office.collect()
    office.announce()
    assert office.operator.subjects == ["[OPERATOR] 4 entries re-read differently | t_list | commit 2"]
    assert len(office.alerts.messages) == 1


def test_held_removals_are_told_once_and_the_additions_beside_them_at_once():
    office = Office()
    many = [f"{n}|Name {n}|A" for n in range(100, 140)]
    office.publish(*many)
    office.publish(*many[:10], *(f"{n}|New {n}|A" for n in range(5)), head="# 2026-01-17")
    office.publish(*many[:10], *(f"{n}|New {n}|A" for n in range(6)), head="# 2026-01-18")
    office.announce()
    subjects = office.alerts.subjects
    assert [subject for subject in subjects if "HELD" in subject] == [
        "[CHECK] TOY 30 REMOVALS HELD | still treated as listed | 2026-01-16"
    ]
    added = [message for message in office.alerts.messages if "+5" in message.subject]
    assert len(added) == 1
    assert "removals_held: 30" in added[0].body


def test_an_unreadable_entry_is_told_once_and_told_again_when_it_becomes_unreadable_again():
    office = Office()
    office.publish(*FIRST)

    def unreadable():
        office.announce()
        return [message.subject for message in office.alerts.messages if "NOT READABLE" in message.subject]

    office.publish("1|?|A", *FIRST[1:], head="# 2026-01-17")
    assert len(unreadable()) == 1
    office.publish("1|?|A", *FIRST[1:], "5|Echo|A", head="# 2026-01-18")
    assert len(unreadable()) == 1
    office.publish("1|Acme Ltd|A", *FIRST[1:], "5|Echo|A", head="# 2026-01-19")
    assert len(unreadable()) == 1
    office.publish("1|?|A", *FIRST[1:], "5|Echo|A", head="# 2026-01-20")
    assert len(unreadable()) == 2


def test_a_long_list_stands_behind_links_that_open_the_same_file_however_often_it_is_made():
    office = Office()
    office.publish(*FIRST)
    office.publish(*FIRST, *(f"{n}|=Name {n}|A" for n in range(100, 150)), head="# 2026-01-17")
    office.announce()
    (mail,) = (message for message in office.alerts.messages if "+50" in message.subject)
    links = [line.split()[-1] for line in mail.body.splitlines() if "https://api.example.org/files/" in line]
    assert len(links) == 2
    rows = [office.wire.table.get("file", sha256(link.rpartition("/")[2].encode())) for link in links]
    assert [row["filename"].rpartition(".")[2] for row in rows] == ["csv", "txt"]
    assert all(row["expires"].startswith("2026-02-15") for row in rows)
    with office.wire.blobs.open(rows[0]["key"]) as stream:
        table = stream.read().decode("utf-8-sig")
    assert table.count("\r\n") == 51
    assert "'=Name 100" in table
    with office.wire.blobs.open(rows[1]["key"]) as stream:
        assert stream.read().decode().count("Entry id") == 50


def test_48_hours_of_silence_end_in_everything_being_told_in_order():
    office = Office()
    office.publish(*FIRST)
    for day in range(17, 29):
        office.later(hours=4)
        office.publish(*FIRST, *(f"{n}|Name {n}|A" for n in range(100, 100 + day)), head=f"# 2026-01-{day}")
    office.later(hours=48)
    assert office.announce() == 13
    assert [line["seq"] for line in office.wire.table.query(DELIVERY)] == list(range(1, 14))


def test_a_value_that_is_new_is_reported_to_the_operator_once():
    office = Office()
    plain = office.wire.source.read

    def marked(key, raw, refs):
        entry = plain(key, raw, refs)
        return entry.model_copy(update={"unmapped": (Unmapped(field="list", value=entry.listings[0].list),)})

    office.wire.source = replace(office.wire.source, read=marked)
    office.publish(*FIRST)
    office.announce()
    office.publish("1|Acme Ltd|A", *FIRST[1:], head="# 2026-01-17")
    office.announce()
    office.publish("1|Acme Ltd|C", *FIRST[1:], head="# 2026-01-18")
    office.announce()
    assert office.operator.subjects == [
        "[OPERATOR] 2 new values not known here | t_list | commit 1",
        "[OPERATOR] 1 new value not known here | t_list | commit 3",
    ]
    assert "new to this service, carried as published: list = C" in " ".join(office.alerts.messages[-1].body.split())
