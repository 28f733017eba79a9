"""Bylines as papers and their lists have them: `Doe et al., 2026`, `Doe-Roe, Poe & Moe (2026)`.

Alone on a line, at a known place of a text, or run together with the title before and the abstract
after them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.model import Record
from generator.text.names import PARTICLES, split_names

# What may follow a byline without a space: the first word of an abstract.
_BEGINNING = r"$|[^\W\d_a-z]|[\"“‘(\[]"
# `et al., 2026`, `, 2026`, `et al. (2026)`; "et al." alone does it, too.
_END = re.compile(
    r"(?P<others>,? et al\b\.?)?(?:, ?| ?\(|(?<=\.) )(?P<year>(?:19|20)\d\d)\)?\.?"
    rf"(?=\s|{_BEGINNING})"
    rf"|(?P<only>,? et al\.?)(?={_BEGINNING})"
)
_WORDS = re.compile(r"\S+")
_SEPARATOR = re.compile(r", (?:(?:&|and) )?| (?:&|and) ")
_NAME_WORD = re.compile(r"[^\W\d_](?:[.'’ʼ‘‑-]?[^\W\d_])*+\.?")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]*")
_MOST_WORDS = 3
# A word that ends a title is as long; a shorter piece may be the start of a name: `AbuPoe`.
_SHORT_START = 3
# So far before its end a byline begins.
_LONGEST = 400
# No word of a title ends so before such another: `Modelsvan der Berg`.
_SMALL_LEAD = re.compile(r"(?:van|von)(?= (?:de|den|der) )|de(?= (?:la|las|los) )")
# The first parts of names that hold a seam of their own: McDougall, DeVries, O'Hara.
_NAME_STARTS = frozenset(
    "Mc Mac De Del Della Den Der Di Du Da Dos El Fitz La Le Lo O' O’ San St Ten Van Von".split()
)


class Byline(Record, kw_only=True):
    """A byline in a text, and where it begins and ends there."""

    names: tuple[str, ...]
    year: int | None
    start: int
    end: int


def parse_byline(text: str) -> tuple[tuple[str, ...], int] | None:
    """Return whom a text names that is a byline and nothing else, and its year; None for others.

    What it says, no more: `Kamath et al., 2025` → (("Kamath et al.",), 2025). Two words are a name
    only before "et al.": `Toy Models, 2022` is a title.
    """
    text = text.strip()
    for end in _END.finditer(text):
        if end.end() == len(text) and end["year"]:
            names = names_before(text[: end.start()], end)
            sure = end["others"] or all(len(_own_words(name)) == 1 for name in names)
            return (names, int(end["year"])) if names and sure else None
    return None


def read_byline(text: str) -> tuple[tuple[str, ...], int | None]:
    """Return whom a text names that is known to be a byline, and its year where it has one."""
    text = text.strip()
    for end in _END.finditer(text):
        if end.end() == len(text) and end.start() and end["year"]:
            stated = text[: end.start()] + (end["others"] or "")
            names = names_before(text[: end.start()], end) or split_names(stated)
            return names, int(end["year"])
    return split_names(text), None


def byline_at(text: str, place: int) -> Byline | None:
    """Return the byline that begins at a place of the text; None if none does."""
    for end in _END.finditer(text, place, place + _LONGEST):
        names = names_before(text[place : end.start()], end)
        return _byline(names, place, end) if names else None
    return None


def glued_byline(text: str) -> Byline | None:
    """Return the first byline whose first name a title ran into; None if there is none.

    One that stands apart counts only where "et al." says that it is one and its year ran on.
    """
    for end in _END.finditer(text):
        place = _glued_start(text, end)
        if place is None and end["others"] and is_run_on(text, end.end()):
            place = _own_start(text, end)
        if place:
            return _byline(names_before(text[place : end.start()], end), place, end)
    return None


def is_run_on(text: str, place: int) -> bool:
    """Return whether a text goes on at a place without a space."""
    return place < len(text) and not text[place].isspace()


def names_before(text: str, end: re.Match[str]) -> tuple[str, ...]:
    """Return the names of a list that a byline's end follows; () if one of them is no name."""
    names = _with_initials(_SEPARATOR.split(text))
    if not all(map(_is_name, names)):
        return ()
    others = end["others"] or end["only"]
    return (*names[:-1], f"{names[-1]} et al.") if others else names


