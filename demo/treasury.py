"""The Treasury's press releases: the site's manifest and yearly lists as JSON, and each release as a page."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from demo.scene import NOT_FOUND, NOTE, Answer, Asked, Scene, as_json, html, paragraphs

HOSTS = ("home.treasury.gov",)
FACTS = tomllib.loads((Path(__file__).parent / "editions" / "treasury.toml").read_text(encoding="utf-8"))
_DATA = "news-data/press-releases"
_PAGE = "news/press-releases"


def answer(asked: Asked, scene: Scene) -> Answer:
    """The manifest, a year's list, or a release."""
    out = sorted(scene.out(FACTS["release"]), key=lambda each: each["at"], reverse=True)
    if asked.path == f"{_DATA}/manifest.json":
        return as_json(_manifest(out))
    if found := re.fullmatch(rf"{_DATA}/search/(\d{{4}})\.json", asked.path):
        rows = [_row(each) for each in out if each["at"].year == int(found[1])]
        return as_json({"category": "press-releases", "note": NOTE, "count": len(rows), "items": rows})
    for each in out:
        if asked.path == f"{_PAGE}/{each['number']}":
            return html(_release(each), each["at"])
    return NOT_FOUND


def _manifest(out: list[Mapping[str, Any]]) -> dict[str, Any]:
    years = sorted({each["at"].year for each in out}, reverse=True)
    shards = [
        {
            "name": str(year),
            "endYear": year,
            "path": f"/{_DATA}/search/{year}.json",
            "count": sum(1 for each in out if each["at"].year == year),
        }
        for year in years
    ]
    return {"category": "press-releases", "note": NOTE, "searchShards": shards}


def _row(release: Mapping[str, Any]) -> dict[str, str]:
    at = release["at"]
    return {
        "title": release["title"],
        "url": f"/{_PAGE}/{release['number']}",
        "datetime": f"{at:%Y-%m-%dT%H:%M:%SZ}",
        "date": f"{at:%Y-%m-%d}",
        "dateDisplay": f"{at:%B} {at.day}, {at.year}",
    }


def _release(release: Mapping[str, Any]) -> str:
    at = release["at"]
    return f"""<!DOCTYPE html>
<!-- {NOTE} -->
<html lang="en">
<head><meta charset="utf-8"><title>{escape(release["title"])} | U.S. Department of the Treasury</title></head>
<body>
<p>{NOTE}</p>
<h2 class="uswds-page-title"><span class="field field--name-title">{escape(release["title"], quote=False)}</span></h2>
<article about="/{_PAGE}/{release["number"]}" class="entity--type-node">
<div class="field field--name-field-news-publication-date"><time datetime="{at:%Y-%m-%dT%H:%M:%SZ}" class="datetime">{at:%B} {at.day}, {at.year}</time></div>
<div class="clearfix text-formatted field field--name-field-news-body">{paragraphs(release["paragraphs"])}</div>
</article>
</body>
</html>
"""  # noqa: E501 - as the page has it
