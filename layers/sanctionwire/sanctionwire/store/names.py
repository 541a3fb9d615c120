"""Which parties bear a name or state an identifier: an index beside the entries, which only says where to look.

A row is written when an entry comes to have a key, and never taken away: whoever reads it looks at the entry itself, as
of the commit that it speaks of, and may find that the name is gone, or the party.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from sanctionwire.core.canonical import sha256
from sanctionwire.core.model import Identifier
from sanctionwire.core.ties import identifier_key, name_keys
from sanctionwire.store.commit import Commit
from sanctionwire.store.entries import Entries, Version
from sanctionwire.store.ports import LAST, Item

NAME, IDENTIFIER = "name", "identifier"
"""What the partition keys begin with."""

LONGEST = 300
"""Characters up to which a key is its own row; beyond, its hash is."""


@dataclass(frozen=True, slots=True)
class Names:
    """The index in the entries table."""

    entries: Entries

    def project(self, commit: Commit, lines: Iterable[bytes]) -> int:
        """Write the keys that a commit's changes (in canonical form) bring; doing it again changes nothing."""
        count = 0

        def items() -> Iterator[Item]:
            nonlocal count
            for line in lines:
                for item in rows(commit.seq, orjson.loads(line)):
                    count += 1
                    yield item

        self.entries.table.put_many(items())
        return count

    def bearing(self, keys: Iterable[str], through_seq: int, most: int) -> list[Version]:
        """The parties that were ever given one of the keys, each as of the commit; of each key `most` at most."""
        ids = {row["sk"]: None for key in keys for row in self.entries.table.query(key, limit=most)}
        versions = (self.entries.as_of(entry_id, through_seq) for entry_id in ids)
        return [version for version in versions if version and not version.became]


def named(full: str) -> list[str]:
    """The keys under which a name is found."""
    return [_row(NAME, key) for key in name_keys(full) if key]


def stated(identifier: Identifier) -> list[str]:
    """The keys under which an identifier is found: none, if it tells nobody apart."""
    key = identifier_key(identifier)
    return [_row(IDENTIFIER, key)] if key else []


def rows(seq: int, change: Mapping[str, Any]) -> Iterator[Item]:
    """What a change in plain form adds: the keys of a party that its record before did not have."""
    before = change.get("before")
    known = _keys(before) if before and before["id"] == change["entry_id"] else set()
    for key in sorted(_keys(change.get("after")) - known):
        yield {"pk": key, "sk": change["entry_id"], "seq": seq}


def _keys(entry: Mapping[str, Any] | None) -> set[str]:
    if not entry or entry["type"] != "party":
        return set()
    subject = entry.get("subject", {})
    names = (key for name in subject.get("names", ()) for key in named(name["full"]))
    numbers = (key for each in subject.get("identifiers", ()) for key in stated(Identifier.model_validate(each)))
    return {*names, *numbers}


def _row(kind: str, key: str) -> str:
    return f"{kind}#{key}" if len(key) <= LONGEST and LAST not in key else f"{kind}#sha256#{sha256(key.encode())}"
