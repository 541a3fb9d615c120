"""How an instrument stands on a day, by what else was published up to it: the dates of the story, one by one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanctionwire.core.model import Entry, Instrument, Publication
from sanctionwire.core.standing import Act, Standing, family, keys, standing

FR = "us_federal_register"


def instrument(entry_id: str, action: str, **fields: Any) -> Entry:
    """`number` is the Federal Register's."""
    number = fields.pop("number", None)
    documents = (Publication(title=action, number=number),) if number else ()
    made = Instrument(action=action, stage=action, documents=documents, **fields)
    return Entry(id=entry_id, source=entry_id.partition(":")[0], type="instrument", instrument=made)


def document(number: str, action: str, **fields: Any) -> Entry:
    return instrument(f"{FR}:{number}", action, number=number, **fields)


def with_(entry: Entry, **fields: Any) -> Entry:
    assert entry.instrument
    return entry.model_copy(update={"instrument": entry.instrument.model_copy(update=fields)})


def stood(entry: Entry, on: str, others: Iterable[Entry]) -> Standing:
    records = {each.id: each.plain() for each in (entry, *others)}

    def carrying(key: str) -> list[Act]:
        return [Act.of(record) for record in records.values() if key in keys(record)]

    return standing(family(Act.of(entry.plain()), carrying), date.fromisoformat(on))


SECTION = "31 CFR 1010.664"
PROPOSAL = document(
    "2025-07837", "proposal", published="2025-05-05", citation="90 FR 18934", rin="1506-AB68", sections=(SECTION,)
)
RULE = document(
    "2025-19571", "final_rule", published="2025-10-16", inspected="2025-10-15", effective="2025-11-17",
    citation="90 FR 48295", rin="1506-AB68", sections=(SECTION,),
)  # fmt: skip
TABLE_RULE = instrument("us_fincen_311:2025-19571", "final_rule", number="2025-19571", published="2025-10-16")
CODE = instrument("us_ecfr_311:1010.664", "codified", sections=(SECTION,))
EXTENSION = document("2026-12794", "proposal", published="2026-06-25", amends=(SECTION,), sections=(SECTION,))
STORY = (PROPOSAL, RULE, TABLE_RULE, CODE, EXTENSION)
PROPOSED = "amendment proposed (2026-12794), binds nobody"


@pytest.mark.parametrize("entry", [RULE, TABLE_RULE], ids=["the register's", "the table's"])
@pytest.mark.parametrize(
    ("day", "code", "noted"),
    [
        ("2025-10-14", "not_binding", False),
        ("2025-10-20", "pending", False),
        ("2025-11-16", "pending", False),
        ("2025-11-17", "in_force", False),
        ("2026-06-24", "in_force", False),
        ("2026-06-25", "in_force", True),
        ("2026-07-01", "in_force", True),
    ],
)
def test_the_huione_rule_is_pending_then_in_force_and_stays_so_while_its_amendment_is_proposed(
    entry: Entry, day: str, code: str, *, noted: bool
) -> None:
    told = stood(entry, day, STORY).status
    assert told.code == code
    assert (PROPOSED in told.notes) == noted


def test_what_only_another_source_states_of_the_same_document_is_said_to_be_its_statement() -> None:
    told = stood(TABLE_RULE, "2025-11-17", STORY)
    assert "effective 2025-11-17: as us_federal_register:2025-19571 states" in told.status.notes
    assert stood(TABLE_RULE, "2025-11-17", [CODE]).status.code == "unknown"


def test_sources_that_differ_on_a_date_leave_it_unknown() -> None:
    other = instrument("xx_other:1", "final_rule", number="2025-19571", effective="2025-11-18")
    told = stood(TABLE_RULE, "2026-01-01", [RULE, other])
    assert told.status.code == "unknown"
    assert "effective: other sources differ (2025-11-17, 2025-11-18)" in told.status.notes


