"""How long it takes from a document's being there to its alert's being handed to SNS, on the local cloud.

    python -m benchmarks.delivery [--rounds 7]

The deployed template, its functions in processes of their own, permissions enforced. In each round one entry
of the publisher's list is amended; the clock starts when the check is put on the queue, so that the wait for the queue,
the start of the function and the fetch are in the figure too. It stops, on the same clock, when an observer reads the
record that SNS has the alert.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

from benchmarks.meter import Meter
from demo.publishers import UN, Answer, Publishers
from demo.stage import Stage, staged
from sanctionwire.feed import keys
from tools.localcloud import STACK

T = TypeVar("T")

SLUG = "un_sc"
BUDGET = 5.0
PATIENCE = 60.0


class Growing:
    """A publisher whose list has another alias in one entry, round by round."""

    def __init__(self, publishers: Publishers) -> None:
        """Stands before the demonstration's publishers."""
        self.round = 0
        self._answer = publishers.answer
        publishers.answer = self.answer  # type: ignore[method-assign]

    def answer(self, method: str, origin: str, target: str, validator: str = "") -> Answer:
        """As they do, but for the list."""
        if not target.startswith("/" + "/".join(UN)):
            return self._answer(method, origin, target, validator)
        reply = self._answer(method, origin, target)
        body = re.sub(rb"(?<=<ALIAS_NAME>)[^<]+", b"Alias %d" % self.round, reply.body, count=1)
        return replace(reply, body=body, headers={})


def delivered(stage: Stage, rounds: int) -> Iterator[float]:
    """Seconds of each round."""
    growing = Growing(stage.publishers)  # type: ignore[arg-type]
    stage.wire.send({"source": SLUG, "lane": "light"})
    _until(lambda: stage.wire.log.head().seq > 0, "a first reading")
    stage.settle()
    for growing.round in range(1, rounds + 1):
        time.sleep(1.5)  # a moment's rest, as between publications
        head, begun = stage.wire.log.head().seq, time.perf_counter()
        stage.wire.send({"source": SLUG, "lane": "light"})
        _until(lambda head=head: _sent(stage, head), "an alert")  # type: ignore[misc]
        yield time.perf_counter() - begun
        stage.settle()


def _sent(stage: Stage, head: int) -> bool:
    """Whether the alert of the first commit after `head` is recorded as handed to SNS."""
    newest = stage.wire.table.query("delivery", limit=1, newest_first=True)
    return any(row["seq"] == head + 1 for row in newest)


def _until(happened: Callable[[], T], what: str) -> T:
    """What `happened` says, once it says anything."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if result := happened():
            return result
        time.sleep(0.005)
    message = f"{what} did not come within {PATIENCE:.0f} s"
    raise TimeoutError(message)


def polled(stage: Stage, rounds: int) -> tuple[list[float], Meter]:
    """Seconds of polls of the feed that find nothing new, through gateway and authorizer; and what one asks of AWS."""
    _, token = keys.create(stage.wire.table, name="benchmark", now=stage.wire.clock())
    address = f"{stage.outputs['ApiBase']}/v1/changes?after={stage.wire.log.head().seq}.0"
    headers = {"authorization": f"Bearer {token}"}
    with urllib.request.urlopen(urllib.request.Request(address, headers=headers)) as page:  # noqa: S310 - loopback
        tag = page.headers["etag"]
    took = []
    for _ in range(rounds):
        begun = time.perf_counter()
        assert _status(address, headers | {"if-none-match": tag}) == 304  # noqa: S101, PLR2004 - or it measures nothing
        took.append(time.perf_counter() - begun)
    return took, _asked(stage, address, tag)


def _status(address: str, headers: dict[str, str]) -> int:
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers)) as page:  # noqa: S310 - loopback
            return int(page.status)
    except urllib.error.HTTPError as error:
        return error.code


def _asked(stage: Stage, address: str, tag: str) -> Meter:
    """One such poll in this process, counted."""
    meter = Meter()
    meter.listen(stage.wire.table.call.client)  # type: ignore[attr-defined]
    path, _, query = address.removeprefix(stage.outputs["ApiBase"]).partition("?")
    context = {"http": {"method": "GET"}, "authorizer": {"lambda": {"scopes": "feed entries"}}}
    event = {"rawPath": path, "rawQueryString": query, "headers": {"if-none-match": tag}, "requestContext": context}
    with meter.running("poll"):
        stage.wire.api(event)
    return meter


def report(rounds: int = 7) -> Iterator[str]:
    """The figures in Markdown."""
    before = dict(os.environ)
    try:
        with staged(lambda _line: None, lambda _mail: None, live=False, port=0, mbox=None) as stage:
            took = list(delivered(stage, rounds))
            polls, meter = polled(stage, 3 * rounds)
    finally:
        os.environ.clear()
        os.environ.update(before)
    bill = meter.bills["poll"]
    yield f"The deployed stack ({STACK}) on the local cloud, {rounds} rounds, warm functions, a list of a dozen.\n"
    yield "| what | median | least | most | budget |\n|---|---|---|---|---|"
    spread = f"{statistics.median(took):.2f} s | {min(took):.2f} s | {max(took):.2f} s"
    yield f"| one amended entry: check asked for → alert handed to SNS | {spread} | {BUDGET:.0f} s |"
    spread = f"{1000 * statistics.median(polls):.0f} ms | {1000 * min(polls):.0f} ms | {1000 * max(polls):.0f} ms"
    yield f"| poll of the feed with nothing new (304) | {spread} | |"
    calls = ", ".join(f"{call.operation} × {count}" for call, count in bill.calls.items())
    yield f"\nSuch a poll asks of AWS: {calls}; besides, the authorizer reads the key, at most once a minute."


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    for line in report(parser.parse_args().rounds):
        print(line, flush=True)


if __name__ == "__main__":
    main()
