"""The Federal Register's programming interface: published documents by agency, those on inspection, and full texts."""

from __future__ import annotations

import textwrap
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from demo.scene import NOT_FOUND, NOTE, Answer, Asked, Scene, as_json, page

HOSTS = ("www.federalregister.gov",)
SITE = f"https://{HOSTS[0]}"
FACTS = tomllib.loads((Path(__file__).parent / "editions" / "fr.toml").read_text(encoding="utf-8"))
_AGENCIES = {
    "financial-crimes-enforcement-network": "Financial Crimes Enforcement Network",
    "foreign-assets-control-office": "Foreign Assets Control Office",
    "coast-guard": "Coast Guard",
}
_SHORT = {
    "financial-crimes-enforcement-network": "Financial Crimes Enforcement Network (FinCEN), Treasury.",
    "foreign-assets-control-office": "Office of Foreign Assets Control, Treasury.",
}


def answer(asked: Asked, scene: Scene) -> Answer:
    """A page of results, or a text."""
    if asked.path == "api/v1/documents.json":
        agency = asked.one("conditions[agencies][]")
        rows = [_published(each) for each in _newest(scene) if each["agency"] == agency]
        fields = asked.query.get("fields[]", list(rows[0]) if rows else [])
        return as_json(_envelope([{name: row[name] for name in fields} for row in rows], pages=True))
    if asked.path == "api/v1/public-inspection-documents/current.json":
        return as_json(_envelope([*map(_inspected, _inspecting(scene)), _another()], pages=False))
    for each in _newest(scene):
        if asked.path == _path(each):
            return page(_printed(each), "text/plain; charset=utf-8", scene.when("huione-", "hpay-"))
    for each in _inspecting(scene):
        if asked.path == _inspection_path(each):
            return page(_typed(each), "text/plain; charset=utf-8", scene.when("huione-", "hpay-"))
    return NOT_FOUND


def _newest(scene: Scene) -> list[Mapping[str, Any]]:
    return sorted(scene.out(FACTS["document"]), key=lambda each: each["published"], reverse=True)


def _inspecting(scene: Scene) -> Iterator[Mapping[str, Any]]:
    return (each for each in FACTS["document"] if "inspected" in each and scene.shows(each["inspected"]))


def _envelope(rows: list[dict[str, Any]], *, pages: bool) -> dict[str, Any]:
    found: dict[str, Any] = {"description": NOTE, "count": len(rows), "results": rows}
    return found | ({"total_pages": 1} if pages else {})


def _agencies(slug: str) -> list[dict[str, Any]]:
    name = _AGENCIES[slug]
    return [{"raw_name": name, "name": name, "id": 1, "url": f"{SITE}/agencies/{slug}", "json_url": None,
             "parent_id": None, "slug": slug}]  # fmt: skip


def _path(document: Mapping[str, Any]) -> str:
    return f"documents/full_text/text/{document['published']:%Y/%m/%d}/{document['number']}.txt"


def _inspection_path(document: Mapping[str, Any]) -> str:
    number = document["number"].replace("-", "")
    return f"public-inspection/raw_text/{number[:3]}/{number[3:6]}/{number[6:]}.txt"


def _published(document: Mapping[str, Any]) -> dict[str, Any]:
    day, number = document["published"], document["number"]
    first, last = document.get("pages", (None, None))
    return {
        "abstract": document["abstract"],
        "action": document["action"],
        "agencies": _agencies(document["agency"]),
        "cfr_references": [{"title": 31, "part": document["part"], "chapter": None, "citation_url": None}],
        "citation": document.get("citation"),
        "comments_close_on": _iso(document.get("comments_close")),
        "correction_of": None,
        "dates": document["dates"] or None,
        "docket_ids": [document["docket"]] if "docket" in document else [],
        "document_number": number,
        "effective_on": _iso(document.get("effective")),
        "end_page": last,
        "html_url": f"{SITE}/documents/{day:%Y/%m/%d}/{number}/{_slug(document['title'])}",
        "pdf_url": f"https://www.govinfo.gov/content/pkg/FR-{day:%Y-%m-%d}/pdf/{number}.pdf",
        "publication_date": f"{day:%Y-%m-%d}",
        "raw_text_url": f"{SITE}/{_path(document)}",
        "regulation_id_numbers": [document["rin"]] if "rin" in document else [],
        "start_page": first,
        "title": document["title"],
        "type": document["type"],
    }


