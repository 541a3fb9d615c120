"""`explain`: what the list said of an entry on a day, what we knew, and who was handed what."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import click

from sanctionwire.cli import output
from sanctionwire.cli.connect import asked, stacked
from sanctionwire.cli.teaching import Command
from sanctionwire.core.alerts import telling
from sanctionwire.deliver.channels import SUBSCRIPTION, destination
from sanctionwire.deliver.outbox import SLACK
from sanctionwire.deliver.policy import matches
from sanctionwire.feed import entries
from sanctionwire.pipeline.announce import context_of
from sanctionwire.pipeline.told import Told
from sanctionwire.wiring import Wire


@click.command(cls=Command)
@click.argument("entry")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The day: its end, in UTC.")
@click.option("--json", "as_json", is_flag=True, help="One object: said, known, handed.")
@stacked
def explain(wire: Wire, entry: str, *, day: datetime, as_json: bool) -> None:
    """Tell what the list said of ENTRY on a day, what we knew by then, and who had been handed what.

    The list's clock is the publisher's own date; ours is the time of the commit. Where the two differ, the difference
    is what a reader could not have known yet.

      sanctionwire explain us_ofac:16937 --on 2026-08-24
    """
    on, now = day.strftime("%Y-%m-%d"), wire.clock()
    said = asked(entries.entry, wire.feed, now, entry, on=on)
    known = asked(entries.entry, wire.feed, now, entry, known_on=on)
    versions = asked(entries.history, wire.feed, now, entry)["versions"]
    handed = list(_handed(wire, entry, {int(each["change"]["cursor"].partition(".")[0]) for each in versions}, on))
    if as_json:
        output.line({"id": entry, "on": on, "said": said, "known": known, "handed": handed})
        return
    click.echo(f"{entry} on {on}")
    click.echo(f"  the list said     {_state(said)}")
    click.echo(f"  we knew           {_state(known)}")
    for line in _stood(said):
        click.echo(f"  {line}")
    click.echo("  handed over" + (":" if handed else "       nothing"))
    for each in handed:
        click.echo(f"    {each['sent_at']}  {each['subject']}")
        numbered = f", {each['by']} message {each['message_id']}" if each["message_id"] else ""
        click.echo(f"      alert {each['alert_id']}{numbered}, handed to {each['by']} for:")
        for address in each["to"] or ["nobody: no confirmed subscription admitted it"]:
            click.echo(f"        {address}")


def _state(told: dict[str, Any]) -> str:
    """One line of an answer of the feed."""
    if told["status"] == "not_known":
        first = told["first"]
        return f"not known: the log first has it with {_receipt(first)}"
    entry = told["entry"]
    names = [name["full"] for name in (entry.get("subject") or {}).get("names", ()) if name.get("kind") == "primary"]
    lists = ", ".join(f"{each['list']}{_since(each)}" for each in entry.get("listings", ())) or "no list"
    return f"{told['status'].replace('_', ' ')}: {'; '.join(names) or entry['id']}: {lists}; {_receipt(told['change'])}"


def _stood(told: dict[str, Any]) -> Iterator[str]:
    """How the instrument stood on the day, or each of those that cover the entry; and what is related to it."""
    if own := told["instrument_status"]:
        yield f"it stood          {_judged(own)}"
    label = "related since    " if own else "what covers it   "
    for each in told["instruments"]:
        yield f"{label} {each['document']}, {each['action'].replace('_', ' ')}: {_judged(each['status'])}"


def _judged(status: dict[str, Any]) -> str:
    return "; ".join([f"{status['code'].replace('_', ' ')}: {status['why']}", *status["notes"]])


def _since(listing: dict[str, Any]) -> str:
    return f" since {listing['listed_on']}" if listing.get("listed_on") else ""


def _receipt(change: dict[str, Any]) -> str:
    published = f"published {change['published']}, " if change.get("published") else ""
    return f"{change['kind']}, {published}committed {change['committed_at']} as {change['cursor']}"


def _handed(wire: Wire, entry: str, seqs: set[int], on: str) -> Iterator[dict[str, Any]]:
    """The delivery log's lines, up to the end of the day, of alerts in which the entry was told."""
    alerts = {alert for seq in sorted(seqs) for alert in _alerts(wire, entry, seq)}
    people = list(wire.table.query(SUBSCRIPTION))
    for line in wire.outbox.deliveries():
        if line["sent_at"][:10] > on:
            return
        if line["alert_id"] in alerts:
            names = ("sent_at", "alert_id", "message_id", "destination", "subject", "seq")
            by = "Slack" if line["destination"].startswith(SLACK) else "SNS"
            yield {name: line[name] for name in names} | {"by": by, "to": _addressed(people, line)}


def _alerts(wire: Wire, entry: str, seq: int) -> Iterator[str]:
    commit = wire.log.get(seq)
    if commit is None or commit.source not in wire.abouts:
        return
    about = wire.abouts[commit.source]
    context = context_of(commit, about, Told(wire.table, commit))
    for told in telling(context, wire.log.changes(commit), about):
        steps = {step.entry_id for step in told.instruments}
        if entry in {told.change.entry_id, told.change.previous_id, *steps}:
            yield told.key.alert_id(seq)


def _addressed(people: list[dict[str, Any]], line: dict[str, Any]) -> list[str]:
    """Who was subscribed and confirmed when the message went, and whose filters, as they are now, let it through.

    What went to a channel went to that one alone.
    """
    attributes = {
        name: tuple(value) if isinstance(value, list) else value for name, value in line.get("attributes", {}).items()
    }
    return sorted(
        f"{person['protocol']} {person['address']}"
        for person in people
        if destination(person) == line["destination"]
        or (
            person["box"] == line["destination"]
            and person.get("confirmed_at", "9") <= line["sent_at"] < person.get("ended_at", "9")
            and matches(person["policy"], attributes)
        )
    )
