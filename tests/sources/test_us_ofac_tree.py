"""OFAC: a delta applied to record trees, and one party out of two files; the algebra over generated trees."""

from __future__ import annotations

import random
import re
from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from ofac_service import Reading, delta, document, entity, full, parsed, read
from sanctionwire.core.diff import diff
from sanctionwire.errors import DoesNotFit, SourceChanged, Suspicious
from sanctionwire.source import State
from sanctionwire.sources.us_ofac import SOURCE
from sanctionwire.sources.us_ofac.tree import applied, raw_of, reflects, tree_of, united

SSI = '<sanctionsList refId="91507" id="{0}9" datePublished="2014-07-29">Sectoral Sanctions Identifications List</sanctionsList>'
SDN = '<sanctionsList refId="1550" id="{0}1" datePublished="2020-01-02">SDN List</sanctionsList>'


def website(number: int, value: str, action: str = "") -> str:
    stated = f' action="{action}"' if action else ""
    return (
        f'<feature id="{number}"{stated}><type featureTypeId="14">Website</type><versionId>{number}</versionId>'
        f"<value>{value}</value><isPrimary>true</isPrimary></feature>"
    )


def features(*rows: str) -> str:
    return f"<features>{''.join(rows)}</features>"


def stated(membership: str, action: str) -> str:
    return membership.format(1).replace(" id=", f' action="{action}" id=')


def modified(number: int, *sections: str) -> str:
    return f'<entity id="{number}">{"".join(sections)}</entity>'


def websites(reading: Reading, number: int) -> list[str]:
    subject = reading.entries[str(number)].subject
    return [identifier.value for identifier in subject.identifiers]


def test_an_addition_a_modification_and_a_removal():
    base = read(full([entity(1, sections=features(website(10, "a.org"))), entity(2)]))
    body = delta(
        [entity(3, action="add"), entity(2, action="remove"), modified(1, features(website(11, "b.org", "add")))]
    )
    found = parsed(body, base)
    assert (found.mode, found.removed, found.published) == ("delta", ("2",), "2026-08-26")
    after = base.after(parsed(body, base))
    assert sorted(after.raws) == ["1", "3"]
    assert websites(after, 1) == ["a.org", "b.org"]


def test_the_same_value_removed_and_added_with_a_new_id_is_no_change():
    base = read(full([entity(1, sections=features(website(10, "a.org")))]))
    after = read(delta([modified(1, features(website(10, "a.org", "remove"), website(11, "a.org", "add")))]), base)
    assert after.raws != base.raws
    assert diff(base.entries, after.entries) == []


def test_a_change_deep_down_touches_nothing_else():
    address = (
        '<addresses><address id="7"><country refId="11109">Iran</country><translations><translation id="8"><isPrimary>true'
        '</isPrimary><script refId="20122">Latin</script><addressParts>{}</addressParts></translation></translations>'
        "</address></addresses>"
    )
    part = '<addressPart id="{}"{}><type refId="1454">CITY</type><value>{}</value></addressPart>'
    base = read(full([entity(1, sections=address.format(part.format(9, "", "Tehran")))]))
    path = '<addresses><address id="7"><translations><translation id="8"><addressParts>{}</addressParts></translation></translations></address></addresses>'
    change = part.format(9, ' action="remove"', "Tehran") + part.format(10, ' action="add"', "Shiraz")
    after = read(delta([modified(1, path.format(change))]), base)
    (was,), (now,) = (reading.entries["1"].subject.addresses for reading in (base, after))
    assert (was.city, now.city, now.country) == ("Tehran", "Shiraz", "ir")


def test_the_first_of_its_kind_brings_its_section():
    base = read(full([entity(1)]))
    after = read(delta([modified(1, features(website(11, "b.org", "add")))]), base)
    assert websites(after, 1) == ["b.org"]


def test_a_party_moves_between_lists_under_its_id():
    base = read(full([entity(1, lists=SSI.format(1))]))
    onto = read(
        delta([modified(1, f"<sanctionsLists>{stated(SDN, 'add')}</sanctionsLists>")]),
        base,
    )
    assert [listing.list for listing in onto.entries["1"].listings] == [
        "SDN List",
        "Sectoral Sanctions Identifications List",
    ]
    off = read(
        delta([modified(1, f"<sanctionsLists>{stated(SSI, 'remove')}</sanctionsLists>")]),
        onto,
    )
    assert [listing.list for listing in off.entries["1"].listings] == ["SDN List"]


def test_a_party_that_leaves_its_last_list_is_gone():
    base = read(full([entity(1), entity(2)]))
    leave = f"<sanctionsLists>{stated(SDN, 'remove')}</sanctionsLists>"
    found = parsed(delta([modified(1, leave)]), base)
    assert (list(found.records), found.removed) == ([], ("1",))


