"""The library → every page of the site. PAGE_KINDS is the list of what there is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, get_args

from generator.model import Article, DateRule, Draft, Page, PartialDate, Record
from generator.site import Library, paths
from generator.site.article_page import article_page
from generator.site.asked import asked
from generator.site.catalogue import Catalogue, make_catalogue
from generator.site.changes import changes_page
from generator.site.chart import make_chart
from generator.site.disputes import disputes
from generator.site.feeds import atom_page, json_feed_page, make_feed
from generator.site.records import records_page
from generator.site.timeline import arrange


class Account(Record, kw_only=True):
    """What one source contributed: the articles that list it, and those that only it lists."""

    articles: tuple[Article, ...]
    alone: tuple[Article, ...]


def home(catalogue: Catalogue) -> Iterator[Page]:
    """The timeline of everything."""
    context = {
        "timeline": catalogue.library.timeline,
        "chart": make_chart(catalogue, catalogue.articles),
        "span": catalogue.span(catalogue.articles),
    }
    yield Page(path=paths.HOME, template="home.html", context=context)


def years(catalogue: Catalogue) -> Iterator[Page]:
    """A page a year, with the years before and after it."""
    all_years = catalogue.library.timeline.years
    numbers = [year.year for year in all_years]
    for place, year in enumerate(all_years):
        context = {
            "year": year,
            "newer": numbers[place - 1] if place else None,
            "older": numbers[place + 1] if place + 1 < len(numbers) else None,
        }
        yield Page(path=paths.year_path(year.year), template="year.html", context=context)


def months(catalogue: Catalogue) -> Iterator[Page]:
    """A page for each month that is known, with the months before and after it."""
    known = [month for year in catalogue.library.timeline.years for month in year.months]
    known = [month for month in known if month.month]
    dates = [PartialDate(year=month.year, month=month.month) for month in known]
    for place, month in enumerate(known):
        context = {
            "month": month,
            "date": dates[place],
            "newer": dates[place - 1] if place else None,
            "older": dates[place + 1] if place + 1 < len(dates) else None,
        }
        yield Page(path=paths.date_path(dates[place]), template="month.html", context=context)


def articles(catalogue: Catalogue) -> Iterator[Draft]:
    """A page an article."""
    for article in catalogue.articles:
        yield Draft(
            path=paths.article_path(article),
            template="article.html",
            make=partial(article_page, catalogue, article),
            shows=(article.preview.capture,) if article.preview else (),
        )


def kinds(catalogue: Catalogue) -> Iterator[Page | Draft]:
    """A page a kind, also for a kind without articles, and the list of kinds."""
    for kind in catalogue.library.config.kinds:
        yield _list_page(
            catalogue,
            paths.kind_path(kind.name),
            catalogue.by_kind.get(kind.name, ()),
            {"group": "kind", "name": kind.plural, "kind": kind, "chart": True},
        )
    yield Page(path=paths.KINDS, template="kinds.html")


def series(catalogue: Catalogue) -> Iterator[Page | Draft]:
    """A page a series, and the list of series."""
    for one in catalogue.library.config.series:
        yield _list_page(
            catalogue,
            paths.series_path(one.name),
            catalogue.by_series.get(one.name, ()),
            {"group": "series", "name": one.title, "chart": True},
        )
    yield Page(path=paths.ALL_SERIES, template="series.html")


def tags(catalogue: Catalogue) -> Iterator[Page | Draft]:
    """A page a tag, and the list of tags."""
    for tag, path in catalogue.tag_paths.items():
        yield _list_page(catalogue, path, catalogue.by_tag[tag], {"group": "tag", "name": tag})
    names = {"group": "tags", "groups": catalogue.by_tag, "name_paths": catalogue.tag_paths}
    yield Page(path=paths.TAGS, template="names.html", context=names)


def authors(catalogue: Catalogue) -> Iterator[Page | Draft]:
    """A page a byline, exactly as it is signed, and the list of bylines."""
    for author, path in catalogue.author_paths.items():
        context = {"group": "author", "name": author}
        yield _list_page(catalogue, path, catalogue.by_author[author], context)
    names = {
        "group": "authors",
        "groups": catalogue.by_author,
        "name_paths": catalogue.author_paths,
    }
    yield Page(path=paths.AUTHORS, template="names.html", context=names)


def copies(catalogue: Catalogue) -> Iterator[Page | Draft]:
    """The articles of which somebody kept a copy."""
    kept = [a for a in catalogue.articles if a.preview and a.preview.has_body]
    yield _list_page(catalogue, paths.COPIES, tuple(kept), {"group": "copies", "name": None})


def sources(catalogue: Catalogue) -> Iterator[Page]:
    """What every source holds, and what only it holds."""
    listed: dict[str, list[Article]] = defaultdict(list)
    for article in catalogue.articles:
        for name in article.sources:
            listed[name].append(article)
    context = {
        "accounts": {
            source.name: Account(
                articles=tuple(listed[source.name]),
                alone=tuple(a for a in listed[source.name] if len(a.sources) == 1),
            )
            for source in catalogue.library.config.sources
        },
        "reports": {report.name: report for report in catalogue.library.reports},
        "asked": {name: asked(state) for name, state in catalogue.library.states},
    }
    yield Page(path=paths.SOURCES, template="sources.html", context=context)


def conflicts(catalogue: Catalogue) -> Iterator[Page]:
    """What the sources disagree on, who won, and what stays doubtful."""
    context = {
        "disputed": disputes(catalogue.articles),
        "vague": [article for article in catalogue.articles if _is_vague(article)],
    }
    yield Page(path=paths.CONFLICTS, template="conflicts.html", context=context)


def _is_vague(article: Article) -> bool:
    return article.date is None or article.date.place.month is None


def mentions(_: Catalogue) -> Iterator[Page]:
    """What the sources list that is no article, and why."""
    yield Page(path=paths.MENTIONS, template="mentions.html")


def about(catalogue: Catalogue) -> Iterator[Page]:
    """What the owner says of this site, what its sources say of themselves, how dates are known."""
    library = catalogue.library
    received = {capture.path: capture.date for one in library.reports for capture in one.captures}
    uses = Counter(article.date_evidence.rule for article in catalogue.articles)
    context = {
        "quotes": [(quote, received.get(quote.capture)) for quote in library.quotes],
        "date_rules": [(rule, uses[rule]) for rule in get_args(DateRule) if uses[rule]],
    }
    yield Page(path=paths.ABOUT, template="about.html", context=context)


def not_found(catalogue: Catalogue) -> Iterator[Page]:
    """What a server shows for an address that is none of ours, at whatever depth."""
    context = {"root": catalogue.site.base_url} if catalogue.site.base_url else {}
    yield Page(path=paths.NOT_FOUND, template="404.html", context=context)


def feeds(catalogue: Catalogue) -> Iterator[Page]:
    """Atom and JSON Feed of the articles, and Atom of what changed."""
    feed = make_feed(catalogue)
    if feed is not None:
        yield atom_page(feed)
        yield json_feed_page(catalogue, feed)
    changes = changes_page(catalogue)
    if changes is not None:
        yield changes


def records(catalogue: Catalogue) -> Iterator[Draft]:
    """Everything as data."""
    make = partial(records_page, catalogue)
    yield Draft(path=paths.RECORDS, template=None, make=make, shows=None)


def words(_: Catalogue) -> Iterator[Page]:
    """What the scripts say, in the site's language."""
    yield Page(path=paths.WORDS, template="words.js")


