"""Ties: looked up as of the commit that is announced, remembered with their reason, asked once, and never in the way."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from deliver.examples import CHEN, GROUP, HUIONE, VESSEL, numbered
from pipeline.newsroom import ABOUTS, Newsroom
from sanctionwire.core.changes import Change
from sanctionwire.core.model import Entry, Identifier, Mention, Name, Notice, Subject
from sanctionwire.deliver import blocks, mail
from sanctionwire.errors import Superseded, Suspicious
from sanctionwire.pipeline import announce as announcing
from sanctionwire.pipeline.project import PROJECT, project
from sanctionwire.pipeline.ties import BEHIND, TIE, caught_up, decide
from sanctionwire.store.cursors import Cursor

NOON = datetime(2025, 12, 4, 12, 0, tzinfo=UTC)


def notice(number, *mentions, source="kh_nbc"):
    return Entry(
        id=f"{source}:{number}",
        source=source,
        type="notice",
        notice=Notice(title=f"Announcement {number}", category="statement", published="2025-12-04"),
        mentions=mentions,
    )


def named(name, **more):
    return Mention(name=name, **more)


@pytest.fixture
def room():
    """One that knows OFAC's parties and FinCEN's, and whose projection is behind."""
    room = Newsroom()
    for source, entries in (("us_ofac", (GROUP, CHEN, VESSEL)), ("us_fincen_311", (HUIONE,))):
        assert {entry.source for entry in entries} == {source}
        changes = [Change(kind="baseline", entry_id=each.id, after=each, weight="minor") for each in entries]
        room.publish(changes=changes, day="2025-10-20")
        room.known |= {entry.id: entry for entry in entries}
    return room


def tell(room, *entries, **how):
    *_, message = room.tell(*entries, **{"day": "2025-12-04"} | how)
    return message


def rows(room):
    return {(row["name"], row["entry_id"]): row for row in room.table.query(TIE)}


def related(message):
    return " ".join(message.body.partition("RELATED ENTRIES")[2].partition("\n\n")[0].split())


def test_a_certain_tie_is_shown_with_its_status_and_its_reason(room):
    message = tell(room, notice(1, named("Huione Group", country="kh")))
    assert related(message).startswith("- Huione Group is us_fincen_311:2025-07837/subject, Huione Group (Special")
    assert "The same name as its primary name, Huione Group." in related(message)
    assert rows(room)["Huione Group", HUIONE.id]["certainty"] == "certain"


def test_a_candidate_is_shown_as_perhaps_with_the_command_that_settles_it(room):
    message = tell(room, notice(1, named("Chen Zhi")))
    row = rows(room)["Chen Zhi", CHEN.id]
    assert "perhaps: Chen Zhi may be us_ofac:54899, CHEN, Zhi (SDN List since 2025-10-14, TCO: BLOCK" in related(
        message
    )
    assert f"sanctionwire ties confirm {row['sk']}" in related(message)
    assert (row["certainty"], row["state"], row["history"]) == ("candidate", "open", [])


def test_a_tie_by_number_needs_no_name(room):
    wallet = Identifier(type="wallet", value="1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa")
    message = tell(room, notice(1, named("an unnamed holder", identifiers=(wallet,))))
    assert "is us_ofac:54899" in related(message)


def test_what_is_decided_once_is_not_asked_again_for_the_next_notice(room):
    tell(room, notice(1, named("Chen Zhi")))
    sk = rows(room)["Chen Zhi", CHEN.id]["sk"]
    decide(room.table, sk, "confirmed", who="ana@example.org", why="the same passport", now=NOON)
    message = tell(room, notice(2, named("CHEN Zhi")))
    assert "CHEN Zhi is us_ofac:54899" in related(message)
    assert "Confirmed here on 2025-12-04." in related(message)
    assert "ties confirm" not in message.body
    assert "ana@" not in message.body


def test_what_is_rejected_is_not_shown_again_until_it_is_reopened(room):
    tell(room, notice(1, named("Chen Zhi")))
    sk = rows(room)["Chen Zhi", CHEN.id]["sk"]
    decide(room.table, sk, "rejected", who="ana", why="born in 1961", now=NOON)
    assert related(tell(room, notice(2, named("Chen Zhi")))) == ""
    decide(room.table, sk, "open", who="ben", why="that was another notice", now=NOON)
    assert "perhaps: Chen Zhi" in related(tell(room, notice(3, named("Chen Zhi"))))
    history = rows(room)["Chen Zhi", CHEN.id]["history"]
    assert [(step["what"], step["who"]) for step in history] == [("rejected", "ana"), ("open", "ben")]


def test_another_speaker_is_asked_about_anew(room):
    tell(room, notice(1, named("Chen Zhi")))
    decide(room.table, rows(room)["Chen Zhi", CHEN.id]["sk"], "rejected", who="ana", why="no", now=NOON)
    assert "perhaps" in related(tell(room, notice("sb1", named("Chen Zhi"), source="us_treasury_press")))


def test_evidence_that_comes_later_is_written_down_and_an_earlier_decision_stays(room):
    tell(room, notice(1, named("Chen Zhi")))
    before = rows(room)["Chen Zhi", CHEN.id]
    passport = Identifier(type="passport", value="N00000000", country="kh")
    message = tell(room, notice(2, named("Chen Zhi", identifiers=(passport,))))
    after = rows(room)["Chen Zhi", CHEN.id]
    assert (before["sk"], after["certainty"]) == (after["sk"], "certain")
    assert "Chen Zhi is us_ofac:54899" in related(message)


def test_a_decision_on_nothing_or_the_same_decision_again_is_refused(room):
    with pytest.raises(Suspicious, match="there is no tie"):
        decide(room.table, "nowhere", "confirmed", who="a", why="b", now=NOON)
    tell(room, notice(1, named("Chen Zhi")))
    sk = rows(room)["Chen Zhi", CHEN.id]["sk"]
    decide(room.table, sk, "confirmed", who="a", why="b", now=NOON)
    with pytest.raises(Suspicious, match="confirmed already"):
        decide(room.table, sk, "confirmed", who="a", why="b", now=NOON)


def test_a_list_names_the_same_party_on_other_lists_and_not_its_own(room):
    same = GROUP.model_copy(update={"id": "uk_sl:1", "source": "uk_sl"})
    message = tell(room, same)
    assert "is us_ofac:54901" in related(message)
    assert "uk_sl" not in related(message)


def test_one_that_left_its_list_is_told_as_formerly_listed(room):
    room.publish(gone=[GROUP], day="2025-11-20")
    message = tell(room, notice(1, named("Prince Group TCO")))
    assert "(formerly: SDN List since 2025-10-14" in related(message)


def test_a_name_that_an_entry_no_longer_has_or_does_not_have_yet_ties_nothing(room):
    renamed = GROUP.model_copy(
        update={"subject": Subject(schema="Organization", names=(Name(full="Kingdom Venture", kind="primary"),))}
    )
    room.publish(renamed, day="2025-11-20")
    told = room.publish(notice(1, named("Prince Group TCO")), day="2025-12-04")
    room.publish(GROUP, day="2025-12-05")
    project(room.ports)  # the index knows of the name again before the notice is announced
    room.told()
    message = next(each for each in room.alerts.messages if "Announcement 1" in each.body)
    assert Cursor(room.table, PROJECT).position() > told.seq
    assert related(message) == ""


def test_the_projection_is_brought_as_far_as_the_commit_that_is_announced(room):
    tell(room, notice(1, named("Huione Group")))
    assert Cursor(room.table, PROJECT).position() == room.log.head().seq


def test_an_alert_goes_out_though_related_entries_cannot_be_looked_up(room):
    room.told()

    class Down:
        def __getattr__(self, _name):
            raise ConnectionError("no table")

    room.entries_table = Down()
    message = tell(room, notice(1, named("Huione Group")))
    assert related(message) == "- Related entries of other sources could not be looked up (ConnectionError)."
    assert rows(room) == {}


def test_a_projection_that_is_far_behind_is_not_waited_for(room):
    position = Cursor(room.table, PROJECT).position()
    many = [
        Change(kind="baseline", entry_id=f"un_sc:{number}", after=GROUP.model_copy(update={"source": "un_sc"}))
        for number in range(BEHIND + 1)
    ]
    room.publish(changes=many)
    with pytest.raises(Superseded, match="is at commit"):
        caught_up(room.ports, room.log.head().seq)
    assert Cursor(room.table, PROJECT).position() == position
    message = tell(room, notice(1, named("Huione Group")))
    assert "could not be looked up" in related(message)


def test_of_hundreds_of_parties_none_is_looked_up_and_the_alert_says_so(room):
    message = tell(
        room, *(each.model_copy(update={"id": f"uk_sl:{n}", "source": "uk_sl"}) for n, each in enumerate(numbered(21)))
    )
    assert related(message) == "- Of more than 20 parties, the related entries of other sources are not looked up."


def test_slack_says_nothing_of_decisions(room):
    tell(room, notice(1, named("Chen Zhi"), named("Huione Group")))
    sk = rows(room)["Chen Zhi", CHEN.id]["sk"]
    shown = []
    for number, state in enumerate(("confirmed", "rejected"), start=2):
        decide(room.table, sk, state, who="ana", why="the same passport", now=NOON)
        commit = room.publish(notice(number, named("Chen Zhi"), named("Huione Group")), day="2025-12-04")
        about = ABOUTS["kh_nbc"]
        (alert,) = room.desk.ties.tied(alerts(room, commit, about))
        shown.append(str(blocks.shown(mail.render(alert, about), alert, about).blocks))
    for text in shown:
        assert "Huione Group is us_fincen_311:2025-07837/subject" in text
        assert "us_ofac:54899" not in text
        assert [word for word in ("onfirmed", "ejected", "passport") if word in text] == []


def alerts(room, commit, about):
    told = announcing.Told(room.table, commit)
    return announcing.group(announcing.context_of(commit, about, told), room.log.changes(commit), about)
