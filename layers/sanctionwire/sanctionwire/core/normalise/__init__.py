"""What publishers write, in one form: names, dates, countries and identifiers."""

from __future__ import annotations

from sanctionwire.core.normalise.countries import country, country_name, country_of_code, region
from sanctionwire.core.normalise.dates import day_first, iso, month_first, span, stated, written
from sanctionwire.core.normalise.identifiers import identifier, imo_number
from sanctionwire.core.normalise.names import clean, name_key, script
from sanctionwire.core.normalise.wallets import Wallet, wallet

__all__ = [
    "Wallet",
    "clean",
    "country",
    "country_name",
    "country_of_code",
    "day_first",
    "identifier",
    "imo_number",
    "iso",
    "month_first",
    "name_key",
    "region",
    "script",
    "span",
    "stated",
    "wallet",
    "written",
]
