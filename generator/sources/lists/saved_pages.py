"""The pages that Pocket and Instapaper export: headings over lists of links → articles."""

from __future__ import annotations

from collections.abc import Iterator

from generator.sources.lists.item import (
    Doubt,
    ListContents,
    ListItem,
    moment_of,
    place_of,
    split_tags,
)
from generator.text.html import clean_text
from generator.text.html_tree import parse_page
from generator.text.references import mend_references
from generator.text.urls import absolute_url

# What every export has, read or not; other headings are folders.
_ROOTS = frozenset({"unread", "read", "archive", "read archive", "home"})
_KNOWN = frozenset({"href", "time_added", "tags"})


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
            folder = "" if (shown or "").lower() in _ROOTS else shown or ""
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
