"""The story of Prince and Huione as entries, hand-made to the publishers' structure, each with the source it is of.

Dates, numbers and names are those of the publications. What no publication is known for stands only as a claim inside the
document that makes it. Assumed, since no publication is at hand: the day of public inspection, the words of NBC's notices,
the title and the words of FR 2026-12794, and all of the Reserve Bank of India's releases.
"""

from __future__ import annotations

from dataclasses import replace

from deliver.examples import OFAC, new
from sanctionwire.core.alerts import Paper
from sanctionwire.core.changes import Change, Due
from sanctionwire.core.diff import compare
from sanctionwire.core.model import (
    DateSpan,
    Entry,
    Identifier,
    Instrument,
    Listing,
    Measure,
    Mention,
    Name,
    Notice,
    Publication,
    Relation,
    Subject,
)  # fmt: skip

REGISTER = replace(
    OFAC,
    slug="us_federal_register",
    title="Federal Register: documents of FinCEN and OFAC",
    publisher="Federal Register",
    kind="rolling",
    url="https://www.federalregister.gov/agencies/financial-crimes-enforcement-network",
    attribution="Source: Federal Register (Office of the Federal Register, Government Publishing Office).",
    does_not_cover="What a document incorporates by reference.",
    verified_on="2026-04-21",
    addressees="",
)
CODE = replace(
    REGISTER,
    slug="us_ecfr_311",
    kind="state",
    title="Special measures in force, 31 CFR 1010.651 to 1010.669",
    publisher="eCFR",
    url="https://www.ecfr.gov/current/title-31/subtitle-B/chapter-X/part-1010/subpart-F",
    attribution="Source: Electronic Code of Federal Regulations.",
    does_not_cover="Orders, findings and proposals; exceptive relief; dates of effect.",
    verified_on="2025-10-16",
    verbs=("codified", "removed from the Code"),
    addressees="Covered financial institutions as each section defines them; the definitions differ",
)
NBC = replace(
    REGISTER,
    slug="kh_nbc",
    title="National Bank of Cambodia: news, announcements, press releases",
    publisher="NBC",
    jurisdiction="kh",
    url="https://www.nbc.gov.kh/english/news_and_events/news.php",
    attribution="Source: National Bank of Cambodia.",
    does_not_cover="Licences that end without a notice.",
    verified_on="2018-07-13",
    accept_publishers_zone="Asia/Phnom_Penh",
)
RBI = replace(
    NBC,
    slug="in_rbi",
    title="Reserve Bank of India: press releases",
    publisher="RBI",
    jurisdiction="in",
    url="https://www.rbi.org.in/Scripts/BS_PressReleaseDisplay.aspx",
    attribution="Source: Reserve Bank of India.",
    verified_on=None,
    accept_publishers_zone="Asia/Kolkata",
)
TREASURY = replace(
    REGISTER,
    slug="us_treasury_press",
    title="Press releases of the US Department of the Treasury",
    publisher="Treasury",
    url="https://home.treasury.gov/news/press-releases",
    attribution="Source: U.S. Department of the Treasury.",
    does_not_cover="Legal bases: those stand on the lists and in the rules.",
    verified_on="2025-10-14",
)
UK = replace(
    OFAC,
    slug="uk_sl",
    title="UK Sanctions List",
    publisher="UK",
    jurisdiction="uk",
    url="https://www.gov.uk/government/publications/the-uk-sanctions-list",
    attribution="Source: Foreign, Commonwealth and Development Office.",
    does_not_cover="Entities owned more than 50 percent or controlled by a designated person are frozen though unlisted.",
    verified_on="2026-09-07",
    verbs=("designated", "revoked"),
    addressees="UK persons, wherever they are, and everyone in the United Kingdom or its territorial sea",
    accept_publishers_zone="Europe/London",
)

