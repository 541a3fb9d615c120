"""`diff`: what changed between two publications, by the real pipeline on the in-memory store."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from sanctionwire.cli import bench, output
from sanctionwire.cli.files import readable, snapshot
from sanctionwire.cli.offline import FILE, Slug
from sanctionwire.cli.teaching import Command
from sanctionwire.errors import SourceChanged
from sanctionwire.pipeline import Outcome
from sanctionwire.pipeline.collect import take
from sanctionwire.source import Source


@click.command(cls=Command)
@click.argument("source", type=Slug())
@click.argument("old", type=FILE)
@click.argument("new", type=FILE)
def diff(source: Source, old: Path, new: Path) -> None:
    """Print what changed between two publications, one change a line, as JSON.

    OLD and NEW are given as to `parse`; NEW may be a delta that fits OLD. Every removal is printed: here nothing is
    held.

      sanctionwire diff un_sc 2020-11-30.xml.gz 2020-12-01.xml.gz | jq -r '[.kind, .entry_id] | @tsv'
    """
    now = datetime.now(UTC)
    source = bench.unguarded(source)
    ports = bench.ports(source, lambda: now)
    taken: list[Outcome] = []
    for path in output.progress((old, new), "comparing", total=2):
        with readable(source, path):
            one = snapshot(path, source, now=now)
            outcome = take(ports, source, ports.sources.load(source.about.slug), one)
            if outcome.what == "refused":
                raise SourceChanged((outcome.why or "refused").removeprefix(f"{source.about.slug}: "))
            taken.append(outcome)
    seq = taken[-1].seq
    if seq is not None and (commit := ports.log.get(seq)):
        for change in ports.log.changes(commit):
            output.line(change.printed())
    for path, outcome in zip((old, new), taken, strict=True):
        if outcome.why:
            raise SourceChanged(outcome.why, source=source.about.slug, place=path.name)
