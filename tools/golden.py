"""Each source's samples as the parser reads them: write `expected/` anew, to be reviewed before it is committed.

python -m tools.golden [SLUG …]
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from sanctionwire.core.model import Entry, printed
from sanctionwire.errors import DoesNotFit
from sanctionwire.source import Document, Source, State
from sanctionwire.sources import get, registry


def samples(source: Source) -> list[Path]:
    """The hand-made publications beside the parser."""
    folder = Path(str(import_module(package(source)).__file__)).parent / "samples"
    return sorted(path for path in folder.iterdir() if path.is_file())


def package(source: Source) -> str:
    """Where a source lives."""
    return f"sanctionwire.sources.{source.about.slug}"


def expected(sample: Path) -> Path:
    """What a sample reads as."""
    return sample.parent.parent / "expected" / f"{sample.stem}.jsonl"


def document(source: Source, body: Path) -> Document:
    """A sample as if it had been fetched."""
    size = body.stat().st_size
    return Document(
        name="list",
        url=source.about.url,
        opened=lambda: body.open("rb"),
        sha256="",
        size=size,
        fetched_at="2026-01-01T00:00:00+00:00",
    )


def entries(source: Source, sample: Document) -> list[Entry]:
    """Its entries, by id."""
    parsed = source.parse({sample.name: sample}, State(), None)
    return sorted((source.read(each.key, each.raw, parsed.refs) for each in parsed.records), key=lambda entry: entry.id)


def lines(source: Source, sample: Document) -> list[dict[str, Any]]:
    """As the command prints them: the entries, or what a delta states by itself."""
    try:
        return [printed(entry) for entry in entries(source, sample)]
    except DoesNotFit:
        stated: Iterator[dict[str, Any]] = import_module(package(source)).stated(sample)
        return sorted(stated, key=lambda line: line["id"])


def main(slugs: list[str]) -> None:
    """Write what is expected of every sample of these sources, or of all."""
    for slug in slugs or sorted(registry()):
        source = get(slug)
        for sample in samples(source):
            text = "".join(
                json.dumps(line, ensure_ascii=False) + "\n" for line in lines(source, document(source, sample))
            )
            target = expected(sample)
            target.parent.mkdir(exist_ok=True)
            state = "new" if not target.exists() else "as before" if target.read_text("utf-8") == text else "changed"
            target.write_text(text, "utf-8")
            print(f"{slug}/expected/{target.name}: {text.count(chr(10))} lines, {state}")


if __name__ == "__main__":
    main(sys.argv[1:])
