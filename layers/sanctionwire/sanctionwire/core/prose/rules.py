# ruff: noqa: E501 - a pattern is read in one piece
"""What the prose of an authority tells of: rules, each with examples that must meet it and others that must not.

A rule has two kinds of patterns. `words` only show that a sentence is about the matter; such a sentence is for a person
to read. `states` are whole sentences, from their beginning, in which the authority itself says that it acted: nothing
else is ever believed. Hedges are what takes certainty away from either: a denial, a condition, somebody else's words.

In patterns, `{speaker}` is the authority, `{lead}` what may stand before it, `{tells}` its telling the public, `{aside}`
what stands between commas, `{did}` that it acts now; `(?P<who>…)` marks where those concerned are named.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Category = Literal[
    "designation", "removal", "licence_revocation", "liquidation", "rule", "enforcement", "advisory", "statement", "other",
]  # fmt: skip
"""As in `core.model.Notice`."""

AUTHORITY = r"(?:the\s+)?(?:National\s+Bank\s+of\s+Cambodia|Reserve\s+Bank\s+of\s+India|(?:Central|Reserve)\s+Bank(?!\s+of)|NBC|RBI)\b(?:\s+\([“\"]?(?:NBC|RBI)[”\"]?\))?"
"""Two central banks, as they call themselves."""

TREASURY = (
    r"(?:the\s+)?(?:U\.S\.\s+)?(?:Department\s+of\s+the\s+)?(?:U\.S\.\s+)?(?:Treasury(?:\s+Department)?(?:['’]s\s+Office\s+of\s+Foreign"
    r"\s+Assets\s+Control(?:\s+\(OFAC\))?|['’]s\s+Financial\s+Crimes\s+Enforcement\s+Network(?:\s+\(FinCEN\))?)?|OFAC|FinCEN"
    r"|Office\s+of\s+Foreign\s+Assets\s+Control(?:\s+\(OFAC\))?|Financial\s+Crimes\s+Enforcement\s+Network(?:\s+\(FinCEN\))?)"
)
"""The Treasury, OFAC and FinCEN, as their releases call them."""

_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
DATE = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?\s+\d{{4}}|{_MONTH}\s+\d{{1,2}},?\s+\d{{4}})"
"""A whole date in words."""

PARTS = {
    "lead": rf"(?:(?:(?-i:[A-Z]{{3,}})\s*[—–-]+|Today|Accordingly|Therefore|Consequently|Hence|Further|In\s+addition|In\s+this\s+regard|(?:On|As\s+of)\s+{DATE}),?\s+)*",
    "tells": r"(?:{speaker}\s+(?:(?:wishes|would\s+like)\s+to\s+|hereby\s+|is\s+pleased\s+to\s+)?(?:inform|announce|notify|confirm|advise)(?:s|ed)?(?:\s+(?:all\s+)?(?:to\s+)?(?:the\s+)?(?:general\s+)?(?:public|banking\s+and\s+financial\s+institutions)(?:\s+and\s+[a-z ]{1,40})?)?\s+that\s+)?",
    "aside": r"(?:,?\s+(?:vide|by|through|in\s+exercise\s+of|pursuant\s+to|under|in\s+accordance\s+with|in\s+(?:close\s+)?coordination\s+with)\s+[^.;]{1,240}?,)?",
    "did": r"(?:(?:has|have)(?:\s+|(?=,))|hereby\s+|today\s+|also\s+|additionally\s+|decided\s+to\s+|(?:is|are)\s+(?=(?:also\s+)?\w+ing\b))*(?:,\s+(?:by|vide|through)\s+[^.;]{{1,240}}?,\s+)?",
    "licence": r"(?:the\s+|its\s+)?(?P<licence>(?:(?!(?:of|on|for|to|from|in|and|or|by)\b)[a-z-]+\s+){{0,6}}?(?:licen[cs]e|[Cc]ertificate\s+of\s+[Rr]egistration|CoR)s?)(?:\s+\(CoRs?\))?(?:\s+No\.?\s*\S+)?(?:\s+dated\s+[A-Z][a-z]+\s+\d{{1,2}},\s+\d{{4}},?)?",
    "of": r"(?:of|from|(?:granted|issued|given)\s+to|held\s+by)\s+(?:the\s+)?(?:following\s+)?",
    "revoke": r"(?P<act>revok(?:e|es|ed|ing)|withdr(?:ew|aw|aws|awn)|cancel(?:s|l?ed|l?ing)?|terminat(?:e|es|ed))",
    "revoked": r"(?P<act>revoked|withdrawn|cancell?ed|terminated)",
}  # fmt: skip
"""What patterns share."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One matter, and the sentences that tell of it."""

    id: str
    category: Category
    words: tuple[str, ...]
    """Anywhere in a sentence: it is about this matter."""
    states: tuple[str, ...] = ()
    """From the beginning of a sentence: the authority says that it acted."""
    unless: tuple[str, ...] = ()
    """Anywhere in a sentence that has the words: they mean something else, and nothing comes of it."""
    weak: bool = False
    """It tells the kind of a text that tells of no action; it needs no certainty, and no hedge touches it."""
    examples: tuple[str, ...] = ()
    """Sentences of the authority `AUTHORITY` or `TREASURY` that state it with certainty."""
    doubtful: tuple[str, ...] = ()
    """Sentences that are about it and must not be believed."""
    counter_examples: tuple[str, ...] = ()
    """Sentences that are not about it at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hedge:
    """Words that take certainty away, and why."""

    id: str
    why: str
    pattern: str
    scope: Literal["before", "sentence", "text"]
    """Where it counts: up to the end of the words met, in their sentence, or in the whole text."""
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...] = ()


_INTO = r"(?:into|in|under)\s+(?:(?!(?:of|on|for|to|from|the|charge)\b)[a-z]+\s+){{0,4}}liquidation(?!\s+of\b)"

RULES: tuple[Rule, ...] = (
    Rule(
        id="licence-revoked",
        category="licence_revocation",
        words=(
            r"\b(?:revo(?:k\w*|cations?)|withdr\w+|cancel\w*|terminat\w+)\b.{0,160}?\b(?:licen[cs]e|certificates?\s+of\s+registration|CoR|authori[sz]ation)s?\b",
            r"\b(?:licen[cs]e|certificates?\s+of\s+registration|CoR)s?\b.{0,160}?\b(?:revo(?:k\w*|cations?)|withdr(?:ew|awn|awal)\w*|cancel\w*|terminat\w+)\b",
            r"\bun-?licen[cs]ed\s+as\s+of\b|\b(?:licen[cs]e)s?\b.{0,80}?\bno\s+longer\s+(?:valid|in\s+force)\b",
        ),
        states=(
            r"{lead}{tells}{speaker}{aside}\s+{did}{revoke}\s+{licence}\s+{of}(?P<who>.+)",
            r"{lead}{tells}{speaker}{aside}\s+{did}{revoke}\s+(?P<who>(?-i:[A-Z])[^.]*?)['’]s\s+(?P<licence>(?:(?!(?:of|on|for|to|from|in|and|or|by)\b)[a-z-]+\s+){{0,6}}?licen[cs]e)\b",
            r"{lead}{tells}{licence}\s+{of}(?P<who>.+?)\s+(?:has|have)\s+been\s+(?:officially\s+|hereby\s+)?{revoked}\b(?!\s+by\s+(?!{speaker}))",
            r"{lead}{tells}{licence}\s+{of}(?P<who>.+?)\s+(?:is|are|was|were)\s+(?:officially\s+|hereby\s+)?{revoked}\b(?!\s+by\s+(?!{speaker}))",
        ),
        unless=(
            r"\bwithdraw(?:al)?s?\s+of\s+(?:cash|deposits?|funds|money|any\s+amount)\b",
            r"\bterms?\s+and\s+conditions\b.{0,80}\bcancel",
        ),
        examples=(
            "The National Bank of Cambodia has revoked the payment-institution licence of Huione Pay PLC.",
            "NBC has decided to revoke the licence of Some Microfinance Plc. for breach of the law.",
            "The Reserve Bank of India (RBI), vide order dated April 24, 2026, has cancelled the banking licence issued to Paytm Payments Bank Limited.",
            "RBI cancels the licence of The Kapol Co-operative Bank Limited, Mumbai, Maharashtra",
            "The National Bank of Cambodia would like to inform the public that the licence of Some Bank PLC has been revoked.",
            "The NBC revoked Some Pay PLC's payment licence on 4 December 2025.",
        ),
        doubtful=(
            "The National Bank of Cambodia denies that the licence of Some Bank PLC was revoked.",
            "The National Bank of Cambodia may revoke the licence of Some Bank PLC.",
            "The National Bank of Cambodia has not revoked the licence of Some Bank PLC.",
            "The licence of Some Bank PLC will be revoked if it does not comply.",
            "It was falsely reported that the licence of Some Bank PLC has been revoked.",
            "Some Bank PLC said that the National Bank of Cambodia has revoked the licence of Other Bank PLC.",
            "“The National Bank of Cambodia has revoked the licence of Some Bank PLC.”",
            "The National Bank of Cambodia has revoked the licence of Some Bank PLC, according to the newspaper.",
            "The National Bank of Cambodia has revoked the licence of Some Bank PLC, unless its appeal succeeds.",
            "In 2019, the National Bank of Cambodia revoked the licence of Some Bank PLC.",
            "The National Bank of Cambodia had revoked the licence of Some Bank PLC.",
            "The licence of Some Bank PLC has been revoked by the Monetary Authority of Singapore.",
            "The National Bank of Cambodia has withdrawn the revocation of the licence of Some Bank PLC.",
            "The court set aside the revocation of the licence of Some Bank PLC.",
            "The National Bank of Cambodia has decided to revoke the decision on the licence of Some Bank PLC.",
            "The National Bank of Cambodia intends to cancel the licence of Some Bank PLC.",
            "Revocation of the licence of Some Bank PLC",
            "The National Bank of Cambodia has been asked to revoke the licence of Some Bank PLC.",
            "Has the National Bank of Cambodia revoked the licence of Some Bank PLC?",
            "The National Bank of Cambodia revoked the licence of Some Bank PLC, the bank claimed.",
            "Had the National Bank of Cambodia revoked the licence of Some Bank PLC, depositors would know.",
        ),
        counter_examples=(
            "The National Bank of Cambodia granted a licence to Some Bank PLC.",
            "Crypto currencies are traded without obtaining license from competent authorities.",
            "The bank is licensed; withdrawals of cash continue as before.",
        ),
    ),
    Rule(
        id="registration-surrendered",
        category="licence_revocation",
        words=(
            r"\bsurrender\w*\b.{0,160}?\b(?:licen[cs]e|certificates?\s+of\s+registration|CoR)s?\b",
            r"\b(?:licen[cs]e|certificates?\s+of\s+registration|CoR)s?\b.{0,120}?\bsurrender\w*",
        ),
        states=(
            r"{lead}(?P<who>the\s+following\s+[^.;]{{1,120}}?)\s+have\s+surrendered\s+{licence}\s+(?:granted|issued)\s+to\s+them\s+by\s+{speaker}",
        ),
        examples=(
            "The following eight NBFCs have surrendered the Certificate of Registration (CoR) granted to them by the Reserve Bank of India (RBI).",
        ),
        doubtful=(
            "Six NBFCs surrender their Certificate of Registration to RBI",
            "The following NBFCs may surrender the Certificate of Registration granted to them by RBI.",
        ),
        counter_examples=("The guidelines on surrender value of policies are published.",),
    ),
    Rule(
        id="liquidation",
        category="liquidation",
        words=(r"\bliquidat\w+", r"\bw(?:ound|inding)[\s-]up\b"),
        states=(
            rf"{{lead}}{{tells}}{{speaker}}{{aside}}\s+{{did}}(?:place[ds]?|put|puts)\s+(?P<who>(?-i:[A-Z]).+?)\s+{_INTO}\b",
            r"{lead}{tells}{speaker}{aside}\s+{did}(?:announce[ds]?|order(?:s|ed)?|decide[ds]?\s+on)\s+the\s+liquidation\s+of\s+(?P<who>.+)",
            r"{lead}{tells}{speaker}{aside}\s+{did}liquidated?\s+(?P<who>(?-i:[A-Z]).+)",
            rf"{{lead}}{{tells}}(?P<who>(?-i:[A-Z]).{{{{1,120}}}}?)\s+(?:has\s+been|is|was)\s+(?:hereby\s+)?(?:placed|put)\s+{_INTO}\b",
            r"{lead}{tells}(?P<who>(?-i:[A-Z]).{{1,120}}?)\s+has\s+(?:completed|concluded)\s+(?:its|the)\s+(?:[a-z]+\s+)?liquidation\b(?!\s+of\b)",
        ),
        unless=(r"\bliquidat\w+\s+(?:of\s+)?(?:positions?|collateral|securities|assets)\b", r"\bliquidator\s+of\s+(?:its|the)\s+assets\b"),
        examples=(
            "The National Bank of Cambodia has placed Prince Bank PLC into liquidation.",
            "The National Bank of Cambodia announces the liquidation of Prince Bank Plc. with effect from 8 January 2026.",
            "Huione Pay PLC has completed its liquidation in accordance with the law.",
            "Prince Bank PLC has been placed under provisional administration and liquidation.",
        ),
        doubtful=(
            "The National Bank of Cambodia may place Prince Bank PLC into liquidation.",
            "The Commissioner has been requested to issue an order for winding up the bank and appoint a liquidator.",
            "Prince Bank PLC has not been placed into liquidation.",
            "The National Bank of Cambodia will place Prince Bank PLC into liquidation.",
            "The liquidation of Prince Bank PLC",
            "Prince Bank PLC denies rumours of a liquidation.",
        ),
        counter_examples=("The auction concerns the liquidation of securities.", "The bank has ample liquidity."),
    ),
    Rule(
        id="penalty",
        category="enforcement",
        words=(
            r"\bmonetary\s+penalt(?:y|ies)\b|\bcivil\s+(?:money\s+)?penalt(?:y|ies)\b",
            r"\bpenalt(?:y|ies)\s+(?:of|on|has|was)\b|\bimpos\w+\s+(?:a\s+)?(?:fine|penalt)\w*",
            r"\bsettlement\s+agreement\b|\bsettle[ds]?\s+with\s+(?:OFAC|FinCEN)\b|\benforcement\s+action\b",
        ),
        states=(
            r"{lead}{tells}{speaker}{aside}\s+{did}impose[ds]?,?(?:\s+by\s+(?:an\s+)?order\s+dated\s+[^,;]{{1,40}},\s*\d{{4}},)?\s+(?:a\s+)?(?P<penalty>monetary\s+penalty(?:\s+of\s+(?:₹|Rs\.?\s*|INR\s*)[\d.,]+(?:/-)?(?:\s+(?:lakhs?|crores?))?(?:\s+\([^()]{{1,120}}\))?)?|fine)\s+on\s+(?P<who>.+)",
            r"{lead}{tells}{speaker}{aside}\s+{did}assess(?:es|ed)?\s+(?:a\s+|an\s+)?(?:[$€][\d.,]+\s+(?:[mb]illion\s+)?)?civil\s+(?:money\s+)?penalt(?:y|ies)\b",
            r"{lead}{tells}{speaker}{aside}\s+{did}(?:announce[ds]?|reache[ds]?|enter(?:s|ed)\s+into)\s+(?:a\s+|an\s+)?(?:[$€][\d.,]+\s+(?:[mb]illion\s+)?)?(?:settlement|enforcement\s+action)\b",
        ),
        unless=(
            r"\bshow\s+cause\b|\bwhy\b.{0,60}\bpenalt",
            r"\bviolations?\b.{0,80}\bmay\s+result\b",
            r"\bsubject\s+to\b.{0,60}\bpenalt",
            r"\bwithout\s+prejudice\b",
            r"\bwarrant(?:s|ed|ing)\s+(?:the\s+)?imposition\b",
            r"\bshall\s+be\s+penali[sz]ed\b",
        ),
        examples=(
            "RBI imposes monetary penalty on Khatra People’s Co-operative Bank Ltd., Khatra, West Bengal",
            "The Reserve Bank of India (RBI) has imposed, by an order dated June 30, 2023, a monetary penalty of ₹5,000/- (Rupees Five thousand only) on Khatra People’s Co-operative Bank Ltd., Khatra, West Bengal (the bank) for contravention of directions.",
            "The Reserve Bank of India has, by an order dated May 19, 2023, imposed a monetary penalty of ₹4.00 lakh (Rupees Four lakh only) on Rain Bow Finance India Ltd.",
        ),
        doubtful=(
            "RBI may impose a monetary penalty on Some Bank Ltd.",
            "RBI has not imposed any monetary penalty on Some Bank Ltd.",
            "RBI will impose a monetary penalty on Some Bank Ltd.",
            "The High Court set aside the monetary penalty imposed on Some Bank Ltd.",
            "Some Bank Ltd. said that RBI has imposed a monetary penalty on Other Bank Ltd.",
        ),
        counter_examples=(
            "A notice was issued to the bank advising it to show cause as to why penalty should not be imposed on it.",
            "Violations of U.S. sanctions may result in the imposition of civil penalties.",
            "Imposition of this monetary penalty is without prejudice to any other action.",
        ),
    ),
    Rule(
        id="designated",
        category="designation",
        words=(
            r"\bdesignat(?:e|es|ed|ing|ions?)\b",
            r"\bsanction(?:s|ed|ing)\b",
            r"\badd(?:s|ed|ing)\b.{0,120}\b(?:SDN\s+List|Specially\s+Designated)\b",
        ),
        states=(
            r"{lead}{speaker}(?:\s+and\s+{speaker})?{aside}\s+{did}(?:designat(?:es|ed|ing)|sanction(?:s|ed|ing)|impos(?:es|ed|ing)\s+(?:[a-z]+\s+){{0,2}}sanctions\s+(?:on|against)|target(?:s|ed|ing)\b.{{1,160}}\bsanctions\b|add(?:s|ed|ing)\b.{{1,160}}\bto\s+(?:its|the)\s+(?:SDN\s+List|List\s+of\s+Specially\s+Designated))\b",
        ),
        unless=(r"\bsanctions\s+(?:violations?|evasion|compliance|programs?|regimes?|list\s+search)\b", r"\bviolations?\s+of\s+(?:U\.S\.\s+)?sanctions\b", r"\bgoal\s+of\s+sanctions\b"),
        examples=(
            "OFAC has imposed sweeping sanctions on 146 targets within the Prince Group Transnational Criminal Organization (Prince Group TCO), a Cambodia-based network.",
            "Treasury Designates One Scam Network As A Transnational Criminal Organization",
            "Today, the U.S. Department of the Treasury’s Office of Foreign Assets Control (OFAC) is sanctioning three companies.",
            "Treasury Sanctions Some Network",
        ),
        doubtful=(
            "Treasury may designate foreign persons.",
            "OFAC has not designated Some Company.",
            "The United Kingdom designated six persons.",
            "Today’s designations show the reach of the network.",
        ),
        counter_examples=(
            "The ultimate goal of sanctions is not to punish, but to bring about change.",
            "The rule was finalised.",
        ),
    ),
    Rule(
        id="removed",
        category="removal",
        words=(
            r"\b(?:delist\w*|(?:remov|lift)(?:e|es|ed|ing|al|s)?)\b.{0,160}\b(?:sanctions|SDN\s+List|sanctions\s+list|Specially\s+Designated)\b",
            r"\bsanctions\b.{0,80}\b(?:are|were|is|was|have\s+been|has\s+been)\s+(?:lifted|removed)\b",
        ),
        states=(
            r"{lead}{speaker}{aside}\s+{did}(?:delist(?:s|ed|ing)\b|(?:remov|lift)(?:es|s|ed|ing)\b.{{1,160}}\b(?:sanctions\b|SDN\s+List|Specially\s+Designated))",
        ),
        unless=(r"\b(?:seek\w*|petition\w*|process\s+for|request\w*|consider\w*)\b.{0,80}\b(?:removal|delist\w*)",),
        examples=(
            "OFAC is removing Some Company from the SDN List.",
            "Treasury lifts sanctions on Some Company",
        ),
        doubtful=("OFAC may remove Some Company from the SDN List.", "OFAC has not removed Some Company from the SDN List."),
        counter_examples=(
            "For information concerning the process for seeking removal from an OFAC list, including the SDN List, please refer to the guidance.",
        ),
    ),
    Rule(
        id="rule-stage",
        category="rule",
        words=(
            r"\b(?:final|proposed|interim)\s+rules?\b|\bnotice\s+of\s+proposed\s+rulemaking\b|\bNPRM\b",
            r"\bfinali[sz](?:es|ed|ing)\s+(?:a|the)\s+rule\b",
            r"\bissu(?:es|ed|ing)\s+(?:an\s+|the\s+)?orders?\b.{0,160}\b(?:section\s+9714|section\s+311|primary\s+money\s+laundering\s+concern)",
            r"\bprimary\s+money\s+laundering\s+concern\b",
        ),
        states=(
            r"{lead}{speaker}{aside}\s+{did}(?:finali[sz](?:es|ed|ing)|issu(?:es|ed|ing)|propos(?:es|ed|ing)|releas(?:es|ed|ing)|publish(?:es|ed|ing)|amend(?:s|ed|ing))\s+(?:a\s+|an\s+|the\s+)?(?:[a-z-]+\s+){{0,3}}(?:rule|order|finding|notice\s+of\s+proposed\s+rulemaking|NPRM)\b",
            r"{lead}{speaker}{aside}\s+{did}(?:identif(?:ies|ied|ying)|f(?:inds|ound))\s+.{{1,160}}?[“\"]?primary\s+money\s+laundering\s+concern",
        ),
        examples=(
            "In addition, FinCEN finalized a rule under section 311 of the USA PATRIOT Act to sever Huione Group from the U.S. financial system.",
            "Today, the U.S. Department of the Treasury’s Financial Crimes Enforcement Network (FinCEN) issued an order that identifies Bitzlato Limited as a “primary money laundering concern”.",
            "FinCEN Identifies Virtual Currency Exchange Bitzlato as a “Primary Money Laundering Concern” in Connection with Russian Illicit Finance",
        ),
        doubtful=(
            "FinCEN may issue a final rule.",
            "FinCEN has not issued a final rule.",
            "Comments on the proposed rule are welcome.",
        ),
        counter_examples=("OFAC acts under the rule of law.",),
    ),
    Rule(
        id="supervision",
        category="statement",
        words=(
            r"\bprovisional(?:ly)?\s+administrat\w+|\bconservator\w*|\breceivership\b",
            r"\b(?:suspen(?:d\w*|sion)|restrict\w*|prohibit\w*|ban(?:s|ned|ning)?|cease[ds]?)\b.{0,120}\b(?:licen[cs]e|operations?|business(?:\s+activities)?|new\s+(?:deposits|services)|institution|bank)s?\b",
            r"\b(?:licen[cs]e)s?\b.{0,80}\b(?:suspend\w*|expire[ds]?|not\s+(?:been\s+)?renew\w*|non-renewal)\b|\bnot\s+renew\w*\b.{0,80}\blicen[cs]e",
            r"\bbankrupt\w*|\binsolven\w*|\bclos(?:e[ds]?|ure)\b.{0,60}\b(?:bank|institution)\b",
        ),
        unless=(
            r"\bclose\s+of\s+business\b",
            r"\bwithout\s+(?:any\s+)?(?:restriction|suspension|interruption)s?\b",
            r"\bpublic\s+holidays?\b",
        ),
        doubtful=(
            "The National Bank of Cambodia suspends the operations of Some Bank PLC.",
            "Some Bank PLC is under provisional administration.",
            "The licence of Some Bank PLC was not renewed.",
        ),
        counter_examples=("The bank serves its clients as usual.", "Offices are closed on public holidays."),
    ),
    Rule(
        id="warning-to-the-public",
        category="advisory",
        weak=True,
        words=(
            r"\b(?:appeal(?:s|ed)?|warn(?:s|ed|ing)?|caution(?:s|ed)?|urge[sd]?|alert(?:s|ed)?|remind(?:s|ed)?|call(?:s|ed)?\s+(?:on|upon))\b.{0,100}\b(?:public|consumers?|customers?|citizens?|people|institutions?)\b",
            r"\bpublic\b.{0,80}\b(?:be\s+(?:cautious|careful|vigilant)|(?:is|are)\s+(?:warned|cautioned|advised|urged)|beware)\b",
            r"\b(?:issue[sd]?|publishe[sd]?)\s+(?:an?\s+)?(?:[a-z]+\s+)?(?:advisory|alert|warning)\b",
            r"\bAdvisory\b|\bcautions\s+(?:against|about)\b",
        ),
        examples=(
            "The National Bank of Cambodia appeals that the public be cautious of the propagation to mobilize funds.",
            "The public is warned against transfers to unknown persons.",
            "FinCEN issued an advisory on pig butchering.",
        ),
        counter_examples=("The National Bank of Cambodia published its annual report.",),
    ),
    Rule(
        id="statement",
        category="statement",
        weak=True,
        words=(r"\b(?:Statement|STATEMENT|Clarification|CLARIFICATION|clarif(?:ies|ied))\b",),
        examples=("Statement on Prince Bank", "The National Bank of Cambodia clarifies reports on deposits."),
        counter_examples=("The annual report is published.", "Bank statements must be kept for ten years."),
    ),
)  # fmt: skip
"""The weighty ones first."""

REVERSIBLE: tuple[Category, ...] = ("licence_revocation", "liquidation", "enforcement", "removal")
"""What a denial or a reversal anywhere in the text leaves open. Releases on designations are full of falsehoods told of."""

_ACT = r"(?:revo\w+|cancel\w*|withdr\w+|liquidat\w+|licen[cs]e\w*|penalt\w+|registration|decision|order|measure)"

HEDGES: tuple[Hedge, ...] = (
    Hedge(
        id="negation",
        why="it is negated",
        pattern=r"\b(?:not|no|never|neither|nor|none|cannot|nobody|without|fail(?:s|ed)?\s+to|refus\w+|declin\w+|reject\w+)\b|n['’]t\b",
        scope="before",
        examples=("has not revoked", "never cancelled", "hasn’t been revoked", "refused to revoke"),
        counter_examples=("has revoked the licence of Notting Bank PLC",),
    ),
    Hedge(
        id="negation-behind",
        why="it is negated behind",
        pattern=r",\s*(?:which\s+is\s+)?(?:not\s+true|but\s+not\b|not\b)|:\s*(?:this\s+is\s+)?not\b",
        scope="sentence",
        examples=("has revoked the licence of Some Bank PLC, not true", "revoked: this is not so"),
    ),
    Hedge(
        id="denial",
        why="it is denied, or called false",
        pattern=r"\bden(?:y|ies|ied|ials?)\b|\brefut\w+|\bdismiss\w*\s+(?:the\s+|such\s+|all\s+|any\s+)?(?:reports?|rumou?rs?|claims?|allegations?)\b"
        r"|\b(?:falsely|untrue|no\s+truth|baseless|unfounded|hoax|misreport\w*|disinformation|misinformation)\b"
        r"|\b(?:false|fake|incorrect|inaccurate|misleading|forged|fabricated|erroneous)\s+(?:news|reports?|rumou?rs?|claims?|letters?|announcements?|notices?|documents?|publications?|statements?|messages?)\b"
        r"|\b(?:is|are|was|were|be|been)\s+(?:a\s+|not\s+|\w+ly\s+|simply\s+)*(?:false|fake|wrong|true|correct|incorrect|genuine|authentic|accurate|inaccurate|misleading|erroneous|forged|fabricated)\b"
        r"|\b(?:in\s+error|by\s+mistake|mistakenly|erroneously|inadvertently)\b",
        scope="text",
        examples=("denies that", "This report is false.", "It is not correct.", "was falsely reported", "The letter is fake.", "There is no truth in it."),
        counter_examples=("has revoked the licence", "failed to submit correct information"),
    ),
    Hedge(
        id="rumour",
        why="it is told as hearsay",
        pattern=r"\brumou?r\w*|\ballege\w*|\breportedly\b|\b(?:is|was|are|were|been|as|widely)\s+reported\b|\breported\s+(?:that|by|in|on)\b|\b(?:media|press|news|some)\s+reports?\b|\breports?\s+(?:that|claim\w*|saying|on\s+social)\b|\bpurported\w*|\bhearsay\b|\bcirculat(?:es|ed|ing)\b|\bsocial\s+media\b|\b(?:some|various|local|foreign)\s+media\b|\bspeculat\w*",
        scope="text",
        examples=("reportedly revoked", "It was reported that", "media reports", "a document circulating on social media", "It is rumoured that"),
        counter_examples=("the annual report of the bank", "Examination of the Reports revealed", "had not reported frauds"),
    ),
    Hedge(
        id="according-to",
        why="it is told on somebody else’s word",
        pattern=r"\baccording\s+to\b(?!\s+(?:the\s+)?(?:Law|Article|Prakas|Act|Section|Regulation|provisions?|applicable|law)\b)|\b(?:said|says|claim(?:s|ed)?|(?<!United\s)stat(?:es|ed)\s+that|told|announced\s+by|asserts?|asserted|contend\w*|argue[sd]?|believe[sd]?|quot\w+|cit(?:es|ed|ing)|tweeted|posted|wrote)\b",
        scope="sentence",
        examples=("Some Bank PLC said that", "according to the newspaper", "the bank claimed"),
        counter_examples=("according to the Law on Banking", "NBC has revoked the licence"),
    ),
    Hedge(
        id="condition",
        why="it depends on a condition",
        pattern=r"\b(?:if|unless|whether|until|otherwise|provided\s+that|in\s+case|in\s+the\s+event|on\s+condition|subject\s+to|pending|conditional\w*|depending)\b",
        scope="sentence",
        examples=("will be revoked if", "unless its appeal succeeds", "subject to confirmation"),
    ),
    Hedge(
        id="not-yet",
        why="it is told as possible, wished or to come",
        pattern=r"\b(?:may(?!\s+\d)|might|could|can|should|would(?!\s+like\s+to\s+(?:inform|announce|notify|advise))|shall|will|must|ought|is\s+to|are\s+to|be\s+able|going\s+to|about\s+to|intend\w*|plan(?:s|ned|ning)|consider\w*|propos(?:es|ed|al)\s+to|seek\w*|appl(?:y|ies|ied|ication)|request\w*|ask(?:s|ed)?|threat\w*|likely|expected|urge[sd]?|demand\w*|recommend\w*|draft|power\s+to|right\s+to|authori[sz]ed\s+to|entitled)\b",
        scope="before",
        examples=("may revoke", "will be revoked", "intends to cancel", "has been asked to revoke", "power to revoke"),
        counter_examples=("would like to inform the public that the licence has been revoked",),
    ),
    Hedge(
        id="question",
        why="it is a question",
        pattern=r"\?",
        scope="sentence",
        examples=("Has NBC revoked the licence?",),
    ),
    Hedge(
        id="past",
        why="it is told of the past",
        pattern=r"\b(?:had|previously|formerly|earlier|in\s+the\s+past|last\s+(?:year|month)|years?\s+ago|months?\s+ago|history|[Ii]n\s+(?:19|20)\d\d|back\s+in)\b",
        scope="before",
        examples=("had revoked", "In 2019, the National Bank of Cambodia revoked", "previously revoked"),
        counter_examples=("On 4 December 2025, NBC revoked",),
    ),
    Hedge(
        id="reversal",
        why="it was reversed, stayed or challenged",
        pattern=r"\b(?:reinstat\w+|restor\w+|re-?issu\w+|re-?grant\w+|set\s+aside|quash\w*|annul\w*|overturn\w*|rescind\w*|stay(?:ed|s)|null\s+and\s+void|appeal(?:ed|s)?\s+against|no\s+longer\s+(?:applies|in\s+force))\b"
        r"|\b(?:lift(?:s|ed|ing)?|revers(?:e|es|ed|al|ing)|suspend(?:s|ed|ing)?|withdr(?:ew|awn|aws?|awing)|revok(?:e|es|ed|ing)|cancel(?:s|l?ed|l?ing)?)\b\s+(?:of\s+)?(?:the\s+|its\s+|that\s+|this\s+)?(?:[a-z]+\s+)?(?:revocations?|cancellations?|withdrawals?\s+of|liquidation|decisions?|orders?|measures?)\b"
        r"|\b(?:revocation|cancellation|liquidation|decision|order|penalty)\b[^.]{0,120}\b(?:(?:has|have)\s+been|is|was|were|are)\s+(?:lifted|reversed|withdrawn|revoked|cancell?ed|suspended|stayed)\b",
        scope="text",
        examples=("set aside the revocation", "the licence was reinstated", "The cancellation has been withdrawn."),
        counter_examples=("has revoked the licence",),
    ),
    Hedge(
        id="replaced",
        why="it may be about a licence that another takes the place of",
        pattern=r"\b(?:old|former|previous|draft|duplicate|provisional|temporary|expired)\s+(?:[a-z-]+\s+){0,3}licen[cs]es?\b|\b(?:replac\w+|supersed\w+|convert\w*|upgrad\w*|renam\w+|merg\w+|amalgamat\w+)\b|\bnew\s+(?:[a-z-]+\s+){0,3}licen[cs]es?\b|\bchange\s+of\s+name\b",
        scope="sentence",
        examples=("has cancelled the old licence", "and issued a new banking licence", "following its merger", "was renamed"),
        counter_examples=("has revoked the banking licence",),
    ),
    Hedge(
        id="correction",
        why="the text corrects or withdraws another",
        pattern=r"\b(?:corrigend\w+|errat(?:um|a)|correction|retract\w*|amend(?:s|ed)\s+(?:its|the)\s+(?:announcement|press\s+release)|withdraw\w*\s+(?:of\s+)?(?:its|the|this)\s+(?:announcement|press\s+release|statement|notice))\b",
        scope="text",
        examples=("Corrigendum", "withdraws its announcement"),
    ),
)  # fmt: skip
"""Beyond these, words within quotation marks, and words behind a colon of another speaker, are never the authority's."""

TOGETHER: tuple[tuple[Category, ...], ...] = (
    ("licence_revocation", "liquidation"),
    ("designation", "rule"),
    ("designation", "statement"),
    ("licence_revocation", "liquidation", "statement"),
    ("enforcement", "rule"),
    ("enforcement", "statement"),
    ("rule", "statement"),
)
"""What one text may tell of together; the first is the category of the text. Others compete, and a person decides."""
