"""The texts of a feed, each entry's description and its full text, as conventions change them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from generator.sources.feed.conventions.lines import Line, lines_of
from generator.sources.feed.conventions.whole import with_content, with_summary
from generator.sources.feed.item import Item
from generator.text.html import text_of_html
from generator.text.titles import fold_text

Field = Literal["summary", "content"]
FIELDS: tuple[Field, ...] = ("summary", "content")
# A text that is longer is no abstract.
LONGEST_ABSTRACT = 5000
_ELLIPSIS = re.compile(r" ?(?:…|\.\.\.|\[…\]|\[\.\.\.\]|\[&#8230;\])$")
# What a text holds that plain text cannot show.
_SHOWN = re.compile(r"<(?:img|table|pre|iframe|video|audio|figure)\b", re.IGNORECASE)


class Text(NamedTuple):
    """A text of an entry: by its entry's place in the feed, the field it is in, and its lines."""

    place: int
    field: Field
    html: str
    lines: Sequence[Line]


def texts_of(items: Sequence[Item], fields: Sequence[Field] = FIELDS) -> list[Text]:
    """Return the texts that the fields hold, in order."""
    return [
        Text(place, field, html, lines_of(html))
        for place, item in enumerate(items)
        for field in fields
        if (html := _html(item, field))
    ]


def _html(item: Item, field: Field) -> str:
    fragment = item.markup if field == "summary" else item.content
    return fragment.html if fragment else ""


def with_text(item: Item, field: Field, html: str, *, is_abstract: bool = False) -> Item:
    """Return the item with another text in a field.

    `is_abstract`: what is left of a full text is the summary, where there is no other.
    """
    if field == "summary":
        return with_summary(item, html)
    text = text_of_html(html) or ""
    if is_abstract and not item.summary and is_plain(html) and len(text) <= LONGEST_ABSTRACT:
        return with_summary(with_content(item, ""), html, "what its full text is besides")
    return with_content(item, html)


def is_plain(html: str) -> bool:
    """Return whether a text loses nothing as plain text but its headings and emphases."""
    return not _SHOWN.search(html)


def is_cut(text: str) -> bool:
    """Return whether a text ends in an ellipsis."""
    return bool(_ELLIPSIS.search(text))


def with_text_beside(item: Item) -> Item:
    """Return the item with the longest other text as its summary, where nothing is left of it."""
    for html in sorted(_beside(item), key=len, reverse=True):
        text = text_of_html(html) or ""
        if not item.summary and text and is_plain(html) and len(text) <= LONGEST_ABSTRACT:
            item = with_summary(item, html, "the longer text beside what was taken off")
    return item


def _beside(item: Item) -> Iterator[str]:
    """Yield the other texts of an entry, in HTML, that may be its summary."""
    yield item.elements.get("dc__escription", "")
    yield item.content.html if item.content else item.elements.get("content", "")


def without_twin(item: Item) -> Item:
    """Return the item without a full text that is its summary over again.

    A summary that is cut off gives way to the full text that goes on from there.
    """
    if not item.content or not is_plain(item.content.html):
        return item
    full = text_of_html(item.content.html) or ""
    if len(full) > LONGEST_ABSTRACT or not item.summary:
        return item
    short = fold_text(_ELLIPSIS.sub("", item.summary))
    if fold_text(full) == fold_text(item.summary):
        return with_content(item, "")
    if is_cut(item.summary) and fold_text(full).startswith(short):
        return with_content(with_summary(item, item.content.html), "")
    return item
