"""Promises 4 and 5: whatever a publisher serves, the last good reading stands, and nobody is left in the dark."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any

import pytest

from promises.publishing import FINCEN_TABLE, OFAC_DELTA, OFAC_ZIP, UN_LIST, Playing, playing
from promises.stack import Stack
from publisher import Answer, answer, redirect
from sanctionwire.deliver.outbox import ALERTS, OPERATOR
from sanctionwire.fetch import Fetcher
from sanctionwire.fetch.wire import Limits

PATHS = {"un_sc": UN_LIST, "us_fincen_311": FINCEN_TABLE, "us_ofac": OFAC_DELTA}
BILLION_LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%b">' % (letter, b"&%c;" % (letter - 1) * 10) for letter in b"bcdefghij")
    + b"]><CONSOLIDATED_LIST>&j;</CONSOLIDATED_LIST>"
)
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><CONSOLIDATED_LIST>&a;</CONSOLIDATED_LIST>'
MAINTENANCE = b"<!DOCTYPE html><html><head><title>Under maintenance</title></head><body>Back soon</body></html>"
S3_ERROR = b'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>InternalError</Code><Message>x</Message></Error>'


def endless(connection: socket.socket, _asked: Any) -> None:
    with suppress(OSError):
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n")
        while True:
            connection.sendall(b"<CONSOLIDATED_LIST>" * 50_000)


def unknown_element(good: bytes) -> bytes:
    """One that stands where a parser has no reason to look for it."""
    if b"<table" in good:
        return good.replace(b">Finding</th>", b'>Finding</th><th scope="col">Surprise</th>')
    return re.sub(rb"(</entities>\s*|</ENTITIES>\s*)(</\w+>\s*)$", rb"\1<surprise>x</surprise>\2", good)


def wrong_encoding(good: bytes) -> bytes:
    """A byte that no UTF-8 has, in the middle of a name."""
    return re.sub(rb"(IBRAIMA|Bank of Dandong|Mario German)", b"\xff\xfe\xfa", good, count=1)


@dataclass(frozen=True)
class Case:
    """What is served in place of the good body, and what the operator must read of it, by source or for all."""

    serve: Callable[[bytes], Answer]
    seen: str
    fincen: str = ""
    """Where its table, which is HTML, makes a difference."""
    limits: Limits | None = None
    reached: bool = True
    """Something came that could be archived; otherwise it is asked for again."""

    def words(self, slug: str) -> str:
        return (self.fincen if slug == "us_fincen_311" else "") or self.seen


CASES = {
    "empty": Case(lambda _good: answer(b""), "an empty body"),
    "truncated": Case(lambda good: answer(good[: len(good) * 2 // 3]), "cut short"),
    "cut off on the wire": Case(
        lambda good: answer(good[:500], length=False, Content_Length=len(good)), "breaks off after 500 bytes", reached=False
    ),
    "HTML in place of data": Case(lambda _good: answer(MAINTENANCE), 'HTML page titled "Under maintenance"'),
    "an S3 error body": Case(lambda _good: answer(S3_ERROR), "an S3 error body: InternalError"),
    "an unknown element": Case(lambda good: answer(unknown_element(good)), "unknown element <surprise>", "Surprise"),
    "wrong encoding": Case(lambda good: answer(wrong_encoding(good)), "encoding"),
    "an XML bomb": Case(lambda _good: answer(BILLION_LAUGHS), "document type declaration", "table"),
    "an external entity": Case(lambda _good: answer(OUTSIDE), "document type declaration", "table"),
    "an endless body": Case(lambda _good: endless, "the body goes on after"),
    "a redirect to a private address": Case(
        lambda _good: redirect("https://169.254.169.254/latest/meta-data"), "169.254.169.254"
    ),
    "403": Case(lambda _good: answer(MAINTENANCE, status="403 Forbidden"), "HTTP 403 Forbidden", reached=False),
    "429": Case(
        lambda _good: answer(b"", status="429 Too Many Requests", Retry_After="600"), "HTTP 429", reached=False
    ),
    "a hung connection": Case(
        lambda _good: lambda _connection, _asked: STOPPED.wait(2),
        "no byte for 0.2 s",
        limits=Limits(silence=0.2),
        reached=False,
    ),
}  # fmt: skip


class _Stopped:
    """Set by the server that stops; until then, nothing is said."""

    server: Any = None

    def wait(self, seconds: float) -> None:
        self.server.stopping.wait(seconds)


STOPPED = _Stopped()


def standing(stack: Stack, slug: str) -> dict[str, Any]:
    """What no bad publication may touch."""
    row, ports = stack.row(slug), stack.wire.ports
    listed = list(ports.reading(row).entries())
    return {
        "head": stack.wire.log.head(),
        "row": (row.serial, row.reading, row.validators, row.memory),
        "listed": listed,
    }


@contextmanager
def read_once(slug: str, edition: int = 1) -> Iterator[tuple[Stack, Playing]]:
    """A stack that has read the source, and told so."""
    with playing(slug) as (stack, publisher):
        STOPPED.server = publisher.server
        stack.tick()
        stack.wire.watch()
        stack.wire.announce()
        stack.clock.later(minutes=stack.wire.abouts[slug].cadence_minutes)
        stack.inbox()
        stack.publishers.turn(edition)
        yield stack, publisher


def heard(stack: Stack) -> dict[str, list[dict[str, Any]]]:
    inbox = stack.inbox()
    return {topic: [each for each in inbox if each["TopicArn"].endswith(topic)] for topic in (ALERTS, OPERATOR)}


def flat(message: dict[str, Any]) -> str:
    return " ".join(message["Message"].split())


@pytest.mark.parametrize("slug", PATHS)
@pytest.mark.parametrize("name", CASES)
def test_bad_input_touches_nothing_is_told_within_fifteen_minutes_and_told_again_when_it_is_over(
    name: str, slug: str
) -> None:
    case = CASES[name]
    with read_once(slug, edition=2 if slug == "us_ofac" else 1) as (stack, publisher):
        before = standing(stack, slug)
        good = publisher.body(PATHS[slug])
        publisher[PATHS[slug]] = case.serve(good)
        if case.limits:
            fetcher = stack.wire.fetcher
            stack.restart(
                fetcher=Fetcher(contact=fetcher.contact, publisher_origin=fetcher.publisher_origin, limits=case.limits)
            )
        stack.tick()
        stack.wire.watch()
        stack.pass_by(minutes=10)
        stack.clock.later(minutes=4)
        stack.wire.watch()
        assert standing(stack, slug) == before
        told = heard(stack)
        (blind,) = told[ALERTS]
        about = stack.wire.abouts[slug]
        assert blind["Subject"].startswith(f"[DEMO] [BLIND] {about.publisher} cannot be seen")
        assert about.url in blind["Message"]
        (notice,) = told[OPERATOR]
        assert case.words(slug) in flat(notice)
        assert "expected" in flat(notice).casefold()
        assert re.search(rf"https://\S*{re.escape(PATHS[slug].partition('/changes')[0][1:])}", notice["Message"])
        assert (stack.row(slug).pending is not None) == case.reached
        publisher.clear()
        stack.pass_by(minutes=10)
        over = heard(stack)
        assert [each["Subject"].startswith("[DEMO] [BLIND] ended:") for each in over[ALERTS]].count(True) == 1
        assert [" ended: " in each["Subject"] for each in over[OPERATOR]].count(True) == len(over[OPERATOR]) == 1
        assert (stack.wire.log.head() == before["head"]) == (slug != "us_ofac")  # OFAC's delta, late but not lost


def test_a_publisher_that_asks_to_be_left_alone_is_left_alone_for_as_long() -> None:
    with read_once("un_sc") as (stack, publisher):
        publisher[UN_LIST] = answer(b"", status="429 Too Many Requests", Retry_After="1200")
        stack.tick()
        asked = publisher.asked.count(UN_LIST)
        stack.pass_by(minutes=15)
        assert publisher.asked.count(UN_LIST) == asked
        stack.pass_by(minutes=10)
        assert publisher.asked.count(UN_LIST) > asked


def test_a_list_whose_hash_is_not_the_catalogues_is_no_reading() -> None:
    with read_once("us_ofac", edition=2) as (stack, publisher):
        stack.tick()
        stack.inbox()
        stack.publishers.turn(3)
        stack.clock.later(hours=7)
        before = standing(stack, "us_ofac")
        good = publisher.body(OFAC_ZIP)
        publisher[OFAC_ZIP] = answer(good[:-1] + bytes([good[-1] ^ 1]))
        stack.tick()
        stack.wire.watch()
        stack.pass_by(minutes=10)
        stack.clock.later(minutes=4)
        stack.wire.watch()
        assert standing(stack, "us_ofac") == before
        told = heard(stack)
        assert [each["Subject"].partition(" cannot")[0] for each in told[ALERTS] if "[BLIND]" in each["Subject"]] == [
            "[DEMO] [BLIND] OFAC"
        ]
        (notice,) = told[OPERATOR]
        for words in ("SDN_ENHANCED.ZIP", "SHA-256", "expected the publisher's own"):
            assert words in flat(notice)
        publisher.clear()
        stack.pass_by(minutes=15)
        assert sum(" ended: " in each["Subject"] for each in heard(stack)[OPERATOR]) == 1
        assert stack.commits()[-1].cause == "reconciled"


def test_a_declared_count_that_disagrees_is_no_reading() -> None:
    """None of the three publishers declares one: the UN's list is read as if it did."""
    with read_once("un_sc") as (stack, publisher):
        source = stack.wire.ports.registry["un_sc"]

        def parse(*given: Any) -> Any:
            return replace(source.parse(*given), declared_count=61)

        stack.only({"un_sc": replace(source, parse=parse)})
        before = standing(stack, "un_sc")
        publisher[UN_LIST] = answer(publisher.body(UN_LIST) + b"\n")
        stack.tick()
        stack.wire.watch()
        assert standing(stack, "un_sc") == before
        (notice,) = heard(stack)[OPERATOR]
        assert "60 records (expected the declared 61)" in flat(notice)


