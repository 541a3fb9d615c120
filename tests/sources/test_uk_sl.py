"""The UK Sanctions List: what it reads as, what never counts as a change, and what is refused; a real fragment too."""

from __future__ import annotations

import io
import random
import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from sanctionwire.core.diff import diff
from sanctionwire.core.model import DateSpan, Entry
from sanctionwire.errors import SourceChanged, WireError
from sanctionwire.source import Document, State
from sanctionwire.sources import uk_sl
from sanctionwire.sources.uk_sl import SOURCE
from sanctionwire.sources.uk_sl.measures import EFFECTS

REAL = Path(__file__).parents[3] / "shared" / "data" / "uk" / "FRAGMENT_UK-Sanctions-List_2026-09-07_first2.xml"
real = pytest.mark.skipif(not REAL.is_file(), reason=f"no real fragment of the list at {REAL}")
SAMPLES = Path(uk_sl.__file__).parent / "samples"

INDICATORS = "<SanctionsImposedIndicators>{}</SanctionsImposedIndicators>"
FREEZE = INDICATORS.format("<AssetFreeze>true</AssetFreeze><TravelBan>false</TravelBan>")
RECORD = (
    "<Designation><LastUpdated>04/08/2026</LastUpdated><DateDesignated>29/06/2012</DateDesignated>"
    "<UniqueID>XYZ0001</UniqueID><Names><Name><Name1>Ann</Name1><Name6>BEE</Name6><NameType>Primary Name</NameType>"
    "</Name>{names}</Names><RegimeName>The Somewhere (Sanctions) Regulations 2020</RegimeName>"
    "<IndividualEntityShip>{kind}</IndividualEntityShip><DesignationSource>{source}</DesignationSource>"
    "<SanctionsImposed>{said}</SanctionsImposed>{indicators}{more}</Designation>"
)


def document(body: bytes) -> Document:
    """A body as served."""
    return Document(name="list", url="", opened=lambda: io.BytesIO(body), sha256="", size=len(body), fetched_at="")


def raws(body: bytes) -> dict[str, bytes]:
    """The list's raw records by key."""
    return {record.key: record.raw for record in SOURCE.parse({"list": document(body)}, State(), None).records}


def entries(body: bytes) -> dict[str, Entry]:
    """The list's entries by id."""
    read = (SOURCE.read(key, raw, {}) for key, raw in raws(body).items())
    return {entry.id: entry for entry in read}


def whole(*records: str, day: str = "07/09/2026") -> bytes:
    """A list of these records."""
    return f"<Designations><DateGenerated>{day}</DateGenerated>{''.join(records)}</Designations>".encode()


def one(
    more: str = "", *, names: str = "", kind: str = "Individual", source: str = "UK", said: str = "Asset freeze",
    indicators: str = FREEZE,
) -> Entry:  # fmt: skip
    """One designation with something more in the record."""
    record = RECORD.format(more=more, names=names, kind=kind, source=source, said=said, indicators=indicators)
    (entry,) = entries(whole(record)).values()
    return entry


def person(details: str) -> Entry:
    """One individual with these details."""
    return one(f"<IndividualDetails><Individual>{details}</Individual></IndividualDetails>")


@real
def test_the_real_fragment_is_read_to_the_last_element():
    found = entries(REAL.read_bytes())
    assert found.keys() == {"uk_sl:AFG0001", "uk_sl:AFG0006"}
    assert not any(entry.unmapped for entry in found.values())
    office, mullah = found["uk_sl:AFG0001"].subject, found["uk_sl:AFG0006"].subject
    assert (office.schema_, len(office.names), len(office.addresses)) == ("LegalEntity", 10, 16)
    assert {number.type for number in office.identifiers} == {"phone", "email", "other", "un_reference"}
    assert [birth.begin for birth in mullah.births] == [
        "1945", "1946", "1947", "1948", "1949", "1950", "1955", "1956", "1957", "1958",
    ]  # fmt: skip
    (passport,) = [number for number in mullah.identifiers if number.type == "passport"]
    assert (passport.country, passport.issued, passport.expires) == (
        "af",
        DateSpan(begin="2024-08-07"),
        DateSpan(begin="2034-08-07"),
    ), "one passport, though the list repeats it for every date of birth"
    listing = found["uk_sl:AFG0006"].listings[0]
    assert [(measure.type, measure.effect) for measure in listing.measures] == [
        ("Asset freeze", "block"),
        ("Travel Ban", "travel"),
    ]
    assert (listing.listed_on, listing.implements) == ("2001-01-25", "UN TAi.002")


