"""A field that names several people → their names. What may be one name stays whole.

Feeds, index pages and meta tags have room for one author and are given a list: `Jane Doe, John
Q. Roe` and `Doe, Jane; Roe, John`. A comma stands inside names as well (`Doe, Jane`, `Widgets,
Inc.`), and so does "and": a list is taken apart only if every part of it has the shape of a name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.model import AuthorName

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
    plain = [_OTHERS.sub("", name).rstrip(" ,;，；،؛") for name in names]
    return tuple(name for name in plain if name), plain != list(names)


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
    """Return `Roe, A. B., Lind, C.-D.` → (`Roe, A. B.`, `Lind, C.-D.`); () for any other list."""
    families, given = parts[::2], parts[1::2]
    if len(parts) < 4 or len(families) != len(given):
        return ()
    if not all(all(map(is_initials, name.split())) for name in given):
        return ()
    if not all(_is_part_of_person(name) and not is_initials(name) for name in families):
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
