"""Where a request may go: over TLS to the source's declared hosts, at public addresses, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from sanctionwire.errors import Suspicious

_NAT64 = IPv6Network("64:ff9b::/96")
_HTTPS = 443


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One address to connect to."""

    url: str
    """As the publisher names it, whoever plays the publisher."""
    tls: bool
    host: str
    port: int
    path: str
    """With the query."""
    local: bool
    """The local server that plays the publishers: it may have a private address."""

    @property
    def shown(self) -> str:
        """Host and path, for messages: a query may hold a signature."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}{parts.path}"

    @property
    def header(self) -> str:
        """The Host header."""
        return self.host if self.port == (_HTTPS if self.tls else 80) else f"{self.host}:{self.port}"


def target(url: str, *, hosts: Iterable[str], origin: str | None = None) -> Target:
    """Check `url` and say where it leads. With an `origin`, https://HOST/PATH is found at ORIGIN/HOST/PATH."""
    origin = origin.rstrip("/") if origin else None
    if origin and url.startswith(f"{origin}/"):
        url = f"https://{url.removeprefix(f'{origin}/')}"
    parts = _split(url)
    _allowed(parts, tuple(hosts), url)
    if origin is None:
        return Target(url=url, tls=True, host=str(parts.hostname), port=_HTTPS, path=_path(parts), local=False)
    local = urlsplit(origin)
    tls = local.scheme == "https"
    return Target(
        url=url,
        tls=tls,
        host=str(local.hostname),
        port=local.port or (_HTTPS if tls else 80),
        path=f"{local.path}/{parts.hostname}{_path(parts)}",
        local=True,
    )


def joined(base: str, location: str) -> str:
    """Where a redirect leads."""
    try:
        return urljoin(base, location)
    except ValueError:
        return location  # refused when it is looked at


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port, parts.hostname
    except ValueError as error:
        raise Suspicious(f"an address that is none: {url[:200]!r}", expected="https://HOST/PATH") from error
    return parts


def _allowed(parts: SplitResult, hosts: tuple[str, ...], url: str) -> None:
    shown = url.partition("?")[0][:200]
    if parts.scheme != "https":
        raise Suspicious(f"leads to {shown}", expected="https")
    if parts.username is not None or parts.port not in {None, _HTTPS}:
        raise Suspicious(f"leads to {parts.hostname} with a name or a port of its own", expected="https://HOST/PATH")
    host = (parts.hostname or "").lower()
    if not any(host == name or (name.startswith("*.") and host.endswith(name[1:])) for name in hosts):
        raise Suspicious(f"leads to {shown}", expected=f"a host that is declared: {', '.join(hosts)}")


def _path(parts: SplitResult) -> str:
    safe = "/%:=&?~#+!$,;'@()*[]"
    query = f"?{quote(parts.query, safe=safe)}" if parts.query else ""
    return (quote(parts.path, safe=safe) or "/") + query


def public(address: str) -> bool:
    """Whether an address is one of the open internet, and hides none that is not."""
    given = ip_address(address.partition("%")[0])
    return all(each.is_global and not each.is_multicast for each in (given, *_within(given)))


def _within(given: IPv4Address | IPv6Address) -> list[IPv4Address]:
    """IPv4 addresses that an IPv6 one stands for."""
    if isinstance(given, IPv4Address):
        return []
    teredo = given.teredo
    nat64 = IPv4Address(int(given) & 0xFFFFFFFF) if given in _NAT64 else None
    found = [given.ipv4_mapped, given.sixtofour, nat64, *(teredo or ())]
    return [each for each in found if each is not None]
