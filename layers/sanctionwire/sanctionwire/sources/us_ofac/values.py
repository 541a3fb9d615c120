"""What OFAC's reference values mean in common terms: data, keyed by the publisher's own text.

A declared value that stands in no table here is never refused: it is carried verbatim and marked as unmapped.
"""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Final

SCHEMAS: Final = {"Individual": "Person", "Entity": "LegalEntity", "Vessel": "Vessel", "Aircraft": "Airplane"}

TARGETS: Final = {
    "Private Company": "Company",
    "Public Company": "Company",
    "State-Owned Enterprise": "Company",
    "Charity or Nonprofit Organization": "Organization",
    "Criminal Organization": "Organization",
    "Armed Group": "Organization",
    "Transnational Terrorist Group": "Organization",
    "Advocacy organization": "Organization",
    "Activities of political organizations": "Organization",
    "Government Entity": "PublicBody",
    "Unrecognized Government Entity": "PublicBody",
    "General public administration activities": "PublicBody",
}
"""Target type or organisation type → schema. An industry ("Central banking") does not say what its party is."""

TARGET_TYPES: Final = frozenset({
    "Private Company", "Public Company", "State-Owned Enterprise", "Charity or Nonprofit Organization",
    "Criminal Organization", "Armed Group", "Government Entity", "Unrecognized Government Entity",
    "Financial Institution",
})  # fmt: skip

ALIASES: Final = {"A.K.A.": "alias", "F.K.A.": "former", "N.K.A.": "now"}

NAME_PARTS: Final = {
    "First Name": "given",
    "Middle Name": "given",
    "Patronymic": "given",
    "Matronymic": "given",
    "Last Name": "family",
    "Maiden Name": None,
    "Nickname": None,
    "Entity Name": None,
    "Vessel Name": None,
    "Aircraft Name": None,
}
"""The field of the record that a part of a name belongs to besides the full name, in the order in which parts go."""

SCRIPTS: Final = {
    "Arabic": "Arab", "Armenian": "Armn", "Bengali": "Beng", "Burmese": "Mymr", "Chinese Simplified": "Hans",
    "Chinese Traditional": "Hant", "Cyrillic": "Cyrl", "Devanagari": "Deva", "Ethiopic": "Ethi", "Georgian": "Geor",
    "Greek": "Grek", "Hebrew": "Hebr", "Japanese": "Jpan", "Khmer": "Khmr", "Korean": "Kore", "Lao": "Laoo",
    "Latin": "Latn", "Mongolian": "Mong", "Tamil": "Taml", "Thai": "Thai",
}  # fmt: skip

ADDRESS_PARTS: Final = {
    "ADDRESS1": "street",
    "ADDRESS2": "street",
    "ADDRESS3": "street",
    "CITY": "city",
    "STATE/PROVINCE": "region",
    "REGION": "region",
    "POSTAL CODE": "postal_code",
}

GENDERS: Final = {"Male": "male", "Female": "female"}

RELIABILITIES: Final = {"Confirmed": "confirmed", "Reported": "reported", "False": "false"}

RELATIONS: Final = {
    "Associate Of": "associate",
    "Providing support to": "other",
    "Acting for or on behalf of": "acts_for",
    "Owned or Controlled By": "owned_or_controlled_by",
    "Family member of": "family",
    "playing a significant role in": "other",
    "Leader or official of": "other",
    "Principal Executive Officer": "other",
    "Owns, controls, or operates": "controller",
    "Property in the interest of": "other",
}

EFFECTS: Final = {
    "Block": "block",
    "Reject": "reject",
    "561 Full Restrictions": "correspondent_account",
    "NDAA Special Conditions": "correspondent_account",
    "13662 Sectoral Directive 1": "debt_equity",
    "13662 Sectoral Directive 2": "debt_equity",
    "13662 Sectoral Directive 3": "debt_equity",
    "13662 Sectoral Directive 4": "other",
    "CAATSA Section 231/235 Sanctions": "other",
    "Executive Order 13959 Sanctions": "securities",
    "CMIC Executive Order": "securities",
    "Executive Order 14024 Directive 1a": "debt_equity",
    "Executive Order 14024 Directive 2": "correspondent_account",
    "Executive Order 14024 Directive 3": "debt_equity",
    "Executive Order 14024 Directive 4": "other",
    "Executive Order 14014 Directive 1": "other",
    "Executive Order 14059 Non-blocking": "other",
}
"""Sanctions type → what it does."""

MENUS: Final = frozenset({
    "CAATSA Section 235 Information:", "Executive Order 13846 information:", "Executive Order 14059 information:",
    "PEESA Information:",
})  # fmt: skip
"""Features that are measures: what was chosen from a menu of sanctions against this party."""

