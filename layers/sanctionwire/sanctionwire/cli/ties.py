"""`ties`: parties that may be entries of other sources, and what a person decides of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import click

from sanctionwire.cli import output
from sanctionwire.cli.connect import stacked
from sanctionwire.cli.held import identity
from sanctionwire.cli.teaching import Group
from sanctionwire.pipeline import ties as decided
from sanctionwire.pipeline.ties import OPEN, State
from sanctionwire.wiring import Wire

_PRINTED = ("certainty", "why", "state", "speaker", "name", "entry_id", "entry_name", "alert", "computed_at", "history")


@click.group(cls=Group)
def ties() -> None:
    """Parties that a notice names and that may be entries of other sources: see them, confirm them, reject them."""


@ties.command(name="list")
@click.option("--all", "everything", is_flag=True, help="What is certain or was decided too, not only what is open.")
@click.option("--json", "as_json", is_flag=True, help="One tie a line.")
@stacked
def list_(wire: Wire, *, everything: bool, as_json: bool) -> None:
    """Print the ties that wait for a person, the newest first.

    sanctionwire ties list
    sanctionwire ties list --all --json | jq -r 'select(.state == "confirmed") | [.name, .entry_id] | @tsv'
    """
    rows = [row for row in decided.rows(wire.table) if everything or _waits(row)]
    rows.sort(key=lambda row: (row["computed_at"], row["sk"]), reverse=True)
    for row in rows:
        if as_json:
            output.line({"id": row["sk"], **{name: row[name] for name in _PRINTED}})
        else:
            _tell(row)
    if not rows and not as_json:
        click.echo("No tie waits for a decision." if not everything else "There are no ties.")


def _waits(row: Mapping[str, Any]) -> bool:
    return bool(row["certainty"] == "candidate" and row["state"] == OPEN)


def _tell(row: Mapping[str, Any]) -> None:
    verb = "may be" if row["certainty"] == "candidate" else "is"
    click.echo(f"{row['sk']}  {row['name']} ({row['speaker']}) {verb} {row['entry_id']}, {row['entry_name']}")
    click.echo(f"    why: {row['why']}")
    for step in row["history"]:
        click.echo(f"    {step['what']} on {step['when'][:10]} by {step['who']}: {step['why']}")
    if _waits(row):
        click.echo(f'    if they are the same:  sanctionwire ties confirm {row["sk"]} --why "..."')
        click.echo(f'    if they are not:       sanctionwire ties reject {row["sk"]} --why "..."')


def _deciding(command: Callable[..., None]) -> Callable[..., None]:
    why = click.option("--why", required=True, help="What you checked, and what it showed; it is kept.")
    who = click.option("--who", help="Who decides; your AWS identity unless told otherwise.")
    return click.argument("tie")(why(who(stacked(command))))


@ties.command()
@_deciding
def confirm(wire: Wire, tie: str, *, why: str, who: str | None) -> None:
    """Say that they are the same: later notices of the same speaker that use the same name show it, and do not ask.

    sanctionwire ties confirm 3f9d02c41a7b --why "registration number on the bank's own page"
    """
    _decide(wire, tie, "confirmed", why=why, who=who)


@ties.command()
@_deciding
def reject(wire: Wire, tie: str, *, why: str, who: str | None) -> None:
    """Say that they are not the same: the pair is not shown again."""
    _decide(wire, tie, "rejected", why=why, who=who)


@ties.command()
@_deciding
def reopen(wire: Wire, tie: str, *, why: str, who: str | None) -> None:
    """Take a decision back; what was decided before, by whom and why, stays on record."""
    _decide(wire, tie, "open", why=why, who=who)


def _decide(wire: Wire, tie: str, state: State, *, why: str, who: str | None) -> None:
    if not why.strip():
        raise click.BadParameter("say what you checked", param_hint="--why")
    row = decided.decide(wire.table, tie, state, who=who or identity(wire), why=why.strip(), now=wire.clock())
    click.echo(f"{tie}: {state}: {row['name']} ({row['speaker']}) and {row['entry_id']}, {row['entry_name']}")
