"""A small loopback server that plays every publisher of a story, edition by edition.

The product fetches `https://HOST/PATH` as `ORIGIN/HOST/PATH` when it is told of a publisher origin, and takes its time
from `ORIGIN/_demo/clock`. What is behind a host and path is decided here from what has happened in the story so far:
nothing is random. `POST /_demo/edition/N` turns the page; `GET /_demo` says which page is open.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from demo import ecfr, fincen, fr, nbc, rbi, treasury, uk, un
from demo.list_service import CATALOGUE, SLS, ListService
from demo.scene import NOT_FOUND, NOTE, Answer, Asked, Scene, as_json, unless_known
from demo.story import EDITIONS, Edition

__all__ = ["CATALOGUE", "FINCEN", "SLS", "UN", "Answer", "Publishers", "serving"]

FINCEN, UN = (fincen.HOSTS[0], fincen.PATH), (un.HOSTS[0], un.PATH)

PLAYED: Mapping[str, Callable[[Asked, Scene], Answer]] = {
    host: player.answer for player in (ecfr, fincen, fr, nbc, rbi, treasury, uk, un) for host in player.HOSTS
}
"""Host → who plays it, of all that need to know nothing but what has happened."""


def real_time() -> datetime:
    """The time as it is, for stories without dates of their own."""
    return datetime.now(UTC)


class Publishers:
    """The publishers as they stand in the current edition of a story."""

    def __init__(
        self, *, editions: Sequence[Edition] = EDITIONS, clock: Callable[[], datetime] = real_time, storage_host: str
    ) -> None:
        """`storage_host` is where the list service's downloads lead: it must be a host that the product may follow."""
        self.editions = editions
        self._clock = clock
        self._lists = ListService(storage_host)
        self._lock = threading.Lock()
        self._begun: dict[int, datetime] = {}
        self.turn(1)

    def now(self) -> datetime:
        """The time of the story: the product asks for it, too."""
        return self._clock()

    @property
    def edition(self) -> Edition:
        """The edition that is out."""
        return self.editions[max(self._begun) - 1]

    def turn(self, number: int) -> None:
        """Bring out an edition, with those before it; an earlier number starts the story afresh."""
        with self._lock:
            if number < max(self._begun, default=0):
                self._begun = {}
            now = self._clock()
            for edition in range(1, number + 1):
                self._begun.setdefault(edition, now - timedelta(days=1) if edition == 1 else now)

    def scene(self, number: int | None = None) -> Scene:
        """What has happened up to an edition: the one that is out unless told otherwise."""
        happened = {
            event: self._begun[edition.number]
            for edition in self.editions[: max(self._begun) if number is None else number]
            for event in edition.happens
        }
        return Scene(began=self._begun[1], happened=happened)

    def answer(self, method: str, origin: str, target: str, validator: str = "") -> Answer:
        """The answer to a request for `/HOST/PATH?QUERY`; every one says that it is a reconstruction."""
        answer = unless_known(self._answer(Asked.of(method, target), origin), validator)
        return replace(answer, headers={"X-Reconstruction": NOTE, **answer.headers})

    def _answer(self, asked: Asked, origin: str) -> Answer:
        if asked.host in self._lists.hosts:
            return self._lists.answer(asked, origin, self.out(), self.scene)
        if asked.method != "GET":
            return NOT_FOUND
        player = PLAYED.get(asked.host)
        return player(asked, self.scene()) if player else NOT_FOUND

    def out(self) -> list[tuple[Edition, datetime]]:
        """The editions that are out, and when each came out."""
        return [(self.editions[number - 1], at) for number, at in sorted(self._begun.items())]


class Handler(BaseHTTPRequestHandler):
    """HTTP in front of `Publishers`."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        """A publisher's page, or the state of the demonstration."""
        if self.path == "/_demo/clock":
            self._send(Answer(body=self.server.publishers.now().isoformat().encode(), type="text/plain"))
        elif self.path == "/_demo":
            edition, of = self.server.publishers.edition, len(self.server.publishers.editions)
            self._send(as_json({"edition": edition.number, "of": of, "title": edition.title}))
        else:
            self._send(self._publisher())

    do_HEAD = do_GET  # noqa: N815 - the name is the standard library's

    def do_POST(self) -> None:
        """The catalogue, or the next edition."""
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        number = self.path.removeprefix("/_demo/edition/")
        if number.isdigit() and 1 <= int(number) <= len(self.server.publishers.editions):
            self.server.publishers.turn(int(number))
            self._send(as_json({"edition": int(number)}))
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
