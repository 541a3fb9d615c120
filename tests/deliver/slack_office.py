"""An office with channels of Slack: a Slack on loopback that answers as a test says, and doorbells that ring in time."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from types import SimpleNamespace

from deliver.office import Office
from publisher import Publisher, answer, publishing
from sanctionwire.core.alerts.attributes import attributes
from sanctionwire.deliver.channels import Channels, fan
from sanctionwire.deliver.message import Message
from sanctionwire.deliver.outbox import ALERTS
from sanctionwire.deliver.slack import HOSTS, Address
from sanctionwire.deliver.slack_vault import Vault
from sanctionwire.deliver.subscriptions import Subscriptions
from sanctionwire.fetch import Limits
from sanctionwire.fetch.posting import Poster

DESK = "https://hooks.slack.com/services/T0AAAAAAA/B0AAAAAAA/deskdeskdeskdeskdesk1111"
RISK = "https://hooks.slack.com/services/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"
TOKEN = "xoxb-000000000000-tokentokentoken3333"
ROOM = "C0123456789"
POST_MESSAGE = "/slack.com/api/chat.postMessage"
OK = answer(b"ok")


def path(webhook):
    return f"/{webhook.removeprefix('https://')}"


def said(**words):
    """An answer of the API."""
    return answer(json.dumps(words).encode(), content_type="application/json")


def message(name, class_="ACT", **more):
    carried = attributes(class_=class_, source="t_list", authority="T", kind=("designated",))
    return Message(
        id=name, subject=f"[{class_}] {name}", body=f"[{class_}] {name}\n\nBody.\n", attributes=carried, **more
    )


class Ssm:
    """The part of SSM that is used."""

    exceptions = SimpleNamespace(ParameterNotFound=type("ParameterNotFound", (Exception,), {}))

    def __init__(self):
        self.values = {}

    def put_parameter(self, *, Name, Value, Type, Overwrite):  # noqa: N803
        assert (Type, Overwrite) == ("SecureString", True)
        self.values[Name] = Value

    def get_parameter(self, *, Name, WithDecryption):  # noqa: N803
        if Name not in self.values:
            raise self.exceptions.ParameterNotFound
        return {"Parameter": {"Value": self.values[Name]}}

    def delete_parameter(self, *, Name):  # noqa: N803
        if self.values.pop(Name, None) is None:
            raise self.exceptions.ParameterNotFound


class NoSubscribers:
    """SNS, as far as subscriptions ask it."""

    def get_paginator(self, _name):
        return self

    def paginate(self, *, TopicArn):  # noqa: N803
        return [{"Subscriptions": []}]


@dataclass
class SlackOffice(Office):
    """Announce, watch and deliver over the in-memory twin."""

    slack: Publisher = None
    ssm: Ssm = field(default_factory=Ssm)
    bells: list[tuple[datetime, str]] = field(default_factory=list)
    lost_bells: bool = False
    limits: Limits = field(default_factory=lambda: Limits(connect=1, silence=0.3, total=0.5))
    resolver: object = None

    def __post_init__(self):
        self.wire.now = datetime(2026, 1, 16, 0, 10, tzinfo=UTC)  # long before the day is sealed

    def ring(self, destination, seconds=0):
        assert 0 <= seconds <= 900
        if not self.lost_bells:
            self.bells.append((self.wire.now + timedelta(seconds=seconds), destination))

    @property
    def outbox(self):
        return replace(super().outbox, fan=fan(self.table), ring=self.ring)

    @cached_property
    def poster(self):
        given = {"resolver": self.resolver} if self.resolver else {"origin": self.slack.origin}
        return Poster(hosts=HOSTS, limits=self.limits, **given)

    @property
    def vault(self):
        def post(url, headers, body):
            return self.dying.call(self.poster.post, url, headers, body, self.wire.now)

        return Vault(client=self.dying.port(self.ssm), post=post, clock=lambda: self.wire.now, prefix="/stack/slack/")

    @property
    def channels(self):
        return Channels(outbox=self.outbox, open=self.vault.open, ring=self.ring)

    @property
    def tower(self):
        return replace(super().tower, abouts={}, channels=self.channels.facts, ring=self.channels.ring_again)

    @property
    def people(self):
        return Subscriptions(
            rows=self.wire.table,
            client=NoSubscribers(),
            topics={"alerts": "a", "operator": "o"},
            sources=["t_list", "un_sc"],
            clock=lambda: self.wire.now,
            channels=self.channels,
            vault=lambda: self.vault,
        )

    def subscribe(self, secret, channel="", box=ALERTS, **filters):
        made = self.people.subscribe_slack(Address.of(secret, channel), filters, box=box)
        self.slack.answers.setdefault(
            POST_MESSAGE if channel else path(secret), said(ok=True, ts="1.1") if channel else OK
        )
        self.bells.clear()
        return made

    def answers(self, secret, given):
        self.slack.answers[POST_MESSAGE if secret == TOKEN else path(secret)] = given

    def tell(self, *names, box=ALERTS, **more):
        for name in names:
            self.outbox.put(message(name, **more), box)
            self.later(milliseconds=1)
        self.outbox.flush()

    def work(self):
        """As Lambda does it: every doorbell whose time has come."""
        count = 0
        while due := [bell for bell in self.bells if bell[0] <= self.wire.now]:
            self.bells.remove(due[0])
            count += self.channels.deliver(due[0][1], 60)
        return count

    def pass_by(self, minutes, step=1):
        """Let time pass: doorbells ring when they are due, announce looks each minute, and watch every five."""
        for minute in range(0, minutes, step):
            self.later(minutes=step)
            self.work()
            self.outbox.flush()
            if minute % 5 == 0:
                self.watch()
                self.work()
        self.outbox.flush()

    def posts(self, secret=None, channel=""):
        """What was posted, in order; to one address, or to all."""
        wanted = POST_MESSAGE if secret == TOKEN else path(secret) if secret else None
        return [json.loads(each.body) for each in self.slack.asked if wanted in {None, each.path}]

    def texts(self, secret):
        return [each["text"] for each in self.posts(secret)]


@contextmanager
def slack_office(**parts):
    with publishing() as server:
        yield SlackOffice(slack=server, **parts)
