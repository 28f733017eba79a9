"""A feed in Atom of an Octavo list → the articles that it holds, as that list shows them."""

from __future__ import annotations

import re
from typing import Any

from generator.errors import SourceError
from generator.sources.lists.item import (
    Doubt,
    ListContents,
    ListItem,
    place_of,
    unique_texts,
    without_empty,
)
from generator.text.html import clean_text
from generator.text.urls import absolute_url

_HEAD = 4000
_OURS = re.compile(r"<generator>Octavo</generator>")
_ATOM = "{http://www.w3.org/2005/Atom}"
_OCTAVO = "{urn:uuid:83757889-9689-5d14-a1b8-d1db6962bf4e}"


def is_octavo_feed(text: str) -> bool:
    """Return whether a text is a feed that Octavo wrote of articles."""
    return "<feed" in text[:_HEAD] and _OURS.search(text[:_HEAD]) is not None


def read_octavo_feed(text: str) -> ListContents:
    """Return the articles of another list's feed, the newest of them only.

    Raises:
        SourceError: it is no XML.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root: Any = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise SourceError(f"is a feed of Octavo that is damaged: {error}") from error
    # With an address of the list's own, an entry leads there, and names the original beside.
    is_here = bool(_links(root, "self"))
    doubts: list[Doubt] = []
    items = [
        _item(entry, place_of(number), is_here=is_here)
        for number, entry in enumerate(root.iter(f"{_ATOM}entry"), 1)
    ]
    return ListContents(
        items=without_empty(items, doubts),
        doubts=tuple(doubts),
        title=_text(root, f"{_ATOM}title"),
        extent="newest",
    )


def _item(entry: Any, where: str, *, is_here: bool) -> ListItem:
    links = _links(entry, "via") or ([] if is_here else _links(entry, "alternate"))
    url = absolute_url(links[0]) if links else None
    is_untitled = entry.find(f"{_OCTAVO}untitled") is not None
    return ListItem(
        where=where,
        key=_text(entry, f"{_ATOM}id"),
        title=None if is_untitled else _text(entry, f"{_ATOM}title"),
        url=url,
        authors=unique_texts(name.text for name in entry.iterfind(f"{_ATOM}author/{_ATOM}name")),
        date=_text(entry, f"{_OCTAVO}date"),
        summary=_text(entry, f"{_ATOM}summary"),
        # The kind has a scheme, and is no tag.
        tags=unique_texts(
            tag.get("term") for tag in entry.iterfind(f"{_ATOM}category") if not tag.get("scheme")
        ),
        added=_text(entry, f"{_OCTAVO}added"),
    )


def _links(element: Any, rel: str) -> list[str]:
    links = element.iterfind(f"{_ATOM}link")
    return [link.get("href", "") for link in links if link.get("rel") == rel]


def _text(element: Any, name: str) -> str | None:
    return clean_text(element.findtext(name) or "")
