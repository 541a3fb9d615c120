"""FinCEN's table of special measures: subjects, instruments and how they hang together."""

from __future__ import annotations

from datetime import date

import pytest

from sanctionwire.core.status import status
from special_measures import (
    FINAL_RULE,
    HUIONE,
    P,
    entries,
    page,
    row,
)


def test_institutions_classes_and_jurisdictions_are_told_apart():
    types = {entry.caption: entry.type for entry in entries().values() if entry.subject}
    assert {name for name, what in types.items() if what == "jurisdiction"} == {
        "Burma", "Democratic People’s Republic of Korea", "Islamic Republic of Iran", "Ukraine",
    }  # fmt: skip
    assert {name for name, what in types.items() if what == "class"} == {
        "Convertible Virtual Currency Mixing", "Mexican Gambling Establishments",
    }  # fmt: skip
    assert {"Huione Group", "Bitzlato", "Banca Privada d’Andorra", "Belmetalnergo"} < {
        name for name, what in types.items() if what == "party"
    }


def test_no_entry_of_the_sample_carries_a_doubt():
    assert not [entry.unmapped for entry in entries().values() if entry.unmapped]


def test_names_and_keys_carry_no_annotations():
    for key, entry in entries().items():
        assert "*" not in key
        for name in entry.subject.names if entry.subject else ():
            assert not set("*();") & set(name.full), name


def test_a_row_is_not_one_institution_whom_it_includes_stands_alone_and_is_covered_too():
    read = entries()
    infobank, included = read[P + "waisgate3/subject"], read[P + "waisgate3/belmetalnergo"]
    assert {(name.full, name.kind) for name in infobank.subject.names} == {
        ("Infobank", "primary"),
        ("Trustbank", "now"),
    }
    assert infobank.remarks.splitlines() == [
        "Infobank (Includes Belmetalnergo); renamed Trustbank",
        "Infobank was renamed Trustbank.",
    ]
    assert included.covered_by == infobank.covered_by
    assert included.relations[0].target_id == infobank.id
    assert set(read[P + "2014-29339"].instrument.covers) == {infobank.id, included.id}


def test_a_finding_contained_in_the_proposal_is_one_instrument_with_both_stages():
    instrument = entries()[P + "2025-07837"].instrument
    assert (instrument.action, instrument.stage) == ("proposal", "Finding; Notice of Proposed Rulemaking")
    assert instrument.published == "2025-05-05"
    assert instrument.covers == (HUIONE,)
    assert entries()[HUIONE].covered_by == (P + "2025-07837", P + "2025-19571")


def test_a_document_shared_by_several_rows_is_one_instrument_that_covers_them_all():
    instrument = entries()[P + "2012-23995"].instrument
    assert instrument.action == "rescission"
    assert instrument.covers == (P + "mayflowerbank/asia-wealth-bank", P + "mayflowerbank/myanmar-mayflower-bank")


def test_only_final_rules_and_orders_have_an_effect_and_it_is_the_right_one():
    read = entries()
    effects = {key: {measure.type: measure.effect for measure in read[P + key].listings[0].measures} for key in (
        "2025-07837/subject", "2026-12794/subject", "2023-01189/subject",
    )}  # fmt: skip
    assert effects["2025-07837/subject"] == {
        "Finding": "none", "Notice of Proposed Rulemaking": "none", "Final Rule": "correspondent_account",
    }  # fmt: skip
    assert effects["2026-12794/subject"] == {"Notice of Proposed Rulemaking": "none"}
    assert effects["2023-01189/subject"] == {"Final Rule": "other"}


def test_withdrawn_is_not_rescinded():
    read = entries()
    actions = {
        key: read[P + key].instrument.action for key in ("2024-22299", "bpa-withdrawal-nprm", "03-9411", "2012-23995")
    }
    assert actions == {
        "2024-22299": "withdrawal", "bpa-withdrawal-nprm": "withdrawal", "03-9411": "withdrawal", "2012-23995": "rescission",
    }  # fmt: skip
    assert read[P + "2018-03214"].instrument.ended == "2024-09-27"
    assert read[P + "311-burmese-banks"].instrument.ended == "2012-10-01"
    assert read[P + "mayflowerbank"].instrument.ended is None, "a proposal that became a rule was not withdrawn"


def test_an_effective_date_is_never_made_up():
    instruments = [entry.instrument for entry in entries().values() if entry.instrument]
    assert not [each for each in instruments if each.effective]
    rule = entries()[FINAL_RULE].instrument
    assert status(rule, date(2026, 1, 1)).code == "unknown"
    assert "published 2025-10-16; its effective date is not known here" in status(rule, date(2026, 1, 1)).why


def test_orders_and_what_was_done_to_them_stand_side_by_side():
    read = entries()
    assert read[P + "2025-11993"].instrument.action == "order"
    moved = read[P + "2025-16080"].instrument
    assert (moved.action, moved.stage) == ("effective_date_change", "Final Rule (effective date extended)")
    assert read[P + "2025-11993/subject"].listings[0].programmes == ("Section 2313a",)


@pytest.mark.parametrize(
    ("section", "cells", "action"),
    [
        ("", {"final": "01/23/2023"}, "order"),
        ("", {"finding": "01/23/2023", "final": "01/23/2023"}, "order"),
        ("", {"finding": "11/25/2021", "final": "11/04/2022"}, "final_rule"),
        ("", {"proposal": "01/23/2023", "final": "01/23/2023"}, "final_rule"),
        ("", {"final": "11/04/2019"}, "final_rule"),
        ("Section 311", {"final": "01/23/2023"}, "final_rule"),
        ("Section 9714", {"final": "01/23/2023"}, "order"),
        ("Section 9714", {"proposal": "01/23/2023", "final": "02/23/2023"}, "final_rule"),
        ("311 and 9714 Special Measures", {"final": "01/23/2023"}, "order"),
    ],
)
def test_an_order_is_told_from_a_final_rule_by_its_law_or_by_what_led_to_it(section, cells, action):
    found = entries(page(f"<tr><td>{section}</td></tr>", row("Some Bank", **cells)))
    actions = [
        entry.instrument.action for entry in found.values() if entry.instrument and "Final" in entry.instrument.stage
    ]
    assert actions == [action]


def test_footnotes_at_the_foot_of_the_table_are_quoted_at_the_rows_that_bear_their_mark():
    syria = entries()[P + "311syrianprm/subject"]
    assert syria.remarks.endswith("Exceptive relief was granted on 05/23/2025.")
    assert entries()[HUIONE].remarks is None
