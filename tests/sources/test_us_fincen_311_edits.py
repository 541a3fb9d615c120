"""What editing FinCEN's table does to what is known, and how much of it is refused when it cannot be read."""

from __future__ import annotations

import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sanctionwire.core.diff import diff
from sanctionwire.errors import SourceChanged
from sanctionwire.source import Document, State
from sanctionwire.sources.us_fincen_311 import SOURCE
from sanctionwire.sources.us_fincen_311.names import kind
from special_measures import (
    FBME,
    FINAL_RULE,
    HUIONE,
    PAGE,
    P,
    changed,
    entries,
    link,
    page,
    readable,
    records,
    row,
)


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


def test_a_heading_may_stand_over_as_many_empty_cells_as_there_are_columns():
    order = row("Some Bank", final=link("05/01/2023", "order.pdf"))
    wide, narrow = row("Section 9714", *["&nbsp;"] * 4), '<tr><td colspan="5">Section 9714</td></tr>'
    assert entries(page(wide, order)) == entries(page(narrow, order))
    assert len(entries(page(row("Other Bank", *[""] * 4), order))) == 3, "a name without dates is no heading"


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
    assert held.keys() == {
        P + key for key in ("fbme-nof/subject", "fbme-fr-20160325", "fbme-nof/subject/final-rule/2015-07-29")
    }


@pytest.mark.parametrize(
    ("column", "unread"),
    [
        ("finding", {"nof", "rule", "subject"}),
        ("proposal", {"nprm", "rule", "subject"}),
        ("final", {"rule", "out", "subject"}),
        ("rescinded", {"nof", "nprm", "rule", "out", "subject"}),
    ],
)
def test_only_what_depends_on_an_unreadable_cell_is_held(column, unread):
    files = {"finding": "nof", "proposal": "nprm", "final": "rule", "rescinded": "out"}
    cells = {name: link(f"01/0{day}/2020", f"{file}.pdf") for day, (name, file) in enumerate(files.items(), 1)}
    _, held = readable(page(row("Some Bank", **(cells | {column: cells[column] + " somehow"}))))
    assert {key.rpartition("/")[2].removeprefix(P) for key in held} == unread


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
