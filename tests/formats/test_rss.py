"""RSS feeds: what is read, and what feedparser would mend and is refused here."""

from __future__ import annotations

import io

import pytest

from sanctionwire.errors import SourceChanged
from sanctionwire.formats.rss import Posted, items

ITEM = """<item><title>One &amp; “two”</title><link>https://www.example.gov/x?a=1&amp;b=2</link>
<description><![CDATA[<p>Text &amp; <a href="/y">link</a></p><script>alert(1)</script>]]></description>
<pubDate>Fri, 24 Apr 2026 18:05:00</pubDate><guid isPermaLink="false">7</guid></item>"""
FEED = f"""<?xml version="1.0" encoding="utf-8"?>
<!-- a comment --><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>T</title>
<link>https://www.example.gov</link><description>D</description><atom:link href="https://www.example.gov/rss" rel="self"/>
{ITEM}</channel></rss>"""


def read(body=FEED):
    return items(io.BytesIO(body if isinstance(body, bytes) else body.encode()))


def test_an_item_is_read_as_it_stands():
    assert read() == (
        Posted(
            title="One & “two”",
            link="https://www.example.gov/x?a=1&b=2",
            published="Fri, 24 Apr 2026 18:05:00",
            description='<p>Text &amp; <a href="/y">link</a></p><script>alert(1)</script>',
        ),
    )


def test_a_byte_order_mark_and_namespaced_elements_make_no_difference():
    assert read(b"\xef\xbb\xbf" + FEED.encode()) == read()
    assert (
        read(FEED.replace("</item>", "<dc:creator xmlns:dc='http://purl.org/dc/elements/1.1/'>x</dc:creator></item>"))
        == read()
    )


def test_a_description_may_be_empty():
    empty = FEED[: FEED.index("<![CDATA[")] + FEED[FEED.index("]]>") + 3 :]
    assert read(empty)[0].description == ""


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"   ",
        "<html><head><title>Maintenance</title></head><body></body></html>",
        FEED.replace(ITEM, ""),
        FEED.replace("</rss>", ""),
        FEED.replace("<title>One", "<title>Other</title><title>One"),
        FEED.replace("<title>One &amp; “two”</title>", ""),
        FEED.replace("One &amp; “two”", " "),
        FEED.replace("<link>https://www.example.gov/x?a=1&amp;b=2</link>", ""),
        FEED.replace("<pubDate>Fri, 24 Apr 2026 18:05:00</pubDate>", ""),
        FEED.replace("<guid", "<surprise>x</surprise><guid"),
        FEED.replace("One &amp; “two”", "One <b>two</b>"),
        FEED.replace(ITEM, f"<box>{ITEM}</box>"),
        FEED.replace('<?xml version="1.0" encoding="utf-8"?>', '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "b">]>'),
        FEED.encode("utf-16"),
        FEED.encode("cp1252"),
        FEED.replace('<rss version="2.0"', '<feed version="2.0"').replace("</rss>", "</feed>"),
        FEED.replace("</channel>", "</channel><channel><item/></channel>"),
        FEED.replace('version="2.0" xmlns', 'version="0.91" xmlns'),
    ],
)  # fmt: skip
def test_what_would_have_to_be_mended_is_refused(body):
    with pytest.raises(SourceChanged):
        read(body)


@pytest.mark.parametrize("at", range(1, len(FEED) - 6, 11))
def test_a_feed_that_is_cut_short_is_refused(at):
    with pytest.raises(SourceChanged):
        read(FEED[:at])


def test_a_body_that_names_a_file_is_not_opened():
    with pytest.raises(SourceChanged):
        read(b"/etc/hostname")
