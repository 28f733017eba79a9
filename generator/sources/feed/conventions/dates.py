"""Dates that a feed states elsewhere than where dates stand: in elements of PRISM, under labels."""

from __future__ import annotations

import re

import msgspec

from generator.sources.feed.conventions.lines import without_lines
from generator.sources.feed.conventions.texts import Field, texts_of, with_text
from generator.sources.feed.conventions.whole import Feed, Outcome, most
from generator.sources.feed.item import Item
from generator.text.dates import first_day, last_day, parse_heading
from generator.text.timestamps import Timestamp, read_timestamp

# In the order in which they count.
_ELEMENTS = {
    "prism_publicationdate": "prism:publicationDate",
    "prism_coverdate": "prism:coverDate",
    "prism_coverdisplaydate": "prism:coverDisplayDate",
}
# `June–July 2024`.
_MONTHS = re.compile(r"([^\W\d_]+) ?[-–—/] ?([^\W\d_]+) (\d{4})")
# `Published on March 5, 2024 6:03 PM GMT`.
_PUBLISHED = re.compile(r"(?:Originally )?(?:Published|Posted)(?: on)?:? (?P<date>.{6,60})")


def read_publication_dates(feed: Feed) -> Outcome:
    """Read the dates of PRISM, of entries that state no other."""
    items, read = [], set()
    for item in feed.items:
        for key, name in _ELEMENTS.items() if item.published is None else ():
            stated = read_or_none(item.elements.get(key, ""), feed.language)
            if stated:
                item = msgspec.structs.replace(item, published=stated)
                read.add(name)
                break
        items.append(item)
    traits = (f"dates are those of {' and '.join(sorted(read))}",) if read else ()
    return Outcome(items, traits)


def read_first_lines(feed: Feed) -> Outcome:
    """Read the date of publication that the first line of all texts states, and take it off."""
    texts = texts_of(feed.items)
    found = []
    for text in texts:
        first = text.lines[0] if len(text.lines) > 1 else None
        match = _PUBLISHED.fullmatch(first.text) if first else None
        if match and read_or_none(match["date"], feed.language):
            found.append((text, match["date"]))
    if not most(len(found), len(texts)):
        return Outcome(feed.items)
    items = list(feed.items)
    for text, date in found:
        item = with_labelled_date(items[text.place], date, feed.language)
        field: Field = text.field
        html = without_lines(text.html, text.lines[:1])
        items[text.place] = with_text(item, field, html)
    trait = "every text begins with the day on which it was published, which was read and taken off"
    return Outcome(items, (trait,))


def with_labelled_date(item: Item, text: str, language: str) -> Item:
    """Return the item with the date that its text labels as that of publication.

    It wins against a later one, which is kept as a conflict; an earlier one stands.
    """
    stated = read_or_none(text, language)
    if stated is None:
        return item
    given = item.published
    if given is None:
        return msgspec.structs.replace(item, published=stated)
    if first_day(given.date) <= last_day(stated.date):
        return item
    return msgspec.structs.replace(item, published=stated, overruled=given)


def read_or_none(text: str, language: str) -> Timestamp | None:
    """Return the date, or the months, that a text states; None where it states none."""
    try:
        return read_timestamp(text, language) if text.strip() else None
    except ValueError:
        months = _MONTHS.fullmatch(text.strip())
        span = f"{months[1]} {months[3]} – {months[2]} {months[3]}" if months else ""
        date = parse_heading(span, language)
        return Timestamp(raw=text.strip(), date=date) if date else None
