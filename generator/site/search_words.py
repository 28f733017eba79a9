"""The articles → the words by which assets/search.js finds them, field by field."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from string import ascii_lowercase

from generator.model import Article, PartialDate
from generator.site.catalogue import Catalogue
from generator.text.date_names import month_names
from generator.text.search_terms import search_words

#: What a word counts in the title, the authors, the facts, the summary and the cached copy.
WEIGHTS = (16, 8, 4, 2, 1)
#: By the first letter; "0" are digits.
FIRST_LETTERS = (*ascii_lowercase, "0", "other")

Words = tuple[tuple[str, ...], ...]
Shards = dict[str, dict[str, Sequence[int]]]


def words_of(catalogue: Catalogue, article: Article) -> Words:
    """Return the words of an article, field by field in the order of WEIGHTS."""
    key = article.preview.body if article.preview else None
    return (
        search_words(article.label),
        search_words(" ".join(article.authors)),
        search_words(facts_of(catalogue, article)),
        search_words(article.summary),
        catalogue.library.bodies[key].words if key else (),
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


def shards_of(catalogue: Catalogue, articles: Sequence[Article]) -> Shards:
    """Return by first letter and word who holds it: 32 times the article's place plus weight."""
    # A million numbers a year: as objects they would take nine times the room.
    held: dict[str, array[int]] = defaultdict(lambda: array("I"))
    for place, article in enumerate(articles):
        for word, weight in weights_of(catalogue, article).items():
            held[word].append(32 * place + weight)
    shards: Shards = {letter: {} for letter in FIRST_LETTERS}
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
