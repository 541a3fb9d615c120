"""The codified special measures: the real section 1010.664, the sample, and pages that are not what they should be."""

from __future__ import annotations

import io
import random
import re
from pathlib import Path

import pytest

from sanctionwire.errors import SourceChanged
from sanctionwire.source import Document, State
from sanctionwire.sources import us_ecfr_311
from sanctionwire.sources.us_ecfr_311 import SOURCE

CAPTURE = Path(__file__).parents[3] / "shared/data/ecfr/SLICE_1010.664_huione_bytes763344-771785.html"
SAMPLE = (Path(us_ecfr_311.__file__).parent / "samples" / "subpart-f.html").read_text("utf-8")
P = "us_ecfr_311:1010.664"
CRYPTO = f"{P}/huione-crypto-spolka-z-ograniczona-odpowiedzialnoscia"


class Kept:
    """The last reading's raw records."""

    refs: dict = {}  # noqa: RUF012 - as the protocol has it

    def __init__(self, records):
        self.records = records

    def raw(self, keys):
        return {key: self.records[key] for key in keys if key in self.records}


def parsed(page, base=None):
    body = page if isinstance(page, bytes) else page.encode()
    document = Document(
        name="list",
        url="",
        opened=lambda: io.BytesIO(body),
        sha256="",
        size=len(body),
        fetched_at="2026-01-01T00:00:00Z",
    )
    return SOURCE.parse({"list": document}, State(), base)


def records(page, base=None):
    return {record.key: record.raw for record in parsed(page, base).records}


def readable(page, base=None):
    """Entries that can be read, and what is said of the others."""
    good, bad = {}, {}
    for key, raw in records(page, base).items():
        try:
            entry = SOURCE.read(key, raw, {})
            good[entry.id] = entry
        except SourceChanged as error:
            bad[key] = str(error)
    return good, bad


@pytest.fixture(scope="module")
def real():
    if not CAPTURE.exists():
        pytest.skip("the real capture of 31 CFR 1010.664 is not here")
    return CAPTURE.read_text("utf-8")


def test_the_real_section_reads_whole(real):
    entries, held = readable(real)
    assert held == {}
    assert set(entries) == {P, f"{P}/huione-group", f"{P}/haowang-guarantee", f"{P}/huione-pay-plc", CRYPTO}
    rule = entries[P].instrument
    assert (rule.action, rule.stage, rule.title) == (
        "codified",
        "31 CFR 1010.664",
        "Special measures regarding Huione Group",
    )
    assert rule.sections == ("31 CFR 1010.664",)
    assert rule.citation == "90 FR 48311, Oct. 16, 2025"
    assert rule.effective is None
    assert "shall not open or maintain in the United States a correspondent account" in rule.effect_quoted
    assert "shall take reasonable steps not to process a transaction" in rule.effect_quoted
    assert "1010.605(e)(1)" in rule.addressees
    assert set(rule.covers) == set(entries) - {P}


def test_the_real_definition_names_whom_it_covers_with_their_other_names(real):
    entries, _ = readable(real)
    names = {id_: {name.full: name.kind for name in entry.subject.names} for id_, entry in entries.items() if id_ != P}
    assert names == {
        f"{P}/huione-group": {"Huione Group": "primary"},
        f"{P}/haowang-guarantee": {"Haowang Guarantee": "primary", "Huione Guarantee": "former"},
        f"{P}/huione-pay-plc": {"Huione Pay PLC": "primary"},
        CRYPTO: {"Huione Crypto Spółka Z Ograniczoną Odpowiedzialnością": "primary", "Huione Crypto": "alias"},
    }
    for id_ in set(names) - {f"{P}/huione-group"}:
        (relation,) = entries[id_].relations
        assert relation.type == "subsidiaries, branches, and offices of Huione Group, including"
        assert relation.common == "other"
        assert relation.target_id == f"{P}/huione-group"


def test_each_party_has_the_measures_in_the_sections_own_words(real):
    entries, _ = readable(real)
    for id_, entry in entries.items():
        if id_ == P:
            continue
        (listing,) = entry.listings
        assert listing.kind == "special_measure"
        assert {measure.type: measure.effect for measure in listing.measures} == {
            "Prohibition on opening or maintaining correspondent accounts for Huione Group": "correspondent_account",
            "Prohibition on processing transactions involving Huione Group": "correspondent_account",
            "Special due diligence of correspondent accounts to prohibit transactions": "other",
        }
        assert entry.covered_by == (P,)
        assert "means all subsidiaries, branches, and offices" in entry.remarks


