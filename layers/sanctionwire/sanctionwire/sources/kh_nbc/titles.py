"""Titles under which the National Bank of Cambodia publishes what concerns nobody who screens institutions."""

from __future__ import annotations

from sanctionwire.core.prose import Routine

ROUTINE = (
    Routine(
        id="exchange-rate",
        why="an exchange rate",
        pattern=r"^(?:daily\s+|official\s+)?exchange\s+rates?\b",
        examples=("Exchange Rate of 20 November 2025", "Official exchange rates"),
        counter_examples=("Clarification on exchange rates", "Money changers and exchange rates: a warning"),
    ),
    Routine(
        id="auction",
        why="an auction or its result",
        pattern=r"\b(?:auction|bidding)\b|\b(?:NCD|LPCO|MLF)\b",
        examples=("Result of the US Dollar Auction of 18 November 2025", "Announcement on NCD issuance"),
        counter_examples=("Auction of the assets of a bank in liquidation",),
    ),
    Routine(
        id="holiday",
        why="a holiday",
        pattern=r"\b(?:public\s+holidays?|office\s+hours|water\s+festival|new\s+year)\b",
        examples=("Announcement on Public Holidays 2026", "Closing of the office on the Water Festival"),
        counter_examples=("Closure of a bank",),
    ),
    Routine(
        id="vacancy",
        why="a vacancy or an examination",
        pattern=r"\b(?:vacanc(?:y|ies)|recruitment|internship|entrance\s+exam\w*|scholarship|job\s+opportunit\w+)\b",
        examples=("Vacancy announcement: IT officer", "Recruitment of 50 officers"),
        counter_examples=("Fraudulent recruitment: the public is warned",),
    ),
    Routine(
        id="meeting",
        why="a visit, a meeting or an event",
        pattern=r"\b(?:courtesy\s+(?:call|visit)|study\s+visit|workshop|seminar|conference|ceremony|farewell|opening\s+remarks|speech|keynote|annual\s+meeting|signing)\b",
        examples=("Courtesy call on H.E. Governor", "Workshop on the riel", "Opening remarks at the annual conference"),
        counter_examples=("Meeting on the licence of a bank",),
    ),
    Routine(
        id="statistics",
        why="statistics or a periodical",
        pattern=r"\b(?:annual\s+report|bulletin|statistics|balance\s+of\s+payments|inflation|monetary\s+survey)\b",
        examples=("Annual Report 2025", "Economic and Monetary Statistics No. 385"),
        counter_examples=("Annual report on licences revoked",),
    ),
)  # fmt: skip
"""Whatever none of these meets is taken."""
