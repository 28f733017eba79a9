"""A server on loopback that answers as it is told to: well, slowly, wrongly, or not to the end."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple


class Reply(NamedTuple):
    """One answer. `length` is the Content-Length that is claimed, if another than the body's.

    `drip` is a time to wait before each byte: of the head if `slow_head`, else of the body.
    `raw` is all that is sent, in place of everything else; `late` is sent when the next request
    comes over the same connection.
    """

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    length: int | None = None
    drip: float = 0.0
    slow_head: bool = False
    raw: bytes = b""
    late: bytes = b""


class Asked(NamedTuple):
    """One request as it came: its path, and its headers in lower case."""

    path: str
    headers: dict[str, str]


class Loopback(ThreadingHTTPServer):
    """The server: `replies` by path, and what was `asked`, over how many `connections`.

    `open` are the connections that have not ended, `at_once` the requests that have no whole
    answer yet, `most_at_once` the most of them that there were. A list of replies is used up one
    by one, the last one for good. Without robots.txt among the replies there is none: 404.
    """

    daemon_threads = True

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.replies: dict[str, Reply | list[Reply]] = {}
        self.asked: list[Asked] = []
        self.connections = 0
        self.open = 0
        self.at_once = 0
        self.most_at_once = 0
        self.closing = threading.Event()
        self.lock = threading.Lock()
        super().__init__((host, 0), _Handler)
        self.url = f"http://{host}:{self.server_address[1]}"

    @property
    def paths(self) -> list[str]:
        """The paths that were asked for, in order, without robots.txt."""
        return [asked.path for asked in self.asked if asked.path != "/robots.txt"]

    def reply_to(self, path: str) -> Reply:
        """The next answer to this path."""
        reply = self.replies.get(path, Reply(404))
        if isinstance(reply, list):
            return reply.pop(0) if len(reply) > 1 else reply[0]
        return reply

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: clients that hang up are what the tests are about."""


@contextmanager
def loopback(host: str = "127.0.0.1") -> Iterator[Loopback]:
    """A server that runs until the block ends."""
    with Loopback(host) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.closing.set()
            server.shutdown()
            thread.join()


def packed(data: bytes) -> Reply:
    """A good answer, packed by gzip."""
    return Reply(body=gzip.compress(data), headers=(("Content-Encoding", "gzip"),))


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # an answer is sent in parts
    server: Loopback
    late = b""

    def setup(self) -> None:
        super().setup()
        with self.server.lock:
            self.server.connections += 1
            self.server.open += 1

    def finish(self) -> None:
        super().finish()
        with self.server.lock:
            self.server.open -= 1

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        with self.server.lock:
            self.server.asked.append(Asked(self.path, headers))
            reply = self.server.reply_to(self.path)
            self.server.at_once += 1
            self.server.most_at_once = max(self.server.most_at_once, self.server.at_once)
        self._send(self.late, 0)
        self.late = reply.late
        if reply.raw:
            self._answered()
            self._send(reply.raw, 0)
            return
        head = [f"HTTP/1.1 {reply.status} As Told"]
        head += [f"{name}: {value}" for name, value in reply.headers]
        if reply.status != 304:
            head.append(
                f"Content-Length: {len(reply.body) if reply.length is None else reply.length}"
            )
        self._send("\r\n".join([*head, ""]).encode("latin-1"), reply.drip * reply.slow_head)
        body = b"\r\n" + reply.body
        self._send(body[:-1], reply.drip * (not reply.slow_head))
        self._answered()  # before its last byte: then the next request may come
        self._send(body[-1:], 0)
        if reply.length is not None:
            self.close_connection = True

    def _answered(self) -> None:
        with self.server.lock:
            self.server.at_once -= 1

    def _send(self, data: bytes, drip: float) -> None:
        if not drip:
            self.wfile.write(data)
            return
        for byte in data:
            if self.server.closing.wait(drip):
                return
            self.wfile.write(bytes([byte]))

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""
