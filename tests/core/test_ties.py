"""Ties: which of the rules' cases is certain and which a person must decide, and that nothing else is a tie."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanctionwire.core.model import DateSpan, Entry, Identifier, Mention, Name, Subject
from sanctionwire.core.ties import Sought, distinctive, identifier_key, name_keys, tie, tie_id


def strong(full, **more):
    return Name(full=full, **{"kind": "primary", "strength": "strong"} | more)


def party(key, *names, schema="Organization", source="us_ofac", countries=(), births=(), identifiers=()):
    subject = Subject(
        schema=schema,
        names=tuple(strong(name) if isinstance(name, str) else name for name in names),
        countries=countries,
        births=tuple(DateSpan(begin=day) for day in births),
        identifiers=identifiers,
    )
    return Entry(id=f"{source}:{key}", source=source, type="party", subject=subject)


def number(value="00074959", kind="registration", country=None):
    return Identifier(type=kind, value=value, country=country)


def named(name, country=None, schema=None, identifiers=()):
    mention = Mention(name=name, country=country, schema=schema, identifiers=identifiers)
    return Sought.mention("us_treasury_press", mention)


def described(*names, births=(), schema="Person", **more):
    sought = Sought.party(party("x", *names, schema=schema, births=births, source="uk_sl", **more))
    assert sought
    return sought


GROUP = party(1, "Huione Group", countries=("kh",))
LEI = "5493001KJTIIGC8Y1R12"

CERTAIN = {
    "an identifier, whatever the names": (
        named("Something else", identifiers=(number(LEI, "lei"),)),
        party(1, "Huione Group", identifiers=(number(LEI, "lei"),)),
    ),
    "an identifier that is spaced otherwise": (
        named("Something else", identifiers=(number("KRS 000-104", "duns"),)),
        party(1, "Huione Group", identifiers=(number("krs000104", "duns"),)),
    ),
    "a registration, where its country agrees": (
        named("Something else", identifiers=(number(country="kh"),)),
        party(1, "H-Pay Service PLC", identifiers=(number(country="kh"),)),
    ),
    "a registration of unstated country, where the name agrees": (
        named("H-Pay Service PLC", identifiers=(number(),)),
        party(1, "H-Pay Service PLC", identifiers=(number(country="kh"),)),
    ),
    "the primary name of an organisation": (named("Huione Group"), GROUP),
    "in another case, with other accents and punctuation": (
        named("HUIONE PAY P.L.C."),
        party(1, "Huione Pay Plc."),
    ),
    "a strong alias": (named("Prince Group TCO"), party(1, "Prince", strong("PRINCE GROUP TCO", kind="alias"))),
    "where the countries agree": (named("Huione Group", "kh"), GROUP),
    "where only one of them states a country": (named("Huione Group", "kh"), party(1, "Huione Group")),
    "a company that the other calls a legal entity": (
        named("Panda Commercial Bank", schema="Company"),
        party(1, "Panda Commercial Bank", schema="LegalEntity"),
    ),
    "a person's name and date of birth": (
        described("CHEN, Zhi", births=("1987-12-16",)),
        party(1, "Chen Zhi", schema="Person", births=("1987-12-16",)),
    ),
    "a person's passport": (
        described("CHEN, Zhi", identifiers=(number("N0000001", "passport", "kh"),)),
        party(1, "Vincent Chen", schema="Person", identifiers=(number("N0000001", "passport", "kh"),)),
    ),
}

CANDIDATES = {
    "a person's name alone": (named("Chen Zhi"), party(1, "CHEN, Zhi", schema="Person"), "not known by a name alone"),
    "a person's name and year of birth": (
        described("CHEN, Zhi", births=("1987",)),
        party(1, "Chen Zhi", schema="Person", births=("1987",)),
        "not known by a name alone",
    ),
    "a person born on another day": (
        described("CHEN, Zhi", births=("1987-12-16",)),
        party(1, "Chen Zhi", schema="Person", births=("1987-12-17",)),
        "the dates of birth differ",
    ),
    "a person of one word, though the birth agrees": (
        described("Sukarno", births=("1987-12-16",)),
        party(1, "Sukarno", schema="Person", births=("1987-12-16",)),
        "a single word",
    ),
    "a weak alias": (
        named("Prince Group"),
        party(1, "Something", strong("Prince Group", kind="alias", strength="weak")),
        "weak alias",
    ),
    "a weak alias of whoever names it": (
        described("Anybody", strong("Huione Group", strength="weak"), schema="Organization"),
        GROUP,
        "weak alias",
    ),
    "an alias of unstated strength": (
        named("Huione Group"),
        party(1, "Something", Name(full="Huione Group")),
        "not stated",
    ),
    "a former name": (
        named("Huione Guarantee"),
        party(1, "Haowang Guarantee", strong("Huione Guarantee", kind="former")),
        "formerly",
    ),
    "another legal form": (named("Huione Pay"), party(1, "Huione Pay PLC"), "legal form differs"),
    "two legal forms": (named("Huione Pay Limited"), party(1, "Huione Pay PLC"), "legal form differs"),
    "one word": (named("Bitzlato"), party(1, "BITZLATO"), "short or common"),
    "a name of common words": (named("General Trading Company"), party(1, "GENERAL TRADING COMPANY"), "common"),
    "a name of few letters": (named("TBC Bank"), party(1, "TBC BANK"), "common"),
    "contradicting countries": (named("Huione Group", "cy"), GROUP, "countries differ"),
    "contradicting schemas": (named("Huione Group", schema="Person"), GROUP, "a person, the other an organisation"),
    "a vessel by its name": (named("Huione Princess"), party(1, "HUIONE PRINCESS", schema="Vessel"), "by its number"),
    "a number of unstated country and another name": (
        named("Something else", identifiers=(number(),)),
        party(1, "H-Pay Service PLC", identifiers=(number(country="kh"),)),
        "not stated on both sides",
    ),
    "a number of another country": (
        named("H-Pay Service PLC", identifiers=(number(country="th"),)),
        party(1, "H-Pay Service PLC", identifiers=(number(country="kh"),)),
        "one of th and as one of kh",
    ),
    "a number of another kind of party": (
        named("Huione Group", schema="Vessel", identifiers=(number(LEI, "lei"),)),
        party(1, "Huione Group", identifiers=(number(LEI, "lei"),)),
        "a vessel, the other an organisation",
    ),
}

NOTHING = {
    "another name": (named("Huione Crypto"), GROUP),
    "part of a name": (named("Huione"), GROUP),
    "another script": (named("汇旺集团"), GROUP),
    "a shared telephone number": (
        named("Something", identifiers=(number("+855 12 345 678", "phone"),)),
        party(1, "Huione Group", identifiers=(number("+855 12 345 678", "phone"),)),
    ),
    "a number of another type": (
        named("Something", identifiers=(number("12345678", "tax"),)),
        party(1, "Huione Group", identifiers=(number("12345678"),)),
    ),
    "its own source": (named("Huione Group"), party(1, "Huione Group", source="us_treasury_press")),
    "nothing but common words besides the legal form": (named("Trading Bank Ltd"), party(1, "Trading Bank PLC")),
}


@pytest.mark.parametrize("case", CERTAIN)
def test_a_tie_is_certain_by(case):
    sought, entry = CERTAIN[case]
    (found,) = tie(sought, [entry])
    assert (found.entry_id, found.certainty) == (entry.id, "certain"), found.why
    assert ", but " not in found.why


@pytest.mark.parametrize("case", CANDIDATES)
def test_a_person_must_decide_on(case):
    sought, entry, why = CANDIDATES[case]
    (found,) = tie(sought, [entry])
    assert found.certainty == "candidate"
    assert why in found.why.partition(", but ")[2]


@pytest.mark.parametrize("case", NOTHING)
def test_no_tie_is(case):
    sought, entry = NOTHING[case]
    assert tie(sought, [entry]) == []


def test_two_of_one_source_by_one_name_are_both_candidates_and_one_of_another_source_is_certain():
    twins = [party(38499, "TORNADO CASH"), party(39796, "Tornado Cash")]
    found = tie(named("Tornado Cash"), [*twins, party("CYB1", "Tornado Cash", source="uk_sl")])
    assert [(each.entry_id, each.certainty) for each in found] == [
        ("uk_sl:CYB1", "certain"), ("us_ofac:38499", "candidate"), ("us_ofac:39796", "candidate"),
    ]  # fmt: skip
    assert "2 entries of us_ofac" in found[1].why


def test_two_that_state_one_number_are_both_candidates():
    both = [party(key, f"Huione {key}", identifiers=(number(LEI, "lei"),)) for key in "ab"]
    assert {each.certainty for each in tie(named("?", identifiers=(number(LEI, "lei"),)), both)} == {"candidate"}


def test_who_agrees_by_number_makes_a_namesake_of_the_same_source_a_candidate():
    sought = named("Huione Group", identifiers=(number(LEI, "lei"),))
    found = tie(sought, [GROUP, party(2, "Other Words Group", identifiers=(number(LEI, "lei"),))])
    assert {each.entry_id: each.certainty for each in found} == {"us_ofac:1": "candidate", "us_ofac:2": "certain"}


def test_the_best_of_several_names_counts():
    entry = party(1, strong("Huione Group", kind="alias", strength="weak"), "Huione Group Holdings Asia")
    sought = described("Huione Group", "Huione Group Holdings Asia", schema="Organization")
    assert tie(sought, [entry])[0].certainty == "certain"


def test_a_pair_keeps_its_id_whoever_writes_the_name_and_another_speaker_has_another():
    ours = tie_id("kh_nbc", "Huione Pay PLC", "us_ofac:1")
    assert ours == tie_id("kh_nbc", "HUIONE PAY plc.", "us_ofac:1")
    assert ours != tie_id("kh_nbc", "Huione Pay", "us_ofac:1")
    assert ours != tie_id("in_rbi", "Huione Pay PLC", "us_ofac:1")


def test_what_is_looked_up_for_a_name_and_a_number():
    assert name_keys("Huione Pay PLC") == ("huione pay plc", "huione pay")
    assert name_keys("Prince Ltd") == ("ltd prince",)
    assert identifier_key(number("0007-4959")) == "registration#00074959"
    assert identifier_key(number("+855 12 345 678", "phone")) is None
    assert identifier_key(number("A-1")) is None
    assert not distinctive("")


words = st.sampled_from(["Huione", "Prince", "Bank", "Group", "PLC", "Ltd", "Zhi", "Chen", "of"])
full = st.lists(words, min_size=1, max_size=3).map(" ".join)
names = st.builds(
    Name,
    full=full,
    kind=st.sampled_from(["primary", "alias", "former"]),
    strength=st.sampled_from(["strong", "weak", "unstated"]),
)
subjects = st.builds(
    Subject,
    schema=st.sampled_from(["Person", "Company", "Vessel"]),
    names=st.lists(names, min_size=1, max_size=3).map(tuple),
    countries=st.sampled_from([(), ("kh",), ("cy",)]),
    identifiers=st.sampled_from([(), (number(),), (number(country="kh"),), (number(country="cy"),)]),
)


def entry_of(place, source, subject):
    return Entry(id=f"{source}:{place}", source=source, type="party", subject=subject)


@given(
    ours=subjects,
    theirs=st.lists(st.tuples(st.sampled_from(["us_ofac", "un_sc"]), subjects), max_size=5),
)
def test_nothing_is_certain_of_two_in_one_source_or_by_a_weak_alias_alone(ours, theirs):
    sought = Sought.party(entry_of(0, "uk_sl", ours))
    candidates = [entry_of(place, *each) for place, each in enumerate(theirs)]
    found = tie(sought, candidates)
    assert found == tie(sought, candidates[::-1])
    certain = [each.entry_id for each in found if each.certainty == "certain"]
    assert len({entry_id.partition(":")[0] for entry_id in certain}) == len(certain)
    for entry in candidates:
        no_number = not (ours.identifiers and entry.subject.identifiers)
        weak = {name.strength for side in (ours, entry.subject) for name in side.names} == {"weak"}
        if no_number and (weak or ours.schema_ == "Person" or ours.schema_ != entry.subject.schema_):
            assert entry.id not in certain
