"""A small loopback server that plays OFAC's Sanctions List Service, the UN and FinCEN, edition by edition.

The product fetches `https://HOST/PATH` as `ORIGIN/HOST/PATH` when it is told of a publisher origin. What is behind a
host and path is decided here from the edition alone: nothing is random, and a clock is only asked when an edition
begins. `POST /_demo/edition/N` turns the page; `GET /_demo` says which page is open.
"""

from __future__ import annotations

import hashlib
import io
import json
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from demo import fincen, ofac, un
from demo.story import EDITIONS, Edition

SLS = "sanctionslistservice.ofac.treas.gov"
CATALOGUE = "api/PublicationPreview/SdnList"
UN = ("scsanctions.un.org", "resources/xml/en/consolidated.xml")
FINCEN = ("www.fincen.gov", "resources/statutes-and-regulations/311-and-9714-special-measures")
EASTERN = ZoneInfo("America/New_York")
FIRST_PUBLICATION = 1201
"""OFAC numbers its publications; where the demonstration's begin is made up."""

NO_SUCH_KEY = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.'
    b"</Message><Key>DownloadFile</Key><RequestId>DEMO</RequestId></Error>"
)
"""The body that the list service has answered with in place of a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What goes back over the wire."""

    status: int = HTTPStatus.OK
    body: bytes = b""
    type: str = "application/octet-stream"
    headers: dict[str, str] = field(default_factory=dict)


NOT_FOUND = Answer(status=HTTPStatus.NOT_FOUND, body=b"no such page", type="text/plain")


class Publishers:
    """The three publishers as they stand in the current edition."""

    def __init__(self, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC), storage_host: str) -> None:
        """`storage_host` is where the list service's downloads lead: it must be a host that the product may follow."""
        self._clock = clock
        self._storage_host = storage_host
        self._lock = threading.Lock()
        self._begun: dict[int, datetime] = {}
        self.turn(1)

    def now(self) -> datetime:
        """The time of the story: the product asks for it, too."""
        return self._clock()

    @property
    def edition(self) -> Edition:
        """The edition that is out."""
        return EDITIONS[max(self._begun) - 1]

    def turn(self, number: int) -> None:
        """Bring out an edition, with those before it; an earlier number starts the story afresh."""
        with self._lock:
            if number < max(self._begun, default=0):
                self._begun = {}
            now = self._clock()
            for edition in range(1, number + 1):
                self._begun.setdefault(edition, now - timedelta(days=1) if edition == 1 else now)

    def answer(self, method: str, origin: str, target: str, validator: str = "") -> Answer:
        """The answer to a request for `/HOST/PATH?QUERY`."""
        host, _, path = urlsplit(target).path.removeprefix("/").partition("/")
        if method == "POST":
            return _json(self._catalogue()) if (host, path) == (SLS, CATALOGUE) else NOT_FOUND
        if host == SLS:
            return self._list_service(origin, path.split("/"))
        if host == self._storage_host:
            return self._download(path)
        if (host, path) == UN:
            begun = self._begun[self.edition.un]
            body = un.consolidated(self.edition.un, generated=begun)
            return _conditional(Answer(body=body, type="text/xml"), begun, validator)
        if (host, path) == FINCEN:
            begun = self._begun[self.edition.fincen]
            page = Answer(body=fincen.page(self.edition.fincen), type="text/html; charset=UTF-8")
            return _conditional(page, begun, validator)
        return NOT_FOUND

    def _list_service(self, origin: str, path: list[str]) -> Answer:
        match path:
            case ["changes", "history", *day]:
                return _json(self._history(day))
            case ["changes", "latest"]:
                return self._stored(origin, f"{self._publications()[-1][0]}.delta.xml")
            case ["changes", publication] if publication.isdigit():
                return self._stored(origin, f"{publication}.delta.xml")
            case ["api", "PublicationPreview", "exports", name]:
                return self._stored(origin, name)
            case _:
                return NOT_FOUND

    def _publications(self) -> list[tuple[int, int, datetime]]:
        """(publication id, edition, time) of everything OFAC has published so far, in order."""
        editions = [e.number for e in EDITIONS if e.ofac_publishes and e.number in self._begun]
        return [(FIRST_PUBLICATION + n, edition, self._begun[edition]) for n, edition in enumerate(editions)]

    def _history(self, day: list[str]) -> list[dict[str, object]]:
        wanted = [int(part) for part in day]
        found: list[dict[str, object]] = []
        for publication, _edition, begun in self._publications():
            eastern = begun.astimezone(EASTERN)
            if [eastern.year, eastern.month, eastern.day][: len(wanted)] == wanted:
                published = eastern.replace(tzinfo=None).isoformat(timespec="microseconds")
                found.append({"publicationID": publication, "datePublished": published})
        return found

    def _catalogue(self) -> list[dict[str, object]]:
        listed = self._begun[self.edition.ofac_lists].astimezone(EASTERN)
        stamp = listed.replace(tzinfo=None).isoformat(timespec="microseconds")
        rows: list[dict[str, object]] = []
        for name in ("SDN_ENHANCED.XML", "SDN_ENHANCED.ZIP", "CONS_ENHANCED.XML", "CONS_ENHANCED.ZIP"):
            body = self._list(name)
            hashes = json.dumps({"SHA-256": hashlib.sha256(body).hexdigest()})
            rows.append({"fileName": name, "size": len(body), "lastUpdated": stamp, "publishDate": stamp[:10],
                         "hashCodes": hashes})  # fmt: skip
        return rows

    def _stored(self, origin: str, name: str) -> Answer:
        signed = f"{origin}/{self._storage_host}/{name}?X-Amz-Expires=3600&X-Amz-Signature=demo"
        return Answer(status=HTTPStatus.FOUND, headers={"Location": signed})

    def _download(self, name: str) -> Answer:
        for publication, edition, begun in self._publications():
            if name == f"{publication}.delta.xml":
                if edition in self.edition.ofac_unreadable:
                    return Answer(body=NO_SUCH_KEY, type="application/xml")
                return Answer(body=ofac.delta(edition, published=begun.astimezone(EASTERN)), type="application/xml")
        try:
            return Answer(body=self._list(name))
        except KeyError:
            return Answer(status=HTTPStatus.NOT_FOUND, body=NO_SUCH_KEY, type="application/xml")

    def _list(self, name: str) -> bytes:
        sdn = {"SDN_ENHANCED": True, "CONS_ENHANCED": False}[name.rpartition(".")[0]]
        edition = self.edition.ofac_lists
        body = ofac.full_list(edition, sdn=sdn, as_of=self._begun[edition].astimezone(EASTERN))
        return _zipped(name.replace(".ZIP", ".XML"), body) if name.endswith(".ZIP") else body


