"""FinCEN's news releases: the list, and each release as a page, built from the facts in `editions/fincen_news.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime, time
from html import escape
from pathlib import Path
from typing import Any

from demo.scene import NOT_FOUND, NOTE, Answer, Asked, Scene, html, paragraphs

PATH = "news/press-releases"
FACTS = tomllib.loads((Path(__file__).parent / "editions" / "fincen_news.toml").read_text(encoding="utf-8"))
_RELEASE = "news/news-releases"


def answer(asked: Asked, scene: Scene) -> Answer:
    """The list, whose one page has all there is, or a release."""
    out = sorted(scene.out(FACTS["release"]), key=lambda each: each["day"], reverse=True)
    if asked.path == PATH and asked.one("page", "0") == "0":
        return html(_list(out), scene.when("huione-proposed", "huione-released"))
    for each in out:
        if asked.path == f"{_RELEASE}/{each['slug']}":
            return html(_release(each), datetime.combine(each["day"], time(12), UTC))
    return NOT_FOUND


def _page(title: str, head: str, main: str) -> str:
    return f"""<!DOCTYPE html>
<!-- {NOTE} -->
<html lang="en">
<head><meta charset="utf-8"><title>{escape(title)} | FinCEN.gov</title>{head}</head>
<body>
<p>{NOTE}</p>
<main class="usa-section" id="content">
<h1 class="margin-0"><span class="treas-page-title">{escape(title, quote=False)}</span></h1>
{main}
</main>
</body>
</html>
"""


def _list(releases: list[Mapping[str, Any]]) -> str:
    rows = "\n".join(
        f'<div class="views-row"><div class="views-field views-field-title"><a href="/{_RELEASE}/{each["slug"]}">'
        f'{escape(each["title"], quote=False)}</a></div><div class="views-field views-field-field-date">'
        f"{_time(each)}</div></div>"
        for each in releases
    )
    return _page("News Releases", "", f'<div class="view view-press-releases">\n{rows}\n</div>')


def _release(release: Mapping[str, Any]) -> str:
    link = f'<p><a href="https://www.federalregister.gov/d/{release["link"]}">In the Federal Register</a></p>'
    return _page(
        release["title"],
        f'<link rel="canonical" href="https://www.fincen.gov/{_RELEASE}/{release["slug"]}">',
        f"""<article>
<div class="field field--name-field-date-release"><div class="field__label">Immediate Release</div>
<div class="field__item">{_time(release)}</div></div>
<div class="field field--name-body field__item">{paragraphs(release["paragraphs"])}{link}</div>
</article>""",
    )


def _time(release: Mapping[str, Any]) -> str:
    day = release["day"]
    return f'<time datetime="{day:%Y-%m-%d}T12:00:00Z">{day:%B} {day.day}, {day.year}</time>'
