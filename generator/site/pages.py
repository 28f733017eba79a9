"""The library → every page of the site. PAGE_KINDS is the list of what there is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, get_args

from generator.model.articles import DateRule
from generator.model.pages import Page
from generator.model.record import Record
from generator.site import evidence_pages, list_pages, paths
from generator.site.article_page import article_page
from generator.site.articles_json import articles_json_page
from generator.site.catalogue import Catalogue
from generator.site.cross_links import link_map
from generator.site.exports import (
    articles_csv_page,
    cite_pages,
    export_pages,
    has_opml,
    list_md_page,
)
from generator.site.feeds import feed_pages, has_feed
from generator.site.news import changes_page, news
from generator.site.offline import web_manifest_page
from generator.site.paths import article_path
from generator.site.picture import picture_of, picture_page
from generator.site.search import search_pages
from generator.site.sitemaps import sitemaps
from generator.text.search_terms import LETTERS


def articles(catalogue: Catalogue) -> Iterator[Page]:
    """Return a page an article."""
    return (article_page(catalogue, article) for article in catalogue.articles)


def about(catalogue: Catalogue) -> Iterator[Page]:
    """Yield the page about this site: the owner's words, its sources', and how dates are known."""
    library = catalogue.library
    received = {capture.path: capture.date for one in library.reports for capture in one.captures}
    uses = Counter(article.date_evidence.rule for article in catalogue.articles)
    inputs = {
        "about_html": library.about_html,
        "quotes": [
            (quote, catalogue.source_title(quote.source), received.get(quote.capture))
            for quote in library.quotes
        ],
        "date_rules": [(rule, uses[rule]) for rule in get_args(DateRule) if uses[rule]],
        "kinds": catalogue.kinds,
    }
    yield Page(path=paths.ABOUT, template="about.html", inputs=inputs)


def offline(_: Catalogue) -> Iterator[Page]:
    """Yield the page for reading without a network: what is kept, and a button to keep all."""
    yield Page(path=paths.OFFLINE, template="offline.html")


def forwards(catalogue: Catalogue) -> Iterator[Page]:
    """Return a page for each permalink that is gone, which leads on."""
    mentions = {mention.id for mention in catalogue.library.mentions}
    for forward in catalogue.library.forwards:
        article = catalogue.by_id.get(forward.leads_to)
        mentioned = paths.MENTIONS if forward.leads_to in mentions else paths.HOME
        inputs = {
            "to": article_path(article) if article else mentioned,
            "label": article.label if article else None,
            "named": "mentions" if mentioned == paths.MENTIONS else "timeline",
        }
        path = paths.forward_path(forward.slug)
        yield Page(path=path, template=evidence_pages.FORWARD, inputs=inputs)


def not_found(catalogue: Catalogue) -> Iterator[Page]:
    """Yield what a server shows for an address that is none of ours, at whatever depth."""
    inputs = {"root": catalogue.site.base_url} if catalogue.site.base_url else {}
    yield Page(path=paths.NOT_FOUND, template="404.html", inputs=inputs)


def feeds(catalogue: Catalogue) -> Iterator[Page]:
    """Yield the feeds of articles, and that of changes."""
    yield from feed_pages(catalogue)
    changes = changes_page(catalogue)
    if changes is not None:
        yield changes


def data(catalogue: Catalogue) -> Iterator[Page]:
    """Yield the articles as data: all fields, a table, and a list to read."""
    yield articles_json_page(catalogue)
    yield articles_csv_page(catalogue)
    yield list_md_page(catalogue)


def words(_: Catalogue) -> Iterator[Page]:
    """Yield what the scripts say, in the site's language, and the letters that they fold."""
    yield Page(path=paths.WORDS, template="words.js", inputs={"letters": LETTERS})


def web_manifest(catalogue: Catalogue) -> Iterator[Page]:
    """Yield what an installed site is called."""
    yield web_manifest_page(catalogue)


def no_jekyll(_: Catalogue) -> Iterator[Page]:
    """Yield the file that keeps GitHub Pages from taking the site for a Jekyll source."""
    yield Page(path=paths.NO_JEKYLL, body=str)


PAGE_KINDS: tuple[Callable[[Catalogue], Iterable[Page]], ...] = (
    list_pages.home,
    list_pages.years,
    list_pages.months,
    articles,
    list_pages.kinds,
    list_pages.series,
    list_pages.tags,
    list_pages.authors,
    list_pages.copies,
    link_map,
    evidence_pages.evidence,
    news,
    about,
    offline,
    forwards,
    not_found,
    feeds,
    data,
    words,
    export_pages,
    search_pages,
    cite_pages,
    web_manifest,
    picture_page,
    no_jekyll,
)


