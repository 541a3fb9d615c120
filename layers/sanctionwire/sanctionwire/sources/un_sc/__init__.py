"""The United Nations Security Council's consolidated list: one XML file, all regimes, the whole list each time."""

from __future__ import annotations

from sanctionwire.source import About, Source, whole
from sanctionwire.sources.un_sc.cutting import parse
from sanctionwire.sources.un_sc.reading import read

ABOUT = About(
    slug="un_sc",
    title="United Nations Security Council Consolidated List",
    publisher="UN",
    jurisdiction="un",
    url="https://main.un.org/securitycouncil/en/content/un-sc-consolidated-list",
    cadence_minutes=60,
    covers="Individuals and entities listed by the Security Council or its committees, in all sanctions regimes.",
    does_not_cover=(
        "The list takes effect through national law. It names no vessels (the 1718 Committee keeps those apart) and "
        "states no measure for most regimes: the measures shown are those on each regime's official page, and for "
        "Libya and Mali those stated in the entry's comments. Dates of amendment (LAST_DAY_UPDATED) are left out."
    ),
    addressees="Member States of the United Nations, and through their law everyone under their jurisdiction.",
    terms=(
        "Not read for this list. Other United Nations sites grant download for personal, non-commercial use, without "
        "the right to resell or redistribute; the list itself is offered as XML, HTML and PDF to all who must "
        "implement it. An operator should read the live terms before passing the list on."
    ),
    terms_read_on="not read on the site, which could not be reached",
    robots="The list is offered for download by machines; robots.txt of scsanctions.un.org has not been read.",
    attribution="United Nations Security Council",
    verified_on="2025-04-19",
    hosts=(
        "scsanctions.un.org",
        "unsolprodfiles.blob.core.windows.net",
    ),  # a redirect to a presigned address, good once
    least=500,
    verbs=("listed", "removed"),
)

SOURCE = Source(
    about=ABOUT,
    requests=whole("https://scsanctions.un.org/resources/xml/en/consolidated.xml", accept="application/xml, text/xml"),
    parse=parse,
    read=read,
)