@real
def test_every_text_of_the_real_fragment_stands_in_the_entry_or_is_named_as_left_out():
    body = REAL.read_bytes()
    said = " ".join(entry.model_dump_json() for entry in entries(body).values())
    left_out = {"LastUpdated", "DateGenerated", "DateDesignated", "DOB", "IndividualEntityShip", "DesignationSource"}
    split = {"SanctionsImposed", "AddressCountry", "Nationality", "CountryOfBirth", "NameType"}
    for element in etree.fromstring(body).iter():
        text = " ".join((element.text or "").split())
        if text and element.tag not in left_out | split and text not in {"true", "false"}:
            assert text in said, element.tag


def test_the_day_on_which_the_file_was_made_is_no_part_of_any_record():
    record = RECORD.format(more="", names="", kind="Entity", source="UK", said="Asset freeze", indicators=FREEZE)
    older, newer = whole(record), whole(record.replace("04/08/2026", "05/08/2026"), day="08/09/2026")
    assert raws(older) == raws(newer)
    parsed = SOURCE.parse({"list": document(newer)}, State(), None)
    assert (parsed.mode, parsed.published, parsed.publication) == ("full", "2026-09-08", None)


def test_an_indicator_that_is_new_and_false_everywhere_changes_no_record():
    older = RECORD.format(more="", names="", kind="Entity", source="UK", said="Asset freeze", indicators=FREEZE)
    newer = older.replace("</SanctionsImposedIndicators>", "<ExitBan>false</ExitBan></SanctionsImposedIndicators>")
    assert raws(whole(older)) == raws(whole(newer))


def test_fourteen_october_2025_is_six_designations_and_no_other_change():
    before, after = (entries((SAMPLES / name).read_bytes()) for name in ("earlier.xml", "later.xml"))
    changes = diff(before, after)
    assert {(change.kind, change.entry.listings[0].listed_on) for change in changes} == {("designated", "2025-10-14")}
    assert {change.entry.caption for change in changes} == {
        "Zhi CHEN",
        "Wei Ren QIU",
        "PRINCE HOLDING GROUP",
        "JIN BEI GROUP CO. LTD.",
        "GOLDEN FORTUNE RESORTS WORLD LTD",
        "BYEX EXCHANGE",
    }
    assert {change.entry.listings[0].programmes for change in changes} == {
        ("The Global Human Rights Sanctions Regulations 2020",)
    }


@pytest.mark.parametrize(
    ("source", "reference", "implements"),
    [("UK", None, None), ("UN", None, "UN"), ("UN", "KPi.001", "UN KPi.001"), ("UK", "QDi.002", "UN QDi.002")],
)
def test_what_is_the_uns_says_which_entry_it_gives_effect_to(source, reference, implements):
    entry = one(f"<UNReferenceNumber>{reference}</UNReferenceNumber>" if reference else "", source=source)
    assert entry.listings[0].implements == implements
    assert [each.value for each in entry.subject.identifiers if each.type == "un_reference"] == (
        [reference] if reference else []
    )


def test_the_ofsi_group_is_a_further_key_and_an_identifier():
    entry = one("<OFSIGroupID>12703</OFSIGroupID>")
    assert entry.other_keys == ("OFSI Group ID 12703",)
    assert [(each.type, each.label, each.value) for each in entry.subject.identifiers] == [
        ("other", "OFSI Group ID", "12703")
    ]


@pytest.mark.parametrize(
    ("said", "true", "effects"),
    [
        ("Asset freeze|Travel Ban", ("AssetFreeze", "TravelBan"), {"Asset freeze": "block", "Travel Ban": "travel"}),
        ("De-flag|Prohibition of port entry", ("Deflag", "ProhibitionOfPortEntry"), dict.fromkeys(("De-flag", "Prohibition of port entry"), "other")),
        ("Asset freeze | Trust Services Sanctions", ("AssetFreeze", "TrustServicesSanctions"), {"Asset freeze": "block", "Trust Services Sanctions": "other"}),
    ],
)  # fmt: skip
def test_measures_stand_in_the_lists_own_words_with_their_effect(said, true, effects):
    entry = one(said=said, indicators=INDICATORS.format("".join(f"<{name}>true</{name}>" for name in true)))
    assert {measure.type: measure.effect for measure in entry.listings[0].measures} == effects
    assert not entry.unmapped


