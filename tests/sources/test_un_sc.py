"""The UN list: what it reads as, what never counts as a change, and what is refused; real generations where there are."""

from __future__ import annotations

import gzip
import io
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanctionwire.core.diff import diff
from sanctionwire.core.model import DateSpan, Entry
from sanctionwire.errors import SourceChanged
from sanctionwire.source import Document, State
from sanctionwire.sources import un_sc
from sanctionwire.sources.un_sc import SOURCE
from sanctionwire.sources.un_sc.regimes import REGIMES

REAL = Path(__file__).parents[3] / "shared" / "data" / "un"
GENERATIONS = {
    "2018-06-07": 693 + 405,
    "2018-06-21": 695 + 405,
    "2020-11-23": 713 + 305,
    "2020-11-24": 713 + 305,
    "2020-11-30": 713 + 305,
    "2020-12-01": 712 + 294,
    "2025-04-19": 684 + 193,
}
real = pytest.mark.skipif(not REAL.is_dir(), reason=f"no real generations of the list under {REAL}")

PERSON = (
    "<INDIVIDUAL><DATAID>7</DATAID><VERSIONNUM>1</VERSIONNUM><FIRST_NAME>ANN</FIRST_NAME>"
    "<UN_LIST_TYPE>{regime}</UN_LIST_TYPE><REFERENCE_NUMBER>XXi.001</REFERENCE_NUMBER>"
    "<LISTED_ON>2020-01-02</LISTED_ON><COMMENTS1>{comments}</COMMENTS1>"
    "<LIST_TYPE><VALUE>UN List</VALUE></LIST_TYPE>{more}</INDIVIDUAL>"
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


def person(more: str = "", *, regime: str = "DPRK", comments: str = "") -> Entry:
    """One individual with something more in the record."""
    record = PERSON.format(regime=regime, comments=comments, more=more)
    body = f"<CONSOLIDATED_LIST><INDIVIDUALS>{record}</INDIVIDUALS></CONSOLIDATED_LIST>"
    (entry,) = entries(body.encode()).values()
    return entry


@cache
def generation(day: str) -> dict[str, Entry]:
    """The entries of one real generation."""
    return entries(gzip.decompress((REAL / f"{day}.xml.gz").read_bytes()))


def kinds(old: str, new: str) -> Counter[str]:
    """How many changes of each kind lie between two real generations."""
    return Counter(change.kind for change in diff(generation(old), generation(new)))


@real
@pytest.mark.parametrize(("day", "count"), GENERATIONS.items())
def test_a_real_generation_is_read_whole_with_nothing_left_over(day, count):
    found = generation(day)
    assert len(found) == count
    assert all(entry.caption and entry.listings[0].listed_on and entry.other_keys for entry in found.values())
    assert {mark.field for entry in found.values() for mark in entry.unmapped} <= {
        "COUNTRY",
        "ISSUING_COUNTRY",
        "NATIONALITY",
    }, "free text in the place of a country is carried; nothing else is new"


@real
def test_a_new_date_of_generation_alone_changes_nothing():
    assert generation("2020-11-23") == generation("2020-11-24") == generation("2020-11-30")


@real
def test_two_listings_of_june_2018_are_two_designations():
    assert kinds("2018-06-07", "2018-06-21") == {"designated": 2}


@real
def test_twelve_removals_of_december_2020_carry_the_full_last_records():
    changes = diff(generation("2020-11-30"), generation("2020-12-01"))
    assert Counter(change.kind for change in changes) == {"removed": 12}
    assert all(change.before == generation("2020-11-30")[change.entry_id] for change in changes)


@real
def test_a_party_that_was_renumbered_is_neither_removed_nor_new():
    changes = diff(generation("2020-12-01"), generation("2025-04-19"))
    told = {change.entry_id: change for change in changes}
    moved = told["un_sc:6908967"]
    assert (moved.kind, moved.previous_id, moved.entry.other_keys) == ("rekeyed", "un_sc:6908682", ("KPe.068",))
    assert "un_sc:6908682" not in told
    counted = Counter(change.kind for change in changes)
    assert (counted["removed"], counted["designated"], counted["rekeyed"]) == (174, 45, 1)


@real
def test_a_travel_ban_that_was_lifted_is_a_change_of_measures():
    changes = diff(generation("2020-12-01"), generation("2025-04-19"))
    lifted = {change.entry.caption for change in changes if change.kind == "measures_changed"}
    assert lifted == {"AISHA MUAMMAR MUHAMMED ABU MINYAR QADHAFI", "SAFIA FARKASH AL-BARASSI"}


@real
def test_every_imo_number_in_the_comments_is_a_companys_with_a_right_check_digit():
    found = [number for entry in generation("2025-04-19").values() for number in entry.subject.identifiers]
    assert {number.checksum for number in found if number.type == "imo_company"} == {"ok"}


def test_the_publications_date_is_text_and_no_part_of_any_record():
    body = b'<CONSOLIDATED_LIST dateGenerated="2025-04-19T23:00:04.625Z"/>'
    parsed = SOURCE.parse({"list": document(body)}, State(), None)
    assert (parsed.mode, parsed.published, parsed.publication) == ("full", "2025-04-19T23:00:04.625Z", None)
    assert list(parsed.records) == []


def test_timestamps_counters_order_and_white_space_leave_the_raw_record_as_it_is():
    one = PERSON.format(
        regime="DPRK", comments="a b", more="<TITLE><VALUE>x</VALUE><VALUE>y</VALUE></TITLE><SORT_KEY/>"
    )
    other = one.replace("<VERSIONNUM>1</VERSIONNUM>", "").replace(
        "<VALUE>x</VALUE><VALUE>y</VALUE>", "\n <VALUE>y </VALUE>\n<VALUE> x</VALUE>"
    )
    other = other.replace("a b", "\n a\u00a0\n b\n").replace(
        "<SORT_KEY/>", "<SORT_KEY>9</SORT_KEY><LAST_DAY_UPDATED><VALUE>2025-01-01</VALUE></LAST_DAY_UPDATED>"
    )
    bodies = [f"<CONSOLIDATED_LIST><INDIVIDUALS>{each}</INDIVIDUALS></CONSOLIDATED_LIST>" for each in (one, other)]
    assert raws(bodies[0].encode()) == raws(bodies[1].encode())


def test_the_code_gb_is_guinea_bissau_and_brings_a_travel_ban_alone():
    entry = person(regime="GB")
    assert entry.listings[0].programmes == ("GB",)
    assert [(measure.type, measure.effect) for measure in entry.listings[0].measures] == [("Travel ban", "travel")]
    assert "gb" not in entry.model_dump_json().replace('"GB"', "")


@pytest.mark.parametrize(
    ("comments", "effects"),
    [
        ("Listed pursuant to paragraphs 15 and 17 of resolution 1970 (Travel Ban,Asset Freeze).", {"block", "travel"}),
        ("Listed under paragraph 15 (Travel Ban). Listed under paragraph 17 (Asset Freeze).", {"block", "travel"}),
        ("Listed pursuant to paragraph 17 of resolution 1970 ( Asset Freeze).", {"block"}),
        ("Listed pursuant to paragraph 17 of resolution 1973, as modified.", {"other"}),
        ("", {"other"}),
    ],
)
def test_where_entries_state_their_own_measures_nothing_else_is_assumed(comments, effects):
    assert {measure.effect for measure in person(regime="Libya", comments=comments).listings[0].measures} == effects


def test_every_regime_has_a_page_and_known_measures():
    assert {name for name, regime in REGIMES.items() if regime.measures is None} == {"Libya", "Mali"}
    assert len({regime.page for regime in REGIMES.values()}) == len(REGIMES)


def test_a_new_regime_is_carried_and_marked_and_nothing_is_assumed_of_its_measures():
    entry = person(regime="Atlantis")
    assert [(mark.field, mark.value) for mark in entry.unmapped] == [("UN_LIST_TYPE", "Atlantis")]
    assert entry.listings[0].programmes == ("Atlantis",)
    assert {measure.effect for measure in entry.listings[0].measures} == {"other"}


@pytest.mark.parametrize(
    ("element", "field", "value"),
    [
        ("<GENDER>Other</GENDER>", "GENDER", "Other"),
        ("<NATIONALITY><VALUE>Atlantis</VALUE></NATIONALITY>", "NATIONALITY", "Atlantis"),
        ("<INDIVIDUAL_ADDRESS><COUNTRY>Atlantis</COUNTRY></INDIVIDUAL_ADDRESS>", "COUNTRY", "Atlantis"),
        (
            "<INDIVIDUAL_ALIAS><QUALITY>Fair</QUALITY><ALIAS_NAME>B</ALIAS_NAME></INDIVIDUAL_ALIAS>",
            "QUALITY",
            "Fair",
        ),
        (
            "<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Visa</TYPE_OF_DOCUMENT><NUMBER>1</NUMBER></INDIVIDUAL_DOCUMENT>",
            "TYPE_OF_DOCUMENT",
            "Visa",
        ),
    ],
)
def test_a_value_that_is_new_is_carried_in_its_place_and_marked(element, field, value):
    entry = person(element)
    assert [(mark.field, mark.value) for mark in entry.unmapped] == [(field, value)]


@pytest.mark.parametrize(
    ("element", "birth"),
    [
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1964-07-17</DATE>", DateSpan(begin="1964-07-17")),
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1964-07-17-04:00</DATE>", DateSpan(begin="1964-07-17")),
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><YEAR>1964</YEAR>", DateSpan(begin="1964")),
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><YEAR>1964</YEAR><NOTE>Sep.</NOTE>", DateSpan(begin="1964", text="Sep.")),
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><NOTE>August 1961</NOTE>", DateSpan(begin="1961-08")),
        ("<TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1961</YEAR>", DateSpan(begin="1961", approximate=True)),
        (
            "<TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><NOTE>30-35 years old</NOTE>",
            DateSpan(text="30-35 years old", approximate=True),
        ),
        (
            "<TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1960</FROM_YEAR><TO_YEAR>1962</TO_YEAR><NOTE>Approximately</NOTE>",
            DateSpan(begin="1960", end="1962", approximate=True),
        ),
    ],
)
def test_a_date_of_birth_keeps_its_precision_and_its_doubt(element, birth):
    entry = person(f"<INDIVIDUAL_DATE_OF_BIRTH>{element}</INDIVIDUAL_DATE_OF_BIRTH>")
    assert entry.subject.births == (birth,)


def test_a_birth_under_an_alias_names_the_alias_and_is_not_told_twice():
    entry = person(
        "<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Bo</ALIAS_NAME><DATE_OF_BIRTH>1970-01-25</DATE_OF_BIRTH>"
        "<CITY_OF_BIRTH>Naples</CITY_OF_BIRTH><COUNTRY_OF_BIRTH>Italy</COUNTRY_OF_BIRTH></INDIVIDUAL_ALIAS>"
        "<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Cy; Cyd (Cyd, the other; again)</ALIAS_NAME>"
        "<DATE_OF_BIRTH>1966-05-25</DATE_OF_BIRTH></INDIVIDUAL_ALIAS>"
        "<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1966-05-25</DATE></INDIVIDUAL_DATE_OF_BIRTH>"
    )
    assert entry.subject.births == (DateSpan(begin="1966-05-25"), DateSpan(begin="1970-01-25", text="as Bo"))
    assert [(place.text, place.country) for place in entry.subject.birth_places] == [("Naples, Italy", "it")]
    assert {(name.full, name.strength) for name in entry.subject.names if name.kind == "alias"} == {
        ("Bo", "weak"),
        ("Cy", "strong"),
        ("Cyd (Cyd, the other; again)", "strong"),
    }


def test_an_aliass_original_script_is_a_name_of_its_own():
    entry = person(
        "<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Abu Banat</ALIAS_NAME>"
        "<NOTE>original script: Абу Банат</NOTE></INDIVIDUAL_ALIAS>"
    )
    assert ("Абу Банат", "Cyrl", "weak") in {(name.full, name.script, name.strength) for name in entry.subject.names}


def test_a_document_without_a_number_is_kept_as_what_the_list_says_of_it():
    entry = person(
        "<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><ISSUING_COUNTRY>Egypt</ISSUING_COUNTRY>"
        "<NOTE>issued in 1993</NOTE></INDIVIDUAL_DOCUMENT>"
    )
    (paper,) = entry.subject.particulars
    assert (paper.type, paper.label, paper.value, paper.country) == ("document", "Passport", "issued in 1993", "eg")


def test_where_a_document_was_issued_is_not_who_issued_it():
    entry = person(
        "<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>T 1</NUMBER>"
        "<ISSUING_COUNTRY>Tunisian</ISSUING_COUNTRY><COUNTRY_OF_ISSUE>Italy</COUNTRY_OF_ISSUE>"
        "<CITY_OF_ISSUE>Genoa</CITY_OF_ISSUE></INDIVIDUAL_DOCUMENT>"
    )
    passport = next(paper for paper in entry.subject.identifiers if paper.type == "passport")
    assert (passport.country, passport.note) == ("tn", "place of issue: Genoa, Italy")


@pytest.mark.parametrize(
    ("element", "words"),
    [
        ("<SURPRISE>x</SURPRISE>", "INDIVIDUAL 7: unknown SURPRISE"),
        ("<SURPRISE/>", "INDIVIDUAL 7: unknown SURPRISE"),
        (
            "<INDIVIDUAL_ADDRESS><PLANET>x</PLANET></INDIVIDUAL_ADDRESS>",
            "INDIVIDUAL 7/INDIVIDUAL_ADDRESS: unknown PLANET",
        ),
        ('<GENDER sure="no">Male</GENDER>', "INDIVIDUAL 7/GENDER: elements or attributes"),
        ("<GENDER>Male</GENDER><GENDER>Female</GENDER>", "INDIVIDUAL 7/GENDER: 2 of them"),
        ("<DATAID>8</DATAID>", "DATAID: 2 of them"),
        (
            "<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>HIJRI</TYPE_OF_DATE><YEAR>1402</YEAR></INDIVIDUAL_DATE_OF_BIRTH>",
            "TYPE_OF_DATE HIJRI with YEAR",
        ),
        (
            "<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>17/07/1964</DATE></INDIVIDUAL_DATE_OF_BIRTH>",
            '"17/07/1964" is no date',
        ),
        ("<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><NOTE>x</NOTE></INDIVIDUAL_ALIAS>", "without a name"),
        ("<INDIVIDUAL_DOCUMENT><NUMBER>1</NUMBER></INDIVIDUAL_DOCUMENT>", "without a type"),
        ("<ENTITY_ADDRESS/>", "unknown ENTITY_ADDRESS"),
    ],
)
def test_structure_that_is_not_understood_is_refused_with_its_place(element, words):
    with pytest.raises(SourceChanged) as caught:
        person(element)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<CONSOLIDATED_LIST><GROUPS/></CONSOLIDATED_LIST>", "unknown element <GROUPS>"),
        (b'<CONSOLIDATED_LIST edition="2"/>', "attributes edition"),
        (b"<CONSOLIDATED_LIST><ENTITIES><ENTITY/></ENTITIES></CONSOLIDATED_LIST>", "ENTITY (record 1)/DATAID: absent"),
        (
            b"<CONSOLIDATED_LIST><ENTITIES><ENTITY><DATAID>a/b</DATAID></ENTITY></ENTITIES></CONSOLIDATED_LIST>",
            'DATAID "a/b" (expected digits)',
        ),
        (b"<Error><Code>NoSuchKey</Code></Error>", "an S3 error body: NoSuchKey"),
        (b"<html><title>Maintenance</title></html>", 'an HTML page titled "Maintenance"'),
        (b"", "an empty body"),
    ],
)
def test_what_is_not_the_list_is_refused(body, words):
    with pytest.raises(SourceChanged) as caught:
        raws(body)
    assert words in str(caught.value)


SAMPLES = Path(un_sc.__file__).parent / "samples"
SAMPLE = (SAMPLES / "earlier.xml").read_bytes()


@given(st.integers(min_value=0, max_value=len(SAMPLE) - 30))
def test_a_list_that_is_cut_short_anywhere_is_refused(size):
    with pytest.raises(SourceChanged):
        raws(SAMPLE[:size])


def test_two_editions_differ_as_their_publisher_meant():
    earlier, later = (entries((SAMPLES / f"{name}.xml").read_bytes()) for name in ("earlier", "later"))
    assert {change.entry_id: change.kind for change in diff(earlier, later)} == {
        "un_sc:110899": "amended",
        "un_sc:111496": "designated",
        "un_sc:690757": "measures_changed",
        "un_sc:6908082": "removed",
        "un_sc:6908700": "designated",
        "un_sc:6908911": "designated",
        "un_sc:6908967": "rekeyed",
    }


def test_one_conditional_request_asks_for_the_list():
    (request,) = SOURCE.requests(State(), None)
    assert request.conditional
    assert request.url.startswith("https://scsanctions.un.org/")
