"""What a quiet month costs on AWS: the calls of one quiet day counted, scaled to 25 sources, and priced.

    python -m benchmarks.cost [--hours 24]

Three sources run over an emulation of AWS in this process, minute by minute, with every call counted and sized by
`benchmarks.meter`. Twenty-two copies of their rows stand in for the other sources, where a read grows with them; the
checks of those sources are taken to cost what a check of a list costs. No free tier is subtracted.
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from benchmarks.meter import Bill, Meter
from promises.stack import EVERY, Clock, Stack, demonstration  # type: ignore[import-not-found]
from template import FUNCTIONS, RESOURCES, TEMPLATE, of_type  # type: ignore[import-not-found]

REGION, KNOWN = "us-east-1", "November 2025"
"""Where and when these are the list prices, in US dollars."""
MILLION = 1e6
PRICES = {
    "Lambda, GB-second (arm64)": 0.0000133334,
    "Lambda, request": 0.20 / MILLION,
    "DynamoDB, write unit on demand": 0.625 / MILLION,
    "DynamoDB, read unit on demand": 0.125 / MILLION,
    "DynamoDB, GB-month with restore to any minute": 0.25 + 0.20,
    "S3, put or list": 0.005 / 1000,
    "S3, get or head": 0.0004 / 1000,
    "S3, GB-month": 0.023,
    "SQS, request": 0.40 / MILLION,
    "SNS, request": 0.50 / MILLION,
    "SNS, mail": 2.00 / 100_000,
    "EventBridge Scheduler, invocation": 1.00 / MILLION,
    "CloudWatch, alarm": 0.10,
    "CloudWatch, GB of logs taken in": 0.50,
    "KMS, request": 0.03 / 10_000,
    "HTTP API, request": 1.00 / MILLION,
}
BUDGET = 3.00

DAYS = 30
CHECKS = {"us_ofac": 1 * 288, "notices": 8 * 96, "lists": 15 * 24, "EU": 1 * 4}
"""Checks a day of 25 sources at the default cadence: OFAC's history 5 min, notices 15 min, lists 60 min, EU 6 h."""
SOURCES = 25

NETWORK, PUBLISHER = 0.010, 0.400
"""Seconds that a call within AWS, and one request to a publisher, are taken to last."""
COLD_A_DAY, COLD = 12, 2.5
"""Cold starts a day and function, and their seconds."""
POLLERS, POLL = 5, 20
"""Lambda keeps five long polls of 20 s open on a queue."""
LOGGED = 1_000
"""Bytes that a run logs: Lambda's three lines and one of ours."""
TABLES_GB, BUCKETS_GB = 0.5, 10
"""Twenty-five sources after a year or so."""
MAILBOXES = 5
PROCESSOR = 1769
"""MB of memory that come with one whole processor."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the bill."""

    what: str
    count: float
    price: str

    @property
    def dollars(self) -> float:
        """What it comes to."""
        return self.count * PRICES[self.price]


def quiet_day(hours: int) -> Meter:
    """Run the service for so long with publishers who have no news, and count."""
    meter, clock = Meter(), Clock()
    with demonstration(*EVERY, clock=clock) as stack:
        for _ in range(2):
            stack.tick(*EVERY)
        clock.now = clock.now.replace(hour=0, minute=0)
        clock.later(days=1)
        stack.tick(*EVERY)
        waiting = _as_deployed(stack)
        meter.listen(*(stack.client(name) for name in ("dynamodb", "s3", "sns", "sqs")))
        for minute in range(hours * 60):
            clock.later(minutes=1)
            _ticked(stack, meter, waiting, minute)
    return meter


def _as_deployed(stack: Stack) -> list[dict[str, Any]]:
    """Rows of 25 sources, and the queue as a list: what it is billed for is reckoned, not counted."""
    rows = [dict(row) for row in stack.wire.table.query("source")]
    for number in range(SOURCES - len(rows)):
        slug = f"zz_{number:02d}"
        stack.wire.table.put(rows[number % len(rows)] | {"sk": slug, "slug": slug})
    waiting: list[dict[str, Any]] = []
    stack.wire.__dict__["ports"] = replace(stack.wire.ports, send=waiting.append)
    return waiting


