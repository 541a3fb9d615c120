# ruff: noqa: E501 - a pattern is read in one piece
"""Which releases are nobody's concern, by their titles: rules that are data. What is not surely of another matter is taken."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sanctionwire.core.prose.routine import GRAVE
from sanctionwire.rolling import Item
from sanctionwire.sources.us_treasury_press.listing import number


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Titles of one matter, and why they are left out."""

    why: str
    pattern: str
    examples: tuple[str, ...]


OURS = rf"\bOFAC\b|Foreign Assets Control|FinCEN|Financial Crimes|{GRAVE}"
"""A title with any of these words is taken, whatever else it says."""

OTHERS: tuple[Rule, ...] = (
    Rule(
        why="the government's debt and cash",
        pattern=r"\b(?:quarterly refunding|marketable borrowing|buybacks?|debt (?:limit|ceiling|management)|savings bonds?|auctions?|cash balance|borrowing advisory)\b",
        examples=(
            "Treasury Announces Increased Sizes of Nominal Long-End Liquidity Support Buybacks",
            "Quarterly Refunding Statement of the Assistant Secretary for Financial Markets",
        ),
    ),
    Rule(
        why="figures published at set times",
        pattern=r"\b(?:Treasury International Capital|TIC data|international reserve position|monthly treasury statement|budget results)\b",
        examples=("Treasury International Capital Data for July",),
    ),
    Rule(
        why="meetings, travel and speeches",
        pattern=r"^(?:readouts?\b|remarks (?:by|of|from|as)\b|media advisory\b|(?:opening |prepared )?(?:remarks|testimony)\b|transcript\b)|\b(?:to travel to|weekly public schedule|public schedule)\b",
        examples=(
            "READOUT: Secretary Bessent’s Meeting with the Minister of Finance of Japan",
            "Remarks by Secretary of the Treasury Scott Bessent before the Economic Club of New York",
            "Secretary Bessent to Travel to Asia",
        ),
    ),
    Rule(
        why="taxes",
        pattern=r"\b(?:tax (?:cuts?|credits?|relief|guidance|filing|season|refunds?)|new markets tax|opportunity zones?|IRS|internal revenue|Trump accounts?)\b",
        examples=(
            "Treasury, IRS Issue Guidance on the New Deduction for Seniors",
            "Treasury Announces New Markets Tax Credit Awards",
        ),
    ),
    Rule(
        why="appointments and the department's own affairs",
        pattern=r"\b(?:sworn in|swearing[- ]in|announces? (?:new )?(?:staff|appointments?|leadership)|coins?\b|currency redesign|bureau of engraving)",
        examples=("Treasury Announces New Staff", "Francis Brooke Sworn In as Assistant Secretary"),
    ),
)

KINDS = {"readouts": "meetings", "testimonies": "testimony before Congress"}
"""What the list itself puts under another heading."""


def concerns(item: Item) -> str | None:
    """Why a release is left out; None: it is taken."""
    if number(item.url) is None:
        return "not a press release of its own"
    if re.search(OURS, item.title, re.IGNORECASE):
        return None
    for rule in OTHERS:
        if re.search(rule.pattern, item.title, re.IGNORECASE):
            return rule.why
    return KINDS.get(str(item.fields.get("kind", "")))
