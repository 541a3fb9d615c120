"""Names: readable, in a script, and comparable by a key."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanctionwire.core.normalise import clean, name_key, script

texts = st.text(st.characters(codec="utf-8"))


@pytest.mark.parametrize(
    ("published", "shown"),
    [
        (" RI \n WON\u00a0HO\t", "RI WON HO"),
        ("Cafe\u0301", "Café"),
        ("\u202eevil\u202c\u2066x\u2069", "evilx"),
        ("a\u200bb\ufeff\u00ad\x00\x07", "ab"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("António  Injai", "António Injai"),
    ],
)
def test_text_is_made_readable_without_changing_it(published, shown):
    assert clean(published) == shown


@given(texts)
def test_clean_text_is_clean(text):
    shown = clean(text)
    assert clean(shown) == shown
    assert shown == unicodedata.normalize("NFC", shown)
    assert not {"Cc", "Cs"} & {unicodedata.category(char) for char in shown}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Chong Chon Gang Shipping Co. Ltd.", "CHONG CHON GANG SHIPPING CO LTD"),
        ("QADHAFI, Aisha", "Aisha Qadhafi"),
        ("Al-Qa'ida", "AL QAIDA"),
        ("António Injai", "ANTONIO INJAI"),
        ("Straße 7", "STRASSE 7"),
        ("Foo L.L.C.", "foo llc"),
        ("أنوري مُحَمّد", "محمد انوري"),
        ("Пётр", "ПЕТР"),
        ("ＡＢＣ", "abc"),
    ],
)
def test_two_spellings_of_one_name_have_one_key(one, other):
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kim Il", "Kim Il Il"),
        ("Muhammad", "محمد"),
        ("Niger", "Nigeria"),
        ("हिंदी", "हद"),
        ("がく", "かく"),
        ("...", "!!!"),
    ],
)
def test_different_names_have_different_keys(one, other):
    assert name_key(one) != name_key(other)


@given(texts)
def test_a_key_is_its_own_key_and_heeds_neither_order_nor_white_space(text):
    key = name_key(text)
    assert name_key(key) == key
    assert name_key(clean(text)) == key
    assert name_key("  ".join(reversed(text.split()))) == key


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("RI WON HO", "Latn"),
        ("محمد طاهر أنوري", "Arab"),
        ("Умаров Доку", "Cyrl"),
        ("華信船務(香港)有限公司", "Hani"),
        ("東京カンパニー", "Jpan"),
        ("조선", "Hang"),
        ("ፍትዊ", "Ethi"),
        ("ហ៊ួយវ៉ាន់", "Khmr"),
        ("ＡＢＣ", "Latn"),
        ("17 - 4", None),
        ("", None),
    ],
)
def test_the_script_is_that_of_most_letters(text, code):
    assert script(text) == code
