"""How long a full read of OFAC's list takes and how much memory, against lxml's own walk over the same bytes.

    python -m benchmarks.reading [--megabytes 104]

Each step runs in a process of its own; the peak is the kernel's (VmHWM). The list is made of the entities of the real
export in ../shared/data where it is there, else of the parser's samples, repeated under new ids.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path


def measured(what: str, *given: object) -> dict[str, float]:
    """Run one step in a process of its own: its seconds and its peak in MiB."""
    command = [sys.executable, "-m", "benchmarks.steps", what, *map(str, given)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    return dict(json.loads(done.stdout))


def table(folder: Path, megabytes: int) -> Iterator[str]:
    """The lines of the result, in Markdown."""
    once, thrice, amended = folder / "once.xml", folder / "thrice.xml", folder / "amended.xml"
    entities = measured("make", once, megabytes * 1_000_000)["count"]
    measured("change", once, amended)
    baseline = min((measured("walk", once) for _ in range(3)), key=lambda each: each["seconds"])
    walked = f"{baseline['seconds']:.2f} s, {baseline['peak']:.0f} MiB"
    yield f"{megabytes} MB, {entities:,.0f} entities; baseline: lxml iterparse + clear {walked}\n"
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
    measured("make", thrice, 3 * megabytes * 1_000_000)
    told = measured("read", thrice)
    yield f"| cold, 3 × the size | {told['seconds']:.2f} | | | {told['peak']:.0f} | {told['changes']:,} |"
    yield f"\npeak at 3 ×: {told['peak'] / peak:.2f} of that at 1 × (budget 1.10; at most 256 MiB each)"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=104)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for line in table(Path(folder), given.megabytes):
            print(line, flush=True)


if __name__ == "__main__":
    main()
