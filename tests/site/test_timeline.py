"""Where an article stands in the timeline."""

from __future__ import annotations

import itertools

import pytest

from generator.model.articles import Article, Month, Timeline, Year
from generator.site.timeline import Part, arrange, newest_or_first, split
from generator.text.dates import parse_edtf
from tests.site.sample_library import make_article


def shape(timeline: Timeline) -> list[tuple[int, int | None, list[str]]]:
    """Year, month and slugs of every month, then the undated under year 0."""
    months = [
        (year.year, month.month, [article.slug for article in month.articles])
        for year in timeline.years
        for month in year.months
    ]
    undated = [article.slug for article in timeline.undated]
    return [*months, (0, None, undated)] if undated else months


CASES: dict[str, tuple[list[Article], list[tuple[int, int | None, list[str]]]]] = {
    "years and months come newest first": (
        [
            make_article("a", "2024-12"),
            make_article("b", "2025-01"),
            make_article("c", "2025-03"),
        ],
        [(2025, 3, ["c"]), (2025, 1, ["b"]), (2024, 12, ["a"])],
    ),
    "a month that is not known stands at the end of its year": (
        [make_article("a", "2025"), make_article("b", "2025-01"), make_article("c", "2024-12")],
        [(2025, 1, ["b"]), (2025, None, ["a"]), (2024, 12, ["c"])],
    ),
    "a range stands where it ends": (
        [make_article("a", "2020-03/2021-04"), make_article("b", "2020-12")],
        [(2021, 4, ["a"]), (2020, 12, ["b"])],
    ),
    "where every article has a day, the newest comes first": (
        [
            make_article("a", "2025-07-01", rank=(0, 0)),
            make_article("b", "2025-07-25", rank=(0, 1)),
        ],
        [(2025, 7, ["b", "a"])],
    ),
    "of the same day, the order is that of the list": (
        [
            make_article("a", "2025-07-25", rank=(0, 1)),
            make_article("b", "2025-07-25", rank=(0, 0)),
        ],
        [(2025, 7, ["b", "a"])],
    ),
    "where one day is not known, the others are in order before it": (
        [
            make_article("a", "2025-07-25", rank=(1, 0)),
            make_article("b", "2025-07", rank=(0, 7)),
            make_article("c", "2025-07-01", rank=(0, 2)),
            make_article("d", "2025-07", rank=(0, 3)),
        ],
        [(2025, 7, ["a", "c", "d", "b"])],
    ),
    "of one day, the newest time comes first, whichever list has it": (
        [
            make_article("a", "2025-07-25", rank=(0, 0), instant="2025-07-25T08:00:00Z"),
            make_article("b", "2025-07-25", rank=(1, 0), instant="2025-07-25T10:00:00Z"),
            make_article("c", "2025-07-25", rank=(0, 1), instant="2025-07-25T12:00:00Z"),
        ],
        [(2025, 7, ["c", "b", "a"])],
    ),
    "of one day, what has no time comes after what has one": (
        [
            make_article("a", "2025-07-25", rank=(0, 0)),
            make_article("b", "2025-07-25", rank=(0, 1), instant="2025-07-25T08:00:00Z"),
            make_article("c", "2025-07-24", rank=(0, 2), instant="2025-07-25T09:00:00Z"),
        ],
        [(2025, 7, ["b", "a", "c"])],
    ),
    "of the same rank, the id decides": (
        [make_article("b", "2025-07"), make_article("a", "2025-07")],
        [(2025, 7, ["a", "b"])],
    ),
    "undated articles come last": (
        [make_article("a", None, rank=(0, 1)), make_article("b", "1999"), make_article("c", None)],
        [(1999, None, ["b"]), (0, None, ["a", "c"])],
    ),
    "of the undated, what was added last comes first": (
        [
            make_article("a", None, added=parse_edtf("2024-01-05")),
            make_article("b", None, rank=(0, 0)),
            make_article("c", None, added=parse_edtf("2024-02")),
            make_article("d", None, added=parse_edtf("2024-01-05"), rank=(0, 7)),
        ],
        [(0, None, ["c", "d", "a", "b"])],
    ),
    "no articles make an empty timeline": ([], []),
}


@pytest.mark.parametrize("case", CASES)
def test_articles_stand_where_they_belong(case: str) -> None:
    articles, expected = CASES[case]
    assert shape(arrange(articles)) == expected


