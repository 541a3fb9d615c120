"""Sources that roll: pages of the newest items, read back to what is known, and details read again for silent edits.

A rolling source says how its listings are cut into items, which of them concern anybody, what else must be fetched of
each, and what that means; the rest is here. Three rules hold for all of them:

- pages are read until one shows an item that was seen before; where none does, something was missed, and that is said;
- an item that scrolled away is not gone. Only an item whose own page is gone, twice, has been taken down (`retracted`);
- every item that was ever seen stands in an index of its own, whether an entry came of it or not.

An item's raw record holds the item whole. What it says of parties are contributions to records of their own, which may
have several items behind them: an institution whose licence one notice revokes and whose liquidation another announces.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

import orjson

from sanctionwire.core.canonical import canonical, digest
from sanctionwire.core.model import Entry
from sanctionwire.errors import SourceChanged, Suspicious
from sanctionwire.source import About, Base, Document, Parsed, Record, Request, Source, State

AGAIN_FOR = timedelta(days=30)
"""For so long after its date an item is read again."""

AGAIN_EVERY, AGAIN_SOON = timedelta(hours=23), timedelta(hours=1)
"""How often; and how soon where its page was gone or could not be had."""

AGAIN_AT_ONCE = 20
"""So many items are read again in one check; the others are for the next."""

GONE = {404, 410}

PAGE = "page"
"""The role of an item's own page among its details."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One row of a listing."""

    key: str
    """The publisher's own id of it."""
    listing: str
    title: str
    url: str
    date: str | None = None
    """ISO day, where the listing gives one."""
    fields: Mapping[str, Any] = field(default_factory=dict)
    """Whatever else the listing says of it; JSON types."""

    def plain(self) -> dict[str, Any]:
        """JSON types only."""
        given = {"listing": self.listing, "title": self.title, "url": self.url, "date": self.date}
        return given | ({"fields": dict(self.fields)} if self.fields else {})

    @classmethod
    def of(cls, key: str, plain: Mapping[str, Any]) -> Item:
        """What `plain` gave."""
        return cls(key=key, **plain)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One page of a listing."""

    items: Sequence[Item]
    next: str | None = None
    """Address of the page with older items; None at the end of the listing."""
    index: bool = False
    """It has no items of its own, and leads to the page that has; it counts as a page (`Roll.first_pages`)."""


Details = Mapping[str, Document]
"""What was fetched of one item, by role. A document whose `status` is not 200 is empty: it could not be had."""

Contributions = Mapping[str, Any]
"""Key of a derived record → what one item says of it; JSON types."""


@dataclass(frozen=True, kw_only=True)  # not slotted: its Source is kept
class Roll:
    """What a rolling source says of itself. Every function is pure; each may raise SourceChanged."""

    about: About
    listings: Mapping[str, Request]
    """Name → what to ask for its first page (name and validators are set here)."""
    page: Callable[[str, Document], Listed]
    """`(listing, document) -> its items`, newest first."""
    concerns: Callable[[Item], str | None] = lambda _item: None
    """Why an item is nobody's concern, by its listing alone; None: it is taken."""
    details: Callable[[Item], Mapping[str, Request]] = lambda _item: {}
    """What else to fetch of it, by role; its own page is called PAGE."""
    more: Callable[[Item, Details], Mapping[str, Request]] = lambda _item, _details: {}
    """What to fetch once the details are there (an attachment that the page names)."""
    cut: Callable[[Item, Details], Mapping[str, Any]] = lambda _item, _details: {}
    """The item whole, in JSON types, without understanding it: it is kept, and read anew by later parsers."""
    split: Callable[[Item, Mapping[str, Any]], Contributions] = lambda _item, _cut: {}
    """What it says of parties, each under the key of a record of its own."""
    item: Callable[[Item, Mapping[str, Any]], Entry]
    """The entry of the item itself."""
    derived: Callable[[str, Mapping[str, Any]], Entry] | None = None
    """`(key, contributions by the key of their item) -> entry` of a record that items contribute to."""
    doubtful: Callable[[Item, str], Entry] | None = None
    """The entry of an item that cannot be read (and why): for a person to look at. None: it is held as unreadable."""
    carry: Callable[[Item, Item], Item] = lambda item, _before: item
    """`(item, as it was kept) -> item`: what an earlier row said of it and a later one no longer does."""
    blocked: Callable[[Document], bool] = lambda _page: False
    """Whether a page that was served is not the item's own (a wall against robots): it counts as not to be had."""
    passing: frozenset[str] = frozenset()
    """Listings that show on one page what stands there now: it may be nothing, and need not be anything seen before."""
    pages: int = 10
    """So many pages of a listing are read at most."""
    first_pages: int = 1
    """So many when it is read for the first time."""

    @cached_property
    def source(self) -> Source:
        """The Source."""
        return Source(
            about=self.about,
            requests=self._requests,
            follow=self._follow,
            parse=lambda documents, state, base: _Check(self, documents, state, base).parsed(),
            read=self._read,
            recut=self.recut,
        )

    # --- What to fetch ------------------------------------------------------------------------------------------------
    def _requests(self, state: State, now: datetime) -> list[Request]:
        first = [_renamed(request, f"list/{name}/1", conditional=True) for name, request in self.listings.items()]
        due = state.memory.get("again_at")
        again = _due(state.seen, now) if due and due <= _instant(now) else []
        return [*first, *(request for key in again for request in self._details(_noted(key, state.seen[key])))]

    def _details(self, item: Item) -> list[Request]:
        return [_renamed(each, f"item/{item.key}/{role}", may_fail=True) for role, each in self.details(item).items()]

    def _follow(self, state: State, documents: Mapping[str, Document]) -> list[Request]:
        check = _Check(self, documents, state, None)
        wanted = [*check.next_pages(), *check.missing_details()]
        had = {name: document.url for name, document in documents.items()}
        return [request for request in wanted if had.get(request.name) != request.url]  # an item may have moved

    # --- What it means ------------------------------------------------------------------------------------------------
    def _read(self, key: str, raw: bytes, _refs: Mapping[str, Any]) -> Entry:
        known = orjson.loads(raw)
        if "from" in known:
            if self.derived is None:
                raise SourceChanged("a derived record", source=self.about.slug, place=key, expected="an item")
            return self.derived(key, known["from"])
        item = Item.of(key, known["item"])
        if problem := known.get("problem"):
            if self.doubtful is None:
                raise SourceChanged(problem, source=self.about.slug, place=key)
            return self.doubtful(item, problem)
        return self.item(item, known["cut"])

    def contributions(self, key: str, raw: bytes) -> Contributions:
        """What an item's raw record says of other records."""
        known = orjson.loads(raw)
        return {} if "problem" in known else self.split(Item.of(key, known["item"]), known["cut"])

    def record(self, item: Item, details: Details) -> Record:
        """The raw record of an item; what is not understood in it is a part of it."""
        kept: dict[str, Any] = {"item": item.plain()}
        try:
            kept["cut"] = dict(self.cut(item, details))
            self.split(item, kept["cut"])
        except SourceChanged as error:
            kept = {"item": item.plain(), "problem": str(error)}
        return Record(key=item.key, raw=canonical(kept))

    def recut(self, records: Iterable[Record]) -> Iterator[Record]:
        """Every record made anew from the items' own."""
        gathered: dict[str, dict[str, Any]] = {}
        for record in records:
            if "from" in orjson.loads(record.raw):
                continue
            try:
                told = self.contributions(record.key, record.raw)
            except SourceChanged as error:
                known = orjson.loads(record.raw)
                yield Record(key=record.key, raw=canonical({"item": known["item"], "problem": str(error)}))
                continue
            yield record
            for key, contribution in told.items():
                gathered.setdefault(key, {})[record.key] = contribution
        for key, parts in gathered.items():
            yield Record(key=key, raw=canonical({"from": parts}))


