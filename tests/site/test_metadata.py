"""What pages say of articles to machines: Zotero, Google Scholar, search engines."""

from __future__ import annotations

import json
from collections.abc import Callable
from posixpath import dirname, join, normpath
from typing import Any
from urllib.parse import parse_qsl, urlencode

import hypothesis.strategies as st
import pytest
from bs4 import BeautifulSoup
from hypothesis import given

from generator.model.articles import Article
from generator.model.entries import Attachment, AuthorName, ItemType, Note, Publication
from generator.model.record import PartialDate
from generator.site import Library
from generator.site.catalogue import make_catalogue
from generator.site.citation_formats import as_cited
from generator.site.metadata import coins, highwire, json_ld
from tests.site.sample_library import CONFIG, make_article, make_library

Site = dict[str, str]


def published(**publication: Any) -> Article:
    """An article of which nothing is known but as what it was published."""
    return make_article("x", None, title=None, url=None, publication=Publication(**publication))


HIGHWIRE: dict[str, tuple[Article, list[tuple[str, str]]]] = {
    "a paper is a preprint": (
        make_article("x", kind="paper", authors=("Ada Lindsey", "Bo Li"), tags=("a", "b")),
        [
            ("citation_title", "X"),
            ("citation_author", "Ada Lindsey"),
            ("citation_author", "Bo Li"),
            ("citation_publication_date", "2025/07"),
            ("citation_public_url", "https://example.org/x/"),
            ("citation_keywords", "a"),
            ("citation_keywords", "b"),
            ("z:itemType", "preprint"),
        ],
    ),
    "anything else is a post, and says where": (
        make_article("x", "2025-07-04", summary="Long. " * 100),
        [
            ("citation_title", "X"),
            ("citation_publication_date", "2025/07/04"),
            ("citation_public_url", "https://example.org/x/"),
            ("citation_abstract", "Long. " * 100),
            ("z:itemType", "blogPost"),
            ("z:publicationTitle", "example.org"),
        ],
    ),
    "et al. is no author": (
        make_article("x", None, title=None, url=None, kind="paper", authors=("Lindsey et al.",)),
        [("citation_author", "Lindsey"), ("z:itemType", "preprint")],
    ),
    "parts of names, and a group that is one field": (
        make_article(
            "x",
            None,
            title=None,
            url=None,
            kind="paper",
            authors=("Jane Doe", "John Q. van der Roe", "Martin King Jr.", "Acme Team", "Plato"),
            name_parts={
                "Jane Doe": AuthorName(family="Doe", given="Jane"),
                "John Q. van der Roe": AuthorName(
                    family="Roe", given="John Q.", particle="van der"
                ),
                "Martin King Jr.": AuthorName(family="King", given="Martin", suffix="Jr."),
                "Acme Team": AuthorName(family="Acme Team", is_group=True),
                "Plato": AuthorName(family="Plato"),
            },
        ),
        [
            ("citation_author", "Doe, Jane"),
            ("citation_author", "van der Roe, John Q.;"),
            ("citation_author", "King, Martin Jr."),
            ("citation_author", "Acme Team,"),
            ("citation_author", "Plato,"),
            ("z:itemType", "preprint"),
        ],
    ),
    "a range stands at its end, and is whole for Zotero": (
        make_article("x", "2020-03/2021-04", title=None, url=None, kind="paper"),
        [
            ("citation_publication_date", "2021/04"),
            ("citation_date", "2020-03/2021-04"),
            ("z:itemType", "preprint"),
        ],
    ),
    "where it was published, and its identifiers": (
        make_article(
            "x",
            None,
            title=None,
            url="https://example.org/x",
            publication=Publication(
                type="journalArticle",
                container="Sea",
                volume="12",
                issue="3",
                pages="1-12",
                publisher="A Press",
                doi="10.1000/x",
                arxiv="2301.00001",
                pmid="123",
                isbn="9783161484100",
                issn="1234-5679",
            ),
        ),
        [
            ("citation_journal_title", "Sea"),
            ("citation_volume", "12"),
            ("citation_issue", "3"),
            ("citation_firstpage", "1"),
            ("citation_lastpage", "12"),
            ("citation_publisher", "A Press"),
            ("citation_doi", "10.1000/x"),
            ("citation_arxiv_id", "2301.00001"),
            ("citation_pmid", "123"),
            ("citation_isbn", "9783161484100"),
            ("citation_issn", "1234-5679"),
            ("citation_pdf_url", "https://arxiv.org/pdf/2301.00001"),
            ("citation_public_url", "https://example.org/x"),
            ("z:itemType", "journalArticle"),
        ],
    ),
    "a file that is the text": (
        make_article(
            "x",
            None,
            title=None,
            kind="paper",
            attachments=(
                Attachment(url="https://example.org/x.mp3", type="audio/mpeg"),
                Attachment(url="https://example.org/x.pdf", type="application/pdf"),
            ),
            publication=Publication(arxiv="2301.00001"),
        ),
        [
            ("citation_arxiv_id", "2301.00001"),
            ("citation_pdf_url", "https://example.org/x.pdf"),
            ("citation_public_url", "https://example.org/x/"),
            ("z:itemType", "preprint"),
        ],
    ),
    "an address that is the text": (
        make_article("x", None, title=None, url="https://example.org/x.PDF?v=2", kind="paper"),
        [
            ("citation_pdf_url", "https://example.org/x.PDF?v=2"),
            ("citation_public_url", "https://example.org/x.PDF?v=2"),
            ("z:itemType", "preprint"),
        ],
    ),
    "a talk at a conference": (
        published(type="conferencePaper", container="Tides 2025", publisher="A Press"),
        [
            ("citation_conference_title", "Tides 2025"),
            ("citation_publisher", "A Press"),
            ("z:itemType", "conferencePaper"),
        ],
    ),
    "a chapter": (
        published(type="bookSection", container="On Tides"),
        [("citation_inbook_title", "On Tides"), ("z:itemType", "bookSection")],
    ),
    "a thesis": (
        published(type="thesis", publisher="A University"),
        [("citation_dissertation_institution", "A University"), ("z:itemType", "thesis")],
    ),
    "a report": (
        published(type="report", publisher="An Institute"),
        [("citation_technical_report_institution", "An Institute"), ("z:itemType", "report")],
    ),
    "what is not known is left out": (
        make_article("x", None, title=None, url=None, kind="paper"),
        [("z:itemType", "preprint")],
    ),
}


