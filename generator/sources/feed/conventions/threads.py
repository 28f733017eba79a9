"""Places that discuss what stands elsewhere: what is linked is the article, the thread beside it.

Who submitted a link has not written what is behind it. A text of somebody's own stays where it is,
in its thread, with its writer.
"""

from __future__ import annotations

import re

import msgspec

from generator.sources.feed.conventions.lines import links_in, without_lines
from generator.sources.feed.conventions.texts import texts_of, with_text
from generator.sources.feed.conventions.whole import with_content, with_summary, with_value
from generator.sources.feed.item import Item
from generator.text.addresses import address_base
from generator.text.html import text_of_html
from generator.text.urls import absolute_url, url_host

# What Reddit puts around a text of somebody's own, and after it.
_BEFORE, _AFTER, _SUBMITTED = "<!-- SC_OFF -->", "<!-- SC_ON -->", "submitted by"
_IMAGE = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)
_REDDIT = ("reddit.com", "redd.it")
# What hnrss, Hacker News and Lobsters say of a link instead of a summary.
_COUNTS = re.compile(
    r"(?:Article URL|Comments URL|Points|# ?Comments|Score|Author|Site)\s*:.*|Comments"
)
_COMMENTS = re.compile(r"Comments URL:\s*(?P<url>\S+)")
_ARTICLE = re.compile(r"Article URL:\s*(?P<url>\S+)")


def read_reddit(item: Item) -> Item:
    """Return the item at the address that it links, or as the text that somebody wrote."""
    field = "content" if item.content else "summary"
    html = item.content.html if item.content else item.markup.html if item.markup else ""
    links = {text.strip().casefold(): target for target, text in links_in(html)}
    thread = absolute_url(links.get("[comments]")) or item.url
    target = absolute_url(links.get("[link]")) or item.url
    _start, is_own, text = html.partition(_BEFORE)
    text = text.partition(_AFTER)[0] if is_own else html.partition(_SUBMITTED)[0]
    if not is_own and not text_of_html(_IMAGE.sub("", text)):
        text = ""
    item = with_content(item, text) if field == "content" else with_summary(item, text)
    if not thread or not target or _is_own(target, thread):
        return item
    return _linked(item, target, thread)


def _is_own(target: str, thread: str) -> bool:
    """Return whether what is linked is the thread itself, or a gallery that is shown in it."""
    if address_base(target) == address_base(thread):
        return True
    return url_host(target).endswith(_REDDIT) and "/comments/" not in target


def read_submission(item: Item) -> Item:
    """Return the item of Hacker News, hnrss or Lobsters, without what they count of it."""
    thread = absolute_url(item.elements.get("comments"))
    target = item.url
    for text in texts_of([item]):
        counting = [line for line in text.lines if _COUNTS.fullmatch(line.text)]
        for line in counting:
            if stated := _ARTICLE.fullmatch(line.text):
                target = absolute_url(stated["url"]) or target
            elif stated := _COMMENTS.fullmatch(line.text):
                thread = thread or absolute_url(stated["url"])
        if counting:
            item = with_text(item, text.field, without_lines(text.html, counting))
    if not thread or not target or address_base(target) == address_base(thread):
        return item
    if _is_thread(target, thread):  # one at another address of its own
        return item
    if item.external_url and address_base(item.external_url) == address_base(thread):
        item = msgspec.structs.replace(item, external_url=None)
    return _linked(item, target, thread)


def _is_thread(target: str, thread: str) -> bool:
    """Whether two addresses are of one host and one begins like the other: `/s/a`, `/s/a/pots`."""
    one, other = sorted((address_base(target), address_base(thread)), key=len)
    return other.startswith(f"{one}/")


def _linked(item: Item, target: str, thread: str) -> Item:
    """Return the item at what it links, with the thread beside it and nobody for its author."""
    if item.authors:
        item = with_value(item, "authors", ())
    if target != item.url:
        item = with_value(item, "url", target, "what the entry links to")
    return msgspec.structs.replace(item, discussed_at=thread)
