"""Announce: follow the log; each commit's alerts become outbox rows, and what is in the outbox is handed over."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from sanctionwire.core.actions import action
from sanctionwire.core.alerts import DETAILED, Alert, Context, Paper, group, telling
from sanctionwire.core.changes import Change
from sanctionwire.core.normalise import name_key
from sanctionwire.deliver import blocks, confirmed, mail
from sanctionwire.deliver.conditions import new_values, poison, reread
from sanctionwire.deliver.daily import Checked, Day, daily, is_stale
from sanctionwire.deliver.files import Links
from sanctionwire.deliver.gist import to_keep
from sanctionwire.deliver.message import Message
from sanctionwire.deliver.notices import Notices
from sanctionwire.deliver.outbox import ALERTS, OPERATOR, Outbox
from sanctionwire.deliver.times import day_in
from sanctionwire.errors import SourceChanged, Superseded, Suspicious
from sanctionwire.pipeline.threads import Step, Threads
from sanctionwire.pipeline.ties import Ties
from sanctionwire.pipeline.told import Told
from sanctionwire.source import About
from sanctionwire.store.commit import Commit
from sanctionwire.store.cursors import Cursor
from sanctionwire.store.log import Log

ANNOUNCE = "announce"

_OF_CONTENT = (
    ArithmeticError, AttributeError, EOFError, LookupError, TypeError, ValueError,
    SourceChanged, Suspicious, zlib.error,
)  # fmt: skip
"""What a commit itself can be wrong with. Anything else is the world's fault, and tried again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where alerts are made: the log, what is known of its sources, and the way out."""

    log: Log
    outbox: Outbox
    links: Links
    abouts: Mapping[str, About]
    ties: Ties | None = None
    """Where entries of other sources are looked up; without it, none are."""

    @property
    def threads(self) -> Threads:
        """The threads of actions."""
        return Threads(self.log.table)

    @property
    def notices(self) -> Notices:
        """The operator's conditions."""
        return Notices(self.outbox)

    @property
    def cursor(self) -> Cursor:
        """How far alerts have come."""
        return Cursor(self.log.table, ANNOUNCE)


def announce(desk: Desk, *, limit: int = 50) -> int:
    """Tell of the commits after the cursor, in order; how many. A doorbell may ring twice, late, or not at all.

    A commit of which no alert can be made stops the cursor and pages the operator; it is never skipped.
    """
    desk.outbox.flush()  # what an earlier run left
    position, done = desk.cursor.position(), 0
    for commit in desk.log.after(position, limit):
        try:
            _queue(desk, commit)
        except _OF_CONTENT as error:
            desk.notices.raise_(poison(commit.seq, commit.source, f"{type(error).__name__}: {error}"))
            desk.outbox.flush()
            return done
        desk.outbox.flush()
        try:
            desk.cursor.advance(position, commit.seq)
        except Superseded:  # another run is ahead, with the same result
            return done
        desk.notices.end(f"poison/{commit.seq}")
        position, done = commit.seq, done + 1
    if done:
        desk.outbox.flush()  # that a commit is poison no longer
    return done


def _queue(desk: Desk, commit: Commit) -> None:
    """Put a commit's messages into the outbox, once for all runs."""
    for place, (message, destination) in enumerate(messages(desk, commit)):
        about = {"source": commit.source, "committed_at": commit.committed_at}
        desk.outbox.put(message, destination, seq=commit.seq, place=place, **about)


def messages(desk: Desk, commit: Commit) -> Iterator[tuple[Message, str]]:
    """A commit's messages and their destinations: the same for each run over the same log."""
    told = Told(desk.log.table, commit)
    if commit.kind == "daily":
        message = daily(_day(desk, commit, told.since_last_daily()))
        told.remember_daily()
        yield message, ALERTS
        yield message, OPERATOR
        return
    if commit.cause == "parser" and commit.changes.count:  # no news, but the operator's business
        yield reread(commit.seq, commit.source, commit.changes.count, commit.revision, commit.hash), OPERATOR
    if unmapped := told.newly_unmapped():
        yield new_values(commit.seq, commit.source, unmapped, commit.hash), OPERATOR
    about = desk.abouts[commit.source]
    context = context_of(commit, about, told)
    alerts = group(context, desk.log.changes(commit), about)
    for alert in desk.ties.tied(alerts) if desk.ties else alerts:
        for step in _steps(desk, commit, alert, about):
            yield _told(desk, commit, step, about), ALERTS
    told.remember(desk.log.changes(commit))