@pytest.mark.parametrize("case", HIGHWIRE)
def test_the_head_says_what_is_known(case: str) -> None:
    article, expected = HIGHWIRE[case]
    catalogue = make_catalogue(make_library(article))
    assert list(highwire(catalogue.cited(article), catalogue.host(article))) == expected


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
        "citation_abstract": "It says something & proves it.",
        "citation_keywords": "C++",
        "z:itemType": "preprint",
        "og:url": "https://me.example/list/a/paper/index.html",
        "og:site_name": "A Sample & Its <Thread>",
        "og:type": "article",
        "og:title": "A Paper on $k$-Sparse <Things> & “More”",
        "og:description": "It says something & proves it.",
        "og:image": "https://me.example/list/og.png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "A Sample & Its <Thread>. Articles per month, 2021 to 2025",
    }
    shown, crumbs = structured_data(page)
    assert shown == {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "isPartOf": {"@type": "WebSite", "name": "A Sample & Its <Thread>"},
        "mainEntity": {
            "@type": "ScholarlyArticle",
            "headline": "A Paper on $k$-Sparse <Things> & “More”",
            "author": [{"name": "Ada Lindsey"}, {"name": "Bo Li"}],
            "datePublished": "2025-07",
            "url": "https://example.org/paper/",
            "description": "It says something & proves it.",
        },
    }
    base = "https://me.example/list/"
    assert crumbs == {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            step(1, "Timeline", f"{base}index.html"),
            step(2, "2025", f"{base}2025/index.html"),
            step(3, "July", f"{base}2025/07/index.html"),
        ],
    }


def structured_data(page: BeautifulSoup) -> list[dict[str, Any]]:
    return [json.loads(one.text) for one in page.select("script[type='application/ld+json']")]


def step(position: int, name: str, item: str | None = None) -> dict[str, object]:
    where = {"item": item} if item else {}
    return {"@type": "ListItem", "position": position, "name": name, **where}


