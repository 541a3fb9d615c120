"""Several sources over the in-memory twin: what they publish is committed, projected and announced."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from deliver.examples import FINCEN, OFAC, UN
from deliver.office import Dying, Topic
from sanctionwire.core.diff import compare
from sanctionwire.deliver.files import Links
from sanctionwire.deliver.message import Message
from sanctionwire.deliver.outbox import ALERTS, OPERATOR, Outbox
from sanctionwire.pipeline import Ports
from sanctionwire.pipeline.announce import Desk, announce
from sanctionwire.pipeline.ties import Ties, caught_up
from sanctionwire.store.commit import Draft
from sanctionwire.store.entries import Entries
from sanctionwire.store.log import Log
from sanctionwire.store.memory import MemoryBlobs, MemoryTable
from sanctionwire.store.names import Names
from sanctionwire.store.rows import stamp
from sanctionwire.store.sources import Sources

UK = replace(
    OFAC,
    slug="uk_sl",
    title="UK Sanctions List",
    publisher="UK",
    jurisdiction="gb",
    verbs=("designated", "revoked"),
    accept_publishers_zone="Europe/London",
)
TREASURY = replace(
    OFAC, slug="us_treasury_press", title="Press releases of the US Treasury", publisher="Treasury", kind="rolling"
)
REGISTER = replace(
    OFAC, slug="us_federal_register", title="Federal Register", publisher="Federal Register", kind="rolling"
)
NBC = replace(
    OFAC,
    slug="kh_nbc",
    title="News of the National Bank of Cambodia",
    publisher="NBC",
    jurisdiction="kh",
    kind="rolling",
    accept_publishers_zone="Asia/Phnom_Penh",
)
ABOUTS = {about.slug: about for about in (OFAC, FINCEN, UN, UK, TREASURY, REGISTER, NBC)}


@dataclass
class Newsroom:
    """One stack."""

    now: datetime = datetime(2025, 9, 30, 15, 0, tzinfo=UTC)
    table: Any = field(default_factory=MemoryTable)
    blobs: Any = field(default_factory=MemoryBlobs)
    entries_table: Any = field(default_factory=MemoryTable)
    alerts: Topic = field(default_factory=Topic)
    dying: Dying = field(default_factory=Dying)
    known: dict[str, Any] = field(default_factory=dict)
    serials: dict[str, int] = field(default_factory=dict)

    @property
    def log(self) -> Log:
        return Log(table=self.dying.port(self.table), blobs=self.blobs, evidence=MemoryBlobs())

    @property
    def ports(self) -> Ports:
        entries = Entries(self.dying.port(self.entries_table), self.blobs)
        return Ports(
            log=self.log, sources=Sources(self.table), entries=entries, blobs=self.blobs, clock=lambda: self.now,
            registry={}, revision=lambda _source: "r", fetch=None,
        )  # fmt: skip

    @property
    def desk(self) -> Desk:
        rows = self.dying.port(self.table)
        ports = self.ports
        ties = Ties(table=rows, names=Names(ports.entries), caught_up=lambda seq: caught_up(ports, seq))
        outbox = Outbox(rows=rows, topics={ALERTS: self.alerts, OPERATOR: Topic()}, clock=lambda: self.now)
        links = Links(rows=self.table, shelf=self.blobs, base="https://api.example.org")
        return Desk(log=self.log, outbox=outbox, links=links, abouts=ABOUTS, ties=ties)

    def publish(self, *after, gone=(), day=None, publication=None, changes=()):
        """One commit: these entries are new or changed, those are gone; `changes` are taken as they are."""
        self.now += timedelta(minutes=10)
        if day:
            self.now = max(self.now, datetime.fromisoformat(f"{day}T15:00:00+00:00"))
        made = [compare(self.known.get(entry.id), entry) for entry in after]
        made += [compare(entry, None) for entry in gone]
        made = [*made, *changes]
        self.known |= {entry.id: entry for entry in after}
        source = made[0].entry.source
        self.serials[source] = self.serials.get(source, 0) + 1
        draft = Draft(
            source=source,
            serial=self.serials[source],
            revision="r",
            committed_at=stamp(self.now),
            seen_at=stamp(self.now),
            published=day,
            publication=publication,
        )
        return self.log.commit(draft, made, lambda _commit: [])

    def told(self) -> list[Message]:
        """What announcing tells now."""
        before = len(self.alerts.messages)
        announce(self.desk)
        return self.alerts.messages[before:]

    def tell(self, *after, **how) -> list[Message]:
        """Publish, and what is told of it."""
        self.publish(*after, **how)
        return self.told()
