"""The same site in Firefox and in WebKitGTK, where they are installed, over http and from disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

# The same site, in the same two ways.
from tests.browser.conftest import address, home, site  # noqa: F401 - fixtures
from tests.engines import firefox, webkit
from tests.engines.driving import Engine
from tests.engines.firefox import Bidi, Firefox
from tests.engines.webkit import Driver, WebKit

Screen = tuple[Path, dict[str, str]]


@pytest.fixture(scope="session")
def bidi(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bidi]:
    """A Firefox that runs."""
    with firefox.running(tmp_path_factory.mktemp("firefox")) as running:
        yield running


@pytest.fixture(scope="session")
def mini_browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screen]:
    """WebKit's MiniBrowser, and the environment in which it has a screen."""
    browser = webkit.find_browser()
    with webkit.screen(tmp_path_factory.mktemp("screen")) as environment:
        yield browser, environment


@pytest.fixture(scope="session")
def driver(mini_browser: Screen, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driver]:
    """A driver of WebKit's."""
    browser, environment = mini_browser
    with webkit.running(tmp_path_factory.mktemp("webkit"), environment, browser) as running:
        yield running


@pytest.fixture(params=["Firefox", "WebKit"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """A reader without any past in each engine; an error of a page fails the test."""
    if request.param == "Firefox":
        window: Engine = Firefox(request.getfixturevalue("bidi"))
    else:
        window = WebKit(request.getfixturevalue("driver"))
    try:
        window.resize(1280)
        yield window
    finally:
        window.close()
    assert window.errors == []
