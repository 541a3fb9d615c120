"""A bulletin that rolls: pages of the newest items, each with a page of its own, that name whom they are about."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from pipeline.toy import ABOUT, Wire
from sanctionwire.core.canonical import sha256
from sanctionwire.core.model import Entry, Listing, Name, Notice, Subject
from sanctionwire.errors import SourceChanged, Unreachable
from sanctionwire.pipeline.ports import Fetched
from sanctionwire.rolling import PAGE, Details, Item, Listed, Roll
from sanctionwire.source import About, Document, Request
from sanctionwire.store.rows import stamp
from sanctionwire.store.sources import Validators

HOST = "https://list.example.org"


def page(listing: str, document: Document) -> Listed:
    """`key|date|title` a line; the last line may be `next N`."""
    lines = document.read().decode().splitlines()
    items = [line.split("|") for line in lines if "|" in line]
    found = [Item(key=key, listing=listing, title=title, url=f"{HOST}/{key}", date=date) for key, date, title in items]
    following = [line.removeprefix("next ") for line in lines if line.startswith("next ")]
    return Listed(items=found, next=f"{HOST}/?page={following[0]}" if following else None)


def cut(_item: Item, details: Details) -> Mapping[str, Any]:
    """The text; a page that begins with `?` is not understood."""
    text = details[PAGE].read().decode()
    if details[PAGE].status != 200:
        raise SourceChanged(f"its page answers {details[PAGE].status}")
    if text.startswith("?"):
        raise SourceChanged("it begins with ?")
    return {"text": text}


def split(_item: Item, known: Mapping[str, Any]) -> Mapping[str, Any]:
    """`revoked: A, B` names whose licence is gone."""
    _, _, names = known["text"].partition("revoked: ")
    return {f"bank/{name.lower()}": {"name": name} for name in names.split(", ") if name}


def read_item(item: Item, known: Mapping[str, Any]) -> Entry:
    """The notice."""
    notice = Notice(title=item.title, category="other", published=item.date, text=known["text"])
    return Entry(id=f"t_list:{item.key}", source="t_list", type="notice", notice=notice)


def read_bank(key: str, parts: Mapping[str, Any]) -> Entry:
    """A bank, with each of the notices that name it."""
    (name,) = {part["name"] for part in parts.values()}
    return Entry(
        id=f"t_list:{key}",
        source="t_list",
        type="party",
        subject=Subject(schema="Company", names=(Name(full=name, kind="primary"),)),
        listings=tuple(Listing(list=f"Notice {item}", kind="licence_revocation") for item in parts),
        covered_by=tuple(f"t_list:{item}" for item in parts),
    )


def rolling(**fields: Any) -> Roll:
    """The source of it."""
    about: About = replace(ABOUT, kind="rolling", least=1)
    given: dict[str, Any] = {
        "about": about,
        "listings": {"news": Request(name="", url=f"{HOST}/?page=1")},
        "page": page,
        "concerns": lambda item: "weather" if "weather" in item.title else None,
        "details": lambda item: {PAGE: Request(name="", url=item.url)},
        "cut": cut,
        "split": split,
        "item": read_item,
        "derived": read_bank,
        "pages": 3,
    }
    return Roll(**given | fields)


@dataclass
class Bulletin:
    """What is on the pages, newest first, and what each item's own page says (an int: the status it answers with)."""

    size: int = 3
    rows: list[tuple[str, str, str]] = field(default_factory=list)
    texts: dict[str, str | int] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def add(self, key: str, date: str, text: str | int, title: str = "") -> None:
        self.rows.insert(0, (key, date, title or f"Notice {key}"))
        self.texts[key] = text

    def fetch(self, request: Request, _about: About, validators: Validators | None, now: datetime) -> Fetched:
        self.asked.append(request.url.removeprefix(HOST))
        answer = self._answer(request.url.removeprefix(f"{HOST}/"))
        if isinstance(answer, int):
            raise Unreachable(f"HTTP {answer}", status=answer)
        body, etag = answer.encode(), sha256(answer.encode())
        if validators and validators.etag == etag:
            return Fetched(document=None, validators=validators)
        document = Document(
            name=request.name, url=request.url, opened=lambda: io.BytesIO(body), sha256=sha256(body), size=len(body),
            fetched_at=stamp(now),
        )  # fmt: skip
        return Fetched(document=document, validators=Validators(etag=etag))

    def _answer(self, path: str) -> str | int:
        if not path.startswith("?page="):
            return self.texts[path]
        number = int(path.removeprefix("?page="))
        rows = self.rows[(number - 1) * self.size : number * self.size]
        more = [f"next {number + 1}"] if len(self.rows) > number * self.size else []
        return "\n".join(["|".join(row) for row in rows] + more)


def wired(bulletin: Bulletin, roll: Roll | None = None) -> Wire:
    """The use cases over the twin, with this bulletin as the publisher."""
    return Wire(publisher=bulletin, source=(roll or rolling()).source)  # type: ignore[arg-type]
