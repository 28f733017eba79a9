"""The site without a network: what a service worker keeps of it, and what it says of the rest."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import served

ID = "transformer-circuits"


@pytest.fixture
def folder(site: Path, tmp_path: Path) -> Path:
    """A site of its own, to be changed."""
    return Path(shutil.copytree(site, tmp_path / "site"))


CACHES = """async () => {
  const held = async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url);
  const names = await caches.keys();
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await held(name)])));
}"""
HELD = "navigator.serviceWorker.controller !== null"
WAITING = "navigator.serviceWorker.getRegistration().then((found) => found.waiting !== null)"


def caches_of(page: Page) -> dict[str, list[str]]:
    found: dict[str, list[str]] = page.evaluate(CACHES)
    return found


def until(page: Page, claim: str) -> None:
    """Waits until an expression, or what it promises, is true; for at most a minute."""
    for _ in range(1200):
        if page.evaluate(claim):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never true: {claim}")


def holds(address: str) -> str:
    return f"caches.match('{address}').then(Boolean)"


def test_without_a_network_what_was_seen_can_be_read_and_searched(
    chromium: Browser, folder: Path
) -> None:
    context = chromium.new_context()
    page = context.new_page()
    with served(folder) as home:
        page.goto(home)
        until(page, HELD)
        page.goto(home + "a/2024-july-update/index.html")
        seen = home + "a/2024-july-update/index.html"
        until(page, holds(seen))
    page.goto(home)
    expect(page.locator("h1")).to_have_text("Transformer Circuits, in order")
    page.locator("#q").fill("toy models")
    expect(page.locator("#find .entry h2").first).to_have_text("Toy Models of Superposition")
    page.goto(seen + "?from=somewhere#copy")
    expect(page.locator("h1")).to_have_text("Circuits Updates — July 2024")
    assert page.evaluate("getComputedStyle(document.querySelector('.page')).display") == "block"
    context.close()


def test_however_the_site_is_entered_it_has_one_worker(chromium: Browser, folder: Path) -> None:
    context = chromium.new_context()
    page = context.new_page()
    scopes = (
        "navigator.serviceWorker.getRegistrations()"
        ".then((found) => found.map((one) => one.scope).sort())"
    )
    with served(folder) as home:
        for path in ("?q=toy", "?q=other#copy", "index.html", "", "about/index.html?q=x"):
            page.goto(home + path)
            until(page, HELD)
            assert page.evaluate(scopes) == [home], path
    context.close()


def test_a_new_build_replaces_the_old_one_whole(chromium: Browser, folder: Path) -> None:
    context = chromium.new_context()
    page = context.new_page()
    article = "a/2024-july-update/index.html"
    with served(folder) as home:
        page.goto(home)
        page.evaluate("caches.open('octavo:another-site:1')")
        until(page, HELD)
        page.goto(home + article)
        until(page, holds(home + article))
        (old,) = [name for name in caches_of(page) if name.startswith(f"octavo:{ID}:")]
    port = int(home.split(":")[2].partition("/")[0])
    build_anew(folder)
    with served(folder, port):
        page.goto(home)
        expect(page.locator("h1")).to_have_text("Second build")
        until(page, WAITING)
        assert set(caches_of(page)) == {old, f"octavo:{ID}:second", "octavo:another-site:1"}
        page.goto(home + "about/index.html")
        for _ in range(40):  # a browser takes its time to let go of the page before
            page.wait_for_timeout(1500)
            if old not in caches_of(page):
                break
            page.reload()
        until(page, holds(home + "about/index.html"))
    held = caches_of(page)
    assert set(held) == {f"octavo:{ID}:second", "octavo:another-site:1"}
    assert {home + "index.html", home + article} <= set(held[f"octavo:{ID}:second"])
    for path in ("", article):
        page.goto(home + path)
        expect(page.locator("h1")).to_have_text("Second build")
    context.close()


def build_anew(folder: Path) -> None:
    """Another build of the same site: every heading says so."""
    for path in folder.rglob("*.html"):
        text = path.read_text("utf-8")
        path.write_text(
            re.sub(r"(<h1[^>]*>).*?</h1>", r"\1Second build</h1>", text, flags=re.S), "utf-8"
        )
    named = folder / "assets/build.js"
    named.write_text(re.sub(r'"version": "\w+"', '"version": "second"', named.read_text()))


def test_a_build_that_changes_while_it_is_taken_up_is_not_taken_up(
    chromium: Browser, folder: Path
) -> None:
    context = chromium.new_context()
    page = context.new_page()
    # The worker believes in a build that the server no longer holds.
    worker = folder / "sw.js"
    worker.write_text(worker.read_text().replace("octavoBuild.version;", '"an older one";'))
    worker.write_text(
        worker.read_text().replace("JSON.stringify(octavoBuild.version)", "'\"older\"'")
    )
    with served(folder) as home:
        page.goto(home)
        page.evaluate(
            """async () => {
                const script = octavo.script("sw.js");
                const { installing } = await navigator.serviceWorker.register(script);
                await new Promise((done) => {
                    installing.onstatechange = () => installing.state === "redundant" && done();
                });
            }"""
        )
        assert [name for name in caches_of(page) if name.startswith("octavo:")] == []
    context.close()


def test_from_disk_nothing_is_registered(context: BrowserContext, site: Path) -> None:
    page = context.new_page()
    page.goto(f"{site.as_uri()}/index.html")
    assert page.locator("link[rel=manifest]").count() == 0


def test_the_manifest_is_one_that_browsers_take(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(address)
    expect(page.locator("link[rel=manifest]")).to_have_count(1)
    session = context.new_cdp_session(page)
    found = session.send("Page.getAppManifest")
    assert found["errors"] == []
    assert '"start_url": "index.html"' in found["data"]
    icons = json.loads(found["data"])["icons"]
    assert [(one["sizes"], one.get("purpose")) for one in icons] == [
        ("any", None),
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    ]
    for icon in icons:
        size = "(src) => new Promise((done, failed) => { const own = new Image(); own.src = src;"
        size += " own.onload = () => done(own.naturalWidth + 'x' + own.naturalHeight);"
        size += " own.onerror = failed; })"
        drawn = page.evaluate(size, icon["src"])
        assert icon["sizes"] in ("any", drawn)


def test_a_page_that_was_not_kept_says_so_and_leads_back_to_itself(
    chromium: Browser, folder: Path
) -> None:
    context = chromium.new_context()
    page = context.new_page()
    with served(folder) as home:
        page.goto(home)
        until(page, HELD)
    port = int(home.split(":")[2].partition("/")[0])
    page.goto(home + "a/2024-july-update/index.html?x=1#copy")
    expect(page.locator("h1")).to_have_text("Reading offline")
    again = page.get_by_role("link", name="Try it again")
    expect(again).to_be_visible()
    with served(folder, port):
        again.click()
        expect(page.locator("h1")).to_have_text("Circuits Updates — July 2024")
        assert page.url.startswith(home + "a/2024-july-update/index.html?x=1")
        # Whoever makes an address up leads nobody out of the list.
        for made_up in ("https://example.org/", "../../other/", "//example.org", "%E0%A4%A"):
            page.goto(home + "offline/index.html#wanted=" + made_up)
            page.reload()
            expect(page.get_by_role("button", name="Keep the whole list")).to_be_visible()
            assert again.count() == 0 or str(again.evaluate("one => one.href")).startswith(home)
    context.close()


def test_the_whole_list_is_kept_and_stays_so_with_the_next_build(
    chromium: Browser, folder: Path
) -> None:
    context = chromium.new_context()
    page = context.new_page()
    pages = {path.relative_to(folder).as_posix() for path in folder.rglob("index.html")}
    copies = {path.relative_to(folder).as_posix() for path in folder.glob("search/*.js")}
    with served(folder) as home:
        page.goto(home)
        until(page, HELD)
        page.goto(home + "offline/index.html")
        expect(page.locator("#size")).to_have_text(re.compile(r"^\d\.\d MB$"))
        page.get_by_role("button", name="Keep the whole list").click()
        expect(page.locator("#kept")).to_be_visible()
        (held,) = caches_of(page).values()
        assert {home + path for path in pages | copies} <= set(held)
    for path in ("", "a/2021-framework/index.html", "tag/index.html"):
        page.goto(home + path)
        expect(page.locator("h1")).not_to_have_text("Reading offline")
    port = int(home.split(":")[2].partition("/")[0])
    build_anew(folder)
    added = folder / "a/later/index.html"
    added.parent.mkdir()
    added.write_bytes((folder / "about/index.html").read_bytes())
    named = folder / "assets/build.js"
    named.write_text(named.read_text().replace('"whole": [', '"whole": ["a/later/index.html",'))
    with served(folder, port):
        page.goto(home)
        until(page, WAITING)
        found = caches_of(page)[f"octavo:{ID}:second"]
        assert {home + path for path in (*pages, "a/later/index.html", "offline/whole")} <= set(
            found
        )
    context.close()


def test_where_not_everything_can_be_fetched_that_is_said(chromium: Browser, folder: Path) -> None:
    context = chromium.new_context()
    page = context.new_page()
    (folder / "about/index.html").unlink()
    with served(folder) as home:
        page.goto(home + "offline/index.html")
        until(page, HELD)
        page.get_by_role("button", name="Keep the whole list").click()
        expect(page.locator("#keep-failed")).to_be_visible()
        assert not page.evaluate(holds(home + "offline/whole"))
    context.close()


def test_a_long_list_is_not_kept_whole(chromium: Browser, folder: Path) -> None:
    named = folder / "assets/build.js"
    named.write_text(re.sub(r',\s*"whole": \[.*?\]', "", named.read_text(), flags=re.S))
    context = chromium.new_context()
    page = context.new_page()
    with served(folder) as home:
        page.goto(home + "offline/index.html")
        expect(page.locator(".state > p:visible")).to_contain_text(["too large"])
    context.close()


def test_from_disk_all_of_it_is_there(context: BrowserContext, site: Path) -> None:
    page = context.new_page()
    page.goto(f"{site.as_uri()}/offline/index.html")
    expect(page.locator(".state > p:visible")).to_contain_text(["from a disk"])