@given(said=st.sets(st.sampled_from(sorted(EFFECTS)), min_size=1), true=st.sets(st.sampled_from(sorted(EFFECTS))))
def test_words_and_indicators_that_disagree_are_refused_and_those_that_agree_are_read(said, true):
    words = "|".join(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name) for name in sorted(said))
    flags = "".join(f"<{name}>{str(name in true).lower()}</{name}>" for name in sorted(EFFECTS))
    if said != true:
        with pytest.raises(SourceChanged, match="both to say the same"):
            one(said=words, indicators=INDICATORS.format(flags))
        return
    read = one(said=words, indicators=INDICATORS.format(flags)).listings[0].measures
    assert sorted(measure.effect for measure in read) == sorted(EFFECTS[name] for name in said)


def test_a_measure_that_is_new_is_carried_and_marked_and_its_effect_is_not_guessed():
    entry = one(said="Asset freeze|Exit ban", indicators=FREEZE.replace("</Asset", "</Asset").replace(
        "</SanctionsImposedIndicators>", "<ExitBan>true</ExitBan></SanctionsImposedIndicators>"))  # fmt: skip
    assert {measure.type: measure.effect for measure in entry.listings[0].measures} == {
        "Asset freeze": "block",
        "Exit ban": "other",
    }
    assert [(mark.field, mark.value) for mark in entry.unmapped] == [("SanctionsImposedIndicators", "ExitBan")]


def test_new_words_stand_for_an_indicator_only_where_it_is_neither_freeze_nor_travel_ban():
    chartering = INDICATORS.format("<CharteringOfShips>true</CharteringOfShips>")
    entry = one(said="No charter", indicators=chartering)
    assert [(measure.type, measure.effect) for measure in entry.listings[0].measures] == [("No charter", "other")]
    assert [(mark.field, mark.value) for mark in entry.unmapped] == [("SanctionsImposed", "No charter")]
    with pytest.raises(SourceChanged, match="both to say the same"):
        one(said="Freezing")


@pytest.mark.parametrize(
    ("more", "said", "indicators"),
    [
        ("", "Asset freeze", ""),
        ("", "", FREEZE),
        ("", "|", FREEZE),
        ("", "Asset freeze", FREEZE + FREEZE),
        ("", "Asset freeze", FREEZE.replace("false", "perhaps")),
        ("<EntityDetails><Entity/></EntityDetails>", "Asset freeze", FREEZE),
        ("<ShipDetails><Ship><IMONumbers/></Ship></ShipDetails>", "Asset freeze", FREEZE),
        ("<IndividualDetails><Individual/><Individual/></IndividualDetails>", "Asset freeze", FREEZE),
        ("<RegimeName>Another</RegimeName>", "Asset freeze", FREEZE),
        ("<Surprise/>", "Asset freeze", FREEZE),
    ],
    ids=[
        "no indicators", "no measures", "empty measures", "indicators twice", "neither true nor false",
        "an individual with an entity's details", "an individual with a ship's", "two individuals in one record",
        "two regimes", "an unknown element",
    ],
)  # fmt: skip
def test_a_record_that_contradicts_itself_is_refused(more, said, indicators):
    with pytest.raises(SourceChanged):
        one(more, said=said, indicators=indicators)


@pytest.mark.parametrize(
    "body",
    [
        b"<Designations/>",
        b"<Designations><Designation><UniqueID>A1</UniqueID></Designation></Designations>",
        whole(day="2026-09-07"),
        whole(day=""),
        whole("<DateGenerated>07/09/2026</DateGenerated>"),
        whole("<Designation/>"),
        whole("<Designation><UniqueID>number one</UniqueID></Designation>"),
        whole("<Designation><UniqueID>XYZ0001</UniqueID><UniqueID>XYZ0002</UniqueID></Designation>"),
    ],
    ids=["empty", "undated", "another date", "no date", "two dates", "empty record", "no key", "two keys"],
)
def test_a_list_without_its_date_or_its_keys_is_refused_or_empty(body):
    if body == b"<Designations/>":
        parsed = SOURCE.parse({"list": document(body)}, State(), None)
        assert list(parsed.records) == [], "the least count refuses it"
        return
    with pytest.raises(SourceChanged):
        raws(body)


