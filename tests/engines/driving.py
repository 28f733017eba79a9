"""What a reader does in any browser, by the two protocols of the W3C: WebDriver and BiDi."""

from __future__ import annotations

import os
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, NoReturn

import pytest

PATIENCE = 180  # seconds until a test gives up; one that passes never waits for them
HERE = ("http://127.0.0.1:", "file:///", "data:", "blob:", "about:")
KEYS = {"Enter": "\ue007", "End": "\ue010", "Tab": "\ue004"}
PLACE = """(() => {
  const found = document.querySelector(%s);
  found.scrollIntoView({ block: "nearest", behavior: "instant" });
  const box = found.getClientRects()[0];
  return [Math.round(box.x + box.width / 2), Math.round(box.y + box.height / 2)];
})()"""

Actions = list[dict[str, Any]]


class Refused(Exception):
    """A browser's answer to what it cannot do, as while it goes from page to page."""


class Engine(ABC):
    """One window of a browser, whose reader has no past."""

    #: What went wrong on a page, and what was asked of another host.
    errors: list[str]

    def __init__(self) -> None:
        self.errors = []

    @abstractmethod
    def open(self, url: str) -> None:
        """Open a page, and wait until it is loaded."""

    @abstractmethod
    def evaluate(self, expression: str) -> Any:
        """Return what an expression in JavaScript comes to; a promise is awaited."""

    @abstractmethod
    def resize(self, width: int, height: int = 800) -> None:
        """Give the page a size in pixels; its height is near the one that is asked for."""

    @abstractmethod
    def back(self) -> None:
        """Go one page back; it may not be there yet."""

    @abstractmethod
    def perform(self, actions: Actions) -> None:
        """Let input happen, as both protocols write it."""

    @abstractmethod
    def close(self) -> None:
        """Close the window."""

    def wait_until(self, condition: str) -> None:
        """Wait until a condition in JavaScript holds, on this page or the next."""
        wait_for(lambda: self._holds(condition), condition)

    def click(self, selector: str) -> None:
        """Press and release the mouse in the middle of an element; by a selector of CSS."""
        button = {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}
        self._point(selector, *button)

    def hover(self, selector: str) -> None:
        """Move the mouse to the middle of an element."""
        self._point(selector)

    def press(self, *keys: str) -> None:
        """Press keys, one after the other: letters, or a name of KEYS."""
        values = [KEYS.get(key, key) for key in keys]
        strokes = [{"type": f"key{way}", "value": one} for one in values for way in ("Down", "Up")]
        self.perform([{"type": "key", "id": "keyboard", "actions": strokes}])

    def _point(self, selector: str, *then: dict[str, Any]) -> None:
        x, y = self.evaluate(PLACE % repr(selector))
        moves = [{"type": "pointerMove", "x": x, "y": y, "duration": 0}, *then]
        mouse = {"pointerType": "mouse"}
        self.perform([{"type": "pointer", "id": "mouse", "parameters": mouse, "actions": moves}])

    def _holds(self, condition: str) -> bool:
        try:
            return bool(self.evaluate(f"!!({condition})"))
        except Refused:
            return False


def wait_for(holds: Callable[[], bool], what: str) -> None:
    """Wait until something outside of this process holds."""
    last = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < last, f"waited in vain: {what}"
        time.sleep(0.02)


def end(process: subprocess.Popen[Any]) -> None:
    """End a program, and wait until it is gone."""
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def missing(what: str) -> NoReturn:
    """Skip a test for want of a program; with REQUIRE_ENGINES=1, fail it."""
    if os.environ.get("REQUIRE_ENGINES") == "1":
        pytest.fail(what)
    pytest.skip(what)