@pytest.mark.slow
def test_every_list_is_one_for_search_engines_and_every_page_has_its_place(
    site_with_address: Site,
) -> None:
    html = {path: text for path, text in site_with_address.items() if "<main" in text}
    assert len(html) > 40
    for path, text in html.items():
        page = BeautifulSoup(text, "lxml")
        found = {one["@type"]: one for one in structured_data(page)}
        assert ("BreadcrumbList" in found) == bool(page.select(".crumbs")), path
        rows = page.select(".entry h2 a, .entry h3 a, .entry h4 a")
        if path.startswith("a/") or not rows:
            continue
        listed = found["ItemList"]
        assert listed["numberOfItems"] == len(rows), path
        hrefs = [normpath(join(dirname(path), str(row["href"]))) for row in rows]
        assert [one["url"] for one in listed["itemListElement"]] == [
            f"https://me.example/list/{href}" for href in hrefs
        ]
        positions = [one["position"] for one in listed["itemListElement"]]
        assert positions == list(range(1, len(rows) + 1))


def test_a_name_cannot_end_the_script_of_a_place(rendered: Callable[[Library], Site]) -> None:
    tag = "</script><script>alert(1)</script> & 'a' \"b\""
    library = make_library(make_article("x", tags=(tag,)), base_url="https://me.example/list/")
    site = rendered(library)
    [path] = [path for path in site if path.startswith("tag/script")]
    page = BeautifulSoup(site[path], "lxml")
    [crumbs] = [one for one in structured_data(page) if one["@type"] == "BreadcrumbList"]
    assert crumbs["itemListElement"][-1]["name"] == tag
    assert [str(one.get("type")) for one in page.select("script:not([src])")] == [
        "application/ld+json"
    ] * 2


def test_without_a_base_url_nothing_is_said_of_places(site: Site) -> None:
    assert not [path for path, text in site.items() if "BreadcrumbList" in text]
    assert not [path for path, text in site.items() if '"ItemList"' in text]


PUBLISHED = {
    "2025-07-04": ("2025-07-04", None),
    "2025-07": (None, None),
    "2025": (None, None),
    "2025-07-04/2025-07-06": (None, None),
    "2024-07-04": ("2024-07-04T10:00:00Z", "2024-07-04T10:00:00Z"),
}


@pytest.mark.parametrize("date", PUBLISHED)
def test_a_time_of_publication_is_as_exact_as_it_is_known_or_none(
    date: str, rendered: Callable[[Library], Site]
) -> None:
    expected, instant = PUBLISHED[date]
    article = make_article("x", date, instant=instant)
    site = rendered(make_library(article, base_url="https://me.example/list/"))
    page = BeautifulSoup(site["a/x/index.html"], "lxml")
    found = [tag["content"] for tag in page.select("[property='article:published_time']")]
    assert found == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("type_", "expected"),
    [
        ("book", "Book"),
        ("thesis", "Thesis"),
        ("dataset", "Dataset"),
        ("journalArticle", "ScholarlyArticle"),
        ("videoRecording", "VideoObject"),
        (None, "BlogPosting"),
    ],
)
def test_the_sort_of_work_is_the_same_for_search_engines(
    type_: ItemType | None, expected: str, rendered: Callable[[Library], Site]
) -> None:
    article = make_article("x", publication=Publication(type=type_, volume="1"))
    page = BeautifulSoup(rendered(make_library(article))["a/x/index.html"], "lxml")
    assert structured_data(page)[0]["mainEntity"]["@type"] == expected


def test_identifiers_are_said_to_search_engines_too(rendered: Callable[[Library], Site]) -> None:
    publication = Publication(
        type="book", doi="10.1000/x", arxiv="2301.00001", pmid="123", isbn="9783161484100"
    )
    site = rendered(make_library(make_article("x", publication=publication)))
    [script] = BeautifulSoup(site["a/x/index.html"], "lxml").select("script[type$='ld+json']")
    assert json.loads(script.text)["mainEntity"]["identifier"] == [
        {"@type": "PropertyValue", "propertyID": "doi", "value": "10.1000/x"},
        {"@type": "PropertyValue", "propertyID": "arxiv", "value": "2301.00001"},
        {"@type": "PropertyValue", "propertyID": "pmid", "value": "123"},
        {"@type": "PropertyValue", "propertyID": "isbn", "value": "9783161484100"},
    ]