# --- FinCEN in the Federal Register -----------------------------------------------------------------------------------
FR = "us_federal_register"
RULE_WORDS = (
    "A covered financial institution shall not open or maintain in the United States a correspondent account for, or on "
    "behalf of, Huione Group."
)
COVERED = "The term “covered financial institution” has the same meaning as provided in 1010.605(e)(1)."
MEMBERS = {
    "haowang-guarantee": ("Haowang Guarantee", ()),
    "huione-crypto": (
        "Huione Crypto Spółka Z Ograniczoną Odpowiedzialnością",
        (Identifier(type="registration", value="0001043802", label="KRS", country="pl"),),
    ),
    "huione-pay-plc": ("Huione Pay PLC", ()),
}
ADDED = {
    "h-pay-service-plc": (
        "H-Pay Service PLC",
        (Identifier(type="registration", value="00074959", label="registration number", country="kh"),),
    ),
}


def special(stage, effect="none", effective=None):
    return Listing(
        list="Special measures",
        kind="special_measure",
        listed_on="2025-05-05",
        measures=(Measure(type=stage, effect=effect, effective=effective),),
        programmes=("Section 311",),
    )


def huione(listing, covered_by):
    return Entry(
        id=f"{FR}:subject/huione-group",
        source=FR,
        type="party",
        subject=Subject(
            schema="LegalEntity", names=(Name(full="Huione Group", kind="primary", script="Latn"),), countries=("kh",)
        ),
        listings=(listing,),
        covered_by=covered_by,
    )


def members(listing, covered_by, of=MEMBERS):
    for key, (name, identifiers) in of.items():
        yield Entry(
            id=f"{FR}:subject/{key}",
            source=FR,
            type="party",
            subject=Subject(
                schema="LegalEntity", names=(Name(full=name, kind="primary", script="Latn"),), identifiers=identifiers
            ),
            listings=(listing,),
            relations=(
                Relation(
                    type="included in the definition of",
                    common="other",
                    target_id=f"{FR}:subject/huione-group",
                    target_name="Huione Group",
                ),
            ),
            covered_by=covered_by,
        )