def test_a_proposal_binds_nobody_though_its_rule_is_in_force() -> None:
    assert stood(PROPOSAL, "2026-01-01", STORY).status.code == "not_binding"
    assert stood(EXTENSION, "2026-07-01", STORY).status.code == "not_binding"


def test_the_section_as_codified_is_in_force_with_its_amendment_proposed() -> None:
    told = stood(CODE, "2026-07-01", STORY)
    assert (told.status.code, told.status.why) == ("in_force", "it stands in the code as read")
    assert told.status.notes == (PROPOSED,)


def test_related_instruments_are_those_that_were_made_public_later_and_by_that_day() -> None:
    assert [act.id for act in stood(RULE, "2026-06-24", STORY).later] == [CODE.id]
    assert [act.id for act in stood(RULE, "2026-06-25", STORY).later] == [CODE.id, EXTENSION.id]
    assert PROPOSAL.id not in {act.id for act in stood(RULE, "2026-07-01", STORY).later}


@pytest.mark.parametrize(
    "withdrawal",
    [
        document("2027-1", "withdrawal", published="2027-01-04", effective="2027-01-04", amends=("2026-12794",)),
        document("2027-1", "withdrawal", published="2027-01-04", effective="2027-01-04", sections=(SECTION,)),
    ],
    ids=["by number", "by section alone"],
)
def test_the_withdrawal_of_the_proposal_ends_the_proposal_and_not_the_rule(withdrawal: Entry) -> None:
    story = (*STORY, withdrawal)
    assert stood(EXTENSION, "2027-01-03", story).status.code == "not_binding"
    assert stood(EXTENSION, "2027-01-04", story).status.code == "ended"
    rule = stood(RULE, "2027-01-04", story).status
    assert (rule.code, rule.notes) == ("in_force", ())


def test_a_proposal_that_became_a_rule_is_proposed_no_longer() -> None:
    proposal = document("2026-12794", "proposal", published="2026-06-25", rin="1506-AB99", sections=(SECTION,))
    final = document(
        "2027-2", "final_rule", published="2027-02-01", effective="2027-03-01", rin="1506-AB99", sections=(SECTION,)
    )
    before = stood(RULE, "2027-02-28", [proposal, final]).status
    after = stood(RULE, "2027-03-01", [proposal, final]).status
    assert (before.code, before.notes) == ("in_force", ("amendment 2027-2 takes effect only on 2027-03-01",))
    assert (after.code, after.notes) == ("in_force", ("amended by 2027-2, effective 2027-03-01",))


# --- Orders whose dates moved ----------------------------------------------------------------------------------------

ORDERS = [
    document(number, "order", published="2025-06-30", effective="2025-07-21", citation=citation)
    for number, citation in (
        ("2025-12082", "90 FR 27770"),
        ("2025-12081", "90 FR 27777"),
        ("2025-12080", "90 FR 27764"),
    )
]
MOVES = [
    document(
        "2025-13206", "effective_date_change", published="2025-07-14", effective="2025-09-04",
        amends=tuple(order.instrument.citation for order in ORDERS if order.instrument),
    ),
    document(
        "2025-16155", "effective_date_change", published="2025-08-22", effective="2025-10-20",
        amends=tuple(order.id for order in ORDERS),
    ),
]  # fmt: skip


@pytest.mark.parametrize("order", ORDERS, ids=["CIBanco", "Intercam", "Vector"])
@pytest.mark.parametrize(
    ("day", "code", "effective"),
    [
        ("2025-07-01", "pending", "2025-07-21"),
        ("2025-07-13", "pending", "2025-07-21"),
        ("2025-07-14", "pending", "2025-09-04"),
        ("2025-07-21", "pending", "2025-09-04"),
        ("2025-09-04", "pending", "2025-10-20"),
        ("2025-09-10", "pending", "2025-10-20"),
        ("2025-10-19", "pending", "2025-10-20"),
        ("2025-10-20", "in_force", "2025-10-20"),
    ],
)
def test_the_date_that_counts_is_the_one_that_stood_on_that_day(
    order: Entry, day: str, code: str, effective: str
) -> None:
    told = stood(order, day, MOVES)
    assert (told.status.code, told.effective) == (code, effective)