def test_what_is_not_known_is_not_said_to_search_engines() -> None:
    catalogue = make_catalogue(make_library(bare := published(type="thesis")))
    assert json.loads(json_ld(catalogue, catalogue.cited(bare))) == {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "isPartOf": {"@type": "WebSite", "name": "A Sample & Its <Thread>"},
        "mainEntity": {"@type": "Thesis"},
    }


def test_a_title_cannot_end_the_script_that_holds_it(rendered: Callable[[Library], Site]) -> None:
    title = "</script><script>alert(1)</script><!-- & "
    site = rendered(make_library(make_article("x", title=title)))
    page = BeautifulSoup(site["a/x/index.html"], "lxml")
    [script] = page.select("script[type='application/ld+json']")
    assert json.loads(script.text)["mainEntity"]["headline"] == title
    assert len(page.select("script:not([src])")) == 1


def test_a_context_object_says_what_is_known_and_its_type_last() -> None:
    article = make_article(
        "x",
        "2020-03/2021-04",
        title="A & B = “C” +1",
        authors=("Jane Doe", "Acme Team", "Li et al."),
        name_parts={
            "Jane Doe": AuthorName(family="Doe", given="Jane"),
            "Acme Team": AuthorName(family="Acme Team", is_group=True),
        },
        tags=("a b", "c"),
        publication=Publication(
            container="Sea",
            volume="1",
            issue="4",
            pages="2-3",
            publisher="A Press",
            isbn="9783161484100",
            issn="1234-5679",
            doi="10.1000/x",
            pmid="123",
        ),
    )
    assert parse_qsl(coins(as_cited(article, CONFIG.kind("note"), "x")), strict_parsing=True) == [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"),
        ("rft.title", "A & B = “C” +1"),
        ("rft.creator", "Doe, Jane"),
        ("rft.creator", "Acme Team,"),
        ("rft.creator", "Li"),
        ("rft.date", "2020-03/2021-04"),
        ("rft.source", "Sea"),
        ("rft.volume", "1"),
        ("rft.issue", "4"),
        ("rft.pages", "2-3"),
        ("rft.publisher", "A Press"),
        ("rft.isbn", "9783161484100"),
        ("rft.issn", "1234-5679"),
        ("rft.subject", "a b"),
        ("rft.subject", "c"),
        ("rft_id", "info:doi/10.1000/x"),
        ("rft_id", "info:pmid/123"),
        ("rft_id", "https://example.org/x/"),
        ("rft.type", "blogPost"),
    ]


@given(st.text(st.sampled_from("ab0 +%&=#?:/._~-'é\u4e00\n")))
def test_a_value_of_a_context_object_is_encoded_as_a_form_is(title: str) -> None:
    article = make_article("x", None, title=title, url=None)
    encoded = coins(as_cited(article, CONFIG.kind("note"), "x"))
    expected = urlencode([("rft.title", title)], safe=":/") if title else ""
    stated = encoded.removesuffix("&rft.type=blogPost").partition("&rft.title=")[2]
    assert stated == expected.removeprefix("rft.title=")


def test_a_page_names_to_machines_no_day_but_its_own(
    site: Site, rendered: Callable[[Library], Site]
) -> None:
    note = Note(
        source="notes",
        where="notes/a.md",
        title=None,
        date=PartialDate(year=2020, month=1, day=2),
        body_html="<p>So.</p>",
        body_text="So.",
    )
    noted = rendered(make_library(make_article("noted", None, notes=(note,))))
    assert "2 January 2020" in noted["a/noted/index.html"]
    for path, text in (site | noted).items():
        if path.startswith("a/") and path.endswith(".html") and not path.endswith("copy.html"):
            page = BeautifulSoup(text, "lxml")
            [own] = page.select(".work > .title") or [None]
            days = [str(time["datetime"]) for time in page.select("[datetime]")]
            expected = [str(time["datetime"]) for time in own.select("[datetime]")] if own else []
            assert days == expected, path
    assert "datetime" not in site["a/undated/index.html"]


@pytest.mark.slow
def test_lists_hold_context_objects_and_articles_pages_do_not(site: Site) -> None:
    for path, text in site.items():
        if path.endswith(".html"):
            page = BeautifulSoup(text, "lxml")
            expected = 0 if path.startswith("a/") else len(page.select(".entry"))
            assert len(page.select("span.Z3988[title]")) == expected, path
