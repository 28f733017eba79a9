"""What was found as a bibliography, compared with the exports of the same articles."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

BIBTEX_ENTRY = re.compile(r"^@\w+\{([^,]+),\n.*?\n\}\n\n", re.MULTILINE | re.DOTALL)
RIS_RECORD = re.compile(r"^TY  - .*?\r\nID  - (.*?)\r\n.*?\r\nER  - \r\n", re.MULTILINE | re.DOTALL)


def exported(site: Path, name: str, entry: re.Pattern[str]) -> dict[str, str]:
    """The entries of an export, by their keys, each to the byte as it stands there."""
    text = (site / name).read_bytes().decode()
    return {found[1]: found[0] for found in entry.finditer(text)}


def find_papers(context: BrowserContext, home: str) -> Page:
    page = context.new_page()
    page.goto(home + "index.html?kind=paper&q=model")
    expect(page.locator(".found")).to_have_text(re.compile(r"^([2-9]|1[01]) of 50$"))
    expect(page.get_by_role("button", name="Copy BibTeX")).to_be_visible()
    return page


def keys_of_rows(page: Page, site: Path) -> list[str]:
    """The keys by which the bibliography cites the articles that are shown, in their order."""
    by_slug = {
        (re.search(r"^  ids = \{(.*)\},$", entry, re.MULTILINE) or [key, key])[1]: key
        for key, entry in exported(site, "library.bib", BIBTEX_ENTRY).items()
    }
    links = page.locator("#find .entry h2 a").all()
    return [
        by_slug[str(link.get_attribute("href")).split("/a/")[1].split("/")[0]] for link in links
    ]


def test_what_was_found_is_copied_as_the_entries_of_library_bib(
    context: BrowserContext, home: str, site: Path
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = find_papers(context, home)
    keys = keys_of_rows(page, site)
    page.get_by_role("button", name="Copy BibTeX").click()
    expect(page.locator(".notice")).to_have_text(f"{len(keys)} entries are copied, as BibTeX.")
    entries = exported(site, "library.bib", BIBTEX_ENTRY)
    assert len(entries) == 50
    assert page.evaluate("navigator.clipboard.readText()") == "".join(entries[k] for k in keys)


def test_what_was_found_is_saved_as_the_records_of_library_ris(
    context: BrowserContext, home: str, site: Path
) -> None:
    page = find_papers(context, home)
    keys = keys_of_rows(page, site)
    with page.expect_download() as saving:
        page.get_by_role("button", name="Save RIS").click()
    expect(page.locator(".notice")).to_have_text(f"{len(keys)} entries are saved as a file.")
    records = exported(site, "library.ris", RIS_RECORD)
    assert len(records) == 50
    expected = "\r\n".join(records[key] for key in keys)
    assert saving.value.suggested_filename.endswith(".ris")
    assert saving.value.path().read_bytes().decode() == expected


def test_all_of_a_whole_list_is_the_export_itself(
    context: BrowserContext, home: str, site: Path
) -> None:
    context.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page = context.new_page()
    page.goto(home + "index.html?mark=unread")
    for button, file in (("Copy BibTeX", "library.bib"), ("Save RIS", "library.ris")):
        with page.expect_download() as saving:
            page.get_by_role("button", name=button).click()
        # Where nothing may be copied, BibTeX is saved as well.
        assert saving.value.path().read_bytes() == (site / file).read_bytes()
        expect(page.locator(".notice")).to_have_text("50 entries are saved as a file.")


def test_one_entry_is_one_and_nothing_is_offered_where_nothing_was_asked_or_found(
    context: BrowserContext, address: str
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(address + "index.html")
    page.get_by_role("button", name="Filter").click()
    expect(page.locator("[name=kind] option").nth(1)).to_be_attached()
    cite = page.get_by_role("button", name="Copy BibTeX")
    expect(cite).to_be_hidden()
    page.locator(".entry").first.get_by_role("button", name="Next to read").click()
    page.select_option("[name=mark]", "next")
    cite.click()
    expect(page.locator(".notice")).to_have_text("1 entry is copied, as BibTeX.")
    page.locator("#q").fill("nothingthatstandsanywhere")
    expect(page.locator(".found")).to_have_text("No article holds all of this.")
    expect(cite).to_be_hidden()


def test_a_row_can_be_cited_and_its_link_copied(
    context: BrowserContext, home: str, site: Path
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(home + "index.html")
    row = page.locator(".entry", has_text="Toy Models of Superposition").first
    row.hover()
    row.get_by_role("button", name="Cite: ").click()
    expect(page.locator(".notice")).to_have_text("1 entry is copied, as BibTeX.")
    clipboard = "navigator.clipboard.readText()"
    entries = exported(site, "library.bib", BIBTEX_ENTRY).values()
    [entry] = [one for one in entries if "\n  ids = {2022-toy-model},\n" in one]
    assert page.evaluate(clipboard) == entry
    row.get_by_role("button", name="Copy link: ").click()
    expect(page.locator(".notice")).to_have_text("The link is copied.")
    assert page.evaluate(clipboard) == home + "a/2022-toy-model/index.html"


def test_entries_that_cannot_be_loaded_are_told(context: BrowserContext, address: str) -> None:
    context.route("**/search/cite-*.js", lambda route: route.fulfill(body=""))
    page = context.new_page()
    page.goto(address + "index.html?kind=paper")
    page.get_by_role("button", name="Save RIS").click()
    expect(page.locator(".notice")).to_have_text("The entries could not be loaded.")
    page.locator(".entry:visible").first.get_by_role("button", name="Cite: ").click()
    expect(page.locator(".notice")).to_have_text("The entries could not be loaded.")