def test_an_added_party_on_no_list_is_not_understood():
    base = read(full([entity(1)]))
    after = read(delta([entity(2, lists="", action="add")]), base)
    with pytest.raises(SourceChanged, match=r"entity 2 .PARTY 2. / sanctionsLists: an entity on no list"):
        SOURCE.read("2", after.raws["2"], after.refs)


MISFITS = {
    "adds what is there": [entity(1, action="add")],
    "removes what is not there": [entity(9, action="remove")],
    "modifies what is not there": [modified(9, features(website(11, "b.org", "add")))],
    "adds a child that is there": [modified(1, features(website(10, "a.org", "add")))],
    "removes a child that is not there": [modified(1, features(website(99, "a.org", "remove")))],
    "modifies a child that is not there": [
        modified(1, '<features><feature id="99"><comments action="add">x</comments></feature></features>')
    ],
    "restates a value differently": [modified(1, "<generalInfo><identityId>2</identityId></generalInfo>")],
    "restates an attribute differently": [
        modified(1, '<features><feature id="10"><type featureTypeId="8">Website</type></feature></features>')
    ],
    "removes another text": [modified(1, '<generalInfo><identityId action="remove">7</identityId></generalInfo>')],
    "adds a text that is there": [modified(1, '<generalInfo><identityId action="add">7</identityId></generalInfo>')],
    "states a value that is not there": [modified(1, "<generalInfo><title>Dr</title></generalInfo>")],
    "fits but for one of three": [entity(8, action="add"), entity(9, action="remove"), entity(7, action="add")],
}


@pytest.mark.parametrize("entities", MISFITS.values(), ids=MISFITS)
def test_a_delta_that_does_not_fit_says_where(entities):
    base = read(full([entity(1, sections=features(website(10, "a.org"))), entity(2)]))
    with pytest.raises(DoesNotFit) as told:
        parsed(delta(entities), base)
    assert re.match(r"us_ofac: list entity \d", str(told.value))


def test_a_modification_that_is_called_one_is_one():
    base = read(full([entity(1)]))
    body = delta([modified(1, features(website(11, "b.org", "add"))).replace('id="1"', 'id="1" action="modify"', 1)])
    assert websites(read(body, base), 1) == ["b.org"]


def test_an_empty_section_says_nothing():
    base = read(full([entity(1)]))
    after = read(delta([modified(1, "<addresses/>", features(website(11, "b.org", "add")))]), base)
    assert websites(after, 1) == ["b.org"]


def test_a_delta_without_a_reading_does_not_fit():
    with pytest.raises(DoesNotFit, match="no reading to apply it to"):
        parsed(delta([entity(1, action="add")]))


def test_after_a_delta_that_did_not_fit_only_a_full_list_will_do():
    base = read(full([entity(1)]))
    with pytest.raises(DoesNotFit, match="after one that did not fit"):
        parsed(delta([entity(2, action="add")]), base, State(serial=1, must_reconcile=True))
    assert parsed(full([entity(1)]), base, State(serial=1, must_reconcile=True)).mode == "full"


def test_a_delta_twice_does_not_fit():
    base = read(full([entity(1)]))
    body = delta([entity(2, action="add")])
    with pytest.raises(DoesNotFit, match="entity 2: the delta adds an entity that the reading has"):
        parsed(body, read(body, base))


@pytest.mark.parametrize(
    ("entities", "seen"),
    [
        ([entity(3, action="change")], 'action "change" on entity 3'),
        ([entity(3, action="add"), entity(3, action="add")], "or the entity again"),
        ([modified(1, features(website(10, "a.org", "update")))], 'action "update"'),
        ([entity(3, action="add", sections=features(website(10, "a.org", "remove")))], "a removal within an addition"),
        ([entity(3, action="add").replace('id="3"', 'id="x3"', 1)], 'id "x3"'),
    ],
)
def test_what_a_delta_never_says_is_refused(entities, seen):
    base = read(full([entity(1, sections=features(website(10, "a.org")))]))
    with pytest.raises(SourceChanged, match=seen):
        parsed(delta(entities), base)


def test_new_reference_values_come_with_a_delta_and_stay():
    base = read(full([entity(1)]))
    refs = '<referenceValues><referenceValue refId="93000" action="add"><type>PROGRAM</type><value>NEW-EO15000</value></referenceValue></referenceValues><featureTypes/>'
    programme = '<sanctionsProgram refId="93000" id="29">NEW-EO15000</sanctionsProgram>'
    first = parsed(delta([entity(2, action="add", programmes=programme)], refs=refs), base)
    assert first.unmapped == ("PROGRAM: NEW-EO15000",)
    assert SOURCE.same_refs(base.refs, first.refs)
    after = base.after(first)
    (entry,) = [entry for key, entry in after.entries.items() if key == "2"]
    assert entry.listings[0].programmes == ("NEW-EO15000",)
    assert [(item.field, item.value) for item in entry.unmapped] == [("programme", "NEW-EO15000")]
    later = parsed(delta([entity(3, action="add", programmes=programme)]), after)
    assert later.unmapped == ()
    assert after.after(later).entries["3"].listings[0].programmes == ("NEW-EO15000",)


