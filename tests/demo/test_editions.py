"""The editions hang together: what the deltas say is what the next list holds, and the facts add up to the story."""

import json
from copy import deepcopy
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest

from demo import fincen, ofac, un
from demo.ofac_entity import References, entity
from demo.publishers import PLAYED
from demo.scene import NOTE, Asked, Scene
from demo.story import EDITIONS

NOW = datetime(2026, 11, 23, 15, 1, tzinfo=UTC)
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
PUBLISHED = [each.number for each in EDITIONS if each.ofac_publishes and each.number > 1]


def scene(edition):
    happened = {event: each.at for each in EDITIONS[:edition] for event in each.happens}
    return Scene(began=EDITIONS[0].at, happened=happened)


def number(event):
    return next(each.number for each in EDITIONS if event in each.happens)


def trees(edition):
    used = References()
    return {str(key): entity(party, used) for key, party in ofac.parties(scene(edition)).items()}


def delta(edition):
    root = ET.fromstring(ofac.delta(scene(edition - 1), scene(edition), published=NOW))
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


@pytest.mark.parametrize("edition", PUBLISHED)
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


@pytest.mark.parametrize(
    ("event", "actions"), [("ofac-prince", ["add"] * 13), ("ofac-changes", [None, "remove", "remove"])]
)
def test_a_modified_entity_has_no_action_of_its_own(event, actions):
    assert sorted((each.get("action") for each in delta(number(event)).find("entities")), key=str) == actions


def test_a_delta_declares_the_new_reference_values_and_only_those():
    declared = {value.findtext("value") for value in delta(number("ofac-prince")).iter("referenceValue")}
    assert {"TCO", "Cambodia", "Palau"} <= declared
    assert not {"SDGT", "Iran", "Latin", "Block", "IRAN-CON-ARMS-EO"} & declared


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda e: e.title)
@pytest.mark.parametrize("sdn", [True, False])
def test_every_reference_in_a_full_list_is_declared_in_it(edition, sdn):
    root = ET.fromstring(ofac.full_list(scene(edition.number), sdn=sdn, as_of=NOW))
    declared = {v.get("refId") for v in root.iter() if v.tag.endswith("}referenceValue")}
    used = {e.get("refId") for e in root.iter() if e.get("refId")} | {
        e.text for e in root.iter() if e.tag.endswith("}valueRefId")
    }
    assert used <= declared


def test_the_bank_that_is_on_two_lists_is_in_both_files():
    files = [ofac.full_list(scene(1), sdn=sdn, as_of=NOW) for sdn in (True, False)]
    assert all(b'<entity id="17013">' in file for file in files)


def ids(edition):
    return {party["id"] for kind in ("individuals", "entities") for party in un.parties(scene(edition), kind)}


def test_the_short_list_has_two_new_parties_and_lacks_twenty_six_which_come_back():
    short, whole = number("un-short"), number("un-restored")
    assert len(ids(short) - ids(short - 1)) == 2
    assert len(ids(short - 1) - ids(short)) == 26
    assert ids(whole) == ids(short - 1) | ids(short)


def test_huione_is_in_fincens_table_from_its_proposal_on_and_the_final_rule_from_its_release_on():
    proposed, released = number("huione-proposed"), number("huione-released")
    assert "Huione" not in fincen.table(scene(proposed - 1))
    assert "2025-07837" in fincen.table(scene(proposed))
    assert "2025-19571" not in fincen.table(scene(released - 1))
    assert "public-inspection/2025-19571" in fincen.table(scene(released))


FR, NBC = "www.federalregister.gov/api/v1", "www.nbc.gov.kh/english/news_and_events"
FRONTS = (
    f"{FR}/documents.json?conditions[agencies][]=financial-crimes-enforcement-network&fields[]=document_number&fields[]=title",
    f"{FR}/documents.json?conditions[agencies][]=foreign-assets-control-office",
    f"{FR}/public-inspection-documents/current.json",
    *(f"{NBC}/{name}.php" for name in ("news", "announcements", "press_releases")),
    "home.treasury.gov/news-data/press-releases/search/2025.json",
    "home.treasury.gov/news-data/press-releases/search/2026.json",
    "sanctionslist.fcdo.gov.uk/docs/UK-Sanctions-List.xml",
    "www.ecfr.gov/api/renderer/v1/content/enhanced/current/title-31?subtitle=B&chapter=X&part=1010&subpart=F",
    "www.fincen.gov/news/press-releases",
    "www.fincen.gov/resources/statutes-and-regulations/311-and-9714-special-measures",
    "www.rbi.org.in/pressreleases_rss.xml",
)
"""What one sees first of each publisher."""


