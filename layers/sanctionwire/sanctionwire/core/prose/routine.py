# ruff: noqa: E501 - a pattern is read in one piece
"""Titles that are nobody's concern (exchange rates, auctions, holidays), as rules with examples; and words that always are."""

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

GRAVE = (
    r"sanction|designat|\b311\b|9714|2313a|money[- ]launder"
    r"|terror|proliferat|traffick|cartel|smuggl|scam|fraud|cyber|hack|ransomware|illicit|evasion|evad|corrupt|human rights"
    r"|block(?:s|ed|ing)\b|delist|general licen[cs]e|enforcement|penalt|settle(?:s|d|ment)\b|correspondent|beneficial owner"
    r"|bank secrecy|\bAML\b|\bCFT\b|virtual currency|mixer|narcotic|fentanyl|opioid|weapons?|\bIran|\bDPRK|North Korea|Russia"
    r"|Hizballah|Hezbollah|Hamas|Houthi|Taliban|ISIS|al[- ]Qa|IRGC|Syria|Venezuela|Cuba|Belarus|Burma|Myanmar|Cambodia"
    r"|disrupt|crack(?:s|ing)? down|target(?:s|ing)|counter(?:s|ing)\b"
)
"""What authorities that impose sanctions act on: a title of theirs with any of these words is taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Routine:
    """One kind of title that tells of no act upon anybody."""

    id: str
    why: str
    pattern: str
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...] = ()


def routine(title: str, rules: Sequence[Routine], *, speaker: str = AUTHORITY, always: str = r"(?!)") -> str | None:
    """Why an item is nobody's concern, by its title alone; None: it is taken. `always`: further words that take it."""
    if (
        _ALWAYS.search(title)
        or re.search(always, title, re.IGNORECASE)
        or any(not told.rule.weak for told in classify(title, speaker=speaker).told)
    ):
        return None
    return next((f"{each.id}: {each.why}" for each in rules if re.search(each.pattern, title, re.IGNORECASE)), None)
