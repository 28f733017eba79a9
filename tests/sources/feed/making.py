"""Feeds of items, as conventions see them."""

from __future__ import annotations

from collections.abc import Iterable

from generator.sources.feed.conventions.convention import WholeFeed
from generator.sources.feed.item import HtmlFragment, Item
from generator.text.html import text_of_html


def item_of(html: str = "", **stated: object) -> Item:
    """An item with a description in HTML."""
    read = {
        "where": "x",
        "summary": text_of_html(html),
        "markup": HtmlFragment(html=html, base=None) if html else None,
    }
    return Item(**read | stated)  # type: ignore[arg-type]


def feed_of(items: Iterable[Item], **stated: object) -> WholeFeed:
    """A feed, its items numbered."""
    numbered = (
        Item(**{name: getattr(item, name) for name in Item.__struct_fields__} | {"where": f"x{n}"})
        for n, item in enumerate(items)
    )
    return WholeFeed(items=tuple(numbered), **stated)  # type: ignore[arg-type]
