"""An index page of whatever shape → its entries: headings with links under them, a date with each.

A link is an entry if it leads its block (a list item, a table row, an article, a heading, a
paragraph) and a date is known for it: one of its own (`<time>`, an element of class `date`, the
text before or after it), or that of the heading above it. Links in running text are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from generator.model import PartialDate
from generator.sources.listed import Heading, Listed, read_heading
from generator.text.dates import parse_edtf
from generator.text.markup import clean_text
from generator.text.urls import absolute_url
from generator.text.written import date_at_edge, parse_written

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_TITLES = ("h1", "h2", "h3", "h4", "h5", "h6")
_HEADINGS = (*_TITLES, "dt", "summary", "th", "caption", "strong", "b", "div", "p", "span")
# Blocks that hold one entry each, if they hold any.
_BLOCKS = ("li", "dd", "tr", "article", *_TITLES, "dt", "p", "div", "section", "td", "body")
_CONTAINERS = ("li", "dd", "tr", "article")
_APART = ("nav", "footer", "aside", "form", "script", "style", "template")
_SEPARATORS = " \t-–—:|,·•()[]«»"
# Before its link a list item may name a sort or a number, but not begin a sentence.
_LONGEST_LEAD = 30
_LONGEST_HEADING = 60
_BYLINES = ".byline, .author, .authors, [rel=author], address"
_TAGS = "[rel=tag], .tag"


def read_shapes(
    soup: BeautifulSoup, base: str | None, language: str
) -> tuple[tuple[Listed, ...], str]:
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
        self._blocks: set[int] = set()
        self._ways: dict[str, None] = {}

    @property
    def shape(self) -> str:
        """How entries were dated, in plain words."""
        return f"entries dated {' and '.join(self._ways)}" if self._ways else "no dated entries"

    def read(self, root: Tag) -> tuple[Listed, ...]:
        """The dated entries, and those that stand in one list with a dated one."""
        found: list[tuple[Listed, int]] = []
        for tag in root.find_all([*_HEADINGS, "a"]):
            if _is_apart(tag):
                continue
            if tag.name == "a":
                found.extend(self._entries(tag))
            else:
                self._pass_heading(tag)
        lists = {parent for listed, parent in found if listed.own or listed.heading}
        return tuple(listed for listed, parent in found if parent in lists)

    def _pass_heading(self, tag: Tag) -> None:
        """Takes note of a dated heading, or of one that ends the section of the last."""
        if tag.name in ("div", "p", "span") and "date" not in (tag.get("class") or ()):
            return
        if tag.find_parent((*_CONTAINERS, "a")) and tag.name not in _TITLES:
            return  # the entry's own date
        text = clean_text(tag.get_text()) or ""
        level = int(tag.name[1]) if tag.name in _TITLES else 7
        heading = None
        if len(text) <= _LONGEST_HEADING:
            heading = read_heading(text, self._language, self._year)
        if heading and not _is_title(tag):
            in_year = heading.date and not re.search(r"\d{4}", text)
            self._name = f"{self._year_name} and {tag.name}" if in_year else tag.name
            if heading.date and heading.date.month is None:
                self._year_name = tag.name
            self._heading, self._level = heading, level
            self._year = heading.date.year if heading.date else None
        elif tag.name in _TITLES and level <= self._level and not tag.find("a"):
            self._heading, self._year = None, None

    def _entries(self, link: Tag) -> Iterator[tuple[Listed, int]]:
        """The entry that a link leads, with the list it stands in; nothing if it leads none."""
        title = link.find(_TITLES) or link
        url = absolute_url(str(link.get("href") or ""), self._base)
        text = clean_text(title.get_text())
        block = _block(link)
        if not (url and text) or id(block) in self._blocks or _is_fragment(link):
            return
        own, before, after = self._own_date(block, *_around(link, block))
        if len(before) > (_LONGEST_LEAD if block.name in _CONTAINERS else 0):
            return
        self._blocks.add(id(block))
        if self._heading:
            self._ways[f"by headings ({self._name}) over them"] = None
        byline = block.select_one(_BYLINES)
        listed = Listed(
            heading=self._heading,
            title=text,
            own=own,
            url=url,
            byline=clean_text(byline.get_text()) if byline else None,
            summary=_summary(link, byline, block, after),
            tags=tuple(t for tag in block.select(_TAGS) if (t := clean_text(tag.get_text()))),
        )
        yield listed, id(block.parent)

    def _own_date(self, block: Tag, before: str, after: str) -> tuple[Heading | None, str, str]:
        """The entry's own date, and the texts around its link without it."""
        for tag in block.select("time, .date"):
            if own := date_in(tag, self._language, self._year):
                said = clean_text(tag.get_text()) or "\0"
                self._ways[f"by a <{tag.name}> with each"] = None
                return own, _without(before, said), _without(after, said)
        before, after = before.strip(_SEPARATORS), after.strip(_SEPARATORS)
        for text in (before, after):
            if found := self._date_in_line(text):
                self._ways["in the line of each"] = None
                own = Heading(text=found[1], date=found[0])
                return own, *((found[2], after) if text == before else (before, found[2]))
        return None, before, after

    def _date_in_line(self, text: str) -> tuple[PartialDate, str, str] | None:
        """The date that a text is, or that it begins or ends with; and the rest."""
        whole = parse_written(text, self._language, self._year) if text else None
        if whole and whole.month:
            return whole, text, ""
        return date_at_edge(text, self._language, self._year)


