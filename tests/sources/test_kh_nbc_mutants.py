"""The National Bank's pages, broken: read right, told with a doubt, or refused; never wrong of anybody."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest

from mutations import BUILT, WORDED, mutants
from sanctionwire.errors import SourceChanged, Suspicious
from sanctionwire.source import State
from sanctionwire.sources import kh_nbc
from sanctionwire.sources.kh_nbc import SOURCE
from tools import golden

SAMPLES = Path(kh_nbc.__file__).parent / "samples"
FILES = sorted(SAMPLES.rglob("*.html"))
CAPTURE = Path(__file__).resolve().parents[3] / "shared/data/nbc/FRAGMENT_news_info_joint_statement_2018-07-13.html"
EACH = 40


def read(documents):
    """The entries, or None where they are refused."""
    try:
        parsed = SOURCE.parse(documents, State(), None)
        return [SOURCE.read(record.key, record.raw, {}) for record in parsed.records]
    except (SourceChanged, Suspicious):
        return None


def broken(path, body):
    name = path.name.removesuffix(".html").replace("__", "/")
    documents = golden.documents(SOURCE, path.parent)
    return documents | {name: replace(documents[name], opened=lambda: io.BytesIO(body), size=len(body))}


def stated(entries):
    """What is stated of each party."""
    return {entry.id: (entry.subject, set(entry.listings)) for entry in entries if entry.type == "party"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_no_mutant_states_anything_wrong_of_anybody(path):
    right = read(golden.documents(SOURCE, path.parent))
    parties, notices = stated(right), {entry.id: entry for entry in right if entry.notice}
    for mutant in mutants(path.read_bytes(), EACH, seed=len(path.name)):
        entries = read(broken(path, mutant.body))
        if entries is None:
            continue
        for key, (subject, listings) in stated(entries).items():
            assert key in parties, mutant.what
            assert subject == parties[key][0], mutant.what
            assert listings <= parties[key][1], mutant.what
        for entry in entries:
            if entry.notice and not entry.notice.doubts:
                assert entry.notice.category in {
                    notices[entry.id].notice.category,
                    "other",
                    "statement",
                    "advisory",
                    "liquidation",
                }, mutant.what


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_whatever_bytes_come_they_are_read_or_refused(path):
    for mutant in mutants(path.read_bytes(), 40, seed=7, kinds=WORDED):
        read(broken(path, mutant.body))


@pytest.mark.skipif(not CAPTURE.exists(), reason="the capture of 2018 is not on this machine")
def test_the_captured_page_broken_in_300_ways_names_nobody():
    """It warns, and is about no institution: whatever becomes of it, it stays so."""
    folder = SAMPLES / "2018-07-13"
    path = folder / "item__312__page.html"
    outcomes = set()
    for mutant in mutants(CAPTURE.read_bytes(), 300, seed=11):
        entries = read(broken(path, mutant.body))
        assert entries is not None, mutant.what
        (notice,) = entries
        outcomes.add((notice.notice.category, bool(notice.notice.doubts)))
    assert outcomes <= {("advisory", False), ("advisory", True), ("statement", False), ("statement", True)}
    assert len(outcomes) > 1


def test_every_kind_of_mutation_changes_something():
    whats = {mutant.what.split()[0] for path in FILES for mutant in mutants(path.read_bytes(), 2 * len(BUILT))}
    assert len(whats) >= len(BUILT)
