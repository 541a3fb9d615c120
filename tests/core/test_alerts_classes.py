"""What a change means: each rule in one line of a table."""

from __future__ import annotations

from typing import get_args

import pytest

from deliver.examples import CHEN, FINAL, PROPOSED, VESSEL, gone, new, sdn
from sanctionwire.core.alerts import judge, told
from sanctionwire.core.alerts.classes import STRENGTH
from sanctionwire.core.changes import Change, Due
from sanctionwire.core.diff import compare
from sanctionwire.core.model import Entry, Instrument, Listing, Measure, Notice

TODAY = "2025-10-14"


def listed(*measures, kind="sanctions", name="SDN List", **changed):
    listing = Listing(list=name, kind=kind, measures=measures, programmes=("TCO",))
    return VESSEL.model_copy(update={"listings": (listing,)} | changed)


def instrument(action, effective=None, **stated):
    made = Instrument(action=action, stage=action, effective=effective, covers=("x:1",), **stated)
    return Entry(id="x:rule", source="x", type="instrument", instrument=made)


def notice(category, **stated):
    return Entry(id="x:855", source="x", type="notice", notice=Notice(title="A notice", category=category, **stated))


def due(entry, what):
    return Change(kind="due", entry_id=entry.id, before=entry, after=entry, due=Due(what=what, date=TODAY))


BLOCK = Measure(type="Block", effect="block")
LATER = Measure(type="Block", effect="block", effective="2025-11-17")
OTHER = Measure(type="revoked the licence", effect="other")
CMIC = Listing(list="NS-CMIC List", measures=(Measure(type="CMIC", effect="securities", effective="2026-01-01"),))


