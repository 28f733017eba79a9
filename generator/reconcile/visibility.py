"""Decide which copies may be shown, and which articles' pages are gone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import urlsplit

import msgspec

from generator.config.records import Fetching
from generator.model.articles import Article, Evidence
from generator.model.entries import LASTING, WITHHELD, FetchState, Outage
from generator.model.record import Problem
from generator.text.dates import parse_edtf
from generator.text.urls import canonical_url

# RFC 9110: Not Found, Gone.
_NO_SUCH_PAGE = (404, 410)


def hide_forbidden_copies(
    articles: Iterable[Article], fetching: Fetching, pages: Mapping[str, FetchState]
) -> Iterator[Article]:
    """Yield the articles without copies that the owner took down or the pages forbid."""
    for article in articles:
        yield _without_copy(
            article, _withheld(article, fetching, pages) if article.preview else None
        )


def _withheld(article: Article, fetching: Fetching, pages: Mapping[str, FetchState]) -> str | None:
    """Return why no copy of the article's page is shown; None if one may be."""
    if article.url is None:
        return None
    takedown = fetching.takedown_of(article.url)
    if takedown:
        return takedown.reason
    page = pages.get(article.url)
    return page.refused if page and page.forbidden else None


def hide_repeated_copies(articles: Sequence[Article]) -> tuple[tuple[Article, ...], list[Problem]]:
    """Return the articles without copies whose text two of one host share, and a problem for each.

    Such a text is that of the host (a log-in, an apology), and of neither article. Beginnings may
    be alike: copies that were cut off are the same only if their pages' titles are as well.
    """
    sharing: dict[tuple[str | None, ...], list[Article]] = defaultdict(list)
    for article in articles:
        preview = article.preview
        if article.url and preview and preview.body:
            title = preview.title if preview.truncated else None
            sharing[_host(article.url), preview.body, title].append(article)
    reasons: dict[str, str] = {}
    problems = []
    for same in (same for same in sharing.values() if len(same) > 1):
        for article, other in zip(same, (*same[1:], same[0]), strict=True):
            reason = f"the copy has the same text as that of {other.url}, so it is of neither"
            reasons[article.id] = reason
            where, message = (
                article.preview.capture if article.preview else "",
                f"not shown: {reason}",
            )
            problems.append(Problem(where=where, message=message, severity="warning"))
    return tuple(_without_copy(one, reasons.get(one.id)) for one in articles), problems


def _host(url: str) -> str:
    return urlsplit(canonical_url(url)).netloc


def _without_copy(article: Article, reason: str | None) -> Article:
    """Return the article without its copy, for that reason; the article itself if there is none."""
    if reason is None:
        return article
    evidence = {**article.evidence, "preview": Evidence(rule=WITHHELD, reason=reason)}
    return msgspec.structs.replace(article, preview=None, evidence=evidence)


def unused_takedowns(articles: Iterable[Article], fetching: Fetching) -> Iterator[Problem]:
    """Yield a problem for each takedown under which no article falls: its URL may be misspelt."""
    if not fetching.takedowns:
        return
    at_work = [fetching.takedown_of(article.url) for article in articles if article.url]
    for takedown in fetching.takedowns:
        if takedown not in at_work:
            message = f"[[takedown]] {takedown.url}: no article stands there or below"
            yield Problem(where="site.toml", message=message, severity="warning")


def outages(
    articles: Iterable[Article], *known: Mapping[str, FetchState]
) -> Iterator[tuple[str, Outage]]:
    """Yield the ids of the articles whose pages no longer answer, each with since when.

    Of what is `known` of a page, by its URL, the latest attempt counts. A link has no fragment.
    """
    for article in articles:
        url = article.url or ""
        found = [state for one in known for name in _names(url) if (state := one.get(name))]
        page = max(found, key=lambda state: state.asked or "", default=None)
        if page and page.failing_since and page.failing_for >= LASTING:
            since = parse_edtf(page.failing_since[:10])
            yield article.id, Outage(since=since, is_gone=page.error_status in _NO_SUCH_PAGE)


def _names(url: str) -> Iterator[str]:
    yield url
    if "#" in url:
        yield url.partition("#")[0]
