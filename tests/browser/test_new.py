"""What is new since a reader's last visit."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from generator.build.pipeline import build
from tests.browser.conftest import PLACES, served, wait_until
from tests.making_feeds import DATES, content, item, rss

TITLES = ("Tides", "Waves", "Bread", "Salt")
SIGNED = """window.octavo?.isNew && (
    !octavo.isNew(octavo.newest) || document.querySelector(".since, li > .new"))"""


def publish(folder: Path, *captures: int) -> Path:
    """A list as it stands after captures of one feed, each holding so many articles."""
    articles = [
        item(title, f"https://x.example/{title}", date=DATES[at]) for at, title in enumerate(TITLES)
    ]
    feeds: dict[str, str | bytes] = {
        f"blog/2026-0{at}-01.xml": rss(*articles[:count]) for at, count in enumerate(captures, 1)
    }
    build(content(folder / "content", feeds), folder / "site")
    return folder / "site"


def visit(page: Page, address: str, later: float = 0) -> list[str]:
    """Comes to a page some hours after the last one, and says which rows are signed as new."""
    if later:
        page.evaluate(
            """(hours) => {
                const [opened, ...rest] = localStorage["site.visit"].split(" ");
                localStorage["site.visit"] = [opened - hours * 3600e3, ...rest].join(" ");
            }""",
            later,
        )
    page.goto(address)
    wait_until(page, SIGNED)
    return page.locator(".entry:has(.new) h4").all_inner_texts()


@pytest.fixture(params=PLACES)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> object:
    """Where the list is."""
    site = tmp_path / "site"
    site.mkdir()
    if "http" in request.param:
        with served(site) as url:
            yield url + "index.html"
    else:
        yield (site / "index.html").as_uri()


def test_a_first_visit_has_nothing_new_and_the_next_has_what_came_since(
    context: BrowserContext, address: str, tmp_path: Path
) -> None:
    page = context.new_page()
    publish(tmp_path, 2)
    assert visit(page, address) == []
    expect(page.locator(".since")).to_have_count(0)
    publish(tmp_path, 2, 4)
    # Still in the first visit: it has nothing before it.
    assert visit(page, address, later=2) == []
    assert visit(page, address, later=4) == []
    publish(tmp_path, 2, 3, 4)
    assert visit(page, address, later=4) == ["Salt"]
    expect(page.locator(".since")).to_have_text("1 new since your last visit")


def test_new_stays_new_as_long_as_the_visit_lasts(
    context: BrowserContext, address: str, tmp_path: Path
) -> None:
    page = context.new_page()
    publish(tmp_path, 2)
    visit(page, address)
    publish(tmp_path, 2, 4)
    assert visit(page, address, later=4) == ["Salt", "Bread"]
    assert visit(page, address, later=2) == ["Salt", "Bread"]
    button = page.get_by_role("button", name="2 new since your last visit")
    button.click()
    expect(page.locator(".found")).to_have_text("2 of 4")
    expect(page.locator(".entry:visible h4")).to_have_text(["Salt", "Bread"])
    expect(button).to_have_attribute("aria-pressed", "true")
    assert page.url == address + "?new=1"
    page.locator("#q").fill("salt")
    expect(page.locator("#find .entry .new")).to_have_count(1)
    page.locator("#q").fill("")
    button.click()
    expect(page.locator(".entry:visible")).to_have_count(4)
    assert visit(page, address.replace("index.html", "new/index.html")) == []
    expect(page.locator("li:has(> .new)")).to_have_text(["new: New: Bread", "new: New: Salt"])
    assert visit(page, address, later=4) == []
    expect(page.locator(".since")).to_have_count(0)


def test_nothing_moves_when_the_signs_come(
    context: BrowserContext, address: str, tmp_path: Path
) -> None:
    page = context.new_page()
    publish(tmp_path, 2)
    visit(page, address)
    publish(tmp_path, 2, 4)
    boxes = (
        "JSON.stringify([...document.querySelectorAll('h4')].map((e) => e.getBoundingClientRect()))"
    )
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        visit(page, address, later=4 if width == 1280 else 0)
        expect(page.locator(".since")).to_be_visible()
        signed = page.evaluate(boxes)
        page.evaluate("document.querySelectorAll('.new, .since').forEach((e) => e.remove())")
        assert page.evaluate(boxes) == signed, width
        visit(page, address.replace("index.html", "new/index.html"))
        links = boxes.replace("h4", ".part a")
        signed = page.evaluate(links)
        page.evaluate("document.querySelectorAll('.new').forEach((e) => e.remove())")
        assert page.evaluate(links) == signed, width


def test_where_what_is_kept_is_damaged_nothing_is_new(
    context: BrowserContext, address: str, tmp_path: Path
) -> None:
    page = context.new_page()
    publish(tmp_path, 2, 4)
    visit(page, address)
    for damaged in ("", "x", "x y z w", "NaN  ", '["a"]'):
        page.evaluate("(text) => { localStorage['site.visit'] = text }", damaged)
        visit(page, address)
        opened, seen, _ = page.evaluate("localStorage['site.visit']").split(" ")
        assert opened.isdigit()
        assert seen >= "2026-02-01"
