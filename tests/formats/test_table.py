"""Tables out of HTML pages: what is read, and what is refused."""

from __future__ import annotations

import io

import pytest

from sanctionwire.errors import SourceChanged
from sanctionwire.formats.table import Piece, rows

PAGE = """<!DOCTYPE html>
<html><head><title>Special measures</title></head><body>
<table id="other"><tr><td>no</td></tr></table>
<table class="t" id="wanted">
<thead><tr><th>&nbsp;</th><th>Final  Rule</th></tr></thead>
<tbody>
<tr><td colspan="2">Section 311</td></tr>
<tr><td>Some <b>Ba</b>nk<sup>2</sup></td><td><a href="/x.pdf">05/01/2025</a><br>(<a href="https://example.org/y">FR</a>)</td></tr>
<tr></tr>
</tbody></table></body></html>"""


def read(page=PAGE, **options):
    body = page if isinstance(page, bytes) else page.encode()
    return rows(
        io.BytesIO(body), table="wanted", headers=["", "Final Rule"], base="https://www.example.gov/a/b", **options
    )


def refusal(page):
    with pytest.raises(SourceChanged) as caught:
        read(page)
    return str(caught.value)


def test_cells_are_lines_of_text_and_links_with_footnote_marks_apart():
    section, bank = read()
    assert [cell.text for cell in section.cells] == ["Section 311"]
    assert bank.cells[0].text == "Some Bank"
    assert bank.cells[0].marks == ("2",)
    assert bank.cells[1].lines == (
        (Piece("05/01/2025", "https://www.example.gov/x.pdf"),),
        (Piece("("), Piece("FR", "https://example.org/y"), Piece(")")),
    )


def test_closing_tags_that_html_leaves_out_make_no_difference():
    bare = (
        PAGE.replace("</td>", "")
        .replace("</tr>", "")
        .replace("</th>", "")
        .replace("</tbody>", "")
        .replace("</thead>", "")
    )
    assert [[cell.text for cell in row.cells] for row in read(bare)] == [
        [cell.text for cell in row.cells] for row in read()
    ]


def test_white_space_comments_attributes_and_case_of_tags_make_no_difference():
    other = (
        PAGE.replace("<tr>", "<TR class='odd'>")
        .replace("><", ">\n\t<!-- </table> -->\n<")
        .replace("Some ", "\n Some\u00a0\u200b ")
    )
    assert read(other) == read()


def test_a_link_to_nowhere_is_kept_as_such_and_an_anchor_is_no_link():
    cell = read(PAGE.replace('<a href="/x.pdf">', "<a>").replace("(<a", "<a name='note'></a>(<a"))[1].cells[1]
    assert cell.lines[0] == (Piece("05/01/2025", ""),)
    assert cell.lines[1][0] == Piece("(")


@pytest.mark.parametrize("href", ["", " ", "http://[x", "mailto:a@example.org", "javascript:void(0)"])
def test_an_address_that_leads_nowhere_is_a_link_to_nowhere(href):
    assert read(PAGE.replace('"/x.pdf"', f'"{href}"'))[1].cells[1].lines[0] == (Piece("05/01/2025", ""),)


def test_a_link_within_the_page_is_no_link():
    assert read(PAGE.replace('"/x.pdf"', '"#note"'))[1].cells[1].lines[0] == (Piece("05/01/2025"),)


def test_text_of_scripts_and_styles_is_no_text():
    assert read(PAGE.replace("Some ", "<style>x</style>Some <script>var a = '</b>'</script>")) == read()


@pytest.mark.parametrize(
    "end", ["</body></html>", "</html>", "</table></body></html>", "</tr>\n<tr></tr>", "Rule</th>"]
)
def test_a_page_that_is_cut_short_is_refused_wherever_it_ends(end):
    assert "is cut short" in refusal(PAGE[: PAGE.rindex(end)])


@pytest.mark.parametrize(
    ("page", "seen"),
    [
        ("", "an empty body"),
        (" \n", "nothing but white space"),
        ('{"error": 1}', 'text that is not HTML, beginning "{"error": 1}"'),
        ('<?xml version="1.0"?>\n<Error><Code>NoSuchKey</Code></Error>', "an S3 error body: NoSuchKey"),
        (
            "<html><head><title>Access Denied</title></head></html>",
            'the HTML page titled "Access Denied" has no table#wanted',
        ),
        (PAGE.replace('id="other"', 'id="wanted"'), "has 2 table#wanted"),
        (PAGE.encode("utf-16"), "wrong encoding"),
        (PAGE.replace("Some", "\u00e9").encode("latin-1"), "wrong encoding"),
        (PAGE.replace("Some", "\0"), "wrong encoding: NUL"),
        (PAGE.replace("<body>", "<body>" + "<div>" * 400), "xcessive depth"),
        (PAGE.replace("Final  Rule", "Order"), "headers ['', 'Order']"),
        (PAGE.replace("<th>Final  Rule</th>", "<th>Final Rule</th><th>New</th>"), "headers ['', 'Final Rule', 'New']"),
        (PAGE.replace("<th>Final", '<th colspan="2">Final'), "headers"),
        (PAGE.replace("<td>Some", "<td>1</td><td>Some"), 'row 2 "1": 3 cells'),
        (PAGE.replace("<td>Some", '<td rowspan="2">Some'), "merged cells"),
        (PAGE.replace('colspan="2"', 'rowspan="2"'), "merged cells"),
        (PAGE.replace("<td>Some", "<td><table></table>Some"), "row 2: <td> with more than text"),
        (PAGE.replace("<tr></tr>", "<tr>stray</tr>"), 'stray text "stray"'),
        (PAGE.replace("<tr></tr>", "<div></div>"), "<div> among the rows"),
    ],
)
def test_what_is_not_such_a_table_is_refused_in_one_clear_line(page, seen):
    assert seen in refusal(page)
