"""A local inbox: what mail subscribers would get, delivered by SNS over HTTP and shown as a mail program shows it.

The local cloud logs mail subscriptions and delivers nothing. An HTTP subscription with the same filter policy gets the
same subject and text, and this page shows them. All text is hostile until shown as text: the page builds no HTML from
it, and its content policy lets nothing run or load but its own two files.
"""

from __future__ import annotations

import json
import mailbox
import re
import threading
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from email.message import EmailMessage
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

PAGE = Path(__file__).parent / "page"
_STATIC = {
    "/": ("inbox.html", "text/html; charset=utf-8"),
    "/inbox.css": ("inbox.css", "text/css; charset=utf-8"),
    "/inbox.js": ("inbox.js", "text/javascript; charset=utf-8"),
}
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
_SENDERS = {"alerts": "sanctionwire", "operator": "sanctionwire operator"}
_MOST_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail as a reader sees it."""

    number: int
    box: str
    sender: str
    subject: str
    body: str
    at: str
    attributes: Mapping[str, str]


class Inbox:
    """Mails in the order of arrival; a repeat of the same SNS message is dropped."""

    def __init__(self, *, cloud: str, mbox: Path | None = None) -> None:
        """`cloud` is the one address at which subscriptions are confirmed."""
        self._cloud = urlsplit(cloud)
        self._mbox = mbox
        self._arrived = threading.Condition()
        self._mails: list[Mail] = []
        self._seen: set[str] = set()
        self.confirmed: set[str] = set()

    def mails(self, after: int = 0) -> list[Mail]:
        """Those that came after a number."""
        with self._arrived:
            return self._mails[after:]

    def wait(self, after: int, seconds: float) -> list[Mail]:
        """As `mails`, but wait until there are some."""
        with self._arrived:
            self._arrived.wait_for(lambda: len(self._mails) > after, timeout=seconds)
            return self._mails[after:]

    def receive(self, box: str, envelope: Mapping[str, Any]) -> None:
        """Take what SNS posts: a request to confirm, or a notification."""
        if envelope.get("Type") == "SubscriptionConfirmation":
            self._confirm(box, str(envelope.get("SubscribeURL", "")))
        elif envelope.get("Type") == "Notification":
            self._keep(box, envelope)

    def _confirm(self, box: str, url: str) -> None:
        # Only the cloud that we started may send us anywhere; the path and the token are its own.
        asked = urlsplit(url)
        if "ConfirmSubscription" not in parse_qs(asked.query).get("Action", []):
            return
        here = self._cloud._replace(path=asked.path or "/", query=asked.query).geturl()
        with urllib.request.urlopen(here, timeout=10):  # noqa: S310 - scheme and host are the local cloud's
            self.confirmed.add(box)

    def _keep(self, box: str, envelope: Mapping[str, Any]) -> None:
        with self._arrived:
            if envelope.get("MessageId") in self._seen:
                return
            self._seen.add(str(envelope.get("MessageId")))
            attributes = _values(envelope.get("MessageAttributes"))
            body = shown(str(envelope.get("Message") or ""))
            mail = Mail(
                number=len(self._mails) + 1,
                box=box,
                sender=_SENDERS.get(box, box),
                subject=one_line(str(envelope.get("Subject") or body.partition("\n")[0] or "(no subject)")),
                body=body,
                at=one_line(str(envelope.get("Timestamp") or "")),
                attributes=attributes,
            )
            self._mails.append(mail)
            if self._mbox:
                _append(self._mbox, mail)
            self._arrived.notify_all()


def one_line(text: str) -> str:
    """Text safe for a header or a terminal: one line, no control characters, no tricks with writing direction."""
    return " ".join(shown(text).split())


def shown(text: str) -> str:
    """Text without control characters (line breaks and tabs stay) and without tricks with writing direction."""
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", "", text)


def _values(attributes: object) -> dict[str, str]:
    found = attributes.items() if isinstance(attributes, Mapping) else ()
    return {str(name): str(value.get("Value", "")) for name, value in found if isinstance(value, Mapping)}


def _append(path: Path, mail: Mail) -> None:
    message = EmailMessage()
    message["From"] = f"{mail.sender} <{mail.box}@sanctionwire.invalid>"
    message["To"] = "officer@example.org"
    message["Subject"] = mail.subject
    message["X-Received"] = mail.at
    message.set_content(mail.body)
    box = mailbox.mbox(path)
    try:
        box.add(message)
    finally:
        box.close()


class Handler(BaseHTTPRequestHandler):
    """HTTP in front of an `Inbox`."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        """The page, its two files, and the mails as JSON."""
        asked = urlsplit(self.path)
        if asked.path in _STATIC:
            name, kind = _STATIC[asked.path]
            self._send((PAGE / name).read_bytes(), kind)
        elif asked.path == "/messages.json":
            after = parse_qs(asked.query).get("after", ["0"])[0]
            mails = self.server.inbox.mails(int(after) if after.isdecimal() else 0)
            self._send(json.dumps([asdict(mail) for mail in mails]).encode(), "application/json")
        else:
            self._send(b"no such page\n", "text/plain", HTTPStatus.NOT_FOUND)

    do_HEAD = do_GET  # noqa: N815 - the name is the standard library's

    def do_POST(self) -> None:
        """What SNS delivers, to `/sns/alerts` or `/sns/operator`."""
        box = self.path.removeprefix("/sns/")
        length = int(self.headers.get("Content-Length") or 0)
        if box not in _SENDERS or length > _MOST_BYTES:
            self.close_connection = True
            self._send(b"not taken\n", "text/plain", HTTPStatus.NOT_FOUND)
            return
        try:
            envelope = json.loads(self.rfile.read(length))
            self.server.inbox.receive(box, envelope if isinstance(envelope, dict) else {})
        except (ValueError, OSError) as error:
            self._send(f"not understood: {type(error).__name__}\n".encode(), "text/plain", HTTPStatus.BAD_REQUEST)
        else:
            self._send(b"", "text/plain")

    def _send(self, body: bytes, kind: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **_HEADERS}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parameter's name is inherited
        """Keep quiet: the demonstration tells its own story."""


class Server(ThreadingHTTPServer):
    """The inbox on a loopback port."""

    daemon_threads = True

    def __init__(self, inbox: Inbox, port: int = 0) -> None:
        """A free port unless one is given."""
        super().__init__(("127.0.0.1", port), Handler)
        self.inbox = inbox
        self.address = f"http://127.0.0.1:{self.server_port}"


@contextmanager
def serving(inbox: Inbox, port: int = 0) -> Iterator[Server]:
    """Serve from a thread until the block ends."""
    with Server(inbox, port) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), name="inbox", daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
