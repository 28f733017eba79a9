"""The pages that are listed → sitemap.xml, with when each last changed as far as the data say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from generator.model.articles import Article
from generator.model.pages import Page
from generator.site import paths
from generator.site.catalogue import Catalogue
from generator.site.news import correction_times
from generator.site.timeline import WHOLE

# https://www.sitemaps.org/protocol.html#index
SITEMAP_LIMIT = 50_000


def sitemaps(catalogue: Catalogue, listed: list[str]) -> Iterator[Page]:
    """Yield one sitemap, or where its protocol's limit is passed several and an index of them."""
    groups = [listed[at : at + SITEMAP_LIMIT] for at in range(0, len(listed), SITEMAP_LIMIT)]
    names = [paths.SITEMAP]
    if len(groups) > 1:
        names = [paths.sitemap_path(number) for number in range(1, len(groups) + 1)]
        inputs = {"sitemaps": names}
        yield Page(path=paths.SITEMAP, template="sitemap-index.xml", inputs=inputs)
    changes = _last_changes(catalogue)
    for name, group in zip(names, groups, strict=True):
        dated = [(path, changes.get(path)) for path in group]
        yield Page(path=name, template="sitemap.xml", inputs={"listed": dated})


def _last_changes(catalogue: Catalogue) -> dict[str, str]:
    """Return when each page last changed, no more exactly than the data say; "" where they do not.

    A list changed when the newest of its articles did. Of what the owner writes nothing is known.
    """
    own = _changes_of_articles(catalogue)
    found = {paths.article_path(article): own[article.id] for article in catalogue.articles}
    for path, articles in _lists(catalogue):
        found[path] = max((own[article.id] for article in articles), default="")
    if as_of := catalogue.library.data_as_of:
        found |= dict.fromkeys((paths.HOME, paths.NEWS, paths.SOURCES), as_of.edtf)
    return found


def _changes_of_articles(catalogue: Catalogue) -> dict[str, str]:
    corrected = {id_: time.date().isoformat() for id_, time in correction_times(catalogue).items()}
    return {
        article.id: max(
            article.added.edtf if article.added else "",
            (article.updated or "")[:10],
            corrected.get(article.id, ""),
        )
        for article in catalogue.articles
    }


def _lists(catalogue: Catalogue) -> Iterator[tuple[str, Iterable[Article]]]:
    """Yield the path of every page that lists articles, and the articles."""
    timeline = catalogue.library.timeline
    for year in timeline.years:
        yield paths.year_path(year.year), year.articles
        for month in year.months:
            if month.month:
                yield paths.month_path(year.year, month.month), month.articles
    yield paths.UNDATED, timeline.undated
    for path, articles in _groups(catalogue):
        yield path, articles
        if len(articles) > WHOLE:
            yield from _parts(path, articles)
    for path in (paths.KINDS, paths.ALL_SERIES, paths.TAGS, paths.AUTHORS):
        yield path, catalogue.articles


def _groups(catalogue: Catalogue) -> Iterator[tuple[str, tuple[Article, ...]]]:
    for name, articles in catalogue.by_kind.items():
        yield paths.kind_path(name), articles
    for name, articles in catalogue.by_series.items():
        yield paths.series_path(name), articles
    for name, articles in catalogue.by_tag.items():
        yield catalogue.tag_paths[name], articles
    for name, articles in catalogue.by_author.items():
        yield catalogue.author_paths[name], articles
    for name in catalogue.blogs:
        listed = tuple(one for one in catalogue.articles if name in one.sources)
        yield paths.source_path(name), listed
    yield paths.COPIES, tuple(a for a in catalogue.articles if a.body)


def _parts(path: str, articles: Iterable[Article]) -> Iterator[tuple[str, Iterable[Article]]]:
    """Return the pages of the years of a long list."""
    years: dict[int | None, list[Article]] = defaultdict(list)
    for article in articles:
        years[article.date.place.year if article.date else None].append(article)
    return ((paths.part_path(path, year), found) for year, found in years.items())
