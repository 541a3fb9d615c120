"""What kind of act a document is: rules that are data, each with what it must and must not be taken for.

They are asked in order, and the first that meets decides. What the register calls the document (Rule, Proposed Rule,
Notice) must agree with what the rule found; where it does not, or where no rule meets, a person reads the document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Becomes = Literal[
    "proposal", "finding", "final_rule", "order", "amendment", "effective_date_change", "relief", "withdrawal",
    "rescission", "repeal",
    "notice:designation", "notice:removal", "notice:rule", "notice:enforcement", "notice:advisory", "notice:statement",
    "notice:other",
]  # fmt: skip
"""An instrument's action, or the category of a notice."""

Case = tuple[str, str, str] | tuple[str, str, str, str]
"""Type as the register has it, the line ACTION, title; and the summary where it counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule. Its words are looked for in the line ACTION, in the title, and last in the summary."""

    name: str
    becomes: Becomes
    action: str = ""
    title: str = ""
    summary: str = ""
    types: frozenset[str] = frozenset()
    """What the register may call such a document; empty: anything."""
    examples: tuple[Case, ...] = ()


_RULE, _PROPOSED, _NOTICE = frozenset({"Rule"}), frozenset({"Proposed Rule"}), frozenset({"Notice"})
_ANY_RULE = _RULE | _PROPOSED

EXTENDS_COMMENTS = "comments-extended"
"""A step of a proposal that acts on the document which began it."""