def test_the_history_of_the_dates_names_the_documents_that_moved_them() -> None:
    told = stood(ORDERS[0], "2025-09-10", MOVES)
    assert [(each.effective, each.since, each.by) for each in told.dates] == [
        ("2025-07-21", "2025-06-30", "2025-12082"),
        ("2025-09-04", "2025-07-14", "2025-13206"),
        ("2025-10-20", "2025-08-22", "2025-16155"),
    ]
    assert told.status.why == "order effective only on 2025-10-20 (moved by 2025-16155, from 2025-09-04)"


def test_before_the_first_move_was_known_the_first_date_stood_as_far_as_anybody_could_know() -> None:
    late = [move for move in MOVES if move.id.endswith("13206")]
    assert stood(ORDERS[0], "2025-09-10", late).status.code == "in_force"


def test_a_move_of_a_move_moves_the_order() -> None:
    first = MOVES[0]
    for names in (("2025-13206",), ("2025-13206", "90 FR 27770")):
        told = stood(ORDERS[0], "2025-09-10", [first, with_(MOVES[1], amends=names)])
        assert [each.effective for each in told.dates] == ["2025-07-21", "2025-09-04", "2025-10-20"]


def test_what_two_sources_have_of_one_document_counts_once_and_as_the_one_that_states_more() -> None:
    table = instrument(
        "us_fincen_311:2025-16155", "effective_date_change", number="2025-16155", published="2025-08-23",
        covers=("us_fincen_311:2025-12082/subject",),
    )  # fmt: skip
    order = instrument(
        "us_fincen_311:2025-12082", "order", number="2025-12082", published="2025-06-30",
        covers=("us_fincen_311:2025-12082/subject",),
    )  # fmt: skip
    for head in (ORDERS[0], order):
        told = stood(head, "2025-09-10", [*MOVES, *ORDERS, order, table])
        assert [each.effective for each in told.dates] == ["2025-07-21", "2025-09-04", "2025-10-20"]
        assert told.status.code == "pending"


def test_an_act_that_names_citations_alone_may_mean_a_document_whose_citation_is_not_known() -> None:
    party = "us_fincen_311:2018-03214/subject"
    proposal = instrument(
        "us_fincen_311:2018-03214", "proposal", number="2018-03214", published="2018-02-16", covers=(party,)
    )
    withdrawal = instrument(
        "us_fincen_311:2024-22299", "withdrawal", number="2024-22299", published="2024-09-27", effective="2024-09-27",
        amends=("83 FR 6986",), covers=(party,),
    )  # fmt: skip
    assert stood(proposal, "2024-09-27", [withdrawal]).status.code == "ended"
    assert stood(with_(proposal, citation="83 FR 1"), "2024-09-27", [withdrawal]).status.code == "not_binding"


def test_a_move_that_names_no_document_is_that_of_the_orders_on_the_same_party() -> None:
    party, other = f"{FR}:subject/cibanco", f"{FR}:subject/intercam"
    order, another = with_(ORDERS[0], covers=(party,)), with_(ORDERS[1], covers=(other,))
    moved = with_(MOVES[0], amends=(), covers=(party,))
    assert stood(order, "2025-07-21", [another, moved]).effective == "2025-09-04"
    assert stood(another, "2025-07-21", [order, moved]).effective == "2025-07-21"
    assert stood(order, "2025-07-21", [with_(moved, sections=(SECTION,))]).effective == "2025-07-21"


