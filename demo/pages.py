"""The pages of the demonstration: the time line with its buttons, inbox and Slack; and where both are delivered to.

All text that comes in is hostile until shown as text: the pages build no HTML from it, and their content policy lets
nothing run or load but their own files.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from demo import slack
from demo.director import Director
from demo.inbox import BOXES, Inbox
from demo.slack import Workspace
from demo.story import Edition

PAGE = Path(__file__).parent / "page"
_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}
_PAGES = {"/": "timeline.html", "/inbox": "inbox.html", "/slack": "slack.html"}
_FILES = {f"/{path.name}" for path in PAGE.iterdir() if path.suffix in {".css", ".js"}}
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
_MOST_BYTES = 1024 * 1024
_JSON = "application/json"


@dataclass(slots=True, kw_only=True)
class Room:
    """What the pages show, and who is told when a button is pressed."""

    inbox: Inbox
    workspace: Workspace = field(default_factory=Workspace)
    director: Director = field(default_factory=Director)
    editions: Sequence[Edition] = ()
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    threads: Mapping[str, str] = field(default_factory=dict)
    """SNS's message id → the action that it belongs to."""
    edition: int = 0
    """The one that is out."""

    def begin(self, edition: int) -> None:
        """Whatever comes from now on belongs to this edition."""
        self.edition = self.inbox.edition = self.workspace.edition = edition

    def story(self) -> dict[str, Any]:
        """The editions, the time, and which mails belong together; JSON types."""
        editions = [
            {
                "number": each.number,
                "title": each.title,
                "at": each.at.isoformat() if each.at else None,
                "told": each.told,
                "expect": each.expect,
                "facts": each.facts,
            }
            for each in self.editions
        ]
        told = {"edition": self.edition, "editions": editions, "threads": self.threads, "now": self.clock().isoformat()}
        return told | self.director.state()


class Handler(BaseHTTPRequestHandler):
    """HTTP in front of a `Room`."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        """The pages, their files, and what they show as JSON."""
        asked = urlsplit(self.path)
        query = parse_qs(asked.query)
        room = self.server.room
        if asked.path in _PAGES or asked.path in _FILES:
            file = PAGE / _PAGES.get(asked.path, asked.path[1:])
            self._send(file.read_bytes(), f"{_TYPES[file.suffix]}; charset=utf-8")
        elif asked.path == "/messages.json":
            self._json([asdict(mail) for mail in room.inbox.mails(_number(query, "after"))])
        elif asked.path == "/slack.json":
            posts = [asdict(post) for post in room.workspace.posts(_number(query, "after"))]
            self._json({"channels": slack.CHANNELS, "posts": posts})
        elif asked.path == "/story.json":
            self._json(room.story())
        else:
            self._send(b"no such page\n", "text/plain", HTTPStatus.NOT_FOUND)

    do_HEAD = do_GET  # noqa: N815 - the name is the standard library's

    def do_POST(self) -> None:
        """What SNS and the product deliver, and the buttons."""
        length = int(self.headers.get("Content-Length") or 0)
        if length > _MOST_BYTES:
            self._not_taken()
            return
        body = self.rfile.read(length)
        if self.path.startswith("/sns/"):
            self._mail(self.path.removeprefix("/sns/"), body)
        elif self.path.startswith(slack.HOOKS):
            status, words = self.server.room.workspace.webhook(
                self.path.removeprefix(slack.HOOKS), slack.payload_of(body) or {}
            )
            self._send(words.encode(), "text/plain", HTTPStatus(status))
        elif self.path == slack.API:
            payload = slack.payload_of(body)
            authorization = self.headers.get("Authorization", "")
            workspace = self.server.room.workspace
            self._json(workspace.post_message(authorization, payload) if payload is not None
                       else {"ok": False, "error": "invalid_json"})  # fmt: skip
        elif self.path.startswith("/control/") and self._from_own_page():
            known = self.server.room.director.command(self.path.removeprefix("/control/"))
            self._json(self.server.room.director.state()) if known else self._not_taken()
        else:
            self._not_taken()

    def _from_own_page(self) -> bool:
        """Whether a button of these pages was pressed, and not one of another site's."""
        address = self.server.address
        return self.headers.get("Origin") in {address, address.replace("127.0.0.1", "localhost")}

    def _mail(self, box: str, body: bytes) -> None:
        if box not in BOXES:
            self._not_taken()
            return
        try:
            envelope = json.loads(body)
            self.server.room.inbox.receive(box, envelope if isinstance(envelope, dict) else {})
        except (ValueError, OSError) as error:
            self._send(f"not understood: {type(error).__name__}\n".encode(), "text/plain", HTTPStatus.BAD_REQUEST)
        else:
            self._send(b"", "text/plain")

    def _not_taken(self) -> None:
        self.close_connection = True
        self._send(b"not taken\n", "text/plain", HTTPStatus.NOT_FOUND)

    def _json(self, value: object) -> None:
        self._send(json.dumps(value).encode(), _JSON)

    def _send(self, body: bytes, kind: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **_HEADERS}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parameter's name is inherited
        """Keep quiet: the demonstration tells its own story."""


def _number(query: Mapping[str, list[str]], name: str) -> int:
    given = query.get(name, ["0"])[0]
    return int(given) if given.isascii() and given.isdecimal() else 0


class Server(ThreadingHTTPServer):
    """The pages on a loopback port."""

    daemon_threads = True

    def __init__(self, room: Room, port: int = 0) -> None:
        """A free port unless one is given."""
        super().__init__(("127.0.0.1", port), Handler)
        self.room = room
        self.address = f"http://127.0.0.1:{self.server_port}"


@contextmanager
def serving(room: Room, port: int = 0) -> Iterator[Server]:
    """Serve from a thread until the block ends."""
    with Server(room, port) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), name="pages", daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
