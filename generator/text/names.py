"""A field that names several people → their names. What may be one name stays whole.

Feeds, index pages and meta tags have room for one author and are given a list: `Jane Doe, John
Q. Roe` and `Doe, Jane; Roe, John`. A comma stands inside names as well (`Doe, Jane`, `Widgets,
Inc.`), and so does "and": a list is taken apart only if every part of it has the shape of a name.
A byline holds such names and perhaps a year (`Doe et al., 2026`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from generator.model.entries import AuthorName
from generator.model.record import Record
from generator.text.urls import REMEMBERED

#: What stands before a name and belongs to it: van der Berg, de la Cruz.
PARTICLES = frozenset(
    "van von der den ter ten de del della di da do dos du des la las le los bin ibn ben zu zur af "
    "al el y e".split()
)
# None of these is part of a person's name, but of a company's, a team's, a role's or a place's.
_NO_PERSON = frozenset(
    "administration affairs agency alliance analytics and app art arts association at "
    "authority bank blog board books bureau business by campaign capital center centre city "
    "club coalition collaboration collaborative collective college columnist commission "
    "committee communications community companies company conference consortium consulting "
    "contributor contributors coop corp corporation correspondent council culture data "
    "department dept design desk developers development digest digital division editor "
    "editorial editors education engineering enterprise enterprises federation for forum "
    "foundation from fund gazette global group health herald holdings in industries "
    "initiative institute institution intelligence international journal lab laboratories "
    "laboratory labs league learning library machine magazine management market marketing "
    "markets media ministry museum national network networks new news newspaper office "
    "official on online organisation organization partners platform podcast politics post "
    "press producer product products program programme project publications publisher "
    "publishers publishing radio records reporter reporters research researchers review "
    "school schools science sciences security service services show society software "
    "solutions sports staff standards state states station store studies studio studios "
    "support system systems team teams tech technologies technology television the times "
    "today trust tv union united university weekly with working world writer writers".split()
)
# After a comma, these are part of what stands before it.
_DEGREES = frozenset(
    "jr sr ii iii iv phd md dphil dsc edd msc mba mph ma ba bsc jd esq rn frs llm dds dvm".split()
)
_COMPANIES = frozenset("inc llc ltd gmbh corp co plc ag sa bv oy ab llp lp kg spa srl pty".split())

_ALWAYS = re.compile(r"[;；؛、]")  # what separates the items of a list and nothing else
_AND = r"(?:&|and|und|et|en|och|og|ja|ve|és|и)"
_SEPARATOR = re.compile(rf"[,，،] ?(?:{_AND} )?| {_AND} ")
_CONJUNCTION = re.compile(rf" {_AND} ")
_OTHERS = re.compile(r"(?:^|(?<=[ ,，،]))(?:et\.? al\b\.?|and others)$", re.IGNORECASE)
_BY = re.compile(r"by:? (?=\S)", re.IGNORECASE)
# `J.`, `J.-P.`, `A. B.`; without full stops no more than three capitals: `Roe JP`.
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?)+|[^\W\d_](?:-?[^\W\d_]){0,2}")
_WORD = re.compile(r"[^\W\d_](?:[.'’ʼ‘ʻ‑-]?[^\W\d_])*+\.?")
# What may stand before a capital in one word: al-Khwarizmi, d'Alembert.
_SMALL_START = re.compile(r"(?:a[dlnrstz]|el|d|l|dall|dell|t)[-'’]")
# Names in scripts without a case: Han, kana, Hangul; Arabic ones of two words or more.
_CJK = "[\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]"
_ARABIC = "[\u0620-\u065f\u0670-\u06d3]{2,}"
_UNCASED = re.compile(
    f"{_CJK}{{2,6}}|{_CJK}{{1,4}}[ \u3000\u30fb·]{_CJK}{{1,4}}|{_ARABIC}(?: {_ARABIC}){{1,4}}"
)
_MOST_WORDS = 5


@lru_cache(maxsize=REMEMBERED)
def split_names(text: str) -> tuple[str, ...]:
    """Return the names in a field for authors, each once; what is no sure list stays one.

    >>> split_names("Jane Doe, John Q. Roe and Ana de la Cruz")
    ('Jane Doe', 'John Q. Roe', 'Ana de la Cruz')
    >>> split_names("Acme Research Team and Widgets, Inc.")
    ('Acme Research Team and Widgets, Inc.',)
    """
    whole = " ".join(text.split()).strip(" ,;")
    listed = _BY.sub("", whole, count=1) if _BY.match(whole) else whole
    others = _OTHERS.search(listed)
    if others:
        listed = listed[: others.start()].rstrip(" ,;")
    names = _names_of_list(listed) if listed else ()
    if len(names) < 2:
        is_labelled = listed != whole and not others and is_full_name(listed)
        return (listed if is_labelled else whole,) if whole else ()
    if others:
        names = (*names[:-1], f"{names[-1]} et al.")
    return tuple(dict.fromkeys(names))


def join_names(names: Sequence[str]) -> str:
    """Return names on one line, parted by what stands in none of them: `; ` or else `, `.

    >>> join_names(["Doe, Jane", "Roe, John"]), join_names(["Jane Doe", "John Roe"])
    ('Doe, Jane; Roe, John', 'Jane Doe, John Roe')
    """
    return ("; " if any("," in name for name in names) else ", ").join(names)


def without_others(names: Sequence[str]) -> tuple[tuple[str, ...], bool]:
    """Return the names without "et al." in any of its forms, and whether it was there.

    >>> without_others(["Doe et al."]), without_others(["Jane Doe", "and others"])
    ((('Doe',), True), (('Jane Doe',), True))
    """
    plain = list(map(_without_others, names))
    return tuple(name for name in plain if name), plain != list(names)


@lru_cache(maxsize=REMEMBERED)
def _without_others(name: str) -> str:
    return _OTHERS.sub("", name).rstrip(" ,;，；،؛")


def stated_parts(name: str) -> AuthorName | None:
    """Return the parts of a name that has the family's first: `Doe, Jane`; None for any other."""
    family, _comma, given = (part.strip() for part in name.partition(","))
    return AuthorName(family=family, given=given) if is_inverted(name) else None


