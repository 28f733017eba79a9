"""The library → every page of the site. PAGE_KINDS is the list of what there is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from functools import partial
from mmap import mmap
from typing import Any, get_args

import msgspec

from generator.model import DateRule, Draft, Page, Preview
from generator.site import Declared, Library, paths
from generator.site import evidence_pages as evidence
from generator.site import list_pages as lists
from generator.site.article_page import article_page
from generator.site.articles_json import mended_records, records_page
from generator.site.catalogue import Catalogue, make_catalogue
from generator.site.changes import changes_page
from generator.site.exports import export_drafts, has_opml
from generator.site.feeds import atom_page, has_feed, json_feed_page, make_feed
from generator.site.search import search_drafts
from generator.site.web_manifest import manifest_page

# https://www.sitemaps.org/protocol.html#index
SITEMAP_LIMIT = 50_000


def articles(catalogue: Catalogue) -> Iterator[Draft]:
    """A page an article."""
    for article in catalogue.articles:
        yield Draft(
            path=paths.article_path(article),
            template="article.html",
            make=partial(article_page, catalogue, article),
            shows=(article.preview.capture,) if article.preview else (),
        )


def about(catalogue: Catalogue) -> Iterator[Page]:
    """What the owner says of this site, what its sources say of themselves, how dates are known."""
    library = catalogue.library
    received = {capture.path: capture.date for one in library.reports for capture in one.captures}
    uses = Counter(article.date_evidence.rule for article in catalogue.articles)
    context = {
        "about_html": library.about_html,
        "quotes": [
            (quote, catalogue.source_title(quote.source), received.get(quote.capture))
            for quote in library.quotes
        ],
        "date_rules": [(rule, uses[rule]) for rule in get_args(DateRule) if uses[rule]],
        "kinds": catalogue.kinds,
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
    mend = partial(mended_records, catalogue)
    yield Draft(path=paths.RECORDS, template=None, make=make, shows=None, mend=mend)


def words(_: Catalogue) -> Iterator[Page]:
    """What the scripts say, in the site's language."""
    yield Page(path=paths.WORDS, template="words.js")


def exports(catalogue: Catalogue) -> Iterator[Draft]:
    """Everything as other programs take it."""
    return export_drafts(catalogue)


def web_manifest(catalogue: Catalogue) -> Iterator[Page]:
    """What an installed site is called."""
    yield manifest_page(catalogue)


def no_jekyll(_: Catalogue) -> Iterator[Page]:
    """The file that keeps GitHub Pages from taking the site for a Jekyll source."""
    yield Page(path=paths.NO_JEKYLL, body="")


PAGE_KINDS: tuple[Callable[[Catalogue], Iterable[Page | Draft]], ...] = (
    lists.home,
    lists.years,
    lists.months,
    articles,
    lists.kinds,
    lists.series,
    lists.tags,
    lists.authors,
    lists.copies,
    evidence.sources,
    evidence.conflicts,
    evidence.mentions,
    about,
    not_found,
    feeds,
    records,
    words,
    exports,
    search_drafts,
    web_manifest,
    no_jekyll,
)


# Those of them whose pages show previews: no other page changes where only their words do.
SHOWING: tuple[Callable[[Catalogue], Iterable[Page | Draft]], ...] = (
    articles,
    evidence.sources,
    records,
    search_drafts,
)


def all_pages(library: Library, touched: Set[str] | None = None) -> Iterator[Draft]:
    """Every page there is, each path once; what lists the others, sitemap and robots, comes last.

    Of captures that are `touched`, only the pages that show one of their previews.

    Templates see plain data, so that two pages that see the same are the same. All of them see
    `site`, `path` and what is below; `paths` are the functions that name other pages.
    """
    previews = Declared(library.previews)
    catalogue = make_catalogue(msgspec.structs.replace(library, previews=previews))
    seen = {
        "site": catalogue.site,
        "paths": paths,
        "data_as_of": library.data_as_of,
        "has_opml": has_opml(catalogue),
        "has_feeds": has_feed(catalogue),
        "has_changes": library.data_as_of is not None,
    }
    if touched is not None:
        for page_kind in SHOWING:
            for page in page_kind(catalogue):
                if isinstance(page, Draft) and page.is_touched(touched):
                    yield _draft(page, seen, previews)
        return
    listed = []
    for page_kind in PAGE_KINDS:
        for page in page_kind(catalogue):
            if page.template and page.template.endswith(".html") and page.path != paths.NOT_FOUND:
                listed.append(page.path)
            yield _draft(page, seen, previews)
    if catalogue.site.base_url:
        for sitemap in _sitemaps(listed):
            yield _draft(sitemap, seen, previews)
    yield _draft(Page(path=paths.ROBOTS, template="robots.txt"), seen, previews)


def _draft(page: Page | Draft, seen: dict[str, Any], previews: Declared) -> Draft:
    """The page as a draft that gives its template what all pages share."""
    return Draft(
        path=page.path,
        template=page.template,
        make=partial(_made, page, seen, previews),
        shows=page.shows if isinstance(page, Draft) else (),
        mend=partial(_mended, page.mend, previews)
        if isinstance(page, Draft) and page.mend
        else None,
    )


def _mended(
    mend: Callable[[mmap, Mapping[str, Preview]], Page],
    previews: Declared,
    old: mmap,
    touched: Mapping[str, Preview],
) -> Page:
    previews.shown = None
    return mend(old, touched)


def _made(page: Page | Draft, seen: dict[str, Any], previews: Declared) -> Page:
    previews.shown = page.shows if isinstance(page, Draft) else ()
    made = page.make() if isinstance(page, Draft) else page
    if made.template is None:
        return made
    context = {**made.context, "path": made.path}
    return Page(path=made.path, template=made.template, context=context, seen=seen)


def _sitemaps(listed: list[str]) -> Iterator[Page]:
    """One sitemap, or where its protocol's limit is passed several and an index of them."""
    groups = [listed[at : at + SITEMAP_LIMIT] for at in range(0, len(listed), SITEMAP_LIMIT)]
    names = [paths.SITEMAP]
    if len(groups) > 1:
        names = [paths.sitemap_path(number) for number in range(1, len(groups) + 1)]
        context = {"sitemaps": names}
        yield Page(path=paths.SITEMAP, template="sitemap-index.xml", context=context)
    for name, group in zip(names, groups, strict=True):
        yield Page(path=name, template="sitemap.xml", context={"listed": group})