RULES: tuple[Rule, ...] = (
    Rule(
        name="correction",
        becomes="amendment",
        action=r"\bcorrect(?:ion|ing amendments?|s)?\b",
        title=r"(?:; correction|^correction\b)",
        types=_ANY_RULE | _NOTICE | {"Correction"},
        examples=(
            ("Rule", "Final rule; correction.", "Beneficial Ownership Information Reporting; Correction"),
            ("Correction", "", "Imposition of Special Measure Regarding a Bank; Correction"),
        ),
    ),
    Rule(
        name="repeal",
        becomes="repeal",
        action=r"\brepeal\b",
        title=r"^repeal of\b|^removal of .*\bregulations\b",
        types=_RULE,
        examples=(
            (
                "Rule",
                "Final rule.",
                (
                    "Repeal of the Final Rule Imposing Special Measures and Withdrawal of the Findings of Primary "
                    "Money Laundering Concern Against Myanmar Mayflower Bank and Asia Wealth Bank"
                ),
            ),
            ("Rule", "Final rule.", "Removal of Syrian Sanctions Regulations"),
        ),
    ),
    Rule(
        name="rescission",
        becomes="rescission",
        action=r"\bresci(?:ssion|nd)",
        title=r"^rescission of\b|; rescission\b",
        types=_ANY_RULE | _NOTICE,
        examples=(("Notice", "Notice of rescission.", "Rescission of Order Regarding a Bank"),),
    ),
    Rule(
        name="withdrawal",
        becomes="withdrawal",
        action=r"\bwithdraw(?:al|n|s|ing)?\b",
        title=r"; withdrawal\b|^(?:[^;]*; )?withdrawal of\b",
        types=_ANY_RULE | _NOTICE,
        examples=(
            (
                "Proposed Rule",
                "Withdrawal of finding and notice of proposed rulemaking.",
                (
                    "Proposal of Special Measure Against ABLV Bank, AS as a Financial Institution of Primary Money "
                    "Laundering Concern; Withdrawal"
                ),
            ),
            (
                "Proposed Rule",
                "Withdrawal of the proposed rulemaking.",
                (
                    "Financial Crimes Enforcement Network; Withdrawal of the Proposed Rule Against PJSC Trustbank, "
                    "Formerly Known as Infobank"
                ),
            ),
        ),
    ),
    Rule(
        name="effective-date-moved",
        becomes="effective_date_change",
        action=r"\b(?:extension|delay|postponement|change)\b[^.]*\beffective dates?\b",
        title=r"\b(?:extension|delay|postponement|delaying|extending|postponing)\b[^.]*\beffective dates?\b",
        summary=r"\b(?:extend|delay|postpon)(?:s|ed|ing)?\b[^.]*\beffective dates?\b",
        types=_RULE | _NOTICE,
        examples=(
            (
                "Rule",
                "Orders; extension of effective dates.",
                (
                    "Imposition of Special Measure Prohibiting Certain Transmittals of Funds: CIBanco S.A., "
                    "Institution de Banca Multiple, Intercam Banco S.A., Institucion de Banca Multiple, and Vector "
                    "Casa de Bolsa, S.A. de C.V."
                ),
            ),
            ("Rule", "Final rule; delay of effective date.", "Delaying the Effective Date of a Program Rule"),
        ),
    ),
    Rule(
        name=EXTENDS_COMMENTS,
        becomes="proposal",
        action=r"\b(?:extension|reopening)\b[^.]*\bcomment period\b",
        title=r"\b(?:extension|reopening)\b[^.]*\bcomment period\b",
        types=_PROPOSED,
        examples=(
            (
                "Proposed Rule",
                "Notice of proposed rulemaking; extension of comment period.",
                "Special Measure Regarding a Bank; Extension of Comment Period",
            ),
        ),
    ),
    Rule(
        name="relief",
        becomes="relief",
        action=r"\b(?:exceptive|exemptive) relief\b|\brelief\b|\bexemption\b|\bexception\b",
        title=r"\b(?:exceptive|exemptive) relief\b|^(?:order )?granting\b.*\brelief\b",
        types=_RULE | _NOTICE,
        examples=(
            (
                "Notice",
                "Notice of exceptive relief.",
                "Exceptive Relief From the Special Measure Against Commercial Bank of Syria",
            ),
            ("Rule", "Order granting exemption.", "Order Granting an Exemption From a Requirement"),
        ),
    ),
    Rule(
        name="proposal",
        becomes="proposal",
        action=r"\bproposed rule(?:making)?s?\b",
        types=_PROPOSED,
        examples=(
            (
                "Proposed Rule",
                "Notice of proposed rulemaking.",
                (
                    "Special Measure Regarding Huione Group, as a Foreign Financial Institution of Primary Money "
                    "Laundering Concern"
                ),
            ),
            ("Proposed Rule", "Advance notice of proposed rulemaking.", "Anti-Money Laundering Regulations"),
            ("Proposed Rule", "Joint proposed rule.", "Permitted Payment Stablecoin Issuers"),
        ),
    ),
    Rule(
        name="finding",
        becomes="finding",
        action=r"^(?:notice of )?findings?\b",
        title=r"^(?:notice of )?finding that\b",
        types=_NOTICE | _PROPOSED,
        examples=(
            (
                "Notice",
                "Notice of finding.",
                (
                    "Notice of Finding That Banca Privada d'Andorra Is a Financial Institution of Primary Money "
                    "Laundering Concern"
                ),
            ),
        ),
    ),
    Rule(
        name="order",
        becomes="order",
        action=r"^(?:issuance of |notice of )?(?:an? )?(?:joint |renewal of )?orders?\b|\border\.?$",
        types=_RULE | _NOTICE,
        examples=(
            (
                "Rule",
                "Order.",
                (
                    "Imposition of Special Measure Prohibiting Certain Transmittals of Funds Involving CIBanco S.A., "
                    "Institución De Banca Multiple"
                ),
            ),
            ("Rule", "Issuance of order.", "Geographic Targeting Order Covering Certain Counties"),
        ),
    ),
    Rule(
        name="general-licence-published",
        becomes="notice:rule",
        action=r"\bpublication of\b.*\bgeneral licen[cs]es?\b",
        title=r"^publication of\b.*\bgeneral licen[cs]es?\b",
        types=_RULE | _NOTICE,
        examples=(
            (
                "Rule",
                "Publication of web general licenses.",
                "Publication of Global Terrorism Sanctions Regulations Web General Licenses 22, 23, 24, 25, 26, and 27",
            ),
        ),
    ),
    Rule(
        name="final-rule",
        becomes="final_rule",
        action=r"^(?:joint |interim |direct |temporary )*final rules?\b",
        types=_RULE,
        examples=(
            (
                "Rule",
                "Final rule.",
                (
                    "Imposition of Special Measure Regarding Huione Group, as a Foreign Financial Institution of "
                    "Primary Money Laundering Concern"
                ),
            ),
            ("Rule", "Interim final rule.", "Beneficial Ownership Information Reporting Requirement Revision"),
            ("Rule", "Final rule.", "Amendment to the Syria-Related Sanctions Regulations"),
        ),
    ),
    Rule(
        name="enforcement",
        becomes="notice:enforcement",
        title=r"\b(?:assessment of|imposition of) (?:a )?civil money penalt|^enforcement\b",
        types=_NOTICE,
        examples=(("Notice", "Notice.", "Assessment of Civil Money Penalty Against a Bank"),),
    ),
    Rule(
        name="names-removed",
        becomes="notice:removal",
        title=r"^notice of ofac sanctions actions?\b",
        summary=r"^(?!.*\b(?:have|has) been placed on\b).*\b(?:removed from|removing .* from)\b",
        types=_NOTICE,
        examples=(
            (
                "Notice",
                "Notice.",
                "Notice of OFAC Sanctions Action",
                "OFAC is publishing the names of one or more persons that have been removed from the SDN List.",
            ),
        ),
    ),
    Rule(
        name="names-published",
        becomes="notice:designation",
        title=r"^notice of ofac sanctions actions?\b",
        summary=r"\b(?:have|has) been placed on\b",
        types=_NOTICE,
        examples=(
            (
                "Notice",
                "Notice.",
                "Notice of OFAC Sanctions Actions",
                (
                    "OFAC is publishing the names of one or more persons that have been placed on OFAC's Specially "
                    "Designated Nationals and Blocked Persons List (SDN List)."
                ),
            ),
        ),
    ),
    Rule(
        name="request",
        becomes="notice:statement",
        action=r"\brequest for (?:information|comments?)\b",
        types=_NOTICE | _PROPOSED,
        examples=(("Notice", "Notice and request for comments.", "Review of a Regulation"),),
    ),
    Rule(
        name="advisory",
        becomes="notice:advisory",
        action=r"\b(?:guidance|advisory|statement of policy)\b",
        title=r"\b(?:guidance|advisory)\b",
        types=_NOTICE | _RULE,
        examples=(("Notice", "Notice of availability of guidance.", "Guidance on Information Sharing"),),
    ),
)

