"""What a source of notices showed, and a gap in it that an operator accepts."""

import json

import pytest

from demo.story import EDITIONS
from rehearsal import rehearsal


@pytest.fixture(scope="module")
def told():
    """The first edition of the story."""
    with rehearsal() as rehearsed:
        rehearsed.tell(EDITIONS[0])
        yield rehearsed.stack


@pytest.fixture
def command(told, sanctionwire):
    return lambda *arguments: sanctionwire(*arguments, obj=told.wire)


def test_every_item_is_listed_with_why_it_was_left_out(command):
    lines = command("seen", "kh_nbc").out.splitlines()
    assert any("Joint Statement" in line and "left out" not in line for line in lines)
    left = command("seen", "kh_nbc", "--left-out").out.splitlines()
    assert left == [line for line in lines if "[left out: " in line] != []


def test_items_are_printed_for_programs(command):
    notes = [json.loads(line) for line in command("seen", "in_rbi", "--json").out.splitlines()]
    assert {"key", "title", "date", "first", "listing"} <= notes[0].keys()


def test_a_source_that_is_not_there_is_said(command):
    run = command("seen", "kh_nbq")
    assert run.status == 2
    assert "there is no source" in run.err


def test_a_gap_is_accepted_for_one_source_with_who_and_why(command, told):
    assert command("collect", "in_rbi", "--accept-gap", " read by hand ", "--who", "ana", "--no-wait").status == 0
    (message,) = told.driver.receive_message(QueueUrl=told.queues["light"])["Messages"]
    told.driver.delete_message(QueueUrl=told.queues["light"], ReceiptHandle=message["ReceiptHandle"])
    assert json.loads(message["Body"])["gap"] == {"who": "ana", "why": "read by hand"}


@pytest.mark.parametrize("sources", [(), ("in_rbi", "kh_nbc")])
def test_a_gap_is_never_accepted_for_all_at_once(command, sources):
    run = command("collect", *sources, "--accept-gap", "read by hand", "--no-wait")
    assert run.status == 2
    assert "one source" in run.err


def test_what_was_accepted_goes_into_the_commit(told):
    second = next(edition for edition in EDITIONS if edition.title == "A second central bank")
    told.clock.now = second.at
    told.publishers.turn(second.number)
    told.wire.collect({"source": "in_rbi", "lane": "light", "gap": {"who": "ana", "why": "read by hand"}})
    head = told.wire.log.get(told.wire.log.head().seq)
    assert head.source == "in_rbi"
    assert (head.decided_by.who, head.decided_by.why) == ("ana", "read by hand")
