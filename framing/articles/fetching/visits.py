"""Manners: robots.txt, one request a second and host, patience with servers that are busy, redirects with care."""

from __future__ import annotations

import contextlib
import datetime
import email.utils
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urljoin

from framing.articles.fetching.connection import Answer, Limits, request
from framing.articles.fetching.guard import Address, parse_address
from framing.articles.fetching.problems import FetchProblem
from framing.articles.fetching.robots import Rules, parse_robots

PRODUCT = "framing-toolkit"  # the name to which a robots.txt may speak
ROBOTS_BYTES = 512_000  # RFC 9309 asks for 500 KiB at least
MOST_REDIRECTS = 10  # browsers follow 20; a page of news is behind one or two
LONGEST_WAIT = 120.0  # seconds that a server may ask us to wait, or a robots.txt between two requests
FIRST_WAIT = 2.0  # seconds before the second try; doubled before each further one
GIVEN_UP_AFTER = 3  # addresses of a host without any answer, one after the other
_SILENT = (None, 429, 503)  # answers that say that the host gives none
_REDIRECTS = (301, 302, 303, 307, 308)


class Page(NamedTuple):
    """A page that came, from the address it was found at in the end."""

    url: str
    http_status: int
    content_type: str | None
    body: bytes


@dataclass
class _Host:
    """What is known of one host in this run."""

    free_at: float = float("-inf")  # by the clock
    delay_seconds: float = 0.0  # what its robots.txt asks for
    n_silent: int = 0


class Visitor:
    """Fetches pages one after the other, and remembers for each host when it may be asked again and for what.

    Parameters
    ----------
    agent : str
        How it introduces itself.
    allow_private : bool
        Whether private and loopback addresses are fetched too.
    limits : Limits
        How long and how much a page may take.
    delay_seconds : float
        From an answer of a host to the next request to it, at least.
    n_tries : int
        How often a server that is busy or silent is asked for one page.
    clock, sleep : callable
        The time in seconds, and waiting.
    """

    def __init__(
        self,
        *,
        agent: str,
        allow_private: bool,
        limits: Limits,
        delay_seconds: float,
        n_tries: int,
        clock: Callable[[], float],
        sleep: Callable[[float], None],
    ) -> None:
        self._agent = agent
        self._allow_private = allow_private
        self._limits = limits
        self._delay_seconds = delay_seconds
        self._n_tries = n_tries
        self._clock = clock
        self._sleep = sleep
        self._hosts: defaultdict[str, _Host] = defaultdict(_Host)
        self._rules: dict[str, Rules | FetchProblem] = {}

    def fetch(self, url: str) -> Page:
        """Return the page that stands at an address, wherever redirects lead.

        Raises
        ------
        FetchProblem
            Why there is none.
        """
        address = parse_address(url)
        seen: list[str] = []
        while True:
            self._check_robots(address)
            answer = self._ask(address, self._limits)
            if answer.status not in _REDIRECTS:
                return _page(address, answer, self._limits)
            seen.append(address.url)
            address = _next(address, answer)
            if address.url in seen:
                raise FetchProblem("failed", f"redirects lead in a circle, back to {address.url}")
            if len(seen) > MOST_REDIRECTS:
                raise FetchProblem("failed", f"more than {MOST_REDIRECTS} redirects, the last to {address.url}")

    def _check_robots(self, address: Address) -> None:
        """Refuse what the site asks programs not to fetch."""
        if address.site not in self._rules:
            try:
                self._rules[address.site] = self._robots(address)
            except FetchProblem as problem:
                self._rules[address.site] = problem
        rules = self._rules[address.site]
        if isinstance(rules, FetchProblem):
            raise FetchProblem(rules.status, rules.said, http_status=rules.http_status)
        host = self._hosts[address.host]
        host.delay_seconds = max(host.delay_seconds, min(rules.delay_seconds, LONGEST_WAIT))
        if not rules.allow(address.target):
            raise FetchProblem("forbidden by robots", f"{address.site}/robots.txt asks programs not to fetch it")

    def _robots(self, site: Address) -> Rules:
        """What a site asks for: nothing when it has no robots.txt, all when it cannot say so now."""
        address = site._replace(target="/robots.txt")
        limits = self._limits._replace(n_bytes=ROBOTS_BYTES)
        for _ in range(MOST_REDIRECTS):
            try:
                answer = self._ask(address, limits)
                if answer.status not in _REDIRECTS:
                    readable = answer.status == 200
                    return parse_robots(answer.body.decode("utf-8", "replace"), PRODUCT) if readable else Rules()
                address = _next(address, answer)
            except FetchProblem as problem:
                if problem.status != "failed":
                    raise
                said = f"{site.site}/robots.txt cannot be read now ({problem.said}), so nothing is fetched there"
                raise FetchProblem(problem.status, said, http_status=problem.http_status) from None
        return Rules()  # the standard: as if it were not there

    def _ask(self, address: Address, limits: Limits) -> Answer:
        """The answer of a server that may have to be asked again."""
        host = self._hosts[address.host]
        if host.n_silent >= GIVEN_UP_AFTER:
            raise FetchProblem("failed", f"left out: {address.host} did not answer {host.n_silent} times on end")
        n_tries = 0
        while True:
            n_tries += 1
            self._wait_for(host, address)
            try:
                answer = self._once(address, limits)
            except FetchProblem as problem:
                back_off = problem.wait_seconds or FIRST_WAIT * 2 ** (n_tries - 1)
                self._rest(host, back_off if problem.may_pass else 0.0)
                if problem.may_pass and n_tries < self._n_tries:
                    continue
                is_silent = problem.status == "failed" and problem.http_status in _SILENT
                host.n_silent = host.n_silent + 1 if is_silent else 0
                raise
            self._rest(host, 0.0)
            host.n_silent = 0
            return answer

    def _rest(self, host: _Host, seconds: float) -> None:
        """Leave a host alone for so many seconds, and for as long as is due after each request."""
        host.free_at = self._clock() + max(self._delay_seconds, host.delay_seconds, seconds)

    def _wait_for(self, host: _Host, address: Address) -> None:
        """Wait until a host may be asked again, when that is soon."""
        seconds = host.free_at - self._clock()
        if seconds > max(LONGEST_WAIT, self._delay_seconds):
            said = f"{address.host} asks to be left alone for {seconds:.0f} seconds; run this again later"
            raise FetchProblem("failed", said)
        if seconds > 0:
            self._sleep(seconds)

    def _once(self, address: Address, limits: Limits) -> Answer:
        """The answer to one request; that the server is busy is a problem that may pass."""
        answer = request(address, agent=self._agent, allow_private=self._allow_private, limits=limits)
        if answer.status == 429 or answer.status >= 500:
            said, wait = f"the server answers {answer.status}", _asked_to_wait(answer)
            raise FetchProblem("failed", said, may_pass=True, http_status=answer.status, wait_seconds=wait)
        return answer


