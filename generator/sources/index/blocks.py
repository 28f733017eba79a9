"""A link on an index page → the block around it that holds the whole entry, if it leads one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from generator.model import PartialDate, Record
from generator.text.dates import is_meant_as_date, parse_heading, parse_written
from generator.text.html import clean_text, text_of_element
from generator.text.timestamps import Timestamp

if TYPE_CHECKING:
    from bs4 import Tag
    from bs4.element import NavigableString

TITLES = ("h1", "h2", "h3", "h4", "h5", "h6")
# Blocks that hold one entry each, if they hold any.
CONTAINERS = ("li", "dd", "tr", "article")
_BLOCKS = (*CONTAINERS, *TITLES, "dt", "p", "div", "section", "td", "body")
_LINED = ("p", "div", "td", "body", "section")
_GROUPS = ("div", "section", "header")
_APART = ("nav", "footer", "aside", "form", "script", "style", "template")
_DEEPEST = 60
_SEPARATORS = " \t\n-–—:|,·•()[]«»"
# Before its title an entry may name a sort or a number, but not begin a sentence.
_LONGEST_LEAD = 30
_BYLINE_CLASSES = {"byline", "author", "authors"}
_BY = re.compile(r"(?:[Bb]y|[Vv]on|[Pp]ar|[Pp]or)\s+([^\W\d_a-z].{1,100})")
_SENTENCE = re.compile(r"[^\W\d_]{2}[.;:]\s")


class Block(NamedTuple):
    """The element that holds an entry, its title in it, and the texts before and after that."""

    element: Tag
    title: Tag
    before: str
    after: str

    @property
    def leads(self) -> bool:
        """Whether the title leads its block, and is no link in a sentence."""
        if self.title.name in TITLES:
            return True
        is_line = self.element is self.title
        is_block = is_line or self.element.name in CONTAINERS or self.title.find_parent(TITLES)
        return len(self.before) <= (_LONGEST_LEAD if is_block else 0)


class Blocks:
    """Finds the blocks of links, each once, and looks through each element but once."""

    def __init__(self) -> None:
        self._seen: set[int] = set()
        self._headings: dict[int, list[Tag]] = {}
        self._lined: dict[int, bool] = {}

    def block_of(self, link: Tag) -> Block | None:
        """The block of a link; None where it has no title, or another link came first in it."""
        title = link.find(TITLES) or link
        if not title.get_text(strip=True):
            group = link.find_parent((*CONTAINERS, *_GROUPS))
            lone = self._headings_in(group) if group else []
            if group is None or len(lone) != 1 or self._is_seen(group):
                return None
            return Block(group, lone[0], *around(lone[0], group))
        element = self._element(link, title)
        if element is link.parent and element.name in _LINED and self._is_lined(element):
            return _line_of(link)
        if self._is_seen(element):
            return None
        return Block(element, title, *around(title, element))

    def is_title(self, heading: Tag) -> bool:
        """Whether a heading is an entry's title, also if it reads as a date.

        It holds a link inside a block, or a link without text lies over it.
        """
        if heading.find("a"):
            return heading.find_parent(CONTAINERS) is not None
        group = heading.find_parent((*CONTAINERS, *_GROUPS))
        if group is None or len(self._headings_in(group)) != 1:
            return False
        links = group.find_all("a", href=True, limit=4)
        return any(not link.get_text(strip=True) for link in links)

    def _element(self, link: Tag, title: Tag) -> Tag:
        container = link.find_parent(CONTAINERS)
        if container and len(self._headings_in(container)) < 2:
            return container
        if title is not link:
            return link
        element = link.find_parent(_BLOCKS) or link
        while element.parent and element.parent.name in _GROUPS:
            headings = self._headings_in(element.parent)
            if len(headings) != 1 or not holds(headings[0], link):
                break
            element = element.parent
        return element

    def _is_seen(self, element: Tag) -> bool:
        if id(element) in self._seen:
            return True
        self._seen.add(id(element))
        return False

    def _headings_in(self, element: Tag) -> list[Tag]:
        """Its headings, of more than two the first two."""
        if id(element) not in self._headings:
            self._headings[id(element)] = element.find_all(TITLES, limit=2)
        return self._headings[id(element)]

    def _is_lined(self, element: Tag) -> bool:
        if id(element) not in self._lined:
            self._lined[id(element)] = element.find("br", recursive=False) is not None
        return self._lined[id(element)]


def _line_of(link: Tag) -> Block | None:
    """The block of a link among others that only line breaks part; it is the link itself."""
    before: list[str] = []
    after: list[str] = []
    for texts, siblings in ((before, link.previous_siblings), (after, link.next_siblings)):
        for sibling in siblings:
            if getattr(sibling, "name", None) == "br":
                break
            if texts is before and getattr(sibling, "name", None) == "a":
                return None
            texts.append(sibling.get_text())
    return Block(link, link, _clean("".join(reversed(before))), _clean("".join(after)))


def _clean(text: str) -> str:
    return (clean_text(text) or "").strip(_SEPARATORS)


def around(title: Tag, element: Tag) -> tuple[str, str]:
    """The text of an element before the title in it, and after."""
    before: list[str] = []
    after: list[str] = []
    passed = False
    for text in texts_beside(title, element):
        if text is None:
            passed = True
        else:
            (after if passed else before).append(text)
    return _clean("".join(before)), _clean("".join(after))


def texts_beside(title: Tag, element: Tag) -> Iterator[NavigableString | None]:
    """The strings of an element outside of the title, and None where the title stands."""
    inside = {id(text) for text in title.find_all(string=True)}
    for text in element.find_all(string=True):
        if id(text) in inside:
            yield None
        elif type(text).__name__ == "NavigableString":  # no comment, script or style
            yield text


def without(text: str, part: str) -> str:
    """The text without a part of it, and without the separators that stood around that."""
    return text.replace(part, "", 1).strip(_SEPARATORS)


def byline_in(element: Tag) -> Tag | None:
    """The element that names the authors."""
    return element.find(
        lambda tag: bool(
            _BYLINE_CLASSES & set(tag.get("class") or ())
            or "author" in (tag.get("rel") or ())
            or tag.name == "address"
        )
    )


def split_byline(text: str) -> tuple[str | None, str]:
    """`by A. Author` → the names and no text; any other text is left as it is.

    >>> split_byline("by A. Author and B. Author")
    ('A. Author and B. Author', '')
    """
    match = _BY.fullmatch(text)
    return (match[1], "") if match and not _SENTENCE.search(text) else (None, text)


def summary_of(block: Block, link: Tag, byline: Tag | None, after: str) -> str | None:
    """The paragraphs of the block, else those that follow it, else what follows the title."""
    own = [p for p in block.element.find_all("p") if not holds(p, link) and p is not byline]
    if own:
        return clean_text(" ".join(text_of_element(p) or "" for p in own))
    if block.element.name in (*TITLES, "dt"):
        parts = []
        for sibling in block.element.find_next_siblings():
            if sibling.name not in ("p", "dd") or sibling.find("time"):
                break
            parts.append(text_of_element(sibling) or "")
        return clean_text(" ".join(parts))
    if block.title.name in TITLES or block.title.find_parent(TITLES):
        return None  # what stands beside a heading is "10 min read", and no summary
    said = (clean_text(byline.get_text()) or "") if byline else ""
    return clean_text(without(after, said))


def holds(tag: Tag, link: Tag) -> bool:
    """Whether the link stands in the tag."""
    return any(other is link for other in tag.find_all("a"))


def is_apart(tag: Tag) -> bool:
    """Whether it belongs to the page's frame: its navigation, its foot, its head.

    So does what is nested deeper than any page is; looking at it could take forever.
    """
    for depth, parent in enumerate(tag.parents):
        if parent.name in _APART or depth > _DEEPEST:
            return True
        if parent.name == "header":
            return parent.find_parent(("article", "main", "li", "section")) is None
    return False


_COUNT = re.compile(r"(?<!\s)\s*[(\[]\d+[)\]]$")


class Heading(Record, kw_only=True):
    """A heading over entries, or a date beside one, and its date; None where it names none.

    `timestamp` is what a `<time>` states, where it states a time of day.
    """

    text: str
    date: PartialDate | None
    timestamp: Timestamp | None = None


class IndexEntry(Record, kw_only=True):
    """One entry of an index page. `heading` is None for entries above the first heading.

    `own` is a date that stands with the entry itself.
    """

    heading: Heading | None
    title: str | None
    own: Heading | None = None
    url: str | None = None
    byline: str | None = None
    summary: str | None = None
    tags: tuple[str, ...] = ()


class IndexPage(Record, kw_only=True):
    """An index page: its title, its entries from top to bottom, and its About text.

    `shape` says in plain words how its entries were recognised.
    """

    title: str | None
    listed: tuple[IndexEntry, ...]
    shape: str
    about_title: str | None = None
    about: tuple[str, ...] = ()


def read_heading(text: str, language: str, year: int | None) -> Heading | None:
    """The heading that a text is: `March 2024`, `2024 (12)`, a range, with `year` also `March`.

    Its date is None if it has the form of a date and is none ("Marchember 2024"); a text that
    has not even the form is no such heading.
    """
    bare = _COUNT.sub("", text)
    date = parse_heading(bare, language) or parse_written(bare, language, year)
    if date is None and not is_meant_as_date(bare):
        return None
    return Heading(text=text, date=date)
