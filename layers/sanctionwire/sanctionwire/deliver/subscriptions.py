"""Who is told: subscriptions of the topics, their filters, and which of them SNS still has."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import orjson

from sanctionwire.core.canonical import digest
from sanctionwire.deliver.channels import CHANNEL, SUBSCRIPTION, Channels, destination
from sanctionwire.deliver.facts import ChannelFacts, Lost
from sanctionwire.deliver.outbox import ALERTS, instant
from sanctionwire.deliver.policy import MOST_POLICIES, Policy, Refused, policy
from sanctionwire.deliver.ports import Item, Rows
from sanctionwire.deliver.slack import Address
from sanctionwire.deliver.slack_vault import Vault

PENDING, CONFIRMED, LOST, ENDED = "pending", "confirmed", "lost", "ended"
CONNECTED, FAILING = "connected", "failing"
"""States of channels, beside `ended`: nobody need confirm them."""

_ADDRESS = {
    "email": (r"[^@\s\"<>,;]+@[^@\s\"<>,;]+\.[^@\s\"<>,;.]+", "an e-mail address"),
    "https": (r"https://[^\s\"<>]+", "an https address"),
    "http": (r"http://[^\s\"<>]+", "an http address"),
    "sqs": (r"arn:aws[a-z-]*:sqs:[^\s:]+:\d{12}:[^\s:]+", "the ARN of a queue"),
}
"""Protocol → how its addresses are written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """One subscription, as it was asked for and as SNS has it."""

    id: str
    box: str
    """`alerts` or `operator`."""
    protocol: str
    address: str
    filters: Mapping[str, Sequence[str]]
    policy: Policy
    state: str
    arn: str = ""
    since: str = ""
    waiting: int = 0
    """Messages that a channel has not taken yet; of one that was given up, those that it never will."""

    @property
    def redo(self) -> str:
        """The command that subscribes it again."""
        if self.protocol == "slack":
            return f"sanctionwire subscribe slack --renew {self.id}"
        options = [f"--{name} {_quoted(value)}" for name, values in self.filters.items() for value in values]
        options += [] if self.box == ALERTS else [f"--{self.box}"]
        return " ".join(["sanctionwire subscribe", self.protocol, self.address, *options])


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriptions:
    """The subscriptions of a stack: rows that say what was asked for, and SNS, which says what there is."""

    rows: Rows
    client: Any
    """boto3's SNS client."""
    topics: Mapping[str, str]
    """Box → ARN of its topic."""
    sources: Sequence[str]
    clock: Callable[[], datetime]
    channels: Channels | None = None
    vault: Callable[[], Vault] | None = None
    """Where the addresses of channels are kept; asked for when one is."""

    def subscribe(
        self, protocol: str, address: str, filters: Mapping[str, Sequence[str]], *, box: str = ALERTS
    ) -> Subscription:
        """Subscribe an address, or change the filters of one that is subscribed. Raises Refused.

        An e-mail address gets a mail with a link; it hears nothing else until that is confirmed. SNS may take fifteen
        minutes to heed a changed filter.
        """
        made = policy(filters, self.sources)
        row = self._row(protocol, address, filters, made, box)
        present = {each.id: each for each in self.all()}
        before = present.get(row["sk"])
        self._room(made, present.values(), row["sk"])
        if before and before.state == PENDING and before.policy != made:
            raise Refused(
                f"{address} has not confirmed yet, and SNS changes no filter before that: confirm, then try again"
            )
        self.rows.put(row)
        attributes = {"FilterPolicy": orjson.dumps(made).decode()} | (
            {"FilterPolicyScope": "MessageAttributes"} if made else {}
        )
        if before and before.state == CONFIRMED:
            for name, value in attributes.items():
                self.client.set_subscription_attributes(
                    SubscriptionArn=before.arn, AttributeName=name, AttributeValue=value
                )
            self.rows.put(row | {"confirmed_at": before.since})
        else:
            self.client.subscribe(
                TopicArn=self.topics[box],
                Protocol=protocol,
                Endpoint=address,
                Attributes=attributes if made else {},
                ReturnSubscriptionArn=True,
            )
        return self._one(row["sk"])

    def _row(
        self, protocol: str, address: str, filters: Mapping[str, Sequence[str]], made: Policy, box: str
    ) -> Item:  # fmt: skip
        pattern, called = _ADDRESS.get(protocol, ("", ""))
        if not called:
            raise Refused(f"{protocol!r} is no way to deliver; there are: {', '.join(_ADDRESS)}")
        if not re.fullmatch(pattern, address, re.ASCII):
            raise Refused(f"{address!r} is not {called}")
        return {
            "pk": SUBSCRIPTION,
            "sk": digest([box, protocol, address.casefold()])[:10],
            "box": box,
            "protocol": protocol,
            "address": address,
            "filters": {name: list(values) for name, values in filters.items() if values},
            "policy": made,
            "asked_at": instant(self.clock()),
        }

    @staticmethod
    def _room(made: Policy, present: Any, own: str) -> None:
        others = (each for each in present if each.policy and each.id != own)
        filtered = [each for each in others if each.state not in {ENDED, CONNECTED, FAILING}]
        if made and len(filtered) >= MOST_POLICIES:
            raise Refused(f"{len(filtered)} subscriptions have filters already: SNS takes {MOST_POLICIES} on a topic")

    def subscribe_slack(
        self, address: Address, filters: Mapping[str, Sequence[str]], *, box: str = ALERTS
    ) -> Subscription:
        """Subscribe a channel of Slack, or change the filters of one that is subscribed. Raises Refused."""
        row = {
            "pk": SUBSCRIPTION,
            "sk": digest([box, "slack", address.secret, address.channel])[:10],
            "box": box,
            "protocol": "slack",
            "filters": {name: list(values) for name, values in filters.items() if values},
            "policy": policy(filters, self.sources),
            "asked_at": instant(self.clock()),
        }
        return self._kept(row, address)

    def renew_slack(self, wanted: str, address: Address) -> Subscription:
        """Give a channel's subscription another address: what waits for it goes there. Raises Refused."""
        found = self.find(wanted)
        if found.protocol != "slack":
            raise Refused(f"{found.address} is no channel of Slack")
        return self._kept(self.rows.get(SUBSCRIPTION, found.id) or {}, address)

    def _kept(self, row: Item, address: Address) -> Subscription:
        """Keep the address, which no row shows; and ring, for what may wait."""
        vault, channels = self._slack()
        parameter = vault.name(row["sk"])
        vault.put(parameter, address)
        where = {"address": address.shown, "channel": address.channel, "parameter": parameter}
        self.rows.put(row | where | {"renewed_at": instant(self.clock())})
        self.rows.delete(CHANNEL, destination(row))
        channels.ring(destination(row), 0)
        return self._one(row["sk"])

    def _slack(self) -> tuple[Vault, Channels]:
        if self.vault is None or self.channels is None:
            raise Refused("this stack has no way to Slack: deploy a version that has")
        return self.vault(), self.channels

    def all(self) -> list[Subscription]:
        """Every subscription that was ever asked for, as SNS has it now; what SNS has confirmed is written down."""
        live = {box: dict(self._live(arn)) for box, arn in self.topics.items()}
        return [self._seen(row, live.get(row["box"], {})) for row in self.rows.query(SUBSCRIPTION)]

    def _live(self, topic: str) -> Iterator[tuple[tuple[str, str], str]]:
        pages = self.client.get_paginator("list_subscriptions_by_topic").paginate(TopicArn=topic)
        for page in pages:
            for each in page["Subscriptions"]:
                yield (each["Protocol"], each["Endpoint"].casefold()), each["SubscriptionArn"]

    def _seen(self, row: Item, live: Mapping[tuple[str, str], str]) -> Subscription:
        arn = live.get((row["protocol"], row["address"].casefold()), "")
        if "ended_at" in row:
            return _subscription(row, ENDED)
        if row["protocol"] == "slack":
            return self._channel(row)
        if arn.startswith("arn:"):
            if "confirmed_at" not in row:
                row |= {"confirmed_at": instant(self.clock())}
                self.rows.put(row)
            return _subscription(row, CONFIRMED, arn)
        return _subscription(row, PENDING if arn == "PendingConfirmation" else LOST)

    def _channel(self, row: Item) -> Subscription:
        facts = self.channels.facts_of(row) if self.channels else ChannelFacts(id=row["sk"], address=row["address"])
        state = FAILING if facts.failing_since else CONNECTED
        return _subscription(row, state, since=facts.failing_since or row["asked_at"], waiting=facts.waiting)

    def _one(self, subscription_id: str) -> Subscription:
        return next(each for each in self.all() if each.id == subscription_id)

    def find(self, wanted: str) -> Subscription:
        """A subscription by its id or address. Raises Refused."""
        found = [each for each in self.all() if wanted in {each.id, each.address} and each.state != ENDED]
        if len(found) != 1:
            what = "is no subscription" if not found else f"is {len(found)} subscriptions: name one by its id"
            raise Refused(f"{wanted!r} {what}; see: sanctionwire subscriptions")
        return found[0]

    def unsubscribe(self, wanted: str) -> Subscription:
        """Give a subscription up. One that was never confirmed lapses at SNS by itself.

        Of a channel, the address is deleted, and what waits for it stays undelivered.
        """
        found = self.find(wanted)
        if found.arn:
            self.client.unsubscribe(SubscriptionArn=found.arn)
        row = self.rows.get(SUBSCRIPTION, found.id) or {}
        self.rows.put(row | {"ended_at": instant(self.clock())})
        if found.protocol != "slack":
            return _subscription(row, ENDED)
        vault, channels = self._slack()
        vault.drop(row["parameter"])
        return _subscription(row, ENDED, waiting=channels.forget(destination(row)))

    def confirm(self, link: str) -> list[Subscription]:
        """Confirm with the link of SNS's mail, or the token in it: no link in later mails can then end it.

        Raises Refused if the link belongs to another topic.
        """
        asked = parse_qs(urlsplit(link).query)
        token = asked.get("Token", [link])[0].strip()
        named = asked.get("TopicArn", [""])[0]
        if named and named not in self.topics.values():
            raise Refused(f"this link is for another topic: {named}")
        if not re.fullmatch(r"[A-Za-z0-9_-]{8,1024}", token):
            raise Refused("this is neither the link of a confirmation mail nor the token in it")
        self.client.confirm_subscription(
            TopicArn=named or self.topics[ALERTS], Token=token, AuthenticateOnUnsubscribe="true"
        )
        return self.all()

    def lost(self) -> list[Lost]:
        """The subscriptions that should be there and are not."""
        return [
            Lost(id=each.id, address=each.address, why=_why_lost(each), redo=each.redo)
            for each in self.all()
            if each.state == LOST
        ]


def _why_lost(lost: Subscription) -> str:
    if lost.since:
        return "SNS has it no longer: somebody followed a link that ends it, or it was deleted by hand."
    return "It was not confirmed in time: SNS forgets a subscription that nobody confirms."


def _subscription(row: Item, state: str, arn: str = "", *, since: str = "", waiting: int = 0) -> Subscription:
    names = ("box", "protocol", "address", "filters", "policy")
    return Subscription(
        id=row["sk"],
        state=state,
        arn=arn,
        since=since or row.get("confirmed_at", ""),
        waiting=waiting,
        **{name: row[name] for name in names},
    )


def _quoted(value: str) -> str:
    return value if re.fullmatch(r"[\w.:/-]+", value) else "'" + value.replace("'", "") + "'"