def date_in(tag: Tag, language: str, year: int | None) -> Heading | None:
    """The date that an element states: `datetime` of a `<time>`, else its text."""
    stated = str(tag.get("datetime") or "").strip()
    text = clean_text(tag.get_text()) or ""
    try:
        # A time of day is left out: the day is meant as it is written there.
        date = parse_edtf(stated.replace("T", " ").partition(" ")[0]) if stated else None
    except ValueError:
        date = None
    date = date or parse_written(text, language, year)
    if date is None:
        return None
    return Heading(text=stated or text, date=date)


def _is_apart(tag: Tag) -> bool:
    """Whether it belongs to the page's frame: its navigation, its foot, its head."""
    for parent in tag.parents:
        if parent.name in _APART:
            return True
        if parent.name == "header":
            return parent.find_parent(("article", "main", "li", "section")) is None
    return False


def _is_fragment(link: Tag) -> bool:
    return str(link.get("href") or "").lstrip().startswith("#")


def _is_title(heading: Tag) -> bool:
    """Whether a heading is an entry's title though it reads as a date: it is a link, in a block."""
    return heading.find("a") is not None and heading.find_parent(_CONTAINERS) is not None


def _block(link: Tag) -> Tag:
    """The element that holds the whole entry: a list item, or what is around one lone heading."""
    if link.find(_TITLES):
        return link
    block = link.find_parent(_BLOCKS) or link
    if container := link.find_parent(_CONTAINERS):
        return container if len(container.find_all(_TITLES, limit=2)) < 2 else block
    while block.parent and block.parent.name in ("div", "section", "header"):
        headings = block.parent.find_all(_TITLES, limit=2)
        if len(headings) != 1 or not _holds(headings[0], link):
            break
        block = block.parent
    return block


def _around(link: Tag, block: Tag) -> tuple[str, str]:
    """The text of a block before its link, and after it; with a blank between elements."""
    if block is link:
        return "", ""
    before: list[str] = []
    after: list[str] = []
    inside = {id(text) for text in link.find_all(string=True)}
    passed = False
    for text in block.find_all(string=True):
        if id(text) in inside:
            passed = True
        elif type(text).__name__ == "NavigableString":
            (after if passed else before).append(text)
    return clean_text("".join(before)) or "", clean_text("".join(after)) or ""


def _without(text: str, part: str) -> str:
    return text.replace(part, "", 1).strip(_SEPARATORS)


def _summary(link: Tag, byline: Tag | None, block: Tag, after: str) -> str | None:
    """The paragraphs of the block, else those that follow it, else what follows the link."""
    own = [p for p in block.find_all("p") if not _holds(p, link) and p is not byline]
    if own:
        return clean_text(" ".join(p.get_text() for p in own))
    if block.name in (*_TITLES, "dt"):
        parts = []
        for sibling in block.find_next_siblings():
            if sibling.name not in ("p", "dd") or sibling.find("time"):
                break
            parts.append(sibling.get_text())
        return clean_text(" ".join(parts))
    said = (clean_text(byline.get_text()) or "") if byline else ""
    return clean_text(_without(after, said))


def _holds(tag: Tag, link: Tag) -> bool:
    return any(other is link for other in tag.find_all("a"))