NPRM = Entry(
    id=f"{FR}:2025-07837",
    source=FR,
    type="instrument",
    instrument=Instrument(
        action="proposal",
        stage="Finding; Notice of proposed rulemaking",
        agency="FinCEN",
        title="Special Measure Regarding Huione Group, as a Foreign Financial Institution of Primary Money Laundering "
        "Concern",
        published="2025-05-05",
        effective_text="Written comments on the notice of proposed rulemaking must be submitted on or before June 4, 2025.",
        comments_close="2025-06-04",
        docket="FINCEN-2025-0004",
        rin="1506-AB68",
        citation="90 FR 18934",
        sections=("31 CFR 1010.664",),
        documents=(
            Publication(
                title="Special Measure Regarding Huione Group",
                number="2025-07837",
                citation="90 FR 18934",
                url="https://www.federalregister.gov/d/2025-07837",
            ),
        ),
        effect_quoted="FinCEN is issuing a notice of proposed rulemaking (NPRM), pursuant to section 311 of the USA PATRIOT "
        "Act, that proposes prohibiting the opening or maintaining of a correspondent account in the United States for, or "
        "on behalf of, Huione Group, a foreign financial institution based in Cambodia found to be of primary money "
        "laundering concern.",
    ),
    mentions=(Mention(name="Huione Group", country="kh", schema="LegalEntity"),),
)
FINAL = Entry(
    id=f"{FR}:2025-19571",
    source=FR,
    type="instrument",
    instrument=Instrument(
        action="final_rule",
        stage="Final rule",
        agency="FinCEN",
        title="Imposition of Special Measure Regarding Huione Group, as a Foreign Financial Institution of Primary Money "
        "Laundering Concern",
        inspected="2025-10-15",
        published="2025-10-16",
        effective="2025-11-17",
        effective_text="This final rule is effective November 17, 2025.",
        rin="1506-AB68",
        citation="90 FR 48295",
        sections=("31 CFR 1010.664",),
        documents=(
            Publication(
                title="Imposition of Special Measure Regarding Huione Group",
                number="2025-19571",
                citation="90 FR 48295",
                url="https://www.federalregister.gov/d/2025-19571",
            ),
        ),
        addressees=COVERED,
        effect_quoted=RULE_WORDS,
    ),
    mentions=(Mention(name="Huione Group", country="kh", schema="LegalEntity"),),
)
WAITING = FINAL.model_copy(
    update={
        "instrument": FINAL.instrument.model_copy(
            update={
                "published": None,
                "effective": None,
                "effective_text": "This final rule is effective [INSERT DATE 30 DAYS AFTER DATE OF PUBLICATION IN THE "
                "FEDERAL REGISTER].",
                "citation": None,
                "documents": (
                    Publication(
                        title="Imposition of Special Measure Regarding Huione Group",
                        number="2025-19571",
                        url="https://www.federalregister.gov/public-inspection/2025-19571",
                    ),
                ),
            }
        )
    }
)
WAITING_DATED = WAITING.model_copy(
    update={
        "instrument": WAITING.instrument.model_copy(
            update={"effective": "2025-11-17", "effective_text": "This final rule is effective November 17, 2025."}
        )
    }
)
AMENDING = Entry(
    id=f"{FR}:2026-12794",
    source=FR,
    type="instrument",
    instrument=Instrument(
        action="proposal",
        stage="Notice of proposed rulemaking",
        agency="FinCEN",
        title="Proposal To Amend the Special Measure Regarding Huione Group",
        published="2026-06-25",
        sections=("31 CFR 1010.664",),
        amends=("31 CFR 1010.664",),
        documents=(
            Publication(
                title="Proposal To Amend the Special Measure Regarding Huione Group",
                number="2026-12794",
                url="https://www.federalregister.gov/d/2026-12794",
            ),
        ),
        effect_quoted="FinCEN proposes to amend 31 CFR 1010.664 to extend the definition of Huione Group to H-Pay Service "
        "PLC and successors.",
    ),
    notice=Notice(
        title="Proposal To Amend the Special Measure Regarding Huione Group",
        category="rule",
        published="2026-06-25",
        claims=(
            "On April 10, 2026, the National Bank of Cambodia revoked the license of H-Pay Service PLC.",
            "The National Bank of Cambodia also revoked the license of Panda Commercial Bank and placed it in liquidation.",
        ),
    ),
    mentions=(
        Mention(name="Huione Group", country="kh", schema="LegalEntity"),
        Mention(name="H-Pay Service PLC", country="kh", schema="Company"),
        Mention(
            name="Panda Commercial Bank",
            country="kh",
            sentence="The National Bank of Cambodia also revoked the license of Panda Commercial Bank and placed it in "
            "liquidation.",
        ),
    ),
)

PROPOSED = special("Finding; Notice of proposed rulemaking")
IMPOSED = special("Final rule", "correspondent_account", "2025-11-17")
UNDATED = special("Final rule", "correspondent_account")
P, Q, R = (NPRM.id,), (NPRM.id, FINAL.id), (NPRM.id, FINAL.id, AMENDING.id)

PROPOSAL = [new(NPRM), new(huione(PROPOSED, P)), *map(new, members(PROPOSED, P))]


def _final(act, listing):
    before = [huione(PROPOSED, P), *members(PROPOSED, P)]
    after = [huione(listing, Q), *members(listing, Q)]
    return [act, *(compare(old, now) for old, now in zip(before, after, strict=True))]


INSPECTION = _final(new(WAITING), UNDATED)
INSPECTION_DATED = _final(new(WAITING_DATED), IMPOSED)
PUBLISHED = _final(new(FINAL), IMPOSED)
REKEYED = [compare(WAITING, FINAL), compare(huione(UNDATED, Q), huione(IMPOSED, Q))]
AMENDMENT = [
    new(AMENDING),
    compare(huione(IMPOSED, Q), huione(IMPOSED, R)),
    *map(new, members(special("Notice of proposed rulemaking"), (AMENDING.id,), ADDED)),
]


