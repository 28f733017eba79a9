"""What the pages about sources are made of: what each holds, where they differ, what is left."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from generator.config.records import Source
from generator.model.articles import Article, Conflict, DateEvidence, Evidence, Filtered
from generator.model.entries import Capture, FetchState, Publication, SourceReport
from generator.model.pages import Page
from generator.model.record import PartialDate, Problem
from generator.site.catalogue import Catalogue, make_catalogue
from generator.site.evidence_pages import (
    Account,
    Dispute,
    Doubts,
    SourceStatus,
    disputes,
    evidence,
    has_doubts,
)
from generator.site.list_pages import list_pages
from generator.site.list_rows import Elsewhere
from tests.site.sample_library import CONFIG, make_article, make_library, make_statement

INDEX, FEED, WIKI = CONFIG.sources
OTHER = Source(name="other", reader="feed", title="another feed", url="https://other.example/")
PROBLEM = Problem(where="captures/feed, item 3", message="no title", severity="warning")


def listed_by(slug: str, date: str | None, *sources: str, **fields: Any) -> Article:
    return make_article(slug, date, statements=tuple(map(make_statement, sources)), **fields)


def pages_of(catalogue: Catalogue, template: str) -> list[Page]:
    return [page for page in evidence(catalogue) if page.template == template]


def accounts_of(catalogue: Catalogue) -> list[Account]:
    (page,) = pages_of(catalogue, "evidence-sources.html")
    accounts: list[Account] = page.inputs["accounts"]
    return accounts


def account(source: Source, **fields: Any) -> Account:
    """What there is to say of a source of which nothing was read."""
    values: dict[str, Any] = {
        **{"report": None, "captures": (), "size": 0, "source_status": None, "span": None},
        **{"listed": 0, "alone": 0, "shown": (), "feed": None, "page": None, "filtered": ()},
    }
    return Account(source=source, **{**values, **fields})


def test_of_one_blog_a_source_is_told_by_what_it_alone_lists() -> None:
    a = listed_by("a", "2025-07", "index", "feed")
    b = listed_by("b", "2024-01", "feed")
    c = listed_by("c", "2023-01", "feed")
    catalogue = make_catalogue(make_library(a, b, c))
    feed = "evidence/source/{}/feed.xml".format
    assert accounts_of(catalogue) == [
        account(INDEX, listed=1, feed=feed("index")),
        account(
            FEED,
            listed=3,
            alone=2,
            span=(2023, 2024),
            shown=catalogue.references((b, c)),
            feed=feed("feed"),
        ),
        account(WIKI),
    ]
    assert pages_of(catalogue, "list.html") == []


def test_of_several_blogs_each_that_lists_anything_has_a_page_of_all_that_it_lists() -> None:
    a = listed_by("a", "2025-07", "feed", "other")
    b = listed_by("b", "2024-01", "feed")
    catalogue = make_catalogue(make_library(a, b, sources=(INDEX, FEED, OTHER)))
    group = {"group": "source", "chart": True}
    path = "evidence/source/{}/index.html".format
    assert accounts_of(catalogue) == [
        account(INDEX),
        account(FEED, listed=2, page=path("feed"), feed="evidence/source/feed/feed.xml"),
        account(OTHER, listed=1, page=path("other"), feed="evidence/source/other/feed.xml"),
    ]
    assert pages_of(catalogue, "list.html") == [
        *list_pages(catalogue, path("feed"), (a, b), {**group, "name": "the feed"}),
        *list_pages(catalogue, path("other"), (a,), {**group, "name": "another feed"}),
    ]


@pytest.mark.parametrize(("count", "has_page"), [(200, False), (201, True)])
def test_what_one_source_alone_lists_has_a_page_where_it_is_long(
    count: int, has_page: bool
) -> None:
    shared = listed_by("shared", "2025-07", "index", "feed")
    alone = [listed_by(f"a{number:03}", "2024-05", "feed") for number in range(count)]
    catalogue = make_catalogue(make_library(shared, *alone))
    _index, found, _wiki = accounts_of(catalogue)
    assert (found.listed, found.alone, found.span) == (count + 1, count, (2024, 2024))
    assert found.shown == (None if has_page else catalogue.references(alone))
    assert found.page is None
    group = {"group": "source", "name": "the feed", "chart": False}
    pages = list_pages(catalogue, "evidence/source/feed/index.html", tuple(alone), group)
    assert pages_of(catalogue, "list.html") == (list(pages) if has_page else [])


def test_the_filters_of_a_source_say_how_many_entries_each_leaves_out() -> None:
    def left_out(source: str, key: str) -> Filtered:
        return Filtered(
            id="x", source=source, where="", url=None, title=None, key=key, reason="an old one"
        )

    filtering = replace(FEED, exclude=("Ad",), newest=3, since="2020")
    filtered = (
        *(left_out("feed", "since"), left_out("feed", "exclude"), left_out("feed", "since")),
        *(left_out("index", "since"), left_out("feed", "include")),
    )
    library = make_library(sources=(filtering, INDEX), filtered=filtered)
    assert accounts_of(make_catalogue(library)) == [
        account(filtering, filtered=(("exclude", 1), ("since", 2))),
        account(INDEX),
    ]


def test_a_source_is_told_by_its_own_captures_and_its_own_address() -> None:
    captures = tuple(
        Capture(
            path=f"captures/feed/{year}.xml",
            date=PartialDate(year=year),
            bytes=year,
            entries=1,
            sound=True,
        )
        for year in (2024, 2025)
    )
    report = SourceReport(name="feed", captures=captures, entries=2)
    failing = FetchState(
        url="https://example.org/feed",
        success="2026-04-05T03:17:54Z",
        error="HTTP 500",
        error_at="2026-05-06T03:17:54Z",
        failures=3,
        gone="2026-05-07T03:17:54Z",
        moved_to="https://example.org/new",
    )
    over = FetchState(url="https://example.org/", error="HTTP 500", failures=3)
    library = make_library(reports=(report,), states=(("feed", failing), ("index", over)))
    nothing = SourceStatus(
        succeeded=None, failed=None, failures=0, error="HTTP 500", gone=None, moved_to=None
    )
    assert accounts_of(make_catalogue(library)) == [
        account(INDEX, source_status=nothing),
        account(
            FEED,
            report=report,
            captures=captures[::-1],
            size=4049,
            source_status=SourceStatus(
                succeeded=PartialDate(year=2026, month=4, day=5),
                failed=PartialDate(year=2026, month=5, day=6),
                failures=3,
                error="HTTP 500",
                gone=PartialDate(year=2026, month=5, day=7),
                moved_to="https://example.org/new",
            ),
        ),
        account(WIKI),
    ]


@pytest.mark.parametrize("count", [1500, 1501])
def test_of_many_problems_the_first_are_shown_and_all_are_counted(count: int) -> None:
    problems = tuple(replace(PROBLEM, where=f"item {number}") for number in range(count))
    catalogue = make_catalogue(make_library(problems=problems))
    doubts = Doubts(shown=problems[:1500], count=count)
    found = [page.inputs["doubts"] for page in evidence(catalogue) if "doubts" in page.inputs]
    assert found == [doubts, doubts]


def conflict(field: str, source: str = "feed", value: str = "x", **fields: Any) -> Conflict:
    return Conflict(field=field, source=source, value=value, raw=value, rule="why", **fields)


def test_differences_stand_by_field_in_the_order_of_what_matters_most() -> None:
    said = Evidence(rule="trust", source="index")
    fields = ("url", "tags", "authors", "title", "publication", "summary")
    article = make_article(
        "a",
        "2025-07",
        authors=("Ann", "Bo"),
        tags=(),
        publication=Publication(container="Tides", issue="3"),
        date_evidence=DateEvidence(rule="index", source="index"),
        evidence={**dict.fromkeys(fields, said), "summary": Evidence(rule="not stated")},
        conflicts=(
            *map(conflict, fields[:-1]),
            conflict("summary", "gone"),
            conflict("date", value="2025-01-01"),
            conflict("date", value="soon"),
            conflict("title", value="2024-07"),
        ),
    )
    undated = make_article("b", None, conflicts=(conflict("date", value="2025-01"),))
    catalogue = make_catalogue(make_library(article, undated))
    a, b = catalogue.references((article, undated))

    def dispute(field: str, believed: str | None, **own: Any) -> Dispute:
        values: dict[str, Any] = {
            **{"article": a, "source": "the index page", "other_source": "the feed"},
            **{"value": "x", "rule": "why"},
        }
        return Dispute(field=field, believed=believed, **{**values, **own})

    july = PartialDate(year=2025, month=7)
    new_year = PartialDate(year=2025, month=1, day=1)
    january = PartialDate(year=2025, month=1)
    assert disputes(catalogue, catalogue.articles) == [
        (
            "date",
            [
                dispute("date", "2025-07", value="2025-01-01", date=july, other_date=new_year),
                dispute("date", "2025-07", value="soon", date=july),
                dispute("date", None, article=b, source=None, value="2025-01", other_date=january),
            ],
        ),
        ("title", [dispute("title", "A"), dispute("title", "A", value="2024-07")]),
        ("authors", [dispute("authors", "Ann, Bo")]),
        ("tags", [dispute("tags", "")]),
        ("url", [dispute("url", "https://example.org/a/")]),
        ("publication", [dispute("publication", "container Tides; issue 3")]),
        ("summary", [dispute("summary", None, source=None, other_source="gone")]),
    ]


def disputed(slug: str, date: str | None, count: int) -> Article:
    return make_article(slug, date, conflicts=(conflict("title"),) * count)


def inputs_of_differences(**own: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        **{"disputed": [], "elsewhere": (), "part_of": None, "vague": (), "more_vague": 0},
        "doubts": Doubts(shown=(), count=0),
    }
    return {**values, **own}


def test_differences_stand_on_one_page_as_long_as_they_are_not_many() -> None:
    articles = (disputed("a", "2025-07", 1000), disputed("b", "2024-07", 500))
    catalogue = make_catalogue(make_library(*articles, make_article("c", "2024-06")))
    assert pages_of(catalogue, "evidence-differences.html") == [
        Page(
            path="evidence/differences/index.html",
            template="evidence-differences.html",
            inputs=inputs_of_differences(disputed=disputes(catalogue, articles)),
        )
    ]


def test_many_differences_have_a_page_for_each_year() -> None:
    articles = (
        *(disputed("a", "2025-07", 1000), disputed("b", "2025-05", 1)),
        *(disputed("c", "2024-07", 499), disputed("d", None, 1)),
    )
    agreed = make_article("e", "2025-06")
    catalogue = make_catalogue(make_library(*articles, agreed))
    folder = "evidence/differences"
    links = (
        Elsewhere(year=2025, path=f"{folder}/2025/index.html", count=2),
        Elsewhere(year=2024, path=f"{folder}/2024/index.html", count=1),
        Elsewhere(year=None, path=f"{folder}/undated/index.html", count=1),
    )
    vague = catalogue.references(articles[3:])
    groups = (articles[:2], articles[2:3], articles[3:])
    assert pages_of(catalogue, "evidence-differences.html") == [
        Page(
            path=f"{folder}/index.html",
            template="evidence-differences.html",
            inputs=inputs_of_differences(elsewhere=links, vague=vague),
        ),
        *(
            Page(
                path=link.path,
                template="evidence-differences.html",
                inputs=inputs_of_differences(part_of=link, disputed=disputes(catalogue, group)),
            )
            for link, group in zip(links, groups, strict=True)
        ),
    ]


@pytest.mark.parametrize(("count", "more"), [(200, 0), (201, 201)])
def test_of_many_articles_without_a_month_the_first_are_listed_and_a_page_has_all(
    count: int, more: int
) -> None:
    both = ("index", "feed")
    year = tuple(listed_by(f"a{number:03}", "2025", *both) for number in range(count - 1))
    undated = listed_by("u", None, *both)
    catalogue = make_catalogue(make_library(listed_by("x", "2025-07", *both), *year, undated))
    vague = (*year, undated)
    (page,) = pages_of(catalogue, "evidence-differences.html")
    assert page.inputs == inputs_of_differences(
        vague=catalogue.references(vague[:200]), more_vague=more
    )
    group = {"group": "vague", "name": None, "chart": False}
    pages = list_pages(catalogue, "evidence/differences/vague/index.html", vague, group)
    assert pages_of(catalogue, "list.html") == (list(pages) if more else [])


DOUBTS: dict[str, tuple[dict[str, Any], str | None, bool]] = {
    "nothing": ({}, "2025-07", False),
    "no date": ({}, None, True),
    "no month": ({}, "2025", True),
    "sources that differ": ({"conflicts": (conflict("title"),)}, "2025-07", True),
}


@pytest.mark.parametrize(("fields", "date", "expected"), DOUBTS.values(), ids=DOUBTS)
def test_a_list_has_doubts_where_sources_differ_or_a_month_is_unknown(
    fields: dict[str, Any], date: str | None, expected: bool
) -> None:
    articles = (make_article("a", date, **fields), make_article("b", "2025-06"))
    assert has_doubts(make_catalogue(make_library(*articles))) is expected


def test_a_list_has_doubts_where_something_could_not_be_read() -> None:
    assert has_doubts(make_catalogue(make_library(problems=(PROBLEM,))))


def test_each_page_of_the_evidence_has_one_that_leads_to_it_from_where_it_stood() -> None:
    library = make_library(
        listed_by("a", "2025-07", "feed", conflicts=(conflict("title"),) * 1501),
        sources=(FEED, OTHER),
    )
    pages = list(evidence(make_catalogue(library)))
    assert [(page.path, page.inputs) for page in pages if page.template == "forward.html"] == [
        (old, {"to": f"evidence/{new}", "label": None, "named": "evidence"})
        for old, new in (
            ("sources/index.html", "index.html"),
            ("sources/feed/index.html", "source/feed/index.html"),
            ("conflicts/index.html", "differences/index.html"),
            ("conflicts/2025/index.html", "differences/2025/index.html"),
            ("mentions/index.html", "named/index.html"),
        )
    ]
