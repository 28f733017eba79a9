"""The articles → feeds: feed.xml (Atom, RFC 4287), feed.json (JSON Feed 1.1), added.xml.

Of everything that was published, of what was added, and of the groups that have a feed of their
own (Catalogue.fed). A date without a time of day is given as noon in UTC of its first day, which
is the same day from 12 hours west to 11 hours east of Greenwich; `octavo:date` has it as it is
known, and our own readers take that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

import msgspec

from generator.config.records import Source
from generator.model.articles import Article
from generator.model.entries import Attachment
from generator.model.pages import Page
from generator.model.record import Record
from generator.site.catalogue import Catalogue
from generator.site.news import correction_times, first_instant, urn
from generator.site.paths import (
    ADDED,
    ATOM,
    FEEDS,
    HOME,
    JSON_FEED,
    article_path,
    feed_path,
)
from generator.text.dates import first_day
from generator.text.json import formatted
from generator.text.timestamps import noon, time_zone

NEWEST = 50
NEWEST_OF_GROUP = 20
# What has a feed → how the interface calls all of its sort.
_AXES = {
    "kind": "kinds",
    "series": "series",
    "source": "sources",
    "tag": "tags",
    "author": "authors",
}


class FeedEntry(Record, kw_only=True):
    """One article as feeds show it."""

    article: Article
    #: The title of its kind.
    kind: str
    #: A URN, the same in every build.
    id: str
    #: None where nothing says when it was published.
    published: datetime | None
    #: The latest time at which it was published, changed or corrected.
    updated: datetime
    #: The date for programs that know years, months and days, but no ranges; else None.
    issued: str | None
    #: None where there is no address to give.
    link: str | None
    #: The source to name, where the list has several blogs.
    blog: Source | None

    @property
    def names_kind(self) -> bool:
        """True where the kind is to be among the tags: no tag says the same."""
        tags = {tag.casefold() for tag in self.article.tags}
        return tags.isdisjoint((self.kind.casefold(), self.article.kind.casefold()))


class Feed(Record, kw_only=True):
    """A feed of articles."""

    #: A URN, the same in every build.
    id: str
    title: str
    #: The path of the page that lists the same articles.
    page: str
    updated: datetime
    #: Newest first.
    entries: tuple[FeedEntry, ...]
    #: Whether it tells of what came to the list, and not of what was published.
    is_added: bool = False


def has_feed(catalogue: Catalogue) -> bool:
    """Return whether there is a feed: without one, nothing says how new the list is."""
    return catalogue.library.data_as_of is not None or any(
        article.date or article.updated for article in catalogue.articles
    )


def feed_pages(catalogue: Catalogue) -> Iterator[Page]:
    """Yield every feed of articles; none where nothing says how new the list is."""
    if not has_feed(catalogue):
        return
    yield feeds_page(catalogue)
    entries = feed_entries(catalogue)
    feed = make_feed(catalogue, entries)
    yield atom_page(ATOM, feed)
    yield json_feed_page(catalogue, feed)
    added = added_feed(catalogue)
    if added is not None:
        yield atom_page(ADDED, added)
    places = {entry.article.id: place for place, entry in enumerate(entries)}
    for path, group in catalogue.fed.items():
        found = sorted(places[one.id] for one in group.articles if one.id in places)
        newest = tuple(entries[place] for place in found[:NEWEST_OF_GROUP])
        feed = Feed(
            id=urn(f"octavo:{catalogue.site.id}:{group.key}"),
            title=f"{group.title} · {catalogue.site.title}",
            page=group.page,
            updated=max(entry.updated for entry in newest),
            entries=newest,
        )
        yield atom_page(feed_path(path), feed)


def feeds_page(catalogue: Catalogue) -> Page:
    """Return the page that says what a feed is, and which there are."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for path, group in catalogue.fed.items():
        axis = group.key.partition(":")[0]
        groups.setdefault(_AXES[axis], []).append((group.title, feed_path(path)))
    return Page(path=FEEDS, template="feeds.html", inputs={"groups": list(groups.items())})


def feed_entries(catalogue: Catalogue) -> list[FeedEntry]:
    """Return the articles that have a date, or else a time when a source updated them.

    The newest publication comes first.
    """
    corrected = correction_times(catalogue)
    entries = []
    for article in catalogue.articles:
        published = published_time(article)
        stated = _updated(article, catalogue)
        times = [time for time in (published, stated, corrected.get(article.id)) if time]
        if published or stated:
            entries.append(_entry(catalogue, article, published, max(times)))
    entries.sort(key=lambda entry: entry.published or entry.updated, reverse=True)
    return entries


