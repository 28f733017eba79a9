"""Ten thousand articles: what is long is split, and nothing gets lost by it."""

from __future__ import annotations

import gzip
import posixpath
import random
from collections import Counter

import pytest
from bs4 import BeautifulSoup
from lxml.html import HtmlElement, document_fromstring

from generator.model.articles import Article, Conflict
from generator.model.pages import Page
from generator.site import timeline as split
from generator.site.paths import sitemap_path
from generator.site.sitemaps import SITEMAP_LIMIT
from tests.site.rendering import Site, render_library, site_of
from tests.site.sample_library import make_article, make_library

pytestmark = [pytest.mark.slow, pytest.mark.thorough]
COUNT = 10_000
HEAVIEST = 200 * 1024


def random_text(rng: random.Random, words: int) -> str:
    """Text that packs no better than prose does."""
    letters = "etaoinshrdlu"
    return " ".join("".join(rng.choices(letters, k=rng.randint(2, 9))) for _ in range(words))


def make_many() -> list[Article]:
    rng = random.Random(4)
    articles = []
    for number in range(COUNT):
        year, month = 2026 - number % 10, number // 10 % 12 + 1
        date = (
            None if number % 40 == 3 else f"{year}" if number % 20 == 7 else f"{year}-{month:02d}"
        )
        conflict = Conflict(field="date", source="feed", value="2001", raw="2001", rule="trust")
        articles.append(
            make_article(
                f"a-{number:05d}",
                None if number % 40 == 3 else date,
                title=random_text(rng, 7).capitalize(),
                authors=(random_text(rng, 2).title(), "Everybody"),
                summary=random_text(rng, 24),
                kind=("paper", "note", "note", "update")[number % 4],
                series="updates" if number % 4 == 3 else None,
                tags=("all",),
                conflicts=(conflict,) if number % 4 == 1 else (),
            )
        )
    return articles


def is_list(page: Page) -> bool:
    """Pages of articles and of single authors are left out: there are too many for a test."""
    alone = page.path.startswith("author/") and page.path.count("/") > 1
    alone = alone and "everybody" not in page.path
    is_html = (page.template or "").endswith(".html")
    return is_html and not page.path.startswith("a/") and not alone


@pytest.fixture(scope="module")
def many() -> list[Article]:
    """The articles."""
    return make_many()


@pytest.fixture(scope="module")
def site(many: list[Article]) -> Site:
    """The lists of their site."""
    files = render_library(make_library(*many), only=is_list)
    return {file.path: file.data.decode() for file in files}


@pytest.fixture(scope="module")
def pages(site: Site) -> dict[str, HtmlElement]:
    """The same, parsed; by lxml alone, for time's sake."""
    return {path: document_fromstring(text) for path, text in site.items()}


def test_no_list_is_heavier_than_200_kb(site: Site) -> None:
    sizes = {path: len(gzip.compress(text.encode(), 6)) for path, text in site.items()}
    assert {path: size for path, size in sizes.items() if size > HEAVIEST} == {}


LISTS = {
    "the timeline": ("index.html", ("2", "undated/")),
    "a kind": ("kind/note/index.html", ("kind/note/",)),
    "a tag": ("tag/all/index.html", ("tag/all/",)),
    "a byline": ("author/everybody/index.html", ("author/everybody/",)),
    "what one source alone lists": ("evidence/source/feed/index.html", ("evidence/source/feed/",)),
}


@pytest.mark.parametrize("case", LISTS)
def test_every_article_stands_on_a_year_s_page(
    case: str, pages: dict[str, HtmlElement], many: list[Article]
) -> None:
    first, prefixes = LISTS[case]
    expected = {a.id for a in many if "note" not in first or a.kind == "note"}
    found: Counter[str] = Counter()
    for path, page in pages.items():
        is_part = (
            path != first
            and path.startswith(prefixes)
            and path.count("/") == (first.count("/") + 1)
        )
        if is_part:
            found.update(page.xpath("//li/@data-id"))
    assert found == Counter(expected)
    shown = len(pages[first].xpath("//li/@data-id"))
    assert 0 < shown <= split.FIRST


def test_the_conflicts_are_all_on_their_years_pages(pages: dict[str, HtmlElement]) -> None:
    rows = [
        len(page.xpath("//table[@class='voices']/tbody/tr"))
        for path, page in pages.items()
        if path.startswith("evidence/differences/")
    ]
    assert sum(rows) == COUNT / 4
    assert (
        len(pages["evidence/differences/vague/index.html"].xpath("//li/@data-id")) == COUNT / 40 * 3
    )


def test_the_links_of_every_list_resolve(pages: dict[str, HtmlElement]) -> None:
    ids = {path: set(page.xpath("//@id")) for path, page in pages.items()}
    for path, page in pages.items():
        for link in set(page.xpath("//main//a/@href")):
            if "://" in link:
                continue
            target, _, anchor = link.partition("#")
            resolved = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
            resolved = resolved if target else path
            if resolved in pages:
                assert not anchor or anchor in ids[resolved], f"{path} links to {link}"
            else:
                known = resolved.startswith(("a/", "author/", "feed.", "added.", "changes."))
                known = known or resolved.endswith("/feed.xml")
                assert known, f"{path} links to {link}"


def test_a_long_sitemap_is_several_with_an_index(monkeypatch: pytest.MonkeyPatch) -> None:
    assert SITEMAP_LIMIT == 50_000
    monkeypatch.setattr("generator.site.sitemaps.SITEMAP_LIMIT", 10)
    library = make_library(make_article("x"), base_url="https://me.example/list/")
    site = site_of(library)
    index = BeautifulSoup(site["sitemap.xml"], "xml")
    names = [tag.text for tag in index.select("sitemapindex > sitemap > loc")]
    assert names == [f"https://me.example/list/{sitemap_path(n)}" for n in (1, 2)]
    listed = [
        tag.text
        for n in (1, 2)
        for tag in BeautifulSoup(site[sitemap_path(n)], "xml").select("urlset > url > loc")
    ]
    html = {path for path, text in site.items() if path.endswith(".html") and "noindex" not in text}
    html -= {"404.html", "bookmarks.html"}
    assert sorted(listed) == sorted(f"https://me.example/list/{path}" for path in html)
