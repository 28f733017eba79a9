"""Arrange articles in a Timeline: years, months, and the order inside a month; part long ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import accumulate

from generator.model.articles import Article, Month, Timeline, Year
from generator.model.record import Record
from generator.text.dates import first_day


def arrange(articles: Sequence[Article]) -> Timeline:
    """Return the articles in years and months, newest first.

    A month that is not known stands at the end of its year, and a range where it ends. Undated
    articles come last, first of them what was added last. The same articles give the same
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
    undated = sorted(sorted(undated, key=_by_rank), key=_when_added, reverse=True)
    return Timeline(years=years, undated=tuple(undated))


def _when_added(article: Article) -> tuple[int, int, int]:
    return first_day(article.added) if article.added else (0, 0, 0)


def _months(year: int, by_month: dict[int | None, list[Article]]) -> tuple[Month, ...]:
    newest_first = sorted(by_month, key=lambda month: month or 0, reverse=True)
    return tuple(
        Month(year=year, month=month, articles=_in_order(by_month[month])) for month in newest_first
    )


def _in_order(articles: list[Article]) -> tuple[Article, ...]:
    """Return articles by day and time of day, newest first; those without a day come last.

    Articles of one time stand in the order of their sources.
    """
    return tuple(sorted(sorted(articles, key=_by_rank), key=_when, reverse=True))


def _by_rank(article: Article) -> tuple[tuple[int, int], str]:
    return article.rank, article.id


def _when(article: Article) -> tuple[int, str]:
    day = article.date.place.day if article.date else None
    return day or 0, article.instant or ""


# Up to this many articles stand on one page, which then weighs some 150 KB gzipped.
WHOLE = 1500
# Of more, the newest months as long as these are not exceeded, and at least one.
FIRST = 300

# From a year, or None for what is undated, to the page that shows all of it.
PathOf = Callable[[int | None], str]


class Part(Record, kw_only=True):
    """A year that stands on a page of its own."""

    #: None for the undated articles.
    year: int | None
    articles: tuple[Article, ...]
    #: The path of the page.
    path: str


class Split(Record, kw_only=True):
    """A timeline that is parted: what a page shows of it, and what it links to."""

    #: What the page shows.
    timeline: Timeline
    #: The years that it does not show whole, newest first, and the undated articles.
    elsewhere: tuple[Part, ...] = ()


def split(timeline: Timeline, path_of: PathOf) -> Split:
    """Return a timeline in parts: the newest months of a long one, and pages of years for the rest.

    A short one is shown whole.
    """
    if len(timeline.articles) <= WHOLE:
        return Split(timeline=timeline)
    shown: list[Year] = []
    elsewhere: list[Part] = []
    room = FIRST
    for year in timeline.years:
        months = newest(year.months, room) if shown else newest_or_first(year.months)
        room -= sum(len(month.articles) for month in months)
        if months:
            shown.append(Year(year=year.year, months=months))
        if len(months) < len(year.months):
            room = 0
            path = path_of(year.year)
            elsewhere.append(Part(year=year.year, articles=year.articles, path=path))
    if timeline.undated:
        elsewhere.append(Part(year=None, articles=timeline.undated, path=path_of(None)))
    return Split(timeline=Timeline(years=tuple(shown), undated=()), elsewhere=tuple(elsewhere))


def newest(months: tuple[Month, ...], room: int) -> tuple[Month, ...]:
    """Return the first months that together hold no more articles than there is room for."""
    ends = accumulate(len(month.articles) for month in months)
    return tuple(month for month, end in zip(months, ends, strict=True) if end <= room)


def newest_or_first(months: tuple[Month, ...]) -> tuple[Month, ...]:
    """Return the newest months that have room on a page, and at least the first of all."""
    return newest(months, FIRST) or months[:1]
