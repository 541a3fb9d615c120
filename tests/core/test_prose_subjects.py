"""Of whom a sentence states a rule, an order or a penalty: each form by its examples, and what names nobody for certain."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanctionwire.core.normalise import clean
from sanctionwire.core.prose import TREASURY, classify
from sanctionwire.core.prose.naming import mentions, one_name
from sanctionwire.core.prose.subjects import FORMS, subjects


def block(text: str) -> dict[str, Any]:
    """A paragraph in which `**…**` is bold."""
    pieces = [[part, number % 2 == 1] for number, part in enumerate(text.split("**")) if part]
    return {"tag": "p", "pieces": pieces, "links": []}


def told(text: str, title: str = "") -> tuple[list[str], tuple[str, ...]]:
    """The names that one paragraph states an act of, and the doubts."""
    reading = classify(title, text.replace("**", ""), speaker=TREASURY)
    stated, problems = subjects(reading, title, [block(text)])
    return [name for names in stated.values() for name in names], problems


@pytest.mark.parametrize(
    ("form", "words", "name"),
    [pytest.param(form, words, name, id=name) for form in FORMS for words, name in form.examples],
)
def test_a_form_gives_the_one_name_in_it(form, words, name):
    found = re.search(form.pattern, words)
    assert found
    assert one_name(found["who"]) == name


@pytest.mark.parametrize(("form", "words"), [(form, words) for form in FORMS for words in form.doubtful])
def test_what_names_several_or_none_names_nobody_for_certain(form, words):
    found = re.search(form.pattern, words)
    assert found
    assert one_name(found["who"]) is None


RULE = "FinCEN issued a final rule severing {} from the U.S. financial system."


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (RULE.format("Huione Group"), ["Huione Group"]),
        (RULE.format("the Cambodia-based Huione Group (Huione)"), ["Huione Group"]),
        ("Today, FinCEN assessed a $3 million civil money penalty against Some Bank, N.A. for violations.", ["Some Bank, N.A."]),
        ("FinCEN finds Some Bank PLC to be of primary money laundering concern.", ["Some Bank PLC"]),
    ],
)  # fmt: skip
def test_a_sentence_that_states_an_act_names_its_party(text, names):
    assert told(text) == (names, ())


@pytest.mark.parametrize(
    "text",
    [
        "FinCEN may issue a final rule severing Huione Group from the U.S. financial system.",
        "FinCEN has not issued a final rule severing Huione Group from the U.S. financial system.",
        "The bank said that FinCEN issued a final rule severing Huione Group from the U.S. financial system.",
        "“FinCEN issued a final rule severing Huione Group from the U.S. financial system.”",
        "A newspaper wrote of severing Huione Group from the U.S. financial system.",
    ],
)
def test_what_is_denied_possible_or_somebody_elses_word_states_nothing_of_anybody(text):
    assert told(text) == ([], ())


def test_the_title_alone_states_nothing_of_anybody():
    title = "FinCEN Issues Final Rule Severing Huione Group from the U.S. Financial System"
    assert told("", title) == ([], ())


def test_a_name_that_the_title_does_not_share_a_word_with_is_a_doubt():
    text = RULE.format("Huione Group")
    assert told(text, RULE.format("Huione Group").title()) == (["Huione Group"], ())
    assert told(text, "FinCEN Issues a Rule") == (["Huione Group"], ())
    for title in (RULE.format("Other Bank"), RULE.format("Other Bank").title().rstrip(".")):
        names, problems = told(text, title)
        assert (names, len(problems)) == ([], 1)


def test_the_words_of_a_link_are_nobodys_name():
    text = RULE.format("Order Bitzlato")
    blocks = [block(text) | {"links": [["Order Bitzlato", "https://www.federalregister.gov/d/2023-01189"]]}]
    stated, problems = subjects(classify("", text, speaker=TREASURY), "", blocks)
    assert (stated, len(problems)) == ({}, 1)


def test_a_headline_within_the_text_names_nobody():
    assert told("FinCEN Identifies Virtual Currency Exchange Bitzlato as a Primary Money Laundering Concern") == (
        [],
        (),
    )


def test_several_names_are_a_doubt_unless_they_are_in_bold():
    plain = RULE.format("One Bank S.A., Institución de Banca Múltiple, and Other Bank")
    names, (problem,) = told(plain)
    assert not names
    assert "whom it is about is not certain" in problem
    assert told(RULE.format("two banks, **One Bank S.A.** and **Other Bank**,")) == ([], ())
    assert told(RULE.format("two banks, **One Bank S.A.** and Other Bank,"))[1]


def test_a_name_is_mentioned_with_the_sentence_that_states_the_act():
    first, second = "Huione Group is in Phnom Penh.", RULE.format("Huione Group")
    (mention,) = mentions([block(f"{first} {second}")], {second: ["Huione Group"]})
    assert mention.sentence == second


@given(st.text(max_size=300))
def test_whatever_stands_there_a_name_is_made_of_its_words(words):
    name = one_name(words)
    assert name is None or set(re.findall(r"\w+", name)) <= set(re.findall(r"\w+", clean(words)))
