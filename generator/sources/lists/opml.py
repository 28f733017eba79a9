"""OPML 2.0 → the feeds that a reader of feeds subscribes to. It lists no articles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.errors import SourceError
from generator.model.record import Record
from generator.text.html import clean_text, mend_xml_references
from generator.text.urls import absolute_url, canonical_url


class ListedFeed(Record, kw_only=True):
    """A feed of an OPML file."""

    #: Absolute.
    url: str
    #: None where the file gives none.
    title: str | None = None
    #: The title of the innermost folder that holds it; None where none does.
    folder: str | None = None


class Subscriptions(Record, kw_only=True):
    """The feeds that an OPML file lists."""

    #: Its own title, where it has one.
    title: str | None
    #: In the order of the file, each address once.
    feeds: tuple[ListedFeed, ...]


def is_opml(data: bytes) -> bool:
    """Return whether a file is OPML, whatever its name says."""
    return b"<opml" in data[:2000].lower()


def read_opml(data: bytes, name: str) -> Subscriptions:
    """Return the feeds in their order; one that stands in two folders is listed once, in the first.

    Raises:
        SourceError: it lists no feed.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root: Any = etree.fromstring(mend_xml_references(data), parser)
    body = root.find("body") if root is not None else None
    feeds: dict[str, ListedFeed] = {}
    for feed in _outlines(body, None):
        feeds.setdefault(canonical_url(feed.url), feed)
    if root is None or not feeds:
        raise SourceError(f"{name}: lists no feed (no outline with an xmlUrl)")
    title = clean_text(root.findtext("head/title") or "")
    return Subscriptions(title=title, feeds=tuple(feeds.values()))


def _outlines(parent: Any, folder: str | None) -> Iterator[ListedFeed]:
    for outline in parent.findall("outline") if parent is not None else ():
        stated = {name.lower(): value for name, value in outline.attrib.items()}
        if stated.get("iscomment", "").lower() == "true":
            continue  # it, and what it holds, is switched off
        title = clean_text(stated.get("title") or stated.get("text") or "")
        url = absolute_url(_without_feed_scheme(stated.get("xmlurl", "")))
        if url:
            yield ListedFeed(url=url, title=title, folder=folder)
        yield from _outlines(outline, title or folder)


def _without_feed_scheme(url: str) -> str:
    """Return `feed://a.example/` as http, and of `feed:https://a.example/` what follows."""
    url = url.strip()
    if url.lower().startswith("feed://"):
        return f"http://{url[7:]}"
    return url[5:] if url.lower().startswith("feed:http") else url
