"""The library → its lists: the timeline, and those of a year, month, kind, series, tag, byline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from generator.model.articles import Article, Month, Year
from generator.model.pages import Page
from generator.model.record import PartialDate
from generator.site import paths
from generator.site.catalogue import Catalogue, Groups
from generator.site.chart import make_chart
from generator.site.list_rows import Elsewhere, MonthRows, NameRow, Row, TimelineRows, YearRows
from generator.site.metadata import coins
from generator.site.paths import article_path
from generator.site.timeline import WHOLE, Part, Split, arrange, newest_or_first, split
from generator.text.names import join_names

# On a page of more names than these, and beside a name of more articles, numbers stand for glyphs.
NAMES_WITH_GLYPHS = 500
GLYPHS = 12


def home(catalogue: Catalogue) -> Iterator[Page]:
    """Yield the home page: the timeline of all articles, or of a long one its newest months.

    The undated articles of a long one have a page of their own.
    """
    shown = split(
        catalogue.library.timeline,
        lambda year: paths.year_path(year) if year else paths.UNDATED,
    )
    yield _home_page(catalogue, shown)
    if shown.elsewhere and shown.elsewhere[-1].year is None:
        group = {"group": "undated", "name": None, "chart": False, "part_of": None}
        yield _list_page(catalogue, paths.UNDATED, shown.elsewhere[-1].articles, group)


def _home_page(catalogue: Catalogue, shown: Split) -> Page:
    inputs = {
        "timeline": timeline_rows(catalogue, shown),
        "elsewhere": elsewhere_of(shown.elsewhere),
        "legend": [(kind, len(catalogue.by_kind.get(kind.name, ()))) for kind in catalogue.kinds],
        "count": len(catalogue.articles),
        "chart": make_chart(catalogue, catalogue.articles, shown.elsewhere),
        "span": catalogue.span(catalogue.articles),
    }
    return Page(path=paths.HOME, template="home.html", inputs=inputs)


def years(catalogue: Catalogue) -> Iterator[Page]:
    """Yield a page a year, with the years before and after it."""
    all_years = catalogue.library.timeline.years
    for place, year in enumerate(all_years):
        beside = {
            "newer": all_years[place - 1].year if place else None,
            "older": all_years[place + 1].year if place + 1 < len(all_years) else None,
        }
        yield _year_page(catalogue, year, beside)


def _year_page(catalogue: Catalogue, year: Year, beside: dict[str, int | None]) -> Page:
    folded = _folded(year)
    shown = YearRows(
        year=year.year,
        months=tuple(
            month_rows(catalogue, month, folded=month.month in folded) for month in year.months
        ),
        count=len(year.articles),
    )
    inputs = {"year": shown, **beside}
    return Page(path=paths.year_path(year.year), template="year.html", inputs=inputs)


def _folded(year: Year) -> set[int]:
    """Return the months of a long year that its page only links to; each has a page of its own."""
    if len(year.articles) <= WHOLE:
        return set()
    later = year.months[len(newest_or_first(year.months)) :]
    return {month.month for month in later if month.month}


def months(catalogue: Catalogue) -> Iterator[Page]:
    """Yield a page for each month that is known, with the months before and after it."""
    known = [month for year in catalogue.library.timeline.years for month in year.months]
    known = [month for month in known if month.month]
    dates = [PartialDate(year=month.year, month=month.month) for month in known]
    for place, month in enumerate(known):
        inputs = {
            "month": month_rows(catalogue, month),
            "date": dates[place],
            "newer": dates[place - 1] if place else None,
            "older": dates[place + 1] if place + 1 < len(dates) else None,
        }
        yield Page(path=paths.date_path(dates[place]), template="month.html", inputs=inputs)


def kinds(catalogue: Catalogue) -> Iterator[Page]:
    """Yield a page a kind, also for a kind without articles, and the list of kinds."""
    for kind in catalogue.library.config.kinds:
        yield from list_pages(
            catalogue,
            paths.kind_path(kind.name),
            catalogue.by_kind.get(kind.name, ()),
            {"group": "kind", "name": kind.plural, "kind": kind, "chart": True},
        )
    groups = [
        (kind, len(articles), catalogue.span(articles))
        for kind in catalogue.kinds
        for articles in [catalogue.by_kind.get(kind.name, ())]
    ]
    yield Page(path=paths.KINDS, template="kinds.html", inputs={"groups": groups})


def series(catalogue: Catalogue) -> Iterator[Page]:
    """Yield a page a series, and the list of series."""
    for one in catalogue.library.config.series:
        yield from list_pages(
            catalogue,
            paths.series_path(one.name),
            catalogue.by_series.get(one.name, ()),
            {"group": "series", "name": one.title, "chart": True},
        )
    groups = [
        (one, len(articles), catalogue.span(articles))
        for one in catalogue.library.config.series
        for articles in [catalogue.by_series.get(one.name, ())]
    ]
    yield Page(path=paths.ALL_SERIES, template="series.html", inputs={"groups": groups})


def tags(catalogue: Catalogue) -> Iterator[Page]:
    """Yield a page a tag, and the list of tags."""
    for tag, path in catalogue.tag_paths.items():
        context = {"group": "tag", "name": tag, "chart": False}
        yield from list_pages(catalogue, path, catalogue.by_tag[tag], context)
    yield _names_page(catalogue, "tags", paths.TAGS, catalogue.tag_paths, catalogue.by_tag)


def authors(catalogue: Catalogue) -> Iterator[Page]:
    """Yield a page a byline, exactly as it is signed, and the list of bylines."""
    for author, path in catalogue.author_paths.items():
        context = {"group": "author", "name": author, "chart": False}
        yield from list_pages(catalogue, path, catalogue.by_author[author], context)
    named = catalogue.by_author
    yield _names_page(catalogue, "authors", paths.AUTHORS, catalogue.author_paths, named)


def _names_page(
    catalogue: Catalogue, group: str, path: str, name_paths: dict[str, str], articles: Groups
) -> Page:
    """Return the page of all names, each with its articles' glyphs, or where many their number."""
    is_short = len(name_paths) <= NAMES_WITH_GLYPHS
    names = [
        NameRow(
            name=name,
            path=name_paths[name],
            count=len(named),
            glyphs=tuple(catalogue.kind(article).glyph for article in named)
            if is_short and len(named) <= GLYPHS
            else (),
        )
        for name, named in articles.items()
    ]
    return Page(path=path, template="names.html", inputs={"group": group, "names": names})


