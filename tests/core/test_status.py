"""The status of an instrument on a day."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanctionwire.core.model import Instrument
from sanctionwire.core.status import Code, status

RULE = Instrument(action="final_rule", stage="Final Rule", published="2025-10-16", effective="2025-11-17")
TABLE_RULE = RULE.model_copy(update={"effective": None})


def act(action, **dates):
    return Instrument(action=action, stage=action, **dates)


@pytest.mark.parametrize(
    ("day", "code"), [("2025-11-16", "pending"), ("2025-11-17", "in_force"), ("2026-01-01", "in_force")]
)
def test_a_final_rule_is_pending_until_the_day_it_takes_effect(day, code):
    assert status(RULE, date.fromisoformat(day)).code == code


def test_a_final_rule_whose_effective_date_the_table_does_not_give_is_never_called_in_force():
    told = status(TABLE_RULE, date(2030, 1, 1))
    assert told.code == "unknown"
    assert told.why == "final rule published 2025-10-16; its effective date is not known here"


@pytest.mark.parametrize("action", ["finding", "proposal", "withdrawal", "rescission", "repeal", "relief"])
def test_what_imposes_nothing_never_binds(action):
    assert status(act(action, published="2025-05-05", effective="2025-05-05"), date(2025, 6, 1)).code == "not_binding"


def test_what_the_table_calls_rescinded_has_ended_from_that_day_on():
    rule = act("final_rule", published="2004-04-12", ended="2012-10-01")
    assert status(rule, date(2012, 9, 30)).code == "unknown"
    assert status(rule, date(2012, 10, 1)).code == "ended"


def test_relief_leaves_a_rule_standing_but_lifts_it():
    relief = act("relief", effective="2025-05-23")
    rule = act("final_rule", published="2006-03-15", effective="2006-04-14")
    assert status(rule, date(2025, 5, 22), later=[relief]).code == "in_force"
    assert status(rule, date(2025, 5, 23), later=[relief]).code == "relieved"


def test_a_repeal_outweighs_relief_and_a_proposed_amendment_changes_nothing():
    later = [
        act("relief", effective="2026-01-01"),
        act("repeal", effective="2026-02-01"),
        act("proposal", published="2025-12-01"),
    ]
    assert status(RULE, date(2025, 12, 31), later=later).code == "in_force"
    assert status(RULE, date(2026, 3, 1), later=later).code == "ended"


def test_a_repeal_whose_own_date_is_not_known_makes_the_status_unknown_not_ended():
    repeal = act("repeal", published="2026-02-01")
    assert status(RULE, date(2026, 1, 31), later=[repeal]).code == "in_force"
    assert status(RULE, date(2026, 2, 1), later=[repeal]).code == "unknown"


def test_an_order_is_judged_like_a_rule():
    assert status(act("order", effective="2025-10-20"), date(2025, 10, 19)).code == "pending"


def test_a_date_of_a_month_is_not_taken_for_a_day():
    rule = RULE.model_copy(update={"effective": "2025-11"})
    assert [status(rule, date(2025, month, 20)).code for month in (10, 11, 12)] == ["pending", "unknown", "in_force"]


dates = st.dates(min_value=date(2000, 1, 1), max_value=date(2030, 1, 1))


@given(effective=st.none() | dates, ended=st.none() | dates, day=dates, more=st.integers(1, 4000))
def test_once_ended_for_ever_ended_and_once_in_force_never_pending_again(effective, ended, day, more):
    rule = act(
        "final_rule",
        effective=effective.isoformat() if effective else None,
        ended=ended.isoformat() if ended else None,
    )
    now, then = status(rule, day).code, status(rule, date.fromordinal(day.toordinal() + more)).code
    assert {now, then} <= set(get_args(Code))
    order = ["unknown", "pending", "in_force", "ended"]
    assert order.index(then) >= order.index(now)
