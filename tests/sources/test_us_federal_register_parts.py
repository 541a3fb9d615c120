"""The Federal Register in parts: rules of classification, rows, texts, dates and titles; and what is not what it should be."""

from __future__ import annotations

import json
import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanctionwire.errors import SourceChanged
from sanctionwire.sources.us_federal_register.rules import OPERATIONAL, RULES, classify, operational
from sanctionwire.sources.us_federal_register.subjects import key, subjects
from sanctionwire.sources.us_federal_register.text import kept, paragraphs, walled
from sources.register import NOTHING, P, edition, entries, listed, read, rows, sample, served

FINAL_TEXT = sample("2025-10-16-published", "item__2025-19571__page.txt")
FINAL = rows()["2025-19571"]
SUBJECT = "subject/huione-group"


# --- Classification ---------------------------------------------------------------------------------------------------
EXAMPLES = [
    pytest.param(rule, case, id=f"{rule.name}-{number}") for rule in RULES for number, case in enumerate(rule.examples)
]


@pytest.mark.parametrize(("rule", "case"), EXAMPLES)
def test_each_rule_meets_its_examples_and_no_earlier_rule_does(rule, case):
    found = classify(*case)
    assert (found.becomes, found.doubt) == (rule.becomes, "")
    assert found.rule.startswith(f"{rule.name}: ")


def test_every_rule_has_an_example_and_says_what_the_register_calls_such_a_document():
    assert all(rule.examples and rule.types for rule in RULES)


@pytest.mark.parametrize(("why", "title"), [(why, title) for why, _, titles in OPERATIONAL for title in titles])
def test_what_is_nobodys_concern(why, title):
    assert operational(title) == why


@pytest.mark.parametrize(
    "rule",
    [rule for rule in RULES if rule.becomes in {"final_rule", "order", "proposal", "withdrawal", "relief"}],
    ids=lambda rule: rule.name,
)
def test_no_example_of_an_act_is_nobodys_concern(rule):
    assert [title for _, _, title, *_ in rule.examples if operational(title)] == []


@pytest.mark.parametrize(
    ("type_", "action", "title"),
    [
        ("Proposed Rule", "Final rule.", "Imposition of Special Measure Regarding a Bank"),
        ("Rule", "Notice of proposed rulemaking.", "Special Measure Regarding a Bank"),
        ("Notice", "Final rule.", "Special Measure Regarding a Bank"),
        ("Rule", "Statement.", "Something New"),
        ("Notice", "", "A Title"),
        ("Presidential Document", "Order.", "An Order"),
        ("Notice", "Notice.", "Notice of OFAC Sanctions Action"),
    ],
)
def test_what_disagrees_or_is_not_known_goes_to_a_person(type_, action, title):
    found = classify(type_, action, title)
    assert found.becomes is None
    assert found.doubt


def test_a_document_in_doubt_is_a_notice_and_says_nothing_of_parties():
    found = read({**FINAL, "type": "Proposed Rule"}, FINAL_TEXT)
    assert {entry.type for entry in found.values()} == {"notice"}
    assert "the register calls it Proposed Rule" in found["2025-19571"].notice.doubts[0]


# --- Rows -------------------------------------------------------------------------------------------------------------
def lists(page):
    return {
        "list/fincen/1": served("", page),
        "list/ofac/1": served("", sample("relief-and-others", "list__ofac__1.json")),
    }


@pytest.mark.parametrize(
    "change",
    [
        {"surprise": 1}, {"title": None}, {"title": ""}, {"document_number": "x"}, {"publication_date": "Oct 16, 2025"},
        {"publication_date": "2025-13-16"}, {"agencies": None}, {"agencies": [{"name": "FinCEN"}]}, {"docket_ids": None},
        {"effective_on": "soon"}, {"abstract": ["x"]}, {"start_page": "many"},
    ],
    ids=str,
)  # fmt: skip
def test_a_row_of_another_build_is_refused(change):
    with pytest.raises(SourceChanged, match="document"):
        entries(lists(listed({**FINAL, **change})))


@pytest.mark.parametrize("name", sorted(FINAL))
def test_a_row_without_a_field_that_was_asked_for_is_refused(name):
    with pytest.raises(SourceChanged):
        entries(lists(listed({field: value for field, value in FINAL.items() if field != name})))


