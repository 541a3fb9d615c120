"""FinCEN's table of special measures: who is of primary money laundering concern, and every finding, rule and order."""

from __future__ import annotations

from collections.abc import Mapping

from sanctionwire.formats.table import rows
from sanctionwire.source import About, Base, Document, Parsed, Source, State, only, whole
from sanctionwire.sources.us_fincen_311.cutting import records
from sanctionwire.sources.us_fincen_311.reading import SLUG, read
from sanctionwire.sources.us_fincen_311.stages import HEADERS

URL = "https://www.fincen.gov/resources/statutes-and-regulations/311-and-9714-special-measures"

ABOUT = About(
    slug=SLUG,
    title="Special measures under section 311, section 9714 and 21 U.S.C. 2313a",
    publisher="FinCEN 311",
    jurisdiction="us",
    url=URL,
    cadence_minutes=60,
    covers="Jurisdictions, institutions and classes of transactions found to be of primary money laundering concern, "
    "with each finding, proposal, final rule, order, withdrawal and rescission that the table dates or links to",
    does_not_cover="Effective dates, exceptive relief, court orders and the text of the measures, which stand in the "
    "Federal Register; members of a class, and parties named only inside a document; enforcement actions",
    addressees="Covered financial institutions as each rule or order defines them; under section 311 those of "
    "31 CFR 1010.605(e)(1), which are not all financial institutions",
    terms="A work of the United States government, not subject to copyright there (17 U.S.C. 105)",
    terms_read_on="not read on the site, which could not be reached; the law is general",
    robots="Not read: the site could not be reached when this was written",
    attribution="Financial Crimes Enforcement Network, U.S. Department of the Treasury",
    verified_on=None,
    evidence="reconstructed",
    hosts=("www.fincen.gov", "fincen.gov"),
    least=5,
    removals_count=0,
    removals_share=0.0,
    verbs=("found or acted on", "dropped from its table"),
    max_bytes=16 * 1024 * 1024,
    accept_publishers_zone="America/New_York",
)


def parse(documents: Mapping[str, Document], _state: State, _base: Base | None) -> Parsed:
    """Cut the one page into records."""
    with only(documents).opened() as stream:
        table = rows(stream, table="special-measures-table", headers=HEADERS, base=URL)
    return Parsed(mode="full", records=records(table))


SOURCE = Source(about=ABOUT, requests=whole(URL, accept="text/html"), parse=parse, read=read)
