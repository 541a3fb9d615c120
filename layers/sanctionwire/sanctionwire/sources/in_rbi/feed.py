"""The feed of press releases: ten items or so, each with its text as HTML; and one item cut into lines and tables.

Built from a description: links end in `prid=N`, dates bear no zone and are meant in India's time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from lxml import etree

from sanctionwire.core.normalise import written
from sanctionwire.errors import SourceChanged
from sanctionwire.formats.html import Page, every, fragment, lines, told
from sanctionwire.formats.rss import Posted, items
from sanctionwire.rolling import Details, Item, Listed
from sanctionwire.source import Document

HOME = "https://www.rbi.org.in/"
FEED = HOME + "pressreleases_rss.xml"
_HOSTS = {"www.rbi.org.in", "rbi.org.in"}
_AT = re.compile(
    r"(?:[A-Z][a-z]{2},\s+)?(?P<day>\d{1,2}\s+[A-Z][a-z]{2,8}\s+\d{4})(?:\s+(?P<time>\d{2}:\d{2})(?::\d{2})?(?:\s+(?P<zone>\S+))?)?"
)
_INDIA = timedelta(hours=5, minutes=30)


def page(_listing: str, document: Document) -> Listed:
    """The items of the feed. There is no second page."""
    with document.opened() as stream:
        return Listed(items=[_item(posted) for posted in items(stream)])


def _item(posted: Posted) -> Item:
    parts = urlsplit(posted.link)
    number = [value for name, values in parse_qs(parts.query).items() if name.casefold() == "prid" for value in values]
    if parts.hostname not in _HOSTS or len(number) != 1 or not re.fullmatch(r"\d{1,9}", number[0], re.ASCII):
        raise SourceChanged(f"a link to {posted.link[:200]}", place="item/link", expected="www.rbi.org.in/…?prid=N")
    key = str(int(number[0]))
    return Item(
        key=key,
        listing="press_releases",
        title=posted.title,
        url=f"{HOME}Scripts/BS_PressReleaseDisplay.aspx?prid={key}",
        date=_day(posted.published),
        fields={"html": posted.description},
    )


def _day(text: str) -> str:
    """The day in India. A bare time is India's; so are the zones that feeds are known to write."""
    found = _AT.fullmatch(text)
    if not found or (found["zone"] or "IST") not in {"IST", "+0530", "GMT", "UTC", "+0000"}:
        raise SourceChanged(f'"{text[:60]}" is no date', place="item/pubDate", expected="Fri, 24 Apr 2026 18:05:00")
    day = written(found["day"])
    if (found["zone"] or "IST") in {"IST", "+0530"}:
        return day
    try:
        moment = datetime.fromisoformat(f"{day}T{found['time']}+00:00")
    except ValueError:
        raise SourceChanged(f'"{text[:60]}" is no date', place="item/pubDate", expected="a time of day") from None
    return (moment + _INDIA).date().isoformat()


def cut(item: Item, _details: Details) -> Mapping[str, Any]:
    """The text of an item: its lines, and its tables apart."""
    html = str(item.fields.get("html", ""))
    if not html.strip():
        return {"lines": [], "tables": []}
    found = fragment(html, base=HOME)
    tables = every(found.root, "table")
    return {"lines": list(lines(found.root, without=tables)), "tables": [_table(each, found) for each in tables]}


def _table(table: etree._Element, found: Page) -> list[list[str]]:
    """The rows of a table, each as wide as the first."""
    if every(table, "table") != [table]:
        raise SourceChanged("a table within a table", place=found.called, expected="plain cells")
    rows = [[cell for cell in row if isinstance(cell.tag, str)] for row in table.iter("tr")]
    for row in rows:
        if any(cell.tag not in {"td", "th"} for cell in row) or len(row) != len(rows[0]):
            raise SourceChanged(f"a row of {len(row)} cells", place="a table", expected=f"{len(rows[0])} cells")
        if any(cell.get(name, "1").strip() != "1" for cell in row for name in ("colspan", "rowspan")):
            raise SourceChanged("merged cells", place="a table", expected="one cell a column")
    held = sum(len(told(cell)) for row in rows for cell in row)
    if len(re.sub(r"\s", "", told(table))) > held:
        raise SourceChanged("text between the cells", place="a table", expected="cells only")
    return [[told(cell) for cell in row] for row in rows]