def _ticked(stack: Stack, meter: Meter, waiting: list[dict[str, Any]], minute: int) -> None:
    with meter.running("DispatchFunction"):
        stack.wire.dispatch()
    while waiting:
        message = waiting.pop(0)
        with meter.running(message["source"]):
            stack.wire.collect(message, owner="quiet", seconds=300)
    for name, use_case in (("ProjectFunction", stack.wire.project), ("AnnounceFunction", stack.wire.announce)):
        with meter.running(name):
            use_case()
    if minute % 5 == 0:
        with meter.running("WatchFunction"):
            stack.wire.watch()


def memory(function: str) -> int:
    """Megabytes, from the template."""
    shared = TEMPLATE["Globals"]["Function"]["MemorySize"]
    return int(FUNCTIONS[function].get("MemorySize", shared))


def seconds(bill: Bill, function: str, *, polls: int = 0) -> float:
    """How long a run lasts on Lambda, which gives a function a part of a processor for its memory."""
    calls = sum(bill.calls.values()) / bill.runs
    return bill.cpu / bill.runs * PROCESSOR / memory(function) + calls * NETWORK + polls * PUBLISHER


def month(meter: Meter, hours: int) -> Iterator[Row]:
    """The bill of a quiet month."""
    bills, share = meter.bills, DAYS * 24 / hours
    checks = {"us_ofac": CHECKS["us_ofac"] * DAYS, "un_sc": (sum(CHECKS.values()) - CHECKS["us_ofac"]) * DAYS}
    ticks = {name: bill.runs * share for name, bill in bills.items() if name in FUNCTIONS}
    runs = sum(ticks.values()) + sum(checks.values())

    def each(amount: Callable[[Bill], float]) -> float:
        ticked = sum(amount(bills[name]) * share for name in ticks)
        return ticked + sum(amount(bills[slug]) / bills[slug].runs * count for slug, count in checks.items())

    cold = len(FUNCTIONS) * COLD_A_DAY * DAYS * COLD * 0.5
    run = sum(seconds(bills[name], name) * memory(name) / 1024 * count for name, count in ticks.items())
    collected = sum(
        seconds(bills[slug], "CollectFunction", polls=2 if slug == "us_ofac" else 1) * count
        for slug, count in checks.items()
    )
    lambda_price = "Lambda, GB-second (arm64)"
    yield Row("ticks of dispatch, project, announce and watch", run, lambda_price)
    yield Row("checks that find nothing new", collected * memory("CollectFunction") / 1024, lambda_price)
    yield Row(f"cold starts, {COLD_A_DAY} a day and function", cold, lambda_price)
    yield Row("runs", runs, "Lambda, request")
    yield Row("ticks", sum(ticks.values()), "EventBridge Scheduler, invocation")
    yield Row("writes", each(lambda bill: bill.writes), "DynamoDB, write unit on demand")
    yield Row("reads", each(lambda bill: bill.reads), "DynamoDB, read unit on demand")
    yield Row("tables", TABLES_GB, "DynamoDB, GB-month with restore to any minute")
    yield Row("documents, readings, anchors put", each(lambda bill: bill.count("s3", "PutObject")), "S3, put or list")
    yield Row("looked up", each(lambda bill: bill.count("s3", "GetObject", "HeadObject")), "S3, get or head")
    yield Row("buckets", BUCKETS_GB, "S3, GB-month")
    events = (event for each in FUNCTIONS.values() for event in each.get("Events", {}).values())
    queues = sum(event["Type"] == "SQS" for event in events)
    yield Row(f"idle polls of {queues} queues", queues * POLLERS * DAYS * 86400 / POLL, "SQS, request")
    asked = each(lambda bill: bill.count("sqs"))
    yield Row("messages sent and deleted, dead letters counted", 2 * sum(checks.values()) + asked, "SQS, request")
    yield Row("subscriptions looked after, alerts", each(lambda bill: bill.count("sns")), "SNS, request")
    yield Row(f"daily mail to {MAILBOXES} mailboxes", MAILBOXES * DAYS, "SNS, mail")
    yield Row("alarms", len(of_type("AWS::CloudWatch::Alarm")), "CloudWatch, alarm")
    yield Row("logs", runs * LOGGED / 1e9, "CloudWatch, GB of logs taken in")
    yield Row("keys of tables and topics", keys(), "KMS, request")