@pytest.mark.parametrize(
    ("text", "birth"),
    [
        ("07/10/1952", "1952-10-07"),
        ("dd/07/1978", "1978-07"),
        ("dd/mm/1945", "1945"),
        ("00/00/1975", "1975"),
        ("DD/MM/1945", "1945"),
        ("dd/mm/yyyy", None),
    ],
)
def test_a_date_of_birth_keeps_what_is_known_of_it(text, birth):
    births = person(f"<DOBs><DOB>{text}</DOB></DOBs>").subject.births
    assert births == ((DateSpan(begin=birth),) if birth else ())


@pytest.mark.parametrize(
    "text", ["31/02/1960", "dd/13/1960", "circa 1960", "1960", "07/mm/1960", "1/1/1960", "07/10/yyyy"]
)
def test_a_date_of_birth_that_is_none_is_refused(text):
    with pytest.raises(SourceChanged):
        person(f"<DOBs><DOB>{text}</DOB></DOBs>")


@given(day=st.dates())
def test_every_day_of_birth_is_read_as_that_day(day):
    (birth,) = person(f"<DOBs><DOB>{day:%d/%m/}{day.year:04}</DOB></DOBs>").subject.births
    assert birth.begin == day.isoformat()


@pytest.mark.parametrize(
    ("name", "kind", "strength", "marks"),
    [
        ("<NameType>Primary name</NameType>", "primary", "strong", []),
        ("<NameType>Primary Name Variation</NameType>", "alias", "unstated", []),
        ("<NameType>ALias</NameType>", "alias", "unstated", []),
        ("<NameType>Alias</NameType><AliasStrength>Good quality a.k.a</AliasStrength>", "alias", "strong", []),
        ("<NameType>Alias</NameType><AliasStrength>Low quality a.k.a.</AliasStrength>", "alias", "weak", []),
        ("<NameType>Alias</NameType><AliasStrength>Fair</AliasStrength>", "alias", "unstated", ["AliasStrength"]),
        ("<NameType>Nickname</NameType>", "alias", "unstated", ["NameType"]),
        ("", "alias", "unstated", ["NameType"]),
    ],
)
def test_a_name_has_the_kind_and_strength_that_the_list_gives_it(name, kind, strength, marks):
    entry = one(names=f"<Name><Name1> Cy</Name1><Name6>DEE </Name6>{name}</Name>")
    (found,) = [each for each in entry.subject.names if each.full == "Cy DEE"]
    assert (found.kind, found.strength, found.given, found.family) == (kind, strength, "Cy", "DEE")
    assert [mark.field for mark in entry.unmapped] == marks


def test_a_name_without_any_part_says_nothing_and_one_of_record_is_needed():
    assert len(one(names="<Name><NameType>Alias</NameType></Name>").subject.names) == 1
    record = RECORD.format(more="", names="", kind="Ship", source="UK", said="Asset freeze", indicators=FREEZE)
    with pytest.raises(SourceChanged, match="no primary name"):
        entries(whole(record.replace("Primary Name", "Alias")))


@pytest.mark.parametrize(
    ("labels", "text", "script", "language"),
    [
        ("", "محمد", "Arab", None),
        ("<NonLatinScriptType>Cyrillic</NonLatinScriptType><NonLatinScriptLanguage>Russian</NonLatinScriptLanguage>", "Иван", "Cyrl", "ru"),
        ("<NonLatinScriptType>Cyrillic</NonLatinScriptType>", "OAO STUPINSKAYA", "Latn", None),
        ("<NonLatinScriptLanguage>Klingon</NonLatinScriptLanguage>", "陈志", "Hani", None),
    ],
)  # fmt: skip
def test_the_script_of_a_name_is_that_of_its_letters_whatever_its_label(labels, text, script, language):
    more = f"<NonLatinNames><NonLatinName><NameNonLatinScript>{text} </NameNonLatinScript>{labels}</NonLatinName></NonLatinNames>"
    (found,) = [name for name in one(more).subject.names if name.full == text]
    assert (found.script, found.language, found.kind) == (script, language, "alias")


