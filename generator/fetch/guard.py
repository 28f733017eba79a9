"""Connect to a public address of a host, in bounded time.

The address that is connected to is the one that was checked: what a name says a second time
(DNS rebinding) is never asked. https://owasp.org/www-community/attacks/Server_Side_Request_Forgery
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import httpcore
import httpx

from generator.errors import FetchError

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
# A translator turns these into the IPv4 address at their end. RFC 6052 §2.1.
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class NotPublic(FetchError):
    """An error: our own rule forbids the address, so nothing is known of its server."""


class Deadline:
    """The time by which the current request must be over; each request starts it again."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._end = float("inf")

    def start(self, seconds: float) -> None:
        """Give the next request this long."""
        self._end = self._clock() + seconds

    def cap(self, timeout: float | None) -> float:
        """Return the timeout, or what is left where that is less.

        Raises:
            httpcore.ReadTimeout: nothing is left.
        """
        left = self._end - self._clock()
        if left <= 0:
            raise httpcore.ReadTimeout("the time is up")
        return left if timeout is None else min(timeout, left)


class GuardedTransport(httpx.BaseTransport):
    """A transport for httpx with one connection of httpcore's, to allowed addresses only."""

    def __init__(self, tls: ssl.SSLContext, deadline: Deadline, *, allow_loopback: bool) -> None:
        self._connections = httpcore.ConnectionPool(
            ssl_context=tls,
            max_connections=1,
            network_backend=_GuardedBackend(deadline, allow_loopback=allow_loopback),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request without a body, and return the response, its body not read yet."""
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        sent = httpcore.Request(
            request.method, url, headers=request.headers.raw, extensions=request.extensions
        )
        with _errors_of_httpx():
            received = self._connections.handle_request(sent)
        return httpx.Response(
            received.status,
            headers=received.headers,
            stream=_Body(received),
            extensions=received.extensions,
        )

    def close(self) -> None:
        """Close the connection, if there is one."""
        self._connections.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, received: httpcore.Response) -> None:
        self._received = received

    def __iter__(self) -> Iterator[bytes]:
        with _errors_of_httpx():
            yield from self._received.iter_stream()

    def close(self) -> None:
        self._received.close()


@contextmanager
def _errors_of_httpx() -> Iterator[None]:
    """Raise httpcore's errors as those of httpx, which have the same names."""
    try:
        yield
    except (
        httpcore.TimeoutException,
        httpcore.NetworkError,
        httpcore.ProtocolError,
        httpcore.UnsupportedProtocol,
    ) as error:
        raise getattr(httpx, type(error).__name__)(str(error)) from error


class _GuardedBackend(httpcore.NetworkBackend):
    def __init__(self, deadline: Deadline, *, allow_loopback: bool) -> None:
        self._deadline = deadline
        self._allow_loopback = allow_loopback
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in allowed_addresses(host, port, allow_loopback=self._allow_loopback):
            try:
                stream = self._sockets.connect_tcp(
                    address, port, self._deadline.cap(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _TimedStream(stream, self._deadline)
        raise failure


class _TimedStream(httpcore.NetworkStream):
    """A connection on which every wait ends with the deadline, however slowly bytes drip."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.cap(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.cap(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._deadline.cap(timeout))
        return _TimedStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def allowed_addresses(host: str, port: int, *, allow_loopback: bool) -> tuple[str, ...]:
    """Return the addresses of a host that may be connected to, in the system's order; never empty.

    Raises:
        NotPublic: all its addresses are private, or otherwise not of the public internet.
        httpcore.ConnectError: it has none.
    """
    addresses = _addresses(host, port)
    allowed = tuple(a for a in addresses if may_connect(a, allow_loopback=allow_loopback))
    if not allowed:
        here = any(may_connect(address, allow_loopback=True) for address in addresses)
        named = "is" if addresses == (host,) else f"is {', '.join(addresses)}:"
        hint = "; --allow-loopback asks this machine, too" if here else ""
        raise NotPublic(f"{host} {named} no public address, so it is not asked{hint}")
    return allowed


def _addresses(host: str, port: int) -> tuple[str, ...]:
    try:
        return (str(ipaddress.ip_address(host)),)
    except ValueError:
        pass  # a name, or one of the old ways to write an address, which the system knows
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise httpcore.ConnectError(f"{host} has no address: {reason}") from error
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def may_connect(text: str, *, allow_loopback: bool) -> bool:
    """Return whether an IP address is public, or loopback where that is allowed.

    >>> [may_connect(a, allow_loopback=False) for a in ("1.1.1.1", "10.0.0.1", "::ffff:10.0.0.1")]
    [True, False, False]
    """
    address = _real_address(ipaddress.ip_address(text.partition("%")[0]))
    if address.is_loopback:
        return allow_loopback
    return address.is_global and not address.is_multicast


def _real_address(address: _Address) -> _Address:
    """Return the IPv4 address that an IPv6 one stands for; else the address itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo[1] if address.teredo else None
    return address.ipv4_mapped or address.sixtofour or teredo or address