def fronts(edition):
    def answered(target):
        asked = Asked.of("GET", f"/{target}")
        return PLAYED[asked.host](asked, scene(edition))

    answers = [answered(target) for target in FRONTS]
    assert all(answer.status == 200 for answer in answers)
    return b"".join(answer.body for answer in answers).decode()


@pytest.mark.parametrize(
    ("words", "event"),
    [
        ("2025-07837", "huione-proposed"),
        ("FinCEN Finds", "huione-proposed"),
        ("HCBL", "rbi-cancelled"),
        ("2025-19571", "huione-released"),
        ("FinCEN Issues Final Rule Severing", "huione-released"),
        ("sb0278", "press-sb0278"),
        ("Wei", "uk-prince"),
        ("Prince Bank", "nbc-prince-statement"),
        ('id="1010.664"', "ecfr-664"),
        ("Statement on Huione Pay", "nbc-huione-pay"),
        ("liquidation of Prince Bank", "nbc-prince-liquidation"),
        ("Announcement of the National Bank", "nbc-scan"),
        ("2026-12794", "hpay-released"),
        ("sb0538", "press-sb0538"),
    ],
)
def test_nothing_is_out_before_its_day_and_everything_is_from_then_on(words, event):
    first = number(event)
    assert [words in fronts(edition.number) for edition in EDITIONS] == [e.number >= first for e in EDITIONS]


def test_a_document_is_on_inspection_until_it_is_published():
    inspected, published = (
        [PLAYED["www.federalregister.gov"](Asked.of("GET", f"/{target}"), scene(each.number)).body for each in EDITIONS]
        for target in (FRONTS[2], FRONTS[0])
    )
    for document, released, final in (
        (b"2025-19571", "huione-released", "huione-final"),
        (b"2026-12794", "hpay-released", "hpay-proposed"),
    ):
        days = range(1, len(EDITIONS) + 1)
        assert [document in page for page in inspected] == [number(released) <= n < number(final) for n in days]
        assert [document in page for page in published] == [n >= number(final) for n in days]


def test_the_register_gives_the_fields_that_are_asked_for_and_no_others():
    target = Asked.of("GET", f"/{FRONTS[0]}")
    found = json.loads(PLAYED["www.federalregister.gov"](target, scene(len(EDITIONS))).body)
    assert found["count"] == len(found["results"]) == 4
    assert all(row.keys() == {"document_number", "title"} for row in found["results"])


def test_editions_are_numbered_from_one_and_their_days_follow_each_other():
    assert [each.number for each in EDITIONS] == list(range(1, len(EDITIONS) + 1))
    days = [each.at for each in EDITIONS]
    assert days == sorted(set(days))
    assert all(each.at.utcoffset() is not None for each in EDITIONS)


def test_an_event_happens_once():
    happening = [event for each in EDITIONS for event in each.happens]
    assert len(happening) == len(set(happening))


def test_what_nobody_published_is_no_edition():
    """The non-renewal of 2024, the e-mail of 6 March 2025, Korea's list, and the revocations of 10 April 2026."""
    days = {each.at.date().isoformat() for each in EDITIONS}
    assert not days & {"2025-03-06", "2025-11-27", "2026-04-10"}
    assert min(days) > "2025"


def test_every_list_says_that_it_is_a_reconstruction():
    pages = [ofac.full_list(scene(1), sdn=True, as_of=NOW).decode(), un.consolidated(scene(1), generated=NOW).decode()]
    assert all(NOTE in page for page in [*pages, fincen.table(scene(1))])
