"""`subscribe`, `subscriptions`, `unsubscribe`: who is told, of what."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TextIO

import click
from rich.table import Table

from sanctionwire.cli import output
from sanctionwire.cli.connect import stacked
from sanctionwire.cli.teaching import Command, Group
from sanctionwire.deliver.blocks import dressed
from sanctionwire.deliver.message import Message
from sanctionwire.deliver.outbox import ALERTS, OPERATOR, SLACK, Refusal
from sanctionwire.deliver.policy import FILTERS, Refused, policy
from sanctionwire.deliver.slack import Address, NotSlack
from sanctionwire.deliver.subscriptions import ENDED, PENDING, Subscription
from sanctionwire.errors import WireError
from sanctionwire.wiring import Wire

CONNECTED = "sanctionwire is connected"


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
@click.option("--channel", metavar="ID", default="", help="With a bot's token: the channel's id, as C0123456789.")
@click.option("--from-file", type=click.File(), help="Read the address from a file (-: from standard input).")
@click.option("--renew", metavar="ID", help="Give this subscription another address; what waits for it goes there.")
@click.option("--test/--no-test", default=True, help="Post a message first that says so. On unless told otherwise.")
@_filtered
@stacked
def slack(
    wire: Wire, channel: str, from_file: TextIO | None, renew: str | None, *, test: bool, operator: bool,
    **filters: Sequence[str],
) -> None:  # fmt: skip
    """Send alerts to a channel of Slack: to an incoming webhook, or with a bot's token to a channel.

    The webhook's address or the token is asked for, or read from a file: on the command line, shells would remember
    it, and whoever has it can post. It is kept as a SecureString of SSM. With a token (scope chat:write, the bot
    invited to the channel), later confirmations of an action stand in the thread of its first message.

      sanctionwire subscribe slack --class ACT --class PLAN
      sanctionwire subscribe slack --channel C0123456789 --country kh
      sanctionwire subscribe slack --operator --from-file webhook.txt
      sanctionwire subscribe slack --renew 5f1d0c2b7a
    """
    asked = {name: filters[_field(name)] for name in FILTERS}
    if renew and (operator or any(asked.values())):
        raise click.UsageError("--renew changes the address alone; to change filters, subscribe the channel again")
    try:
        policy(asked, wire.abouts)
        address = Address.of(_secret(from_file), channel.strip())
        if test:
            _try(wire, address)
        people = wire.subscriptions
        box = OPERATOR if operator else ALERTS
        made = people.renew_slack(renew, address) if renew else people.subscribe_slack(address, asked, box=box)
    except (Refused, NotSlack) as error:
        raise click.UsageError(str(error)) from error
    click.echo(f"{made.id}  {made.protocol} {made.address}  {made.state}")
    what = "the operator's notices" if made.box == OPERATOR else "alerts"
    click.echo(f"    It gets {what}: {_said(made.filters)}. BLIND and CHECK come through whatever is filtered.")
    if made.waiting:
        click.echo(f"    {made.waiting:,} waiting: they go there now, in order.")


def _secret(given: TextIO | None) -> str:
    if given is None and sys.stdin.isatty():
        return str(click.prompt("Webhook's address or bot's token (not shown)", hide_input=True, err=True)).strip()
    return (given or sys.stdin).readline().strip()


def _try(wire: Wire, address: Address) -> None:
    body = f"{CONNECTED}\n\nWhat is subscribed here comes to this channel from now on.\n"
    try:
        wire.vault.slack(address).publish(dressed(Message(id="connected", subject=CONNECTED, body=body)))
    except Refusal as error:
        raise WireError(f"Slack does not take a message there, and nothing was subscribed: {error}") from error


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
    refused = [(line["destination"], line["alert_id"]) for line in wire.outbox.refusals()]
    if not as_json:
        _show(found, Counter(channel for channel, _ in refused))
        return
    for each in found:
        names = ("id", "box", "protocol", "address", "state", "since", "waiting", "filters", "policy")
        kept = [alert for channel, alert in refused if channel == f"{SLACK}{each.id}"]
        output.line({name: getattr(each, name) for name in names} | {"refused": kept})


def _show(found: Sequence[Subscription], refused: Mapping[str, int] | None = None) -> None:
    if not found:
        click.echo("Nobody is subscribed yet: sanctionwire subscribe email ADDRESS")
        return
    table = Table("Id", "Topic", "Address", "State", "Filters")
    for each in found:
        waits = f", {each.waiting:,} waiting" if each.waiting else ""
        waits += f", {kept:,} refused" if (kept := (refused or {}).get(f"{SLACK}{each.id}")) else ""
        table.add_row(each.id, each.box, f"{each.protocol} {each.address}", each.state + waits, _said(each.filters))
    output.console().print(table)


def _said(filters: Mapping[str, Sequence[str]]) -> str:
    return "; ".join(f"{name} {', '.join(values)}" for name, values in filters.items()) or "everything"


@click.command(cls=Command)
@click.argument("subscription", metavar="ADDRESS|ID")
@stacked
def unsubscribe(wire: Wire, subscription: str) -> None:
    """Tell somebody nothing any more. What waits for a channel of Slack stays undelivered."""
    try:
        ended = wire.subscriptions.unsubscribe(subscription)
    except Refused as error:
        raise click.UsageError(str(error)) from error
    left = f", {ended.waiting:,} left undelivered" if ended.waiting else ""
    click.echo(f"{ended.id}  {ended.protocol} {ended.address}  {ended.state}{left}")
