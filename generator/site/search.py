"""The articles → what assets/search.js searches: scripts, for a page on a disk may not fetch.

search/index.js       what there is: the kinds, the series, the years and how many articles each has
search/2025.js        the articles of a year, as they are listed; the undated ones in undated.js
search/s-2025-a.js    of many articles: the words that begin with "a", and which of the year's
                      articles hold them

Up to SCANNED articles a year's script holds their words too, and is searched from one end to the
other. Above that, words have scripts of their own. All but index.js depend on the articles of their
year alone. A word counts where it stands: 8 in the title, 4 in the authors, 2 in the summary, 1 in
the cached copy.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import chain, zip_longest
from operator import sub
from string import ascii_lowercase

import msgspec

from generator.model import Article, Draft, Page
from generator.site.catalogue import Catalogue
from generator.site.paths import article_path, search_path
from generator.text.words import search_words

SCANNED = 3000
WEIGHTS = (8, 4, 2, 1)
# By the first letter; "0" are digits.
LETTERS = (*ascii_lowercase, "0", "other")

Words = tuple[tuple[str, ...], ...]
Shards = dict[str, dict[str, Sequence[int]]]


def search_drafts(catalogue: Catalogue) -> Iterator[Draft]:
    """All scripts of the search."""
    years = [(f"{year.year:04d}", year.articles) for year in catalogue.library.timeline.years]
    undated = catalogue.library.timeline.undated
    parts = [*years, *([("undated", undated)] if undated else [])]
    scanned = len(catalogue.articles) <= SCANNED
    for name, articles in parts:
        make = partial(_part_page, catalogue, name, articles, with_words=scanned)
        yield Draft(path=search_path(name), template=None, make=make, shows=_captures(articles))
    if not scanned:
        yield from _shard_drafts(catalogue, parts)
    counts = [(name, len(articles)) for name, articles in parts]
    make = partial(_index_page, catalogue, counts, scanned)
    yield Draft(path=search_path("index"), template=None, make=make)


def words_of(article: Article) -> Words:
    """The words of an article, field by field in the order of WEIGHTS."""
    return (
        search_words(article.label),
        search_words(" ".join(article.authors)),
        search_words(article.summary),
        search_words(article.preview.body_text if article.preview else None),
    )


def shards_of(articles: Sequence[Article]) -> Shards:
    """By first letter and word: the articles that hold it, as 16 times their place plus weight."""
    # A million numbers a year: as objects they would take nine times the room.
    held: dict[str, array[int]] = defaultdict(lambda: array("I"))
    for place, article in enumerate(articles):
        *fields, copy = words_of(article)
        weights = dict.fromkeys(copy, WEIGHTS[-1])  # most words are those of the copy
        for weight, field in zip(WEIGHTS, fields, strict=False):
            for word in field:
                weights[word] = weights.get(word, 0) + weight
        for word, weight in weights.items():
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


def _shard_drafts(
    catalogue: Catalogue, parts: list[tuple[str, tuple[Article, ...]]]
) -> Iterator[Draft]:
    """A draft a year and letter.

    Two years take turns: where two processes make every other page, each has years of its own,
    whose words it works out once. Two years' words are also all that is held at a time.
    """
    known = dict(parts)

    @lru_cache(maxsize=2)
    def shards(name: str) -> Shards:
        return shards_of([catalogue.whole(article) for article in known[name]])

    def drafts(name: str) -> list[Draft]:
        shows = _captures(known[name])
        return [
            Draft(
                path=search_path(f"s-{name}-{letter}"),
                template=None,
                make=partial(_shard_page, shards, name, letter),
                shows=shows,
            )
            for letter in LETTERS
        ]

    names = list(known)
    for first, second in zip_longest(names[::2], names[1::2]):
        turns = zip_longest(drafts(first), drafts(second) if second else ())
        yield from filter(None, chain.from_iterable(turns))


def _captures(articles: Sequence[Article]) -> tuple[str, ...]:
    return tuple(article.preview.capture for article in articles if article.preview)


def _part_page(
    catalogue: Catalogue, name: str, articles: Sequence[Article], *, with_words: bool
) -> Page:
    rows = []
    for article in articles:
        words = words_of(catalogue.whole(article)) if with_words else ()
        rows.append([*_row(catalogue, article), *("".join(f" {w}" for w in own) for own in words)])
    return _script(name, "octavo.take", name, rows)


def _row(catalogue: Catalogue, article: Article) -> list[object]:
    """An article as assets/search.js takes it apart."""
    has_copy = article.preview is not None and article.preview.has_body
    return [
        article.id,
        article_path(article),
        article.label,
        article.authors,
        article.date.edtf if article.date else None,
        article.kind,
        article.series,
        has_copy + 2 * bool(article.conflicts),
        catalogue.excerpt(article),
    ]


def _shard_page(shards: Callable[[str], Shards], name: str, letter: str) -> Page:
    pairs = [(word, _steps(places)) for word, places in shards(name)[letter].items()]
    return _script(f"s-{name}-{letter}", "octavo.shard", name, letter, pairs)


def _steps(numbers: Sequence[int]) -> list[int]:
    """The first number, then the way from each to the next, which takes half the room."""
    return [numbers[0], *map(sub, numbers[1:], numbers)]


def _index_page(catalogue: Catalogue, counts: list[tuple[str, int]], scanned: bool) -> Page:
    kinds = [(kind.name, kind.title, kind.glyph) for kind in catalogue.kinds]
    series = [(one.name, one.title) for one in catalogue.library.config.series]
    return _script("index", "octavo.begin", kinds, series, counts, not scanned)


def _script(name: str, function: str, *arguments: object) -> Page:
    """A script that hands data over, each item of a list on a line of its own.

    Nothing in it can end a script, open a comment in one, or end a line.
    Source: HTML, "Restrictions for contents of script elements"; ECMAScript, LineTerminator.
    """
    encoded = ",\n".join(_literal(argument) for argument in arguments)
    for character in "<\u2028\u2029":
        encoded = encoded.replace(character, f"\\u{ord(character):04x}")
    return Page(path=search_path(name), body=f"{function}({encoded});\n")


def _literal(value: object) -> str:
    if isinstance(value, list):
        return "[\n" + ",\n".join(msgspec.json.encode(item).decode() for item in value) + "\n]"
    return msgspec.json.encode(value).decode()
