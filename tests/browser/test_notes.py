"""A reader's own notes on articles."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.conftest import WITHOUT_WORKERS, import_file, wait_until, watched

ID = "transformer-circuits"
ARTICLE = "a/2024-july-update/index.html"
NOW = 1_790_000_000_000
TEXT = "<b>Dark matter</b>, see § 3\nשלום"


def open_article(page: Page, home: str) -> str:
    page.goto(home + ARTICLE)
    return str(page.locator(".work").get_attribute("data-id"))


def write(page: Page, home: str, text: str = TEXT) -> str:
    """Writes a note on an article, whose id is returned."""
    own = open_article(page, home)
    page.locator("#own-note").fill(text)
    wait_until(page, f"octavo.note?.('{own}') !== undefined")
    expect_stored(page, own, text)
    return own


def expect_stored(page: Page, article: str, text: str) -> None:
    stored = f"JSON.parse(localStorage['{ID}.notes'] || '{{}}')['{article}']?.[0]"
    wait_until(page, f"{stored} === {json.dumps(text)}")


def test_a_note_stays_on_its_article_and_is_signed_in_lists(
    context: BrowserContext, home: str
) -> None:
    page = context.new_page()
    own = write(page, home)
    page.reload()
    expect(page.locator("#own-note")).to_have_value(TEXT)
    page.goto(home + "index.html")
    noted = page.locator(f".entry[data-id='{own}'] .noted")
    expect(noted).to_have_attribute("title", TEXT)
    expect(noted).to_have_text("With your note: ")
    expect(page.locator(".noted")).to_have_count(1)
    page.goto(home + "index.html?mark=noted")
    expect(page.locator(".found")).to_have_text("1 of 50")
    write(page, home, "")
    page.goto(home + "index.html")
    wait_until(page, "window.octavo?.notes")
    expect(page.locator(".noted")).to_have_count(0)


def test_a_note_is_at_once_in_every_tab(context: BrowserContext, home: str) -> None:
    timeline, other, page = context.new_page(), context.new_page(), context.new_page()
    own = write(page, home, "first")
    timeline.goto(home + "index.html")
    open_article(other, home)
    expect(other.locator("#own-note")).to_have_value("first")
    page.locator("#own-note").fill("second")
    expect(other.locator("#own-note")).to_have_value("second")
    page.locator("#own-note").fill("")
    expect(timeline.locator(".noted")).to_have_count(0)
    expect_stored(timeline, own, "")


def test_notes_go_out_with_the_marks_and_come_back(
    chromium: Browser, context: BrowserContext, address: str, tmp_path: Path
) -> None:
    page = context.new_page()
    own = write(page, address)
    page.get_by_role("button", name="Next to read:").first.click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Export marks and notes").click()
    download.value.save_as(tmp_path / "marks.json")
    kept = json.loads((tmp_path / "marks.json").read_text("utf-8"))
    assert kept["notes"][own][0] == TEXT
    assert kept["marks"][own][0] == "next"
    with watched(chromium) as other:
        there = other.new_page()
        open_article(there, address)
        import_file(there, tmp_path / "marks.json", "1 mark taken over. 1 note taken over.")
        expect(there.locator("#own-note")).to_have_value(TEXT)
        expect_stored(there, own, TEXT)
        import_file(there, tmp_path / "marks.json", "0 marks taken over.")


def test_only_sane_notes_of_known_articles_are_taken_over(
    context: BrowserContext, address: str, tmp_path: Path
) -> None:
    page = context.new_page()
    page.goto(address)
    ids = [str(row.get_attribute("data-id")) for row in page.locator(".entry").all()[:8]]
    file = tmp_path / "marks.json"
    notes = {
        ids[0]: ["mine", NOW],
        ids[1]: ["from the future", 9e15],
        ids[2]: [5, NOW],
        ids[3]: ["x" * 10_001, NOW],
        ids[4]: None,
        ids[5]: ["when", "yesterday"],
        ids[6]: "text",
        "000000000000": ["of no article", NOW],
        "__proto__": ["x", NOW],
    }
    file.write_text(json.dumps({"site": ID, "version": 1, "marks": {}, "notes": notes}))
    import_file(page, file, "0 marks taken over. 2 notes taken over.")
    stored = json.loads(page.evaluate(f"localStorage['{ID}.notes']"))
    assert {own: text for own, (text, _) in stored.items()} == {
        ids[0]: "mine",
        ids[1]: "from the future",
    }
    assert stored[ids[1]][1] <= page.evaluate("Date.now()")
    odd: object
    for odd in ([], "abc", 5, None, {ids[0]: ["older", NOW - 1]}):
        file.write_text(json.dumps({"site": ID, "version": 1, "marks": {}, "notes": odd}))
        import_file(page, file, "0 marks taken over.")
        page.evaluate("document.querySelector('.notice').replaceChildren()")
    assert json.loads(page.evaluate(f"localStorage['{ID}.notes']")) == stored


def test_what_is_written_before_the_script_has_come_is_kept(
    chromium: Browser, address: str
) -> None:
    held: list[Route] = []
    with watched(chromium, **WITHOUT_WORKERS) as context:
        page = context.new_page()
        own = write(page, address, "before")
        page.route("**/assets/notes.js", lambda route: held.append(route))  # noqa: PLW0108 a builtin it cannot wrap
        page.reload(wait_until="domcontentloaded")
        page.locator("#own-note").fill("after")
        held[0].continue_()
        expect_stored(page, own, "before\nafter")


def test_where_storage_is_refused_a_note_lasts_until_the_page_is_left(
    context: BrowserContext, address: str
) -> None:
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('refused') } })"
    )
    page = context.new_page()
    open_article(page, address)
    page.locator("#own-note").press_sequentially("mine")
    expect(page.locator(".notice")).to_contain_text("keeps no notes")
    expect(page.locator("#own-note")).to_have_value("mine")
