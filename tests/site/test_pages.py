"""All pages together: which there are, and what holds for every one of them."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from msgspec.structs import replace

from generator.config.records import Source
from generator.model.articles import Article, Change, DateEvidence, DateRule
from generator.model.pages import Page
from generator.model.record import PartialDate
from generator.resources import static_folder
from generator.site import Library
from generator.site.catalogue import make_catalogue
from generator.site.pages import (
    PAGE_KINDS,
    NavigationItem,
    about,
    is_listed,
    page_batches,
    shared_data,
)
from generator.site.paths import (
    copy_path,
    copy_text_path,
    date_path,
    month_anchor,
    named_paths,
    year_anchor,
)
from generator.site.sitemaps import sitemaps
from tests.site.rendering import all_pages
from tests.site.sample_library import (
    CONFIG,
    FULL_PREVIEW,
    PAPER,
    REST,
    SAMPLE,
    make_article,
    make_library,
    make_statement,
)

BASE = "https://me.example/list/"

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
    "base-uri 'none'; form-action 'none'; "
    "require-trusted-types-for 'script'; trusted-types octavo"
)
STATIC = {
    path.relative_to(static_folder()).as_posix()
    for path in static_folder().rglob("*")
    if path.is_file()
}


def html_of(site: dict[str, str]) -> set[str]:
    """The pages for people; bookmarks.html is for browsers to import."""
    return {path for path in site if path.endswith(".html")} - {"bookmarks.html"}


def pages_of(site: dict[str, str]) -> dict[str, BeautifulSoup]:
    return {path: BeautifulSoup(site[path], "lxml") for path in sorted(html_of(site))}


@pytest.fixture(scope="module")
def pages(site: dict[str, str]) -> dict[str, BeautifulSoup]:
    """The pages of the sample library, parsed."""
    return pages_of(site)


def links_of(page: BeautifulSoup) -> list[str]:
    tags = page.select("a, link, script[src], img")
    return [str(tag.get("href") or tag.get("src")) for tag in tags]


OLD_EVIDENCE = ("sources/index.html", "conflicts/index.html", "mentions/index.html")


def test_a_site_has_these_files(rendered: Callable[[Library], dict[str, str]]) -> None:
    article = make_article(
        "x", "2025-07", authors=("Lindsey", "Lindsey et al."), tags=("Some tag",), kind="paper"
    )
    assert set(rendered(make_library(article))) == {
        *("index.html", "2025/index.html", "2025/07/index.html", "a/x/index.html"),
        *("kind/index.html", "kind/update/index.html", "kind/paper/index.html"),
        *("kind/note/index.html", "kind/unused/index.html", "kind/paper/feed.xml"),
        *("articles.csv", "list.md", "evidence/source/feed/feed.xml", "feeds/index.html"),
        *("series/index.html", "series/updates/index.html"),
        *("tag/index.html", "tag/some-tag/index.html"),
        *("author/index.html", "author/lindsey/index.html", "author/lindsey-et-al/index.html"),
        *("copies/index.html", "assets/words.js", "search/2025.js", "search/index.js"),
        *("search/cite-2025.js",),
        *("manifest.webmanifest", "offline/index.html"),
        *("evidence/index.html", "evidence/differences/index.html"),
        *("evidence/named/index.html", *OLD_EVIDENCE),
        *("about/index.html", "404.html", "feed.xml", "feed.json", "articles.json"),
        *("library.bib", "library.ris", "library.json", "bookmarks.html", "sources.opml"),
        *("robots.txt", ".nojekyll"),
    }


def test_names_with_the_same_slug_carry_their_hash() -> None:
    paths = named_paths("tag", ["C", "C++", "b", "שלום"])
    assert list(paths.values()) == [
        "tag/c-6b23c0d5f35d/index.html",
        "tag/c-f1deb75fa21d/index.html",
        "tag/b/index.html",
        "tag/b7ac0398ef74/index.html",
    ]


def test_a_name_that_looks_like_another_with_its_hash_has_a_page_of_its_own() -> None:
    names = ["C", "C++", "C f1deb75fa21d"]
    assert named_paths("tag", names) == {
        "C": "tag/c-6b23c0d5f35d/index.html",
        "C++": "tag/c--f1deb75fa21d/index.html",
        "C f1deb75fa21d": "tag/c-f1deb75fa21d/index.html",
    }


PLACES: dict[str, tuple[Callable[..., str], tuple[Any, ...], str]] = {
    "an article without a date": (date_path, (None,), "index.html#undated"),
    "one of a year": (date_path, (PartialDate(year=2025),), "2025/index.html"),
    "one of a month": (date_path, (PartialDate(year=2025, month=7),), "2025/07/index.html"),
    "a copy": (copy_path, (PAPER,), "a/paper/index.html#copy"),
    "the text of a copy, for the search": (copy_text_path, (PAPER,), "search/c-id-paper.js"),
    "a year in a timeline": (year_anchor, (2025,), "y2025"),
    "a month in it": (month_anchor, (2025, 7), "m2025-07"),
    "the month that is unknown": (month_anchor, (2025, None), "m2025-00"),
}


@pytest.mark.parametrize(("path_of", "what", "expected"), PLACES.values(), ids=PLACES)
def test_what_others_link_to_stands_where_it_stood(
    path_of: Callable[..., str], what: tuple[Any, ...], expected: str
) -> None:
    assert path_of(*what) == expected


def test_the_same_library_gives_the_same_bytes(
    site: dict[str, str], rendered: Callable[[Library], dict[str, str]]
) -> None:
    assert rendered(SAMPLE) == site


@pytest.mark.slow
def test_every_internal_link_is_relative_and_resolves(
    site: dict[str, str], pages: dict[str, BeautifulSoup]
) -> None:
    anchors = {path: {tag["id"] for tag in page.find_all(id=True)} for path, page in pages.items()}
    for path, page in pages.items():
        for link in links_of(page):
            if "://" in link or link.startswith("data:"):
                continue
            target, _, anchor = link.partition("#")
            resolved = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
            resolved = resolved if target else path
            assert resolved in site.keys() | STATIC, f"{path} links to {link}"
            assert not anchor or anchor in anchors[resolved], f"{path} links to {link}"


def test_every_page_has_one_h1_its_landmarks_and_the_policy(
    pages: dict[str, BeautifulSoup],
) -> None:
    for path, page in pages.items():
        assert len(page.find_all("h1")) == 1, path
        assert [len(page.find_all(name)) for name in ("main", "footer")] == [1, 1], path
        assert page.select_one("body > a.skip[href='#main']"), path
        policy = page.find("meta", {"http-equiv": "Content-Security-Policy"})
        assert isinstance(policy, Tag), path
        assert policy["content"] == POLICY, path
        of_its_own = {"series": 1, "kind": 1}.get(path.split("/")[0], 0)
        if path in ("kind/index.html", "series/index.html", "kind/unused/index.html"):
            of_its_own = 0
        if path == "evidence/index.html":
            of_its_own = 2
        # What becomes of the list is announced on lists.
        common = 2 if page.select_one("article.work") else 3
        assert len(page.select("head link[rel=alternate]")) == common + of_its_own, path
        ids = [tag["id"] for tag in page.find_all(id=True)]
        assert len(ids) == len(set(ids)), path


def test_headings_skip_no_level(pages: dict[str, BeautifulSoup]) -> None:
    for path, page in pages.items():
        levels = [int(tag.name[1]) for tag in page.select("main :is(h1, h2, h3, h4, h5)")]
        steps = [later - level for level, later in pairwise(levels)]
        assert max(steps, default=0) <= 1, f"{path}: {levels}"


def test_no_page_holds_what_the_policy_forbids(pages: dict[str, BeautifulSoup]) -> None:
    for path, page in pages.items():
        for tag in page.find_all(True):
            inline = [name for name in tag.attrs if name == "style" or name.startswith("on")]
            assert not inline, f"{path}: {tag.name} {inline}"
        assert not page.select("style"), path
        scripts = page.select("script:not([type='application/ld+json'])")
        assert all(tag.get("src") for tag in scripts), path


def test_text_is_never_taken_for_markup(pages: dict[str, BeautifulSoup]) -> None:
    for path, page in pages.items():
        for name in ("things", "thread", "point", "good", "here"):
            assert not page.find(name), f"{path}: <{name}>"


def test_without_a_base_url_nothing_names_an_address_of_ours(
    site: dict[str, str], pages: dict[str, BeautifulSoup]
) -> None:
    assert "sitemap.xml" not in site
    assert site["robots.txt"] == "User-agent: *\nAllow: /\n"
    for path, page in pages.items():
        assert not page.select("link[rel=canonical], meta[property^='og:']"), path


@pytest.mark.slow
def test_with_a_base_url_every_page_names_its_address(site_with_address: dict[str, str]) -> None:
    base = "https://me.example/list/"
    pages = pages_of(site_with_address)
    unlisted = {path for path, page in pages.items() if page.select("meta[name=robots]")}
    assert unlisted == {
        *(f"a/{slug}/index.html" for slug in ("moved-away", "only-mentioned", "hidden")),
        *OLD_EVIDENCE,
    }
    for path, page in pages.items():
        found = [tag["href"] for tag in page.select("link[rel=canonical]")]
        assert found == ([] if path == "404.html" or path in unlisted else [base + path])
    assert site_with_address["robots.txt"].endswith(f"Sitemap: {base}sitemap.xml\n")
    sitemap = BeautifulSoup(site_with_address["sitemap.xml"], "xml")
    html = html_of(site_with_address) - {"404.html"} - unlisted
    assert {tag.text for tag in sitemap.find_all("loc")} == {base + path for path in html}


def test_the_sitemap_says_when_the_data_of_an_article_and_of_lists_last_changed(
    rendered: Callable[[Library], dict[str, str]],
) -> None:
    april = PartialDate(year=2026, month=4, day=5)
    corrected = Change(
        kind="corrected",
        date=april,
        time="031754",
        capture="captures/feed/1.xml",
        article="id-b",
        label="B",
        url=None,
        field="title",
        value="B",
        was="A",
    )
    library = make_library(
        make_article("a", "2025-07", added=PartialDate(year=2026, month=3), tags=("x", "y")),
        make_article("b", "2025-06", added=PartialDate(year=2026, month=3, day=2), tags=("x",)),
        make_article("c", "2024", updated="2026-05-01T10:00:00Z", added=april, authors=("Ann",)),
        make_article("d", None, kind="paper"),
        base_url="https://me.example/list/",
        data_as_of=PartialDate(year=2026, month=5),
        changes=(corrected,),
    )
    sitemap = BeautifulSoup(rendered(library)["sitemap.xml"], "xml")
    found = {
        url.loc.text.removeprefix("https://me.example/list/"): url.lastmod.text
        for url in sitemap.select("url")
        if url.loc and url.lastmod
    }
    assert found == {
        "index.html": "2026-05",
        "new/index.html": "2026-05",
        "evidence/index.html": "2026-05",
        "2025/index.html": "2026-04-05",
        "2025/07/index.html": "2026-03",
        "2025/06/index.html": "2026-04-05",
        "2024/index.html": "2026-05-01",
        "a/a/index.html": "2026-03",
        "a/b/index.html": "2026-04-05",
        "a/c/index.html": "2026-05-01",
        "kind/note/index.html": "2026-05-01",
        "kind/index.html": "2026-05-01",
        "series/index.html": "2026-05-01",
        "tag/x/index.html": "2026-04-05",
        "tag/y/index.html": "2026-03",
        "tag/index.html": "2026-05-01",
        "author/ann/index.html": "2026-05-01",
        "author/index.html": "2026-05-01",
    }


@pytest.mark.parametrize(("count", "names"), [(50_000, []), (50_001, ["1", "2"])])
def test_a_sitemap_that_is_too_long_is_several_and_an_index_of_them(
    count: int, names: list[str]
) -> None:
    listed = [f"{number}/index.html" for number in range(count)]
    paths = [f"sitemap-{name}.xml" for name in names] or ["sitemap.xml"]
    parts = [listed[:50_000], listed[50_000:]]
    index = Page(path="sitemap.xml", template="sitemap-index.xml", inputs={"sitemaps": paths})
    assert list(sitemaps(make_catalogue(make_library()), listed)) == [
        *([index] if names else []),
        *(
            Page(
                path=path,
                template="sitemap.xml",
                inputs={"listed": [(page, None) for page in part]},
            )
            for path, part in zip(paths, parts, strict=False)
        ),
    ]


def test_the_sitemap_says_when_each_year_of_a_long_list_last_changed() -> None:
    march, april = PartialDate(year=2026, month=3), PartialDate(year=2026, month=4)
    both = (make_statement("feed"), make_statement("other"))
    articles = (
        *(make_article(f"a{n:04}", "2025-07", statements=both) for n in range(1499)),
        make_article("b", "2024-07", added=march, preview=FULL_PREVIEW, statements=both),
        make_article("c", None, added=april, statements=both[:1]),
    )
    other = Source(name="other", reader="feed", title="another", url="https://other.example/")
    catalogue = make_catalogue(make_library(*articles, sources=(*CONFIG.sources, other)))
    listed = (
        *("undated/index.html", "kind/note/index.html", "kind/note/2025/index.html"),
        *("kind/note/2024/index.html", "kind/note/undated/index.html", "copies/index.html"),
        *("evidence/source/feed/2024/index.html", "evidence/source/other/index.html"),
        *("evidence/source/other/2024/index.html", "about/index.html"),
    )
    (page,) = sitemaps(catalogue, list(listed))
    assert page.inputs["listed"] == list(
        zip(
            listed,
            (
                *("2026-04", "2026-04", "", "2026-03", "2026-04", "2026-03"),
                *("2026-03", "2026-03", None, None),
            ),
            strict=True,
        )
    )


def test_pages_that_are_made_in_batches_are_all_but_the_last() -> None:
    library = make_library(*(make_article(f"a{n:03}") for n in range(201)), base_url=BASE, **REST)
    catalogue = make_catalogue(library)
    made = [found for batch in page_batches(catalogue) for found in batch()]
    paths = [page.path for _, page in sorted(made, key=lambda one: one[0])]
    assert paths == [page.path for kind in PAGE_KINDS for page in kind(catalogue)]
    assert [page.path for page in all_pages(library)] == [*paths, "sitemap.xml", "robots.txt"]


LISTED: dict[str, tuple[Page, bool]] = {
    "a page": (Page(path="about/index.html", template="about.html"), True),
    "a page that leads on": (Page(path="a/b/index.html", template="forward.html"), False),
    "what a server shows for no page": (Page(path="404.html", template="404.html"), False),
    "a feed": (Page(path="feed.xml", template="feed.xml"), False),
    "a file of data": (Page(path="articles.json"), False),
}


@pytest.mark.parametrize(("page", "expected"), LISTED.values(), ids=LISTED)
def test_the_sitemap_lists_what_is_to_be_read(page: Page, expected: bool) -> None:
    assert is_listed(page) is expected


def test_the_page_for_no_address_is_found_from_any_depth(site_with_address: dict[str, str]) -> None:
    page = BeautifulSoup(site_with_address["404.html"], "lxml")
    assert all(link.startswith(("https://me.example/list/", "#")) for link in links_of(page))


FORWARDS = {
    "moved-away": ("../../a/paper/index.html", PAPER.label),
    "only-mentioned": ("../../evidence/named/index.html", "Named, but not on the list"),
    "hidden": ("../../index.html", "Timeline"),
}


@pytest.mark.parametrize(("slug", "expected"), FORWARDS.items(), ids=FORWARDS)
def test_a_permalink_that_is_gone_leads_on(
    slug: str, expected: tuple[str, str], pages: dict[str, BeautifulSoup]
) -> None:
    page = pages[f"a/{slug}/index.html"]
    refresh, robots = page.select("meta[http-equiv=refresh], meta[name=robots]")[::-1]
    assert (refresh["content"], robots["content"]) == (f"0; url={expected[0]}", "noindex")
    (link,) = page.select("main a.go")
    assert (link["href"], link.text) == expected


@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("sources/index.html", "../evidence/index.html"),
        ("conflicts/index.html", "../evidence/differences/index.html"),
        ("mentions/index.html", "../evidence/named/index.html"),
    ],
)
def test_where_the_evidence_stood_before_leads_on(
    path: str, to: str, pages: dict[str, BeautifulSoup]
) -> None:
    (refresh,) = pages[path].select("meta[http-equiv=refresh]")
    (link,) = pages[path].select("main a.go")
    assert (refresh["content"], link["href"], link.text) == (f"0; url={to}", to, "Evidence")


def test_the_bar_names_only_what_there_is(
    pages: dict[str, BeautifulSoup], rendered: Callable[[Library], dict[str, str]]
) -> None:
    def bar(page: BeautifulSoup) -> list[str]:
        return [link.text for link in page.select(".bar nav a")]

    bare = BeautifulSoup(rendered(make_library(make_article("x")))["index.html"], "lxml")
    everything = ["Timeline", "Papers", "Series", "Authors", "Tags", "Map", "About"]
    assert (bar(pages["index.html"]), bar(bare)) == (everything, ["Timeline", "About"])


def test_every_page_knows_what_there_is_in_the_list() -> None:
    kept = make_article(
        "a", kind="paper", preview=FULL_PREVIEW, added=PartialDate(year=2026, month=3)
    )
    emptied = replace(FULL_PREVIEW, body=None)
    bare = make_article("b", "2024-07", kind="paper", preview=emptied)
    later = make_article("c", "2023-07", kind="paper", added=PartialDate(year=2026, month=4))

    def shared(*articles: Article, **library: Any) -> dict[str, Any]:
        return shared_data(make_catalogue(make_library(*articles, **library)))

    home, about = (
        NavigationItem(path=f"{folder}index.html", string=string)
        for folder, string in (("", "timeline"), ("about/", "about"))
    )
    series = NavigationItem(path="series/index.html", string="series")
    unread = ("tag/index.html", "author/index.html", "map/index.html")
    evidence = ("evidence/differences/index.html", "evidence/named/index.html")
    assert shared(kept, bare, later, data_as_of=PartialDate(year=2026)) == {
        "site": CONFIG.site,
        "navigation": (home, about),
        "data_as_of": PartialDate(year=2026),
        "has_opml": True,
        "has_feeds": True,
        "has_added": True,
        "newest_added": "2026-04",
        "has_changes": True,
        "picture": None,
        "empty": [*unread, *evidence],
    }
    alone = shared(bare, make_article("u", None, kind="update", series="updates"))
    papers = NavigationItem(path="kind/paper/index.html", name="Papers")
    assert alone == {
        "site": CONFIG.site,
        "navigation": (home, papers, series, about),
        "data_as_of": None,
        "has_opml": True,
        "has_feeds": True,
        "has_added": False,
        "newest_added": "",
        "has_changes": False,
        "picture": None,
        "empty": [*unread, "copies/index.html", "evidence/named/index.html"],
    }


def test_about_says_how_many_dates_are_known_by_each_rule_that_is_used() -> None:
    rules: tuple[DateRule, ...] = ("year", "index", "year", "not stated")
    articles = [
        make_article(f"a{n}", date_evidence=DateEvidence(rule=rule)) for n, rule in enumerate(rules)
    ]
    catalogue = make_catalogue(make_library(*articles, **REST))
    (page,) = about(catalogue)
    (quote,) = REST["quotes"]
    assert page == Page(
        path="about/index.html",
        template="about.html",
        inputs={
            "about_html": "<p>My own <em>words</em>.</p>",
            "quotes": [(quote, "the index page", PartialDate(year=2024, month=3))],
            "date_rules": [("index", 1), ("year", 2), ("not stated", 1)],
            "kinds": catalogue.kinds,
        },
    )


def test_an_empty_library_makes_a_site(rendered: Callable[[Library], dict[str, str]]) -> None:
    site = rendered(make_library())
    assert "feed.xml" not in site
    assert "No article here yet." in site["index.html"]


def test_a_repeated_month_is_hidden_from_the_eye_only(site: dict[str, str]) -> None:
    page = BeautifulSoup(site["index.html"], "lxml")
    heading = page.select_one("[data-id=id-july-update] h4")
    assert heading is not None
    assert heading.text == "Updates — July 2025"
    hidden = heading.select_one(".vh")
    assert hidden is not None
    assert hidden.text == " — July 2025"


def test_the_chart_leads_to_every_month(site: dict[str, str]) -> None:
    page = BeautifulSoup(site["index.html"], "lxml")
    titles = [tag.text for tag in page.select(".chart svg a > title")]
    assert titles == [
        "April 2021: 1 article",
        "2022, month unknown: 1 article",
        "November 2022: 1 article",
        "December 2022: 1 article",
        "January 2023: 1 article",
        "February 2023: 1 article",
        "May 2024: 2 articles",
        "2025, month unknown: 1 article",
        "July 2025: 3 articles",
    ]


@pytest.mark.slow
def test_pages_of_the_evidence_lead_to_each_other_only_where_there_are_several(
    site: dict[str, str], rendered: Callable[[Library], dict[str, str]]
) -> None:
    alone = pages_of(rendered(make_library(make_article("x", "2025-07"))))
    assert alone["evidence/index.html"].select("nav.tabs") == []
    [tabs] = pages_of(site)["evidence/index.html"].select("nav.tabs")
    assert len(tabs.select("li")) > 1
