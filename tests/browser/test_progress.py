"""What has been read, and what comes next, as a reader meets it."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import wait_until

FOCUSED = "document.activeElement.closest('.entry')?.dataset.id"


def ids_of(page: Page) -> list[str]:
    return [str(row.get_attribute("data-id")) for row in page.locator(".entry").all()]


def read(page: Page, article_id: str) -> None:
    page.evaluate("id => octavo.toggle(id, 'read')", article_id)


def test_every_number_of_articles_says_how_many_are_read(
    context: BrowserContext, home: str
) -> None:
    page = context.new_page()
    page.goto(home + "index.html")
    assert page.locator(".read").count() == 0
    first = page.locator("#y2026 .entry")
    for row in first.all():
        read(page, str(row.get_attribute("data-id")))
    count = first.count()
    expect(page.locator(".head .count .read")).to_have_text(f"{count} of 50 read")
    expect(page.locator("#y2026 > header .read")).to_have_text(f"{count} of {count} read")
    assert page.locator("#y2025 > header .read").count() == 0
    papers = page.locator("#y2026 .entry .kind", has_text="Paper").count()
    expect(page.locator(".legend [data-kind=Paper] .read")).to_have_text(f"{papers} of 12 read")
    page.goto(home + "kind/paper/index.html")
    expect(page.locator(".head .count .read")).to_have_text(f"{papers} of 12 read")
    read(page, ids_of(page)[0])
    papers -= 1
    expect(page.locator(".head .count .read")).to_have_count(min(papers, 1))


def test_filters_leave_what_is_read_beside_their_own_numbers(
    context: BrowserContext, address: str
) -> None:
    page = context.new_page()
    page.goto(address)
    year = page.locator("#y2024 > header p")
    whole = year.inner_text()
    read(page, str(page.locator("#y2024 .entry").first.get_attribute("data-id")))
    number = whole.split()[0]
    expect(year).to_have_text(f"{whole} 1 of {number} read")
    page.goto(address + "?kind=update")
    expect(year).to_contain_text(f" of {number} 1 of {number} read")
    page.get_by_role("button", name="Show everything").click()
    expect(year).to_have_text(f"{whole} 1 of {number} read")


def test_a_key_leads_to_the_next_unread_row_and_round(context: BrowserContext, home: str) -> None:
    page = context.new_page()
    page.goto(home + "index.html")
    ids = ids_of(page)
    for one in (ids[0], ids[2], ids[3]):
        read(page, one)
    found: list[str] = []
    for _ in range(3):
        page.keyboard.press("n")
        wait_until(page, f"![undefined, {found[-1:]}[0]].includes({FOCUSED})")
        found.append(page.evaluate(FOCUSED))
    assert found == [ids[1], ids[4], ids[5]]
    page.locator(".entry h4 a").last.focus()
    page.keyboard.press("n")
    wait_until(page, f"{FOCUSED} === '{ids[1]}'")


def test_on_an_article_the_key_leads_to_the_next_unread_article(
    context: BrowserContext, home: str
) -> None:
    page = context.new_page()
    page.goto(home + "index.html")
    ids = ids_of(page)
    third = str(page.locator(".entry h4 a").nth(2).get_attribute("href"))
    read(page, ids[1])
    page.locator(".entry h4 a").first.click()
    wait_until(page, "document.querySelector('.work') && window.octavo?.keys")
    page.keyboard.press("n")
    page.wait_for_url(lambda url: f"/{third}" in url)
    wait_until(page, "document.querySelector('.work') && window.octavo?.keys")
    for one in ids:
        if page.evaluate("id => octavo.mark(id)", one) != "read":
            read(page, one)
    page.keyboard.press("n")
    expect(page.locator(".notice")).to_have_text("You have read every article.")


def test_the_list_of_keys_names_all(context: BrowserContext, home: str) -> None:
    page = context.new_page()
    page.goto(home + "about/index.html")
    page.keyboard.press("?")
    keys = ["/", "j", "k", "n", "o", "m", "t", "?", "↓ ↑", "Enter", "Esc"]
    expect(page.get_by_role("dialog").locator("kbd")).to_have_text(keys)
