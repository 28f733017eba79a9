"""What pages say of articles to machines: Zotero, Google Scholar, search engines."""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import parse_qs, urlencode

import hypothesis.strategies as st
import pytest
from bs4 import BeautifulSoup
from hypothesis import given

from generator.model import Article
from generator.site import Library
from generator.site.catalogue import make_catalogue
from generator.site.metadata import coins, highwire
from tests.site.sample_library import CONFIG, make_article, make_library

Site = dict[str, str]

HIGHWIRE: dict[str, tuple[Article, list[tuple[str, str]]]] = {
    "a paper is left to be taken for a journal’s article": (
        make_article("x", kind="paper", authors=("Ada Lindsey", "Bo Li"), tags=("a", "b")),
        [
            ("citation_title", "X"),
            ("citation_author", "Ada Lindsey"),
            ("citation_author", "Bo Li"),
            ("citation_publication_date", "2025/07"),
            ("citation_public_url", "https://example.org/x/"),
            ("citation_keywords", "a"),
            ("citation_keywords", "b"),
        ],
    ),
    "anything else is a post, and says where": (
        make_article("x", "2025-07-04"),
        [
            ("citation_title", "X"),
            ("citation_publication_date", "2025/07/04"),
            ("citation_public_url", "https://example.org/x/"),
            ("z:itemType", "blogPost"),
            ("z:publicationTitle", "example.org"),
        ],
    ),
    "et al. is no author": (
        make_article("x", None, title=None, url=None, kind="paper", authors=("Lindsey et al.",)),
        [("citation_author", "Lindsey")],
    ),
    "a range stands at its end": (
        make_article("x", "2020-03/2021-04", title=None, url=None, kind="paper"),
        [("citation_publication_date", "2021/04")],
    ),
    "what is not known is left out": (
        make_article("x", None, title=None, url=None, kind="paper"),
        [],
    ),
}


@pytest.mark.parametrize("case", HIGHWIRE)
def test_the_head_says_what_is_known(case: str) -> None:
    article, expected = HIGHWIRE[case]
    catalogue = make_catalogue(make_library(article))
    assert list(highwire(article, catalogue.kind(article), catalogue.host(article))) == expected


def metadata(page: BeautifulSoup) -> dict[str, str]:
    tags = page.select("meta[name^='citation'], meta[property], meta[name^='z:']")
    return {str(tag.get("name") or tag["property"]): str(tag["content"]) for tag in tags}


def test_an_articles_page_holds_it_all(site_with_address: Site) -> None:
    page = BeautifulSoup(site_with_address["a/paper/index.html"], "lxml")
    assert metadata(page) == {
        "citation_title": "A Paper on $k$-Sparse <Things> & “More”",
        "citation_author": "Bo Li",
        "citation_publication_date": "2025/07",
        "citation_public_url": "https://example.org/paper/",
        "citation_keywords": "C++",
        "og:url": "https://me.example/list/a/paper/index.html",
        "og:site_name": "A Sample & Its <Thread>",
        "og:type": "article",
        "og:title": "A Paper on $k$-Sparse <Things> & “More” · A Sample & Its <Thread>",
        "og:description": "It says something & proves it.",
    }
    [script] = page.select("script[type='application/ld+json']")
    assert json.loads(script.text) == {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "headline": "A Paper on $k$-Sparse <Things> & “More”",
        "author": [{"name": "Ada Lindsey"}, {"name": "Bo Li"}],
        "datePublished": "2025-07",
        "url": "https://example.org/paper/",
        "mainEntityOfPage": "https://me.example/list/a/paper/index.html",
        "description": "It says something & proves it.",
    }


def test_a_title_cannot_end_the_script_that_holds_it(rendered: Callable[[Library], Site]) -> None:
    title = "</script><script>alert(1)</script><!-- & "
    site = rendered(make_library(make_article("x", title=title)))
    page = BeautifulSoup(site["a/x/index.html"], "lxml")
    [script] = page.select("script[type='application/ld+json']")
    assert json.loads(script.text)["headline"] == title
    assert len(page.select("script:not([src])")) == 1


def test_a_context_object_says_what_is_known() -> None:
    article = make_article("x", "2020-03/2021-04", title="A & B = “C” +1", authors=("Li et al.",))
    assert parse_qs(coins(article, CONFIG.kind("note")), strict_parsing=True) == {
        "ctx_ver": ["Z39.88-2004"],
        "rft_val_fmt": ["info:ofi/fmt:kev:mtx:dc"],
        "rft.type": ["blogPost"],
        "rft.title": ["A & B = “C” +1"],
        "rft.creator": ["Li"],
        "rft.date": ["2021-04"],
        "rft_id": ["https://example.org/x/"],
    }


@given(st.text(st.sampled_from("ab0 +%&=#?:/._~-'é\u4e00\n")))
def test_a_value_of_a_context_object_is_encoded_as_a_form_is(title: str) -> None:
    encoded = coins(make_article("x", title=title, url=None), CONFIG.kind("note"))
    expected = urlencode([("rft.title", title)], safe=":/") if title else ""
    assert encoded.partition("&rft.title=")[2] == expected.removeprefix("rft.title=")


def test_lists_hold_context_objects_and_articles_pages_do_not(site: Site) -> None:
    for path, text in site.items():
        if path.endswith(".html"):
            page = BeautifulSoup(text, "lxml")
            expected = 0 if path.startswith("a/") else len(page.select(".entry"))
            assert len(page.select("span.Z3988[title]")) == expected, path
