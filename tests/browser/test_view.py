"""Lists as a reader wants them: in which order, with summaries or without."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from generator.build.pipeline import build
from generator.site import timeline
from tests.browser.conftest import TWO_FRAMES, becomes, wait_until
from tests.making_feeds import content, item, rss

TIDES = {
    "“Zinc”": "Mon, 08 Jan 2024 10:00:00 GMT",
    "Part 10": "Tue, 09 Jan 2024 10:00:00 GMT",
    "äther": "Thu, 08 Feb 2024 10:00:00 GMT",
    "Part 9": "Wed, 08 May 2025 10:00:00 GMT",
    "Bread": "",
}
NEWEST = ["Part 9", "äther", "Part 10", "“Zinc”", "Bread"]
ORDERS = {
    "newest": NEWEST,
    "oldest": ["“Zinc”", "Part 10", "äther", "Part 9", "Bread"],
    "title": ["äther", "Bread", "Part 9", "Part 10", "“Zinc”"],
}

SHIFTS = """window.moved = 0;
new PerformanceObserver((list) => {
  for (const { value } of list.getEntries()) window.moved += value;
}).observe({ type: "layout-shift", buffered: true });"""


@pytest.fixture
def tides(tmp_path: Path) -> str:
    """A list of five articles, from disk."""
    items = [
        item(
            title, f"https://x.example/{at}", date=date, more="<description>About it</description>"
        )
        for at, (title, date) in enumerate(TIDES.items())
    ]
    feeds: dict[str, str | bytes] = {"blog/2026-06-01.xml": rss(*items)}
    build(content(tmp_path / "content", feeds), tmp_path / "site")
    return f"{(tmp_path / 'site').as_uri()}/"


def titles(page: Page) -> list[str]:
    return page.locator(".entry:visible :is(h2, h3, h4)").all_inner_texts()


def order(page: Page, name: str) -> None:
    if not page.locator("[name=order]").is_visible():
        page.get_by_role("button", name="Filter").click()
    page.select_option("[name=order]", name)


def test_an_order_holds_on_every_page_until_another_is_chosen(
    context: BrowserContext, tides: str
) -> None:
    page = context.new_page()
    page.goto(tides + "index.html")
    for name in ("title", "oldest", "title", "newest", "oldest"):
        order(page, name)
        becomes(page, titles, ORDERS[name])
        page.reload()
        wait_until(page, "!document.documentElement.classList.contains('sorting')")
        becomes(page, titles, ORDERS[name])
    page.goto(tides + "2024/index.html")
    wait_until(page, "!document.documentElement.classList.contains('sorting')")
    becomes(page, titles, ORDERS["oldest"][:3])
    expect(page.locator(".timeline")).to_be_visible()


def test_filters_and_marks_go_with_every_order(context: BrowserContext, tides: str) -> None:
    page = context.new_page()
    page.goto(tides + "index.html")
    order(page, "title")
    page.select_option("[name=year]", "2024")
    expect(page.locator(".found")).to_have_text("3 of 5")
    becomes(page, titles, ["äther", "Part 10", "“Zinc”"])
    order(page, "oldest")
    becomes(page, titles, ["“Zinc”", "Part 10", "äther"])
    page.get_by_role("button", name="Show everything").click()
    expect(page.locator(".entry:visible")).to_have_count(5)
    becomes(page, titles, ORDERS["oldest"])
    order(page, "title")
    page.locator(".entry:visible a").first.focus()
    page.keyboard.press("j")
    page.keyboard.press("m")
    expect(page.locator(".entry.is-read :is(h3, h4)")).to_have_text("Bread")


def test_the_chart_leads_to_its_years_in_every_order(context: BrowserContext, home: str) -> None:
    page = context.new_page()
    page.goto(home + "index.html")
    order(page, "title")
    page.wait_for_load_state("networkidle")  # what comes with the filters is there
    assert not page.locator("#y2023").is_visible()
    page.locator(".axis a[href='#y2023']:visible").click()
    expect(page.locator("#y2023")).to_be_in_viewport()
    page.evaluate("scrollTo(0, 0)")
    order(page, "title")
    page.locator(".axis a[href='#y2023']:visible").click()  # the address stays as it is
    expect(page.locator("#y2023")).to_be_in_viewport()
    page.reload()
    wait_until(page, "!document.documentElement.classList.contains('sorting')")
    expect(page.locator("#y2023")).to_be_in_viewport()


def test_in_titles_that_repeat_their_month_it_is_seen_where_no_month_stands_above(
    context: BrowserContext, home: str
) -> None:
    page = context.new_page()
    page.goto(home + "index.html")
    tail = page.locator(".entry h4 .vh").first
    assert page.evaluate("(e) => e.getBoundingClientRect().width", tail.element_handle()) == 1
    order(page, "title")
    wait_until(page, "document.querySelector('.flat h4 .vh').getBoundingClientRect().width > 20")


def test_rows_without_summaries_stay_so_and_move_nothing_when_they_come(
    context: BrowserContext, tides: str
) -> None:
    page = context.new_page()
    page.goto(tides + "index.html")
    expect(page.locator(".entry .sum:visible")).to_have_count(5)
    page.get_by_role("button", name="Filter").click()
    page.get_by_label("without summaries").check()
    expect(page.locator(".entry .sum:visible")).to_have_count(0)
    page.goto(tides + "kind/index.html")
    page.goto(tides + "2024/index.html")
    assert page.evaluate("document.documentElement.classList.contains('compact')")
    expect(page.locator(".entry .sum:visible")).to_have_count(0)


def test_what_is_not_in_order_yet_is_not_seen(context: BrowserContext, tides: str) -> None:
    page = context.new_page()
    page.goto(tides + "index.html")
    order(page, "oldest")
    page.add_init_script(SHIFTS)
    page.reload()
    wait_until(page, "!document.documentElement.classList.contains('sorting')")
    page.evaluate(TWO_FRAMES)
    assert page.evaluate("moved") < 0.001


def test_a_list_that_is_split_orders_what_is_found(
    context: BrowserContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timeline, "WHOLE", 3)
    monkeypatch.setattr(timeline, "FIRST", 1)
    items = [
        item(title, f"https://x.example/{at}", date=date)
        for at, (title, date) in enumerate(TIDES.items())
    ]
    build(content(tmp_path / "content", {"blog/2026-06-01.xml": rss(*items)}), tmp_path / "site")
    page = context.new_page()
    page.goto((tmp_path / "site/index.html").as_uri())
    becomes(page, titles, ["Part 9"])
    order(page, "title")
    becomes(page, titles, ["Part 9"])
    page.select_option("[name=year]", "2024")
    expect(page.locator("#find .entry h2")).to_have_text(["äther", "Part 10", "“Zinc”"])
