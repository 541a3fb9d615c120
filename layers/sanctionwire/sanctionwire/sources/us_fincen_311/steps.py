"""A row's steps: what each dated document of it does, and what has become of it since, as far as the table tells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from sanctionwire.core.model import Model
from sanctionwire.sources.us_fincen_311.stages import FINAL, FINDING, HEADERS, PROPOSAL, RESCINDED, Action, Item

_COLUMN: Mapping[int, Action] = {FINDING: "finding", PROPOSAL: "proposal", FINAL: "final_rule"}
_ENDING = {"withdrawal", "rescission", "repeal"}
_BY_RULE, _BY_ORDER = re.compile(r"\b311\b"), re.compile(r"\b(9714|2313a)\b", re.IGNORECASE)
"""Laws as headings name them: under the first FinCEN acts by rule, under the others mostly by order."""
_FIRST_ORDERS = "2021"
"""Section 9714 is of that year."""


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

    What stands under "Rescinded" withdraws findings and proposals, where no final rule was ever made.
    """
    if item.label:
        return item.label
    if item.column == FINAL and _is_order(item, items, section):
        return "order"
    if item.column == RESCINDED:
        return "rescission" if any(each.column == FINAL for each in items) else "withdrawal"
    return _COLUMN[item.column]


def _is_order(item: Item, items: Sequence[Item], section: str) -> bool:
    """Whether what stands under "Final Rule" is an order: nothing led to it, and no heading says otherwise.

    A rule is proposed first. An order is not, and the finding that it rests on is a part of it.
    """
    by_rule, by_order = _BY_RULE.search(section), _BY_ORDER.search(section)
    if by_rule and not by_order:
        return False
    led = (each for each in items if each.column == PROPOSAL or each.published < item.published)
    if any(each.column in {FINDING, PROPOSAL} for each in led):
        return False
    return bool(by_order and not by_rule) or item.published >= _FIRST_ORDERS


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
