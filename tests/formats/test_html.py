"""Articles and listings out of HTML pages: what is read, and what is refused."""

from __future__ import annotations

import io

import pytest

from sanctionwire.errors import SourceChanged
from sanctionwire.formats.html import Link, every, fragment, lines, links, page, the, told

PAGE = """<!DOCTYPE html>
<html><head><title>News</title><script>if (a < b) { x("</p>"); }</script></head><body>
<!-- <div class="content-text">no</div> -->
<div class="wide content-text">
<span style="color:#0000FF;">A title</span><br>
<p> <p>First <b>li</b>ne.<br />Second&nbsp;line.</p> </p>
<a href='../x.pdf' target='_blank'> Click here </a><a name="top"></a>
</div></body></html>"""
BASE = "https://www.example.gov/a/b/c.php"


def read(body=PAGE):
    return page(io.BytesIO(body if isinstance(body, bytes) else body.encode()), base=BASE)


def test_text_is_lines_by_block_whatever_stands_inside_a_paragraph():
    assert lines(the(read().root, "div", "page", class_="content-text")) == (
        "A title",
        "First line.",
        "Second line.",
        "Click here",
    )


def test_an_element_is_found_by_a_word_of_its_attributes():
    root = read().root
    assert told(the(root, "span", "page", style="#0000FF")) == "A title"
    assert every(root, "div", class_="content") == []
    with pytest.raises(SourceChanged, match=r"no span\[style~=#f00\]"):
        the(root, "span", "page", style="#f00")


def test_links_are_absolute_and_one_to_nowhere_says_so():
    assert list(links(read().root, BASE)) == [Link("Click here", "https://www.example.gov/a/x.pdf"), Link("", "")]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"  \n",
        b"plain text",
        PAGE.encode("utf-16"),
        PAGE.replace("&nbsp;", "\xa0").encode("latin-1"),
        b'<?xml version="1.0"?><Error><Code>NoSuchKey</Code></Error>',
        PAGE.replace("</html>", ""),
        PAGE.replace("</body>", ""),
        PAGE.replace("</div></body>", "</body>"),
        "<div>" * 600 + "</div>" * 600,
    ],
)
def test_what_is_no_whole_page_is_refused(body):
    with pytest.raises(SourceChanged):
        read(body)


@pytest.mark.parametrize("cut", range(20, len(PAGE) - 8, 7))
def test_a_page_that_is_cut_short_is_refused(cut):
    with pytest.raises(SourceChanged):
        read(PAGE[:cut])


@pytest.mark.parametrize("element", ["iframe", "script", "object", "form", "surprise", "svg", "textarea"])
def test_what_is_not_text_is_refused_within_text(element):
    body = PAGE.replace("First ", f"<{element}>x</{element}>First ")
    with pytest.raises(SourceChanged, match=element):
        lines(the(read(body).root, "div", "page", class_="content-text"))


def test_a_piece_of_html_is_read_as_a_page_is():
    assert lines(fragment("<p>One</p><p>Two", base=BASE).root) == ("One", "Two")
    with pytest.raises(SourceChanged):
        fragment("<div>One", base=BASE)
