"""Feeds that Octavo wrote: what they state beside what Atom and JSON Feed have words for."""

from __future__ import annotations

import msgspec

from generator.sources.feed.item import Item
from generator.text.dates import edtf_or_none
from generator.text.timestamps import Timestamp
from generator.text.urls import absolute_url


def read_octavo(item: Item) -> Item:
    """Return an entry of another list with its exact dates, at its original, its names whole."""
    published, added = _stated(item, "octavo_date"), _stated(item, "octavo_added")
    original = absolute_url(item.elements.get("via", "")) or item.external_url
    # Where nothing corrected it, the time of its update is that of its publication.
    is_changed = item.updated and (
        item.published is None or item.updated.instant != item.published.instant
    )
    return msgspec.structs.replace(
        item,
        # Atom wants a title in each: of a post without one it is how the text begins.
        title=None if "octavo_untitled" in item.elements else item.title,
        url=original or item.url,
        external_url=None,
        # Each is one author, whatever its name looks like.
        authors=tuple(dict.fromkeys(item.people)),
        people=(),
        published=published,
        updated=item.updated if is_changed else None,
        added=added,
    )


def _stated(item: Item, name: str) -> Timestamp | None:
    text = item.elements.get(name, "")
    date = edtf_or_none(text)
    return Timestamp(raw=text, date=date) if date else None
