"""What the story must tell: for each edition, each message's class and first line, its thread, and how Slack shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Shown = Literal["message", "reply", "broadcast"]
"""In Slack: a message of its own; an answer in a thread; one that the channel sees, too."""


@dataclass(frozen=True)
class Told:
    """One message, by its first line (date, citation and all) without `[DEMO]`."""

    line: str
    thread: str = ""
    """A name for the action that it belongs to; none: it belongs to no action."""
    shown: Shown = "message"


@dataclass(frozen=True)
class Edition:
    """What one edition must bring."""

    told: tuple[Told, ...] = ()
    operator: tuple[str, ...] = ()
    """First lines of what the operator alone hears."""
    commits: tuple[str, ...] = ()
    """`source: kind count, …` of each commit that changed something, in any order."""


def watching(*counts: str) -> tuple[Told, ...]:
    return tuple(Told(f"[INFO] {each}") for each in counts)


STORY: dict[str, Edition] = {
    "Baseline": Edition(
        watching(
            "RBI now watching 2 entries | 2025-04-17",
            "NBC now watching 1 entry | 2018-07-13",
            "UK now watching 3 entries | 2025-04-27",
            "UN now watching 60 entries | 2025-04-27",
            "eCFR now watching 4 entries | 2025-04-28",
            "Federal Register now watching 3 entries | 2024-07-03",
            "FinCEN 311 now watching 9 entries | 2025-04-28",
            "FinCEN now watching 1 entry | 2023-01-18",
            "Treasury now watching 1 entry | 2025-03-21",
            "OFAC now watching 12 entries | 2025-04-27",
        ),
        commits=(
            "in_rbi: baseline 2", "kh_nbc: baseline 1", "uk_sl: baseline 3", "un_sc: baseline 60", "us_ecfr_311: baseline 4",
            "us_federal_register: baseline 3", "us_fincen_311: baseline 9", "us_fincen_news: baseline 1",
            "us_treasury_press: baseline 1",
            "us_ofac: baseline 12",
        ),
    ),
    "FinCEN finds, and proposes": Edition(
        (
            Told("[INFO] FinCEN 311 FINDING + PROPOSED RULE | Huione Group | 2025-05-05 | 90 FR 18934", "proposal"),
            Told("[INFO] Confirmed: FinCEN 311 FINDING + PROPOSED RULE | Huione G.. | by FinCEN 311 2025-07837", "proposal",
                 "reply"),
            Told("[INFO] Confirmed: FinCEN 311 FINDING + PROPOSED RULE | Huione Group | 2025-05-.. | by FinCEN", "proposal",
                 "reply"),
        ),
        commits=("us_federal_register: designated 5", "us_fincen_311: designated 2", "us_fincen_news: designated 1"),
    ),
    "A second central bank": Edition(
        (Told("[CHECK] RBI LICENCE CANCELLED | HCBL Co-operative Bank Ltd. | 2025-05-19", "lucknow"),),
        commits=("in_rbi: designated 2",),
    ),
    "The clock: comments close": Edition(
        (Told("[INFO] FinCEN 311 COMMENTS CLOSE TODAY | Huione Group | 2025-06-04 | 90 FR 18934", "proposal", "broadcast"),),
        commits=("us_federal_register: due 5",),
    ),
    "OFAC, the United Kingdom and FinCEN act on one day": Edition(
        (
            Told("[ACT] UK +6 BLOCK | Zhi CHEN + 5 more | 2025-10-14", "uk"),
            Told("[CHECK] FinCEN 311 FINAL RULE ON INSPECTION | Huione Group | effective date not known here", "rule"),
            Told("[ACT] OFAC SDN +13 BLOCK | TCO | PRINCE GROUP TCO + 12 more | 2025-10-14", "prince"),
            Told("[INFO] Confirmed: FinCEN 311 FINAL RULE ON INSPECTION | Huione.. | by FinCEN 311 2025-19571", "rule",
                 "reply"),
            Told("[INFO] Confirmed: FinCEN 311 FINAL RULE ON INSPECTION | Huione Group | effecti.. | by FinCEN", "rule",
                 "reply"),
            Told("[INFO] Confirmed: FinCEN 311 FINAL RULE ON INSPECTION | Huione Group.. | by Treasury sb0278", "rule",
                 "reply"),
            Told("[INFO] Confirmed: OFAC SDN +13 BLOCK | TCO | PRINCE GROUP TCO + 12 mo.. | by Treasury sb0278", "prince",
                 "reply"),
        ),
        commits=(
            "uk_sl: designated 6", "us_federal_register: advanced 4, designated 1", "us_ofac: designated 13",
            "us_fincen_311: advanced 1, designated 1", "us_fincen_news: designated 1", "us_treasury_press: designated 1",
        ),
    ),
    "The final rule is published": Edition(
        (Told("[PLAN] FinCEN 311 FINAL RULE | Huione Group | corr. acct ban from 2025-11-17 | 1010.664", "rule",
              "broadcast"),),
        commits=("us_federal_register: advanced 1, measures_changed 4",),
    ),
    "The National Bank of Cambodia speaks on Prince Bank": Edition(
        (Told("[INFO] NBC STATEMENT | Prince Bank Plc. | 2025-10-18", "statement"),),
        commits=("kh_nbc: designated 1",),
    ),
    "The clock: the rule takes effect": Edition(
        (
            Told("[INFO] Confirmed: FinCEN 311 FINAL RULE | Huione Group | corr. a.. | by eCFR 31 CFR 1010.664", "rule",
                 "reply"),
            Told("[ACT] FinCEN 311 FINAL RULE IN FORCE TODAY | Huione Group | corr. acct ban since 2025-11-17", "rule",
                 "broadcast"),
        ),
        commits=("us_ecfr_311: designated 5", "us_federal_register: due 5"),
    ),
    "Huione Pay: licence revoked, liquidation": Edition(
        (Told("[ACT] NBC LICENCE REVOKED + LIQUIDATION | Huione Pay PLC | 2025-12-04", "huione pay"),),
        commits=("kh_nbc: designated 2",),
    ),
    "Prince Bank: liquidation, and a scan without text": Edition(
        (
            Told("[ACT] NBC LIQUIDATION | Prince Bank Plc. | 2026-01-08", "prince bank"),
            Told("[CHECK] NBC NOTICE TO READ | Announcement of the National Bank of Cambodia | 2026-01-08", "scan"),
        ),
        commits=("kh_nbc: designated 3",),
    ),
    "A proposal to extend the rule": Edition(
        (
            Told("[INFO] FinCEN 311 PROPOSED AMENDMENT ON INSPECTION | Huione Group | 2026-06-23", "amendment"),
            Told("[INFO] Treasury PRESS RELEASE | Prince Group Transnational Criminal.. | 2026-06-23 | sb0538", "release"),
        ),
        commits=("us_federal_register: advanced 4, designated 2", "us_treasury_press: designated 1"),
    ),
    "The proposal is published": Edition(
        (Told("[INFO] FinCEN 311 PROPOSED AMENDMENT | Huione Group | 2026-06-25 | FR 2026-12794", "amendment",
              "broadcast"),),
        commits=("us_federal_register: advanced 1",),
    ),
    "An ordinary day": Edition(
        (Told("[ACT] UN +2 BLOCK | Haiti | PROPHANE VICTOR + 1 more | 2026-06-26", "haiti"),),
        commits=("un_sc: designated 2",),
    ),
    "A list comes up short": Edition(
        (
            Told("[ACT] UN +2 BLOCK | Sudan | ABDEL RAHMAN JUMA BARKALLA + 1 more | 2026-06-27", "sudan"),
            Told("[CHECK] UN 26 REMOVALS HELD | still treated as listed | 2026-06-27"),
            Told("[EASE] UN -26 REMOVED | Iran | SHAHID BAGHERI INDUSTRIAL GROUP (SBIG) + 25 more | 2026-06-27", "iran"),
        ),
        operator=(
            "[OPERATOR] 26 removals held | un_sc | since 2026-06-27 10:00 UTC",
            "[OPERATOR] ended: 26 removals held | un_sc | 2026-06-27 10:00 UTC",
        ),
        commits=("un_sc: designated 2", "un_sc: removed 26"),
    ),
    "A publication that cannot be read": Edition(
        (Told("[BLIND] OFAC cannot be seen | check by hand | since 2026-06-28 14:00 UTC"),),
        operator=("[OPERATOR] publication not readable | us_ofac | since 2026-06-28 14:00 UTC",),
    ),
    "Recovery": Edition(
        (
            Told("[ACT] UN +26 RELISTED BLOCK | Iran | SHAHID BAGHERI INDUSTRIAL GROU.. + 25 more | 2026-06-28", "back"),
            Told("[ACT] OFAC SDN ~1 CHANGED BLOCK | VAHIDI, Ahmad | 2026-06-28", "changes"),
            Told("[EASE] OFAC SDN -2 REMOVED | SDGT, SDNT | SATIZABAL RENGIFO, Mario G.. + 1 more | 2026-06-28", "changes",
                 "broadcast"),
            Told("[BLIND] ended: OFAC cannot be seen | 2026-06-28 14:30 UTC"),
        ),
        operator=("[OPERATOR] ended: publication not readable | us_ofac | 2026-06-28 14:30 UTC",),
        commits=("un_sc: relisted 26", "us_ofac: measures_changed 1, removed 2"),
    ),
}  # fmt: skip


def bare(line: str) -> str:
    """A first line without the mark of a demonstration, which every one has."""
    assert line.startswith("[DEMO] "), line
    return line.removeprefix("[DEMO] ")


def changed(commits: Iterable[object]) -> list[str]:
    """Commits that changed something, as the table has them."""
    kinds = [(each.source, each.changes.kinds) for each in commits if each.changes.kinds]
    return sorted(
        f"{source}: {', '.join(f'{kind} {count}' for kind, count in found.items())}" for source, found in kinds
    )
