"""Make the requests to one host, with its pause and its robots.txt.

RFC 9309.
"""

from __future__ import annotations

import ssl
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from http.cookiejar import CookieJar, DefaultCookiePolicy
from urllib.parse import urljoin, urlsplit

import httpx
from protego import Protego

from generator.errors import FetchError
from generator.fetch.guard import Deadline, GuardedTransport
from generator.model.record import Record

# What robots.txt calls us; the User-Agent begins with it. Without what follows it there: rules
# for any word of that would be taken for ours.
PRODUCT = "octavo"
# A longer wish is met by this: a whole list must come to an end.
LONGEST_PAUSE_SECONDS = 30.0
# RFC 9309 §2.3.1.2: at least five.
_ROBOTS_REDIRECTS = 5
# zlib's code for "gzip or zlib, by the header".
_EITHER = zlib.MAX_WBITS + 32


class Answer(Record, kw_only=True):
    """The answer to a URL, after redirects."""

    #: The URL where the redirects ended.
    url: str
    #: The HTTP status.
    status: int
    #: By names in lower case.
    headers: dict[str, str]
    #: Unpacked; b"" where it was not read, or the status is not 200.
    body: bytes
    #: The same as `url`, if all redirects were permanent.
    moved_to: str | None = None
    #: With a character for each byte that was received.
    etag: str | None = None
    #: With a character for each byte that was received.
    last_modified: str | None = None

    @property
    def phrase(self) -> str:
        """Return `404 Not Found`, or the number alone where HTTP has no phrase for it."""
        try:
            return f"{self.status} {HTTPStatus(self.status).phrase}"
        except ValueError:
            return str(self.status)


def read_body(response: httpx.Response, max_bytes: int) -> bytes:
    """Return the whole body; packed by gzip at most, since nothing else was asked for.

    RFC 9110 §8.4.

    Raises:
        FetchError: it is too long after unpacking, packed in another way, or damaged.
        httpx.TransportError: the connection ends before the body does.
    """
    packing = response.headers.get("content-encoding", "").strip().lower()
    if packing in ("", "identity"):
        pieces = response.iter_raw()
    elif packing in ("gzip", "x-gzip", "deflate"):
        pieces = _unpacked(response, max_bytes)
    else:
        raise FetchError(f"{response.url}: is packed as {packing}, which was not asked for")
    body = bytearray()
    for piece in pieces:
        body += piece
        if len(body) > max_bytes:
            raise FetchError(f"{response.url}: is longer than {max_bytes:,} bytes")
    return bytes(body)


def _unpacked(response: httpx.Response, max_bytes: int) -> Iterator[bytes]:
    """Yield the unpacked body, in pieces within the bound: a small body can hold gigabytes."""
    unpacker = zlib.decompressobj(_EITHER)
    begun = False
    try:
        for chunk in response.iter_raw():
            begun = True
            yield unpacker.decompress(chunk, max_bytes + 1)
            while unpacker.eof and unpacker.unused_data:  # RFC 1952 §2.2: members in a row
                rest = unpacker.unused_data
                unpacker = zlib.decompressobj(_EITHER)
                yield unpacker.decompress(rest, max_bytes + 1)
            while unpacker.unconsumed_tail:
                yield unpacker.decompress(unpacker.unconsumed_tail, max_bytes + 1)
    except zlib.error as error:
        raise FetchError(f"{response.url}: is damaged: {error}") from error
    if begun and not unpacker.eof:
        raise FetchError(f"{response.url}: is cut off: its packed body has no end")


class NotAllowed(FetchError):
    """An error: robots.txt asks programs to stay away, which says nothing of people."""


_Read = Callable[["Host", str, Mapping[str, str], float], Answer]


class Host:
    """One host with its connection. Its callers hold `turn`."""

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
        """Yield the response to one GET, its body not read yet, after the pause since the last one.

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
        """Close the connection; the next request opens another."""
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
        """Return the rules: none (4xx) allows everything, one that fails (5xx) nothing.

        Source: RFC 9309 §2.3.1.
        """
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