def is_inverted(name: str) -> bool:
    """Return whether a name is a person's, with the family's name first: `Doe, Jane`."""
    parts = [part.strip() for part in name.split(",")]
    if len(parts) != 2 or _is_company(parts[1]) or _folded(parts[1]) in _DEGREES:
        return False
    return all(map(_is_part_of_person, parts))


def in_reading_order(name: str) -> str:
    """Return a name with the family's name last: `Gödel, Kurt` is `Kurt Gödel`."""
    if not is_inverted(name):
        return name
    family, _comma, given = name.partition(",")
    return f"{given.strip()} {family.strip()}"


def is_full_name(text: str) -> bool:
    """Return whether a text has the shape of a person's full name, and of nothing else we know."""
    if _UNCASED.fullmatch(text):
        return True
    words = text.split()
    own = [word for word in words if word not in PARTICLES]
    return (
        len(own) >= 2
        and len(words) <= _MOST_WORDS
        and _is_part_of_person(text)
        and any(len(word.rstrip(".")) > 1 and not is_initials(word) for word in own)
    )


def _names_of_list(text: str) -> tuple[str, ...]:
    parts = [part.strip(" ,") for part in _ALWAYS.split(text)]
    parts = [part for part in parts if part]
    if len(parts) > 1:
        if not all(any(char.isalpha() for char in part) for part in parts):
            return ()
        return tuple(name for part in parts for name in _names_at_and(part) or (part,))
    return _names_at_commas(text) or _names_at_and(text)


def _names_at_commas(text: str) -> tuple[str, ...]:
    """Return the names of a list with commas; () if it is not surely one."""
    parts = _with_degrees([part.strip() for part in _SEPARATOR.split(text) if part.strip()])
    if len(parts) < 2 or any(_is_company(part) for part in parts):
        return ()
    if all(is_full_name(_without_degrees(part)) for part in parts):
        return tuple(parts)
    if pairs := _pairs_with_initials(parts):
        return pairs
    people = [part for part in parts if is_full_name(_without_degrees(part))]
    groups = [part for part in parts if is_group(part)]
    if len(people) > 1 and len(people) + len(groups) == len(parts):
        return tuple(parts)
    last = list(_CONJUNCTION.finditer(text))
    # `Doe, Roe & Poe`: three, and not one name turned around.
    is_list = len(parts) > 2 and len(last) == 1 and text[last[0].end() :] == parts[-1]
    if is_list and all(" " not in part and _is_part_of_person(part) for part in parts):
        return tuple(parts)
    return ()


def _names_at_and(text: str) -> tuple[str, ...]:
    """Return the names on both sides of each "and", whole or turned around.

    () if one is no name.
    """
    parts = _CONJUNCTION.split(text)
    if len(parts) > 1 and all(is_full_name(part) or is_inverted(part) for part in parts):
        return tuple(parts)
    return ()


def _with_degrees(parts: Sequence[str]) -> list[str]:
    """Return the parts of a list, a degree or a "Jr." put back to the name that it follows."""
    names: list[str] = []
    for part in parts:
        if names and _folded(part) in _DEGREES:
            names[-1] = f"{names[-1]}, {part}"
        else:
            names.append(part)
    return names


def _without_degrees(name: str) -> str:
    return name.partition(",")[0]


