"""Pages of the log: every change once, in order, within a bounded amount of work, with proof of what was covered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any
from urllib.parse import urlencode

import orjson

from sanctionwire.core.canonical import digest
from sanctionwire.feed import cursor, filters
from sanctionwire.feed.cursor import Cursor
from sanctionwire.feed.http import Answer, Request, answer
from sanctionwire.feed.ports import Commit, Head, Log, Ports
from sanctionwire.feed.problems import Problem

FORM = 1
"""Raised when the same log would be written differently: no client's copy of an old form passes for the new one."""

MOST_CHANGES = 500
MOST_BYTES = 4_000_000
WORK = 20_000
"""What one request may do for a reader whose filters match nothing, in changes looked at."""
FEW = 25
COMMIT_COSTS, BODY_COSTS = 20, 200
"""What reading a commit's row, and opening its changes, cost in changes looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What a reader asks for."""

    after: Cursor
    limit: int
    sources: frozenset[str]
    wanted: Mapping[str, frozenset[str]]

    def admits(self, commit: Commit) -> bool:
        """Whether the commit can hold what is asked for, as far as its row tells."""
        kinds = self.wanted.get("kind")
        return (not self.sources or commit.source in self.sources) and (
            kinds is None or not kinds.isdisjoint(commit.changes.kinds)
        )

    def pairs(self, after: Cursor) -> list[tuple[str, str]]:
        """The query from `after` on, in its one spelling."""
        named = {"source": self.sources, **self.wanted}
        chosen = [(name, value) for name in sorted(named) for value in sorted(named[name])]
        return [("after", str(after)), ("limit", str(self.limit)), *chosen]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One place in the log as a reader passes it: a change, or the end of a commit that has none for him."""

    at: Cursor
    commit: Commit
    line: bytes | None
    work: int


def changes(asked: Request, ports: Ports, _now: datetime) -> Answer:
    """`GET /v1/changes`: one read if the client has seen this head already, and a page otherwise."""
    query = _query(asked, ports)
    head = ports.log.head()
    if query.after.seq > head.seq:
        told = f"{query.after} is after the head, {head.seq}: it was not given out by this log"
        raise Problem("cursor-ahead", told)
    etag = digest([FORM, ports.base, query.pairs(query.after), head.hash])[:32]
    if asked.holds(etag):
        return Answer(etag=etag)
    items, covered, more = _filled(query, head, ports)
    page = {
        "changes": [orjson.Fragment(item) for item in items],
        "covered_through": str(covered),
        "head": head.seq,
        "head_hash": head.hash,
        "more": more,
        "next": f"{ports.base}/v1/changes?{urlencode(query.pairs(covered))}",
    }
    return answer(page, etag=etag)


def _query(asked: Request, ports: Ports) -> Query:
    values = asked.asked("after", "limit", "source", *filters.FILTERS)
    for name in ("after", "limit"):
        if len(values.get(name, ())) > 1:
            raise Problem("bad-parameter", f"{name} may be given once only")
    for source in values.get("source", ()):
        filters.known("source", source, tuple(ports.sources))
    return Query(
        after=cursor.read(values["after"][0]) if "after" in values else cursor.START,
        limit=_limit(values["limit"][0]) if "limit" in values else MOST_CHANGES,
        sources=frozenset(values.get("source", ())),
        wanted=filters.choose(values),
    )


def _limit(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 5 and 1 <= int(text) <= MOST_CHANGES):  # noqa: PLR2004
        raise Problem("bad-parameter", f"limit is {text[:60]!r}, not a whole number from 1 to {MOST_CHANGES}")
    return int(text)


def _filled(query: Query, head: Head, ports: Ports) -> tuple[list[bytes], Cursor, bool]:
    """The page's changes, the place up to which all that match are in it or on earlier pages, and whether more wait."""
    items: list[bytes] = []
    covered, size, work = query.after, 0, 0
    for step in _steps(query, head, ports.log):
        if len(items) == query.limit or work >= WORK:
            return items, covered, True
        plain = orjson.loads(step.line) if step.line is not None else None
        if plain is not None and filters.admits(query.wanted, plain):
            item = orjson.dumps(shown(plain, step, ports.base))
            if items and size + len(item) > MOST_BYTES:
                return items, covered, True
            items.append(item)
            size += len(item)
        covered, work = step.at, work + step.work
    return items, covered, False


def _steps(query: Query, head: Head, log: Log) -> Iterator[Step]:
    """The log from `query.after` on, up to the head that the page tells of and no further."""
    after = query.after
    for commit in _commits(log, max(after.seq - 1, 0), head.seq):
        end = cursor.end(commit.seq, commit.changes.count)
        begun = commit.seq == after.seq
        if begun and after > end:
            raise Problem("bad-cursor", f"{after} names no change: the last of commit {after.seq} is {end}")
        if begun and after == end:
            continue
        first = after.ordinal + 1 if begun else 0
        if not query.admits(commit) or not commit.changes.count:
            yield Step(at=end, commit=commit, line=None, work=COMMIT_COSTS)
            continue
        opening = COMMIT_COSTS + BODY_COSTS
        for ordinal, line in enumerate(islice(log.lines(commit), first, None), first):
            work = 1 if ordinal > first else opening
            yield Step(at=Cursor(commit.seq, ordinal), commit=commit, line=line, work=work)


def _commits(log: Log, seq: int, last: int) -> Iterator[Commit]:
    """Commits after `seq` to `last`, a few at a time: most pages need no more, and the table bills what it reads."""
    while seq < last:
        few = range(seq + 1, min(seq + FEW, last) + 1)
        found = list(log.after(seq, len(few)))
        if [commit.seq for commit in found] != list(few):
            raise LookupError(f"the log does not have all of the commits {few[0]} to {few[-1]}")
        yield from found
        seq = few[-1]


HEADLINES: Mapping[str, Any] = {"before": None, "after": None, "fields": (), "cause": "publisher", "weight": "major"}
ENTRY_HEADLINES: Mapping[str, Any] = {"subject": None, "listings": (), "relations": ()}
"""What is always there, in a change and in an entry, though the log leaves defaults out."""


def entry(plain: Mapping[str, Any]) -> dict[str, Any]:
    """An entry as the feed shows it, everywhere the same."""
    return {**ENTRY_HEADLINES, **plain}


def shown(plain: Mapping[str, Any], step: Step, base: str) -> dict[str, Any]:
    """A change as the feed shows it. It never passes through the model: a later one might refuse an old change."""
    commit = step.commit
    sides = {side: entry(plain[side]) for side in ("before", "after") if plain.get(side)}
    return {
        "id": f"{commit.commit_id}.{step.at.ordinal}",
        "cursor": str(step.at),
        "seq": step.at.seq,
        "ordinal": step.at.ordinal,
        "source": commit.source,
        "published": commit.published,
        "seen_at": commit.seen_at,
        "committed_at": commit.committed_at,
        "demo": commit.demo,
        "receipt": f"{base}/v1/commits/{commit.seq}",
        **HEADLINES,
        **plain,
        **sides,
    }
