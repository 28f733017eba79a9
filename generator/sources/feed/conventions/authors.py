"""Authors of a feed's entries: names by the shape of all its fields, and what is no author."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

import msgspec

from generator.sources.feed.conventions.convention import (
    LEAST,
    Outcome,
    WholeFeed,
    link_texts,
    most,
    with_summary,
    with_value,
)
from generator.sources.feed.item import Item, names_in
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
        *("kill the newsletter!", "admin", "administrator", "webmaster", "system"),
    ]
)
# `@handle Name`, as Discourse writes it.
_HANDLE = re.compile(r"@[\w.-]{1,60} (?P<name>[^@]{1,100})")
# `a Department of Tin, University of Kettles, North`: an affiliation with its mark, beside names.
_AFFILIATION = re.compile(r"[a-z] [A-Z][^,]{2,},.{2,}")
# What programs write instead of a text that there is none of.
_NO_TEXT = frozenset(["null", "undefined", "no content.", "no description", "no description."])
# An address of e-mail, or of a site.
_NO_NAME = re.compile(r"(?:mailto:)?[\w.+%'-]+@[\w-]+(?:\.[\w-]+)+|https?://\S+")
# The elements in which a publication names itself.
_PUBLICATIONS = ("dc_source", "prism_publicationname", "source")


def part_names(feed: WholeFeed) -> Outcome:
    """Part the fields for authors by links, TeX, and the shape that all of them have."""
    family_first, given_first = _shapes(feed.items)
    # A handle alone, of somebody who gives no name, proves neither.
    fields = [f for item in feed.items for f in item.people if not re.fullmatch(r"@[\w.-]+", f)]
    has_handles = most(sum(bool(_HANDLE.fullmatch(field)) for field in fields), len(fields))
    items, changed = [], 0
    for received in feed.items:
        item = _with_plain_fields(received, has_handles=has_handles)
        if sum(map(len, item.people)) > _LONGEST:
            items.append(item)
            continue
        names = _names(item, feed.title, family_first=family_first, given_first=given_first)
        is_other = bool(names) and names != item.authors
        changed += is_other
        items.append(with_value(item, "authors", names) if is_other else received)
    if not changed:
        return Outcome(feed.items)
    return Outcome(items, (f"authors were told apart by the shape of all names ({changed})",))


def _with_plain_fields(item: Item, *, has_handles: bool) -> Item:
    """Return the item with names alone as its authors, without handles and affiliations."""
    fields = item.people
    if has_handles:
        found = ((field, _HANDLE.fullmatch(field)) for field in fields)
        fields = tuple(match["name"] if match else field for field, match in found)
    if any(map(is_full_name, fields)):
        fields = tuple(field for field in fields if not _AFFILIATION.fullmatch(field))
    return msgspec.structs.replace(item, people=fields) if fields != item.people else item


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
    """Return the texts of a field's links, if only the signs of a list stand beside them."""
    texts, rest = link_texts(field)
    return texts if texts and _BETWEEN_LINKS.fullmatch(text_of_html(rest) or "") else ()


def _shapes(items: Iterable[Item]) -> tuple[bool, bool]:
    """Return whether all certain lists put the family's name first, and whether all put it last."""
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
    """Return the names of a list of pairs and groups: `Roe, A. B., Lind, Cy, The ODD Consortium`.

    () where a part is left.
    """
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
    """Return the parts of a list of whole names, one of which may be a group.

    () for any other list.
    """
    parts = [part.strip() for part in _SEPARATOR.split(field) if part.strip()]
    people = [part for part in parts if is_full_name(part)]
    others = [part for part in parts if part not in people]
    if len(people) < LEAST or any(
        len(part.split()) < LEAST or is_initials(part) for part in others
    ):
        return ()
    return tuple(parts)


def drop_stand_ins(feed: WholeFeed) -> Outcome:
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
    texts = [with_summary(item, None) if _says_nothing(item.summary) else item for item in items]
    traits = ("summaries without a word in them are none",) if texts != items else ()
    if not changed:
        return Outcome(texts if traits else feed.items, traits)
    count = pluralize(changed, "entry", "entries")
    trait = (
        f"the author of {count} was the feed itself, its publication, an address of e-mail or "
        "nobody; none of them is an author"
    )
    return Outcome(texts, (trait, *traits))


def _says_nothing(summary: str | None) -> bool:
    """Return whether a summary is signs alone, or what programs write where there is none."""
    if not summary:
        return False
    is_sign = (unicodedata.category(char)[0] in "PZ" for char in summary)
    return fold_text(summary) in _NO_TEXT or all(is_sign)


def is_stand_in(name: str) -> bool:
    """Return whether a name is what programs write where nobody is named."""
    folded = fold_text(name)
    return folded in _STAND_INS or bool(_NO_NAME.fullmatch(folded))


def _is_nobody(name: str, item: Item, feed: WholeFeed) -> bool:
    if is_stand_in(name):
        return True
    publications = (item.elements.get(key) for key in _PUBLICATIONS)
    return fold_text(name) in {fold_text(title) for title in (feed.title, *publications) if title}


def _is_persons_feed(name: str, feed: WholeFeed) -> bool:
    """Return whether a feed is called like a person, who may well have written it."""
    return fold_text(name) == fold_text(feed.title) and is_full_name(name)
