"""`key`: the feed's API keys."""

from __future__ import annotations

from datetime import UTC, datetime

import click
from rich.table import Table

from sanctionwire.cli import output
from sanctionwire.cli.connect import stacked
from sanctionwire.cli.teaching import Group
from sanctionwire.feed import keys
from sanctionwire.wiring import Wire


@click.group(cls=Group)
def key() -> None:
    """API keys of the feed: make, list, revoke."""


@key.command()
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice(list(keys.SCOPES)),
    help="What it opens; feed and entries unless told otherwise. reader: for feed readers, by itself.",
)
@click.option("--expires", type=click.DateTime(["%Y-%m-%d"]), help="The day (UTC) on which it stops working.")
@stacked
def create(wire: Wire, name: str, *, scopes: tuple[str, ...], expires: datetime | None) -> None:
    r"""Make a key for NAME and print it. It is shown this once; only its hash is kept.

    \b
    sanctionwire key create screening-system --scope feed --expires 2027-12-31
    sanctionwire key create anas-feed-reader --scope reader
    """
    until = expires.replace(tzinfo=UTC) if expires else None
    try:
        made, token = keys.create(wire.table, name=name, now=wire.clock(), scopes=scopes or keys.USUAL, expires=until)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    click.echo(token)
    if keys.READER in made.scopes:
        for form in ("json", "atom"):
            click.echo(f"{wire.config.api_base}/feed.{form}?token={token}", err=True)
        click.echo(f"Key {made.id} for {made.name}. Filters go with it: &class=ACT&class=PLAN&country=kh", err=True)
        return
    click.echo(
        f"Key {made.id} for {made.name}. It is not shown again. Use it as: Authorization: Bearer {token[:6]}...",
        err=True,
    )


@key.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="One key a line.")
@stacked
def list_(wire: Wire, *, as_json: bool) -> None:
    """List the keys, without their secrets."""
    found = keys.listed(wire.table)
    if as_json:
        for each in found:
            output.line({name: getattr(each, name) for name in each.__slots__})
        return
    table = Table("Id", "Name", "Opens", "Made", "Expires", "State")
    for each in found:
        state = "revoked" if each.revoked_at else "good" if each.opens(wire.clock()) else "expired"
        table.add_row(each.id, each.name, ", ".join(each.scopes), each.created_at, each.expires_at or "never", state)
    output.console().print(table)


@key.command()
@click.argument("key_id", metavar="ID")
@stacked
def revoke(wire: Wire, key_id: str) -> None:
    """Close a key for good."""
    closed = keys.revoke(wire.table, key_id, now=wire.clock())
    if closed is None:
        raise click.UsageError(f"there is no key {key_id}; see: sanctionwire key list")
    click.echo(f"{closed.id}  {closed.name}  revoked {closed.revoked_at}")
