"""OFAC: the SDN and the non-SDN lists of the US Treasury as one source, kept by deltas, verified by full lists."""

from __future__ import annotations

from sanctionwire.source import About, Source
from sanctionwire.sources.us_ofac.parsing import parse
from sanctionwire.sources.us_ofac.publication import SLUG
from sanctionwire.sources.us_ofac.reading import read
from sanctionwire.sources.us_ofac.references import same
from sanctionwire.sources.us_ofac.requests import HOST, follow, requests
from sanctionwire.sources.us_ofac.stated import stated

__all__ = ["SOURCE", "stated"]

SOURCE = Source(
    about=About(
        slug=SLUG,
        title="OFAC sanctions lists: SDN and non-SDN (consolidated)",
        publisher="OFAC",
        jurisdiction="us",
        url="https://sanctionslist.ofac.treas.gov/Home",
        cadence_minutes=5,
        reconcile_minutes=360,
        covers=(
            "Every party that OFAC lists: the Specially Designated Nationals and Blocked Persons List and the non-SDN"
            " lists (SSI, CAPTA, CMIC, PLC, FSE, menu-based), with all programmes, measures and legal authorities."
        ),
        does_not_cover=(
            "Entities owned 50 percent or more by blocked persons, which are blocked though unlisted (ownership is not"
            " computed here); country-wide and sectoral prohibitions without a listed party; general licences;"
            " enforcement actions; penalties."
        ),
        terms="A work of the United States government, in the public domain (17 U.S.C. 105); no registration or key.",
        terms_read_on="2026-10, at second hand",
        robots=(
            "The Sanctions List Service is offered for automated retrieval; since 2026-07-30 it answers 403 unless the"
            " User-Agent begins with Mozilla/ and a digit and has 40 characters or more."
        ),
        attribution="Source: U.S. Department of the Treasury, Office of Foreign Assets Control.",
        verified_on="2026-08-26",
        evidence="captured",
        hosts=(HOST, "*.s3.us-gov-west-1.amazonaws.com"),
        least=10_000,
        verbs=("added", "removed"),
        addressees=(
            "U.S. persons, wherever they are, and anyone within the United States; non-U.S. persons where secondary"
            " sanctions are stated."
        ),
        accept_publishers_zone="America/New_York",
    ),
    requests=requests,
    follow=follow,
    parse=parse,
    read=read,
    same_refs=same,
)
