"""The listings and items of the National Bank of Cambodia, from `editions/nbc.toml`, built as its pages are."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

from demo.scene import NOT_FOUND, NOTE, Answer, Asked, Scene, html, page

HOSTS = ("www.nbc.gov.kh",)
FACTS = tomllib.loads((Path(__file__).parent / "editions" / "nbc.toml").read_text(encoding="utf-8"))
_HERE, _FILES = "english/news_and_events", "download_files/news_and_events/news_eng"
_LISTINGS = {"news": "News", "announcements": "Announcements", "press_releases": "Press Releases"}

SCAN = b"%PDF-1.4\n% RECONSTRUCTION: a scanned page without any text stands here in truth.\n%%EOF\n"


def answer(asked: Asked, scene: Scene) -> Answer:
    """A listing, an item, or an attachment."""
    out = sorted(scene.out(FACTS["item"]), key=lambda each: (each["date"], each["id"]), reverse=True)
    for listing, title in _LISTINGS.items():
        if asked.path == f"{_HERE}/{listing}.php":
            rows = [each for each in out if each["listing"] == listing]
            return html(_page(title, "\n".join(map(_row, rows))), scene.when("nbc-"))
    for each in out:
        if asked.path == f"{_HERE}/news_info.php" and asked.one("id") == str(each["id"]):
            return html(_page(_LISTINGS[each["listing"]], _item(each)), _day(each))
        if asked.path == f"{_FILES}/{each.get('attachment')}":
            return page(SCAN, "application/pdf", _day(each))
    return NOT_FOUND


def _day(item: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(item["date"]).replace(tzinfo=UTC)


def _row(item: Mapping[str, Any]) -> str:
    link = f'<a href="news_info.php?id={item["id"]}">{escape(item["title"], quote=False)}</a>'
    return f'<p>{link}<br>\n<span style="color:#f00;">{item["date"]}</span></p>'


def _item(item: Mapping[str, Any]) -> str:
    lines = "<br />\n".join(escape(line, quote=False) for line in item["lines"])
    name = item.get("attachment")
    file = f"<a href='../../{_FILES}/{name}' target='_blank'>  Click here to download file</a>" if name else ""
    return f"""<span style="color:#0000FF;">{escape(item["title"], quote=False)} </span>
<br>
<span style="color:#f00;">{item["date"]}</span>
<br>
<br>
<p>
<p>{lines}</p>
</p>
<br>
<center>
</center>
{file}"""


def _page(title: str, content: str) -> str:
    return f"""<!DOCTYPE html>
<!-- {NOTE} -->
<html lang="en">
<head><meta charset="utf-8"><title>National Bank of Cambodia</title></head>
<body>
<p>{NOTE}</p>
<div class="subpage-content"><div class="subpage-content-right">
<div class="content-title">{title}</div>
<div class="content-text">
{content}
</div>
</div></div>
</body>
</html>
"""
