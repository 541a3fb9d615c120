"""FinCEN's table of special measures as tests edit it, and what it reads as."""

from __future__ import annotations

import io
from pathlib import Path

from sanctionwire.core.diff import diff
from sanctionwire.errors import SourceChanged
from sanctionwire.source import Document, State
from sanctionwire.sources import us_fincen_311
from sanctionwire.sources.us_fincen_311 import SOURCE

SAMPLE = Path(us_fincen_311.__file__).parent / "samples" / "special-measures.html"
PAGE = SAMPLE.read_text()
P = "us_fincen_311:"
HUIONE, FINAL_RULE = P + "2025-07837/subject", P + "2025-19571"


FBME = '<a href="https://www.fincen.gov/system/files/shared/FBME_FR_20160325.pdf">03/31/2016</a>'


def records(page=PAGE):
    document = Document(
        name="list",
        url="",
        opened=lambda: io.BytesIO(page.encode()),
        sha256="",
        size=0,
        fetched_at="2026-01-01T00:00:00Z",
    )
    return {record.key: record.raw for record in SOURCE.parse({"list": document}, State(), None).records}


def entries(page=PAGE):
    return {P + key: SOURCE.read(key, raw, {}) for key, raw in records(page).items()}


def readable(page):
    """Entries that can be read, and what is said of the others."""
    good, bad = {}, {}
    for key, raw in records(page).items():
        try:
            good[P + key] = SOURCE.read(key, raw, {})
        except SourceChanged as error:
            bad[P + key] = str(error)
    return good, bad


def page(*rows):
    return PAGE[: PAGE.index("<tbody>")] + "<tbody>" + "".join(rows) + "</tbody></table></body></html>"


def row(name, finding="---", proposal="---", final="---", rescinded="---"):
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in (name, finding, proposal, final, rescinded))}</tr>"


def link(text, file):
    return f'<a href="/system/files/shared/{file}">{text}</a>'


def changed(before, after):
    """entry id → kind of change."""
    return {change.entry_id: change.kind for change in diff(before, after)}
