"""OFAC's own publications, read whole: the export of August 2024, a delta of August 2026, and what it once served."""

from __future__ import annotations

import gzip
import random
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from ofac_service import Reading, document, parsed, read
from sanctionwire.core.diff import diff
from sanctionwire.core.model import Entry
from sanctionwire.errors import DoesNotFit, SourceChanged
from sanctionwire.source import State
from sanctionwire.sources.us_ofac import SOURCE, stated

REAL = Path(__file__).parents[3] / "shared" / "data" / "ofac"
DELTA = "https://www.treasury.gov/ofac/DeltaFile/1.0"
ADDED = {"58105", "58314", "58462", "58463", "58464"}
pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason=f"no publications of the publisher's under {REAL}")


@cache
def export() -> bytes:
    return gzip.decompress((REAL / "enhanced" / "irgc_programme_2024-08-28.xml.gz").read_bytes())


def delta(name: str) -> bytes:
    return (REAL / "delta" / name).read_bytes()


@cache
def entries() -> dict[str, Entry]:
    return read(export()).entries


def test_the_export_is_read_whole_and_nothing_in_it_is_left_over():
    assert len(entries()) == 293
    assert sum(len(entry.relations) for entry in entries().values()) == 229
    assert Counter(len(entry.listings[0].programmes) for entry in entries().values()) == {
        2: 20,
        3: 179,
        4: 81,
        5: 9,
        6: 2,
        7: 1,
        8: 1,
    }
    assert Counter(len(entry.listings[0].authorities) for entry in entries().values()) == {
        1: 171,
        2: 101,
        3: 15,
        4: 4,
        5: 2,
    }
    assert {entry.unmapped for entry in entries().values()} == {()}
    assert parsed(export()).unmapped == ()
    assert parsed(export()).published == "2024-08-28"


def test_every_name_document_date_and_wallet_of_the_export_is_in_the_entries():
    root = etree.fromstring(export())
    space = {"o": etree.QName(root).namespace}
    count = lambda path: int(root.xpath(f"count({path})", namespaces=space))  # noqa: E731
    subjects = [entry.subject for entry in entries().values()]
    assert sum(len(subject.names) for subject in subjects) == count("//o:names/o:name/o:translations/o:translation")
    born = "//o:feature[o:type='Birthdate']"
    assert sum(len(subject.births) for subject in subjects) == count(born)
    kinds = Counter(identifier.type for subject in subjects for identifier in subject.identifiers)
    assert kinds["wallet"] == count("//o:feature[starts-with(o:type, 'Digital Currency')]") == 7
    assert kinds["passport"] == count("//o:identityDocument[contains(o:type, 'Passport')]")
    assert sum(kinds.values()) == count("//o:identityDocument") + count(
        "//o:feature[starts-with(o:type, 'Digital') or o:type='Website' or o:type='Email Address' or o:type='Phone Number' or o:type='SWIFT/BIC'"
        " or contains(o:type, 'Serial Number') or contains(o:type, 'Construction Number') or contains(o:type, 'Mode S')]"
    )
    assert Counter(subject.schema_ for subject in subjects) == {
        "Person": 165,
        "LegalEntity": 82,
        "Airplane": 44,
        "Company": 2,
    }
    assert {checksum for subject in subjects for checksum in [i.checksum for i in subject.identifiers]} == {None, "ok"}


def test_the_export_in_another_order_and_with_other_white_space_is_no_change():
    root = etree.fromstring(export())
    order = random.Random(1)
    for parent in list(root.find("{*}entities").iter(etree.Element)):
        if len(parent) > 1:
            children = list(parent)
            order.shuffle(children)
            parent.extend(children)
    etree.indent(root, " \n\t ")
    assert read(etree.tostring(root, encoding="utf-8")).entries == entries()


def test_the_delta_of_august_2026_adds_five():
    lines = list(stated(document(delta("2026-08-26_delta.xml"))))
    assert {line["id"].removeprefix("us_ofac:") for line in lines} == ADDED
    assert {line["delta"] for line in lines} == {"add"}
    assert {line["listings"][0]["listed_on"] for line in lines} == {"2026-08-26"}
    weak = [name["full"] for line in lines for name in line["subject"]["names"] if name.get("strength") == "weak"]
    assert weak == ["TAMIM, Zid"]


