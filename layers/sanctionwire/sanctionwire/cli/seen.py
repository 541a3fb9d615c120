"""`seen`: every item that a source of notices ever showed, and why no alert came of some."""

from __future__ import annotations

import click

from sanctionwire.cli import output
from sanctionwire.cli.connect import stacked
from sanctionwire.cli.teaching import Command
from sanctionwire.core.alerts.text import harmless
from sanctionwire.wiring import Wire


@click.command(cls=Command)
@click.argument("source")
@click.option("--left-out", is_flag=True, help="Only those that were held to concern nobody.")
@click.option("--json", "as_json", is_flag=True, help="One item a line.")
@stacked
def seen(wire: Wire, source: str, *, left_out: bool, as_json: bool) -> None:
    """List every item that SOURCE ever showed, the newest last, and why it was left out, if it was.

    sanctionwire seen in_rbi --left-out
    """
    if source not in wire.abouts:
        raise click.BadParameter(f"there is no source {source!r}; there are {', '.join(sorted(wire.abouts))}")
    notes = wire.ports.state(wire.ports.sources.load(source)).seen
    for key, note in sorted(notes.items(), key=lambda item: (item[1]["date"] or item[1]["first"], item[0])):
        if left_out and "why" not in note:
            continue
        if as_json:
            output.line({"key": key, **note})
        else:
            why = f"  [left out: {note['why']}]" if "why" in note else ""
            click.echo(f"{note['date'] or note['first'][:10]}  {key}  {harmless(note['title'], 150)}{why}")
