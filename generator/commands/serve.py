"""Serve a built _site/ to this machine's browser, as a static host would. RFC 9110."""

from __future__ import annotations

import errno
import ipaddress
import secrets
import socket
import subprocess
import sys
import threading
import webbrowser
from collections.abc import Callable, Iterator
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from generator.errors import ConfigError, OutputError
from generator.resources import static_folder, templates_folder

# A table of our own: the system's differs between machines, and few know the last ones.
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".webmanifest": "application/manifest+json",
    ".bib": "application/x-bibtex; charset=utf-8",
    ".ris": "application/x-research-info-systems; charset=utf-8",
    ".opml": "text/x-opml; charset=utf-8",
}
TYPES_BY_NAME = {"feed.xml": "application/atom+xml", "feed.json": "application/feed+json"}


def serve(
    folder: Path,
    host: str = "127.0.0.1",
    port: int = 8000,
    base_path: str = "/",
    live: Live | None = None,
    *,
    opens: bool = False,
) -> None:
    """Serve the site below `base_path` until Ctrl-C, to this machine only.

    With `live` it is built first, and again whenever something changes that it is made of. What
    `opens` is shown in the owner's browser.

    Raises: what `make_server` raises.
    """
    stop = threading.Event()
    try:
        with make_server(folder, host, port, base_path, live) as server:
            if live:
                live.build()
                threading.Thread(target=live.watch, args=(stop,), daemon=True).start()
            print(f"{folder} is at {server.url} until Ctrl-C", file=sys.stderr, flush=True)
            if opens:
                # Beside the server: a browser of the terminal is open until it is closed.
                threading.Thread(target=webbrowser.open, args=(server.url,), daemon=True).start()
            server.serve_forever()
    except KeyboardInterrupt:
        print(file=sys.stderr)
    finally:
        stop.set()


class SiteServer(ThreadingHTTPServer):
    """A listening server of one folder; `url` is where its first page is."""

    def __init__(
        self, folder: Path, host: str, port: int, base_path: str, live: Live | None = None
    ) -> None:
        self.live = live
        self.folder = folder.resolve()
        self.base_path = f"/{base_path.strip('/')}/".replace("//", "/")
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        super().__init__((host, port), _Handler)
        shown = f"[{host}]" if ":" in host else host
        self.url = f"http://{shown}:{self.server_address[1]}{quote(self.base_path)}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore a browser that hangs up early, which is its right."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def make_server(
    folder: Path, host: str, port: int, base_path: str = "/", live: Live | None = None
) -> SiteServer:
    """Return a server that listens already. With port 0 the system chooses; `server.url` tells.

    With `live` its pages load themselves again after each build, and tell why one failed.

    Raises:
        OutputError: the folder is not there.
        ConfigError: the host is not this machine itself, or the port cannot be had.
    """
    if not folder.is_dir() and live is None:
        raise OutputError(f"{folder}: no such folder; build the site first, or name its --output")
    if not _is_loopback(host):
        raise ConfigError(
            f'host "{host}": this server is for this machine only; '
            "use 127.0.0.1, or publish the folder with a real one"
        )
    try:
        return SiteServer(folder, host, port, base_path, live)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise ConfigError(f"port {port} is taken; choose another with --port") from error
        raise ConfigError(
            f"{host}, port {port}: {error.strerror}; choose another with --port"
        ) from error
    except OverflowError as error:
        raise ConfigError(f"port {port}: ports go from 0 to 65535") from error


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Headers and body are sent apart; together with Nagle's algorithm each file would wait.
    disable_nagle_algorithm = True
    server_version = "octavo"
    sys_version = ""
    server: SiteServer

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Log only what failed: the rest would bury it."""
        if isinstance(code, int) and code >= HTTPStatus.BAD_REQUEST:
            super().log_request(code, size)

    def _answer(self, *, with_body: bool) -> None:
        names = self._names()
        live = self.server.live
        own = live.own_file("/".join(names)) if live and names else None
        if own is not None:
            self._send(HTTPStatus.OK, own, TYPES[".js"], with_body=with_body)
            return
        if live and names and "/".join(names) == EVENTS:
            self._send_events(live, with_body=with_body)
            return
        if live and live.error and (not names or _type_of(names[-1]) == TYPES[".html"]):
            page = live.error_page(self.server.base_path)
            self._send(HTTPStatus.INTERNAL_SERVER_ERROR, page, TYPES[".html"], with_body=with_body)
            return
        if names is None:
            self._send_missing(with_body=with_body)
            return
        path = self.server.folder.joinpath(*names)
        data = _read_inside(path, self.server.folder)
        if data is not None:
            self._send(HTTPStatus.OK, data, _type_of(path.name), with_body=with_body)
        elif _read_inside(path / "index.html", self.server.folder) is not None:
            self._redirect(quote(self.server.base_path + "".join(f"{name}/" for name in names)))
        else:
            self._send_missing(with_body=with_body)

    def _names(self) -> tuple[str, ...] | None:
        """Return the parts of the requested path below the folder.

        None if there can be no such file.

        An address that ends in a slash asks for the index.html there.
        """
        path = urlsplit(self.path).path
        base = quote(self.server.base_path)
        if path + "/" == base:
            return ()
        if not path.startswith(base):
            return None
        last = "index.html" if path.endswith("/") else ""
        names = tuple(unquote(name) for name in (path.removeprefix(base) + last).split("/"))
        if any(name in ("", ".", "..") or set(name) & set("/\\\0") for name in names):
            return None
        return names

    def _send_events(self, live: Live, *, with_body: bool) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        for event in live.events() if with_body else ():
            self.wfile.write(event)
            self.wfile.flush()

    def _redirect(self, location: str) -> None:
        self.send_response(HTTPStatus.MOVED_PERMANENTLY)
        self.send_header("Location", location)
        self.send_header("Content-Length", "0")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()

    def _send_missing(self, *, with_body: bool) -> None:
        page = _read_inside(self.server.folder / "404.html", self.server.folder)
        if page is None:
            self.send_error(HTTPStatus.NOT_FOUND)
        else:
            self._send(HTTPStatus.NOT_FOUND, page, TYPES[".html"], with_body=with_body)

    def _send(self, status: HTTPStatus, data: bytes, type_: str, *, with_body: bool) -> None:
        live = self.server.live
        if live and type_ == TYPES[".html"] and not live.error:
            data = live.with_reload_script(data, self.server.base_path)
        self.send_response(status)
        self.send_header("Content-Type", type_)
        self.send_header("Content-Length", str(len(data)))
        # The next build must be seen at once.
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if with_body:
            self.wfile.write(data)


def _read_inside(path: Path, folder: Path) -> bytes | None:
    """Return the file's bytes.

    None if there is no such file, or if a link leads out of the folder.
    """
    try:
        real = path.resolve()
        return real.read_bytes() if real.is_relative_to(folder) else None
    except OSError:  # a folder, not there, not for us to read, or too long a name
        return None


def _type_of(name: str) -> str:
    by_suffix = TYPES.get(Path(name).suffix.lower(), "application/octet-stream")
    return TYPES_BY_NAME.get(name, by_suffix)


FOLDER = "_octavo/"
SCRIPT = FOLDER + "reload.js"
EVENTS = FOLDER + "events"
WORKER = "sw.js"
# A connection that nothing passes over is closed by some; a comment now and then keeps it.
_BREATH_SECONDS = 15.0

RELOAD_JS = b"""\
(function () {
  "use strict";
  var script = new URL(document.currentScript.src);
  var shown = script.search.slice(1);
  new EventSource(new URL("events", script)).onmessage = function (event) {
    if (event.data !== shown) location.reload();
  };
})();
"""

# Who works on a site wants to see what is there now. In place of the site's service worker, which
# answers from its cache where the server says 500, comes one that takes its leave.
LEAVING_WORKER_JS = b"""\
"use strict";
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(registration.unregister()));
"""

_ERROR_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The build failed</title>
<link rel="stylesheet" href="{base}assets/site.css">
</head>
<body><main class="wrap"><h1>The build failed</h1><pre>{error}</pre>
<p>This page is loaded again as soon as the next build is done.</p></main></body>
</html>
"""


