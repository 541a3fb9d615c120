"""Announce and watch over the in-memory twin, with a topic that remembers, and a way to die at any outbound call."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from pipeline.toy import ABOUT, Wire
from sanctionwire.deliver.files import Links
from sanctionwire.deliver.message import Message
from sanctionwire.deliver.outbox import ALERTS, OPERATOR, Outbox
from sanctionwire.pipeline.announce import Desk, announce
from sanctionwire.pipeline.collect import collect
from sanctionwire.pipeline.project import project
from sanctionwire.pipeline.watch import Tower, watch
from sanctionwire.store.log import Log
from sanctionwire.store.sources import Sources


class Killed(BaseException):
    """The process died here."""


@dataclass
class Dying:
    """Counts calls through the ports; dies before or after the one that is set."""

    at: int = -1
    after: bool = False
    calls: int = 0

    def port(self, target: Any) -> Any:
        return _Port(target, self)

    def call(self, function, *args, **kwargs):
        self.calls += 1
        if self.calls == self.at and not self.after:
            raise Killed
        result = function(*args, **kwargs)
        if self.calls == self.at and self.after:
            raise Killed
        return result


class _Port:
    def __init__(self, target, dying):
        self._target, self._dying = target, dying

    def __getattr__(self, name):
        attribute = getattr(self._target, name)
        if not callable(attribute):
            return attribute

        def called(*args, **kwargs):
            result = self._dying.call(attribute, *args, **kwargs)
            return iter(list(result)) if name == "query" else result

        return called


@dataclass
class Topic:
    """A topic that remembers what was handed over."""

    messages: list[Message] = field(default_factory=list)
    down: Exception | None = None

    def publish(self, message: Message) -> str:
        if self.down:
            raise self.down
        self.messages.append(message)
        return f"message-{len(self.messages)}"

    @property
    def subjects(self) -> list[str]:
        return [message.subject for message in self.messages]


@dataclass
class Office:
    """One stack: a toy publisher, a log, two topics."""

    wire: Wire = field(default_factory=Wire)
    alerts: Topic = field(default_factory=Topic)
    operator: Topic = field(default_factory=Topic)
    dying: Dying = field(default_factory=Dying)
    dead_letters: dict[str, int] = field(default_factory=dict)
    lost: list[Any] = field(default_factory=list)
    clock: Any = None

    @property
    def table(self):
        return self.dying.port(self.wire.table)

    @property
    def log(self):
        port = self.dying.port
        return Log(table=self.table, blobs=port(self.wire.blobs), evidence=port(self.wire.evidence))

    @property
    def outbox(self):
        topics = {ALERTS: self.dying.port(self.alerts), OPERATOR: self.dying.port(self.operator)}
        return Outbox(rows=self.table, topics=topics, clock=self.clock or (lambda: self.wire.now))

    @property
    def desk(self):
        links = Links(rows=self.table, shelf=self.dying.port(self.wire.blobs), base="https://api.example.org")
        return Desk(log=self.log, outbox=self.outbox, links=links, abouts={"t_list": self.wire.source.about})

    @property
    def tower(self):
        return Tower(
            log=self.log,
            sources=Sources(self.table),
            outbox=self.outbox,
            abouts={"t_list": self.wire.source.about},
            dead_letters=lambda: self.dead_letters,
            lost=lambda: self.lost,
        )

    def publish(self, *lines, head="# 2026-01-16"):
        """The publisher serves these lines, and they are collected."""
        self.wire.publisher.serve(*lines, head=head)
        return self.collect()

    def collect(self):
        outcomes = collect(self.wire.ports, self.wire.source)
        project(self.wire.ports)
        return outcomes

    def announce(self):
        project(self.wire.ports)
        return announce(self.desk)

    def watch(self):
        return watch(self.tower)

    def later(self, **span):
        self.wire.now += timedelta(**span)


__all__ = ["ABOUT", "Dying", "Killed", "Office", "Topic"]
