"""Institutions that a sentence names: exact spans by their legal form, or none."""

from __future__ import annotations

import pytest

from sanctionwire.core.prose import institution, institutions, key

NAMED = {
    "Huione Pay PLC.": "Huione Pay PLC",
    "Huione Pay Plc.": "Huione Pay Plc.",
    "Huione Pay PLC, a subsidiary of Huione Group.": "Huione Pay PLC",
    "Prince Bank Plc. with effect from 8 January 2026.": "Prince Bank Plc.",
    "the “Some Bank (Cambodia) Plc” for breach of the law": "Some Bank (Cambodia) Plc",
    "Kanoi Leasfin Pvt Ltd": "Kanoi Leasfin Pvt Ltd",
    "Monolisha Management Pvt. Ltd. has": "Monolisha Management Pvt. Ltd.",
    "Sok & Sons Co., Ltd. on 1 May": "Sok & Sons Co., Ltd.",
    "CTC Investments Private Limited": "CTC Investments Private Limited",
    "Prince Bank.": "Prince Bank",
    "Prince Bank into": "Prince Bank",
    "Angkor Microfinance Institution for": "Angkor Microfinance Institution",
    "PANDA COMMERCIAL BANK PLC.": "PANDA COMMERCIAL BANK PLC",
    "Bank of Some Place Plc": "Bank of Some Place Plc",
    "H-Pay Service PLC (registration 00074959) due to": "H-Pay Service PLC",
    "Bank of Baroda (the bank) for": "Bank of Baroda",
    "Central Bank of India, a bank": "Central Bank of India",
    "Some Bank P.L.C. under": "Some Bank P.L.C.",
}
UNREAD = {
    "no form": "Huione Group",
    "no capital": "some payment services plc",
    "a description": "the institutions mentioned",
    "nothing": "",
    "a form alone": "PLC",
    "one or two": "Prince Bank and Huione Pay PLC jointly",
    "others": "Huione Pay PLC and its subsidiaries",
    "another without a form": "Huione Pay PLC, Tudou and Haowang",
    "a bank of others": "Some Bank of the country",
    "somebody of it": "Sok Dara of Some Pay PLC",
    "a branch": "Some Bank PLC's branch in Elsewhere",
    "goes on": "Some Bank Plc Trust Department",
    "another licence": "Some Bank PLC and the licence of Other Bank PLC",
}


@pytest.mark.parametrize(("text", "name"), NAMED.items(), ids=NAMED)
def test_a_name_ends_with_its_form(text, name):
    named = institutions(text)
    assert named.names == (name,)
    (span,) = named.spans
    assert text[span.start : span.end] == name


@pytest.mark.parametrize("text", UNREAD.values(), ids=UNREAD)
def test_what_is_not_surely_a_name_is_none(text):
    named = institutions(text)
    assert named.names == ()
    assert named.problem


def test_several_are_named_in_a_row():
    assert institutions("Aaa Plc., Bbb Microfinance Plc and Ccc Co., Ltd. for breach").names == (
        "Aaa Plc.",
        "Bbb Microfinance Plc",
        "Ccc Co., Ltd.",
    )


def test_a_seat_stands_behind_the_name_only_where_the_publisher_does_so():
    text = "The Kapol Co-operative Bank Limited, Mumbai, Maharashtra"
    named = institutions(text, places=True)
    assert named.names == ("The Kapol Co-operative Bank Limited",)
    assert named.places == ("Mumbai", "Maharashtra")
    assert institutions(text).problem


def test_spellings_of_a_form_make_one_key():
    assert key("Prince Bank Plc.") == key("PRINCE BANK PLC") == key("The Prince Bank P.L.C.") == "prince-bank-plc"
    assert key("Some Finance Private Limited") == key("Some Finance Pvt. Ltd.") == "some-finance-pvt-ltd"
    assert key("Janata Sahakari Bank Ltd.", "Pune") != key("Janata Sahakari Bank Ltd.", "Gondia")


def test_hostile_length_is_read_in_no_time():
    assert institution("A" * 100_000 + " " + "B " * 50_000) is None
