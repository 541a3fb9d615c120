"""The Federal Register: real captures, the story document by document, and what is put together of each party."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deliver.examples import context
from sanctionwire.core.alerts import group
from sanctionwire.errors import SourceChanged
from sanctionwire.pipeline.collect import collect
from sanctionwire.source import State
from sanctionwire.sources.us_federal_register import ABOUT, SOURCE
from sanctionwire.sources.us_federal_register.listing import Agency, envelope
from sanctionwire.sources.us_federal_register.text import kept
from sources.register import HUIONE, P, Register, RegisterWire, edition, entries, listed, read, rows, sample, served

DATA = Path(__file__).resolve().parents[3] / "shared/data/federal_register"
ENVELOPE = "FRAGMENT_api_v1_documents_real_response_3of5results_2026-04.json"
NPRM_HEAD = "PARTIAL_govinfo_FR-2025-05-05_2025-07837_NPRM_Huione_head.txt"
METADATA = "PARTIAL_frtracker_FR_2025-19571_final_rule_Huione_metadata.txt"
SUBJECT = "subject/huione-group"
CRYPTO = "subject/huione-crypto-spolka-z-ograniczona-odpowiedzialnoscia"
MEMBERS = {"subject/haowang-guarantee", "subject/huione-pay-plc", CRYPTO}


def real(name):
    path = DATA / name
    if not path.exists():
        pytest.skip(f"the real capture {name} is not here")
    return path.read_bytes()


# --- Real captures ----------------------------------------------------------------------------------------------------
def test_the_real_envelope_reads_strictly_with_its_paging_and_agencies():
    page = envelope(real(ENVELOPE))
    assert (page.count, page.total_pages) == (110, 22)
    assert page.next_page_url.startswith("https://www.federalregister.gov/api/v1/documents?")
    agencies = [Agency.model_validate(each) for row in page.results for each in row["agencies"]]
    assert {each.slug for each in agencies} >= {"interior-department", "executive-office-of-the-president"}
    assert any(row["abstract"] is None for row in page.results)


def test_real_rows_of_another_shape_than_asked_for_are_refused():
    documents = {"list/fincen/1": served("", real(ENVELOPE))}
    with pytest.raises(SourceChanged, match="document 2026-07755"):
        entries(documents)


def test_the_head_of_the_real_proposal_is_read_as_it_stands():
    told = kept(real(NPRM_HEAD), "2025-07837")
    assert told["action"] == "Notice of proposed rulemaking."
    assert told["dates"].endswith("must be submitted on or before June 4, 2025.")
    assert told["summary"].startswith(
        "FinCEN is issuing a notice of proposed rulemaking (NPRM), pursuant to section 311"
    )
    assert (told["rins"], told["dockets"], told["law"]) == (["1506-AB68"], ["FINCEN-2025-0004"], "311")


def test_the_real_proposal_states_its_finding_and_its_deadline_and_binds_nobody():
    found = read(rows("2025-05-05-proposed")["2025-07837"] | {"comments_close_on": None}, real(NPRM_HEAD))
    proposal = found["2025-07837"].instrument
    assert (proposal.action, proposal.comments_close, proposal.effective) == ("proposal", "2025-06-04", None)
    assert proposal.stage == "Notice of proposed rulemaking (contains the finding)"
    assert set(found) >= {SUBJECT}
    assert effects(found[SUBJECT]) == {"none"}


def test_the_head_of_another_document_is_refused():
    with pytest.raises(SourceChanged, match="2025-07837"):
        kept(real(NPRM_HEAD), "2025-07838")


def test_the_metadata_of_the_real_final_rule_gives_its_dates_and_numbers():
    text = real(METADATA).decode()
    title, summary = text.splitlines()[1], text.splitlines()[4]
    row = rows()["2025-19571"] | {"title": title, "abstract": summary}
    rule = read(row)["2025-19571"].instrument
    assert "This final rule is effective November 17, 2025." in text
    assert (rule.action, rule.effective, rule.published) == ("final_rule", "2025-11-17", "2025-10-16")
    assert (rule.citation, rule.rin, rule.docket) == ("90 FR 48295", "1506-AB68", None)


# --- The story --------------------------------------------------------------------------------------------------------
def effects(entry):
    return {measure.effect for listing in entry.listings for measure in listing.measures}


def binding(entry):
    return {
        (measure.effect, measure.effective)
        for listing in entry.listings
        for measure in listing.measures
        if measure.effect == "correspondent_account" and not measure.ended
    }


def test_the_proposal_is_one_document_and_covers_the_subject_and_whom_its_definition_names():
    found = entries(edition("2025-05-05-proposed"))
    proposal = found["2025-07837"].instrument
    assert set(proposal.covers) == {P + key for key in {SUBJECT, *MEMBERS}}
    assert (proposal.agency, proposal.docket, proposal.rin) == ("FinCEN", "FINCEN-2025-0004", "1506-AB68")
    assert proposal.amends == ()
    for key in (SUBJECT, *MEMBERS):
        assert effects(found[key]) == {"none"}
        assert found[key].covered_by == (f"{P}2025-07837",)
    assert {name.full: name.kind for name in found["subject/haowang-guarantee"].subject.names} == {
        "Haowang Guarantee": "primary",
        "Huione Guarantee": "former",
    }


def test_on_inspection_the_rule_has_no_effective_date_and_none_is_reckoned():
    rule = entries(edition("2025-10-15-inspection"))["2025-19571"].instrument
    assert (rule.action, rule.inspected, rule.published, rule.effective) == ("final_rule", "2025-10-15", None, None)
    assert "[INSERT DATE 30 DAYS AFTER" in rule.effective_text
    assert "shall not open or maintain" in rule.effect_quoted
    assert "1010.605(e)(1)" in rule.addressees


def test_the_published_rule_binds_from_its_date_beside_the_settled_proposal():
    found = entries(edition("2025-10-16-published"))
    rule = found["2025-19571"].instrument
    assert (rule.sections, rule.amends, rule.effective) == (("31 CFR 1010.664",), (), "2025-11-17")
    assert rule.citation == "90 FR 48295"
    for key in (SUBJECT, *MEMBERS):
        assert binding(found[key]) == {("correspondent_account", "2025-11-17")}
        assert found[key].covered_by == (f"{P}2025-07837", f"{P}2025-19571")
    ended = {
        each.type: each.ended for listing in found[SUBJECT].listings for each in listing.measures if not each.effective
    }
    assert ended == {"Notice of proposed rulemaking": "2025-10-16", "Finding of primary money laundering concern": None}


def test_a_rule_on_inspection_does_not_settle_the_proposal_yet():
    found = entries(edition("2025-10-15-inspection"))
    assert {each.ended for listing in found[SUBJECT].listings for each in listing.measures} == {None}


def test_a_proposed_amendment_leaves_what_binds_as_it_is():
    before, after = (entries(edition(name)) for name in ("2025-10-16-published", "2026-06-25-amendment"))
    amendment = after["2026-12794"].instrument
    assert (amendment.action, amendment.amends, amendment.comments_close) == ("proposal", ("31 CFR 1010.664",), None)
    assert "finding" not in amendment.stage
    rule = next(each for each in before[SUBJECT].listings if "19571" in each.list)
    for key in (SUBJECT, *MEMBERS):
        assert rule in after[key].listings
        assert binding(after[key]) == binding(before[key])
    pay = after["subject/h-pay-service-plc"]
    assert effects(pay) == {"none"}
    assert [(each.type, each.value) for each in pay.subject.identifiers] == [("registration", "00074959")]


def test_what_it_says_of_the_national_bank_of_cambodia_stays_its_claim():
    found = entries(edition("2026-06-25-amendment"))
    document, pay = found["2026-12794"], found["subject/h-pay-service-plc"]
    assert "FinCEN states: On April 10, 2026, the National Bank of Cambodia reportedly revoked" in document.remarks
    assert "FinCEN states in 2026-12794: On April 10, 2026" in pay.remarks
    assert {each.name for each in document.mentions} == {"H-Pay Service PLC", "Panda Commercial Bank"}
    assert not {key for key in found if "panda" in key}
    kinds = {listing.kind for entry in found.values() for listing in entry.listings}
    assert kinds == {"special_measure"}


def test_an_order_is_moved_by_what_names_it_and_its_first_date_stays_in_the_document():
    found = entries(edition("2025-10-orders"))
    assert found["2025-11993"].instrument.effective == "2025-07-21"
    moves = [found[number].instrument for number in ("2025-99901", "2025-99902")]
    assert [(act.action, act.effective) for act in moves] == [
        ("effective_date_change", "2025-09-04"),
        ("effective_date_change", "2025-10-20"),
    ]
    assert "90 FR 27770" in moves[0].amends
    for key in ("cibanco-s-a", "intercam-banco-s-a", "vector-casa-de-bolsa"):
        (listing,) = found[f"subject/{key}"].listings
        (measure,) = listing.measures
        assert (measure.type, measure.effect) == ("Prohibiting Certain Transmittals of Funds", "other")
        assert measure.effective == "2025-10-20"
        assert listing.programmes == ("Section 2313a",)
    order = found["2025-11993"].instrument
    assert "prohibited from engaging in a transmittal of funds" in order.effect_quoted
    assert "1010.100(t)" in order.addressees


def test_relief_withdrawals_and_what_no_rule_knows():
    found = entries(edition("relief-and-others"))
    relief, withdrawal = found["2025-99903"].instrument, found["2024-22299"].instrument
    assert (relief.action, relief.effective, relief.amends) == ("relief", "2025-05-23", ("31 CFR 1010.653",))
    assert (withdrawal.action, withdrawal.effective, withdrawal.amends) == ("withdrawal", "2024-09-27", ("83 FR 6986",))
    assert [name.full for name in found["subject/ablv-bank"].subject.names] == ["ABLV Bank, AS"]
    assert effects(found["subject/commercial-bank-of-syria"]) == set()
    unknown = found["2025-99904"]
    assert unknown.type == "notice"
    assert "no rule knows" in unknown.notice.doubts[0]
    assert found["2024-03627"].notice.category == "rule"
    assert found["2024-03627"].notice.agencies == ("OFAC",)


def test_a_withdrawal_ends_the_proposal_that_it_names_and_no_other():
    proposal = rows()["2025-07837"]
    withdrawal = rows("relief-and-others")["2024-22299"] | {
        "document_number": "2025-88888", "publication_date": "2025-09-01", "title": f"{proposal['title']}; Withdrawal",
        "dates": "The finding and notice of proposed rulemaking, published at 90 FR 18934, are withdrawn as of September 1, 2025.",
    }  # fmt: skip
    text = sample("2025-05-05-proposed", "item__2025-07837__page.txt")
    (other,) = rows("relief-and-others", "ofac").values()
    for cited, ended in (("90 FR 18934", "2025-09-01"), ("83 FR 6986", None)):
        moved = withdrawal | {"dates": withdrawal["dates"].replace("90 FR 18934", cited)}
        found = entries(
            {
                "list/fincen/1": served("", listed(moved, proposal)),
                "list/ofac/1": served("", listed(other)),
                "item/2025-07837/page": served("", text),
            }
        )
        assert {each.ended for listing in found[SUBJECT].listings for each in listing.measures} == {ended}
        assert "could not be had" in found["2025-88888"].remarks


# --- Through the pipeline, and as alerts begin ------------------------------------------------------------------------
STORY = (
    ("2025-05-05-proposed", datetime(2025, 5, 5, 13, 0, tzinfo=UTC)),
    ("2025-10-15-inspection", datetime(2025, 10, 15, 13, 0, tzinfo=UTC)),
    ("2025-10-16-published", datetime(2025, 10, 16, 11, 0, tzinfo=UTC)),
    ("2026-06-25-amendment", datetime(2026, 6, 25, 11, 0, tzinfo=UTC)),
)


def told():
    """The editions one after the other: kinds of change by entry, and the first lines."""
    wire = RegisterWire(publisher=Register(), source=SOURCE)
    for folder, wire.now in STORY:
        wire.publisher.folder = folder
        outcome = collect(wire.ports, SOURCE)[-1]
        assert outcome.what == "committed", (folder, outcome.why)
        changes = wire.changes(wire.ports.log.head().seq)
        day = wire.now.date().isoformat()
        alerts = group(
            context(published=None, publication=None, committed_at=wire.now.isoformat(), today=day), changes, ABOUT
        )
        yield folder, {change.entry_id.removeprefix(P): change.kind for change in changes}, alerts
    wire.later(15)
    assert collect(wire.ports, SOURCE)[-1].what == "unchanged"


def test_the_story_advances_document_by_document():
    steps = {folder: kinds for folder, kinds, _ in told()}
    assert steps["2025-10-15-inspection"] == {
        "2025-19571": "designated", SUBJECT: "advanced", **dict.fromkeys(MEMBERS, "advanced")
    }  # fmt: skip
    assert "2025-07837" not in steps["2025-10-16-published"]
    assert set(steps["2025-10-16-published"]) == {"2025-19571", SUBJECT, *MEMBERS}
    assert steps["2026-06-25-amendment"]["subject/h-pay-service-plc"] == "designated"
    assert steps["2026-06-25-amendment"][SUBJECT] == "advanced"


def test_since_when_it_was_on_inspection_stays_with_the_published_rule():
    wire = RegisterWire(publisher=Register(), source=SOURCE)
    for folder, wire.now in STORY[:3]:
        wire.publisher.folder = folder
        collect(wire.ports, SOURCE)
    rule = wire.listed()["2025-19571"].instrument
    assert (rule.inspected, rule.published, rule.effective) == ("2025-10-15", "2025-10-16", "2025-11-17")
    assert HUIONE.removeprefix(P) in wire.listed()


@pytest.mark.parametrize(
    ("folder", "line"),
    [
        (
            "2025-10-15-inspection",
            "[CHECK] FinCEN 311 FINAL RULE ON INSPECTION | Huione Group | effective date not known here",
        ),
        (
            "2025-10-16-published",
            "[PLAN] FinCEN 311 FINAL RULE | Huione Group | corr. acct ban from 2025-11-17 | 31 CFR 1010.664",
        ),
    ],
)
def test_an_alert_begins_with_what_the_document_does(folder, line):
    lines = {step: [alert.first_line for alert in alerts] for step, _, alerts in told()}
    assert lines[folder] == [line]


def test_a_proposed_amendment_is_information():
    lines = [alert.first_line for step, _, alerts in told() for alert in alerts if step == "2026-06-25-amendment"]
    assert [line.partition("]")[0] for line in lines] == ["[INFO"]
    assert "Huione Group" in lines[0]


def test_a_text_that_is_walled_off_for_a_while_takes_nothing_back():
    wire = RegisterWire(publisher=Register("2025-10-16-published"), source=SOURCE, now=STORY[2][1])
    collect(wire.ports, SOURCE)
    before = wire.listed()
    wire.publisher.walled = ("item/2025-19571/page",)
    wire.later(24 * 60)
    collect(wire.ports, SOURCE)
    assert wire.listed() == before


def test_a_document_taken_from_inspection_is_retracted_once_its_text_is_gone_twice():
    wire = RegisterWire(publisher=Register("2025-05-05-proposed"), source=SOURCE, now=STORY[0][1])
    collect(wire.ports, SOURCE)
    wire.publisher.folder, wire.now = STORY[1]
    collect(wire.ports, SOURCE)
    wire.publisher.folder, wire.publisher.gone = "2025-05-05-proposed", ("item/2025-19571/page",)
    wire.later(24 * 60)
    collect(wire.ports, SOURCE)
    assert "2025-19571" in wire.listed()
    wire.later(61)
    collect(wire.ports, SOURCE)
    kinds = {change.entry_id.removeprefix(P): change.kind for change in wire.changes(wire.ports.log.head().seq)}
    assert kinds["2025-19571"] == "retracted"
    assert wire.listed()[SUBJECT].covered_by == (f"{P}2025-07837",)


def test_the_addresses_ask_for_both_agencies_newest_first_and_every_field_of_a_row():
    asked = {request.name: request.url for request in SOURCE.requests(State(), STORY[0][1])}
    assert list(asked) == ["list/fincen/1", "list/ofac/1", "list/inspection/1"]
    assert "conditions%5Bagencies%5D%5B%5D=financial-crimes-enforcement-network" in asked["list/fincen/1"]
    assert "order=newest" in asked["list/ofac/1"]
    fields = {part.partition("=")[2] for part in asked["list/ofac/1"].split("&") if part.startswith("fields")}
    assert fields == set(rows()["2025-19571"])
    assert json.loads(listed())["results"] == []
