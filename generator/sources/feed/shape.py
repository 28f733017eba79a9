"""The meaning of a feed, recognised from all its items together, never guessed from one.

Glued titles, descriptions that are residue, dates that are placeholders; what site.toml declares
of a source stands before what is recognised.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal

from generator.config.records import Source
from generator.model.entries import DateClaim, DateKind
from generator.model.record import Record
from generator.sources.feed.item import Item
from generator.text.dates import make_date
from generator.text.excerpts import cut_at_word
from generator.text.html import text_of_html
from generator.text.names import glued_byline, is_run_on
from generator.text.timestamps import Timestamp, are_days, time_zone
from generator.text.titles import ends_at_seam, fold_text, opening_seam, seams, squeeze, unglue

# How much of a description shows that it begins inside of a sentence.
_START_LENGTH = 40


class FeedShape(Record, kw_only=True):
    """The rules by which a feed is read: glued titles, residue in descriptions, filled-up dates."""

    #: Whether bylines, summaries and tags are glued to titles.
    glued: bool
    #: Whether descriptions are fragments of the page, and no summaries.
    residue: bool
    #: How the feed fills up dates: all to the first of a month, years to 1 January, or not.
    filling: _Filling
    #: The text of the whole page, where descriptions are that.
    page: str | None = None
    #: Whether its times of publication know days only.
    publishes_days: bool = False
    #: Whether its times of change know days only.
    changes_days: bool = False

    @property
    def traits(self) -> tuple[str, ...]:
        """Sentences on what is unusual about the feed."""
        traits = []
        if self.glued:
            traits.append("titles are glued to bylines, summaries and tags; they are taken apart")
        if self.page:
            traits.append("descriptions are the text of the whole page; they are no summaries")
        elif self.residue:
            traits.append("descriptions are fragments of the page; they are read as evidence only")
        if self.filling == "firsts":
            traits.append("every date is the first of a month: days, and 1 January, say nothing")
        if self.filling == "none" and self.publishes_days:
            traits.append("every time of day is 00:00: only days are known, as they are written")
        if self.filling == "january":
            traits.append("1 January at 00:00 stands for a year whose month is not known")
        return tuple(traits)


def recognise(items: Sequence[Item], source: Source) -> FeedShape:
    """Return the shape that site.toml sets for the source, else the one that the items show."""
    glue = _find_glue(items)
    glued = source.titles == "glued" or (
        source.titles == "auto" and source.descriptions != "summary" and glue.glued
    )
    residue = source.descriptions == "residue" or (
        source.descriptions == "auto" and glue.fragments and glued
    )
    filling = source.placeholders
    return FeedShape(
        glued=glued,
        residue=residue,
        page=glue.page if glued and source.descriptions == "auto" else None,
        filling=_recognise_filling([i.timestamp for i in items]) if filling == "auto" else filling,
        publishes_days=are_days(item.published for item in items),
        changes_days=are_days(item.updated for item in items),
    )


def prose_of(item: Item, shape: FeedShape) -> str | None:
    """Return why an item of a glued feed is a link in running text and no article.

    None if it is one.
    """
    if not shape.glued or not item.title or _is_splittable(item.title):
        return None
    if shape.page:
        if not _is_in_prose(item.title, shape.page):
            return None
        return (
            "A link in running text that was taken for an entry: on its page it stands in the "
            "middle of a sentence."
        )
    if not shape.residue or not item.summary or _is_fragment(item) or item.summary[0].isupper():
        return None
    start = cut_at_word(item.summary, _START_LENGTH)
    start += "…" if start != item.summary else ""
    return (
        "A link in running text that was taken for an entry: it has no summary, "
        f"and its description begins in the middle of a sentence (“{start}”)."
    )


# The dates of a feed, seen together → what each of them claims.

# What the dates of a feed are filled up with: all firsts of a month, 1 January for a year, nothing.
_Filling = Literal["firsts", "january", "none"]

# Fewer entries on the first of a month are chance, not a habit of the feed.
_LEAST_PLACEHOLDERS = 10


def _recognise_filling(stated: Sequence[Timestamp | None]) -> _Filling:
    """Return what a feed's dates show of themselves: whether ten or more are all first days.

    Of several months: what all appeared on one day was published on it.
    """
    known = [timestamp for timestamp in stated if timestamp]
    days = {timestamp.date for timestamp in known}
    if len(known) >= _LEAST_PLACEHOLDERS and len(days) > 1 and all(map(_is_first, known)):
        return "firsts"
    return "none"


def _is_first(timestamp: Timestamp) -> bool:
    """Return whether the date is the first of a month, at 00:00 if it has a time."""
    return timestamp.date.day == 1 and timestamp.time in (None, dt.time(0))


def claim_date(
    timestamp: Timestamp,
    timezone: str,
    *,
    filling: _Filling = "none",
    is_day: bool = False,
    of_change: bool = False,
    kind: DateKind = "instant",
) -> DateClaim:
    """Return the date that is claimed: a day, or the part of it that a placeholder leaves.

    A time in UTC becomes a day in the site's time zone, unless it only stands for a day (`is_day`).
    In a feed of placeholders 1 January stands for the year, any other first for its month.
    """
    raw, day = timestamp.raw, timestamp.date
    if filling != "none" and _is_first(timestamp):
        date = make_date(day.year, None if day.month == 1 else day.month)
        if filling == "firsts" or day.month == 1:
            return DateClaim(
                date=date, kind="placeholder", raw=raw, stated=day, of_change=of_change
            )
    if is_day:
        return DateClaim(date=day, kind=kind, raw=raw, of_change=of_change)
    zone = time_zone(timezone)
    return DateClaim(
        date=timestamp.day_in(zone),
        kind=kind,
        raw=raw,
        of_change=of_change,
        instant=timestamp.instant_in(zone),
    )


# Whether the titles of a feed ran together with bylines, abstracts and tags, and where they end.
#
# A scraper that takes the text of a link for a title glues them. Ordinary titles hold seams as
# well (`JavaScript`, `LinkedIn`), so seams alone prove nothing. What no camel case gives: a byline
# that runs on at both ends (`WorkDoe et al., 2026We show`), white space in the page's own text
# where the title has none, or in most titles another word whose second half opens a sentence
# (`SoilWhile`).

# A shorter list shows no pattern, only coincidence.
LEAST = 5
# So many sure signs are no accident, in a feed of so few entries.
_LEAST_SIGNS = 2
# In a page's text a shorter title may be anything.
_LEAST_TITLE = 12
_LEAST_NAMED = 3
# Titles that are looked for in a page's text.
_MOST_NAMED = 50
_YEAR_LAST = re.compile(r"\b(?:19|20)\d\d$")
# Words that open sentences, and end names: LinkedIn, wikiHow, CapitalOne.
_ENDS_OF_NAMES = tuple("In On One Two How It My Do Is To At By As If Can Are I".split())


class Glue(Record, kw_only=True):
    """Signs of glue in the titles and descriptions of a feed."""

    #: Whether titles ran together with what follows them on the page.
    glued: bool
    #: Whether most descriptions repeat the title or go on from inside its end.
    fragments: bool
    #: The text of the whole page, where most descriptions are that.
    page: str | None


def _find_glue(items: Sequence[Item]) -> Glue:
    """Return the signs that all items together show; too few items show none."""
    titles = [item.title for item in items if item.title]
    fragments = [item for item in items if _is_fragment(item)]
    are_fragments = len(items) >= LEAST and len(fragments) * 2 > len(items)
    if len(items) < LEAST or sum(map(_is_splittable, titles)) * 2 <= len(items):
        return Glue(glued=False, fragments=are_fragments, page=None)
    page = _page_of(items)
    run_on = [title for title in titles if _has_byline(title)]
    bylines = [title for title in run_on if _goes_on_after_byline(title)]
    parted = [item.title for item in items if item.title and heading_end(item, page)]
    sure = len({*bylines, *parted})
    # One word may be a name, however often it is used: each counts once.
    openings = len({word for title in titles if (word := _opening_word(title))})
    cut = sum(map(is_cut, fragments))
    glued = (
        sure >= max(_LEAST_SIGNS, len(items) / 10)
        or len(run_on) * 2 > len(items)
        or (are_fragments and cut >= _LEAST_SIGNS and openings * 3 >= len(items))
        or (are_fragments and openings * 2 > len(items))
    )
    return Glue(glued=glued, fragments=are_fragments, page=page)


def _is_splittable(title: str) -> bool:
    """Return whether a title holds a seam at which it could be taken apart."""
    return next(seams(title), None) is not None and unglue(title).rule != "whole"


def _is_fragment(item: Item) -> bool:
    """Return whether the description repeats the title, or continues from inside its end."""
    return is_cut(item) or repeats_title(item)


def is_cut(item: Item) -> bool:
    """Return whether the description continues from inside the title: `s.` after `models.`."""
    if not item.title or not item.summary or fold_text(item.summary) == fold_text(item.title):
        return False
    return item.title.endswith(item.summary.split(" ", 1)[0])


def repeats_title(item: Item) -> bool:
    """Return whether the description is the title, with white space or without, or begins so."""
    if not item.title or not item.summary:
        return False
    title, text = squeeze(fold_text(item.title)), squeeze(fold_text(item.summary))
    return text.startswith(title) or (len(text) >= _LEAST_TITLE and title.startswith(text))


def residue_of(item: Item) -> str | None:
    """Return the description, if it names the entries that stand near on the page; None if not.

    One that begins with its own title and goes on is a piece of the page, across its sections.
    """
    is_longer = len(squeeze(item.summary or "")) > len(squeeze(item.title or ""))
    return None if repeats_title(item) and is_longer else item.summary


def heading_end(item: Item, page: str | None) -> int | None:
    """Return the end of a glued title's heading by the page's text; None if that is unclear.

    There the page, or a description that begins with the title, has white space, the title none.
    """
    text = page or (item.summary if repeats_title(item) else None)
    if not item.title or not text:
        return None
    gaps = _gaps(item.title, text)
    place = len(unglue(item.title).title)
    return place if place in gaps else next(iter(gaps), None)


def _is_in_prose(title: str, page: str) -> bool:
    """Return whether a title stands in the page's text in the middle of sentences only."""
    starts = []
    place = page.find(title)
    while place >= 0:
        starts.append(place)
        place = page.find(title, place + 1)
    return bool(starts) and all(_is_mid_sentence(page[:start].rstrip()) for start in starts)


