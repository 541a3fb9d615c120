"""What a publisher wrote goes into mails and subjects; nothing of it may steer the mail."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanctionwire.core.alerts.text import clipped, folded, harmless, number

anything = st.text(alphabet=st.characters(codec=None, exclude_categories=()), max_size=60)


@given(anything)
def test_no_text_breaks_out_of_its_line_or_hides_anything_in_it(text):
    line = harmless(text)
    assert line.splitlines() in ([], [line])
    assert line == line.strip()
    assert not any(unicodedata.category(letter) in {"Cc", "Cf", "Zl", "Zp", "Cs"} for letter in line)


@given(anything, st.integers(min_value=10, max_value=40))
def test_no_text_is_longer_than_it_may_be(text, limit):
    assert len(harmless(text, limit)) <= limit


@given(anything)
def test_cleaning_twice_is_cleaning_once(text):
    assert harmless(harmless(text)) == harmless(text)


@given(anything)
def test_a_folded_text_is_ascii_or_nothing(text):
    line = folded(text)
    assert line is None or (line.isascii() and line.isprintable() and line)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "Huione Crypto Spółka Z Ograniczoną Odpowiedzialnością",
            "Huione Crypto Spolka Z Ograniczona Odpowiedzialnoscia",
        ),
        ("MÜLLER, Jürgen", "MULLER, Jurgen"),
        ("al-ʿUmar “the Lion”", 'al-ʿUmar "the Lion"'),
        ("陈志", None),
        ("A\r\nBcc: everybody@example.org", "A Bcc: everybody@example.org"),
        ("pay\u202etxt.exe", "pay txt.exe"),
    ],
)
def test_accents_are_dropped_and_other_scripts_are_not_guessed(text, line):
    assert folded(text) == (line if line is None or line.isascii() else None)


def test_what_is_cut_shows_that_it_was_cut():
    assert harmless("x" * 50, 20).endswith("[...]")
    assert clipped("x" * 50, 20) == "x" * 18 + ".."
    assert harmless("short", 20) == "short"


def test_a_gigabyte_of_spaces_is_not_even_looked_at():
    assert len(harmless(" " * 10_000_000 + "x", 100)) <= 100


def test_numbers_agree_with_what_they_count():
    assert number(1, "entry", "entries") == "1 entry"
    assert number(1012, "entry", "entries") == "1,012 entries"
