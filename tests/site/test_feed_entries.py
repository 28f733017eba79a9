"""What feeds are made of: which there are, what is in each, in which order, and how new it is."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from generator.model.articles import Article, Change
from generator.model.entries import Attachment
from generator.model.pages import Page
from generator.model.record import PartialDate
from generator.site.catalogue import Catalogue, make_catalogue
from generator.site.feeds import (
    Feed,
    added_feed,
    feed_entries,
    feed_pages,
    feeds_page,
    has_feed,
    json_feed_page,
    make_feed,
    published_time,
)
from generator.site.news import urn
from generator.text.json import formatted
from tests.site.sample_library import make_article, make_library

MAY = PartialDate(year=2026, month=5, day=3)


def catalogue_of(*articles: Article, **library: Any) -> Catalogue:
    return make_catalogue(make_library(*articles, **library))


def noon(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 12, tzinfo=UTC)


HAS_FEED: dict[str, tuple[dict[str, Any], PartialDate | None, bool]] = {
    "a date": ({"date": "2025-07"}, None, True),
    "a time of its last change": ({"date": None, "updated": "2026-05-03T00:00:00Z"}, None, True),
    "when the data were received": ({"date": None}, MAY, True),
    "nothing": ({"date": None}, None, False),
}


@pytest.mark.parametrize(("fields", "as_of", "expected"), HAS_FEED.values(), ids=HAS_FEED)
def test_there_is_a_feed_where_anything_says_how_new_the_list_is(
    fields: dict[str, Any], as_of: PartialDate | None, expected: bool
) -> None:
    catalogue = catalogue_of(make_article("a", **fields), data_as_of=as_of)
    assert has_feed(catalogue) is expected
    assert bool(list(feed_pages(catalogue))) is expected


# date, time of day → when it was published, for programs that know only times
PUBLISHED: dict[str, tuple[str | None, str | None, datetime | None]] = {
    "a time": ("2025-07-04", "2025-07-04T10:00:00Z", datetime(2025, 7, 4, 10, tzinfo=UTC)),
    "a day": ("2025-07-04", None, noon(2025, 7, 4)),
    "a month, whatever time is stated": ("2025-07", "2025-07-04T10:00:00Z", noon(2025, 7, 1)),
    "a range": ("2025-07-04/2025-07-06", "2025-07-06T10:00:00Z", noon(2025, 7, 4)),
    "nothing": (None, "2025-07-04T10:00:00Z", None),
}


@pytest.mark.parametrize(("date", "instant", "expected"), PUBLISHED.values(), ids=PUBLISHED)
def test_an_article_was_published_at_its_time_or_at_noon_of_its_first_day(
    date: str | None, instant: str | None, expected: datetime | None
) -> None:
    assert published_time(make_article("a", date, instant=instant)) == expected


def test_entries_stand_by_when_they_were_published_or_else_changed() -> None:
    catalogue = catalogue_of(
        make_article("old", "2024-07", updated="2026-06-01T10:00:00Z"),
        make_article("told", None, updated="2025-05-01T10:00:00"),
        make_article("new", "2025-07"),
        make_article("never", None),
    )
    vienna = datetime(2025, 5, 1, 10, tzinfo=ZoneInfo("Europe/Vienna"))
    assert [
        (entry.article.slug, entry.id, entry.published, entry.updated, entry.issued)
        for entry in feed_entries(catalogue)
    ] == [
        (slug, urn(f"octavo:sample:id-{slug}"), published, updated, issued)
        for slug, published, updated, issued in (
            ("new", noon(2025, 7, 1), noon(2025, 7, 1), "2025-07"),
            ("told", None, vienna, None),
            ("old", noon(2024, 7, 1), datetime(2026, 6, 1, 10, tzinfo=UTC), "2024-07"),
        )
    ]


def test_a_correction_alone_brings_no_article_into_a_feed() -> None:
    """Nothing says when it was published or changed; the feed of changes tells of it."""
    corrected = Change(
        kind="corrected",
        date=MAY,
        time="",
        capture="captures/feed/2026-05-03.xml",
        article="id-x",
        label="X",
        url=None,
        field="title",
    )
    articles = (make_article("x", None), make_article("y"))
    catalogue = catalogue_of(*articles, data_as_of=MAY, changes=(corrected,))
    assert [entry.article.slug for entry in feed_entries(catalogue)] == ["y"]


NAMES_KIND = {
    "no tag says it": (("other",), True),
    "a tag is its title": (("An ESSAY",), False),
    "a tag is its name in site.toml": (("Text",), False),
}


@pytest.mark.parametrize(("tags", "expected"), NAMES_KIND.values(), ids=NAMES_KIND)
def test_the_kind_is_named_where_no_tag_says_the_same(
    tags: tuple[str, ...], expected: bool
) -> None:
    [entry] = feed_entries(catalogue_of(make_article("a")))
    article = make_article("a", kind="text", tags=tags)
    assert replace(entry, kind="An essay", article=article).names_kind is expected


def test_the_feed_of_all_is_bounded_and_as_new_as_the_data() -> None:
    catalogue = catalogue_of(
        *(make_article(f"n{n}", f"{1950 + n}") for n in range(51)), data_as_of=MAY
    )
    entries = feed_entries(catalogue)
    expected = Feed(
        id=urn("octavo:sample"),
        title="A Sample & Its <Thread>",
        page="index.html",
        updated=datetime(2026, 5, 3, tzinfo=ZoneInfo("Europe/Vienna")),
        entries=tuple(entries[:50]),
    )
    assert make_feed(catalogue, entries) == make_feed(catalogue) == expected
    assert make_feed(catalogue, entries[:1]).entries == tuple(entries[:1])


def test_the_feed_of_what_was_added_is_bounded_too() -> None:
    days = [PartialDate(year=2026, month=1 + n // 28, day=1 + n % 28) for n in range(51)]
    catalogue = catalogue_of(
        *(make_article(f"n{n}", "1999", added=day) for n, day in enumerate(days))
    )
    feed = added_feed(catalogue)
    assert feed is not None
    assert [entry.article.slug for entry in feed.entries] == [f"n{n}" for n in range(50, 0, -1)]
    assert (feed.updated, feed.is_added) == (noon(2026, 2, 23), True)


def grouped(count: int) -> tuple[Article, ...]:
    """As many articles of a tag, the newest last changed long ago."""
    return tuple(
        make_article(f"n{n:02}", f"{1950 + n}", tags=("a: b",), authors=("Ann",))
        for n in range(count)
    )


def test_the_feed_of_a_group_holds_its_twenty_newest_and_is_as_new_as_what_changed_last() -> None:
    changed = make_article("x", "1990", tags=("a: b",), updated="2026-06-01T10:00:00Z")
    told = make_article("told", None, tags=("a: b",), updated="1971-06-01T10:00:00Z")
    catalogue = catalogue_of(*grouped(22), changed, told, make_article("u", None, tags=("a: b",)))
    entries = {entry.article.slug: entry for entry in feed_entries(catalogue)}
    newest = ("x", "told", *(f"n{n:02}" for n in range(21, 3, -1)))
    pages = {page.path: page for page in feed_pages(catalogue)}
    assert pages["tag/a-b/feed.xml"] == Page(
        path="tag/a-b/feed.xml",
        template="feed.xml",
        inputs={
            "feed": Feed(
                id=urn("octavo:sample:tag:a: b"),
                title="a: b · A Sample & Its <Thread>",
                page="tag/a-b/index.html",
                updated=datetime(2026, 6, 1, 10, tzinfo=UTC),
                entries=tuple(entries[slug] for slug in newest),
            )
        },
    )


def test_the_page_of_feeds_names_those_of_groups_by_what_they_are_of() -> None:
    article = make_article("s", "1949", series="updates")
    catalogue = catalogue_of(*grouped(3), article)
    assert feeds_page(catalogue) == Page(
        path="feeds/index.html",
        template="feeds.html",
        inputs={
            "groups": [
                ("kinds", [("Notes", "kind/note/feed.xml")]),
                ("series", [("Updates", "series/updates/feed.xml")]),
                ("sources", [("the feed", "evidence/source/feed/feed.xml")]),
                ("tags", [("a: b", "tag/a-b/feed.xml")]),
                ("authors", [("Ann", "author/ann/feed.xml")]),
            ]
        },
    )


# fields of an article → what its item in feed.json holds besides its id and its dates
ITEMS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "nothing but how its text begins": (
        {"title": None, "opening": "It begins.", "url": None},
        {"content_text": "It begins.", "tags": ["Note"]},
    ),
    "a title besides": (
        {"title": "T", "opening": "It begins.", "url": None, "tags": ("note", "b")},
        {"title": "T", "content_text": "T", "tags": ["note", "b"]},
    ),
    "neither": (
        {"title": None, "authors": ("Ann", "Bo")},
        {
            "title": "https://example.org/a/",
            "url": "https://example.org/a/",
            "content_text": "https://example.org/a/",
            "authors": [{"name": "Ann"}, {"name": "Bo"}],
            "tags": ["Note"],
        },
    ),
    "files, of which those without a media type are left out": (
        {
            "url": None,
            "summary": "It says.",
            "attachments": (
                Attachment(url="https://example.org/a"),
                Attachment(url="https://example.org/b", type="image"),
                Attachment(url="https://example.org/c", type="audio/mpeg"),
                Attachment(url="https://example.org/d", type="a/b", title="D", bytes=0),
            ),
        },
        {
            "title": "A",
            "content_text": "It says.",
            "summary": "It says.",
            "tags": ["Note"],
            "attachments": [
                {"url": "https://example.org/c", "mime_type": "audio/mpeg"},
                {
                    "url": "https://example.org/d",
                    "mime_type": "a/b",
                    "title": "D",
                    "size_in_bytes": 0,
                },
            ],
        },
    ),
}


@pytest.mark.parametrize(("fields", "expected"), ITEMS.values(), ids=ITEMS)
def test_an_item_of_the_json_feed_holds_what_is_known_and_no_more(
    fields: dict[str, Any], expected: dict[str, Any]
) -> None:
    library = make_library(make_article("a", "2025-07", **fields))
    site = replace(library.config.site, description="")
    library = replace(library, config=replace(library.config, site=site))
    catalogue = make_catalogue(library)
    page = json_feed_page(catalogue, make_feed(catalogue))
    dates = dict.fromkeys(("date_published", "date_modified"), "2025-07-01T12:00:00+00:00")
    octavo = {"date_edtf": "2025-07", "kind": "note", "tags": fields.get("tags", ()), "added": None}
    assert page.inputs == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "A Sample & Its <Thread>",
        "language": "en",
        "items": [{"id": urn("octavo:sample:id-a"), **expected, **dates, "_octavo": octavo}],
    }
    assert page.body is not None
    assert page.body() == formatted(page.inputs).decode() + "\n"


def test_an_article_without_an_address_of_its_own_leads_here_alone() -> None:
    catalogue = catalogue_of(make_article("a", url=None), base_url="https://me.example/list/")
    [item] = json_feed_page(catalogue, make_feed(catalogue)).inputs["items"]
    assert item["url"] == "https://me.example/list/a/a/index.html"
    assert "external_url" not in item