OPERATIONAL: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "information collection",
        r"\binformation collections?\b|\bcomment request\b|paperwork reduction|renewal without change",
        (
            (
                "Agency Information Collection Activities; Submission for OMB Review; Comment Request; Financial "
                "Crimes Enforcement Network (FinCEN)"
            ),
            (
                "Agency Information Collection Activities; Proposed Renewal; Comment Request; Renewal Without Change "
                "of Due Diligence Programs for Correspondent Accounts for Foreign Financial Institutions"
            ),
        ),
    ),
    (
        "meeting or membership",
        r"\bnotice of (?:public |open )?meetings?\b|\badvisory group\b|\bsolicitation of applications?\b",
        (
            "Notice of Public Meeting",
            "Bank Secrecy Act Advisory Group; Solicitation of Application for Membership",
        ),
    ),
    (
        "privacy act",
        r"\bprivacy act of 1974\b|\bsystems? of records\b",
        ("Privacy Act of 1974; System of Records",),
    ),
    (
        "penalties adjusted for inflation",
        r"\bcivil monetary penalt(?:y|ies)\b.*\badjustment|\binflation adjustment of civil monetary penalties\b",
        (
            "Civil Monetary Penalty Adjustment and Table",
            "Inflation Adjustment of Civil Monetary Penalties",
        ),
    ),
)
"""What is nobody's concern, by its title: why, the words, examples."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a document is."""

    becomes: Becomes | None = None
    rule: str = ""
    """The rule, and the words that it met."""
    doubt: str = ""
    """Why a person must look; then nothing is concluded."""


def operational(title: str) -> str | None:
    """Why a document is nobody's concern, by its title."""
    return next((why for why, words, _ in OPERATIONAL if re.search(words, title, re.IGNORECASE)), None)


def classify(type_: str, action: str, title: str, summary: str = "") -> Found:
    """What kind of act it is. Words of the summary count only where neither line ACTION nor title decides."""
    for rule in RULES:
        if not (met := _met(rule, action, title, summary)):
            continue
        said = f'{rule.name}: "{met}"'
        if rule.types and type_ and type_ not in rule.types:
            return Found(rule=said, doubt=f'its words say {rule.name} ("{met}"), the register calls it {type_}')
        return Found(becomes=rule.becomes, rule=said)
    return Found(doubt=f'no rule knows what "{action or "(no action)"}" in a {type_ or "document"} is')


def _met(rule: Rule, action: str, title: str, summary: str) -> str:
    """The words that it meets. A rule with words for the summary and the title alone needs both."""
    if rule.title and rule.summary and not rule.action:
        heads, told = _search(rule.title, title), _search(rule.summary, summary)
        return told if heads and told else ""
    for words, text in ((rule.action, action), (rule.title, title), (rule.summary, summary)):
        if words and (met := _search(words, text)):
            return met
    return ""


def _search(words: str, text: str) -> str:
    found = re.search(words, text, re.IGNORECASE | re.DOTALL)
    return " ".join(found[0].split())[:120] if found else ""
