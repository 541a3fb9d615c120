"""The rules on prose, each by its own examples: what states it, what must not be believed, and what is not about it."""

from __future__ import annotations

import re

import pytest

from sanctionwire.core.prose import AUTHORITY, HEDGES, RULES, TREASURY, classify

SPEAKER = f"(?:{AUTHORITY}|{TREASURY})"


def cases(kind):
    return [
        pytest.param(rule, each, id=f"{rule.id}-{number}")
        for rule in RULES
        for number, each in enumerate(getattr(rule, kind))
    ]


def about(rule, text):
    return [told for told in classify("", text, speaker=SPEAKER).told if told.rule.id == rule.id]


@pytest.mark.parametrize(("rule", "text"), cases("examples"))
def test_an_example_is_read_with_certainty(rule, text):
    reading = classify(*(("", text) if text.endswith(".") else (text, "")), speaker=SPEAKER)  # without an end: a title
    assert reading.doubts == ()
    assert reading.category == rule.category
    assert reading.lead.rule.id == rule.id
    assert reading.rule.startswith(f'{rule.id}: "')


@pytest.mark.parametrize(("rule", "text"), cases("doubtful"))
@pytest.mark.parametrize("place", ["title", "text"])
def test_what_is_doubtful_is_noticed_and_not_believed(rule, text, place):
    reading = classify(**{"title": "", "text": "", place: text}, speaker=SPEAKER)
    assert about(rule, text)
    assert reading.doubts
    assert reading.stated(rule.category) == ()


@pytest.mark.parametrize(("rule", "text"), cases("counter_examples"))
def test_a_counter_example_is_not_about_it(rule, text):
    assert about(rule, text) == []


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.id) for rule in RULES])
def test_a_rule_brings_examples_of_both_kinds(rule):
    assert rule.examples or rule.doubtful
    assert rule.counter_examples
    assert bool(rule.examples) == bool(rule.states or rule.weak)


@pytest.mark.parametrize(
    ("hedge", "text"),
    [
        pytest.param(hedge, each, id=f"{hedge.id}-{number}")
        for hedge in HEDGES
        for number, each in enumerate(hedge.examples)
    ],
)
def test_a_hedge_meets_its_examples(hedge, text):
    assert re.search(hedge.pattern, text, re.IGNORECASE)


@pytest.mark.parametrize(
    ("hedge", "text"),
    [
        pytest.param(hedge, each, id=f"{hedge.id}-{number}")
        for hedge in HEDGES
        for number, each in enumerate(hedge.counter_examples)
    ],
)
def test_a_hedge_leaves_its_counter_examples(hedge, text):
    assert not re.search(hedge.pattern, text, re.IGNORECASE)


def test_ids_are_unique():
    for every in (RULES, HEDGES):
        assert len({each.id for each in every}) == len(every)
