"""Cached copies → which articles of the list the copy of each links to."""

from __future__ import annotations

from collections.abc import Iterable

from generator.model import Article
from generator.text.urls import canonical_url


def citations(articles: Iterable[Article]) -> dict[str, tuple[str, ...]]:
    """By an article's id: the ids of those that its cached copy links to, each once, not itself.

    A cached copy repeats its links, and most lead elsewhere: each is canonicalised once.
    """
    articles = tuple(articles)
    by_url = {canonical_url(article.url): article.id for article in articles if article.url}
    known: dict[str, str | None] = {}
    cites = {}
    for article in articles:
        if article.preview is None:
            continue
        for link in article.preview.links:
            if link not in known:
                known[link] = by_url.get(canonical_url(link))
        found = {known[link]: None for link in article.preview.links}
        cited = tuple(each for each in found if each and each != article.id)
        if cited:
            cites[article.id] = cited
    return cites
