"""A row's steps: what each dated document of it does, and what has become of it since, as far as the table tells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from sanctionwire.core.model import Model
from sanctionwire.sources.us_fincen_311.stages import FINAL, FINDING, HEADERS, PROPOSAL, RESCINDED, Action, Item

_COLUMN: Mapping[int, Action] = {FINDING: "finding", PROPOSAL: "proposal", FINAL: "final_rule"}
_ENDING = {"withdrawal", "rescission", "repeal"}
_ORDERS = re.compile(r"\b(9714|2313a)\b", re.IGNORECASE)
"""Sections of the law under which FinCEN acts by order."""


class Step(Model):
    """One document of a row (or a dated step without one) in one column."""

    key: str
    """The document's; "" where there is none."""
    column: int
    action: Action
    published: str
    links: tuple[str, ...] = ()
    said: str | None = None
    citation: str | None = None
    ended: str | None = None
    """The date that the table gives for its withdrawal or rescission."""

    @property
    def stage(self) -> str:
        """The column, and the word that the cell adds to it."""
        return f"{HEADERS[self.column]} ({self.said})" if self.said else HEADERS[self.column]


def steps(items: Sequence[Item], section: str, keys: Mapping[str, str]) -> list[Step]:
    """The steps of a row whose cells say `items`."""
    found = [step for item in items for step in _documents(item, _action(item, items, section), keys)]
    return [step.model_copy(update={"ended": _ended(step, found)}) for step in found]


def _action(item: Item, items: Sequence[Item], section: str) -> Action:
    """What the cell says, else what its column says.

    What stands under "Final Rule" without a proposal before it is an order: a rule that forbids accounts must be
    proposed. What stands under "Rescinded" withdraws findings and proposals, where no final rule was ever made.
    """
    if item.label:
        return item.label
    columns = {each.column for each in items}
    if item.column == FINAL and (PROPOSAL not in columns or _ORDERS.search(section)):
        return "order"
    if item.column == RESCINDED:
        return "rescission" if FINAL in columns else "withdrawal"
    return _COLUMN[item.column]


def _documents(item: Item, action: Action, keys: Mapping[str, str]) -> Iterator[Step]:
    """One step for each document; a step without any is still one."""
    for key in dict.fromkeys(keys[link] for link in item.links) or {"": ""}:
        yield Step(
            key=key,
            column=item.column,
            action=action,
            published=item.published,
            links=tuple(link for link in item.links if keys[link] == key),
            said=item.said,
            citation=item.citation,
        )


def _ended(step: Step, found: Sequence[Step]) -> str | None:
    """The latest date of what ends this step: in its own column, or under "Rescinded" for what that word can mean."""
    if step.action in _ENDING or step.column == RESCINDED:
        return None
    ends = (end.published for end in found if end.action in _ENDING and _ends(end, step))
    return max(ends, default=None)


def _ends(end: Step, step: Step) -> bool:
    if end.column != RESCINDED:
        return end.column == step.column
    return (end.action == "withdrawal") == (step.column in {FINDING, PROPOSAL})
