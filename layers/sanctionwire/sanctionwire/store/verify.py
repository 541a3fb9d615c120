"""Verification: chain, anchors and bodies recomputed from what is stored; needs ports only, and so works offline."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import orjson
from pydantic import ValidationError

from sanctionwire.core.canonical import canonical
from sanctionwire.store import bodies
from sanctionwire.store.commit import Commit, chained, identity
from sanctionwire.store.ports import Readable
from sanctionwire.store.rows import GENESIS, anchor_key, changes_key, document_key, reading_key, refs_key

Texts = Iterable[tuple[int, str]]
"""Numbers and canonical forms of commits, in order: `Log.texts` or `anchored`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is not as it was committed."""

    seq: int
    what: str
    """`gap`, `unreadable`, `number`, `hash`, `canonical form`, `snapshot`, `commit id`, `chain`, `anchor`,
    `anchor missing`, `log cut off`, `head`, `missing`, `body`."""
    seen: str
    expected: str = ""

    def __str__(self) -> str:
        """One line."""
        tail = f" (expected {self.expected})" if self.expected else ""
        return f"commit {self.seq}: {self.what}: {self.seen}{tail}"


def anchored(evidence: Readable) -> Iterator[tuple[int, str]]:
    """The log as the evidence bucket alone has it."""
    for seq in _anchors(evidence):
        with evidence.open(anchor_key(seq)) as stream:
            yield seq, stream.read().decode(errors="replace")


def verify(
    texts: Texts,
    *,
    work: Readable | None = None,
    evidence: Readable | None = None,
    head: tuple[int, str] | None = None,
    after: int = 0,
) -> Iterator[Finding]:
    """Every finding, in the log's order; none means that all is as it was committed.

    `work`: check the bodies too, each once. `evidence`: hold each commit against its anchor, and look for anchors of
    commits that the log no longer has. `head`: number and hash that the last commit must have, from the head row or
    from a mail. `after`: the number of the commit before the first of `texts`.
    """
    seq, previous = after, GENESIS if after == 0 else None
    seen: set[str] = set()
    for number, text in texts:
        if number != seq + 1:
            yield Finding(seq=number, what="gap", seen=f"it follows commit {seq}", expected=f"commit {seq + 1}")
            previous = None
        seq = number
        commit, findings = _read(number, text)
        yield from findings
        if evidence is not None:
            yield from _against_anchor(number, text, evidence)
        if commit is None:
            previous = None
            continue
        if previous is not None and commit.previous != previous:
            yield Finding(seq=number, what="chain", seen=f"previous is {commit.previous}", expected=previous)
        previous = commit.hash
        if work is not None:
            yield from _bodies(commit, work, seen)
    if evidence is not None:
        yield from _cut_off(seq, evidence)
    if head is not None and previous is not None and head != (seq, previous):
        yield Finding(seq=seq, what="head", seen=f"{seq} {previous}", expected=f"{head[0]} {head[1]}")


def _read(seq: int, text: str) -> tuple[Commit | None, list[Finding]]:
    """The commit, if there is one in the text, and what is wrong with it by itself."""
    try:
        plain = orjson.loads(text)
        commit = Commit.model_validate(plain)
    except (orjson.JSONDecodeError, ValidationError) as error:
        return None, [Finding(seq=seq, what="unreadable", seen=str(error).splitlines()[0])]
    checks = (
        ("number", str(commit.seq), str(seq)),
        ("hash", commit.hash, chained(plain)),
        ("canonical form", text, canonical(plain).decode()),
        ("snapshot", commit.snapshot, commit.snapshot_root),
        ("commit id", commit.commit_id, identity(commit, commit.changes)),
    )
    return commit, [Finding(seq=seq, what=what, seen=a, expected=b) for what, a, b in checks if a != b]


def _against_anchor(seq: int, text: str, evidence: Readable) -> Iterator[Finding]:
    try:
        with evidence.open(anchor_key(seq)) as stream:
            anchor = stream.read().decode(errors="replace")
    except KeyError:
        yield Finding(seq=seq, what="anchor missing", seen=anchor_key(seq))
        return
    if anchor != text:
        yield Finding(seq=seq, what="anchor", seen="it differs from the log", expected=anchor)


def _cut_off(last: int, evidence: Readable) -> Iterator[Finding]:
    for seq in _anchors(evidence):
        if seq > last:
            yield Finding(seq=seq, what="log cut off", seen=f"the log ends at {last}", expected="as it is anchored")


def _anchors(evidence: Readable) -> Iterator[int]:
    for key in evidence.keys("anchors/"):
        if match := re.fullmatch(r"anchors/([0-9]{16})\.json", key):
            yield int(match[1])


def _bodies(commit: Commit, work: Readable, seen: set[str]) -> Iterator[Finding]:
    """What the commit names and the work bucket does not have as it was."""
    for key, expected, measure in _named(commit):
        if key in seen:
            continue
        seen.add(key)
        try:
            found = measure(work, key)
        except KeyError:
            yield Finding(seq=commit.seq, what="missing", seen=key)
        except (OSError, EOFError, zlib.error) as error:
            yield Finding(seq=commit.seq, what="body", seen=f"{key}: {error}", expected=expected)
        else:
            if found != expected:
                yield Finding(seq=commit.seq, what="body", seen=f"{key}: {found}", expected=expected)


Measure = Callable[[Readable, str], str]


def _named(commit: Commit) -> Iterator[tuple[str, str, Measure]]:
    """Key, hash and way of hashing of each body that a commit names."""
    for document in commit.documents:
        yield document_key(document.sha256), document.sha256, _plain
    if commit.changes.count:
        yield changes_key(commit.changes.sha256), commit.changes.sha256, _unzipped
    reading = commit.reading
    for body in (reading.checkpoint, *reading.patches):
        if body is not None:
            yield reading_key(commit.source, body.sha256), body.sha256, _unzipped
    if reading.refs:
        yield refs_key(commit.source, reading.refs), reading.refs, _unzipped


def _plain(work: Readable, key: str) -> str:
    digest = hashlib.sha256()
    with work.open(key) as stream:
        while chunk := stream.read(bodies.CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _unzipped(work: Readable, key: str) -> str:
    return bodies.measured(work, key).sha256