# They show the same rows: made together, each row is rendered once.
_LISTS = (
    *(list_pages.home, list_pages.years, list_pages.months, list_pages.kinds, list_pages.series),
    *(list_pages.tags, list_pages.authors, list_pages.copies),
    evidence_pages.evidence,
)
_AT_ONCE = 100

# Some pages, each with the place of its kind in PAGE_KINDS.
Batch = Callable[[], Iterator[tuple[int, Page]]]


def page_batches(catalogue: Catalogue) -> list[Batch]:
    """Return all pages but the last in batches that can be made apart, the longest first."""

    def pages_of(*kinds: Callable[[Catalogue], Iterable[Page]]) -> Iterator[tuple[int, Page]]:
        for order, kind in enumerate(PAGE_KINDS):
            if kind in kinds:
                yield from ((order, page) for page in kind(catalogue))

    def pages_of_articles(start: int) -> Iterator[tuple[int, Page]]:
        for article in catalogue.articles[start : start + _AT_ONCE]:
            yield PAGE_KINDS.index(articles), article_page(catalogue, article)

    alone = [kind for kind in PAGE_KINDS if kind not in (*_LISTS, articles)]
    starts = range(0, len(catalogue.articles), _AT_ONCE)
    return [
        partial(pages_of, *_LISTS),
        *(partial(pages_of, kind) for kind in alone),
        *(partial(pages_of_articles, start) for start in starts),
    ]


def shared_data(catalogue: Catalogue) -> dict[str, Any]:
    """Return the data that all templates see besides their page's own."""
    added = [article.added.edtf for article in catalogue.articles if article.added]
    return {
        "site": catalogue.site,
        "navigation": _navigation(catalogue),
        "data_as_of": catalogue.library.data_as_of,
        "has_opml": has_opml(catalogue),
        "has_feeds": has_feed(catalogue),
        "has_added": bool(added),
        "newest_added": max(added, default=""),
        "has_changes": catalogue.library.data_as_of is not None,
        "picture": picture_of(catalogue),
        "empty": _empty(catalogue),
    }


class NavigationItem(Record, kw_only=True):
    """A link in the bar at the top of every page, called by a string or by a name."""

    path: str
    #: The key of a string of the interface.
    string: str | None = None
    #: A name that the owner gave, as it is.
    name: str | None = None


def _navigation(catalogue: Catalogue) -> tuple[NavigationItem, ...]:
    """Return the links to the kinds of lists that hold anything, and to the page about the site."""
    items = [NavigationItem(path=paths.HOME, string="timeline")]
    for kind in catalogue.kinds:
        count = len(catalogue.by_kind.get(kind.name, ()))
        if kind.large and 0 < count < len(catalogue.articles):
            items.append(NavigationItem(path=paths.kind_path(kind.name), name=kind.plural))
    for path, string, groups in (
        (paths.ALL_SERIES, "series", catalogue.by_series),
        (paths.AUTHORS, "authors", catalogue.by_author),
        (paths.TAGS, "tags", catalogue.by_tag),
        (paths.MAP, "map", catalogue.cites),
    ):
        if groups:
            items.append(NavigationItem(path=path, string=string))
    return (*items, NavigationItem(path=paths.ABOUT, string="about"))


def _empty(catalogue: Catalogue) -> list[str]:
    """Return the pages that list nothing, which no navigation leads to."""
    library, articles = catalogue.library, catalogue.articles
    lists: dict[str, object] = {
        paths.ALL_SERIES: library.config.series,
        paths.TAGS: catalogue.by_tag,
        paths.AUTHORS: catalogue.by_author,
        paths.MAP: catalogue.cites,
        paths.COPIES: any(one.body for one in articles),
        paths.CONFLICTS: evidence_pages.has_doubts(catalogue),
        paths.MENTIONS: library.mentions,
    }
    return [path for path, listed in lists.items() if not listed]


def is_listed(page: Page) -> bool:
    """Return whether the sitemap lists a page."""
    is_html = page.template is not None and page.template.endswith(".html")
    return is_html and page.path != paths.NOT_FOUND and page.template != evidence_pages.FORWARD


def last_pages(catalogue: Catalogue, listed: list[str]) -> Iterator[Page]:
    """Yield the sitemaps, and robots.txt, which names them."""
    if catalogue.site.base_url:
        yield from sitemaps(catalogue, listed)
    yield Page(path=paths.ROBOTS, template="robots.txt")
