"""Fetching: servers that hang, drip, pour or cut, each given up in one clear line."""

from __future__ import annotations

import gzip
import socket
from dataclasses import replace

import pytest

from publisher import ABOUT, BODY, SHORT, answer, asking, publishing, refused, serve
from sanctionwire.errors import Suspicious, Unreachable
from sanctionwire.fetch import Fetcher
from sanctionwire.fetch.targets import target


@pytest.fixture
def site():
    with publishing() as publisher:
        yield publisher


@pytest.fixture
def fetcher(site):
    return Fetcher(contact="desk@example.org", publisher_origin=site.origin)


def pouring(head, piece, pause=0.0):
    """Send `piece` again and again until the other side has had enough."""

    def pour(connection, _asked):
        connection.sendall(head)
        while not (pause and _closed(connection, pause)):
            connection.sendall(piece)

    return pour


def _closed(connection, seconds):
    connection.settimeout(seconds)
    try:
        return connection.recv(1) == b""
    except TimeoutError:
        return False
    except OSError:
        return True


@pytest.mark.parametrize(
    "server",
    [
        pouring(b"", b"", pause=0.05),
        pouring(b"HTTP/1.1 200 OK\r\n", b"", pause=0.05),
        pouring(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345", b"", pause=0.05),
    ],
    ids=["no answer", "no end of headers", "no end of body"],
)
def test_a_connection_that_hangs_is_given_up(site, fetcher, server):
    serve(site, server)
    assert "no byte for 0.3 s" in refused(Unreachable, replace(fetcher, limits=replace(SHORT, total=5)))


@pytest.mark.parametrize(
    "server",
    [
        pouring(b"HTTP/1.1 200 OK\r\nX: ", b"x", pause=0.05),
        pouring(b"HTTP/1.1 200 OK\r\nContent-Length: 90000\r\n\r\n", b"x", pause=0.05),
        pouring(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n", pause=0.05),
        pouring(b"", b"HTTP/1.1 100 Continue\r\n\r\n", pause=0.05),
    ],
    ids=["headers", "body", "chunks", "interim answers"],
)
def test_a_server_that_drips_is_given_up(site, fetcher, server):
    serve(site, server)
    assert "not done after 0.6 s" in refused(Unreachable, replace(fetcher, limits=replace(SHORT, silence=5)))


@pytest.mark.parametrize(
    "server",
    [
        pouring(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n" * 100),
        pouring(b"HTTP/1.1 200 OK\r\nX: ", b"x" * 10_000),
        pouring(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 100),
    ],
    ids=["many", "long", "interim answers"],
)
def test_headers_without_end_end(site, fetcher, server):
    serve(site, server)
    said = refused(Unreachable, fetcher)
    assert "not HTTP" in said or "headers go on" in said


@pytest.mark.parametrize(
    "server",
    [
        pouring(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 10_000),
        pouring(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"2710\r\n" + b"x" * 10_000 + b"\r\n"),
        answer(b"", length=False, Content_Length=10**12),
    ],
    ids=["until closed", "chunks", "stated"],
)
def test_a_body_without_end_is_suspicious(site, fetcher, server):
    serve(site, server)
    said = refused(Suspicious, fetcher)
    assert "100000" in said


def test_a_cap_of_the_request_goes_before_that_of_the_source(site, fetcher):
    serve(site, answer(BODY))
    assert "expected at most 10" in refused(Suspicious, fetcher, asking(max_bytes=10))


@pytest.mark.parametrize("cap", [100_000, 10**9])
def test_a_gzip_bomb_is_suspicious_before_it_goes_off(site, fetcher, cap):
    serve(site, answer(gzip.compress(bytes(50_000_000)), Content_Encoding="gzip"))
    refused(Suspicious, fetcher, about=replace(ABOUT, max_bytes=cap))


def test_a_port_where_nobody_listens_is_unreachable():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        origin = f"http://127.0.0.1:{taken.getsockname()[1]}"
    assert "the connection failed" in refused(Unreachable, Fetcher(publisher_origin=origin))


def test_a_connection_that_is_cut_is_unreachable(site, fetcher):
    def cut(connection, _asked):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")

    serve(site, cut)
    refused(Unreachable, fetcher)


def test_without_a_local_publisher_every_request_goes_to_its_host_over_tls():
    found = target("https://list.example.org/a b?q=ü", hosts=("list.example.org",))
    assert (found.tls, found.host, found.port, found.path, found.local) == (
        True,
        "list.example.org",
        443,
        "/a%20b?q=%C3%BC",
        False,
    )