def _zipped(name: str, body: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name), body, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _json(value: object) -> Answer:
    return Answer(body=json.dumps(value).encode(), type="application/json")


def _conditional(answer: Answer, modified: datetime, validator: str) -> Answer:
    tag = f'"{hashlib.sha256(answer.body).hexdigest()[:16]}"'
    headers = {"ETag": tag, "Last-Modified": format_datetime(modified.astimezone(UTC), usegmt=True)}
    if validator == tag:
        return Answer(status=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Answer(body=answer.body, type=answer.type, headers=headers)


class Handler(BaseHTTPRequestHandler):
    """HTTP in front of `Publishers`."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        """A publisher's page, or the state of the demonstration."""
        if self.path == "/_demo/clock":
            self._send(Answer(body=self.server.publishers.now().isoformat().encode(), type="text/plain"))
        elif self.path == "/_demo":
            edition = self.server.publishers.edition
            self._send(_json({"edition": edition.number, "of": len(EDITIONS), "title": edition.title}))
        else:
            self._send(self._publisher())

    do_HEAD = do_GET  # noqa: N815 - the name is the standard library's

    def do_POST(self) -> None:
        """The catalogue, or the next edition."""
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        number = self.path.removeprefix("/_demo/edition/")
        if number.isdigit() and 1 <= int(number) <= len(EDITIONS):
            self.server.publishers.turn(int(number))
            self._send(_json({"edition": int(number)}))
        else:
            self._send(self._publisher())

    def _publisher(self) -> Answer:
        method = "GET" if self.command == "HEAD" else self.command
        validator = self.headers.get("If-None-Match", "")
        return self.server.publishers.answer(method, self.server.origin, self.path, validator)

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.type)
        self.send_header("Content-Length", str(len(answer.body)))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parameter's name is inherited
        """Keep quiet: the demonstration tells its own story."""


class Server(ThreadingHTTPServer):
    """The publishers on a loopback port."""

    daemon_threads = True

    def __init__(self, publishers: Publishers, port: int = 0) -> None:
        """A free port unless one is given."""
        super().__init__(("127.0.0.1", port), Handler)
        self.publishers = publishers
        self.origin = f"http://127.0.0.1:{self.server_port}"


@contextmanager
def serving(publishers: Publishers, port: int = 0) -> Iterator[Server]:
    """Serve from a thread until the block ends."""
    with Server(publishers, port) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), name="publishers", daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
