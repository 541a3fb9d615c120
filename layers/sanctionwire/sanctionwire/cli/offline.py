"""`sources`, `parse`: what the product knows, and how it reads a publication, without any cloud."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import click
from rich.console import Group
from rich.table import Table

from sanctionwire.cli import output
from sanctionwire.cli.files import readable, snapshot
from sanctionwire.cli.teaching import Command
from sanctionwire.core.model import printed
from sanctionwire.errors import DoesNotFit, SourceChanged, Suspicious
from sanctionwire.source import About, Document, Parsed, Source, State
from sanctionwire.sources import registry
from sanctionwire.store.spool import Spool

FILE = click.Path(exists=True, path_type=Path)


class Slug(click.ParamType[Source]):
    """A source by its slug."""

    name = "source"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Source:
        """The source, or a usage error that names those there are."""
        known = registry()
        if isinstance(value, Source):
            return value
        if value not in known:
            self.fail(f"there is no source {value!r}; there are {', '.join(sorted(known))}", param, ctx)
        return known[value]


@click.command(cls=Command)
@click.option("--json", "as_json", is_flag=True, help="One object a line, with all that a source states about itself.")
def sources(*, as_json: bool) -> None:
    """List the sources, what they cover and what they do not."""
    abouts = [source.about for _, source in sorted(registry().items())]
    if as_json:
        for about in abouts:
            output.line({name: getattr(about, name) for name in about.__slots__})
        return
    for about in abouts:
        output.console().print(_described(about))


def _described(about: About) -> Group:
    """A source in a few lines: its name, and what a reader must know before relying on it."""
    every = f"every {about.cadence_minutes} minutes" if about.enabled_by_default else "off until an operator enables it"
    facts = {"checked": every, "page": about.url, "covers": about.covers, "does not": about.does_not_cover}
    table = Table.grid(padding=(0, 2))
    for name, text in facts.items():
        table.add_row(f"  {name}", text)
    return Group(f"[bold]{about.slug}[/bold]  {about.title}", table, "")


@click.command(cls=Command)
@click.argument("source", type=Slug())
@click.argument("publication", type=FILE)
def parse(source: Source, publication: Path) -> None:
    """Print a publication's entries, one a line, as JSON.

    PUBLICATION is a file as the publisher serves it, a folder of the files that belong together, or a ZIP of them;
    gzip is unpacked. Nothing is counted against an earlier list. What cannot be accepted is told in one line on
    standard error, with exit status 1; entries that can be read are printed even if a single other one cannot.

      sanctionwire parse un_sc consolidated.xml.gz | jq -r '.subject.names[0].full'
      sanctionwire parse us_ofac SDN_ENHANCED.ZIP | wc -l
      sanctionwire parse us_ofac 2026-08-26_delta.xml      what a delta states, by itself
    """
    with readable(source, publication):
        documents = snapshot(publication, source, now=datetime.now(UTC)).unpacked
        try:
            parsed = source.parse(documents, State(), None)
            lines = Spool(output.progress(parsed.records, "cutting"), source=source.about.slug)
            _believe(source, parsed, lines.count)
        except DoesNotFit:
            if not _stated(source, documents):
                raise
            return
        _print(source, parsed, lines)


def _believe(source: Source, parsed: Parsed, count: int) -> None:
    slug = source.about.slug
    if not count:
        raise SourceChanged("it holds no entry", source=slug, expected="at least one")
    if parsed.declared_count is not None and parsed.declared_count != count:
        raise Suspicious(f"{count} entries", source=slug, expected=f"the {parsed.declared_count} that it declares")


def _print(source: Source, parsed: Parsed, lines: Spool) -> None:
    unreadable: list[str] = []
    for line in output.progress(lines, "reading", total=lines.count):
        try:
            output.line(printed(source.read(line.key, line.raw, parsed.refs)))
        except SourceChanged as error:
            unreadable.append(str(error.at(source=source.about.slug, place=line.key)))
    if unreadable:
        more = f" (and {len(unreadable) - 1} entries more)" if len(unreadable) > 1 else ""
        raise SourceChanged(unreadable[0].removeprefix(f"{source.about.slug}: ") + more, source=source.about.slug)


def _stated(source: Source, documents: dict[str, Document]) -> bool:
    """Print what changes state by themselves, if the source can tell that without the list that they belong to."""
    stated = getattr(import_module(f"sanctionwire.sources.{source.about.slug}"), "stated", None)
    if stated is None:
        return False
    for document in documents.values():
        for item in stated(document):
            output.line(item)
    return True
