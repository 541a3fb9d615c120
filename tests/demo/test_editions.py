"""The editions hang together: what the deltas say is what the next list holds, and the facts add up to the story."""

from copy import deepcopy
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest

from demo import fincen, ofac, un
from demo.ofac_entity import References, entity
from demo.story import EDITIONS

NOW = datetime(2026, 11, 23, 15, 1, tzinfo=UTC)
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"


def trees(edition):
    used = References()
    return {str(key): entity(party, used) for key, party in ofac.parties(edition).items()}


def delta(edition):
    root = ET.fromstring(ofac.delta(edition, published=NOW))
    for element in root.iter():
        element.tag = element.tag.partition("}")[2]
        element.text = (element.text or "").strip() or None
        element.tail = None
    return root


def applied(old, change):
    new = deepcopy(old)
    for child in change:
        found = [mine for mine in new if (mine.tag, mine.get("id")) == (child.tag, child.get("id"))]
        action = child.attrib.pop("action", None)
        if action == "add":
            assert not found
            new.append(child)
        elif action == "remove":
            new.remove(found[0])
        elif found:
            new[list(new).index(found[0])] = applied(found[0], child)
        else:
            new.append(applied(ET.Element(child.tag, child.attrib), child))
    return new


def content(element):
    children = sorted(content(child) for child in element if len(child) or child.text or child.attrib)
    return repr((element.tag, sorted(element.attrib.items()), element.text, children))


@pytest.mark.parametrize("edition", [e.number for e in EDITIONS if e.ofac_publishes and e.number > 1])
def test_a_delta_applied_to_the_list_before_gives_the_list_after(edition):
    state, wanted = trees(edition - 1), trees(edition)
    for change in delta(edition).find("entities"):
        key, action = change.get("id"), change.attrib.pop("action", None)
        if action == "remove":
            del state[key]
        elif action == "add":
            state[key] = change
        else:
            state[key] = applied(state[key], change)
    assert {k: content(v) for k, v in state.items()} == {k: content(v) for k, v in wanted.items()}


def test_the_second_edition_adds_nine_removes_two_and_modifies_one_without_an_action_of_its_own():
    actions = [change.get("action") for change in delta(2).find("entities")]
    assert sorted(actions, key=str) == [None, *["add"] * 9, *["remove"] * 2]


def test_a_delta_declares_the_new_reference_values_and_only_those():
    declared = {value.findtext("value") for value in delta(2).iter("referenceValue")}
    assert {"TCO", "Cambodia", "IRAN-CON-ARMS-EO"} <= declared
    assert not {"SDGT", "Iran", "Latin", "Block"} & declared


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda e: e.title)
@pytest.mark.parametrize("sdn", [True, False])
def test_every_reference_in_a_full_list_is_declared_in_it(edition, sdn):
    root = ET.fromstring(ofac.full_list(edition.number, sdn=sdn, as_of=NOW))
    declared = {v.get("refId") for v in root.iter() if v.tag.endswith("}referenceValue")}
    used = {e.get("refId") for e in root.iter() if e.get("refId")} | {
        e.text for e in root.iter() if e.tag.endswith("}valueRefId")
    }
    assert used <= declared


def test_the_bank_that_is_on_two_lists_is_in_both_files():
    files = [ofac.full_list(1, sdn=sdn, as_of=NOW) for sdn in (True, False)]
    assert all(b'<entity id="17013">' in file for file in files)


def ids(edition):
    return {party["id"] for kind in ("individuals", "entities") for party in un.parties(edition, kind)}


def test_the_un_regenerates_its_file_without_any_news():
    assert ids(1) == ids(3)
    assert un.consolidated(1, generated=NOW) != un.consolidated(3, generated=NOW)


def test_the_short_list_has_two_new_parties_and_lacks_twenty_six_which_come_back():
    assert len(ids(5) - ids(4)) == 2
    assert len(ids(4) - ids(5)) == 26
    assert ids(7) == ids(4) | ids(5)


def test_the_final_rule_appears_with_the_fourth_edition():
    assert b"2025-19571" not in fincen.page(3)
    assert b"2025-19571" in fincen.page(4)
    assert fincen.page(4) == fincen.page(7)


def test_editions_are_numbered_from_one_and_serve_only_what_is_out():
    assert [e.number for e in EDITIONS] == list(range(1, len(EDITIONS) + 1))
    assert all(max(e.un, e.fincen, e.ofac_lists) <= e.number for e in EDITIONS)
