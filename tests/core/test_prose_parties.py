"""Whom statements are about, from what day, and what a text as a whole leaves open."""

from __future__ import annotations

import pytest

from sanctionwire.core.prose import classify, effective, parties

REVOKED = "The National Bank of Cambodia has revoked the payment licence of Some Pay PLC."


def read(text, title="", category="licence_revocation"):
    reading = classify(title, text)
    found, problems = parties(reading, category, title=title)
    return [party.name for party in found], [*reading.doubts, *problems]


def test_the_institution_is_named_with_what_was_done_to_it():
    (party,), problems = parties(classify("", REVOKED), "licence_revocation")
    assert problems == ()
    assert (party.name, party.key) == ("Some Pay PLC", "some-pay-plc")
    assert (party.told.licence, party.told.act) == ("payment licence", "revoked")


def test_one_text_may_tell_of_the_licence_and_of_the_liquidation():
    text = f"{REVOKED} Some Pay PLC has completed its liquidation in accordance with the law."
    assert classify("", text).category == "licence_revocation"
    assert read(text) == (["Some Pay PLC"], [])
    assert read(text, category="liquidation") == (["Some Pay PLC"], [])


def test_the_short_form_of_a_name_is_the_same_institution():
    text = f"{REVOKED} Some Pay has completed its liquidation. The bank has been placed into liquidation."
    assert read(text) == (["Some Pay PLC"], [])


@pytest.mark.parametrize(
    "more",
    [
        "The licence of Other Pay PLC may be revoked.",
        "Some Pay PLC denies that its licence was revoked.",
        "The letter that circulates is fake.",
        "On 5 May 2026 the licence was reinstated.",
        "The court has stayed the revocation.",
        "The National Bank of Cambodia withdraws this announcement.",
        "“The National Bank of Cambodia has revoked the licence of Other Pay PLC,” the spokesman said.",
        "The revocation has been lifted.",
        "It was reported that the licence is back.",
    ],
)
@pytest.mark.parametrize("before", [True, False])
def test_what_else_a_text_says_may_take_the_certainty_away(more, before):
    text = f"{more} {REVOKED}" if before else f"{REVOKED} {more}"
    names, doubts = read(text)
    assert names == []
    assert doubts


@pytest.mark.parametrize(
    "text",
    [
        "The National Bank of Cambodia has revoked the licences of Some Pay PLC.",
        "The National Bank of Cambodia has revoked the licence of Some Pay PLC and Other Pay PLC.",
        "The National Bank of Cambodia has revoked the licence of Huione Group.",
        "The National Bank of Cambodia has revoked the licence of a bank.",
        "Some Pay PLC announces: The National Bank of Cambodia has revoked the licence of Other Pay PLC.",
        "The Monetary Authority writes:\nThe National Bank of Cambodia has revoked the licence of Some Pay PLC.",
        "The National Bank of Cambodia has revoked the licence of Some Pay PLC",
        "“We inform you that the National Bank of Cambodia has revoked the licence of Some Pay PLC.",
        "No. The National Bank of Cambodia has, contrary to what is told, not at all revoked the licence of Some Pay PLC.",
        "The National Bank of Cambodia, which a court has asked to restore it, has revoked the licence of Some Pay PLC.",
    ],
)
def test_who_is_meant_must_be_certain(text):
    names, doubts = read(text)
    assert names == []
    assert doubts


def test_several_are_stated_where_several_are_named():
    text = "The National Bank of Cambodia has revoked the licences of Aaa Plc., Bbb Plc and Ccc Ltd."
    assert read(text) == (["Aaa Plc.", "Bbb Plc", "Ccc Ltd."], [])


def test_title_and_text_must_name_the_same():
    title = "NBC has revoked the licence of Other Pay PLC"
    names, doubts = read(REVOKED, title)
    assert names == []
    assert "the title names other-pay-plc" in doubts[0]
    assert read(REVOKED, "NBC revokes the licence of Some Pay") == (["Some Pay PLC"], [])


def test_a_title_alone_states_nothing_of_anybody():
    names, doubts = read("See the attachment.", "NBC has revoked the licence of Some Pay PLC")
    assert names == []
    assert "nobody readable" in doubts[0]


def test_two_matters_that_compete_are_for_a_person():
    reading = classify("", f"{REVOKED} The National Bank of Cambodia imposes a fine on Other Bank PLC.")
    assert reading.category == "statement"
    assert "tells of several things at once" in reading.doubts[0]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("It ceases with effect from the close of business on September 26, 2023.", "2023-09-26"),
        ("The revocation is effective from 4 December 2025.", "2025-12-04"),
        ("By order dated September 25, 2023.", None),
        ("Effective 1 May 2025 for deposits, and with effect from 2 May 2025 for loans.", None),
        ("With effect from 31 February 2025.", None),
    ],
)
def test_the_day_of_effect_is_stated_or_not_known(text, day):
    assert effective([text]) == day


def test_a_hostile_text_is_read_in_no_time_and_states_nothing():
    text = (
        "The National Bank of Cambodia has " + "hereby " * 2000 + "(" * 3000 + "revoked the licence of A" + " B" * 5000
    )
    assert read(text)[0] == []
