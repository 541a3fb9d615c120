"""What delivery needs of the store and of SNS: they fit by their shape, since neighbours do not import each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, Protocol

from sanctionwire.deliver.message import Message

Item = dict[str, Any]


class Rows(Protocol):
    """`store.ports.Table`, as far as it is used. A write whose expectation fails raises Superseded."""

    def get(self, pk: str, sk: str) -> Item | None:
        """One consistent read."""

    def query(self, pk: str, *, limit: int | None = None, newest_first: bool = False) -> Iterator[Item]:
        """The partition's items in order."""

    def put(self, item: Mapping[str, Any], *, expect: Mapping[str, Any] | None = None) -> None:
        """Write one item if the present one is as expected (`{"pk": None}`: there is none)."""

    def delete(self, pk: str, sk: str, *, expect: Mapping[str, Any] | None = None) -> None:
        """Delete one item, present or not."""


class Shelf(Protocol):
    """`store.ports.Blobs`, as far as it is used."""

    def put(self, key: str, body: bytes | BinaryIO, *, content_type: str = ...) -> None:
        """Write once."""


class Topic(Protocol):
    """Where messages are handed over."""

    def publish(self, message: Message) -> str:
        """Hand over; the receiver's id for the message."""
