"""Articles → their rows in lists, each worked out once for all the lists that show it."""

from __future__ import annotations

from collections.abc import Iterable

from generator.model import Article, Month
from generator.site.catalogue import Catalogue
from generator.site.list_rows import Elsewhere, MonthRows, Row, TimelineRows, YearRows
from generator.site.metadata import coins
from generator.site.paths import article_path
from generator.site.timeline import Part, Split
from generator.text.names import join_names

# Of more authors than these, a row says how many there are.
AUTHORS_SHOWN = 6


def timeline_rows(catalogue: Catalogue, shown: Split) -> TimelineRows:
    """Return a timeline as a page shows it."""
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
    """Return a month as a page shows it, or if it is `folded` only links it."""
    return MonthRows(
        year=month.year,
        month=month.month,
        count=len(month.articles),
        rows=None if folded else rows_of(catalogue, month.articles),
    )


def rows_of(catalogue: Catalogue, articles: Iterable[Article]) -> tuple[Row, ...]:
    """Return the rows of articles, in their order."""
    return tuple(_row(catalogue, article) for article in articles)


def elsewhere_of(parts: Iterable[Part]) -> tuple[Elsewhere, ...]:
    """Return the links to the years that other pages show."""
    return tuple(map(_elsewhere, parts))


def _elsewhere(part: Part) -> Elsewhere:
    return Elsewhere(year=part.year, path=part.path, count=len(part.articles))


def _row(catalogue: Catalogue, article: Article) -> Row:
    row = catalogue.rows.get(article.id)
    if row is None:
        row = catalogue.rows[article.id] = _make_row(catalogue, article)
    return row


def _listed_since(catalogue: Catalogue, article: Article) -> str | None:
    if article.added is None or article.added.edtf == catalogue.began:
        return None
    return article.added.edtf


def _make_row(catalogue: Catalogue, article: Article) -> Row:
    kind = catalogue.kind(article)
    title, repeated = catalogue.title_parts(article)
    matter = catalogue.matters.get(article.id) if repeated else None
    summary = catalogue.excerpt(article) if article.title or not article.opening else None
    date, blog = article.date, catalogue.blog(article)
    return Row(
        id=article.id,
        path=article_path(article),
        glyph=kind.glyph,
        kind=kind.title,
        large=kind.large,
        title=matter or title,
        repeated="" if matter else repeated,
        part_of=article.label if matter else None,
        untitled=article.title is None and article.opening is not None,
        authors=join_names(article.authors[:AUTHORS_SHOWN]),
        more_authors=max(0, len(article.authors) - AUTHORS_SHOWN),
        summary=None if matter else summary,
        span=date if date and date.end else None,
        day=date.place if date and date.place.day else None,
        added=article.added if date is None else None,
        listed_since=_listed_since(catalogue, article),
        kept=article.preview is not None and article.preview.body is not None,
        coins=coins(catalogue.cited(article)),
        differs_on=catalogue.differs_on(article),
        blog=blog.title if blog else None,
    )
