"""Jumps within a page: they land where they lead, at every width, and Back where one was."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import watched

TOP = "document.querySelector(location.hash).getBoundingClientRect().top"
ROOM = "document.documentElement.scrollHeight - innerHeight - scrollY"
WATCH_THE_END = """() => {
    ended = new Promise(done => addEventListener("scrollend", () => done(true), { once: true }));
}"""
PADDING = 24  # what stands free above a target


@pytest.mark.parametrize("width", [390, 1280])
def test_a_year_of_the_axis_leads_to_its_heading(chromium: Browser, home: str, width: int) -> None:
    with watched(chromium, viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        page.goto(home + "index.html")
        links = page.locator(".axis:visible a")
        assert links.count() == 6
        for number in range(links.count()):
            page.evaluate("scrollTo(0, 0)")
            links.nth(number).click()
            page.wait_for_url("**#*")
            off = page.evaluate(TOP) - PADDING
            # The end of the page may come first.
            assert abs(off) <= 2 or (off > 0 and page.evaluate(ROOM) <= 2), links.nth(number)


def test_back_leads_to_the_row_that_one_left(chromium: Browser, home: str) -> None:
    with watched(chromium, viewport={"width": 390, "height": 800}) as context:
        page = context.new_page()
        page.goto(home + "index.html")
        row = page.locator(".entry").nth(40)
        row.scroll_into_view_if_needed()
        before = page.evaluate("scrollY")
        row.locator("a").first.click()
        page.go_back()
        assert abs(page.evaluate("scrollY") - before) <= 2


def test_the_end_key_leads_to_the_end(chromium: Browser, home: str) -> None:
    with watched(chromium, viewport={"width": 390, "height": 800}) as context:
        page = context.new_page()
        page.goto(home + "index.html")
        page.evaluate(WATCH_THE_END)
        page.keyboard.press("End")
        page.evaluate("ended")  # the browser rolls there, in its own time
        assert page.evaluate(ROOM) <= 2


def test_on_a_phone_the_whole_column_of_a_year_leads_there(chromium: Browser, home: str) -> None:
    with watched(chromium, viewport={"width": 390, "height": 800}) as context:
        page = context.new_page()
        page.goto(home + "index.html")
        chart = page.locator(".chart > svg").bounding_box()
        year = page.locator(".axis:visible a").nth(3).bounding_box()
        assert chart and year  # noqa: PT018 - neither is None
        assert year["width"] >= 24
        assert year["y"] <= chart["y"]
        page.mouse.click(year["x"] + year["width"] / 2, chart["y"] + 5)
        page.wait_for_url("**#y2024")
