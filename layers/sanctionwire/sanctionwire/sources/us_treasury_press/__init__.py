"""The Treasury's press releases: context and confirmation of what OFAC and FinCEN do, never its legal basis."""

from __future__ import annotations

from urllib.parse import urlsplit

from sanctionwire import releases
from sanctionwire.core.prose.release import Speaker
from sanctionwire.formats.article import Shape
from sanctionwire.source import About, Request
from sanctionwire.sources.us_treasury_press.concerns import concerns
from sanctionwire.sources.us_treasury_press.listing import SITE, page

SPEAKER = Speaker(source="us_treasury_press", site=urlsplit(SITE).netloc)
SHAPE = Shape(
    article="entity--type-node",
    title=("uswds-page-title", "h1", "h2"),
    day="field--name-field-news-publication-date",
    body="field--name-field-news-body",
)
"""In both generations of the site, until 2026 and since."""

ABOUT = About(
    slug=SPEAKER.source,
    title="Press releases of the US Department of the Treasury",
    publisher="Treasury",
    jurisdiction="us",
    url=f"{SITE}/news/press-releases",
    cadence_minutes=15,
    kind="rolling",
    covers=(
        "Press releases that tell, or may tell, of sanctions, of FinCEN's rules and findings, or of enforcement: what "
        "each says, whom it names, whose acts it speaks of, and the documents that it leads to."
    ),
    does_not_cover=(
        "Legal basis: what is imposed on whom follows from OFAC's list and the Federal Register alone, and a release "
        "that differs from them is shown, not believed. Names that stand only in an annex or a chart; releases whose "
        "titles are plainly of other matters (debt, data, travel, taxes), which are counted and left out; statements "
        "of FinCEN on its own site, which have a source of their own. One capture, of 2025, proves the pages as they "
        "were until 2026; the site's lists and the pages since then are read as they are described."
    ),
    addressees="Nobody: a press release binds no one. Who must act stands with the list, the rule or the order.",
    terms="A work of the United States government, not subject to copyright there (17 U.S.C. 105).",
    terms_read_on="not read on the site, which could not be reached; the law is general",
    robots="Not read: the site could not be reached when this was written. Its feed (rss.xml) answers 503.",
    attribution="U.S. Department of the Treasury",
    verified_on="2025-10-16",
    hosts=("home.treasury.gov",),
    least=1,
    verbs=("published", "taken down"),
    max_bytes=2 * 1024 * 1024,
    accept_publishers_zone="America/New_York",
)


ROLL = releases.roll(
    about=ABOUT,
    speaker=SPEAKER,
    shape=SHAPE,
    listings={
        "releases": Request(
            name="releases", url=f"{SITE}/news-data/press-releases/manifest.json", accept="application/json"
        )
    },
    page=page,
    concerns=concerns,
    pages=4,
    first_pages=2,
)
SOURCE = ROLL.source
