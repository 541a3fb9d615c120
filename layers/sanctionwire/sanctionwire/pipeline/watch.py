"""Watch: gather what is wrong, tell it once, tell of the dates that came, seal the day; and make up for dead runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sanctionwire.deliver.facts import ChannelFacts, Facts, Lost, SourceFacts
from sanctionwire.deliver.notices import Notices
from sanctionwire.deliver.outbox import Outbox
from sanctionwire.deliver.sight import regained
from sanctionwire.deliver.watching import OWNED, conditions
from sanctionwire.errors import Superseded
from sanctionwire.pipeline.announce import ANNOUNCE
from sanctionwire.pipeline.clock import strike
from sanctionwire.pipeline.project import PROJECT
from sanctionwire.source import About
from sanctionwire.store.commit import Attested, Commit, Draft
from sanctionwire.store.cursors import Cursor
from sanctionwire.store.entries import Entries
from sanctionwire.store.log import Head, Log
from sanctionwire.store.ports import Put
from sanctionwire.store.rows import stamp
from sanctionwire.store.sources import SourceRow, Sources

T = TypeVar("T")
DAILY = "daily"
WATCHED = "watched"
"""Partition of one row a source without a check: since when it is waited for."""

SEALED_AT_HOUR = 6
"""The day is sealed at the first tick after this hour, UTC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tower:
    """What can be seen from up here."""

    log: Log
    sources: Sources
    outbox: Outbox
    abouts: Mapping[str, About]
    """Every source; those that are switched off are left out by their row or by themselves."""
    entries: Entries | None = None
    """The projection, in which the dates stand that lie ahead; without it, no date comes."""
    dead_letters: Callable[[], Mapping[str, int]] = dict
    """Queue → messages in it."""
    lost: Callable[[], Sequence[Lost]] = tuple
    """Subscriptions that SNS has no longer."""
    channels: Callable[[], Sequence[ChannelFacts]] = tuple
    """How each channel of Slack does."""
    ring: Callable[[Sequence[ChannelFacts]], None] = lambda _channels: None
    """Ring again for those that something waits for: a doorbell may have been lost."""
    demo: bool = False


def watch(tower: Tower) -> Facts:
    """One tick. Each step may be done again. What cannot be found out keeps no other condition from being told."""
    now = tower.outbox.clock()
    failed: list[Exception] = []
    with suppress(Exception):  # what an earlier run left; the flush at the end says why it does not go out
        tower.outbox.flush()
    with suppress(Superseded):  # another run is at it
        tower.log.anchor_missing()
    dead_letters = _asked(tower.dead_letters, failed)
    lost = _asked(tower.lost, failed)
    channels = _asked(tower.channels, failed)
    facts = gathered(tower, now, dead_letters=dead_letters or {}, lost=lost or (), channels=channels or ())
    unknown = {"dead-letters"} if dead_letters is None else set()
    unknown |= {"subscription"} if lost is None else set()
    unknown |= {"undelivered"} if channels is None else set()
    on = {source.about.slug for source in facts.sources}

    def owned(notice_id: str) -> bool:  # of a source that is switched off nothing is known, so nothing ends
        kind, _, where = notice_id.partition("/")
        return kind in OWNED - unknown and (where not in tower.abouts or where in on)

    Notices(tower.outbox).settle(conditions(facts), owned=owned, farewell=lambda row: _farewell(tower, row))
    _asked(lambda: struck(tower, now), failed)
    sealed(tower, now)
    _asked(lambda: tower.ring(facts.channels), failed)
    tower.outbox.flush()
    if failed:
        raise failed[0]
    return facts


def _asked(ask: Callable[[], T], failed: list[Exception]) -> T | None:
    """The answer, or None and one failure more."""
    try:
        return ask()
    except Exception as error:  # noqa: BLE001 - whatever it is, the rest of the watch goes first, and it is raised then
        failed.append(error)
        return None


def gathered(
    tower: Tower,
    now: datetime,
    *,
    dead_letters: Mapping[str, int] | None = None,
    lost: Sequence[Lost] = (),
    channels: Sequence[ChannelFacts] = (),
) -> Facts:
    """The facts of this moment."""
    head = tower.log.head()
    cursors = {name: Cursor(tower.log.table, name).position() for name in (ANNOUNCE, PROJECT)}
    return Facts(
        at=stamp(now),
        demo=tower.demo,
        sources=[_facts(tower, row, now) for row in _rows(tower)],
        head=head.seq,
        cursors=cursors,
        unsent_since=min(tower.outbox.waiting(), default=None),
        dead_letters=dead_letters or {},
        lost=lost,
        channels=channels,
    )


