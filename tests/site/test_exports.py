"""The exports, read back as the programs that take them read them."""

from __future__ import annotations

import json
import re
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from lxml import etree

from generator.config.records import Source
from generator.model import Article
from generator.site.catalogue import make_catalogue
from generator.site.citation_formats import csl_item, ris
from generator.site.exports import has_opml, opml
from tests.site.sample_library import ARTICLES, CONFIG, make_article, make_library

Site = dict[str, str]
NOTE, PAPER = CONFIG.kind("note"), CONFIG.kind("paper")


def ris_records(text: str) -> list[list[tuple[str, str]]]:
    """A line is a tag, two spaces, a hyphen, a space and the value; ER ends a record."""
    records: list[list[tuple[str, str]]] = [[]]
    for line in filter(None, text.split("\r\n")):
        assert re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line), line
        records[-1].append((line[:2], line[6:]))
        if line == "ER  - ":
            records.append([])
    assert records.pop() == []
    return records


RIS = {
    "all that is known": (
        make_article(
            "x", "2025-07-04", authors=("Ada Lindsey", "Bo Li"), summary="A\nB", tags=("c", "d")
        ),
        [
            *[("TY", "BLOG"), ("ID", "x"), ("AU", "Ada Lindsey"), ("AU", "Bo Li"), ("TI", "X")],
            *[("PY", "2025"), ("DA", "2025/07/04/"), ("UR", "https://example.org/x/")],
            *[("AB", "A B"), ("KW", "c"), ("KW", "d"), ("ER", "")],
        ],
    ),
    "nothing but a month": (
        make_article("x", "2025-07", title=None, url=None),
        [("TY", "BLOG"), ("ID", "x"), ("PY", "2025"), ("DA", "2025/07//"), ("ER", "")],
    ),
    "a range stands at its end": (
        make_article("x", "2020/2021", title=None, url=None),
        [("TY", "BLOG"), ("ID", "x"), ("PY", "2021"), ("DA", "2021///"), ("ER", "")],
    ),
    "et al. is no author": (
        make_article("x", None, title=None, url=None, authors=("Lindsey et al.",)),
        [("TY", "BLOG"), ("ID", "x"), ("AU", "Lindsey"), ("ER", "")],
    ),
}


@pytest.mark.parametrize("case", RIS)
def test_a_ris_record_says_what_is_known(case: str) -> None:
    article, expected = RIS[case]
    assert ris_records(ris(article, NOTE)) == [expected]


CSL: dict[str, tuple[Article, dict[str, object]]] = {
    "all that is known": (
        make_article("x", authors=("Lindsey et al.",), summary="A", tags=("b", "c")),
        {
            "id": "x",
            "type": "article",
            "title": "X",
            "author": [{"literal": "Lindsey et al."}],
            "issued": {"date-parts": [[2025, 7]]},
            "URL": "https://example.org/x/",
            "abstract": "A",
            "keyword": "b, c",
        },
    ),
    "a range has two ends": (
        make_article("x", "2020-03/2021-04", title=None, url=None),
        {"id": "x", "type": "article", "issued": {"date-parts": [[2020, 3], [2021, 4]]}},
    ),
    "nothing": (make_article("x", None, title=None, url=None), {"id": "x", "type": "article"}),
}


@pytest.mark.parametrize("case", CSL)
def test_a_csl_item_says_what_is_known(case: str) -> None:
    article, expected = CSL[case]
    assert csl_item(article, PAPER) == expected


def test_every_export_holds_every_article_in_order(site: Site) -> None:
    slugs = [item["id"] for item in json.loads(site["library.json"])]
    assert sorted(slugs) == sorted(article.slug for article in ARTICLES)
    assert slugs[0] == "paper"
    assert re.findall(r"^@misc\{([^,]+),$", site["library.bib"], re.MULTILINE) == slugs
    assert [dict(record)["ID"] for record in ris_records(site["library.ris"])] == slugs


def test_bookmarks_are_those_with_an_address_in_a_folder_a_year(site: Site) -> None:
    assert site["bookmarks.html"].startswith("<!DOCTYPE NETSCAPE-Bookmark-file-1>\n")
    page = BeautifulSoup(site["bookmarks.html"], "lxml")
    assert len(page.select("a")) == len(ARTICLES) - 1
    paper = page.select_one("a[href='https://example.org/paper/']")
    assert paper is not None
    assert (paper.text, paper["tags"]) == ("A Paper on $k$-Sparse <Things> & “More”", "paper,C++")
    folders = [heading.text for heading in page.select("h3")]
    assert folders == ["2025", "2024", "2023", "2022", "2021"]
    assert "It says something & proves it." in page.text


def test_sources_with_an_address_are_subscriptions() -> None:
    sources = (
        Source(name="a", reader="feed", title="A & <B>", url="https://a.example/feed.xml"),
        Source(
            name="b",
            reader="feed",
            title="B",
            url="https://b.example/",
            fetch_url="https://b.example/feed?a=1&b=2",
        ),
        Source(name="c", reader="index", title="C", url="https://c.example/"),
        Source(name="d", reader="preview", title="D"),
    )
    catalogue = make_catalogue(make_library(sources=sources))
    root = etree.fromstring(opml(catalogue).encode())
    assert root.get("version") == "2.0"
    assert [dict(outline.attrib) for outline in root.iter("outline")] == [
        {"type": "rss", "text": "A & <B>", "xmlUrl": "https://a.example/feed.xml"},
        {
            "type": "rss",
            "text": "B",
            "xmlUrl": "https://b.example/feed?a=1&b=2",
            "htmlUrl": "https://b.example/",
        },
        {"type": "link", "text": "C", "url": "https://c.example/"},
    ]


def test_without_any_address_there_is_no_opml() -> None:
    sources = (Source(name="d", reader="preview", title="D"),)
    assert not has_opml(make_catalogue(make_library(sources=sources)))


def test_an_article_can_be_cited_from_its_page(site: Site) -> None:
    page = BeautifulSoup(site["a/paper/index.html"], "lxml")
    links = page.select("[aria-labelledby=cite] a[download]")
    assert [(link.text, link["download"]) for link in links] == [
        ("BibTeX", "paper.bib"),
        ("RIS", "paper.ris"),
    ]
    texts = [unquote(str(link["href"]).partition(",")[2]) for link in links]
    assert texts[0] in site["library.bib"]
    assert ris_records(texts[1])[0] in ris_records(site["library.ris"])
