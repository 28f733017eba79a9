"""A page → where its feed may be. HTML living standard, "Linking to a feed": rel=alternate."""

from __future__ import annotations

from urllib.parse import urljoin

from generator.text.urls import absolute_url

_TYPES = (
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/json",
)
# Where the common site makers put their feeds, most common first.
_USUAL_PLACES = ("feed.xml", "rss.xml", "atom.xml", "index.xml", "feed/", "feed.json")


def announced_feeds(page: bytes, url: str) -> tuple[str, ...]:
    """The feeds that the page's head announces, in its order; those of comments last."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(page, "lxml")
    base_tag = soup.find("base", href=True)
    base = absolute_url(str(base_tag["href"]), url) if base_tag else url
    found: list[tuple[bool, str]] = []
    for link in soup.select('link[rel~="alternate" i][href]'):
        feed = absolute_url(str(link["href"]), base)
        kind = str(link.get("type", "")).partition(";")[0].strip().lower()
        if feed and kind in _TYPES:
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
    """The language that a page says it is in; None if it does not say."""
    from bs4 import BeautifulSoup

    root = BeautifulSoup(page, "lxml").find("html", lang=True)
    return str(root["lang"]).strip() or None if root else None
