"""`new`: the folder of a new source, with everything in it that its tests will ask for next."""

from __future__ import annotations

import re
from pathlib import Path
from string import Template
from urllib.parse import urlsplit

import click

from sanctionwire import sources
from sanctionwire.cli.teaching import Command
from sanctionwire.sources import registry

_SLUG = re.compile(r"^[a-z]{2,3}_[a-z0-9]+(_[a-z0-9]+)*$")

_PACKAGE = Template('''"""$title: one sentence that says what this publication is and how it comes."""

from __future__ import annotations

from sanctionwire.source import About, Source, whole
from sanctionwire.sources.$slug.parser import parse, read

SOURCE = Source(
    about=About(
        slug="$slug",
        title="",  # the publication's own title
        publisher="",  # short, as alerts say it
        jurisdiction="$jurisdiction",
        url="$url",  # better: the page on which a person can check by hand
        cadence_minutes=60,
        covers="",  # whom and what the publication names
        does_not_cover="",  # what a reader might expect in it and will not find
        terms="",  # the terms of use, in a sentence
        terms_read_on="",
        robots="",  # what robots.txt says of this address
        attribution="",  # as the publisher wants to be named
        enabled_by_default=False,  # until its terms and robots.txt have been read
        hosts=("$host",),
        least=1,  # the least number of records that a first reading must have to be believed
    ),
    requests=whole("$url"),
    parse=parse,
    read=read,
)
''')

_PARSER = Template('''"""From the publication to records (`parse`), and from a record to its entry (`read`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sanctionwire.core.model import Entry
from sanctionwire.errors import SourceChanged
from sanctionwire.source import Base, Document, Parsed, Record, State, only

SLUG = "$slug"


def parse(documents: Mapping[str, Document], _state: State, _base: Base | None) -> Parsed:
    """Cut the list, cheaply and without understanding it. `sanctionwire.formats` reads XML and HTML tables strictly."""
    return Parsed(mode="full", records=_records(only(documents)))


def _records(document: Document) -> Iterator[Record]:
    # One Record(key=the publisher's own key, raw=canonical JSON of what it says) for each entry.
    raise SourceChanged("the parser is not written yet", source=SLUG, place=document.name)
    yield


def read(key: str, raw: bytes, _refs: Mapping[str, Any]) -> Entry:
    """Understand one record, to the last field: what is neither used nor ignored by name raises SourceChanged."""
    raise SourceChanged(f"the parser is not written yet: {raw[:80]!r}", source=SLUG, place=key)
''')

_NEXT = Template("""$folder is there. What comes next:

  1. Put a sample into samples/: written by hand to the publication's structure, with true facts, and a header that
     says so. A few entries that differ are better than many that are alike.
  2. Fill in what __init__.py states about the source: nothing may stay empty.
  3. Write parser.py until `sanctionwire parse $slug SAMPLE` prints what a careful reader would expect.
  4. `.venv/bin/python -m tools.golden $slug` writes expected/: read it line by line before you commit it.
  5. `make test ARGS='-k $slug'` holds the source to what every source must do, and says what is missing.
  6. `make sources-table` puts it into the README.

No other file needs an edit: the folder is the registration.
""")


@click.command(cls=Command)
@click.argument("slug")
@click.argument("url")
@click.option(
    "--into",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(str(sources.__path__[0])),
    help="The folder of sources; that of the package unless told otherwise.",
)
def new(slug: str, url: str, into: Path) -> None:
    """Make the folder of a new source: parser, samples, expected output.

    SLUG is the jurisdiction and the list (`sg_mas_alerts`), URL the https address of the publication.

      sanctionwire new ch_seco https://www.example.admin.ch/list.xml
    """
    address = urlsplit(url)
    if not _SLUG.match(slug):
        raise click.BadParameter("two or three letters of a jurisdiction, then the list: ch_seco", param_hint="SLUG")
    if address.scheme != "https" or not address.hostname:
        raise click.BadParameter("an https address is needed", param_hint="URL")
    folder = into / slug
    if folder.exists() or slug in registry():
        raise click.BadParameter(f"there is a source {slug} already", param_hint="SLUG")
    words = {
        "slug": slug,
        "url": url.replace('"', "%22"),
        "host": address.hostname,
        "jurisdiction": slug.partition("_")[0],
        "title": slug.replace("_", " "),
        "folder": folder,
    }
    for name in ("samples", "expected"):
        (folder / name).mkdir(parents=True)
    (folder / "__init__.py").write_text(_PACKAGE.substitute(words), encoding="utf-8")
    (folder / "parser.py").write_text(_PARSER.substitute(words), encoding="utf-8")
    click.echo(_NEXT.substitute(words), nl=False)
