"""The page of what is new in the list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from bs4 import BeautifulSoup

from generator.model.articles import Change
from generator.model.pages import Page
from generator.model.record import PartialDate
from generator.site import Library
from generator.site.catalogue import make_catalogue
from generator.site.news import (
    NEWEST_CHANGES,
    ChangeEntry,
    changes_page,
    correction_times,
    news,
    urn,
)
from tests.site.sample_library import make_article, make_library

Rendered = Callable[[Library], dict[str, str]]
MAY, APRIL = PartialDate(year=2026, month=5, day=3), PartialDate(year=2026, month=4)


def change(kind: str, article: str, date: PartialDate, **fields: str) -> Change:
    named = {"capture": "captures/feed/1.xml", "time": "", "url": None, "label": "Some <title>"}
    return Change(kind=kind, article=article, date=date, **{**named, **fields})  # type: ignore[arg-type]


def test_what_changed_stands_by_day_with_what_it_was(rendered: Rendered) -> None:
    changes = (
        change("added", "id-x", MAY),
        change("corrected", "id-x", MAY, field="date", value="2025-07", was="2025", source="feed"),
        change("vanished", "id-gone", APRIL, source="feed"),
    )
    site = rendered(make_library(make_article("x"), changes=changes, data_as_of=MAY))
    page = BeautifulSoup(site["new/index.html"], "lxml")
    assert [
        (part.h2.text.strip(), [" ".join(item.text.split()) for item in part.select("li")])  # type: ignore[union-attr]
        for part in page.select(".part")
    ] == [
        (
            "3 May 2026",
            [
                "New: Some <title>",
                "Corrected: Some <title> Date: July 2025; it was: 2025. Source: the feed.",
            ],
        ),
        ("April 2026", ["No longer in its source: Some <title> Source: the feed."]),
    ]
    assert [link["href"] for link in page.select(".part a")] == ["../a/x/index.html"] * 2


def test_a_list_that_never_changed_says_so_and_one_of_nothing_has_no_such_page(
    rendered: Rendered,
) -> None:
    page = BeautifulSoup(rendered(make_library(data_as_of=MAY))["new/index.html"], "lxml")
    assert page.select_one(".lede").text == "Nothing has changed since the list began."  # type: ignore[union-attr]
    site = rendered(make_library(data_as_of=None))
    assert "new/index.html" not in site
    assert "What is new" not in site["index.html"]


def test_a_row_says_since_when_what_is_new_is_on_the_list() -> None:
    article = make_article("x", added=APRIL)
    changes = (
        change("added", "id-x", MAY),
        change("vanished", "id-x", MAY, source="feed"),
        change("added", "id-gone", MAY),
    )
    catalogue = make_catalogue(make_library(article, changes=changes, data_as_of=MAY))
    [page] = news(catalogue)
    [(day, rows)] = page.inputs["days"]
    assert (day, [(row.kind, row.path, row.added) for row in rows]) == (
        MAY,
        [
            ("added", "a/x/index.html", "2026-04"),
            ("vanished", "a/x/index.html", None),
            ("added", None, None),
        ],
    )


def test_the_page_has_twice_as_many_changes_as_the_feed_of_them() -> None:
    changes = tuple(change("added", f"id-{n}", MAY, label=f"{n}") for n in range(1000))
    [page] = news(make_catalogue(make_library(changes=changes, data_as_of=MAY)))
    [(_day, rows)] = page.inputs["days"]
    assert [row.label for row in rows] == [f"{n}" for n in range(2 * NEWEST_CHANGES)]
    assert list(news(make_catalogue(make_library(changes=changes, data_as_of=None)))) == []


VIENNA = ZoneInfo("Europe/Vienna")


def feed_of(*changes: Change, **library: Any) -> Page:
    """The feed of changes of a list with one article."""
    given = {"data_as_of": MAY, **library}
    catalogue = make_catalogue(make_library(make_article("x"), changes=changes, **given))
    page = changes_page(catalogue)
    assert page is not None
    return page


def named(name: str) -> str:
    """A name that stays, by RFC 9562."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, name)}"


