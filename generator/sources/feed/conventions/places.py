"""The places whose feeds say less than one has to know of them: one record a place.

A place is recognised by its host, by the program that it names, or by what nearly all of its
entries have. CONTRIBUTING.md shows how to add one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from generator.sources.feed.conventions.arxiv import read_arxiv
from generator.sources.feed.conventions.letters import read_letter, read_message, read_snippet
from generator.sources.feed.conventions.octavo import read_octavo
from generator.sources.feed.conventions.saved import read_saved, read_shaarli, read_zotero
from generator.sources.feed.conventions.short import read_excerpt
from generator.sources.feed.conventions.threads import read_reddit, read_submission
from generator.sources.feed.conventions.titles import read_headline
from generator.sources.feed.conventions.whole import Convention, Feed, Outcome, is_at, most
from generator.sources.feed.item import Item
from generator.text.urls import url_host


class Place(NamedTuple):
    """A place: how its feeds are recognised, and what is read of each entry."""

    #: As site.toml calls it.
    name: str
    #: What is made of an entry.
    read: Callable[[Item], Item]
    #: What the sources page says of it.
    said: str
    #: The hosts of its feeds and sites, each with all below it.
    hosts: tuple[str, ...] = ()
    #: How the programs that write its feeds call themselves.
    generators: tuple[str, ...] = ()
    #: What the title of its feeds begins with; where it is given, the host must fit as well.
    title: str = ""
    #: What nearly all entries have, of feeds that come from elsewhere.
    mark: Callable[[Item], bool] | None = None


def _is_announced(item: Item) -> bool:
    return bool(re.match(r"arXiv:\S+ Announce Type:", item.summary or ""))


def _is_of_zotero(item: Item) -> bool:
    return any(name.startswith("zapi_") for name in item.elements)


def _is_of_telegram(item: Item) -> bool:
    return bool(item.url) and is_at(url_host(item.url or ""), ("t.me", "telegram.me"))


PLACES = (
    Place(
        "octavo",
        read_octavo,
        "entries are those of another Octavo list: dates are as exact as it knows them, and "
        "addresses are those of the originals",
        generators=("Octavo",),
    ),
    Place(
        "arxiv",
        read_arxiv,
        "titles and abstracts are those of arXiv, without what it announces them with; what it "
        "lists again is dated by the month in its number",
        hosts=("arxiv.org",),
        mark=_is_announced,
    ),
    Place(
        "reddit",
        read_reddit,
        "entries of Reddit stand at what they link to, their threads beside them",
        hosts=("reddit.com",),
    ),
    Place(
        "hacker-news",
        read_submission,
        "entries of Hacker News stand at what they link to, their threads beside them",
        hosts=("news.ycombinator.com", "hnrss.org"),
    ),
    Place(
        "lobsters",
        read_submission,
        "entries of Lobsters stand at what they link to, their threads beside them",
        hosts=("lobste.rs",),
    ),
    Place(
        "google-alerts",
        read_excerpt,
        "what Google Alerts quotes of a page is read as the summary",
        hosts=("google.com",),
        title="Google Alert",
    ),
    Place(
        "google-news",
        read_headline,
        "headlines of Google News are read without the names of their sources",
        hosts=("news.google.com",),
    ),
    Place(
        "medium",
        read_snippet,
        "lines by which Medium leads on to itself were taken off",
        hosts=("medium.com",),
        generators=("Medium",),
    ),
    Place(
        "pinboard",
        read_saved,
        "entries are links that somebody saved, who is not their author",
        hosts=(
            *("pinboard.in", "del.icio.us", "delicious.com", "raindrop.io", "diigo.com"),
            *("getpocket.com", "instapaper.com"),
        ),
        generators=("wallabag", "linkding"),
    ),
    Place(
        "shaarli",
        read_shaarli,
        "entries are links that somebody saved with Shaarli, who is not their author",
        generators=("Shaarli",),
    ),
    Place(
        "zotero",
        read_zotero,
        "entries are read by the records of Zotero; who added them is not their author",
        hosts=("zotero.org",),
        mark=_is_of_zotero,
    ),
    Place(
        "kill-the-newsletter",
        read_letter,
        "the authors of letters are their senders, not the letter box that keeps them",
        hosts=("kill-the-newsletter.com",),
    ),
    Place(
        "telegram",
        read_message,
        "titles are how messages of Telegram begin, as a bridge cut them",
        hosts=("t.me", "telegram.me"),
        mark=_is_of_telegram,
    ),
)


def conventions_of_places() -> tuple[Convention, ...]:
    """Return a convention for each place, in the order of the table."""
    return tuple(Convention(place.name, partial(_apply, place)) for place in PLACES)


def _apply(place: Place, feed: Feed) -> Outcome:
    if not _is_from(feed, place):
        return Outcome(feed.items)
    items = [place.read(item) for item in feed.items]
    if items == list(feed.items):
        return Outcome(feed.items)
    return Outcome(items, (place.said,))


def _is_from(feed: Feed, place: Place) -> bool:
    generator = feed.generator.strip().casefold()
    if any(generator.startswith(name.casefold()) for name in place.generators):
        return True
    if place.hosts and feed.is_of(place.hosts) and feed.title.startswith(place.title):
        return True
    return place.mark is not None and most(sum(map(place.mark, feed.items)), len(feed.items))
