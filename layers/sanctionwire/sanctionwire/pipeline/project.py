"""Project: follow the log and keep every entry's versions, so that the feed can answer as of any commit.

With each version go the indexes that lead to it (`store.related`): by what relates instruments, and by dates ahead.
"""

from __future__ import annotations

from sanctionwire.deliver.times import day_in
from sanctionwire.pipeline.ports import Ports
from sanctionwire.store.commit import Commit
from sanctionwire.store.cursors import Cursor
from sanctionwire.store.names import Names
from sanctionwire.store.ports import Conflict

PROJECT = "project"


def project(ports: Ports, *, limit: int = 50) -> int:
    """Take in the commits after the cursor, in order; how many. A doorbell may ring twice, late, or not at all.

    A commit that cannot be projected raises and stops the cursor before it: it is never skipped.
    """
    cursor = Cursor(ports.log.table, PROJECT)
    position = cursor.position()
    done = 0
    for commit in ports.log.after(position, limit):
        ports.entries.project(commit, ports.log.lines(commit), today=_day(ports, commit))
        Names(ports.entries).project(commit, ports.log.lines(commit))
        try:
            cursor.advance(position, commit.seq)
        except Conflict:  # another run is ahead, with the same result
            return done
        position = commit.seq
        done += 1
    return done


def _day(ports: Ports, commit: Commit) -> str:
    """The day of the commit where its publisher is: dates of an entry that lie after it are still to come."""
    source = ports.registry.get(commit.source)
    return day_in(commit.committed_at, source.about.accept_publishers_zone if source else "UTC")


def rebuild(ports: Ports) -> int:
    """Project the whole log again: the same entries come of it. Returns the number of commits."""
    cursor = Cursor(ports.log.table, PROJECT)
    cursor.advance(cursor.position(), 0)
    total = 0
    while done := project(ports):
        total += done
    return total
