"""The HTML of a month-grouped index page → what it lists.

The page has an element of class `toc`. In it stand `div.date` headings and, under each, a link
for every entry with an `h3`, a `.byline` (may be empty), a `.description`, and tags after it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import TYPE_CHECKING

from generator.sources.listed import Heading, IndexPage, Listed
from generator.text.dates import parse_heading
from generator.text.markup import clean_text
from generator.text.urls import absolute_url

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_TITLES = ("h1", "h2", "h3", "h4", "h5", "h6")


def read_index_html(html: str, url: str | None, language: str) -> IndexPage:
    """What the page lists, with links resolved against its own base, else against `url`."""
    from bs4 import BeautifulSoup  # drags in 100 ms of imports; text captures do without

    soup = BeautifulSoup(html, "lxml")
    base_tag = soup.find("base", href=True)
    base = absolute_url(str(base_tag["href"]), url) if base_tag else url
    about_title, about = _about(soup)
    return IndexPage(
        title=_text(soup.title),
        listed=tuple(_listed(soup, base, language)),
        about_title=about_title,
        about=about,
    )


def _listed(soup: BeautifulSoup, base: str | None, language: str) -> Iterator[Listed]:
    for toc in soup.select(".toc"):
        heading = None
        for element in toc.select("div.date, a"):
            if element.name != "a":
                text = _text(element) or ""
                heading = Heading(text=text, date=parse_heading(text, language))
            elif element.find(_TITLES):
                yield _entry(element, heading, base)


def _entry(link: Tag, heading: Heading | None, base: str | None) -> Listed:
    title, description = link.find(_TITLES), link.select_one(".description")
    return Listed(
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
