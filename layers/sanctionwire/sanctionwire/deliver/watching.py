"""What is wrong, decided from a snapshot of facts: nothing here reads, writes or asks the time. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from sanctionwire.deliver.conditions import Condition
from sanctionwire.deliver.facts import Facts
from sanctionwire.deliver.held import kept
from sanctionwire.deliver.running import running
from sanctionwire.deliver.sight import sight

OWNED = frozenset(
    {
        "unreadable", "unreachable", "stale", "blind", "held", "still-held", "entries", "behind", "unsent",
        "dead-letters", "subscription", "undelivered",
    }
)  # fmt: skip
"""Conditions that `conditions` judges; others (`poison`) are opened and ended by whoever meets them."""


def conditions(facts: Facts) -> Iterator[Condition]:
    """Everything that is wrong at this moment."""
    for source in facts.sources:
        yield from sight(source, facts)
        yield from kept(source, facts)
    yield from running(facts)
