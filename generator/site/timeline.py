"""Articles in no order → a Timeline: years, months, and the order inside a month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from generator.model import Article, Month, Timeline, Year


def arrange(articles: Sequence[Article]) -> Timeline:
    """Years and months newest first; a month that is not known stands at the end of its year.

    A range stands where it ends. Undated articles come last. The same articles give the same
    timeline, in whatever order they come.
    """
    by_year: dict[int, dict[int | None, list[Article]]] = defaultdict(lambda: defaultdict(list))
    undated = []
    for article in articles:
        if article.date is None:
            undated.append(article)
        else:
            place = article.date.place
            by_year[place.year][place.month].append(article)
    years = tuple(
        Year(year=year, months=_months(year, by_year[year])) for year in sorted(by_year)[::-1]
    )
    return Timeline(years=years, undated=tuple(sorted(undated, key=_by_rank)))


def _months(year: int, by_month: dict[int | None, list[Article]]) -> tuple[Month, ...]:
    newest_first = sorted(by_month, key=lambda month: month or 0, reverse=True)
    return tuple(
        Month(year=year, month=month, articles=_in_order(by_month[month])) for month in newest_first
    )


def _in_order(articles: list[Article]) -> tuple[Article, ...]:
    """By day, newest first, where every article of the month has one; else as it is listed.

    A list that knows some of the days says more by its order than those days do.
    """
    by_rank = sorted(articles, key=_by_rank)
    days = [article.date.place.day for article in articles if article.date]
    if all(days):
        by_rank.sort(key=_day, reverse=True)
    return tuple(by_rank)


def _by_rank(article: Article) -> tuple[tuple[int, int], str]:
    return article.rank, article.id


def _day(article: Article) -> int:
    return (article.date and article.date.place.day) or 0
