"""arXiv: what its feeds add to a title and an abstract, and what its announcements date.

The feeds in RSS and Atom since 2024 announce (`Announce Type: replace`), the RDF before them put
number and category behind the title. A new version, or a listing in one more category, says
nothing of the day on which an article appeared; its number has the month.

Source: https://info.arxiv.org/help/rss_specifications.html, /help/arxiv_identifier.html
"""

from __future__ import annotations

import re

import msgspec

from generator.sources.feed.conventions.whole import with_summary, with_value
from generator.sources.feed.item import Item
from generator.sources.feed.people import names_in
from generator.text.dates import make_date
from generator.text.timestamps import Timestamp

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


def read_arxiv(item: Item) -> Item:
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
    """Return the item dated by its number, where the day is that of something else, or none is."""
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
