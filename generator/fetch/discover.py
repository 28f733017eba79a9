"""A page → where its feed may be. HTML living standard, "Linking to a feed": rel=alternate."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

from generator.text.html import decode, mend_references
from generator.text.html_tree import parse_page
from generator.text.urls import absolute_url

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_TYPES = (
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/json",
)
# Where the common site makers put their feeds, most common first.
_USUAL_PLACES = ("feed.xml", "rss.xml", "atom.xml", "index.xml", "feed/", "feed.json")


def announced_feeds(page: bytes, url: str) -> tuple[str, ...]:
    """Return the feeds that the page's head announces, in its order; those of comments last."""
    root = _parse(page)
    if root is None:
        return ()
    bases = root.xpath("//base/@href")
    base = absolute_url(str(bases[0]), url) if bases else url
    found: list[tuple[bool, str]] = []
    for link in root.iter("link"):
        feed = absolute_url(link.get("href"), base or url)
        kind = link.get("type", "").partition(";")[0].strip().lower()
        if feed and "alternate" in link.get("rel", "").lower().split() and kind in _TYPES:
            is_of_comments = "comment" in f"{link.get('title', '')} {feed}".lower()
            found.append((is_of_comments, feed))
    ordered = sorted(found, key=lambda pair: pair[0])
    return tuple(dict.fromkeys(feed for _, feed in ordered))


def usual_places(url: str) -> tuple[str, ...]:
    """Where a feed often is that no page announces: beside the page, and at the host's root."""
    places = [urljoin(url, place) for place in _USUAL_PLACES]
    places += [urljoin(url, f"/{place}") for place in _USUAL_PLACES]
    return tuple(dict.fromkeys(places))


def language_of(page: bytes) -> str | None:
    """Return the language that a page says it is in; None if it does not say.

    Many write `de_DE`.
    """
    root = _parse(page)
    return root.get("lang", "").strip().replace("_", "-") or None if root is not None else None


def _parse(page: bytes) -> HtmlElement | None:
    """Return the root of the page.

    None of what is empty, no markup at all, or more than any page is.
    """
    try:
        return parse_page(mend_references(decode(page)))
    except ValueError:
        return None
