"""Which addresses are fetched: http and https, without passwords, and to hosts of the public network alone."""

from __future__ import annotations

import ipaddress
import re
import socket
import string
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

from framing.articles.fetching.problems import FetchProblem

_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+(%[\w.-]+)?")
_LEFT_ALONE = string.punctuation  # a percent sign, too: what is quoted already stays quoted
_PORTS = {"http": 80, "https": 443}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # how a network of IPv6 reaches addresses of IPv4: RFC 6052


class Address(NamedTuple):
    """An address in the parts a request needs."""

    scheme: str
    host: str
    port: int
    target: str  # path and query, in characters that may be sent

    @property
    def site(self) -> str:
        """What one robots.txt speaks for: scheme, host and port."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == _PORTS[self.scheme] else f":{self.port}")

    @property
    def url(self) -> str:
        """The whole address, without what stands behind "#"."""
        return self.site + self.target


def parse_address(url: str) -> Address:
    """Return an address in its parts.

    Raises
    ------
    FetchProblem
        "not allowed": when it is no address of the web, or holds a user name.

    Examples
    --------
    >>> parse_address("https://lantern.example/talks?day=3#top").target
    '/talks?day=3'
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
        host = (parts.hostname or "").rstrip(".")
        host = host if ":" in host else host.encode("idna").decode()
    except ValueError:  # UnicodeError is one
        raise _not_allowed(f"{url[:200]!r} is no address of a page") from None
    scheme = parts.scheme.lower()
    if scheme not in _PORTS:
        raise _not_allowed(f"{url[:200]!r} does not begin with http:// or https://")
    if parts.username is not None or parts.password is not None:
        raise _not_allowed("the address holds a user name or a password; list the address without it")
    if not _HOST.fullmatch(host) or port == 0:
        raise _not_allowed(f"{url[:200]!r} names no host")
    query = f"?{quote(parts.query, safe=_LEFT_ALONE)}" if parts.query else ""
    path = quote(parts.path, safe=_LEFT_ALONE)
    return Address(scheme, host, port or _PORTS[scheme], (path if path.startswith("/") else f"/{path}") + query)


def _not_allowed(said: str) -> FetchProblem:
    return FetchProblem("not allowed", said)


def find_sockets(address: Address, *, allow_private: bool) -> list[tuple[Any, ...]]:
    """Return where a host stands, as `socket.getaddrinfo` says it: to be connected to without asking again.

    A name that is looked up a second time may lead elsewhere the second time; so the addresses that are checked here
    are those that are connected to.

    Raises
    ------
    FetchProblem
        "not allowed": when one of them is private, loopback, link-local or reserved and that is not allowed;
        "failed": when nobody knows the host.
    """
    try:
        found = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as problem:
        for_now = isinstance(problem, socket.gaierror) and problem.errno == socket.EAI_AGAIN
        raise FetchProblem("failed", f"nobody knows the host {address.host!r}", may_pass=for_now) from None
    for *_, place in found:
        if not (allow_private or is_public(str(place[0]))):
            hint = "Private and loopback addresses are fetched only when that is allowed."
            raise _not_allowed(f"the host {address.host!r} stands at {place[0]}, which is not public. {hint}")
    return found


def is_public(ip: str) -> bool:
    """Return whether an IP address belongs to the public network, and with it the IPv4 address that it may wrap.

    Examples
    --------
    >>> [is_public(ip) for ip in ("127.0.0.1", "10.1.2.3", "169.254.169.254", "::ffff:127.0.0.1", "8.8.8.8")]
    [False, False, False, False, True]
    """
    try:
        found = ipaddress.ip_address(ip.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        wrapped = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF) if found in _NAT64 else found.ipv4_mapped
        if wrapped is not None:
            return is_public(str(wrapped))
        if found.is_site_local or found.sixtofour is not None:  # 6to4 (2002::/16) was given up: RFC 7526
            return False
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified)
