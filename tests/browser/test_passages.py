"""Words in cached copies, and letters beyond a plain keyboard, as a reader searches for them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from generator.build.pipeline import build
from tests.browser.conftest import PLACES, served, wait_until

CONFIG = """[site]
id = "small"
title = "A small list"
[[source]]
name = "feed"
reader = "feed"
title = "the feed"
[[source]]
name = "previews"
reader = "preview"
title = "saved pages"
[[kind]]
name = "note"
title = "Note"
plural = "Notes"
"""
ITEM = """<item><title>{title}</title><link>https://{host}/{title}</link><author>{author}</author>
<category>{tag}</category><description>A summary.</description>
<pubDate>{day} 2025 09:00:00 GMT</pubDate></item>"""
FILLER = "".join(f"Nothing of note stands in paragraph {n}.\n\n" for n in range(25))
LONG = f"{'One clause follows another, ' * 30}until the quokka appears, {'and more, ' * 30}end."
ITEMS = (
    {
        "title": "Deep",
        "host": "one.example",
        "author": "Søren Ørsted",
        "tag": "Łódź",
        "day": "Tue, 04 Mar",
        "text": f"{FILLER}It began well. The *wombat*\ndigs [deep](https://x.example) burrows & "
        f"sleeps. It ended.\n\n{FILLER}A wombat, once more.",
    },
    {
        "title": "Streets",
        "host": "two.example",
        "author": "Æthel Þórr",
        "tag": "Straße",
        "day": "Tue, 04 Mar",
        "text": LONG,
    },
    {
        "title": "Skindeep",
        "host": "two.example",
        "author": "Somebody",
        "tag": "other",
        "day": "Wed, 05 Mar",
        "text": "Nothing.",
    },
)
FIRST = "The wombat digs deep burrows & sleeps."


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a list of two articles with long copies."""
    folder = tmp_path_factory.mktemp("small")
    captures = folder / "content/captures"
    (captures / "feed").mkdir(parents=True)
    (folder / "content/site.toml").write_text(CONFIG)
    items = "".join(ITEM.format(**item) for item in ITEMS)
    feed = (
        f'<rss version="2.0"><channel><title>A feed</title><link>https://one.example/</link>{items}'
        "</channel></rss>"
    )
    (captures / "feed/2025-04-01.xml").write_text(feed, "utf-8")
    for item in ITEMS:
        (captures / "previews" / item["title"]).mkdir(parents=True)
        text = f"---\nurl: https://{item['host']}/{item['title']}\n---\n{item['text']}\n"
        (captures / "previews" / item["title"] / "2025-04-01.md").write_text(text, "utf-8")
    build(folder / "content", folder / "_site")
    return folder / "_site"


@pytest.fixture(scope="module")
def address_of_small(small: Path) -> Iterator[str]:
    """The small list over http: for longer than any page of it is open."""
    with served(small) as url:
        yield url


@pytest.fixture(params=PLACES)
def place(request: pytest.FixtureRequest, small: Path, address_of_small: str) -> str:
    """Where the small list is: both ways of reading it, one after the other."""
    return address_of_small if "http" in request.param else f"{small.as_uri()}/"


def asked(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    return page


def test_what_only_the_copy_holds_is_shown_led_to_and_marked(
    context: BrowserContext, place: str
) -> None:
    page = asked(context, place + "index.html?q=wombats+nest")
    expect(page.locator(".found")).to_have_text("No article holds all of this.")
    page.locator("#q").fill("wombat burrow")
    row = page.locator("#find .entry")
    expect(row.locator(".sum")).to_have_text(FIRST)
    assert row.locator(".sum mark").all_inner_texts() == ["wombat", "burrow"]
    assert row.locator(".kept").inner_text() == "in the cached copy"
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Deep")
    expect(page.locator(".copy mark").first).to_be_in_viewport()
    marked = page.locator(".copy mark").all_inner_texts()
    assert " ".join("".join(marked).split()) == FIRST
    assert page.locator(".copy a mark").inner_text() == "deep"
    assert page.evaluate("location.hash") == "#find=wombat%20burrow"
    page.go_back()
    expect(page.locator("#find .entry .sum")).to_have_text(FIRST)


def test_what_the_row_shows_leads_to_the_article_itself(
    context: BrowserContext, place: str
) -> None:
    page = asked(context, place + "index.html?q=deep")
    expect(page.locator("#find .entry .sum").first).to_have_text("A summary.")
    page.locator("#find .entry h2 a").first.click()
    expect(page.locator("h1")).to_have_text("Deep")
    assert page.evaluate("location.hash") == ""
    assert page.locator(".copy mark").count() == 0


def test_a_long_sentence_is_shown_around_the_hit(context: BrowserContext, place: str) -> None:
    page = asked(context, place + "index.html?q=quokka")
    shown = page.locator("#find .entry .sum")
    expect(shown).to_contain_text("until the quokka appears")
    text = shown.inner_text()
    assert text.startswith("… ")
    assert text.endswith(" …")
    assert text.removeprefix("… ").removesuffix(" …") in LONG
    assert len(text) < 310
    assert shown.locator("mark").all_inner_texts() == ["quokka"]


def test_a_link_to_words_that_are_gone_leads_to_the_copy(
    context: BrowserContext, place: str
) -> None:
    for words in ("platypus", "%E0%A4%A", "(a%2B)%2B%24", ""):
        page = asked(context, f"{place}a/deep/index.html#find={words}")
        wait_until(page, "window.octavo?.passage")
        assert page.locator(".copy mark").count() == 0
        page.close()


FOLDED = {
    "soren": ["Deep"],
    "ørsted": ["Deep"],
    "ORSTED": ["Deep"],
    "lodz": ["Deep"],
    "aethel": ["Streets"],
    "thorr": ["Streets"],
    "strasse": ["Streets"],
    "STRAẞE": ["Streets"],
    "one.example": ["Deep"],
    "two.example": ["Skindeep", "Streets"],
    "4 march 2025": ["Deep", "Streets"],
    "notes": ["Skindeep", "Deep", "Streets"],
    "kindeep": ["Skindeep"],
    "deep": ["Deep", "Skindeep"],  # the later article stands first, but has it inside a word
}


def test_what_is_typed_on_a_plain_keyboard_finds_all_letters(
    context: BrowserContext, place: str
) -> None:
    page = asked(context, place + "index.html")
    for typed, titles in FOLDED.items():
        page.locator("#q").fill(typed)
        expect(page.locator(".found")).to_have_text(f"{len(titles)} of 3")
        expect(page.locator("#find .entry h2")).to_have_text(titles)


def test_rows_and_options_are_made_once(context: BrowserContext, place: str) -> None:
    page = asked(context, place + "index.html")
    page.get_by_role("button", name="Filter", exact=False).first.click()
    expect(page.locator("[name=mark] option")).to_have_count(5)
    page.locator("#q").fill("dee")
    expect(page.locator("#find .entry")).to_have_count(2)
    page.evaluate(
        "window.made = [...document.querySelectorAll('#find .entry, #find option')].slice(0, 9)"
    )
    for typed, marked in (("deep", "Deep"), ("de", "De")):
        page.locator("#q").fill(typed)
        expect(page.locator("#find h2 mark").first).to_have_text(marked)
    assert page.evaluate("made.every((one) => one.isConnected)")
    assert page.evaluate("made.length") == 9
