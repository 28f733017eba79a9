"""What is known of the articles' own pages → which copies may be shown, which pages are gone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

import msgspec

from generator.config.records import Fetching
from generator.model import Article, Evidence, FetchState, PartialDate, Problem
from generator.text.dates import parse_edtf

# A page that does not answer twice, with at least this between, is called gone.
_LONG_ENOUGH = timedelta(days=1)


def hide_forbidden_copies(
    articles: Iterable[Article], fetching: Fetching, pages: Mapping[str, FetchState]
) -> Iterator[Article]:
    """The articles, without copies that the owner took down or the pages themselves forbid."""
    for article in articles:
        reason = _withheld(article, fetching, pages) if article.preview else None
        if reason is None:
            yield article
        else:
            evidence = {**article.evidence, "preview": Evidence(rule="withheld", reason=reason)}
            yield msgspec.structs.replace(article, preview=None, evidence=evidence)


def _withheld(article: Article, fetching: Fetching, pages: Mapping[str, FetchState]) -> str | None:
    """Why no copy of the article's page is shown; None if one may be."""
    if article.url is None:
        return None
    takedown = fetching.takedown_of(article.url)
    if takedown:
        return takedown.reason
    page = pages.get(article.url)
    return page.refused if page and page.forbidden else None


def unused_takedowns(articles: Iterable[Article], fetching: Fetching) -> Iterator[Problem]:
    """A problem for each takedown under which no article falls: its URL may be misspelt."""
    if not fetching.takedowns:
        return
    at_work = [fetching.takedown_of(article.url) for article in articles if article.url]
    for takedown in fetching.takedowns:
        if takedown not in at_work:
            message = f"[[takedown]] {takedown.url}: no article stands there or below"
            yield Problem(where="site.toml", message=message, severity="warning")


def gone_pages(
    articles: Iterable[Article], pages: Mapping[str, FetchState]
) -> Iterator[tuple[str, PartialDate]]:
    """The ids of the articles whose pages no longer answer, each with the day when that began."""
    for article in articles:
        page = pages.get(article.url or "")
        if page and page.failures >= 2 and page.failing_since and page.error_at:
            began = datetime.fromisoformat(page.failing_since)
            if datetime.fromisoformat(page.error_at) - began >= _LONG_ENOUGH:
                yield article.id, parse_edtf(page.failing_since[:10])