@pytest.mark.parametrize(
    ("text", "country", "issued", "expires"),
    [
        ("Afghanistan passport number P1, issued on 7 August 2024, issued in Kandahar, Afghanistan (expires 7 August 2034)", "af", "2024-08-07", "2034-08-07"),
        ("Cyprus passport number P1", "cy", None, None),
        ("Russia", "ru", None, None),
        ("Afghanistan passport number P2, issued on 7 August 2024", None, None, None),
        ("Said to have been stolen in 2011, issued on 7 August 2024", None, None, None),
        ("", None, None, None),
    ],
)  # fmt: skip
def test_what_a_passports_text_says_is_read_only_where_it_speaks_of_that_number(text, country, issued, expires):
    entry = person(
        "<PassportDetails><Passport><PassportNumber>P1</PassportNumber>"
        f"<PassportAdditionalInformation>{text}</PassportAdditionalInformation></Passport></PassportDetails>"
    )
    (paper,) = entry.subject.identifiers
    assert (paper.type, paper.value, paper.country, paper.note) == ("passport", "P1", country, text or None)
    assert [span and span.begin for span in (paper.issued, paper.expires)] == [issued, expires]


def test_an_individual_has_its_particulars():
    entry = person(
        "<Genders><Gender>Female</Gender></Genders><Nationalities><Nationality>Cambodia</Nationality></Nationalities>"
        "<NationalIdentifierDetails><NationalIdentifier><NationalIdentifierNumber>010</NationalIdentifierNumber>"
        "</NationalIdentifier><NationalIdentifier><NationalIdentifierAdditionalInformation>Tazkira, number unknown"
        "</NationalIdentifierAdditionalInformation></NationalIdentifier></NationalIdentifierDetails>"
        "<BirthDetails><Location><TownOfBirth>Fuzhou</TownOfBirth><CountryOfBirth>China</CountryOfBirth></Location>"
        "<Location><CountryOfBirth>Cambodia</CountryOfBirth></Location></BirthDetails>"
    )
    subject = entry.subject
    assert (subject.gender, subject.nationalities) == ("female", ("kh",))
    assert [(place.text, place.country) for place in subject.birth_places] == [
        ("Cambodia", "kh"),
        ("Fuzhou, China", "cn"),
    ]
    assert [(each.type, each.value) for each in subject.identifiers] == [("national_id", "010")]
    assert [(each.type, each.value) for each in subject.particulars] == [("document", "Tazkira, number unknown")]


def test_an_entity_has_its_numbers_and_its_kin():
    entry = one(
        "<EntityDetails><Entity><TypeOfEntities><TypeOfEntity>Bank</TypeOfEntity></TypeOfEntities>"
        "<BusinessRegistrationNumbers><BusinessRegistrationNumber>INN 7729</BusinessRegistrationNumber>"
        "</BusinessRegistrationNumbers><ParentCompanies><ParentCompany>Up Ltd</ParentCompany></ParentCompanies>"
        "<Subsidiaries><Subsidiary>Down Ltd</Subsidiary></Subsidiaries></Entity></EntityDetails>",
        kind="Entity",
    )
    assert [(each.type, each.value) for each in entry.subject.identifiers] == [("registration", "INN 7729")]
    assert [(each.type, each.value) for each in entry.subject.particulars] == [("organization_type", "Bank")]
    assert {(each.type, each.common, each.target_name) for each in entry.relations} == {
        ("Parent company", "owner", "Up Ltd"),
        ("Subsidiary", "subsidiary", "Down Ltd"),
    }
    assert {(name.full, name.given, name.family) for name in entry.subject.names} == {("Ann BEE", None, None)}