def keys() -> float:
    """Requests for what a key of KMS encrypts: asked for again after five minutes, by each function, at worst."""
    managed = [
        name
        for name, body in RESOURCES.items()
        if body.get("Properties", {}).get("SSESpecification", {}).get("SSEEnabled")
        or "KmsMasterKeyId" in body.get("Properties", {})
    ]
    tables = sum(RESOURCES[name]["Type"] == "AWS::DynamoDB::Table" for name in managed)
    return float(tables * 6 * 12 * 24 * DAYS + 2 * DAYS * (len(managed) - tables))


def polled() -> float:
    """What a consumer adds who polls the feed each minute for a month, in dollars."""
    polls = DAYS * 1440
    gb_seconds = polls * (0.05 * memory("ApiFunction") + 0.02 * memory("AuthorizerFunction")) / 1024
    prices = PRICES["HTTP API, request"] + 2 * PRICES["Lambda, request"] + 2 * PRICES["DynamoDB, read unit on demand"]
    return polls * prices + gb_seconds * PRICES["Lambda, GB-second (arm64)"]


def report(hours: int = 24) -> Iterator[str]:
    """The bill in Markdown."""
    logging.disable(logging.WARNING)
    meter = quiet_day(hours)
    yield f"A quiet day, counted over {hours} h; list prices of {REGION} as known in {KNOWN}, no free tier."
    yield "Processor time holds the emulation's own work, and is more than Lambda would bill. Assumed, not measured:"
    yield f"{1000 * NETWORK:.0f} ms a call, {1000 * PUBLISHER:.0f} ms a publisher, {LOGGED} bytes of log a run, the"
    yield f"sizes of tables and buckets, {COLD_A_DAY} cold starts of {COLD} s, {POLLERS} idle pollers a queue.\n"
    yield "| a run of | calls to AWS | read units | write units | processor ms here | reckoned ms on Lambda |"
    yield "|---|---|---|---|---|---|"
    for name, bill in sorted(meter.bills.items()):
        n = bill.runs
        function, polls = (name, 0) if name in FUNCTIONS else ("CollectFunction", 2 if name == "us_ofac" else 1)
        what = name.removesuffix("Function").lower() if name in FUNCTIONS else f"collect {name}"
        yield (
            f"| {what} | {sum(bill.calls.values()) / n:.2f} | {bill.reads / n:.2f} | {bill.writes / n:.2f} "
            f"| {1000 * bill.cpu / n:.1f} | {1000 * seconds(bill, function, polls=polls):.0f} |"
        )
    yield f"\n{SOURCES} sources, {DAYS} days:\n"
    yield "| what | how much | at | US dollars |\n|---|---|---|---|"
    rows = list(month(meter, hours))
    for row in rows:
        yield f"| {row.what} | {row.count:,.1f} | {row.price} | {row.dollars:.3f} |"
    total = sum(row.dollars for row in rows)
    yield f"| **a quiet month** | | budget {BUDGET:.2f} | **{total:.2f}** |"
    yield f"\nA consumer who polls the feed each minute adds {polled():.2f}."


def main() -> None:
    """Print the bill."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hours", type=int, default=24)
    for line in report(parser.parse_args().hours):
        print(line, flush=True)


if __name__ == "__main__":
    main()
