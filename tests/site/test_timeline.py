"""Where an article stands in the timeline."""

from __future__ import annotations

import itertools

import pytest

from generator.model import Article, Timeline
from generator.site.timeline import arrange
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
