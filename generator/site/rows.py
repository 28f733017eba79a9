"""Articles → their rows in lists, each worked out once for all the lists that show it."""

from __future__ import annotations

from collections.abc import Iterable

from generator.model import Article, Month, PartialDate, Record
from generator.site.catalogue import Catalogue
from generator.site.metadata import coins
from generator.site.paths import article_path
from generator.site.timeline import Part, Split

# Of more authors than these, a row says how many there are.
AUTHORS_SHOWN = 6


def timeline_rows(catalogue: Catalogue, shown: Split) -> TimelineRows:
    """A timeline as a page shows it."""
    parts = {part.year: len(part.articles) for part in shown.elsewhere}
    return TimelineRows(
        years=tuple(
            YearRows(
                year=year.year,
                months=tuple(month_rows(catalogue, month) for month in year.months),
                count=len(year.articles),
                of=parts.get(year.year),
            )
            for year in shown.timeline.years
        ),
        undated=rows_of(catalogue, shown.timeline.undated),
    )


def month_rows(catalogue: Catalogue, month: Month, *, folded: bool = False) -> MonthRows:
    """A month as a page shows it, or if it is `folded` only links it."""
    return MonthRows(
        year=month.year,
        month=month.month,
        count=len(month.articles),
        rows=None if folded else rows_of(catalogue, month.articles),
    )


def rows_of(catalogue: Catalogue, articles: Iterable[Article]) -> tuple[Row, ...]:
    """The rows of articles, in their order."""
    return tuple(_row(catalogue, article) for article in articles)


def elsewhere_of(parts: Iterable[Part]) -> tuple[Elsewhere, ...]:
    """The links to the years that other pages show."""
    return tuple(map(_elsewhere, parts))


def _elsewhere(part: Part) -> Elsewhere:
    return Elsewhere(year=part.year, path=part.path, count=len(part.articles))


def _row(catalogue: Catalogue, article: Article) -> Row:
    row = catalogue.rows.get(article.id)
    if row is None:
        row = catalogue.rows[article.id] = _make_row(catalogue, article)
    return row


def _make_row(catalogue: Catalogue, article: Article) -> Row:
    kind = catalogue.kind(article)
    title, repeated = catalogue.title_parts(article)
    date = article.date
    return Row(
        id=article.id,
        path=article_path(article),
        glyph=kind.glyph,
        kind=kind.title,
        large=kind.large,
        title=title,
        repeated=repeated,
        authors=", ".join(article.authors[:AUTHORS_SHOWN]),
        more_authors=max(0, len(article.authors) - AUTHORS_SHOWN),
        summary=catalogue.excerpt(article),
        span=date if date and date.end else None,
        day=date.place if date and date.place.day else None,
        kept=article.preview is not None and article.preview.body is not None,
        differs=bool(article.conflicts),
        coins=coins(article, kind),
    )


class Reference(Record, kw_only=True):
    """What other pages say of an article: its page, its label, its date, its kind's glyph."""

    path: str
    label: str
    date: PartialDate | None
    glyph: str


class Neighbours(Record, kw_only=True):
    """The articles next to one article in a list, None at its ends."""

    newer: Reference | None
    older: Reference | None


NOBODY = Neighbours(newer=None, older=None)


class Row(Record, kw_only=True, eq=False):
    """What a list shows of an article.

    `title` and `repeated` are the parts of its title (Catalogue.title_parts). `span` is its date
    where that is a range, `day` where it is known to the day. `kept` says that there is a cached
    copy to read, `differs` that sources do. `coins` is its ContextObject. An article has one row,
    which is equal to itself alone: to tell rows apart by all that they hold takes longer than to
    show them.
    """

    id: str
    path: str
    glyph: str
    kind: str
    large: bool
    title: str
    repeated: str
    authors: str
    more_authors: int
    summary: str | None
    span: PartialDate | None
    day: PartialDate | None
    kept: bool
    differs: bool
    coins: str


class MonthRows(Record, kw_only=True):
    """The articles of one month; `month` None: month unknown. `rows` None: the page only links.

    `count` is how many articles there are.
    """

    year: int
    month: int | None
    count: int
    rows: tuple[Row, ...] | None


class YearRows(Record, kw_only=True):
    """The months of a year that a page shows, and how many articles are in them.

    `of` is how many the whole year has on its own page, where this page shows but a part.
    """

    year: int
    months: tuple[MonthRows, ...]
    count: int
    of: int | None = None


class TimelineRows(Record, kw_only=True):
    """What a page shows of a timeline, newest first, and what is undated."""

    years: tuple[YearRows, ...]
    undated: tuple[Row, ...] = ()


class Elsewhere(Record, kw_only=True):
    """A year that stands on a page of its own, or what is undated (`year` None)."""

    year: int | None
    path: str
    count: int


class NameRow(Record, kw_only=True):
    """A tag or a byline, its page, and how many articles have it; `glyphs` are theirs, if few."""

    name: str
    path: str
    count: int
    glyphs: tuple[str, ...]
