"""Search, as a reader meets it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from generator.build.pipeline import build
from generator.site import search
from tests.browser.conftest import CONTENT, TWO_FRAMES, WITHOUT_WORKERS, served, wait_until, watched
from tests.browser.test_accessibility import WIDE, looks, violations
from tests.text.test_search_terms import CASES as FOLDED


def ask(page: Page, words: str) -> None:
    page.locator("#q").fill(words)


def titles(page: Page) -> list[str]:
    return page.locator("#find .entry h2").all_inner_texts()


def test_what_is_typed_is_answered_and_stands_in_the_address(
    context: BrowserContext, home: str
) -> None:
    page = context.new_page()
    page.goto(f"{home}about/index.html")
    ask(page, "superposition")
    expect(page.locator(".found")).to_have_text("5 of 50")
    title = "Distributed Representations: Composition & Superposition"
    assert titles(page)[0] == title
    assert page.url == f"{home}about/index.html?q=superposition"
    page.reload()
    expect(page.locator(".found")).to_have_text("5 of 50")
    page.locator("#find .entry h2 a").first.click()
    expect(page.locator("h1")).to_have_text(title)
    page.go_back()
    expect(page.locator(".found")).to_have_text("5 of 50")


FOUND = {
    "each term must be in a word": ("positrons", "No article holds all of this."),
    "inside words too": ("semanticity", "3 of 50"),
    "but not what is short": ("xy", "No article holds all of this."),
    "accents, case and compatibility forms are one": ("ＳÜPERPOSITÍON", "5 of 50"),
    "all terms must be there": ("superposition toy", "2 of 50"),
    "in whatever field": ("olah features", "2 of 50"),
    "punctuation parts words": ("gpt-2", "No article holds all of this."),
    "punctuation alone asks for nothing": ("—", "50 of 50"),
    "with a year": ("lindsey 2025", "2 of 50"),
    "by the month": ("march 2025", "2 of 50"),
    "by a date as the data have it": ("2025-03", "2 of 50"),
    "by the kind": ("cross-post", "2 of 50"),
    "by the host": ("anthropic.com", "2 of 50"),
    "by a part of the host": ("alignment.anthropic", "2 of 50"),
    "by the host of most articles": ("https://transformer-circuits.pub/", "46 of 50"),
    "of which a word alone does not stand for all": ("transformer", "8 of 50"),
}


@pytest.fixture(scope="module")
def about(chromium: Browser, address: str, options: dict[str, Any]) -> Iterator[Page]:
    """A page on which one question is asked after the other."""
    with watched(chromium, **options) as context:
        page = context.new_page()
        page.goto(address + "about/index.html")
        yield page


@pytest.mark.parametrize(("words", "said"), FOUND.values(), ids=FOUND)
def test_words_are_found(about: Page, words: str, said: str) -> None:
    ask(about, "")
    expect(about.locator(".found")).to_be_empty()
    ask(about, words)
    expect(about.locator(".found")).to_have_text(said)


def test_titles_count_most_and_hits_are_marked(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(address)
    ask(page, "toy sup")
    expect(page.locator(".found")).not_to_be_empty()
    first = page.locator("#find .entry").first
    expect(first.locator("h2")).to_have_text("Toy Models of Superposition")
    assert first.locator("h2 mark").all_inner_texts() == ["Toy", "Sup"]
    assert titles(page).index("Toy Models of Superposition") == 0


def test_words_of_a_cached_copy_are_found_and_said_to_be_there(
    context: BrowserContext, address: str
) -> None:
    page = context.new_page()
    page.goto(address)
    ask(page, "attention head")
    expect(page.locator("#find .entry")).to_have_count(1)
    assert page.locator("#find .kept").inner_text() == "in the cached copy"


def test_the_nearest_word_is_offered_where_nothing_fits(
    context: BrowserContext, address: str
) -> None:
    page = context.new_page()
    page.goto(address)
    ask(page, "atention")
    expect(page.locator(".found")).to_have_text("No article holds all of this.")
    expect(page.locator(".hint")).to_have_text("Did you mean attention?")
    page.locator(".hint button").click()
    expect(page.locator("#q")).to_have_value("attention")
    expect(page.locator("#find .entry").first).to_be_visible()


# What is typed, and the word that is offered for it: one whole, one begun, one inside another.
NEAR = {
    "a word": ("atention", "attention"),
    "the beginning of a word": ("supreposi", "superposition"),
    "a part inside a word": ("semantcity", "monosemanticity"),
    "one of several": ("toy supreposition", "toy superposition"),
}


@pytest.fixture(scope="module")
def homes(
    chromium: Browser, address: str, sharded: str, options: dict[str, Any]
) -> Iterator[list[Page]]:
    """The home page of few articles and that of many, on which one asks time and again."""
    with watched(chromium, **options) as context:
        pages = [context.new_page(), context.new_page()]
        for page, home in zip(pages, (address, sharded), strict=True):
            page.goto(home)
        yield pages


@pytest.mark.parametrize(("typed", "meant"), NEAR.values(), ids=NEAR)
def test_enter_takes_what_is_offered_where_nothing_is_found(
    homes: list[Page], typed: str, meant: str
) -> None:
    for page in homes:
        page.bring_to_front()
        ask(page, "")
        expect(page.locator(".found")).to_be_empty()
        ask(page, typed)
        expect(page.locator(".hint")).to_have_text(f"Did you mean {meant}?")
        page.keyboard.press("Enter")
        expect(page.locator("#q")).to_have_value(meant)
        expect(page.locator("#q")).to_be_focused()
        expect(page.locator("#find .entry").first).to_be_visible()
        expect(page.locator(".hint")).to_be_empty()


def test_enter_opens_the_first_article_found(context: BrowserContext, home: str) -> None:
    page = context.new_page()
    page.goto(home + "about/index.html")
    ask(page, "toy sup")
    page.keyboard.press("Enter")  # whether or not the answer is there already
    page.wait_for_url(home + "a/2022-toy-model/index.html")
    expect(page.locator("h1")).to_have_text("Toy Models of Superposition")


def test_enter_does_nothing_where_nothing_is_asked(context: BrowserContext, home: str) -> None:
    page = context.new_page()
    page.goto(home + "about/index.html")
    page.locator("#q").press("Enter")
    ask(page, "wxyz")
    page.keyboard.press("Enter")
    expect(page.locator(".found")).to_have_text("No article holds all of this.")
    assert page.url == home + "about/index.html?q=wxyz"


def wait_for_all_years(page: Page) -> None:
    """Waits until nothing more will be found, and until what was found is shown."""
    wait_until(page, "octavo.articles().length === octavo.total()")
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def test_arrows_lead_through_what_was_found_and_escape_back(
    context: BrowserContext, home: str
) -> None:
    page = context.new_page()
    page.goto(home + "index.html")
    ask(page, "circuits")
    expect(page.locator("#find .entry").nth(2)).to_be_visible()
    wait_for_all_years(page)
    found = titles(page)
    focused = "document.activeElement.textContent"
    page.keyboard.press("ArrowDown")
    assert page.evaluate(focused) == found[0]
    page.keyboard.press("ArrowDown")
    assert page.evaluate(focused) == found[1]
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#find .entry")).to_have_count(0)
    expect(page.locator("h1")).to_be_visible()
    assert page.url == home + "index.html"


def test_escape_leaves_the_field_before_search_is_loaded(chromium: Browser, address: str) -> None:
    with watched(chromium, **WITHOUT_WORKERS) as context:
        page = context.new_page()
        page.set_viewport_size({"width": 390, "height": 800})
        page.route("**/assets/find.js", lambda route: None)  # never answered
        page.goto(address)
        page.keyboard.press("/")
        page.keyboard.type("toy")
        page.keyboard.press("Escape")
        expect(page.locator("#q")).not_to_be_focused()
        page.keyboard.press("/")
        expect(page.locator("#q")).to_be_focused()
        expect(page.locator("#q")).to_have_value("")


def test_what_is_typed_is_folded_as_what_is_searched(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(address + "about/index.html?q=x")
    wait_until(page, "window.octavo?.terms")
    for text, words in FOLDED.values():
        # The last sign of Chinese and Japanese is looked for with the one before it.
        ends = {pair[1] for pair in words if len(pair) == 2 and pair[0] >= "\u3040"}
        assert set(page.evaluate("text => octavo.terms(text)", text or "")) == words - ends


@pytest.fixture(scope="module")
def sharded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The same content, searched as if it were many articles."""
    folder = tmp_path_factory.mktemp("sharded") / "site"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "SCANNED", 0)
        build(CONTENT, folder)
    with served(folder) as url:
        yield url