def _is_mid_sentence(before: str) -> bool:
    return before[-1:].islower() or before[-1:] in (",", ";", "(")


def _has_byline(title: str) -> bool:
    """Return whether a byline with its names begins in the middle of a word."""
    byline = glued_byline(title)
    return byline is not None and is_run_on(title, byline.start - 1)


def _goes_on_after_byline(title: str) -> bool:
    byline = glued_byline(title)
    return byline is not None and is_run_on(title, byline.end)


def _opening_word(title: str) -> str | None:
    """Return the word that opens a sentence, if it is no name (`LinkedIn`) or number (`66A`)."""
    opening = opening_seam(title)
    if opening is None or opening[1].endswith(_ENDS_OF_NAMES):
        return None
    before = title[: opening[0]]
    return None if before[-1].isdigit() and not _YEAR_LAST.search(before) else opening[1]


def _page_of(items: Sequence[Item]) -> str | None:
    """Return the page's text, if most descriptions are the same, or hold several other titles."""
    texts = [_description(item) for item in items]
    named = [squeeze(item.title) for item in items if item.title]
    named = [title for title in named if len(title) >= _LEAST_TITLE][:_MOST_NAMED]
    text, count = Counter(texts).most_common(1)[0]
    longest = max(texts, key=len)
    if text and count * 2 > len(items):
        return text
    if _count_named(longest, named) < max(_LEAST_NAMED, len(named) // 4):
        return None
    holding = sum(_count_named(text, named) >= _LEAST_NAMED for text in texts)
    return longest if holding * 2 > len(items) else None


def _description(item: Item) -> str:
    if item.summary or item.content is None:
        return item.summary or ""
    return text_of_html(item.content.html) or ""


def _count_named(text: str, titles: Sequence[str]) -> int:
    squeezed = squeeze(text)
    return sum(title in squeezed for title in titles)


def _gaps(title: str, page: str) -> list[int]:
    """Return the places in a title where the page's text has white space and the title none."""
    squeezed, spaced = _squeezed(page)
    letters, own = _squeezed(title)
    letters = letters if letters in squeezed else letters[: len(squeezed)]
    places = [place for place, char in enumerate(title) if not char.isspace()]
    start = squeezed.find(letters)
    while start >= 0:
        gaps = [
            places[number]
            for number in range(1, len(letters))
            if start + number in spaced
            and number not in own
            and ends_at_seam(title, places[number])
        ]
        if gaps:
            return gaps
        start = squeezed.find(letters, start + 1)
    return []


def _squeezed(text: str) -> tuple[str, frozenset[int]]:
    """Return the text without white space, and before which of its characters there was some."""
    parts = text.split()
    spaced, length = set(), 0
    for part in parts:
        spaced.add(length)
        length += len(part)
    return "".join(parts), frozenset(spaced)
