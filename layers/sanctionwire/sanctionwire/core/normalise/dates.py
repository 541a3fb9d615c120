"""Dates as publishers write them, to partial ISO 8601 dates and spans: the precision stays, nothing is guessed."""

from __future__ import annotations

import re
from datetime import date

from sanctionwire.core.model import DateSpan, PartialDate
from sanctionwire.core.normalise.names import clean
from sanctionwire.errors import SourceChanged

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"), start=1,
    )
    for name in names.split()
}  # fmt: skip
_ISO = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?", re.ASCII)
_TIME = re.compile(r"(?<=-\d\d)(T\d\d:\d\d(:\d\d(\.\d+)?)?)?(Z|[+-]\d\d:\d\d)?$", re.ASCII)
_MONTH_FIRST = re.compile(r"(?:(?P<month>\d{1,2})/(?P<day>\d{1,2})/)(?P<year>\d{4})", re.ASCII)
_DAY_FIRST = re.compile(r"(?:(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.])(?P<year>\d{4})", re.ASCII)
_WRITTEN = (
    re.compile(r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)? +)?(?P<month>[A-Za-z]{3,9})\.?,? +(?P<year>\d{4})", re.ASCII),
    re.compile(r"(?P<month>[A-Za-z]{3,9})\.? +(?P<day>\d{1,2})(?:st|nd|rd|th)?,? +(?P<year>\d{4})", re.ASCII),
    re.compile(r"(?P<day>\d{1,2})-(?P<month>[A-Za-z]{3,9})-(?P<year>\d{4})", re.ASCII),
)
_ABOUT = re.compile(r"(?:circa|ca?\.|approximately|approx\.?|about|around)\s*(?=[\dA-Z])", re.IGNORECASE)
_RANGE = re.compile(r"(?:between\s+)?(.+?)\s+(?:and|to|-|–)\s+(.+)|(\d{4})\s*[-–]\s*(\d{4})", re.IGNORECASE)


def iso(text: str) -> PartialDate:
    """Read `1961`, `1961-05`, `1961-05-03`; a time of day or a zone behind the date is left out, and shifts nothing."""
    return _read(_TIME.sub("", text, count=1), (_ISO,), "a date as YYYY-MM-DD")


def month_first(text: str) -> PartialDate:
    """Read the American `05/03/1961`."""
    return _read(text, (_MONTH_FIRST,), "a date as MM/DD/YYYY")


def day_first(text: str) -> PartialDate:
    """Read the British and continental `03/05/1961`, `3.5.1961`."""
    return _read(text, (_DAY_FIRST,), "a date as DD/MM/YYYY")


def written(text: str) -> PartialDate:
    """Read `3 May 1961`, `May 3, 1961`, `03-May-1961`, `May 1961`, or an ISO date; English months, short or long."""
    return _read(text, (*_WRITTEN, _ISO), "a date as 3 May 1961")


def _read(text: str, patterns: tuple[re.Pattern[str], ...], expected: str) -> PartialDate:
    for pattern in patterns:
        if found := pattern.fullmatch(clean(text)):
            parts = found.groupdict()
            month = parts["month"]
            if month and not month.isdigit():
                month = str(_MONTHS.get(month.lower(), 0))
            try:
                return _partial(int(parts["year"]), month, parts["day"])
            except ValueError:
                break
    raise SourceChanged(f'"{clean(text)}" is no date', expected=expected)


def _partial(year: int, month: str | None, day: str | None) -> PartialDate:
    """Write what is known; a day that the calendar does not have is a ValueError."""
    known = date(year, int(month or 1), int(day or 1)).isoformat()
    return known if day else known[:7] if month else known[:4]


def span(begin: PartialDate | None, end: PartialDate | None = None, *, approximate: bool = False) -> DateSpan:
    """Put two ends together: equal ends are one date, a whole year or month from end to end is that year or month."""
    if begin and end:
        if begin > end and not begin.startswith(end):
            raise SourceChanged(f"a range from {begin} to {end}", expected="its ends in order")
        whole = _whole(begin, end)
        begin, end = (whole, None) if whole else (begin, end)
    return DateSpan(begin=begin, end=end, approximate=approximate)


def _whole(begin: PartialDate, end: PartialDate) -> PartialDate | None:
    if begin == end:
        return begin
    if begin.endswith("-01-01") and end == f"{begin[:4]}-12-31":
        return begin[:4]
    if begin.endswith("-01") and end[:7] == begin[:7] and _is_last(end):
        return begin[:7]
    return None


def _is_last(day: PartialDate) -> bool:
    year, month, number = map(int, day.split("-"))
    try:
        return not date(year, month, number + 1)
    except ValueError:
        return True


def stated(text: str) -> DateSpan:
    """Read a date in words (`circa 1961`, `between 1961 and 1963`, `3 May 1961`); what is not understood stays text."""
    shown = clean(text)
    about = bool(_ABOUT.match(shown))
    bare = _ABOUT.sub("", shown, count=1) if about else shown
    try:
        return span(written(bare), approximate=about)
    except SourceChanged:
        pass
    try:
        if ends := _RANGE.fullmatch(bare):
            first, last = [end for end in ends.groups() if end]
            return span(written(first), written(last), approximate=about)
    except SourceChanged:
        pass
    return DateSpan(text=shown)
