"""What a check, a tick and a poll cost when there is nothing new, counted in calls to AWS and to publishers."""

from __future__ import annotations

from collections import Counter

import pytest

from benchmarks.meter import Meter
from feed.world import event
from promises.stack import EVERY, demonstration
from sanctionwire.feed import keys

SERVICES = ("dynamodb", "s3", "sns", "sqs")


@pytest.fixture(scope="module")
def stack():
    """Everything was read and told, and an hour has gone by; the meter counts from here."""
    with demonstration(*EVERY) as stack:
        stack.tick(*EVERY)
        stack.tick(*EVERY)
        stack.clock.later(hours=1)
        stack.meter = Meter()
        stack.meter.listen(*(stack.client(name) for name in SERVICES))
        yield stack


def counted(stack, use_case, *given):
    """The calls that a use case makes: operation → how often."""
    stack.meter.bills.clear()
    with stack.meter.running("it") as bill:
        use_case(*given)
    return Counter({call.operation: number for call, number in bill.calls.items()}), bill


def polls(stack):
    """Note each request to a publisher from now on."""
    asked, fetch = [], stack.wire.fetcher

    class Noting:
        def fetch(self, request, **known):
            asked.append(request.url)
            return fetch.fetch(request, **known)

    stack.restart(fetcher=Noting())
    return asked, fetch


@pytest.mark.parametrize(("slug", "requests"), [("us_ofac", 2), ("un_sc", 1), ("us_fincen_311", 1)])
@pytest.mark.parametrize("known", [True, False], ids=["the publisher says not modified", "it sends the same again"])
def test_a_check_that_finds_nothing_new_is_one_poll_one_read_and_one_small_write(stack, slug, requests, known):
    if not known:
        stack.wire.ports.sources.save(stack.row(slug).but(validators={}))
    asked, fetcher = polls(stack)
    head = stack.wire.log.head()
    calls, bill = counted(stack, stack.wire.collect, {"source": slug, "lane": "light"})
    stack.restart(fetcher=fetcher)
    assert len(asked) == requests, asked  # OFAC's history is asked for by day: yesterday's and today's
    assert calls == {"GetItem": 1, "PutItem": 1}
    assert bill.writes <= 8
    assert stack.wire.log.head() == head


def test_a_tick_with_nothing_to_do_reads_a_little_and_writes_nothing(stack):
    stack.wire.dispatch()
    stack.work()
    assert counted(stack, stack.wire.dispatch)[0] == {"GetItem": 1, "Query": 1}
    assert counted(stack, stack.wire.project)[0] == {"GetItem": 1, "Query": 1}
    assert counted(stack, stack.wire.announce)[0] == {"GetItem": 1, "Query": 2}
    stack.wire.watch()  # seals the day, which the others are then told of
    stack.tick()
    stack.wire.watch()
    calls, bill = counted(stack, stack.wire.watch)
    assert bill.writes == 0, calls


def test_dispatch_sends_for_all_sources_that_are_due_with_one_write(stack):
    stack.clock.later(hours=2)
    calls, _ = counted(stack, stack.wire.dispatch)
    assert calls == {"GetItem": 1, "Query": 1, "PutItem": 1, "SendMessage": len(EVERY)}
    stack.work()


def test_a_poll_of_the_feed_with_nothing_new_is_one_read_besides_the_authorizers(stack):
    _, token = keys.create(stack.wire.table, name="reader", now=stack.clock())
    head = f"{stack.wire.log.head().seq}.0"
    first = stack.wire.api(event("/v1/changes", f"after={head}"))
    assert first["statusCode"] == 200
    again = event("/v1/changes", f"after={head}") | {"headers": {"if-none-match": first["headers"]["etag"]}}
    calls, bill = counted(stack, stack.wire.api, again)
    assert (calls, bill.reads) == ({"GetItem": 1}, 1)
    assert stack.wire.api(again)["statusCode"] == 304
    calls, _ = counted(stack, stack.wire.authorize, {"headers": {"authorization": f"Bearer {token}"}})
    assert calls == {"GetItem": 1}
