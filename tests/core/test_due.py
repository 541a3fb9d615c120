"""Which dates of a record may come, and which of those that came still stand."""

from __future__ import annotations

from typing import Any

import pytest

from sanctionwire.core.due import change, dates, stands
from sanctionwire.core.model import Entry, Instrument
from sanctionwire.core.standing import Standing
from sanctionwire.core.status import Moved, Status

DAY = "2025-11-17"


def record(**instrument: str) -> dict[str, Any]:
    return {"id": "a_list:1", "instrument": {"action": "final_rule", "stage": "x", **instrument}}


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (record(effective=DAY), [("effective", DAY)]),
        (record(effective=DAY, expires="2026-01-01"), [("effective", DAY), ("expires", "2026-01-01")]),
        (record(comments_close=DAY), [("comments_close", DAY)]),
        (record(effective="2025-11", expires="2025"), []),
        (record(published=DAY, inspected=DAY, ended=DAY), []),
        ({"listings": [{"measures": [{"effective": DAY, "divest_by": DAY}]}]}, [("divest_by", DAY), ("effective", DAY)]),
        ({"listings": [{"measures": [{"effective": DAY, "ended": "2025-10-01"}]}]}, []),
        ({"listings": [{"measures": [{"listed": DAY}]}, {"measures": [{"effective": DAY}, {"effective": DAY}]}]}, [("effective", DAY)]),
        ({"listings": [{}], "instrument": None}, []),
        ({}, []),
    ],
)  # fmt: skip
def test_dates_of_whole_days_may_come(given: dict[str, Any], found: list[tuple[str, str]]) -> None:
    assert dates(given) == found


def standing(code: str, effective: str | None = DAY) -> Standing:
    return Standing(status=Status(code=code, why=""), dates=(Moved(effective=effective, since=None, by="x"),))  # type: ignore[arg-type]


def test_nothing_comes_of_what_had_ended() -> None:
    rule = Instrument(action="order", stage="x", effective=DAY, expires=DAY, comments_close=DAY)
    ended = standing("ended")
    assert not any(
        stands(rule, what, DAY, then=ended, now=ended) for what in ("effective", "expires", "comments_close")
    )  # type: ignore[arg-type]


@pytest.mark.parametrize("action", ["final_rule", "order", "amendment", "codified"])
@pytest.mark.parametrize("code", ["not_binding", "pending", "relieved", "unknown"])
def test_what_binds_takes_effect_only_if_it_is_in_force_then_and_now(action: str, code: str) -> None:
    rule = Instrument(action=action, stage="x", effective=DAY)  # type: ignore[arg-type]
    force, other = standing("in_force"), standing(code)
    assert stands(rule, "effective", DAY, then=force, now=force)
    assert not stands(rule, "effective", DAY, then=force, now=other)
    assert not stands(rule, "effective", DAY, then=other, now=force)
    assert not stands(rule, "effective", DAY, then=standing("in_force", "2025-11-18"), now=force)


def test_an_expiry_told_late_is_told_though_it_has_ended_by_then() -> None:
    relief = Instrument(action="relief", stage="x", expires=DAY)
    assert stands(relief, "expires", DAY, then=standing("not_binding"), now=standing("ended"))
    assert not stands(relief, "expires", "2025-11-18", then=standing("not_binding"), now=standing("ended"))


def test_the_change_leaves_the_entry_as_it_is() -> None:
    entry = Entry(id="a_list:1", source="a_list", type="notice")
    made = change(entry, "expires", DAY)
    assert (made.before, made.after, made.kind) == (entry, entry, "due")
    assert made.due
    assert (made.due.what, made.due.date, made.weight) == ("expires", DAY, "major")
