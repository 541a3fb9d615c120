"""The two ports on which everything stateful sits, and the rules that both of their implementations enforce."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, NamedTuple, NoReturn, Protocol

from sanctionwire.errors import Superseded, Unreachable

Item = dict[str, Any]
"""`pk`, `sk` (str) and attributes of JSON types or bytes; no floats. Tuples come back as lists."""

MAX_ITEM = 400 * 1024
MAX_TRANSACTION_ITEMS = 100
MAX_TRANSACTION = 4 * 1024 * 1024
MAX_PK, MAX_SK = 2048, 1024
MAX_INTEGER = 2**53
"""As in the canonical form."""
MAX_DEPTH = 30
MIN_PART = 5 * 1024 * 1024
"""S3's least size of every part of an upload but the last."""

LAST = "\U0010ffff"
"""Greater than any character of a sort key, and therefore refused in one."""


class Conflict(Superseded):
    """A row was not as expected; nothing was written. `rows` names those rows as (pk, sk)."""

    def __init__(
        self,
        seen: str,
        *,
        source: str = "",
        place: str = "",
        expected: str = "",
        rows: Sequence[tuple[str, str]] = (),
    ) -> None:
        """As `Superseded`."""
        super().__init__(seen, source=source, place=place, expected=expected)
        self.rows = tuple(rows)

    @classmethod
    def on(cls, *rows: tuple[str, str]) -> Conflict:
        """The conflict on these rows."""
        place = ", ".join(f"{pk}|{sk}" for pk, sk in rows)
        return cls("somebody else wrote first", place=place, expected="the row as it was read", rows=rows)


class StoreUnreachable(Unreachable):
    """The store itself did not answer, so that the outcome of a write is not known. Not the publisher's fault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """One write of a transaction. `expect`: attribute → value it must have; None: absent (`{"pk": None}`: no item)."""

    item: Mapping[str, Any]
    expect: Mapping[str, Any] | None = None

    @property
    def row(self) -> tuple[str, str]:
        """Which row it writes."""
        return self.item["pk"], self.item["sk"]


class Part(NamedTuple):
    """One part of an upload that is under way."""

    number: int
    size: int
    etag: str


class Table(Protocol):
    """One table. Reads are consistent; writes are whole items. Everything may be called from several threads."""

    def get(self, pk: str, sk: str) -> Item | None:
        """The item, or None."""

    def query(
        self,
        pk: str,
        *,
        after: str | None = None,
        before: str | None = None,
        prefix: str = "",
        limit: int | None = None,
        newest_first: bool = False,
    ) -> Iterator[Item]:
        """The partition's items in the order of `sk` (by UTF-8 bytes); `after` and `before` are exclusive."""

    def put(self, item: Mapping[str, Any], *, expect: Mapping[str, Any] | None = None) -> None:
        """Write one item; Conflict if the present one is not as expected (see `Put`)."""

    def delete(self, pk: str, sk: str, *, expect: Mapping[str, Any] | None = None) -> None:
        """Delete one item, present or not; Conflict if it is not as expected."""

    def transact(self, puts: Sequence[Put], *, token: str) -> None:
        """All or nothing. The same token with the same puts again is the same transaction, and succeeds once more.

        Conflict names the rows that were not as expected; StoreUnreachable leaves the outcome open.
        """

    def put_many(self, items: Iterable[Mapping[str, Any]]) -> None:
        """Write items, in any order, without conditions; of several with one key the last stands."""


class Readable(Protocol):
    """What can be read of a bucket, or of a copy of it in a folder."""

    def open(self, key: str) -> BinaryIO:
        """The whole body as a seekable stream; KeyError if absent."""

    def exists(self, key: str) -> bool:
        """Whether the key is there."""

    def keys(self, prefix: str = "") -> Iterator[str]:
        """All keys that begin with the prefix, sorted."""


