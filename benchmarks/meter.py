"""Counts what is asked of AWS, call by call, and what each call is billed as."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import ceil
from typing import Any, NamedTuple

_PLACES = ("TableName", "Bucket", "TopicArn", "QueueUrl")
_WRITE_UNIT, _READ_UNIT = 1024, 4096
_SNS_UNIT = 64 * 1024


class Call(NamedTuple):
    """What was asked, and of which table, bucket, topic or queue."""

    function: str
    service: str
    operation: str
    place: str


@dataclass
class Bill:
    """What one function has used so far."""

    runs: int = 0
    cpu: float = 0.0
    """Seconds of processor time."""
    calls: Counter[Call] = field(default_factory=Counter)
    reads: int = 0
    """Read request units of DynamoDB."""
    writes: int = 0
    """Write request units of DynamoDB."""

    def count(self, service: str, *operations: str) -> int:
        """How often a service was asked, for these operations or for any."""
        return sum(
            n for call, n in self.calls.items() if call.service == service and call.operation in (operations or call)
        )


class Meter:
    """Listens to clients; `running` says on whose account."""

    def __init__(self) -> None:
        """Nothing counted yet."""
        self.bills: dict[str, Bill] = defaultdict(Bill)
        self._function = ""

    def listen(self, *clients: Any) -> None:
        """Count what these clients are used for from now on."""
        for client in clients:
            client.meta.events.register("provide-client-params.*.*", self._asked)
            client.meta.events.register("after-call.dynamodb.*", self._answered)

    @contextmanager
    def running(self, function: str) -> Iterator[Bill]:
        """One run of a function."""
        outer, self._function = self._function, function
        bill, begun = self.bills[function], time.process_time()
        try:
            yield bill
        finally:
            self._function = outer
            bill.runs += 1
            bill.cpu += time.process_time() - begun

    def _asked(self, params: Mapping[str, Any], model: Any, **_: Any) -> None:
        bill, service = self.bills[self._function], model.service_model.service_name
        for operation, given in _parts(model.name, params):
            place = next((given[name] for name in _PLACES if name in given), "")
            bill.calls[Call(self._function, service, operation, place)] += 1
            bill.writes += _write_units(operation, given) * (2 if model.name == "TransactWriteItems" else 1)
            if "ObjectLockMode" in given:
                bill.calls[Call(self._function, service, "PutObjectRetention", place)] += 1

    def _answered(self, parsed: Mapping[str, Any], model: Any, **_: Any) -> None:
        """Reads are consistent throughout: one unit each 4 KB, of a query as a whole, and one for finding nothing."""
        if model.name in {"GetItem", "Query"}:
            found = parsed.get("Items", [parsed.get("Item", {})])
            self.bills[self._function].reads += max(ceil(sum(map(item_bytes, found)) / _READ_UNIT), 1)


def _parts(operation: str, params: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """A call, or what a batch or a transaction consists of."""
    if operation == "TransactWriteItems":
        yield from (("PutItem", write["Put"]) for write in params["TransactItems"])
    elif operation == "BatchWriteItem":
        for table, requests in params["RequestItems"].items():
            yield from ((operation, request["PutRequest"] | {"TableName": table}) for request in requests)
    else:
        yield operation, params


def _write_units(operation: str, given: Mapping[str, Any]) -> int:
    if operation == "DeleteItem":
        return 1
    return max(ceil(item_bytes(given["Item"]) / _WRITE_UNIT), 1) if "Item" in given else 0


def item_bytes(value: Any) -> int:
    """The size of an item, or of an attribute's value, as DynamoDB reckons it: names, values, a little for each."""
    if not isinstance(value, dict):
        return len(str(value).encode())
    size = 0
    for name, each in value.items():
        match name, each:
            case "M", dict():
                size += 3 + item_bytes(each)
            case "L", list():
                size += 3 + sum(1 + item_bytes(one) for one in each)
            case "S" | "N" | "B" | "BOOL" | "NULL", str() | bytes() | bool():
                size += len(each) if isinstance(each, bytes) else len(str(each).encode())
            case _:
                size += len(name.encode()) + item_bytes(each)
    return size
