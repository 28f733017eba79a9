"""The articles → what assets/search.js searches: scripts, for a page on a disk may not fetch.

search/index.js       what there is: the kinds, the series, the years and the hosts, and of both how
                      many articles each has
search/2025.js        the articles of a year, as they are listed; the undated ones in undated.js
search/s-2025-a.js    of many articles: the words that begin with "a", and which of the year's
                      articles hold them
search/c-ID.js        the text of an article's cached copy, to show where a word stands in it

Up to SCANNED articles a year's script holds their words too, and is searched from one end to the
other. Above that, words have scripts of their own. All but index.js depend on the articles of their
year alone. What an article is found by is in search_words.py.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, partial
from hashlib import blake2b
from operator import sub

import msgspec

from generator.model import Article, Page
from generator.site.catalogue import Catalogue
from generator.site.data_script import data_script
from generator.site.paths import article_path, copy_text_path, search_path
from generator.site.search_words import FIRST_LETTERS, Shards, facts_of, shards_of, words_of
from generator.text.html import blocks_of_sanitised

SCANNED = 3000


def search_pages(catalogue: Catalogue) -> Iterator[Page]:
    """Return all scripts of the search."""
    parts = parts_of(catalogue)
    scanned = len(catalogue.articles) <= SCANNED
    blogs = [(source.name, source.title) for source in catalogue.blogs.values()]
    for name, articles in parts:
        facts = [facts_of(catalogue, article) for article in articles]
        inputs = {"articles": articles, "facts": facts, "with_words": scanned, "blogs": blogs}
        body = partial(_part, catalogue, name, articles, with_words=scanned)
        yield Page(path=search_path(name), inputs=inputs, body=body)
        if not scanned:
            yield from _shard_pages(catalogue, name, articles, facts)
    counts = [(name, len(articles)) for name, articles in parts]
    kinds = [(kind.name, kind.title, kind.glyph) for kind in catalogue.kinds]
    series = [(one.name, one.title) for one in catalogue.library.config.series]
    index = (kinds, series, counts, not scanned, _hosts(catalogue), blogs)
    body = partial(data_script, "octavo.begin", *index)
    yield Page(path=search_path("index"), inputs={"index": index}, body=body)
    for article in catalogue.articles:
        if article.preview and article.preview.body:
            key = article.preview.body
            body = partial(_copy, catalogue, article.id, key)
            yield Page(path=copy_text_path(article), inputs={"body": key}, body=body)


def parts_of(catalogue: Catalogue) -> list[tuple[str, tuple[Article, ...]]]:
    """Return the years, by what their scripts are called, each with its articles."""
    timeline = catalogue.library.timeline
    parts = [(f"{year.year:04d}", year.articles) for year in timeline.years]
    return [*parts, *([("undated", timeline.undated)] if timeline.undated else [])]


def _hosts(catalogue: Catalogue) -> list[tuple[str, int]]:
    """Return the hosts that hold the articles, those of the most articles first."""
    hosts = Counter(_host(catalogue, article) for article in catalogue.articles)
    return [(host, count) for host, count in hosts.most_common() if host]


def _host(catalogue: Catalogue, article: Article) -> str | None:
    host = catalogue.host(article)
    return host and host.removeprefix("www.")


def _copy(catalogue: Catalogue, article_id: str, key: str) -> str:
    blocks = blocks_of_sanitised(catalogue.library.bodies[key].html)
    return data_script("octavo.copied", article_id, blocks)


def _shard_pages(
    catalogue: Catalogue, name: str, articles: tuple[Article, ...], facts: list[str]
) -> Iterator[Page]:
    """Return a script a letter; the year's words are worked out if one of them has to be made."""

    @cache
    def shards() -> Shards:
        return shards_of(catalogue, articles)

    def shard(letter: str) -> str:
        lines = (_line(word, places) for word, places in shards()[letter].items())
        return data_script("octavo.shard", name, letter, "\n" + "".join(lines))

    # Once a year, not once a letter: of many articles this is most of what a build has to look at.
    words = blake2b(msgspec.msgpack.encode((articles, facts)), digest_size=16).hexdigest()
    for letter in FIRST_LETTERS:
        inputs = {"words": words, "letter": letter}
        path = search_path(f"s-{name}-{letter}")
        yield Page(path=path, inputs=inputs, body=partial(shard, letter))


def _part(catalogue: Catalogue, name: str, articles: Sequence[Article], *, with_words: bool) -> str:
    rows = [_row(catalogue, article, with_words=with_words) for article in articles]
    return data_script("octavo.take", name, rows)


def _row(catalogue: Catalogue, article: Article, *, with_words: bool) -> list[object]:
    """Return an article as assets/search.js takes it apart."""
    words = words_of(catalogue, article) if with_words else ()
    has_copy = article.preview is not None and article.preview.body is not None
    return [
        article.id,
        article_path(article),
        article.label,
        article.authors,
        article.date.edtf if article.date else None,
        article.kind,
        article.series,
        _host(catalogue, article),
        [name for name in article.sources if name in catalogue.blogs],
        has_copy + 2 * bool(catalogue.differs_on(article)),
        catalogue.excerpt(article),
        article.tags,
        article.added.edtf if article.added else None,
        *("".join(f" {word}" for word in own) for own in words),
    ]


def _line(word: str, places: Sequence[int]) -> str:
    """The word, the first number, then the way from each to the next, which takes half the room.

    Text is what a browser takes up fastest: it reads only the lines that are looked for.
    """
    steps = (*places[:1], *map(sub, places[1:], places))
    return f"{word} {' '.join(map(str, steps))}\n"
