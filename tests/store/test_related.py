"""The indexes beside the entries: what leads to an instrument, which dates lie ahead, and keys of any length."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanctionwire.core.standing import keys
from sanctionwire.store.memory import MemoryTable
from sanctionwire.store.ports import checked
from sanctionwire.store.related import Related, indexed

RULE: dict[str, Any] = {
    "id": "us_federal_register:2025-19571",
    "source": "us_federal_register",
    "type": "instrument",
    "instrument": {
        "action": "final_rule", "stage": "Final rule", "effective": "2025-11-17", "comments_close": "2025-10-16",
        "expires": "2030", "rin": "1506-AB68", "docket": "FINCEN-2025-0004", "citation": "90 FR  48295",
        "sections": ["31 CFR 1010.664"], "amends": ["2025-1"], "supersedes": ["2024-2"],
        "covers": ["us_federal_register:subject/huione-group"],
        "documents": [{"title": "x", "number": "2025-19571", "citation": "90 FR 48295"}],
    },
}  # fmt: skip
PARTY: dict[str, Any] = {
    "id": "us_federal_register:subject/huione-group",
    "source": "us_federal_register",
    "type": "party",
    "covered_by": ["us_federal_register:2025-19571"],
    "listings": [
        {
            "measures": [
                {"effective": "2025-11-17", "divest_by": "2026-01-01"},
                {"effective": "2025-12-01", "ended": "x"},
            ]
        }
    ],
}


def filled(*records: dict[str, Any], today: str = "2025-10-16") -> Related:
    table = MemoryTable()
    table.put_many(row for record in records for row in indexed(record, today=today))
    return Related(table)


@pytest.mark.parametrize(
    "key",
    ["us_federal_register:2025-19571", "2025-19571", "90 FR 48295", "31 CFR 1010.664", "1506-AB68", "FINCEN-2025-0004",
     "2025-1", "2024-2", "us_federal_register:subject/huione-group"],
)  # fmt: skip
def test_an_instrument_is_found_by_everything_that_it_carries(key: str) -> None:
    assert list(filled(RULE, PARTY).ids(key)) == [RULE["id"]]


def test_whom_an_instrument_covers_is_found_apart_from_instruments() -> None:
    assert list(filled(RULE, PARTY).ids(RULE["id"], "covered")) == [PARTY["id"]]


def test_a_key_is_no_prefix_of_another() -> None:
    assert list(filled(RULE).ids("31 CFR 1010.66")) == []


def test_dates_that_lie_ahead_are_indexed_by_the_day_and_those_of_no_day_are_not() -> None:
    rows = list(filled(RULE, PARTY).due("2025-10-16", "2026-12-31"))
    assert [(row["date"], row["entry"], row["what"]) for row in rows] == [
        ("2025-11-17", RULE["id"], "effective"),
        ("2025-11-17", PARTY["id"], "effective"),
        ("2026-01-01", PARTY["id"], "divest_by"),
    ]
    assert [row["date"] for row in filled(RULE, PARTY).due("2025-11-17", "2025-12-31")] == []
    assert [row["date"] for row in filled(RULE).due("2025-11-16", "2025-11-17")] == ["2025-11-17"]


@pytest.mark.parametrize(("today", "count"), [("2025-11-16", 1), ("2025-11-17", 0), ("2026-01-01", 0)])
def test_what_has_come_when_it_is_committed_is_told_with_it_and_not_indexed(today: str, count: int) -> None:
    assert len(list(filled(RULE, today=today).due("2000-01-01", "2100-01-01"))) == count


@given(st.text(st.characters(exclude_characters="\U0010ffff", exclude_categories=("Cs",)), min_size=1, max_size=2000))
def test_a_key_of_any_length_finds_its_entry(text: str) -> None:
    record = RULE | {"id": f"a_list:{text}", "instrument": RULE["instrument"] | {"citation": text}}
    for row in indexed(record, today="2025-10-16"):
        checked(row)
    related = filled(record)
    assert all(list(related.ids(key)) == [record["id"]] for key in keys(record))
    assert [row["entry"] for row in related.due("2025-10-16", "2025-12-31")] == [record["id"]]


def test_what_is_no_instrument_and_has_none_makes_no_rows() -> None:
    assert list(indexed({"id": "a_list:1", "source": "a_list", "type": "party"}, today="2025-10-16")) == []
