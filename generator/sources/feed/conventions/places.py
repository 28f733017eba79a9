"""The places whose feeds say less than one has to know of them: one record a place.

A place is recognised by its host, by the program that it names, or by what nearly all of its
entries have. What arXiv and Octavo write is read here, what others pass on in passed_on.py.
CONTRIBUTING.md shows how to add a place.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import msgspec

from generator.sources.feed.conventions.convention import (
    Convention,
    Outcome,
    WholeFeed,
    is_at,
    most,
    with_content,
    with_summary,
    with_value,
)
from generator.sources.feed.conventions.passed_on import (
    read_letter,
    read_message,
    read_reddit,
    read_saved,
    read_shaarli,
    read_snippet,
    read_submission,
    read_zotero,
)
from generator.sources.feed.conventions.titles import read_headline
from generator.sources.feed.item import Item, names_in
from generator.text.dates import edtf_or_none, make_date
from generator.text.timestamps import Timestamp
from generator.text.urls import absolute_url, url_host

# arXiv: what its feeds add to a title and an abstract, and what its announcements date.
#
# The feeds in RSS and Atom since 2024 announce (`Announce Type: replace`), the RDF before them put
# number and category behind the title. A new version, or a listing in one more category, says
# nothing of the day on which an article appeared; its number has the month.
#
# Source: https://info.arxiv.org/help/rss_specifications.html, /help/arxiv_identifier.html

_NUMBER = re.compile(
    r"(?:arXiv(?:\.org)?:|/(?:abs|pdf|html)/)"
    r"(?P<number>(?:[a-z-]+(?:\.[A-Z]{2})?/)?(?P<year>\d\d)(?P<month>\d\d)(?:\.\d{4,5}|\d{3}))"
)
# What follows `(arXiv:` behind a title.
_VERSION = re.compile(
    r"\S{1,40}(?: \[(?P<category>[\w.-]{1,20})(?P<updated> UPDATED)?\])?"
    r"(?P<updated_after> UPDATED)?\)"
)
_ANNOUNCED = re.compile(
    r"\s*+(?:<p>)?\s*+arXiv:\S{1,40}\s++Announce Type:\s++(?P<type>[\w-]++)\s*+"
    r"(?:<br\s*+/?>|</p>|<p>|\s)*+(?:Abstract:\s*+)?",
    re.IGNORECASE,
)
# Behind a name, in the feeds in RSS.
_AFFILIATION = re.compile(r"\s?\((?:[^()]|\([^()]{0,100}\)){0,200}+\)")
_LONGEST = 20_000
_REVISED = ("replace", "replace-cross")


def _read_arxiv(item: Item) -> Item:
    """Return the item with the article's own title and abstract, and the date that is known."""
    kind = item.elements.get("arxiv_announce_type", "")
    people = tuple(_AFFILIATION.sub("", f) if len(f) <= _LONGEST else f for f in item.people)
    if people != item.people and not any("<" in field for field in people):
        item = with_value(item, "authors", names_in(people, None))
    title, _, version = (item.title or "").rpartition("(arXiv:")
    if title and (found := _VERSION.fullmatch(version)):
        item = with_value(item, "title", title.rstrip().removesuffix("."))
        if found["updated"] or found["updated_after"]:
            kind = "replace"
        if found["category"] and not item.tags:
            item = with_value(item, "tags", (found["category"],), "the category after its title")
    if item.markup and (announced := _ANNOUNCED.match(item.markup.html)):
        kind = announced["type"]
        item = with_summary(item, item.markup.html[announced.end() :])
    return _dated(item, kind.lower())


def _dated(item: Item, kind: str) -> Item:
    """Return the item dated by its number, where its day is that of something else, or missing."""
    month = _month_of(item)
    given = item.published
    if month is None:
        return item
    listed_later = kind == "cross" and given and not _is_in(given, month)
    if given and kind not in _REVISED and not listed_later:
        return item
    return msgspec.structs.replace(item, published=month, updated=item.updated or given)


def _month_of(item: Item) -> Timestamp | None:
    """Return the month in the article's number, which was given when it was submitted."""
    for text in (item.url, item.guid, item.raw.get("title"), item.raw.get("summary")):
        found = _NUMBER.search(text or "")
        if found and 1 <= int(found["month"]) <= 12:
            short = int(found["year"])
            year = 1900 + short if short >= 91 else 2000 + short
            date = make_date(year, int(found["month"]))
            return Timestamp(raw=f"arXiv:{found['number']}", date=date)
    return None


def _is_in(given: Timestamp, month: Timestamp) -> bool:
    return (given.date.year, given.date.month) == (month.date.year, month.date.month)


# Feeds that Octavo wrote: what they state beside what Atom and JSON Feed have words for.


