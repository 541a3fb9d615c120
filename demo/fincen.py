"""FinCEN's site: its page of special measures, built from the facts in `editions/fincen.toml`, and its news."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

from demo import fincen_news
from demo.scene import NOTE, Answer, Asked, Scene, html

HOSTS = ("www.fincen.gov",)
PATH = "resources/statutes-and-regulations/311-and-9714-special-measures"
FACTS = tomllib.loads((Path(__file__).parent / "editions" / "fincen.toml").read_text(encoding="utf-8"))
_STAGES = {
    "finding": "Finding",
    "proposal": "Notice of Proposed Rulemaking",
    "final": "Final Rule",
    "rescinded": "Rescinded",
}


def answer(asked: Asked, scene: Scene) -> Answer:
    """The page of special measures, or what is news."""
    if asked.path == PATH:
        return html(table(scene), scene.when("huione-proposed", "huione-released"))
    return fincen_news.answer(asked, scene)


def table(scene: Scene) -> str:
    """The whole page."""
    head = "".join(f'<th scope="col">{title}</th>' for title in ("", *_STAGES.values()))
    rows = "\n".join(_row(row, scene) for row in scene.out(FACTS["row"]))
    return f"""<!DOCTYPE html>
<!-- {NOTE} -->
<html lang="en">
<head><meta charset="utf-8"><title>311 and 9714 Special Measures | FinCEN.gov</title></head>
<body>
<p>{NOTE}</p>
<main>
<h1>311 and 9714 Special Measures</h1>
<table class="table" id="special-measures-table">
<thead><tr>{head}</tr></thead>
<tbody>
{rows}
</tbody>
</table>
</main>
</body>
</html>
"""


def _row(row: Mapping[str, Any], scene: Scene) -> str:
    cells = [f"<td>{escape(row['subject'])}</td>"]
    for stage in _STAGES:
        links = [_link(item) for item in scene.out(row.get(stage, ()))]
        cells.append(f"<td>{'<br>'.join(links) or '---'}</td>")
    return f"<tr>{''.join(cells)}</tr>"


def _link(item: Mapping[str, Any]) -> str:
    day = datetime.strptime(item["date"], "%m/%d/%Y")  # noqa: DTZ007 - a day without a zone
    where = "public-inspection" if item.get("inspection") else f"documents/{day:%Y/%m/%d}"
    return f'<a href="https://www.federalregister.gov/{where}/{item["number"]}">{item["date"]}</a>'
