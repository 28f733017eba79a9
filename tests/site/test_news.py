"""The page of what is new in the list."""

from __future__ import annotations

from collections.abc import Callable

from bs4 import BeautifulSoup

from generator.model.articles import Change
from generator.model.record import PartialDate
from generator.site import Library
from generator.site.catalogue import make_catalogue
from generator.site.news import NEWEST_CHANGES, news
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
