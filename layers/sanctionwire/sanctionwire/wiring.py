"""Environment, clock and clients: the only place that builds anything."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import boto3
import orjson
from botocore.config import Config as BotoConfig

from sanctionwire import feed
from sanctionwire.core.canonical import digest, sha256
from sanctionwire.deliver.channels import Channels, fan
from sanctionwire.deliver.files import Links
from sanctionwire.deliver.outbox import ALERTS, OPERATOR, Outbox
from sanctionwire.deliver.policy import FILTERS, matches, policy
from sanctionwire.deliver.ports import Topic
from sanctionwire.deliver.slack import HOSTS, Thread
from sanctionwire.deliver.slack_vault import Vault
from sanctionwire.deliver.sns import SnsTopic
from sanctionwire.deliver.subscriptions import Subscriptions
from sanctionwire.errors import SourceChanged
from sanctionwire.feed.keys import authorize
from sanctionwire.fetch import Fetcher, played
from sanctionwire.fetch.posting import Poster
from sanctionwire.pipeline import Ports
from sanctionwire.pipeline.announce import Desk, announce
from sanctionwire.pipeline.collect import collect
from sanctionwire.pipeline.dispatch import dispatch
from sanctionwire.pipeline.heavy import collect_heavy, fetching, resuming
from sanctionwire.pipeline.ports import HEAVY
from sanctionwire.pipeline.project import PROJECT, project
from sanctionwire.pipeline.ties import Ties, caught_up
from sanctionwire.pipeline.watch import Tower, queue_depths, watch
from sanctionwire.source import About
from sanctionwire.sources import registry
from sanctionwire.store.calls import Calls
from sanctionwire.store.commit import Decision
from sanctionwire.store.cursors import Cursor
from sanctionwire.store.dynamodb import DynamoTable
from sanctionwire.store.entries import Entries
from sanctionwire.store.log import Log
from sanctionwire.store.names import Names
from sanctionwire.store.ports import Blobs, Table
from sanctionwire.store.reading import Reading
from sanctionwire.store.related import Related
from sanctionwire.store.s3 import SIGNED, S3Blobs
from sanctionwire.store.sources import Sources

_READING = ("core/model.py", "core/normalise", "core/prose", "formats", "rolling.py", "releases.py")
"""What, besides its own folder, decides how a source is read."""

_CLIENT = BotoConfig(connect_timeout=5, read_timeout=20, retries={"mode": "standard", "total_max_attempts": 3})

_ONCE = BotoConfig(retries={"mode": "standard", "total_max_attempts": 1})
"""SNS forgets what it took: a call that is repeated is a mail that is repeated. The outbox repeats, and knows when."""

RESERVE = 45
"""Seconds of a run that must be left when `deliver` begins with one more message."""


def _client(name: str) -> Any:
    make: Callable[..., Any] = boto3.client
    return make(name, config=_CLIENT.merge({"s3": SIGNED, "sns": _ONCE}.get(name, _CLIENT)))


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


@cache
def revision(slug: str) -> str:
    """The parser revision of a source: a hash over its parser, the formats, the normalisation and the model."""
    package = files("sanctionwire")
    code: dict[str, str] = {}
    for path in (*_READING, f"sources/{slug}"):
        _hash(package.joinpath(*path.split("/")), path, code)
    return digest(code)[:12]


def _hash(place: Traversable, path: str, code: dict[str, str]) -> None:
    if place.is_file():
        if path.endswith(".py"):
            code[path] = sha256(place.read_bytes())
        return
    for child in place.iterdir():
        if child.name not in {"samples", "expected", "__pycache__"}:
            _hash(child, f"{path}/{child.name}", code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What the environment says; the names are the fields' in capitals."""

    log_table: str
    entries_table: str
    work_bucket: str
    evidence_bucket: str
    collect_queue_url: str = ""
    heavy_queue_url: str = ""
    deliver_queue_url: str = ""
    dead_letter_queue_urls: str = ""
    alerts_topic_arn: str = ""
    operator_topic_arn: str = ""
    api_base: str = ""
    publisher_origin: str = ""
    slack_origin: str = ""
    slack_parameters: str = ""
    contact: str = ""
    object_lock_days: str = ""

    @classmethod
    def of(cls, environ: Mapping[str, str]) -> Config:
        """Read the environment; LookupError names what is missing."""
        given = {field.name: environ[name] for field in fields(cls) if (name := field.name.upper()) in environ}
        missing = [
            name for name in ("log_table", "entries_table", "work_bucket", "evidence_bucket") if name not in given
        ]
        if missing:
            raise LookupError(f"the environment lacks {', '.join(name.upper() for name in missing)}")
        return cls(**given)


