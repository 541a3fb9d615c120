"""How alerts call things: effects, stages, kinds of entries and changes, in plain words. Data, no logic."""

from __future__ import annotations

from collections.abc import Mapping

EFFECT: Mapping[str, tuple[str, str, str]] = {
    "block": (
        "BLOCK",
        "Property is blocked (frozen) and dealings are prohibited.",
        "Property was blocked (frozen) and dealings were prohibited.",
    ),
    "reject": ("REJECT", "Transactions are to be rejected.", "Transactions were to be rejected."),
    "correspondent_account": (
        "CORR. ACCT",
        "Correspondent accounts are restricted. Nothing is frozen by it.",
        "Correspondent accounts were restricted.",
    ),
    "debt_equity": (
        "DEBT/EQUITY",
        "Dealings in certain new debt or equity are prohibited. Nothing is frozen by it.",
        "Dealings in certain new debt or equity were prohibited.",
    ),
    "securities": (
        "SECURITIES",
        "Dealings in certain securities are prohibited. Nothing is frozen by it.",
        "Dealings in certain securities were prohibited.",
    ),
    "travel": ("TRAVEL BAN", "Entry and transit are denied.", "Entry and transit were denied."),
    "other": (
        "OTHER MEASURE",
        "A measure of another kind: read the publisher's words below.",
        "A measure of another kind: read the publisher's words below.",
    ),
    "none": ("NOT BINDING", "Nothing is prohibited by this step.", "Nothing binding."),
}
"""Effect → its name in a first line, one sentence on what it does, and one on what it did."""

BAN = ("CORR. ACCT BAN", "Correspondent accounts are forbidden. Nothing is frozen by it.")
"""The same of an act whose words forbid correspondent accounts outright."""

NO_BLOCKING = "It is no blocking measure: the OFAC 50 percent rule does not apply."
"""Of special measures under section 311: each reaches whom its own definition covers (31 CFR 1010.664 and others)."""

CONCERN = "primary money laundering concern"
"""What a finding under section 311, section 9714 or 21 U.S.C. 2313a says of its subject."""

LAW: Mapping[str, str] = {
    "311": r"\bsections? 311\b|\b5318A\b|\b1010\.6[56]\d\b",
    "9714": r"\b9714\b",
    "2313a": r"\b2313a\b",
}
"""FinCEN's laws, as authorities are labelled by them → the words by which an act or its programme names each."""

STAGE: Mapping[str, tuple[str, str]] = {
    "finding": ("FINDING", "made a finding on"),
    "proposal": ("PROPOSED RULE", "proposed a rule on"),
    "final_rule": ("FINAL RULE", "issued a final rule on"),
    "order": ("ORDER", "issued an order on"),
    "amendment": ("AMENDMENT", "amended its measure on"),
    "effective_date_change": ("EFFECTIVE DATE MOVED", "moved the effective date of its measure on"),
    "relief": ("RELIEF", "granted relief concerning"),
    "withdrawal": ("WITHDRAWN", "withdrew its action on"),
    "rescission": ("RESCINDED", "rescinded its action on"),
    "repeal": ("REPEALED", "repealed its measure on"),
    "court_order": ("COURT ORDER", "is subject to a court's order on its measure on"),
    "codified": ("SECTION IN FORCE", "has in force a section of the code on"),
}
"""Instrument → its name in a first line, and the authority's verb for it."""

EASES: Mapping[str, str] = {
    "relief": "It lifts what its own words say, and nothing else.",
    "withdrawal": "What it withdraws imposes nothing.",
    "rescission": "What it rescinds imposes nothing any more.",
    "repeal": "What it repeals imposes nothing any more.",
}
"""What an act that eases does, in one sentence."""

FINDING, PROPOSED_CHANGE = "FINDING", "PROPOSED AMENDMENT"
"""A finding that a document of another kind contains; a proposal that would change what there is."""

INSPECTED = "ON INSPECTION"
"""What may be read before it is published."""

CATEGORY: Mapping[str, tuple[str, str]] = {
    "designation": ("NOTICE OF DESIGNATIONS", "published a notice on designations"),
    "removal": ("NOTICE OF REMOVALS", "published a notice on removals"),
    "licence_revocation": ("LICENCE NOTICE", "published a notice on the end of a licence"),
    "liquidation": ("LIQUIDATION NOTICE", "published a notice on a liquidation"),
    "rule": ("NOTICE OF A RULE", "published a notice on a rule"),
    "enforcement": ("ENFORCEMENT", "announced an enforcement action"),
    "advisory": ("ADVISORY", "published an advisory"),
    "statement": ("STATEMENT", "published a statement"),
    "other": ("NOTICE", "published a notice"),
}
"""Notice → its name in a first line, and the authority's verb for it."""

CONTEXT = {"designation", "removal", "rule"}
"""Notices of what stands on a list or in a rule: they are never its legal basis."""

PRESS = ("PRESS RELEASE", "published a press release on")
"""What such notices are in a source of press releases: its name in a first line, and the verb."""

ABOUT: Mapping[str, str] = {
    "designation": "designations",
    "removal": "removals",
    "licence_revocation": "the end of a licence",
    "liquidation": "a liquidation",
    "rule": "a rule",
    "enforcement": "an enforcement action",
}
"""Notice → what it is, or may be, about."""

