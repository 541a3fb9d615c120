"""Promise 3: nothing lost, repeats bounded, wherever a run dies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pytest

from promises.kill import POST, Killed, World, dying
from promises.stack import Stack, demonstration
from publisher import answer
from sanctionwire.errors import Suspicious
from sanctionwire.pipeline import holds

SHARDS = 4
MOST = 400


@dataclass(frozen=True)
class Scenario:
    """What stands, and what is then done."""

    source: str
    before: Callable[[Stack], None]
    run: Callable[[Stack], None]
    calls: int
    """It makes more calls than this."""


def baseline(stack: Stack, edition: int = 2) -> None:
    stack.tick(*stack.wire.ports.registry)
    stack.wire.watch()
    stack.wire.announce()
    stack.clock.later(minutes=61)
    stack.publishers.turn(edition)


def held(stack: Stack) -> None:
    baseline(stack, edition=5)
    tick(stack)


def next_day(stack: Stack) -> None:
    baseline(stack)
    stack.clock.later(days=1)


def reparsed(stack: Stack) -> None:
    """A new parser, which reads one thing otherwise, comes on the day on which the list changes."""
    baseline(stack, edition=4)
    source = stack.wire.ports.registry["un_sc"]

    def read(key: str, raw: bytes, refs: Any) -> Any:
        entry = source.read(key, raw, refs)
        return entry.model_copy(update={"remarks": "read anew"}) if key == "690789" else entry

    stack.deploy(
        "r2", un_sc=type(source)(**{name: getattr(source, name) for name in source.__slots__} | {"read": read})
    )


def with_channels(stack: Stack) -> None:
    """A list changes for which two channels of Slack wait, one by a webhook and one with a bot's token."""
    baseline(stack, edition=4)
    stack.subscribe_slack("https://hooks.slack.com/services/T0AAAAAAA/B0AAAAAAA/deskdeskdeskdesk")
    stack.subscribe_slack("xoxb-000000000000-tokentokentoken", "C0123456789")


def effective_tomorrow(stack: Stack) -> None:
    """A rule that takes effect on the next day in New York, which has come there when the watch looks."""
    source = stack.wire.ports.registry["us_fincen_311"]

    def read(key: str, raw: bytes, refs: Any) -> Any:
        entry = source.read(key, raw, refs)
        if key != "2025-19571":
            return entry
        return entry.model_copy(update={"instrument": entry.instrument.model_copy(update={"effective": "2026-01-17"})})

    stack.deploy("r2", us_fincen_311=replace(source, read=read))
    stack.publishers.turn(4)
    baseline(stack, edition=4)
    stack.clock.now = stack.clock.now.replace(day=17, hour=5, minute=0)


def with_deaf_channels(stack: Stack) -> None:
    """A message waits for both, all doorbells are lost; then one is busy, and the other is gone for good."""
    with_channels(stack)
    stack.wire.dispatch()
    stack.work()
    stack.wire.project()
    stack.wire.announce()
    stack.driver.purge_queue(QueueUrl=stack.queues["deliver"])
    busy, gone = stack.slack.answers
    stack.slack.answers = {busy: answer(status="503 X"), gone: answer(b'{"ok": false, "error": "token_revoked"}')}


def tick(stack: Stack) -> None:
    stack.tick()


def accept(stack: Stack) -> None:
    source, row = stack.wire.ports.registry["un_sc"], stack.row("un_sc")
    with suppress(Suspicious):  # what an operator reads who gives the command again: it is decided already
        holds.decide(
            stack.wire.ports,
            source,
            (row.hold and row.hold.id) or "none",
            accept=True,
            who="ana@example.org",
            why="seen",
        )
    stack.wire.project()
    stack.wire.announce()


def held_and_watched(stack: Stack) -> None:
    stack.tick()
    stack.wire.watch()