@pytest.mark.parametrize(
    "renamed",
    [
        (
            '<referenceValue refId="211" action="remove"><type>PROGRAM</type><value>SDGT</value></referenceValue>'
            '<referenceValue refId="211" action="add"><type>PROGRAM</type><value>SDGT2</value></referenceValue>'
        ),
        '<referenceValue refId="211"><value action="remove">SDGT</value><value action="add">SDGT2</value></referenceValue>',
        '<referenceValue refId="211"><type>PROGRAM</type><value>SDGT2</value></referenceValue>',
    ],
)
def test_a_renamed_reference_value_is_renamed_in_every_record(renamed):
    base = read(full([entity(1), entity(2)]))
    found = parsed(delta([], refs=f"<referenceValues>{renamed}</referenceValues><featureTypes/>"), base)
    assert not SOURCE.same_refs(base.refs, found.refs)
    after = base.after(found)
    assert {entry.listings[0].programmes for entry in after.entries.values()} == {("SDGT2",)}


def test_a_reference_that_is_declared_nowhere_is_refused_with_its_place():
    base = read(full([entity(1)]))
    programme = '<sanctionsProgram refId="93000" id="29">NEW-EO15000</sanctionsProgram>'
    after = base.after(parsed(delta([entity(2, action="add", programmes=programme)]), base))
    place = r"us_ofac: entity 2 .PARTY 2. / sanctionsPrograms / sanctionsProgram 29: reference 93000 \(\"NEW-EO15000\"\) is declared nowhere"
    with pytest.raises(SourceChanged, match=place):
        SOURCE.read("2", after.raws["2"], after.refs)


def both(sdn: bytes, cons: bytes) -> Reading:
    documents = {
        "SDN_ENHANCED.XML": document(sdn, "SDN_ENHANCED.XML"),
        "CONS_ENHANCED.XML": document(cons, "CONS_ENHANCED.XML"),
    }
    return Reading().after(SOURCE.parse(documents, State(), None))


def test_a_party_in_both_files_is_one_with_the_lists_of_both():
    sdn = full([entity(1), entity(2, lists=SDN.format(2)), entity(5)])
    cons = full([entity(2, lists=SSI.format(2)), entity(3, lists=SSI.format(3))])
    for reading in (both(sdn, cons), both(cons, sdn)):
        assert sorted(reading.raws) == ["1", "2", "3", "5"]
        lists = [listing.list for listing in reading.entries["2"].listings]
        assert lists == ["SDN List", "Sectoral Sanctions Identifications List"]


def test_a_party_that_is_alike_in_both_files_is_taken_as_it_is():
    party = entity(2, lists=SDN.format(2) + SSI.format(2))
    assert both(full([entity(1), party]), full([party])).raws["2"] == read(full([party])).raws["2"]


def test_one_moment_and_two_trees_are_not_believed():
    sdn, cons = full([entity(1), entity(2, name="ONE")]), full([entity(2, name="OTHER", lists=SSI.format(2))])
    with pytest.raises(
        Suspicious, match=r"us_ofac: entity 2 .OTHER.: the SDN and the consolidated file differ in names"
    ):
        both(sdn, cons)


def test_of_two_moments_the_newer_tree_counts_and_no_list_is_lost():
    sdn = full([entity(1), entity(2, name="NEW NAME")], as_of="2026-08-26T00:00:00")
    cons = full([entity(2, name="OLD NAME", lists=SSI.format(2))], as_of="2026-07-27T00:00:00")
    for reading in (both(sdn, cons), both(cons, sdn)):
        entry = reading.entries["2"]
        assert entry.caption == "NEW NAME"
        assert len(entry.listings) == 2


@pytest.mark.parametrize(
    ("bodies", "seen"),
    [
        ([full([entity(1), entity(2), entity(3)]), full([entity(1), entity(1)])], "entity 1 twice"),
        ([full([entity(1)])] * 3, "3 lists: "),
        ([full([])], "a list without an entity"),
        ([full([entity(1)]), delta([])], "lists and deltas together"),
    ],
)
def test_what_is_no_pair_of_lists_is_refused(bodies, seen):
    documents = {str(number): document(body, str(number)) for number, body in enumerate(bodies)}
    with pytest.raises(SourceChanged, match=seen):
        list(SOURCE.parse(documents, State(serial=1), Reading()).records)


