"""What the sources make of their samples fits together: the statuses of the story, from the records that they yield."""

from __future__ import annotations

import json
from datetime import date
from importlib.resources import files
from typing import Any

import pytest

from sanctionwire.core.standing import Act, Standing, family, keys, standing

FR, TABLE, CODE = "us_federal_register", "us_fincen_311", "us_ecfr_311"


def _records() -> dict[str, dict[str, Any]]:
    """Every instrument of these sources' samples, the latest reading of each."""
    found: dict[str, dict[str, Any]] = {}
    for slug in (FR, TABLE, CODE):
        expected = files("sanctionwire").joinpath("sources", slug, "expected")
        for file in sorted(expected.iterdir(), key=lambda each: each.name):
            for line in file.read_text(encoding="utf-8").splitlines():
                record = json.loads(line)
                if record.get("instrument"):
                    found[record["id"]] = record
    return found


RECORDS = _records()


def stood(entry_id: str, day: str) -> Standing:
    def carrying(key: str) -> list[Act]:
        return [Act.of(record) for record in RECORDS.values() if key in keys(record)]

    return standing(family(Act.of(RECORDS[entry_id]), carrying), date.fromisoformat(day))


@pytest.mark.parametrize("entry_id", [f"{FR}:2025-19571", f"{TABLE}:2025-19571"])
@pytest.mark.parametrize(
    ("day", "code"), [("2025-10-20", "pending"), ("2025-11-17", "in_force"), ("2026-07-01", "in_force")]
)
def test_the_final_rule_by_either_source(entry_id: str, day: str, code: str) -> None:
    told = stood(entry_id, day).status
    assert told.code == code
    assert ("amendment proposed (2026-12794), binds nobody" in told.notes) == (day == "2026-07-01")


@pytest.mark.parametrize("entry_id", [f"{FR}:2025-07837", f"{FR}:2026-12794", f"{TABLE}:2025-07837"])
def test_proposals_bind_nobody(entry_id: str) -> None:
    assert stood(entry_id, "2026-07-01").status.code == "not_binding"


def test_the_section_in_the_code_is_in_force_with_its_amendment_proposed() -> None:
    told = stood(f"{CODE}:1010.664", "2026-07-01").status
    assert (told.code, told.notes) == ("in_force", ("amendment proposed (2026-12794), binds nobody",))


ORDERS = [
    entry_id
    for entry_id, record in RECORDS.items()
    if entry_id.startswith(FR) and record["instrument"].get("effective") == "2025-07-21"
]


@pytest.mark.parametrize("entry_id", ORDERS)
@pytest.mark.parametrize(
    ("day", "code", "effective"),
    [
        ("2025-07-01", "pending", "2025-07-21"),
        ("2025-07-22", "pending", "2025-09-04"),
        ("2025-09-10", "pending", "2025-10-20"),
        ("2025-10-20", "in_force", "2025-10-20"),
    ],
)
def test_orders_whose_date_was_moved_twice(entry_id: str, day: str, code: str, effective: str) -> None:
    told = stood(entry_id, day)
    assert (told.status.code, told.effective) == (code, effective)


def test_there_are_three_such_orders() -> None:
    assert len(ORDERS) == 3