def _inspected(document: Mapping[str, Any]) -> dict[str, Any]:
    number = document["number"]
    return {
        "agencies": _agencies(document["agency"]),
        "docket_numbers": [],
        "document_number": number,
        "editorial_note": None,
        "filed_at": document["inspected"]["filed"],
        "filing_type": "special",
        "html_url": f"{SITE}/public-inspection/{number}/{_slug(document['title'])}",
        "pdf_url": f"https://public-inspection.federalregister.gov/{number}.pdf?1",
        "publication_date": f"{document['published']:%Y-%m-%d}",
        "raw_text_url": f"{SITE}/{_inspection_path(document)}",
        "title": document["title"],
        "type": document["type"],
    }


def _another() -> dict[str, Any]:
    """There is always something of somebody else on inspection."""
    return {
        "agencies": _agencies("coast-guard"),
        "docket_numbers": [],
        "document_number": "2025-99999",
        "editorial_note": NOTE,
        "filed_at": "2025-04-28T08:45:00.000-04:00",
        "filing_type": "regular",
        "html_url": f"{SITE}/public-inspection/2025-99999/made-up",
        "pdf_url": None,
        "publication_date": None,
        "raw_text_url": None,
        "title": "A document of another agency, made up for this reconstruction",
        "type": "Notice",
    }


def _iso(day: Any) -> str | None:
    return f"{day:%Y-%m-%d}" if day else None


def _slug(title: str) -> str:
    return "-".join(title.lower().replace(",", "").split()[:14])


# --- Texts ------------------------------------------------------------------------------------------------------------
def _printed(document: Mapping[str, Any]) -> str:
    """As the printing office sets it: indented paragraphs, a filing line at the end."""
    number, kind = document["number"], {"Rule": "Rules and Regulations"}.get(document["type"], "Proposed Rules")
    pages = "-".join(map(str, document.get("pages", ()))) or "not known here"
    return f"""[Federal Register Volume {document["volume"]}]
[{kind}]
[Pages {pages}]
From the Federal Register Online via the Government Publishing Office [www.gpo.gov]
[FR Doc No: {number}]


{"=" * 71}
{"-" * 71}

{_head(document, document["dates"])}

SUPPLEMENTARY INFORMATION:

    {NOTE}

{_body(document)}
[FR Doc. {number} Filed {document["filed"]}; 8:45 am]
BILLING CODE 4810-02-P
"""


def _typed(document: Mapping[str, Any]) -> str:
    """As it is shown on inspection: taken from a PDF, without indents."""
    body = "\n".join(line.strip() for line in _plain(_body(document)).splitlines())
    head = _plain(_head(document, document.get("inspected_dates", document["dates"])))
    return f"BILLING CODE: 4810-02\n{head}\n\nSUPPLEMENTARY INFORMATION:\n{NOTE}\n\n{body}\n"


def _head(document: Mapping[str, Any], dates: str) -> str:
    parts = [
        "DEPARTMENT OF THE TREASURY",
        _AGENCIES[document["agency"]],
        f"31 CFR Part {document['part']}",
        *([f"RIN {document['rin']}"] if "rin" in document else []),
        _filled(document["title"]),
        f"AGENCY: {_SHORT[document['agency']]}",
        f"ACTION: {document['action']}",
        _filled(f"SUMMARY: {document['abstract']}"),
        *([_filled(f"DATES: {dates}")] if dates else []),
        *([f"ADDRESSES: Refer to Docket Number {document['docket']}."] if "docket" in document else []),
    ]
    return "\n\n".join(parts)


def _body(document: Mapping[str, Any]) -> str:
    text = document["text"]
    for number, section in FACTS["section"].items():
        text = text.replace(f"@{number}@", section.strip("\n"))
    return "\n".join(_filled(line) if line.strip() else "" for line in text.strip("\n").splitlines())


def _filled(line: str) -> str:
    """A paragraph in lines of print; its indent is that of its first line alone."""
    indent = line[: len(line) - len(line.lstrip())]
    return textwrap.fill(line.strip(), 71, initial_indent=indent, break_long_words=False, break_on_hyphens=False)


def _plain(text: str) -> str:
    """Without the printing office's ways of spelling."""
    for spelt, meant in {"``": "“", "''": "”", "[oacute]": "ó", "[lstrok]": "ł", "[aogon]": "ą", "[sacute]": "ś",
                         "Sec.  ": "§ ", "--": "—"}.items():  # fmt: skip
        text = text.replace(spelt, meant)
    return text
