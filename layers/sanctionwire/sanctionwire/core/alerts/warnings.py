"""Alerts that a commit gives rise to besides its changes: removals held back, entries that could not be read."""

from __future__ import annotations

from collections.abc import Iterator

from sanctionwire.core.alerts.alert import About, Alert, Context, Key
from sanctionwire.core.alerts.attributes import ALL, concerning_all
from sanctionwire.core.alerts.first_line import authority, joined, mark
from sanctionwire.core.alerts.text import folded, number

HELD, UNREADABLE = "removals_held", "unreadable"
"""Kinds of alerts that are no kinds of changes."""


def warnings(context: Context, about: About) -> Iterator[Alert]:
    """What a person must look at. Each is told by the first commit that has it, and not again."""
    if context.removals_held and context.new_hold:
        line = [f"{number(context.removals_held, 'REMOVAL', 'REMOVALS')} HELD", "still treated as listed"]
        yield _warning(HELD, context.removals_held, line, context, about)
    if unreadable := context.newly_unreadable:
        line = [f"{number(len(unreadable), 'ENTRY', 'ENTRIES')} NOT READABLE", folded(unreadable[0], 40) or ""]
        yield _warning(UNREADABLE, len(unreadable), line, context, about)


def _warning(kind: str, count: int, line: list[str], context: Context, about: About) -> Alert:
    key = Key(kind=kind, class_="CHECK", listing_kind=ALL, effect="none", binding="unknown", cause=context.cause)
    start = f"{mark('CHECK', demo=context.demo)} {authority(about)} {line[0]}"
    return Alert(
        id=key.alert_id(context.seq),
        key=key,
        context=context,
        first_line=joined(start, [*line[1:], context.seen_at[:10]]),
        demo=context.demo,
        count=count,
        attributes=concerning_all("CHECK", kind, source=about.slug, authority=about.publisher),
    )
