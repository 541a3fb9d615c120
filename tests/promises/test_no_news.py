"""Promise 6: no news without change."""

from __future__ import annotations

import re
from typing import Any

import pytest

from promises.publishing import FINCEN_TABLE, UN_LIST, playing
from publisher import answer


def restamped(body: bytes, hour: int) -> bytes:
    """The same list as another run of its publisher's program would write it."""
    body = re.sub(rb'dateGenerated="[^"]*"', b'dateGenerated="2026-01-17T%02d:00:00"' % hour, body)
    parties = re.findall(rb"<INDIVIDUAL>.*?</INDIVIDUAL>", body, re.DOTALL)
    body = re.sub(rb"<INDIVIDUAL>.*</INDIVIDUAL>", lambda _found: b"\n".join(reversed(parties)), body, flags=re.DOTALL)
    return body.replace(b"<VERSIONNUM>1<", b"<VERSIONNUM>%d<" % hour).replace(b"><", b">\n<")


def redrawn(body: bytes, hour: int) -> bytes:
    """The same table on a page with other ids around it, and its rows in another order."""
    rows = re.findall(rb"<tr><td>.*?</tr>", body, re.DOTALL)
    turned = rows[hour:] + rows[:hour]
    for row in rows:
        body = body.replace(row, b"")
    body = body.replace(b"<tbody>", b"<tbody>" + b"\n  ".join(turned))
    return body.replace(b"<main>", b'<main class="js-view-dom-id-%032d">' % hour)


@pytest.mark.parametrize(
    ("slug", "path", "again"), [("un_sc", UN_LIST, restamped), ("us_fincen_311", FINCEN_TABLE, redrawn)]
)
def test_no_news_without_change_and_no_archived_copy_beyond_one_a_day(slug: str, path: str, again: Any) -> None:
    with playing(slug) as (stack, publisher):
        stack.tick()
        stack.inbox()
        good, archived = publisher.body(path), len(list(stack.wire.blobs.keys("documents/")))
        stack.clock.later(hours=24)
        for hour in range(1, 4):
            publisher[path] = answer(again(good, hour), ETag=f'"{hour}"')
            stack.clock.later(minutes=61)
            stack.tick()
        assert not stack.failures
        assert stack.wire.log.head().seq == 1
        assert stack.inbox() == []
        assert stack.row(slug).checked_at == stack.clock.now.strftime("%Y-%m-%dT%H:%M:%SZ")
        assert len(list(stack.wire.blobs.keys("documents/"))) == archived + 1
