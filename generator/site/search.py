"""The articles → what assets/search.js searches: scripts, for a page on a disk may not fetch.

search/index.js       what there is: the kinds, the series, the years and the hosts, and of both how
                      many articles each has
search/2025.js        the articles of a year, as they are listed; the undated ones in undated.js
search/s-2025-a.js    of many articles: the words that begin with "a", and which of the year's
                      articles hold them
search/c-ID.js        the text of an article's cached copy, to show where a word stands in it

Up to SCANNED articles a year's script holds their words too, and is searched from one end to the
other. Above that, words have scripts of their own. All but index.js depend on the articles of their
year alone.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache, partial
from hashlib import blake2b
from operator import sub
from string import ascii_lowercase

import msgspec

from generator.model.articles import Article
from generator.model.pages import Page
from generator.model.record import PartialDate
from generator.site.catalogue import Catalogue
from generator.site.paths import article_path, copy_text_path, search_path
from generator.text.date_names import month_names
from generator.text.html import blocks_of_sanitised
from generator.text.search_terms import search_words

SCANNED = 3000


def search_pages(catalogue: Catalogue) -> Iterator[Page]:
    """Yield all scripts of the search."""
    parts = parts_of(catalogue)
    scanned = len(catalogue.articles) <= SCANNED
    blogs = [(source.name, source.title) for source in catalogue.blogs.values()]
    for name, articles in parts:
        facts = [facts_of(catalogue, article) for article in articles]
        found = {
            "articles": catalogue.hashes_of(articles),
            "bodies": [article.body for article in articles],
            "facts": facts,
        }
        inputs = {**found, "with_words": scanned, "blogs": blogs}
        body = partial(_part, catalogue, name, articles, with_words=scanned)
        yield Page(path=search_path(name), inputs=inputs, body=body)
        if not scanned:
            yield from _shard_pages(catalogue, name, articles, found)
    counts = [(name, len(articles)) for name, articles in parts]
    kinds = [(kind.name, kind.title, kind.glyph) for kind in catalogue.kinds]
    series = [(one.name, one.title) for one in catalogue.library.config.series]
    index = (kinds, series, counts, not scanned, _hosts(catalogue), blogs)
    body = partial(data_script, "octavo.begin", *index)
    yield Page(path=search_path("index"), inputs={"index": index}, body=body)
    for article in catalogue.articles:
        if article.body:
            body = partial(_copy, catalogue, article.id, article.body)
            yield Page(path=copy_text_path(article), inputs={"body": article.body}, body=body)


def parts_of(catalogue: Catalogue) -> list[tuple[str, tuple[Article, ...]]]:
    """Return the years, by what their scripts are called, each with its articles."""
    timeline = catalogue.library.timeline
    parts = [(f"{year.year:04d}", year.articles) for year in timeline.years]
    return [*parts, *([("undated", timeline.undated)] if timeline.undated else [])]


def _hosts(catalogue: Catalogue) -> list[tuple[str, int]]:
    """Return the hosts that hold the articles, those of the most articles first."""
    hosts = Counter(map(catalogue.host, catalogue.articles))
    return [(host, count) for host, count in hosts.most_common() if host]


def _copy(catalogue: Catalogue, article_id: str, key: str) -> str:
    blocks = blocks_of_sanitised(catalogue.library.bodies[key].html)
    return data_script("octavo.copied", article_id, blocks)


def _shard_pages(
    catalogue: Catalogue, name: str, articles: tuple[Article, ...], found: dict[str, object]
) -> Iterator[Page]:
    """Yield a script a letter; the year's words are worked out if one of them has to be made."""

    @cache
    def shards() -> _Shards:
        return shards_of(catalogue, articles)

    def shard(letter: str) -> str:
        lines = (_line(word, places) for word, places in shards()[letter].items())
        return data_script("octavo.shard", name, letter, "\n" + "".join(lines))

    # Once a year, not once a letter: of many articles this is most of what a build has to look at.
    words = blake2b(msgspec.msgpack.encode(found), digest_size=16).hexdigest()
    for letter in _FIRST_LETTERS:
        inputs = {"words": words, "letter": letter}
        path = search_path(f"s-{name}-{letter}")
        yield Page(path=path, inputs=inputs, body=partial(shard, letter))


