"""OFAC: what is asked of the publisher, and what is made of its answers, check after check."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from ofac_service import NOON, Checks, Service, delta, entity, full
from sanctionwire.errors import DoesNotFit, SourceChanged, Suspicious, Unreachable
from sanctionwire.source import State
from sanctionwire.sources.us_ofac import SOURCE


def service(*parties: int) -> Service:
    """A service that last published at nine on 26 August 2026."""
    made = Service(sdn=full(entity(number) for number in parties), cons=full([entity(9001)]))
    made.publish(800, "2026-08-26T09:00:00", delta([entity(parties[-1], action="add")]))
    return made


def begun(*parties: int) -> Checks:
    """A source whose first list is read."""
    checks = Checks(service(*parties))
    checks.check()
    return checks


def asked(checks: Checks) -> list[str]:
    return [re.sub(r"api/PublicationPreview/", "", line) for line in checks.service.asked]


def test_the_first_check_reads_both_lists_between_two_looks_at_the_history():
    checks = Checks(service(1, 2))
    found = checks.check()
    assert asked(checks) == [
        "GET changes/history/2026/8/25",
        "GET changes/history/2026/8/26",
        "POST SdnList",
        "GET exports/SDN_ENHANCED.XML",
        "GET exports/CONS_ENHANCED.XML",
        "GET changes/history/2026/8/25",
        "GET changes/history/2026/8/26",
    ]
    assert (found.mode, found.publication, found.published) == ("full", "800", "2026-08-26T09:00:00")
    assert not found.reconcile
    assert not found.again
    assert sorted(checks.reading.raws) == ["1", "2", "9001"]


def test_the_lists_go_through_the_heavy_lane_and_are_held_against_the_catalogue():
    checks = Checks(service(1, 2))
    documents = checks.gather()
    lists = [
        request
        for request in SOURCE.follow(State(), {k: v for k, v in documents.items() if "list" not in k})
        if request.heavy
    ]
    assert [request.name for request in lists] == ["list:sdn", "list:cons"]
    assert [request.expected_sha256 for request in lists] == [documents[request.name].sha256 for request in lists]
    assert not any(request.conditional for request in lists)


def test_a_zipped_list_is_preferred_and_its_xml_held_against_the_catalogue():
    checks = Checks(service(1, 2))
    rows = checks.service._catalogue(["SDN_ENHANCED", "CONS_ENHANCED"])
    zipped = rows.replace(b"[", b'[{"fileName": "SDN_ENHANCED.ZIP", "lastUpdated": "2026-08-26T10:05:00"}, ', 1)
    checks.service._catalogue = lambda _names: zipped
    documents = checks.gather()
    assert "GET exports/SDN_ENHANCED.ZIP" in asked(checks)
    assert len(list(SOURCE.parse(documents, State(), None).records)) == 3
    checks.service._catalogue = lambda _names: re.sub(
        rb"(SDN_ENHANCED.XML.*?)[0-9A-F]{60}", rb"\g<1>" + b"0" * 60, zipped, count=1
    )
    with pytest.raises(Suspicious, match=r"list:sdn: the body's hash is .*expected the catalogue's"):
        list(SOURCE.parse(checks.gather(), State(), None).records)


def test_a_second_catalogue_is_asked_for_where_the_first_does_not_list_every_file():
    checks = Checks(service(1, 2))
    checks.service.one_catalogue = False
    checks.check()
    assert asked(checks)[2:4] == ["POST SdnList", "POST ConsolidatedList"]


def test_a_catalogue_without_the_lists_is_refused():
    checks = Checks(service(1, 2))
    checks.service._catalogue = lambda _names: b'[{"fileName": "SDN.CSV", "lastUpdated": "2026-08-26T10:05:00"}]'
    with pytest.raises(SourceChanged, match=r"catalogue of SDN\.CSV"):
        checks.check()


def test_a_publication_while_the_lists_are_read_postpones_them():
    checks = Checks(service(1, 2))
    documents = checks.gather()
    checks.service.publish(801, "2026-08-26T12:01:00", b"")
    later = Checks(checks.service).service.answer(SOURCE.requests(State(), NOON)[1], NOON)
    moved = documents | {"history-after:2026-08-26": later}
    with pytest.raises(Unreachable, match="postponed: a publication appeared"):
        SOURCE.parse(moved, State(), None)


def test_a_check_that_finds_nothing_new_is_a_conditional_look_at_the_history():
    checks = begun(1, 2)
    assert all(request.conditional for request in SOURCE.requests(checks.state, NOON))
    found = checks.check()
    assert asked(checks) == ["GET changes/history/2026/8/25", "GET changes/history/2026/8/26"]
    assert (found.mode, found.publication) == ("none", "800")


def test_a_new_publication_is_read_as_its_delta():
    checks = begun(1, 2)
    checks.service.publish(801, "2026-08-27T10:01:44.740051", delta([entity(3, action="add")], day="2026-08-27"))
    checks.now = NOON + timedelta(days=1)
    found = checks.check()
    assert asked(checks)[-1] == "GET changes/801"
    assert (found.mode, found.publication, found.published) == ("delta", "801", "2026-08-27T10:01:44.740051")
    assert sorted(checks.reading.raws) == ["1", "2", "3", "9001"]
    assert checks.check().mode == "none"


def test_publications_are_applied_one_by_one_oldest_first():
    checks = begun(1, 2)
    for number, day in ((801, "27"), (802, "28"), (803, "31")):
        body = delta([entity(number, action="add")], day=f"2026-08-{day}")
        checks.service.publish(number, f"2026-08-{day}T10:00:00", body)
    checks.service.history.reverse()
    checks.now = NOON + timedelta(days=6)
    found = [checks.check() for _ in range(3)]
    assert [each.publication for each in found] == ["801", "802", "803"]
    assert [each.again for each in found] == [True, True, False]
    assert {"801", "802", "803"} <= set(checks.reading.raws)


def test_while_more_waits_nothing_is_asked_conditionally():
    checks = begun(1, 2)
    for number, day in ((801, "27"), (802, "28")):
        checks.service.publish(
            number, f"2026-08-{day}T10:00:00", delta([entity(number, action="add")], day=f"2026-08-{day}")
        )
    checks.now = NOON + timedelta(days=2)
    checks.check()
    assert not any(request.conditional for request in SOURCE.requests(checks.state, checks.now))


def test_two_publications_of_one_day_are_told_apart_by_their_deltas():
    checks = begun(1, 2)
    for number, time in ((801, "10:00:00"), (802, "15:00:00")):
        checks.service.publish(number, f"2026-08-27T{time}", delta([entity(number, action="add")], day="2026-08-27"))
    checks.now = NOON + timedelta(days=1)
    assert [checks.check().publication, checks.check().publication] == ["801", "802"]


def test_two_publications_that_serve_one_delta_ask_for_the_full_lists():
    checks = begun(1, 2)
    body = delta([entity(3, action="add")], day="2026-08-27")
    checks.service.publish(801, "2026-08-27T10:00:00", body)
    checks.service.publish(802, "2026-08-27T15:00:00", body)
    checks.now = NOON + timedelta(days=1)
    with pytest.raises(DoesNotFit, match="delta:801 and witness:802 are one delta"):
        checks.check()
    checks.service.sdn = full(map(entity, (1, 2, 3)), as_of="2026-08-27T00:00:00")
    checks.service.updated = "2026-08-27T15:05:00"
    found = checks.check(must_reconcile=True)
    assert (found.mode, found.reconcile, found.publication) == ("full", True, "802")
    assert checks.check().mode == "none"


def test_a_witness_that_cannot_be_read_holds_nothing_up():
    checks = begun(1, 2)
    checks.service.deltas[800] = b"<Error><Code>NoSuchKey</Code></Error>"
    checks.service.publish(801, "2026-08-26T11:00:00", delta([entity(3, action="add")]))
    assert checks.check().publication == "801"


def test_a_delta_of_another_day_is_not_taken_for_this_publication():
    checks = begun(1, 2)
    checks.service.publish(801, "2026-08-27T10:00:00", delta([entity(3, action="add")], day="2026-08-26"))
    checks.now = NOON + timedelta(days=1)
    with pytest.raises(DoesNotFit, match=r"delta:801: a delta of 2026-08-26 .expected 2026-08-27"):
        checks.check()


def test_days_are_the_publishers():
    """At two in the morning UTC it is still yesterday in Washington, winter and summer."""
    for now in (datetime(2026, 8, 27, 2, 0, tzinfo=UTC), datetime(2026, 1, 2, 2, 0, tzinfo=UTC)):
        spans = [request.name for request in SOURCE.requests(State(), now)][:2]
        assert spans == [f"history:{(now - timedelta(days=days)).date()}" for days in (2, 1)]


def test_the_year_may_end_between_two_checks():
    checks = begun(1, 2)
    checks.service.publish(801, "2026-12-31T16:00:00", delta([entity(3, action="add")], day="2026-12-31"))
    checks.service.publish(802, "2027-01-04T10:00:00", delta([entity(4, action="add")], day="2027-01-04"))
    checks.now = datetime(2027, 1, 5, 16, 0, tzinfo=UTC)
    checks.check()
    assert asked(checks)[:2] == ["GET changes/history/2026", "GET changes/history/2027"]
    checks.check()
    assert asked(checks)[:6] == [
        f"GET changes/history/{day}"
        for day in ("2026/12/31", "2027/1/1", "2027/1/2", "2027/1/3", "2027/1/4", "2027/1/5")
    ]
    assert {"3", "4"} <= set(checks.reading.raws)


def test_what_was_published_before_the_first_list_is_never_applied():
    checks = begun(1, 2)
    checks.service.publish(700, "2026-02-03T10:00:00", b"never fetched")
    checks.now = NOON + timedelta(days=30)
    assert checks.check().mode == "none"
    assert asked(checks) == ["GET changes/history/2026"]


def test_memory_stays_small_and_forgets_nothing_that_could_come_back():
    checks = begun(1)
    for number in range(801, 960):
        at = (NOON + timedelta(hours=6 * (number - 800))).replace(tzinfo=None).isoformat()
        checks.service.publish(number, at, delta([entity(number, action="add")], day=at[:10]))
    checks.now = NOON + timedelta(days=60)
    for _ in range(159):
        checks.check()
    assert checks.check().mode == "none"
    assert len(checks.state.memory["applied"]) == 100
    assert len(checks.reading.raws) == 161


def reconciled(checks: Checks, *parties: int, updated: str = "2026-08-27T11:00:00") -> None:
    """New full lists."""
    checks.service.sdn = full(map(entity, parties), as_of="2026-08-27T00:00:00")
    checks.service.updated = updated


def a_day_later() -> Checks:
    """Publication 801 is applied by its delta."""
    checks = begun(1, 2)
    checks.service.publish(801, "2026-08-27T10:00:00", delta([entity(3, action="add")], day="2026-08-27"))
    checks.now = NOON + timedelta(days=1)
    checks.check()
    return checks


def test_a_reconcile_reads_the_lists_once_they_contain_the_newest_publication():
    checks = a_day_later()
    reconciled(checks, 1, 2, 3)
    found = checks.check(reconcile_due=True)
    assert (found.mode, found.reconcile, found.publication, found.removed) == ("full", True, "801", ())
    assert "GET changes/801" in asked(checks)
    assert checks.check(reconcile_due=True).mode == "none"
    assert not any("exports" in line for line in asked(checks))


def test_lists_that_were_read_already_are_not_read_again_and_the_catalogue_not_looked_at_each_time():
    checks = a_day_later()
    assert checks.check(reconcile_due=True).mode == "none"
    assert asked(checks)[-1] == "POST SdnList"
    checks.now += timedelta(minutes=5)
    assert checks.check(reconcile_due=True).mode == "none"
    assert not any("POST" in line for line in asked(checks))
    assert all(
        request.conditional
        for request in SOURCE.requests(State(serial=2, memory=checks.state.memory, reconcile_due=True), checks.now)
    )
    checks.now += timedelta(hours=7)
    reconciled(checks, 1, 2, 3)
    assert checks.check(reconcile_due=True).mode == "full"


def test_lists_older_than_the_newest_publication_are_not_read():
    checks = a_day_later()
    reconciled(checks, 1, 2, updated="2026-08-27T08:00:00")
    assert checks.check(reconcile_due=True).mode == "none"
    assert not any("exports" in line for line in asked(checks))


def test_lists_that_do_not_show_the_newest_publication_are_not_believed():
    checks = a_day_later()
    reconciled(checks, 1, 2)
    with pytest.raises(Unreachable, match="postponed: entity 3 is not as witness:801 left it"):
        checks.check(reconcile_due=True)


def test_a_delta_goes_before_a_reconcile():
    checks = a_day_later()
    checks.service.publish(802, "2026-08-27T11:30:00", delta([entity(4, action="add")], day="2026-08-27"))
    reconciled(checks, 1, 2, 3, 4, updated="2026-08-27T11:31:00")
    assert checks.check(reconcile_due=True).mode == "delta"


def test_a_publication_whose_delta_cannot_be_had_comes_with_the_lists_in_the_end():
    checks = a_day_later()
    checks.service.publish(802, "2026-08-27T11:30:00", b"<Error><Code>NoSuchKey</Code></Error>")
    with pytest.raises(SourceChanged, match=r"delta:802 .*an S3 error body: NoSuchKey"):
        checks.check()
    reconciled(checks, 1, 2, 3, 4, updated="2026-08-27T12:00:00")
    checks.now += timedelta(hours=7)
    found = checks.check(reconcile_due=True)
    assert (found.mode, found.publication) == ("full", "802")
    assert "4" in checks.reading.raws
    assert checks.check().mode == "none"


def test_a_delta_that_does_not_fit_waits_for_lists_that_contain_it():
    checks = begun(1, 2)
    checks.service.publish(
        801, "2026-08-27T10:00:00", delta([entity(7, action="remove"), entity(3, action="add")], day="2026-08-27")
    )
    checks.now = NOON + timedelta(days=1)
    with pytest.raises(DoesNotFit):
        checks.check()
    with pytest.raises(Unreachable, match="postponed: no full list yet"):
        checks.check(must_reconcile=True)
    reconciled(checks, 1, 2)
    with pytest.raises(Unreachable, match="entity 3 is not as witness:801 left it"):
        checks.check()
    reconciled(checks, 1, 2, 3)
    found = checks.check()
    assert (found.mode, found.reconcile, found.publication) == ("full", True, "801")
    assert found.removed == ("7",)
    assert checks.check().mode == "none"


def test_a_publication_that_the_first_lists_contain_in_spite_of_the_clocks_changes_nothing():
    checks = Checks(service(1, 2))
    checks.service.updated = "2026-08-26T08:59:30"
    assert checks.check().again
    found = checks.check()
    assert (found.mode, found.publication, found.records, found.removed) == ("delta", "800", [], ())
    assert checks.check().mode == "none"


def test_a_publication_that_the_first_lists_do_not_contain_is_applied():
    checks = Checks(service(1, 2))
    checks.service.updated = "2026-08-26T08:59:30"
    checks.service.sdn = full([entity(1)])
    assert checks.check().again
    assert checks.check().mode == "delta"
    assert "2" in checks.reading.raws


def test_a_time_with_an_offset_never_makes_the_lists_seem_newer_than_they_are():
    checks = Checks(service(1, 2))
    checks.service.updated = "2026-08-26T13:05:00Z"  # five past nine in Washington in summer, but eight in winter
    assert checks.check().again
    checks = Checks(service(1, 2))
    checks.service.updated = "2026-08-26T14:05:00.1234567+00:00"
    assert not checks.check().again


def test_an_export_of_one_programme_is_not_the_list():
    checks = Checks(service(1, 2))
    filters = '<filters><sanctionsLists><sanctionsList refId="1550">SDN List</sanctionsList></sanctionsLists><sanctionsPrograms><sanctionsProgram refId="211">SDGT</sanctionsProgram></sanctionsPrograms></filters>'
    checks.service.sdn = full([entity(1)], info=filters)
    with pytest.raises(Suspicious, match="an export of SDGT alone"):
        checks.check()


@pytest.mark.parametrize(
    ("body", "seen"),
    [
        (b"", "not JSON: an empty body"),
        (b"<html><title>Rate limited</title></html>", "not JSON: <html><title>Rate limited"),
        (b"<Error><Code>NoSuchKey</Code></Error>", "NoSuchKey"),
        (b'{"error": "busy"}', "JSON of another shape"),
        (b'[{"publicationID": 1}]', "a row without 'datePublished'"),
        (b'[{"publicationID": "x", "datePublished": "2026-01-01T00:00:00"}]', "a row without"),
        (b'[{"publicationID": 1, "datePublished": "01/02/2026"}]', 'the time "01/02/2026"'),
        (b"[1]", "JSON of another shape"),
    ],
)
def test_a_history_that_is_none_is_refused(body, seen):
    checks = begun(1, 2)
    checks.service._body = lambda _parts, _path: body
    with pytest.raises(SourceChanged, match=re.escape(seen)):
        checks.check()


def test_an_empty_history_is_nothing_new():
    checks = begun(1, 2)
    checks.service.history.clear()
    assert checks.check().mode == "none"


@pytest.mark.parametrize(
    "row",
    [
        b'[{"fileName": "X"}]',
        b'[{"fileName": "X", "lastUpdated": "soon"}]',
        b'[{"fileName": "X", "lastUpdated": "2026-01-01", "hashCodes": "x"}]',
        b'[{"fileName": "X", "lastUpdated": "2026-01-01", "hashCodes": "[]"}]',
    ],
)
def test_a_catalogue_that_cannot_be_read_is_refused(row):
    checks = Checks(service(1))
    checks.service._catalogue = lambda _names: row
    with pytest.raises(SourceChanged, match="a row that cannot be read"):
        checks.check()
