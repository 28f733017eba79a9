"""A real Chromium for tests: the system's, or the one that the variable CHROMIUM names.

Where there is none, its tests are skipped; with REQUIRE_BROWSER=1 they fail instead.
"""

from __future__ import annotations

import functools
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# The first is Chromium without windows: the same engine, for half of the processor's time.
_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
# Tests run as root in a container, on few cores; nothing but the pages may reach for a network.
_FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage"
).split()

_open: list[Browser] = []


@contextmanager
def open_browser() -> Iterator[Browser]:
    """A headless Chromium, closed at the end; skips the test where there is none.

    Within another's it is that one: a thread has one Playwright, and session fixtures keep theirs.
    """
    if _open:
        yield _open[0]
        return
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
    if path is None:
        message = "no Chromium here (Debian, Ubuntu: apt install chromium)"
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(message)
        pytest.skip(message)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        _open.append(browser)
        yield browser
        _open.clear()
        browser.close()


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address at which the folder is served on loopback, ending in a slash."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


class _Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Headers and body are sent apart; together with Nagle's algorithm each file would take 40 ms.
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of what is asked for."""
