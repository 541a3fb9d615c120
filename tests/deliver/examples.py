"""True parties, small, from which the tests of alerts and mails are made."""

from __future__ import annotations

from dataclasses import replace

from sanctionwire.core.alerts import Context, Paper
from sanctionwire.core.changes import Change
from sanctionwire.core.diff import compare
from sanctionwire.core.model import (
    Address,
    DateSpan,
    Entry,
    Identifier,
    Instrument,
    Listing,
    Measure,
    Name,
    Particular,
    Place,
    Publication,
    Relation,
    Subject,
)  # fmt: skip
from sanctionwire.source import About

OFAC = About(
    slug="us_ofac",
    title="OFAC sanctions lists (SDN and non-SDN)",
    publisher="OFAC",
    jurisdiction="us",
    url="https://sanctionssearch.ofac.treas.gov/",
    cadence_minutes=5,
    covers="Parties on OFAC's lists.",
    does_not_cover="Entities owned 50 percent or more by blocked persons are blocked though unlisted: not computed here.",
    terms="public domain",
    terms_read_on="2026-08-01",
    robots="allowed",
    attribution="Source: Office of Foreign Assets Control, U.S. Department of the Treasury.",
    verified_on="2026-08-26",
    hosts=("sanctionslistservice.ofac.treas.gov",),
    least=1,
    verbs=("added", "removed"),
    addressees="U.S. persons, wherever located, and others within U.S. jurisdiction",
    accept_publishers_zone="America/New_York",
)
FINCEN = replace(
    OFAC,
    slug="us_fincen_311",
    title="FinCEN special measures (section 311)",
    publisher="FinCEN 311",
    url="https://www.fincen.gov/resources/statutes-and-regulations/special-measures",
    attribution="Source: Financial Crimes Enforcement Network, U.S. Department of the Treasury.",
    does_not_cover="Effective dates: the table does not state them.",
    verified_on=None,
    addressees="covered financial institutions, as the rule defines them",
)
UN = replace(
    OFAC,
    slug="un_sc",
    title="UN Security Council Consolidated List",
    publisher="UN",
    jurisdiction="un",
    url="https://main.un.org/securitycouncil/en/content/un-sc-consolidated-list",
    verbs=("listed", "removed"),
    addressees="UN Member States, and through their law those whom it binds",
    attribution="Source: United Nations Security Council.",
    does_not_cover="Effect arises through national law.",
    accept_publishers_zone="UTC",
)


def context(**changed):
    made = Context(
        seq=42,
        hash="5f" * 32,
        source="us_ofac",
        today="2025-10-14",
        committed_at="2025-10-14T14:02:40Z",
        seen_at="2025-10-14T14:02:11Z",
        published="2025-10-14T10:00:00-04:00",
        publication="20251014-1",
        revision="1f2e3d4c5b6a7988",
        documents=(
            Paper(
                name="delta",
                url="https://sanctionslistservice.ofac.treas.gov/changes/20251014-1",
                sha256="ab" * 32,
            ),
        ),
    )
    return replace(made, **changed)


def sdn(programme="TCO", **changed):
    fields = {
        "list": "SDN List",
        "listed_on": "2025-10-14",
        "programmes": (programme,),
        "authorities": ("Executive Order 13581",),
        "measures": (Measure(type="Block", effect="block"),),
    }
    return Listing(**(fields | changed))