@pytest.mark.parametrize("case", CASES)
def test_the_order_in_which_articles_come_does_not_matter(case: str) -> None:
    articles, _ = CASES[case]
    expected = arrange(articles)
    assert all(arrange(order) == expected for order in itertools.permutations(articles))


# how many articles each month has → years shown with their articles, the years that are elsewhere
SPLITS: dict[str, tuple[dict[str | None, int], list[tuple[int, int]], list[int | None]]] = {
    "a short list stays whole": ({"2025-01": 1000, None: 500}, [(2025, 1000)], []),
    "one more is long": (
        {"2025-02": 1, "2025-01": 1000, None: 500},
        [(2025, 1)],
        [2025, None],
    ),
    "of a long one the newest years are shown": (
        {"2026-01": 100, "2025-01": 150, "2024-01": 60, "2023-01": 1200},
        [(2026, 100), (2025, 150)],
        [2024, 2023],
    ),
    "a long year shows its newest months": (
        {"2026-03": 200, "2026-02": 200, "2025-01": 1200},
        [(2026, 200)],
        [2026, 2025],
    ),
    "the newest months, until there is no room": (
        {"2026-03": 100, "2026-02": 200, "2026-01": 1, "2025-01": 1200},
        [(2026, 300)],
        [2026, 2025],
    ),
    "a month for which there is one place too few": (
        {"2026-03": 100, "2026-02": 201, "2025-01": 1200},
        [(2026, 100)],
        [2026, 2025],
    ),
    "a year for which there is just room": (
        {"2026-03": 100, "2025-02": 200, "2024-01": 1201},
        [(2026, 100), (2025, 200)],
        [2024],
    ),
    "nothing is shown after what found no room": (
        {"2026-03": 100, "2025-02": 201, "2024-01": 1, "2023-01": 1200},
        [(2026, 100)],
        [2025, 2024, 2023],
    ),
    "a month is shown however long": ({"2026-03": 1600, "2026-02": 1}, [(2026, 1600)], [2026]),
    "the undated move to a page of their own": (
        {"2026-03": 100, "2025-03": 1000, None: 500},
        [(2026, 100)],
        [2025, None],
    ),
}


def test_a_timeline_holds_its_articles_by_year_and_month() -> None:
    july, may, vague, undated = (
        *(make_article("a", "2025-07"), make_article("b", "2025-05")),
        *(make_article("c", "2024"), make_article("d", None)),
    )
    assert arrange([undated, vague, may, july]) == Timeline(
        years=(
            Year(
                year=2025,
                months=(
                    Month(year=2025, month=7, articles=(july,)),
                    Month(year=2025, month=5, articles=(may,)),
                ),
            ),
            Year(year=2024, months=(Month(year=2024, month=None, articles=(vague,)),)),
        ),
        undated=(undated,),
    )


def test_what_has_no_day_comes_after_the_first_of_its_month() -> None:
    articles = [make_article("a", "2025-07", rank=(0, 0)), make_article("b", "2025-07-01")]
    assert shape(arrange(articles)) == [(2025, 7, ["b", "a"])]


def make_articles(counts: dict[str | None, int]) -> list[Article]:
    """As many articles of each month."""
    return [
        make_article(f"{date}-{number}", date)
        for date, count in counts.items()
        for number in range(count)
    ]


@pytest.mark.parametrize(("counts", "shown", "elsewhere"), SPLITS.values(), ids=SPLITS)
def test_a_long_list_is_split_by_year(
    counts: dict[str | None, int], shown: list[tuple[int, int]], elsewhere: list[int | None]
) -> None:
    timeline = arrange(make_articles(counts))
    result = split(timeline, lambda year: f"{year}")
    assert [(year.year, len(year.articles)) for year in result.timeline.years] == shown
    assert result.timeline.undated == (() if elsewhere else timeline.undated)
    whole: dict[int | None, tuple[Article, ...]] = {
        year.year: year.articles for year in timeline.years
    }
    whole[None] = timeline.undated
    assert result.elsewhere == tuple(
        Part(year=year, articles=whole[year], path=f"{year}") for year in elsewhere
    )


def test_a_page_begins_with_as_many_months_as_there_is_room_for_and_with_one() -> None:
    (year,) = arrange(make_articles({"2025-03": 100, "2025-02": 200, "2025-01": 1})).years
    assert newest_or_first(year.months) == year.months[:2]
    (year,) = arrange(make_articles({"2025-03": 301, "2025-02": 1})).years
    assert newest_or_first(year.months) == year.months[:1]
