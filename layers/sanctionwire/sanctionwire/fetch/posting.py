"""Posting to a few hosts that are named beforehand: the same checks and deadlines as when something is fetched."""

from __future__ import annotations

import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sanctionwire.fetch import wire
from sanctionwire.fetch.answers import refused
from sanctionwire.fetch.fetcher import user_agent
from sanctionwire.fetch.targets import target
from sanctionwire.fetch.wire import Deadline, Limits, Resolve

MOST = 64 * 1024
"""Bytes of an answer that are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """An answer, whatever its status."""

    status: int
    retry_after: int | None
    """In how many seconds it wants to be asked again."""
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Poster:
    """The way to these hosts and no others. `origin`: a local server that plays them all."""

    hosts: Sequence[str]
    contact: str = ""
    origin: str | None = None
    limits: Limits = field(default_factory=lambda: Limits(connect=5, silence=10, total=10))
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    resolver: Resolve = wire.resolve

    def post(self, url: str, headers: Mapping[str, str], body: bytes, now: datetime) -> Posted:
        """Post once; a redirect is an answer like any other. Raises Unreachable, Suspicious."""
        deadline = Deadline(self.limits.total, self.limits.silence)
        with wire.request(
            target(url, hosts=self.hosts, origin=self.origin),
            method="POST",
            headers={"User-Agent": user_agent(self.contact), **headers},
            body=body,
            tls=self.tls,
            deadline=deadline,
            limits=self.limits,
            resolver=self.resolver,
        ) as response:
            answer = b""
            for piece in wire.pieces(response):
                answer += piece
                if len(answer) >= MOST:
                    break
            wait = refused(response.status, response.headers, b"", now).retry_after
            return Posted(status=response.status, retry_after=wait, body=answer[:MOST])
