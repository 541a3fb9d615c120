"""One document from one publisher: redirects followed by hand, every answer judged before it is believed."""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import HTTPException, HTTPResponse
from typing import Any

from sanctionwire.errors import Suspicious, Unreachable, WireError
from sanctionwire.fetch import wire
from sanctionwire.fetch.answers import REDIRECTS, Headers, kept, publisher_sha256, refused
from sanctionwire.fetch.body import Body, received
from sanctionwire.fetch.bulk import RESERVE, Download, More, Parts
from sanctionwire.fetch.targets import Target, joined, target
from sanctionwire.fetch.wire import Deadline, Limits, Resolve
from sanctionwire.source import About, Document, Request

OK, NOT_MODIFIED = 200, 304
_FIRST_WORDS = 8 * 1024
_ABOUT_US = "https://github.com/sanctionwire/sanctionwire"


def user_agent(contact: str = "", *, url: str = _ABOUT_US) -> str:
    """Who asks, in the form that publishers let pass: `Mozilla/` and a digit first, forty characters or more."""
    told = f"; contact={contact}" if contact else ""
    name = f"Mozilla/5.0 (compatible; sanctionwire/1.0; +{url}{told})"
    if not name.isascii() or not name.isprintable():
        raise ValueError(f"a contact that cannot stand in a header: {contact!r}")
    return name


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A document, or none where it is the one that is known already; and the validators for the next request."""

    document: Document | None
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetcher:
    """The way to the publishers. `publisher_origin`: a local server that plays them all."""

    contact: str = ""
    publisher_origin: str | None = None
    limits: Limits = field(default_factory=Limits)
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    resolver: Resolve = wire.resolve

    def fetch(
        self,
        request: Request,
        *,
        about: About,
        now: datetime,
        etag: str | None = None,
        last_modified: str | None = None,
    ) -> Answer:
        """Ask once. Unreachable: ask again later. Suspicious: what answered is not what was declared."""
        known = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        conditions = {name: value for name, value in known.items() if value}
        deadline = Deadline(self.limits.total, self.limits.silence)
        headers = {"Accept-Encoding": "gzip", **conditions}
        with self.answered(request, about=about, headers=headers, deadline=deadline) as (response, where):
            if response.status == NOT_MODIFIED and conditions:
                return Answer(
                    document=None,
                    etag=response.headers.get("etag") or etag,
                    last_modified=response.headers.get("last-modified") or last_modified,
                )
            if response.status != OK:
                raise refusal(response, now)
            document = self._document(request, about, response, where=where, now=now)
        validators = {"etag": document.headers.get("etag"), "last_modified": document.headers.get("last-modified")}
        return Answer(document=document, **validators)

    @contextmanager
    def answered(
        self, request: Request, *, about: About, headers: Mapping[str, str], deadline: Deadline
    ) -> Iterator[tuple[HTTPResponse, Target]]:
        """The answer at the end of all redirects, and who gave it. Signed addresses are followed, never kept."""
        method, body, url = request.method, request.body, request.url
        sent = {"User-Agent": user_agent(self.contact), "Accept": request.accept, **headers}
        for hop in range(self.limits.redirects + 1):
            with _placed(url, hop):
                to = target(url, hosts=about.hosts, origin=self.publisher_origin)
                kind = {"Content-Type": "application/json"} if body else {}
                with wire.request(
                    to,
                    method=method,
                    headers=sent | kind,
                    body=body,
                    tls=self.tls,
                    deadline=deadline,
                    limits=self.limits,
                    resolver=self.resolver,
                ) as response:
                    location = response.headers.get("location")
                    if response.status not in REDIRECTS or not location:
                        yield response, to
                        return
            url = joined(to.url, location)
            if method == "POST" and response.status not in {307, 308}:
                method, body = "GET", None
        raise Unreachable(f"more than {self.limits.redirects} redirects", expected="a document")

    def resume(
        self,
        request: Request,
        *,
        about: About,
        now: datetime,
        store: Parts,
        key: str,
        seconds: float,
        progress: Mapping[str, Any] | None = None,
    ) -> Document | More:
        """Download into the store's `key`, within `seconds` less a reserve; `progress` is what an earlier More said.

        More: go on in another run. Unreachable where a run got nowhere, so that going on has an end.
        """
        download = Download(store=store, key=key, cap=request.max_bytes or about.max_bytes)
        download.pick_up(progress)
        deadline = Deadline(max(seconds - RESERVE, 1), self.limits.silence)
        try:
            with self.answered(request, about=about, headers=download.asking, deadline=deadline) as (response, where):
                if not download.take(response):
                    raise refusal(response, now)
        except Unreachable:
            if more := download.more():
                return more
            if not download.resumed:
                download.drop()
            raise
        except Suspicious:
            download.drop()
            raise
        return finished(request, download.headers, download.done(), where=where, now=now)

    def _document(
        self, request: Request, about: About, response: HTTPResponse, *, where: Target, now: datetime
    ) -> Document:
        cap = request.max_bytes or about.max_bytes
        stated = response.length
        if stated is not None and stated > cap:
            raise Suspicious(f"a body of {stated} bytes", expected=f"at most {cap}")
        encoding = response.headers.get("content-encoding", "")
        body = received(wire.pieces(response), encoding=encoding, cap=cap, ratio=self.limits.ratio)
        return finished(request, response.headers, body, where=where, now=now)


def finished(request: Request, headers: Headers, body: Body, *, where: Target, now: datetime) -> Document:
    """The document, if its hash is the one that the publisher states."""
    stated = request.expected_sha256 or publisher_sha256(headers)
    if stated and stated.lower() not in {body.sha256, body.wire_sha256}:
        raise Suspicious(f"SHA-256 {body.sha256}", expected=f"the publisher's own, {stated.lower()}")
    return Document(
        name=request.name,
        url=request.url,
        opened=body.opened,
        sha256=body.sha256,
        size=body.size,
        fetched_at=now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        final_host=where.host,
        headers=kept(headers),
        tls_verified=where.tls,
        publisher_sha256=stated,
    )


def refusal(response: HTTPResponse, now: datetime) -> Unreachable:
    """What to say of an answer that is no document, with the first words of its body where it has some."""
    words = b""
    with suppress(OSError, WireError, HTTPException):  # the status says enough
        words = next(wire.pieces(response, _FIRST_WORDS), b"")
    return refused(response.status, response.headers, words, now)


@contextmanager
def _placed(url: str, hop: int) -> Iterator[None]:
    """Errors behind a redirect say where it led; whoever asked knows where it began."""
    try:
        yield
    except WireError as error:
        if hop == 0 or type(error) not in {Suspicious, Unreachable}:
            raise
        raise error.at(place=f"redirected to {url.partition('?')[0]}") from error
