"""The HTML of an index page → what it lists.

Three ways, the first that applies: the selectors of site.toml; a `.toc` with `div.date` headings
and links that hold an `h3`, a `.byline`, a `.description` and tags after it; else the shapes of
index_shapes.py.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import TYPE_CHECKING

from generator.config.records import Selectors
from generator.sources.index.entries import Heading, IndexEntry, IndexPage, read_heading
from generator.sources.index.shapes import date_in, read_shapes
from generator.text.dates import parse_heading
from generator.text.html import clean_text
from generator.text.references import mend_references
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
    return clean_text(element.get_text()) if element else None