class _Check:
    """One check's documents, and what follows from them."""

    def __init__(self, roll: Roll, documents: Mapping[str, Document], state: State, base: Base | None) -> None:
        self.roll, self.documents, self.state, self.base = roll, documents, state, base
        self.seen = state.seen
        self.now = max((document.fetched_at for document in documents.values()), default="")
        self.pages = {name: list(self._pages(name)) for name in roll.listings}

    def _pages(self, listing: str) -> Iterator[Listed]:
        number = 1
        while document := self.documents.get(f"list/{listing}/{number}"):
            try:
                page = self.roll.page(listing, document)
            except SourceChanged as error:
                raise error.at(source=self.roll.about.slug, place=document.name) from error
            if not page.items and not page.index and listing not in self.roll.passing:
                raise SourceChanged("no items", place=document.name, expected="at least one")
            yield page
            number += 1

    # --- What is still wanted -----------------------------------------------------------------------------------------
    def next_pages(self) -> Iterator[Request]:
        """The next page of each listing that has shown nothing known."""
        for name, pages in self.pages.items():
            if pages and pages[-1].next and not self._reached(name, pages) and len(pages) < self.roll.pages:
                first = self.roll.listings[name]
                yield Request(
                    name=f"list/{name}/{len(pages) + 1}",
                    url=pages[-1].next,
                    accept=first.accept,
                    max_bytes=first.max_bytes,
                )

    def _reached(self, listing: str, pages: Sequence[Listed]) -> bool:
        """Whether what lies below is known."""
        if not any(note["listing"] == listing for note in self.seen.values()):
            return len(pages) >= self.roll.first_pages or pages[-1].next is None
        return any(item.key in self.seen for page in pages for item in page.items)

    def missing_details(self) -> Iterator[Request]:
        """Details of what is new or changed, and then what they lead to."""
        for item in self.touched().values():
            yield from self.roll._details(item)  # noqa: SLF001 - one room
            found = self._found(item.key)
            for role, request in self.roll.more(item, found).items() if found else ():
                yield _renamed(request, f"item/{item.key}/{role}", may_fail=True)

    def _found(self, key: str) -> dict[str, Document]:
        start = f"item/{key}/"
        return {name.removeprefix(start): each for name, each in self.documents.items() if name.startswith(start)}

    # --- Which items --------------------------------------------------------------------------------------------------
    @cached_property
    def listed(self) -> dict[str, Item]:
        """The items of all pages, by key; of one that is on two, the first."""
        every = (item for pages in self.pages.values() for page in pages for item in page.items)
        found: dict[str, Item] = {}
        for item in every:
            found.setdefault(item.key, item)
        return found

    def touched(self) -> dict[str, Item]:
        """Items that are new, differ from what was seen, or were read again."""
        found = {}
        for key, item in self.listed.items():
            note = self.seen.get(key)
            if self.roll.concerns(item) is None and (note is None or note["sha"] != _sha(item)):
                found[key] = item
        for name in self.documents:
            key = name.removeprefix("item/").rpartition("/")[0]
            if name.startswith("item/") and key in self.seen and key not in found:
                found[key] = self.listed.get(key) or self._kept(key)
        return found

    @cached_property
    def before(self) -> Mapping[str, bytes]:
        """The items of this check as the last reading has them: one pass over it."""
        again = {name.removeprefix("item/").rpartition("/")[0] for name in self.documents if name.startswith("item/")}
        return self.base.raw({*self.listed, *again} & self.seen.keys()) if self.base else {}

    def _kept(self, key: str) -> Item:
        """An item that was read again, as its record has it: the page that listed it may have scrolled away."""
        raw = self.before.get(key)
        return Item.of(key, orjson.loads(raw)["item"]) if raw else _noted(key, self.seen[key])

    # --- The result ---------------------------------------------------------------------------------------------------
    def parsed(self) -> Parsed:
        """What changed."""
        self._overlap()
        records: dict[str, Record] = {}
        gone: set[str] = set()
        notes: dict[str, dict[str, Any]] = {}
        for key, item in self.listed.items():
            if key not in self.seen and (why := self.roll.concerns(item)):
                notes[key] = self._note(item) | {"why": why}
        touched = self.touched()
        for item in touched.values():
            self._take(item, records, gone, notes)
        self._believe(gone, touched)
        derived, emptied = self._derived(records, gone)
        again = _next_due({**self.seen, **notes})
        return Parsed(
            mode="delta" if records or gone or notes or not self.state.serial else "none",
            records=[*records.values(), *derived],
            removed=(*sorted(gone), *sorted(emptied)),
            published=max((item.date for key, item in touched.items() if key in records and item.date), default=None),
            memory={"again_at": again} if again else {"again_at": None},
            seen=notes,
        )

    def _take(self, item: Item, records: dict[str, Record], gone: set[str], notes: dict[str, dict[str, Any]]) -> None:
        found, old = self._found(item.key), self.seen.get(item.key)
        page = found.get(PAGE)
        failed = page is not None and (page.status != 200 or self.roll.blocked(page))  # noqa: PLR2004 - the status itself
        note = self._note(item, old)
        if old is not None and failed and page is not None:  # what was read before stands
            since = old.get("gone")
            if page.status in GONE and item.key not in self.listed:
                note |= {"gone": since or self.now}
                if since and since <= _earlier(self.now, AGAIN_SOON):
                    gone.add(item.key)
                    note |= {"down": self.now}
            notes[item.key] = note | {"failed": True}
            return
        record = self.roll.record(self._carried(item) if old is not None else item, found)
        once = {} if self.roll.details(item) else {"once": True}
        notes[item.key] = note | once | ({"failed": True} if failed or self._unreadable(record) else {})
        records[item.key] = record

    def _carried(self, item: Item) -> Item:
        raw = self.before.get(item.key)
        return self.roll.carry(item, Item.of(item.key, orjson.loads(raw)["item"])) if raw else item

    def _unreadable(self, record: Record) -> bool:
        return "problem" in orjson.loads(record.raw)

    def _note(self, item: Item, old: Mapping[str, Any] | None = None) -> dict[str, Any]:
        plain = item.plain()
        first = old["first"] if old else self.now
        kept = {name: plain[name] for name in ("listing", "date", "url")} | {"title": item.title[:200]}
        sha = _sha(item) if item.key in self.listed or old is None else old["sha"]
        return kept | {"sha": sha, "first": first, "read": self.now}

    def _overlap(self) -> None:
        """Raise where a page should have shown something known and did not."""
        for name, pages in self.pages.items():
            whole = bool(pages) and pages[-1].next is None and len(pages) > 1
            if not pages or self._reached(name, pages) or self.state.accept_gap or whole or name in self.roll.passing:
                continue
            count = sum(len(page.items) for page in pages)
            raise Suspicious(
                f"none of {count} items on {len(pages)} pages was seen before: what lies between is not known",
                source=self.roll.about.slug,
                place=f"list/{name}",
                expected="an item that was seen before",
            )

    def _believe(self, gone: set[str], touched: Mapping[str, Item]) -> None:
        again = sum(1 for key in touched if key in self.seen)
        if len(gone) > max(2, again // 2):
            raise Suspicious(
                f"{len(gone)} of {again} items that were read again are gone at once",
                source=self.roll.about.slug,
                expected="one now and then",
            )

    def _derived(self, records: Mapping[str, Record], gone: set[str]) -> tuple[list[Record], set[str]]:
        """The records to which the items contribute, with what other items say of them; and those left empty."""
        before = {key: raw for key, raw in self.before.items() if key in records or key in gone}
        new = {key: self.roll.contributions(key, record.raw) for key, record in records.items()}
        old = {key: self.roll.contributions(key, raw) for key, raw in before.items()}
        affected = {each for told in (*new.values(), *old.values()) for each in told}
        kept = dict(self.base.raw(affected)) if self.base else {}
        made, emptied = [], set()
        for key in sorted(affected):
            parts = orjson.loads(kept[key])["from"] if key in kept else {}
            parts = {item: part for item, part in parts.items() if item not in records and item not in gone}
            parts |= {item: told[key] for item, told in new.items() if key in told}
            if parts:
                made.append(Record(key=key, raw=canonical({"from": parts})))
            elif key in kept:
                emptied.add(key)
        return made, emptied


def _renamed(request: Request, name: str, *, conditional: bool = False, may_fail: bool = False) -> Request:
    return Request(
        name=name,
        url=request.url,
        method=request.method,
        body=request.body,
        accept=request.accept,
        conditional=conditional,
        max_bytes=request.max_bytes,
        may_fail=may_fail,
    )


def _noted(key: str, note: Mapping[str, Any]) -> Item:
    return Item(key=key, listing=note["listing"], title=note["title"], url=note["url"], date=note["date"])


def _sha(item: Item) -> str:
    return digest(item.plain())[:16]


def _due(seen: Mapping[str, Mapping[str, Any]], now: datetime) -> list[str]:
    """Which items to read again at `now`, those longest unread first."""
    moment = _instant(now)
    due = sorted((note["read"], key) for key, note in seen.items() if (at := _again_at(note)) and at <= moment)
    return [key for _, key in due[:AGAIN_AT_ONCE]]


def _next_due(seen: Mapping[str, Mapping[str, Any]]) -> str | None:
    return min((at for note in seen.values() if (at := _again_at(note))), default=None)


def _again_at(note: Mapping[str, Any]) -> str | None:
    """When an item is read again; None: never, for it is old, nobody's concern, taken down, or a row without a page."""
    if {"why", "down", "once"} & note.keys():
        return None
    at = datetime.fromisoformat(note["read"]) + (AGAIN_SOON if note.get("failed") else AGAIN_EVERY)
    first = datetime.fromisoformat(note["first"])
    start = datetime.fromisoformat(f"{(note['date'] or note['first'])[:10]}T00:00:00+00:00")
    start = max(start, first) if note.get("failed") else start
    return _instant(at) if at <= start + AGAIN_FOR else None


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _earlier(instant: str, span: timedelta) -> str:
    return _instant(datetime.fromisoformat(instant) - span)
