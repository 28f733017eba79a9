"""Whether the titles of a feed ran together with bylines, abstracts and tags, and where they end.

A scraper that takes the text of a link for a title glues them. Ordinary titles hold seams as well
(`JavaScript`, `LinkedIn`), so seams alone prove nothing. What no camel case gives: a byline that
runs on at both ends (`WorkDoe et al., 2026We show`), white space in the page's own text where the
title has none, or in most titles another word whose second half opens a sentence (`SoilWhile`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from generator.model import Record
from generator.sources.feed.item import Item
from generator.text.bylines import glued_byline, is_run_on
from generator.text.html import text_of_html
from generator.text.titles import ends_at_seam, fold_text, opening_seam, seams, squeeze, unglue

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
    """What the titles and descriptions of a feed show of themselves."""

    glued: bool
    #: Whether most descriptions repeat the title or go on from inside its end.
    fragments: bool
    #: The text of the whole page, where most descriptions are that.
    page: str | None


def find_glue(items: Sequence[Item]) -> Glue:
    """Return what all items together show; items that are too few show nothing."""
    titles = [item.title for item in items if item.title]
    fragments = [item for item in items if is_fragment(item)]
    are_fragments = len(items) >= LEAST and len(fragments) * 2 > len(items)
    if len(items) < LEAST or sum(map(is_splittable, titles)) * 2 <= len(items):
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


def is_splittable(title: str) -> bool:
    """Return whether a title holds a seam at which it could be taken apart."""
    return next(seams(title), None) is not None and unglue(title).rule != "whole"


def is_fragment(item: Item) -> bool:
    """Return whether the description repeats the title, or goes on from inside its end."""
    return is_cut(item) or repeats_title(item)


def is_cut(item: Item) -> bool:
    """Return whether the description goes on from inside the title's end: `s.` after `models.`."""
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
    """Return where a glued title's heading ends by the page's text; None if that does not say.

    There the page, or a description that begins with the title, has white space, the title none.
    """
    text = page or (item.summary if repeats_title(item) else None)
    if not item.title or not text:
        return None
    gaps = _gaps(item.title, text)
    place = len(unglue(item.title).title)
    return place if place in gaps else next(iter(gaps), None)


def is_in_prose(title: str, page: str) -> bool:
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
    """The word in which a sentence begins, if it is no name (`LinkedIn`) or number (`66A`)."""
    opening = opening_seam(title)
    if opening is None or opening[1].endswith(_ENDS_OF_NAMES):
        return None
    before = title[: opening[0]]
    return None if before[-1].isdigit() and not _YEAR_LAST.search(before) else opening[1]


def _page_of(items: Sequence[Item]) -> str | None:
    """The page's text, if most descriptions are one and the same, or hold several other titles."""
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
