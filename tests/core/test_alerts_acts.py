"""Rules, findings and notices: what is told together, under whose name and which law, and how the line begins."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliver.examples import OFAC, VESSEL, context, new
from deliver.story import (
    AMBIGUOUS,
    CANCELLED,
    CODE,
    EVENTS,
    FINAL,
    HUIONE_PAY,
    IMPOSED,
    LIQUIDATION,
    MEMBERS,
    NBC,
    NPRM,
    PAY,
    PRINCE_BANK,
    PUBLISHED,
    RBI,
    REGISTER,
    RELEASE,
    SECTION,
    STATEMENT,
    TREASURY,
    UK,
    UK_CHEN,
    huione,
    institution,
    liquidated,
    nbc,
    nbfc,
    revoked,
)  # fmt: skip
from sanctionwire.core.alerts import group, telling
from sanctionwire.core.alerts.acts import bans, deed, law, naming
from sanctionwire.core.changes import Change, Due
from sanctionwire.core.diff import compare
from sanctionwire.core.model import Entry, Instrument, Listing, Measure, Mention, Name, Notice, Publication, Subject

FIRST_LINES = {
    "finding_and_proposal": "[INFO] FinCEN 311 FINDING + PROPOSED RULE | Huione Group | 2025-05-05 | 90 FR 18934",
    "comments_close": "[INFO] FinCEN 311 COMMENTS CLOSE TODAY | Huione Group | 2025-06-04 | 90 FR 18934",
    "final_rule_on_inspection": "[CHECK] FinCEN 311 FINAL RULE ON INSPECTION | Huione Group | effective date not known here",
    "final_rule_on_inspection_dated": "[PLAN] FinCEN 311 FINAL RULE ON INSPECTION | Huione Group | corr. acct ban from 2025-11-17",
    "final_rule": "[PLAN] FinCEN 311 FINAL RULE | Huione Group | corr. acct ban from 2025-11-17 | 31 CFR 1010.664",
    "final_rule_was_on_inspection": "[PLAN] FinCEN 311 FINAL RULE | Huione Group | corr. acct ban from 2025-11-17 | 31 CFR 1010.664",
    "final_rule_in_force": "[ACT] FinCEN 311 FINAL RULE IN FORCE TODAY | Huione Group | corr. acct ban since 2025-11-17",
    "final_rule_in_force_alone": "[ACT] FinCEN 311 FINAL RULE IN FORCE TODAY | Huione Group | corr. acct ban since 2025-11-17",
    "amendment_proposed": "[INFO] FinCEN 311 PROPOSED AMENDMENT | Huione Group | 2026-06-25 | FR 2026-12794",
    "relief_expires": "[ACT] FinCEN 311 RELIEF EXPIRES TODAY | Example Bank | 2025-12-01 | FR 2025-10000",
    "section_in_code": "[ACT] FinCEN 311 SECTION IN FORCE | Huione Group | corr. acct ban, seen 2025-11-17 | 1010.664",
    "section_gone": "[CHECK] FinCEN 311 SECTION GONE | Huione Group | 2027-01-04 | 31 CFR 1010.664",
    "statement_on_prince_bank": "[INFO] NBC STATEMENT | Prince Bank Plc. | 2025-10-18",
    "liquidation_of_prince_bank": "[ACT] NBC LIQUIDATION | Prince Bank Plc. | 2026-01-08",
    "huione_pay": "[ACT] NBC LICENCE REVOKED + LIQUIDATION | Huione Pay PLC | 2025-12-04",
    "scan": "[CHECK] NBC NOTICE TO READ | Announcement | 2026-04-10",
    "ambiguous": "[CHECK] NBC NOTICE TO READ (PERHAPS THE END OF A LICENCE) | Example Pay PLC | 2026-04-10",
    "notice_taken_down": "[CHECK] NBC NOTICE TAKEN DOWN (LICENCE REVOKED + LIQUIDATION) | Huione Pay PLC | 2025-12-20",
    "treasury_release": "[INFO] Treasury PRESS RELEASE | U.S. and U.K. Take Largest Action Ever Targ.. | 2025-10-14 | sb0278",
    "penalty": "[INFO] RBI ENFORCEMENT | The Example Co-operative Bank Ltd. | 2026-03-02 | 2025-2026/2201",
    "registrations_cancelled": "[CHECK] RBI REGISTRATION CANCELLED | Alpha Finance Ltd. + 2 more | 2026-03-02 | 2025-2026/2202",
    "uk_designation": "[ACT] UK +2 BLOCK | CHEN Zhi + 1 more | 2025-10-14",
}


def alerts(changes, about=REGISTER, **changed):
    return group(context(**({"published": None, "publication": None} | changed)), changes, about)


def told(event):
    about, changed, changes = EVENTS[event]
    return group(context(**changed), changes, about)


@pytest.mark.parametrize("event", EVENTS)
def test_each_event_of_the_story_is_one_alert_and_begins_as_it_should(event):
    assert [alert.first_line for alert in told(event)] == [FIRST_LINES[event]]


@pytest.mark.parametrize("event", EVENTS)
def test_in_the_demonstration_each_of_them_still_names_its_party_and_fits(event):
    about, changed, changes = EVENTS[event]
    (alert,) = group(context(**changed, demo=True), changes, about)
    assert alert.first_line.startswith("[DEMO] [")
    assert len(alert.first_line) < 100
    assert alert.first_line.split(" | ")[1][:10] == FIRST_LINES[event].split(" | ")[1][:10]


def test_a_document_that_covers_five_parties_new_and_known_is_one_alert():
    (alert,) = alerts([*PUBLISHED, *map(new, [VESSEL.model_copy(update={"covered_by": (FINAL.id,)})])])
    assert alert.count == 2 + len(MEMBERS)
    assert alert.attributes["kind"] == ("advanced", "designated")
    assert alert.key.kind == "designated"


def test_a_known_party_that_a_rule_touches_advanced_however_its_listings_differ():
    for event in ("final_rule", "final_rule_on_inspection", "final_rule_was_on_inspection"):
        (alert,) = told(event)
        assert (alert.key.kind, alert.attributes["kind"]) == ("advanced", "advanced")


def test_names_that_a_definition_covers_are_not_counted_beside_its_subject_but_strangers_are():
    (alert,) = alerts(PUBLISHED)
    assert (alert.names[0], alert.belonging) == ("Huione Group", len(MEMBERS))
    stranger = VESSEL.model_copy(update={"covered_by": (FINAL.id,), "relations": ()})
    (alert,) = alerts([*PUBLISHED, new(stranger)], today="2025-10-16")
    assert "| Huione Group + 1 more |" in alert.first_line


def test_two_notices_on_one_institution_are_one_alert_with_both_deeds():
    second = nbc("856", "Liquidation of Huione Pay PLC", "liquidation", "2025-12-05", "It is put into liquidation.")
    party = institution(
        "huione-pay-plc", "Huione Pay PLC", (PAY.id, second.id), revoked("2025-12-04"), liquidated("2025-12-05")
    )
    (alert,) = alerts([new(PAY), new(second), new(party)], NBC, today="2025-12-05")
    assert alert.first_line.startswith("[ACT] NBC LICENCE REVOKED + LIQUIDATION | Huione Pay PLC | ")
    assert alert.attributes["listing_kind"] == ("licence_revocation", "liquidation")
    assert len(alert.instruments) == 2


def test_two_notices_on_two_institutions_are_two_alerts():
    made = [new(PAY), new(HUIONE_PAY), new(LIQUIDATION), new(PRINCE_BANK)]
    assert len(alerts(made, NBC, today="2026-01-08")) == 2


def test_parties_whose_notice_is_no_news_are_told_by_the_notice_that_they_share():
    renamed = [
        compare(
            entry, entry.model_copy(update={"subject": Subject(schema="Company", names=(Name(full=f"{key} PLC"),))})
        )
        for key, entry in (
            ("A", HUIONE_PAY),
            ("B", HUIONE_PAY.model_copy(update={"id": "kh_nbc:2"})),
            ("C", PRINCE_BANK),
        )
    ]
    made = alerts(renamed, NBC, today="2026-01-08")
    assert sorted(alert.count for alert in made) == [1, 2]
    assert all("instruments" not in alert.attributes and alert.instruments == () for alert in made)


def test_where_no_notice_was_read_with_certainty_a_person_reads_and_where_one_was_it_counts():
    doubtful = PAY.model_copy(update={"notice": PAY.notice.model_copy(update={"doubts": ("unclear",)})})
    (alert,) = alerts([new(doubtful), new(HUIONE_PAY)], NBC, today="2025-12-04")
    assert alert.key.class_ == "CHECK"
    sure = nbc("856", "Again", "liquidation", "2025-12-05", "x")
    party = HUIONE_PAY.model_copy(update={"covered_by": (doubtful.id, sure.id)})
    (alert,) = alerts([new(doubtful), new(sure), new(party)], NBC, today="2025-12-05")
    assert alert.key.class_ == "ACT"


def test_what_could_not_be_read_with_certainty_no_filter_keeps_away():
    (alert,) = told("scan")
    assert all(
        value == ("all",) or "all" in value
        for name, value in alert.attributes.items()
        if name not in {"class", "source", "authority"}
    )


@pytest.mark.parametrize(
    ("event", "wanted"),
    [
        ("final_rule", {"authority": "FinCEN", "source": "us_federal_register", "listing_kind": "special_measure", "effect": "correspondent_account", "binding": "later", "programmes": ("SECTION 311",), "countries": ("kh", "pl"), "schemas": ("LegalEntity",)}),
        ("comments_close", {"authority": "FinCEN", "kind": "due", "countries": ("kh",), "schemas": ("instrument",), "binding": "no"}),
        ("final_rule_in_force_alone", {"kind": "due", "countries": ("kh",), "binding": "now", "effect": "correspondent_account"}),
        ("statement_on_prince_bank", {"authority": "NBC", "listing_kind": "notice", "countries": ("kh",), "schemas": ("notice",)}),
        ("treasury_release", {"authority": "Treasury", "class": "INFO", "countries": ("kh",), "schemas": ("notice",)}),
        ("huione_pay", {"class": "ACT", "listing_kind": ("licence_revocation", "liquidation"), "binding": "now", "countries": ("kh",)}),
        ("section_in_code", {"authority": "FinCEN", "class": "ACT", "countries": ("all", "none")}),
        ("notice_taken_down", {"class": "CHECK", "kind": "retracted", "binding": "unknown"}),
    ],
)  # fmt: skip
def test_attributes_say_what_subscribers_filter_on(event, wanted):
    (alert,) = told(event)
    assert {name: alert.attributes[name] for name in wanted} == wanted


def test_a_notice_that_states_no_country_is_its_authoritys_own_and_says_that_none_is_stated():
    bare = STATEMENT.model_copy(update={"mentions": ()})
    (alert,) = alerts([new(bare)], NBC)
    assert alert.attributes["countries"] == ("kh", "none")


@pytest.mark.parametrize(
    ("stated", "name"),
    [
        ({"sections": ("31 CFR 1010.664",), "title": "Section 9714"}, "311"),
        ({"title": "Imposition of Special Measures under Section 311"}, "311"),
        ({"title": "Order under section 9714 of the Act"}, "9714"),
        ({"title": "Finding under 21 U.S.C. 2313a"}, "2313a"),
        ({"title": "Sections 9714 and 2313a"}, ""),
        ({"title": "Beneficial Ownership Information"}, ""),
        ({"sections": ("31 CFR 1010.230",), "title": "Customer Due Diligence"}, ""),
        ({"title": "A Bank", "effect_quoted": "pursuant to section 311 of the USA PATRIOT Act"}, "311"),
    ],
)
def test_the_law_is_the_one_that_the_act_names(stated, name):
    assert law(Instrument(action="final_rule", stage="Final rule", **stated)) == name


def test_a_programme_names_the_law_where_the_title_does_not_and_a_document_of_ofac_has_none():
    plain = Instrument(action="order", stage="Order", agency="FinCEN", title="Transmittals of Funds Involving A Bank")
    assert law(plain, ["Section 2313a"]) == "2313a"
    rule = FINAL.model_copy(
        update={
            "instrument": Instrument(
                action="final_rule",
                stage="Final rule",
                agency="OFAC",
                title="Venezuela Sanctions Regulations",
                published="2025-10-16",
                effective="2025-10-16",
                sections=("31 CFR 591.304",),
            ),
            "mentions": (),
        }
    )
    (alert,) = alerts([new(rule)], today="2025-10-16")
    assert alert.first_line == "[ACT] OFAC FINAL RULE | Venezuela Sanctions Regulations | 2025-10-16 | 31 CFR 591.304"


@pytest.mark.parametrize(
    ("words", "banned"),
    [
        ("shall not open or maintain in the United States a correspondent account for", True),
        ("prohibits the opening of a correspondent account", True),
        ("shall apply special due diligence to its correspondent accounts", False),
        ("shall not fail to keep records", False),
    ],
)
def test_conditions_on_correspondent_accounts_are_no_ban(words, banned):
    stated = FINAL.instrument.model_copy(update={"effect_quoted": words})
    assert bans([new(FINAL.model_copy(update={"instrument": stated}))]) is banned


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("cancelled the certificate of registration", "registration_cancelled"),
        ("Certificate of Registration cancelled", "registration_cancelled"),
        ("cancelled the banking licence", "licence_cancelled"),
        ("withdrew the licence", "licence_withdrawn"),
        ("licence withdrawn", "licence_withdrawn"),
        ("payment-institution licence revoked", "licence_revoked"),
        ("the licence ends", "licence_revoked"),
    ],
)
def test_how_a_licence_ended_is_said_in_the_publishers_words(words, name):
    measure = Measure(type=words, effect="other")
    assert deed(Listing(list="Licences", kind="licence_revocation", measures=(measure,))) == name


def test_a_sanctions_listing_and_a_special_measure_are_no_deed_of_a_supervisor():
    assert deed(UK_CHEN.listings[0]) == ""
    assert deed(IMPOSED) == ""


@pytest.mark.parametrize(
    ("title", "mentions", "names"),
    [
        ("Special Measures Regarding Huione Group", (), ["Huione Group"]),
        ("Imposition of Special Measure Regarding Huione Group, as a Foreign Financial Institution", (), ["Huione Group"]),
        ("Special Measure Against A Bank", ("B Bank", "A Bank"), ["A Bank"]),
        ("A rule on A Group TCO", ("A Group", "A Group TCO"), ["A Group TCO"]),
        ("On Zebra Bank and Alpha Bank", ("Alpha Bank", "Zebra Bank"), ["Zebra Bank", "Alpha Bank"]),
        ("Beneficial Ownership Information Reporting", ("A Bank", "B Bank"), ["Beneficial Ownership Information Reporting"]),
    ],
)  # fmt: skip
def test_an_act_told_by_itself_goes_by_whom_its_title_names(title, mentions, names):
    entry = Entry(
        id="x:1",
        source="x",
        type="instrument",
        instrument=Instrument(action="final_rule", stage="Final rule", title=title),
        mentions=tuple(Mention(name=name) for name in mentions),
    )
    assert naming(entry) == names


def test_a_notice_on_one_party_goes_by_it_and_a_release_on_many_by_its_title():
    assert naming(AMBIGUOUS) == ["Example Pay PLC"]
    assert naming(RELEASE) == [RELEASE.notice.title]


def test_a_press_release_keeps_its_speaker_whosever_acts_it_tells_of():
    only = RELEASE.model_copy(update={"notice": RELEASE.notice.model_copy(update={"agencies": ("OFAC",)})})
    (alert,) = alerts([new(only)], TREASURY)
    assert alert.attributes["authority"] == "Treasury"
    (alert,) = alerts([new(only.model_copy(update={"source": "us_federal_register"}))], REGISTER)
    assert alert.attributes["authority"] == "OFAC"
    assert alert.first_line.startswith("[INFO] OFAC NOTICE OF DESIGNATIONS | ")


def test_a_treasury_release_never_asks_anybody_to_act():
    for category in ("designation", "removal", "rule", "enforcement", "statement", "other"):
        release = RELEASE.model_copy(update={"notice": RELEASE.notice.model_copy(update={"category": category})})
        (alert,) = alerts([new(release)], TREASURY)
        assert alert.key.class_ == "INFO"


def test_the_united_kingdom_varies_and_revokes_designations():
    varied = UK_CHEN.model_copy(
        update={"listings": (UK_CHEN.listings[0].model_copy(update={"measures": UK_CHEN.listings[0].measures[:1]}),)}
    )
    (alert,) = alerts([compare(varied, UK_CHEN)], UK)
    assert alert.first_line.startswith("[ACT] UK ~1 VARIED BLOCK | ")
    (alert,) = alerts([compare(UK_CHEN, None)], UK)
    assert alert.first_line.startswith("[EASE] UK -1 REVOKED | ")


def test_a_rule_that_reads_otherwise_is_told_as_changed_and_mere_numbers_are_information():
    cited = FINAL.model_copy(update={"instrument": FINAL.instrument.model_copy(update={"docket": "FINCEN-2025-0004"})})
    (alert,) = alerts([compare(FINAL, cited)], today="2025-10-20")
    assert alert.first_line.startswith("[INFO] FinCEN 311 FINAL RULE CHANGED | Huione Group | ")
    moved = FINAL.model_copy(update={"instrument": FINAL.instrument.model_copy(update={"effective": "2025-12-01"})})
    (alert,) = alerts([compare(FINAL, moved)], today="2025-10-20")
    assert alert.first_line.startswith(
        "[PLAN] FinCEN 311 FINAL RULE CHANGED | Huione Group | corr. acct ban from 2025-12-01"
    )


def test_a_section_that_reads_otherwise_binds_and_says_so():
    other = SECTION.instrument.model_copy(
        update={"effect_quoted": "shall not open a correspondent account for anybody"}
    )
    (alert,) = alerts([compare(SECTION, SECTION.model_copy(update={"instrument": other}))], CODE)
    assert alert.first_line.startswith("[ACT] FinCEN 311 SECTION CHANGED | Huione Group | corr. acct ban")


def test_a_date_that_came_earlier_is_not_said_to_come_today():
    (alert,) = alerts([due(FINAL, "effective", "2025-11-17")], today="2025-11-19", seen_at="2025-11-19T01:00:00Z")
    assert "FINAL RULE IN FORCE | Huione Group | corr. acct ban since 2025-11-17" in alert.first_line
    (alert,) = alerts([due(NPRM, "comments_close", "2025-06-04")], today="2025-06-05")
    assert "COMMENTS CLOSED | Huione Group | 2025-06-04 | 90 FR 18934" in alert.first_line


def test_two_dates_of_one_day_are_two_alerts():
    both = [due(FINAL, "effective", "2025-11-17"), due(NPRM, "comments_close", "2025-11-17")]
    assert len(alerts(both, today="2025-11-17")) == 2


def test_two_dates_of_one_rule_on_one_day_are_both_told():
    party = huione(IMPOSED, (FINAL.id,))
    both = [due(FINAL, "effective", "2025-11-17"), due(FINAL, "expires", "2025-11-17")]
    made = alerts(
        [*both, due(party, "effective", "2025-11-17"), due(party, "expires", "2025-11-17")], today="2025-11-17"
    )
    assert [(alert.key.class_, alert.count) for alert in made] == [("ACT", 1), ("EASE", 1)]


def test_the_date_of_a_measure_is_told_with_the_measure_that_it_belongs_to():
    listing = Listing(
        list="NS-CMIC List",
        measures=(
            Measure(type="Block", effect="block"),
            Measure(type="CMIC", effect="securities", effective="2025-12-13"),
        ),
    )
    entry = VESSEL.model_copy(update={"listings": (listing,)})
    (alert,) = alerts([due(entry, "effective", "2025-12-13")], OFAC, today="2025-12-13")
    assert alert.first_line == "[ACT] OFAC NS-CMIC IN FORCE TODAY | NONSUCH | since 2025-12-13"
    assert alert.attributes["effect"] == "securities"


def due(entry, what, date):
    return Change(kind="due", entry_id=entry.id, before=entry, after=entry, due=Due(what=what, date=date))


def test_a_licence_that_ends_for_many_is_one_alert_with_a_count():
    many = [nbfc(number, f"NBFC {number} Ltd.") for number in range(1, 30)]
    (alert,) = alerts([new(CANCELLED), *map(new, many)], RBI)
    assert alert.count == 29
    assert "| NBFC 1 Ltd. + 28 more |" in alert.first_line
    assert alert.changes == ()
    assert alert.deeds == ("registration_cancelled",)


ACTS = [FINAL.id, NPRM.id, PAY.id, "x:none"]
parties = st.builds(
    lambda number, covering, listing: Entry(
        id=f"x:{number}",
        source="x",
        type="party",
        subject=Subject(schema="Company", names=(Name(full=f"Company {number}"),)),
        listings=(listing,),
        covered_by=tuple(covering),
    ),
    st.integers(0, 9),
    st.lists(st.sampled_from(ACTS), max_size=3, unique=True),
    st.sampled_from([IMPOSED, revoked("2025-12-04"), liquidated("2025-12-04"), UK_CHEN.listings[0]]),
)


@given(st.lists(parties, max_size=8, unique_by=lambda entry: entry.id), st.sets(st.sampled_from([FINAL, NPRM, PAY])))
def test_every_change_is_told_once_and_no_act_is_left_out(entries, acts):
    changes = [*map(new, entries), *map(new, acts)]
    made = alerts(changes)
    covered = {act for entry in entries for act in entry.covered_by}
    alone = [act for act in acts if act.id not in covered]
    assert sum(alert.count for alert in made) == len(entries) + len(alone)
    assert {act.entry_id for alert in made for act in alert.instruments} == {act.id for act in acts}
    assert len({alert.id for alert in made}) == len(made)
    assert {each.key for each in telling(context(), changes, REGISTER)} == {alert.key for alert in made}


@given(st.lists(parties, max_size=8, unique_by=lambda entry: entry.id), st.randoms())
def test_the_order_in_which_they_come_changes_no_alert(entries, seed):
    changes = [*map(new, entries), new(FINAL), new(NPRM), new(PAY)]
    shuffled = changes[:]
    seed.shuffle(shuffled)
    assert {each.id for each in alerts(changes)} == {each.id for each in alerts(shuffled)}


nasty = st.text(alphabet=st.characters(codec=None, exclude_categories=()), min_size=1, max_size=200)


@given(
    title=nasty,
    number=nasty,
    name=nasty,
    doubts=st.sampled_from([(), ("x",)]),
    kind=st.sampled_from(["designated", "retracted", "due"]),
)
def test_whatever_an_act_is_called_the_line_is_ascii_and_short(title, number, name, doubts, kind):
    notice = Entry(
        id="x:1",
        source="x",
        type="notice",
        notice=Notice(title=title, category="liquidation", number=number, doubts=doubts, published="2025-10-14"),
        mentions=(Mention(name=name),),
    )
    papers = (Publication(title=title, number=number),)
    instrument = Entry(
        id="x:2",
        source="x",
        type="instrument",
        instrument=Instrument(
            action="final_rule",
            stage=title,
            title=title,
            agency=name,
            citation=number,
            sections=(number,),
            documents=papers,
        ),
        mentions=(Mention(name=name),),
    )
    for entry in (notice, instrument):
        change = new(entry)
        if kind == "retracted":
            change = Change(kind="retracted", entry_id=entry.id, before=entry)
        elif kind == "due":
            change = due(entry, "effective", "2025-10-14")
        for demo in (False, True):
            (alert,) = group(context(demo=demo), [change], replace(NBC, publisher="P"))
            assert alert.first_line.isascii()
            assert alert.first_line.isprintable()
            assert len(alert.first_line) < 100


def test_a_subject_that_only_lost_a_notice_is_told_with_the_notice_that_was_taken_down():
    after = institution("huione-pay-plc", "Huione Pay PLC", ("kh_nbc:900",), liquidated("2025-12-04"))
    before = HUIONE_PAY.model_copy(update={"covered_by": (PAY.id, "kh_nbc:900")})
    down = Change(kind="retracted", entry_id=PAY.id, before=PAY)
    (alert,) = alerts([down, compare(before, after)], NBC)
    assert alert.key.class_ == "CHECK"
    assert "NOTICE TAKEN DOWN" in alert.first_line


def test_a_finding_in_the_same_document_is_told_before_the_proposal_whatever_their_ids():
    finding = Instrument(action="finding", stage="Finding", agency="FinCEN", title="Finding Regarding Huione Group")
    first = NPRM.model_copy(update={"id": "us_federal_register:9999-00001", "instrument": finding})
    plain = NPRM.model_copy(update={"instrument": NPRM.instrument.model_copy(update={"stage": "Proposed rule"})})
    party = huione(IMPOSED, (first.id, plain.id))
    (alert,) = alerts([new(first), new(plain), new(party)])
    assert "FINDING + PROPOSED RULE" in alert.first_line
