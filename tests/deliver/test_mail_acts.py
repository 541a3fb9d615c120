"""Mails on rules, findings and notices: what each must answer, and that nothing which a publisher wrote steers one."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deliver.examples import context, new
from deliver.story import (
    ADDED,
    AMENDING,
    EVENTS,
    FINAL,
    IMPOSED,
    NBC,
    NPRM,
    PAY,
    REGISTER,
    RELEASE,
    SCAN,
    TREASURY,
    huione,
    institution,
    liquidated,
    members,
    special,
)  # fmt: skip
from sanctionwire.core.alerts import group
from sanctionwire.core.alerts.text import linked
from sanctionwire.core.changes import Change, Due
from sanctionwire.core.model import Entry, Identifier, Instrument, Mention, Notice, Publication
from sanctionwire.deliver.mail import render
from sanctionwire.deliver.message import BODY, LIMIT

HEADINGS = {
    "WHAT IS NOT KNOWN", "WHAT TO DO", "WHOM TO SCREEN FOR", "WHO IT WAS", "WHAT IT SAYS", "WHAT IT STATES OF OTHERS",
    "WHOM IT NAMES", "REMARKS", "BEFORE AND AFTER", "OFFICIAL SOURCES", "RECEIPT", "NOTICE",
}  # fmt: skip


def mail(event):
    about, changed, changes = EVENTS[event]
    (alert,) = group(context(**changed), changes, about)
    return flat(render(alert, about).body)


def flat(body):
    return " ".join(body.split())


def part(event, heading):
    """What stands under a heading."""
    about, changed, changes = EVENTS[event]
    (alert,) = group(context(**changed), changes, about)
    found = re.search(rf"^{heading}\n(.*?)(?=^[A-Z][A-Z ]+\n|\Z)", render(alert, about).body, re.MULTILINE | re.DOTALL)
    return flat(found[1]) if found else ""


@pytest.mark.parametrize(
    ("event", "answers"),
    [
        ("finding_and_proposal", [
            "FinCEN found Huione Group to be of primary money laundering concern, and proposed a rule on it.",
            "Nothing is prohibited by this step.", "nobody: it binds nobody; whoever wants to comment has time until 2025-06-04",
            "docket FINCEN-2025-0004", "RIN 1506-AB68", "90 FR 18934", "KRS 0001043802", "Binding no",
        ]),
        ("comments_close", ["Comments on FinCEN's proposed rule on Huione Group are taken until today, 2025-06-04."]),
        ("final_rule_on_inspection", [
            "on public inspection since 2025-10-15 and is not published yet", "assume that it binds",
            "[INSERT DATE 30 DAYS AFTER DATE OF PUBLICATION IN THE FEDERAL REGISTER]", "https://www.federalregister.gov/public-inspection/2025-19571",
        ]),
        ("final_rule", [
            "FinCEN issued a final rule on Huione Group.", "shall not open or maintain in the United States a correspondent account",
            "Nothing is frozen by it. It is no blocking measure: the OFAC 50 percent rule does not apply.",
            "from 2025-11-17 (that day begins at 2025-11-17 05:00 UTC, by America/New_York)", "covered financial institution",
            "31 CFR 1010.664", "90 FR 48295", "Haowang Guarantee", "Huione Pay PLC",
        ]),
        ("final_rule_was_on_inspection", ["It was on public inspection since 2025-10-15, and is now published."]),
        ("final_rule_in_force", ["FinCEN's final rule on Huione Group (legal entity) takes effect today, 2025-11-17.", "now, since 2025-11-17"]),
        ("amendment_proposed", [
            "FinCEN proposed to change 31 CFR 1010.664, on Huione Group.", "31 CFR 1010.664 stays as it is: a proposal changes nothing.",
            'FinCEN states: "On April 10, 2026, the National Bank of Cambodia revoked the license of H-Pay Service PLC."',
            "registration number 00074959", "Until when comments are taken is not known here",
        ]),
        ("relief_expires", ["ends today, 2025-12-01. What it had lifted binds again."]),
        ("section_in_code", ["now stands in the code: it is in force.", "including Haowang Guarantee (formerly known as Huione Guarantee)"]),
        ("section_gone", ["no longer stands in the code.", "Go on as if it were in force until you have read which act ended it."]),
        ("statement_on_prince_bank", ['NBC published a statement: "Statement on Prince Bank Plc".', "operates under its supervision"]),
        ("liquidation_of_prince_bank", ["NBC announced the liquidation of Prince Bank Plc. (company).", "Nothing is frozen by it.", "now, announced 2026-01-08; from which day, is not stated"]),
        ("huione_pay", [
            "NBC revoked the licence and announced the liquidation of Huione Pay PLC (company).",
            "The institution may no longer carry on the licensed business.", "Nothing is frozen by it.",
            "now, since 2025-12-04", "whoever deals with the institution",
        ]),
        ("scan", ["NBC published a notice that a person must read", "871.pdf", "you: read it, and decide whom it concerns"]),
        ("ambiguous", ["It may be about the end of a licence: that was not read with certainty.", "may revoke the licence of Example Pay PLC"]),
        ("notice_taken_down", ["NBC took down what it had published", "Go on as before until you know why it was taken down"]),
        ("treasury_release", [
            "A press release is context: the list or the rule itself is the legal basis.", "one order is cited as 13851 and 13581",
            'Treasury states: "The U.K.’s FCDO has concurrently imposed sanctions', "Effect None by itself.",
        ]),
        ("penalty", ["RBI took an enforcement action against The Example Co-operative Bank Ltd. (company).", "It binds nobody but the party named."]),
        ("registrations_cancelled", ["RBI cancelled the registration of Alpha Finance Ltd. and 2 more (3 companies).", "has not yet been run on a captured publication"]),
        ("uk_designation", ["UK designated 2 entries", "Asset freeze", "UK persons, wherever they are"]),
    ],
)  # fmt: skip
def test_each_mail_of_the_story_answers_what_an_officer_asks(event, answers):
    text = mail(event)
    for answer in answers:
        assert answer in text


@pytest.mark.parametrize("event", EVENTS)
def test_every_mail_of_the_story_says_where_to_read_it_and_none_calls_it_a_sanction(event):
    about, changed, changes = EVENTS[event]
    assert about.url in part(event, "OFFICIAL SOURCES")
    if about.slug in {"us_federal_register", "kh_nbc", "us_ecfr_311"}:
        assert "sanction" not in mail(event).casefold().replace("sanctionwire", "")
    assert {
        line for line in render_body(about, changed, changes).splitlines() if re.fullmatch(r"[A-Z][A-Z ]*", line)
    } <= HEADINGS


def render_body(about, changed, changes):
    (alert,) = group(context(**changed), changes, about)
    return render(alert, about).body


def test_why_a_person_must_read_it_stands_at_the_top_of_what_is_not_known():
    assert part("scan", "WHAT IS NOT KNOWN").startswith("- The page has no text: what it says stands in an attachment")
    assert part("ambiguous", "WHAT IS NOT KNOWN").startswith("- It is said to be possible, not done")
    assert part("treasury_release", "WHAT IS NOT KNOWN").startswith("- The release contradicts itself")


def test_what_a_document_claims_of_others_makes_nobody_a_party():
    assert "Panda Commercial Bank" not in part("amendment_proposed", "WHOM TO SCREEN FOR")
    assert "Panda Commercial Bank" in part("amendment_proposed", "WHOM IT NAMES")
    claims = part("amendment_proposed", "WHAT IT STATES OF OTHERS")
    assert claims.count("FinCEN states:") == 2
    assert "contradicts itself" not in part("treasury_release", "WHAT IT STATES OF OTHERS")


def test_what_several_parties_share_is_said_once_and_never_makes_one_of_them_bound_by_what_only_another_is():
    whom = part("amendment_proposed", "WHOM TO SCREEN FOR")
    subject, added = re.split(r" 2\. ", whom)
    assert "Final rule (effective 2025-11-17)" in subject
    assert "Final rule" not in added
    party = huione(IMPOSED, (FINAL.id, AMENDING.id))
    other = special("Notice of proposed rulemaking").model_copy(update={"list": "Proposal"})
    both = party.model_copy(update={"listings": (IMPOSED, other)})
    (entry,) = members(other, (AMENDING.id,), ADDED)
    (alert,) = group(context(today="2026-06-25"), [new(AMENDING), new(both), new(entry)], REGISTER)
    body = flat(render(alert, REGISTER).body)
    assert "Listed Proposal: as under 1." in body
    assert "Listed as under 1." not in body


def test_who_is_new_among_known_parties_is_said():
    assert "New among them: H-Pay Service PLC." in mail("amendment_proposed")
    assert "New among them" not in mail("finding_and_proposal")


def test_an_act_without_parties_lists_nobody_to_screen_for():
    for event in ("scan", "statement_on_prince_bank", "treasury_release", "comments_close"):
        assert part(event, "WHOM TO SCREEN FOR") == ""


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "ftp://x.example/y", "//x.example/y", "/y",
        "https://x.example/ y", "https://x.example/\r\nBcc: a@x.example", "https://x.example/\u202egpj.exe", "mailto:a@x.example",
        'https://x.example/">', "https://x.example/<b>", "https://", "", "https://x.example/" + "y" * 2_000,
    ],
)  # fmt: skip
def test_only_addresses_of_the_web_in_one_piece_are_printed_as_links(address):
    assert linked(address) == ""
    hostile = SCAN.model_copy(
        update={
            "links": (address,),
            "notice": SCAN.notice.model_copy(update={"documents": (Publication(title="x", url=address),)}),
        }
    )
    (alert,) = group(context(documents=()), [new(hostile)], NBC)
    body = render(alert, NBC).body
    assert [line.strip() for line in body.splitlines() if "://" in line] == [NBC.url] * 2
    assert "Bcc:" not in body


def test_addresses_of_the_web_are_printed_as_they_are():
    for address in (
        "https://www.nbc.gov.kh/a.pdf",
        "http://edocket.access.gpo.gov/2003/pdf/03-9411.pdf",
        "https://x.example/f(a).pdf?b=c&d#e",
    ):
        assert linked(address) == address


nasty = st.text(alphabet=st.characters(codec=None, exclude_categories=()), min_size=1, max_size=80)
shouted = st.sampled_from(["WHAT IS NOT KNOWN", "x" * 60 + " RECEIPT", "A " * 40 + "OFFICIAL SOURCES " * 9])


@st.composite
def acts(draw):
    """A notice and an instrument in every field of which a publisher may have written anything."""
    text = nasty | shouted
    one, two, three, four = draw(text), draw(text), draw(text), draw(text)
    papers = (Publication(title=one, number=two, url=three, citation=four),)
    mentions = (Mention(name=one, sentence=two, identifiers=(Identifier(type="other", value=three, label=four),)),)
    notice = Notice(
        title=two, category="liquidation", number=three, text=four, rule=one, doubts=draw(st.sampled_from([(), (two,)])),
        claims=(three,), documents=papers, agencies=(four,),
    )  # fmt: skip
    rule = Instrument(
        action=draw(st.sampled_from(["proposal", "final_rule", "codified", "relief"])), stage=four, agency=one, title=two,
        effective_text=three, docket=four, rin=one, citation=two, sections=(three,), documents=papers, amends=(four,),
        supersedes=(one,), addressees=two, effect_quoted=three, inspected="2025-10-14",
    )  # fmt: skip
    kinds = [
        {"type": "notice", "notice": notice},
        {"type": "instrument", "instrument": rule},
        {"type": "instrument", "instrument": rule, "notice": notice},
    ]
    return Entry(id="x:1", source="x", mentions=mentions, remarks=one, links=(two,), **draw(st.sampled_from(kinds)))


@given(
    acts(),
    st.booleans(),
    st.sampled_from(["designated", "retracted", "removed", "effective", "comments_close", "expires"]),
)
@settings(max_examples=150)
def test_nothing_that_an_act_says_adds_a_line_a_heading_or_a_hidden_sign(entry, with_party, kind):
    change = new(entry)
    if kind in {"retracted", "removed"}:
        change = Change(kind=kind, entry_id=entry.id, before=entry)
    elif kind != "designated":
        change = Change(kind="due", entry_id=entry.id, before=entry, after=entry, due=Due(what=kind, date="2025-10-14"))
    party = institution("x", "X Bank", (entry.id,), liquidated("2025-10-14"))
    for about in (NBC, TREASURY, REGISTER):
        for alert in group(context(), [change, *([new(party)] if with_party else [])], about):
            body = render(alert, about).body
            plain = body.replace("\n", "")
            assert not any(unicodedata.category(letter) in {"Cc", "Cf", "Zl", "Zp", "Cs"} for letter in plain)
            assert {line for line in body.splitlines()[1:] if re.fullmatch(r"[A-Z][A-Z ]*", line)} <= HEADINGS
            assert [line for line in body.splitlines() if line == "RECEIPT"] == ["RECEIPT"]
            assert len(re.findall(r"^WHAT IS NOT KNOWN$", body, re.MULTILINE)) <= 1


def test_ten_thousand_characters_everywhere_stay_within_the_size_of_a_mail():
    long = "Ж" * 10_000
    mentions = tuple(Mention(name=f"{number} {long}", sentence=long) for number in range(40))
    notice = Notice(
        title=long, category="other", number=long, text=long, rule=long, doubts=tuple(f"{n} {long}" for n in range(12)),
        claims=tuple(f"{n} {long}" for n in range(12)), documents=tuple(Publication(title=long, url=f"https://x.example/{n}") for n in range(12)),
    )  # fmt: skip
    rule = Instrument(
        action="final_rule", stage=long, title=long, effective_text=long, docket=long, rin=long, citation=long,
        sections=tuple(f"{n} {long}" for n in range(12)), amends=tuple(f"{n} {long}" for n in range(12)), addressees=long, effect_quoted=long,
    )  # fmt: skip
    many = [
        Entry(
            id=f"x:{number}",
            source="x",
            type="instrument",
            instrument=rule,
            notice=notice,
            mentions=mentions,
            remarks=long,
        )
        for number in range(8)
    ]
    party = institution("x", "X Bank", tuple(entry.id for entry in many), liquidated("2025-10-14"))
    for changes in ([new(many[0])], [*map(new, many), new(party)]):
        (alert,) = group(context(), changes, NBC)
        assert len(render(alert, NBC).body.encode()) < 2 * BODY < LIMIT


def test_a_rule_of_which_the_reader_was_told_before_shows_what_differs():
    moved = FINAL.model_copy(update={"instrument": FINAL.instrument.model_copy(update={"effective": "2025-12-01"})})
    change = Change(kind="advanced", entry_id=FINAL.id, before=FINAL, after=moved)
    (alert,) = group(context(today="2025-10-20"), [change], REGISTER)
    assert "It was told before: what differs is shown under before and after." in flat(render(alert, REGISTER).body)


def test_a_proposal_and_the_rule_that_it_would_change_stand_side_by_side():
    party = huione(IMPOSED, (NPRM.id, FINAL.id, AMENDING.id))
    (alert,) = group(context(today="2026-06-25"), [new(AMENDING), new(party)], REGISTER)
    body = flat(render(alert, REGISTER).body)
    assert alert.key.class_ == "INFO"
    assert "Final rule (effective 2025-11-17)" in body
    assert "stays as it is" in body


def test_the_names_of_a_release_are_counted_where_they_are_many():
    mentions = tuple(Mention(name=f"Company {number}") for number in range(146))
    (alert,) = group(context(), [new(RELEASE.model_copy(update={"mentions": mentions}))], TREASURY)
    assert "... and 126 more names, in the document" in flat(render(alert, TREASURY).body)


def test_a_notice_that_is_read_again_and_differs_says_so():
    edited = PAY.model_copy(update={"notice": PAY.notice.model_copy(update={"text": "Something else is said now."})})
    change = Change(kind="amended", entry_id=PAY.id, before=PAY, after=edited, weight="minor")
    (alert,) = group(context(today="2025-12-05"), [change], NBC)
    assert "CHANGED" in alert.first_line
    assert "It was told before" in flat(render(alert, NBC).body)
