"""Titles: folding for comparison, and heading, byline, abstract and tags that ran together."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice

from generator.model.record import Record
from generator.text.dates import trailing_month
from generator.text.names import PARTICLES, byline_at, glued_byline
from generator.text.urls import REMEMBERED

_PLAIN = str.maketrans(
    dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‘’‚‛′`", "'") | dict.fromkeys("‐‑‒–—―−", "-")
)
_ENDS = " .…!?"
_AROUND_WORDS = ".,:;!?()[]“”\"'‘’"
# A text with more seams is no title.
_MOST_SEAMS = 60
# No title is shorter: the "i" of `iPhone` is none.
_SHORTEST = 3
_PARENTHESIS = re.compile(r"^(.*\S)\s*\(([^()]+)\)$")
_LONGEST_PARTICLE = max(map(len, PARTICLES)) + 1
# Words that open an abstract far more often than they continue a title.
_OPENERS = frozenset(
    "A An The We Our In On This These Here How Why What When While Using Some Small Very One Two "
    "Many Most Recent As At By For From If It Its There To With Neural Unpacking Investigating "
    "Introducing Notes Here's I My Can Do Does Is Are".split()
)
# `TeXWe` and `PhoneWe` hold the seam still to come; `SAEs` and `GPT-4` are plain words.
_INNER_CAPITAL = re.compile(r"[a-z0-9][A-Z]|[A-Z](?!s\b)[a-z]")
_TAGS = re.compile(r"(?<=[.?!…”\")])([a-z][a-z -]{0,30}(?:, [a-z][a-z -]{0,30}){0,9})$")
# `example.com` at the end of an abstract is an address, not the tag "com".
_NOT_TAGS = frozenset("com org net edu gov io ai pub dev html htm pdf py js md txt uk de".split())


class Unglued(Record, kw_only=True):
    """The parts of a glued title: of a heading that ran together with what follows it."""

    #: The part before the seam.
    title: str
    #: Those of the byline; none where it has no byline.
    authors: tuple[str, ...] = ()
    #: The year in the byline; None where it has none.
    byline_year: int | None = None
    #: What follows the title and the byline; None where nothing does.
    summary: str | None = None
    #: The words that ran into the end of the summary.
    tags: tuple[str, ...] = ()
    #: What decided where the title ends: "prefix" (another source's title), "page" (the text of its
    #: page), "byline", "seam", or "whole" (nothing, so that it has not been parted).
    rule: str


# Every stage of reconciling asks for the same titles.
@lru_cache(maxsize=REMEMBERED)
def fold_title(title: str, language: str = "en") -> str:
    """Return a title as it compares: folded, and without the separator before a last `Month YYYY`.

    >>> fold_title("Circuits Updates: July  2024") == fold_title("Circuits Updates — July 2024")
    True
    """
    text = fold_text(title)
    dated = trailing_month(text, language)
    if dated is None:
        return text
    before = dated[0]
    return f"{before.rstrip(' -:,')} {text[len(before) :]}".strip()


def fold_text(text: str) -> str:
    """Return text as it compares: compatibility forms, case, space, quotes and dashes folded."""
    if text.isascii():  # most text, where only one of the signs can stand
        folded = text.replace("`", "'")
    else:
        folded = unicodedata.normalize("NFKC", text).translate(_PLAIN)
    return " ".join(folded.casefold().split())


def beyond_title(summary: str | None, title: str | None) -> str | None:
    """Return the summary; None if it says no more than the title.

    >>> beyond_title("A Title.", "a title"), beyond_title("A title, and more.", "A title")
    (None, 'A title, and more.')
    """
    if summary and title and fold_text(summary).rstrip(_ENDS) == fold_text(title).rstrip(_ENDS):
        return None
    return summary


def without_known_parenthesis(title: str, known: frozenset[str], language: str = "en") -> str:
    """Return the title without a trailing parenthesis that holds one of `known` (folded titles)."""
    match = _PARENTHESIS.match(title)
    return match[1] if match and fold_title(match[2], language) in known else title


def squeeze(text: str) -> str:
    """Return text without any white space: glued and unglued forms of it are then equal."""
    return "".join(text.split())


def seams(text: str) -> Iterator[int]:
    """Yield every place where a new text may have begun without a separator, left to right."""
    for place in range(1, len(text)):
        if text[place].isupper() and is_seam(text, place):
            yield place


def is_seam(text: str, place: int) -> bool:
    """Return whether a lower-case letter, a digit or a closing ?, ! or ” runs into a capital."""
    before = text[place - 1]
    return before.islower() or before.isdigit() or before in "?!”"


def ends_at_seam(text: str, place: int) -> bool:
    """Return whether a title known from elsewhere may end there: text goes on without a space."""
    if not 0 < place < len(text) or text[place - 1].isspace():
        return False
    first = text[place]
    if first.isupper() or first in "“\"'‘":
        return True
    # `van Dijk et al., 2024`
    is_particle = text[place : place + _LONGEST_PARTICLE].partition(" ")[0] in PARTICLES
    return is_particle and byline_at(text, place) is not None


def unglue_at(text: str, place: int, rule: str = "prefix") -> Unglued:
    """Return the parts of a glued title whose heading is known to end at `place`."""
    title, start = text[:place].strip(), place + len(text[place:]) - len(text[place:].lstrip())
    byline = byline_at(text, start)
    if byline is None:
        return _with_rest(title, text[place:], rule)
    return _with_rest(title, text[byline.end :], rule, byline.names, byline.year)


def unglue(text: str, known: frozenset[str] = frozenset()) -> Unglued:
    """Return the parts of a glued title, by its byline, else by a seam that a sentence follows.

    `known` are words that are written with a capital inside: `GitHub`.
    """
    if byline := glued_byline(text):
        return unglue_at(text, byline.start, "byline")
    place = _sentence_seam(text, known)
    return unglue_at(text, place, "seam") if place else Unglued(title=text, rule="whole")


def opening_seam(text: str) -> tuple[int, str] | None:
    """Return where a sentence ran on at an opening word, and the words that are joined there.

    >>> opening_seam("On SoilWhile digging we found stones.")
    (7, 'SoilWhile')
    """
    for place in _sentence_places(text):
        if _first_word(text[place:]) in _OPENERS:
            return place, _word_around(text, place)
    return None


def _with_rest(
    title: str, rest: str, rule: str, authors: tuple[str, ...] = (), year: int | None = None
) -> Unglued:
    rest, tags = _split_tags(rest.strip())
    return Unglued(
        title=title, authors=authors, byline_year=year, summary=rest or None, tags=tags, rule=rule
    )


def _sentence_seam(text: str, known: frozenset[str]) -> int | None:
    """Return where a sentence begins: surest before an opening word, least after two letters."""
    if opening := opening_seam(text):
        return opening[0]
    words = text.split(" ")
    places = [
        place
        for place in islice(seams(text), _MOST_SEAMS)
        if place >= _SHORTEST
        and _is_sentence(text[place:])
        and not _is_in_parenthesis(text, place)
        and not _is_inside_word(text, place, words, known)
    ]
    after_words = (place for place in places if len(_piece_before(text, place)) > 2)
    return next(after_words, None) or _seam_after_capital(text) or next(iter(places), None)


def _sentence_places(text: str) -> Iterator[int]:
    """Yield where a sentence may have run on: at seams, and after a parenthesis, `(2)A note`."""
    capitals = (place for place in range(1, len(text)) if text[place].isupper())
    ran_on = (place for place in capitals if is_seam(text, place) or text[place - 1] in ")]")
    for place in islice(ran_on, _MOST_SEAMS):
        if _is_sentence(text[place:]) and not _is_in_parenthesis(text, place):
            yield place


def _is_in_parenthesis(text: str, place: int) -> bool:
    return text.count("(", 0, place) > text.count(")", 0, place)


def _word_around(text: str, place: int) -> str:
    return text[text.rfind(" ", 0, place) + 1 :].split(" ", 1)[0]


def _is_inside_word(text: str, place: int, words: Sequence[str], known: frozenset[str]) -> bool:
    """Return whether a seam is in a word that also occurs elsewhere: `GitHub`, `LaTeX`."""
    start = text.rfind(" ", 0, place) + 1
    around = _word_around(text, place)
    others = list(words)
    others.remove(around)
    written = {word.strip(_AROUND_WORDS) for word in others} | known
    longer = (around[:end] for end in range(place - start + 1, len(around) + 1))
    return any(piece in written for piece in longer)


def _piece_before(text: str, place: int) -> str:
    """Return the text before a seam, back to the last capital: `Model`, but `i` of `iPhone`."""
    start = place - 1
    while start and not text[start].isupper() and not text[start - 1].isspace():
        start -= 1
    return text[start:place]


def _seam_after_capital(text: str) -> int | None:
    """Return where a sentence begins after capitals, as `LaTeXWe study…`: at an opening word."""
    capitals = (p for p in range(1, len(text)) if text[p].isupper() and text[p - 1].isupper())
    for place in islice(capitals, _MOST_SEAMS):
        word = _first_word(text[place:])
        if len(word) > 1 and word in _OPENERS and _is_sentence(text[place:]):
            return place
    return None


def _is_sentence(text: str) -> bool:
    """Return whether the text reads as one: a plain first word, more words, and an end."""
    word = _first_word(text)
    if _INNER_CAPITAL.search(word, 1) or " " not in text:
        return False
    rest, _tags = _split_tags(text)
    return rest.endswith((".", "?", "!", "…", "”", '"', ")"))


def _first_word(text: str) -> str:
    return text.split(None, 1)[0].rstrip(",:;")


def _split_tags(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a text and the tags that its last sentence ran into: `…models.paper`."""
    match = _TAGS.search(text)
    if match is None or match[1] in _NOT_TAGS:
        return text, ()
    return text[: match.start()], tuple(match[1].split(", "))
