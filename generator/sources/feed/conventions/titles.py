"""Additions of a program to every title: a bracket, the publication, the authors, the citation."""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec

from generator.sources.feed.conventions.convention import (
    LEAST,
    Outcome,
    WholeFeed,
    with_summary,
    with_value,
)
from generator.sources.feed.item import Item
from generator.text.html import text_of_html
from generator.text.names import is_full_name, split_names
from generator.text.titles import fold_text, squeeze

# They are seen by no reader: a byte order mark, zero-width and word-joining space, a soft hyphen.
_UNSEEN = dict.fromkeys(map(ord, "\ufeff\u200b\u2060\u00ad"))
_BRACKET = re.compile(r"(\[[^\[\]]{1,30}\]) ?(?=\S)")
_BY = re.compile(r"(?P<title>.+\S) ?(?:--|—|–) ?by (?P<names>\S.*)")

# What Google News gives where several have one story.
_LIST = re.compile(r"\s*<ol>.*</ol>\s*", re.DOTALL)
_HEADLINE = re.compile(r"<li><a href=\"https://news\.google\.com/")


def clear_titles(feed: WholeFeed) -> Outcome:
    """Take off what nobody sees, and what all titles have in one way."""
    items = tuple(_without_unseen(item) for item in feed.items)
    feed = msgspec.structs.replace(feed, items=items)
    traits: tuple[str, ...] = ()
    for take_off in (_take_off_citation, _take_off_source, _take_off_bracket, _take_off_names):
        outcome = take_off(feed)
        feed = msgspec.structs.replace(feed, items=tuple(outcome.items))
        traits += outcome.traits
    return Outcome(feed.items, traits)


def _without_unseen(item: Item) -> Item:
    seen = item.title.translate(_UNSEEN).strip() if item.title else item.title
    return item if seen == item.title else with_value(item, "title", seen or None)


def _if_all(feed: WholeFeed, cut: Callable[[Item], Item | None], trait: str) -> Outcome:
    """Return the items as `cut` leaves them, if it applies to all that have a title."""
    titled = [item for item in feed.items if item.title]
    if len(titled) < LEAST:
        return Outcome(feed.items)
    found: dict[str, Item] = {}
    for item in titled:
        changed = cut(item)
        if changed is None:
            return Outcome(feed.items)
        found[item.where] = changed
    return Outcome([found.get(item.where, item) for item in feed.items], (trait,))


def _take_off_bracket(feed: WholeFeed) -> Outcome:
    brackets = {
        found[1] if (found := _BRACKET.match(item.title)) else ""
        for item in feed.items
        if item.title
    }
    if len(brackets) != 1 or brackets == {""}:
        return Outcome(feed.items)
    (bracket,) = brackets
    trait = f"every title begins with “{bracket}”, which was taken off"

    def cut(item: Item) -> Item | None:
        title = (item.title or "").removeprefix(bracket).strip()
        return with_value(item, "title", title) if title else None

    return _if_all(feed, cut, trait)


def without_source(item: Item) -> Item:
    """Return the item without ` - Daily` after its title, where its `<source>` is Daily.

    Nor is the headline a summary.
    """
    source = item.elements.get("source", "")
    for dash in ("-", "–", "—", "|"):
        title, found, last = (item.title or "").rpartition(f" {dash} ")
        if found and title and source and fold_text(last) == fold_text(source):
            return _without_headline(with_value(item, "title", title.strip()), source)
    return item


def read_headline(item: Item) -> Item:
    """Return an entry of Google News without its source; a list of others is no summary."""
    item = without_source(item)
    html = item.markup.html if item.markup else ""
    links = _HEADLINE.findall(html)
    return with_summary(item, None) if len(links) > 1 and _LIST.fullmatch(html) else item


def _take_off_source(feed: WholeFeed) -> Outcome:
    def cut(item: Item) -> Item | None:
        changed = without_source(item)
        return None if changed == item else changed

    return _if_all(feed, cut, "every title ends in the name of its source, which was taken off")


def _without_headline(item: Item, source: str) -> Item:
    """Return the item without a summary that says its title and its source again."""
    summary = squeeze(fold_text(item.summary or ""))
    title, name = squeeze(fold_text(item.title or "")), squeeze(fold_text(source))
    again = {title, f"{title}{name}", f"{title}-{name}"}
    return with_summary(item, None) if summary and summary in again else item


def _take_off_names(feed: WholeFeed) -> Outcome:
    """Take off ` -- by Ann Roe, Bo Lind` after all titles, where no field has the authors."""

    def cut(item: Item) -> Item | None:
        found = _BY.fullmatch(item.title or "")
        names = split_names(found["names"]) if found else ()
        if not found or not all(is_full_name(name.removesuffix(" et al.")) for name in names):
            return None
        changed = with_value(item, "title", found["title"])
        if changed.authors:
            return changed
        return with_value(changed, "authors", names, "the names after its title")

    return _if_all(feed, cut, "every title ends in its authors, who were read and taken off")


def _take_off_citation(feed: WholeFeed) -> Outcome:
    """Take off the citation of `J, Vol. 9, Pages 120: Pots`, where `dc:title` is the rest."""

    def cut(item: Item) -> Item | None:
        own = text_of_html(item.elements.get("dc__itle", "")) or ""
        own = own.translate(_UNSEEN).strip()
        before = (item.title or "").removesuffix(own)
        if not own or before == item.title or not before.endswith((": ", " - ", "] ")):
            return None
        return with_value(item, "title", own, "dc:title")

    return _if_all(feed, cut, "every title begins with a citation, before what dc:title says")
