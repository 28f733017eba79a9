"""An article → the words that it is found by, what each counts, and the script that it is in.

A word counts where it stands: 8 in the title, 4 in the authors, 2 in the summary, 1 in the cached
copy.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Mapping, Sequence
from string import ascii_lowercase

from generator.model import Article, CopyBody
from generator.text.search_terms import search_words

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
