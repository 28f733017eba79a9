"""What a feed says of itself: its language, what it is about, where it is. RSS, Atom, JSON Feed."""

from __future__ import annotations

import io

import feedparser

from generator.model import Record
from generator.sources.feed.found import plainly, records_in, text_in
from generator.sources.feed.repair import repair_feed
from generator.text.html import clean_text, decode, text_of_html
from generator.text.json import parse_json
from generator.text.urls import absolute_url


class FeedHead(Record, kw_only=True):
    """What stands above the entries of a feed; None where nothing does."""

    description: str | None = None
    #: As it is written: perhaps no language at all.
    language: str | None = None
    #: The page whose feed it is, and the feed's own address.
    page: str | None = None
    url: str | None = None


def read_head(data: bytes) -> FeedHead:
    """Return what a feed says of itself; of what is none, nothing."""
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _of_json(data)
    parsed = feedparser.parse(
        io.BytesIO(repair_feed(data).data),
        response_headers={"content-type": "application/xml"},
        resolve_relative_uris=False,
        sanitize_html=False,
    )
    channel = plainly(parsed.feed)
    links = [link for link in records_in(channel, "links") if link.get("rel") == "self"]
    own = (absolute_url(text_in(link, "href")) for link in links)
    return FeedHead(
        description=text_of_html(text_in(channel, "subtitle")),
        language=_tag(text_in(channel, "language")),
        page=absolute_url(text_in(channel, "link")),
        url=next((url for url in own if url), None),
    )


def _of_json(data: bytes) -> FeedHead:
    try:
        feed = parse_json(decode(data))
    except ValueError:
        return FeedHead()
    said = {name: text for name, text in feed.items() if isinstance(text, str)}
    return FeedHead(
        description=clean_text(said.get("description", "")),
        language=_tag(said.get("language", "")),
        page=absolute_url(said.get("home_page_url")),
        url=absolute_url(said.get("feed_url")),
    )


def _tag(language: str) -> str | None:
    return language.strip().replace("_", "-") or None