@pytest.mark.parametrize(
    ("what", "change", "class_", "effect", "binding"),
    [
        ("a new blocked party", new(listed(BLOCK)), "ACT", "block", "now"),
        ("a party blocked from a later day", new(listed(LATER)), "PLAN", "block", "later"),
        ("a day that has come binds", new(listed(Measure(type="Block", effect="block", effective=TODAY))), "ACT", "block", "now"),
        ("a year that has begun binds", new(listed(Measure(type="B", effect="block", effective="2025"))), "ACT", "block", "now"),
        ("the weightiest measure decides", new(listed(Measure(type="T", effect="travel"), BLOCK)), "ACT", "block", "now"),
        ("a sanctions listing without a measure binds", new(listed()), "ACT", "other", "now"),
        ("an ended measure does not count", new(listed(BLOCK.model_copy(update={"ended": "2025-01-01"}), Measure(type="T", effect="travel"))), "ACT", "travel", "now"),
        ("a warning binds nobody", new(listed(Measure(type="Warning", effect="none"), kind="warning")), "INFO", "none", "no"),
        ("a special measure of unknown date", new(listed(Measure(type="Final Rule", effect="correspondent_account"), kind="special_measure")), "CHECK", "correspondent_account", "unknown"),
        ("a removal", gone(listed(BLOCK)), "EASE", "block", "no"),
        ("a removal with a look-alike", gone(listed(BLOCK)).model_copy(update={"possible_same_as": ("x:2",)}), "CHECK", "block", "no"),
        ("a designation with a look-alike still binds", new(listed(BLOCK)).model_copy(update={"possible_same_as": ("x:2",)}), "ACT", "block", "now"),
        ("a possible relisting still binds", new(listed(BLOCK)).model_copy(update={"possible_relisting_of": ("x:2",)}), "ACT", "block", "now"),
        ("back on the list", compare(None, listed(BLOCK), departed=listed(BLOCK)), "ACT", "block", "now"),
        ("a measure that fell away", compare(listed(BLOCK, Measure(type="T", effect="travel")), listed(BLOCK)), "EASE", "block", "no"),
        ("a measure that came", compare(listed(BLOCK), listed(BLOCK, Measure(type="T", effect="travel"))), "ACT", "block", "now"),
        ("a further list later on", compare(CHEN, CHEN.model_copy(update={"listings": (sdn(), CMIC)})), "PLAN", "securities", "later"),
        ("a dropped programme of a blocked party", compare(CHEN, CHEN.model_copy(update={"listings": (sdn(programmes=()),)})), "ACT", "block", "now"),
        ("left one list, stays on another", compare(CHEN.model_copy(update={"listings": (sdn(), CMIC)}), CHEN), "EASE", "securities", "no"),
        ("a new remark", compare(CHEN, CHEN.model_copy(update={"remarks": "Seen in Phnom Penh."})), "INFO", "block", "now"),
        ("a new name must be screened for", compare(CHEN, CHEN.model_copy(update={"subject": CHEN.subject.model_copy(update={"nationalities": ("kh", "lc")})})), "ACT", "block", "now"),
        ("another number", Change(kind="rekeyed", entry_id="x:2", previous_id="x:1", before=CHEN, after=CHEN), "INFO", "block", "now"),
        ("two entries merged", Change(kind="merged", entry_id="x:2", previous_id="x:1", before=CHEN, after=CHEN), "CHECK", "block", "now"),
        ("a notice taken down", Change(kind="retracted", entry_id="x:1", before=CHEN), "CHECK", "block", "unknown"),
        ("read from a scan", new(listed(BLOCK, evidence="machine_read")), "CHECK", "block", "now"),
        ("claimed by somebody else", new(listed(BLOCK, evidence="reported_by")), "CHECK", "block", "now"),
        ("a finding", new(instrument("finding")), "INFO", "none", "no"),
        ("a proposal", new(PROPOSED), "INFO", "none", "no"),
        ("a final rule of unknown date", new(FINAL), "CHECK", "correspondent_account", "unknown"),
        ("a final rule that binds later", new(instrument("final_rule", "2025-11-17")), "PLAN", "correspondent_account", "later"),
        ("an order that binds", new(instrument("order", "2025-10-01")), "ACT", "other", "now"),
        ("a withdrawal", new(instrument("withdrawal")), "EASE", "none", "no"),
        ("relief", new(instrument("relief")), "EASE", "none", "no"),
        ("a rescission", new(instrument("rescission")), "EASE", "none", "no"),
        ("a court's order", new(instrument("court_order", "2025-01-01")), "CHECK", "correspondent_account", "unknown"),
        ("relief of no date", new(instrument("relief")), "EASE", "none", "no"),
        ("an effective date that was moved on", new(instrument("effective_date_change", "2025-11-17")), "PLAN", "correspondent_account", "later"),
        ("an effective date that was moved to a day not known", new(instrument("effective_date_change")), "CHECK", "correspondent_account", "unknown"),
        ("a section of the code", new(instrument("codified")), "ACT", "correspondent_account", "now"),
        ("a section of the code that says from when", new(instrument("codified", "2025-11-17")), "PLAN", "correspondent_account", "later"),
        ("a section that is gone", gone(instrument("codified")), "CHECK", "correspondent_account", "unknown"),
        ("a rule of OFAC's own", new(instrument("final_rule", "2025-11-17", agency="OFAC", title="Venezuela Sanctions Regulations")), "PLAN", "other", "later"),
        ("a rule that only got a citation", compare(instrument("final_rule", "2025-10-01"), instrument("final_rule", "2025-10-01", citation="90 FR 1")), "INFO", "correspondent_account", "now"),
        ("a rule whose date was moved in place", compare(instrument("final_rule", "2025-10-01"), instrument("final_rule", "2025-11-17")), "PLAN", "correspondent_account", "later"),
        ("a rule on public inspection", new(instrument("final_rule", "2025-11-17", inspected=TODAY)), "PLAN", "correspondent_account", "later"),
        ("a rule on public inspection without a date", new(instrument("final_rule", inspected=TODAY)), "CHECK", "correspondent_account", "unknown"),
        ("a statement", new(notice("statement")), "INFO", "none", "no"),
        ("a press release on a rule", new(notice("rule")), "INFO", "none", "no"),
        ("a press release on designations", new(notice("designation")), "INFO", "none", "no"),
        ("a notice that was not read with certainty", new(notice("statement", doubts=("a scan",))), "CHECK", "none", "unknown"),
        ("a revocation of which no party is known", new(notice("licence_revocation")), "CHECK", "none", "unknown"),
        ("an enforcement action", new(listed(Measure(type="penalty", effect="none"), kind="enforcement")), "INFO", "none", "no"),
        ("a revoked licence", new(listed(OTHER, kind="licence_revocation")), "ACT", "other", "now"),
        ("a licence revoked from a later day", new(listed(OTHER.model_copy(update={"effective": "2025-11-17"}), kind="licence_revocation")), "PLAN", "other", "later"),
        ("a liquidation", new(listed(OTHER, kind="liquidation")), "ACT", "other", "now"),
        ("a revocation that reads otherwise now", compare(listed(OTHER, kind="licence_revocation"), VESSEL.model_copy(update={"listings": ()})), "CHECK", "other", "no"),
        ("a rule that takes effect today", due(instrument("final_rule", TODAY), "effective"), "ACT", "correspondent_account", "now"),
        ("comments that close today", due(instrument("proposal"), "comments_close"), "INFO", "none", "no"),
        ("relief that takes effect today", due(instrument("relief", TODAY), "effective"), "EASE", "none", "no"),
        ("relief that ends today", due(instrument("relief"), "expires"), "ACT", "correspondent_account", "now"),
        ("an order that ends today", due(instrument("order"), "expires"), "EASE", "none", "no"),
        ("a licence that ends today", due(Entry(id="x:gl", source="x", type="authorisation"), "expires"), "ACT", "none", "now"),
        ("a measure that takes effect today", due(listed(BLOCK, Measure(type="CMIC", effect="securities", effective=TODAY)), "effective"), "ACT", "securities", "now"),
        ("the last day to divest", due(listed(Measure(type="CMIC", effect="securities", divest_by=TODAY)), "divest_by"), "ACT", "securities", "now"),
        ("a licence", new(Entry(id="x:gl", source="x", type="authorisation")), "EASE", "none", "no"),
        ("a licence that is gone", gone(Entry(id="x:gl", source="x", type="authorisation")), "CHECK", "none", "no"),
    ],
    ids=lambda value: value.replace(" ", "-") if isinstance(value, str) and " " in value else None,
)  # fmt: skip
def test_a_change_means_what_the_table_says(what, change, class_, effect, binding):
    verdict = judge(change, today=TODAY)
    assert (verdict.class_, verdict.effect, verdict.binding) == (class_, effect, binding), what


