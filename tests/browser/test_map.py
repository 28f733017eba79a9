"""The map: its lines end where their articles stand, and come forward with the row they are of."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from generator.output.static_files import files_of, static_files
from generator.resources import static_folder
from tests.browser.conftest import watched
from tests.site.rendering import render_library
from tests.site.sample_library import make_article, make_library
from tests.site.test_link_map import linking

LONG = "A very long title that goes on and on, as titles do that say all of it at once " * 3
ARTICLES = (
    linking("newest", "2025-06", "second", "oldest", "undated", title=LONG, kind="paper"),
    linking("second", "2025-02", "oldest", title="שלום עולם " * 30),
    make_article("oldest", "2020-01", title="变压器电路" * 20),
    make_article("undated", None),
)
# Each line of each row that is drawn: where it ends, and the middles of the glyphs, in pixels.
ENDS = """() => {
  const nodes = [...document.querySelectorAll('.map .node')].map(node => {
    const box = node.getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];
  });
  const lines = [...document.querySelectorAll('.map .to path')].map(path => {
    const point = path.getPointAtLength(path.getTotalLength()).matrixTransform(path.getScreenCTM());
    return [point.x, point.y];
  });
  return { nodes, lines, width: document.documentElement.scrollWidth };
}"""
DRAWN = """() => [...document.querySelectorAll('.map li')].map(row =>
  [...row.querySelectorAll('g, .near')].map(line => getComputedStyle(line).display))"""
AT_REST = ["none", "inline", "none"]
FORWARD = ["inline"] * 3


@pytest.fixture(scope="module", params=["ltr", "rtl"])
def page_of_map(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The map of a site from the left to the right, and of one from the right to the left."""
    folder = tmp_path_factory.mktemp("map")
    (folder / "words").mkdir()
    (folder / "words/strings.toml").write_text(f'[en]\ndirection = "{request.param}"\n')
    files = render_library(make_library(*ARTICLES), folder / "words")
    for file in chain(files, files_of(static_files(static_folder()))):
        path = folder / "site" / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.data)
    return folder / "site/map/index.html"


@pytest.mark.parametrize("width", [1280, 800, 390, 320])
def test_a_line_ends_at_the_glyph_of_its_article(
    width: int, page_of_map: Path, chromium: Browser
) -> None:
    with watched(chromium, viewport={"width": width, "height": 900}) as context:
        page = context.new_page()
        page.goto(page_of_map.as_uri())
        found: dict[str, Any] = page.evaluate(ENDS)
    nodes, lines = found["nodes"], found["lines"]
    expected = [nodes[at] for at in (1, 2, 3, 2)]
    apart = [
        max(abs(one - other) for one, other in zip(line, node, strict=True))
        for line, node in zip(lines, expected, strict=True)
    ]
    assert max(apart) <= 1, apart
    assert found["width"] <= width


def drawn(page: Page) -> list[list[str]]:
    result: list[list[str]] = page.evaluate(DRAWN)
    return result


def test_a_row_s_lines_come_forward_under_the_pointer_and_at_the_focus(
    page_of_map: Path, chromium: Browser
) -> None:
    with watched(chromium, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(page_of_map.as_uri())
        assert drawn(page) == [AT_REST] * 4
        page.locator(".map li").nth(2).hover()
        assert drawn(page) == [AT_REST, AT_REST, FORWARD, AT_REST]
        page.mouse.move(5, 5)
        page.locator(".map a").nth(0).focus()
        page.keyboard.press("Tab")
        assert drawn(page) == [AT_REST, FORWARD, AT_REST, AT_REST]
        page.keyboard.press("Enter")
        page.wait_for_url("**/a/second/index.html")