DEED: Mapping[str, tuple[str, str, str]] = {
    "registration_cancelled": ("REGISTRATION CANCELLED", "cancelled the registration", "of"),
    "licence_cancelled": ("LICENCE CANCELLED", "cancelled the licence", "of"),
    "licence_withdrawn": ("LICENCE WITHDRAWN", "withdrew the licence", "of"),
    "licence_revoked": ("LICENCE REVOKED", "revoked the licence", "of"),
    "liquidation": ("LIQUIDATION", "announced the liquidation", "of"),
    "enforcement": ("ENFORCEMENT", "took an enforcement action", "against"),
    "warning": ("WARNING", "warned", "of"),
}
"""What a supervisor does to a party → its name in a first line, the verb, and what follows it."""

ENDS_LICENCE: Mapping[str, str] = {
    "registration_cancelled": r"cancel.*\b(registration|CoR)\b|\b(registration|CoR)\b.*cancel",
    "licence_cancelled": r"cancel",
    "licence_withdrawn": r"withdr[ae]w",
}
"""The publisher's words for how a licence ended, in the order in which they are looked for; else it was revoked."""

CONSEQUENCE: Mapping[str, str] = {
    "registration_cancelled": "The institution may no longer carry on the registered business.",
    "licence_cancelled": "The institution may no longer carry on the licensed business.",
    "licence_withdrawn": "The institution may no longer carry on the licensed business.",
    "licence_revoked": "The institution may no longer carry on the licensed business.",
    "liquidation": "The institution is to be wound up.",
    "enforcement": "It binds nobody but the party named.",
    "warning": "It binds nobody.",
}
"""What that means for whoever deals with the party."""

DUE: Mapping[str, tuple[str, str]] = {
    "effective": ("IN FORCE TODAY", "IN FORCE"),
    "comments_close": ("COMMENTS CLOSE TODAY", "COMMENTS CLOSED"),
    "expires": ("EXPIRES TODAY", "EXPIRED"),
    "divest_by": ("DIVEST BY TODAY", "TO BE DIVESTED"),
}
"""A date that has come → its words in a first line on the day itself, and after it."""

HAPPENED: Mapping[str, tuple[str, str, str]] = {
    "designated": ("+", "", "{added} {what}"),
    "removed": ("-", "REMOVED", "{removed} {what}"),
    "relisted": ("+", "RELISTED", "{added} {what} again that had left before"),
    "redesignated": ("~", "RE-LISTED", "took {what} off and listed it anew"),
    "measures_changed": ("~", "CHANGED", "changed the measures on {what}"),
    "advanced": ("~", "NEW STEP", "took a further step concerning {what}"),
    "amended": ("~", "AMENDED", "amended {what}"),
    "rekeyed": ("~", "RENUMBERED", "gave {what} another number; the listing itself is the same"),
    "merged": ("~", "MERGED", "merged {what}"),
    "retracted": ("-", "RETRACTED", "took down {what}"),
    "due": ("", "DUE", "has a date that has come for {what}"),
}
"""Change kind → its sign and word in a first line, and the sentence's verb."""

OWN: Mapping[tuple[str, str], tuple[str, str]] = {
    (place, kind): words
    for place in ("uk", "gb")
    for kind, words in (
        ("removed", ("REVOKED", "revoked the designation of {what}")),
        ("measures_changed", ("VARIED", "varied the designation of {what}")),
        ("redesignated", ("VARIED", "varied the designation of {what}")),
        ("amended", ("AMENDED", "amended {what}")),
    )
}
"""Jurisdiction and change kind → the same where an authority has a word of its own for it."""

TYPE: Mapping[str, tuple[str, str]] = {
    "Person": ("person", "persons"),
    "Company": ("company", "companies"),
    "Organization": ("organisation", "organisations"),
    "LegalEntity": ("legal entity", "legal entities"),
    "PublicBody": ("public body", "public bodies"),
    "Vessel": ("vessel", "vessels"),
    "Airplane": ("aircraft", "aircraft"),
    "CryptoWallet": ("wallet", "wallets"),
    "Security": ("security", "securities"),
    "Thing": ("other subject", "other subjects"),
    "class": ("class of transactions", "classes of transactions"),
    "jurisdiction": ("jurisdiction", "jurisdictions"),
    "instrument": ("instrument", "instruments"),
    "authorisation": ("authorisation", "authorisations"),
    "notice": ("notice", "notices"),
    "party": ("party", "parties"),
}
"""Schema or entry type → what one is called, and several."""

PLACE: Mapping[str, str] = {
    "us": "the United States",
    "un": "the United Nations",
    "eu": "the European Union",
    "gb": "the United Kingdom",
    "uk": "the United Kingdom",
    "kh": "Cambodia",
    "in": "India",
}
"""Jurisdictions of the sources that there are; any other is shown as its code."""

LISTING: Mapping[str, str] = {
    "sanctions": "LISTED",
    "special_measure": "NOT BINDING",
    "licence_revocation": "LICENCE REVOKED",
    "liquidation": "LIQUIDATION",
    "enforcement": "ENFORCEMENT",
    "warning": "WARNING",
}
"""Kind of listing → its word in a first line where it binds nobody."""

DEFINED: Mapping[str, str] = {
    "1010.605(e)(1)": "31 CFR 1010.605(e)(1) names banks, brokers and dealers in securities, futures commission "
    "merchants, introducing brokers in commodities, and mutual funds; money services businesses are not among them",
}
"""A definition that sections cite in place of saying whom they bind → whom it names: nobody should have to look."""