def test_nothing_that_the_site_changes_by_itself_is_news(real):
    again = real.replace("eb6e8f650db721ede95d41e4214e2206e7285f8e85fc059cb110cb7984003988", "0" * 64)
    again = re.sub(r">\s*\n\s*<", ">\n\n  <", again)
    assert records(again) == records(real)


def test_addressees_differ_by_section():
    entries, _ = readable(SAMPLE)
    burma, huione = (entries[f"us_ecfr_311:1010.{number}"].instrument.addressees for number in (651, 664))
    assert "1010.605(e)(2) and also includes" in burma
    assert "An investment company" in burma
    assert "1010.605(e)(1)" in huione


def test_a_class_is_quoted_and_names_nobody():
    entries, _ = readable(SAMPLE)
    assert {id_ for id_ in entries if "1010.651/" in id_} == {"us_ecfr_311:1010.651/burma"}
    burma = entries["us_ecfr_311:1010.651/burma"]
    assert (burma.type, burma.subject.countries) == ("jurisdiction", ("mm",))
    assert "any foreign bank" in burma.remarks
    assert burma.unmapped == ()


def test_sections_before_and_behind_the_measures_and_reserved_numbers_are_left_out():
    assert not {key for key in records(SAMPLE) if key.startswith(("1010.640", "1010.652", "1010.670"))}


def test_a_heading_that_nobody_knows_is_held_and_holds_up_nobody_else():
    page = SAMPLE.replace("Special measures regarding Al-Huda Bank", "Reporting by Al-Huda Bank")
    entries, held = readable(page)
    assert list(held) == ["1010.663"]
    assert "Reporting by Al-Huda Bank" in held["1010.663"]
    assert P in entries


def test_a_definition_that_is_not_understood_leaves_the_subject_alone_and_is_told():
    page = SAMPLE.replace(
        "all subsidiaries, branches, and offices of Huione Group operating", "Huione Group and whoever helps it,"
    )
    entries, held = readable(page)
    assert held == {}
    assert {id_ for id_ in entries if id_.startswith(P)} == {P, f"{P}/huione-group"}
    for id_ in (P, f"{P}/huione-group"):
        assert [each.field for each in entries[id_].unmapped] == ["definition"]
        assert "whoever helps it" in entries[id_].unmapped[0].value


def test_a_further_definition_of_somebody_else_is_told_and_names_nobody():
    further = "The term “Other Group” means all branches of Other Group, including Innocent Bank."
    page = SAMPLE.replace("The term “covered financial institution”", further, 1)
    with_other = SAMPLE.replace(
        '<div id="p-1010.664(a)(2)">',
        '<div id="p-1010.664(a)(9)"><p class="indent-2" data-title="1010.664(a)(9)">'
        f'<span class="paragraph-hierarchy">(9)</span> {further}</p></div><div id="p-1010.664(a)(2)">',
    )
    entries, _ = readable(with_other)
    assert further in entries[P].remarks
    assert [each.value for each in entries[P].unmapped] == [further]
    assert not {id_ for id_ in entries if "innocent" in id_}
    _, held = readable(page)
    assert "1010.663" in held


def test_a_party_that_is_added_to_the_definition_is_new_and_the_others_stay():
    page = SAMPLE.replace(
        "Huione Pay PLC, and", "Huione Pay PLC, H-Pay Service PLC (registration number 00074959), and"
    )
    before, after = readable(SAMPLE)[0], readable(page)[0]
    assert set(after) - set(before) == {f"{P}/h-pay-service-plc"}
    assert [each.value for each in after[f"{P}/h-pay-service-plc"].subject.identifiers] == ["00074959"]


