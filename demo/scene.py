"""What has happened so far in a story, and what a publisher answers: the words that all played publishers share."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, urlsplit

NOTE = "RECONSTRUCTION made by hand for a demonstration. No authority published this page; never screen against it."
"""What every page says of itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What goes back over the wire."""

    status: int = HTTPStatus.OK
    body: bytes = b""
    type: str = "application/octet-stream"
    headers: dict[str, str] = field(default_factory=dict)


NOT_FOUND = Answer(status=HTTPStatus.NOT_FOUND, body=b"no such page", type="text/plain")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request for a publisher's page."""

    method: str
    host: str
    path: str
    query: Mapping[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, method: str, target: str) -> Asked:
        """The request for `/HOST/PATH?QUERY`."""
        parts = urlsplit(target)
        host, _, path = parts.path.removeprefix("/").partition("/")
        return cls(method=method, host=host, path=path, query=parse_qs(parts.query, keep_blank_values=True))

    def one(self, name: str, otherwise: str = "") -> str:
        """A parameter that is given once."""
        return self.query.get(name, [otherwise])[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Event → when it happened."""

    began: datetime
    happened: Mapping[str, datetime] = field(default_factory=dict)

    def shows(self, fact: Mapping[str, Any]) -> bool:
        """Whether a fact is out: what it comes `since` has happened, and nothing that it lasts `until`."""
        since, until = fact.get("since"), fact.get("until")
        return (since is None or since in self.happened) and (until is None or until not in self.happened)

    def out(self, facts: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
        """Those facts that are out, as later events have amended them."""
        for fact in facts:
            if self.shows(fact):
                yield {**fact, **{k: v for new in self._amended(fact) for k, v in new.items()}}

    def _amended(self, fact: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        amended = fact.get("amended", {})
        return [amended[event] for event in self.happened if event in amended]

    def when(self, *starts: str) -> datetime:
        """When the last event happened whose name begins in one of these ways; if none, when the story began."""
        return max((at for event, at in self.happened.items() if event.startswith(starts)), default=self.began)


def page(body: bytes | str, kind: str, modified: datetime) -> Answer:
    """A page with the validators that servers give: tag and time."""
    body = body if isinstance(body, bytes) else body.encode()
    tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    stamp = format_datetime(modified.astimezone(UTC).replace(microsecond=0), usegmt=True)
    return Answer(body=body, type=kind, headers={"ETag": tag, "Last-Modified": stamp})


def html(body: bytes | str, modified: datetime) -> Answer:
    """An HTML page."""
    return page(body, "text/html; charset=UTF-8", modified)


def as_json(value: object) -> Answer:
    """A service's answer."""
    return Answer(body=json.dumps(value, ensure_ascii=False).encode(), type="application/json")


def unless_known(answer: Answer, validator: str) -> Answer:
    """Not modified, if that is the page which is asked after."""
    if validator and validator == answer.headers.get("ETag"):
        return Answer(status=HTTPStatus.NOT_MODIFIED, headers=answer.headers)
    return answer


def paragraphs(texts: Iterable[str]) -> str:
    """Paragraphs of a page: `**what is bold**` is bold."""
    bold = (re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", escape(text, quote=False)) for text in texts)
    return "".join(f"<p>{text}</p>" for text in bold)
