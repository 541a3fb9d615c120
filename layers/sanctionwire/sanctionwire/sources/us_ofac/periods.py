"""The publisher's date periods, four days that bound a date, as dates at the precision that was meant."""

from __future__ import annotations

from functools import lru_cache

from sanctionwire.core import normalise
from sanctionwire.errors import SourceChanged
from sanctionwire.sources.us_ofac.draft import Plain
from sanctionwire.sources.us_ofac.elements import Element, flag_of, need, parts_of, refuse, text_of, used_up


def period(element: Element, words: str = "") -> Plain:
    """A `valueDate`, `issueDate` or the like as a date span; `words` is the publisher's text for it."""
    parts = parts_of(element, "id")
    first, first_end, last, last_end = (
        text_of(parts.pop(name, None)) for name in ("fromDateBegin", "fromDateEnd", "toDateBegin", "toDateEnd")
    )
    approximate = flag_of(need(parts, "isApproximate", element))
    ranged = flag_of(need(parts, "isDateRange", element))
    used_up(parts)
    try:
        span = _range(first, first_end, last, last_end) if ranged else _single(first or last, last_end or first_end)
    except SourceChanged as error:
        refuse(element, error.seen, error.expected)
    if approximate:
        span["approximate"] = True
    if words and ("begin" not in span or ("end" in span and not ranged)):
        span["text"] = words
    return span


def _single(begin: str, end: str) -> Plain:
    """One date, of which the period only tells the precision: a year is its first day to its last."""
    span = _whole(begin, end or begin)
    return {key: day for key, day in zip(("begin", "end"), span, strict=True) if day}


def _range(first: str, first_end: str, last: str, last_end: str) -> Plain:
    """A span of time whose ends have a precision each."""
    begin, end = _end(first, first_end), _end(last, last_end)
    if begin == end:
        end = ""
    return {key: day for key, day in (("begin", begin), ("end", end)) if day}


def _end(begin: str, end: str) -> str:
    whole, more = _whole(begin or end, end or begin)
    return begin if more else whole


@lru_cache(maxsize=4096)
def _whole(begin: str, end: str) -> tuple[str, str]:
    """The day, month or year that two days are the bounds of, or both days."""
    if not begin and not end:
        return "", ""
    span = normalise.span(normalise.iso(begin), normalise.iso(end))
    return span.begin or "", span.end or ""