def _steps(desk: Desk, commit: Commit, alert: Alert, about: About) -> list[Step]:
    """What becomes of an alert in the thread of its action: one message, or a confirmation of each that it speaks of.

    An alert whose thread cannot be made out goes out all the same.
    """
    same: dict[str, list[str]] = {}
    for each in alert.related:
        if each.same:
            same.setdefault(name_key(each.name), []).append(each.entry.id)
    rest = _parties(desk, commit, alert, about) if alert.count > DETAILED and alert.key.kind != "baseline" else ()
    try:
        return desk.threads.steps(alert, action(alert, about, parties=rest, same=same))
    except _OF_CONTENT as error:
        why = f"The thread of this action could not be made out ({type(error).__name__})."
        return [Step(alert=replace(alert, unlooked=f"{alert.unlooked} {why}".strip()))]


def _told(desk: Desk, commit: Commit, step: Step, about: About) -> Message:
    """One message."""
    alert = step.alert
    if step.confirms:
        return confirmed.render(alert, about, step.confirms, by=step.by, besides=step.besides)
    if papers := to_keep(alert):
        alert = replace(alert, kept=tuple(desk.links.kept(alert.id, papers, desk.outbox.clock())))
    lists = _links(desk, commit, alert, about)
    return blocks.shown(mail.render(alert, about, links=lists), alert, about, lists=lists)


def _parties(desk: Desk, commit: Commit, alert: Alert, about: About) -> Iterator[Change]:
    """All changes of an alert that is too long to carry them: the commit's are read once more for that."""
    every = telling(alert.context, desk.log.changes(commit), about)
    return (each.change for each in every if each.key == alert.key)


def context_of(commit: Commit, about: About, told: Told) -> Context:
    """The commit as alerts see it."""
    unreadable = {item.id: item.why for item in commit.unreadable}
    return Context(
        seq=commit.seq,
        hash=commit.hash,
        source=commit.source,
        kind=commit.kind,
        cause=commit.cause,
        today=day_in(commit.committed_at, about.accept_publishers_zone),
        committed_at=commit.committed_at,
        seen_at=commit.seen_at,
        published=commit.published,
        publication=commit.publication,
        revision=commit.revision,
        documents=tuple(Paper(name=item.name, url=item.url, sha256=item.sha256) for item in commit.documents),
        removals_held=commit.removals_held,
        new_hold=told.new_hold(),
        unreadable=unreadable,
        newly_unreadable=told.newly_unreadable(),
        unmapped=commit.unmapped,
        demo=commit.demo,
        decided_by=(commit.decided_by.who, commit.decided_by.why) if commit.decided_by else None,
    )


def _links(desk: Desk, commit: Commit, alert: Alert, about: About) -> list[str]:
    """Links to the whole list, where the mail has no room for it; the changes are read once more for that."""
    if not mail.overflows(alert, about) or alert.key.kind == "baseline":
        return []
    parties = _parties(desk, commit, alert, about)
    return desk.links.lists(alert.id, parties, about.publisher, desk.outbox.clock())


def _day(desk: Desk, commit: Commit, after: int) -> Day:
    """What the daily mail says of each source: how it was attested, and what the log has of it since the last one."""
    news: dict[str, Counter[str]] = {}
    for earlier in islice(desk.log.after(after), max(commit.seq - after - 1, 0)):
        news.setdefault(earlier.source, Counter()).update(earlier.changes.kinds)
    checked = [
        Checked(
            about=about,
            checked_at=commit.attest[slug].checked_at,
            stale=is_stale(commit.attest[slug].checked_at, commit.committed_at, about.stale_after),
            publication=commit.attest[slug].publication,
            changes=news.get(slug, {}),
        )
        for slug, about in sorted(desk.abouts.items())
        if slug in commit.attest
    ]
    return Day(seq=commit.seq, hash=commit.hash, committed_at=commit.committed_at, sources=checked, demo=commit.demo)