def no_jekyll(_: Catalogue) -> Iterator[Page]:
    """The file that keeps GitHub Pages from taking the site for a Jekyll source."""
    yield Page(path=paths.NO_JEKYLL, body="")


PAGE_KINDS: tuple[Callable[[Catalogue], Iterable[Page | Draft]], ...] = (
    home,
    years,
    months,
    articles,
    kinds,
    series,
    tags,
    authors,
    copies,
    sources,
    conflicts,
    mentions,
    about,
    not_found,
    feeds,
    records,
    words,
    no_jekyll,
)


def all_pages(library: Library) -> Iterator[Draft]:
    """Every page there is, each path once; what lists the others, sitemap and robots, comes last.

    The context of a template holds, besides what its page kind gives: `site`, `catalogue`,
    `path`, and `paths`, the functions that name other pages.
    """
    catalogue = make_catalogue(library)
    shared = {
        "site": catalogue.site,
        "catalogue": catalogue,
        "paths": paths,
        "has_feeds": make_feed(catalogue) is not None,
        "has_changes": library.data_as_of is not None,
    }
    listed = []
    for page_kind in PAGE_KINDS:
        for page in page_kind(catalogue):
            if page.template and page.template.endswith(".html") and page.path != paths.NOT_FOUND:
                listed.append(page.path)
            yield _draft(page, shared)
    if catalogue.site.base_url:
        sitemap = Page(path=paths.SITEMAP, template="sitemap.xml", context={"listed": listed})
        yield _draft(sitemap, shared)
    yield _draft(Page(path=paths.ROBOTS, template="robots.txt"), shared)


def _draft(page: Page | Draft, shared: dict[str, Any]) -> Draft:
    """The page as a draft that gives its template what all pages share."""
    return Draft(
        path=page.path,
        template=page.template,
        make=partial(_made, page, shared),
        shows=page.shows if isinstance(page, Draft) else (),
    )


def _made(page: Page | Draft, shared: dict[str, Any]) -> Page:
    made = page.make() if isinstance(page, Draft) else page
    if made.template is None:
        return made
    context = {**shared, **made.context, "path": made.path}
    return Page(path=made.path, template=made.template, context=context)


def _list_page(
    catalogue: Catalogue, path: str, listed: tuple[Article, ...], context: dict[str, Any]
) -> Draft:
    """A page of some of the articles, in a timeline of their own."""
    make = partial(_made_list, catalogue, path, listed, context)
    return Draft(path=path, template="list.html", make=make)


def _made_list(
    catalogue: Catalogue, path: str, listed: tuple[Article, ...], context: dict[str, Any]
) -> Page:
    chart = make_chart(catalogue, listed) if context.get("chart") else None
    shown = {
        "timeline": arrange(listed),
        "count": len(listed),
        "span": catalogue.span(listed),
        **context,
        "chart": chart,
    }
    return Page(path=path, template="list.html", context=shown)