def _part(catalogue: Catalogue, name: str, articles: Sequence[Article], *, with_words: bool) -> str:
    rows = [_row(catalogue, article, with_words=with_words) for article in articles]
    return data_script("octavo.take", name, rows)


def _row(catalogue: Catalogue, article: Article, *, with_words: bool) -> list[object]:
    """Return an article as assets/search.js takes it apart."""
    words = words_of(catalogue, article) if with_words else ()
    return [
        article.id,
        article_path(article),
        article.label,
        article.authors,
        article.date.edtf if article.date else None,
        article.kind,
        article.series,
        catalogue.host(article),
        [name for name in article.sources if name in catalogue.blogs],
        bool(article.body) + 2 * bool(catalogue.differs_on(article)),
        catalogue.excerpt(article),
        article.tags,
        article.added.edtf if article.added else None,
        *("".join(f" {word}" for word in own) for own in words),
    ]


def _line(word: str, places: Sequence[int]) -> str:
    """Return the word, its first number, and the steps to the others, which take half the room.

    Text is what a browser takes up fastest: it reads only the lines that are looked for.
    """
    steps = (*places[:1], *map(sub, places[1:], places))
    return f"{word} {' '.join(map(str, steps))}\n"


# The articles → the words by which assets/search.js finds them, field by field.

#: What a word counts in the title, the authors, the facts, the summary and the cached copy.
WEIGHTS = (16, 8, 4, 2, 1)
#: By the first letter; "0" are digits.
_FIRST_LETTERS = (*ascii_lowercase, "0", "other")

Words = tuple[tuple[str, ...], ...]
_Shards = dict[str, dict[str, Sequence[int]]]


def words_of(catalogue: Catalogue, article: Article) -> Words:
    """Return the words of an article, field by field in the order of WEIGHTS."""
    return (
        search_words(article.label),
        search_words(" ".join(article.authors)),
        search_words(facts_of(catalogue, article)),
        search_words(article.summary),
        catalogue.library.bodies[article.body].words if article.body else (),
    )


def facts_of(catalogue: Catalogue, article: Article) -> str:
    """Return what else an article is looked for by: its date, its kind, its series, its tags.

    The date stands in it in words and in numbers as in EDTF.
    """
    kind = catalogue.kind(article)
    series = [catalogue.series(article.series).title] if article.series else []
    dates = _date_words(article.date, catalogue.site.language)
    return " ".join((*dates, kind.title, kind.plural, *series, *article.tags))


def _date_words(date: PartialDate | None, language: str) -> Iterator[str]:
    while date:
        yield date.edtf
        if date.month:
            yield month_names(language)[date.month - 1]
        if date.day:
            yield str(date.day)
        date = date.end


def weights_of(catalogue: Catalogue, article: Article) -> dict[str, int]:
    """Return what each word of an article counts, in the order of the fields, the copy first."""
    *fields, copy = words_of(catalogue, article)
    weights = dict.fromkeys(copy, WEIGHTS[-1])  # most words are those of the copy
    for weight, field in zip(WEIGHTS, fields, strict=False):
        for word in field:
            weights[word] = weights.get(word, 0) + weight
    return weights


def shards_of(catalogue: Catalogue, articles: Sequence[Article]) -> _Shards:
    """Return by first letter and word who holds it: 32 times the article's place plus weight."""
    # A million numbers a year: as objects they would take nine times the room.
    held: dict[str, array[int]] = defaultdict(lambda: array("I"))
    for place, article in enumerate(articles):
        for word, weight in weights_of(catalogue, article).items():
            held[word].append(32 * place + weight)
    shards: _Shards = {letter: {} for letter in _FIRST_LETTERS}
    for word in sorted(held):
        shards[letter_of(word)][word] = held[word]
    return shards


def letter_of(word: str) -> str:
    """Return which script a word is in.

    >>> letter_of("attention"), letter_of("4"), letter_of("λογοσ")
    ('a', '0', 'other')
    """
    if not word[0].isascii():
        return "other"
    return "0" if word[0].isdecimal() else word[0]


# Data → a script that hands it to one of ours: a page on a disk may not fetch.


def data_script(function: str, *arguments: object) -> str:
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
