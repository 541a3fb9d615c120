"""How long a full read of OFAC's list takes and how much memory, against lxml's own walk over the same bytes.

    python benchmarks/reading.py [--megabytes 104]

Each step runs in a process of its own, started by one that stays small (a child begins with its parent's peak); the
peak is the kernel's (ru_maxrss). The list is made of the entities of
the real export in ../shared/data where it is there, else of the parser's samples, repeated under new ids.
"""

from __future__ import annotations

import argparse
import gzip
import io
import itertools
import json
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "layers" / "sanctionwire"))

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
    from lxml import etree

    for _, element in etree.iterparse(str(path), tag="{*}entity"):
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def read(path: Path, state: Path | None = None) -> dict[str, float]:
    """Parse, normalise and compare with the reading in `state` (none: a first reading); keep it there if there is none."""
    from sanctionwire.core.canonical import sha256
    from sanctionwire.pipeline.build import build
    from sanctionwire.source import Document, State
    from sanctionwire.sources import us_ofac
    from sanctionwire.store.commit import ReadingRef
    from sanctionwire.store.reading import Reading

    blobs = Folder(state or path.parent / "reading")
    kept = blobs.root / "ref.json"
    ref = ReadingRef.model_validate_json(kept.read_text()) if state else ReadingRef()
    reading = Reading(blobs, "us_ofac", ref)
    document = Document(
        name="list", url="file:", opened=lambda: path.open("rb"), sha256=sha256(b""), size=path.stat().st_size, fetched_at=""
    )
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


def measured(what: str, *paths: Path) -> dict[str, float]:
    """Run one step in a process of its own: its seconds and its peak in MiB."""
    command = [sys.executable, __file__, "--step", what, *map(str, paths)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    return dict(json.loads(done.stdout))


def step(what: str, *paths: Path) -> dict[str, float]:
    """What such a process does."""
    started = time.perf_counter()
    if what == "read":
        told = read(*paths)
    else:
        given = {"walk": walk, "change": changed}.get(what)
        count = given(*paths) if given else make(paths[0], int(paths[1].name))
        told = {"seconds": time.perf_counter() - started, "count": count or 0}
    return told | {"peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def table(folder: Path, megabytes: int) -> Iterator[str]:
    """The lines of the result, in Markdown."""
    once, thrice, amended = folder / "once.xml", folder / "thrice.xml", folder / "amended.xml"
    entities = measured("make", once, Path(str(megabytes * 1_000_000)))["count"]
    measured("change", once, amended)
    baseline = min((measured("walk", once) for _ in range(3)), key=lambda each: each["seconds"])
    yield f"{megabytes} MB, {entities:,} entities; baseline: lxml iterparse + clear {baseline['seconds']:.2f} s, {baseline['peak']:.0f} MiB\n"
    yield "| read | seconds | × baseline | budget | peak MiB | changes |\n|---|---|---|---|---|---|"
    runs = [
        ("cold", (once,), 6),
        ("nothing changed", (once, folder / "reading"), 2),
        ("1 % changed", (amended, folder / "reading"), 2),
    ]
    peak = 0.0
    for name, paths, budget in runs:
        told = measured("read", *paths)
        peak = peak or told["peak"]
        ratio = told["seconds"] / baseline["seconds"]
        yield f"| {name} | {told['seconds']:.2f} | {ratio:.2f} | {budget} | {told['peak']:.0f} | {told['changes']:,} |"
    measured("make", thrice, Path(str(3 * megabytes * 1_000_000)))
    told = measured("read", thrice)
    yield f"| cold, 3 × the size | {told['seconds']:.2f} | | | {told['peak']:.0f} | {told['changes']:,} |"
    yield f"\npeak at 3 ×: {told['peak'] / peak:.2f} of that at 1 × (budget 1.10; at most 256 MiB each)"


def main() -> None:
    """Take the measurements, or one step of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=104)
    parser.add_argument("--step", nargs="+", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.step:
        print(json.dumps(step(given.step[0], *map(Path, given.step[1:]))))
        return
    with tempfile.TemporaryDirectory() as folder:
        for line in table(Path(folder), given.megabytes):
            print(line, flush=True)


if __name__ == "__main__":
    main()