def test_a_date_moved_without_naming_its_document_is_not_that_of_what_is_in_force_already() -> None:
    amendment = document(
        "2027-2", "amendment", published="2027-02-01", effective="2027-03-01", amends=(SECTION,), sections=(SECTION,)
    )
    first = document(
        "2027-3", "effective_date_change", published="2027-02-20", effective="2027-06-01", sections=(SECTION,)
    )
    again = document(
        "2027-4", "effective_date_change", published="2027-05-20", effective="2027-09-01", sections=(SECTION,)
    )
    moves = [amendment, first, again]
    assert stood(RULE, "2027-07-01", moves).status.code == "in_force"
    assert stood(RULE, "2027-07-01", moves).effective == "2025-11-17"
    assert stood(amendment, "2027-07-01", [RULE, *moves]).effective == "2027-09-01"
    assert stood(amendment, "2027-07-01", [RULE, *moves]).status.code == "pending"


def test_a_date_moved_to_a_day_that_is_not_known_is_not_known() -> None:
    move = document("2025-1", "effective_date_change", published="2025-07-14", amends=("2025-12082",))
    told = stood(ORDERS[0], "2025-08-01", [move]).status
    assert (told.code, "moved by 2025-1" in told.why) == ("unknown", True)


# --- Relief, repeal, courts ------------------------------------------------------------------------------------------

SYRIA = instrument("us_ecfr_311:1010.653", "codified", sections=("31 CFR 1010.653",))
RELIEF = document(
    "2025-09999", "relief", published="2025-05-28", inspected="2025-05-23", effective="2025-05-23",
    amends=("31 CFR 1010.653",),
)  # fmt: skip


@pytest.mark.parametrize(
    ("day", "code"), [("2025-05-22", "in_force"), ("2025-05-23", "relieved"), ("2026-11-26", "relieved")]
)
def test_commercial_bank_of_syria_stands_in_the_code_but_is_relieved_since_the_day_of_the_relief(
    day: str, code: str
) -> None:
    assert stood(SYRIA, day, [RELIEF]).status.code == code


@pytest.mark.parametrize(
    ("day", "code"),
    [("2025-06-01", "relieved"), ("2025-11-23", "relieved"), ("2025-11-24", "in_force")],
)
def test_relief_that_has_expired_relieves_no_longer(day: str, code: str) -> None:
    assert stood(SYRIA, day, [with_(RELIEF, expires="2025-11-23")]).status.code == code


def test_relief_ahead_is_noted_and_relieves_nobody_yet() -> None:
    told = stood(SYRIA, "2025-06-01", [with_(RELIEF, effective="2025-07-01")]).status
    assert (told.code, told.notes) == ("in_force", ("relief 2025-09999 takes effect only on 2025-07-01",))


def test_relief_that_was_rescinded_relieves_no_longer_and_the_rescission_ends_no_rule() -> None:
    rescission = document(
        "2026-1", "rescission", published="2026-02-02", effective="2026-02-02", amends=("2025-09999", "31 CFR 1010.653")
    )
    assert stood(RELIEF, "2026-02-02", [SYRIA, rescission]).status.code == "ended"
    only = with_(rescission, amends=("2025-09999",))
    assert stood(SYRIA, "2026-02-02", [RELIEF, only]).status.code == "in_force"


def test_a_repeal_of_the_section_ends_the_rule_that_made_it() -> None:
    repeal = document("2028-1", "repeal", published="2028-01-03", effective="2028-02-02", sections=(SECTION,))
    assert stood(RULE, "2028-02-01", [*STORY, repeal]).status.code == "in_force"
    assert stood(RULE, "2028-02-02", [*STORY, repeal]).status.code == "ended"


def test_a_repeal_that_was_withdrawn_repeals_nothing() -> None:
    repeal = document("2028-1", "repeal", published="2028-01-03", effective="2028-02-02", sections=(SECTION,))
    undone = document("2028-2", "withdrawal", published="2028-01-20", effective="2028-01-20", amends=("2028-1",))
    assert stood(RULE, "2028-02-02", [*STORY, repeal, undone]).status.code == "in_force"


