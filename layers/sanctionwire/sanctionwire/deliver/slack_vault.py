"""Where the addresses of Slack channels are kept: as SecureStrings of SSM, read when something is delivered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sanctionwire.deliver.outbox import Failed
from sanctionwire.deliver.ports import Item
from sanctionwire.deliver.slack import Address, NotSlack, Post, Slack, Thread

KEPT = timedelta(minutes=5)
"""For how long a container remembers an address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vault:
    """The addresses of a stack's channels."""

    client: Any
    """boto3's SSM client."""
    post: Post
    clock: Callable[[], datetime]
    prefix: str
    """Of the parameters' names."""
    known: dict[str, tuple[datetime, str]] = field(default_factory=dict, repr=False)

    def name(self, subscription: str) -> str:
        """The parameter of a subscription."""
        return f"{self.prefix}{subscription}"

    def put(self, name: str, address: Address) -> None:
        """Keep an address, in place of an earlier one."""
        self.client.put_parameter(Name=name, Value=address.secret, Type="SecureString", Overwrite=True)

    def drop(self, name: str) -> None:
        """Keep it no longer; one that is gone already is gone."""
        try:
            self.client.delete_parameter(Name=name)
        except self.client.exceptions.ParameterNotFound:
            return

    def open(self, row: Item, thread: Callable[[str], Thread | None]) -> Slack:
        """The channel of a subscription. Raises Failed where there is no address for it."""
        try:
            return self.slack(Address.of(self._secret(row), row.get("channel", "")), thread)
        except NotSlack as error:
            raise Failed(f"the address that is kept for it is {error}", lasting=True) from None

    def slack(self, address: Address, thread: Callable[[str], Thread | None] = lambda _id: None) -> Slack:
        """The channel at an address."""
        return Slack(address=address, post=self.post, thread=thread)

    def _secret(self, row: Item) -> str:
        name, now = row["parameter"], self.clock()
        version = f"{name} {row.get('renewed_at', '')}"
        if version in self.known and now - self.known[version][0] < KEPT:
            return self.known[version][1]
        try:
            found = self.client.get_parameter(Name=name, WithDecryption=True)
        except self.client.exceptions.ParameterNotFound:
            raise Failed(f"the parameter {name}, which had its address, is gone", lasting=True) from None
        self.known[version] = (now, found["Parameter"]["Value"])
        return self.known[version][1]