def test_raw_records_are_one_line_without_namespace_and_survive_odd_text():
    odd = "A &amp; B &lt;C&gt; \"D\" 'E'\n\t\tF\u2028\u0085 é 陈"
    reading = read(full([entity(1, name=odd)]))
    assert b"xmlns" not in reading.raws["1"]
    assert not re.search(rb"[\t\r\n]", reading.raws["1"])
    assert reading.entries["1"].caption == "A & B <C> \"D\" 'E' F é 陈"
    assert raw_of(tree_of(reading.raws["1"])) == reading.raws["1"]


def test_prefixed_names_are_refused_plainly():
    body = (
        full([entity(1)])
        .replace(b"<", b"<o:")
        .replace(b"<o:/", b"</o:")
        .replace(b"<o:?", b"<?")
        .replace(b"xmlns=", b"xmlns:o=")
    )
    with pytest.raises(SourceChanged, match="prefixed names"):
        read(body)


# --- The algebra: a delta made by comparing two trees, applied to the one, gives the other.

LEAF = st.sampled_from(["x", "y", "z & z"])


@st.composite
def sections(draw):
    """Sections of an entity: containers of children with ids, some with a container of their own."""
    made = {}
    for name in draw(st.sets(st.sampled_from(["as", "bs", "cs"]))):
        rows = {}
        for number in draw(st.sets(st.integers(1, 6), max_size=5)):
            inner = draw(st.dictionaries(st.integers(10, 14), LEAF, max_size=3))
            rows[number] = (draw(LEAF), inner)
        made[name] = rows
    return made


def tree(made) -> etree._Element:
    """No id is ever used for two values: the publisher gives what changes a new one."""
    root = etree.Element("entity", id="1")
    for name, rows in made.items():
        section = etree.SubElement(root, name)
        for number, (text, inner) in rows.items():
            row = etree.SubElement(section, "row", id=f"{number}{ord(text[0])}")
            etree.SubElement(row, "value").text = text
            parts = etree.SubElement(row, "parts")
            for key, value in inner.items():
                part = etree.SubElement(parts, "part", id=f"{key}{ord(value[0])}")
                etree.SubElement(part, "value").text = value
    return root


def change(old: etree._Element, new: etree._Element) -> etree._Element:
    """A modification as the publisher writes one: children with ids come and go, the rest is only the way to them."""
    out = etree.Element(new.tag, dict(new.attrib))
    before, after = ({(row.tag, row.get("id")): row for row in side} for side in (old, new))
    for key in before.keys() | after.keys():
        was, now = before.get(key), after.get(key)
        if was is not None and now is not None and not len(was) and not len(now) and was.text == now.text:
            continue
        if was is not None and now is not None and len(was) and len(now):
            if key[1] and was.findtext("value") != now.findtext("value"):
                out.append(with_action(was, "remove"))
                out.append(with_action(now, "add"))
            elif len(deeper := change(was, now)):
                out.append(deeper)
        elif now is None:
            out.extend([with_action(was, "remove")] if key[1] else [change(was, etree.Element(was.tag))])
        elif was is None:
            out.extend([with_action(now, "add")] if key[1] else [change(etree.Element(now.tag), now)])
        elif len(deeper := change(was, now)):
            out.append(deeper)
    return out


def with_action(element: etree._Element, action: str) -> etree._Element:
    copy = deepcopy(element)
    copy.set("action", action)
    return copy


def content(element: etree._Element):
    """What a tree says, whatever its order and its empty containers."""
    rows = sorted((content(child) for child in element), key=repr)
    kept = [row for row in rows if row[1] or row[2] or row[3]]
    return element.tag, element.get("id"), element.text or "", kept


@given(sections(), sections())
def test_a_delta_applied_to_the_old_tree_gives_the_new_one(old, new):
    before, after = tree(old), tree(new)
    patch = change(before, after)
    assert content(applied(before, patch)) == content(after)
    assert reflects(after, "modify", patch)


@given(sections(), sections())
def test_a_delta_is_not_in_the_tree_before_it(old, new):
    before, after = tree(old), tree(new)
    patch = change(before, after)
    if any(part.get("action") for part in patch.iter()):
        assert not reflects(before, "modify", patch)
        with pytest.raises(DoesNotFit):
            applied(applied(before, patch), patch)


@given(sections(), st.randoms())
def test_two_trees_of_one_content_unite_whatever_their_order(made, order: random.Random):
    one = tree(made)
    other = deepcopy(one)
    for parent in list(other.iter()):
        children = list(parent)
        order.shuffle(children)
        parent.extend(children)
    assert content(united(one, other, same_time=True)) == content(one)
