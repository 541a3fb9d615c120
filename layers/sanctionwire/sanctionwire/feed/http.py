"""HTTP as API Gateway's payload 2.0 speaks it: a request read from an event, an answer written for it."""

from __future__ import annotations

import base64
import gzip
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, quote, unquote

import orjson

from sanctionwire.core.canonical import sha256
from sanctionwire.feed.problems import Problem

_MOST = 4_900_000
"""Bytes of a body sent as it is: Lambda takes 6 MB, and a JSON text grows by its escapes on the way there."""
_WORTH_COMPRESSING = 1_400
_ALWAYS = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "ETag, Location, Retry-After, Content-Disposition",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
PREFLIGHT = {
    "access-control-allow-methods": "GET, HEAD, OPTIONS",
    "access-control-allow-headers": "authorization, if-none-match",
    "access-control-max-age": "86400",
    "allow": "GET, HEAD, OPTIONS",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request, its path and query decoded."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: Mapping[str, str]
    request_id: str
    scopes: frozenset[str] | None
    """Of the API key; None where no key was shown."""

    @property
    def instance(self) -> str:
        """This occurrence, for a problem: the request's id, never its query or a token in its path."""
        place = "/files" if self.path.startswith("/files/") else quote(self.path, safe="/:")
        return f"{place}#{quote(self.request_id)}"

    def asked(self, *names: str) -> dict[str, list[str]]:
        """The query's values by name; any name but `names` is a problem, and so is a name without a value."""
        values: dict[str, list[str]] = {}
        for name, value in self.query:
            if name not in names:
                known = ", ".join(names) or "none"
                raise Problem("bad-parameter", f"{name[:60]!r} is not a parameter here; known: {known}")
            if not value.strip():
                raise Problem("bad-parameter", f"{name} has no value")
            values.setdefault(name, []).append(value)
        return values

    def single(self, *names: str) -> dict[str, str]:
        """As `asked`, each name at most once."""
        values = self.asked(*names)
        if twice := [name for name, found in values.items() if len(found) > 1]:
            raise Problem("bad-parameter", f"{twice[0]} may be given once only")
        return {name: found[0] for name, found in values.items()}

    def holds(self, etag: str) -> bool:
        """Whether the client already has the representation that `etag` names, compressed or not."""
        told = self.headers.get("if-none-match", "")
        return told.strip() == "*" or etag in re.findall(r'"([^"]*?)(?:-gzip)?"', told)

    @property
    def takes_gzip(self) -> bool:
        """Whether the client accepts a gzip body."""
        offers = self.headers.get("accept-encoding", "").lower().replace(" ", "").split(",")
        return any(re.fullmatch(r"gzip(;q=(1|0\.0*[1-9]).*)?", offer) for offer in offers)


def request(event: Mapping[str, Any]) -> Request:
    """The request that an HTTP API event carries.

    The gateway hands `rawPath` over with every escape but `%25` already decoded; decoding it once here is right both
    for that and for a path that arrives as it was sent.
    """
    context = event.get("requestContext") or {}
    known = (context.get("authorizer") or {}).get("lambda") or {}
    try:
        query = parse_qsl(event.get("rawQueryString") or "", keep_blank_values=True, max_num_fields=200)
    except ValueError:
        query = [("(too many parameters)", "")]
    return Request(
        method=str((context.get("http") or {}).get("method", "GET")).upper(),
        path=_text(unquote(event.get("rawPath") or "/")),
        query=tuple((_text(name), _text(value)) for name, value in query),
        headers={name.lower(): value for name, value in (event.get("headers") or {}).items()},
        request_id=str(context.get("requestId", "-")),
        scopes=frozenset(str(known["scopes"]).split()) if known.get("scopes") is not None else None,
    )


def _text(value: str) -> str:
    """Text that can be written as UTF-8: JSON can smuggle in halves of characters."""
    return value.encode(errors="replace").decode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer before it is fitted to what the client takes. `etag` is bare; without one it follows the body."""

    body: bytes = b""
    status: int = 200
    etag: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = "application/json"


def answer(value: Any, *, status: int = 200, etag: str | None = None, **headers: str) -> Answer:
    """An answer whose body is `value` as JSON; header names are given with underscores."""
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Answer(body=orjson.dumps(value), status=status, etag=etag, headers=named)


def trouble(problem: Problem, asked: Request) -> Answer:
    """The answer that tells of `problem`."""
    return Answer(
        body=orjson.dumps(problem.body(asked.instance)),
        status=problem.status,
        headers={"cache-control": "no-store", **problem.headers},
        content_type="application/problem+json",
    )


def written(reply: Answer, asked: Request) -> dict[str, Any]:
    """`reply` as the gateway wants it: conditional, compressed, or without its body, as `asked` wishes."""
    headers = {"cache-control": "private, no-cache", "vary": "accept-encoding, authorization", **_ALWAYS}
    headers |= reply.headers
    compress = asked.takes_gzip and len(reply.body) > _WORTH_COMPRESSING
    if reply.status == 200:  # noqa: PLR2004 - the status itself
        etag = reply.etag or sha256(reply.body)[:32]
        headers["etag"] = f'"{etag}-gzip"' if compress else f'"{etag}"'
        if asked.holds(etag):
            return {"statusCode": 304, "headers": headers}
    if len(reply.body) > _MOST and not compress:
        limit = Problem("page-too-large", "ask again with Accept-Encoding: gzip, or with a smaller limit")
        return written(trouble(limit, asked), asked)
    if reply.body:
        headers["content-type"] = reply.content_type
    return {"statusCode": reply.status, "headers": headers} | _body(reply.body, headers, asked, compress=compress)


def _body(body: bytes, headers: dict[str, str], asked: Request, *, compress: bool) -> dict[str, Any]:
    if asked.method == "HEAD":
        return {}
    if not compress:
        return {"body": body.decode()}
    headers["content-encoding"] = "gzip"
    return {"body": base64.b64encode(gzip.compress(body, 6, mtime=0)).decode(), "isBase64Encoded": True}
