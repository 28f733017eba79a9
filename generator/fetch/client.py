"""Get the answer to a URL, politely and within bounds. RFC 9110, RFC 9309.

One request to a host at a time, each over a connection of its own, a pause between them,
robots.txt obeyed, redirects followed by hand, the body counted after unpacking. Cookies are
neither kept nor sent; proxies of the environment are not used, because they would connect where
the guard cannot look.
"""

from __future__ import annotations

import errno
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

import httpx
import msgspec

from generator.errors import FetchError
from generator.fetch.guard import NotPublic
from generator.fetch.host import Answer, Host, read_body
from generator.model.record import Record

REDIRECTS = 5
_MOVED = (301, 302, 303, 307, 308)
_MOVED_FOR_GOOD = (301, 308)


class Limits(Record, kw_only=True):
    """The limits of a request."""

    #: How long to wait for an answer.
    timeout_seconds: float
    #: How large the body may be after unpacking.
    max_bytes: int
    #: How long to wait between two requests to one host.
    pause_seconds: float


class Client:
    """An HTTP client that many threads may use at once. Close it when done."""

    def __init__(
        self,
        limits: Limits,
        user_agent: str,
        *,
        allow_loopback: bool = False,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.limits = limits
        self.user_agent = user_agent
        self._allow_loopback = allow_loopback
        self._clock = clock
        self._sleep = sleep
        self._hosts: dict[str, Host] = {}
        self._lock = threading.Lock()

    def get(
        self, url: str, headers: Mapping[str, str] | None = None, *, read: bool = True
    ) -> Answer:
        """Return the last answer, after redirects, whatever its status.

        Unless `read`, its body is left out.

        Raises:
            FetchError: there is no answer, or none within the bounds; robots.txt forbids to ask.
            NotPublic: the URL itself is of a host that our own rule forbids.
        """
        current, permanent = url, True
        for _ in range(REDIRECTS + 1):
            try:
                answer = self._ask(current, headers or {}, read=read)
            except NotPublic as error:
                if current == url:
                    raise
                raise FetchError(f"{url}: redirects to {current}: {error}") from error
            location = answer.headers.get("location")
            if answer.status not in _MOVED or not location:
                moved = current if permanent and current != url else None
                return msgspec.structs.replace(answer, moved_to=moved)
            permanent = permanent and answer.status in _MOVED_FOR_GOOD
            current = _next_url(current, location)
        raise FetchError(f"{url}: redirected more than {REDIRECTS} times")

    def close(self) -> None:
        """Close all connections."""
        for host in self._hosts.values():
            host.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _host(self, url: str) -> Host:
        name = (urlsplit(url).hostname or "").lower()
        with self._lock:
            if name not in self._hosts:
                self._hosts[name] = Host(
                    _certificates(),
                    self.user_agent,
                    allow_loopback=self._allow_loopback,
                    clock=self._clock,
                    sleep=self._sleep,
                )
            return self._hosts[name]

    def _ask(self, url: str, headers: Mapping[str, str], *, read: bool) -> Answer:
        """Make one request, in the host's turn, once robots.txt allows it."""
        host = self._host(url)
        try:
            with host.turn:
                pause = host.check_robots(url, self._read)
                pause = max(pause, self.limits.pause_seconds)
                return self._read(host, url, headers, pause, read=read)
        except httpx.TimeoutException as error:
            seconds = self.limits.timeout_seconds
            within = "1 second" if seconds == 1 else f"{seconds:g} seconds"
            raise FetchError(f"{url}: no answer within {within}") from error
        except httpx.TransportError as error:
            raise FetchError(f"{url}: {describe_error(error)}") from error
        except (httpx.InvalidURL, ValueError) as error:
            raise FetchError(f"{url}: is no URL that can be asked for ({error})") from error

    def _read(
        self, host: Host, url: str, headers: Mapping[str, str], pause: float, *, read: bool = True
    ) -> Answer:
        with host.response(url, headers, pause, self.limits.timeout_seconds) as response:
            found = read and response.status_code == HTTPStatus.OK
            return Answer(
                url=url,
                status=response.status_code,
                headers={name.lower(): value for name, value in response.headers.items()},
                body=read_body(response, self.limits.max_bytes) if found else b"",
                etag=_bytewise(response, "etag"),
                last_modified=_bytewise(response, "last-modified"),
            )


@cache
def _certificates() -> ssl.SSLContext:
    """Return the certificates to trust, read once."""
    return httpx.create_ssl_context(trust_env=False)


def _bytewise(response: httpx.Response, name: str) -> str | None:
    """Return a header with a character for each of its bytes, whatever encoding is guessed."""
    value: str | None = response.headers.get(name)
    return value and value.encode(response.headers.encoding).decode("latin-1")


def _next_url(url: str, location: str) -> str:
    """Return where a redirect leads.

    It may lead to https, but to no other scheme than the URL's own.

    Raises:
        FetchError: it leads into another scheme.
    """
    try:
        target = urljoin(url, location).partition("#")[0]
        scheme = urlsplit(target).scheme
    except ValueError as error:
        raise FetchError(f"{url}: redirects to {location}, which is no URL") from error
    if scheme != urlsplit(url).scheme and scheme != "https":
        raise FetchError(f"{url}: redirects to {target}, which is not followed: another scheme")
    return target


# What a library says of a connection that failed → plain words, its own in parentheses.

_WORDS = {
    errno.ECONNREFUSED: "nothing answers there",
    errno.ECONNRESET: "its server ended the connection",
    errno.EHOSTUNREACH: "no way leads there",
    errno.ENETUNREACH: "no way leads there; is this machine connected?",
}


def describe_error(error: BaseException) -> str:
    """Return `nothing answers there (Connection refused)`; of a rarer error its own message.

    Libraries wrap the system's errors in errors of their own, so all causes are tried.
    """
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"its TLS certificate is not to be trusted ({cause.verify_message})"
        if isinstance(cause, ssl.SSLError):
            return f"no secure connection can be made ({cause.strerror})"
        if isinstance(cause, socket.gaierror):
            known = "is not known"
            if cause.errno == socket.EAI_AGAIN:
                known = "cannot be looked up now; is this machine connected?"
            return f"its name {known} ({cause.strerror})"
        if isinstance(cause, OSError) and cause.errno in _WORDS:
            return f"{_WORDS[cause.errno]} ({cause.strerror})"
    return str(error) or type(error).__name__


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
