"""The parts of FinCEN's table: names, documents and stage cells."""

from __future__ import annotations

import io
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanctionwire.errors import SourceChanged
from sanctionwire.formats.table import rows
from sanctionwire.sources.us_fincen_311 import URL
from sanctionwire.sources.us_fincen_311.documents import address, keys, number
from sanctionwire.sources.us_fincen_311.names import named
from sanctionwire.sources.us_fincen_311.stages import FINAL, FINDING, HEADERS, RESCINDED, STAGES, items, salvaged
from special_measures import (
    PAGE,
    P,
    entries,
    link,
    page,
    readable,
    row,
)


def cell(html):
    """One stage cell as a raw record has it."""
    body = io.BytesIO(page(row("X", finding=html)).encode())
    return rows(body, table="special-measures-table", headers=HEADERS, base=URL)[0].cells[FINDING].lines


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


WORDS = ["05/01/2025", "13/01/2025", "withdrawn", "Order", "effective date extended", "(", ")", ";", ",", "---", "FR", "*",
         "90 FR 48295", "xyz", "2025-1", "\u200b"]  # fmt: skip
TEXT = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join) | st.text(max_size=12)
LINK = st.sampled_from([None, "", "https://a.gov/x.pdf", "https://www.federalregister.gov/d/2025-07837"])


@given(lines=st.lists(st.lists(st.tuples(TEXT, LINK), max_size=3), max_size=3), column=st.sampled_from(STAGES))
def test_whatever_stands_in_a_cell_is_read_or_refused_and_its_documents_are_never_lost(lines, column):
    linked = {link for line in lines for _, link in line if link}
    assert {link for item in salvaged(lines, column) for link in item.links} == linked
    try:
        found = items(lines, column)
    except SourceChanged as error:
        assert f'column "{HEADERS[column]}"' in str(error)  # noqa: PT017 - either outcome is right
    else:
        assert {link for item in found for link in item.links} == linked


@given(at=st.integers(0, len(PAGE)), gone=st.integers(0, 40), put=st.text(max_size=12) | st.sampled_from(
    ["<td>", "</td>", "<tr>", "</table>", "<table>", "<br>", "<a href='http://[x'>", "<!--", "&#0;", "<sup>*</sup>"]
))  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_a_page_damaged_anywhere_is_read_or_refused_and_never_breaks_the_reader(at, gone, put):
    with suppress(SourceChanged, UnicodeEncodeError):
        readable(PAGE[:at] + put + PAGE[at + gone :])
