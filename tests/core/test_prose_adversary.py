"""Whoever twists a sentence gets a doubt out of it, never a statement of anybody."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanctionwire.core.prose import classify, parties

STATED = (
    ("The National Bank of Cambodia", "has revoked", "the payment licence of", "Some Pay PLC."),
    ("The National Bank of Cambodia", "has decided to revoke", "the licence of", "Some Pay PLC."),
    ("NBC", "hereby revokes", "the licence of", "Some Pay PLC."),
    (
        "The Reserve Bank of India (RBI),",
        "vide order dated April 24, 2026, has cancelled",
        "the licence issued to",
        "Some Pay PLC.",
    ),
)
BEFORE = (
    "Some Bank PLC said that", "It was reported that", "It is not true that", "It is false to say that", "Rumour has it that",
    "According to the newspaper,", "If necessary,", "Some Bank PLC announced:", "The court found that", "We deny that",
    "In 2019,", "Last year", "The Ministry of Commerce claims that", "Had it been necessary,", "“", "Until today,",
    "People ask whether", "The bank denies the report that", "Suppose that", "A letter says that", "Mr. Sok wrote that",
    "No:", "It is alleged that", "The Bank of Elsewhere states that", "Unless it is reversed,", "Do you believe that",
)  # fmt: skip
BEHIND = (
    ", if it does not comply.", ", according to the newspaper.", ", the bank claimed.", "? No.", ", which is false.",
    ", subject to confirmation.", ", unless the court decides otherwise.", ". This is not true.", ". The report is fake.",
    ". The revocation has been lifted.", ". The licence was reinstated.", ", pending an appeal.", ". The bank denies it.",
    ". The decision was reversed on appeal.", ". It was falsely reported.", ", said the spokesman.", ". The court has stayed the cancellation.",
    ". The National Bank of Cambodia withdraws this announcement.", ". Corrigendum to the above.", ", not true.",
)  # fmt: skip
WITHIN = (
    "not", "never", "may", "might", "could", "should", "will", "shall", "would", "must", "if", "reportedly", "allegedly",
    "previously", "earlier", "had", "intends to", "plans to", "refused to", "failed to", "was asked to", "is expected to",
    "is considering whether to", "proposes to", "declined to", "neither", "threatens to", "cannot", "is to", "hardly ever not",
)  # fmt: skip
ELSE = (
    "The National Bank of Cambodia has revoked the suspension of the licence of Some Pay PLC.",
    "The National Bank of Cambodia has cancelled the old licence of Some Pay PLC and issued a new licence.",
    "The National Bank of Cambodia has cancelled the licence of Some Pay PLC, which was renamed.",
    "The National Bank of Cambodia has withdrawn its objection to the licence of Some Pay PLC.",
    "The National Bank of Cambodia has revoked the refusal of the licence of Some Pay PLC.",
    "The National Bank of Cambodia has cancelled the licence fee of Some Pay PLC.",
    "The National Bank of Cambodia has cancelled the hearing on the licence of Some Pay PLC.",
    "The National Bank of Cambodia has revoked the licence of Some Pay PLC by mistake.",
    "The National Bank of Cambodia has revoked the licence of Sok Dara of Some Pay PLC.",
    "The National Bank of Cambodia has revoked the licence of Some Pay PLC's agent.",
    "The National Bank of Cambodia has put Some Pay PLC under an obligation to prevent its liquidation.",
    "The National Bank of Cambodia announces the liquidation of the assets of Some Pay PLC.",
    "The National Bank of Cambodia has put Some Pay PLC in charge of the liquidation of Other Bank PLC.",
    "Some Pay PLC has completed its liquidation of inventory.",
    "The National Bank of Cambodia imposed a fine on the director of Some Pay PLC.",
    "The National Bank of Cambodia has revoked the licence of Some Pay PLC and Other Bank PLC has merged with it.",
)
TAIL = " Deposits are safe."


def stated(title, text):
    reading = classify(title, text)
    found = [parties(reading, kind, title=title) for kind in ("licence_revocation", "liquidation", "enforcement")]
    return [party.name for each, _ in found for party in each], bool(reading.doubts) or any(why for _, why in found)


def said(parts):
    return " ".join(parts)


@pytest.mark.parametrize("parts", STATED)
def test_the_plain_sentence_is_believed(parts):
    assert stated("", said(parts) + TAIL) == (["Some Pay PLC."], False) or stated("", said(parts) + TAIL) == (
        ["Some Pay PLC"],
        False,
    )


@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize("parts", STATED)
def test_what_stands_before_it_may_make_it_anothers_words(parts, before):
    assert stated("", f"{before} {said(parts)}{TAIL}") == ([], True)


@pytest.mark.parametrize("behind", BEHIND)
@pytest.mark.parametrize("parts", STATED)
def test_what_stands_behind_it_may_take_it_back(parts, behind):
    assert stated("", f"{said(parts).removesuffix('.')}{behind}{TAIL}") == ([], True)


@pytest.mark.parametrize("word", WITHIN)
@pytest.mark.parametrize("parts", STATED)
@pytest.mark.parametrize("place", [1, 2])
def test_a_word_within_may_turn_it_round(parts, word, place):
    twisted = said((*parts[:place], word, *parts[place:]))
    assert stated("", twisted + TAIL)[0] == []


@pytest.mark.parametrize("text", ELSE)
def test_what_only_sounds_alike_is_not_believed(text):
    assert stated("", text + TAIL)[0] == []


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(STATED),
    st.sampled_from(("", *BEFORE)),
    st.sampled_from(("", *BEHIND)),
    st.sampled_from(("", *WITHIN)),
    st.booleans(),
)
def test_twists_together_are_never_believed(parts, before, behind, within, titled):
    if not (before or behind or within):
        return
    text = said((before, parts[0], within, *parts[1:])).strip()
    text = text.removesuffix(".") + behind if behind else text
    assert stated(text if titled else "", "See below." if titled else text + TAIL)[0] == []


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=60), st.sampled_from(STATED), st.booleans())
def test_nobody_else_is_ever_stated_whatever_stands_around(noise, parts, behind):
    text = f"{said(parts)} {noise}" if behind else f"{noise} {said(parts)}"
    assert set(stated("", text)[0]) <= {"Some Pay PLC", "Some Pay PLC."}


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400))
def test_noise_states_nothing(noise):
    assert stated(noise, noise)[0] == []


def test_a_text_without_end_is_in_doubt():
    reading = classify("", (said(STATED[0]) + " ") * 3000)
    assert "only 2000 sentences" in reading.doubts[-1]
