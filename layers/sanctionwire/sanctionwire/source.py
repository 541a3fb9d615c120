"""The Source contract: what to request, what to follow, how to cut a publication into records and read each one.

A source does no I/O. The pipeline fetches what `requests` and `follow` ask for, hands the documents to `parse`, which
cuts them into raw records without understanding them (cheap), and calls `read` only for records whose raw form is not
the one that the last reading holds (dear). That is why an unchanged record costs next to nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, BinaryIO, Literal, Protocol

from sanctionwire.core.model import Entry
from sanctionwire.errors import SourceChanged


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a source states about itself (SOURCES §9)."""

    slug: str
    """`<jurisdiction>_<list>`: `us_ofac`, `un_sc`."""
    title: str
    publisher: str
    """Short name of the authority as alerts use it: `OFAC`, `UN`, `FinCEN 311`."""
    jurisdiction: str
    """ISO alpha-2 in lower case, or `un`, `eu`."""
    url: str
    """The official page on which a person can check by hand."""
    cadence_minutes: int
    """How often it is due."""
    reconcile_minutes: int | None = None
    """How often a full list is read besides (sources with deltas)."""
    kind: Literal["state", "rolling"] = "state"
    covers: str
    does_not_cover: str
    terms: str
    terms_read_on: str
    robots: str
    attribution: str
    enabled_by_default: bool = True
    verified_on: str | None = None
    """Date of the newest real capture that the parser was run on."""
    evidence: str = "captured"
    """What the parser was made from: `captured` documents, or `reconstructed` ones. What it reads live is captured."""
    hosts: tuple[str, ...]
    """Hosts that requests and redirects may reach; `*.example.org` admits subdomains."""
    least: int
    """The least number of records that a first reading must have to be believed."""
    removals_count: int = 20
    removals_share: float = 0.02
    """Removals by absence up to max(count, share of the list) pass; more are held. (0, 0.0): each one is held."""
    verbs: tuple[str, str] = ("listed", "removed")
    """The authority's own words for an addition and a removal."""
    addressees: str = ""
    """Who must act, in the authority's terms: `U.S. persons, wherever located, and …`."""
    max_bytes: int = 64 * 1024 * 1024
    """Cap on one document as it comes off the wire."""
    accept_publishers_zone: str = "UTC"
    """IANA zone in which the publisher's bare dates are meant."""

    @property
    def stale_after(self) -> timedelta:
        """Not checked for longer than this, the source is stale: a cadence, and the time that a retry may take."""
        return timedelta(minutes=self.cadence_minutes + 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One thing to fetch. `name` is the document's role within the snapshot (`history`, `delta`, `list`)."""

    name: str
    url: str
    method: Literal["GET", "POST"] = "GET"
    body: bytes | None = None
    accept: str = "*/*"
    conditional: bool = False
    """Send the validators stored for this URL; an answer of 304 for every conditional request ends the check."""
    heavy: bool = False
    """A bulk download: it goes through the heavy lane, resumable, and is parsed in a second step."""
    expected_sha256: str | None = None
    """The publisher's own hash of the body, where a document already fetched gives it."""
    max_bytes: int | None = None
    may_fail: bool = False
    """What cannot be had withholds nothing else: an empty document with the status of the refusal, or 0 for silence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Bytes exactly as served, with where and when they came from."""

    name: str
    url: str
    opened: Callable[[], BinaryIO]
    """A fresh binary stream of the body each time; as a parser sees it, without its ZIP or gzip."""
    sha256: str
    """Of the body as served."""
    size: int
    fetched_at: str
    """ISO 8601, UTC."""
    final_host: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Lower-case names."""
    status: int = 200
    tls_verified: bool = False
    publisher_sha256: str | None = None

    def read(self) -> bytes:
        """The whole body; for small documents."""
        with self.opened() as stream:
            return stream.read()


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What a source may know of its own past when it decides what to request."""

    serial: int = 0
    """Readings accepted so far; 0 means none."""
    publication: str | None = None
    """The newest publication that is applied."""
    memory: Mapping[str, Any] = field(default_factory=dict)
    """The source's own notes, JSON types, as returned by its last accepted `Parsed.memory`."""
    must_reconcile: bool = False
    """A delta did not fit: ask for the full list."""
    reconcile_due: bool = False
    """The reconcile schedule has come round."""
    seen: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Rolling sources: every item that was ever seen, by key, whether an entry came of it or not; read when asked."""
    accept_gap: bool = False
    """Rolling sources: an operator has looked at what lies between, so no overlap with what was seen is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One raw record. `raw` is canonical: equal content gives equal bytes, whatever the order or white space."""

    key: str
    """The publisher's own key; the entry id is `<slug>:<key>`."""
    raw: bytes
    """UTF-8 without tabs or line breaks (canonical JSON is)."""


class Base(Protocol):
    """The last reading, for sources that apply deltas."""

    def raw(self, keys: Iterable[str]) -> Mapping[str, bytes]:
        """Raw records by key; absent keys are left out."""

    @property
    def refs(self) -> Mapping[str, Any]:
        """The reference tables stored with the reading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A publication cut into records.

    `full`: the records are the whole list, and what is absent is gone; `removed` are those of the absent that a further
    artefact of the publisher's names, so that they need not be held.
    `delta`: only these records changed; `removed` names what the publisher itself says is gone (from a rolling source:
    what it took down).
    `none`: nothing new to read (an empty history): the check counts as done.
    """

    mode: Literal["full", "delta", "none"]
    records: Iterable[Record] = ()
    removed: tuple[str, ...] = ()
    refs: Mapping[str, Any] = field(default_factory=dict)
    """Reference tables that `read` needs; JSON types; stored whole with the reading."""
    published: str | None = None
    """The publication's own time or date, as text with its precision and zone."""
    publication: str | None = None
    """The publisher's id for this publication; orders publications within the source."""
    declared_count: int | None = None
    """How many records the publication says it has; checked against `records` by the pipeline."""
    reconcile: bool = False
    """A full list read to verify what deltas built: differences have cause `reconciled`, removals are held."""
    memory: Mapping[str, Any] = field(default_factory=dict)
    """Notes to be stored on acceptance and handed back in `State.memory`."""
    again: bool = False
    """More publications wait: collect once more at once."""
    seen: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Rolling sources: what is new in the index of seen items, by key."""
    unmapped: tuple[str, ...] = ()
    """Newly declared values not known to this product, for the operator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One publication of one authority. `SOURCE` of each package under `sources/` is one of these."""

    about: About
    requests: Callable[[State, datetime], list[Request]]
    """`(state, now) -> requests`: the first round."""
    follow: Callable[[State, Mapping[str, Document]], list[Request]] = lambda _state, _documents: []
    """`(state, documents so far by name) -> further requests`; called until it asks for nothing more."""
    parse: Callable[[Mapping[str, Document], State, Base | None], Parsed]
    """Cuts. Raises SourceChanged, Suspicious or DoesNotFit before or while records are iterated."""
    read: Callable[[str, bytes, Mapping[str, Any]], Entry]
    """`(key, raw, refs) -> entry`. Raises SourceChanged on what it does not understand: that one entry is held."""
    recut: Callable[[Iterable[Record]], Iterable[Record]] | None = None
    """Rolling sources: all records made anew from the raw records kept, since their documents scrolled away."""
    same_refs: Callable[[Mapping[str, Any], Mapping[str, Any]], bool] = lambda old, new: old == new
    """Whether records read under `old` refs read the same under `new` (additions alone do not matter)."""


def whole(url: str, *, name: str = "list", accept: str = "*/*") -> Callable[[State, datetime], list[Request]]:
    """`requests` for the usual source: one document, fetched conditionally."""

    def requests(_state: State, _now: datetime) -> list[Request]:
        return [Request(name=name, url=url, accept=accept, conditional=True)]

    return requests


def only(documents: Mapping[str, Document]) -> Document:
    """The document of a source that reads one at a time."""
    if len(documents) != 1:
        raise SourceChanged(f"{len(documents)} documents: {', '.join(sorted(documents))[:200]}", expected="one")
    (document,) = documents.values()
    return document