def due(entry, what, date):
    return Change(kind="due", entry_id=entry.id, before=entry, after=entry, due=Due(what=what, date=date))


IN_FORCE = [due(FINAL, "effective", "2025-11-17"), due(huione(IMPOSED, Q), "effective", "2025-11-17")]
COMMENTS = [due(NPRM, "comments_close", "2025-06-04")]
RELIEF = Entry(
    id=f"{FR}:2025-10000",
    source=FR,
    type="instrument",
    instrument=Instrument(
        action="relief",
        stage="Notice; exceptive relief",
        agency="FinCEN",
        title="Exceptive Relief From the Special Measure Regarding Example Bank",
        published="2025-05-29",
        expires="2025-12-01",
        sections=("31 CFR 1010.653",),
        documents=(Publication(title="Exceptive Relief", number="2025-10000"),),
    ),
)

# --- The code ---------------------------------------------------------------------------------------------------------
SECTION = Entry(
    id="us_ecfr_311:1010.664",
    source="us_ecfr_311",
    type="instrument",
    instrument=Instrument(
        action="codified",
        stage="31 CFR 1010.664",
        agency="FinCEN",
        title="Special measures regarding Huione Group",
        citation="90 FR 48311, Oct. 16, 2025",
        sections=("31 CFR 1010.664",),
        documents=(
            Publication(
                title="31 CFR 1010.664 as in force",
                url="https://www.ecfr.gov/current/title-31/section-1010.664",
                citation="31 CFR 1010.664",
            ),
        ),
        addressees=COVERED,
        effect_quoted=RULE_WORDS,
    ),
    remarks="The term “Huione Group” means all subsidiaries, branches, and offices of Huione Group operating as a "
    "financial institution in any jurisdiction outside of the United States, including Haowang Guarantee (formerly known "
    "as Huione Guarantee), Huione Pay PLC, and Huione Crypto Spółka Z Ograniczoną Odpowiedzialnością (d/b/a Huione Crypto).",
)


def codified(key, name, **changed):
    entry = Entry(
        id=f"us_ecfr_311:1010.664/{key}",
        source="us_ecfr_311",
        type="party",
        subject=Subject(schema="LegalEntity", names=(Name(full=name, kind="primary", script="Latn"),)),
        listings=(
            Listing(
                list="31 CFR part 1010, subpart F: special measures",
                kind="special_measure",
                listed_on="2025-10-16",
                measures=(
                    Measure(
                        type="Prohibition on opening or maintaining correspondent accounts for Huione Group",
                        effect="correspondent_account",
                    ),
                ),
                programmes=("Section 311",),
                authorities=("31 U.S.C. 5318A", "31 CFR 1010.664"),
            ),
        ),
        covered_by=("us_ecfr_311:1010.664",),
    )
    return entry.model_copy(update=changed)


IN_CODE = [
    SECTION,
    codified("huione-group", "Huione Group"),
    codified(
        "huione-pay-plc",
        "Huione Pay PLC",
        relations=(
            Relation(
                type="included in",
                common="other",
                target_id="us_ecfr_311:1010.664/huione-group",
                target_name="Huione Group",
            ),
        ),
    ),
]


# --- National Bank of Cambodia ----------------------------------------------------------------------------------------
def nbc(key, title, category, published, text, **changed):
    where = f"https://www.nbc.gov.kh/english/news_and_events/news_info.php?id={key}"
    notice = Notice(title=title, category=category, published=published, text=text, **changed)
    return Entry(id=f"kh_nbc:{key}", source="kh_nbc", type="notice", notice=notice, links=(where,))


def institution(key, name, covered_by, *listings):
    return Entry(
        id=f"kh_nbc:institution/{key}",
        source="kh_nbc",
        type="party",
        subject=Subject(schema="Company", names=(Name(full=name, kind="primary"),), countries=("kh",)),
        listings=listings,
        covered_by=covered_by,
    )


