"""The newest articles → feed.xml (Atom, RFC 4287) and feed.json (JSON Feed 1.1)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from generator.model import Article, Change, Page, PartialDate, Record
from generator.site.catalogue import Catalogue
from generator.site.paths import ATOM, CHANGES, HOME, JSON_FEED, article_path
from generator.text.dates import first_day, parse_edtf
from generator.text.json import formatted
from generator.text.timestamps import time_zone

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

NEWEST = 50
NEWEST_CHANGES = 100


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
    site, zone = catalogue.site, time_zone(catalogue.site.timezone)
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
    item: dict[str, object] = {"id": entry.id}
    if article.title or not article.opening:  # a post without a title needs none here
        item["title"] = article.label
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


class ChangeEntry(Record, kw_only=True):
    """One change as the feed shows it. `link` is None where there is no address to give.

    `value` and `was` are those of the change, dates as dates.
    """

    change: Change
    id: str
    updated: datetime
    link: str | None
    value: object
    was: object


def changes_page(catalogue: Catalogue) -> Page | None:
    """The feed of the newest changes; None where nothing says how new the list itself is."""
    library, site = catalogue.library, catalogue.site
    if library.data_as_of is None:
        return None
    slugs = {article.id: article_path(article) for article in catalogue.articles}
    entries = []
    for change in library.changes[:NEWEST_CHANGES]:
        path = slugs.get(change.article)
        what = (change.capture, change.article, change.kind, change.field, change.source)
        entries.append(
            ChangeEntry(
                change=change,
                id=urn(f"octavo:{site.id}:change:{':'.join(part or '' for part in what)}"),
                updated=_instant(change, catalogue),
                link=site.base_url + path if site.base_url and path else change.url,
                value=_shown(change, change.value),
                was=_shown(change, change.was),
            )
        )
    updated = max((entry.updated for entry in entries), default=None)
    inputs = {
        "feed_id": urn(f"octavo:{site.id}:changes"),
        "updated": updated or first_instant(library.data_as_of, time_zone(site.timezone)),
        "entries": entries,
        "source_titles": {source.name: source.title for source in library.config.sources},
    }
    return Page(path=CHANGES, template="changes.xml", inputs=inputs)


def _instant(change: Change, catalogue: Catalogue) -> datetime:
    if change.time and change.date.month and change.date.day:
        clock = datetime.strptime(change.time, "%H%M%S").time()
        date = datetime(change.date.year, change.date.month, change.date.day)
        return datetime.combine(date, clock, tzinfo=UTC)
    return first_instant(change.date, time_zone(catalogue.site.timezone))


def _shown(change: Change, text: str | None) -> object:
    return parse_edtf(text) if text and change.field == "date" else text
