"""The steps of `benchmarks.reading`, each run in a process of its own: `python -m benchmarks.steps STEP PATH …`."""

from __future__ import annotations

import gzip
import io
import itertools
import json
import re
import resource
import shutil
import sys
import time
from pathlib import Path
from typing import BinaryIO, cast

from lxml import etree

from sanctionwire.pipeline.build import build
from sanctionwire.source import Document, State
from sanctionwire.sources import us_ofac
from sanctionwire.store.commit import ReadingRef
from sanctionwire.store.ports import Blobs
from sanctionwire.store.reading import Reading

ROOT = Path(__file__).resolve().parent.parent
REAL = ROOT.parent / "shared" / "data" / "ofac" / "enhanced" / "irgc_programme_2024-08-28.xml.gz"
SAMPLE = ROOT / "layers/sanctionwire/sanctionwire/sources/us_ofac/samples"


def make(path: Path, size: int) -> int:
    """Write a list of about `size` bytes; the number of its entities."""
    text = gzip.decompress(REAL.read_bytes()).decode() if REAL.exists() else _sample()
    text = re.sub(r"<filters>.*?</filters>", "", text, flags=re.DOTALL)
    head, rest = text.split("<entities>", 1)
    body, tail = rest.rsplit("</entities>", 1)
    entities = re.findall(r"<entity .*?</entity>", body, re.DOTALL)
    count = 0
    with path.open("w", encoding="utf-8") as file:
        written = file.write(head + "<entities>")
        for copy in itertools.count():
            for entity in entities:
                count += 1
                written += file.write(_renumbered(entity, copy) + "\n")
            if written >= size:
                break
        file.write("</entities>" + tail)
    return count


def _sample() -> str:
    return max(SAMPLE.glob("*.xml"), key=lambda path: path.stat().st_size).read_text(encoding="utf-8")


def _renumbered(entity: str, copy: int) -> str:
    return re.sub(r'<entity id="(\d+)"', lambda match: f'<entity id="{int(match[1]) + copy * 1_000_000}"', entity)


def changed(source: Path, target: Path) -> None:
    """The same list with a word added to the first name of one entity in a hundred."""
    number = itertools.count()

    def name(match: re.Match[str]) -> str:
        return match[0] + " AMENDED" if next(number) % 100 == 0 else match[0]

    pattern = re.compile(r"(?<=<formattedFullName>)[^<]+")
    text = source.read_text(encoding="utf-8")
    parts = re.split(r"(?=<entity )", text)
    target.write_text("".join(pattern.sub(name, part, count=1) for part in parts), encoding="utf-8")


def walk(path: Path) -> None:
    """The baseline: every entity visited and cleared, nothing kept."""
    for _, element in etree.iterparse(str(path), tag="{*}entity"):
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def read(path: Path, state: Path | None = None) -> dict[str, float]:
    """Parse, normalise and compare with the reading kept in `state`; a first reading, without it, is kept for later."""
    blobs = Folder(state or path.parent / "reading")
    kept = blobs.root / "ref.json"
    ref = ReadingRef.model_validate_json(kept.read_text()) if state else ReadingRef()
    reading = Reading(cast("Blobs", blobs), "us_ofac", ref)
    size = path.stat().st_size
    document = Document(name="list", url="", opened=lambda: path.open("rb"), sha256="", size=size, fetched_at="")
    started = time.perf_counter()
    parsed = us_ofac.SOURCE.parse({"list": document}, State(serial=1 if state else 0), reading if state else None)
    with build(us_ofac.SOURCE, parsed, reading) as built:
        count = sum(1 for _ in built.changes())
        seconds = time.perf_counter() - started
        if not state:
            kept.write_text(reading.extended(built.lines(), built.refs).model_dump_json())
    return {"seconds": seconds, "changes": count, "size": built.size}


class Folder:
    """Blobs in a folder, so that what is stored does not count as memory."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(exist_ok=True)

    def _path(self, key: str) -> Path:
        return self.root / key.replace("/", "_")

    def put(self, key: str, body: bytes | BinaryIO, **_: object) -> None:
        stream = io.BytesIO(body) if isinstance(body, bytes) else body
        with self._path(key).open("wb") as file:
            shutil.copyfileobj(stream, file)

    def open(self, key: str) -> BinaryIO:
        return self._path(key).open("rb")


def main(what: str, *given: str) -> None:
    """Take one step, and print its seconds and its peak in MiB."""
    paths = list(map(Path, given))
    started = time.perf_counter()
    match what:
        case "make":
            told = {"count": float(make(paths[0], int(given[1])))}
        case "change":
            changed(*paths)
            told = {}
        case "walk":
            walk(*paths)
            told = {}
        case _:
            told = read(*paths)
    print(json.dumps({"seconds": time.perf_counter() - started, "peak": _peak()} | told))


def _peak() -> float:
    """This program's own peak in MiB, without its parent's (which ru_maxrss begins with), where the kernel tells it."""
    status = Path("/proc/self/status")
    if status.exists() and (found := re.search(r"VmHWM:\s+(\d+) kB", status.read_text())):
        return int(found[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
