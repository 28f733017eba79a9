"""Marks and keys, as a reader meets them."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import TWO_FRAMES, WITHOUT_WORKERS, import_file, wait_until, watched

ID = "transformer-circuits"
FIRST = "a/2026-emotions/index.html"
NOW = 1_790_000_000_000


def mark(page: Page, state: str = "Read") -> None:
    page.get_by_role("button", name=f"{state}:").first.click()


def stored(page: Page) -> dict[str, list[object]]:
    text = page.evaluate(f"localStorage['{ID}.marks']")
    found: dict[str, list[object]] = json.loads(text)["marks"]
    return found


def own_id(page: Page) -> str:
    return str(page.locator(".work").get_attribute("data-id"))


def test_a_mark_holds_on_every_page_and_in_every_tab(context: BrowserContext, home: str) -> None:
    timeline, page = context.new_page(), context.new_page()
    timeline.goto(home + "index.html")
    page.goto(home + "index.html")
    page.locator(".entry h4 a").first.click()
    page.wait_for_selector(".work")
    row = timeline.locator(f".entry[data-id='{own_id(page)}']")
    mark(page)
    expect(row).to_have_class("entry large is-read")
    mark(page, "Next to read")
    expect(row).to_have_class("entry large is-next")
    mark(page, "Next to read")
    expect(row).to_have_class("entry large")
    assert list(stored(page)) == [own_id(page)]
    assert stored(page)[own_id(page)][0] == ""


def test_marks_are_filters(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(address)
    mark(page)
    page.goto(address + "?mark=read")
    expect(page.locator(".found")).to_have_text("1 of 50")
    page.goto(address + "?mark=unread")
    expect(page.locator(".found")).to_have_text("49 of 50")
    page.keyboard.press("j")
    page.keyboard.press("m")
    expect(page.locator(".found")).to_have_text("48 of 50")


def test_marks_go_out_as_a_file_and_come_back(
    chromium: Browser, context: BrowserContext, address: str, tmp_path: Path
) -> None:
    page = context.new_page()
    page.goto(address)
    mark(page, "Next to read")
    with page.expect_download() as download:
        page.get_by_role("button", name="Export marks and notes").click()
    download.value.save_as(tmp_path / "marks.json")
    assert download.value.suggested_filename == f"{ID}-marks.json"
    with watched(chromium) as other:
        there = other.new_page()
        there.goto(address + "about/index.html")
        import_file(there, tmp_path / "marks.json", "1 mark taken over.")
        assert stored(there) == stored(page)
        import_file(there, tmp_path / "marks.json", "0 marks taken over.")


def test_a_file_is_chosen_before_any_script_has_come(
    chromium: Browser, address: str, tmp_path: Path
) -> None:
    file = tmp_path / "marks.json"
    with watched(chromium, **WITHOUT_WORKERS) as context:
        page = context.new_page()
        page.route("**/assets/exchange.js", lambda route: None)  # not answered
        page.goto(address)
        known = page.locator(".entry").first.get_attribute("data-id")
        file.write_text(json.dumps({"site": ID, "version": 1, "marks": {known: ["read", NOW]}}))
        # A browser opens a chooser only as long as the click is fresh.
        with page.expect_file_chooser() as chooser:
            page.get_by_role("button", name="Import marks and notes").click()
        page.unroute_all()
        chooser.value.set_files(file)
        expect(page.locator(".notice")).to_have_text("1 mark taken over.")


def test_only_sane_marks_of_known_articles_are_taken_over(
    context: BrowserContext, address: str, tmp_path: Path
) -> None:
    page = context.new_page()
    page.goto(address)
    ids = [str(row.get_attribute("data-id")) for row in page.locator(".entry").all()[:8]]
    file = tmp_path / "marks.json"
    marks = {
        ids[0]: ["read", NOW],
        ids[1]: ["read", 9e15],
        ids[2]: ["burnt", NOW],
        ids[3]: ["read", "yesterday"],
        ids[4]: ["read", -5],
        ids[5]: "read",
        ids[6]: None,
        "000000000000": ["read", NOW],
        "__proto__": ["read", NOW],
    }
    file.write_text(json.dumps({"site": ID, "version": 1, "marks": {**marks, ids[6]: ["read"]}}))
    import_file(page, file, "2 marks taken over.")
    assert set(stored(page)) == {ids[0], ids[1]}
    assert page.evaluate("Date.now()") >= int(str(stored(page)[ids[1]][1]))
    for number, text in enumerate(("not json", "[]", "null", '{"site": "another", "marks": {}}')):
        file.write_text(text)
        import_file(page, file, "This file holds no marks of this site.")
        page.evaluate("document.querySelector('.notice').replaceChildren()")
        assert len(stored(page)) == 2, number


def test_marks_are_refused_where_nothing_says_which_articles_there_are(
    chromium: Browser, address: str, tmp_path: Path
) -> None:
    file = tmp_path / "marks.json"
    file.write_text(json.dumps({"site": ID, "version": 1, "marks": {FIRST: ["read", NOW]}}))
    unhandled: list[str] = []
    # Not watched: what cannot be loaded is an error there.
    with chromium.new_context(**WITHOUT_WORKERS) as context:
        context.on("weberror", lambda error: unhandled.append(str(error.error)))
        context.route("**/assets/search.js", lambda route: route.abort())
        page = context.new_page()
        page.goto(address)
        import_file(page, file, "This file holds no marks of this site.")
    assert unhandled == []


def test_from_disk_a_link_carries_the_marks_along(
    chromium: Browser, context: BrowserContext, site: Path
) -> None:
    page = context.new_page()
    page.goto(f"{site.as_uri()}/index.html")
    mark(page)
    page.locator(".entry h4 a").nth(3).click(modifiers=["ControlOrMeta"])
    carried = context.wait_for_event("page") if len(context.pages) < 2 else context.pages[1]
    carried.wait_for_selector(".work .marks")
    wait_until(carried, "!location.href.includes('#')")
    link = page.locator(".entry h4 a").nth(3)
    link.dispatch_event("auxclick")
    target = str(link.evaluate("link => link.href"))
    assert "#marks=" in target
    # Firefox keeps apart what each file stores: here a reader without any past is that other file.
    with watched(chromium) as other:
        there = other.new_page()
        there.goto(target)
        wait_until(there, f"localStorage['{ID}.marks']")
        assert stored(there) == stored(page)
        assert there.url == target.partition("#")[0]


def test_what_a_hash_brings_is_checked(context: BrowserContext, site: Path) -> None:
    page = context.new_page()
    page.goto(f"{site.as_uri()}/index.html")
    known = str(page.locator(".entry").nth(2).get_attribute("data-id"))
    late, sane = "zzzzzzzzz", "mb2k3x00"
    junk = f"{known}.r.{late},000000000000.r.{sane},{known}.x.{sane},%E0%A4%A.r.{sane},...,,"
    other = context.new_page()
    other.goto(f"{site.as_uri()}/about/index.html#marks={junk}")
    wait_until(other, f"localStorage['{ID}.marks']")
    assert list(stored(other)) == [known]
    assert int(str(stored(other)[known][1])) <= int(other.evaluate("Date.now()"))


def test_where_storage_is_refused_marks_last_until_the_page_is_left(
    context: BrowserContext, address: str
) -> None:
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('refused') } })"
    )
    page = context.new_page()
    page.goto(address)
    mark(page)
    expect(page.locator(".entry").first).to_have_class("entry large is-read")
    expect(page.locator(".notice")).to_contain_text("keeps no marks")
    page.keyboard.press("t")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_keys_lead_through_the_site(context: BrowserContext, home: str) -> None:
    page = context.new_page()
    page.goto(home + "index.html")
    focused = "document.activeElement.closest('.entry')?.dataset.id"
    ids = [str(row.get_attribute("data-id")) for row in page.locator(".entry").all()]
    page.locator(".entry h4 a").first.focus()
    page.keyboard.press("j")
    assert page.evaluate(focused) == ids[1]
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert page.evaluate(focused) == ids[1]
    page.keyboard.press("m")
    expect(page.locator(f".entry[data-id='{ids[1]}']")).to_have_class("entry is-read")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("this list")
    page.keyboard.press("j")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.evaluate(focused) == ids[1]
    page.keyboard.press("/")
    page.keyboard.type("jkomt?/")
    expect(page.locator("#q")).to_have_value("jkomt?/")
    expect(page.locator("html")).not_to_have_attribute("data-theme", "dark")
    page.keyboard.press("Escape")
    expect(page.locator(f".entry[data-id='{ids[1]}'] h4 a")).to_be_visible()
    page.locator(f".entry[data-id='{ids[1]}'] h4 a").focus()
    page.keyboard.press("o")
    page.wait_for_selector(".work")
    assert own_id(page) == ids[1]
    wait_until(page, "window.octavo?.keys")
    page.keyboard.press("m")
    expect(page.get_by_role("button", name="Next to read:")).to_have_attribute(
        "aria-pressed", "true"
    )


def test_on_an_article_keys_lead_to_its_neighbours(
    context: BrowserContext, home: str, site: Path
) -> None:
    page = context.new_page()
    page.goto(home + "index.html")
    # A row of a series is called by what it is about, its article by its title.
    records = json.loads((site / "articles.json").read_bytes())["articles"]
    title_of = {record["id"]: record["title"] for record in records}
    rows = page.locator(".entry[data-id]").all()[:3]
    titles = [title_of[row.get_attribute("data-id")] for row in rows]
    page.locator(".entry h4 a").first.click()
    until_shown(page, titles[0])
    page.keyboard.press("k")
    for key, title in (("j", titles[1]), ("j", titles[2]), ("k", titles[1])):
        page.keyboard.press(key)
        until_shown(page, title)
    page.locator("#q").fill("superposition")
    expect(page.locator("#find .entry").first).to_be_visible()
    page.evaluate("octavo.open()")
    page.locator("#find h2 a").first.focus()
    page.keyboard.press("j")
    expect(page.locator("#find h2 a").nth(1)).to_be_focused()


def test_a_mark_leaves_the_focus_on_what_was_found(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(address + "?q=superposition")
    expect(page.locator(".found")).to_have_text("5 of 50")
    page.evaluate("octavo.open()")
    page.locator("#find h2 a").first.focus()
    page.keyboard.press("j")
    page.keyboard.press("m")
    expect(page.locator("#find .entry").nth(1)).to_have_class("entry is-read")
    page.evaluate(TWO_FRAMES)  # the list has been made anew
    expect(page.locator("#find h2 a").nth(1)).to_be_focused()


def test_a_row_that_another_leaves_keeps_the_focus(context: BrowserContext, address: str) -> None:
    page, other = context.new_page(), context.new_page()
    for one in (page, other):
        one.goto(address + "?q=superposition&mark=unread")
        expect(one.locator("#find .entry")).to_have_count(5)
    second = page.locator("#find h2 a").nth(1)
    title = second.inner_text()
    second.focus()
    other.locator("#find").get_by_role("button", name="Read:").first.click()
    expect(page.locator("#find .entry")).to_have_count(4)
    expect(page.locator("#find h2 a").first).to_be_focused()
    expect(page.locator("#find h2 a").first).to_have_text(title)


def until_shown(page: Page, title: str) -> None:
    """Waits for an article's page, and for the script that listens to keys."""
    expect(page.locator("h1")).to_have_text(title)
    wait_until(page, "window.octavo?.keys")


def test_tab_reaches_everything_with_a_visible_focus(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(address)
    seen = []
    for _ in range(70):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate(
                "(e => [e.getAttribute('aria-label') || e.textContent.trim() || e.id,"
                " getComputedStyle(e).outlineStyle])(document.activeElement)"
            )
        )
    assert [name for name, outline in seen if outline == "none"] == []
    names = [name for name, _ in seen]
    assert {"q", "Switch between light and dark", "Filter"} <= set(names)
    assert any(name.startswith("Read: ") for name in names)
