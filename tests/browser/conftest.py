"""The real content as a site, over http below a path and from disk, in a real browser.

Whatever a test does there, no page may report an error, and none may ask another host for anything.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from generator.build.pipeline import build
from generator.commands.serve import make_server
from tests.browsers import open_browser

CONTENT = Path(__file__).parents[1] / "data/content"
BELOW = "/some/list/"
# A worker's requests go past what a test routes: it blocks them with these, and is told of it.
WITHOUT_WORKERS: dict[str, Any] = {"service_workers": "block"}
BLOCKED = "Service Worker registration blocked by Playwright"
# Many tests are over http alone. From disk, where browsers allow least, are all that can be.
PLACES = [pytest.param("over http below a path", marks=pytest.mark.thorough), "from disk"]
PATIENCE = 60_000  # milliseconds until a test gives up; one that passes never waits for them
WAIT = """new Promise((done, refuse) => {
  const last = performance.now() + %d;
  const look = () => {
    if (%s) done();
    else if (performance.now() > last) refuse(new Error("waited in vain"));
    else setTimeout(look, 10);
  };
  look();
})"""
# What a frame draws, or tells of itself, has come with the second one after.
TWO_FRAMES = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def becomes(page: Page, read: Callable[[Page], object], expected: object) -> None:
    """Asserts that what is read of a page becomes this: what was chosen shows a frame later."""
    for _ in range(PATIENCE // 20):
        if read(page) == expected:
            return
        page.wait_for_timeout(20)
    assert read(page) == expected


expect.set_options(timeout=PATIENCE)

Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A real browser."""
    with open_browser() as opened:
        yield opened


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site that the default content makes."""
    folder = tmp_path_factory.mktemp("browser") / "site"
    build(CONTENT, folder)
    return folder


@contextmanager
def served(folder: Path, port: int = 0) -> Iterator[str]:
    """The address of a folder below a path, as a project's page on a shared host has it."""
    with make_server(folder, "127.0.0.1", port, BELOW) as server:
        # No connection outlives its answer: a server that is gone must not go on answering.
        handler: Any = server.RequestHandlerClass
        server.RequestHandlerClass = type("Brief", (handler,), {"protocol_version": "HTTP/1.0"})
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server.url
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """The site over http."""
    with served(site) as url:
        yield url


@pytest.fixture(params=PLACES)
def home(request: pytest.FixtureRequest, address: str, site: Path) -> str:
    """Where the site is, in one way and the other."""
    return address if "http" in request.param else f"{site.as_uri()}/"


@pytest.fixture(scope="session")
def options(thorough: bool) -> dict[str, Any]:
    """How readers come: with a worker, which fetches every page a second time, if --thorough."""
    return {} if thorough else WITHOUT_WORKERS


@pytest.fixture
def context(chromium: Browser, options: dict[str, Any]) -> Iterator[BrowserContext]:
    """A reader without any past, in a window of 1280 by 900."""
    with watched(chromium, **options) as opened:
        yield opened


@contextmanager
def watched(chromium: Browser, **options: Any) -> Iterator[BrowserContext]:
    """A reader, watched: an error on any page, or a request to another host, fails the test."""
    options = {"viewport": {"width": 1280, "height": 900}, **options}
    context = chromium.new_context(**options)
    context.set_default_timeout(PATIENCE)
    errors: list[str] = []
    context.on("console", lambda message: _note(message, errors))
    context.on("weberror", lambda error: errors.append(str(error.error)))
    context.on("request", lambda request: _note_stranger(request.url, errors))
    yield context
    context.close()
    assert errors == []


def wait_until(page: Page, condition: str) -> None:
    """Waits until a condition in JavaScript holds on a page.

    It is compiled with the script that waits: Playwright's wait_for_function evaluates a text each
    time it looks, which the pages' own policy refuses from the second time on.
    """
    page.evaluate(WAIT % (PATIENCE, condition))


def _note(message: ConsoleMessage, errors: list[str]) -> None:
    if message.type in ("error", "warning") and message.text != BLOCKED:
        errors.append(message.text)


def _note_stranger(url: str, errors: list[str]) -> None:
    if not url.startswith(("http://127.0.0.1:", "file:///", "data:", "blob:")):
        errors.append(f"asked for {url}")


def import_file(page: Page, path: Path, said: str) -> None:
    """Import marks and notes, as a reader does, and expect what the page says of it."""
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Import marks and notes").click()
    chooser.value.set_files(path)
    expect(page.locator(".notice")).to_have_text(said)
