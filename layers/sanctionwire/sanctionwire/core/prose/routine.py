"""Titles that are nobody's concern (exchange rates, auctions, holidays), as rules with examples."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sanctionwire.core.prose.classify import classify
from sanctionwire.core.prose.rules import AUTHORITY

_ALWAYS = re.compile(
    r"licen[cs]|registration|revo[ck]|cancel|withdr|liquidat|wind(?:ing)?\s?up|penalt|sanction|fine[sd]?\b|suspen|prohibit|restrict"
    r"|supervis|conservat|administrator|receiver|insolv|bankrupt|fraud|scam|crypto|virtual\s+(?:asset|currenc)|launder|terror|warn"
    r"|caution|alert|advisor|unauthori[sz]ed|illegal|fake|clarif|statement|directions|enforcement|deposit\s+insurance",
    re.IGNORECASE,
)
"""With any of these in it, a title is never routine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Routine:
    """One kind of title that tells of no act upon anybody."""

    id: str
    why: str
    pattern: str
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...] = ()


def routine(title: str, rules: Sequence[Routine], *, speaker: str = AUTHORITY) -> str | None:
    """Why an item is nobody's concern, by its title alone; None: it is taken."""
    if _ALWAYS.search(title) or any(not told.rule.weak for told in classify(title, speaker=speaker).told):
        return None
    return next((f"{each.id}: {each.why}" for each in rules if re.search(each.pattern, title, re.IGNORECASE)), None)
