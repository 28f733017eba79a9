"""Habits of the places and programs that write feeds → the meaning of their entries.

A convention is recognised from the whole feed, never from one entry alone: either the feed proves
it, or the place that it comes from is known (`places.py`). What was recognised is shown on the
sources page; the fields as received stay in the evidence; `conventions` in site.toml switches it
off. Begin with CONVENTIONS below.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from generator.sources.feed.conventions.addresses import find_dois, find_marks, follow_redirectors
from generator.sources.feed.conventions.authors import drop_stand_ins, part_names
from generator.sources.feed.conventions.boilerplate import (
    take_for_summaries,
    take_off_feet,
    without_boilerplate,
)
from generator.sources.feed.conventions.citations import find_publications, take_off_citations
from generator.sources.feed.conventions.convention import Convention, Outcome, WholeFeed, lines_of
from generator.sources.feed.conventions.labels import (
    read_first_lines,
    read_labels,
    read_publication_dates,
)
from generator.sources.feed.conventions.places import conventions_of_places
from generator.sources.feed.conventions.titles import clear_titles
from generator.sources.feed.item import Item


def _boilerplate(feed: WholeFeed) -> Outcome:
    return Outcome(*without_boilerplate(feed.items))


#: In the order in which they are looked for; each by its name in site.toml.
CONVENTIONS = (
    *conventions_of_places(),
    Convention("redirectors", follow_redirectors),
    Convention("titles", clear_titles),
    Convention("names", part_names),
    Convention("publication-dates", read_publication_dates),
    Convention("first-line-dates", read_first_lines),
    Convention("labels", read_labels),
    Convention("wordpress", _boilerplate),
    Convention("feet", take_off_feet),
    Convention("citations", take_off_citations),
    Convention("short-content", take_for_summaries),
    Convention("stand-ins", drop_stand_ins),
    Convention("marks", find_marks, changes=False),
    Convention("dois", find_dois, changes=False),
    Convention("publications", find_publications, changes=False),
)


def apply_conventions(feed: WholeFeed, chosen: str | Sequence[str]) -> Outcome:
    """Return the items as all conventions leave them that are chosen and found.

    `chosen` is "auto" for all, "none", or their names.
    """
    traits: list[str] = []
    for convention in CONVENTIONS:
        if chosen == "none" or (chosen != "auto" and convention.name not in chosen):
            continue
        outcome = convention.apply(feed)
        items = (
            _marked(item, before, convention)
            for item, before in zip(outcome.items, feed.items, strict=True)
        )
        feed = msgspec.structs.replace(feed, items=tuple(items))
        traits += outcome.traits
    lines_of.cache_clear()
    return Outcome(feed.items, tuple(traits))


def _marked(item: Item, before: Item, by: Convention) -> Item:
    if item == before or not by.changes:
        return item
    return msgspec.structs.replace(item, changed_by=(*item.changed_by, by.name))
