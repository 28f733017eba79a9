"""What the selectors of site.toml find on a page."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from generator.config.records import Selectors
from generator.sources.index.page_dates import stated_by
from generator.sources.index.records import Heading, IndexEntry, read_heading
from generator.text.html import clean_text, text_of_element
from generator.text.references import mend_references
from generator.text.urls import absolute_url

if TYPE_CHECKING:
    from bs4 import Tag

_LINE_ENDS = ("br", "p", "div", "li", "dd", "td")


def read_selected(
    html: str, base: str | None, language: str, selectors: Selectors
) -> Iterator[IndexEntry]:
    """What the owner's selectors find, in the page's order."""
    from bs4 import BeautifulSoup, XMLParsedAsHTMLWarning  # 100 ms; other captures do without

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)  # XHTML is no less a page
        soup = BeautifulSoup(mend_references(html), "lxml")
    for tag in soup.find_all(_LINE_ENDS):
        # Else the words before and after it run together. (To insert it after the tag, Beautiful
        # Soup looks for the tag among all of its parent's children.)
        tag.append("\n")
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
        yield _Entry(tag, selectors).read(heading, year, base, language)


class _Entry:
    """One element that is an entry, and what the selectors find in it."""

    def __init__(self, tag: Tag, selectors: Selectors) -> None:
        self._tag = tag
        self._selectors = selectors

    def read(
        self, heading: Heading | None, year: int | None, base: str | None, language: str
    ) -> IndexEntry:
        """Read the entry, which stands under a heading and belongs to a year."""
        tag, given = self._tag, self._selectors
        link = self._first(given.link or "a[href]") or (tag if tag.has_attr("href") else None)
        title = self._first(given.title) if given.title else link
        date = self._first(given.date)
        href = str(link.get("href") or "").strip() if link else ""
        is_address = not (href.startswith("#") or href.lower().startswith("javascript:"))
        return IndexEntry(
            heading=heading,
            title=_text(title) or (_text(tag) if given.title is None else None),
            own=_date(date, language, year) if date else None,
            url=absolute_url(href, base) if href and is_address else None,
            byline=_text(self._first(given.byline)),
            summary=_text(self._first(given.summary)),
            tags=tuple(text for one in self._tags() if (text := _text(one))),
        )

    def _first(self, selector: str | None) -> Tag | None:
        return self._tag.select_one(selector) if selector else None

    def _tags(self) -> Sequence[Tag]:
        return self._tag.select(self._selectors.tags) if self._selectors.tags else ()


def _date(tag: Tag, language: str, year: int | None) -> Heading | None:
    stated = {"datetime": str(tag.get("datetime") or "")}
    return stated_by(stated, clean_text(tag.get_text()) or "", language, year)


def _text(element: Tag | None) -> str | None:
    return text_of_element(element) if element else None
