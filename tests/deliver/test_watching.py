"""The watch's judgement and its words: every condition from bare facts, with no store and no clock."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from deliver.examples import FINCEN, OFAC, UN
from sanctionwire.core.alerts.attributes import ALL
from sanctionwire.deliver.conditions import ended, poison, reread, told
from sanctionwire.deliver.daily import Checked, Day, daily
from sanctionwire.deliver.facts import Facts, Lost, SourceFacts
from sanctionwire.deliver.policy import FILTERS, matches, policy
from sanctionwire.deliver.sight import regained
from sanctionwire.deliver.watching import OWNED, conditions

GOLDEN = Path(__file__).parent / "golden"
NOW = "2025-10-14T15:00:00Z"
WELL = SourceFacts(about=OFAC, serial=12, seq=40, publication="20251014-1", checked_at="2025-10-14T14:58:00Z")


def facts(source=None, **changed):
    return Facts(at=NOW, sources=[source] if source else [], **changed)


CASES = {
    "unreadable": facts(
        replace(
            WELL,
            unread_since="2025-10-14T14:50:00Z",
            unread={"Where": "delta, entity 12060 / features", "Seen": "unknown element <gait>", "Expected": "feature"},
        )
    ),
    "unreachable": facts(replace(WELL, failing_since="2025-10-14T14:50:00Z", error="us_ofac: https://x: 503 Service Unavailable")),
    "stale": facts(replace(WELL, checked_at="2025-10-14T14:40:00Z")),
    "held": facts(
        replace(WELL, hold_id="a59cee763a5c", held_since="2025-10-13T14:00:00Z", held=312, why_held="312 of 17,000 entries gone at once, where at most 340 pass unseen")
    ),
    "entries": facts(replace(WELL, unreadable={f"us_ofac:{n}": "unknown element <gait>" for n in range(12)})),
    "behind": facts(head=42, cursors={"announce": 40, "project": 42}),
    "unsent": facts(unsent_since="2025-10-14T14:40:00Z"),
    "dead_letters": facts(dead_letters={"https://sqs.eu-west-1.amazonaws.com/123456789012/CollectDeadLetters": 3}),
    "subscription": facts(
        lost=[Lost(id="0f1e2d3c4b", address="officer@example.org", why="It was not confirmed in time.", redo="sanctionwire subscribe email officer@example.org --class ACT")]
    ),
}  # fmt: skip


def messages(case):
    for condition in conditions(CASES[case]):
        since = condition.since or NOW
        yield told(condition, since)
        yield ended(condition, since, "2025-10-14T16:00:00Z")


def golden(name, body):
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(body, encoding="utf-8")
    assert body == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES)
def test_the_notice_reads_as_it_should(case):
    golden(f"notice_{case}", "\n=====\n".join(message.body for message in messages(case)))


def test_the_other_notices_read_as_they_should():
    made = [
        told(poison(42, "us_ofac", "KeyError: changes/ab.ndjson.gz"), NOW),
        reread(43, "un_sc", 1_012, "r2", "ab" * 32),
    ]
    golden("notice_others", "\n=====\n".join(message.body for message in made))


def test_the_daily_mail_reads_as_it_should():
    sources = [
        Checked(about=FINCEN, checked_at="2025-10-13T02:00:00Z", stale=True),
        Checked(
            about=OFAC,
            checked_at="2025-10-14T05:58:12Z",
            stale=False,
            publication="20251014-1",
            changes={"designated": 146, "amended": 2},
        ),
        Checked(about=UN, checked_at="2025-10-14T05:30:00Z", stale=False, publication="2025-10-13"),
    ]
    message = daily(Day(seq=57, hash="5f" * 32, committed_at="2025-10-14T06:00:03Z", sources=sources))
    golden("daily", message.body)
    assert message.subject == "[INFO] daily: 3 sources | 1 NOT CHECKED | 2025-10-14 | head 57 5f5f5f5f5f5f"


def test_regained_sight_says_what_was_missed():
    said = regained("UN cannot be seen", "2025-10-14", {"designated": 1_200, "removed": 1}, 3)
    assert said[0] == "UN can be seen again; you need not check by hand any more."
    assert said[1] == "Read since then: 3 publications, up to 2025-10-14, with 1,200 designated, 1 removed."
    assert regained("UN cannot be seen", None, {}, 1)[1] == "Read since then: 1 publication, with no change."


def test_when_all_is_well_nothing_is_wrong():
    assert list(conditions(facts(WELL, head=42, cursors={"announce": 42, "project": 42}, dead_letters={"q": 0}))) == []


@pytest.mark.parametrize("case", CASES)
def test_every_condition_is_owned_by_the_watch_so_that_it_can_end(case):
    for condition in conditions(CASES[case]):
        assert condition.id.partition("/")[0] in OWNED


@pytest.mark.parametrize(("minutes", "blind"), [(0, False), (8, False), (9, True), (14, True), (600, True)])
def test_a_failing_source_is_blind_in_time_for_a_watch_each_five_minutes(minutes, blind):
    since = (
        f"2025-10-14T{14 - minutes // 60 if minutes < 600 else 5:02d}:{(60 - minutes % 60) % 60:02d}:00Z"
        if minutes
        else NOW
    )
    source = replace(WELL, failing_since=since)
    assert any(condition.id == "blind/us_ofac" for condition in conditions(facts(source))) == blind


def test_blind_speaks_to_subscribers_and_names_the_page_to_look_at():
    (blind,) = (each for each in conditions(CASES["unreadable"]) if each.id.startswith("blind"))
    assert blind.destination == "alerts"
    message = told(blind, blind.since)
    assert OFAC.url in message.body
    assert message.attributes["class"] == "BLIND"
    assert message.attributes["source"] == "us_ofac"


@pytest.mark.parametrize("name", [name for name in FILTERS if name != "source"])
def test_blind_reaches_every_subscriber_of_the_source_whatever_they_filter_on_besides(name):
    (blind,) = (each for each in conditions(CASES["unreadable"]) if each.id.startswith("blind"))
    attributes = told(blind, blind.since).attributes
    value = {"country": "kh", "programme": "SDGT"}.get(name) or FILTERS[name].known[0]
    made = policy({name: [value], "source": ["us_ofac"]}, ["us_ofac", "un_sc"])
    assert matches(made, attributes)
    assert not matches(policy({name: [value], "source": ["un_sc"]}, ["us_ofac", "un_sc"]), attributes)
    assert ALL in attributes["countries"]


def test_one_tick_of_five_minutes_after_the_limit_is_still_within_fifteen():
    from sanctionwire.deliver.sight import UNREACHABLE_AFTER  # noqa: PLC0415

    assert UNREACHABLE_AFTER + timedelta(minutes=5) < timedelta(minutes=15)
    assert OFAC.stale_after + timedelta(minutes=5) <= timedelta(minutes=OFAC.cadence_minutes + 15)
