"""FinCEN's news releases: context and confirmation of its rules, orders and penalties, never their legal basis."""

from __future__ import annotations

from sanctionwire import releases
from sanctionwire.core.prose.release import Speaker
from sanctionwire.formats.article import Shape
from sanctionwire.source import About, Request
from sanctionwire.sources.us_fincen_news.concerns import concerns
from sanctionwire.sources.us_fincen_news.listing import HOST, LISTING, page

SPEAKER = Speaker(source="us_fincen_news", site=HOST, agencies=("FinCEN",), numbered=False, rules=True)
SHAPE = Shape(
    article=None,
    title=("treas-page-title", "span"),
    day="field--name-field-date-release",
    body="field--name-body",
    labels=frozenset({"Immediate Release", "For Immediate Release"}),
)

ABOUT = About(
    slug=SPEAKER.source,
    title="News releases of the Financial Crimes Enforcement Network",
    publisher="FinCEN",
    jurisdiction="us",
    url=LISTING,
    cadence_minutes=15,
    kind="rolling",
    covers=(
        "News releases of FinCEN on its rules, orders, findings, penalties and warnings: what each says, whom it names "
        "in bold or where it states the act, and the documents that it leads to."
    ),
    does_not_cover=(
        "Legal basis: what a rule, an order or a finding says, and from when, follows from the Federal Register alone. "
        "Names that only a linked document has; releases whose titles are plainly of other matters (appointments, "
        "systems, events), which are counted and left out; advisories, guidance and enforcement actions that FinCEN "
        "publishes on other pages. One capture, of a release of 2023, proves the page of a release; the list of "
        "releases is read as it is described, from no capture."
    ),
    addressees="Nobody: a news release binds no one. Who must act stands with the rule or the order.",
    terms="A work of the United States government, not subject to copyright there (17 U.S.C. 105).",
    terms_read_on="not read on the site, which could not be reached; the law is general",
    robots="Not read: the site could not be reached when this was written. It has no feed.",
    attribution="Financial Crimes Enforcement Network, U.S. Department of the Treasury",
    verified_on="2023-01-18",
    hosts=(HOST, "fincen.gov"),
    least=1,
    verbs=("published", "taken down"),
    max_bytes=2 * 1024 * 1024,
    accept_publishers_zone="America/New_York",
)


ROLL = releases.roll(
    about=ABOUT,
    speaker=SPEAKER,
    shape=SHAPE,
    listings={"releases": Request(name="releases", url=LISTING, accept="text/html")},
    page=page,
    concerns=concerns,
)
SOURCE = ROLL.source