@pytest.mark.parametrize(
    "envelope",
    [
        {"count": 2}, {"count": 0}, {"count": -1}, {"count": None}, {"errors": ["x"]}, {"results": None}, {"results": {}},
        {"next_page_url": "https://example.org/2", "total_pages": 2, "count": 9},
    ],
    ids=str,
)  # fmt: skip
def test_an_envelope_of_another_build_is_refused(envelope):
    with pytest.raises(SourceChanged):
        entries(lists(listed(FINAL, **envelope)))


def test_an_empty_search_has_no_results_and_of_an_agency_that_is_not_believed():
    with pytest.raises(SourceChanged):
        entries(lists(json.dumps({"count": 0, "description": "Documents from FinCEN"})))


def test_an_agency_without_a_name_or_an_id_is_read_by_what_it_has():
    row = {**FINAL, "agencies": [{"raw_name": "Some Board"}, *FINAL["agencies"]], "abstract": None}
    assert read(row)["2025-19571"].instrument.agency == "FinCEN"


def test_a_document_of_both_agencies_says_so():
    ofac = next(iter(rows("relief-and-others", "ofac").values()))["agencies"]
    row = {**FINAL, "agencies": [*FINAL["agencies"], ofac[1]]}
    assert read(row)["2025-19571"].instrument.agency == "FinCEN and OFAC"


# --- Inspection -------------------------------------------------------------------------------------------------------
ON_SHOW = json.loads(sample("2025-10-16-published", "list__inspection__1.json"))["results"][0]
ON_SHOW_TEXT = sample("2025-10-15-inspection", "item__2025-19571__page.txt")


def test_what_is_filed_late_in_the_evening_of_washington_is_of_that_day():
    found = read({**ON_SHOW, "filed_at": "2025-10-16T02:30:00Z"}, ON_SHOW_TEXT, inspected=True)
    assert found["2025-19571"].instrument.inspected == "2025-10-15"


def test_a_document_that_its_agency_takes_back_goes_to_a_person():
    note = "An agency letter requesting withdrawal of this document was received after placement on public inspection."
    row = {**ON_SHOW, "publication_date": None, "editorial_note": note}
    found = read(row, ON_SHOW_TEXT, inspected=True)["2025-19571"]
    assert found.type == "notice"
    assert note in found.notice.doubts[0]
    assert found.remarks == note


def test_a_document_on_inspection_without_a_text_goes_to_a_person():
    assert "no text" in read(ON_SHOW, inspected=True)["2025-19571"].notice.doubts[0]


@pytest.mark.parametrize(
    "change",
    [
        {"filed_at": "yesterday"},
        {"filed_at": "2025-10-15T08:45:00"},
        {"surprise": 1},
        {"document_number": None},
        {"agencies": 3},
    ],
    ids=str,
)
def test_a_row_of_another_build_on_inspection_is_refused(change):
    with pytest.raises(SourceChanged):
        read({**ON_SHOW, **change}, ON_SHOW_TEXT, inspected=True)


def test_only_the_agencies_own_documents_are_taken_from_inspection():
    found = entries(edition("2025-10-15-inspection"))
    assert "2025-19490" not in found
    assert "2025-19571" in found


def test_less_than_all_that_is_on_inspection_is_refused():
    documents = edition("2025-10-15-inspection")
    page = json.loads(sample("2025-10-15-inspection", "list__inspection__1.json")) | {"count": 3}
    with pytest.raises(SourceChanged, match="2 of 3"):
        entries(documents | {"list/inspection/1": served("", json.dumps(page))})


def test_nothing_on_inspection_is_nothing():
    assert entries({**edition("2025-05-05-proposed"), "list/inspection/1": served("", json.dumps(NOTHING))})


# --- Texts ------------------------------------------------------------------------------------------------------------
def test_a_text_within_a_page_of_its_own_reads_the_same():
    wrapped = (
        "<html>\n<head>\n<title>Federal Register</title>\n</head>\n<body><pre>\n\0"
        + FINAL_TEXT.replace("&", "&amp;").replace("[www.gpo.gov]", '[<a href="http://www.gpo.gov">www.gpo.gov</a>]')
        + "</pre></body>\n</html>"
    )
    assert kept(wrapped.encode(), "2025-19571") == kept(FINAL_TEXT.encode(), "2025-19571")
    assert not walled(wrapped.encode())


