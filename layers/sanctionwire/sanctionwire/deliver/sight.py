"""Sources that cannot be seen: what the operator is told of the reason, and subscribers of being blind. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from sanctionwire.core.alerts.text import harmless, number
from sanctionwire.deliver.conditions import Condition
from sanctionwire.deliver.facts import Facts, SourceFacts, minute
from sanctionwire.deliver.outbox import ALERTS

UNREACHABLE_AFTER = timedelta(minutes=9)
"""A failing source is blind after this: with a tick of five minutes, its subscribers know within fifteen."""


def sight(source: SourceFacts, facts: Facts) -> Iterator[Condition]:
    """Unreadable, unreachable, stale: the operator hears which; subscribers hear that they are not being told."""
    reasons = []
    if source.unread_since:
        reasons.append((source.unread_since, "its newest publication cannot be read"))
        yield _unreadable(source, facts)
    if source.failing_since and facts.elapsed(source.failing_since) >= UNREACHABLE_AFTER:
        reasons.append((source.failing_since, "it cannot be reached"))
        yield _unreachable(source, facts)
    last = source.checked_at or source.watched_since
    if not reasons and last and facts.elapsed(last) > source.about.stale_after:
        reasons.append((last, "it has not been checked as often as it should be"))
        yield _stale(source, last, facts)
    if reasons:
        yield _blind(source, min(since for since, _ in reasons), [why for _, why in reasons], facts)


def named(source: SourceFacts) -> dict[str, str]:
    """Which source it is, as an operator's notice begins."""
    return {"Source": f"{source.about.slug} ({source.about.title})"}


def _unreadable(source: SourceFacts, facts: Facts) -> Condition:
    return Condition(
        id=f"unreadable/{source.about.slug}",
        where=source.about.slug,
        demo=facts.demo,
        title="publication not readable",
        since=source.unread_since or "",
        facts=named(source) | {name: harmless(text, 600) for name, text in source.unread.items()},
        says=[
            "The publication came and is archived, but the parser does not understand it, and guesses nothing.",
            "The last good reading stands. Subscribers of the source are told that it cannot be seen.",
        ],
        todo=[
            ("Look at the official page:", source.about.url),
            "If the publisher will mend it, do nothing: the next publication that can be read ends this.",
            "If its format is new, deploy a parser that knows it: the archived publication is then read again first.",
            ("To try at once:", f"sanctionwire collect {source.about.slug}"),
        ],
        ended="A publication of this source has been read again. What was missed, if anything, is being told.",
    )


def _unreachable(source: SourceFacts, facts: Facts) -> Condition:
    return Condition(
        id=f"unreachable/{source.about.slug}",
        where=source.about.slug,
        demo=facts.demo,
        title="publisher not reachable",
        since=source.failing_since or "",
        facts=named(source) | {"Error": harmless(source.error or "", 600)},
        says=["The publisher's server does not give what is asked for. It is asked again by itself."],
        todo=[
            ("See whether the official page opens:", source.about.url),
            ("To try at once:", f"sanctionwire collect {source.about.slug}"),
        ],
        ended="The publisher answers again.",
    )


def _stale(source: SourceFacts, last: str, facts: Facts) -> Condition:
    return Condition(
        id=f"stale/{source.about.slug}",
        where=source.about.slug,
        demo=facts.demo,
        title="source not checked",
        since=last,
        facts=named(source) | {"Last check": minute(source.checked_at)},
        says=["No check of this source has come to an end within its cadence. Something stands still."],
        todo=[
            ("Check it at once:", f"sanctionwire collect {source.about.slug}"),
            "If that works, look at the dispatch function's schedule and log; if not, the error says what is wrong.",
        ],
        ended="The source has been checked.",
    )


def _blind(source: SourceFacts, since: str, reasons: Sequence[str], facts: Facts) -> Condition:
    about = source.about
    return Condition(
        id=f"blind/{about.slug}",
        title=f"{about.publisher} cannot be seen",
        where="check by hand",
        since=since,
        facts={
            "Source": about.title,
            "Why": "; ".join(reasons),
            "Last check": minute(source.checked_at),
            "Last read": harmless(source.publication or "nothing yet", 200),
        },
        says=[
            f"We cannot see what {about.publisher} publishes at the moment. What was known before still stands.",
            "There may be new listings that you have not been told of.",
        ],
        todo=[
            ("Check by hand, until you hear from us again:", about.url),
            "You will be told when this source can be seen again, and what was missed.",
        ],
        ended="This source can be seen again.",
        destination=ALERTS,
        class_="BLIND",
        source=about.slug,
        authority=about.publisher,
        demo=facts.demo,
        note={"seq": source.seq},
    )


def regained(title: str, publication: str | None, missed: Mapping[str, int], commits: int) -> list[str]:
    """What is said when sight is regained: what was missed, or that nothing was."""
    start = f"{title.removesuffix(' cannot be seen')} can be seen again; you need not check by hand any more."
    if not commits:
        return [start, "Nothing was missed: the publication is the one that was last read."]
    told = ", ".join(f"{count:,} {kind}" for kind, count in missed.items())
    upto = f", up to {harmless(publication, 100)}" if publication else ""
    return [
        start,
        f"Read since then: {number(commits, 'publication')}{upto}, with {told or 'no change'}.",
        *(["Each change is told in a mail of its own."] if told else []),
    ]
