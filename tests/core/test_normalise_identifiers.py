"""Identifiers and crypto addresses: one written form, and the verdict of their own check digits."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanctionwire.core.normalise import identifier, imo_number, wallet
from sanctionwire.core.normalise.keccak import keccak256
from sanctionwire.core.normalise.wallets import _BITCOIN


@pytest.mark.parametrize(
    ("kind", "published", "value", "checksum"),
    [
        ("imo", "IMO 9187629", "9187629", "ok"),
        ("imo", "Vessel Registration Identification IMO 9187629", "9187629", "ok"),
        ("imo", "9187620", "9187620", "wrong"),
        ("imo", "unknown", "unknown", "wrong"),
        ("imo_company", "IMO Number: 5342883", "5342883", "ok"),
        ("imo_company", "5342884", "5342884", "wrong"),
        ("lei", "5493 001K JTII GC8Y 1R12", "5493001KJTIIGC8Y1R12", "ok"),
        ("lei", "5493001KJTIIGC8Y1R13", "5493001KJTIIGC8Y1R13", "wrong"),
        ("isin", "us0378331005", "US0378331005", "ok"),
        ("isin", "US0378331006", "US0378331006", "wrong"),
        ("bic", "sabrrumm", "SABRRUMM", None),
        ("bic", "none given", "none given", None),
        ("mmsi", "422 031 300", "422031300", None),
        ("duns", "33-840-4617", "338404617", None),
        ("passport", " OA  454044", "OA 454044", None),
    ],
)
def test_an_identifier_is_tidy_and_says_what_its_check_digit_says(kind, published, value, checksum):
    made = identifier(kind, published, label="as published")
    assert (made.type, made.value, made.checksum, made.label) == (kind, value, checksum, "as published")


def test_a_wallets_chain_is_that_of_its_format_and_the_label_stays_the_publishers():
    made = identifier("wallet", "TJCnKsPa7y5okkXvQAidZBzqx3QyQ6sxMW", label="Digital Currency Address - USDT")
    assert (made.chain, made.checksum, made.label) == ("tron", "ok", "Digital Currency Address - USDT")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Company Number IMO 5434358.", "5434358"),
        ("International Maritime Organization (IMO) Number: 1790183.", "1790183"),
        ("IMO number: 8412405, formerly IMO number: 8412405", "8412405"),
        ("IMO 1234567 and IMO 7654321", None),
        ("MAXIMO 1234567", None),
        ("IMO 12345678", None),
        ("no number", None),
    ],
)
def test_an_imo_number_is_found_only_where_the_text_states_one(text, number):
    assert imo_number(text) == number


KNOWN = [
    ("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "bitcoin"),
    ("3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy", "bitcoin"),
    ("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "bitcoin"),
    ("BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", "bitcoin"),
    ("bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0", "bitcoin"),
    ("ltc1qw508d6qejxtdg4y5r3zarvary0c5xw7kgmn4n9", "litecoin"),
    ("LM2WMpR1Rp6j3Sa59cMXMs1SPzj9eXpGc1", "litecoin"),
    ("XpESxaUmonkq8RaLLp46Brx2K39ggQe226", "dash"),
    ("bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a", "bitcoin_cash"),
    ("qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a", "bitcoin_cash"),
    ("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "evm"),
    ("TJCnKsPa7y5okkXvQAidZBzqx3QyQ6sxMW", "tron"),
    ("rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh", "ripple"),
    ("44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3A", "monero"),
]


@pytest.mark.parametrize(("address", "chain"), KNOWN)
def test_a_known_address_shows_its_chain_and_is_right(address, chain):
    assert wallet(address) == (chain, "ok")


@pytest.mark.parametrize(("address", "chain"), KNOWN)
@given(data=st.data())
def test_one_wrong_character_never_passes_for_right(address, chain, data):
    del chain
    at = data.draw(st.integers(min_value=len(address) // 2, max_value=len(address) - 1))
    alphabet = "0123456789abcdef" if address.startswith("0x") else _BITCOIN
    char = data.draw(st.sampled_from([char for char in alphabet if char.lower() != address[at].lower()]))
    assert wallet(address[:at] + char + address[at + 1 :]).checksum != "ok"


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", ("evm", None)),
        ("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v", ("solana", None)),
        ("DH5yaieqoZN36fDVciNyRueRGvGLR3mr7L", (None, "ok")),
        ("not an address", (None, None)),
        ("", (None, None)),
    ],
)
def test_an_address_without_a_checksum_or_of_no_one_chain_is_not_given_one(address, found):
    assert wallet(address) == found


VERSIONS = {
    b"\0": "bitcoin",
    b"\5": "bitcoin",
    b"\x30": "litecoin",
    b"\x4c": "dash",
    b"\x41": "tron",
    b"\x1c\xb8": "zcash",
}


@given(st.binary(min_size=20, max_size=20), st.sampled_from(sorted(VERSIONS)))
def test_every_hash_written_as_base58check_is_read_as_its_chain(content, version):
    body = version + content
    body += hashlib.sha256(hashlib.sha256(body).digest()).digest()[:4]
    number, text = int.from_bytes(body, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        text = _BITCOIN[digit] + text
    text = "1" * (len(body) - len(body.lstrip(b"\0"))) + text
    assert wallet(text) == (VERSIONS[version], "ok")


@given(st.text())
def test_no_text_at_all_breaks_the_reader_of_addresses(text):
    assert wallet(text).checksum in {None, "ok", "wrong"}


@pytest.mark.parametrize(
    ("message", "digest"),
    [
        (b"", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"),
        (b"abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"),
    ],
)
def test_keccak_gives_the_published_answers(message, digest):
    assert keccak256(message).hex() == digest
