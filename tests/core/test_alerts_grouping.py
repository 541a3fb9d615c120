"""What is told together, and how the line begins."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliver.examples import (
    CHEN,
    FINAL,
    FINCEN,
    GROUP,
    HUIONE,
    HUIONE_FINAL,
    OFAC,
    PROPOSED,
    UN,
    VESSEL,
    baseline,
    context,
    gone,
    new,
    numbered,
    sdn,
)  # fmt: skip
from sanctionwire.core.alerts import DETAILED, group, telling
from sanctionwire.core.changes import Change
from sanctionwire.core.diff import compare, diff
from sanctionwire.core.model import Entry, Instrument, Listing, Measure, Name, Publication, Subject
from strategies import readings


def lines(changes, about=OFAC, **changed):
    return [alert.first_line for alert in group(context(**changed), changes, about)]


def test_one_action_that_lists_146_parties_is_one_alert():
    alerts = group(context(), [new(GROUP), *map(new, numbered(145))], OFAC)
    assert [alert.first_line for alert in alerts] == [
        "[ACT] OFAC SDN +146 BLOCK | TCO | PRINCE GROUP TCO + 145 more | 2025-10-14"
    ]
    assert alerts[0].count == 146
    assert alerts[0].changes == ()
    assert alerts[0].schemas == {"LegalEntity": 96, "Person": 49, "Organization": 1}


def test_up_to_twenty_parties_are_told_in_full_the_one_that_others_are_tied_to_first():
    (alert,) = group(context(), [*map(new, numbered(19)), new(GROUP)], OFAC)
    assert len(alert.changes) == DETAILED
    assert alert.changes[0].entry_id == GROUP.id


def test_a_first_reading_of_twenty_thousand_entries_is_one_alert_and_keeps_none_of_them():
    made = Entry(id="us_ofac:1", source="us_ofac", type="party", subject=Subject(schema="Person"), remarks="x" * 500)
    entries = (baseline(made.model_copy(update={"id": f"us_ofac:{n}", "remarks": f"{n}" * 100})) for n in range(20_000))
    tracemalloc.start()
    (alert,) = group(context(), entries, OFAC)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert alert.first_line == "[INFO] OFAC now watching 20,000 entries | 2025-10-14"
    assert alert.changes == ()
    assert peak < 2_000_000


def test_different_kinds_effects_and_causes_are_told_apart_the_most_pressing_first():
    warned = Entry(id="us_ofac:9", source="us_ofac", type="party", subject=Subject(schema="Company", names=(Name(full="NINE"),)),
                   listings=(Listing(list="Warnings", kind="warning", measures=(Measure(type="Warning", effect="none"),)),))  # fmt: skip
    told = lines([new(warned), gone(VESSEL), new(CHEN), new(GROUP, cause="reconciled")])
    assert told == [
        "[ACT] OFAC SDN +1 BLOCK | TCO | CHEN, Zhi | 2025-10-14",
        "[ACT] OFAC SDN +1 BLOCK (BY FULL LIST) | TCO | PRINCE GROUP TCO | 2025-10-14",
        "[EASE] OFAC SDN -1 REMOVED | TCO | NONSUCH | 2025-10-14",
        "[INFO] OFAC Warnings +1 WARNING | NINE | 2025-10-14",
    ]


def test_whoever_left_one_list_and_stands_on_another_is_not_taken_for_cleared():
    both = CHEN.model_copy(update={"listings": (*CHEN.listings, sdn(list="Non-SDN CMIC List"))})
    partly = compare(both, CHEN)
    assert partly
    assert lines([partly]) == [
        "[EASE] OFAC Non-SDN CMIC -1 REMOVED (STILL LISTED) | TCO | CHEN, Zhi | 2025-10-14",
    ]
    (line,) = lines([partly, gone(VESSEL)])
    assert line.startswith("[EASE] OFAC -2 REMOVED (1 STILL LISTED) | TCO | CHEN, Zhi + 1 more")


def test_a_rule_and_what_it_covers_are_one_alert_with_the_rules_name_and_number():
    told = lines([compare(HUIONE, HUIONE_FINAL), new(FINAL)], FINCEN, source="us_fincen_311")
    assert told == ["[CHECK] FinCEN 311 FINAL RULE | Huione Group | effective date not known here | FR 2025-19571"]


def test_a_rescission_is_told_as_such_and_not_as_the_rule_that_it_ends():
    ended = FINAL.model_copy(update={"instrument": FINAL.instrument.model_copy(update={"ended": "2026-01-01"})})
    papers = (Publication(title="Rescinded", number="2026-00001", url="https://www.federalregister.gov/d/2026-00001"),)
    act = Instrument(action="rescission", stage="Rescinded", published="2026-01-01", documents=papers)
    out = FINAL.model_copy(update={"id": "us_fincen_311:2026-00001", "instrument": act})
    after = HUIONE_FINAL.model_copy(update={"covered_by": (*HUIONE_FINAL.covered_by, out.id)})
    told = [compare(HUIONE_FINAL, after), compare(FINAL, ended), new(out)]
    about = replace(FINCEN, verified_on="2026-01-01")
    assert lines(told, about, source="us_fincen_311", today="2026-01-01") == [
        "[EASE] FinCEN 311 RESCINDED | Huione Group | 2026-01-01 | FR 2026-00001",
    ]


def test_a_rule_of_known_date_is_a_plan_with_that_date():
    dated = FINAL.model_copy(
        update={
            "instrument": FINAL.instrument.model_copy(update={"effective": "2025-11-17", "citation": "31 CFR 1010.664"})
        }
    )
    about = replace(FINCEN, verified_on="2026-01-01")
    told = lines([compare(HUIONE, HUIONE_FINAL), new(dated)], about, source="us_fincen_311")
    assert told == ["[PLAN] FinCEN 311 FINAL RULE | Huione Group | corr. acct from 2025-11-17 | 31 CFR 1010.664"]


def test_two_rules_on_one_day_are_two_actions():
    other = HUIONE.model_copy(update={"id": "us_fincen_311:2/subject", "covered_by": ("us_fincen_311:2",)})
    rule = PROPOSED.model_copy(update={"id": "us_fincen_311:2"})
    assert len(lines([new(HUIONE), new(PROPOSED), new(other), new(rule)], FINCEN)) == 2


def test_a_rule_whose_subject_is_unchanged_is_told_by_itself():
    (alert,) = group(context(), [new(PROPOSED)], FINCEN)
    assert alert.first_line.startswith(
        "[INFO] FinCEN 311 PROPOSED RULE | Notice of Proposed Rulemaking | 2025-05-05 | 90 FR 18934"
    )
    assert alert.instruments


def test_samples_are_marked_before_all_else_and_the_class_stays_the_real_one():
    (alert,) = group(context(), [new(CHEN.model_copy(update={"evidence": "reconstructed"}))], OFAC)
    assert alert.first_line.startswith("[DEMO] [ACT] OFAC SDN +1 BLOCK")
    assert alert.attributes["class"] == "ACT"
    assert lines([new(CHEN)], demo=True)[0].startswith("[DEMO] [ACT] ")


def test_a_name_in_no_latin_script_falls_back_on_another_name_and_then_on_the_id():
    def named(*names):
        return CHEN.model_copy(update={"subject": Subject(schema="Person", names=names)})

    only = named(Name(full="陈志", kind="primary"))
    assert "| us_ofac:54899 |" in lines([new(only)])[0]
    both = named(Name(full="陈志", kind="primary", script="Hans"), Name(full="CHEN Zhi"))
    assert "| CHEN Zhi |" in lines([new(both)])[0]


def test_held_removals_are_told_by_the_first_commit_that_holds_them_and_only_by_it():
    assert lines([], removals_held=7, new_hold=True) == [
        "[CHECK] OFAC 7 REMOVALS HELD | still treated as listed | 2025-10-14"
    ]
    assert lines([], removals_held=7) == []


def test_entries_that_cannot_be_read_are_told_once_by_name():
    changed = {"unreadable": {"us_ofac:1": "unknown element"}, "newly_unreadable": ("us_ofac:1",)}
    assert lines([], **changed) == ["[CHECK] OFAC 1 ENTRY NOT READABLE | us_ofac:1 | 2025-10-14"]


def test_the_id_of_an_alert_is_the_same_for_each_run_and_differs_between_commits():
    first, again = (group(context(), [new(CHEN), gone(VESSEL)], OFAC) for _ in range(2))
    assert [alert.id for alert in first] == [alert.id for alert in again]
    assert group(context(seq=43), [new(CHEN)], OFAC)[0].id != first[0].id


def test_attributes_are_ten_at_most_and_say_what_subscribers_filter_on():
    (alert,) = group(context(), [new(CHEN), new(VESSEL)], OFAC)
    assert alert.attributes == {
        "class": "ACT", "source": "us_ofac", "authority": "OFAC", "kind": "designated", "listing_kind": "sanctions",
        "effect": "block", "binding": "now", "programmes": ("TCO",), "countries": ("cn", "cy", "kh", "pa", "vu"),
        "schemas": ("Person", "Vessel"),
    }  # fmt: skip


def test_who_filters_by_country_hears_of_a_party_that_leaves_it():
    moved = CHEN.model_copy(
        update={"subject": Subject(schema="Person", names=CHEN.subject.names, nationalities=("sg",))}
    )
    (alert,) = group(context(), [compare(CHEN, moved)], OFAC)
    assert {"kh", "sg"} <= set(alert.attributes["countries"])


def test_a_party_of_no_stated_country_says_so_and_too_many_values_concern_everybody():
    bare = CHEN.model_copy(update={"subject": Subject(schema="Person", names=CHEN.subject.names)})
    assert group(context(), [new(bare)], OFAC)[0].attributes["countries"] == ("none",)
    many = CHEN.model_copy(update={"listings": (sdn(programmes=tuple(f"P{n}" for n in range(100))),)})
    assert group(context(), [new(many)], OFAC)[0].attributes["programmes"] == ("all",)


@given(before=readings(), after=readings())
def test_every_change_that_is_told_is_in_exactly_one_alert(before, after):
    changes = diff(before, after)
    alerts = group(context(), changes, OFAC)
    told = [change for change in changes if change.weight != "cosmetic"]
    assert sum(alert.count for alert in alerts) == len(told)
    keys = {each.key for each in telling(context(), changes, OFAC)}
    assert len(keys) == len(alerts) == len({alert.id for alert in alerts})


@given(before=readings(), after=readings(), seed=st.randoms())
def test_the_order_of_changes_changes_no_id_and_no_line(before, after, seed):
    changes = diff(before, after)
    shuffled = changes[:]
    seed.shuffle(shuffled)
    assert {alert.id for alert in group(context(), changes, OFAC)} == {
        alert.id for alert in group(context(), shuffled, OFAC)
    }


nasty = st.text(alphabet=st.characters(codec=None, exclude_categories=()), min_size=1, max_size=200)


@given(
    name=nasty,
    programme=nasty,
    publisher=nasty,
    published=st.none() | nasty,
    kind=st.sampled_from(["new", "gone", "amended"]),
)
def test_the_first_line_is_one_line_of_ascii_under_a_hundred_characters(name, programme, publisher, published, kind):
    entry = CHEN.model_copy(
        update={
            "subject": Subject(schema="Person", names=(Name(full=name),)),
            "listings": (sdn(programmes=(programme,)),),
        }
    )
    changes = {
        "new": new(entry),
        "gone": gone(entry),
        "amended": compare(entry, entry.model_copy(update={"remarks": "q"})),
    }
    about = replace(UN, publisher=publisher)
    for demo in (False, True):
        (alert,) = group(context(published=published, demo=demo), [changes[kind]], about)
        line = alert.first_line
        assert line.isascii()
        assert line.isprintable()
        assert len(line) < 100
        assert line.startswith(("[DEMO] [" if demo else "[",))


@pytest.mark.parametrize("count", [1, 2, 20, 21, 1_000])
def test_a_long_name_leaves_room_for_how_many_more_there_are_and_for_the_date(count):
    long = Name(
        full="THE VERY LONG NAME OF AN ORGANISATION THAT NOBODY WILL EVER PUT INTO ONE LINE AS IT IS", kind="primary"
    )
    first = GROUP.model_copy(update={"subject": Subject(schema="Company", names=(long,)), "id": "us_ofac:1"})
    (line,) = lines([new(first), *map(new, numbered(count - 1))][:count])
    assert len(line) < 100
    assert line.endswith("| 2025-10-14")
    assert count == 1 or f"+ {count - 1:,} more" in line


def test_a_change_of_a_source_with_one_list_does_not_repeat_the_lists_name():
    listing = Listing(list="UN Security Council Consolidated List", programmes=("DPRK",), listed_on="2025-10-14")
    entry = Entry(
        id="un_sc:1",
        source="un_sc",
        type="party",
        subject=Subject(schema="Person", names=(Name(full="A B"),)),
        listings=(listing,),
    )
    assert lines([new(entry)], UN) == ["[ACT] UN +1 OTHER MEASURE | DPRK | A B | 2025-10-14"]


def test_a_change_without_an_entry_is_refused():
    with pytest.raises(ValueError, match="carries no entry"):
        group(context(), [Change(kind="removed", entry_id="x")], OFAC)
