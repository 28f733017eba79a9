"""The view that a convention has of a feed: its items, their texts, and the lines of a text."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache
from typing import Literal, NamedTuple

import msgspec

from generator.model.record import Record
from generator.sources.feed.item import HtmlFragment, Item
from generator.text.date_names import month_alternatives
from generator.text.html import fold_space, text_of_html
from generator.text.titles import fold_text
from generator.text.urls import absolute_url, url_host

# One entry is no habit.
LEAST = 2


class WholeFeed(Record, kw_only=True):
    """A feed with its items, and what it states of itself; "" for what it does not state."""

    items: tuple[Item, ...]
    title: str = ""
    #: The address of its site, as stated.
    link: str = ""
    #: Its id, as stated.
    name: str = ""
    #: The program that wrote it, as stated.
    generator: str = ""
    #: The address that the owner gives for it.
    url: str = ""
    #: The language of the site, in which dates may be written beside English.
    language: str = "en"

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts of the feed and of the site that it is of."""
        urls = (absolute_url(text) for text in (self.link, self.name, self.url))
        return frozenset(url_host(url) for url in urls if url)

    def is_of(self, hosts: Collection[str]) -> bool:
        """Return whether the feed, or its site, is at one of the hosts or below it."""
        return any(is_at(host, hosts) for host in self.hosts)


class Outcome(NamedTuple):
    """The items as a convention leaves them, and sentences on what it did."""

    items: Sequence[Item]
    #: Sentences for the Sources page; empty where the convention does not apply.
    traits: tuple[str, ...] = ()


# A convention leaves the items as they are where the feed does not prove that it applies.
Apply = Callable[[WholeFeed], Outcome]


class Convention(NamedTuple):
    """A convention by the name that site.toml gives it."""

    name: str
    #: The function that applies it to a feed.
    apply: Apply
    #: Whether it changes what is shown of an entry.
    changes: bool = True


def is_at(host: str, hosts: Collection[str]) -> bool:
    """Return whether a host is one of several, or below one of them."""
    return any(host == one or host.endswith(f".{one}") for one in hosts)


def most(count: int, of: int) -> bool:
    """Return whether so many are nearly all, and more than one."""
    return count >= LEAST and count * 10 >= of * 9


def with_value(item: Item, field: str, value: object, rule: str | None = None) -> Item:
    """Return the item with another value of a field; what was received is kept as raw."""
    raw, known_by = dict(item.raw), dict(item.known_by)
    before = getattr(item, field)
    if isinstance(before, str):
        raw.setdefault(field, before)
    elif before and field in ("authors", "tags"):
        raw.setdefault(field, ", ".join(before))
    if rule:
        known_by[field] = rule
    changes: dict[str, object] = {field: value, "raw": raw, "known_by": known_by}
    if field == "authors":
        changes["people"] = value
    return msgspec.structs.replace(item, **changes)


def with_summary(item: Item, html: str | None, rule: str | None = None) -> Item:
    """Return the item with another description; None or no text: it has none."""
    text = text_of_html(html or "")
    base = item.markup.base if item.markup else None
    changed = with_value(item, "summary", text, rule)
    markup = HtmlFragment(html=html or "", base=base) if text else None
    return msgspec.structs.replace(changed, markup=markup)


def with_content(item: Item, html: str) -> Item:
    """Return the item with another full text; none where nothing is left of it."""
    base = item.content.base if item.content else None
    content = HtmlFragment(html=html, base=base)
    return msgspec.structs.replace(item, content=content if content.sanitised() else None)


# The texts of a feed, each entry's description and its full text, as conventions change them.

Field = Literal["summary", "content"]
FIELDS: tuple[Field, ...] = ("summary", "content")
# A text that is longer is no abstract.
LONGEST_ABSTRACT = 5000
_ELLIPSIS = re.compile(r" ?(?:…|\.\.\.|\[…\]|\[\.\.\.\]|\[&#8230;\])$")
# What a text holds that plain text cannot show.
_SHOWN = re.compile(r"<(?:img|table|pre|iframe|video|audio|figure)\b", re.IGNORECASE)


class Text(NamedTuple):
    """A text of an entry: by its entry's place in the feed, the field it is in, and its lines."""

    #: The index of the item in its feed, from 0.
    place: int
    #: The field of the item that holds the text.
    field: Field
    html: str
    lines: Sequence[MarkupLine]


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


# The lines of a text in HTML: what block elements and line breaks set apart.
#
# A convention compares the first and the last lines of all texts of a feed, by their skeletons:
# what is left of a line once links, numbers, dates and the entry's own names are out of it.

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
_MEDIA = re.compile(r"<(?:img|video|audio|iframe)\b", re.IGNORECASE)
# Of a text that is longer only its beginning and its end are looked at.
_LONGEST, _PART = 6_000, 1_500
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_COUNTED = re.compile(r"\b0 ([^\W\d_]+?)s\b")
_ZONE = re.compile(r"\b0 ?(?:am|pm)\b|\b(?:gmt|utc|est|edt|pst|pdt|cet|cest)\b")
_WEEKDAY = re.compile(r"\b(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?\b[,.]?")


class MarkupLine(NamedTuple):
    """A line of a text, and where it stands in the markup."""

    #: The offset of its first character in the HTML of its text.
    start: int
    #: The offset after its last character.
    end: int
    #: The line with its markup.
    html: str
    #: Plain text.
    text: str
    #: The targets of its links, with their texts.
    links: tuple[tuple[str, str], ...]


# The same texts are looked at by several conventions of one feed, and then never again.
@cache
def lines_of(html: str) -> tuple[MarkupLine, ...]:
    """Return the lines that hold text or an image, in order."""
    if len(html) <= _LONGEST:
        return tuple(_lines(html, 0, len(html)))
    # A line that may have been cut is left out.
    head, tail = list(_lines(html, 0, _PART)), list(_lines(html, len(html) - _PART, len(html)))
    return (*head[:-1], *tail[1:])


def _lines(html: str, start: int, end: int) -> Iterable[MarkupLine]:
    breaks = re.compile(r"\n") if not _MARKED.search(html) else _BREAK
    position = start
    for found in (*breaks.finditer(html, start, end), None):
        stop = found.start() if found else end
        piece = html[position:stop]
        if piece.strip():
            text = text_of_html(piece) or ""
            if text or _MEDIA.search(piece):
                yield MarkupLine(position, stop, piece, text, links_in(piece))
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


def last_link(line: MarkupLine) -> MarkupLine | None:
    """Return the link that ends a line as a line of its own; None where it ends otherwise."""
    links = list(_LINK.finditer(line.html))
    if not links or re.search(r"[^\W_]", text_of_html(line.html[links[-1].end() :]) or ""):
        return None
    html = line.html[links[-1].start() :]
    text = text_of_html(html) or ""
    return MarkupLine(line.start + links[-1].start(), line.end, html, text, links_in(html))


def without_lines(html: str, lines: Iterable[MarkupLine]) -> str:
    """Return the markup without some of its lines."""
    parts, position = [], 0
    for line in sorted(lines):
        parts.append(html[position : line.start])
        position = line.end
    return "".join(parts) + html[position:]


def skeleton(line: MarkupLine, item: Item, names: Sequence[str], *, with_links: bool) -> str:
    """Return the part of a line that a program may have written into every entry.

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
