"""One request to one host: guarded, bounded in time and in size, without cookies, passwords and proxies."""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import threading
import zlib
from collections.abc import Iterator
from email.message import Message
from typing import NamedTuple

from framing.articles.fetching.guard import Address, find_sockets
from framing.articles.fetching.problems import FetchProblem

_CHUNK = 65_536  # bytes


class Limits(NamedTuple):
    """How long and how much a request may take.

    Attributes
    ----------
    silent_seconds : float
        Without a sign of the server.
    whole_seconds : float
        From the connection to the last byte, so that a server that sends a byte now and then holds up nothing.
    n_bytes : int
        Of the page, unpacked.
    """

    silent_seconds: float = 30.0
    whole_seconds: float = 120.0
    n_bytes: int = 10_000_000


class Answer(NamedTuple):
    """What a server answered.

    Attributes
    ----------
    status : int
        Its status of HTTP.
    headers : email.message.Message
        Its headers.
    body : bytes
        What it sent, unpacked; only for status 200.
    is_cut : bool
        Whether there was more than the limit.
    """

    status: int
    headers: Message
    body: bytes
    is_cut: bool


class _Connection(http.client.HTTPConnection):
    """A connection to an IP address that was checked; no proxy of the environment stands between."""

    def __init__(self, address: Address, *, allow_private: bool, silent_seconds: float) -> None:
        super().__init__(address.host, address.port, timeout=silent_seconds)
        self.default_port = 443 if address.scheme == "https" else 80  # left out of the header Host
        self.address = address
        self.allow_private = allow_private
        self.silent_seconds = silent_seconds
        self.open_socket: socket.socket | None = None
        self.is_over = False

    def connect(self) -> None:
        """Connect to the first of the host's addresses that answers; the name is for the certificate."""
        self.open_socket = raw = self._first_answering()
        if self.address.scheme == "https":
            context = ssl.create_default_context()
            raw = context.wrap_socket(raw, server_hostname=self.address.host, do_handshake_on_connect=False)
        self.sock = self.open_socket = raw
        if self.is_over:
            raise TimeoutError
        if isinstance(raw, ssl.SSLSocket):
            raw.do_handshake()

    def _first_answering(self) -> socket.socket:
        last: OSError = OSError("no address")
        for family, kind, protocol, _, place in find_sockets(self.address, allow_private=self.allow_private):
            raw = socket.socket(family, kind, protocol)
            raw.settimeout(self.silent_seconds)
            try:
                raw.connect(place)
            except OSError as problem:
                raw.close()
                last = problem
            else:
                return raw
        raise last

    def hang_up(self) -> None:
        """End whatever the connection waits for, from another thread."""
        self.is_over = True
        if self.open_socket is not None:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(self.open_socket, socket.SHUT_RDWR)


def request(address: Address, *, agent: str, allow_private: bool, limits: Limits) -> Answer:
    """Return what a server answers to one request; redirects are answers, not followed.

    Raises
    ------
    FetchProblem
        "not allowed": when the host does not stand in the public network; "failed": when there is no answer, or one
        that breaks off or breaks the rules of HTTP.
    """
    connection = _Connection(address, allow_private=allow_private, silent_seconds=limits.silent_seconds)
    headers = {
        "User-Agent": agent,
        "Accept": "text/html, application/xhtml+xml, */*;q=0.5",
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }
    with _at_most(limits.whole_seconds, connection) as is_late:
        try:
            connection.request("GET", address.target, headers=headers)
            response = connection.getresponse()
            body, is_cut = _body(response, limits.n_bytes) if response.status == 200 else (b"", False)
            if not is_late.is_set():
                return Answer(response.status, response.headers, body, is_cut)
        except (OSError, http.client.HTTPException, ValueError, zlib.error) as problem:
            if not is_late.is_set():
                raise _no_answer(problem, limits) from None
    raise FetchProblem("failed", f"the answer was not there in full after {limits.whole_seconds:g} seconds")


@contextlib.contextmanager
def _at_most(seconds: float, connection: _Connection) -> Iterator[threading.Event]:
    """Hang up after so many seconds; the event says whether that was so."""
    is_late = threading.Event()

    def hang_up() -> None:
        is_late.set()
        connection.hang_up()

    timer = threading.Timer(seconds, hang_up)
    timer.daemon = True
    timer.start()
    try:
        yield is_late
    finally:
        timer.cancel()
        connection.close()
        if connection.open_socket is not None:
            connection.open_socket.close()


def _no_answer(problem: Exception, limits: Limits) -> FetchProblem:
    """Why there is no answer, in a reader's words."""
    if isinstance(problem, ssl.SSLCertVerificationError):
        return FetchProblem("failed", f"its certificate is not valid ({problem.verify_message})")
    if isinstance(problem, TimeoutError):
        said = f"no sign of the server for {limits.silent_seconds:g} seconds"
    elif isinstance(problem, ConnectionError):
        said = "the server closed the connection" if not problem.strerror else problem.strerror.lower()
    elif isinstance(problem, http.client.IncompleteRead):
        said = "the answer broke off half way"
    else:
        said = f"no answer that can be used ({type(problem).__name__}: {str(problem)[:80]})"
    return FetchProblem("failed", said, may_pass=True)


def _body(response: http.client.HTTPResponse, n_bytes: int) -> tuple[bytes, bool]:
    """What was sent, unpacked, up to a limit; and whether there is more."""
    unpack = _Unpacker(response.headers.get("Content-Encoding") or "")
    body = bytearray()
    n_sent = 0
    while chunk := response.read1(_CHUNK):
        n_sent += len(chunk)
        body += unpack(chunk, n_bytes + 1 - len(body))
        if max(len(body), n_sent) > n_bytes:
            return bytes(body[:n_bytes]), True
    if response.length or not unpack.is_whole():
        raise http.client.IncompleteRead(bytes(body))
    return bytes(body), False


class _Unpacker:
    """Unpacks what is packed, never more at a time than asked for: a bomb stays small."""

    def __init__(self, encoding: str) -> None:
        named = encoding.strip().lower()
        if named not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise FetchProblem("failed", f"the server packs the page as {named[:40]!r}, which was not asked for")
        self._engine = None if named in ("", "identity") else zlib.decompressobj(wbits=47)  # gzip or zlib

    def __call__(self, chunk: bytes, at_most: int) -> bytes:
        """Return what a chunk unpacks to, cut where it is more than that."""
        return chunk if self._engine is None else self._engine.decompress(chunk, at_most)

    def is_whole(self) -> bool:
        """Return whether the end has come, and nothing after it."""
        return self._engine is None or (self._engine.eof and not self._engine.unused_data)
