"""Filters, as a reader meets them."""

from __future__ import annotations

import json
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

from generator.build.pipeline import build
from tests.browser.conftest import becomes
from tests.making_feeds import DATES, content, item, rss

TIDES = Path(__file__).parents[1] / "site/content"


def open_filters(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Filter").click()
    # What can be chosen has come, and with it the focus; before, some fields are hidden.
    expect(page.locator("[name=kind] option").nth(1)).to_be_attached()
    expect(page.locator("[name=kind]")).to_be_focused()


def rows(page: Page) -> list[str]:
    shown = page.locator("main .entry[data-id]:visible")
    found: list[str] = shown.evaluate_all("all => all.map((row) => row.dataset.id)")
    return found


def records(site: Path) -> list[dict[str, Any]]:
    articles: list[dict[str, Any]] = json.loads((site / "articles.json").read_bytes())["articles"]
    return articles


def test_filters_combine_and_stand_in_the_address(
    context: BrowserContext, home: str, site: Path
) -> None:
    page = context.new_page()
    open_filters(page, home + "index.html")
    page.select_option("[name=kind]", "update")
    page.select_option("[name=year]", "2024")
    wanted = [r["id"] for r in records(site) if r["kind"] == "update" and r["date"][:4] == "2024"]
    expect(page.locator(".found")).to_have_text(f"{len(wanted)} of 50")
    becomes(page, rows, wanted)
    assert page.url == home + "index.html?kind=update&year=2024"
    assert not page.locator("#y2025").is_visible()
    count = page.locator("#y2024 > header p")
    whole = sum(record["date"][:4] == "2024" for record in records(site) if record["date"])
    expect(count).to_have_text(f"{len(wanted)} of {whole}")
    page.reload()
    expect(page.locator(".found")).to_have_text(f"{len(wanted)} of 50")
    becomes(page, rows, wanted)
    page.locator("#q").fill("july")
    expect(page.locator("#find .entry").first).to_be_visible()
    assert set(rows(page)) < set(wanted)
    page.get_by_role("button", name="Show everything").click()
    expect(page.locator("#y2025")).to_be_visible()
    expect(count).to_have_text(f"{whole} articles")
    assert len(rows(page)) == 50


def test_the_legend_is_the_filter_of_kinds_and_the_chart_follows(
    context: BrowserContext, home: str, site: Path
) -> None:
    page = context.new_page()
    page.goto(home + "index.html")
    papers = page.locator(".legend a", has_text="Papers")
    papers.click()
    expect(page.locator(".found")).to_have_text("12 of 50")
    becomes(page, rows, [r["id"] for r in records(site) if r["kind"] == "paper"])
    assert page.url == home + "index.html?kind=paper"
    expect(papers).to_have_attribute("aria-current", "true")
    marks = page.locator(".chart use")
    discs = page.locator(".chart use[href='#disc']")
    assert page.locator(".chart .off").count() == marks.count() - discs.count() > 0
    papers.click()
    expect(page.locator(".entry:visible")).to_have_count(50)
    expect(page.locator(".chart .off, .legend [aria-current]")).to_have_count(0)
    papers.click(modifiers=["ControlOrMeta"])
    expect(page.locator(".entry:visible")).to_have_count(50)


def test_every_value_says_how_many_articles_it_would_find(
    context: BrowserContext, address: str
) -> None:
    page = context.new_page()
    open_filters(page, address)
    page.select_option("[name=kind]", "note")
    expect(page.locator(".found")).to_have_text("18 of 50")
    for name in ("year", "series", "mark"):
        for option in page.locator(f"[name={name}] option:not([value=''])").all():
            value, text = option.get_attribute("value"), option.inner_text()
            count = int(text.rpartition("(")[2].rstrip(")"))
            assert option.is_disabled() == (count == 0), text
            if count:
                page.select_option(f"[name={name}]", value)
                expect(page.locator(".found")).to_have_text(f"{count} of 50")
                page.select_option(f"[name={name}]", "")


def suggested(page: Page, name: str) -> list[str]:
    found: list[str] = page.evaluate(
        f"[...document.querySelector('[name={name}]').list.options].map((one) => one.value)"
    )
    return found


def test_authors_are_suggested_while_one_types(
    context: BrowserContext, home: str, site: Path
) -> None:
    page = context.new_page()
    open_filters(page, home + "index.html")
    author = page.get_by_label("Author", exact=True)
    author.focus()
    listed = author.get_attribute("list")
    expect(page.locator(f"#{listed} option").first).to_be_attached()
    uses = Counter(name for record in records(site) for name in record["authors"])
    assert suggested(page, "author")[0] == uses.most_common(1)[0][0]
    author.press_sequentially("et al. lindsey")
    becomes(page, partial(suggested, name="author"), [])
    author.fill("lIndse")
    assert sorted(suggested(page, "author")) == ["Lindsey", "Lindsey et al."]
    author.fill("elh")
    assert len(rows(page)) == 50
    # What is begun and entered is the first that is suggested.
    author.press("Enter")
    chosen = "Elhage et al."
    expect(author).to_have_value(chosen)
    expect(page.locator(".found")).to_have_text(f"{uses[chosen]} of 50")
    becomes(page, rows, [r["id"] for r in records(site) if chosen in r["authors"]])
    page.reload()
    expect(page.locator(".found")).to_have_text(f"{uses[chosen]} of 50")
    expect(author).to_have_value(chosen)
    author.fill("")
    author.press("Tab")
    expect(page.locator(".found")).to_be_empty()
    author.fill("nobody at all")
    author.press("Enter")
    expect(page.locator(".found")).to_have_text("No article holds all of this.")


def test_tags_are_a_filter_where_there_are_any(context: BrowserContext, tmp_path: Path) -> None:
    items = [
        item(title, f"https://x.example/{title}", date=DATES[3 - at], more=tags)
        for at, (title, tags) in enumerate(
            {
                "Tides": "<category>Sea</category><category>Moon</category>",
                "Waves": "<category>Sea</category>",
                "Bread": "<category>Flour &amp; salt</category>",
            }.items()
        )
    ]
    feeds: dict[str, str | bytes] = {"blog/2024-06-01.xml": rss(*items)}
    build(content(tmp_path / "content", feeds), tmp_path / "site")
    page = context.new_page()
    open_filters(page, (tmp_path / "site/index.html").as_uri())
    tag = page.get_by_label("Tag", exact=True)
    tag.focus()
    expect(page.locator(f"#{tag.get_attribute('list')} option").first).to_be_attached()
    becomes(page, partial(suggested, name="tag"), ["Sea", "Moon", "Flour & salt"])
    # Who chooses what is suggested need not press Enter.
    tag.fill("Sea")
    expect(page.locator(".found")).to_have_text("2 of 3")
    assert page.url.endswith("?tag=Sea")
    expect(page.locator(".entry:visible h4")).to_have_text(["Tides", "Waves"])


def test_a_list_without_tags_has_no_filter_for_them(
    context: BrowserContext, tmp_path: Path
) -> None:
    feeds: dict[str, str | bytes] = {
        "blog/2024-06-01.xml": rss(item("Tides", "https://x.example/"))
    }
    build(content(tmp_path / "content", feeds), tmp_path / "site")
    page = context.new_page()
    open_filters(page, (tmp_path / "site/index.html").as_uri())
    expect(page.locator("[name=tag]")).to_be_hidden()


def test_copies_are_a_filter_of_their_own(
    context: BrowserContext, address: str, site: Path
) -> None:
    page = context.new_page()
    open_filters(page, address)
    page.get_by_label("cached copy").check()
    expect(page.locator(".found")).to_have_text("2 of 50")
    becomes(page, rows, [r["id"] for r in records(site) if r["preview"]])
    page.get_by_label("cached copy").uncheck()
    # Here they differ on placeholders alone.
    assert [r for r in records(site) if r["conflicts"]]
    expect(page.get_by_label("sources differ")).to_be_disabled()


def test_what_sources_differ_on_is_a_filter_of_its_own(
    context: BrowserContext, tmp_path: Path
) -> None:
    build(TIDES, tmp_path / "site")
    page = context.new_page()
    open_filters(page, f"{(tmp_path / 'site').as_uri()}/index.html")
    page.get_by_label("sources differ").check()
    differing = [r["id"] for r in records(tmp_path / "site") if r["conflicts"]]
    expect(page.locator(".found")).to_have_text(f"{len(differing)} of 9")
    becomes(page, rows, differing)
    expect(page.locator(".entry .differ:visible")).to_have_text("sources differ on the date, title")
    page.locator(".entry .differ:visible").click()
    expect(page.locator("#accounts")).to_be_in_viewport()


def test_a_page_of_some_articles_filters_all_of_them(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(address + "kind/note/index.html?kind=paper")
    expect(page.locator(".found")).to_have_text("12 of 50")
    assert len(rows(page)) == 12


def test_an_address_with_nonsense_finds_nothing_and_breaks_nothing(
    context: BrowserContext, address: str
) -> None:
    page = context.new_page()
    page.goto(address + "?kind=__proto__&author=%3Cb%3E&year=toString&foo=bar")
    expect(page.locator(".found")).to_have_text("No article holds all of this.")
    becomes(page, rows, [])


def test_a_list_of_several_blogs_is_filtered_by_them(
    context: BrowserContext, tmp_path: Path
) -> None:
    feeds: dict[str, str | bytes] = {
        "ann/2024-06-01.xml": rss(item("On attention", "https://ann.example/1", date=DATES[0])),
        "bo/2024-06-01.xml": rss(item("On bread", "https://bo.example/1", date=DATES[1])),
    }
    build(content(tmp_path / "content", feeds), tmp_path / "site")
    page = context.new_page()
    open_filters(page, (tmp_path / "site/index.html").as_uri())
    options = page.locator("[name=source] option")
    expect(options).to_have_text(["any", "Source ann (1)", "Source bo (1)"])
    page.select_option("[name=source]", "bo")
    expect(page.locator(".found")).to_have_text("1 of 2")
    page.locator("#q").fill("bread")
    expect(page.locator("#find .entry .blog")).to_have_text("Source bo")


def test_a_list_of_one_blog_is_not_filtered_by_it(context: BrowserContext, home: str) -> None:
    page = context.new_page()
    open_filters(page, home + "index.html")
    expect(page.locator("[name=source]")).to_be_hidden()