def test_marks_of_pages_within_the_text_are_no_part_of_it():
    broken = FINAL_TEXT.replace("shall not open or maintain", "shall not open\n\n[[Page 48312]]\n\nor maintain")
    assert "Page 48312" not in json.dumps(kept(broken.encode(), "2025-19571"))


def test_print_and_inspection_read_the_same_definition():
    printed, shown = (kept(text.encode(), "2025-19571")["rule"][0]["text"] for text in (FINAL_TEXT, ON_SHOW_TEXT))
    definition = [[each.text for each in paragraphs(text) if each.mark == "(a)(1)"] for text in (printed, shown)]
    assert definition[0] == definition[1]
    assert "Spółka Z Ograniczoną Odpowiedzialnością" in definition[0][0]


def test_paragraphs_carry_their_whole_number():
    lines = [
        "(a) Definitions. For purposes of this section:", "(1) One. The term “one” means 1.", "(b) Duties—(1) First. Do.",
        "(2) Second. (i) Do more.", "(i) At least:", "(A) This; and", "(B) That.", "(ii) Nothing else.", "(3) Third.", "(c) Last.",
    ]  # fmt: skip
    assert [each.mark for each in paragraphs(lines)] == [
        "(a)", "(a)(1)", "(b)", "(b)(1)", "(b)(2)", "(b)(2)(i)", "(b)(2)(i)(A)", "(b)(2)(i)(B)", "(b)(2)(ii)", "(b)(3)", "(c)",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("instruction", "amends"),
    [
        ("Add Sec.  1010.664 to read as follows:", ()),
        ("Subpart F is amended by adding Sec.  1010.664 to read as follows:", ()),
        ("Section 1010.664 is added to read as follows:", ()),
        ("Amend Sec.  1010.664 by revising paragraph (a)(1) to read as follows:", ("31 CFR 1010.664",)),
        ("Add paragraph (c) to Sec.  1010.664 to read as follows:", ("31 CFR 1010.664",)),
        ("Revise Sec.  1010.664 to read as follows:", ("31 CFR 1010.664",)),
        ("Remove and reserve Sec.  1010.664.", ("31 CFR 1010.664",)),
    ],
)
def test_what_a_rule_makes_is_told_from_what_it_changes(instruction, amends):
    rule = read(FINAL, FINAL_TEXT.replace("Add Sec.  1010.664 to read as follows:", instruction))[
        "2025-19571"
    ].instrument
    assert rule.sections == ("31 CFR 1010.664",)
    assert rule.amends == amends


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" \n",
        b"\xff\xfe",
        b"<pre>",
        b"<html><body><p>Not found</p></body></html>",
        FINAL_TEXT.replace("ACTION:", "ACT:").encode(),
        FINAL_TEXT.replace("FR Doc No: 2025-19571", "FR Doc No: 2025-19572").encode(),
        FINAL_TEXT.replace("SUMMARY:", "ACTION:").encode(),
    ],
    ids=range(8),
)
def test_a_text_that_is_no_document_goes_to_a_person(body):
    with pytest.raises(SourceChanged):
        kept(body, "2025-19571")
    found = read(FINAL, body)
    assert SUBJECT not in found or found["2025-19571"].instrument


# --- Dates ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("registered", "dates", "effective"),
    [
        ("2025-11-17", "This final rule is effective November 17, 2025.", "2025-11-17"),
        (None, "This final rule is effective November 17, 2025.", "2025-11-17"),
        (None, "This final rule is effective 30 days after publication.", None),
        ("2025-11-17", "This final rule is effective November 18, 2025.", None),
        ("2025-11-17", "", "2025-11-17"),
        (None, "Effective November 17, 2025, but paragraph (c) is effective May 1, 2026.", None),
        (None, "This final rule is effective November 37, 2025.", None),
    ],
)
def test_a_date_is_as_stated_or_not_known(registered, dates, effective):
    found = read({**FINAL, "effective_on": registered, "dates": dates})["2025-19571"]
    assert found.instrument.effective == effective
    assert found.instrument.effective_text == (dates or None)
    assert ("The register says" in found.remarks) == (registered == "2025-11-17" and "18" in dates)


