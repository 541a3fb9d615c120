"""The outbox: one row for each message and destination, so that a run that dies loses nothing and repeats little.

A row is put once. A pointer row says that it still has to go out; while it is handed over, a claim on the pointer keeps
other runs away. The outbox row's `sent_at` is the record that it went, and the delivery log's line follows from it. A
repeat can only arise where a run dies between the receiver's answer and that record.

What goes to a topic goes to each channel that is subscribed beside it too: a destination of its own, whose pointers are
a partition of their own, so that a channel that is down delays nobody else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sanctionwire.deliver.message import Message
from sanctionwire.deliver.ports import Item, Rows, Topic
from sanctionwire.errors import Superseded

OUTBOX, UNSENT, DELIVERY, REFUSED = "outbox", "unsent", "delivery", "refused"
"""Partition keys."""

ALERTS, OPERATOR = "alerts", "operator"
"""Destinations: the subscribers' topic, and the operator's."""

SLACK = "slack/"
"""Destinations that begin with it are channels of Slack, each a subscription's id."""

CLAIM = timedelta(seconds=5)
"""For how long a run that is handing a message over keeps others from doing so. Longer, and a crash delays the mail."""

ABSENT: Mapping[str, Any] = {"pk": None}

Fan = Callable[[str, Message], Iterable[tuple[str, Message]]]
"""From a box and a message to the channels that are told besides, and the message as each of them takes it."""


class Refusal(Exception):
    """The receiver did not take a message."""


class Failed(Refusal):
    """It takes nothing now: the message is kept and tried again, and all that follows waits behind it."""

    def __init__(self, why: str, *, retry_after: int | None = None, lasting: bool = False) -> None:
        """Say what it answered; after how many seconds it wants to be asked again; whether time alone mends it."""
        super().__init__(why)
        self.retry_after = retry_after
        self.lasting = lasting


class Unfit(Refusal):
    """It takes others, but never this one: it is kept, marked as refused, and the next one goes on."""


