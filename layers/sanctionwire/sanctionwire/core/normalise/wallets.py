"""Crypto addresses: the chain that the format shows, and what the address's own checksum says.

Chains that share a format cannot be told apart: the old Bitcoin formats stand for Bitcoin Cash and SV too, the `evm`
one for every Ethereum-like chain. Dogecoin's is Verge's as well and names no chain.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from sanctionwire.core.normalise.keccak import keccak256

_BITCOIN = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_RIPPLE = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz"
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"

_VERSIONS = {
    "00": "bitcoin", "05": "bitcoin", "30": "litecoin", "32": "litecoin", "4c": "dash", "10": "dash",
    "1cb8": "zcash", "1cbd": "zcash", "26": "bitcoin_gold", "17": "bitcoin_gold", "41": "tron", "1e": None,
}  # fmt: skip
"""Version bytes of base58check addresses that carry a 20-byte hash."""

_PREFIXES = {"bc": "bitcoin", "ltc": "litecoin", "zs": "zcash", "u": "zcash", "addr": "cardano", "cosmos": "cosmos",
             "bnb": "binance"}  # fmt: skip
"""Human-readable parts of bech32 addresses."""

_MONERO = {18, 19, 42}
_MONERO_SIZES = {2: 1, 3: 2, 5: 3, 6: 4, 7: 5, 9: 6, 10: 7, 11: 8}
"""Characters of a base58 block → bytes that it holds."""

Checksum = Literal["ok", "wrong"]


class Wallet(NamedTuple):
    chain: str | None
    checksum: Checksum | None


def wallet(address: str) -> Wallet:
    """Say what an address's format shows; nothing at all where no known format fits."""
    return next(_readings(address.strip()), Wallet(None, None))


def _readings(text: str) -> Iterator[Wallet]:
    if re.fullmatch(r"0x[0-9a-fA-F]{40}", text):
        yield Wallet("evm", _eip55(text[2:]))
    yield from _segwit_like(text)
    yield from _cash(text)
    if re.fullmatch(f"r[{_RIPPLE}]{{24,34}}", text) and (body := _base58(text, _RIPPLE, 25)) and body[0] == 0:
        yield Wallet("ripple", _verdict(_sealed(body)))
    if re.fullmatch(f"[48][{_BITCOIN}]{{94}}|4[{_BITCOIN}]{{105}}", text):
        yield Wallet("monero", _verdict(_monero(text)))
    if re.fullmatch(f"[{_BITCOIN}]{{26,44}}", text):
        yield from _base58check(text)


def _verdict(right: bool) -> Checksum:  # noqa: FBT001 - it is the verdict
    return "ok" if right else "wrong"


def _base58(text: str, alphabet: str, size: int) -> bytes | None:
    """Decode to exactly `size` bytes, or not at all."""
    number = 0
    for char in text:
        number = number * 58 + alphabet.index(char)
    zeros = len(text) - len(text.lstrip(alphabet[0]))
    body = b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")
    return body if len(body) == size else None


def _sealed(body: bytes) -> bool:
    return hashlib.sha256(hashlib.sha256(body[:-4]).digest()).digest()[:4] == body[-4:]


def _base58check(text: str) -> Iterator[Wallet]:
    if (body := _base58(text, _BITCOIN, 26)) and body[:2].hex() in _VERSIONS:
        yield Wallet(_VERSIONS[body[:2].hex()], _verdict(_sealed(body)))
    if (body := _base58(text, _BITCOIN, 25)) and body[:1].hex() in _VERSIONS:
        yield Wallet(_VERSIONS[body[:1].hex()], _verdict(_sealed(body)))
    if _base58(text, _BITCOIN, 32):
        yield Wallet("solana", None)


def _eip55(digits: str) -> Checksum | None:
    """Check EIP-55's capitals; an address in one case carries no checksum."""
    if digits in {digits.lower(), digits.upper()}:
        return None
    nibbles = keccak256(digits.lower().encode()).hex()[:40]
    right = (char.upper() if nibble > "7" else char for char, nibble in zip(digits.lower(), nibbles, strict=True))
    return _verdict(digits == "".join(right))


def _segwit_like(text: str) -> Iterator[Wallet]:
    """Read bech32 and bech32m (BIP 173, BIP 350)."""
    prefix, _, data = text.lower().rpartition("1")
    if (
        prefix not in _PREFIXES
        or text not in {text.lower(), text.upper()}
        or not re.fullmatch(f"[{_BECH32}]{{8,}}", data)
    ):
        return
    values = [_BECH32.index(char) for char in data]
    spread = [ord(char) >> 5 for char in prefix] + [0] + [ord(char) & 31 for char in prefix]
    allowed = {1} if prefix not in {"bc", "ltc", "u"} else {0x2BC830A3} if values[0] or prefix == "u" else {1}
    yield Wallet(_PREFIXES[prefix], _verdict(_polymod(spread + values) in allowed))


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            check ^= generator if top >> bit & 1 else 0
    return check


def _cash(text: str) -> Iterator[Wallet]:
    """Read Bitcoin Cash's own format, with or without its prefix."""
    data = text.lower().removeprefix("bitcoincash:")
    if not re.fullmatch(f"[qp][{_BECH32}]{{41}}", data):
        return
    check = 1
    for value in [ord(char) & 31 for char in "bitcoincash"] + [0] + [_BECH32.index(char) for char in data]:
        top = check >> 35
        check = (check & 0x07FFFFFFFF) << 5 ^ value
        for bit, generator in enumerate((0x98F2BC8E61, 0x79B76D99E2, 0xF33E5FB3C4, 0xAE2EABE2A8, 0x1E4F43E470)):
            check ^= generator if top >> bit & 1 else 0
    yield Wallet("bitcoin_cash", _verdict(check == 1))


def _monero(text: str) -> bool:
    blocks = [text[at : at + 11] for at in range(0, len(text), 11)]
    sizes = [_MONERO_SIZES.get(len(block), 0) if len(block) < 11 else 8 for block in blocks]  # noqa: PLR2004
    try:
        body = b"".join(_block(block).to_bytes(size, "big") for block, size in zip(blocks, sizes, strict=True))
    except OverflowError:
        return False
    return body[0] in _MONERO and keccak256(body[:-4])[:4] == body[-4:]


def _block(block: str) -> int:
    number = 0
    for char in block:
        number = number * 58 + _BITCOIN.index(char)
    return number