@pytest.mark.parametrize(
    ("registered", "dates", "closes"),
    [
        ("2026-07-27", "", "2026-07-27"),
        (None, "Comments must be submitted on or before July 27, 2026.", "2026-07-27"),
        (None, "Comments must be submitted within 30 days of publication.", None),
        (None, "", None),
    ],
)
def test_the_end_of_comments_is_never_reckoned(registered, dates, closes):
    row = rows()["2026-12794"] | {"comments_close_on": registered, "dates": dates}
    assert read(row)["2026-12794"].instrument.comments_close == closes


def test_an_order_that_ends_by_itself_says_when():
    row = rows("2025-10-orders")["2025-11993"] | {
        "effective_on": None,
        "dates": "This action is effective April 14, 2025 through September 9, 2025.",
    }
    order = read(row)["2025-11993"].instrument
    assert (order.effective, order.expires) == ("2025-04-14", "2025-09-09")


# --- What a document does to others -----------------------------------------------------------------------------------
def with_final(row):
    """The final rule and its text beside another document of which only the row is there."""
    found = {"list/fincen/1": served("", listed(row, FINAL)), "item/2025-19571/page": served("", FINAL_TEXT)}
    return entries(lists("{}") | found)


def test_a_correction_imposes_nothing_by_itself_and_names_what_it_corrects():
    row = {
        **FINAL, "document_number": "2025-77777", "publication_date": "2025-10-30", "action": "Final rule; correction.",
        "effective_on": None, "dates": "", "correction_of": "2025-19571",
    }  # fmt: skip
    found = with_final(row)
    assert (found["2025-77777"].instrument.action, found["2025-77777"].instrument.amends) == (
        "amendment",
        ("2025-19571",),
    )
    assert [each.list for each in found[SUBJECT].listings] == ["Final rule, FR 2025-19571"]
    assert found[SUBJECT].covered_by == (f"{P}2025-19571", f"{P}2025-77777")


def test_more_time_for_comments_is_a_step_of_the_proposal_that_it_names():
    row = rows()["2025-07837"] | {
        "action": "Notice of proposed rulemaking; extension of comment period.", "comments_close_on": "2025-07-04",
        "dates": "The comment period for the proposed rule published at 90 FR 18000 is extended to July 4, 2025.",
    }  # fmt: skip
    step = read(row)["2025-07837"].instrument
    assert (step.action, step.amends, step.comments_close) == ("proposal", ("90 FR 18000",), "2025-07-04")
    assert "finding" not in step.stage


def test_a_final_rule_that_only_widens_a_definition_binds_from_its_date():
    text = sample("2026-06-25-amendment", "item__2026-12794__page.txt").replace(
        "Notice of proposed rulemaking.", "Final rule."
    )
    row = rows()["2026-12794"] | {
        "type": "Rule",
        "action": "Final rule.",
        "effective_on": "2026-12-01",
        "dates": "This final rule is effective December 1, 2026.",
    }
    pay = read(row, text)["subject/h-pay-service-plc"]
    ((measure,),) = (listing.measures for listing in pay.listings)
    assert (measure.effect, measure.effective) == ("correspondent_account", "2026-12-01")


# --- Titles -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("title", "names", "type_"),
    [
        ("Special Measure Regarding Huione Group, as a Foreign Financial Institution of Primary Money Laundering Concern", ["Huione Group"], "party"),
        ("Imposition of Special Measure Regarding Al-Huda Bank as a Financial Institution of Primary Money Laundering Concern", ["Al-Huda Bank"], "party"),
        ("Proposal of Special Measure Against ABLV Bank, AS as a Financial Institution of Primary Money Laundering Concern", ["ABLV Bank, AS"], "party"),
        ("Imposition of Special Measure Against the Islamic Republic of Iran as a Jurisdiction of Primary Money Laundering Concern", ["Islamic Republic of Iran"], "jurisdiction"),
        ("Proposal of Special Measure Regarding Convertible Virtual Currency Mixing, as a Class of Transactions of Primary Money Laundering Concern", ["Convertible Virtual Currency Mixing"], "class"),
        ("Notice of Finding That Banca Privada d'Andorra Is a Financial Institution of Primary Money Laundering Concern", ["Banca Privada d'Andorra"], "party"),
        ("Financial Crimes Enforcement Network; Withdrawal of the Proposed Rule Against PJSC Trustbank, Formerly Known as Infobank", ["PJSC Trustbank"], "party"),
    ],
    ids=lambda value: str(value)[:40],
)  # fmt: skip
def test_a_title_names_its_subject(title, names, type_):
    found = subjects(title)
    assert ([each.primary for each in found.found], {each.type for each in found.found}) == (names, {type_})