class Blobs(Readable, Protocol):
    """One bucket. A key that is present is never rewritten: keys are content-addressed or written once."""

    def put(
        self,
        key: str,
        body: bytes | BinaryIO,
        *,
        content_type: str = "application/octet-stream",
        lock_days: int | None = None,
    ) -> None:
        """Write once; a key already there stays as it is. Streams are read from their start."""

    def url(self, key: str, *, seconds: int, filename: str) -> str:
        """A link that opens without credentials, downloads under `filename`, and expires."""

    def start(self, key: str, *, content_type: str = "application/octet-stream") -> str:
        """Begin an upload in parts; the key appears only when it is finished."""

    def part(self, key: str, upload: str, number: int, body: bytes) -> None:
        """Store part `number` (from 1; at least 5 MiB except for the last); the same number again replaces it."""

    def parts(self, key: str, upload: str) -> list[Part]:
        """What is stored of it so far, by number; KeyError if there is no such upload."""

    def finish(self, key: str, upload: str) -> None:
        """Make the stored parts, by number, the body of `key` (an earlier one is replaced)."""

    def abort(self, key: str, upload: str) -> None:
        """Forget the upload, if there is one."""


def checked(item: Mapping[str, Any]) -> Mapping[str, Any]:
    """The item, if the table can hold it; ValueError says why not."""
    if not is_row(item.get("pk"), item.get("sk")):
        row = f"{str(item.get('pk'))[:80]!r}, {str(item.get('sk'))[:80]!r}"
        _refuse(f"{row} are not two texts of 1 to {MAX_PK} and 1 to {MAX_SK} bytes")
    size = item_size(item)
    if size > MAX_ITEM:
        _refuse(f"item {item['pk']}|{item['sk']} has {size} bytes, of at most {MAX_ITEM}")
    return item


def is_row(pk: Any, sk: Any) -> bool:
    """Whether there can be a row of these keys; where there cannot, there is none to be read either."""
    return _is_key(pk, MAX_PK) and _is_key(sk, MAX_SK)


def _is_key(value: Any, most: int) -> bool:
    if not isinstance(value, str) or LAST in value:
        return False
    try:
        return 0 < len(value.encode()) <= most
    except UnicodeEncodeError:  # half a surrogate pair
        return False


def checked_transaction(puts: Sequence[Put], token: str) -> None:
    """Nothing, if the table can take the transaction; ValueError says why not."""
    if not 1 <= len(token) <= 36:  # noqa: PLR2004 - DynamoDB's limit
        _refuse(f"token {token!r} is not 1 to 36 characters long")
    if not 1 <= len(puts) <= MAX_TRANSACTION_ITEMS:
        _refuse(f"{len(puts)} puts in a transaction of 1 to {MAX_TRANSACTION_ITEMS}")
    if len({put.row for put in puts}) != len(puts):
        _refuse("two puts of one transaction write the same row")
    size = sum(item_size(checked(put.item)) for put in puts)
    if size > MAX_TRANSACTION:
        _refuse(f"transaction of {size} bytes, of at most {MAX_TRANSACTION}")


def checked_parts(parts: Sequence[Part]) -> Sequence[Part]:
    """The parts, if an upload can be finished with them."""
    if not parts or any(part.size < MIN_PART for part in parts[:-1]):
        _refuse(f"an upload of {len(parts)} parts, of which every one but the last must have {MIN_PART} bytes")
    return parts


def item_size(value: Any, depth: int = 0) -> int:
    """Bytes as DynamoDB counts them (numbers a little on the safe side); ValueError for what it cannot hold."""
    if depth > MAX_DEPTH:
        _refuse(f"nested more than {MAX_DEPTH} levels deep")
    match value:
        case list() | tuple():
            return 3 + sum(1 + item_size(each, depth + 1) for each in value)
        case Mapping():
            return 3 + sum(1 + _name_size(name) + item_size(each, depth + 1) for name, each in value.items())
        case str() | bytes():
            return len(value.encode() if isinstance(value, str) else value)
        case None | bool():
            return 1
        case int() if abs(value) < MAX_INTEGER:
            return len(str(abs(value))) // 2 + 3
    what = f"{type(value).__name__} {str(value)[:40]!r}"
    return _refuse(f"{what} is neither a JSON integer, text, list or object, nor bytes")


def _name_size(name: Any) -> int:
    if not isinstance(name, str) or not name:
        _refuse(f"attribute name {name!r} is not text")
    return len(name.encode())


def _refuse(why: str) -> NoReturn:
    raise ValueError(why)