def test_nobody_acts_on_an_unverified_source_without_a_look_but_its_findings_stay_information():
    assert judge(new(listed(BLOCK)), today=TODAY, verified=False).class_ == "CHECK"
    assert judge(gone(listed(BLOCK)), today=TODAY, verified=False).class_ == "CHECK"
    assert judge(new(PROPOSED), today=TODAY, verified=False).class_ == "INFO"
    assert judge(new(listed(OTHER, kind="licence_revocation")), today=TODAY, verified=False).class_ == "CHECK"
    assert judge(due(instrument("final_rule", TODAY), "effective"), today=TODAY, verified=False).class_ == "CHECK"


@pytest.mark.parametrize("category", get_args(Notice.model_fields["category"].annotation))
@pytest.mark.parametrize("doubts", [(), ("a scan",)])
@pytest.mark.parametrize("verified", [True, False])
def test_a_notice_by_itself_never_asks_anybody_to_act(category, doubts, verified):
    verdict = judge(new(notice(category, doubts=doubts)), today=TODAY, verified=verified)
    assert verdict.class_ in {"INFO", "CHECK"}
    assert verdict.effect == "none"
    assert not doubts or verdict.class_ == "CHECK"


def test_the_day_from_which_it_binds_is_named():
    assert judge(new(listed(LATER)), today=TODAY).effective == "2025-11-17"
    assert judge(new(listed(LATER)), today="2025-11-17").effective is None


def test_what_a_new_parser_revision_reads_otherwise_and_what_is_cosmetic_is_not_told():
    assert not told(new(CHEN, cause="parser"))
    assert told(new(CHEN, cause="reconciled"))
    assert not told(compare(CHEN, CHEN.model_copy(update={"remarks": "x"})).model_copy(update={"weight": "cosmetic"}))
    assert told(Change(kind="baseline", entry_id=CHEN.id, after=CHEN, weight="minor"))


def test_every_effect_has_its_place_in_the_order():
    assert STRENGTH[0] == "block"
    assert STRENGTH[-1] == "none"
