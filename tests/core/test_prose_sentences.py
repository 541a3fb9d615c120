"""Sentences end where they end, and not within a name or an abbreviation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanctionwire.core.normalise import clean
from sanctionwire.core.prose import sentences

WHOLE = [
    "The licence of Some Bank Plc. is revoked.",
    "Sok & Sons Co., Ltd. has a licence No. 7 of 2019.",
    "H.E. Chea Serey met the U.S. Treasury.",
    "Kanoi Leasfin Pvt. Ltd. was registered on Feb. 26, 1998.",
    "A penalty of Rs. 5,000 on the bank, i.e. five thousand.",
    "Is it true?",
]


@pytest.mark.parametrize("text", WHOLE)
def test_an_abbreviation_ends_no_sentence(text):
    assert sentences(text) == (text,)


@pytest.mark.parametrize("text", WHOLE)
def test_two_sentences_are_two(text):
    assert sentences(f"{text} Deposits are safe.") == (text, "Deposits are safe.")


def test_a_form_at_the_end_of_a_sentence_ends_it():
    assert sentences("It placed Prince Bank PLC. Depositors are paid.") == (
        "It placed Prince Bank PLC.",
        "Depositors are paid.",
    )


def test_a_quotation_mark_belongs_to_the_sentence_that_it_closes():
    assert sentences("He said “no.” She said yes.") == ("He said “no.”", "She said yes.")


def test_a_line_is_at_least_a_sentence():
    assert sentences("Title without an end\n\nText.\r\n") == ("Title without an end", "Text.")


@given(st.text(max_size=200))
def test_nothing_is_lost(text):
    assert (
        " ".join(sentences(text)).split()
        == " ".join(clean(each) for each in text.replace("\r", "\n").split("\n")).split()
    )