@dataclass(frozen=True)  # not slotted: what it builds is kept
class Wire:
    """The product over one stack."""

    config: Config
    clock: Callable[[], datetime] = now
    client: Callable[[str], Any] = _client

    @cached_property
    def sqs(self) -> Any:
        """The queues' client; building one costs more than a call."""
        return self.client("sqs")

    @cached_property
    def sns(self) -> Any:
        """The topics' client."""
        return self.client("sns")

    @cached_property
    def table(self) -> Table:
        """The log table."""
        return DynamoTable(Calls(self.client("dynamodb")), self.config.log_table)

    @cached_property
    def blobs(self) -> Blobs:
        """The work bucket."""
        return S3Blobs(Calls(self.client("s3")), self.config.work_bucket, self.clock)

    @cached_property
    def log(self) -> Log:
        """The commit log."""
        evidence = S3Blobs(Calls(self.client("s3")), self.config.evidence_bucket, self.clock)
        days = int(self.config.object_lock_days or 0) or None
        return Log(table=self.table, blobs=self.blobs, evidence=evidence, lock_days=days)

    @cached_property
    def entries(self) -> Entries:
        """The projection."""
        return Entries(DynamoTable(Calls(self.client("dynamodb")), self.config.entries_table), self.blobs)

    @cached_property
    def ports(self) -> Ports:
        """What the pipeline needs."""
        return Ports(
            log=self.log,
            sources=Sources(self.table),
            entries=self.entries,
            blobs=self.blobs,
            clock=self.clock,
            registry=registry(),
            revision=lambda source: revision(source.about.slug),
            fetch=fetching(self.fetcher),
            send=self.send,
            demo=self.demo,
            least_scale=0.0 if self.demo else 1.0,
        )

    @property
    def demo(self) -> bool:
        """The publishers are played by a local server."""
        return bool(self.config.publisher_origin)

    @cached_property
    def fetcher(self) -> Fetcher:
        """The way to the publishers."""
        return Fetcher(contact=self.config.contact, publisher_origin=self.config.publisher_origin or None)

    @cached_property
    def abouts(self) -> Mapping[str, About]:
        """What each source states about itself."""
        return {slug: source.about for slug, source in registry().items()}

    @cached_property
    def outbox(self) -> Outbox:
        """What is to be handed over, and where to."""
        arns = {ALERTS: self.config.alerts_topic_arn, OPERATOR: self.config.operator_topic_arn}
        topics = {name: SnsTopic(self.sns, arn) for name, arn in arns.items()}
        return Outbox(rows=self.table, topics=topics, clock=self.clock, fan=fan(self.table), ring=self.ring)

    @cached_property
    def vault(self) -> Vault:
        """Where the addresses of channels are kept, and how they are reached."""
        poster = Poster(hosts=HOSTS, contact=self.config.contact, origin=self.config.slack_origin or None)
        return Vault(
            client=self.client("ssm"),
            post=lambda url, headers, body: poster.post(url, headers, body, self.clock()),
            clock=self.clock,
            prefix=self.config.slack_parameters,
        )

    def _open(self, row: Mapping[str, Any], thread: Callable[[str], Thread | None]) -> Topic:
        """The channel of a subscription: no client for its address is built before one is asked for."""
        return self.vault.open(dict(row), thread)

    @property
    def channels(self) -> Channels:
        """The channels of Slack."""
        return Channels(outbox=self.outbox, open=self._open, ring=self.ring)

    @property
    def subscriptions(self) -> Subscriptions:
        """Who is told of what."""
        topics = {ALERTS: self.config.alerts_topic_arn, OPERATOR: self.config.operator_topic_arn}
        return Subscriptions(
            rows=self.table,
            client=self.sns,
            topics=topics,
            sources=list(self.abouts),
            clock=self.clock,
            channels=self.channels,
            vault=lambda: self.vault,
        )

    @property
    def desk(self) -> Desk:
        """Where alerts are made."""
        links = Links(rows=self.table, shelf=self.blobs, base=self.config.api_base)
        ties = Ties(table=self.table, names=Names(self.entries), caught_up=lambda seq: caught_up(self.ports, seq))
        return Desk(log=self.log, outbox=self.outbox, links=links, abouts=self.abouts, ties=ties)

    @property
    def tower(self) -> Tower:
        """From where it is seen what is wrong."""
        queues = [url for url in self.config.dead_letter_queue_urls.split(",") if url]
        return Tower(
            log=self.log,
            sources=Sources(self.table),
            outbox=self.outbox,
            abouts=self.abouts,
            entries=self.entries,
            dead_letters=lambda: queue_depths(self.sqs, queues),
            lost=self.subscriptions.lost,
            channels=self.channels.facts,
            ring=self.channels.ring_again,
            demo=self.demo,
        )

    @cached_property
    def feed(self) -> feed.Ports:
        """What the API reads from."""
        return feed.Ports(
            log=self.log,
            table=self.table,
            blobs=self.blobs,
            entries=self.entries,
            projected=Cursor(self.table, PROJECT).position,
            rows=Sources(self.table),
            listed=lambda row: Reading(self.blobs, row.slug, row.reading).entries(),
            sources=self.abouts,
            reader_filters=tuple(FILTERS),
            admitting=self._admitting,
            related=Related(self.entries.table).ids,
            base=self.config.api_base,
        )

    def _admitting(self, wanted: Mapping[str, Sequence[str]]) -> Callable[[Mapping[str, Any]], bool]:
        """Whether an alert passes these filters, as SNS would judge it."""
        made = policy(wanted, list(self.abouts))
        return lambda attributes: matches(made, dict(attributes))

    def send(self, message: Mapping[str, Any]) -> None:
        """Put a message for `collect` on the queue of its lane."""
        url = self.config.heavy_queue_url if message["lane"] == HEAVY else self.config.collect_queue_url
        self.sqs.send_message(QueueUrl=url, MessageBody=orjson.dumps(message).decode())

    def ring(self, destination: str, seconds: int = 0) -> None:
        """Ring for a channel, in so many seconds."""
        body = orjson.dumps({"destination": destination}).decode()
        self.sqs.send_message(QueueUrl=self.config.deliver_queue_url, MessageBody=body, DelaySeconds=seconds)

    # --- what the functions call --------------------------------------------------------------------------------------
    def dispatch(self) -> list[str]:
        """Put every source that is due on the queue."""
        return dispatch(self.ports)

    def collect(self, message: Mapping[str, Any], *, owner: str = "", seconds: int = 900) -> list[dict[str, Any]]:
        """Collect the source that the message names; `seconds` are left to do it in."""
        source = self.ports.registry.get(message["source"])
        if source is None:
            raise SourceChanged(f"a message for {message['source']!r}", expected=" or ".join(self.ports.registry))
        ports = replace(self.ports, lease_seconds=seconds)
        if message["lane"] == HEAVY:
            resume = resuming(self.fetcher, ports, seconds)
            outcomes = collect_heavy(ports, source, message, resume=resume, owner=owner)
        else:
            gap = Decision(**message["gap"]) if message.get("gap") else None
            outcomes = collect(ports, source, owner=owner, gap=gap)
        return [asdict(outcome) for outcome in outcomes]

    def project(self) -> int:
        """Take the log's news into the entries."""
        return project(self.ports)

    def announce(self) -> int:
        """Take the log's news to the subscribers."""
        return announce(self.desk)

    def deliver(self, message: Mapping[str, Any], *, seconds: float = 60) -> int:
        """Hand over what waits for the channel that the message names; `seconds` are left to do it in."""
        return self.channels.deliver(message["destination"], max(seconds - RESERVE, 1))

    def watch(self) -> dict[str, Any]:
        """Look for what is wrong, and seal the day."""
        return {"sources": len(watch(self.tower).sources)}

    def api(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """Answer one request."""
        return feed.handle(event, self.feed, self.clock())

    def authorize(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """Say whether a request may pass."""
        return authorize(event, self.table, self.clock())


def bootstrap(environ: Mapping[str, str] | None = None) -> Wire:
    """The product as the environment describes it; where publishers are played, so is the time."""
    config = Config.of(os.environ if environ is None else environ)
    return Wire(config, clock=played.clock(config.publisher_origin) if config.publisher_origin else now)