def told_of_deaf_channels(stack: Stack) -> None:
    """Watch rings again; the operator is told by way of what announce hands over next."""
    stack.wire.watch()
    stack.deliver()
    stack.wire.announce()


def watched(stack: Stack) -> None:
    """Until there is nothing left to do."""
    stack.wire.watch()
    stack.wire.project()
    stack.wire.announce()
    stack.wire.watch()


SCENARIOS = {
    "a baseline by bulk download": Scenario("us_ofac", lambda _stack: None, tick, 50),
    "a delta": Scenario("us_ofac", baseline, tick, 50),
    "a list with additions, and with removals that are held": Scenario(
        "un_sc", partial(baseline, edition=5), held_and_watched, 60
    ),
    "an operator accepts what is held": Scenario("un_sc", held, accept, 30),
    "a watch that seals the day": Scenario("us_fincen_311", next_day, watched, 40),
    "a list changes, and channels are told": Scenario("un_sc", with_channels, tick, 70),
    "a watch on the day on which a rule takes effect": Scenario("us_fincen_311", effective_tomorrow, watched, 80),
    "channels take nothing": Scenario("un_sc", with_deaf_channels, told_of_deaf_channels, 50),
    "a parser and a list that change together": Scenario("un_sc", reparsed, tick, 50),
}


def told(stack: Stack) -> Counter[tuple[str, str]]:
    """What was handed over: destination and text, which names its alert. A post that Slack did not take was not."""
    sns = Counter((each["TopicArn"].rpartition(":")[2], each["Message"]) for each in stack.inbox())
    return sns + Counter((path, repr(message)) for path, message in stack.slack_posts() if takes(stack, path))


def takes(stack: Stack, path: str) -> bool:
    """Whether a channel takes what it is sent."""
    given = stack.slack.answers[path]
    return isinstance(given, bytes) and b" 200 " in given and b"false" not in given


def finished(scenario: Scenario, stack: Stack) -> None:
    """A run that nothing disturbs; what an earlier one left out of the evidence, the next watch puts there."""
    scenario.run(stack)
    stack.wire.log.anchor_missing()
    assert not stack.failures


@contextmanager
def undisturbed(scenario: Scenario) -> Iterator[tuple[Stack, World, Any, Any, Any]]:
    """The stack as it stands before, and what a run leaves that nothing disturbs."""
    with demonstration(scenario.source) as stack:
        scenario.before(stack)
        stack.wire.desk.links._secret()  # each stack's own, and by chance
        stack.inbox()
        world = World(stack)
        saved = world.saved()
        finished(scenario, stack)
        yield stack, world, saved, world.left(), told(stack)


@pytest.mark.parametrize("shard", range(SHARDS))
@pytest.mark.parametrize("name", SCENARIOS)
def test_a_run_that_dies_between_any_two_outbound_calls_is_made_good_by_the_next(name: str, shard: int) -> None:
    scenario = SCENARIOS[name]
    with undisturbed(scenario) as (stack, world, saved, left, sent):
        repeating = {"Publish"} | ({POST} if all(takes(stack, path) for path in stack.slack.answers) else set())
        assert max(sent.values()) == 1
        for gap in range(shard, MOST, SHARDS):
            world.restore(saved)
            stack.restart()
            with dying(world, gap) as doomed, suppress(Killed):
                scenario.run(stack)
            if not doomed.dead:
                assert doomed.calls > scenario.calls
                break
            if not doomed.changed:
                continue  # it left the world of the gap before
            stack.redeliver()
            stack.restart()
            where = f"after call {gap}, {doomed.last}"
            finished(scenario, stack)
            found = world.left()
            assert {key for key in found.keys() | left.keys() if found.get(key) != left.get(key)} == set(), where
            again = told(stack)
            assert again.keys() == sent.keys(), where
            repeats = again - sent
            assert repeats.total() == (1 if doomed.last in repeating else 0), where
        else:
            pytest.fail(f"more than {MOST} calls")
