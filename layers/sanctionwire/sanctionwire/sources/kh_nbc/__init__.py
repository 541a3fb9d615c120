"""The National Bank of Cambodia's news: whose licence it revoked, whom it puts into liquidation, what it warns of."""

from __future__ import annotations

from collections.abc import Mapping

from sanctionwire.core.prose import routine
from sanctionwire.errors import SourceChanged
from sanctionwire.rolling import PAGE, Details, Item, Roll
from sanctionwire.source import About, Request
from sanctionwire.sources.kh_nbc.pages import HOME, LISTINGS, cut, page
from sanctionwire.sources.kh_nbc.reading import SLUG, derived, doubtful, entry, split
from sanctionwire.sources.kh_nbc.titles import ROUTINE

_HOSTS = ("www.nbc.gov.kh", "nbc.gov.kh")

ABOUT = About(
    slug=SLUG,
    title="News of the National Bank of Cambodia: news, announcements and press releases",
    publisher="NBC",
    jurisdiction="kh",
    url=HOME + "news.php",
    cadence_minutes=15,
    kind="rolling",
    covers="Items of the English news, announcements and press releases; institutions of which an item says in so many "
    "words that their licence was revoked or that they are liquidated",
    does_not_cover="What stands only in an attachment, which is linked and kept but not read; the Khmer pages; "
    "decisions that are not published, and those that show only as an institution missing from the lists of licensed "
    "ones; speeches, and items whose title tells of routine (exchange rates, auctions, holidays, vacancies)",
    addressees="Not stated: institutions that the National Bank of Cambodia supervises, and whoever deals with the one "
    "that is named",
    terms="Not read: the site could not be reached when this was written",
    terms_read_on="not read",
    robots="Not read: the site could not be reached when this was written",
    attribution="National Bank of Cambodia",
    verified_on="2018-07-13",
    hosts=_HOSTS,
    least=1,
    verbs=("published", "took down"),
    max_bytes=16 * 1024 * 1024,
    accept_publishers_zone="Asia/Phnom_Penh",
)
"""`verified_on`: one item's page was captured; how the listings are built is known from a description only."""

_ATTACHMENT = 32 * 1024 * 1024


def _details(item: Item) -> Mapping[str, Request]:
    return {PAGE: Request(name=PAGE, url=item.url, accept="text/html")}


def _more(item: Item, details: Details) -> Mapping[str, Request]:
    """The attachments: not read, but kept with their hash as evidence of what was published."""
    try:
        links = cut(item, details)["attachments"]
    except SourceChanged:  # told when the item itself is read
        return {}
    hosts = {f"https://{host}/" for host in _HOSTS}
    return {
        f"attachment-{number}": Request(name=f"attachment-{number}", url=link["url"], max_bytes=_ATTACHMENT)
        for number, link in enumerate(links, 1)
        if any(link["url"].startswith(host) for host in hosts)
    }


SOURCE = Roll(
    about=ABOUT,
    listings={name: Request(name=name, url=url, accept="text/html") for name, url in LISTINGS.items()},
    page=page,
    concerns=lambda item: routine(item.title, ROUTINE),
    details=_details,
    more=_more,
    cut=cut,
    split=split,
    item=entry,
    derived=derived,
    doubtful=doubtful,
).source
