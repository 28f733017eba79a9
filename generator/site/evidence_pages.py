"""The library → the pages about its sources: what each holds, where they differ, what is left."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import groupby

from generator.config.records import Source
from generator.model import Article, Capture, Page, Problem, Record, SourceReport
from generator.site import paths
from generator.site.catalogue import Catalogue
from generator.site.conflicts import disputes
from generator.site.list_pages import list_pages
from generator.site.list_rows import Reference
from generator.site.pagination import WHOLE, Part
from generator.site.rows import elsewhere_of
from generator.site.source_status import Asked, asked

# A list inside a page about something else; a longer one is a page of its own, but for captures,
# whose files the owner has: of them the newest are listed.
ASIDE = 200


class Account(Record, kw_only=True):
    """What one source is, what was read of it and asked of its address, and what it contributed.

    `captures` are its newest, as many as are listed, the newest first; `size` is how many bytes all
    of them have. `listed` is how many articles list it, `alone` how many only it lists; those are
    `shown` here, unless there are so many that they have a page of their own. `span` is that of
    `alone`.
    """

    source: Source
    report: SourceReport | None
    captures: tuple[Capture, ...]
    size: int
    asked: Asked | None
    listed: int
    alone: int
    span: tuple[int, int] | None
    shown: tuple[Reference, ...] | None


class Doubts(Record, kw_only=True):
    """The problems that a page shows, and how many there are."""

    shown: tuple[Problem, ...]
    count: int


def sources(catalogue: Catalogue) -> Iterator[Page]:
    """What every source holds, and what only it holds; on a page of its own where that is much."""
    listed: Counter[str] = Counter()
    only: dict[str, list[Article]] = defaultdict(list)
    for article in catalogue.articles:
        names = article.sources
        listed.update(names)
        if len(names) == 1:
            only[names[0]].append(article)
    reports = {report.name: report for report in catalogue.library.reports}
    states = {name: asked(state) for name, state in catalogue.library.states}
    accounts, long = [], []
    for source in catalogue.library.config.sources:
        alone = tuple(only[source.name])
        report = reports.get(source.name)
        captures = report.captures[::-1] if report else ()
        account = Account(
            source=source,
            report=report,
            captures=captures[:ASIDE],
            size=sum(capture.bytes for capture in captures),
            asked=states.get(source.name),
            listed=listed[source.name],
            alone=len(alone),
            span=catalogue.span(alone),
            shown=catalogue.references(alone) if len(alone) <= ASIDE else None,
        )
        accounts.append(account)
        if account.shown is None:
            long.append((source, alone))
    inputs = {"accounts": accounts, "doubts": _doubts(catalogue)}
    yield Page(path=paths.SOURCES, template="sources.html", inputs=inputs)
    for source, alone in long:
        group = {"group": "source", "name": source.title, "chart": False}
        yield from list_pages(catalogue, paths.source_path(source.name), alone, group)


def _doubts(catalogue: Catalogue) -> Doubts:
    problems = catalogue.library.problems
    return Doubts(shown=problems[:WHOLE], count=len(problems))


def conflicts(catalogue: Catalogue) -> Iterator[Page]:
    """What the sources disagree on, who won, what is doubtful; a page a year if it is much."""
    disputed = [article for article in catalogue.articles if article.conflicts]
    vague = tuple(article for article in catalogue.articles if _is_vague(article))
    parts: list[Part] = []
    if sum(len(article.conflicts) for article in disputed) > WHOLE:
        for year, group in groupby(disputed, _year):
            path = paths.part_path(paths.CONFLICTS, year)
            parts.append(Part(year=year, articles=tuple(group), path=path))
    inputs = {
        "disputed": [] if parts else disputes(catalogue, disputed),
        "elsewhere": elsewhere_of(parts),
        "part_of": None,
        "vague": catalogue.references(vague[:ASIDE]),
        "more_vague": len(vague) if len(vague) > ASIDE else 0,
        "doubts": _doubts(catalogue),
    }
    yield Page(path=paths.CONFLICTS, template="conflicts.html", inputs=inputs)
    for link, part in zip(elsewhere_of(parts), parts, strict=True):
        disputed_then = disputes(catalogue, part.articles)
        own = {"part_of": link, "disputed": disputed_then, "elsewhere": (), "vague": ()}
        yield Page(path=part.path, template="conflicts.html", inputs={**inputs, **own})
    if len(vague) > ASIDE:
        group_of = {"group": "vague", "name": None, "chart": False}
        yield from list_pages(catalogue, paths.VAGUE, vague, group_of)


def _is_vague(article: Article) -> bool:
    return article.date is None or article.date.place.month is None


def _year(article: Article) -> int | None:
    return article.date.place.year if article.date else None


def mentions(catalogue: Catalogue) -> Iterator[Page]:
    """What the sources list that is no article, and why."""
    listed = [(one, catalogue.source_title(one.source)) for one in catalogue.library.mentions]
    yield Page(path=paths.MENTIONS, template="mentions.html", inputs={"mentions": listed})
