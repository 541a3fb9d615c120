"""FinCEN's table of special measures: subjects, instruments, their keys, and what editing the table does to them."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sanctionwire.core.diff import diff
from sanctionwire.core.status import status
from sanctionwire.errors import SourceChanged
from sanctionwire.formats.table import rows
from sanctionwire.source import Document, State
from sanctionwire.sources import us_fincen_311
from sanctionwire.sources.us_fincen_311 import SOURCE
from sanctionwire.sources.us_fincen_311.documents import address, keys, number
from sanctionwire.sources.us_fincen_311.names import kind, named
from sanctionwire.sources.us_fincen_311.stages import FINAL, FINDING, HEADERS, RESCINDED, items

SAMPLE = Path(us_fincen_311.__file__).parent / "samples" / "special-measures.html"
PAGE = SAMPLE.read_text()
P = "us_fincen_311:"
HUIONE, FINAL_RULE = P + "2025-07837/subject", P + "2025-19571"


FBME = '<a href="https://www.fincen.gov/system/files/shared/FBME_FR_20160325.pdf">03/31/2016</a>'


def records(page=PAGE):
    document = Document(
        name="list",
        url="",
        opened=lambda: io.BytesIO(page.encode()),
        sha256="",
        size=0,
        fetched_at="2026-01-01T00:00:00Z",
    )
    return {record.key: record.raw for record in SOURCE.parse({"list": document}, State(), None).records}


def entries(page=PAGE):
    return {P + key: SOURCE.read(key, raw, {}) for key, raw in records(page).items()}


def readable(page):
    """Entries that can be read, and what is said of the others."""
    good, bad = {}, {}
    for key, raw in records(page).items():
        try:
            good[P + key] = SOURCE.read(key, raw, {})
        except SourceChanged as error:
            bad[P + key] = str(error)
    return good, bad


def page(*rows):
    return PAGE[: PAGE.index("<tbody>")] + "<tbody>" + "".join(rows) + "</tbody></table></body></html>"


def row(name, finding="---", proposal="---", final="---", rescinded="---"):
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in (name, finding, proposal, final, rescinded))}</tr>"


def link(text, file):
    return f'<a href="/system/files/shared/{file}">{text}</a>'


def changed(before, after):
    """entry id → kind of change."""
    return {change.entry_id: change.kind for change in diff(before, after)}


def cell(html):
    """One stage cell as a raw record has it."""
    body = io.BytesIO(page(row("X", finding=html)).encode())
    return rows(body, table="special-measures-table", headers=HEADERS)[0].cells[FINDING].lines


# --- What the table says ----------------------------------------------------------------------------------------------


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
    assert "published 2025-10-16; its effective date is not known from this table" in status(rule, date(2026, 1, 1)).why


def test_orders_and_what_was_done_to_them_stand_side_by_side():
    read = entries()
    assert read[P + "2025-11993"].instrument.action == "order"
    moved = read[P + "2025-16080"].instrument
    assert (moved.action, moved.stage) == ("effective_date_change", "Final Rule (effective date extended)")
    assert read[P + "2025-11993/subject"].listings[0].programmes == ("Section 2313a",)


def test_footnotes_at_the_foot_of_the_table_are_quoted_at_the_rows_that_bear_their_mark():
    syria = entries()[P + "311syrianprm/subject"]
    assert syria.remarks.endswith("Exceptive relief was granted on 05/23/2025.")
    assert entries()[HUIONE].remarks is None


# --- What editing the table does --------------------------------------------------------------------------------------


def test_footnote_marks_come_and_go_without_a_change():
    edited = PAGE.replace("Huione Group</td>", "Huione Group *</td>").replace(
        "FBME Bank Ltd.<", "<span>FBME Bank Ltd.</span>**<"
    )
    assert edited != PAGE
    assert changed(entries(), entries(edited)) == {}


def test_a_footnote_that_is_renumbered_with_its_mark_is_no_change():
    edited = PAGE.replace("*****", "******")
    assert changed(entries(), entries(edited)) == {}


def test_a_public_inspection_link_that_becomes_the_published_document_is_the_same_instrument():
    old = "https://www.federalregister.gov/public-inspection/2025-07837/special-measure-regarding-huione-group-as-a-foreign-financial-institution-of-primary-money"
    new = "https://www.federalregister.gov/documents/2025/05/05/2025-07837/special-measure-regarding-huione-group"
    changes = diff(entries(), entries(PAGE.replace(old, new)))
    assert {change.entry_id for change in changes} == {P + "2025-07837", HUIONE}
    assert {(change.kind, change.weight) for change in changes} == {("amended", "cosmetic")}


def test_a_later_stage_advances_the_subject_under_the_same_key():
    before = entries(
        PAGE.replace(
            PAGE[PAGE.index('<a href="https://www.federalregister.gov/public-inspection/2025-19571') :].split("</a>")[0]
            + "</a>",
            "---",
        )
    )
    assert changed(before, entries()) == {HUIONE: "advanced", FINAL_RULE: "designated"}


def test_a_first_document_stays_the_key_when_earlier_columns_had_none():
    rule = row("Some Bank", final=link("05/01/2020", "rule.pdf"))
    filled = row("Some Bank", "04/01/2019", "---", link("05/01/2020", "rule.pdf"), link("06/01/2021", "out.pdf"))
    assert P + "rule/subject" in entries(page(rule))
    assert P + "some-bank/subject" in entries(page(filled)), (
        "the earliest day has no document: the name is all there is"
    )
    later = filled.replace("</tr>", "").replace("04/01/2019", "04/01/2019<br>06/01/2019")
    assert P + "some-bank/subject" in entries(page(later))


def test_a_withdrawal_advances_the_subject_and_ends_what_it_withdraws():
    page_before = PAGE[: PAGE.index('<a href="https://www.federalregister.gov/public-inspection/2024-22299')] + "---"
    page_before += PAGE[PAGE.index("</a>", PAGE.index("2024-22299")) + 4 :]
    changes = changed(entries(page_before), entries())
    assert changes == {
        P + "2018-03214": "advanced",
        P + "2018-03214/subject": "advanced",
        P + "2024-22299": "designated",
    }


def test_a_renamed_row_is_the_same_subject():
    changes = diff(entries(), entries(PAGE.replace("Huione Group</td>", "Huione Group and affiliates</td>")))
    assert {(change.entry_id, change.kind) for change in changes} >= {(HUIONE, "amended")}
    assert not {change.kind for change in changes} & {"removed", "designated"}


def test_a_second_row_beginning_with_the_same_document_renumbers_the_first_but_removes_nothing():
    first = row("Some Bank", final=link("05/01/2020", "rule.pdf"), proposal=link("05/01/2019", "2019-12345.pdf"))
    second = row("Other Bank", proposal=link("05/01/2019", "2019-12345.pdf"))
    kinds = changed(entries(page(first)), entries(page(first, second)))
    assert kinds[P + "2019-12345/some-bank"] == "rekeyed"
    assert kinds[P + "2019-12345/other-bank"] == "designated"
    assert "removed" not in kinds.values()


def test_a_pdf_that_gives_way_to_the_published_document_renumbers_and_removes_nothing():
    before = row("Some Network Sub-Agents", proposal=link("10/01/2026", "9714-SOME-NPRM.pdf"))
    after = row(
        "Some Network Sub-Agents", proposal='<a href="https://www.federalregister.gov/d/2026-20001">10/01/2026</a>'
    )
    kinds = changed(entries(page(before)), entries(page(after)))
    assert kinds == {P + "2026-20001": "rekeyed", P + "2026-20001/subject": "rekeyed"}


def test_a_row_that_vanishes_is_seen_to_have_gone():
    gone = PAGE[: PAGE.index("<tr>\n  <td>Huione")] + PAGE[PAGE.index("<tr>\n  <td>Infobank") :]
    kinds = changed(entries(), entries(gone))
    assert kinds == {HUIONE: "removed", P + "2025-07837": "removed", FINAL_RULE: "removed"}
    assert (SOURCE.about.removals_count, SOURCE.about.removals_share) == (0, 0.0), "and every such removal is held"


ROWS = PAGE[PAGE.index("<tbody>") + 7 : PAGE.index('<tr><td colspan="5"><strong>Section 9714')].split("</tr>")[1:-1]


@given(order=st.permutations(ROWS), space=st.sampled_from(["", "\n\t", "&nbsp;", "<!-- x -->"]))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_order_of_rows_and_white_space_never_make_a_change(order, space):
    rows = [part + "</tr>" for part in order]
    head = "<tr><td>Section 311</td></tr>"
    assert entries(page(head, *(part.replace("<td>", f"<td>{space}") for part in rows))) == entries(
        page(head, *(part + "</tr>" for part in ROWS))
    )


# --- What is refused, and how much of it ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bad", "seen"),
    [
        ("2025-10-16", '"2025-10-16"'),
        ("October 16, 2025", '"October"'),
        ("10/16/25", '"10/16/25"'),
        ("13/16/2025", '"13/16/2025": month must be in 1..12'),
        ("<a>10/16/2025</a>", 'link "10/16/2025" without an address'),
        ("10/16/2025 stayed", '"stayed" in "10/16/2025 stayed"'),
        ("<a href='/x.pdf'>PDF</a>", '"PDF" without a date'),
        ("Withdrawn", '"Withdrawn" without a date'),
    ],
)
def test_a_cell_that_is_not_understood_holds_its_row_and_no_other(bad, seen):
    good, held = readable(PAGE.replace("07/29/2015<br>", "").replace(FBME, bad))
    assert P + "fbme-nof/subject" in held
    assert all('"FBME Bank Ltd.": ' not in text or seen in text for text in held.values())
    assert all('column "Final Rule"' in text and "(expected " in text and seen in text for text in held.values())
    whole = entries()
    assert good.items() <= whole.items()
    assert whole.keys() - good.keys() - held.keys() == {
        P + "fbme-nof/subject/final-rule/2015-07-29",
        P + "fbme-fr-20160325",
    }


def test_an_unreadable_cell_still_says_which_documents_are_there_so_that_none_seems_to_have_gone():
    _, held = readable(PAGE.replace(FBME, FBME + " stayed"))
    assert held.keys() == {P + key for key in ("fbme-nof/subject", "fbme-nof", "fbme-nprm", "fbme-fr-20160325")}


@pytest.mark.parametrize(
    ("old", "new", "seen"),
    [
        ("<th>Finding</th>", "<th>Findings</th>", "headers"),
        ("<th>Rescinded</th>", "<th>Rescinded</th><th>Notes</th>", "headers"),
        ("<td>Ukraine</td>", "", 'row 18 "12/26/2002": 4 cells'),
        ("special-measures-table", "measures", "has no table#special-measures-table"),
        ("<td>Ukraine</td>", "<td>***</td>", "no name"),
    ],
)
def test_a_table_that_is_built_otherwise_is_refused_whole(old, new, seen):
    with pytest.raises(SourceChanged) as caught:
        records(PAGE.replace(old, new))
    assert seen in str(caught.value)


def test_a_row_that_is_there_twice_gives_the_same_keys_twice_for_the_pipeline_to_refuse():
    document = Document(
        name="list", url="", opened=lambda: io.BytesIO(page(row("A Bank", "01/01/2020"), row("A Bank", "01/01/2020")).encode()),
        sha256="", size=0, fetched_at="",
    )  # fmt: skip
    found = [record.key for record in SOURCE.parse({"list": document}, State(), None).records]
    assert found.count("a-bank/a-bank") == 2


@pytest.mark.parametrize(
    ("name", "section", "what", "certain"),
    [
        ("Bitzlato", "", "party", True),
        ("Nauru", "", "jurisdiction", True),
        ("A7 Network Sub-Agents", "", "class", True),
        ("Zenith", "", "party", False),
        ("Zenith", "Jurisdictions", "jurisdiction", True),
        ("Bank Transactions", "", "party", False),
    ],
)
def test_a_subject_whose_sort_is_not_clear_is_carried_with_a_mark(name, section, what, certain):
    assert kind(name, section) == (what, certain)
    entry = next(
        entry
        for entry in entries(page(f"<tr><td>{section}</td></tr>", row(name, "01/02/2020"))).values()
        if entry.subject
    )
    assert entry.type == what
    assert bool(entry.unmapped) != certain


def test_a_heading_that_nobody_knows_is_carried_with_a_mark():
    entry = entries(page("<tr><td>Section 9999</td></tr>", row("Some Bank", "01/02/2020")))[P + "some-bank/subject"]
    assert [(mark.field, mark.value) for mark in entry.unmapped] == [("section", "Section 9999")]


# --- The parts --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell_text", "names", "included", "odd"),
    [
        ("Huione Group", {"Huione Group"}, [], []),
        ("CIBanco S.A., Institution de Banca Multiple (CIBanco)", {"CIBanco S.A., Institution de Banca Multiple", "CIBanco"}, [], []),
        ("Kassem Rmeiti & Co. For Exchange", {"Kassem Rmeiti & Co. For Exchange"}, [], []),
        ("FBME Bank Ltd., formerly known as Federal Bank of the Middle East Ltd.", {"FBME Bank Ltd.", "Federal Bank of the Middle East Ltd."}, [], []),
        ("A (Includes B and C)**", {"A"}, [], ["B and C"]),
        ("A (Includes Some Bank)", {"A"}, ["Some Bank"], []),
        ("A (see the note below)", {"A"}, [], ["see the note below"]),
    ],
)  # fmt: skip
def test_the_name_is_told_apart_from_what_is_said_of_it(cell_text, names, included, odd):
    found = named(cell_text)
    assert ({name.full for name in found.names}, found.included, found.odd) == (names, included, odd)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.federalregister.gov/d/2025-11993", "2025-11993"),
        ("https://www.federalregister.gov/documents/2024/07/03/2024-14415/imposition-of-special", "2024-14415"),
        ("https://www.federalregister.gov/public-inspection/2026-12794/definition-of-huione", "2026-12794"),
        ("https://public-inspection.federalregister.gov/2026-07755.pdf?1776689116", "2026-07755"),
        ("https://www.govinfo.gov/content/pkg/FR-2020-08-10/pdf/2020-17143.pdf", "2020-17143"),
        ("http://www.gpo.gov/fdsys/pkg/FR-2011-11-25/pdf/2011-30332.pdf", "2011-30332"),
        ("http://edocket.access.gpo.gov/2003/pdf/03-9411.pdf", "03-9411"),
        ("https://www.fincen.gov/system/files/shared/2016-13038(DPRK_Finding).pdf", "2016-13038"),
        (
            "https://www.fincen.gov/system/files/federal_register_notices/2017-11-08/Dandong%20Final%202017-24238.pdf",
            "2017-24238",
        ),
        ("https://www.fincen.gov/system/files/federal_register_notices/2018-02-16/2018-03214.pdf", "2018-03214"),
        ("https://www.fincen.gov/system/files/shared/FBME_FR_20160325.pdf", None),
        ("https://www.fincen.gov/system/files/shared/311--ExchHouse-H-NPRMFinal.pdf", None),
        ("https://www.fincen.gov/system/files/2026-10/9714-A7-NETWORK-NPRM.pdf", None),
    ],
)
def test_the_document_number_is_taken_from_every_address_that_has_one(url, expected):
    assert number(url) == expected


def test_files_of_one_name_in_two_folders_are_two_documents_but_two_ways_to_one_folder_are_one():
    one, two = (
        "https://www.fincen.gov/system/files/2020/notice.pdf",
        "https://www.fincen.gov/system/files/2021/notice.pdf",
    )
    assert set(keys([[one], [two]]).values()) == {"2020-notice-pdf", "2021-notice-pdf"}
    assert set(keys([[one], [one.replace("/system/", "/sites/default/")]]).values()) == {"notice"}


def test_a_pdf_beside_a_numbered_document_is_a_copy_of_it_wherever_it_stands():
    pdf, published = "https://www.fincen.gov/x/NPRM.pdf", "https://www.federalregister.gov/d/2025-07837"
    assert set(keys([[pdf], [pdf, published]]).values()) == {"2025-07837"}
    assert address(published + "/long-title") == published
    assert address(pdf) == pdf


@pytest.mark.parametrize(
    ("html", "column", "expected"),
    [
        ("---", FINDING, []),
        ("", FINDING, []),
        ("N/A", FINDING, []),
        ("05/01/2025", FINDING, [("2025-05-01", None, 0)]),
        ("5/1/2025", FINDING, [("2025-05-01", None, 0)]),
        ("05/01/2025*", FINDING, [("2025-05-01", None, 0)]),
        ("<a href='/a'>05/01/2025</a> <a href='/b'>05/05/2025</a>", FINDING, [("2025-05-01", None, 1), ("2025-05-05", None, 1)]),
        ("<a href='/a'>0<b>5</b>/01/2025</a>", FINDING, [("2025-05-01", None, 1)]),
        ("05/01/2025 (<a href='/a'>Federal Register</a>)", FINDING, [("2025-05-01", None, 1)]),
        ("<a href='/a'>PDF</a> 05/01/2025<br><a href='/b'>PDF</a> 05/05/2025", FINDING, [("2025-05-01", None, 1), ("2025-05-05", None, 1)]),
        ("03/13/2015; withdrawn 03/04/2016", FINDING, [("2015-03-13", None, 0), ("2016-03-04", "withdrawal", 0)]),
        ("03/13/2015 (withdrawn 03/04/2016)", FINDING, [("2015-03-13", None, 0), ("2016-03-04", "withdrawal", 0)]),
        ("03/13/2015 (withdrawn)", FINDING, [("2015-03-13", None, 0)]),
        ("06/30/2025 (Order), 08/22/2025 (amended)", FINAL, [("2025-06-30", "order", 0), ("2025-08-22", "amendment", 0)]),
        ("Order 06/30/2025<br>Effective date extended: 08/22/2025", FINAL, [("2025-06-30", "order", 0), ("2025-08-22", "effective_date_change", 0)]),
        ("<a href='/a'>Withdrawal of finding and repeal of rule</a> 03/04/2016", RESCINDED, [("2016-03-04", "withdrawal", 1)]),
        ("10/16/2025, 90 FR 48295", FINAL, [("2025-10-16", None, 0)]),
    ],
)  # fmt: skip
def test_a_cell_is_taken_apart_into_dates_documents_and_words(html, column, expected):
    assert [(item.published, item.label, len(item.links)) for item in items(cell(html), column)] == expected


def test_a_fate_without_a_date_of_its_own_is_kept_in_the_stage_and_ends_nothing():
    entry = entries(page(row("Some Bank", link("03/13/2015", "nof.pdf") + " (withdrawn)")))[P + "nof"]
    assert (entry.instrument.action, entry.instrument.stage, entry.instrument.ended) == (
        "finding",
        "Finding (withdrawn)",
        None,
    )
