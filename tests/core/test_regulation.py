"""Definitions of regulatory text: whom they name, whom they leave open, and what is not understood."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanctionwire.core.regulation import covered, definition, is_name, of_a_class, slug
from sanctionwire.errors import SourceChanged

HUIONE = (
    "Huione Group. The term “Huione Group” means all subsidiaries, branches, and offices of Huione Group operating as a "
    "financial institution in any jurisdiction outside of the United States, including Haowang Guarantee (formerly known "
    "as Huione Guarantee), Huione Pay PLC, and Huione Crypto Spółka Z Ograniczoną Odpowiedzialnością (d/b/a Huione Crypto)."
)


def names(text):
    return {each.primary: {name.full: name.kind for name in each.names[1:]} for each in covered(definition(text)).named}


def test_the_definition_of_huione_group_names_three_and_their_other_names():
    assert names(HUIONE) == {
        "Haowang Guarantee": {"Huione Guarantee": "former"},
        "Huione Pay PLC": {},
        "Huione Crypto Spółka Z Ograniczoną Odpowiedzialnością": {"Huione Crypto": "alias"},
    }
    assert {each.relation for each in covered(definition(HUIONE)).named} == {
        "subsidiaries, branches, and offices of Huione Group, including"
    }


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (
            (
                "Commercial Bank of Syria means any branch, office, or subsidiary of Commercial Bank of Syria operating in Syria "
                "or in any other jurisdiction, including Syrian Lebanese Commercial Bank."
            ),
            ["Syrian Lebanese Commercial Bank"],
        ),
        (
            (
                "Banco Delta Asia means all branches, offices, and subsidiaries of Banco Delta Asia operating in any jurisdiction, "
                "including its subsidiaries Delta Asia Credit Limited and Delta Asia Insurance Limited."
            ),
            ["Delta Asia Credit Limited", "Delta Asia Insurance Limited"],
        ),
        (
            "FBME Bank, Ltd. means all branches, offices, and subsidiaries of FBME Bank, Ltd. operating in any jurisdiction.",
            [],
        ),
        (
            (
                "Al-Huda Bank. The term “Al-Huda Bank” means all subsidiaries, branches, and offices of Al-Huda Bank operating as "
                "a bank in any jurisdiction."
            ),
            [],
        ),
        (
            (
                "The term “X Group” means all subsidiaries of X Group, including A Bank, Ltd., B Trust and Banking Co., and any "
                "successor to either."
            ),
            ["A Bank, Ltd.", "B Trust and Banking Co."],
        ),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else "",
)
def test_definitions_as_sections_have_them(text, named):
    assert list(names(text)) == named


def test_a_registration_number_is_an_identifier_and_what_is_not_named_stays_open():
    what = definition(
        "The term “X” means all offices of X, including H-Pay Service PLC (registration number 00074959), and any successor of X."
    )
    found = covered(what)
    (one,) = found.named
    assert [(each.type, each.value) for each in one.identifiers] == [("registration", "00074959")]
    assert found.open == ("any successor of X",)


@pytest.mark.parametrize(
    "text",
    [
        "Burmese banking institution means any foreign bank, as that term is defined in § 1010.100(u), chartered or licensed by Burma, including branches and offices located outside Burma.",
        "North Korean banking institution means any bank organized under North Korean law, or any agency, branch, or office located outside the United States of such a bank.",
        "North Korean financial institution means all branches, offices, or subsidiaries of any foreign financial institution, as defined at § 1010.605(f), chartered or licensed by North Korea.",
        "Iranian financial institution means any foreign financial institution, as defined at § 1010.605(f), organized under Iranian law wherever located.",
    ],
    ids=lambda text: text[:24],
)
def test_a_class_names_nobody(text):
    assert of_a_class(definition(text))


@pytest.mark.parametrize(
    "text",
    [
        "The term “X” means all offices of Y operating in any jurisdiction.",
        "The term “X” means X and whoever acts for it.",
        "The term “X” means all offices of X and Foo Bank operating in any jurisdiction.",
        "The term “X” means all offices of X operating in any jurisdiction with Foo Bank, including A Bank.",
        "The term “X” means all offices of X, including entities that it controls.",
        "The term “X” means all offices of X, including A Bank (see below).",
        "The term “X” includes A Bank.",
        "The term “X” means all offices of X, including A Bank and B Bank which are closed.",
    ],
    ids=lambda text: text[13:60],
)
def test_another_build_is_refused_and_nobody_is_guessed(text):
    with pytest.raises(SourceChanged):
        covered(definition(text))


@pytest.mark.parametrize("listed", ["Trust and Savings Bank", "A Bank and B Bank", "A Bank, B Bank and C Bank"])
def test_what_may_be_one_name_or_two_is_refused(listed):
    with pytest.raises(SourceChanged, match="one name or two"):
        names(f"The term “X” means all offices of X, including {listed}.")


@pytest.mark.parametrize(("text", "expected"), [
    ("Huione Pay PLC", True), ("any successor", False), ("Bank of Dandong", True), ("Entities that it owns", False),
    ("", False), ("12 Capital", True), ("Spółka Z Ograniczoną", True),
])  # fmt: skip
def test_what_looks_like_a_name(text, expected):
    assert is_name(text) is expected


def test_standing_terms_are_told_from_subjects():
    assert definition("Covered financial institution has the same meaning as provided in § 1010.605(e)(1).").standing
    assert not definition(HUIONE).standing
    assert definition("For purposes of this section, the following terms have the following meanings.") is None


NAMES = st.lists(
    st.from_regex(r"[A-Z][a-z]{2,8} [A-Z][a-z]{2,8} (Bank|PLC|Trust)", fullmatch=True),
    min_size=1,
    max_size=6,
    unique=True,
)


@given(NAMES)
def test_every_name_that_is_listed_is_found_and_no_other(listed):
    text = listed[0] if len(listed) == 1 else ", ".join(listed[:-1]) + f", and {listed[-1]}"
    assert list(names(f"The term “X Group” means all branches of X Group, including {text}.")) == listed


@given(NAMES, st.data())
def test_a_definition_cut_short_never_names_anybody_else(listed, data):
    text = f"The term “X Group” means all branches of X Group, including {', '.join(listed)}, and Last Bank."
    cut = text[: data.draw(st.integers(1, len(text)))]
    what = definition(cut)
    try:
        found = {each.primary for each in covered(what).named} if what else set()
    except SourceChanged:
        return
    assert found <= {*listed, "Last Bank"}


def test_a_slug_is_plain_letters():
    assert (
        slug("Huione Crypto Spółka Z Ograniczoną Odpowiedzialnością")
        == "huione-crypto-spolka-z-ograniczona-odpowiedzialnoscia"
    )
