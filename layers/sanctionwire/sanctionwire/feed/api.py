"""The API: which address answers what, for whom, and how what goes wrong is told."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sanctionwire.errors import Unreachable
from sanctionwire.feed import openapi
from sanctionwire.feed.alerts import atom, json_feed
from sanctionwire.feed.entries import entry, history
from sanctionwire.feed.files import file
from sanctionwire.feed.http import PREFLIGHT, Answer, Request, answer, request, trouble, written
from sanctionwire.feed.pages import changes
from sanctionwire.feed.ports import Ports
from sanctionwire.feed.problems import Problem
from sanctionwire.feed.snapshots import snapshot
from sanctionwire.feed.sources import sources

NOTICE = (
    "Made from public sources; not legal advice. The publisher's own document prevails. That a name is absent here is "
    "no clearance."
)
_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One address. `path` is written as OpenAPI writes it."""

    path: str
    answers: Callable[..., Answer]
    scope: str | None = None
    """What the key must open; None: no key is needed."""
    matches: re.Pattern[str]


def service(asked: Request, ports: Ports, _now: datetime) -> Answer:
    """`GET /`: what this is, and the head of its log."""
    asked.asked()
    head = ports.log.head()
    links = {name: f"{ports.base}{path}" for name, path in openapi.ENTRANCES.items()}
    about = {"name": "sanctionwire", "about": "Sanctions and other regulatory actions, as they change.", **links}
    return answer(about | {"head": head.seq, "head_hash": head.hash, "notice": NOTICE})


def described(asked: Request, ports: Ports, _now: datetime) -> Answer:
    """`GET /openapi.json`: this API in OpenAPI's words."""
    asked.asked()
    return answer(openapi.document(ports.base))


def receipt(asked: Request, ports: Ports, _now: datetime, number: str) -> Answer:
    """`GET /v1/commits/{seq}`: the receipt byte for byte as it was hashed, its own hash included."""
    asked.asked()
    commit = ports.log.get(int(number))
    if commit is None:
        raise Problem("no-such-commit", f"there is no commit {number}; the head is {ports.log.head().seq}")
    return Answer(body=commit.text.encode(), etag=commit.hash)


def _route(path: str, answers: Callable[..., Answer], scope: str | None = None, *, part: str = "[^/]+") -> Route:
    """`part`: what may stand in the place of a parameter."""
    pattern = re.sub(r"\\{\w+\\}", lambda _: f"({part})", re.escape(path))
    return Route(path=path, answers=answers, scope=scope, matches=re.compile(pattern, re.DOTALL | re.ASCII))


ROUTES = (
    _route("/", service),
    _route("/openapi.json", described),
    _route("/feed.json", json_feed),
    _route("/feed.atom", atom),
    _route("/files/{token}", file),
    _route("/v1/changes", changes, "feed"),
    _route("/v1/snapshots/{source}", snapshot, "feed"),
    _route("/v1/commits/{seq}", receipt, "feed", part="[1-9][0-9]{0,14}"),
    _route("/v1/sources", sources, "feed"),
    _route("/v1/entries", entry, "entries"),
    _route("/v1/entries/history", history, "entries"),
    _route("/v1/entries/{id}/history", history, "entries", part=".+"),
    _route("/v1/entries/{id}", entry, "entries", part=".+"),
)


def handle(event: Mapping[str, Any], ports: Ports, now: datetime) -> dict[str, Any]:
    """The answer to one HTTP API event; whatever goes wrong is a problem in the answer, and never an exception."""
    asked = request(event)
    try:
        reply = _routed(asked, ports, now)
    except Problem as problem:
        reply = trouble(problem, asked)
    except Unreachable:
        _LOGGER.exception("the store did not answer request %s", asked.request_id)
        reply = trouble(Problem("unavailable", "ask again in a moment", headers={"retry-after": "5"}), asked)
    except Exception:
        _LOGGER.exception("request %s failed", asked.request_id)
        reply = trouble(Problem("broken", f"quote {asked.request_id} to whoever runs this service"), asked)
    return written(reply, asked)


def _routed(asked: Request, ports: Ports, now: datetime) -> Answer:
    if asked.method == "OPTIONS":
        return Answer(status=204, headers=PREFLIGHT)
    if asked.method not in {"GET", "HEAD"}:
        raise Problem("method-not-allowed", f"{asked.method[:20]} is not answered", headers=PREFLIGHT)
    for route in ROUTES:
        if found := route.matches.fullmatch(asked.path):
            _opened(asked, route)
            return route.answers(asked, ports, now, *found.groups())
    raise Problem("no-such-address", f"{asked.path[:200]!r}; / names the entrances")


def _opened(asked: Request, route: Route) -> None:
    """The gateway let the key pass; what it opens is checked here."""
    if route.scope is None:
        return
    if asked.scopes is None:
        told = "send the header Authorization: Bearer <key>; `sanctionwire key create` makes keys"
        raise Problem("no-key", told, headers={"www-authenticate": "Bearer"})
    if route.scope not in asked.scopes:
        held = ", ".join(sorted(asked.scopes)) or "nothing"
        raise Problem("no-scope", f"this needs the scope {route.scope}; the key opens {held}")
