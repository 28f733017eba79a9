"""The articles → what assets/search.js searches: scripts, for a page on a disk may not fetch.

search/index.js       what there is: the kinds, the series, the years and how many articles each has
search/2025.js        the articles of a year, as they are listed; the undated ones in undated.js
search/s-2025-a.js    of many articles: the words that begin with "a", and which of the year's
                      articles hold them

Up to SCANNED articles a year's script holds their words too, and is searched from one end to the
other. Above that, words have scripts of their own. All but index.js depend on the articles of their
year alone. What an article is found by is in search_words.py.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, partial
from operator import sub
from string import ascii_lowercase

import msgspec

from generator.model import Article, CopyBody, Page
from generator.site.catalogue import Catalogue
from generator.site.paths import article_path, search_path
from generator.text.search_terms import search_words

SCANNED = 3000


def search_pages(catalogue: Catalogue) -> Iterator[Page]:
    """Return all scripts of the search."""
    years = [(f"{year.year:04d}", year.articles) for year in catalogue.library.timeline.years]
    undated = catalogue.library.timeline.undated
    parts = [*years, *([("undated", undated)] if undated else [])]
    scanned = len(catalogue.articles) <= SCANNED
    for name, articles in parts:
        inputs = {"articles": articles, "with_words": scanned}
        body = partial(_part, catalogue, name, articles, with_words=scanned)
        yield Page(path=search_path(name), inputs=inputs, body=body)
        if not scanned:
            yield from _shard_pages(catalogue, name, articles)
    counts = [(name, len(articles)) for name, articles in parts]
    kinds = [(kind.name, kind.title, kind.glyph) for kind in catalogue.kinds]
    series = [(one.name, one.title) for one in catalogue.library.config.series]
    index = (kinds, series, counts, not scanned)
    body = partial(_script, "octavo.begin", *index)
    yield Page(path=search_path("index"), inputs={"index": index}, body=body)


def _shard_pages(catalogue: Catalogue, name: str, articles: tuple[Article, ...]) -> Iterator[Page]:
    """Return a script a letter; the year's words are worked out if one of them has to be made."""

    @cache
    def shards() -> Shards:
        return shards_of(articles, catalogue.library.bodies)

    def shard(letter: str) -> str:
        pairs = [(word, _steps(places)) for word, places in shards()[letter].items()]
        return _script("octavo.shard", name, letter, pairs)

    for letter in LETTERS:
        inputs = {"articles": articles, "letter": letter}
        path = search_path(f"s-{name}-{letter}")
        yield Page(path=path, inputs=inputs, body=partial(shard, letter))


def _part(catalogue: Catalogue, name: str, articles: Sequence[Article], *, with_words: bool) -> str:
    rows = [_row(catalogue, article, with_words=with_words) for article in articles]
    return _script("octavo.take", name, rows)


def _row(catalogue: Catalogue, article: Article, *, with_words: bool) -> list[object]:
    """An article as assets/search.js takes it apart."""
    words = words_of(article, catalogue.library.bodies) if with_words else ()
    has_copy = article.preview is not None and article.preview.body is not None
    return [
        article.id,
        article_path(article),
        article.label,
        article.authors,
        article.date.edtf if article.date else None,
        article.kind,
        article.series,
        has_copy + 2 * bool(catalogue.differs_on(article)),
        catalogue.excerpt(article),
        *("".join(f" {word}" for word in own) for own in words),
    ]


def _steps(numbers: Sequence[int]) -> list[int]:
    """The first number, then the way from each to the next, which takes half the room."""
    return [*numbers[:1], *map(sub, numbers[1:], numbers)]


def _script(function: str, *arguments: object) -> str:
    """Return a script that hands data over, each item of a list on a line of its own.

    Nothing in it can end a script, open a comment in one, or end a line.
    Source: HTML, "Restrictions for contents of script elements"; ECMAScript, LineTerminator.
    """
    encoded = _safe(",\n".join(_literal(argument) for argument in arguments))
    return f"{function}({encoded});\n"


def _safe(encoded: str) -> str:
    for character in "<\u2028\u2029":
        encoded = encoded.replace(character, f"\\u{ord(character):04x}")
    return encoded


def _literal(value: object) -> str:
    if isinstance(value, list):
        return "[\n" + ",\n".join(msgspec.json.encode(item).decode() for item in value) + "\n]"
    return msgspec.json.encode(value).decode()


WEIGHTS = (8, 4, 2, 1)
# By the first letter; "0" are digits.
LETTERS = (*ascii_lowercase, "0", "other")

Words = tuple[tuple[str, ...], ...]
Shards = dict[str, dict[str, Sequence[int]]]


def words_of(article: Article, bodies: Mapping[str, CopyBody]) -> Words:
    """Return the words of an article, field by field in the order of WEIGHTS."""
    key = article.preview.body if article.preview else None
    return (
        search_words(article.label),
        search_words(" ".join(article.authors)),
        search_words(article.summary),
        bodies[key].words if key else (),
    )


def weights_of(article: Article, bodies: Mapping[str, CopyBody]) -> dict[str, int]:
    """Return what each word of an article counts, in the order of the fields, the copy first."""
    *fields, copy = words_of(article, bodies)
    weights = dict.fromkeys(copy, WEIGHTS[-1])  # most words are those of the copy
    for weight, field in zip(WEIGHTS, fields, strict=False):
        for word in field:
            weights[word] = weights.get(word, 0) + weight
    return weights


def shards_of(articles: Sequence[Article], bodies: Mapping[str, CopyBody]) -> Shards:
    """Return by first letter and word who holds it: 16 times the article's place plus weight."""
    # A million numbers a year: as objects they would take nine times the room.
    held: dict[str, array[int]] = defaultdict(lambda: array("I"))
    for place, article in enumerate(articles):
        for word, weight in weights_of(article, bodies).items():
            held[word].append(16 * place + weight)
    shards: Shards = {letter: {} for letter in LETTERS}
    for word in sorted(held):
        shards[letter_of(word)][word] = held[word]
    return shards


def letter_of(word: str) -> str:
    """Which script a word is in.

    >>> letter_of("attention"), letter_of("4"), letter_of("λογοσ")
    ('a', '0', 'other')
    """
    if not word[0].isascii():
        return "other"
    return "0" if word[0].isdecimal() else word[0]