def test_the_excerpts_show_a_removal_and_a_modification():
    (removed,) = stated(document(delta("EXCERPT_2026-08-07_delta_remove.xml")))
    assert (removed["id"], removed["delta"]) == ("us_ofac:11753", "remove")
    modified, gone = stated(document(delta("EXCERPT_2026-08-24_delta_modify_and_remove.xml")))
    assert (modified["id"], modified["delta"], modified["subject"]) == ("us_ofac:12060", "modify", None)
    assert modified["added"][:2] == [
        "sanctionsProgram 64015: IRAN-CON-ARMS-EO",
        "legalAuthority 50301: Executive Order - Convential Arms (Iran)",
    ]
    assert (gone["id"], gone["delta"], gone["subject"]["names"][0]["full"]) == (
        "us_ofac:16937",
        "remove",
        "AL-NUSRAH FRONT",
    )


def undeclared(body: bytes) -> bytes:
    """What the delta refers to and the export of two years before does not declare, as a list of its day would."""
    root = etree.fromstring(body)
    known = set(re.findall(rb'refId="(\d+)"', export().partition(b"<entities>")[0]))
    rows = {}
    for feature in root.iter("{*}feature"):
        number = feature.findtext("{*}valueRefId")
        if number and number.encode() not in known:
            rows[number] = (feature.findtext("{*}type"), feature.findtext("{*}value"))
    return "".join(
        f'<referenceValue refId="{n}"><type>{t}</type><value>{v}</value></referenceValue>' for n, (t, v) in rows.items()
    ).encode()


def the_list(*, but: set[str]) -> bytes:
    """The export with the delta's parties in it, as a list has them, all but some."""
    body = delta("2026-08-26_delta.xml")
    found = re.findall(rb'<entity id="(\d+)" action="add">(.*?)</entity>', body, re.DOTALL)
    parties = b"".join(
        b'<entity id="%b">%b</entity>' % (key, content) for key, content in found if key.decode() not in but
    )
    declared = export().replace(b"</referenceValues>", undeclared(body) + b"</referenceValues>", 1)
    return declared.replace(b"</entities>", parties + b"</entities>")


@pytest.mark.parametrize("absent", [ADDED, {"58462"}, {"58105", "58464"}], ids=["all five", "one", "two"])
def test_the_delta_applied_to_the_list_without_its_parties_gives_the_list_with_them(absent):
    whole, before = read(the_list(but=set())), read(the_list(but=absent))
    only = re.sub(
        r'<entity id="(\d+)" action="add">.*?</entity>',
        lambda found: found[0] if found[1] in absent else "",
        delta("2026-08-26_delta.xml").decode(),
        flags=re.DOTALL,
    ).encode()
    after = read(only, before)
    assert after.raws.keys() == whole.raws.keys() == before.raws.keys() | absent
    assert diff(after.entries, whole.entries) == []
    assert {change.kind for change in diff(before.entries, after.entries)} == {"designated"}
    with pytest.raises(DoesNotFit):
        parsed(only, after)
    back = re.sub(rb'(<entity id="\d+" action=)"add"', rb'\1"remove"', only)
    assert set(parsed(back, after).removed) == absent
    assert read(back, after).entries == before.entries
    with pytest.raises(DoesNotFit):
        parsed(back, before)


def test_the_body_that_was_served_in_place_of_a_file_is_refused():
    body = (REAL / "failures" / "NoSuchKey_SLS_error_body.xml").read_bytes()
    with pytest.raises(SourceChanged, match=r"us_ofac: list.*an S3 error body: NoSuchKey"):
        read(body)


@pytest.mark.parametrize("share", [0.001, 0.05, 0.2, 0.5, 0.99999])
def test_the_export_cut_short_is_refused(share):
    with pytest.raises(SourceChanged):
        read(export()[: int(len(export()) * share)])


def test_a_reference_that_the_export_does_not_declare_is_refused_with_its_place():
    """As issue and design ask: `refId` of a value that stands neither in the publication nor in the last reading."""
    body = re.sub(rb'<referenceValue refId="1828">.*?</referenceValue>', b"", export(), flags=re.DOTALL)
    reading = read(body)
    unread = 0
    for key, raw in reading.raws.items():
        if b' refId="1828"' not in raw:
            assert SOURCE.read(key, raw, reading.refs) == entries()[key]
            continue
        with pytest.raises(SourceChanged) as refused:
            SOURCE.read(key, raw, reading.refs)
        unread += 1
        assert re.search(
            rf'entity {key} .* / legalAuthorities / legalAuthority \d+: reference 1828 \("Executive Order 13224',
            str(refused.value),
        )
    assert unread > 100
    known = parsed(body, read(export()), State(serial=1))
    assert len([SOURCE.read(record.key, record.raw, known.refs) for record in known.records]) == 293


def test_the_export_is_a_reading_of_itself():
    again = Reading().after(parsed(export()))
    assert diff(entries(), again.entries) == []
