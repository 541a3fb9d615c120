"""The command `ties`: what waits for a person, and the decisions, with who, why and when."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipeline.newsroom import Newsroom
from pipeline.test_ties import CHEN, GROUP, HUIONE, named, notice
from sanctionwire.core.changes import Change
from sanctionwire.pipeline.ties import TIE
from sanctionwire.wiring import Config, Wire

NOON = datetime(2025, 12, 5, 12, 0, tzinfo=UTC)


class Sts:
    """Knows who calls."""

    def get_caller_identity(self):
        return {"Arn": "arn:aws:iam::123456789012:user/ana"}


@pytest.fixture
def room():
    """A notice was told that names one party for certain, and one that a person must look at."""
    room = Newsroom()
    for entry in (GROUP, CHEN, HUIONE):
        room.publish(changes=[Change(kind="baseline", entry_id=entry.id, after=entry, weight="minor")])
    room.tell(notice(1, named("Chen Zhi"), named("Huione Group")), day="2025-12-04")
    return room


@pytest.fixture
def ties(room, sanctionwire):
    config = Config(log_table="", entries_table="", work_bucket="", evidence_bucket="")
    wire = Wire(config, clock=lambda: NOON, client=lambda _name: Sts())
    wire.__dict__["table"] = room.table
    return lambda *arguments: sanctionwire("ties", *arguments, obj=wire)


def waiting(ties):
    return [line["id"] for line in ties("list", "--json").lines]


def test_what_waits_is_listed_with_its_reason_and_the_commands_that_settle_it(ties):
    out = ties("list").out
    assert "Chen Zhi (kh_nbc) may be us_ofac:54899, CHEN, Zhi" in out
    assert "why: the same name as its primary name, CHEN, Zhi, but a person is not known by a name alone" in out
    (sk,) = waiting(ties)
    assert f"sanctionwire ties confirm {sk}" in out
    assert "Huione" not in out


def test_all_of_them_are_listed_for_who_asks(ties):
    assert "Huione Group (kh_nbc) is us_fincen_311:2025-07837/subject" in ties("list", "--all").out
    lines = ties("list", "--all", "--json").lines
    assert {(line["name"], line["certainty"]) for line in lines} == {
        ("Chen Zhi", "candidate"), ("Huione Group", "certain"),
    }  # fmt: skip


def test_a_tie_is_confirmed_reopened_and_rejected_and_everything_is_kept(ties, room):
    (sk,) = waiting(ties)
    run = ties("confirm", sk, "--why", "the passport in the annex", "--who", "ben@example.org")
    assert run.out == f"{sk}: confirmed: Chen Zhi (kh_nbc) and us_ofac:54899, CHEN, Zhi\n"
    assert waiting(ties) == []
    assert ties("reopen", sk, "--why", "it was another annex").status == 0
    assert waiting(ties) == [sk]
    assert ties("reject", sk, "--why", "born in 1961").status == 0
    assert room.table.get(TIE, sk)["history"] == [
        {"what": "confirmed", "who": "ben@example.org", "why": "the passport in the annex", "when": "2025-12-05T12:00:00Z"},
        {"what": "open", "who": "arn:aws:iam::123456789012:user/ana", "why": "it was another annex", "when": "2025-12-05T12:00:00Z"},
        {"what": "rejected", "who": "arn:aws:iam::123456789012:user/ana", "why": "born in 1961", "when": "2025-12-05T12:00:00Z"},
    ]  # fmt: skip
    assert "rejected on 2025-12-05 by arn:aws:iam::123456789012:user/ana: born in 1961" in ties("list", "--all").out
    assert "No tie waits for a decision." in ties("list").out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("confirm", "nowhere", "--why", "x"), "there is no tie nowhere"),
        (("reopen", "THE ONE", "--why", "x"), "is open already"),
        (("confirm", "THE ONE", "--why", "  "), "say what you checked"),
        (("confirm", "THE ONE"), "Missing option '--why'"),
    ],
    ids=["unknown", "decided so already", "without a reason", "without --why"],
)
def test_what_is_not_understood_is_refused(ties, arguments, says):
    (sk,) = waiting(ties)
    run = ties(*(sk if each == "THE ONE" else each for each in arguments))
    assert run.status > 0
    assert says in run.err
    assert waiting(ties) == [sk]


def test_two_who_decide_at_once_do_not_overwrite_each_other(ties, room):
    (sk,) = waiting(ties)
    put = room.table.put

    def late(item, *, expect=None):
        room.table.put = put
        ties("reject", sk, "--why", "the other one was quicker")
        put(item, expect=expect)

    room.table.put = late
    run = ties("confirm", sk, "--why", "the same")
    assert run.status == 1
    assert [step["what"] for step in room.table.get(TIE, sk)["history"]] == ["rejected"]
