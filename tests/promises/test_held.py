"""Promise 4: no false removal, no late designation, from the truncated list to the operator's decision."""

from __future__ import annotations

import re
from typing import Any

from promises.publishing import UN_LIST, Playing, playing
from promises.stack import Stack
from publisher import answer
from sanctionwire.deliver.outbox import ALERTS, OPERATOR
from sanctionwire.pipeline import holds

WHO, WHY = "ana@example.org", "SC/16055 of 2025-04-18 delists them"


def subjects(stack: Stack) -> dict[str, list[str]]:
    """But for the daily proof of life."""
    inbox = [each for each in stack.inbox() if " daily: " not in each["Subject"]]
    return {
        topic: [each["Subject"] for each in inbox if each["TopicArn"].endswith(topic)] for topic in (ALERTS, OPERATOR)
    }


def five_more(publisher: Playing) -> bytes:
    """The demonstration's truncated list, without 26 of its parties and with four new ones; and a fifth."""
    body = publisher.body(UN_LIST)
    party = re.search(rb"<INDIVIDUAL>.*?</INDIVIDUAL>", body, re.DOTALL)[0]
    fifth = (
        party.replace(b"<DATAID>690789<", b"<DATAID>6999999<")
        .replace(b"IBRAIMA", b"EXAMPLE")
        .replace(b"GBi.001", b"GBi.999")
    )
    return body.replace(party, party + fifth)


def released(stack: Stack) -> Any:
    outcome = holds.decide(
        stack.wire.ports, stack.wire.ports.registry["un_sc"], stack.row("un_sc").hold.id, accept=True, who=WHO, why=WHY
    )
    return stack.wire.log.get(outcome.seq)


def test_a_truncated_list_tells_its_five_additions_at_once_and_its_removals_when_an_operator_accepts_them() -> None:
    with playing("un_sc") as (stack, publisher):
        stack.tick()
        stack.clock.later(minutes=61)
        stack.inbox()
        stack.publishers.turn(5)
        publisher[UN_LIST] = answer(five_more(publisher))
        stack.tick()
        commit = stack.commits()[-1]
        assert (commit.changes.kinds, commit.removals_held) == ({"designated": 5}, 26)
        mails = {each["Subject"]: " ".join(each["Message"].split()) for each in stack.inbox()}
        added = [text for subject, text in mails.items() if subject.startswith("[DEMO] [ACT] UN +")]
        names = [change.entry.caption for change in stack.wire.log.changes(commit)]
        assert [sum(name in text for text in added) for name in names] == [1, 1, 1, 1, 1]
        assert all("removals_held: 26" in text for text in added)
        (held,) = [text for subject, text in mails.items() if "[CHECK] UN 26 REMOVALS HELD" in subject]
        assert "/files/" not in held  # no change tells of them: there is nothing to list
        assert stack.row("un_sc").count == 65

        stack.wire.watch()
        assert [subject.partition(" | ")[0] for subject in subjects(stack)[OPERATOR]] == [
            "[DEMO] [OPERATOR] 26 removals held"
        ]
        for _ in range(3):  # the same list again, and again: all of it is told
            stack.clock.later(minutes=61)
            stack.tick()
            stack.wire.watch()
        assert subjects(stack) == {ALERTS: [], OPERATOR: []}

        stack.clock.later(hours=24)
        stack.tick()
        stack.wire.watch()
        stack.pass_by(minutes=10)
        (still,) = [subject for subject in subjects(stack)[ALERTS] if "HELD" in subject]
        assert still.startswith("[DEMO] [CHECK] UN 26 REMOVALS HELD | still treated as listed | since 2026-01-16")

        release = released(stack)
        assert (release.kind, release.decided_by.who, release.decided_by.why) == ("release", WHO, WHY)
        assert release.changes.kinds == {"removed": 26}
        assert all(change.before for change in stack.wire.log.changes(release))
        stack.wire.project()
        stack.wire.announce()
        stack.wire.watch()
        inbox = stack.inbox()
        eased = [each for each in inbox if "[EASE]" in each["Subject"]]
        assert eased
        assert all(WHO in each["Message"] and WHY in " ".join(each["Message"].split()) for each in eased)
        assert sum(" ended: " in each["Subject"] and each["TopicArn"].endswith(OPERATOR) for each in inbox) == 1
        assert stack.row("un_sc").count == 39
        stack.clock.later(minutes=61)
        stack.tick()
        assert stack.commits()[-1].seq == release.seq
