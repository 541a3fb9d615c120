"""The Reserve Bank's feed, broken: read right, told with a doubt, or refused; never wrong of anybody."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest

from mutations import BUILT, WORDED, mutants, swapped
from sanctionwire.errors import SourceChanged, Suspicious
from sanctionwire.source import State
from sanctionwire.sources import in_rbi
from sanctionwire.sources.in_rbi import SOURCE
from tools import golden

FILES = sorted((Path(in_rbi.__file__).parent / "samples").rglob("*.xml"))
CASES = [pytest.param(path, id=path.parent.name) for path in FILES]
NAME = "list/press_releases/1"
WITHIN = tuple(kind for kind in BUILT if kind is not swapped)
"""Two cells of two rows that change places make another true table: nobody could tell."""


def read(path, body):
    """The entries, or None where they are refused."""
    documents = golden.documents(SOURCE, path.parent)
    documents[NAME] = replace(documents[NAME], opened=lambda: io.BytesIO(body), size=len(body))
    try:
        parsed = SOURCE.parse(documents, State(), None)
        return [SOURCE.read(record.key, record.raw, {}) for record in parsed.records]
    except (SourceChanged, Suspicious):
        return None


def stated(entries):
    """What is stated of each party."""
    return {entry.id: (entry.subject, set(entry.listings)) for entry in entries if entry.type == "party"}


def never_wrong(path, bodies):
    right = stated(read(path, path.read_bytes()))
    refused = 0
    for mutant, body in bodies:
        entries = read(path, body)
        refused += entries is None
        for key, (subject, listings) in stated(entries or []).items():
            assert key in right, mutant.what
            assert subject.names == right[key][0].names, mutant.what
            assert set(subject.identifiers) <= set(right[key][0].identifiers), mutant.what
            assert listings <= right[key][1], mutant.what
    return refused


@pytest.mark.parametrize("path", CASES)
def test_no_mutant_of_the_feed_states_anything_wrong_of_anybody(path):
    made = list(mutants(path.read_bytes(), 120, seed=1))
    assert never_wrong(path, ((mutant, mutant.body) for mutant in made)) < len(made)


@pytest.mark.parametrize("path", CASES)
def test_no_mutant_of_a_text_within_states_anything_wrong_of_anybody(path):
    whole = path.read_bytes()
    places = list(re.finditer(rb"<!\[CDATA\[(.*?)\]\]>", whole, re.DOTALL))
    for place in places:
        start, end = place.span(1)
        made = mutants(place[1], 120, seed=2, kinds=WITHIN)
        never_wrong(path, ((mutant, whole[:start] + mutant.body + whole[end:]) for mutant in made))


@pytest.mark.parametrize("path", CASES)
def test_whatever_bytes_come_they_are_read_or_refused(path):
    for mutant in mutants(path.read_bytes(), 60, seed=3, kinds=WORDED):
        read(path, mutant.body)