def _nobody(_box: str, _message: Message) -> Iterable[tuple[str, Message]]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outbox:
    """The outbox in the log table, and the topics behind its destinations."""

    rows: Rows
    topics: Mapping[str, Topic]
    clock: Callable[[], datetime]
    fan: Fan = _nobody
    ring: Callable[[str], None] = lambda _destination: None
    """Say that something waits for a channel. No more than a doorbell: the watch makes up for one that is lost."""
    claim: timedelta = CLAIM
    follows: Callable[[Item], None] = lambda _row: None
    """Does what follows from a record; a run that repeats the record does it again."""

    def put(self, message: Message, destination: str, *, seq: int = 0, place: int = 0, **about: Any) -> None:
        """Queue a message for a destination and its channels, once for all runs.

        `seq` and `place` order what is put together. `about`: what the delivery log says of it besides.
        """
        self._put(replace(message, blocks=()), destination, seq, place, about)
        for channel, shown in self.fan(destination, message):
            self._put(shown, channel, seq, place, about)
            with suppress(Exception):
                self.ring(channel)

    def _put(self, message: Message, destination: str, seq: int, place: int, about: Mapping[str, Any]) -> None:
        now = instant(self.clock())
        sk = f"{message.id}#{destination}"
        order = f"{now}#{seq:016d}.{place:04d}#{sk}"
        row = {"pk": OUTBOX, "sk": sk, **message.row(), "destination": destination, "seq": seq, "order": order, **about}
        try:
            self.rows.put(row, expect=ABSENT)
        except Superseded:
            row = self.rows.get(OUTBOX, sk) or row
        if not _done(row):
            self._point(row)

    def _point(self, row: Mapping[str, Any]) -> None:
        """Say that the row has to go out; a pointer that is there, claimed perhaps, stays as it is."""
        with suppress(Superseded):
            pointer = {"pk": unsent(row["destination"]), "sk": row["order"], "row": row["sk"]}
            self.rows.put(pointer, expect=ABSENT)

    def flush(self) -> int:
        """Hand over to the topics what has to go out, in order; how many went.

        What another run is handing over is left to it.
        """
        return sum(self._handed(pointer) or False for pointer in list(self.rows.query(UNSENT)))

    def flush_channel(self, destination: str, go_on: Callable[[], bool]) -> bool:
        """Hand over what waits for one channel, strictly in order, while it may go on; whether nothing waits any more.

        Where another run is at it, it is left to that. Raises Failed where the channel takes nothing now.
        """
        while go_on():
            pointer = next(iter(self.rows.query(unsent(destination), limit=1)), None)
            if pointer is None:
                return True
            if self._handed(pointer) is None:
                return False
        return False

    def waiting(self, destination: str = ALERTS) -> Iterator[str]:
        """Since when each message waits that has to go out, the longest first: to the topics, or to a channel."""
        return (pointer["sk"].split("#", 1)[0] for pointer in self.rows.query(unsent(destination)))

    def _handed(self, pointer: Item) -> bool | None:
        """Whether it went now; None where another run has it."""
        row = self.rows.get(OUTBOX, pointer["row"])
        went = False
        if row is not None and not _done(row):
            if not self._claimed(pointer):
                return None
            try:
                row, went = self._sent(row), True
            except Failed:
                with suppress(Superseded):  # whoever asks again need not wait until the claim runs out
                    self.rows.put({name: pointer[name] for name in ("pk", "sk", "row")}, expect={"row": pointer["row"]})
                raise
            except Unfit as error:
                row = self._recorded(row, refused=str(error), refused_at=instant(self.clock()))
        if row is not None:
            self._logged(row)
            self.follows(row)
        self.rows.delete(pointer["pk"], pointer["sk"])
        return went

    def _claimed(self, pointer: Item) -> bool:
        """Take the message for oneself, unless another run did so just now.

        A claim of this very instant is no other run's but the one that this run is repeating.
        """
        now, last = self.clock(), pointer.get("claimed_at")
        if last and timedelta(0) < now - datetime.fromisoformat(last) < self.claim:
            return False
        try:
            self.rows.put(pointer | {"claimed_at": instant(now)}, expect={"row": pointer["row"], "claimed_at": last})
        except Superseded:
            return False
        return True

    def _sent(self, row: Item) -> Item:
        message_id = self.topics[row["destination"]].publish(Message.of(row))
        return self._recorded(row, message_id=message_id, sent_at=instant(self.clock()))

    def _recorded(self, row: Item, **outcome: str) -> Item:
        record = row | outcome
        try:
            self.rows.put(record, expect={"alert_id": row["alert_id"], "sent_at": None, "refused_at": None})
        except Superseded:  # the slower of two runs: the other's record stands
            return self.rows.get(OUTBOX, row["sk"]) or record
        return record

    def _logged(self, row: Item) -> None:
        """Append to the delivery log what was handed over, or to what was refused. Whether it was read, nobody says."""
        skipped = {"pk", "sk", "body", "blocks", "order"}
        line = {name: value for name, value in row.items() if name not in skipped}
        whom, (_, place) = "Slack" if row["destination"].startswith(SLACK) else "SNS", row["order"].split("#", 1)
        if "sent_at" in row:
            line |= {"pk": DELIVERY, "sk": f"{row['sent_at']}#{place}", "what": f"handed to {whom}"}
        else:
            line |= {"pk": REFUSED, "sk": f"{row['refused_at']}#{place}", "what": f"refused by {whom}"}
        with suppress(Superseded):
            self.rows.put(line, expect=ABSENT)

    def deliveries(self) -> Iterator[Item]:
        """The delivery log, the oldest first."""
        return self.rows.query(DELIVERY)

    def refusals(self) -> Iterator[Item]:
        """What was refused and is kept, the oldest first."""
        return self.rows.query(REFUSED)


def unsent(destination: str) -> str:
    """The partition of the pointers to what waits for a destination: the topics share one, each channel has its own."""
    return f"{UNSENT}/{destination}" if destination.startswith(SLACK) else UNSENT


def _done(row: Mapping[str, Any]) -> bool:
    return "sent_at" in row or "refused_at" in row


def instant(moment: datetime) -> str:
    """ISO 8601 in UTC to the microsecond: fixed width, so that text order is time order."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