def _with_initials(parts: list[str]) -> tuple[str, ...]:
    """Return `Doe, R., Poe, P.`: the parts of a list, initials with the name that they follow."""
    names: list[str] = []
    for part in parts:
        if names and part.endswith(".") and all(map(_INITIALS.fullmatch, part.split())):
            names[-1] = f"{names[-1]}, {part}"
        else:
            names.append(part)
    return tuple(names)


def _byline(names: tuple[str, ...], start: int, end: re.Match[str]) -> Byline:
    year = int(end["year"]) if end["year"] else None
    return Byline(names=names, year=year, start=start, end=end.end())


def _own_words(name: str) -> list[str]:
    return [word for word in name.split() if word.casefold() not in PARTICLES]


def _is_name(text: str) -> bool:
    words = text.replace(",", "").split(" ")
    own = _own_words(text)
    return words[0] != "By" and 0 < len(own) <= _MOST_WORDS and all(map(_is_name_word, words))


def _is_name_word(word: str) -> bool:
    if word.casefold() in PARTICLES or _INITIALS.fullmatch(word):
        return True
    return bool(_NAME_WORD.fullmatch(word)) and word[0].isupper()


def _glued_start(text: str, end: re.Match[str]) -> int | None:
    """Return where the first name of the byline begins inside a word, going back from its end."""
    found: int | None = None
    for word, before in _words_before(text, end.start()):
        bare = word[0].rstrip(",")
        inside = _place_inside(bare, text[word.end() : end.start()])
        if inside:
            place = word.start() + inside
            if not _is_likely(bare[:inside], text, place, end):
                return found
            found = place
            # The short start of a name inside of the list, perhaps: `WorkDoe, AbuPoe et al.`
            if before not in (",", "&") or inside > _SHORT_START:
                return found
        if bare not in ("&", "and") and not _is_name_word(bare):
            break
    return found


def _is_likely(title_word: str, text: str, place: int, end: re.Match[str]) -> bool:
    """Whether names begin at a seam: in `WorkJane Doe et al.`, not in `PyTorch Models Doe et al.`.

    Two words are a name only before "et al.", or where the text goes on after the year.
    """
    names = names_before(text[place : end.start()], end)
    if not names or len(_own_words(names[0].removesuffix(" et al."))) == 1:
        return bool(names)
    is_long = sum(map(str.isalnum, title_word)) >= _SHORT_START
    return is_long and (bool(end["others"] or end["only"]) or is_run_on(text, end.end()))


def _words_before(text: str, place: int) -> Iterator[tuple[re.Match[str], str]]:
    """The words that end before a place, the last first, each with the sign that precedes it."""
    start = max(0, place - _LONGEST)
    words = list(_WORDS.finditer(text, start, place))
    first = 1 if start else 0  # which may have been cut
    for number in range(len(words) - 1, first - 1, -1):
        previous = words[number - 1][0] if number else ""
        yield words[number], "&" if previous in ("&", "and") else previous[-1:]


def _place_inside(word: str, rest: str) -> int | None:
    """Return where a name begins inside a word that a title ran into.

    `rest` is what follows the word.
    """
    following = rest.split(maxsplit=1)[0] if rest.strip() else ""
    if following in PARTICLES:
        for place in range(1, len(word)):
            if _is_name_seam(word, place) and word[place:].lower() in PARTICLES:
                return place
        small = _SMALL_LEAD.search(word + rest)
        if small and small.start() and small.end() == len(word):
            return small.start()
    if _INITIALS.fullmatch(word):
        return None
    places = [place for place in range(1, len(word)) if _is_name_seam(word, place)]
    while len(places) > 1 and word[places[-2] : places[-1]] in _NAME_STARTS:
        places.pop()
    if not places or word[: places[-1]] in _NAME_STARTS:
        return None
    # `(AbuDoe et al., 2017)`: no title ends inside of a parenthesis.
    is_closed = word.rfind("(", 0, places[-1]) <= word.rfind(")", 0, places[-1])
    return places[-1] if is_closed else None


def _is_name_seam(word: str, place: int) -> bool:
    if not word[place].isupper():
        return False
    before, after = word[place - 1], word[place + 1 : place + 2]
    if before.isupper():  # `LaTeXDoe`
        return after.islower() and place > 1
    return before.islower() or before.isdigit() or before in '?!”").'


def _own_start(text: str, end: re.Match[str]) -> int | None:
    """Return where the last name before the end begins, a word of its own with its particles."""
    start: int | None = None
    for word, _before in _words_before(text, end.start()):
        if start is None:
            if not _is_name(word[0]):
                return None
        elif word[0] not in PARTICLES:
            break
        start = word.start()
    return start or None