MENU_EFFECTS: Final = (
    (re.compile("block", re.IGNORECASE), "block"),
    (re.compile("equity or debt", re.IGNORECASE), "debt_equity"),
    (re.compile("exclusion of corporate officers", re.IGNORECASE), "travel"),
)
"""The first that is found in the menu's words; `other` where none is."""

MEASURE_DATE: Final = re.compile(r"(Listing|Effective|Purchase/Sales For Divestment) Date \((.+)\):?")
MEASURE_DATES: Final = {"Listing": "listed", "Effective": "effective", "Purchase/Sales For Divestment": "divest_by"}
"""Features that date one measure, and which of its dates that is."""

SECONDARY: Final = frozenset({"Secondary sanctions risk:", "Additional Sanctions Information -"})

IDENTIFIERS: Final = {
    "Email Address": "email",
    "Website": "website",
    "Phone Number": "phone",
    "SWIFT/BIC": "bic",
    "BIK (RU)": "other",
    "MICEX Code": "other",
    "Equity Ticker": "other",
    "ISIN": "isin",
    "D-U-N-S Number": "duns",
    "Vessel Call Sign": "call_sign",
    "Other Vessel Call Sign": "call_sign",
    "Aircraft Tail Number": "tail",
    "Previous Aircraft Tail Number": "tail",
    "Aircraft Manufacturer’s Serial Number (MSN)": "msn",
    "Aircraft Construction Number (also called L/N or S/N or F/N)": "other",
    "Aircraft Mode S Transponder Code": "mode_s",
}
"""Feature type → identifier type. Wallets are told by their prefix, the chain by the address."""

WALLET: Final = "Digital Currency Address - "

FORMER: Final = frozenset({"Former Vessel Flag", "Previous Aircraft Tail Number"})

PARTICULARS: Final = {
    "Aircraft Manufacture Date": "manufactured",
    "Aircraft Model": "aircraft_model",
    "Aircraft Operator": "operator",
    "VESSEL TYPE": "vessel_type",
    "Other Vessel Type": "vessel_type",
    "Vessel Flag": "flag",
    "Other Vessel Flag": "flag",
    "Former Vessel Flag": "flag",
    "Vessel Gross Registered Tonnage": "gross_tonnage",
    "Vessel Tonnage": "tonnage",
    "Vessel Owner": "owner",
    "Vessel Year of Build": "built",
    "Organization Established Date": "established",
    "Organization Type:": "organization_type",
    "Target Type": "target_type",
    "Title": "title",
    "Location": "location",
    "UN/LOCODE": "location",
    "Issuer Name": "issuer",
    "IFCA Determination -": "determination",
    "Executive Order 13662 Directive Determination -": "determination",
    "Executive Order 14014 Directive Information:": "directive",
    "Executive Order 14024 Directive Information": "directive",
    "Executive Order 14024 Directive Information -": "directive",
    "Transactions Prohibited For Persons Owned or Controlled By U.S. Financial Institutions:": "prohibition",
}
"""Feature type → particular. What is not here is a particular of type `other`, marked as unmapped."""

OTHER_FEATURES: Final = frozenset({
    "Birthdate", "Place of Birth", "Gender", "Nationality Country", "Citizenship Country", "Registration Country",
    "Nationality of Registration",
})  # fmt: skip
"""Features with a field of their own in the record."""

DOCUMENTS: Final = {
    "passport": (
        "Passport", "British National Overseas Passport", "Diplomatic Passport", "Stateless Person Passport",
    ),
    "national_id": (
        "Cedula No.", "SSN", "D.N.I.", "N.I.E.", "National ID No.", "Bosnian Personal ID No.", "Credencial electoral",
        "Kenyan ID No.", "C.I.N.", "Moroccan Personal ID No.", "C.U.R.P.", "Electoral Registry No.", "C.U.I.P.",
        "National Foreign ID Number", "Personal ID Card", "Residency Number", "CNP (Personal Numerical Code)",
        "Romanian Permanent Resident", "Turkish Identification Number", "Stateless Person ID Card", "Refugee ID Card",
        "Numero de Identidad", "Tazkira National ID Card", "I.F.E.", "Citizen's Card Number", "UAE Identification",
        "C.U.I.",
    ),
    "tax": (
        "R.F.C.", "NIT #", "US FEIN", "RUC #", "C.I.F.", "RIF #", "V.A.T. Number", "Italian Fiscal Code", "C.U.I.T.",
        "Tax ID No.", "Paraguayan tax identification number", "RFC", "Fiscal Code", "Romanian Tax Registration",
        "Numero Unico de Identificacao Tributaria (NUIT)", "N.I.F.", "RTN", "RSIN",
    ),
    "registration": (
        "Business Registration Document #", "Registration ID", "LE Number", "Registered Charity No.", "C.R. No.",
        "UK Company Number", "Dubai Chamber of Commerce Membership No.", "Trade License No.",
        "Commercial Registry Number", "Certificate of Incorporation Number", "Vessel Registration Identification",
        "Registration Certificate Number (Dubai)", "Matricula Mercantil No", "Romanian C.R.", "Folio Mercantil No.",
        "Istanbul Chamber of Comm. No.", "Government Gazette Number", "Company Number", "Public Registration Number",
        "Branch Unit Number", "Enterprise Number", "Organization Code", "Chamber of Commerce Number",
        "United Social Credit Code Certificate (USCCC)", "Unified Social Credit Code (USCC)",
        "Business Number", "Business Registration Number", "Registration Number", "MSB Registration Number",
        "Central Registration System Number", "Economic Register Number (CBLS)",
        "Russian State Individual Business Registration Number Pattern (OGRNIP)",
    ),
    "lei": ("Legal Entity Number",),
    "msn": ("Aircraft Serial Identification",),
    "mmsi": ("MMSI",),
    "other": (
        "Driver's License No.", "Serial No.", "Public Security and Immigration No.", "Immigration No.",
        "Travel Document Number", "Identification Number", "Tourism License No.",
        "Cartilla de Servicio Militar Nacional", "VisaNumberID", "Pilot License Number",
        "Afghan Money Service Provider License Number", "SRE Permit No.", "License", "Chinese Commercial Code",
        "Birth Certificate Number", "File Number", "Seafarer's Identification Document", "Trademark number",
        "Permit Number", "Military Registration Number",
    ),
}  # fmt: skip

