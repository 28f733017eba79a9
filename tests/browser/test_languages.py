"""A site in another language, as a reader meets it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from generator.build.pipeline import build
from generator.site import search
from tests.browser.conftest import served, watched
from tests.site.test_languages import in_language

# Title, day, summary.
ARTICLES = (
    ("東京都の水道水", "2026-05-03", "蛇口の水はどこから来るのか。"),
    ("京都の東にある水", "2026-04-02", "水源を歩く。"),
    ("ガス灯と街路", "2025-01-09", "長い話。" + "明かりのともる街路を歩く。" * 40),
)
SITE = '[site]\nid = "w"\ntitle = "水の本棚"\nlanguage = "ja"\n'
SOURCE = '[[source]]\nname = "list"\nreader = "list"\ntitle = "一覧"\nfetch_url = ""\n'


def make_site(folder: Path) -> Path:
    """A list of three articles in Japanese, built."""
    captures = folder / "content/captures/list"
    captures.mkdir(parents=True)
    (folder / "content/site.toml").write_text(f"{SITE}\n{SOURCE}", "utf-8")
    lines = ["title,url,date,abstract"]
    for number, (title, date, summary) in enumerate(ARTICLES):
        lines.append(f"{title},https://mizu.example/{number},{date},{summary}")
    (captures / "2026-06-01.csv").write_text("\n".join(lines) + "\n", "utf-8")
    build(folder / "content", folder / "site")
    return folder / "site"


@pytest.fixture(scope="module", params=[search.SCANNED, 0], ids=["few", "many"])
def address(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Where the site is: searched as few articles are, and as many are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "SCANNED", request.param)
        site = make_site(tmp_path_factory.mktemp("japanese"))
    with served(site) as home:
        yield home


WORDS = {
    "a part of a title": ("東京都", ["東京都の水道水"], "3件中1件"),
    "whose signs stand elsewhere in another order": ("京都の東", ["京都の東にある水"], "3件中1件"),
    "one sign": ("灯", ["ガス灯と街路"], "3件中1件"),
    "kana of any width": ("ｶﾞｽ", ["ガス灯と街路"], "3件中1件"),
    "a part of a summary": ("蛇口", ["東京都の水道水"], "3件中1件"),
    "signs that no text has together": ("都水", [], "すべてを含む記事はありません。"),
    "by the month": ("2026 4月", ["京都の東にある水"], "3件中1件"),
}


@pytest.fixture(scope="module")
def about(chromium: Browser, address: str) -> Iterator[Page]:
    """A page on which one question is asked after the other."""
    with watched(chromium) as context:
        page = context.new_page()
        page.goto(f"{address}about/index.html")
        yield page


@pytest.mark.parametrize(("words", "expected", "said"), WORDS.values(), ids=WORDS)
def test_japanese_is_found_by_any_part_of_a_sentence(
    about: Page, words: str, expected: list[str], said: str
) -> None:
    about.locator("#q").fill("")
    expect(about.locator(".found")).to_be_empty()
    about.locator("#q").fill(words)
    expect(about.locator(".found")).to_have_text(said)
    assert about.locator("#find .entry h2").all_inner_texts() == expected


def test_what_was_found_is_marked_where_it_stands(chromium: Browser, address: str) -> None:
    with watched(chromium) as context:
        page = context.new_page()
        page.goto(f"{address}about/index.html?q=東京都")
        expect(page.locator("#find .entry h2 mark")).to_have_text(["東京都"])


PAGES = ("index.html", "a/2024-harbours/index.html", "evidence/index.html", "about/index.html")


@pytest.mark.parametrize("language", ["de", pytest.param("fr", marks=pytest.mark.thorough), "ja"])
def test_long_words_are_no_wider_than_a_small_screen(
    chromium: Browser, tmp_path: Path, language: str
) -> None:
    site = in_language(tmp_path, language)
    with served(site) as home, watched(chromium, viewport={"width": 320, "height": 700}) as context:
        page = context.new_page()
        for path in PAGES:
            page.goto(home + path)
            page.locator("details").evaluate_all(
                "all => all.forEach((one) => { one.open = true; })"
            )
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