@pytest.mark.parametrize(
    "title",
    [
        "Repeal of the Final Rule Imposing Special Measures and Withdrawal of the Findings of Primary Money Laundering Concern Against Myanmar Mayflower Bank and Asia Wealth Bank",
        "Special Measures Regarding Banks That Somebody Owns",
        "Imposition of a Special Measure",
        "Special Measure Regarding One Bank, Another Bank",
        "Special Measure Regarding One Bank, Another Bank as Financial Institutions of Primary Money Laundering Concern",
    ],
)  # fmt: skip
def test_a_title_that_may_be_one_name_or_two_names_nobody_and_is_told(title):
    assert (subjects(title).found, subjects(title).odd) == ((), title)
    found = read({**FINAL, "title": title, "type": "Rule"})
    assert set(found) == {"2025-19571", *(each for each in found if not each.startswith("subject"))}
    assert any(each.field == "subject" for each in found["2025-19571"].unmapped)


def test_a_title_of_another_matter_has_no_subject():
    assert not subjects("Amendment to the Syria-Related Sanctions Regulations").special


def test_a_name_has_one_key_however_its_legal_form_is_written():
    assert key("CIBanco S.A., Institución De Banca Multiple") == key("CIBanco S.A., Institution de Banca Multiple")


# --- Faults -----------------------------------------------------------------------------------------------------------
KNOWN = {
    name.full for folder in ("2025-10-16-published", "2026-06-25-amendment") for entry in entries(edition(folder)).values()
    if entry.subject for name in entry.subject.names
}  # fmt: skip


def spoiled(text, seed):
    """A text with one fault in it."""
    chance = random.Random(seed)
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    match seed % 6:
        case 0:
            return "\n".join(lines[:at] + lines[at + 1 :])
        case 1:
            return "\n".join([*lines[:at], lines[at], *lines[at:]])
        case 2:
            return text[: chance.randrange(len(text))]
        case 3:
            other = chance.randrange(len(lines))
            lines[at], lines[other] = lines[other], lines[at]
            return "\n".join(lines)
        case 4:
            return (
                text.encode().decode("latin-1")
                if chance.random() < 0.2
                else text.replace("    ", " " * chance.randrange(4))
            )
        case _:
            start = chance.randrange(len(text))
            return text[:start] + text[start + chance.randrange(1, 40) :]


@pytest.mark.parametrize("block", range(4))
def test_a_spoiled_text_never_names_anybody_else_nor_moves_a_date(block):
    for seed in range(block * 100, block * 100 + 100):
        number, text = (
            ("2025-19571", FINAL_TEXT)
            if seed % 2
            else ("2026-12794", sample("2026-06-25-amendment", "item__2026-12794__page.txt"))
        )
        for entry in read(rows()[number], spoiled(text, seed)).values():
            if entry.subject:
                assert all(cut_from(name.full, KNOWN) for name in entry.subject.names), (seed, entry.subject.names)
            if entry.instrument and entry.instrument.action == "final_rule":
                assert entry.instrument.effective in {"2025-11-17", None}, seed
            for listing in entry.listings:
                assert {measure.effective for measure in listing.measures} <= {"2025-11-17", None}


def cut_from(name, known):
    """Whether it is one of the known names; a text that lost letters within a name still reads as one of its pieces."""
    return name in known or any(similar(name, each) for each in known)


def similar(name, whole):
    letters = iter(re.sub(r"\W", "", whole))
    return all(letter in letters for letter in re.sub(r"\W", "", name))


@given(
    st.sampled_from(sorted(FINAL)),
    st.one_of(st.none(), st.integers(), st.text(max_size=20), st.lists(st.text(max_size=5), max_size=2)),
)
def test_a_row_with_any_other_value_is_read_or_refused_and_never_breaks(name, value):
    try:
        found = entries(lists(listed({**FINAL, name: value})))
    except SourceChanged:
        return
    assert all(entry.id.startswith(P) for entry in found.values())