PREPARED = """async () => {
  await octavo.prepare(document.getElementById("q").value);
  await octavo.open();
}"""
QUESTIONS = (
    *("superposition", "toy sup", "a", "circuits 2024", "lindsey", "attention head", "zzz"),
    *("semanticity", "march 2025", "anthropic", "transformer-circuits.pub", "notes"),
)


def test_many_articles_are_searched_with_the_same_result(
    context: BrowserContext, address: str, sharded: str
) -> None:
    answers = []
    for home in (address, sharded):
        page = context.new_page()
        page.goto(home + "about/index.html?q=anything")
        expect(page.locator(".found")).not_to_be_empty()
        found = {}
        for words in QUESTIONS:
            ask(page, words)
            page.evaluate(PREPARED)
            page.evaluate(TWO_FRAMES)
            found[words] = [page.locator(".found").inner_text(), *titles(page)]
        answers.append(found)
    assert answers[0] == answers[1]
    assert answers[0]["zzz"] == ["No article holds all of this."]
    assert len(answers[0]["toy sup"]) > 1


@pytest.mark.parametrize(("width", "theme"), looks(WIDE))
def test_what_scripts_show_is_accessible(
    chromium: Browser, address: str, width: int, theme: str
) -> None:
    size = {"width": width, "height": 900}
    with watched(chromium, viewport=size, color_scheme=theme, reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(address + "?q=superposition")
        expect(page.locator("#find .entry")).to_have_count(5)
        for state in ("Read:", "Next to read:"):
            page.locator("#find").get_by_role("button", name=state).last.click()
        page.get_by_role("button", name="Filter").click()
        assert violations(page) == []
        ask(page, "atention")
        expect(page.locator(".hint")).not_to_be_empty()
        assert violations(page) == []
        page.get_by_role("button", name="Keys").click()
        expect(page.get_by_role("dialog")).to_be_visible()
        assert violations(page) == []
        page.set_viewport_size({"width": 320, "height": 600})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
