"""The newest articles → feed.xml (Atom, RFC 4287) and feed.json (JSON Feed 1.1)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from generator.model import Article, Page, PartialDate, Record
from generator.site.catalogue import Catalogue
from generator.site.paths import ATOM, HOME, JSON_FEED, article_path
from generator.text.dates import first_day
from generator.text.json import formatted
from generator.text.zones import zone_of

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

NEWEST = 50


class FeedEntry(Record, kw_only=True):
    """One article as both feeds show it, with the title of its kind.

    `link` is None where there is no address to give.
    """

    article: Article
    kind: str
    id: str
    updated: datetime
    link: str | None


class Feed(Record, kw_only=True):
    """Both feeds' head and their entries, newest first."""

    id: str
    updated: datetime
    entries: tuple[FeedEntry, ...]


def make_feed(catalogue: Catalogue) -> Feed | None:
    """The 50 newest articles that have a date, or else a time when a source updated them.

    None where nothing says how new the list itself is; no clock is asked.
    """
    if not has_feed(catalogue):
        return None
    site, zone = catalogue.site, zone_of(catalogue.site.timezone)
    times = ((_updated(article, zone), article) for article in catalogue.articles)
    dated = [(updated, article) for updated, article in times if updated]
    dated.sort(key=lambda item: item[0], reverse=True)
    as_of = catalogue.library.data_as_of
    entries = [
        FeedEntry(
            article=article,
            kind=catalogue.kind(article).title,
            id=urn(f"octavo:{site.id}:{article.id}"),
            updated=updated,
            link=site.base_url + article_path(article) if site.base_url else article.url,
        )
        for updated, article in dated[:NEWEST]
    ]
    return Feed(
        id=urn(f"octavo:{site.id}"),
        updated=first_instant(as_of, zone) if as_of else entries[0].updated,
        entries=tuple(entries),
    )


def has_feed(catalogue: Catalogue) -> bool:
    """Whether there is a feed: without one, nothing says how new the list is."""
    return catalogue.library.data_as_of is not None or any(
        article.date or article.updated for article in catalogue.articles
    )


def atom_page(feed: Feed) -> Page:
    """The Atom feed."""
    return Page(path=ATOM, template="feed.xml", inputs={"feed": feed})


def json_feed_page(catalogue: Catalogue, feed: Feed) -> Page:
    """The JSON Feed. `_octavo` holds what the standard has no word for."""
    site = catalogue.site
    document: dict[str, object] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": site.title,
        "language": site.language,
    }
    if site.description:
        document["description"] = site.description
    if site.base_url:
        document["home_page_url"] = site.base_url + HOME
        document["feed_url"] = site.base_url + JSON_FEED
    document["items"] = [_item(catalogue, entry) for entry in feed.entries]
    return Page(path=JSON_FEED, inputs=document, body=lambda: formatted(document).decode() + "\n")


def _item(catalogue: Catalogue, entry: FeedEntry) -> dict[str, object]:
    """One item. The standard wants a content in each: the summary, else the label."""
    article = entry.article
    item: dict[str, object] = {"id": entry.id, "title": article.label}
    if entry.link:
        item["url"] = entry.link
    if article.url and article.url != entry.link:
        item["external_url"] = article.url
    item["content_text"] = article.summary or article.label
    if article.summary:
        item["summary"] = article.summary
    if article.date:
        item["date_published"] = entry.updated.isoformat()
    item["date_modified"] = entry.updated.isoformat()
    if article.authors:
        item["authors"] = [{"name": name} for name in article.authors]
    item["tags"] = [catalogue.kind(article).title, *article.tags]
    item["_octavo"] = {"date_edtf": article.date.edtf if article.date else None}
    return item


def _updated(article: Article, zone: ZoneInfo) -> datetime | None:
    if article.date is not None:
        return first_instant(article.date, zone)
    if article.updated is None:
        return None
    stated = datetime.fromisoformat(article.updated)
    return stated if stated.tzinfo else stated.replace(tzinfo=zone)


def first_instant(date: PartialDate, zone: ZoneInfo) -> datetime:
    """The first moment that the date can be, in a time zone."""
    year, month, day = first_day(date)
    return datetime(year, month, day, tzinfo=zone)


def urn(name: str) -> str:
    """A name that stays the same for good and is nobody else's."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, name)}"
