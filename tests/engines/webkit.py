"""WebKitGTK by WebDriver: Debian's webkit2gtk-driver, and the MiniBrowser that comes with it.

It has no headless mode, so it runs in Xvfb. Source: W3C, WebDriver.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.engines.driving import HERE, PATIENCE, Actions, Engine, Refused, end, missing, wait_for

DRIVER = "WebKitWebDriver"
# Where Debian and Ubuntu keep MiniBrowser, by the machine's kind.
BROWSERS = "*/webkit2gtk-4.*/MiniBrowser"
# A toolbar would keep the window wider than a phone.
NARROW = "* { min-width: 0; margin: 0; padding: 0; border: 0; }"
# A directive of the pages' policy that WebKit does not know; nothing needs it there.
UNKNOWN = "Unrecognized Content-Security-Policy directive 'manifest-src'."
ASKED = "performance.getEntriesByType('resource').map(entry => entry.name)"


class Driver:
    """A WebKitWebDriver that listens."""

    def __init__(self, client: httpx.Client, browser: Path) -> None:
        self._client = client
        self.browser = browser

    def call(self, method: str, path: str, **body: Any) -> Any:
        """Return a command's value. Raises: Refused."""
        json = body if method == "POST" else None
        value = self._client.request(method, path, json=json).json()["value"]
        if isinstance(value, dict) and "error" in value:
            raise Refused(f"{path}: {value['error']}: {value['message']}")
        return value


@contextmanager
def screen(folder: Path) -> Iterator[dict[str, str]]:
    """The environment of programs that show themselves on a screen which nobody sees."""
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1600x1400x24", "-nolisten", "tcp"]
    with (folder / "screen").open("wb") as log:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
    assert process.stdout is not None
    try:
        number = process.stdout.readline().strip()
        (folder / "gtk-3.0").mkdir()
        (folder / "gtk-3.0/gtk.css").write_text(NARROW)
        yield os.environ | {
            "DBUS_SESSION_BUS_ADDRESS": "disabled:",  # windows must know nothing of each other
            "DISPLAY": f":{number}",
            "GDK_BACKEND": "x11",
            "LIBGL_ALWAYS_SOFTWARE": "1",
            "NO_AT_BRIDGE": "1",
            "XDG_CONFIG_HOME": str(folder),
        }
    finally:
        end(process)
        process.stdout.close()


def find_browser() -> Path:
    """Return where MiniBrowser is; skips the test where something of it is missing."""
    browser = next(Path("/usr/lib").glob(BROWSERS), None)
    if browser is None or not shutil.which(DRIVER) or not shutil.which("Xvfb"):
        missing("no WebKitGTK here (Debian, Ubuntu: apt install webkit2gtk-driver xvfb)")
    return browser


@contextmanager
def running(folder: Path, environment: Mapping[str, str], browser: Path) -> Iterator[Driver]:
    """A WebKitWebDriver on a screen."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [DRIVER, f"--port={port}"], env=environment, stdout=log, stderr=log
        )
    address = f"http://127.0.0.1:{port}"
    try:
        with httpx.Client(base_url=address, timeout=PATIENCE, trust_env=False) as client:
            wait_for(lambda: _listens(client), DRIVER)
            yield Driver(client, browser)
    finally:
        end(process)


def _listens(client: httpx.Client) -> bool:
    try:
        return client.get("/status").is_success
    except httpx.ConnectError:
        return False


class WebKit(Engine):
    """A window of WebKit's."""

    def __init__(self, driver: Driver) -> None:
        super().__init__()
        self._driver = driver
        options = {"binary": str(driver.browser), "args": ["--automation"]}
        wanted = {"alwaysMatch": {"webkitgtk:browserOptions": options}}
        made = driver.call("POST", "/session", capabilities=wanted)
        self._session = f"/session/{made['sessionId']}"

    def open(self, url: str) -> None:
        self._post("url", url=url)
        asked = self.evaluate(ASKED)
        self.errors += [f"asked for {url}" for url in asked if not url.startswith(HERE)]

    def evaluate(self, expression: str) -> Any:
        return self._post("execute/sync", script=f"return {expression}", args=[])

    def resize(self, width: int, height: int = 800) -> None:
        self._post("window/rect", width=width, height=height)
        self.wait_until(f"innerWidth === {width}")

    def back(self) -> None:
        self._post("back")

    def perform(self, actions: Actions) -> None:
        self._post("actions", actions=actions)

    def close(self) -> None:
        self._driver.call("DELETE", self._session)

    def _post(self, command: str, **body: Any) -> Any:
        return self._driver.call("POST", f"{self._session}/{command}", **body)


def console(browser: Path, environment: Mapping[str, str], url: str) -> list[str]:
    """Return what the console has of one page until it is loaded; the driver gives none of it."""
    command = [
        str(browser),
        "--enable-write-console-messages-to-stdout=1",
        "--exit-after-load",
        url,
    ]
    run = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=True
    )
    lines = (run.stdout + run.stderr).splitlines()  # in spite of the option's name, it is stderr
    return [line for line in lines if "CONSOLE" in line and not line.endswith(UNKNOWN)]
