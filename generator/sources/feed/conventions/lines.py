"""The lines of a text in HTML: what block elements and line breaks set apart.

A convention compares the first and the last lines of all texts of a feed, by their skeletons: what
is left of a line once links, numbers, dates and the entry's own names are out of it.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from generator.sources.feed.item import Item
from generator.text.date_names import month_alternatives
from generator.text.html import fold_space, text_of_html
from generator.text.titles import fold_text

_BREAK = re.compile(
    r"<!--.{0,200}?-->|</?(?:p|div|br|hr|li|ul|ol|dl|dt|dd|h[1-6]|table|tbody|thead|tr|td|th|blockquote"
    r"|pre|section|article|header|footer|center|figure|figcaption)\b[^<>]*>",
    re.IGNORECASE | re.DOTALL,
)
_LINK = re.compile(
    r"<a\b[^<>]{0,300}?\bhref\s?=\s?(?:\"([^\"<>]{0,2000})\"|'([^'<>]{0,2000})')[^<>]{0,300}>"
    r"(.{0,500}?)</a>",
    re.IGNORECASE | re.DOTALL,
)
_MARKED = re.compile(r"<[A-Za-z/!]")
_SHOWN = re.compile(r"<(?:img|video|audio|iframe)\b", re.IGNORECASE)
# Of a text that is longer only its beginning and its end are looked at.
_LONGEST, _PART = 6_000, 1_500
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_COUNTED = re.compile(r"\b0 ([^\W\d_]+?)s\b")
_ZONE = re.compile(r"\b0 ?(?:am|pm)\b|\b(?:gmt|utc|est|edt|pst|pdt|cet|cest)\b")
_WEEKDAY = re.compile(r"\b(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?\b[,.]?")


class Line(NamedTuple):
    """A line of a text, and where it stands in the markup."""

    start: int
    end: int
    html: str
    text: str
    #: The targets of its links, with their texts.
    links: tuple[tuple[str, str], ...]


# The same texts are looked at by several conventions of one feed, and then never again.
@cache
def lines_of(html: str) -> tuple[Line, ...]:
    """Return the lines that hold text or an image, in order."""
    if len(html) <= _LONGEST:
        return tuple(_lines(html, 0, len(html)))
    # A line that may have been cut is left out.
    head, tail = list(_lines(html, 0, _PART)), list(_lines(html, len(html) - _PART, len(html)))
    return (*head[:-1], *tail[1:])


def _lines(html: str, start: int, end: int) -> Iterable[Line]:
    breaks = re.compile(r"\n") if not _MARKED.search(html) else _BREAK
    position = start
    for found in (*breaks.finditer(html, start, end), None):
        stop = found.start() if found else end
        piece = html[position:stop]
        if piece.strip():
            text = text_of_html(piece) or ""
            if text or _SHOWN.search(piece):
                yield Line(position, stop, piece, text, links_in(piece))
        if found:
            position = found.end()


def links_in(html: str) -> tuple[tuple[str, str], ...]:
    """Return the targets of the links in a piece of HTML, each with its text, in order."""
    if "<" not in html:
        return ()
    return tuple(
        (entities.unescape(one or other), text_of_html(text) or "")
        for one, other, text in _LINK.findall(html)
    )


def last_link(line: Line) -> Line | None:
    """Return the link that ends a line as a line of its own; None where it ends otherwise."""
    links = list(_LINK.finditer(line.html))
    if not links or re.search(r"[^\W_]", text_of_html(line.html[links[-1].end() :]) or ""):
        return None
    html = line.html[links[-1].start() :]
    text = text_of_html(html) or ""
    return Line(line.start + links[-1].start(), line.end, html, text, links_in(html))


def without_lines(html: str, lines: Iterable[Line]) -> str:
    """Return the markup without some of its lines."""
    parts, position = [], 0
    for line in sorted(lines):
        parts.append(html[position : line.start])
        position = line.end
    return "".join(parts) + html[position:]


def skeleton(line: Line, item: Item, names: Sequence[str], *, with_links: bool) -> str:
    """Return what a program would have written into the line of every entry.

    `names` are those of the feed. Without links: what they are called is left open.
    """
    text = fold_text(line.text)
    if not with_links:
        for called in sorted((fold_text(text) for _target, text in line.links), key=len)[::-1]:
            if called and called == text.strip():
                text = " ".join(called.split()[:2])  # how it begins: `Continue reading on …`
            elif called:
                text = text.replace(called, "[]", 1)
    own = [item.title or "", *item.authors, *item.people, *item.tags, *names]
    for name in sorted({fold_text(name) for name in own if len(name) > 2}, key=len)[::-1]:
        text = text.replace(name, "{}")
    return neutral(text)


def neutral(text: str) -> str:
    """Return a folded text with its numbers, months and days of the week left open."""
    text = _MONTH.sub("0", _WEEKDAY.sub("", text))
    text = _COUNTED.sub(r"0 \1", _NUMBER.sub("0", text))
    text = fold_space(_ZONE.sub("", text))
    return re.sub(r"0(?:[ ,./:-]*0)*", "0", text)


_MONTH = re.compile(rf"\b(?:{month_alternatives('en')})\b\.?", re.IGNORECASE)


def link_texts(html: str) -> tuple[tuple[str, ...], str]:
    """Return the texts of the links in a piece of HTML, and the piece without its links."""
    texts = tuple(text for _target, text in links_in(html) if text)
    return texts, _LINK.sub(" ", html) if texts else html
