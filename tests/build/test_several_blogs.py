"""A list of several blogs says of each article whose it is; navigation leads to what there is."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup, Tag

from generator.build.pipeline import build
from tests.making_feeds import DATES, SITE, content, item, rss

ANN = rss(
    item("On attention", "https://ann.example/1", date=DATES[0]),
    item("On memory", "https://ann.example/2", date=DATES[2]),
)
BO = rss(
    item("On bread", "https://bo.example/1", date=DATES[1]),
    item("On attention, as Ann has it", "https://ann.example/1", date=DATES[0]),
)
INDEX = (
    '<html><body><h2>January 2024</h2><ul><li><a href="https://ann.example/1">On attention</a></li>'
    '<li><a href="https://ann.example/0">On nothing</a></li></ul></body></html>'
)


def source(name: str, title: str, reader: str = "feed", more: str = "") -> str:
    return f'[[source]]\nname = "{name}"\ntitle = "{title}"\nreader = "{reader}"\n{more}\n'


HOME = 'url = "https://ann.example/"\nfetch_url = "https://ann.example/feed.xml"'
PLANET = SITE + source("ann", "Ann’s Blog", more=HOME) + source("bo", "Bo")


def built(folder: Path, site: str, captures: dict[str, str | bytes]) -> Path:
    build(content(folder / "content", captures, site=site), folder / "_site")
    return folder / "_site"


@pytest.fixture
def planet(tmp_path: Path) -> Path:
    return built(tmp_path, PLANET, {"ann/2024-06-01.xml": ANN, "bo/2024-06-01.xml": BO})


def page(site: Path, path: str) -> BeautifulSoup:
    return BeautifulSoup((site / path).read_text("utf-8"), "lxml")


def rows(found: BeautifulSoup) -> list[tuple[str, str]]:
    """The title of each row, and whose it says the article is."""
    return [
        (" ".join(row.select_one("h3, h4").text.split()), blog.text if blog else "")  # type: ignore[union-attr]
        for row in found.select("main .timeline .entry")
        for blog in [row.select_one(".side .blog")]
    ]


def links(found: BeautifulSoup | Tag, selector: str) -> list[str]:
    return [" ".join(link.text.split()) for link in found.select(f"{selector} a")]


@pytest.mark.slow
def test_each_row_names_the_most_trusted_blog_that_lists_the_article(planet: Path) -> None:
    assert rows(page(planet, "index.html")) == [
        ("On memory", "Ann’s Blog"),
        ("On bread", "Bo"),
        ("On attention", "Ann’s Blog"),
    ]


@pytest.mark.slow
def test_each_blog_has_a_page_of_all_that_it_lists(planet: Path) -> None:
    found = page(planet, "evidence/source/bo/index.html")
    heading = found.select_one("main h1")
    assert heading is not None
    assert heading.text == "Bo"
    assert [title for title, _ in rows(found)] == ["On bread", "On attention"]


@pytest.mark.slow
def test_the_sources_page_and_each_article_lead_to_the_page_of_a_blog(planet: Path) -> None:
    sources = page(planet, "evidence/index.html")
    assert [a["href"] for a in sources.select(".source a[href^='../evidence/'][href$=html]")] == [
        "../evidence/source/ann/index.html",
        "../evidence/source/bo/index.html",
    ]
    article = page(planet, "a/1/index.html")
    places = [a["href"] for a in article.select(".placed a")]
    assert "../../evidence/source/ann/index.html" in places


ONE = {
    "one feed": (source("ann", "Ann"), {"ann/2024-06-01.xml": ANN}),
    "an index and a feed of one blog": (
        source("page", "Index", "index", 'url = "https://ann.example/"')
        + source("ann", "Ann", more='url = "https://ann.example/feed.xml"'),
        {"page/2024-06-01.html": INDEX, "ann/2024-06-01.xml": ANN},
    ),
    "an index and a feed of an unknown address": (
        source("page", "Index", "index", 'url = "https://ann.example/"') + source("ann", "Ann"),
        {"page/2024-06-01.html": INDEX, "ann/2024-06-01.xml": ANN},
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize(("tables", "captures"), ONE.values(), ids=ONE)
def test_a_list_of_one_blog_does_not_name_it_again(
    tmp_path: Path, tables: str, captures: dict[str, str | bytes]
) -> None:
    site = built(tmp_path, SITE + tables, captures)
    assert {blog for _, blog in rows(page(site, "index.html"))} == {""}
    assert not (site / "evidence/source/ann/index.html").exists()


@pytest.mark.slow
def test_the_owner_says_that_it_is_one_blog_or_several(tmp_path: Path) -> None:
    captures: dict[str, str | bytes] = {"ann/2024-06-01.xml": ANN, "bo/2024-06-01.xml": BO}
    one = PLANET.replace('title = "A Site"\n', 'title = "A Site"\nblogs = "one"\n')
    site = built(tmp_path / "1", one, captures)
    assert {blog for _, blog in rows(page(site, "index.html"))} == {""}
    assert not (site / "evidence/source/bo/index.html").exists()
    alone = SITE + 'blogs = "several"\n' + source("ann", "Ann")
    site = built(tmp_path / "2", alone, {"ann/2024-06-01.xml": ANN})
    assert {blog for _, blog in rows(page(site, "index.html"))} == {"Ann"}


@pytest.mark.slow
def test_no_navigation_leads_to_what_is_empty(tmp_path: Path) -> None:
    site = built(tmp_path, SITE + source("ann", "Ann"), {"ann/2024-06-01.xml": ANN})
    home = page(site, "index.html")
    assert links(home, ".bar nav") == ["Timeline", "About"]
    browse, evidence, *_ = home.select(".foot nav")
    assert {"Series", "Tags", "Authors", "Cached copies"}.isdisjoint(links(browse, "ul"))
    assert links(evidence, "ul") == ["Sources"]


@pytest.mark.slow
def test_navigation_leads_to_all_that_there_is(tmp_path: Path) -> None:
    more = "<dc:creator>Ann Roe</dc:creator><category>ML</category>"
    feed = rss(item("On attention", "https://ann.example/1", more=more)).replace(
        "<rss", '<rss xmlns:dc="http://purl.org/dc/elements/1.1/"', 1
    )
    site = built(tmp_path, SITE + source("ann", "Ann"), {"ann/2024-06-01.xml": feed})
    home = page(site, "index.html")
    assert links(home, ".bar nav") == ["Timeline", "Authors", "Tags", "About"]
    _, evidence, *_ = home.select(".foot nav")
    assert links(evidence, "ul") == ["Sources", "Where sources differ"]


ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.mark.slow
def test_feeds_say_of_which_blog_an_entry_is(planet: Path) -> None:
    entries = ElementTree.parse(planet / "feed.xml").getroot().findall(f"{ATOM}entry")
    said = {}
    for entry in entries:
        source = entry.find(f"{ATOM}source")
        assert source is not None
        links = [link.attrib for link in source.findall(f"{ATOM}link")]
        said[entry.findtext(f"{ATOM}title")] = (
            source.findtext(f"{ATOM}title"),
            source.findtext(f"{ATOM}id"),
            links,
        )
    ann = (
        "Ann’s Blog",
        "https://ann.example/feed.xml",
        [
            {"rel": "self", "href": "https://ann.example/feed.xml"},
            {"rel": "alternate", "type": "text/html", "href": "https://ann.example/"},
        ],
    )
    assert said == {"On memory": ann, "On bread": ("Bo", None, []), "On attention": ann}


@pytest.mark.slow
def test_the_feed_of_a_list_of_one_blog_names_none(tmp_path: Path) -> None:
    site = built(tmp_path, SITE + source("ann", "Ann"), {"ann/2024-06-01.xml": ANN})
    assert "<source>" not in (site / "feed.xml").read_text("utf-8")


@pytest.mark.slow
def test_the_search_knows_the_blogs_of_each_article(planet: Path) -> None:
    index = (planet / "search/index.js").read_text("utf-8")
    assert '\n["ann","Ann’s Blog"],\n["bo","Bo"]\n' in index
    rows = (planet / "search/2024.js").read_text("utf-8").splitlines()
    blogs = [re.findall(r'example",(\[[^]]*\]),\d,', row) for row in rows]
    assert [found for found in blogs if found] == [['["ann"]'], ['["bo"]'], ['["ann","bo"]']]
