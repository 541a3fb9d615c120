"""The one-sided guard: additions and amendments always pass; removals that are not believable are held."""

from __future__ import annotations

from dataclasses import dataclass

from sanctionwire.core.changes import Change
from sanctionwire.core.model import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """How many removals by absence a reading may have: the larger of a count and a share of the list."""

    count: int
    share: float

    def allows(self, removals: int, size: int) -> bool:
        """Whether `removals` out of a list of `size` are believable without a second look."""
        return removals <= max(self.count, int(size * self.share))


def why_held(removals: int, *, size: int, bound: Bound, stated: bool, doubtful: str = "") -> str | None:
    """Why removals must be held, or None if they may pass.

    `stated`: the publisher itself names each removal (a delta), rather than the entry being absent from a list; then
    only ten times the bound is too much. `doubtful`: another artefact of the publisher, or a rule, speaks against them.
    """
    if not removals:
        return None
    if doubtful:
        return doubtful
    limit = Bound(count=bound.count * 10, share=min(1.0, bound.share * 10)) if stated else bound
    if limit.allows(removals, size):
        return None
    most = max(limit.count, int(size * limit.share))
    return f"{removals} of {size} entries gone at once, where at most {most} pass unseen"


def withheld(change: Change) -> Entry:
    """The entry to keep while its removal is held: all that is new in it, and every listing that it would lose."""
    before, after = change.before, change.after
    if before is None:
        message = f"{change.entry_id}: a removal without a last record"
        raise ValueError(message)
    if after is None:
        return before
    lost = tuple(listing for listing in before.listings if listing.list in change.lists_left)
    return Entry.model_validate(after.plain() | {"listings": [item.plain() for item in (*after.listings, *lost)]})
