"""The outbox: one row for each message and destination, so that a run that dies loses nothing and repeats little.

A row is put once. A pointer row says that it still has to go out; while it is handed over, a claim on the pointer keeps
other runs away. The outbox row's `sent_at` is the record that it went, and the delivery log's line follows from it. A
repeat can only arise where a run dies between SNS's answer and that record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sanctionwire.deliver.message import Message
from sanctionwire.deliver.ports import Item, Rows, Topic
from sanctionwire.errors import Superseded

OUTBOX, UNSENT, DELIVERY = "outbox", "unsent", "delivery"
"""Partition keys."""

ALERTS, OPERATOR = "alerts", "operator"
"""Destinations: the subscribers' topic, and the operator's."""

CLAIM = timedelta(seconds=5)
"""For how long a run that is handing a message over keeps others from doing so. Longer, and a crash delays the mail."""

ABSENT: Mapping[str, Any] = {"pk": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outbox:
    """The outbox in the log table, and the topics behind its destinations."""

    rows: Rows
    topics: Mapping[str, Topic]
    clock: Callable[[], datetime]

    def put(self, message: Message, destination: str, *, seq: int = 0, place: int = 0, **about: Any) -> None:
        """Queue a message for a destination, once for all runs. `seq` and `place` order what is put together.

        `about`: what the delivery log says of it besides.
        """
        now = instant(self.clock())
        sk = f"{message.id}#{destination}"
        order = f"{now}#{seq:016d}.{place:04d}#{sk}"
        row = {"pk": OUTBOX, "sk": sk, **message.row(), "destination": destination, "seq": seq, "order": order, **about}
        try:
            self.rows.put(row, expect=ABSENT)
        except Superseded:
            row = self.rows.get(OUTBOX, sk) or row
        if "sent_at" not in row:
            self._point(row)

    def _point(self, row: Mapping[str, Any]) -> None:
        """Say that the row has to go out; a pointer that is there, claimed perhaps, stays as it is."""
        try:
            self.rows.put({"pk": UNSENT, "sk": row["order"], "row": row["sk"]}, expect=ABSENT)
        except Superseded:
            return

    def flush(self) -> int:
        """Hand over what has to go out, in order; how many went. What another run is handing over is left to it."""
        return sum(map(self._handed, list(self.rows.query(UNSENT))))

    def waiting(self) -> Iterator[str]:
        """Since when each message waits that has to go out, the longest first."""
        return (pointer["sk"].split("#", 1)[0] for pointer in self.rows.query(UNSENT))

    def _handed(self, pointer: Item) -> bool:
        row = self.rows.get(OUTBOX, pointer["row"])
        sent = False
        if row is not None and "sent_at" not in row:
            if not self._claimed(pointer):
                return False
            row, sent = self._sent(row), True
        if row is not None:
            self._logged(row)
        self.rows.delete(UNSENT, pointer["sk"])
        return sent

    def _claimed(self, pointer: Item) -> bool:
        """Take the message for oneself, unless another run did so just now.

        A claim of this very instant is no other run's but the one that this run is repeating.
        """
        now, last = self.clock(), pointer.get("claimed_at")
        if last and timedelta(0) < now - datetime.fromisoformat(last) < CLAIM:
            return False
        try:
            self.rows.put(pointer | {"claimed_at": instant(now)}, expect={"row": pointer["row"], "claimed_at": last})
        except Superseded:
            return False
        return True

    def _sent(self, row: Item) -> Item:
        message_id = self.topics[row["destination"]].publish(Message.of(row))
        record = row | {"message_id": message_id, "sent_at": instant(self.clock())}
        try:
            self.rows.put(record, expect={"alert_id": row["alert_id"], "sent_at": None})
        except Superseded:  # the slower of two runs: the other's record stands
            return self.rows.get(OUTBOX, row["sk"]) or record
        return record

    def _logged(self, row: Item) -> None:
        """Append to the delivery log: what was handed to SNS. Whether it arrived, SNS does not say."""
        skipped = {"pk", "sk", "body", "order"}
        line = {name: value for name, value in row.items() if name not in skipped}
        line |= {"pk": DELIVERY, "sk": f"{row['sent_at']}#{row['order'].split('#', 1)[1]}", "what": "handed to SNS"}
        try:
            self.rows.put(line, expect=ABSENT)
        except Superseded:
            return

    def deliveries(self) -> Iterator[Item]:
        """The delivery log, the oldest first."""
        return self.rows.query(DELIVERY)


def instant(moment: datetime) -> str:
    """ISO 8601 in UTC to the microsecond: fixed width, so that text order is time order."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
