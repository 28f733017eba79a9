"""The owner's picture on an article's page: it is loaded under the policy, in its size."""

from __future__ import annotations

from contextlib import closing
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from generator.model.entries import Outage, Picture
from generator.model.record import PartialDate
from generator.output.static_files import files_of, static_files
from generator.resources import static_folder
from tests.browser.conftest import WITHOUT_WORKERS, served, wait_until, watched
from tests.browser.test_accessibility import violations
from tests.site.rendering import render_library
from tests.site.sample_library import FULL_PREVIEW, make_article, make_library
from tests.sources.test_pictures import picture

PICTURE = Picture(path="pictures/a b.png", alt="A boat", width=1200, height=700)
GONE = Outage(since=PartialDate(year=2026, month=5, day=3), is_gone=True)
LIBRARY = make_library(
    make_article("x", preview=FULL_PREVIEW),
    pictures={"id-x": PICTURE},
    outages=(("id-x", GONE),),
)
SHOWN = "document.querySelector('.picture img').complete"
SIZE = """() => {
  const picture = document.querySelector('.picture img');
  const box = picture.getBoundingClientRect();
  return [picture.naturalWidth, Math.round(100 * box.width / box.height),
    document.documentElement.scrollWidth];
}"""


@pytest.mark.parametrize("width", [1280, 390])
def test_it_is_shown_over_http_and_from_disk(width: int, chromium: Browser, tmp_path: Path) -> None:
    for file in chain(render_library(LIBRARY), files_of(static_files(static_folder()))):
        path = tmp_path / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.data)
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures/a b.png").write_bytes(picture("PNG", (1200, 700)))
    viewport: Any = {"width": width, "height": 900}
    with (
        served(tmp_path) as url,
        watched(chromium, viewport=viewport, **WITHOUT_WORKERS) as context,
    ):
        page = context.new_page()
        for home in (url, f"{tmp_path.as_uri()}/"):
            page.goto(f"{home}a/x/index.html")
            page.locator(".picture img").scroll_into_view_if_needed()
            wait_until(page, SHOWN)
            assert page.evaluate(SIZE) == [1200, 171, width]
    with closing(chromium.new_context(viewport=viewport)) as context:  # axe asks for the sheets
        page = context.new_page()
        page.goto((tmp_path / "a/x/index.html").as_uri())
        assert violations(page) == []
