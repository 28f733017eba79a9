"""One host: its connections, its turn, its pause, and what its robots.txt allows. RFC 9309."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.cookiejar import CookieJar, DefaultCookiePolicy
from urllib.parse import urljoin, urlsplit

import httpx
from protego import Protego

from generator.errors import FetchError
from generator.fetch.answer import Answer
from generator.fetch.guard import Deadline, GuardedTransport

# What robots.txt calls us; the User-Agent begins with it. Without what follows it there: rules
# for any word of that would be taken for ours.
PRODUCT = "octavo"
# A longer wish is met by this: a whole list must come to an end.
LONGEST_PAUSE_SECONDS = 30.0
# RFC 9309 §2.3.1.2: at least five.
_ROBOTS_REDIRECTS = 5


class NotAllowed(FetchError):
    """robots.txt asks programs to stay away, which says nothing of people."""


_Read = Callable[["Host", str, Mapping[str, str], float], Answer]


class Host:
    """All that goes to one host. Whoever calls it holds `turn`."""

    def __init__(
        self,
        tls: ssl.SSLContext,
        user_agent: str,
        *,
        allow_loopback: bool,
        clock: Callable[[], float],
        sleep: Callable[[float], None],
    ) -> None:
        self.turn = threading.RLock()
        self._tls = tls
        self._user_agent = user_agent
        self._allow_loopback = allow_loopback
        self._clock = clock
        self._sleep = sleep
        self._deadline = Deadline()
        self._client: httpx.Client | None = None
        self._asked_at: float | None = None
        self._robots: dict[str, Protego | FetchError] = {}

    @contextmanager
    def response(
        self, url: str, headers: Mapping[str, str], pause: float, seconds: float
    ) -> Iterator[httpx.Response]:
        """The answer to one GET, its body not read yet, after the pause since the last one.

        `headers` have a character for each byte.

        Raises:
            httpx.HTTPError: there is none in time.
        """
        if self._asked_at is not None:
            wait = self._asked_at + pause - self._clock()
            if wait > 0:
                self._sleep(wait)
        self._asked_at = self._clock()
        self._deadline.start(seconds)
        sent = httpx.Headers(dict(headers), encoding="latin-1")
        with self._open(seconds).stream("GET", url, headers=sent) as response:
            yield response

    def _open(self, seconds: float) -> httpx.Client:
        if self._client is None:
            self._client = httpx.Client(
                transport=GuardedTransport(
                    self._tls, self._deadline, allow_loopback=self._allow_loopback
                ),
                headers={
                    b"User-Agent": self._user_agent.encode(),
                    b"Accept": b"*/*",
                    b"Accept-Encoding": b"gzip",
                    # What a server sends after an answer, now or later, is no answer to the next.
                    b"Connection": b"close",
                },
                cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
                timeout=seconds,
                trust_env=False,
            )
        return self._client

    def close(self) -> None:
        """Give back what asking took; the next request takes it again."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def check_robots(self, url: str, read: _Read) -> float:
        """Return how many seconds robots.txt wants between two requests; 0 if it does not say.

        Raises:
            FetchError: robots.txt forbids the URL to us, or cannot be had.
        """
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._robots:
            try:
                self._robots[origin] = self._ask_robots(origin, read)
            except FetchError as error:
                self._robots[origin] = error
            self._asked_at = None  # the pause is between what is wanted, not before the first
        rules = self._robots[origin]
        if isinstance(rules, FetchError):
            raise rules
        if not rules.can_fetch(url, PRODUCT):
            raise NotAllowed(f"{url}: its robots.txt asks not to be read by programs")
        return min(float(rules.crawl_delay(PRODUCT) or 0), LONGEST_PAUSE_SECONDS)

    def _ask_robots(self, origin: str, read: _Read) -> Protego:
        """RFC 9309 §2.3.1: none (4xx) allows everything, one that cannot be had (5xx) nothing."""
        url = f"{origin}/robots.txt"
        for _ in range(_ROBOTS_REDIRECTS + 1):
            answer = read(self, url, {}, 0)
            location = answer.headers.get("location")
            if 300 <= answer.status < 400 and location:
                url = urljoin(url, location)
                if urlsplit(url).netloc != urlsplit(origin).netloc:
                    break  # another host's rules, behind another host's turn: as if there were none
                continue
            if answer.status >= 500 or answer.status == 429:
                raise FetchError(f"{url}: answers {answer.phrase}, so nothing is read there")
            text = answer.body.decode("utf-8", "replace") if answer.status < 300 else ""
            return Protego.parse(text)
        return Protego.parse("")
