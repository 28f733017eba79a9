"""Cached copies, and what sources state → which articles of the list each links to or cites."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from generator.model import Article
from generator.text.addresses import Addresses


def citations(articles: Iterable[Article]) -> dict[str, dict[str, str]]:
    """By an article's id: its links to others, each with the id of that article.

    They are the links of its cached copy, and the references that sources state.

    An article is linked at its address, and at the DOI and the number of arXiv's that are stated
    of it. A link to an address that several articles have is one to none of them.

    A cached copy repeats its links, and most lead elsewhere: each is canonicalised once.
    """
    articles = tuple(articles)
    addresses = Addresses()
    addresses.learn(article.url for article in articles if article.url)
    listed: dict[str, set[str]] = defaultdict(set)
    for article in articles:
        for address in _addresses(article):
            listed[addresses.key(address)].add(article.id)
    by_url = {address: ids.pop() for address, ids in listed.items() if len(ids) == 1}
    known: dict[str, str | None] = {}
    cites = {}
    for article in articles:
        links = (*(article.preview.links if article.preview else ()), *article.references)
        for link in links:
            if link not in known:
                known[link] = by_url.get(addresses.key(link))
        cited = {link: found for link in links if (found := known[link]) and found != article.id}
        if cited:
            cites[article.id] = cited
    return cites


def _addresses(article: Article) -> Iterator[str]:
    if article.url:
        yield article.url
    if article.publication and article.publication.doi:
        yield f"https://doi.org/{quote(article.publication.doi)}"
    if article.publication and article.publication.arxiv:
        yield f"https://arxiv.org/abs/{article.publication.arxiv}"
