"""The special measures as codified: sections 1010.651 to 1010.669 of 31 CFR as in force, and whom they name."""

from __future__ import annotations

from collections.abc import Mapping

from sanctionwire.source import About, Base, Document, Parsed, Source, State, only, whole
from sanctionwire.sources.us_ecfr_311.cutting import cut
from sanctionwire.sources.us_ecfr_311.reading import SLUG, read
from sanctionwire.sources.us_ecfr_311.sections import sections

URL = "https://www.ecfr.gov/current/title-31/subtitle-B/chapter-X/part-1010/subpart-F"
RENDERED = (
    "https://www.ecfr.gov/api/renderer/v1/content/enhanced/current/title-31?subtitle=B&chapter=X&part=1010&subpart=F"
)
"""The text that the page shows, without the page around it."""

ABOUT = About(
    slug=SLUG,
    title="Special measures in force, 31 CFR 1010.651 to 1010.669",
    publisher="eCFR",
    jurisdiction="us",
    url=URL,
    cadence_minutes=6 * 60,
    covers="Each special measure that stands in the Code of Federal Regulations: what it forbids and to whom, quoted; "
    "whom it is about, and every party that its definitions name",
    does_not_cover="Orders under section 9714 or 21 U.S.C. 2313a, which are not codified; findings and proposals; "
    "exceptive relief, which lifts a prohibition whose section stays (Commercial Bank of Syria); dates of effect, "
    "which stand in the Federal Register; whom a definition covers without naming them",
    addressees="Covered financial institutions as each section defines them; the definitions differ",
    terms="A work of the United States government, not subject to copyright there (17 U.S.C. 105). The eCFR is "
    "continuously updated and is not an official legal edition of the Code",
    terms_read_on="not read on the site, which could not be reached; the law is general",
    robots="Not read: the site could not be reached when this was written. Its pages ask suspected robots to prove "
    "themselves; the address that is read is the one of its programming interface",
    attribution="Electronic Code of Federal Regulations (Office of the Federal Register, Government Publishing Office)",
    verified_on="2025-10-16",
    hosts=("www.ecfr.gov", "ecfr.gov"),
    least=5,
    removals_count=0,
    removals_share=0.0,
    verbs=("codified", "removed from the Code"),
    max_bytes=16 * 1024 * 1024,
    accept_publishers_zone="America/New_York",
)
"""`verified_on`: the capture of section 1010.664 bears no date; it is not older than the rule that it cites."""


def parse(documents: Mapping[str, Document], _state: State, base: Base | None) -> Parsed:
    """Cut the subpart into its sections, and each section into whom it names."""
    document = only(documents)
    found = sections(document.read())
    return cut(found, base)


SOURCE = Source(about=ABOUT, requests=whole(RENDERED, accept="text/html"), parse=parse, read=read)
