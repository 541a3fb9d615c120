"""FinCEN's page of special measures as HTML, built from the facts in `editions/fincen.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

FACTS = tomllib.loads((Path(__file__).parent / "editions" / "fincen.toml").read_text(encoding="utf-8"))
_STAGES = {
    "finding": "Finding",
    "proposal": "Notice of Proposed Rulemaking",
    "final": "Final Rule",
    "rescinded": "Rescinded",
}


def page(edition: int) -> bytes:
    """The whole page."""
    head = "".join(f'<th scope="col">{title}</th>' for title in ("", *_STAGES.values()))
    rows = "\n".join(_row(row, edition) for row in FACTS["row"])
    return f"""<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>311 and 9714 Special Measures | FinCEN.gov</title></head>
<body>
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
""".encode()


def _row(row: Mapping[str, Any], edition: int) -> str:
    cells = [f"<td>{escape(row['subject'])}</td>"]
    for stage in _STAGES:
        links = [_link(item) for item in row.get(stage, ()) if item.get("since", 1) <= edition]
        cells.append(f"<td>{'<br>'.join(links) or '---'}</td>")
    return f"<tr>{''.join(cells)}</tr>"


def _link(item: Mapping[str, str]) -> str:
    day = datetime.strptime(item["date"], "%m/%d/%Y")  # noqa: DTZ007 - a day without a zone
    url = f"https://www.federalregister.gov/documents/{day:%Y/%m/%d}/{item['number']}"
    return f'<a href="{url}">{item["date"]}</a>'