def _read_octavo(item: Item) -> Item:
    """Return an entry of another list with its exact dates, at its original, its names whole."""
    published, added = _stated(item, "octavo_date"), _stated(item, "octavo_added")
    original = absolute_url(item.elements.get("via", "")) or item.external_url
    # Where nothing corrected it, the time of its update is that of its publication.
    is_changed = item.updated and (
        item.published is None or item.updated.instant != item.published.instant
    )
    return msgspec.structs.replace(
        item,
        # Atom wants a title in each: of a post without one it is how the text begins.
        title=None if "octavo_untitled" in item.elements else item.title,
        url=original or item.url,
        external_url=None,
        # Each is one author, whatever its name looks like.
        authors=tuple(dict.fromkeys(item.people)),
        people=(),
        published=published,
        updated=item.updated if is_changed else None,
        added=added,
    )


def _stated(item: Item, name: str) -> Timestamp | None:
    text = item.elements.get(name, "")
    date = edtf_or_none(text)
    return Timestamp(raw=text, date=date) if date else None


def _read_excerpt(item: Item) -> Item:
    """Return the item with its content as its summary, where it has no other."""
    if item.summary or not item.content:
        return item
    return with_content(with_summary(item, item.content.html), "")


class FeedPlace(NamedTuple):
    """A place: how its feeds are recognised, and what is read of each entry."""

    #: The name of the convention in site.toml.
    name: str
    #: The function that reads an entry.
    read: Callable[[Item], Item]
    #: A sentence for the Sources page.
    trait: str
    #: The hosts of its feeds and sites, each with all below it.
    hosts: tuple[str, ...] = ()
    #: The names of the programs that write its feeds.
    generators: tuple[str, ...] = ()
    #: The beginning of the titles of its feeds; where it is given, the host must fit as well.
    title: str = ""
    #: A test that nearly all entries pass, of feeds from other hosts.
    mark: Callable[[Item], bool] | None = None


def _is_announced(item: Item) -> bool:
    return bool(re.match(r"arXiv:\S+ Announce Type:", item.summary or ""))


def _is_of_zotero(item: Item) -> bool:
    return any(name.startswith("zapi_") for name in item.elements)


def _is_of_telegram(item: Item) -> bool:
    return bool(item.url) and is_at(url_host(item.url or ""), ("t.me", "telegram.me"))


PLACES = (
    FeedPlace(
        "octavo",
        _read_octavo,
        "entries are those of another Octavo list: dates are as exact as it knows them, and "
        "addresses are those of the originals",
        generators=("Octavo",),
    ),
    FeedPlace(
        "arxiv",
        _read_arxiv,
        "titles and abstracts are those of arXiv, without what it announces them with; what it "
        "lists again is dated by the month in its number",
        hosts=("arxiv.org",),
        mark=_is_announced,
    ),
    FeedPlace(
        "reddit",
        read_reddit,
        "entries of Reddit stand at what they link to, their threads beside them",
        hosts=("reddit.com",),
    ),
    FeedPlace(
        "hacker-news",
        read_submission,
        "entries of Hacker News stand at what they link to, their threads beside them",
        hosts=("news.ycombinator.com", "hnrss.org"),
    ),
    FeedPlace(
        "lobsters",
        read_submission,
        "entries of Lobsters stand at what they link to, their threads beside them",
        hosts=("lobste.rs",),
    ),
    FeedPlace(
        "google-alerts",
        _read_excerpt,
        "what Google Alerts quotes of a page is read as the summary",
        hosts=("google.com",),
        title="Google Alert",
    ),
    FeedPlace(
        "google-news",
        read_headline,
        "headlines of Google News are read without the names of their sources",
        hosts=("news.google.com",),
    ),
    FeedPlace(
        "medium",
        read_snippet,
        "lines by which Medium leads on to itself were taken off",
        hosts=("medium.com",),
        generators=("Medium",),
    ),
    FeedPlace(
        "pinboard",
        read_saved,
        "entries are links that somebody saved, who is not their author",
        hosts=(
            *("pinboard.in", "del.icio.us", "delicious.com", "raindrop.io", "diigo.com"),
            *("getpocket.com", "instapaper.com"),
        ),
        generators=("wallabag", "linkding"),
    ),
    FeedPlace(
        "shaarli",
        read_shaarli,
        "entries are links that somebody saved with Shaarli, who is not their author",
        generators=("Shaarli",),
    ),
    FeedPlace(
        "zotero",
        read_zotero,
        "entries are read by the records of Zotero; who added them is not their author",
        hosts=("zotero.org",),
        mark=_is_of_zotero,
    ),
    FeedPlace(
        "kill-the-newsletter",
        read_letter,
        "the authors of letters are their senders, not the letter box that keeps them",
        hosts=("kill-the-newsletter.com",),
    ),
    FeedPlace(
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


def _apply(place: FeedPlace, feed: WholeFeed) -> Outcome:
    if not _is_from(feed, place):
        return Outcome(feed.items)
    items = [place.read(item) for item in feed.items]
    if items == list(feed.items):
        return Outcome(feed.items)
    return Outcome(items, (place.trait,))


def _is_from(feed: WholeFeed, place: FeedPlace) -> bool:
    generator = feed.generator.strip().casefold()
    if any(generator.startswith(name.casefold()) for name in place.generators):
        return True
    if place.hosts and feed.is_of(place.hosts) and feed.title.startswith(place.title):
        return True
    return place.mark is not None and most(sum(map(place.mark, feed.items)), len(feed.items))
