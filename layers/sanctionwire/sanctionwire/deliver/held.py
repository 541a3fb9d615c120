"""Removals that are held, and entries that cannot be read: told to the operator, in the end to subscribers. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sanctionwire.core.alerts.text import harmless, number
from sanctionwire.deliver.conditions import Condition
from sanctionwire.deliver.facts import Facts, SourceFacts
from sanctionwire.deliver.outbox import ALERTS
from sanctionwire.deliver.sight import named

STILL_HELD_AFTER = timedelta(hours=24)
"""Subscribers hear again of removals that have been held for so long."""


def kept(source: SourceFacts, facts: Facts) -> Iterator[Condition]:
    """What stands in the reading against, or without, the newest publication."""
    if source.hold_id:
        yield _held(source, facts)
        if facts.elapsed(source.held_since) >= STILL_HELD_AFTER:
            yield _still_held(source, facts)
    if source.unreadable:
        yield _entries(source, facts)


def _held(source: SourceFacts, facts: Facts) -> Condition:
    return Condition(
        id=f"held/{source.about.slug}",
        where=source.about.slug,
        demo=facts.demo,
        title=f"{number(source.held, 'removal')} held",
        since=source.held_since,
        facts=named(source)
        | {"Hold": source.hold_id or "", "Removals": f"{source.held:,}", "Why": harmless(source.why_held, 600)},
        says=[
            "A publication leaves out entries that are not believed gone. Its additions and amendments passed.",
            "These entries still stand as listed until the publisher confirms their removal or you decide.",
        ],
        todo=[
            ("See which:", "sanctionwire held list"),
            ("Compare with the official page:", source.about.url),
            ("If they are really gone:", f'sanctionwire held accept {source.hold_id} --why "..."'),
            ("If it is the publisher's mistake:", f'sanctionwire held discard {source.hold_id} --why "..."'),
        ],
        ended="No removals of this source are held any more.",
    )


def _still_held(source: SourceFacts, facts: Facts) -> Condition:
    about = source.about
    return Condition(
        id=f"still-held/{about.slug}",
        title=f"{about.publisher} {number(source.held, 'REMOVAL', 'REMOVALS')} HELD",
        where="still treated as listed",
        since=source.held_since,
        facts={"Source": about.title, "Why": harmless(source.why_held, 600)},
        says=[
            f"Left out of the newest publication, still treated as listed: {number(source.held, 'entry', 'entries')}.",
            "Neither has the publisher confirmed their removal, nor has an operator accepted it.",
        ],
        todo=[("Where you depend on one of them, look at the official page:", about.url)],
        ended="No removals of this source are held any more. Those that were accepted are told in mails of their own.",
        destination=ALERTS,
        class_="CHECK",
        source=about.slug,
        authority=about.publisher,
        demo=facts.demo,
    )


def _entries(source: SourceFacts, facts: Facts) -> Condition:
    shown = list(source.unreadable.items())[:10]
    more = [f"... and {len(source.unreadable) - 10:,} more"] if len(source.unreadable) > 10 else []  # noqa: PLR2004
    return Condition(
        id=f"entries/{source.about.slug}",
        where=source.about.slug,
        demo=facts.demo,
        title=f"{number(len(source.unreadable), 'entry', 'entries')} not readable",
        says=["Everything else was read. These stand as they last were, or are missing if they are new:"],
        items=[*(f"{harmless(entry, 150)}: {harmless(why, 400)}" for entry, why in shown), *more],
        todo=[
            ("Look them up on the official page:", source.about.url),
            "Deploy a parser that knows what is new in them; the publication is then read again by itself.",
        ],
        ended="Every entry of this source can be read again.",
    )
