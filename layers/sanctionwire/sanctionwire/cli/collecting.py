"""`collect`: have the stack check sources now, and tell what came of it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import click

from sanctionwire.cli import output
from sanctionwire.cli.connect import stacked
from sanctionwire.cli.held import identity
from sanctionwire.cli.teaching import Command
from sanctionwire.pipeline.dispatch import enabled
from sanctionwire.pipeline.ports import LIGHT
from sanctionwire.store.sources import SourceRow
from sanctionwire.wiring import Wire

RESTED, IDLE = 2.0, 20.0
"""Seconds after which a source that moved is done, and after which nothing will come of one that did not move."""


@click.command(cls=Command)
@click.argument("sources", metavar="[SOURCE]...", nargs=-1)
@click.option("--reconcile", is_flag=True, help="Read the full lists too, though their schedule has not come round.")
@click.option("--accept-gap", metavar="WHY", help="A source that rolls: you have read by hand what was not seen.")
@click.option("--who", help="Who has, as the log is to name them; your AWS identity unless told otherwise.")
@click.option("--wait/--no-wait", default=True, help="Wait for the result and tell it (the default), or do not.")
@click.option("--seconds", default=300, show_default=True, help="How long to wait.")
@stacked
def collect(
    wire: Wire,
    sources: tuple[str, ...],
    *,
    reconcile: bool,
    accept_gap: str | None,
    who: str | None,
    wait: bool,
    seconds: int,
) -> None:
    """Have the stack check sources now, and tell what came of it.

    Without a SOURCE, every one is checked that is not switched off. The work is done by the stack's own functions.
    Exit status 1: a source could not be read.

      sanctionwire collect us_ofac
      sanctionwire collect us_ofac --reconcile
      sanctionwire collect in_rbi --accept-gap "read 3 to 9 March on the site; nothing of ours"
    """
    if accept_gap is not None and len(sources) != 1:
        raise click.UsageError("--accept-gap is a decision on one source: name it")
    gap = {"gap": {"who": who or identity(wire), "why": accept_gap.strip()}} if accept_gap else {}
    before = {slug: wire.ports.sources.load(slug) for slug in _chosen(wire, sources)}
    head = wire.log.head().seq
    for slug, row in before.items():
        if reconcile and wire.abouts[slug].reconcile_minutes is not None and row.serial:
            before[slug] = wire.ports.sources.save(row.but(reconciled_at=None))
        wire.send({"source": slug, "lane": LIGHT, **gap})
    if not wait:
        return
    watches = {slug: _Watch(row, row, time.monotonic()) for slug, row in before.items()}
    for _ in output.progress(_until_rested(wire, watches, time.monotonic() + seconds), "collecting"):
        time.sleep(0.5)
    read = [_told(wire, watch, head) for watch in watches.values()]
    if not all(read):
        raise click.exceptions.Exit(1)


def _chosen(wire: Wire, sources: tuple[str, ...]) -> list[str]:
    known = wire.abouts
    for slug in sources:
        if slug not in known:
            raise click.BadParameter(f"there is no source {slug!r}; there are {', '.join(sorted(known))}")
    return list(sources) or [slug for slug in sorted(known) if enabled(known[slug], wire.ports.sources.load(slug))]


@dataclass(slots=True)
class _Watch:
    """A source's row before, as it was last seen, and since when it is like that."""

    before: SourceRow
    row: SourceRow
    since: float

    @property
    def moved(self) -> bool:
        return self.row.version != self.before.version

    def seen(self, row: SourceRow, now: float) -> None:
        if row.version != self.row.version:
            self.row, self.since = row, now

    def done(self, now: float, *, idle: bool) -> bool:
        """Whether nothing more is to be waited for.

        A source that fails goes on being tried by its queue. A publication that is as unreadable as before moves
        nothing.
        """
        if self.row.lease is not None or not (idle or (self.moved and self.row.failing_since)):
            return False
        return now - self.since >= (RESTED if self.moved else IDLE)


def _until_rested(wire: Wire, watches: Mapping[str, _Watch], deadline: float) -> Iterator[None]:
    """Look again and again until every source is done, or time is up."""
    while (now := time.monotonic()) < deadline:
        for slug, watch in watches.items():
            watch.seen(wire.ports.sources.load(slug), now)
        idle = not _queued(wire)
        if all(watch.done(now, idle=idle) for watch in watches.values()):
            return
        yield


def _queued(wire: Wire) -> int:
    """Messages that wait in the queues of both lanes, or are being worked on."""
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    urls = [url for url in (wire.config.collect_queue_url, wire.config.heavy_queue_url) if url]
    found = [wire.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=names) for url in urls]
    return sum(int(each["Attributes"][name]) for each in found for name in names)


def _told(wire: Wire, watch: _Watch, head: int) -> bool:
    """Tell what became of a source; False if it was not read."""
    row = watch.row
    commits = [commit for commit in wire.log.after(head) if commit.source == row.slug]
    for commit in commits:
        kinds = ", ".join(f"{kind} {count}" for kind, count in commit.changes.kinds.items()) or "no change"
        held = f", held {commit.removals_held}" if commit.removals_held else ""
        click.echo(f"{row.slug}: commit {commit.seq}: {kinds}{held}")
    if row.pending or row.failing_since:
        click.echo(str(row.pending.error if row.pending else row.error), err=True)
        return False
    if not watch.moved:
        click.echo(f"{row.slug}: no result within the time to wait; the function's log tells more", err=True)
        return False
    if not commits:
        click.echo(f"{row.slug}: checked, unchanged")
    return True