GROUP = Entry(
    id="us_ofac:54901",
    source="us_ofac",
    type="party",
    subject=Subject(
        schema="Organization",
        names=(
            Name(full="PRINCE GROUP TRANSNATIONAL CRIMINAL ORGANIZATION", kind="primary", strength="strong"),
            Name(full="PRINCE GROUP TCO", strength="strong"),
            Name(full="PRINCE GROUP", strength="weak"),
        ),
        countries=("kh",),
    ),
    listings=(sdn(),),
)
CHEN = Entry(
    id="us_ofac:54899",
    source="us_ofac",
    type="party",
    subject=Subject(
        schema="Person",
        names=(
            Name(full="CHEN, Zhi", kind="primary", strength="strong", script="Latn"),
            Name(full="陈志", kind="primary", strength="strong", script="Hans"),
            Name(full="VINCENT, Chen", strength="weak"),
        ),
        births=(DateSpan(begin="1987-12-16"),),
        birth_places=(Place(text="Fujian, China", country="cn"),),
        gender="male",
        nationalities=("kh",),
        citizenships=("cy", "vu"),
        identifiers=(
            Identifier(
                type="passport", value="N00000000", label="Passport", country="kh", expires=DateSpan(begin="2028-01-31")
            ),
            Identifier(
                type="wallet",
                value="1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
                label="Digital Currency Address - XBT",
                chain="bitcoin",
                checksum="ok",
            ),
        ),
        addresses=(Address(street="No. 1 Example Street", city="Phnom Penh", country="kh"),),
        particulars=(Particular(type="position", value="Chairman", label="Title"),),
    ),
    listings=(sdn(),),
    relations=(Relation(type="Leader or official of", common="acts_for", target_id="us_ofac:54901"),),
    links=("https://home.treasury.gov/news/press-releases/sb0278",),
)
VESSEL = Entry(
    id="us_ofac:54950",
    source="us_ofac",
    type="party",
    subject=Subject(
        schema="Vessel",
        names=(Name(full="NONSUCH", kind="primary", strength="strong"),),
        identifiers=(
            Identifier(type="imo", value="IMO 9187629", label="Vessel Registration Identification", checksum="ok"),
        ),
        particulars=(Particular(type="flag", value="Panama", label="Vessel Flag", country="pa"),),
    ),
    listings=(sdn(),),
    relations=(Relation(type="Owned or Controlled By", common="owned_or_controlled_by", target_id="us_ofac:54901"),),
)


def numbered(count):
    """So many entities of one action, all of them tied to the first."""
    for number in range(count):
        yield Entry(
            id=f"us_ofac:{60000 + number}",
            source="us_ofac",
            type="party",
            subject=Subject(
                schema="LegalEntity" if number % 3 else "Person",
                names=(Name(full=f"PRINCE COMPANY NO. {number}", kind="primary", strength="strong"),),
                countries=("kh",),
            ),
            listings=(sdn(),),
            relations=(
                Relation(type="Owned or Controlled By", common="owned_or_controlled_by", target_id="us_ofac:54901"),
            ),
        )


def new(entry, **changed):
    return compare(None, entry, **changed)


def gone(entry, **changed):
    return compare(entry, None, **changed)


def baseline(entry):
    return Change(kind="baseline", entry_id=entry.id, after=entry, weight="minor")


HUIONE = Entry(
    id="us_fincen_311:2025-07837/subject",
    source="us_fincen_311",
    type="party",
    subject=Subject(
        schema="Organization", names=(Name(full="Huione Group", kind="primary", strength="strong"),), countries=("kh",)
    ),
    listings=(
        Listing(
            list="Special Measures",
            kind="special_measure",
            measures=(Measure(type="Notice of Proposed Rulemaking", effect="none"),),
        ),
    ),
    covered_by=("us_fincen_311:2025-07837",),
)
HUIONE_FINAL = HUIONE.model_copy(
    update={
        "listings": (
            Listing(
                list="Special Measures",
                kind="special_measure",
                measures=(Measure(type="Final Rule", effect="correspondent_account"),),
            ),
        ),
        "covered_by": ("us_fincen_311:2025-07837", "us_fincen_311:2025-19571"),
    }
)
PROPOSED = Entry(
    id="us_fincen_311:2025-07837",
    source="us_fincen_311",
    type="instrument",
    instrument=Instrument(
        action="proposal",
        stage="Notice of Proposed Rulemaking",
        published="2025-05-05",
        citation="90 FR 18934",
        docket="FINCEN-2025-0004",
        rin="1506-AB68",
        comments_close="2025-06-04",
        documents=(
            Publication(
                title="Notice of Proposed Rulemaking",
                number="2025-07837",
                url="https://www.federalregister.gov/d/2025-07837",
            ),
        ),
        covers=(HUIONE.id,),
    ),
)
FINAL = Entry(
    id="us_fincen_311:2025-19571",
    source="us_fincen_311",
    type="instrument",
    instrument=Instrument(
        action="final_rule",
        stage="Final Rule",
        published="2025-10-16",
        documents=(
            Publication(title="Final Rule", number="2025-19571", url="https://www.federalregister.gov/d/2025-19571"),
        ),
        covers=(HUIONE.id,),
    ),
)
