"""`subscribe`, `subscriptions`, `unsubscribe`: who is told, of what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import click
from rich.table import Table

from sanctionwire.cli import output
from sanctionwire.cli.connect import stacked
from sanctionwire.cli.teaching import Command, Group
from sanctionwire.deliver.outbox import ALERTS, OPERATOR
from sanctionwire.deliver.policy import FILTERS, Refused
from sanctionwire.deliver.subscriptions import ENDED, PENDING, Subscription
from sanctionwire.wiring import Wire


def _filtered(command: Callable[..., Any]) -> Callable[..., Any]:
    for name, rule in reversed(list(FILTERS.items())):
        values = f" ({', '.join(rule.known)})" if rule.known and len(rule.known) < 6 else ""  # noqa: PLR2004
        option = click.option(f"--{name}", _field(name), multiple=True, metavar="VALUE", help=rule.says + values + ".")
        command = option(command)
    return click.option("--operator", is_flag=True, help="The operator's notices, not the alerts.")(command)


def _field(name: str) -> str:
    return name.replace("-", "_")


@click.group(cls=Group)
def subscribe() -> None:
    """Subscribe somebody to alerts, with filters; or confirm a subscription.

    An address that is subscribed already gets the new filters. Whatever is filtered, [BLIND] and [CHECK] come through:
    nobody can filter away that a source cannot be seen.
    """


def _command(protocol: str, address: str, about: str) -> None:
    @subscribe.command(name=protocol, help=about)
    @click.argument("address", metavar=address)
    @_filtered
    @stacked
    def _subscribe(wire: Wire, address: str, *, operator: bool, **filters: Sequence[str]) -> None:
        asked = {name: filters[_field(name)] for name in FILTERS}
        try:
            made = wire.subscriptions.subscribe(protocol, address, asked, box=OPERATOR if operator else ALERTS)
        except Refused as error:
            raise click.UsageError(str(error)) from error
        click.echo(f"{made.id}  {made.protocol} {made.address}  {made.state}")
        if made.state == PENDING:
            click.echo(
                "    A mail with a link is on its way. Better than following it: sanctionwire subscribe confirm LINK"
            )


_command(
    "email",
    "ADDRESS",
    "Send alerts to a mail address.\n\n\b\n"
    "  sanctionwire subscribe email desk@example.org\n"
    "  sanctionwire subscribe email desk@example.org --class ACT --class PLAN --country kh --source us_ofac\n"
    "  sanctionwire subscribe email ops@example.org --operator",
)
_command("sqs", "ARN", "Send alerts to an SQS queue.")
_command("https", "URL", "Send alerts to an https address, which has to confirm by itself.")
_command("http", "URL", "As https, for addresses of one's own network.")


@subscribe.command()
@click.argument("link")
@stacked
def confirm(wire: Wire, link: str) -> None:
    """Confirm with the LINK of the mail, so that no link in a later mail can end the subscription."""
    try:
        _show(wire.subscriptions.confirm(link))
    except Refused as error:
        raise click.UsageError(str(error)) from error


@click.command(cls=Command)
@click.option("--json", "as_json", is_flag=True, help="One subscription a line.")
@click.option("--all", "everything", is_flag=True, help="Those that were ended too.")
@stacked
def subscriptions(wire: Wire, *, as_json: bool, everything: bool) -> None:
    """List who is told, of what, and whether SNS still has them."""
    found = [each for each in wire.subscriptions.all() if everything or each.state != ENDED]
    if not as_json:
        _show(found)
        return
    for each in found:
        names = ("id", "box", "protocol", "address", "state", "since", "filters", "policy")
        output.line({name: getattr(each, name) for name in names})


def _show(found: Sequence[Subscription]) -> None:
    if not found:
        click.echo("Nobody is subscribed yet: sanctionwire subscribe email ADDRESS")
        return
    table = Table("Id", "Topic", "Address", "State", "Filters")
    for each in found:
        filters = "; ".join(f"{name} {', '.join(values)}" for name, values in each.filters.items()) or "everything"
        table.add_row(each.id, each.box, f"{each.protocol} {each.address}", each.state, filters)
    output.console().print(table)


@click.command(cls=Command)
@click.argument("subscription", metavar="ADDRESS|ID")
@stacked
def unsubscribe(wire: Wire, subscription: str) -> None:
    """Tell somebody nothing any more."""
    try:
        ended = wire.subscriptions.unsubscribe(subscription)
    except Refused as error:
        raise click.UsageError(str(error)) from error
    click.echo(f"{ended.id}  {ended.protocol} {ended.address}  {ended.state}")
