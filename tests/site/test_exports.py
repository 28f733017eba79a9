"""The exports, read back as the programs that take them read them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

import msgspec
from bs4 import BeautifulSoup
from lxml import etree

from generator.build.pipeline import read_library
from generator.config.records import Source
from generator.model.entries import SourceReport
from generator.model.record import PartialDate
from generator.site import Library
from generator.site.catalogue import make_catalogue
from generator.site.citation_formats import bibtex, ris
from generator.site.exports import (
    all_bibtex,
    all_csl,
    bookmarks,
    cite_pages,
    export_pages,
    has_opml,
    opml,
)
from tests.site.sample_library import ARTICLES, make_article, make_library
from tests.site.test_citation_formats import ris_records

Site = dict[str, str]


def test_every_export_holds_every_article_in_order(site: Site) -> None:
    keys = [item["id"] for item in json.loads(site["library.json"])]
    assert len(set(keys)) == len(ARTICLES)
    assert keys[0] == "lindsey2025paper"
    assert re.findall(r"^@[a-z]+\{([^,]+),$", site["library.bib"], re.MULTILINE) == keys
    assert [dict(record)["ID"] for record in ris_records(site["library.ris"])] == keys


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


def test_a_bookmark_has_the_day_on_which_it_was_added_and_no_reference_that_browsers_show(
    rendered: Callable[[Library], Site],
) -> None:
    article = make_article(
        "x",
        title="It’s \"A\" & 'B' <C>",
        url="https://a.example/?a=1&b='",
        tags=("d, e", "f'g"),
        added=PartialDate(year=2026, month=5, day=3),
    )
    month = make_article("y", added=PartialDate(year=2026, month=5))
    text = rendered(make_library(article, month))["bookmarks.html"]
    # Firefox decodes these and &#39;; another it takes for text, and escapes that once more.
    assert set(re.findall(r"&[^;\s]*;", text)) == {"&amp;", "&lt;", "&gt;", "&quot;"}
    links = {link.text: dict(link.attrs) for link in BeautifulSoup(text, "lxml").select("a")}
    noon = datetime(2026, 5, 3, 12, tzinfo=UTC)
    assert links == {
        article.label: {
            "href": article.url,
            "add_date": str(round(noon.timestamp())),
            "tags": "d  e,f'g",
        },
        "Y": {"href": month.url},
    }


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
    [folder] = root.iterfind("body/outline")
    assert dict(folder.attrib) == dict.fromkeys(("text", "title"), "A Sample & Its <Thread>")
    assert [dict(outline.attrib) for outline in folder.iter("outline")][1:] == [
        {
            "type": "rss",
            "text": "A & <B>",
            "title": "A & <B>",
            "xmlUrl": "https://a.example/feed.xml",
        },
        {
            "type": "rss",
            "text": "B",
            "title": "B",
            "xmlUrl": "https://b.example/feed?a=1&b=2",
            "htmlUrl": "https://b.example/",
        },
        {"type": "link", "text": "C", "title": "C", "url": "https://c.example/"},
    ]


def test_a_subscription_leads_to_the_page_that_the_feed_states(tmp_path: Path) -> None:
    """Only where site.toml names no page; of the newest capture, in every format of feeds."""
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><id>urn:a</id>'
        '<link rel="self" href="https://a.example/atom.xml"/><link href="https://a.example/"/>'
        '<entry><title>One</title><id>urn:1</id><link href="https://a.example/1"/>'
        "<updated>2024-01-01T00:00:00Z</updated></entry></feed>"
    )
    self_only = atom.replace('<link href="https://a.example/"/>', "")
    rss = (
        '<rss version="2.0"><channel><title>R</title><link>{}</link>'
        "<item><title>Two</title><link>https://r.example/2</link></item></channel></rss>"
    )
    data = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "J",
        "home_page_url": "https://j.example/",
        "items": [{"id": "3", "title": "Three", "url": "https://j.example/3"}],
    }
    captures = {
        "atom": {"2024-01-01.xml": atom},
        "self": {"2024-01-01.xml": self_only},
        "rss": {
            "2024-01-01.xml": rss.format("https://old.example/"),
            "2024-02-01.xml": rss.format("/blog/"),
        },
        "json": {"2024-01-01.json": json.dumps(data)},
        "own": {"2024-01-01.xml": rss.format("https://stated.example/")},
        "bad": {"2024-01-01.xml": rss.format("javascript:alert(1)")},
    }
    site = '[site]\nid = "s"\ntitle = "S"\n'
    for name, files in captures.items():
        folder = tmp_path / "captures" / name
        folder.mkdir(parents=True)
        for file, text in files.items():
            (folder / file).write_text(text, "utf-8")
        key = "fetch_url" if name in ("atom", "own") else "url"
        page = 'url = "https://own.example/"\n' if name == "own" else ""
        site += (
            f'[[source]]\nname = "{name}"\nreader = "feed"\ntitle = "{name}"\n'
            f'{key} = "https://{name}.example/feed"\n{page}'
        )
    (tmp_path / "site.toml").write_text(site, "utf-8")
    root = etree.fromstring(opml(make_catalogue(read_library(tmp_path))).encode())
    pages = {outline.get("text"): outline.get("htmlUrl") for outline in root.iter("outline")}
    del pages["S"]
    assert pages == {
        "atom": "https://a.example/",
        "self": None,
        "rss": "https://rss.example/blog/",
        "json": "https://j.example/",
        "own": "https://own.example/",
        "bad": None,
    }


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


def test_bookmarks_are_written_as_browsers_write_them() -> None:
    articles = (
        make_article("x", "2025-07", title="One", summary="It says <so>."),
        make_article("y", "2025", title="Two", url=None),
        make_article("z", None, title="Three"),
    )
    text = b"".join(bookmarks(make_catalogue(make_library(*articles))))
    assert text.decode().splitlines() == [
        "<!DOCTYPE NETSCAPE-Bookmark-file-1>",
        '<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">',
        '<META NAME="generator" CONTENT="Octavo">',
        "<TITLE>A Sample &amp; Its &lt;Thread&gt;</TITLE>",
        "<H1>A Sample &amp; Its &lt;Thread&gt;</H1>",
        "<DL><p>",
        "<DT><H3>2025</H3>",
        "<DL><p>",
        '<DT><A HREF="https://example.org/x/">One</A>',
        "<DD>It says &lt;so&gt;.",
        "</DL><p>",
        '<DT><A HREF="https://example.org/z/">Three</A>',
        "</DL><p>",
    ]


def test_an_export_has_other_inputs_where_it_says_something_else() -> None:
    source = Source(name="a", reader="feed", title="A", fetch_url="https://a.example/feed.xml")
    renamed = msgspec.structs.replace(source, title="B")
    before, after, without = (
        {page.path: page for page in export_pages(make_catalogue(make_library(sources=sources)))}
        for sources in ((source,), (renamed,), ())
    )
    assert before["sources.opml"].inputs != after["sources.opml"].inputs
    assert set(before) - set(without) == {"sources.opml"}


def test_a_page_to_look_at_alone_is_an_outline_too() -> None:
    looked_at = Source(name="a", reader="index", title="A", url="https://a.example/")
    catalogue = make_catalogue(make_library(sources=(looked_at,)))
    assert has_opml(catalogue)
    assert '\n<outline type="link" text="A" title="A" url="https://a.example/"/>\n' in opml(
        catalogue
    )


def test_a_feed_that_is_no_longer_fetched_is_still_one_to_look_at() -> None:
    kept = Source(name="a", reader="feed", title="A", url="https://a.example/", fetch_url="")
    catalogue = make_catalogue(make_library(sources=(kept,)))
    assert has_opml(catalogue)
    assert '\n<outline type="link" text="A" title="A" url="https://a.example/"/>\n' in opml(
        catalogue
    )


def test_what_can_be_cited_stands_in_a_script_a_year_with_both_formats() -> None:
    articles = (make_article("a", "2025-07"), make_article("b", "2025"), make_article("c", None))
    catalogue = make_catalogue(make_library(*articles))
    found = {}
    for page in cite_pages(catalogue):
        assert page.body is not None
        text = str(page.body()).removeprefix("octavo.citations(").removesuffix(");\n")
        found[page.path] = json.loads(text)
    a, b, c = (
        [cited.article.id, bibtex(cited), ris(cited)] for cited in map(catalogue.cited, articles)
    )
    assert found == {"search/cite-2025.js": [a, b], "search/cite-undated.js": [c]}


def test_an_empty_line_stands_after_each_entry_and_one_break_at_the_end() -> None:
    catalogue = make_catalogue(make_library(make_article("x"), make_article("y")))
    first, second = (bibtex(catalogue.cited(one)) for one in catalogue.articles)
    assert b"".join(all_bibtex(catalogue)).decode() == f"{first}\n\n{second}\n\n"
    assert b"".join(all_csl(catalogue)).endswith(b"]\n")


def test_subscriptions_are_opml_to_the_last_line() -> None:
    feed = "https://a.example/feed.xml"
    sources = (
        Source(name="a", reader="feed", title="A", url=feed, fetch_url=feed),
        Source(name="b", reader="feed", title="B", fetch_url=feed),
        Source(name="c", reader="index", title="C"),
        Source(name="d", reader="feed", title="D", fetch_url=feed),
    )
    reports = (
        SourceReport(name="b", captures=(), entries=0, home_page=feed),
        SourceReport(name="d", captures=(), entries=0, home_page="https://a.example/"),
    )
    title = "A Sample &amp; Its &lt;Thread&gt;"
    assert opml(make_catalogue(make_library(sources=sources, reports=reports))).split("\n") == [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<opml version="2.0">',
        f"<head><title>{title}</title></head>",
        "<body>",
        f'<outline text="{title}" title="{title}">',
        f'<outline type="rss" text="A" title="A" xmlUrl="{feed}"/>',
        f'<outline type="rss" text="B" title="B" xmlUrl="{feed}"/>',
        f'<outline type="rss" text="D" title="D" xmlUrl="{feed}" htmlUrl="https://a.example/"/>',
        "</outline>",
        "</body>",
        "</opml>",
        "",
    ]
