"""The main paths of a reader, in every engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.test_map import ENDS
from tests.engines import webkit
from tests.engines.conftest import Screen
from tests.engines.driving import Engine
from tests.site.kinds_of_pages import write_kinds, write_site
from tests.site.sample_library import make_article, make_library
from tests.site.test_link_map import linking

ARTICLE = "a/2024-july-update/index.html"
READY = "window.octavo?.keys"
LINES = """[...document.querySelectorAll('%s')].map(a => {
  const style = getComputedStyle(a);
  return [style.textDecorationLine, parseFloat(style.textDecorationThickness),
          style.textDecorationColor !== 'rgba(0, 0, 0, 0)'];
})"""
FOUND = "document.querySelector('.found')?.textContent === '%s'"
PAPER = "getComputedStyle(document.body).backgroundColor"
OVERFLOW = "document.documentElement.scrollWidth - innerWidth"
ROWS = "[...document.querySelectorAll('.map li')]"
MAP = make_library(
    linking("newest", "2025-06", "second", "oldest", kind="paper"),
    linking("second", "2025-02", "oldest"),
    make_article("oldest", "2020-01"),
)


def open_ready(engine: Engine, url: str) -> None:
    engine.open(url)
    engine.wait_until(READY)


def test_a_link_in_a_text_is_underlined(engine: Engine, home: str) -> None:
    engine.open(home + "about/index.html")
    links = engine.evaluate(LINES % "main p a")
    assert links
    assert links == [["underline", 1, True]] * len(links)


def test_search_finds_and_enter_opens(engine: Engine, home: str) -> None:
    open_ready(engine, home + "about/index.html")
    engine.click("#q")
    engine.press(*"superposition")
    engine.wait_until(FOUND % "5 of 50")
    assert engine.evaluate("location.search") == "?q=superposition"
    engine.press("Enter")
    engine.wait_until("location.pathname.endsWith('/a/2023-superposition-composition/index.html')")


def test_a_filter_stands_in_the_address_and_survives_a_reload(engine: Engine, home: str) -> None:
    open_ready(engine, home + "index.html")
    engine.click(".legend a[href*='paper']")
    engine.wait_until(FOUND % "12 of 50")
    address = engine.evaluate("location.href")
    assert address == home + "index.html?kind=paper"
    engine.open("about:blank")
    engine.open(address)
    engine.wait_until(FOUND % "12 of 50")
    shown = (
        "[...document.querySelectorAll('main .entry[data-id]')].filter(e => e.checkVisibility())"
    )
    assert engine.evaluate(f"{shown}.length") == 12


def test_a_mark_and_a_note_are_kept(engine: Engine, home: str) -> None:
    open_ready(engine, home + ARTICLE)
    own = engine.evaluate("document.querySelector('.work').dataset.id")
    engine.click(".marks button")
    engine.wait_until("octavo.read('marks')")
    engine.click("#own-note")
    engine.press(*"Dark matter")
    engine.wait_until("octavo.read('notes')?.includes('Dark matter')")
    open_ready(engine, home + ARTICLE)
    engine.wait_until("document.querySelector('#own-note').value === 'Dark matter'")
    engine.open(home + "index.html")
    engine.wait_until(f"document.querySelector('.entry.is-read[data-id=\"{own}\"] .noted')")


def test_the_theme_goes_round_and_is_kept(engine: Engine, home: str) -> None:
    open_ready(engine, home + "index.html")
    before = engine.evaluate(PAPER)
    engine.click("button.theme")
    engine.wait_until(f"{PAPER} !== '{before}'")
    engine.wait_until("document.querySelector('.notice')?.textContent.startsWith('Always')")
    after = engine.evaluate(PAPER)
    engine.open(home + "about/index.html")
    assert engine.evaluate(PAPER) == after


@pytest.mark.parametrize("width", [390, 1280])
def test_a_line_of_the_map_ends_at_the_glyph_of_its_article(
    engine: Engine, tmp_path: Path, width: int
) -> None:
    site = write_site(MAP, tmp_path / "site")
    engine.resize(width)
    engine.open((site / "map/index.html").as_uri())
    found = engine.evaluate(f"({ENDS})()")
    expected = [found["nodes"][at] for at in (1, 2, 2)]
    assert len(found["lines"]) == len(expected)
    for line, node in zip(found["lines"], expected, strict=True):
        assert line == pytest.approx(node, abs=1)
    display = f"{ROWS}.map(row => getComputedStyle(row.querySelector('.near, .to')).display)"
    at_rest = engine.evaluate(display)
    engine.hover(".map li:nth-of-type(2) a")
    assert engine.evaluate(display) != at_rest


def test_no_kind_of_page_is_wider_than_its_window(engine: Engine, tmp_path: Path) -> None:
    kinds = write_kinds(tmp_path / "site")
    wide = {}
    for width in (390, 1280):
        engine.resize(width)
        for path in kinds:
            engine.open((tmp_path / "site" / path).as_uri())
            wide[path, width] = engine.evaluate(OVERFLOW)
    assert {at: more for at, more in wide.items() if more > 0} == {}


def test_no_page_writes_to_the_console_of_webkit(
    mini_browser: Screen, site: Path, address: str
) -> None:
    """In Firefox no test's page may; WebKit's driver is not told of it, so each kind is opened."""
    pages = ("index.html", "about/index.html", ARTICLE, "author/index.html", "map/index.html")
    browser, environment = mini_browser
    for page in pages:
        assert webkit.console(browser, environment, address + page) == []
    assert webkit.console(browser, environment, (site / "index.html").as_uri()) == []
