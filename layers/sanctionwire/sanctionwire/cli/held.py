"""`held`: removals that were not believed, and the decision on them."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from typing import Any

import click

from sanctionwire.cli import output
from sanctionwire.cli.connect import stacked
from sanctionwire.cli.teaching import Group
from sanctionwire.errors import Suspicious
from sanctionwire.pipeline import holds
from sanctionwire.source import Source
from sanctionwire.store.sources import Hold, SourceRow
from sanctionwire.wiring import Wire

SHOWN = 20
"""So many names are shown unless all are asked for."""


@click.group(cls=Group)
def held() -> None:
    """Removals that were not believed: see them, accept them, or discard them."""


@held.command(name="list")
@click.option("--all", "everything", is_flag=True, help=f"Every name, not only the first {SHOWN}.")
@click.option("--json", "as_json", is_flag=True, help="One hold a line.")
@stacked
def list_(wire: Wire, *, everything: bool, as_json: bool) -> None:
    """Print the open holds, and whom they are about.

    sanctionwire held list
    sanctionwire held list --json | jq -r '.removals[].name'
    """
    found = [(row, row.hold) for row in wire.ports.sources.all() if row.hold and row.hold.status == "open"]
    for row, hold in found:
        removals = holds.listed(wire.ports, row)
        if as_json:
            facts = {name: getattr(hold, name) for name in ("id", "since", "count", "why")}
            output.line({"source": row.slug, **facts, "removals": removals})
        else:
            _tell(row, hold, removals, len(removals) if everything else SHOWN)
    if not found and not as_json:
        click.echo("No removals are held.")


def _tell(row: SourceRow, hold: Hold, removals: list[dict[str, Any]], shown: int) -> None:
    click.echo(f"{hold.id}  {row.slug}: {hold.count} removals held since {hold.since}")
    click.echo(f"    why: {hold.why}")
    for removal in removals[:shown]:
        click.echo(f"    {removal['id']}  {removal['name']}  ({', '.join(removal['lists'])})")
    if len(removals) > shown:
        click.echo(f"    and {len(removals) - shown} more: sanctionwire held list --all")
    click.echo(f'    if they are really gone:           sanctionwire held accept {hold.id} --why "..."')
    click.echo(f'    if it is the publisher\'s mistake:  sanctionwire held discard {hold.id} --why "..."')


def _deciding(command: Callable[..., None]) -> Callable[..., None]:
    why = click.option("--why", required=True, help="What you checked, and what it showed; it is kept in the log.")
    who = click.option(
        "--who", help="Who decides, as the log is to name them; your AWS identity unless told otherwise."
    )
    return click.argument("hold")(why(who(stacked(command))))


@held.command()
@_deciding
def accept(wire: Wire, hold: str, *, why: str, who: str | None) -> None:
    """Let held removals through: they are committed, with who and why, and told.

    sanctionwire held accept 3f9d02c41a7b --why "checked against the press release of 8 November"
    """
    _decide(wire, hold, accept=True, why=why, who=who)


@held.command()
@_deciding
def discard(wire: Wire, hold: str, *, why: str, who: str | None) -> None:
    """Keep what was held as listed, until the publisher shows it again; committed, with who and why."""
    _decide(wire, hold, accept=False, why=why, who=who)


def _decide(wire: Wire, hold: str, *, accept: bool, why: str, who: str | None) -> None:
    if not why.strip():
        raise click.BadParameter("say what you checked", param_hint="--why")
    source = _source(wire, hold)
    outcome = holds.decide(wire.ports, source, hold, accept=accept, who=who or identity(wire), why=why.strip())
    kinds = ", ".join(f"{kind} {count}" for kind, count in outcome.kinds.items()) or "the entries stay listed"
    click.echo(f"{source.about.slug}: commit {outcome.seq}: {kinds}")


def _source(wire: Wire, hold: str) -> Source:
    for row in wire.ports.sources.all():
        if row.hold and row.hold.id == hold:
            return wire.ports.registry[row.slug]
    raise Suspicious(f"there is no hold {hold}", expected="an id that `sanctionwire held list` shows")


def identity(wire: Wire) -> str:
    """Who the caller is to AWS, or failing that to this machine."""
    try:
        return str(wire.client("sts").get_caller_identity()["Arn"])
    except Exception:  # noqa: BLE001 - whatever stands in the way, the machine's own name for the person is there
        return getpass.getuser()
