"""The HTML of an index page → what it lists.

Three ways, the first that applies: the selectors of site.toml; a `.toc` with `div.date` headings
and links that hold an `h3`, a `.byline`, a `.description` and tags after it; else the shapes of
index_shapes.py.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import TYPE_CHECKING

from generator.config.records import Selectors
from generator.model import PartialDate
from generator.sources.index.blocks import (
    CONTAINERS,
    TITLES,
    Block,
    Blocks,
    Heading,
    IndexEntry,
    IndexPage,
    byline_in,
    is_apart,
    read_heading,
    split_byline,
    summary_of,
    texts_beside,
    without,
)
from generator.text.dates import (
    date_at_edge,
    parse_heading,
    parse_written,
    readings,
    unclear_at_edge,
)
from generator.text.html import clean_text, text_of_element
from generator.text.references import mend_references
from generator.text.timestamps import timestamp_or_doubt
from generator.text.urls import absolute_url

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_TITLES = ("h1", "h2", "h3", "h4", "h5", "h6")
_LINE_ENDS = ("br", "p", "div", "li", "dd", "td")


def read_index_html(
    html: str, url: str | None, language: str, selectors: Selectors | None = None
) -> IndexPage:
    """What the page lists, with links resolved against its own base, else against `url`."""
    from bs4 import BeautifulSoup, XMLParsedAsHTMLWarning  # 100 ms; text captures do without

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)  # XHTML is no less a page
        soup = BeautifulSoup(mend_references(html), "lxml")
    for tag in soup.find_all(_LINE_ENDS):
        tag.insert_after("\n")  # else the words before and after it run together
    base_tag = soup.find("base", href=True)
    base = absolute_url(str(base_tag["href"]), url) if base_tag else url
    listed: Iterable[IndexEntry]
    if selectors:
        listed, shape = _selected(soup, base, language, selectors), "by the selectors of site.toml"
    elif soup.select_one(".toc .date, .toc h3"):
        listed, shape = _listed(soup, base, language), "a .toc with div.date headings over links"
    else:
        listed, shape = read_shapes(soup, base, language)
    about_title, about = _about(soup)
    return IndexPage(
        title=_text(soup.title),
        listed=tuple(listed),
        shape=shape,
        about_title=about_title,
        about=about,
    )


def _listed(soup: BeautifulSoup, base: str | None, language: str) -> Iterator[IndexEntry]:
    for toc in soup.select(".toc"):
        heading = None
        for element in toc.select("div.date, a"):
            if element.name != "a":
                text = _text(element) or ""
                heading = Heading(text=text, date=parse_heading(text, language))
            elif element.find(_TITLES):
                yield _entry(element, heading, base)


def _entry(link: Tag, heading: Heading | None, base: str | None) -> IndexEntry:
    title, description = link.find(_TITLES), link.select_one(".description")
    return IndexEntry(
        heading=heading,
        title=_text(title),
        url=absolute_url(str(link.get("href") or ""), base),
        byline=_text(link.select_one(".byline")),
        summary=_text(description),
        tags=_tags(description),
    )


def _tags(description: Tag | None) -> tuple[str, ...]:
    """The words after the description, inside the same link."""
    if description is None:
        return ()
    rest = clean_text(" ".join(part.get_text() for part in description.next_siblings))
    return tuple(tag for part in (rest or "").split(",") if (tag := part.strip()))


def _selected(
    soup: BeautifulSoup, base: str | None, language: str, selectors: Selectors
) -> Iterator[IndexEntry]:
    """What the owner's selectors find, in the page's order."""
    headings = {id(tag) for tag in soup.select(selectors.heading)} if selectors.heading else set()
    both = f"{selectors.heading}, {selectors.entry}" if selectors.heading else selectors.entry
    heading: Heading | None = None
    year: int | None = None
    for tag in soup.select(both):
        if id(tag) in headings:
            said = _text(tag) or ""
            heading = read_heading(said, language, year) or Heading(text=said, date=None)
            year = heading.date.year if heading.date else year
            continue
        link = tag.select_one(selectors.link or "a[href]") or (
            tag if tag.has_attr("href") else None
        )
        title = tag.select_one(selectors.title) if selectors.title else link
        date = tag.select_one(selectors.date) if selectors.date else None
        tags = tag.select(selectors.tags) if selectors.tags else []
        yield IndexEntry(
            heading=heading,
            title=_text(title) or (_text(tag) if selectors.title is None else None),
            own=date_in(date, language, year) if date else None,
            url=absolute_url(str(link.get("href") or ""), base) if link else None,
            byline=_text(tag.select_one(selectors.byline)) if selectors.byline else None,
            summary=_text(tag.select_one(selectors.summary)) if selectors.summary else None,
            tags=tuple(text for one in tags if (text := _text(one))),
        )


def _about(soup: BeautifulSoup) -> tuple[str | None, tuple[str, ...]]:
    """The heading that begins with "About", and the paragraphs up to the next heading."""
    for heading in soup.find_all(_TITLES):
        title = _text(heading)
        if title and title.startswith("About") and not heading.find_parent(class_="toc"):
            following = heading.find_all_next([*_TITLES, "p"])
            paragraphs = takewhile(lambda element: element.name == "p", following)
            texts = (_text(element) for element in paragraphs)
            return title, tuple(text for text in texts if text)
    return None, ()


def _text(element: Tag | None) -> str | None:
    return text_of_element(element) if element else None


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
            title=text_of_element(block.title),
            own=own,
            url=url,
            byline=clean_text(byline.get_text()) if byline else names,
            summary=summary_of(block, link, byline, after),
            tags=_tags_in(block.element),
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
        for line in (block.before, block.after):
            if raw := _unclear_date(line):
                return Heading(text=raw, date=None), _cut(block, raw)
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
    if date is None and (raw := _unclear_date(stated) or _unclear_date(text)):
        return Heading(text=raw, date=None)
    return Heading(text=text, date=date) if date else None


def _unclear_date(text: str) -> str | None:
    """Return the date of two readings that a text is, or begins or ends with."""
    if len(readings(text)) > 1:
        return text
    unclear = unclear_at_edge(text)
    return unclear[0] if unclear else None


def _cut(block: Block, said: str) -> Block:
    return block._replace(before=without(block.before, said), after=without(block.after, said))


def _tags_in(element: Tag) -> tuple[str, ...]:
    found = element.find_all(lambda tag: "tag" in (tag.get("rel") or ()) or _is_of(tag, {"tag"}))
    texts = (clean_text(tag.get_text()) for tag in found)
    return tuple(dict.fromkeys(text for text in texts if text))


def _is_of(tag: Tag, classes: set[str]) -> bool:
    return bool(classes & set(tag.get("class") or ()))
