"""Each source's samples as the parser reads them: write `expected/` anew, to be reviewed before it is committed.

python -m tools.golden [SLUG …]
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from sanctionwire.cli.files import aside, named
from sanctionwire.core.model import Entry, printed
from sanctionwire.errors import DoesNotFit
from sanctionwire.source import Document, Source, State
from sanctionwire.sources import get, registry


def samples(source: Source) -> list[Path]:
    """The hand-made publications beside the parser: a file each, or a folder of the documents that belong together."""
    return sorted((Path(str(import_module(package(source)).__file__)).parent / "samples").iterdir())


def package(source: Source) -> str:
    """Where a source lives."""
    return f"sanctionwire.sources.{source.about.slug}"


def expected(sample: Path) -> Path:
    """What a sample reads as."""
    return sample.parent.parent / "expected" / f"{sample.stem}.jsonl"


def documents(source: Source, sample: Path) -> dict[str, Document]:
    """A sample as if it had been fetched: its documents by name."""
    if sample.is_file():
        return {"list": document(source, sample)}
    files = [path for path in sorted(sample.iterdir()) if not aside(path.name)]
    return {name: document(source, path, name) for path in files if (name := named(path.name))}


def document(source: Source, body: Path, name: str = "list") -> Document:
    """One file of it."""
    return Document(
        name=name,
        url=source.about.url,
        opened=lambda: body.open("rb"),
        sha256="",
        size=body.stat().st_size,
        fetched_at="2026-01-01T00:00:00Z",
    )


def entries(source: Source, sample: Mapping[str, Document]) -> list[Entry]:
    """Its entries, by id."""
    parsed = source.parse(sample, State(), None)
    return sorted((source.read(each.key, each.raw, parsed.refs) for each in parsed.records), key=lambda entry: entry.id)


def lines(source: Source, sample: Mapping[str, Document]) -> list[dict[str, Any]]:
    """As the command prints them: the entries, or what a delta states by itself."""
    try:
        return [printed(entry) for entry in entries(source, sample)]
    except DoesNotFit:
        stated: Iterator[dict[str, Any]] = import_module(package(source)).stated(*sample.values())
        return sorted(stated, key=lambda line: line["id"])


def main(slugs: list[str]) -> None:
    """Write what is expected of every sample of these sources, or of all."""
    for slug in slugs or sorted(registry()):
        source = get(slug)
        for sample in samples(source):
            text = "".join(
                json.dumps(line, ensure_ascii=False) + "\n" for line in lines(source, documents(source, sample))
            )
            target = expected(sample)
            target.parent.mkdir(exist_ok=True)
            state = "new" if not target.exists() else "as before" if target.read_text("utf-8") == text else "changed"
            target.write_text(text, "utf-8")
            print(f"{slug}/expected/{target.name}: {text.count(chr(10))} lines, {state}")


if __name__ == "__main__":
    main(sys.argv[1:])
