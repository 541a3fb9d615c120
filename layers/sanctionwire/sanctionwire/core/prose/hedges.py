# ruff: noqa: E501 - a pattern is read in one piece
"""What takes the certainty away from a sentence or a text: words, why, and where they count; examples are tests."""

from __future__ import annotations

from sanctionwire.core.prose.rules import Hedge

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
