"""Pages of links that browsers, Pocket and Instapaper export → articles.

The Netscape bookmark file format is written by Firefox, Chrome, Safari, Pinboard, Raindrop,
linkding and many others. It has no standard: items and remarks are never closed, a folder is a
heading and the `<DL>` after it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from generator.errors import SourceError
from generator.sources.lists.item import (
    Doubt,
    ListContents,
    ListItem,
    moment_of,
    place_of,
    split_tags,
)
from generator.text.html import clean_text, mend_references, unique_texts
from generator.text.html_tree import parse_page
from generator.text.urls import absolute_url

# The folders in which a browser keeps all others are marked, but for these.
_ROOTS = frozenset({"bookmarks", "bookmarks menu", "other bookmarks", "mobile bookmarks"})
_MARKS_OF_ROOTS = ("personal_toolbar_folder", "unfiled_bookmarks_folder")
# Of our own bookmarks.html the folders are years, and what stands below a link is no remark.
_OWN = '<META NAME="generator" CONTENT="Octavo">'
_HEAD = 2000
_KNOWN = frozenset({"href", "add_date", "tags", "private"})
# Of a link that is shown as an image, or that was never opened, say, nothing is missed.
_NEEDLESS = frozenset({"icon", "icon_uri", "last_visit", "last_modified", "last_charset"})


class _Bookmark(NamedTuple):
    """A link as it stands: the folders around it, outermost first, and the remark after it."""

    attributes: Mapping[str, str]
    text: str
    folders: tuple[str, ...]
    remark: list[str]


def read_bookmarks(text: str) -> ListContents:
    """Return the bookmarks, in their order.

    When one was made is not when its article was published: it has no date.

    Raises:
        SourceError: all of them are private.
    """
    from lxml import etree

    # No tree: the items, which no end tag closes, would stand thousands deep in each other.
    found = _BookmarkParser()
    parser: Any = etree.HTMLParser(target=found, encoding="utf-8")  # type: ignore[call-overload]
    etree.fromstring(mend_references(text).encode(errors="replace"), parser)
    is_own = _OWN in text[:_HEAD]
    public = [link for link in found.links if link.attributes.get("private") != "1"]
    private = len(found.links) - len(public)
    if private and not public:
        raise SourceError(
            f"all of its bookmarks are private ({private}), and none of them is published; "
            "in linkding, enable bookmark sharing in the settings, and share those that are for it"
        )
    items = list(_items(found.links, is_own=is_own))
    doubts = [doubt for doubt in items if isinstance(doubt, Doubt)]
    if private:
        message = f"private, and left out: {private}"
        doubts.append(Doubt(where="", message=message, severity="info"))
    seen = dict.fromkeys(name for link in public for name in link.attributes)
    return ListContents(
        items=tuple(item for item in items if isinstance(item, ListItem)),
        doubts=tuple(doubts),
        title=clean_text(found.title),
        not_kept=tuple(name for name in seen if name not in _KNOWN | _NEEDLESS),
    )


def _items(links: list[_Bookmark], *, is_own: bool) -> Iterator[ListItem | Doubt]:
    for number, link in enumerate(links, 1):
        if link.attributes.get("private") == "1":
            continue
        where = place_of(number)
        url, title = absolute_url(link.attributes.get("href")), clean_text(link.text)
        if url is None:
            message = f"left out: “{title or ''}” leads to no http or https address"
            yield Doubt(where=where, message=message, severity="info")
            continue
        remark = "".join(link.remark).strip() or None
        tags = link.attributes.get("tags", "").split(",")
        yield ListItem(
            where=where,
            title=title,
            url=url,
            tags=unique_texts(tags if is_own else [*tags, *link.folders]),
            summary=clean_text(remark) if remark and is_own else None,
            remark=None if is_own else remark,
            added=moment_of(link.attributes.get("add_date")),
            raw={"added": link.attributes.get("add_date", "")},
        )


class _BookmarkParser:
    """The target of lxml's parser for a file of bookmarks."""

    def __init__(self) -> None:
        self.links: list[_Bookmark] = []
        self.title = ""
        #: The folder of each `<DL>` that is open, "" for none that counts.
        self._folders: list[str] = []
        #: The heading that the next `<DL>` belongs to.
        self._heading = ""
        #: Whether a remark would be on a link, and not on a folder.
        self._follows_link = False
        self._open: tuple[str, dict[str, str]] = ("", {})
        self._text: list[str] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in ("a", "h3", "dd", "dt", "dl", "title", "h1"):
            self.close()
            self._open, self._text = (tag, dict(attributes)), []
        if tag == "dl":
            self._folders.append(self._heading)
            self._heading = ""
        elif tag == "br":
            self._text.append("\n")

    def data(self, text: str) -> None:
        self._text.append(text)

    def end(self, tag: str) -> None:
        if tag == self._open[0]:
            self.close()
        if tag == "dl":
            self.close()
            self._folders[-1:] = []

    def close(self) -> None:
        (tag, attributes), text = self._open, "".join(self._text)
        self._open, self._text = ("", {}), []
        if tag in ("a", "h3"):
            self._follows_link = tag == "a"
        if tag == "h3":
            is_root = any(mark in attributes for mark in _MARKS_OF_ROOTS)
            is_root = is_root or (len(self._folders) < 2 and text.strip().lower() in _ROOTS)
            self._heading = "" if is_root else text
        elif tag == "a":
            folders = tuple(folder for folder in self._folders if folder.strip())
            self.links.append(_Bookmark(attributes, text, folders, []))
        elif tag == "dd" and self._follows_link:
            self.links[-1].remark.append(text)
        elif tag == "title" and text.strip().lower() not in _ROOTS:
            self.title = text


# The pages that Pocket and Instapaper export: headings over lists of links → articles.

# What every export has, read or not; other headings are folders.
_ROOTS_OF_PAGES = frozenset({"unread", "read", "archive", "read archive", "home"})


def read_saved_pages(text: str) -> ListContents:
    """Return the links in their order, each with the folder that its heading names."""
    found = list(_links(text))
    return ListContents(
        items=tuple(one for one in found if isinstance(one, ListItem)),
        doubts=tuple(one for one in found if isinstance(one, Doubt)),
    )


def _links(text: str) -> Iterator[ListItem | Doubt]:
    root = parse_page(mend_references(text))
    folder, number = "", 0
    for element in root.iter("h1", "h2", "a") if root is not None else ():
        shown = clean_text(element.text_content())
        if element.tag != "a":
            folder = "" if (shown or "").lower() in _ROOTS_OF_PAGES else shown or ""
            continue
        number += 1
        where, url = place_of(number), absolute_url(element.get("href"))
        if url is None:
            message = f"left out: “{shown or ''}” leads to no http or https address"
            yield Doubt(where=where, message=message)
            continue
        tags = split_tags(f"{element.get('tags', '')},{folder}")
        yield ListItem(
            where=where,
            # Without a title both show the address in its place.
            title=shown if shown and absolute_url(shown) != url else None,
            url=url,
            tags=tags,
            added=moment_of(element.get("time_added")),
            raw={"added": element.get("time_added", "")},
        )