def _asked_to_wait(answer: Answer) -> float:
    """Seconds for which a busy server asks to be left alone: as a number, or as a date."""
    asked = (answer.headers.get("Retry-After") or "").strip()
    if asked.isascii() and asked.isdigit():
        return float(asked[:9])
    try:
        until = email.utils.parsedate_to_datetime(asked)
    except (ValueError, TypeError):
        return 0.0
    until = until.replace(tzinfo=until.tzinfo or datetime.UTC)
    return max(0.0, (until - datetime.datetime.now(datetime.UTC)).total_seconds())


def _next(address: Address, answer: Answer) -> Address:
    """Where a redirect leads; it may not lead out of the web."""
    where = (answer.headers.get("Location") or "").strip()
    if not where:
        raise FetchProblem("failed", f"a redirect ({answer.status}) to nowhere", http_status=answer.status)
    with contextlib.suppress(UnicodeError):
        where = where.encode("latin-1").decode("utf-8")  # what the sites mean by bytes that HTTP calls Latin-1
    try:
        return parse_address(urljoin(address.url, where))
    except ValueError:
        said = f"redirected: {where[:200]!r} is no address"
    except FetchProblem as problem:
        said = f"redirected: {problem.said}"
    raise FetchProblem("not allowed", said, http_status=answer.status)


def _page(address: Address, answer: Answer, limits: Limits) -> Page:
    """The page that came, or why it is none."""
    status = answer.status
    if status in (404, 410):
        raise FetchProblem("gone", f"the server answers {status}", http_status=status)
    if 400 <= status < 500:
        raise FetchProblem("refused", f"the server answers {status}", http_status=status)
    if status != 200:
        raise FetchProblem("failed", f"the server answers {status}", http_status=status)
    if answer.is_cut:
        raise FetchProblem("too large", f"more than {limits.n_bytes:,} bytes", http_status=status)
    return Page(address.url, status, answer.headers.get("Content-Type"), answer.body)
