"""What the feed needs of the store: the store fits these by its shape, since neighbours do not import each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, Protocol

from sanctionwire.source import About


class Table(Protocol):
    """`store.ports.Table`, as far as it is used."""

    def get(self, pk: str, sk: str) -> dict[str, Any] | None:
        """One consistent read."""

    def query(
        self, pk: str, *, before: str | None = None, limit: int | None = None, newest_first: bool = False
    ) -> Iterator[dict[str, Any]]:
        """The partition's items in order; `before` is exclusive."""

    def put(self, item: Mapping[str, Any], *, expect: Mapping[str, Any] | None = None) -> None:
        """Write one item if the present one is as expected."""


class Blobs(Protocol):
    """`store.ports.Blobs`, as far as it is used."""

    def put(self, key: str, body: bytes | BinaryIO, *, content_type: str = ...) -> None:
        """Write once."""

    def open(self, key: str) -> BinaryIO:
        """The body; KeyError if absent."""

    def url(self, key: str, *, seconds: int, filename: str) -> str:
        """A link that opens without credentials and expires."""


class Head(Protocol):
    """`store.log.Head`."""

    @property
    def seq(self) -> int: ...
    @property
    def hash(self) -> str: ...
    @property
    def committed_at(self) -> str: ...


class Changes(Protocol):
    """`store.commit.Changes`."""

    @property
    def count(self) -> int: ...
    @property
    def kinds(self) -> dict[str, int]: ...


class Commit(Protocol):
    """`store.commit.Commit`."""

    @property
    def seq(self) -> int: ...
    @property
    def commit_id(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def committed_at(self) -> str: ...
    @property
    def seen_at(self) -> str: ...
    @property
    def published(self) -> str | None: ...
    @property
    def demo(self) -> bool: ...
    @property
    def changes(self) -> Changes: ...
    @property
    def hash(self) -> str: ...
    @property
    def text(self) -> str: ...


class Log(Protocol):
    """`store.log.Log`."""

    def head(self) -> Head:
        """The newest commit's number and hash: one read."""

    def get(self, seq: int) -> Commit | None:
        """One commit."""

    def after(self, seq: int, limit: int | None = None) -> Iterator[Commit]:
        """Commits with a greater number, in order."""

    def lines(self, commit: Any) -> Iterator[bytes]:
        """A commit's changes in canonical form, by ordinal."""


class Version(Protocol):
    """`store.entries.Version`."""

    @property
    def entry_id(self) -> str: ...
    @property
    def seq(self) -> int: ...
    @property
    def ordinal(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def listed(self) -> bool: ...
    @property
    def record(self) -> bytes: ...
    @property
    def became(self) -> str | None: ...
    @property
    def committed_at(self) -> str: ...
    @property
    def published(self) -> str | None: ...
    @property
    def demo(self) -> bool: ...


class Entries(Protocol):
    """`store.entries.Entries`."""

    def as_of(self, entry_id: str, through_seq: int) -> Version | None:
        """The newest version that is not newer than the commit."""

    def history(self, entry_id: str, through_seq: int) -> Iterator[Version]:
        """Every version that is not newer than the commit, the oldest first."""


class SourceRow(Protocol):
    """`store.sources.SourceRow`."""

    @property
    def slug(self) -> str: ...
    @property
    def serial(self) -> int: ...
    @property
    def seq(self) -> int: ...
    @property
    def reading(self) -> Any: ...
    @property
    def publication(self) -> str | None: ...
    @property
    def published(self) -> str | None: ...
    @property
    def checked_at(self) -> str | None: ...
    @property
    def changed_at(self) -> str | None: ...
    @property
    def reconciled_at(self) -> str | None: ...
    @property
    def count(self) -> int: ...
    @property
    def pending(self) -> Any: ...
    @property
    def failing_since(self) -> str | None: ...
    @property
    def error(self) -> str | None: ...
    @property
    def hold(self) -> Any: ...
    @property
    def enabled(self) -> bool | None: ...


class SourceRows(Protocol):
    """`store.sources.Sources`."""

    def load(self, slug: str) -> SourceRow:
        """One read."""

    def all(self) -> Iterator[SourceRow]:
        """Every source that has a row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """What the feed reads from; wiring puts it together."""

    log: Log
    table: Table
    """The log's table: for the rows of file links."""
    blobs: Blobs
    entries: Entries
    projected: Callable[[], int]
    """The number of the last commit that the entries show."""
    rows: SourceRows
    listed: Callable[[SourceRow], Iterator[tuple[str, bytes]]]
    """Key and canonical form of every entry of a source's reading, by key."""
    sources: Mapping[str, About]
    reader_filters: Sequence[str] = ()
    """The filters of subscriptions, by name, and what they make of given values (ValueError: of impossible ones)."""
    admitting: Callable[[Mapping[str, Sequence[str]]], Callable[[Mapping[str, Any]], bool]] = lambda _wanted: bool
    related: Callable[[str], Iterator[str]] = lambda _key: iter(())
    """Ids of the instruments that carry a key, or once did (`store.related`)."""
    base: str
    """The API's own address, without a slash at its end."""
