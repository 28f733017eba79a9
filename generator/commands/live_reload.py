"""content/ changes → the site is built again, and the pages that show it are loaded again.

Server-sent events (HTML living standard §9.2) tell the pages. Their script comes from the server
and stands in no file of the site; the site's own Content-Security-Policy lets it run.
"""

from __future__ import annotations

import secrets
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path

from generator.resources import static_folder, templates_folder

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
        """Another text after every build."""
        return f"{self._started}-{self._builds}"

    def build(self) -> None:
        """Builds the site, and tells the pages; what is wrong is told by them, too.

        In a process of its own: a build forks, which a program with threads should not, and
        whatever it ends in, this server goes on.
        """
        command = [sys.executable, "-m", "generator", "build"]
        paths = ["--content", str(self._content), "--output", str(self._output)]
        done = subprocess.run(  # noqa: S603 - our own program, and the owner's own folders
            command + paths, capture_output=True, text=True, check=False
        )
        self._say(done.stderr.rstrip())
        with self._built:
            self.error = done.stderr.strip() if done.returncode else None
            self._builds += 1
            self._built.notify_all()

    def watch(self, stop: threading.Event) -> None:
        """Builds whenever something changes that the site is made of, until it is told to stop."""
        import watchfiles

        folders = [self._content, templates_folder(), static_folder()]
        there = [folder for folder in folders if folder.is_dir()]
        for _changes in watchfiles.watch(*there, stop_event=stop, debounce=200, step=50):
            self.build()

    def events(self) -> Iterator[bytes]:
        """The events for one page: the version now, and every later one."""
        told = None
        while True:
            with self._built:
                if self.version == told:
                    self._built.wait(_BREATH_SECONDS)
                version = self.version
            yield b": still here\n\n" if version == told else f"data: {version}\n\n".encode()
            told = version

    def dressed(self, page: bytes, base_path: str) -> bytes:
        """The page with our script in its head."""
        script = f'<script src="{base_path}{SCRIPT}?{self.version}" defer></script>'.encode()
        head, end, rest = page.partition(b"</head>")
        return head + script + end + rest if end else script + page

    def own_file(self, name: str) -> bytes | None:
        """What the server sends in place of a file of the site; None for all other names."""
        return {SCRIPT: RELOAD_JS, WORKER: LEAVING_WORKER_JS}.get(name)

    def error_page(self, base_path: str) -> bytes:
        """A page that tells what the build met."""
        page = _ERROR_PAGE.format(base=base_path, error=escape(self.error or ""))
        return self.dressed(page.encode(), base_path)
