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
}
"""Instrument → its name in a first line, and the authority's verb for it."""

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

PLACE: Mapping[str, str] = {"us": "United States", "un": "United Nations", "eu": "European Union"}
"""Jurisdictions of the sources that there are; any other is shown as its code."""

LISTING: Mapping[str, str] = {
    "sanctions": "LISTED",
    "special_measure": "NOT BINDING",
    "licence_revocation": "LICENCE REVOKED",
    "liquidation": "LIQUIDATION",
    "warning": "WARNING",
}
"""Kind of listing → its word in a first line where it binds nobody."""
