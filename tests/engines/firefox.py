"""Firefox by WebDriver BiDi, which it speaks itself: no geckodriver is needed.

Source: W3C, WebDriver BiDi.
"""

from __future__ import annotations

import base64
import itertools
import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

from tests.engines.driving import HERE, PATIENCE, Actions, Engine, Refused, end, missing, wait_for

NAMES = ("firefox", "firefox-esr")
# Nothing but the pages may reach for a network.
QUIET = {
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
}
EVENTS = ["log.entryAdded", "network.beforeRequestSent"]


class Bidi:
    """A session of WebDriver BiDi: commands, and the events that come between their answers."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        #: Method and parameters, in their order.
        self.events: list[tuple[str, dict[str, Any]]] = []

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Return a command's result. Raises: Refused."""
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            message = json.loads(self._socket.recv(PATIENCE))
            if message.get("id") == number:
                break
            if message["type"] == "event":
                self.events.append((message["method"], message["params"]))
        if message["type"] == "error":
            raise Refused(f"{method}: {message['error']}: {message['message']}")
        result: dict[str, Any] = message["result"]
        return result


@contextmanager
def running(folder: Path) -> Iterator[Bidi]:
    """A headless Firefox with an empty profile in a folder; skips the test where there is none."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        missing("no Firefox here (Debian: apt install firefox-esr)")
    profile = folder / "profile"
    profile.mkdir()
    lines = (f"user_pref({json.dumps(name)}, {json.dumps(to)});\n" for name, to in QUIET.items())
    (profile / "user.js").write_text("".join(lines))
    options = ["--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port=0"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([program, *options], stdout=log, stderr=log)
    try:
        server = profile / "WebDriverBiDiServer.json"
        wait_for(lambda: server.exists() and server.read_text().endswith("}"), "Firefox")
        port = json.loads(server.read_text())["ws_port"]
        with connect(f"ws://127.0.0.1:{port}/session", max_size=None, proxy=None) as socket:
            bidi = Bidi(socket)
            bidi.call("session.new", capabilities={})
            bidi.call("session.subscribe", events=EVENTS)
            yield bidi
    finally:
        end(process)


class Firefox(Engine):
    """A window of Firefox's."""

    def __init__(self, bidi: Bidi) -> None:
        super().__init__()
        bidi.events.clear()
        self._bidi = bidi
        self._user = bidi.call("browser.createUserContext")["userContext"]
        made = bidi.call("browsingContext.create", type="tab", userContext=self._user)
        self._tab = made["context"]

    def open(self, url: str) -> None:
        self._bidi.call("browsingContext.navigate", context=self._tab, url=url, wait="complete")

    def evaluate(self, expression: str) -> Any:
        answer = self._bidi.call(
            "script.evaluate",
            expression=f"Promise.resolve({expression}).then(it => JSON.stringify(it ?? null))",
            target={"context": self._tab},
            awaitPromise=True,
        )
        if answer["type"] == "exception":
            raise Refused(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    def resize(self, width: int, height: int = 800) -> None:
        size = {"width": width, "height": height}
        self._bidi.call("browsingContext.setViewport", context=self._tab, viewport=size)

    def back(self) -> None:
        self._bidi.call("browsingContext.traverseHistory", context=self._tab, delta=-1)

    def perform(self, actions: Actions) -> None:
        self._bidi.call("input.performActions", context=self._tab, actions=actions)

    def print(self, width: float, height: float) -> bytes:
        """Return the page as a PDF on paper of a size in centimetres."""
        page = {"width": width, "height": height}
        answer = self._bidi.call("browsingContext.print", context=self._tab, page=page)
        return base64.b64decode(answer["data"])

    def close(self) -> None:
        self._bidi.call("browser.removeUserContext", userContext=self._user)
        for method, event in self._bidi.events:
            if method == "network.beforeRequestSent":
                url = event["request"]["url"]
                if not url.startswith(HERE):
                    self.errors.append(f"asked for {url}")
            elif event["level"] in ("error", "warn"):
                self.errors.append(str(event["text"]))