def _pairs_with_initials(parts: Sequence[str]) -> tuple[str, ...]:
    """Return `Roe, A. B., Lind, C.-D.` as `Roe, A. B.` and `Lind, C.-D.`; () for other lists."""
    families, given = parts[::2], parts[1::2]
    if len(parts) < 4 or len(families) != len(given):
        return ()
    if not all(all(map(is_initials, name.split())) for name in given):
        return ()
    if not all(map(_is_part_of_person, families)):
        return ()
    if any(all(map(is_initials, name.split())) for name in families):
        return ()
    return tuple(f"{family}, {name}" for family, name in zip(families, given, strict=True))


def is_group(text: str) -> bool:
    """Return whether a text names a body that stands among people: `the ATLAS Collaboration`."""
    last = _folded(text.split()[-1])
    return last in {"collaboration", "consortium", "team", "group"} and " and " not in text


def _is_company(text: str) -> bool:
    return bool(text) and _folded(text.split()[-1]) in _COMPANIES


def _is_part_of_person(text: str) -> bool:
    """Return whether every word can be part of a person's name, and one is more than a particle."""
    words = text.split()
    return not PARTICLES.issuperset(words) and all(map(_is_word, words))


def _is_word(word: str) -> bool:
    if word in PARTICLES:
        return True
    capitalised = _SMALL_START.sub("", word, count=1)
    fits = is_initials(word) or (_WORD.fullmatch(capitalised) and capitalised[0].isupper())
    return bool(fits) and _folded(word) not in _NO_PERSON


def is_initials(word: str) -> bool:
    """Return whether a word is initials and nothing else: `A.`, `J.-P.`, `JP`."""
    return bool(_INITIALS.fullmatch(word)) and word == word.upper()


def _folded(word: str) -> str:
    return word.replace(".", "").casefold()


# Bylines as papers and their lists have them: `Doe et al., 2026`, `Doe-Roe, Poe & Moe (2026)`.
#
# Alone on a line, at a known place of a text, or run together with the title before and the
# abstract after them.

# What may follow a byline without a space: the first word of an abstract.
_BEGINNING = r"$|[^\W\d_a-z]|[\"“‘(\[]"
# `et al., 2026`, `, 2026`, `et al. (2026)`; "et al." alone does it, too.
_END = re.compile(
    r"(?P<others>,? et al\b\.?)?(?:, ?| ?\(|(?<=\.) )(?P<year>(?:19|20)\d\d)\)?\.?"
    rf"(?=\s|{_BEGINNING})"
    rf"|(?P<only>,? et al\.?)(?={_BEGINNING})"
)
_WORDS = re.compile(r"\S+")
_BETWEEN_NAMES = re.compile(r", (?:(?:&|and) )?| (?:&|and) ")
_NAME_WORD = re.compile(r"[^\W\d_](?:[.'’ʼ‘‑-]?[^\W\d_])*+\.?")
_BYLINE_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]*")
_MOST_WORDS_OF_BYLINE = 3
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

    #: In reading order.
    names: tuple[str, ...]
    #: None where the byline has none.
    year: int | None
    #: The offset of its first character in the text.
    start: int
    #: The offset after its last character.
    end: int


def parse_byline(text: str) -> tuple[tuple[str, ...], int] | None:
    """Return the names and year of a text that is a byline and nothing else; None for others.

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
    """Return the names of a text that is known to be a byline, and its year where it has one."""
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
    names = _with_initials(_BETWEEN_NAMES.split(text))
    if not all(map(_is_name, names)):
        return ()
    others = end["others"] or end["only"]
    return (*names[:-1], f"{names[-1]} et al.") if others else names


def _with_initials(parts: list[str]) -> tuple[str, ...]:
    """Return the parts of a list, initials joined to the name before: `Doe, R., Poe, P.`."""
    names: list[str] = []
    for part in parts:
        if names and part.endswith(".") and all(map(_BYLINE_INITIALS.fullmatch, part.split())):
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
    return (
        words[0] != "By"
        and 0 < len(own) <= _MOST_WORDS_OF_BYLINE
        and all(map(_is_name_word, words))
    )


def _is_name_word(word: str) -> bool:
    if word.casefold() in PARTICLES or _BYLINE_INITIALS.fullmatch(word):
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
    """Return whether names begin at a seam: in `WorkJane Doe et al.`, not in `PyTorch Models Doe`.

    Two words are a name only before "et al.", or where the text goes on after the year.
    """
    names = names_before(text[place : end.start()], end)
    if not names or len(_own_words(names[0].removesuffix(" et al."))) == 1:
        return bool(names)
    is_long = sum(map(str.isalnum, title_word)) >= _SHORT_START
    return is_long and (bool(end["others"] or end["only"]) or is_run_on(text, end.end()))


def _words_before(text: str, place: int) -> Iterator[tuple[re.Match[str], str]]:
    """Yield the words before a place, the last first, each with the sign that precedes it."""
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
    if _BYLINE_INITIALS.fullmatch(word):
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
