"""A commit: one accepted reading, its changes by reference, the proof behind it, and its place in the hash chain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import orjson
from pydantic import Field

from sanctionwire.core.canonical import canonical, digest, sha256
from sanctionwire.core.changes import Cause
from sanctionwire.core.model import Model
from sanctionwire.source import Document
from sanctionwire.store.bodies import Body
from sanctionwire.store.rows import GENESIS


class DocumentRef(Model):
    """A document as the receipt names it; its body is in the work bucket under `documents/<sha256>`."""

    name: str
    url: str
    final_host: str = ""
    sha256: str
    size: int
    fetched_at: str
    publisher_sha256: str | None = None
    tls_verified: bool = False
    status: int = 200
    """Of the answer; another one, or 0 for none, where a rolling source's detail could not be had."""

    @classmethod
    def of(cls, document: Document) -> DocumentRef:
        """The reference to a document that was fetched."""
        return cls(**{name: getattr(document, name) for name in cls.model_fields})


class ReadingRef(Model):
    """The blobs that together are a reading: a checkpoint, then patches in order; later lines win."""

    checkpoint: Body | None = None
    patches: tuple[Body, ...] = ()
    refs: str | None = None
    """SHA-256 of the reference tables' canonical form."""


class Changes(Model):
    """The changes of a commit, by reference."""

    key: str | None = None
    """Where the work bucket keeps them; None if there are none."""
    sha256: str = sha256(b"")
    """Of the uncompressed NDJSON."""
    count: int = 0
    kinds: dict[str, int] = Field(default_factory=dict)


class Unreadable(Model):
    """An entry that could not be read, held at its last good record, and why."""

    id: str
    why: str


class Decision(Model):
    """An operator's decision: who took it, and why."""

    who: str
    why: str


class Attested(Model):
    """What the daily commit says of one source: when it was last checked, and what it then was."""

    checked_at: str | None = None
    serial: int = 0
    publication: str | None = None


class Draft(Model):
    """A commit before it has its place in the log."""

    source: str
    serial: int
    """Of the reading, per source; a daily commit counts days."""
    kind: Literal["reading", "release", "discard", "daily", "due"] = "reading"
    """`release`, `discard`: an operator accepted removals that were held, or did not. `daily`: the proof of life.
    `due`: dates of the reading's entries have come; the reading is as it was."""
    cause: Cause = "publisher"
    revision: str
    """The parser's."""
    committed_at: str
    seen_at: str
    published: str | None = None
    """The publisher's own text, its precision and zone kept."""
    publication: str | None = None
    removals_held: int = 0
    unreadable: tuple[Unreadable, ...] = ()
    unmapped: tuple[str, ...] = ()
    demo: bool = False
    decided_by: Decision | None = None
    documents: tuple[DocumentRef, ...] = ()
    reading: ReadingRef = ReadingRef()
    attest: dict[str, Attested] = Field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """JSON types, defaults left out, except for what a receipt is looked at for."""
        return super().plain() | {"kind": self.kind, "cause": self.cause}

    @property
    def snapshot_root(self) -> str:
        """One hash over the documents' names and hashes, in their order."""
        return digest([[document.name, document.sha256] for document in self.documents])


class Commit(Draft):
    """A commit in its place. Fields at their default are left out of what is hashed, stored and printed."""

    seq: int
    commit_id: str
    changes: Changes
    snapshot: str
    previous: str
    hash: str

    @property
    def text(self) -> str:
        """The canonical form, its hash included: the row, the anchor and the receipt."""
        return self.canonical().decode()

    @classmethod
    def parse(cls, text: str | bytes) -> Commit:
        """Read what `text` wrote."""
        return cls.model_validate(orjson.loads(text))


def identity(draft: Draft, changes: Changes) -> str:
    """The commit's id: the same for each attempt to commit the same thing, whatever the clock says."""
    return digest(
        {
            "source": draft.source,
            "serial": draft.serial,
            "kind": draft.kind,
            "changes": changes.sha256,
            "snapshot": draft.snapshot_root,
            "decided_by": draft.decided_by.plain() if draft.decided_by else None,
        }
    )


def placed(draft: Draft, changes: Changes, *, seq: int, previous: str = GENESIS, not_before: str = "") -> Commit:
    """The draft as commit number `seq` after the commit whose hash is `previous`.

    The log's own clock never runs backwards: a commit is not earlier than the one before it (`not_before`).
    """
    fields = draft.plain() | {
        "committed_at": max(draft.committed_at, not_before),
        "seq": seq,
        "commit_id": identity(draft, changes),
        "changes": changes.plain(),
        "snapshot": draft.snapshot_root,
        "previous": previous,
    }
    unhashed = Commit.model_validate(fields | {"hash": ""})
    return unhashed.model_copy(update={"hash": chained(unhashed.plain())})


def chained(plain: Mapping[str, Any]) -> str:
    """The hash of a commit in plain form: of everything but the hash itself."""
    return sha256(canonical({key: value for key, value in plain.items() if key != "hash"}))