@pytest.mark.parametrize("number", ["IMO9562233", "IMO 9562233", "9562233", "IMO: 9562233"])
def test_a_ship_has_its_number_however_written_its_flags_and_who_runs_it(number):
    entry = one(
        f"<ShipDetails><Ship><IMONumbers><IMONumber>{number}</IMONumber></IMONumbers>"
        "<CurrentOwnerOperators><CurrentOwnerOperator>A Shipping</CurrentOwnerOperator></CurrentOwnerOperators>"
        "<PreviousOwnerOperators><PreviousOwnerOperator>B Shipping</PreviousOwnerOperator></PreviousOwnerOperators>"
        "<CurrentBelievedFlagOfShips><CurrentBelievedFlagOfShip>Comoros</CurrentBelievedFlagOfShip>"
        "</CurrentBelievedFlagOfShips><PreviousFlags><PreviousFlag>India</PreviousFlag></PreviousFlags>"
        "<TypeOfShipDetails><TypeOfShip>Bulk Carrier</TypeOfShip></TypeOfShipDetails>"
        "<TonnageOfShipDetails><TonnageOfShip>7078</TonnageOfShip></TonnageOfShipDetails>"
        "<LengthOfShipDetails><LengthOfShip>110</LengthOfShip></LengthOfShipDetails>"
        "<YearsBuilt><YearBuilt>2011</YearBuilt></YearsBuilt></Ship></ShipDetails>",
        kind="Ship",
    )
    assert [(each.type, each.value, each.checksum) for each in entry.subject.identifiers] == [("imo", "9562233", "ok")]
    flags = [(each.value, each.country, each.former) for each in entry.subject.particulars if each.type == "flag"]
    assert flags == [("Comoros", "km", False), ("India", "in", True)]
    assert {each.type for each in entry.subject.particulars} == {"flag", "vessel_type", "tonnage", "other", "built"}
    assert {(each.type, each.common) for each in entry.relations} == {
        ("Current owner/operator", "other"),
        ("Previous owner/operator", "other"),
    }, "the list does not say which of the two it means"


@pytest.mark.parametrize(
    ("more", "field", "value"),
    [
        ("<Addresses><Address><AddressCountry>Atlantis</AddressCountry></Address></Addresses>", "AddressCountry", "Atlantis"),
        ("<IndividualDetails><Individual><Nationalities><Nationality>Atlantis</Nationality></Nationalities></Individual></IndividualDetails>", "Nationality", "Atlantis"),
        ("<IndividualDetails><Individual><Genders><Gender>Not known</Gender></Genders></Individual></IndividualDetails>", "Gender", "Not known"),
    ],
)  # fmt: skip
def test_a_value_that_is_new_is_carried_and_marked(more, field, value):
    assert [(mark.field, mark.value) for mark in one(more).unmapped] == [(field, value)]
    assert [(mark.field, mark.value) for mark in one(source="EU").unmapped] == [("DesignationSource", "EU")]


def mutated(body: bytes, seed: int) -> bytes:
    """The list with one thing gone wrong: an element dropped, doubled, renamed or swapped, or the end cut off."""
    chance = random.Random(seed)
    root = etree.fromstring(body)
    every = [each for each in root.iter(etree.Element) if each.getparent() is not None]
    element, other = chance.choice(every), chance.choice(every)
    match chance.randrange(5):
        case 0:
            element.getparent().remove(element)
        case 1:
            element.getparent().insert(0, etree.fromstring(etree.tostring(element)))
        case 2:
            element.tag = other.tag
        case 3:
            element.tag, other.tag = other.tag, element.tag
        case _:
            return body[: chance.randrange(len(body))]
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


@pytest.mark.parametrize("seed", range(0, 1_000, 100))
def test_a_mutated_list_is_refused_or_says_nothing_of_anybody_that_it_did_not_say(seed):
    body = (SAMPLES / "later.xml").read_bytes()
    unspoilt, texts = entries(body), own_words(body)
    for number in range(seed, seed + 100):
        for entry in survivors(mutated(body, number)).values():
            before = unspoilt[entry.id]
            assert entry.listings[0].measures == before.listings[0].measures
            assert entry.subject.schema_ == before.subject.schema_
            assert {word for name in entry.subject.names for word in name.full.split()} <= texts[entry.id], number


def own_words(body: bytes) -> dict[str, set[str]]:
    """The words that the list has of each party."""
    return {
        f"uk_sl:{record.findtext('UniqueID')}": set(" ".join(record.itertext()).split())
        for record in etree.fromstring(body).iter("Designation")
    }


def survivors(body: bytes) -> dict[str, Entry]:
    """What can be read of a list: an entry that cannot is held by itself."""
    found = {}
    try:
        for key, raw in raws(body).items():
            with suppress(WireError):
                found[f"uk_sl:{key}"] = SOURCE.read(key, raw, {})
    except WireError:
        return {}
    return found