def revoked(date, words="revoked the payment-institution licence"):
    measure = Measure(type=words, effect="other", effective=date)
    return Listing(list="Licences revoked", kind="licence_revocation", listed_on=date, measures=(measure,))


def liquidated(date, effective=None):
    measure = Measure(type="put into liquidation", effect="other", effective=effective)
    return Listing(list="Institutions in liquidation", kind="liquidation", listed_on=date, measures=(measure,))


STATEMENT = nbc(
    "848",
    "Statement on Prince Bank Plc.",
    "statement",
    "2025-10-18",
    "The National Bank of Cambodia informs the public that Prince Bank Plc. operates under its supervision.",
    rule='statement: "informs the public"',
).model_copy(
    update={
        "mentions": (
            Mention(
                name="Prince Bank Plc.",
                country="kh",
                schema="Company",
                sentence="The National Bank of Cambodia informs the public that Prince Bank Plc. operates under its "
                "supervision.",
            ),
        )
    }
)
LIQUIDATION = nbc(
    "862",
    "Liquidation of Prince Bank Plc.",
    "liquidation",
    "2026-01-08",
    "The National Bank of Cambodia has put Prince Bank Plc. into liquidation.",
    rule='put-into-liquidation: "has put Prince Bank Plc. into liquidation"',
)
PAY = nbc(
    "855",
    "Announcement on Huione Pay PLC",
    "liquidation",
    "2025-12-04",
    "The National Bank of Cambodia has revoked the payment-institution licence of Huione Pay PLC and has put Huione Pay PLC "
    "into liquidation.",
    rule='licence-revoked: "has revoked the payment-institution licence"',
)
PRINCE_BANK = institution("prince-bank-plc", "Prince Bank Plc.", (LIQUIDATION.id,), liquidated("2026-01-08"))
HUIONE_PAY = institution("huione-pay-plc", "Huione Pay PLC", (PAY.id,), revoked("2025-12-04"), liquidated("2025-12-04"))
SCAN = nbc(
    "871",
    "Announcement",
    "other",
    "2026-04-10",
    None,
    doubts=("The page has no text: what it says stands in an attachment that is a scan.",),
    documents=(
        Publication(
            title="Click here to download file",
            url="https://www.nbc.gov.kh/download_files/news_and_events/announ_eng/871.pdf",
        ),
    ),
)
AMBIGUOUS = nbc(
    "872",
    "Announcement on the licence of a payment institution",
    "licence_revocation",
    "2026-04-10",
    "The National Bank of Cambodia may revoke the licence of Example Pay PLC.",
    rule='licence-revoked: "may revoke the licence"',
    doubts=('It is said to be possible, not done ("may revoke").',),
).model_copy(update={"mentions": (Mention(name="Example Pay PLC", country="kh"),)})


# --- Reserve Bank of India --------------------------------------------------------------------------------------------
def rbi(key, title, category, text, number):
    notice = Notice(title=title, category=category, published="2026-03-02", text=text, number=number)
    link = f"https://www.rbi.org.in/Scripts/BS_PressReleaseDisplay.aspx?prid={key}"
    return Entry(id=f"in_rbi:{key}", source="in_rbi", type="notice", notice=notice, links=(link,))


PENALTY = rbi(
    "59001",
    "RBI imposes monetary penalty on The Example Co-operative Bank Ltd.",
    "enforcement",
    "The Reserve Bank of India has imposed a monetary penalty of ₹1.00 lakh on The Example Co-operative Bank Ltd.",
    "2025-2026/2201",
)
FINED = Entry(
    id="in_rbi:institution/the-example-co-operative-bank-ltd",
    source="in_rbi",
    type="party",
    subject=Subject(
        schema="Company",
        names=(Name(full="The Example Co-operative Bank Ltd.", kind="primary"),),
        countries=("in",),
    ),
    listings=(
        Listing(
            list="Penalties",
            kind="enforcement",
            listed_on="2026-03-02",
            measures=(Measure(type="monetary penalty of ₹1.00 lakh", effect="none"),),
        ),
    ),
    covered_by=(PENALTY.id,),
)
CANCELLED = rbi(
    "59002",
    "RBI cancels Certificate of Registration of three NBFCs",
    "licence_revocation",
    "The Reserve Bank of India has cancelled the Certificate of Registration of the following companies.",
    "2025-2026/2202",
)