DOCUMENT_TYPES: Final = {label: common for common, labels in DOCUMENTS.items() for label in labels}
"""Identity document → identifier type."""

LISTS: Final = frozenset({
    "SDN List", "Non-SDN Palestinian Legislative Council List", "FSE List", "Sectoral Sanctions Identifications List",
    "Consolidated List", "CAPTA List", "Non-SDN Menu-Based Sanctions List", "Non-SDN CMIC List",
})  # fmt: skip
"""Nothing depends on these but the mark on an entry whose list is not among them."""

PROGRAMMES: Final = frozenset({
    "561-Related", "BALKANS", "BALKANS-EO14033", "BELARUS", "BELARUS-EO14038", "BPI-RUSSIA-EO14024", "BPI-SUDAN-14098",
    "BURMA-EO14014", "CAATSA - IRAN", "CAATSA - RUSSIA", "CAR", "CMIC-EO13959", "CUBA", "CYBER2", "DARFUR", "DPRK",
    "DPRK-NKSPEA", "DPRK2", "DPRK3", "DPRK4", "DRCONGO", "ELECTION-EO13848", "ETHIOPIA-EO14046", "FSE-IR", "FSE-SY",
    "FTO", "GLOMAG", "HIFPAA", "HK-EO13936", "HOSTAGES-EO14078", "HRIT-IR", "HRIT-SY", "ICC-EO14203", "IFCA", "IFSR",
    "ILLICIT-DRUGS-EO14059", "IRAN", "IRAN-CON-ARMS-EO", "IRAN-EO13846", "IRAN-EO13871", "IRAN-EO13876",
    "IRAN-EO13902", "IRAN-HR", "IRAN-TRA", "IRAQ2", "IRAQ3", "IRGC", "ISA", "LEBANON", "LIBYA2", "LIBYA3", "MAGNIT",
    "MALI-EO13882", "NICARAGUA", "NICARAGUA-NHRAA", "NPWMD", "NS-PLC", "PAARSSR-EO13894", "PEESA", "PEESA-EO14039",
    "RUSSIA-EO14024", "RUSSIA-EO14065", "SDGT", "SDNT", "SDNTK", "SOMALIA", "SOUTH SUDAN", "SSIDES", "SUDAN-EO14098",
    "SYRIA", "SYRIA-CAESAR", "SYRIA-EO13894", "TCO", "UHRPA", "UKRAINE-EO13660", "UKRAINE-EO13661", "UKRAINE-EO13662",
    "UKRAINE-EO13685", "VENEZUELA", "VENEZUELA-EO13850", "VENEZUELA-EO13884", "WEST-BANK-EO14115", "YEMEN", "ZIMBABWE",
})  # fmt: skip
"""As for the lists."""

KNOWN: Final[dict[str, Container[str]]] = {
    "ALIAS TYPE": ALIASES,
    "ENTITY LISTING TYPE": LISTS,
    "Gender": GENDERS,
    "ID DOCUMENT TYPE": DOCUMENT_TYPES,
    "LOCATION PART TYPE": ADDRESS_PARTS,
    "NAME PART TYPE": NAME_PARTS,
    "PROGRAM": PROGRAMMES,
    "RELATIONSHIP TYPE": RELATIONS,
    "RELIABILITY": RELIABILITIES,
    "SANCTIONS TYPE": EFFECTS,
    "SCRIPT": SCRIPTS,
    "SDN TYPE": SCHEMAS,
    "Target Type": TARGET_TYPES,
}
"""Group of reference values → the table in which each of its values should be."""
