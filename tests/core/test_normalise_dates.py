"""Dates: the publisher's precision, the calendar's truth, and never a guess."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanctionwire.core.model import DateSpan
from sanctionwire.core.normalise import day_first, iso, month_first, span, stated, written
from sanctionwire.errors import SourceChanged

days = st.dates(min_value=date(1000, 1, 1))


@given(days)
def test_every_way_to_write_a_day_reads_as_that_day(day):
    text = day.isoformat()
    assert iso(text) == iso(f"{text}T00:00:00") == iso(f"{text}-05:00") == iso(f"{text}T10:01:44.740051Z") == text
    assert month_first(f"{day.month:02}/{day.day:02}/{day.year}") == text
    assert (
        day_first(f"{day.day:02}/{day.month:02}/{day.year}") == day_first(f"{day.day}.{day.month}.{day.year}") == text
    )
    month = day.strftime("%B")
    for wording in (
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{day.day} {month[:3]}. {day.year}",
    ):
        assert written(wording) == text


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("1961", "1961"),
        ("1961-05", "1961-05"),
        ("May 1961", "1961-05"),
        ("Sept. 1961", "1961-09"),
        ("03-May-1961", "1961-05-03"),
    ],
)
def test_precision_stays_as_stated(text, read):
    assert written(text) == read


@pytest.mark.parametrize(
    ("reader", "text"),
    [
        (iso, "2024-02-30"),
        (iso, "1964-7-17"),
        (iso, "17/07/1964"),
        (iso, "0000"),
        (iso, "٢٠٢٠"),
        (iso, ""),
        (month_first, "13/01/2025"),
        (month_first, "1/1/25"),
        (day_first, "01/13/2025"),
        (written, "Foo 1961"),
        (written, "31 June 1961"),
        (written, "05/03/1961"),
    ],
)
def test_what_is_no_date_is_refused(reader, text):
    with pytest.raises(SourceChanged, match="is no date"):
        reader(text)


@pytest.mark.parametrize(
    ("begin", "end", "expected"),
    [
        ("1961-05-03", "1961-05-03", DateSpan(begin="1961-05-03")),
        ("1961-01-01", "1961-12-31", DateSpan(begin="1961")),
        ("1961-02-01", "1961-02-28", DateSpan(begin="1961-02")),
        ("1960-02-01", "1960-02-28", DateSpan(begin="1960-02-01", end="1960-02-28")),
        ("1961", "1963", DateSpan(begin="1961", end="1963")),
        ("1961-01-01", "1963-12-31", DateSpan(begin="1961-01-01", end="1963-12-31")),
        (None, "1963", DateSpan(end="1963")),
    ],
)
def test_a_range_over_a_whole_month_or_year_is_that_month_or_year(begin, end, expected):
    assert span(begin, end) == expected


def test_a_range_with_its_ends_the_wrong_way_round_is_refused():
    with pytest.raises(SourceChanged, match="a range from 1963 to 1961"):
        span("1963", "1961")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("circa 1961", DateSpan(begin="1961", approximate=True)),
        ("c. May 1961", DateSpan(begin="1961-05", approximate=True)),
        ("approximately 1961 to 1963", DateSpan(begin="1961", end="1963", approximate=True)),
        ("Between 1961 and 1963", DateSpan(begin="1961", end="1963")),
        ("1961-1963", DateSpan(begin="1961", end="1963")),
        ("01 Jan 1962 to 31 Dec 1962", DateSpan(begin="1962")),
        ("3 May 1961", DateSpan(begin="1961-05-03")),
        ("30-35 years old", DateSpan(text="30-35 years old")),
        ("24/06/1402 (Hijri Calendar)", DateSpan(text="24/06/1402 (Hijri Calendar)")),
        ("Between Aug. and Sep. 1977", DateSpan(text="Between Aug. and Sep. 1977")),
    ],
)
def test_a_date_in_words_is_read_or_kept_as_text(text, expected):
    assert stated(text) == expected


@given(st.text())
def test_no_wording_at_all_breaks_the_reader_of_words(text):
    assert stated(text).text is None or stated(text).begin is None
