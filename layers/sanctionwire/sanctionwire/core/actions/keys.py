"""The keys of an action: numbers by which two sources tell of one document, release, rule or publication."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sanctionwire.core.actions.thread import CODIFIED, MAKING
from sanctionwire.core.alerts.alert import Alert
from sanctionwire.core.model import Entry, Instrument, Notice

_NUMBER = re.compile(r"(?:[A-Z]\d?-)?\d{2,4}-\d{3,6}")
_PRESS = re.compile(r"[a-z]{2}\d{3,5}")
_RELEASE = re.compile(r"/press-releases/([a-z]{2}\d{3,5})\b")
_CITED = re.compile(r"\b(\d+) FR (\d+)\b")


def keys(alert: Alert, entries: Iterable[Entry]) -> Iterator[str]:
    acts = False
    for entry in entries:
        if entry.instrument:
            acts = True
            yield from _of_instrument(entry, entry.instrument)
        if entry.notice:
            acts = True
            yield from _of_notice(entry.notice)
        yield from (f"press:{found}" for link in entry.links for found in _RELEASE.findall(link))
    if alert.context.publication and not acts:
        yield f"publication:{alert.context.source}:{alert.context.publication}"


def _of_instrument(entry: Entry, instrument: Instrument) -> Iterator[str]:
    yield from _numbered([entry.id.partition(":")[2], *(paper.number for paper in instrument.documents)])
    for text in (instrument.citation, *(paper.citation for paper in instrument.documents)):
        yield from (f"cited:{volume} FR {page}" for volume, page in _CITED.findall(text or ""))
    if instrument.rin:
        yield f"rin:{instrument.rin}/{instrument.action}"
    if instrument.action in MAKING or instrument.action == CODIFIED:
        days = (
            [paper.date for paper in instrument.documents] if instrument.action == CODIFIED else [instrument.published]
        )
        yield from (f"made:{section} {day}" for section in instrument.sections for day in days if day)


def _of_notice(notice: Notice) -> Iterator[str]:
    """Its own number, and those of the Federal Register's documents that it leads to, if they are no older than it."""
    if _PRESS.fullmatch(notice.number or ""):
        yield f"press:{notice.number}"
    papers = (paper for paper in notice.documents if "federalregister.gov" in (paper.url or ""))
    yield from _numbered(each.number for each in papers if not (each.date and each.date < (notice.published or "")))


def _numbered(numbers: Iterable[str | None]) -> Iterator[str]:
    return (f"fr:{number}" for number in numbers if number and _NUMBER.fullmatch(number))
