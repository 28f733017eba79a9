"""What the selectors of site.toml find on a page."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from generator.config.records import Selectors
from generator.sources.index.page_dates import heading_of, stated_by
from generator.sources.index.records import Heading, IndexEntry
from generator.sources.index.text_lines import day_in
from generator.text.html import clean_text, text_of_element
from generator.text.references import mend_references
from generator.text.urls import absolute_url

if TYPE_CHECKING:
    from bs4 import Tag

#: The selector of the entry itself, for what stands in no element of its own.
ITSELF = ":scope"
_AROUND = " \n:|,·•–—-()[]"
_LINE_ENDS = ("br", "p", "div", "li", "dd", "td")


class Selected(NamedTuple):
    """What selectors find, and the dates of what is like an entry and was not found."""

    listed: tuple[IndexEntry, ...]
    left_out: tuple[str, ...]


def read_selected(html: str, base: str | None, language: str, selectors: Selectors) -> Selected:
    """Return what the owner's selectors find, in the page's order."""
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
    listed: list[IndexEntry] = []
    found = soup.select(both)
    for tag in found:
        if id(tag) in headings:
            said = _text(tag) or ""
            heading = heading_of(said, language, year) or Heading(text=said, date=None)
            year = heading.date.year if heading.date else year
            continue
        listed.append(_Entry(tag, selectors).read(heading, year, base, language))
    entries = [tag for tag in found if id(tag) not in headings]
    return Selected(tuple(listed), tuple(_left_out(entries, found, language)))


def _left_out(entries: Sequence[Tag], found: Sequence[Tag], language: str) -> Iterator[str]:
    """Yield the dates of dated elements that stand beside entries, are of their name, and none."""
    known = {id(tag) for tag in found}
    names = {(id(tag.parent), tag.name) for tag in entries}
    parents = {id(tag.parent): tag.parent for tag in entries if tag.parent}
    for parent in parents.values():
        for child in parent.find_all(recursive=False):
            if id(child) in known or (id(parent), child.name) not in names:
                continue
            if child.find(lambda tag: id(tag) in known):
                continue
            times = child.find_all("time")
            dated = _date(times[0], language, None) if times else None
            dated = dated or day_in(child.get_text(), language, None)
            if dated and (times or dated.date):
                yield dated.text


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
        own = _date(date, language, year) if date else None
        named = _text(title) or (None if given.title else _text(tag))
        if named and own and date and (date is tag or date is title):
            named = named.replace(own.text, " ", 1).strip(_AROUND)
        is_address = not (href.startswith("#") or href.lower().startswith("javascript:"))
        return IndexEntry(
            heading=heading,
            title=named,
            own=own,
            url=absolute_url(href, base) if href and is_address else None,
            byline=_text(self._first(given.byline)),
            summary=_text(self._first(given.summary)),
            tags=tuple(text for one in self._tags() if (text := _text(one))),
        )

    def _first(self, selector: str | None) -> Tag | None:
        if selector == ITSELF:
            return self._tag
        return self._tag.select_one(selector) if selector else None

    def _tags(self) -> Sequence[Tag]:
        return self._tag.select(self._selectors.tags) if self._selectors.tags else ()


def _date(tag: Tag, language: str, year: int | None) -> Heading | None:
    """Return the date that an element states, whatever else it says; of none the text."""
    stated = {"datetime": str(tag.get("datetime") or "")}
    text = tag.get_text()
    said = clean_text(text) or ""
    found = stated_by(stated, said, language, year) or day_in(text, language, year)
    found = found or heading_of(said, language, year)
    return found or (Heading(text=said, date=None) if said else None)


def _text(element: Tag | None) -> str | None:
    return text_of_element(element) if element else None
