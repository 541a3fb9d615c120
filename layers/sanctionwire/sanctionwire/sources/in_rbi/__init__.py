"""The Reserve Bank of India's press releases: licences and registrations cancelled or surrendered, and penalties."""

from __future__ import annotations

from sanctionwire.core.prose import routine
from sanctionwire.rolling import Roll
from sanctionwire.source import About, Request
from sanctionwire.sources.in_rbi.feed import FEED, cut, page
from sanctionwire.sources.in_rbi.reading import SLUG, derived, doubtful, entry, split
from sanctionwire.sources.in_rbi.rules import ROUTINE, SPEAKER

ABOUT = About(
    slug=SLUG,
    title="Press releases of the Reserve Bank of India",
    publisher="RBI",
    jurisdiction="in",
    url="https://www.rbi.org.in/Scripts/BS_PressReleaseDisplay.aspx",
    cadence_minutes=15,
    kind="rolling",
    covers="Press releases of the feed: banks and non-banking financial companies whose licence or certificate of "
    "registration was cancelled or surrendered, and those on whom a monetary penalty was imposed, as the text or its "
    "table names them; Directions under section 35A as notices",
    does_not_cover="Orders and directions themselves, which the releases only tell of; releases that left the feed "
    "before they were read (it holds about ten, a day's worth); notifications and speeches; releases whose title tells "
    "of routine (money market operations, auctions, statistics, rates)",
    addressees="Not stated: institutions that the Reserve Bank of India supervises, and whoever deals with the one "
    "that is named",
    terms="Not read: the site could not be reached when this was written",
    terms_read_on="not read",
    robots="Not read: the site could not be reached when this was written",
    attribution="Reserve Bank of India",
    verified_on=None,
    evidence="reconstructed",
    hosts=("www.rbi.org.in", "rbi.org.in"),
    least=1,
    verbs=("published", "took down"),
    max_bytes=16 * 1024 * 1024,
    accept_publishers_zone="Asia/Kolkata",
)

SOURCE = Roll(
    about=ABOUT,
    listings={"press_releases": Request(name="press_releases", url=FEED, accept="application/rss+xml, text/xml")},
    page=page,
    concerns=lambda item: routine(item.title, ROUTINE, speaker=SPEAKER),
    cut=cut,
    split=split,
    item=entry,
    derived=derived,
    doubtful=doubtful,
).source