def nbfc(number, name):
    return Entry(
        id=f"in_rbi:institution/nbfc-{number}",
        source="in_rbi",
        type="party",
        subject=Subject(
            schema="Company",
            names=(Name(full=name, kind="primary"),),
            countries=("in",),
            identifiers=(Identifier(type="registration", value=f"B-05.0000{number}", label="CoR No.", country="in"),),
        ),
        listings=(
            Listing(
                list="Cancelled certificates of registration",
                kind="licence_revocation",
                listed_on="2026-03-02",
                measures=(Measure(type="cancelled the certificate of registration", effect="other"),),
            ),
        ),
        covered_by=(CANCELLED.id,),
    )


# --- Treasury ---------------------------------------------------------------------------------------------------------
RELEASE = Entry(
    id="us_treasury_press:sb0278",
    source="us_treasury_press",
    type="notice",
    notice=Notice(
        title="U.S. and U.K. Take Largest Action Ever Targeting Cybercriminal Networks in Southeast Asia",
        category="designation",
        published="2025-10-14",
        number="sb0278",
        text="Today, the U.S. Department of the Treasury’s Office of Foreign Assets Control (OFAC) and Financial Crimes "
        "Enforcement Network (FinCEN), in close coordination with the United Kingdom’s Foreign, Commonwealth, and "
        "Development Office (FCDO), took complementary actions against criminal networks.",
        rule='designation: "Treasury Designates"',
        claims=(
            "The U.K.’s FCDO has concurrently imposed sanctions on Prince Holding Group, Chen Zhi, and his key associates.",
        ),
        disagreements=(
            ("The release contradicts itself: one order is cited as 13851 and 13581. Neither is taken from it: “pursuant to "
            "Executive Order (E.O.) 13851, as amended by E.O. 13863 (“E.O. 13581, as amended”)”"),
        ),
        agencies=("FinCEN", "OFAC"),
    ),
    mentions=(
        Mention(name="Prince Group Transnational Criminal Organization", country="kh", sentence="OFAC has imposed sweeping sanctions on 146 targets within the Prince Group Transnational Criminal Organization (Prince Group TCO), a Cambodia-based network led by Cambodian national Chen Zhi."),
        Mention(name="Huione Group", country="kh", sentence="In addition, FinCEN finalized a rule under section 311 of the USA PATRIOT Act to sever the Cambodia-based financial services conglomerate, Huione Group, from the U.S. financial system."),
        Mention(name="Chen Zhi", schema="Person"),
        Mention(name="Prince Bank Plc."),
    ),
    links=("https://home.treasury.gov/news/press-releases/sb0278",),
)  # fmt: skip

# --- United Kingdom ---------------------------------------------------------------------------------------------------
UK_CHEN = Entry(
    id="uk_sl:GHR0200",
    source="uk_sl",
    type="party",
    subject=Subject(
        schema="Person",
        names=(
            Name(full="CHEN Zhi", kind="primary", script="Latn"),
            Name(full="陈志", script="Hans"),
        ),
        births=(DateSpan(begin="1987-12-16"),),
        nationalities=("kh",),
    ),
    listings=(
        Listing(
            list="UK Sanctions List",
            listed_on="2025-10-14",
            programmes=("The Global Human Rights Sanctions Regulations 2020",),
            measures=(Measure(type="Asset freeze", effect="block"), Measure(type="Travel ban", effect="travel")),
            reason="CHEN Zhi is involved in serious human rights abuse in scam centres.",
        ),
    ),
)
UK_GROUP = Entry(
    id="uk_sl:GHR0201",
    source="uk_sl",
    type="party",
    subject=Subject(
        schema="Organization",
        names=(Name(full="PRINCE HOLDING GROUP", kind="primary", script="Latn"),),
        countries=("kh",),
    ),
    listings=(
        Listing(
            list="UK Sanctions List",
            listed_on="2025-10-14",
            programmes=("The Global Human Rights Sanctions Regulations 2020",),
            measures=(Measure(type="Asset freeze", effect="block"),),
        ),
    ),
)

