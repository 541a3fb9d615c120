"""Identifiers: one written form for each kind, and what their own check digits say."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from stdnum import imo, isin, lei

from sanctionwire.core.model import Identifier
from sanctionwire.core.normalise.names import clean
from sanctionwire.core.normalise.wallets import Wallet, wallet

_IMO = re.compile(r"\bIMO\b\)?(?:\s+(?:ship\s+)?(?:number|no))?\s*[.:#]?\s*(\d{7})\b", re.IGNORECASE | re.ASCII)


def _imo_company(number: str) -> bool:
    """The check digit of a company's IMO number, which is not that of a ship's."""
    total = sum(int(digit) * weight for digit, weight in zip(number, (8, 6, 4, 2, 9, 7), strict=False))
    return int(number[6]) == (11 - total % 11) % 10


_CHECKED: dict[str, Callable[[str], bool]] = {
    "imo": imo.is_valid,
    "imo_company": _imo_company,
    "isin": isin.is_valid,
    "lei": lei.is_valid,
}
_SHAPES = {
    "imo": r"\d{7}",
    "imo_company": r"\d{7}",
    "lei": r"[A-Z0-9]{18}\d\d",
    "isin": r"[A-Z]{2}[A-Z0-9]{9}\d",
    "bic": r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?",
    "mmsi": r"\d{9}",
    "duns": r"\d{9}",
    "mode_s": r"[0-9A-F]{6}",
}
"""What a value looks like once it is tidy; what does not is kept as published."""


def identifier(type: str, value: str, **stated: Any) -> Identifier:  # noqa: A002 - the model's own word
    """Make an identifier of a common type, tidy where its type allows, with its chain and its checksum's verdict.

    `stated` is what the publisher says besides: label, country, issued, expires, valid, note.
    """
    written = _tidy(type, clean(value))
    found = wallet(written) if type == "wallet" else Wallet(None, None)
    if type in _CHECKED:
        shaped = re.fullmatch(_SHAPES[type], written, re.ASCII)
        found = Wallet(None, "ok" if shaped and _CHECKED[type](written) else "wrong")
    return Identifier(type=type, value=written, chain=found.chain, checksum=found.checksum, **stated)


def imo_number(text: str) -> str | None:
    """Find the one IMO number that a text states as such (`IMO 9187629`, `IMO number: 9187629`)."""
    found = set(_IMO.findall(text))
    return found.pop() if len(found) == 1 else None


def _tidy(type: str, value: str) -> str:  # noqa: A002 - as above
    if type.startswith("imo") and (number := imo_number(value)):
        return number
    bare = re.sub(r"[\s.\-]", "", value).upper()
    return bare if type in _SHAPES and re.fullmatch(_SHAPES[type], bare, re.ASCII) else value
