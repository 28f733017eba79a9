"""Full texts that are none: a few hundred characters, or a beginning that is cut off."""

from __future__ import annotations

import re

from generator.sources.feed.conventions.texts import is_cut, is_plain
from generator.sources.feed.conventions.whole import (
    LEAST,
    Feed,
    Outcome,
    with_content,
    with_summary,
)
from generator.sources.feed.item import Item
from generator.text.html import text_of_html
from generator.text.urls import absolute_url, url_host

# A few hundred characters.
_SHORT = 800
_IMAGE = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)
_LINK = re.compile(r"<a\b[^<>]*?\bhref\s*=\s*[\"']([^\"']*)[\"']", re.IGNORECASE)


def take_for_summaries(feed: Feed) -> Outcome:
    """Take content for the summary where no entry has one, and all content is short or cut off."""
    texts = {
        place: text_of_html(item.content.html) or ""
        for place, item in enumerate(feed.items)
        if item.content and not item.summary
    }
    # A text without a title is the article itself.
    is_all = all(item.title and not (item.content and item.summary) for item in feed.items)
    if len(texts) < LEAST or not is_all:
        return Outcome(feed.items)
    cut = all(map(is_cut, texts.values()))
    short = all(len(text) <= _SHORT for text in texts.values())
    if not (cut or short) or not all(_is_plain(feed, place) for place in texts):
        return Outcome(feed.items)
    items = list(feed.items)
    for place in texts:
        content = items[place].content
        html = _IMAGE.sub("", content.html) if content else ""
        items[place] = with_content(with_summary(items[place], html), "")
    how = "is cut off" if cut else "is a few hundred characters long"
    return Outcome(items, (f"what stands for the full text {how}: it is read as the summary",))


def read_excerpt(item: Item) -> Item:
    """Return the item with its content as its summary, where it has no other."""
    if item.summary or not item.content:
        return item
    return with_content(with_summary(item, item.content.html), "")


def _is_plain(feed: Feed, place: int) -> bool:
    """Whether plain text says all that a content says: no image in it, no link to elsewhere."""
    item = feed.items[place]
    html = item.content.html if item.content else ""
    if any((file.type or "").startswith("image") for file in item.attachments):
        html = _IMAGE.sub("", html)  # it is shown as what comes with the entry
    home = {*feed.hosts, url_host(item.url or "")}
    urls = (absolute_url(target) for target in _LINK.findall(html))
    return is_plain(html) and all(url_host(url) in home for url in urls if url)
