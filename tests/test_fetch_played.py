"""A demonstration's time is the publishers' own, and where it cannot be had nothing goes on."""

from datetime import UTC, datetime

import pytest

from publisher import answer, publishing
from sanctionwire.errors import Unreachable
from sanctionwire.fetch import played
from sanctionwire.wiring import bootstrap, now


@pytest.fixture
def site():
    with publishing() as server:
        yield server


def test_the_time_is_asked_for_each_time_and_told_in_utc(site):
    clock = played.clock(site.origin)
    site.answers["/_demo/clock"] = answer(b"2025-10-14T10:00:00-04:00")
    assert clock() == datetime(2025, 10, 14, 14, tzinfo=UTC)
    site.answers["/_demo/clock"] = answer(b"2025-10-16T00:00:00+00:00\n")
    assert clock() == datetime(2025, 10, 16, tzinfo=UTC)


@pytest.mark.parametrize("said", [answer(b""), answer(b"noon"), answer(b"no such page", status="404 Not Found"), b"?"])
def test_what_is_no_time_is_never_replaced_by_another(site, said):
    site.answers["/_demo/clock"] = said
    with pytest.raises(Unreachable, match="a time"):
        played.clock(site.origin)()


def test_a_server_that_is_gone_is_said():
    with publishing() as server:
        origin = server.origin
    with pytest.raises(Unreachable, match="/_demo/clock"):
        played.clock(origin)()


def test_only_a_demonstration_asks_its_publishers(site):
    named = dict.fromkeys(("LOG_TABLE", "ENTRIES_TABLE", "WORK_BUCKET", "EVIDENCE_BUCKET"), "x")
    assert bootstrap(named).clock is now
    site.answers["/_demo/clock"] = answer(b"2025-10-14T14:00:00+00:00")
    assert bootstrap(named | {"PUBLISHER_ORIGIN": site.origin}).clock() == datetime(2025, 10, 14, 14, tzinfo=UTC)
