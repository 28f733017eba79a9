"""feed.xml by RFC 4287 and feed.json by JSON Feed 1.1."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime

import pytest
from lxml import etree

from generator.model import PartialDate
from generator.site import Library
from tests.site.sample_library import ARTICLES, SAMPLE, make_article, make_library

Site = dict[str, str]
NAMES = {"a": "http://www.w3.org/2005/Atom", "dcterms": "http://purl.org/dc/terms/"}


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


UPDATED = {
    "Note": ("2025-07", "2025-07-01T00:00:00+02:00"),
    "Day": ("2024-05-25", "2024-05-25T00:00:00+02:00"),
    "Year only": ("2025", "2025-01-01T00:00:00+01:00"),
    "Over a Year": ("2020-03/2021-04", "2020-03-01T00:00:00+01:00"),
}


@pytest.mark.parametrize("title", UPDATED)
def test_an_entry_is_updated_at_the_start_of_its_date_and_says_the_date(
    title: str, site: Site
) -> None:
    entry = entry_of(atom(site), title)
    issued, updated = UPDATED[title]
    assert (one(entry, "dcterms:issued"), one(entry, "a:updated")) == (issued, updated)
    assert one(entry, "a:published") == updated


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
        "date_published": "2025-07-01T00:00:00+02:00",
        "date_modified": "2025-07-01T00:00:00+02:00",
        "authors": [{"name": "Ada Lindsey"}, {"name": "Bo Li"}],
        "tags": ["Paper", "paper", "C++"],
        "_octavo": {"date_edtf": "2025-07"},
    }
    assert len(items) == len(ARTICLES) - 1


def test_without_any_date_there_is_no_feed_to_announce(
    rendered: Callable[[Library], Site],
) -> None:
    site = rendered(make_library(make_article("x", None)))
    assert not {"feed.xml", "feed.json"} & set(site)
    assert "alternate" not in site["index.html"]


def test_the_data_and_never_the_clock_says_how_new_the_feed_is(
    rendered: Callable[[Library], Site],
) -> None:
    assert SAMPLE.data_as_of == PartialDate(year=2026, month=4, day=7)
    site = rendered(make_library(make_article("x", "1999-05")))
    assert one(atom(site), "a:updated") == "1999-05-01T00:00:00+02:00"
