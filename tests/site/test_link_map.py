"""The map: who builds on whom, and where their lines run."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from bs4 import BeautifulSoup

from generator.model.articles import Article
from generator.model.entries import Preview, Publication
from generator.site import Library
from generator.site.catalogue import make_catalogue
from generator.site.cross_links import (
    MOST_ARTICLES,
    MOST_LINES,
    MapLine,
    MapRow,
    MapYear,
    citations,
    link_map,
)
from tests.site.rendering import Site
from tests.site.sample_library import make_article, make_library


def linking(slug: str, date: str | None, *to: str, **fields: object) -> Article:
    """An article whose copy links to the articles with these slugs, or to these addresses."""
    links = tuple(one if "//" in one else f"https://example.org/{one}/" for one in to)
    preview = Preview(source="wiki", capture=f"captures/wiki/{slug}.txt", links=links)
    return make_article(slug, date, preview=preview, **fields)


def inputs_of(*articles: Article) -> dict[str, object]:
    [page] = link_map(make_catalogue(make_library(*articles)))
    return page.inputs


CHAIN = (
    linking("third", "2025-06", "second", "first", kind="paper"),
    linking("second", "2025-02", "first"),
    linking("alone", "2025-01", "https://else.example/"),
    make_article("first", None),
)


def test_the_map_has_a_row_an_article_and_lines_both_ways() -> None:
    assert inputs_of(*CHAIN) == {
        "years": (
            MapYear(
                year=2025,
                rows=(
                    MapRow(
                        path="a/third/index.html",
                        label="Third",
                        glyph="disc",
                        large=True,
                        builds_on=("Second", "First"),
                        to=(MapLine(rows=1, bend=60), MapLine(rows=3, bend=12)),
                        back=(),
                    ),
                    MapRow(
                        path="a/second/index.html",
                        label="Second",
                        glyph="diamond",
                        large=False,
                        builds_on=("First",),
                        to=(MapLine(rows=2, bend=36),),
                        back=(MapLine(rows=-1, bend=60),),
                    ),
                ),
            ),
            MapYear(
                year=None,
                rows=(
                    MapRow(
                        path="a/first/index.html",
                        label="First",
                        glyph="diamond",
                        large=False,
                        builds_on=(),
                        to=(),
                        back=(MapLine(rows=-3, bend=12), MapLine(rows=-2, bend=36)),
                    ),
                ),
            ),
        ),
        "shown": (3, 3),
        "all": (3, 3),
    }


@pytest.mark.slow
def test_without_links_there_is_no_map_and_nothing_leads_to_one(
    rendered: Callable[[Library], Site],
) -> None:
    site = rendered(make_library(*CHAIN[2:]))
    assert "map/index.html" not in site
    assert not any("map/index.html" in text for text in site.values())
    linked = rendered(make_library(*CHAIN))
    menu = BeautifulSoup(linked["index.html"], "lxml").select(".bar nav a")
    assert [(link.text, link["href"]) for link in menu][-2:] == [
        ("Map", "map/index.html"),
        ("About", "about/index.html"),
    ]


def test_the_page_reads_as_a_list_of_who_builds_on_whom(
    rendered: Callable[[Library], Site],
) -> None:
    page = BeautifulSoup(rendered(make_library(*CHAIN))["map/index.html"], "lxml")
    assert [
        (heading.text, [" ".join(row.text.split()) for row in listed.select("li")])
        for heading, listed in zip(page.select(".map h2"), page.select(".map ol"), strict=True)
    ] == [
        ("2025", ["Third builds on Second; First", "Second builds on First"]),
        ("Undated", ["First"]),
    ]
    links = [link["href"] for link in page.select(".map a")]
    assert links == [f"../a/{slug}/index.html" for slug in ("third", "second", "first")]
    assert " ".join(page.select(".count")[0].text.split()) == "3 articles, 3 links"
    assert {svg["aria-hidden"] for svg in page.select(".map svg")} == {"true"}


def test_a_title_of_any_sort_stands_there_as_text(rendered: Callable[[Library], Site]) -> None:
    hostile = '</span><script>alert(1)</script> & "more" ' + "long " * 60
    site = rendered(
        make_library(
            linking("a", "2025-02", "b", title=hostile),
            linking("b", "2025-01", "a", title="שלום עולם"),
        )
    )
    page = BeautifulSoup(site["map/index.html"], "lxml")
    names = [name.text for name in page.select(".map .name")]
    assert names == [hostile, "שלום עולם"]
    assert [line.text for line in page.select(".map .n > span")] == ["שלום עולם", hostile]
    assert {name["dir"] for name in page.select(".map .name, .map .n > span")} == {"auto"}
    assert not page.select(".map script")


@pytest.mark.slow
def test_of_many_articles_the_most_linked_are_shown_and_it_says_so(
    rendered: Callable[[Library], Site],
) -> None:
    pairs = [
        article
        for n in range(200)
        for article in (linking(f"new-{n}", "2025-02", f"old-{n}"), make_article(f"old-{n}"))
    ]
    star = [linking(f"ray-{n}", "2025-03", "sun") for n in range(9)]
    library = make_library(make_article("sun", "2020"), *star, *pairs)
    [page] = link_map(make_catalogue(library))
    labels = [row.label for year in page.inputs["years"] for row in year.rows]
    assert len(labels) == MOST_ARTICLES
    assert (page.inputs["shown"], page.inputs["all"]) == ((300, 154), (410, 209))
    assert {"Sun", *(f"Ray {n}" for n in range(9))} <= set(labels)
    assert all(row.to or row.back for year in page.inputs["years"] for row in year.rows)
    count = BeautifulSoup(rendered(library)["map/index.html"], "lxml").select(".count")[0]
    assert " ".join(count.text.split()) == (
        "300 articles, 154 links. These are the most linked of 410 articles and 209 links."
    )


def test_the_lines_are_bounded_where_everything_links_to_everything() -> None:
    slugs = [f"a{n}" for n in range(80)]
    inputs = inputs_of(*(linking(slug, "2025", *slugs) for slug in slugs))
    assert (inputs["shown"], inputs["all"]) == ((80, MOST_LINES), (80, 80 * 79))


def test_each_article_and_each_line_stands_once_wherever_the_years_end() -> None:
    articles = [linking(f"a{n}", f"{2010 + n % 7}-01", f"a{(n * 7 + 1) % 50}") for n in range(50)]
    years = inputs_of(*articles)["years"]
    assert isinstance(years, tuple)
    places: dict[str, int] = {}
    at = 0
    for year in years:
        at += 1
        for row in year.rows:
            places[row.label] = at
            at += 1
    rows = [row for year in years for row in year.rows]
    for row in rows:
        ends = [places[row.label] + line.rows for line in row.to]
        assert [places[label] for label in row.builds_on] == ends
        assert all(earlier < later for earlier, later in pairwise(ends))
    assert sum(len(row.to) for row in rows) == sum(len(row.back) for row in rows)


# What an article is, what a copy links to → whether that is the article.
ADDRESSES = {
    "its DOI": (
        {"publication": Publication(doi="10.1000/a(1)")},
        "https://doi.org/10.1000/A(1)",
        1,
    ),
    "its preprint": (
        {"publication": Publication(arxiv="2301.00001")},
        "https://arxiv.org/pdf/2301.00001v3",
        1,
    ),
    "its DOI, which is its address as well": (
        {"url": "https://doi.org/10.1000/a", "publication": Publication(doi="10.1000/a")},
        "http://dx.doi.org/10.1000/a",
        1,
    ),
    "its address": ({}, "http://www.example.org/it?utm_source=x", 1),
    "another's DOI": (
        {"publication": Publication(doi="10.1000/a")},
        "https://doi.org/10.1000/b",
        0,
    ),
}


@pytest.mark.parametrize(("fields", "link", "count"), ADDRESSES.values(), ids=ADDRESSES)
def test_an_article_is_linked_at_its_address_and_at_its_identifiers(
    fields: dict[str, Any], link: str, count: int
) -> None:
    articles = (linking("from", "2025", link), make_article("it", **fields))
    assert citations(articles) == ({"id-from": {link: "id-it"}} if count else {})


def test_of_articles_on_one_page_a_link_is_to_the_one_that_it_tells_apart() -> None:
    page = "https://other.example/log"
    one, two = (make_article(f"n{n}", url=f"{page}#{n}") for n in (1, 2))
    nowhere = make_article("nowhere", url=None, publication=Publication(arxiv="2301.00001"))
    articles = (linking("from", "2025", f"{page}#2", page), one, two, nowhere)
    assert citations(articles) == {"id-from": {f"{page}#2": "id-n2"}}


def test_the_longest_line_swings_out_farthest_and_a_short_one_stays_round() -> None:
    articles = [make_article(f"a{n}", f"2025-0{n}") for n in range(1, 9)]
    last = linking("last", "2025-09", "a1", "a8", "a2", "a4")
    others = [linking(f"b{n}", "2025-09", f"a{n}") for n in (3, 5, 6, 7)]
    years: Any = inputs_of(*articles, last, *others)["years"]
    [year] = years
    row = next(one for one in year.rows if one.label == "Last")
    assert row.builds_on == ("A8", "A4", "A2", "A1")
    labels = [one.label for one in year.rows]
    away = [labels.index(label) - labels.index("Last") for label in row.builds_on]
    assert [line.rows for line in row.to] == away
    longest = max(abs(line.rows) for one in year.rows for line in one.to)
    for line in row.to:
        reach = min((line.rows / longest) ** 0.5 * 114, 24 * line.rows)
        assert line.bend == 100 - round(16 + reach)
    assert min(line.bend for one in year.rows for line in one.to) == -30


def test_what_a_source_states_counts_like_a_link() -> None:
    """A bibliography cites it by its DOI; there is no copy."""
    citing = make_article("from", references=("https://doi.org/10.1000/a", "https://else.example/"))
    it = make_article("it", publication=Publication(doi="10.1000/a"))
    assert citations((citing, it)) == {"id-from": {"https://doi.org/10.1000/a": "id-it"}}


def test_a_doi_that_two_articles_state_is_that_of_neither() -> None:
    doi = Publication(doi="10.1000/a")
    one, other = (make_article(slug, publication=doi) for slug in ("one", "other"))
    assert citations((linking("from", "2025", "https://doi.org/10.1000/a"), one, other)) == {}