def make_feed(catalogue: Catalogue, entries: Sequence[FeedEntry] | None = None) -> Feed:
    """Return the feed of the newest of all entries. No clock is asked how new it is."""
    newest = tuple(feed_entries(catalogue) if entries is None else entries)[:NEWEST]
    as_of, zone = catalogue.library.data_as_of, time_zone(catalogue.site.timezone)
    changed = correction_times(catalogue).values()
    times = [first_instant(as_of, zone)] if as_of else [newest[0].updated]
    return Feed(
        id=urn(f"octavo:{catalogue.site.id}"),
        title=catalogue.site.title,
        page=HOME,
        updated=max([*times, *changed]),
        entries=newest,
    )


def added_feed(catalogue: Catalogue) -> Feed | None:
    """Return the feed of what came to the list last; None where nothing says when anything did."""
    known = [(article.added, article) for article in catalogue.articles if article.added]
    known.sort(key=lambda one: first_day(one[0]), reverse=True)
    entries = []
    for added, article in known[:NEWEST]:
        time = noon(added)
        entry = _entry(catalogue, article, time, time)
        # Another entry than that of its publication: who reads both feeds is told of both.
        name = urn(f"octavo:{catalogue.site.id}:added:{article.id}")
        entries.append(msgspec.structs.replace(entry, id=name, issued=None))
    if not entries:
        return None
    return Feed(
        id=urn(f"octavo:{catalogue.site.id}:added"),
        title=catalogue.site.title,
        page=HOME,
        updated=entries[0].updated,
        entries=tuple(entries),
        is_added=True,
    )


def _entry(
    catalogue: Catalogue, article: Article, published: datetime | None, updated: datetime
) -> FeedEntry:
    site, date = catalogue.site, article.date
    return FeedEntry(
        article=article,
        kind=catalogue.kind(article).title,
        id=urn(f"octavo:{site.id}:{article.id}"),
        published=published,
        updated=updated,
        issued=date.edtf if date and not date.end else None,
        link=site.base_url + article_path(article) if site.base_url else article.url,
        blog=catalogue.blog(article),
    )


def published_time(article: Article) -> datetime | None:
    """Return when an article was published, as a time; None where it has no date."""
    date = article.date
    if date is None:
        return None
    if article.instant and date.day and not date.end:
        return datetime.fromisoformat(article.instant)
    return noon(date)


def _updated(article: Article, catalogue: Catalogue) -> datetime | None:
    if article.updated is None:
        return None
    stated = datetime.fromisoformat(article.updated)
    return stated if stated.tzinfo else stated.replace(tzinfo=time_zone(catalogue.site.timezone))


def atom_page(path: str, feed: Feed) -> Page:
    """Return a feed in Atom."""
    return Page(path=path, template="feed.xml", inputs={"feed": feed})


def json_feed_page(catalogue: Catalogue, feed: Feed) -> Page:
    """Return the JSON Feed. `_octavo` holds what the standard has no word for."""
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
    document["items"] = [_item(entry) for entry in feed.entries]
    return Page(path=JSON_FEED, inputs=document, body=lambda: formatted(document).decode() + "\n")


def _item(entry: FeedEntry) -> dict[str, object]:
    """Return one item. The standard wants a content in each: the summary, else the label."""
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
    if entry.published:
        item["date_published"] = entry.published.isoformat()
    item["date_modified"] = entry.updated.isoformat()
    if article.authors:
        item["authors"] = [{"name": name} for name in article.authors]
    item["tags"] = [*([entry.kind] if entry.names_kind else []), *article.tags]
    if files := [_file(one) for one in article.attachments if "/" in (one.type or "")]:
        item["attachments"] = files
    item["_octavo"] = {
        "date_edtf": article.date.edtf if article.date else None,
        "kind": article.kind,
        "tags": article.tags,
        "added": article.added.edtf if article.added else None,
    }
    return item


def _file(attachment: Attachment) -> dict[str, object]:
    """Return an attachment.

    The standard wants a media type, so one without is no part of the item.
    """
    stated = {"title": attachment.title, "size_in_bytes": attachment.bytes}
    known = {name: value for name, value in stated.items() if value is not None}
    return {"url": attachment.url, "mime_type": attachment.type, **known}
