"""What happened: the typed difference of one entry between two readings."""

from __future__ import annotations

from typing import Any, Literal

from sanctionwire.core.model import Bag, Entry, Model, PartialDate, printed

ChangeKind = Literal[
    "baseline", "designated", "removed", "relisted", "redesignated", "measures_changed", "advanced", "amended",
    "rekeyed", "merged", "retracted", "due",
]  # fmt: skip
Cause = Literal["publisher", "reconciled", "parser"]
Weight = Literal["major", "minor", "cosmetic"]


class FieldChange(Model):
    """One field's difference. Bags differ by element (`added`, `removed`); anything else has `before` and `after`."""

    path: str
    """Dotted, as in the record: `subject.names`, `listings`, `remarks`."""
    added: tuple[Any, ...] = ()
    removed: tuple[Any, ...] = ()
    before: Any = None
    after: Any = None


class Due(Model):
    """A date of an entry that has come."""

    what: Literal["effective", "comments_close", "expires", "divest_by"]
    date: PartialDate


class Change(Model):
    """One entry's difference. `before` is absent for what is new; `after` is absent for what is gone altogether."""

    kind: ChangeKind
    entry_id: str
    before: Entry | None = None
    after: Entry | None = None
    fields: tuple[FieldChange, ...] = ()
    cause: Cause = "publisher"
    weight: Weight = "major"
    previous_id: str | None = None
    """`rekeyed` and `merged`: the id under which the entry was known before."""
    lists_left: Bag[str] = ()
    """`removed`: the lists it left."""
    remains_on: Bag[str] = ()
    """`removed`: the lists on which it remains, in the same source."""
    possible_relisting_of: Bag[str] = ()
    """`designated`: departed entries of the same name."""
    possible_same_as: Bag[str] = ()
    """`designated` and `removed` of one commit that look alike but do not meet the test for a re-key."""

    due: Due | None = None
    """`due`: which date has come. The entry itself is as it was."""

    @property
    def entry(self) -> Entry:
        """The entry as it now is, or as it last was."""
        entry = self.after or self.before
        if entry is None:
            message = f"change of {self.entry_id} carries no entry"
            raise ValueError(message)
        return entry

    def printed(self) -> dict[str, Any]:
        """As the feed and the command print it: the headline keys are always there, in its entries as well."""
        headlines = {"before": None, "after": None, "fields": (), "cause": self.cause, "weight": self.weight}
        sides = {"before": self.before and printed(self.before), "after": self.after and printed(self.after)}
        return {"kind": self.kind, "entry_id": self.entry_id} | headlines | self.plain() | sides
