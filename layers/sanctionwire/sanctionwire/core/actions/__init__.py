"""Actions: which alerts tell of one action of an authority, and which of them add nothing to what was told of it. Pure.

An action is one thread. Two alerts belong to it where they share a key: the number of a publication, of a Federal
Register document or of a press release, a citation, a RIN at one stage. Without a key in common they must name a
party in common, within `DAYS`, under one jurisdiction, and be of one kind: the same act of the same authority as
another source tells it, or a notice that speaks of such acts.

An alert confirms, in place of being told in full, only where the thread was told the very same: the same act to the
same effect, on the same dates, on all its parties, by an alert that binds as much. What binds (ACT, PLAN) is confirmed
by the firm identity of each party only: an entry's id, a certain tie, or the distinctive name of an organisation. What
was removed, taken down, merged or has come due is always told in full, and so is whatever leaves a doubt: an alert too
many is read, an alert too few is missed. A notice is no act; it confirms acts, and never the other way round.
"""

from sanctionwire.core.actions.deciding import bare, besides, decide, named
from sanctionwire.core.actions.telling import action
from sanctionwire.core.actions.thread import DAYS, MOST_TOLD, NOTICE, Action, Decision, Party, Thread, Told

__all__ = [
    "DAYS", "MOST_TOLD", "NOTICE", "Action", "Decision", "Party", "Thread", "Told", "action", "bare", "besides",
    "decide", "named",
]  # fmt: skip
