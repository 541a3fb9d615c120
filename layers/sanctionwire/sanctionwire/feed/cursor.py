"""The reader's place in the log: `<seq>.<ordinal>`, the last change that has been looked at."""

from __future__ import annotations

import re
from typing import NamedTuple

from sanctionwire.feed.problems import Problem

_WRITTEN = re.compile(r"(0|[1-9][0-9]{0,15})\.(0|[1-9][0-9]{0,5})")


class Cursor(NamedTuple):
    """Ordered as the log is. `0.0` stands before everything."""

    seq: int
    ordinal: int

    def __str__(self) -> str:
        """As it is written in addresses and pages."""
        return f"{self.seq}.{self.ordinal}"


START = Cursor(0, 0)


def read(text: str) -> Cursor:
    """The cursor that `text` writes; exactly one spelling is accepted."""
    match = _WRITTEN.fullmatch(text)
    if not match or (match[1] == "0" and match[2] != "0"):
        raise Problem("bad-cursor", f"{text[:60]!r} is not a cursor; one looks like 41.2, and 0.0 is the beginning")
    return Cursor(int(match[1]), int(match[2]))


def end(seq: int, count: int) -> Cursor:
    """The place after the last of a commit's `count` changes."""
    return Cursor(seq, max(count - 1, 0))
