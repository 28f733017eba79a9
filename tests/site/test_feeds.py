"""feed.xml by RFC 4287 and feed.json by JSON Feed 1.1."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from posixpath import dirname, normpath
from typing import Any

import feedparser
import pytest
from bs4 import BeautifulSoup
from lxml import etree

from generator.build.pipeline import build
from generator.model.articles import Article, Change
from generator.model.entries import Attachment
from generator.model.record import PartialDate
from generator.site import Library
from tests.site.sample_library import ARTICLES, SAMPLE, make_article, make_library
from tests.test_inputs import SITE, source, written

Site = dict[str, str]
NAMES = {
    "a": "http://www.w3.org/2005/Atom",
    "dcterms": "http://purl.org/dc/terms/",
    "octavo": "urn:uuid:83757889-9689-5d14-a1b8-d1db6962bf4e",
}


def atom(site: Site) -> etree._Element:
    return etree.fromstring(site["feed.xml"].encode())


def texts(element: etree._Element, path: str) -> list[str]:
    return [found.text or "" for found in element.findall(path, NAMES)]


def one(element: etree._Element, path: str) -> str:
    [text] = texts(element, path)
    return text


def links(element: etree._Element) -> list[tuple[str | None, str | None]]:
    return [(link.get("rel"), link.get("href")) for link in element.findall("a:link", NAMES)]


def entry_of(feed: etree._Element, title: str) -> etree._Element:
    entries = feed.findall("a:entry", NAMES)
    return next(entry for entry in entries if one(entry, "a:title") == title)


@pytest.mark.parametrize("name", ["site", "site_with_address"])
def test_the_feed_is_valid_by_rfc_4287(name: str, request: pytest.FixtureRequest) -> None:
    feed = atom(request.getfixturevalue(name))
    ids = []
    for element in (feed, *feed.findall("a:entry", NAMES)):
        ids.append(one(element, "a:id"))
        assert one(element, "a:title")
        assert datetime.fromisoformat(one(element, "a:updated")).tzinfo
        for author in element.findall("a:author", NAMES):
            assert one(author, "a:name")
        alternates = [link for link in links(element) if link[0] == "alternate"]
        assert len(alternates) <= 1
        if element is not feed:
            assert alternates or one(element, "a:content")
    assert len(ids) == len(set(ids)) == 13
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", id_) for id_ in ids)
    assert texts(feed, "a:author/a:name") == ["A Sample & Its <Thread>"]


def test_the_feed_is_as_new_as_its_data(site: Site) -> None:
    assert one(atom(site), "a:updated") == "2026-04-07T00:00:00+02:00"


PUBLISHED = {
    "Note": ("2025-07", "2025-07-01T12:00:00+00:00"),
    "Day": ("2024-05-25", "2024-05-25T12:00:00+00:00"),
    "Year only": ("2025", "2025-01-01T12:00:00+00:00"),
    "Over a Year": ("2020-03/2021-04", "2020-03-01T12:00:00+00:00"),
}


@pytest.mark.parametrize("title", PUBLISHED)
def test_an_entry_is_of_noon_of_its_first_day_and_says_the_exact_date(
    title: str, site: Site
) -> None:
    entry = entry_of(atom(site), title)
    date, published = PUBLISHED[title]
    assert one(entry, "octavo:date") == date
    assert one(entry, "a:published") == one(entry, "a:updated") == published
    # A range is no W3CDTF, and would be taken for another date.
    assert texts(entry, "dcterms:issued") == ([] if "/" in date else [date])


def test_no_time_zone_shows_another_month(site: Site) -> None:
    published = datetime.fromisoformat(one(entry_of(atom(site), "Note"), "a:published"))
    shown = [published.astimezone(timezone(timedelta(hours=hours))) for hours in range(-12, 15)]
    assert {there.month for there in shown} == {7}


def test_a_time_that_a_source_states_stands_in_the_feed(
    rendered: Callable[[Library], Site],
) -> None:
    article = make_article("x", "2025-07-04", instant="2025-07-03T23:30:00Z")
    entry = entry_of(atom(rendered(make_library(article))), "X")
    assert one(entry, "a:published") == "2025-07-03T23:30:00+00:00"
    assert one(entry, "octavo:date") == "2025-07-04"


def correction(article: str, field: str, time: str) -> Change:
    return Change(
        kind="corrected",
        date=PartialDate(year=2026, month=4, day=5),
        time=time,
        capture="captures/feed/1.xml",
        article=article,
        label="X",
        url=None,
        field=field,
        value="b",
        was="a",
    )


def test_what_was_corrected_is_updated_later_than_it_was_published(
    rendered: Callable[[Library], Site],
) -> None:
    changes = (correction("id-x", "title", "031754"), correction("id-x", "url", "020000"))
    library = make_library(
        make_article("x"),
        make_article("y", updated="2025-08-01T10:00:00Z"),
        make_article("z"),
        changes=changes,
        data_as_of=PartialDate(year=2026, month=4, day=5),
    )
    feed = atom(rendered(library))
    updated = {one(e, "a:title"): one(e, "a:updated") for e in feed.findall("a:entry", NAMES)}
    assert updated == {
        "X": "2026-04-05T03:17:54+00:00",
        "Y": "2025-08-01T10:00:00+00:00",
        "Z": "2025-07-01T12:00:00+00:00",
    }
    assert set(texts(feed, "a:entry/a:published")) == {"2025-07-01T12:00:00+00:00"}
    assert one(feed, "a:updated") == "2026-04-05T03:17:54+00:00"


def test_what_was_added_has_a_feed_in_the_order_in_which_it_was(
    rendered: Callable[[Library], Site],
) -> None:
    day = PartialDate(year=2026, month=5, day=3)
    library = make_library(
        make_article("old", "1999", added=day),
        make_article("new", "2025", added=PartialDate(year=2026, month=4)),
        make_article("undated", None, added=PartialDate(year=2026, month=5, day=2)),
        make_article("unknown"),
    )
    site = rendered(library)
    feed = etree.fromstring(site["added.xml"].encode())
    assert one(feed, "a:title") == "Added to A Sample & Its <Thread>"
    entries = feed.findall("a:entry", NAMES)
    assert [(one(e, "a:title"), one(e, "a:published"), one(e, "a:updated")) for e in entries] == [
        ("Old", "2026-05-03T12:00:00+00:00", "2026-05-03T12:00:00+00:00"),
        ("Undated", "2026-05-02T12:00:00+00:00", "2026-05-02T12:00:00+00:00"),
        ("New", "2026-04-01T12:00:00+00:00", "2026-04-01T12:00:00+00:00"),
    ]
    assert [texts(e, "octavo:date") for e in entries] == [["1999"], [], ["2025"]]
    assert texts(feed, "a:entry/dcterms:issued") == []
    published = set(texts(atom(site), "a:entry/a:id"))
    assert published.isdisjoint(texts(feed, "a:entry/a:id"))
    assert 'href="added.xml"' in site["index.html"]


def test_a_note_is_told_as_added_where_its_front_matter_says_when(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "site.toml": SITE + source("notes", "note"),
        "notes/by-command.md": "---\ntitle: By command\nadded: 2026-05-03\n---\nWords.\n",
        "notes/by-hand.md": "---\ntitle: By hand\ndate: 2026-05-04\n---\nWords.\n",
    }
    build(written(tmp_path / "content", files), tmp_path / "site")
    added = etree.fromstring((tmp_path / "site/added.xml").read_bytes())
    assert texts(added, "a:entry/a:title") == ["By command"]
    published = etree.fromstring((tmp_path / "site/feed.xml").read_bytes())
    assert texts(published, "a:entry/a:title") == ["By hand"]


def test_without_any_day_of_adding_there_is_no_such_feed(site: Site) -> None:
    assert "added.xml" not in site
    assert "added.xml" not in site["index.html"]


def feeds_of(site: Site) -> dict[str, etree._Element]:
    """The feeds of groups, by their paths."""
    return {
        path: etree.fromstring(text.encode())
        for path, text in site.items()
        if path.endswith("/feed.xml")
    }


def test_kinds_series_and_sources_have_feeds(site: Site) -> None:
    feeds = feeds_of(site)
    assert {path: one(feed, "a:title") for path, feed in feeds.items()} == {
        "kind/update/feed.xml": "Updates · A Sample & Its <Thread>",
        "kind/paper/feed.xml": "Papers · A Sample & Its <Thread>",
        "kind/note/feed.xml": "Notes · A Sample & Its <Thread>",
        "series/updates/feed.xml": "Updates · A Sample & Its <Thread>",
        "evidence/source/index/feed.xml": "the index page · A Sample & Its <Thread>",
        "evidence/source/feed/feed.xml": "the feed · A Sample & Its <Thread>",
    }
    ids = [one(feed, "a:id") for feed in (atom(site), *feeds.values())]
    assert len(ids) == len(set(ids))
    titles = texts(feeds["series/updates/feed.xml"], "a:entry/a:title")
    assert titles == ["Updates — July 2025", "Updates — May 2024"]
    # An article is one entry, wherever it is listed.
    everywhere = {path: set(texts(feed, "a:entry/a:id")) for path, feed in feeds.items()}
    assert all(found <= set(texts(atom(site), "a:entry/a:id")) for found in everywhere.values())


@pytest.mark.slow
def test_feeds_of_groups_are_bounded_in_number_and_length(
    rendered: Callable[[Library], Site],
) -> None:
    def article(number: int, **fields: Any) -> Article:
        return make_article(f"n{number}", f"{1900 + number}", **fields)

    many = [article(number, tags=(f"t{number // 3}",)) for number in range(330)]
    library = make_library(
        *many,
        *(article(330 + number, tags=("long",), authors=("Ann",)) for number in range(25)),
        *(article(360 + number, tags=("short",)) for number in range(2)),
    )
    feeds = feeds_of(rendered(library))
    tags = {path for path in feeds if path.startswith("tag/")}
    assert len(tags) == 100
    assert "tag/long/feed.xml" in tags
    assert "tag/short/feed.xml" not in tags
    titles = texts(feeds["author/ann/feed.xml"], "a:entry/a:title")
    assert titles == [f"N{number}" for number in range(354, 334, -1)]


@pytest.mark.slow
def test_every_feed_is_announced_on_the_page_of_what_it_is_of(site_with_address: Site) -> None:
    announced: dict[str, str] = {}
    for path, text in site_with_address.items():
        if path.endswith("index.html"):
            head = BeautifulSoup(text, "lxml").select("link[rel=alternate][type*=atom]")
            hrefs = (normpath(f"{dirname(path)}/{link['href']}").lstrip("/") for link in head)
            announced |= dict.fromkeys(hrefs, path)
    assert set(announced) <= set(site_with_address)
    feeds = set(feeds_of(site_with_address))
    assert {path: announced[path] for path in feeds} == {
        path: path.replace("feed.xml", "index.html")
        if not path.startswith("evidence/")
        else "evidence/index.html"
        for path in feeds
    }


def test_a_page_says_what_a_feed_is_and_leads_to_every_one(site: Site) -> None:
    page = BeautifulSoup(site["feeds/index.html"], "lxml")
    assert "A feed is a file" in page.select(".lede")[0].text
    links = {normpath(f"feeds/{link['href']}") for link in page.select("main ul a")}
    assert links == {"feed.xml", "feed.json", "changes.xml", *feeds_of(site)}
    assert [heading.text for heading in page.select("main h2")] == [
        "Timeline",
        "Kinds",
        "Series",
        "Sources",
    ]
    footer = BeautifulSoup(site["a/paper/index.html"], "lxml").select("footer a")
    assert "../../feeds/index.html" in [link["href"] for link in footer]


def test_a_kind_whose_articles_have_no_date_announces_no_feed(
    rendered: Callable[[Library], Site],
) -> None:
    library = make_library(make_article("x", None, kind="paper"), make_article("y"))
    site = rendered(library)
    assert set(feeds_of(site)) == {"kind/note/feed.xml", "evidence/source/feed/feed.xml"}
    assert "kind/paper/feed.xml" not in site["kind/paper/index.html"]


def test_tags_are_unique_and_the_kind_is_none_of_them(
    rendered: Callable[[Library], Site],
) -> None:
    library = make_library(
        make_article("x", kind="paper", tags=("PAPER", "c")), make_article("y", tags=("c",))
    )
    site = rendered(library)
    parsed = feedparser.parse(site["feed.xml"])
    terms = {entry.title: [tag.term for tag in entry.tags] for entry in parsed.entries}
    assert terms == {"X": ["PAPER", "c"], "Y": ["note", "c"]}
    items = json.loads(site["feed.json"])["items"]
    assert {item["title"]: item["tags"] for item in items} == {
        "X": ["PAPER", "c"],
        "Y": ["Note", "c"],
    }


def test_attachments_are_enclosures(rendered: Callable[[Library], Site]) -> None:
    files = (
        Attachment(url="https://a.example/a.mp3", type="audio/mpeg", title="Read out", bytes=9),
        Attachment(url="https://a.example/a.png", type="image"),
    )
    site = rendered(make_library(make_article("x", attachments=files)))
    [entry] = feedparser.parse(site["feed.xml"]).entries
    assert [dict(file) for file in entry.enclosures] == [
        {
            "href": "https://a.example/a.mp3",
            "type": "audio/mpeg",
            "length": "9",
            "title": "Read out",
        },
        # feedparser takes what has no type for a page.
        {"href": "https://a.example/a.png", "type": "text/html"},
    ]
    [item] = json.loads(site["feed.json"])["items"]
    assert item["attachments"] == [
        {
            "url": "https://a.example/a.mp3",
            "mime_type": "audio/mpeg",
            "title": "Read out",
            "size_in_bytes": 9,
        }
    ]


def test_feedparser_reads_every_feed_to_the_dates_authors_and_ids_that_it_has(
    site_with_address: Site,
) -> None:
    for path in ("feed.xml", *feeds_of(site_with_address)):
        parsed = feedparser.parse(site_with_address[path])
        assert (parsed.bozo, parsed.version) == (0, "atom10")
        ids = [entry.id for entry in parsed.entries]
        assert len(ids) == len(set(ids)) > 0
        for entry in parsed.entries:
            assert entry.published_parsed[3:5] == (12, 0)
            listed = [author.name for author in entry.get("authors", ())]
            assert "A Sample & Its <Thread>" not in listed
            links = [link.rel for link in entry.links]
            assert links.count("alternate") == 1
    parsed = feedparser.parse(site_with_address["feed.xml"])
    [span] = [entry for entry in parsed.entries if entry.title == "Over a Year"]
    assert span.published_parsed[:3] == (2020, 3, 1)


def test_without_a_base_url_entries_lead_to_the_originals(site: Site) -> None:
    feed = atom(site)
    assert links(feed) == []
    assert links(entry_of(feed, "Note")) == [("alternate", "https://example.org/note/")]
    assert links(entry_of(feed, "No url")) == []
    assert one(entry_of(feed, "No url"), "a:content") == "No url"


def test_with_a_base_url_entries_lead_here_and_name_the_originals(site_with_address: Site) -> None:
    feed = atom(site_with_address)
    assert links(feed) == [
        ("self", "https://me.example/list/feed.xml"),
        ("alternate", "https://me.example/list/index.html"),
    ]
    assert links(entry_of(feed, "Note")) == [
        ("alternate", "https://me.example/list/a/note/index.html"),
        ("via", "https://example.org/note/"),
    ]


def test_ids_do_not_change_with_the_address(site: Site, site_with_address: Site) -> None:
    assert texts(atom(site), "a:entry/a:id") == texts(atom(site_with_address), "a:entry/a:id")


def test_undated_articles_are_in_feeds_only_with_a_time_from_a_source(
    rendered: Callable[[Library], Site],
) -> None:
    library = make_library(
        make_article("told", None, updated="2025-08-01T10:00:00Z"),
        make_article("untold", None),
        make_article("dated", "2025-07"),
    )
    site = rendered(library)
    feed = atom(site)
    assert texts(feed, "a:entry/a:title") == ["Told", "Dated"]
    assert texts(feed, "a:entry/a:updated")[0] == "2025-08-01T10:00:00+00:00"
    assert len(texts(feed, "a:entry/a:published")) == 1
    assert "date_published" not in json.loads(site["feed.json"])["items"][0]
    assert one(feed, "a:updated") == "2025-08-01T10:00:00+00:00"
    assert [item["title"] for item in json.loads(site["feed.json"])["items"]] == ["Told", "Dated"]


def test_the_fifty_newest_are_in_the_feed(rendered: Callable[[Library], Site]) -> None:
    articles = [make_article(f"n{number}", f"{1950 + number}") for number in range(60)]
    titles = texts(atom(rendered(make_library(*articles))), "a:entry/a:title")
    assert titles == [f"N{number}" for number in range(59, 9, -1)]


def test_what_xml_forbids_does_not_break_the_feed(rendered: Callable[[Library], Site]) -> None:
    site = rendered(make_library(make_article("x", title="a\x00b\x0bc\ufffe <d> & é")))
    assert texts(atom(site), "a:entry/a:title") == ["abc <d> & é"]
    assert json.loads(site["feed.json"])["items"][0]["title"] == "a\x00b\x0bc\ufffe <d> & é"


def test_the_json_feed_says_the_same(site_with_address: Site) -> None:
    feed = json.loads(site_with_address["feed.json"])
    items = feed.pop("items")
    assert feed == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "A Sample & Its <Thread>",
        "language": "en",
        "description": "Everything that a page must bear.",
        "home_page_url": "https://me.example/list/index.html",
        "feed_url": "https://me.example/list/feed.json",
    }
    [paper] = [item for item in items if item["title"].startswith("A Paper")]
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", paper.pop("id"))
    assert paper == {
        "title": "A Paper on $k$-Sparse <Things> & “More”",
        "url": "https://me.example/list/a/paper/index.html",
        "external_url": "https://example.org/paper/",
        "content_text": "It says something & proves it.",
        "summary": "It says something & proves it.",
        "date_published": "2025-07-01T12:00:00+00:00",
        "date_modified": "2025-07-01T12:00:00+00:00",
        "authors": [{"name": "Ada Lindsey"}, {"name": "Bo Li"}],
        "tags": ["paper", "C++"],
        "_octavo": {
            "date_edtf": "2025-07",
            "kind": "paper",
            "tags": ["paper", "C++"],
            "added": None,
        },
    }
    assert len(items) == len(ARTICLES) - 1


def test_without_any_date_there_is_no_feed_to_announce(
    rendered: Callable[[Library], Site],
) -> None:
    site = rendered(make_library(make_article("x", None)))
    assert not {"feed.xml", "feed.json", "feeds/index.html"} & set(site)
    assert "alternate" not in site["index.html"]


def test_the_data_and_never_the_clock_says_how_new_the_feed_is(
    rendered: Callable[[Library], Site],
) -> None:
    assert SAMPLE.data_as_of == PartialDate(year=2026, month=4, day=7)
    site = rendered(make_library(make_article("x", "1999-05")))
    assert one(atom(site), "a:updated") == "1999-05-01T12:00:00+00:00"


def test_the_ids_of_what_was_added_stay(rendered: Callable[[Library], Site]) -> None:
    """A reader that sees another id shows every entry once more."""
    library = make_library(make_article("old", "1999", added=PartialDate(year=2026, month=5)))
    feed = etree.fromstring(rendered(library)["added.xml"].encode())
    assert (one(feed, "a:id"), one(feed, "a:entry/a:id")) == (
        "urn:uuid:e7c67d91-d85e-5f9a-a5ea-fe3115c8770b",
        "urn:uuid:ba1f6846-c40e-5425-a682-e620c903f9c6",
    )


def test_an_item_names_no_second_address_where_it_leads_to_the_article_itself(
    rendered: Callable[[Library], Site],
) -> None:
    library = make_library(make_article("x", added=PartialDate(year=2026, month=5)))
    [item] = json.loads(rendered(library)["feed.json"])["items"]
    assert (item["url"], "external_url" in item) == ("https://example.org/x/", False)
    assert item["_octavo"]["added"] == "2026-05"
