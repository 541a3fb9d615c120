"""The daily proof of life: what was checked, that nothing is new, and the head of the log, out of the account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sanctionwire.core.alerts import About
from sanctionwire.core.alerts.attributes import ALL, attributes
from sanctionwire.core.alerts.first_line import joined, mark
from sanctionwire.core.alerts.text import harmless, number
from sanctionwire.core.canonical import digest
from sanctionwire.deliver.conditions import SYSTEM
from sanctionwire.deliver.layout import labelled, paragraph, section
from sanctionwire.deliver.mail import NOTICE
from sanctionwire.deliver.message import Message, subject
from sanctionwire.deliver.times import clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One source on one day."""

    about: About
    checked_at: str | None
    stale: bool
    """Not checked within its cadence when the day was sealed."""
    publication: str | None = None
    changes: Mapping[str, int] = field(default_factory=dict)
    """Change kind → how many since the last daily commit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The daily commit."""

    seq: int
    hash: str
    committed_at: str
    sources: Sequence[Checked]
    demo: bool = False


def daily(day: Day) -> Message:
    """The mail of the daily commit."""
    blind = [each for each in day.sources if each.stale]
    gist = f"{len(blind)} NOT CHECKED" if blind else _gist(day)
    start = f"{mark('INFO', demo=day.demo)} daily: {number(len(day.sources), 'source')}"
    line = joined(start, [gist, day.committed_at[:10], f"head {day.seq} {day.hash[:12]}"])
    says = (
        "This mail comes once a day. It shows that the service is alive, and it carries the hash of the log's newest "
        "commit out of the account: keep it, and the whole log up to it can be proved unaltered."
    )
    parts = [
        subject(line),
        paragraph(says),
        section("Sources", "\n\n".join(map(_source, day.sources))),
        section(
            "Head of the log",
            labelled("Commit", f"{day.seq}, sealed {clock(day.committed_at)}"),
            labelled("Hash", day.hash),
            labelled("To check", f"sanctionwire verify --head {day.hash}"),
        ),
        section("Notice", paragraph(NOTICE, "  ")),
    ]
    return Message(
        id=digest([day.seq, "daily"])[:16],
        subject=subject(line),
        body="\n\n".join(parts) + "\n",
        attributes=attributes(
            class_="INFO",
            source=tuple(each.about.slug for each in day.sources) or SYSTEM,
            authority=SYSTEM,
            kind="daily",
            listing_kind=(ALL,),
            effect="none",
            binding="no",
            programmes=(ALL,),
            countries=(ALL,),
            schemas=(ALL,),
        ),
    )


def _gist(day: Day) -> str:
    return "checked, with news" if any(each.changes for each in day.sources) else "checked, nothing new"


def _source(each: Checked) -> str:
    when = clock(each.checked_at) if each.checked_at else "never"
    if each.stale:
        news = f"NOT CHECKED within its cadence. Look by hand: {each.about.url}"
    elif each.changes:
        news = "since the last daily mail: " + ", ".join(f"{count:,} {kind}" for kind, count in each.changes.items())
    else:
        news = "nothing new"
    return "\n".join(
        filter(
            None,
            [
                f"  {each.about.publisher} ({each.about.slug})",
                labelled("Checked", when, "     "),
                labelled("", news, "     "),
                labelled("Publication", harmless(each.publication or "", 200), "     "),
            ],
        )
    )


def is_stale(checked_at: str | None, at: str, stale_after: timedelta) -> bool:
    """Whether a source had gone unchecked for too long."""
    return checked_at is None or datetime.fromisoformat(at) - datetime.fromisoformat(checked_at) > stale_after
