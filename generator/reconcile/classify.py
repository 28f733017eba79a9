"""Choose the kind and the series of an article by the rules of site.toml: first match wins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain

from generator.config.records import Kind, Series
from generator.model.articles import Evidence
from generator.text.names import join_names
from generator.text.titles import fold_text
from generator.text.urls import url_host

CONFIG = "site.toml"


def kind_of(
    kinds: Sequence[Kind],
    *,
    title: str | None,
    url: str | None,
    authors: Sequence[str],
    tags: Sequence[str],
    sources: Sequence[str] = (),
    **_unruled: object,
) -> tuple[str, Evidence]:
    """Return the name of the first kind with a rule that the article meets, and which rule that is.

    The last kind takes what no rule meets, whether or not it has rules itself. No rule looks at
    any further field.
    """
    for kind in kinds:
        rules = chain(_matching_rules(kind, title, url, authors, tags), _listed(kind, sources))
        for rule, raw in rules:
            return kind.name, Evidence(rule=rule, source=CONFIG, raw=raw)
    return kinds[-1].name, Evidence(rule="no rule of another kind", source=CONFIG)


def _matching_rules(
    kind: Kind, title: str | None, url: str | None, authors: Sequence[str], tags: Sequence[str]
) -> Iterator[tuple[str, str]]:
    for start in _starts(kind.title_starts, title):
        yield f"its title starts with “{start}”", title or ""
    if kind.hosts and url and url_host(url) in kind.hosts:
        yield f"its host is {url_host(url)}", url
    if kind.byline and authors:
        yield "it has a byline", join_names(authors)
    for tag in tags:
        if fold_text(tag) in _folded(kind.tags):
            yield f"it is tagged “{tag}”", ", ".join(tags)


def _listed(kind: Kind, sources: Sequence[str]) -> Iterator[tuple[str, str]]:
    for source in sources:
        if source in kind.sources:
            yield f"the source {source} lists it", source


def series_of(all_series: Sequence[Series], title: str | None) -> tuple[str | None, Evidence]:
    """Return the name of the first series that the title belongs to, None if there is none."""
    for series in all_series:
        for start in _starts(series.title_starts, title):
            rule = f"its title starts with “{start}”"
            return series.name, Evidence(rule=rule, source=CONFIG, raw=title)
    return None, Evidence(rule="of no series", source=CONFIG)


def _starts(starts: tuple[str, ...], title: str | None) -> Iterator[str]:
    if starts:
        folded = fold_text(title or "")
        yield from (start for start in starts if folded.startswith(fold_text(start)))


# The rules are the same for every article.
@lru_cache
def _folded(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(fold_text, texts))
