"""One connection, one request, one answer: with a deadline on every byte, whoever sends them and however slowly."""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any, cast

from sanctionwire.errors import Suspicious, Unreachable
from sanctionwire.fetch.targets import Target, public

_HEADERS = 256 * 1024
"""Bytes of status lines and headers, interim answers included."""
_BUFFER = 64 * 1024

Resolve = Callable[[str, int], list[Any]]
"""`getaddrinfo` for TCP."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Patience in seconds, and caps."""

    connect: float = 10
    silence: float = 75
    """Without a single byte. Some lists are made while one waits for them."""
    total: float = 180
    """For one document, redirects included."""
    redirects: int = 5
    ratio: int = 100
    """How many times its size a compressed body may grow."""


class Deadline:
    """The moment until which all of it must be done."""

    def __init__(self, seconds: float, silence: float) -> None:
        self.seconds, self.silence = seconds, silence
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        return self._end - time.monotonic()

    def patience(self, most: float) -> float:
        """How long one operation may take: at most so long, and never beyond the end."""
        if self.left <= 0:
            raise Unreachable(f"not done after {self.seconds:g} s", expected="a whole answer")
        return min(most, self.left)

    def late(self) -> Unreachable:
        """What to say when an operation ran out of time."""
        if self.left <= 0:
            return Unreachable(f"not done after {self.seconds:g} s", expected="a whole answer")
        return Unreachable(f"no byte for {self.silence:g} s", expected="an answer")


def resolve(host: str, port: int) -> list[Any]:
    """Every address of a host."""
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)


@contextmanager
def request(
    to: Target,
    *,
    method: str,
    headers: Mapping[str, str],
    body: bytes | None,
    tls: ssl.SSLContext,
    deadline: Deadline,
    limits: Limits,
    resolver: Resolve = resolve,
) -> Iterator[http.client.HTTPResponse]:
    """Send one request and hand over the answer, headers read, body not."""
    with _told(deadline), closing(_connected(to, tls, deadline, limits, resolver)) as connected:
        line = _Line(connected, deadline)
        connection = http.client.HTTPConnection(to.host, to.port)
        connection.auto_open = False
        connection.sock = cast("socket.socket", line)
        connection.request(method, to.path, body=body, headers={"Host": to.header, "Connection": "close", **headers})
        response = connection.getresponse()
        line.allowance = None
        yield response


def pieces(response: http.client.HTTPResponse, size: int = _BUFFER) -> Iterator[bytes]:
    """The body as it comes; Unreachable if it ends before its length."""
    stated = response.length
    received = 0
    try:
        while piece := response.read1(size):
            received += len(piece)
            yield piece
    except http.client.IncompleteRead as error:
        raise Unreachable(f"the body breaks off after {received} bytes", expected="its last chunk") from error
    if stated is not None and received != stated:
        raise Unreachable(f"the body breaks off after {received} bytes", expected=f"{stated} bytes")


@contextmanager
def _told(deadline: Deadline) -> Iterator[None]:
    """Whatever the network does, in one clear line."""
    try:
        yield
    except TimeoutError as error:
        raise deadline.late() from error
    except ssl.SSLCertVerificationError as error:
        raise Unreachable(f"TLS: {error.verify_message}", expected="a certificate that can be verified") from error
    except ssl.SSLError as error:
        raise Unreachable(f"TLS: {error.reason or error}", expected="a TLS connection") from error
    except socket.gaierror as error:
        raise Unreachable(f"the host has no address: {error.strerror}", expected="an address") from error
    except http.client.HTTPException as error:
        seen = f"not HTTP: {type(error).__name__} {str(error)[:100]}".strip()
        raise Unreachable(seen, expected="an HTTP answer") from error
    except OSError as error:
        raise Unreachable(f"the connection failed: {error.strerror or error}", expected="an answer") from error


def _connected(to: Target, tls: ssl.SSLContext, deadline: Deadline, limits: Limits, resolver: Resolve) -> socket.socket:
    """Connect to an address that was looked at, so that no second look-up can lead elsewhere."""
    found = resolver(to.host, to.port)
    if not to.local:
        for *_, address in found:
            _checked(to, str(address[0]))
    problem: OSError | None = None
    for family, kind, protocol, _, address in found:
        opened = socket.socket(family, kind, protocol)
        try:
            opened.settimeout(deadline.patience(limits.connect))
            opened.connect(address)
            if not to.local:
                _checked(to, str(opened.getpeername()[0]))
            return tls.wrap_socket(opened, server_hostname=to.host) if to.tls else opened
        except OSError as error:
            opened.close()
            problem = error
            if isinstance(error, ssl.SSLError):
                break
        except BaseException:
            opened.close()
            raise
    if isinstance(problem, TimeoutError):
        raise Unreachable(f"no connection within {limits.connect:g} s", expected="a connection")
    raise problem or OSError("no address")


def _checked(to: Target, address: str) -> None:
    if not public(address):
        raise Suspicious(f"{to.host} has the address {address}", expected="an address of the open internet")


class _Line:
    """What `http.client` takes for its socket: every read waits no longer than the deadline allows."""

    def __init__(self, connected: socket.socket, deadline: Deadline) -> None:
        self.connected, self.deadline = connected, deadline
        self.allowance: int | None = _HEADERS

    def sendall(self, data: bytes) -> None:
        self.connected.settimeout(self.deadline.patience(self.deadline.silence))
        self.connected.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Timed(self), _BUFFER)

    def close(self) -> None:
        """Whoever opened the socket closes it: the body is still to be read."""


class _Timed(io.RawIOBase):
    def __init__(self, line: _Line) -> None:
        super().__init__()
        self.line = line

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        line = self.line
        line.connected.settimeout(line.deadline.patience(line.deadline.silence))
        count = line.connected.recv_into(buffer)
        if line.allowance is not None:
            line.allowance -= count
            if line.allowance < 0:
                raise Unreachable(f"headers go on after {_HEADERS} bytes", expected="a body")
        return count