class Live:
    """The state of the site that is served: which build it is, and whether that failed."""

    def __init__(self, content: Path, output: Path, say: Callable[[str], None]) -> None:
        self.error: str | None = None
        self._content = content
        self._output = output
        self._say = say
        self._started = secrets.token_hex(4)  # another server's pages are loaded again as well
        self._builds = 0
        self._built = threading.Condition()

    @property
    def version(self) -> str:
        """Return a text that differs after every build."""
        return f"{self._started}-{self._builds}"

    def build(self) -> None:
        """Build the site, and notify the open pages, which also show an error.

        In a process of its own: a build forks, which a program with threads should not, and
        whatever it ends in, this server goes on.
        """
        command = [sys.executable, "-m", "generator", "build"]
        paths = ["--content", str(self._content), "--output", str(self._output)]
        done = subprocess.run(  # noqa: S603 - our own program, and the owner's own folders
            command + paths, capture_output=True, text=True, check=False
        )
        for line in done.stderr.rstrip().split("\n"):
            self._say(line)
        with self._built:
            self.error = done.stderr.strip() if done.returncode else None
            self._builds += 1
            self._built.notify_all()

    def watch(self, stop: threading.Event) -> None:
        """Build whenever something changes that the site is made of, until `stop` is set."""
        import watchfiles

        folders = [self._content, templates_folder(), static_folder()]
        there = [folder for folder in folders if folder.is_dir()]
        for _changes in watchfiles.watch(*there, stop_event=stop, debounce=200, step=50):
            self.build()

    def events(self) -> Iterator[bytes]:
        """Yield the events for one page: the version now, and every later one."""
        sent = None
        while True:
            with self._built:
                if self.version == sent:
                    self._built.wait(_BREATH_SECONDS)
                version = self.version
            yield b": still here\n\n" if version == sent else f"data: {version}\n\n".encode()
            sent = version

    def with_reload_script(self, page: bytes, base_path: str) -> bytes:
        """Return the page with our script in its head."""
        script = f'<script src="{base_path}{SCRIPT}?{self.version}" defer></script>'.encode()
        head, end, rest = page.partition(b"</head>")
        return head + script + end + rest if end else script + page

    def own_file(self, name: str) -> bytes | None:
        """Return what the server sends in place of a file of the site; None for other names."""
        return {SCRIPT: RELOAD_JS, WORKER: LEAVING_WORKER_JS}.get(name)

    def error_page(self, base_path: str) -> bytes:
        """Return a page that shows the error of the build."""
        page = _ERROR_PAGE.format(base=base_path, error=escape(self.error or ""))
        return self.with_reload_script(page.encode(), base_path)
