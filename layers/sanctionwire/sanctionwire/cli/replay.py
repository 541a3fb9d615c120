"""`replay`: the snapshots of a folder through the real pipeline, on the in-memory store."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from sanctionwire.cli import bench, output
from sanctionwire.cli.files import aside, readable, snapshot
from sanctionwire.cli.offline import Slug
from sanctionwire.cli.teaching import Command
from sanctionwire.core.alerts import group
from sanctionwire.errors import SourceChanged, WireError
from sanctionwire.pipeline import Ports
from sanctionwire.pipeline.announce import context_of
from sanctionwire.pipeline.ports import Outcome
from sanctionwire.pipeline.replay import Replayed
from sanctionwire.pipeline.replay import replay as replayed
from sanctionwire.pipeline.told import Told
from sanctionwire.source import Source

_DATED = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:T(\d{2})(\d{2}))?")


class Clock:
    """Time as the names of the snapshots tell it; it never goes back."""

    def __init__(self) -> None:
        """Long before any list."""
        self.now = datetime(2000, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The time."""
        return self.now

    def turn(self, name: str) -> None:
        """To the date in a name if there is one, and in any case a minute on."""
        self.now += timedelta(minutes=1)
        if found := _DATED.search(name):
            year, month, day, hour, minute = (int(part or 0) for part in found.groups())
            try:
                self.now = max(self.now, datetime(year, month, day, hour, minute, tzinfo=UTC))
            except ValueError:  # digits that are no date
                return


@click.command(cls=Command)
@click.argument("source", type=Slug())
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="An object a line: snapshot, serial, changes, held, refused.")
def replay(source: Source, folder: Path, *, as_json: bool) -> None:
    """Run the snapshots of a folder, in name order, through the real pipeline.

    Each file, folder or ZIP in FOLDER is one snapshot, given as to `parse`. Guards, commits and alerts are the real
    ones; the store is in memory, and nobody is told anything. The first snapshot may be of any size but none.

      sanctionwire replay un_sc generations/
      sanctionwire replay un_sc generations/ --json | jq -c 'select(.held > 0)'
    """
    paths = sorted((path for path in folder.iterdir() if not aside(path.name)), key=lambda path: path.name)
    if not paths:
        raise SourceChanged("no snapshot in it", source=source.about.slug, place=folder.name)
    clock = Clock()
    ports = bench.ports(source, clock)
    for path in output.progress(paths, "replaying", total=len(paths)):
        clock.turn(path.name)
        one = _replayed(ports, source, path, clock())
        hold = ports.sources.load(source.about.slug).hold
        said = one.printed() | {"held": hold.count if hold and hold.status == "open" else 0}
        if as_json:
            output.line(said)
        else:
            _tell(one, said, list(_first_lines(ports, source, one.outcome)))


def _replayed(ports: Ports, source: Source, path: Path, now: datetime) -> Replayed:
    try:
        with readable(source, path):
            (one,) = replayed(ports, source, [(path.name, snapshot(path, source, now=now).documents)])
    except (WireError, OSError) as error:
        serial = ports.sources.load(source.about.slug).serial
        refused = Outcome(source=source.about.slug, what="refused", serial=serial, why=str(error))
        return Replayed(snapshot=path.name, outcome=refused)
    return one


def _tell(one: Replayed, said: dict[str, Any], first_lines: list[str]) -> None:
    changes = ", ".join(f"{kind} {count}" for kind, count in one.outcome.kinds.items()) or one.outcome.what
    held = f", held {said['held']}" if said["held"] else ""
    click.echo(f"{one.snapshot}  serial {said['serial']}  {changes}{held}")
    for text in (*first_lines, *([one.outcome.why] if one.outcome.why else [])):
        click.echo(f"    {text}")


def _first_lines(ports: Ports, source: Source, outcome: Outcome) -> Iterator[str]:
    """The mails that the commit would have made, by their first lines."""
    commit = ports.log.get(outcome.seq) if outcome.seq else None
    if commit is None:
        return
    told = Told(ports.log.table, commit)
    for alert in group(context_of(commit, source.about, told), ports.log.changes(commit), source.about):
        yield alert.first_line
    told.remember(ports.log.changes(commit))