def test_the_feed_of_changes_holds_each_with_its_time_its_place_and_a_name_that_stays() -> None:
    base = "https://me.example/list/"
    added = change("added", "id-x", MAY, time="031754")
    corrected = change(
        "corrected",
        "id-x",
        APRIL,
        field="date",
        value="2025-07",
        source="feed",
        time="031754",
    )
    gone = change("vanished", "id-gone", MAY, source="feed", url="https://gone.example/")
    prefix = "octavo:sample:change:captures/feed/1.xml"

    def entry(changed: Change, name: str, updated: datetime, **fields: Any) -> ChangeEntry:
        values = {"link": f"{base}a/x/index.html", "value": None, "was": None, **fields}
        return ChangeEntry(change=changed, id=named(f"{prefix}:{name}"), updated=updated, **values)

    renamed = change("corrected", "id-x", APRIL, field="title", value="X", was="2025")
    page = feed_of(corrected, added, gone, renamed, base_url=base)
    latest = datetime(2026, 5, 3, 3, 17, 54, tzinfo=UTC)
    assert page == Page(
        path="changes.xml",
        template="changes.xml",
        inputs={
            "feed_id": named("octavo:sample:changes"),
            "updated": latest,
            "entries": [
                entry(
                    corrected,
                    "id-x:corrected:date:feed",
                    datetime(2026, 4, 1, tzinfo=VIENNA),
                    value=PartialDate(year=2025, month=7),
                ),
                entry(added, "id-x:added::", latest),
                entry(
                    gone,
                    "id-gone:vanished::feed",
                    datetime(2026, 5, 3, tzinfo=VIENNA),
                    link="https://gone.example/",
                ),
                entry(
                    renamed,
                    "id-x:corrected:title:",
                    datetime(2026, 4, 1, tzinfo=VIENNA),
                    value="X",
                    was="2025",
                ),
            ],
            "source_titles": {
                "index": "the index page",
                "feed": "the feed",
                "wiki": "a wiki’s previews",
            },
        },
    )


def test_without_an_address_of_the_list_a_change_leads_to_the_article_itself() -> None:
    there = change("added", "id-x", MAY, url="https://example.org/x/")
    nowhere = change("added", "id-y", MAY)
    links = [entry.link for entry in feed_of(there, nowhere).inputs["entries"]]
    assert links == ["https://example.org/x/", None]


def test_the_feed_of_changes_is_bounded_and_as_new_as_its_newest_or_as_the_data() -> None:
    changes = [change("added", f"id-{n}", MAY, label=f"{n}") for n in range(NEWEST_CHANGES + 1)]
    entries = feed_of(*changes).inputs["entries"]
    assert [entry.change.label for entry in entries] == [f"{n}" for n in range(NEWEST_CHANGES)]
    assert NEWEST_CHANGES == 100
    assert feed_of().inputs["updated"] == datetime(2026, 5, 3, tzinfo=VIENNA)
    year = change("added", "id-x", PartialDate(year=2026), time="031754")
    assert feed_of(year).inputs["updated"] == datetime(2026, 1, 1, tzinfo=VIENNA)
    assert changes_page(make_catalogue(make_library(changes=tuple(changes)))) is None


def test_an_article_was_corrected_when_the_newest_capture_did() -> None:
    june = PartialDate(year=2026, month=6, day=1)
    changes = (
        change("vanished", "id-x", june),
        change("corrected", "id-x", MAY, time="031754", field="title"),
        change("corrected", "id-x", APRIL, field="title"),
        change("added", "id-y", APRIL),
    )
    catalogue = make_catalogue(make_library(make_article("x"), changes=changes, data_as_of=MAY))
    assert correction_times(catalogue) == {"id-x": datetime(2026, 5, 3, 3, 17, 54, tzinfo=UTC)}


def test_a_name_that_stays_is_the_same_in_every_release() -> None:
    assert urn("octavo:sample") == "urn:uuid:ee63f5a2-4b0c-5b8f-9a48-467fd04fbc6c"
