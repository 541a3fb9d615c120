"""The UK Sanctions List: one XML file, every designation under the Sanctions and Anti-Money Laundering Act 2018."""

from __future__ import annotations

from sanctionwire.source import About, Source, whole
from sanctionwire.sources.uk_sl.cutting import parse
from sanctionwire.sources.uk_sl.reading import read

ABOUT = About(
    slug="uk_sl",
    title="UK Sanctions List",
    publisher="UK",
    jurisdiction="uk",
    url="https://www.gov.uk/government/publications/the-uk-sanctions-list",
    cadence_minutes=60,
    covers=(
        "Every individual, entity and ship designated or specified under the Sanctions and Anti-Money Laundering "
        "Act 2018, with the regulations, the measures imposed, the date and the statement of reasons. Since "
        "28 January 2026 it is the only current UK list; the OFSI Consolidated List has closed, its Group IDs are kept."
    ),
    does_not_cover=(
        "Entities owned more than 50 percent or otherwise controlled by a designated person, which are frozen with "
        "it though unlisted (ownership and control are not computed here); sectoral, trade and transport prohibitions "
        "without a named party; designations under other Acts; general licences. Dates of amendment (LastUpdated) "
        "are left out."
    ),
    addressees=(
        "UK persons, wherever they are: UK nationals, and bodies formed under the law of any part of the "
        "United Kingdom; and everyone in the United Kingdom or its territorial sea. The Crown Dependencies and "
        "Overseas Territories have instruments of their own."
    ),
    terms=(
        "Crown copyright, Open Government Licence v3.0 as far as is known: use for any purpose, also commercial, with "
        "attribution. The list's own page has not been read; an operator should do so before passing the list on."
    ),
    terms_read_on="not read on the site, which could not be reached",
    robots="The list is offered for download by machines; robots.txt of sanctionslist.fcdo.gov.uk has not been read.",
    attribution=(
        "Foreign, Commonwealth and Development Office. Contains public sector information licensed under the Open "
        "Government Licence v3.0."
    ),
    verified_on="2026-09-07",
    hosts=("sanctionslist.fcdo.gov.uk",),
    least=4_000,  # 6,334 designations in September 2026
    verbs=("designated", "revoked"),
    max_bytes=128 * 1024 * 1024,  # 22 MB in September 2026
    accept_publishers_zone="Europe/London",
)

SOURCE = Source(
    about=ABOUT,
    requests=whole("https://sanctionslist.fcdo.gov.uk/docs/UK-Sanctions-List.xml", accept="application/xml, text/xml"),
    parse=parse,
    read=read,
)
