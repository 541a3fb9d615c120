"""`collect`, `changes`, `rebuild`, `verify`: a stack at work, its log, and the proof of it."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import orjson

from sanctionwire.cli import output
from sanctionwire.cli.connect import STACK, asked, connect, stacked
from sanctionwire.cli.teaching import Command
from sanctionwire.errors import Suspicious
from sanctionwire.feed import pages
from sanctionwire.pipeline.ports import LIGHT
from sanctionwire.pipeline.project import rebuild as projected_anew
from sanctionwire.store.folder import Folder
from sanctionwire.store.sources import SourceRow
from sanctionwire.store.verify import anchored
from sanctionwire.store.verify import verify as findings
from sanctionwire.wiring import Wire

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command(cls=Command)
@click.argument("sources", metavar="[SOURCE]...", nargs=-1)
@click.option("--reconcile", is_flag=True, help="Read the full lists too, though their schedule has not come round.")
@click.option("--wait/--no-wait", default=True, help="Wait for the result and tell it (the default), or do not.")
@click.option("--seconds", default=300, show_default=True, help="How long to wait.")
@stacked
def collect(wire: Wire, sources: tuple[str, ...], *, reconcile: bool, wait: bool, seconds: int) -> None:
    """Have the stack check sources now, and tell what came of it.

    Without a SOURCE, every one is checked that is not switched off. The work is done by the stack's own functions.

      sanctionwire collect us_ofac
      sanctionwire collect us_ofac --reconcile
    """
    rows = {slug: wire.ports.sources.load(slug) for slug in _chosen(wire, sources)}
    head = wire.log.head().seq
    for slug, row in rows.items():
        if reconcile and wire.abouts[slug].reconcile_minutes is not None and row.serial:
            rows[slug] = wire.ports.sources.save(row.but(reconciled_at=None))
        wire.send({"source": slug, "lane": LIGHT})
    if not wait:
        return
    failed = [slug for slug, row in rows.items() if not _told(wire, row, head, time.monotonic() + seconds)]
    if failed:
        raise click.exceptions.Exit(1)


def _chosen(wire: Wire, sources: tuple[str, ...]) -> list[str]:
    known = wire.abouts
    for slug in sources:
        if slug not in known:
            raise click.BadParameter(f"there is no source {slug!r}; there are {', '.join(sorted(known))}")
    return list(sources) or [row for row, about in sorted(known.items()) if _switched_on(wire, row, about)]


def _switched_on(wire: Wire, slug: str, about: Any) -> bool:
    row = wire.ports.sources.load(slug)
    return bool(about.enabled_by_default if row.enabled is None else row.enabled)


def _told(wire: Wire, before: SourceRow, head: int, deadline: float) -> bool:
    """Wait until the source's row rests, and tell what became of it; False if it was not read."""
    *_, row = output.progress(_resting(wire, before, deadline), before.slug)
    commits = [commit for commit in wire.log.after(head) if commit.source == row.slug]
    for commit in commits:
        kinds = ", ".join(f"{kind} {count}" for kind, count in commit.changes.kinds.items()) or "no change"
        click.echo(f"{row.slug}: commit {commit.seq}: {kinds}{f', held {n}' if (n := commit.removals_held) else ''}")
    if row.pending or row.failing_since:
        click.echo(str(row.pending.error if row.pending else row.error), err=True)
        return False
    if row.version == before.version:
        click.echo(f"{row.slug}: no result within the time to wait; the function's log tells more", err=True)
        return False
    if not commits:
        click.echo(f"{row.slug}: checked, unchanged")
    return True


def _resting(wire: Wire, before: SourceRow, deadline: float, *, still: float = 2.0) -> Iterator[SourceRow]:
    """The source's row as it changes, until it has changed and then rested for a while."""
    row, since = before, time.monotonic()
    yield row
    while (now := time.monotonic()) < deadline:
        found = wire.ports.sources.load(before.slug)
        if found.version != row.version:
            row, since = found, now
        yield row
        if row.version != before.version and row.lease is None and now - since >= still:
            return
        time.sleep(0.5)


@click.command(cls=Command)
@click.option("--after", metavar="CURSOR", default="0.0", show_default=True, help="Begin after this place in the log.")
@click.option("--follow", is_flag=True, help="Stay, and print what comes until interrupted.")
@click.option("--source", help="Only this source's changes.")
@click.option("--kind", help="Only changes of this kind: designated, removed, amended ...")
@stacked
def changes(wire: Wire, after: str, *, follow: bool, source: str | None, kind: str | None) -> None:
    """Print the log's changes, one a line, as the feed gives them.

    sanctionwire changes --kind designated | jq -r '[.published, .entry_id] | @tsv'
    sanctionwire changes --after 412.0 --follow
    """
    while True:
        page = asked(pages.changes, wire.feed, wire.clock(), after=after, source=source, kind=kind)
        for change in page["changes"]:
            output.line(change)
        after = page["covered_through"]
        if not page["more"]:
            if not follow:
                return
            sys.stdout.flush()
            time.sleep(2)


@click.command(cls=Command)
@stacked
def rebuild(wire: Wire) -> None:
    """Project the whole log again: entries and their history come out as they were.

    Readers of entries see the rebuilding as `projected_through`, which begins at 0 and catches up with the head.
    """
    total = projected_anew(wire.ports)
    click.echo(f"projected {total} commits again, through {wire.log.head().seq}")


@click.command(cls=Command)
@click.option(
    "--head", "known", metavar="HASH", help="A head hash that the log must contain: a daily mail carries one."
)
@click.option("--bodies/--no-bodies", default=True, help="Hash every document, change and reading too (the default).")
@click.option("--evidence", type=FOLDER, help="Without a stack: a copy of the evidence bucket in a folder.")
@click.option("--work", type=FOLDER, help="Without a stack: a copy of the work bucket in a folder, for the bodies.")
@STACK
def verify(stack: str | None, known: str | None, *, bodies: bool, evidence: Path | None, work: Path | None) -> None:
    """Recompute the chain, the anchors and the documents; exit status 1 if anything is not as it was committed.

    sanctionwire verify --head 1f0c...            against a stack

    aws s3 sync s3://EVIDENCE evidence/
    sanctionwire verify --evidence evidence/      anywhere, later, without any cloud
    """
    if evidence is not None:
        copy = Folder(evidence)
        _verified(anchored(copy), known, evidence=copy, work=Folder(work) if work and bodies else None)
        return
    wire = connect(stack)
    head = wire.log.head()
    work_bucket = wire.blobs if bodies else None
    _verified(wire.log.texts(0), known, evidence=wire.log.evidence, work=work_bucket, head=(head.seq, head.hash))


def _verified(texts: Iterator[tuple[int, str]], known: str | None, **against: Any) -> None:
    seen: list[tuple[int, str]] = []

    def noted() -> Iterator[tuple[int, str]]:
        for seq, text in texts:
            seen.append((seq, _hash_of(text)))
            yield seq, text

    found = [str(finding) for finding in findings(output.progress(noted(), "verifying"), **against)]
    if known and known not in {digest for _, digest in seen}:
        found.append(f"no commit has the hash {known}")
    for text in found:
        click.echo(text, err=True)
    if found:
        raise Suspicious(f"{len(found)} findings in {len(seen)} commits")
    seq, digest = seen[-1] if seen else (0, "")
    click.echo(f"{len(seen)} commits are as they were committed; the head is {seq} {digest}".rstrip())


def _hash_of(text: str) -> str:
    try:
        return str(orjson.loads(text)["hash"])
    except (ValueError, KeyError, TypeError):
        return ""
