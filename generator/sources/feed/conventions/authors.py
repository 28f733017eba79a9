"""Who wrote the entries of a feed: names by the shape of all its fields, and what is no author."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from generator.sources.feed.conventions.lines import link_texts
from generator.sources.feed.conventions.whole import LEAST, Feed, Outcome, with_value
from generator.sources.feed.item import Item
from generator.sources.feed.people import names_in
from generator.text.html import text_of_html
from generator.text.latex import without_latex
from generator.text.names import is_full_name, is_group, is_initials, is_inverted
from generator.text.numbers import pluralize
from generator.text.titles import fold_text

_TEX = re.compile(r"\\[^\W\d_]|\\[\"'`^~=.]|\{[^{}]{0,100}\}")
# What stands between the links of a list: separators, numbers of affiliations in parentheses.
_BETWEEN_LINKS = re.compile(r"(?:[\s,;|·]|\band\b|&|\((?:[^()]|\([^()]{0,100}\)){0,200}+\))*+")
_SEPARATOR = re.compile(r",(?: and | & )? ?| and | & ")
# Notes to a name: `Bo Lind*`, `Cy Wu²`, `^(1,2)`, and in a list `Ann Roe (1)`, `Bo Lind2,3`.
_MARK = re.compile(r" ?(?:[*†‡§¶#⁰¹²³⁴⁵⁶⁷⁸⁹]{1,9}|\^\([^()]{0,30}\))(?= ?(?:[,;]|$|and\b|&))")
_NOTE = re.compile(r" ?(?:\([^()]{0,200}\)|(?<=[^\W\d_])\d(?:,?\d){0,9})(?= ?(?:,|;|$|\band\b))")
_BARS = re.compile(r" [|/·•] ")
# Names that are longer together are left as they were read.
_LONGEST = 20_000
_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV)\.?")
# What programs write where nobody is named.
_STAND_INS = frozenset(
    [
        *("(author unknown)", "author unknown", "unknown author", "(unknown)", "[anonymous]"),
        *("(anonymous)", "[deleted]", "(deleted)", "noreply", "no-reply", "no author"),
        "kill the newsletter!",
    ]
)
# An address of e-mail, or of a site.
_NO_NAME = re.compile(r"(?:mailto:)?[\w.+%'-]+@[\w-]+(?:\.[\w-]+)+|https?://\S+")
# The elements in which a publication names itself.
_PUBLICATIONS = ("dc_source", "prism_publicationname", "source")


def part_names(feed: Feed) -> Outcome:
    """Part the fields for authors by links, TeX, and the shape that all of them have."""
    family_first, given_first = _shapes(feed.items)
    items, changed = [], 0
    for item in feed.items:
        if sum(map(len, item.people)) > _LONGEST:
            items.append(item)
            continue
        names = _names(item, feed.title, family_first=family_first, given_first=given_first)
        if names and names != item.authors:
            changed += 1
            item = with_value(item, "authors", names)
        items.append(item)
    if not changed:
        return Outcome(feed.items)
    return Outcome(items, (f"authors were told apart by the shape of all names ({changed})",))


def _names(
    item: Item, feed_title: str, *, family_first: bool, given_first: bool
) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for field in item.people:
        linked = _linked(field)
        plain = without_latex(_plain(field)) if _TEX.search(field) else None
        if linked:
            names = tuple(_clear(name) for name in linked)
        else:
            plain = _MARK.sub("", plain or _plain(field))
            names = names_in([plain], feed_title)
            parts = _BARS.split(plain)
            if len(parts) > 1 and all(map(is_full_name, parts)):
                names = tuple(parts)
            if len(names) == 1 and "," in plain:
                bare = _NOTE.sub("", plain)
                names = _if_list(names_in([bare], feed_title), names) if bare != plain else names
            if len(names) == 1 and family_first:
                names = _family_first(plain) or names
            elif len(names) == 1 and given_first:
                names = _given_first(plain) or names
        found |= dict.fromkeys(name for name in names if name)
    return tuple(found)


def _plain(field: str) -> str:
    return text_of_html(field) or ""


def _clear(name: str) -> str:
    return (without_latex(name) or "") if _TEX.search(name) else name


def _if_list(names: tuple[str, ...], otherwise: tuple[str, ...]) -> tuple[str, ...]:
    return names if len(names) > 1 else otherwise


def _linked(field: str) -> tuple[str, ...]:
    """The texts of a field's links, if there is nothing beside them but what stands in a list."""
    texts, rest = link_texts(field)
    return texts if texts and _BETWEEN_LINKS.fullmatch(text_of_html(rest) or "") else ()