def test_a_rule_that_supersedes_another_ends_it_on_its_own_day() -> None:
    new = document("2028-1", "order", published="2028-01-03", effective="2028-02-02", supersedes=("2025-12082",))
    assert stood(ORDERS[0], "2028-02-01", [*MOVES, new]).status.code == "in_force"
    told = stood(ORDERS[0], "2028-02-02", [*MOVES, new]).status
    assert (told.code, told.why) == ("ended", "superseded by 2028-1, effective 2028-02-02")


def test_a_courts_order_makes_it_unknown_and_a_later_repeal_ends_it() -> None:
    court = document("2026-5", "court_order", published="2026-01-05", sections=(SECTION,))
    repeal = document("2026-6", "repeal", published="2026-03-01", effective="2026-03-01", sections=(SECTION,))
    days = [("2026-01-04", "in_force"), ("2026-01-05", "unknown"), ("2026-03-01", "ended")]
    assert [stood(RULE, day, [court, repeal]).status.code for day, _ in days] == [code for _, code in days]


@pytest.mark.parametrize(
    ("entry", "day", "code"),
    [
        (document("1", "order", inspected="2025-10-15"), "2025-10-14", "not_binding"),
        (document("1", "order", inspected="2025-10-15"), "2025-10-15", "unknown"),
        (document("1", "order", inspected="2025-10-15", effective="2025-11-17"), "2025-10-15", "pending"),
        (document("1", "order", published="2025-10-15", effective="2025-10-20", expires="2025-12-31"), "2025-12-31", "in_force"),
        (document("1", "order", published="2025-10-15", effective="2025-10-20", expires="2025-12-31"), "2026-01-01", "ended"),
        (document("1", "order", published="2025-10-15", effective="2025-10-20", expires="2025"), "2025-12-31", "in_force"),
        (document("1", "court_order", published="2025-10-15", effective="2025-10-20"), "2025-10-20", "unknown"),
        (document("1", "effective_date_change", published="2025-10-15", effective="2025-10-20"), "2025-10-20", "not_binding"),
    ],
)  # fmt: skip
def test_one_instrument_by_itself(entry: Entry, day: str, code: str) -> None:
    assert stood(entry, day, []).status.code == code


def test_what_names_another_document_touches_none_of_the_same_section() -> None:
    repeal = document(
        "2028-1", "repeal", published="2028-01-03", effective="2028-02-02", sections=(SECTION,), amends=("x",)
    )
    assert stood(RULE, "2028-03-01", [repeal]).status.code == "in_force"


# --- What holds of any family ----------------------------------------------------------------------------------------

ACTIONS = st.sampled_from(
    ["finding", "proposal", "final_rule", "order", "amendment", "effective_date_change", "relief", "withdrawal",
     "rescission", "repeal", "court_order", "codified"]
)  # fmt: skip
days = st.dates(min_value=date(2025, 1, 1), max_value=date(2026, 1, 1)).map(date.isoformat)
acts = st.lists(
    st.tuples(ACTIONS, days, st.none() | days, st.sampled_from(["", SECTION, "2025-19571", "us_federal_register:2"])),
    max_size=5,
)


def made(found: list[Any]) -> list[Entry]:
    return [
        document(str(place), action, published=published, effective=effective, amends=(target,) if target else ())
        for place, (action, published, effective, target) in enumerate(found)
    ]


@given(acts=acts, day=days)
def test_what_is_published_later_changes_nothing_of_a_day_before(acts: list[Any], day: str) -> None:
    known = [entry for entry in made(acts) if entry.instrument and str(entry.instrument.published) <= day]
    assert stood(RULE, day, made(acts)) == stood(RULE, day, known)


@given(acts=acts, day=days)
def test_proposals_and_findings_change_no_status(acts: list[Any], day: str) -> None:
    acting = [each for each in acts if each[0] not in {"proposal", "finding"}]
    told, without = stood(RULE, day, made(acts)), stood(RULE, day, made(acting))
    if not any(each[0] == "withdrawal" for each in acts):
        assert told.status.code == without.status.code
