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
    "lead": rf"(?:(?-i:[A-Z]{{3,}})[—–]+(?=\w))?(?:(?:(?-i:[A-Z]{{3,}})\s*[—–-]+|Today|Accordingly|Therefore|Consequently|Hence|Further|In\s+addition|In\s+this\s+regard|(?:On|As\s+of)\s+{DATE}),?\s+)*",
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


REVERSIBLE: tuple[Category, ...] = ("licence_revocation", "liquidation", "enforcement", "removal")
"""What a denial or a reversal anywhere in the text leaves open. Releases on designations are full of falsehoods told of."""

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