def _rows(tower: Tower) -> Iterator[SourceRow]:
    """The rows of the sources that are switched on, an empty one for a source that has none yet."""
    rows = {row.slug: row for row in tower.sources.all()}
    for slug, about in sorted(tower.abouts.items()):
        row = rows.get(slug, SourceRow(slug=slug))
        if about.enabled_by_default if row.enabled is None else row.enabled:
            yield row


def _facts(tower: Tower, row: SourceRow, now: datetime) -> SourceFacts:
    pending, hold = row.pending, row.hold if row.hold and row.hold.status == "open" else None
    return SourceFacts(
        about=tower.abouts[row.slug],
        serial=row.serial,
        seq=row.seq,
        publication=row.publication,
        checked_at=row.checked_at,
        watched_since=None if row.checked_at else _watched_since(tower, row.slug, now),
        failing_since=row.failing_since,
        error=row.error,
        unread_since=pending.since if pending else None,
        unread={"Where": pending.place, "Seen": pending.error, "Expected": pending.expected} if pending else {},
        hold_id=hold.id if hold else None,
        held_since=hold.since if hold else "",
        held=hold.count if hold else 0,
        why_held=hold.why if hold else "",
        unreadable=row.unreadable,
    )


def _watched_since(tower: Tower, slug: str, now: datetime) -> str:
    """Since when a source is waited for that has never been checked."""
    row = tower.log.table.get(WATCHED, slug)
    if row is None:
        row = {"pk": WATCHED, "sk": slug, "since": stamp(now)}
        with suppress(Superseded):
            tower.log.table.put(row, expect={"pk": None})
    return str(row["since"])


def _farewell(tower: Tower, row: Mapping[str, Any]) -> Sequence[str]:
    """What is said when a condition ends: of a source that was blind, what was missed."""
    kind, _, slug = row["sk"].partition("/")
    if kind != "blind":
        return ()
    missed: Counter[str] = Counter()
    after = tower.log.after(row.get("note", {}).get("seq", 0))
    commits = [commit for commit in after if commit.source == slug and commit.kind != "due"]
    for commit in commits:
        missed.update(commit.changes.kinds)
    return regained(row["title"], tower.sources.load(slug).publication, missed, len(commits))


def struck(tower: Tower, now: datetime) -> list[Commit]:
    """Tell of the dates that have come, of the sources that are switched on."""
    if tower.entries is None:
        return []
    abouts = {row.slug: tower.abouts[row.slug] for row in _rows(tower)}
    return strike(tower.log, tower.sources, tower.entries, abouts, now, demo=tower.demo)


def sealed(tower: Tower, now: datetime) -> Head | None:
    """Seal the day: a commit that attests when each source was last checked, and what it then was. Once a day."""
    date = stamp(now)[:10]
    row = tower.log.table.get(DAILY, DAILY)
    if now.hour < SEALED_AT_HOUR or (row is not None and row["date"] >= date):
        return None
    serial = row["serial"] + 1 if row else 1
    attest = {
        each.slug: Attested(checked_at=each.checked_at, serial=each.serial, publication=each.publication)
        for each in _rows(tower)
    }
    draft = Draft(
        source=DAILY,
        serial=serial,
        kind="daily",
        revision="",
        committed_at=stamp(now),
        seen_at=stamp(now),
        demo=tower.demo,
        attest=attest,
    )
    item = {"pk": DAILY, "sk": DAILY, "serial": serial, "date": date}
    put = Put(item=item, expect={"serial": row["serial"]} if row else {"pk": None})
    with suppress(Superseded):  # another run sealed it
        tower.log.commit(draft, (), lambda _commit: [put])
    return tower.log.head()


def queue_depths(client: Any, urls: Iterable[str]) -> dict[str, int]:
    """How many messages wait in each queue, through boto3's SQS client."""
    name = "ApproximateNumberOfMessages"
    asked = {url: client.get_queue_attributes(QueueUrl=url, AttributeNames=[name]) for url in urls}
    return {url: int(answer["Attributes"][name]) for url, answer in asked.items()}
