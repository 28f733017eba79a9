"""Every kind of page under axe-core: WCAG 2.2 AA, good practice; light, dark, wide, narrow."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.site.kinds_of_pages import write_kinds

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What is not drawn is not looked at.
DRAW_ALL = (
    "for (const e of document.querySelectorAll('.month')) e.style.contentVisibility='visible'"
)
WIDE, NARROW = (1280, "light"), (390, "dark")


def looks(*ordinary: tuple[int, str]) -> list[pytest.ParameterSet]:
    """All widths in all themes; without --thorough only those that are named."""
    return [
        pytest.param(*look, marks=[pytest.mark.thorough] * (look not in ordinary))
        for look in (WIDE, NARROW, (1280, "dark"), (390, "light"))
    ]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory, site: Path) -> list[Path]:
    """A page of every template and every hard case, and the real articles with a cached copy."""
    folder = tmp_path_factory.mktemp("site") / "sample"
    chosen = write_kinds(folder)
    real = ["index.html", "a/2024-july-update/index.html", "a/2025-july-update/index.html"]
    return [
        *(folder / path for path in chosen),
        *(site / path for path in real),
    ]


def violations(page: Page) -> list[str]:
    page.evaluate(AXE)
    page.evaluate(DRAW_ALL)
    options = {"resultTypes": ["violations"], "runOnly": RULES}
    found: dict[str, Any] = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize(("width", "theme"), looks(WIDE, NARROW))
def test_no_page_violates_a_rule(
    width: int, theme: str, chromium: Browser, pages: list[Path], thorough: bool
) -> None:
    if not thorough:  # half of them in each look
        pages = pages[(width, theme) == NARROW :: 2]
    context = chromium.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=theme,  # type: ignore[arg-type]
        reduced_motion="reduce",
    )
    page = context.new_page()
    found = {}
    for path in pages:
        page.goto(path.as_uri())
        found[path] = violations(page)
    context.close()
    assert {path: rules for path, rules in found.items() if rules} == {}


def search(page: Page) -> None:
    page.locator("#q").fill("superposition")
    expect(page.locator("#find .entry").first).to_be_visible()


def find_nothing(page: Page) -> None:
    page.locator("#q").fill("superpositoin")
    expect(page.locator(".hint")).to_be_visible()


def open_filters(page: Page) -> None:
    page.locator("[data-do=filter]").click()
    expect(page.locator("[name=kind]")).to_be_visible()


def list_keys(page: Page) -> None:
    page.keyboard.press("?")
    expect(page.locator("dialog")).to_be_visible()


def come_again(page: Page) -> None:
    """Signs of what is new, and of a note; the filters show theirs."""
    known = page.locator(".entry").first.get_attribute("data-id")
    page.evaluate(
        """(id) => {
            localStorage[octavo.site + ".visit"] = "0 2020-01 ";
            localStorage[octavo.site + ".notes"] = JSON.stringify({ [id]: ["mine", 1] });
        }""",
        known,
    )
    page.reload()
    expect(page.locator(".noted")).to_have_count(1)
    page.locator(".since").click()
    expect(page.get_by_label("new since your last visit")).to_be_checked()


def order_by_title(page: Page) -> None:
    page.locator("[data-do=filter]").click()
    page.select_option("[name=order]", "title")
    expect(page.locator(".flat")).to_be_visible()


STATES = {
    "titles in their order": order_by_title,
    "what is new, and a note": come_again,
    "what was found": search,
    "nothing found": find_nothing,
    "the filters": open_filters,
    "the list of keys": list_keys,
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(("width", "theme"), looks(NARROW))
def test_what_scripts_show_violates_no_rule(
    state: str, width: int, theme: str, chromium: Browser, site: Path
) -> None:
    context = chromium.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=theme,  # type: ignore[arg-type]
    )
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    STATES[state](page)
    assert violations(page) == []
    context.close()


# Width and scale. The first is the narrowest that any page gets.
WINDOWS = [
    pytest.param(320, 1, id="the narrowest telephone"),
    pytest.param(640, 2, id="a wide window at 200 %", marks=pytest.mark.thorough),
    pytest.param(320, 4, id="a window of the mock-up's width at 400 %", marks=pytest.mark.thorough),
]


@pytest.mark.parametrize(("width", "scale"), WINDOWS)
def test_nothing_scrolls_sideways(
    width: int, scale: int, chromium: Browser, pages: list[Path]
) -> None:
    context = chromium.new_context(
        viewport={"width": width, "height": 600}, device_scale_factor=scale
    )
    page = context.new_page()
    for path in pages:
        page.goto(path.as_uri())
        page.evaluate(DRAW_ALL)
        shown = page.evaluate("document.documentElement.scrollWidth")
        assert shown <= width, f"{path.parent.name} is {shown} px wide"
    context.close()


def test_nothing_moves_for_those_who_wish_so(chromium: Browser, pages: list[Path]) -> None:
    context = chromium.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(pages[-1].as_uri())
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    moving = page.evaluate(
        """Array.from(document.querySelectorAll("*")).filter(e => {
            const style = getComputedStyle(e);
            return style.animationName !== "none" || parseFloat(style.transitionDuration) > 0;
        }).map(e => e.outerHTML.slice(0, 80))"""
    )
    assert moving == []
    context.close()


def test_paper_is_light_and_shows_no_frame(chromium: Browser, pages: list[Path]) -> None:
    context = chromium.new_context(color_scheme="dark")
    page = context.new_page()
    page.emulate_media(media="print", color_scheme="dark")
    [article] = [path for path in pages if path.match("sample/a/paper/index.html")]
    page.goto(article.as_uri())
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(24, 33, 31)"
    for hidden in (".bar", ".crumbs", ".foot nav", ".skip"):
        assert not page.locator(hidden).first.is_visible(), hidden
    address = page.evaluate("getComputedStyle(document.querySelector('.go'), '::after').content")
    assert "https://example.org/paper/" in address
    page.goto(pages[-3].as_uri())
    shown = page.evaluate("getComputedStyle(document.querySelector('.month')).contentVisibility")
    assert shown == "visible"
    context.close()
