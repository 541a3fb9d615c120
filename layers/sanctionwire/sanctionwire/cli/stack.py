"""`changes`, `rebuild`, `verify`: the log of a stack, what is made of it, and the proof of it."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import orjson

from sanctionwire.cli import output
from sanctionwire.cli.connect import STACK, asked, reached, stacked
from sanctionwire.cli.teaching import Command
from sanctionwire.errors import Suspicious
from sanctionwire.feed import pages
from sanctionwire.pipeline.project import rebuild as projected_anew
from sanctionwire.store.folder import Folder
from sanctionwire.store.verify import anchored
from sanctionwire.store.verify import verify as findings
from sanctionwire.wiring import Wire

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


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
    wire = reached(stack)
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