def copies(catalogue: Catalogue) -> Iterator[Page]:
    """Yield the articles of which somebody kept a copy."""
    kept = tuple(a for a in catalogue.articles if a.body)
    context = {"group": "copies", "name": None, "chart": False}
    yield from list_pages(catalogue, paths.COPIES, kept, context)


def list_pages(
    catalogue: Catalogue, path: str, listed: tuple[Article, ...], context: dict[str, Any]
) -> Iterator[Page]:
    """Yield a page of some articles in a timeline of their own, and if that is long one a year.

    `context` says the `group`, the `name` in it or None, and whether there is a `chart`.
    """
    parts: tuple[Part, ...] = ()
    if len(listed) > WHOLE:
        parts = split(arrange(listed), lambda year: paths.part_path(path, year)).elsewhere
    yield _list_page(catalogue, path, listed, {"part_of": None, **context})
    links = elsewhere_of(parts)
    for place, part in enumerate(parts):
        beside = {
            "part_of": links[place],
            "whole": path,
            "newer": links[place - 1] if place else None,
            "older": links[place + 1] if place + 1 < len(parts) else None,
            "chart": False,
        }
        yield _list_page(catalogue, part.path, part.articles, {**context, **beside})


def _list_page(
    catalogue: Catalogue, path: str, listed: tuple[Article, ...], context: dict[str, Any]
) -> Page:
    shown = Split(timeline=arrange(listed))
    if not context["part_of"]:  # a year's page shows its year, however long
        shown = split(shown.timeline, lambda year: paths.part_path(path, year))
    whole = context.get("whole", path)
    inputs = {
        "timeline": timeline_rows(catalogue, shown),
        "elsewhere": elsewhere_of(shown.elsewhere),
        "count": len(listed),
        "span": catalogue.span(listed),
        "feed": paths.feed_path(whole) if whole in catalogue.fed else None,
        **context,
        "chart": make_chart(catalogue, listed, shown.elsewhere) if context["chart"] else None,
    }
    return Page(path=path, template="list.html", inputs=inputs)


# Articles → their rows in lists, each worked out once for all the lists that show it.

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
        kept=article.body is not None,
        coins=coins(catalogue.cited(article)),
        differs_on=catalogue.differs_on(article),
        blog=blog.title if blog else None,
    )