# --- The events -------------------------------------------------------------------------------------------------------
DAY = {"published": None, "publication": None}


def _day(source, day, **changed):
    return (
        DAY
        | {"source": source, "today": day, "committed_at": f"{day}T14:02:40Z", "seen_at": f"{day}T14:02:11Z"}
        | changed
    )


_EVENTS = {
    "finding_and_proposal": (REGISTER, _day(FR, "2025-05-05"), PROPOSAL),
    "comments_close": (REGISTER, _day(FR, "2025-06-04", kind="due"), COMMENTS),
    "final_rule_on_inspection": (REGISTER, _day(FR, "2025-10-15"), INSPECTION),
    "final_rule_on_inspection_dated": (REGISTER, _day(FR, "2025-10-15"), INSPECTION_DATED),
    "final_rule": (REGISTER, _day(FR, "2025-10-16"), PUBLISHED),
    "final_rule_was_on_inspection": (REGISTER, _day(FR, "2025-10-16"), REKEYED),
    "final_rule_in_force": (REGISTER, _day(FR, "2025-11-17", kind="due"), IN_FORCE),
    "final_rule_in_force_alone": (REGISTER, _day(FR, "2025-11-17", kind="due"), IN_FORCE[:1]),
    "amendment_proposed": (REGISTER, _day(FR, "2026-06-25"), AMENDMENT),
    "relief_expires": (REGISTER, _day(FR, "2025-12-01", kind="due"), [due(RELIEF, "expires", "2025-12-01")]),
    "section_in_code": (CODE, _day("us_ecfr_311", "2025-11-17"), [*map(new, IN_CODE)]),
    "section_gone": (CODE, _day("us_ecfr_311", "2027-01-04"), [compare(entry, None) for entry in IN_CODE]),
    "statement_on_prince_bank": (NBC, _day("kh_nbc", "2025-10-18"), [new(STATEMENT)]),
    "liquidation_of_prince_bank": (NBC, _day("kh_nbc", "2026-01-08"), [new(LIQUIDATION), new(PRINCE_BANK)]),
    "huione_pay": (NBC, _day("kh_nbc", "2025-12-04"), [new(PAY), new(HUIONE_PAY)]),
    "scan": (NBC, _day("kh_nbc", "2026-04-10"), [new(SCAN)]),
    "ambiguous": (NBC, _day("kh_nbc", "2026-04-10"), [new(AMBIGUOUS)]),
    "notice_taken_down": (
        NBC,
        _day("kh_nbc", "2025-12-20"),
        [compare(each, None).model_copy(update={"kind": "retracted", "lists_left": ()}) for each in (PAY, HUIONE_PAY)],
    ),
    "treasury_release": (TREASURY, _day("us_treasury_press", "2025-10-14"), [new(RELEASE)]),
    "penalty": (RBI, _day("in_rbi", "2026-03-02"), [new(PENALTY), new(FINED)]),
    "registrations_cancelled": (
        RBI,
        _day("in_rbi", "2026-03-02"),
        [
            new(CANCELLED),
            *(new(nbfc(n, name)) for n, name in enumerate(("Alpha Finance Ltd.", "Beta Credit Ltd.", "Gamma Capital Ltd."), 1)),
        ],
    ),
    "uk_designation": (UK, _day("uk_sl", "2025-10-14", published="2025-10-14"), [new(UK_CHEN), new(UK_GROUP)]),
}  # fmt: skip

EVENTS = {
    name: (about, changed | {"documents": (Paper(name="page", url=about.url, sha256="ab" * 32),)}, changes)
    for name, (about, changed, changes) in _EVENTS.items()
}
