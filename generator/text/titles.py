"""Titles: folding for comparison, and heading, byline, abstract and tags that ran together."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from generator.model import Record
from generator.text.dates import trailing_month
from generator.text.urls import REMEMBERED

_PLAIN = str.maketrans(
    dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‘’‚‛′`", "'") | dict.fromkeys("‐‑‒–—―−", "-")
)
_ENDS = " .…!?"
_PARENTHESIS = re.compile(r"^(.*\S)\s*\(([^()]+)\)$")

# What stands before a name and belongs to it: van der Berg, de la Cruz.
_PARTICLES = "van von der den ter de del della di da do dos du la las le los bin ibn zu af".split()
_PARTICLE = f"(?i:{'|'.join(_PARTICLES)})"
# Whole words of a bounded length: else the time grows with the cube of the text's.
_NAME = rf"(?:{_PARTICLE} ){{0,3}}\S{{1,200}}"
_YEAR = r"(?P<others> et al\.?)?, (?P<year>(?:19|20)\d\d)(?=$|\s|[^\W\d_a-z]|[\"“‘])"
_BYLINE = re.compile(rf"(?P<names>{_NAME}(?: (?:&|and) {_NAME})?){_YEAR}")
_SMALL_BYLINE = re.compile(rf"(?=(?:{'|'.join(_PARTICLES)}) ){_BYLINE.pattern}")
_SMALL_LETTERS = frozenset(particle[0] for particle in _PARTICLES)
# A byline where the title ran into its first word: `ModelsVan der Berg`.
_GLUED_BYLINE = re.compile(
    rf"(?<!\S)(?P<lead>\S{{0,200}}{_PARTICLE} (?:{_PARTICLE} ){{0,2}})?(?P<word>\S{{1,200}})"
    rf"(?: (?:&|and) {_NAME})?{_YEAR}"
)
# No word of a title ends so before such another: `Modelsvan der Berg`.
_SMALL_LEAD = re.compile(r"(?:van|von)(?= (?:de|den|der) )|de(?= (?:la|las|los) )")
# The first parts of names that hold a seam of their own: McDougall, DeVries, O'Hara.
_NAME_STARTS = frozenset(
    "Mc Mac De Del Della Den Der Di Du Da Dos El Fitz La Le Lo O' O’ San St Ten Van Von".split()
)
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
    """A glued title's parts. `rule` says what decided the end of the title.

    `rule` is "prefix" (another source's title), "byline", "seam", or "whole" (nothing found).
    """

    title: str
    authors: tuple[str, ...] = ()
    byline_year: int | None = None
    summary: str | None = None
    tags: tuple[str, ...] = ()
    rule: str


# Every stage of reconciling asks for the same titles.
@lru_cache(maxsize=REMEMBERED)
def fold_title(title: str, language: str = "en") -> str:
    """A title as it compares: folded, and without the separator before a last `Month YYYY`.

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
    """Text as it compares: compatibility forms, case, white space, quotes and dashes folded."""
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
    """The title without a trailing parenthesis that holds one of `known` (folded titles)."""
    match = _PARENTHESIS.match(title)
    return match[1] if match and fold_title(match[2], language) in known else title


def squeeze(text: str) -> str:
    """Text without any white space: glued and unglued forms of it are then equal."""
    return "".join(text.split())


def parse_byline(text: str) -> tuple[tuple[str, ...], int] | None:
    """`Kamath et al., 2025` → (("Kamath et al.",), 2025): what the byline says, no more."""
    match = _BYLINE.fullmatch(text.strip())
    if match is None:
        return None
    return _authors(match["names"], match["others"]), int(match["year"])


def seams(text: str) -> Iterator[int]:
    """Every place where a new text may have begun without a separator, left to right."""
    for place in range(1, len(text)):
        if text[place].isupper() and is_seam(text, place):
            yield place


def is_seam(text: str, place: int) -> bool:
    """Whether a lower-case letter, a digit or a closing ?, ! or ” runs into a capital there."""
    before = text[place - 1]
    return before.islower() or before.isdigit() or before in "?!”"


def ends_at_seam(text: str, place: int) -> bool:
    """Whether a title known from elsewhere may end there: text goes on without a space."""
    if not 0 < place < len(text) or text[place - 1].isspace():
        return False
    first = text[place]
    if first.isupper() or first in "“\"'‘":
        return True
    # `van Dijk et al., 2024`; few letters need to be looked at so closely.
    return first in _SMALL_LETTERS and _SMALL_BYLINE.match(text, place) is not None


def unglue_at(text: str, place: int, rule: str = "prefix") -> Unglued:
    """The parts of a glued title whose heading is known to end at `place`."""
    title, rest = text[:place].strip(), text[place:].strip()
    byline = _BYLINE.match(rest)
    if byline is None:
        return _with_rest(title, rest, rule)
    authors = _authors(byline["names"], byline["others"])
    return _with_rest(title, rest[byline.end() :], rule, authors, int(byline["year"]))


def unglue(text: str) -> Unglued:
    """The parts of a glued title, by its byline, else by a seam that a sentence follows."""
    for byline in _GLUED_BYLINE.finditer(text):
        place = _name_start(text, byline)
        if place:
            return unglue_at(text, place, "byline")
    place = _sentence_seam(text)
    return unglue_at(text, place, "seam") if place else Unglued(title=text, rule="whole")


def _with_rest(
    title: str, rest: str, rule: str, authors: tuple[str, ...] = (), year: int | None = None
) -> Unglued:
    rest, tags = _split_tags(rest.strip())
    return Unglued(
        title=title, authors=authors, byline_year=year, summary=rest or None, tags=tags, rule=rule
    )


def _authors(names: str, others: str | None) -> tuple[str, ...]:
    return (f"{names} et al.",) if others else tuple(re.split(r" (?:&|and) ", names))


def _name_start(text: str, byline: re.Match[str]) -> int | None:
    """Where the first name of the byline begins inside the word that the title ran into."""
    start, lead = byline.start(), byline["lead"] or ""
    if lead:
        place = _particle_place(lead)
        if place:
            return start + place
        if place is None:
            title_word, space, lead = lead.partition(" ")
            start += len(title_word + space)
    # A word of its own is a name only where "et al." says so: "…, 2020" may end a title.
    may_be_own = bool(byline["others"] and start)
    if lead:
        return start if may_be_own else None
    word = byline["word"]
    places = [place for place in range(1, len(word)) if _is_name_seam(word, place)]
    while len(places) > 1 and word[places[-2] : places[-1]] in _NAME_STARTS:
        places.pop()
    if places and word[: places[-1]] not in _NAME_STARTS:
        return start + places[-1]
    return start if may_be_own and word[0].isupper() else None


def _particle_place(lead: str) -> int | None:
    """Where the name begins in the words before its last; None if the first is the title's."""
    first = lead.partition(" ")[0]
    for place in range(len(first)):
        glued = not place or _is_name_seam(first, place)
        if glued and first[place:].lower() in _PARTICLES:
            return place
    small = _SMALL_LEAD.search(lead)
    return small.start() if small and small.end() == len(first) else None


def _is_name_seam(word: str, place: int) -> bool:
    return word[place].isupper() and (is_seam(word, place) or word[place - 1] in ').")')


def _sentence_seam(text: str) -> int | None:
    """Where a sentence begins: surest before an opening word, least sure after two letters."""
    places = [place for place in seams(text) if _is_sentence(text[place:])]
    for place in places:
        if _first_word(text[place:]) in _OPENERS:
            return place
    after_words = (place for place in places if len(_piece_before(text, place)) > 2)
    return next(after_words, None) or _seam_after_capital(text) or next(iter(places), None)


def _piece_before(text: str, place: int) -> str:
    """What stands before a seam, back to the last capital: `Model`, but `i` of `iPhone`."""
    start = place - 1
    while start and not text[start].isupper() and not text[start - 1].isspace():
        start -= 1
    return text[start:place]


def _seam_after_capital(text: str) -> int | None:
    """`LaTeXWe study…`: only a whole opening word tells where a run of capitals ends."""
    for place in range(1, len(text)):
        if text[place].isupper() and text[place - 1].isupper():
            word = _first_word(text[place:])
            if len(word) > 1 and word in _OPENERS and _is_sentence(text[place:]):
                return place
    return None


def _is_sentence(text: str) -> bool:
    """Whether the text reads as one: a plain first word, more words, and an end."""
    word = _first_word(text)
    if _INNER_CAPITAL.search(word, 1) or " " not in text:
        return False
    rest, _tags = _split_tags(text)
    return rest.endswith((".", "?", "!", "…", "”", '"', ")"))


def _first_word(text: str) -> str:
    return text.split(None, 1)[0].rstrip(",:;")


def _split_tags(text: str) -> tuple[str, tuple[str, ...]]:
    """`…models.paper` → ("…models.", ("paper",)): tags that ran into the last sentence."""
    match = _TAGS.search(text)
    if match is None or match[1] in _NOT_TAGS:
        return text, ()
    return text[: match.start()], tuple(match[1].split(", "))
