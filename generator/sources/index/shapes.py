"""An index page of whatever shape → its entries: headings with links under them, a date with each.

A link is an entry if it leads its block (a list item, a table row, an article, a heading, a
paragraph) and a date is known for it: one of its own (`<time>`, an element of class `date`, a
text of its own, the edge of its line), or that of the heading above it. Links in running text are
none. Entries that stand in one list with a dated one are kept without a date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from generator.model import PartialDate
from generator.sources.index.blocks import (
    CONTAINERS,
    TITLES,
    Block,
    Blocks,
    byline_in,
    is_apart,
    split_byline,
    summary_of,
    texts_beside,
    without,
)
from generator.sources.index.entries import Heading, IndexEntry, read_heading
from generator.text.dates import date_at_edge, parse_written
from generator.text.html import clean_text
from generator.text.timestamps import timestamp_or_doubt
from generator.text.urls import absolute_url

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_BY_CLASS = ("div", "p", "span")
_HEADINGS = (*TITLES, "dt", "summary", "th", "caption", "strong", "b", *_BY_CLASS)
_LONGEST_HEADING = 60


def read_shapes(
    soup: BeautifulSoup, base: str | None, language: str
) -> tuple[tuple[IndexEntry, ...], str]:
    """The dated entries of the page, and how they were recognised."""
    reader = _Reader(base, language)
    root = soup.find("main") or soup.body or soup
    return reader.read(root), reader.shape


class _Reader:
    """Goes down a page once, and remembers under which heading it is."""

    def __init__(self, base: str | None, language: str) -> None:
        self._base = base
        self._language = language
        self._heading: Heading | None = None
        self._name = self._year_name = ""
        self._level = 0
        self._year: int | None = None
        self._blocks = Blocks()
        self._ways: dict[str, None] = {}

    @property
    def shape(self) -> str:
        """How entries were dated, in plain words."""
        return f"entries dated {' and '.join(self._ways)}" if self._ways else "no dated entries"

    def read(self, root: Tag) -> tuple[IndexEntry, ...]:
        """The dated entries, and those that stand in one list with a dated one."""
        found: list[tuple[IndexEntry, int]] = []
        for tag in root.find_all([*_HEADINGS, "a"]):
            if tag.name in _BY_CLASS and "date" not in (tag.get("class") or ()):
                continue
            if is_apart(tag):
                continue
            if tag.name == "a":
                found.extend(self._entries(tag))
            else:
                self._pass_heading(tag)
        lists = {parent for listed, parent in found if listed.own or listed.heading}
        return tuple(listed for listed, parent in found if parent in lists)

    def _pass_heading(self, tag: Tag) -> None:
        """Takes note of a dated heading, or of one that ends the section of the last."""
        if tag.name not in TITLES and tag.find_parent((*CONTAINERS, "a")):
            return  # the entry's own date
        # A count may stand beside the date: `2024 <sup>5</sup>`.
        beside = {id(text) for small in tag.find_all(["sup", "small"]) for text in small.strings}
        text = clean_text("".join(text for text in tag.strings if id(text) not in beside)) or ""
        level = int(tag.name[1]) if tag.name in TITLES else 7
        heading = None
        if len(text) <= _LONGEST_HEADING:
            heading = read_heading(text, self._language, self._year)
        if (heading or tag.name in TITLES) and self._blocks.is_title(tag):
            return
        if heading:
            in_year = heading.date and not re.search(r"\d{4}", text)
            self._name = f"{self._year_name} and {tag.name}" if in_year else tag.name
            if heading.date and heading.date.month is None:
                self._year_name = tag.name
            self._heading, self._level = heading, level
            self._year = heading.date.year if heading.date else None
        elif tag.name in TITLES and level <= self._level and not tag.find("a"):
            self._heading, self._year = None, None

    def _entries(self, link: Tag) -> Iterator[tuple[IndexEntry, int]]:
        """The entry that a link leads, with the list it stands in; nothing if it leads none."""
        href = str(link.get("href") or "").strip()
        url = absolute_url(href, self._base)
        block = self._blocks.block_of(link) if url and not href.startswith("#") else None
        if block is None:
            return
        own, block = self._own_date(block)
        if not block.leads:
            return
        if self._heading:
            self._ways[f"by headings ({self._name}) over them"] = None
        byline = byline_in(block.element)
        names, after = split_byline(block.after)
        listed = IndexEntry(
            heading=self._heading,
            title=clean_text(block.title.get_text()),
            own=own,
            url=url,
            byline=clean_text(byline.get_text()) if byline else names,
            summary=summary_of(block, link, byline, after),
            tags=_tags(block.element),
        )
        yield listed, id(block.element.parent)

    def _own_date(self, block: Block) -> tuple[Heading | None, Block]:
        """The entry's own date, and its block without it."""
        element = block.element
        for tag in element.find_all(lambda tag: tag.name == "time" or _is_of(tag, {"date"})):
            if own := date_in(tag, self._language, self._year):
                self._ways[f"by a <{tag.name}> with each"] = None
                return own, _cut(block, clean_text(tag.get_text()) or own.text)
        for text in texts_beside(block.title, element):
            said = (text or "").strip(" \n\t()[],:·–—-|")
            if said and (date := self._whole_date(said)):
                self._ways["by a date with each"] = None
                return Heading(text=said, date=date), _cut(block, said)
        for line in (block.before, block.after):
            whole = self._whole_date(line)
            found = (whole, line, "") if whole else date_at_edge(line, self._language, self._year)
            if found:
                self._ways["by a date with each"] = None
                return Heading(text=found[1], date=found[0]), _cut(block, found[1])
        return None, block

    def _whole_date(self, text: str) -> PartialDate | None:
        """The month or day that a text is; a year alone may be anything."""
        date = parse_written(text, self._language, self._year)
        return date if date and date.month else None


def date_in(tag: Tag, language: str, year: int | None) -> Heading | None:
    """The date that an element states: `datetime` of a `<time>`, else its text."""
    stated = str(tag.get("datetime") or "").strip()
    text = clean_text(tag.get_text()) or ""
    timestamp = timestamp_or_doubt(stated, language, [])
    if timestamp:
        has_time = timestamp.time is not None
        return Heading(text=stated, date=timestamp.date, timestamp=timestamp if has_time else None)
    date = parse_written(text, language, year)
    return Heading(text=text, date=date) if date else None


def _cut(block: Block, said: str) -> Block:
    return block._replace(before=without(block.before, said), after=without(block.after, said))


def _tags(element: Tag) -> tuple[str, ...]:
    found = element.find_all(lambda tag: "tag" in (tag.get("rel") or ()) or _is_of(tag, {"tag"}))
    texts = (clean_text(tag.get_text()) for tag in found)
    return tuple(dict.fromkeys(text for text in texts if text))


def _is_of(tag: Tag, classes: set[str]) -> bool:
    return bool(classes & set(tag.get("class") or ()))
