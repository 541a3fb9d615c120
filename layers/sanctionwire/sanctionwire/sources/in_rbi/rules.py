# ruff: noqa: E501 - a pattern is read in one piece
"""What only the Reserve Bank of India says, and under which titles it publishes what concerns nobody here."""

from __future__ import annotations

from sanctionwire.core.prose import SUPERVISING, Routine, Rule

SPEAKER = r"(?:the\s+)?(?:Reserve\s+Bank\s+of\s+India|Reserve\s+Bank(?!\s+of)|RBI)\b(?:\s+\([“\"]?(?:the\s+)?(?:RBI|Reserve\s+Bank)[”\"]?\))?"

DIRECTIONS = Rule(
    id="directions",
    category="statement",
    words=(
        r"\bDirections?\b.{0,240}\b(?:Section\s+)?35\s?-?A\b",
        r"\b35\s?-?A\b.{0,240}\bDirections?\b",
        r"\bAll[- ]Inclusive\s+Directions\b",
    ),
    states=(
        r"(?:All[- ]Inclusive\s+)?Directions\s+under\s+Section\s+35\s?-?A\b.+",
        r"{lead}{speaker}{aside}\s+{did}(?:issue[sd]?|extend(?:s|ed)?|impose[ds]?)\s+(?:certain\s+|the\s+)*(?:All[- ]Inclusive\s+)?Directions\b.+",
    ),
    examples=(
        "Directions under Section 35 A read with Section 56 of the Banking Regulation Act, 1949 – Example Co-operative Bank Ltd. – Extension of Period",
        "The Reserve Bank of India issued Directions under Section 35A of the Banking Regulation Act, 1949 to Example Bank Ltd.",
    ),
    doubtful=("RBI may issue Directions under Section 35A to Example Bank Ltd.",),
    counter_examples=("Reserve Bank of India (Digital Lending) Directions, 2025",),
)
"""Directions restrict a bank; they are no penalty, and end no licence: a notice tells of them, and mentions the bank."""

RBI_RULES = (*SUPERVISING, DIRECTIONS)

ROUTINE = (
    Routine(
        id="money-market",
        why="money market operations",
        pattern=r"\b(?:money\s+market\s+operations|(?:variable\s+rate\s+)?(?:reverse\s+)?repo\b|VRRR?|standing\s+deposit|liquidity\s+(?:adjustment|operations)|OMO|open\s+market)\b",
        examples=(
            "Money Market Operations as on April 24, 2026",
            "Result of the Overnight Variable Rate Repo (VRR) auction held on April 24, 2026",
            "RBI announces OMO purchase of Government of India securities",
        ),
        counter_examples=("RBI imposes monetary penalty on a bank for money market operations",),
    ),
    Routine(
        id="auction",
        why="an auction, an issue or a redemption of securities",
        pattern=r"\b(?:auctions?|treasury\s+bills?|state\s+government\s+securities|sovereign\s+gold\s+bond|government\s+stock|switch|buyback|underwriting|cut-?off|indicative\s+calendar|government\s+of\s+india\s+securities)\b",
        examples=(
            "91-Day, 182-Day and 364-Day Treasury Bills Auction Results: Cut-off",
            "Premature redemption under Sovereign Gold Bond (SGB) Scheme",
            "Underwriting Auction for sale of Government Securities on April 24, 2026",
        ),
        counter_examples=("Auction of the assets of a bank whose licence was cancelled",),
    ),
    Routine(
        id="statistics",
        why="statistics or a survey",
        pattern=r"\b(?:weekly\s+statistical\s+supplement|bulletin|statistics|sectoral\s+deployment|survey|balance\s+of\s+payments|lending\s+and\s+deposit\s+rates|data\s+on|money\s+supply|reserve\s+money|index|india['’]s\s+(?:international|external|invisibles))\b",
        examples=(
            "RBI – Weekly Statistical Supplement Extract",
            "Sectoral Deployment of Bank Credit – March 2026",
            "RBI Bulletin – April 2026",
        ),
        counter_examples=("Statistics on penalties",),
    ),
    Routine(
        id="rates",
        why="a rate or a meeting on rates",
        pattern=r"\b(?:monetary\s+policy\s+(?:committee|statement)|(?:repo|bank|floating|exchange|reference|coupon|interest)\s+rates?|minutes\s+of)\b",
        examples=("Meeting Schedule of the Monetary Policy Committee for 2026-2027", "Floating Rate Bond 2028: rate of interest rates"),
        counter_examples=("RBI cautions against unauthorised forex trading platforms offering exchange rates",),
    ),
)  # fmt: skip
