"""A publisher's server on loopback that answers byte for byte as a test says, however badly."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest

from sanctionwire.fetch import Limits
from sanctionwire.source import Request
from sanctionwire.sources.us_fincen_311 import SOURCE

Answer = bytes | Callable[[socket.socket, "Asked"], None]


@dataclass
class Asked:
    """One request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Publisher:
    """What it answers by path, and what it was asked."""

    origin: str
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)


def answer(body=b"", *, status="200 OK", length=True, **headers):
    """The bytes of a whole answer."""
    lines = [f"HTTP/1.1 {status}", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    if length:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def redirect(where, status="302 Found"):
    return answer(status=status, Location=where)


@contextmanager
def publishing(tls: ssl.SSLContext | None = None) -> Iterator[Publisher]:
    """Serve until the block ends."""
    listener = socket.create_server(("127.0.0.1", 0))
    publisher = Publisher(f"{'https' if tls else 'http'}://127.0.0.1:{listener.getsockname()[1]}")
    threads: list[threading.Thread] = []

    def accept():
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threads.append(threading.Thread(target=_served, args=(publisher, connection, tls), daemon=True))
            threads[-1].start()

    acceptor = threading.Thread(target=accept, daemon=True)
    acceptor.start()
    try:
        yield publisher
    finally:
        publisher.stopping.set()
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for thread in [acceptor, *threads]:
            thread.join(5)


def _served(publisher: Publisher, connection: socket.socket, tls: ssl.SSLContext | None) -> None:
    try:
        connection.settimeout(5)
        if tls:
            connection = tls.wrap_socket(connection, server_side=True)
        asked = _read(connection)
        publisher.asked.append(asked)
        found = publisher.answers.get(asked.path, answer(b"no such page", status="404 Not Found"))
        if isinstance(found, bytes):
            connection.sendall(found)
        else:
            found(connection, asked)
    except OSError:
        pass  # the other side has had enough
    finally:
        connection.close()


def _read(connection: socket.socket) -> Asked:
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65536)
        if not piece:
            raise OSError("gone")
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    method, path, _ = first.split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    while len(body) < int(headers.get("content-length", 0)):
        body += connection.recv(65536)
    return Asked(method, path, headers, body)


# --- Asking it --------------------------------------------------------------------------------------------------------

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
ABOUT = replace(SOURCE.about, hosts=("list.example.org", "*.cdn.example.org"), max_bytes=100_000)
URL = "https://list.example.org/list.xml"
BODY = b"<list>" + b"x" * 1000 + b"</list>"
SHORT = Limits(connect=1, silence=0.3, total=0.6)


def asking(path="/list.xml", **options):
    return Request(name="list", url=f"https://list.example.org{path}", **options)


def serve(site, content, path="/list.xml", host="list.example.org"):
    site.answers[f"/{host}{path}"] = content


def fetch(fetcher, request=None, about=ABOUT, **known):
    return fetcher.fetch(request or asking(), about=about, now=NOW, **known)


def refused(kind, fetcher, request=None, about=ABOUT):
    with pytest.raises(kind) as caught:
        fetch(fetcher, request, about)
    assert type(caught.value) is kind
    return str(caught.value)
