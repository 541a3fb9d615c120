"""Large numbers: a first reading of 20,000 entries is one mail, and so is an action that lists 146 parties."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from feed.world import event
from promises.stack import Clock, in_memory
from sanctionwire.deliver.message import LIMIT, attributes_size
from sanctionwire.pipeline.collect import collect
from sanctionwire.pipeline.ports import Fetched
from sanctionwire.source import Document
from sanctionwire.sources.un_sc import SOURCE
from sanctionwire.store.sources import Validators

pytestmark = pytest.mark.xdist_group("a large list")

MANY, MORE = 20_000, 146
PARTY = (
    "<INDIVIDUAL><DATAID>{0}</DATAID><FIRST_NAME>NAME {0}</FIRST_NAME><UN_LIST_TYPE>DRC</UN_LIST_TYPE>"
    "<REFERENCE_NUMBER>CDi.{0}</REFERENCE_NUMBER><LISTED_ON>2020-02-06</LISTED_ON><LIST_TYPE><VALUE>UN List</VALUE>"
    "</LIST_TYPE><INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>ALIAS {0}</ALIAS_NAME></INDIVIDUAL_ALIAS>"
    "<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><YEAR>1970</YEAR></INDIVIDUAL_DATE_OF_BIRTH>"
    "</INDIVIDUAL>"
)


class Publisher:
    """A list of so many."""

    count = MANY

    def __call__(self, request: Any, *_: Any) -> Fetched:
        parties = "".join(PARTY.format(100_000 + number) for number in range(self.count))
        body = f"<CONSOLIDATED_LIST><INDIVIDUALS>{parties}</INDIVIDUALS><ENTITIES/></CONSOLIDATED_LIST>".encode()
        document = Document(
            name=request.name,
            url=request.url,
            opened=lambda: io.BytesIO(body),
            sha256=hashlib.sha256(body).hexdigest(),
            size=len(body),
            fetched_at="2026-01-16T15:00:00Z",
        )
        return Fetched(document=document, validators=Validators())


@pytest.fixture(scope="module")
def large() -> Any:
    """The baseline, the action, and what each was told as."""
    clock, publisher = Clock(), Publisher()
    wire, alerts, _operator = in_memory(SOURCE, clock, publisher)
    told = []
    for publisher.count in (MANY, MANY + MORE):
        alerts.messages.clear()
        collect(wire.ports, SOURCE)
        wire.announce()
        told.append(list(alerts.messages))
        clock.later(minutes=61)
    return wire, clock, told


def test_a_baseline_of_20_000_entries_is_one_mail(large: Any) -> None:
    wire, _clock, (told, _) = large
    assert wire.log.get(1).changes.kinds == {"baseline": MANY}
    assert [message.subject for message in told] == ["[INFO] UN now watching 20,000 entries | 2026-01-16"]


def test_an_action_that_lists_146_parties_is_one_mail_with_counts_by_type(large: Any) -> None:
    wire, _clock, (_, told) = large
    assert wire.log.get(2).changes.kinds == {"designated": MORE}
    (mail,) = told
    assert re.match(r"\[(ACT|CHECK)\] UN \+146 ", mail.subject)
    assert len(mail.body.encode()) + attributes_size(mail.attributes) <= LIMIT
    assert re.search(r"\b146 (persons|people)\b", " ".join(mail.body.split()))


def test_its_whole_list_opens_without_a_key_until_the_link_expires(large: Any) -> None:
    wire, clock, (_, (mail,)) = large
    links = re.findall(r"https://feed\.test(/files/\S+)", mail.body)
    assert len(links) == 2
    opened = [wire.api(event(link, key=None)) for link in links]
    assert [answer["statusCode"] for answer in opened] == [303, 303]
    location = next(answer["headers"]["location"] for answer in opened if ".csv" in answer["headers"]["location"])
    parts = urlsplit(location)
    with wire.blobs.open(unquote(parts.netloc + parts.path)) as stream:
        rows = list(csv.DictReader(io.TextIOWrapper(stream, encoding="utf-8-sig")))
    assert len(rows) == MORE
    clock.later(days=30)
    assert {wire.api(event(link, key=None))["statusCode"] for link in links} == {410}
