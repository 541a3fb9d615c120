"""The service itself: followers that lag, messages that wait, dead letters, lost subscriptions, channels. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sanctionwire.core.alerts.text import harmless, number
from sanctionwire.deliver.conditions import Condition
from sanctionwire.deliver.facts import ChannelFacts, Facts, Lost

BEHIND_AFTER = timedelta(minutes=5)
"""A follower of the log, or the outbox, that has work waiting for longer than this is stuck."""

PATIENCE = timedelta(minutes=15)
"""For how long a channel may fail before anybody is told: Slack's own troubles are mostly over by then."""


def running(facts: Facts) -> Iterator[Condition]:
    """What does not run as it should."""
    for name, position in facts.cursors.items():
        if position < facts.head:
            yield _behind(name, position, facts)
    if facts.unsent_since:
        yield _unsent(facts.unsent_since)
    yield from (_dead_letters(queue, depth) for queue, depth in facts.dead_letters.items() if depth)
    yield from map(_lost, facts.lost)
    yield from (undelivered(channel) for channel in facts.channels if channel.failing_since or channel.waiting_since)


def _behind(name: str, position: int, facts: Facts) -> Condition:
    return Condition(
        id=f"behind/{name}",
        title=f"{name} is behind the log",
        where=f"at commit {position:,} of {facts.head:,}",
        patience=BEHIND_AFTER,
        facts={"Cursor": f"{name}, at commit {position:,}", "Head": f"commit {facts.head:,}"},
        says=[
            f"Commits wait that `{name}` has not taken in. "
            + ("Nobody is told of them." if name == "announce" else "The feed does not show them as entries yet."),
        ],
        todo=[f"Look at the {name} function's log: the newest error says what it stumbles over."],
        ended=f"`{name}` has caught up with the log.",
    )


def _unsent(since: str) -> Condition:
    return Condition(
        id="unsent/outbox",
        title="messages not handed to SNS",
        where="outbox",
        since=since,
        patience=BEHIND_AFTER,
        says=["Messages wait in the outbox. None is lost: they go out, in order, as soon as SNS takes them."],
        todo=["Look at the announce function's log: the newest error is SNS's answer."],
        ended="Everything in the outbox has been handed to SNS.",
    )


def _dead_letters(queue: str, depth: int) -> Condition:
    name = queue.rstrip("/").rsplit("/", 1)[-1]
    return Condition(
        id=f"dead-letters/{name}",
        title=f"{number(depth, 'dead letter')}",
        where=name,
        facts={"Queue": queue, "Messages": f"{depth:,}"},
        says=["Work was tried as often as is allowed and given up. Each message names what it was about."],
        todo=[
            ("Read them:", f"aws sqs receive-message --queue-url {queue} --max-number-of-messages 10"),
            ("Mend the cause. Then, for a source (ticks and doorbells need no repeat):", "sanctionwire collect SOURCE"),
            ("Empty the queue:", f"aws sqs purge-queue --queue-url {queue}"),
        ],
        ended="The queue is empty.",
    )


def _lost(lost: Lost) -> Condition:
    return Condition(
        id=f"subscription/{lost.id}",
        title="a subscription is lost",
        where=harmless(lost.address, 60),
        facts={"Address": harmless(lost.address, 200), "Subscription": lost.id},
        says=[f"{lost.why} Alerts no longer reach this address."],
        todo=[
            ("If it is wanted:", lost.redo),
            ("If it is not:", f"sanctionwire unsubscribe {lost.id}"),
        ],
        ended="The subscription is there again, or has been given up.",
    )


def undelivered(channel: ChannelFacts) -> Condition:
    """A channel does not take what waits for it: it is told at once where only a person can mend it."""
    renew = ("If its address is no longer good, give it another; what waits then goes there:", channel.redo)
    give_up = ("If it is no longer wanted:", f"sanctionwire unsubscribe {channel.id}")
    look = "Look at Slack's status page, and at the deliver function's log." if not channel.lasting else ""
    return Condition(
        id=f"undelivered/{channel.id}",
        title="messages not delivered to Slack",
        where=harmless(channel.address, 60),
        since=min(filter(None, [channel.failing_since, channel.waiting_since]), default=""),
        patience=timedelta(0) if channel.lasting else PATIENCE,
        facts={
            "Channel": f"{harmless(channel.address, 200)}, subscription {channel.id}",
            "Answer": harmless(channel.error, 300),
            "Waiting": number(channel.waiting, "message"),
        },
        says=[
            "A channel of Slack does not take what is sent to it.",
            "Nothing is lost: its messages are kept and go out in order as soon as it takes them.",
            "Mail and other channels are not delayed.",
        ],
        todo=tuple(filter(None, [look, renew, give_up])),
        ended="The channel takes messages again, and has what waited for it; or it has been given up.",
    )