def _shapes(items: Iterable[Item]) -> tuple[bool, bool]:
    """Whether the lists that are sure put the family's name first, or the given name, in all."""
    family = given = 0
    for item in items:
        for field in item.people:
            plain = _plain(field) if len(field) <= _LONGEST else ""
            if "," not in plain or ";" in plain:
                continue
            names = names_in([plain], None)
            if all(map(is_full_name, plain.split(", "))):
                given += len(names) > 1
            elif names and all(map(is_inverted, names)):
                family += 1
            elif len(names) > 1 and all(is_full_name(name) for name in names):
                given += 1
    return family >= LEAST and not given, given >= LEAST and not family


def _family_first(field: str) -> tuple[str, ...]:
    """`Roe, A. B., Lind, Cy, The ODD Consortium`: pairs, and groups; () where a part is left."""
    parts = [part.strip() for part in field.split(",") if part.strip()]
    names: list[str] = []
    place = 0
    while place < len(parts):
        part, after = parts[place], parts[place + 1] if place + 1 < len(parts) else ""
        if names and _SUFFIX.fullmatch(part):
            names[-1] = f"{names[-1]}, {part}"
        elif after and is_inverted(f"{part}, {after}") and not is_group(part):
            names.append(f"{part}, {after}")
            place += 1
        elif is_group(part):
            names.append(part)
        else:
            return ()
        place += 1
    return tuple(names) if len(names) > 1 else ()


def _given_first(field: str) -> tuple[str, ...]:
    """The parts of a list of whole names, one of which may be a group; () for any other list."""
    parts = [part.strip() for part in _SEPARATOR.split(field) if part.strip()]
    people = [part for part in parts if is_full_name(part)]
    others = [part for part in parts if part not in people]
    if len(people) < LEAST or any(
        len(part.split()) < LEAST or is_initials(part) for part in others
    ):
        return ()
    return tuple(parts)


def drop_stand_ins(feed: Feed) -> Outcome:
    """Leave out authors that are the feed, its journal, an address of e-mail or nobody."""
    items, changed = [], 0
    for item in feed.items:
        kept = tuple(name for name in item.authors if not _is_nobody(name, item, feed))
        if kept != item.authors:
            changed += 1
            of_feed = tuple(name for name in item.authors if _is_persons_feed(name, feed))
            item = with_value(item, "authors", kept)
            if of_feed and not kept:
                item = msgspec.structs.replace(item, feed_authors=of_feed)
        items.append(item)
    if not changed:
        return Outcome(feed.items)
    count = pluralize(changed, "entry", "entries")
    trait = (
        f"the author of {count} was the feed itself, its publication, an address of e-mail or "
        "nobody; none of them is an author"
    )
    return Outcome(items, (trait,))


def is_stand_in(name: str) -> bool:
    """Return whether a name is what programs write where nobody is named."""
    folded = fold_text(name)
    return folded in _STAND_INS or bool(_NO_NAME.fullmatch(folded))


def _is_nobody(name: str, item: Item, feed: Feed) -> bool:
    if is_stand_in(name):
        return True
    publications = (item.elements.get(key) for key in _PUBLICATIONS)
    return fold_text(name) in {fold_text(title) for title in (feed.title, *publications) if title}


def _is_persons_feed(name: str, feed: Feed) -> bool:
    """Whether a feed is called like a person, who may well have written it."""
    return fold_text(name) == fold_text(feed.title) and is_full_name(name)
