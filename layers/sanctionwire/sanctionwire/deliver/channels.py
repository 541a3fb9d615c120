"""Channels: what waits for each, handed over in order; what a channel that takes nothing does; and who is told of it.

The queue is only a doorbell: a message in it names a channel, and whatever waits for that channel goes out. A channel
that fails gets a row that says since when and when to try again, and nothing is ever dropped. `watch` rings again for
all that waits, so that a doorbell may ring twice, late, or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from math import ceil
from typing import Any

from sanctionwire.core.alerts.attributes import ALL, attributes
from sanctionwire.core.alerts.text import harmless
from sanctionwire.core.canonical import digest
from sanctionwire.deliver.blocks import dressed
from sanctionwire.deliver.conditions import SYSTEM
from sanctionwire.deliver.facts import ChannelFacts
from sanctionwire.deliver.message import Message, subject
from sanctionwire.deliver.notices import Notices
from sanctionwire.deliver.outbox import ABSENT, OPERATOR, SLACK, UNSENT, Failed, Outbox, instant
from sanctionwire.deliver.policy import matches
from sanctionwire.deliver.ports import Item, Rows, Topic
from sanctionwire.deliver.running import undelivered
from sanctionwire.deliver.slack import Thread
from sanctionwire.errors import Superseded

SUBSCRIPTION, CHANNEL, THREAD = "subscription", "channel", "thread"
"""Partitions: of who is told; of channels that fail; of the first message of each action in a channel."""

CLAIM = timedelta(seconds=45)
"""Longer than the posts of one message can take."""

FIRST, MOST, LASTING = 15, 15 * 60, 60 * 60
"""Seconds until a channel that fails is tried again: at first, at most, and where only a person can mend it."""

LONGEST_DELAY = 900
"""Seconds that SQS keeps a message back at most."""


def fan(rows: Rows) -> Callable[[str, Message], Iterator[tuple[str, Message]]]:
    """Which channels are told of what a box is told, by the same policies by which SNS lets a message through."""

    def channels(box: str, message: Message) -> Iterator[tuple[str, Message]]:
        for row in subscribed(rows):
            if row["box"] == box and matches(row["policy"], message.attributes):
                yield destination(row), dressed(message)

    return channels


def subscribed(rows: Rows) -> Iterator[Item]:
    """The channels that are subscribed."""
    return (row for row in rows.query(SUBSCRIPTION) if row["protocol"] == "slack" and "ended_at" not in row)


def destination(row: Mapping[str, Any]) -> str:
    """What the outbox calls a channel."""
    return f"{SLACK}{row['sk']}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Channels:
    """The channels of a stack."""

    outbox: Outbox
    """Through which the operator is told."""
    open: Callable[[Item, Callable[[str], Thread | None]], Topic]
    """From a subscription, and what is known of an action's first message, to its channel. Raises Failed."""
    ring: Callable[[str, int], None] = lambda _destination, _seconds: None
    """Ring for a channel, in so many seconds."""

    @property
    def rows(self) -> Rows:
        """The log table."""
        return self.outbox.rows

    def deliver(self, channel: str, seconds: float) -> int:
        """Hand over what waits for a channel, for about so long; how many went."""
        row = self.rows.get(SUBSCRIPTION, channel.removeprefix(SLACK))
        if row is None or "ended_at" in row:
            return 0
        trouble = self.rows.get(CHANNEL, channel)
        if trouble and instant(self.outbox.clock()) < trouble["retry_at"]:
            return 0  # its own doorbell comes then, or watch rings
        line = _Line(self, row, channel)
        end = self.outbox.clock() + timedelta(seconds=seconds)
        try:
            if not line.outbox.flush_channel(channel, lambda: self.outbox.clock() < end):
                self.ring(channel, ceil(CLAIM.total_seconds()) if self.outbox.clock() < end else 0)
        except Failed as error:
            self._failed(row, channel, error)
        return line.count

    def _failed(self, row: Item, channel: str, error: Failed) -> None:
        """Write down that a channel takes nothing, ring again in time, and tell the operator if time mends nothing."""
        now, before = self.outbox.clock(), self.rows.get(CHANNEL, channel) or {}
        tries = before.get("tries", 0)
        seconds = LASTING if error.lasting else min(FIRST * 2 ** min(tries, 10), MOST)
        if error.retry_after is not None:
            seconds = max(error.retry_after, 1)
        trouble = {
            "pk": CHANNEL,
            "sk": channel,
            "since": before.get("since", instant(now)),
            "error": harmless(error, 300),
            "retry_at": instant(now + timedelta(seconds=seconds)),
            "tries": tries + 1,
            "lasting": error.lasting,
        }
        self.rows.put(trouble)
        if error.lasting:
            Notices(self.outbox).raise_(undelivered(self.facts_of(row)))
        if seconds <= LONGEST_DELAY:  # for longer, watch rings
            self.ring(channel, min(seconds + 1, LONGEST_DELAY))

    def facts(self) -> list[ChannelFacts]:
        """How each channel does."""
        return [self.facts_of(row) for row in subscribed(self.rows)]

    def facts_of(self, row: Item) -> ChannelFacts:
        """How one channel does."""
        channel = destination(row)
        waiting, trouble = list(self.outbox.waiting(channel)), self.rows.get(CHANNEL, channel) or {}
        return ChannelFacts(
            id=row["sk"],
            address=row["address"],
            waiting=len(waiting),
            waiting_since=min(waiting, default=None),
            failing_since=trouble.get("since"),
            error=trouble.get("error", "it has not been asked: the deliver function does not come to it"),
            lasting=trouble.get("lasting", False),
            retry_at=trouble.get("retry_at"),
            redo=f"sanctionwire subscribe slack --renew {row['sk']}",
        )

    def ring_again(self, channels: Iterable[ChannelFacts]) -> None:
        """Ring for every channel that something waits for and that may be asked again."""
        now = instant(self.outbox.clock())
        for each in channels:
            if each.waiting and (each.retry_at or "") <= now:
                self.ring(f"{SLACK}{each.id}", 0)

    def forget(self, channel: str) -> int:
        """Leave undelivered what waits for a channel; how many. The outbox keeps the messages themselves."""
        waiting = list(self.rows.query(f"{UNSENT}/{channel}"))
        for pointer in waiting:
            self.rows.delete(pointer["pk"], pointer["sk"])
        self.rows.delete(CHANNEL, channel)
        return len(waiting)


