"""A list written by hand, an address a line or links in a Markdown list → articles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from generator.model.record import PartialDate
from generator.sources.lists.item import Doubt, ListContents, ListItem, place_of
from generator.text.dates import date_at_edge, parse_heading, parse_written
from generator.text.html import LONGEST_MARKUP, clean_text, unique_texts
from generator.text.html_tree import parse_page
from generator.text.markdown import html_of_markdown
from generator.text.urls import absolute_url

_URL = re.compile(r"(?:[-*+]\s+)?(https?://\S+)", re.IGNORECASE)
# An item of a list with a link in it, of any of the forms that Markdown has.
_LINK_IN_LIST = re.compile(
    r"^[ \t]*+(?:[-*+]|\d{1,9}[.)])[ \t][^\n]*?(?:\]\(|\]\[|<https?://)",
    re.MULTILINE | re.IGNORECASE,
)
# How our own list.md ends: there, what is slanted is an author, and the rest a summary.
_OWN = "<!-- Octavo: list.md -->"
# What begins an item or a heading that stands in no other.
_STARTS = ("- ", "* ", "+ ", "#")
_TASK = re.compile(r"\A\[[ xX]\](?=\s)")
_BETWEEN = " \t\n\u2013\u2014:,;.()-|·"
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def is_url_list(text: str) -> bool:
    """Return whether most lines are an address; `#` begins a comment."""
    lines = [line for line in map(str.strip, text.splitlines()) if line and line[0] != "#"]
    urls = sum(_URL.match(line) is not None for line in lines)
    return 0 < len(lines) < 2 * urls


def read_url_list(text: str) -> ListContents:
    """Return the addresses in their order; what stands after one on its line is the title."""
    items, doubts = [], []
    numbered = enumerate(map(str.strip, text.splitlines()), 1)
    listed = [(at, line) for at, line in numbered if line and not line.startswith("#")]
    for number, (at, line) in enumerate(listed, 1):
        where, found = place_of(number, at), _URL.match(line)
        url = absolute_url(found[1]) if found else None
        if found and url:
            title = clean_text(line[found.end() :].strip(_BETWEEN))
            items.append(ListItem(where=where, title=title, url=url))
        else:
            message = f"left out: “{line[:60]}” is no http or https address"
            doubts.append(Doubt(where=where, message=message))
    return ListContents(items=tuple(items), doubts=tuple(doubts))


def is_markdown_list(text: str) -> bool:
    """Return whether a text is Markdown, and holds at least as many links in lists as paragraphs.

    An article may hold a list of links too.
    """
    if not _LINK_IN_LIST.search(text):
        return False
    if text.rstrip().endswith(_OWN):
        return True
    links = others = 0
    for root in _parsed(text):
        links += sum(_parts(item)[1] is not None for item in root.iter("li"))
        beside: Any = root.xpath("count(//*[self::p or self::pre][not(ancestor::li)])")
        others += int(beside)
    return links > 0 and links >= others


def _parsed(text: str) -> Iterator[Any]:
    """Yield the text as one tree; a long text as several, each cut off before an item or a heading.

    So no piece is longer than what is parsed as Markdown at all.
    """
    pieces, size = [""], 0
    for line in text.splitlines(keepends=True) if len(text) > LONGEST_MARKUP else [text]:
        if line.startswith(_STARTS) and size + len(line) > LONGEST_MARKUP // 2:
            pieces.append("")
            size = 0
        pieces[-1] += line
        size += len(line)
    trees = (parse_page(html_of_markdown(piece)) for piece in pieces)
    return (tree for tree in trees if tree is not None)


def read_markdown_list(text: str, language: str) -> ListContents:
    """Return the items of its lists that hold a link, each with the headings above it.

    A heading that is a date is the date of what stands under it, any other a tag; the first, if it
    is the only one of its level, is the title of the list.
    """
    elements = [one for root in _parsed(text) for one in root.iter("li", *_HEADINGS)]
    tops = [one for one in elements if one.tag == "h1"]
    title = tops[0] if len(tops) == 1 and elements[0] is tops[0] else None
    listed = [one for one in elements if one is not title]
    is_own = text.rstrip().endswith(_OWN)
    found = list(_items(listed, language, is_own=is_own))
    return ListContents(
        items=tuple(one for one in found if isinstance(one, ListItem)),
        doubts=tuple(one for one in found if isinstance(one, Doubt)),
        title=clean_text(title.text_content()) if title is not None else None,
    )


def _items(elements: list[Any], language: str, *, is_own: bool) -> Iterator[ListItem | Doubt]:
    above: dict[str, str] = {}
    number = 0
    for element in elements:
        if element.tag in _HEADINGS:
            above = {level: text for level, text in above.items() if level < element.tag}
            above[element.tag] = clean_text(element.text_content()) or ""
            continue
        before, link, after = _parts(element)
        if link is None and element.find(".//li") is not None:
            continue  # what its own list is about
        number += 1
        where = place_of(number)
        if link is not None and is_own:
            yield _own_item(element, link, where, list(above.values()), language)
        elif link is not None:
            around = (_TASK.sub("", before.lstrip()), after)
            yield _item(link, around, where, list(above.values()), language)
        else:
            shown = clean_text(element.text_content()) or ""
            yield Doubt(where=where, message=f"left out: “{shown[:60]}” has no link")


def _parts(item: Any) -> tuple[str, Any, str]:
    """Return the text before the first link of an item, the link or None, the text after it.

    What stands in a list inside the item is an item of its own.
    """
    from lxml import etree

    link: Any = None
    texts: tuple[list[str], list[str]] = ([], [])
    walker = etree.iterwalk(item, events=("start", "end"))
    for event, element in walker:
        if event == "end":
            texts[link is not None].append(element.tail or "" if element is not item else "")
        elif element.tag in ("ul", "ol"):
            walker.skip_subtree()
        elif link is None and element.tag == "a" and absolute_url(element.get("href")):
            link = element
            walker.skip_subtree()
        else:
            texts[link is not None].append(element.text or "")
    return "".join(texts[0]), link, "".join(texts[1])


def _item(
    link: Any, around: tuple[str, str], where: str, above: list[str], language: str
) -> ListItem:
    date: PartialDate | None = None
    raw, tags = "", []
    for text in above:
        if found := _date(text, language, date.year if date else None):
            date, raw = found, text
        else:
            tags.append(text)
    words = []
    for text in (around[0].strip(_BETWEEN), around[1].strip()):
        plain = text.strip(_BETWEEN)
        if found := _date(plain, language, date.year if date else None):
            date, raw = found, plain
        elif edge := date_at_edge(plain, language):
            date, raw, rest = edge
            words.append(rest)
        elif plain:
            words.append(text.lstrip(_BETWEEN))
    title, url = clean_text(link.text_content()), absolute_url(link.get("href"))
    return ListItem(
        where=where,
        title=title if absolute_url(title) != url else None,
        url=url,
        date=date.edtf if date else None,
        tags=tuple(dict.fromkeys(tags)),
        remark=" ".join(words) or None,
        raw={"date": raw} if raw else {},
    )


def _own_item(item: Any, link: Any, where: str, above: list[str], language: str) -> ListItem:
    """Return an item of list.md: the link, the authors, the summary, with ", " between them."""
    dates = [date for text in above if (date := _date(text, language, None))]
    authors = item.findall(".//em")
    last = authors[-1] if authors else link
    return ListItem(
        where=where,
        title=clean_text(link.text_content()),
        url=absolute_url(link.get("href")),
        authors=unique_texts(author.text_content() for author in authors),
        date=dates[-1].edtf if dates else None,
        summary=clean_text((last.tail or "").removeprefix(", ")),
    )


def _date(text: str, language: str, year: int | None) -> PartialDate | None:
    """Return the date that a text is as a whole; a month may stand below its year."""
    bare = text.strip("()[] ")
    return parse_heading(bare, language) or parse_written(bare, language, year)
