"""Countries: any publisher's spelling to one code, and nothing that is no country."""

from __future__ import annotations

import csv
import gzip
import io
import re
from pathlib import Path

import pytest

from sanctionwire.core.normalise import country, country_name, country_of_code, region
from sanctionwire.core.normalise.countries import _BY_NAME, _NAMES, _key, _rows

DATA = Path(__file__).parents[3] / "shared" / "data"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Democratic People's Republic of Korea", "kp"),
        ("Democratic People’s Republic of Korea", "kp"),
        ("Korea, North", "kp"),
        ("Korea, South", "kr"),
        ("Republic of Korea", "kr"),
        ("Burma", "mm"),
        ("Cote d Ivoire", "ci"),
        ("Côte d’Ivoire", "ci"),
        ("Congo, Democratic Republic of the", "cd"),
        ("Congo, Republic of the", "cg"),
        ("Iran (Islamic Republic of)", "ir"),
        ("THE GAMBIA", "gm"),
        ("Bahamas, The", "bs"),
        ("Trinidad & Tobago", "tt"),
        ("Virgin Islands, British", "vg"),
        ("Türkiye", "tr"),
        ("Turkey", "tr"),
        ("North Macedonia, The Republic of", "mk"),
        ("United Kingdom of Great Britain and Northern Ireland", "gb"),
        ("Guinea-Bissau", "gw"),
        ("Guinea", "gn"),
        ("Niger", "ne"),
        ("Republic of China", "tw"),
        ("People's Republic of China", "cn"),
        ("Palestinian", "ps"),
        ("Saudi Arabian", "sa"),
        ("Kosovo", "xk"),
        ("USSR", "suhh"),
        ("Yugoslavia", "yucs"),
        ("Serbia and Montenegro", "csxx"),
        ("Czechoslovakia", "cshh"),
        ("Netherlands Antilles", "an"),
    ],
)
def test_a_country_is_known_by_any_of_its_names(text, code):
    assert country(text) == code


@pytest.mark.parametrize(
    "text", ["GB", "DE", "kp", "", "Congolese", "Sudan/South Sudan", "Atlantis", "Region: Crimea", "Guinea or Mali"]
)
def test_what_is_no_country_or_not_one_country_has_no_code(text):
    assert country(text) is None


@pytest.mark.parametrize("text", ["Region: Crimea", "Region: Gaza", "Undetermined", "unknown", "na"])
def test_what_stands_where_a_country_belongs_is_known_to_be_none(text):
    assert region(text)


def test_a_new_name_is_neither_a_country_nor_a_known_region():
    assert not region("Atlantis")


def test_codes_are_read_where_a_publisher_gives_codes():
    assert [country_of_code(code) for code in ("GB", " kp ", "SUHH", "ZZ", "")] == ["gb", "kp", "suhh", None, None]


def test_no_spelling_belongs_to_two_countries():
    owners: dict[str, set[str]] = {}
    for code, spellings in _rows():
        for spelling in spellings:
            owners.setdefault(_key(spelling), set()).add(code)
    assert [key for key, codes in owners.items() if len(codes) > 1] == []


def test_every_short_name_leads_back_to_its_code():
    assert {code for code in _NAMES if country(country_name(code)) != code} == set()
    assert all(re.fullmatch(r"[a-z]{2}|[a-z]{4}", code) for code in _NAMES)
    assert len(_BY_NAME) > 2 * len(_NAMES)


def test_every_country_in_real_address_files_is_known():
    folders = [DATA / "ofac" / "sdn_set_2021-07", DATA / "ofac" / "alt_add_2025-01"]
    files = [file for folder in folders for file in sorted(folder.glob("*add.csv.gz"))]
    if not files:
        pytest.skip(f"no real captures under {DATA}")
    found = set()
    for file in files:
        text = gzip.decompress(file.read_bytes()).decode("latin-1").removesuffix("\x1a")
        found |= {row[4].strip() for row in csv.reader(io.StringIO(text))}
    assert {name for name in found - {"-0-"} if not country(name) and not region(name)} == set()