@dataclass
class _Line:
    """One run over what waits for one channel."""

    channels: Channels
    row: Item
    channel: str
    count: int = 0
    outbox: Outbox = field(init=False)

    def __post_init__(self) -> None:
        self.outbox = replace(self.channels.outbox, topics={self.channel: self}, claim=CLAIM, follows=self.follows)

    def publish(self, message: Message) -> str:
        """Hand over one message, to the channel as it is now."""
        return self.channels.open(self.row, self.thread).publish(message)

    def thread(self, action: str) -> Thread | None:
        """The first message of an action that this channel has had."""
        found = self.channels.rows.get(f"{THREAD}/{self.channel}", action)
        return Thread(**{name: found[name] for name in ("first_line", "alert_id", "ts")}) if found else None

    def follows(self, row: Item) -> None:
        """What follows from one message's going, or from its being refused: the channel takes messages."""
        if "sent_at" in row:
            self.count += 1
            self._threaded(row)
        else:
            self.channels.outbox.put(refused(row, self.row["address"]), OPERATOR)
        if self.channels.rows.get(CHANNEL, self.channel):
            self.channels.rows.delete(CHANNEL, self.channel)

    def _threaded(self, row: Item) -> None:
        if not row.get("thread"):
            return
        known: dict[str, Any] = {"first_line": row["subject"], "alert_id": row["alert_id"], "ts": row["message_id"]}
        with suppress(Superseded):  # a later message of the same action
            self.channels.rows.put({"pk": f"{THREAD}/{self.channel}", "sk": row["thread"], **known}, expect=ABSENT)


def refused(row: Item, address: str) -> Message:
    """One message that a channel does not take in any form, while it takes others."""
    line = subject(f"[OPERATOR] Slack refuses one message | {address} | alert id {row['alert_id']}")
    return Message(
        id=digest([row["alert_id"], row["destination"], "refused"])[:16],
        subject=line,
        body=(
            f"{line}\n\n"
            f"Slack did not take one message, neither as it should look nor as plain text. It is kept in the outbox\n"
            f"and marked as refused. The messages behind it go on, and mail has it.\n\n"
            f"  Message       {row['subject']}\n"
            f"  Alert id      {row['alert_id']}\n"
            f"  Answer        {harmless(row['refused'], 200)}\n"
        ),
        attributes=attributes(class_="OPERATOR", source=SYSTEM, authority=SYSTEM, kind=("refused", ALL)),
    )
