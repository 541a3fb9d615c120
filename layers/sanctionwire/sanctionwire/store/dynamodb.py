"""`Table` on DynamoDB."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sanctionwire.store.attributes import attribute, decoded, encoded, met
from sanctionwire.store.calls import ATTEMPTS, Calls, Refused
from sanctionwire.store.ports import (
    LAST,
    Conflict,
    Item,
    Put,
    StoreUnreachable,
    checked,
    checked_transaction,
    is_row,
)  # fmt: skip

BATCH = 25
"""Items of one BatchWriteItem."""


@dataclass(frozen=True, slots=True)
class DynamoTable:
    """One table with the keys `pk` and `sk`, both text."""

    call: Calls
    name: str

    def get(self, pk: str, sk: str) -> Item | None:
        """See `Table`."""
        if not is_row(pk, sk):
            return None
        answer = self.call("get_item", TableName=self.name, Key=_key(pk, sk), ConsistentRead=True)
        return decoded(answer["Item"]) if "Item" in answer else None

    def query(
        self,
        pk: str,
        *,
        after: str | None = None,
        before: str | None = None,
        prefix: str = "",
        limit: int | None = None,
        newest_first: bool = False,
    ) -> Iterator[Item]:
        """See `Table`. A key condition takes one comparison; what it lets pass at its ends is dropped here."""
        low = max(after or "", prefix)
        high = min(bound for bound in (before, prefix + LAST if prefix else None, LAST) if bound is not None)
        if low >= high or not is_row(pk, "any") or limit == 0:
            return
        arguments: dict[str, Any] = {
            "TableName": self.name,
            "ConsistentRead": True,
            "ScanIndexForward": not newest_first,
            "KeyConditionExpression": "pk = :pk AND sk BETWEEN :low AND :high",
            "ExpressionAttributeValues": encoded({":pk": pk, ":low": low or "\0", ":high": high}),
        }
        if limit is not None:
            arguments["Limit"] = limit + 2
        found = 0
        for item in self._pages(arguments):
            sk = item["sk"]
            if sk.startswith(prefix) and (after is None or sk > after) and (before is None or sk < before):
                yield item
                found += 1
                if found == limit:
                    return

    def _pages(self, arguments: dict[str, Any]) -> Iterator[Item]:
        while True:
            answer = self.call("query", **arguments)
            yield from map(decoded, answer["Items"])
            if "LastEvaluatedKey" not in answer:
                return
            arguments["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

    def put(self, item: Mapping[str, Any], *, expect: Mapping[str, Any] | None = None) -> None:
        """See `Table`."""
        content = encoded(checked(item))
        self._write(
            "put_item",
            (item["pk"], item["sk"]),
            expect,
            done=lambda: self._stored(item["pk"], item["sk"]) == content,
            Item=content,
        )

    def delete(self, pk: str, sk: str, *, expect: Mapping[str, Any] | None = None) -> None:
        """See `Table`."""
        if is_row(pk, sk):
            self._write("delete_item", (pk, sk), expect, done=lambda: self._stored(pk, sk) is None, Key=_key(pk, sk))
        elif not met(expect, None):
            raise Conflict.on((pk, sk))

    def _write(
        self,
        operation: str,
        row: tuple[str, str],
        expect: Mapping[str, Any] | None,
        *,
        done: Callable[[], bool],
        **arguments: Any,
    ) -> None:
        try:
            self.call(operation, TableName=self.name, **arguments, **_condition(expect))
        except Refused as refused:
            if refused.code != "ConditionalCheckFailedException":
                raise
            if not (refused.repeated and done()):  # else it conflicts with itself: the first answer was lost
                raise Conflict.on(row) from refused

    def _stored(self, pk: str, sk: str) -> dict[str, Any] | None:
        item = self.get(pk, sk)
        return encoded(item) if item is not None else None

    def transact(self, puts: Sequence[Put], *, token: str) -> None:
        """See `Table`."""
        checked_transaction(puts, token)
        writes = [
            {"Put": {"TableName": self.name, "Item": encoded(put.item), **_condition(put.expect)}} for put in puts
        ]
        try:
            self.call("transact_write_items", TransactItems=writes, ClientRequestToken=token)
        except Refused as refused:
            if refused.code == "IdempotentParameterMismatchException":
                message = f"token {token} was used for another transaction"
                raise ValueError(message) from refused
            failed = [
                put.row for put, why in zip(puts, refused.reasons, strict=False) if why == "ConditionalCheckFailed"
            ]
            if not failed:
                raise
            raise Conflict.on(*failed) from refused

    def put_many(self, items: Iterable[Mapping[str, Any]]) -> None:
        """See `Table`."""
        batch: dict[tuple[str, str], Any] = {}
        for item in items:
            batch[item["pk"], item["sk"]] = {"PutRequest": {"Item": encoded(checked(item))}}
            if len(batch) == BATCH:
                self._write_batch(list(batch.values()))
                batch.clear()
        if batch:
            self._write_batch(list(batch.values()))

    def _write_batch(self, requests: list[Any]) -> None:
        for attempt in range(ATTEMPTS):
            answer = self.call("batch_write_item", RequestItems={self.name: requests})
            requests = answer.get("UnprocessedItems", {}).get(self.name, [])
            if not requests:
                return
            self.call.sleep(min(0.05 * 2**attempt, 2))
        raise StoreUnreachable(f"{len(requests)} items of a batch were not taken", place=self.name)


def _key(pk: str, sk: str) -> dict[str, Any]:
    return encoded({"pk": pk, "sk": sk})


def _condition(expect: Mapping[str, Any] | None) -> dict[str, Any]:
    """The condition that `attributes.met` states; an expected None is met by null and by absence."""
    if not expect:
        return {}
    terms, values = [], {}
    for number, value in enumerate(expect.values()):
        if value is None:
            terms.append(f"(attribute_not_exists(#{number}) OR attribute_type(#{number}, :null))")
            values[":null"] = {"S": "NULL"}
        else:
            terms.append(f"#{number} = :{number}")
            values[f":{number}"] = attribute(value)
    return {
        "ConditionExpression": " AND ".join(terms),
        "ExpressionAttributeNames": {f"#{number}": name for number, name in enumerate(expect)},
        "ExpressionAttributeValues": values,
    }
