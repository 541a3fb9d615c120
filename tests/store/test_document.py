"""docs/store.md shows what the code does: every block of it is computed here."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from sanctionwire.core.canonical import canonical, digest, sha256
from sanctionwire.store.reading import Reading
from sanctionwire.store.rows import Position
from store.worked_example import SLUG, Example, entry

PAGE = Path(__file__).parents[2] / "docs" / "store.md"
BLOCK = re.compile(r"<!-- example: (?P<name>\S+) -->\n```\w+\n(?P<text>.*?)```", re.DOTALL)
EXAMPLE = Example()


def laid_out(value: object) -> str:
    return json.dumps(json.loads(canonical(value)), indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def computed() -> dict[str, str]:
    first, second, third, log = EXAMPLE.first, EXAMPLE.second, EXAMPLE.third, EXAMPLE.log
    acme = entry("17", "Acme Ltd").canonical()
    named = [[document.name, document.sha256] for document in second.documents]
    reading = Reading(EXAMPLE.work, SLUG, second.reading)
    keys = [("xx_demo:4", 2), ("xx_demo:42", 2)]
    versions = [EXAMPLE.versions.get(pk, f"v#{seq:016d}.{at:06d}") for at, (pk, seq) in enumerate(keys)]
    identity = {"source": SLUG, "serial": 2, "kind": "reading", "changes": second.changes.sha256}
    identity |= {"snapshot": second.snapshot, "decided_by": None}
    assert digest(identity) == second.commit_id
    return {
        "canonical": f"{acme.decode()}\n",
        "canonical-sha256": f"{sha256(acme)}\n",
        "commit-2": laid_out(second.plain()),
        "changes-2": "".join(f"{line.decode()}\n" for line in log.lines(second)),
        "snapshot-2": f"sha256({canonical(named).decode()})\n  = {digest(named)}\n",
        "commit-id-2": laid_out(identity),
        "chain": "".join(
            f"{commit.seq}  previous {commit.previous}\n   hash     {commit.hash}\n"
            for commit in (first, second, third)
        ),
        "reading-2": "".join(line.encode().decode().replace("\t", "⇥") for line in reading.lines()),
        "versions": "".join(laid_out(version) for version in versions),
        "source-row": laid_out(EXAMPLE.table.get("source", SLUG)),
    }


COMPUTED = computed()


@pytest.mark.parametrize("name", COMPUTED)
def test_the_page_shows_what_the_code_computes(name):
    shown = {match["name"]: match["text"] for match in BLOCK.finditer(PAGE.read_text())}
    assert shown[name] == COMPUTED[name]


def test_the_page_has_no_block_that_is_not_computed():
    assert {match["name"] for match in BLOCK.finditer(PAGE.read_text())} == set(COMPUTED)


def test_the_cursor_table_of_the_page_holds():
    commits = list(EXAMPLE.log.after(0))
    changes = [Position(commit.seq, at) for commit in commits for at in range(commit.changes.count)]
    covered = Position(commits[-1].seq, max(commits[-1].changes.count - 1, 0))
    table = PAGE.read_text().split("<!-- example: cursors -->")[1].split("\n\n")[0]
    rows = [[cell.strip() for cell in row.strip("|").split("|")] for row in table.strip().splitlines()[2:]]
    assert len(rows) == 5
    for after, following, through in rows:
        expected = [position for position in changes if position > Position.parse(after.strip("`"))]
        assert following == (" ".join(f"`{position}`" for position in expected) or "none")
        assert through == f"`{covered}`"


@pytest.mark.parametrize("text", ["00.0", "1", "1.", "-1.0", "1.0 ", "", "1.0\n", "01.0", "1.00", "1.0.0", "٣.0"])
def test_what_the_page_calls_no_cursor_is_refused(text):
    with pytest.raises(ValueError, match="not a cursor"):
        Position.parse(text)
