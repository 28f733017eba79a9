"""The library → the pages about its sources: what each holds, where they differ, what is left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby

from generator.model import Article, Draft, Page, Record
from generator.site import paths
from generator.site.asked import asked
from generator.site.catalogue import Catalogue
from generator.site.disputes import disputes
from generator.site.lists import list_pages
from generator.site.split import WHOLE, Part

# A list inside a page about something else; a longer one is a page of its own.
ASIDE = 200


class Account(Record, kw_only=True):
    """What one source contributed: the articles that list it, and those that only it lists."""

    articles: tuple[Article, ...]
    alone: tuple[Article, ...]


def sources(catalogue: Catalogue) -> Iterator[Page | Draft]:
    """What every source holds, and what only it holds; on a page of its own where that is much."""
    listed: dict[str, list[Article]] = defaultdict(list)
    for article in catalogue.articles:
        for name in article.sources:
            listed[name].append(article)
    accounts = {
        source.name: Account(
            articles=tuple(listed[source.name]),
            alone=tuple(a for a in listed[source.name] if len(a.sources) == 1),
        )
        for source in catalogue.library.config.sources
    }
    context = {
        "accounts": accounts,
        "reports": {report.name: report for report in catalogue.library.reports},
        "asked": {name: asked(state) for name, state in catalogue.library.states},
        "aside": ASIDE,
        "shown_problems": catalogue.library.problems[:WHOLE],
    }
    page = Page(path=paths.SOURCES, template="sources.html", context=context)
    # It names the size of every capture, and so shows something of every preview.
    yield Draft(path=page.path, template=page.template, make=lambda: page, shows=None)
    for source in catalogue.library.config.sources:
        alone = accounts[source.name].alone
        if len(alone) > ASIDE:
            group = {"group": "source", "name": source.title, "chart": False}
            yield from list_pages(catalogue, paths.source_path(source.name), alone, group)


def conflicts(catalogue: Catalogue) -> Iterator[Page | Draft]:
    """What the sources disagree on, who won, what is doubtful; a page a year if it is much."""
    disputed = [article for article in catalogue.articles if article.conflicts]
    vague = tuple(article for article in catalogue.articles if _is_vague(article))
    parts: list[Part] = []
    if sum(len(article.conflicts) for article in disputed) > WHOLE:
        for year, group in groupby(disputed, _year):
            path = paths.part_path(paths.CONFLICTS, year)
            parts.append(Part(year=year, articles=tuple(group), path=path))
    context = {
        "disputed": [] if parts else disputes(disputed),
        "elsewhere": tuple(parts),
        "part_of": None,
        "vague": vague[:ASIDE],
        "more_vague": len(vague) if len(vague) > ASIDE else 0,
        "shown_problems": catalogue.library.problems[:WHOLE],
    }
    yield Page(path=paths.CONFLICTS, template="conflicts.html", context=context)
    for part in parts:
        own = {"part_of": part, "disputed": disputes(part.articles), "elsewhere": (), "vague": ()}
        yield Page(path=part.path, template="conflicts.html", context={**context, **own})
    if len(vague) > ASIDE:
        group_of = {"group": "vague", "name": None, "chart": False}
        yield from list_pages(catalogue, paths.VAGUE, vague, group_of)


def _is_vague(article: Article) -> bool:
    return article.date is None or article.date.place.month is None


def _year(article: Article) -> int | None:
    return article.date.place.year if article.date else None


def mentions(_: Catalogue) -> Iterator[Page]:
    """What the sources list that is no article, and why."""
    yield Page(path=paths.MENTIONS, template="mentions.html")
