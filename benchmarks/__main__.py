"""Everything that the README reports, measured anew: `python -m benchmarks` prints one report in Markdown."""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import cost, delivery, reading

PARTS = ("reading", "delivery", "cost")


def parts(megabytes: int, rounds: int, hours: int, folder: Path) -> dict[str, tuple[str, Callable[[], Iterator[str]]]]:
    """Name → heading and lines."""
    return {
        "reading": ("Reading OFAC's full list", lambda: reading.table(folder, megabytes)),
        "delivery": ("From a document to SNS, and a poll of the feed", lambda: delivery.report(rounds)),
        "cost": ("What a quiet month costs", lambda: cost.report(hours)),
    }


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"some of {', '.join(PARTS)}; all of them")
    parser.add_argument("--megabytes", type=int, default=104, help="size of the list that is read")
    parser.add_argument("--rounds", type=int, default=7, help="of the delivery")
    parser.add_argument("--hours", type=int, default=24, help="of the day that is counted for the cost")
    given = parser.parse_args()
    if unknown := set(given.parts) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    print("# Figures\n")
    print(
        f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {platform.machine()}, "
        f"{len(os.sched_getaffinity(0))} processors. Made by `python -m benchmarks {' '.join(given.parts)}".rstrip()
        + "`."
    )
    with tempfile.TemporaryDirectory() as folder:
        for name, (heading, lines) in parts(given.megabytes, given.rounds, given.hours, Path(folder)).items():
            if not given.parts or name in given.parts:
                print(f"\n## {heading}\n")
                for line in lines():
                    print(line, flush=True)


if __name__ == "__main__":
    main()