def test_a_number_shown_as_reserved_is_stated_to_be_gone_with_whom_it_named():
    before = Kept(records(SAMPLE))
    heading = SAMPLE.index("§ 1010.664 Special")
    start = SAMPLE.index('<div id="p-1010.664(a)">')
    end = SAMPLE.index('</div>\n<div class="section" id="1010.670">')
    page = SAMPLE[:heading] + "§ 1010.664 [Reserved]</h4>" + SAMPLE[end:]
    assert start > heading
    assert set(parsed(page, before).removed) == {key for key in before.records if key.startswith("1010.664")}
    assert parsed(SAMPLE, before).removed == ()


def test_what_a_section_named_is_held_with_it_and_does_not_seem_to_have_gone():
    before = Kept(records(SAMPLE))
    page = SAMPLE.replace('<p class="citation">', '<blink>?</blink><p class="citation">')
    _, held = readable(page, before)
    assert {key for key in held if key.startswith("1010.664")} == {
        key for key in before.records if key.startswith("1010.664")
    }
    assert set(records(page, before)) == set(before.records)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("§ 1010.664 Special", "§ 1010.666 Special"),
        ('data-title="1010.664(b)(1)"', 'data-title="1010.664(b)(2)"'),
        ('<p class="indent-2" data-title="1010.664(b)(1)">', '<table><tr><td>x</td></tr></table><p class="indent-2" data-title="1010.664(b)(1)">'),
        ('<div id="p-1010.664(b)(1)">', '<div id="p-1010.664(b)(1)">loose words'),
        ("A covered financial institution shall not open or maintain in the United States a correspondent account for, or on behalf of, Huione Group.</p>\n</div>", "Nothing.</p>\n</div><p>x</p></div>"),
        ("90 FR 48311</a>, Oct. 16, 2025]", "somewhere</a>]"),
    ],
    ids=["another number in the heading", "a paragraph out of place", "a table", "stray text", "unbalanced", "a citation of another build"],
)  # fmt: skip
def test_what_is_not_built_as_known_is_refused_or_held(old, new):
    page = SAMPLE.replace(old, new, 1) if "FR" not in old else SAMPLE.replace(old, new)
    assert page != SAMPLE
    try:
        entries, held = readable(page)
    except SourceChanged:
        return
    assert held
    assert P not in entries


NAMES = set(re.findall(r"Huione Group|Haowang Guarantee|Huione Guarantee|Huione Pay PLC|Huione Crypto(?: Spółka Z Ograniczoną Odpowiedzialnością)?|Burma|Al-Huda Bank", SAMPLE))  # fmt: skip


def mutated(page, seed):
    """A page with one fault, as publishers, proxies and bad lines make them."""
    chance = random.Random(seed)
    tags = [match.span() for match in re.finditer(r"<[^<>]+>", page)]
    start, end = chance.choice(tags)
    kind = seed % 6
    if kind == 0:
        return page[:start] + page[end:]
    if kind == 1:
        return page[:end] + page[start:end] + page[end:]
    if kind == 2:
        return page.encode()[: chance.randrange(len(page))].decode("utf-8", "ignore")
    if kind == 3:
        return (
            page.encode("utf-8").decode("latin-1")
            if chance.random() < 0.3
            else page.replace("class=", "klass=", 1 + seed % 40)
        )
    if kind == 4:
        other = chance.choice(tags)
        (a, b), (c, d) = sorted([(start, end), other])
        return page[:a] + page[c:d] + page[b:c] + page[a:b] + page[d:] if b <= c else page
    words = [match.span() for match in re.finditer(r"(?<=>)[^<>]{3,}(?=<)", page)]
    start, end = chance.choice(words)
    return page[:start] + page[end:]


@pytest.mark.parametrize("block", range(6))
def test_a_mutated_page_is_read_right_or_refused_and_never_names_anybody_else(block):
    outcomes = set()
    for seed in range(block * 50, block * 50 + 50):
        page = mutated(SAMPLE, seed)
        try:
            entries, held = readable(page)
        except SourceChanged:
            outcomes.add("refused")
            continue
        outcomes.add("held" if held else "read")
        text = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", page))
        for entry in entries.values():
            told = {name.full for name in entry.subject.names} if entry.subject else set()
            assert told <= NAMES, seed
            if entry.instrument:
                for line in entry.instrument.effect_quoted.splitlines():
                    assert re.sub(r"^(\(\w+\))+ ", "", line) in text.replace(" </", "</"), seed
    assert outcomes >= {"refused"}
