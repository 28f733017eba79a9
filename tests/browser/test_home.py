"""The site where it is at home: with and without scripts, under its policy."""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, expect

from generator.build.pipeline import build
from tests.browser.conftest import CONTENT, WITHOUT_WORKERS, served, watched
from tests.loopback import loopback

ID = "transformer-circuits"


def test_without_scripts_everything_can_be_read_and_reached(chromium: Browser, home: str) -> None:
    with watched(chromium, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(home + "index.html")
        assert page.locator(".entry:visible").count() == 50
        for hidden in ("#q", "#find", "button.theme", ".tools"):
            assert not page.locator(hidden).is_visible(), hidden
        ways = {"kind/paper", "series", "author", "2025", "copies", "evidence/differences"}
        for way in ways:
            page.locator(f"a[href='{way}/index.html']").first.click()
            expect(page.locator("h1")).to_be_visible()
            page.go_back()
        page.goto(home + "copies/index.html")
        assert page.locator(".entry").count() == 2


def test_the_theme_is_the_systems_until_it_is_switched(chromium: Browser, home: str) -> None:
    paper = "getComputedStyle(document.body).backgroundColor"
    light, dark = "rgb(252, 252, 250)", "rgb(17, 22, 21)"
    with watched(chromium, color_scheme="dark") as context:
        page, other = context.new_page(), context.new_page()
        page.goto(home + "index.html")
        other.goto(home + "about/index.html")
        assert page.evaluate(paper) == dark
        page.get_by_role("button", name="Switch between light and dark").click()
        assert page.evaluate(paper) == light
        expect(other.locator("html")).to_have_attribute("data-theme", "light")
        expect(page.locator(".notice")).to_have_text("Always light")
        # The theme stands before anything is drawn: the script in the head has run by then.
        context.add_init_script(
            "document.addEventListener('readystatechange', () => {"
            " window.early = window.early || document.documentElement.dataset.theme })"
        )
        page.goto(home + "about/index.html")
        assert page.evaluate("window.early") == "light"


def test_the_theme_goes_round_from_the_systems_and_back(chromium: Browser, home: str) -> None:
    for system, other in (("dark", "light"), ("light", "dark")):
        with watched(chromium, color_scheme=system) as context:
            page = context.new_page()
            page.goto(home + "index.html")
            seen = []
            for said in (f"Always {other}", f"Always {system}", "Light or dark, as your system is"):
                page.keyboard.press("t")
                expect(page.locator(".notice")).to_have_text(said)
                seen.append(page.locator("html").get_attribute("data-theme"))
            assert seen == [other, system, None]
            page.reload()
            assert page.locator("html").get_attribute("data-theme") is None


def test_the_icon_of_old_is_there_too(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(address + "about/index.html")
    answer = page.request.get(address + "favicon.ico")
    assert answer.status == 200
    icon = page.locator("link[rel=icon]").first.evaluate("link => link.href")
    assert icon == address + "favicon.ico"
    size = page.evaluate(
        """url => new Promise((done, failed) => {
            const image = Object.assign(new Image(), { onerror: failed, src: url });
            image.onload = () => done([image.naturalWidth, image.naturalHeight]);
        })""",
        icon,
    )
    assert size[0] == size[1] >= 16


def test_names_stand_from_a_to_z_or_by_their_number(context: BrowserContext, home: str) -> None:
    page = context.new_page()
    page.goto(home + "author/index.html")
    names = page.locator(".names li")
    by_name = names.all_inner_texts()
    page.get_by_role("button", name="by number of articles").click()
    expect(page.get_by_role("button", name="by number")).to_have_attribute("aria-pressed", "true")
    counts = [int(str(one.get_attribute("data-count"))) for one in names.all()]
    assert counts == sorted(counts, reverse=True)
    assert len(set(counts)) > 1
    page.get_by_role("button", name="A–Z").click()
    expect(page.get_by_role("button", name="by number")).to_have_attribute("aria-pressed", "false")
    assert names.all_inner_texts() == by_name


def test_an_article_can_be_copied_as_a_link_and_as_a_citation(
    chromium: Browser, context: BrowserContext, address: str
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(address + "a/2022-toy-model/index.html?q=#copy")
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator(".notice")).to_have_text("The link is copied.")
    clipboard = "navigator.clipboard.readText()"
    assert page.evaluate(clipboard) == address + "a/2022-toy-model/index.html"
    page.get_by_role("button", name="Cite").click()
    expect(page.locator(".notice")).to_have_text("The citation is copied, as BibTeX.")
    assert page.evaluate(clipboard) == page.locator(".cite").inner_text()
    assert page.evaluate(clipboard).startswith("@")


def test_a_browser_that_does_not_let_copy_is_told_of(context: BrowserContext, home: str) -> None:
    # As where a site is served over plain HTTP by a name.
    context.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page = context.new_page()
    page.goto(home + "a/2022-toy-model/index.html")
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator(".notice")).to_have_text("Your browser does not let this page copy.")


def test_the_policy_stops_what_was_planted(chromium: Browser, site: Path, tmp_path: Path) -> None:
    folder = tmp_path / "planted"
    shutil.copytree(site, folder)
    page_file = folder / "index.html"
    planted = "<script>window.planted = 1</script><img src=x onerror='window.planted = 2'>"
    text = page_file.read_text("utf-8").replace("</main>", f"{planted}</main>")
    page_file.write_text(text, "utf-8")
    with served(folder) as url:
        for home in (url, f"{folder.as_uri()}/"):
            context = chromium.new_context()
            page = context.new_page()
            page.goto(home + "index.html")
            page.wait_for_load_state("networkidle")
            assert page.evaluate("window.planted") is None
            page.keyboard.press("t")
            expect(page.locator("html")).to_have_attribute("data-theme", "dark")
            for attempt in (
                "document.body.innerHTML = '<b>x</b>'",
                "document.createElement('script').src = 'assets/reader.js'",
                "octavo.script('https://example.org/x.js')",
                "octavo.script('assets/../../x.js')",
                "trustedTypes.createPolicy('other', {})",
            ):
                caught = page.evaluate(
                    f"(() => {{ try {{ {attempt}; }} catch (e) {{ return e.name }} }})()"
                )
                assert caught == "TypeError", attempt
            context.close()


def test_a_script_of_the_owners_sends_to_what_is_declared_alone(
    chromium: Browser, tmp_path: Path
) -> None:
    content = Path(shutil.copytree(CONTENT, tmp_path / "content"))
    with loopback() as declared, loopback() as other:
        settings = (content / "site.toml").read_text("utf-8")
        declaration = f'base_url = ""\nconnects_to = ["{declared.url}"]\n'
        changed = settings.replace('base_url = ""', declaration, 1)
        (content / "site.toml").write_text(changed, "utf-8")
        (content / "static/assets").mkdir(parents=True)
        (content / "static/assets/count.js").write_text(
            f'const sites = ["{declared.url}", "{other.url}"];\n'
            'const send = (site) => fetch(site + "/count", { mode: "no-cors" });\n'
            "window.counted = Promise.allSettled(sites.map(send));\n"
        )
        (content / "templates").mkdir()
        (content / "templates/_body-end.html").write_text(
            '<script src="{{ link("assets/count.js") }}"></script>'
        )
        build(content, tmp_path / "site")
        context = chromium.new_context(**WITHOUT_WORKERS)
        page = context.new_page()
        page.goto((tmp_path / "site/index.html").as_uri())
        sent = page.evaluate("async () => (await window.counted).map(({ status }) => status)")
        context.close()
        assert sent == ["fulfilled", "rejected"]
        assert (declared.paths, other.paths) == (["/count"], [])