def test_an_entry_with_a_reference_that_is_declared_nowhere_is_not_guessed_at_and_withholds_no_other() -> None:
    with read_once("us_ofac", edition=2) as (stack, publisher):
        good = publisher.body(OFAC_DELTA)
        nowhere = good.replace(b'<sanctionsProgram refId="91221"', b'<sanctionsProgram refId="9"', 1)
        publisher[OFAC_DELTA] = answer(nowhere)
        stack.tick()
        stack.wire.watch()
        commit = stack.commits()[-1]
        (unreadable,) = commit.unreadable
        assert commit.changes.kinds["designated"] == 8
        assert unreadable.id.removeprefix("us_ofac:") not in dict(standing(stack, "us_ofac")["listed"])
        told = heard(stack)
        (notice,) = told[OPERATOR]
        for words in (unreadable.id, 'reference 9 ("TCO") is declared nowhere', "expected a declared value"):
            assert words in flat(notice)
        assert any("[CHECK]" in each["Subject"] and unreadable.id in flat(each) for each in told[ALERTS])
        publisher.clear()
        stack.pass_by(minutes=15)
        assert stack.row("us_ofac").unreadable == {}
        assert unreadable.id.removeprefix("us_ofac:") in dict(standing(stack, "us_ofac")["listed"])


def test_a_new_value_that_is_declared_is_carried_as_it_stands_and_announced_as_unmapped() -> None:
    with read_once("us_ofac", edition=2) as (stack, publisher):
        declared = b'<referenceValue refId="999001" action="add"><type>PROGRAM</type><value>ATLANTIS-EO</value></referenceValue>'
        body = publisher.body(OFAC_DELTA).replace(b"</referenceValues>", declared + b"</referenceValues>")
        pattern = rb'<sanctionsProgram refId="91221" id="(\d+)"([^>]*)>TCO<'
        body = re.sub(pattern, rb'<sanctionsProgram refId="999001" id="\1"\2>ATLANTIS-EO<', body, count=1)
        publisher[OFAC_DELTA] = answer(body)
        stack.tick()
        commit = stack.commits()[-1]
        assert commit.changes.kinds["designated"] == 9
        assert any("ATLANTIS-EO" in value for value in commit.unmapped)
        assert any("ATLANTIS-EO" in flat(each) for each in heard(stack)[ALERTS])
        added = [change.after for change in stack.wire.log.changes(commit) if change.kind == "designated"]
        assert any("ATLANTIS-EO" in listing.programmes for entry in added for listing in entry.listings)
