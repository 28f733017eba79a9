"""A capture of a feed → entries. RSS, RDF, Atom, JSON Feed, and the text of an RSS feed.

And what a feed says of itself, for who adds it to a list.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterator, Sequence

import msgspec

from generator.config.records import Config, Source
from generator.errors import SourceError
from generator.model.entries import CopyBody, DateClaim, Entry, Preview
from generator.model.record import Problem, Record
from generator.sources.capture_files import Contents, Received
from generator.sources.copies.entry import body_fields, make_body
from generator.sources.feed.conventions import apply_conventions
from generator.sources.feed.conventions.authors import is_stand_in
from generator.sources.feed.conventions.convention import Outcome, WholeFeed
from generator.sources.feed.item import Channel, Item, records_in, text_in, to_dict
from generator.sources.feed.repair import repair_feed
from generator.sources.feed.shape import (
    FeedShape,
    claim_date,
    heading_end,
    prose_of,
    recognise,
    residue_of,
)
from generator.text.excerpts import cut_at_word
from generator.text.html import clean_text, decode, text_of_html, text_of_sanitised
from generator.text.json import parse_json
from generator.text.names import is_full_name, join_names
from generator.text.titles import beyond_title, fold_text
from generator.text.urls import absolute_url

# In a list, the beginning of a text that has no title.
_OPENING_LENGTH = 80


def read_feed(data: bytes, received: Received, source: Source, config: Config) -> Contents:
    """Return the entries of a feed, in its order; titles still glued where the feed glues them.

    Raises:
        SourceError: there is no feed in the capture, or none with an entry.
    """
    channel = _read_channel(data, received.path, source, config.site.language)
    published = [item for item in channel.items if not item.left_out]
    items, recognised = _with_conventions(channel, published, source, config.site.language)
    shape = recognise(items, source)
    keepers = tuple(name for name in channel.authors if not _is_feed_itself(name, channel))
    bodies = [
        make_body(item.content.sanitised() if item.content and not shape.page else "")
        for item in items
    ]
    entries = tuple(
        msgspec.structs.replace(
            _entry(item, place, body, received=received, source=source, config=config, shape=shape),
            feed_authors=() if item.authors else item.feed_authors or keepers,
        )
        for place, (item, body) in enumerate(zip(items, bodies, strict=True))
    )
    missing = _missing_fields(items)
    lacks = (f"no entry has a {name}" for name in missing)
    problems = (*_left_out(channel.items), *_doubts(items, missing), *_duplicate_guids(items))
    return Contents(
        entries=entries,
        bodies=tuple(body for body in bodies if body),
        problems=channel.problems + problems,
        traits=(f"read as {channel.format}", *shape.traits, *recognised, *lacks),
        title=channel.title,
        home_page=channel.home_page,
        sound=channel.sound,
    )


def _read_channel(data: bytes, path: str, source: Source, language: str) -> Channel:
    start = data.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n")[:1024]
    if not start:
        raise SourceError(f"{path}: the file is empty")
    if start.startswith((b"{", b"[")):
        from generator.sources.feed.json import read_json

        return read_json(data, path, source.url, language)
    from generator.sources.feed.xml import read_xml  # late: feedparser is slow to import

    if start.startswith(b"<"):
        return read_xml(data, path, source.url, language)
    from generator.sources.feed.plain_text import restore_rss

    restored, problems = restore_rss(decode(data), path)
    channel = read_xml(restored, path, source.url, language)
    return Channel(
        format="the text of an RSS feed",
        title=channel.title,
        items=channel.items,
        authors=channel.authors,
        problems=problems + channel.problems,
        sound=channel.sound and not problems,
        home_page=channel.home_page,
    )


def _is_feed_itself(name: str, channel: Channel) -> bool:
    """Return whether an author of the feed is nobody: it is the feed's own title, or a stand-in.

    A feed may well be called by the name of whoever keeps it, but not an Octavo list.
    """
    is_title = fold_text(name) == fold_text(channel.title or "")
    is_person = is_full_name(name) and channel.generator != "Octavo"
    return is_stand_in(name) or (is_title and not is_person)


def _with_conventions(
    channel: Channel, items: Sequence[Item], source: Source, language: str
) -> Outcome:
    """Return the items as the conventions of their feed leave them, and what was found."""
    feed = WholeFeed(
        items=tuple(items),
        title=channel.title or "",
        link=channel.link,
        name=channel.name,
        generator=channel.generator,
        url=source.url or "",
        language=language,
    )
    return apply_conventions(feed, _chosen(items, source))


def _chosen(items: Sequence[Item], source: Source) -> str | tuple[str, ...]:
    """Return the conventions to look for: in a glued feed hardly any can be recognised."""
    if source.conventions == "auto" and recognise(items, source).glued:
        return ("wordpress",)
    return source.conventions


def _entry(
    item: Item,
    position: int,
    body: CopyBody | None,
    *,
    received: Received,
    source: Source,
    config: Config,
    shape: FeedShape,
) -> Entry:
    prose = prose_of(item, shape)
    has_summary = not (shape.residue or shape.page)
    return Entry(
        source=source.name,
        capture=received.path,
        where=item.where,
        position=position,
        first_seen=received.date,
        guid=item.guid,
        url=item.url,
        external_url=item.external_url,
        discussed_at=item.discussed_at,
        title=item.title,
        opening=None if item.title else _opening(item, body),
        glued=shape.glued and prose is None,
        authors=item.authors,
        published=_claim(item, shape, source, config.site.timezone),
        restated=_overruled(item, config.site.timezone),
        updated=item.updated.rfc3339 if item.updated else None,
        summary=_summary(item) if has_summary else None,
        tags=item.tags,
        attachments=item.attachments,
        preview=_preview(item, body, received, source),
        ends_at=heading_end(item, shape.page) if shape.glued else None,
        residue=residue_of(item) if shape.residue and not shape.page else None,
        prose=prose,
        raw=_otherwise_received(item),
        known_by=item.known_by,
        doi=item.doi,
        publication=item.publication,
        marks=item.marks,
        changed_by=item.changed_by,
    )


def _opening(item: Item, body: CopyBody | None) -> str | None:
    """Return the beginning of an item's text: up to 80 characters, cut at a word."""
    text = item.summary or (text_of_sanitised(body.html) if body else None)
    if text is None or len(text) <= _OPENING_LENGTH:
        return text
    return f"{cut_at_word(text, _OPENING_LENGTH).rstrip(' ,;:.–—-')} …"


def _summary(item: Item) -> str | None:
    """Return the summary if it says more than the title, or the opening that replaces a title."""
    text = item.summary
    if item.title is None:
        return text if text and len(text) > _OPENING_LENGTH else None
    return beyond_title(text, item.title)


def _claim(item: Item, shape: FeedShape, source: Source, timezone: str) -> DateClaim | None:
    """Return the date of publication, else of saving, else of change; None if none is stated."""
    saved = item.added or (item.timestamp if source.dates == "saved" else None)
    if saved and not (item.added and item.published):
        return claim_date(saved, timezone, kind="added")
    if item.timestamp is None:
        return None
    of_change = item.published is None
    return claim_date(
        item.timestamp,
        timezone,
        filling=shape.filling,
        is_day=shape.changes_days if of_change else shape.publishes_days,
        of_change=of_change,
    )


def _overruled(item: Item, timezone: str) -> DateClaim | None:
    return claim_date(item.overruled, timezone) if item.overruled else None


def _otherwise_received(item: Item) -> dict[str, str]:
    """Return the fields that were received in other words than they have now."""
    now = {
        "title": item.title,
        "url": item.url,
        "authors": join_names(item.authors),
        "tags": join_names(item.tags),
        "summary": _summary(item),
    }
    raw = {field: text for field, text in item.raw.items() if text != now.get(field)}
    if item.title and item.summary and now["summary"] is None:
        raw.setdefault("summary", item.summary)
    return raw


def _preview(
    item: Item, body: CopyBody | None, received: Received, source: Source
) -> Preview | None:
    """Return the full text that the feed carries, as a copy of the article."""
    if body is None:
        return None
    return Preview(
        source=source.name,
        capture=received.path,
        title=item.title,
        **body_fields(body),
    )


def _left_out(items: Sequence[Item]) -> Iterator[Problem]:
    """Yield the items that are no articles, without their titles: drafts are private."""
    for item in items:
        if item.left_out:
            message = f"left out: {item.left_out}"
            yield Problem(where=item.where, message=message, severity="info")


# What an entry should have: the field, its name, what follows for an entry that lacks it.
_NEEDS = (
    ("url", "link", "; only its {called} tells it from others"),
    ("title", "title", "{instead}"),
    ("timestamp", "date", ""),
)


def _doubts(items: Sequence[Item], missing: Sequence[str]) -> Iterator[Problem]:
    """Yield fields that single entries lack, and statements of them that could not be read."""
    for item in items:
        for doubt in item.doubts:
            yield Problem(where=item.where, message=doubt, severity="warning")
        has_text = bool(item.summary or item.content)
        if not (item.url or item.title or has_text):
            message = "left out: it has neither a link, a title nor a text"
            yield Problem(where=item.where, message=message, severity="error")
            continue
        words = {
            "called": "title" if item.title else "text",
            "instead": "; it is shown by how its text begins" if has_text else "",
        }
        for field, name, message in _NEEDS:
            is_reported = any(doubt.startswith(f"its {name} ") for doubt in item.doubts)
            if getattr(item, field) is None and not is_reported and name not in missing:
                message = f"it has no {name}{message.format_map(words)}"
                yield Problem(where=item.where, message=message, severity="info")


def _missing_fields(items: Sequence[Item]) -> tuple[str, ...]:
    """Return the names of fields that no entry has; they are reported once, not per entry."""
    return tuple(
        name for field, name, _ in _NEEDS if not any(getattr(item, field) for item in items)
    )


def _duplicate_guids(items: Sequence[Item]) -> Iterator[Problem]:
    """Yield entries that repeat a guid; all are kept, as they may be different articles."""
    named: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        if item.guid:
            named[item.guid].append(item)
    for guid, group in named.items():
        for item in group[1:]:
            message = f"it has the guid of {group[0].where.rpartition(', ')[2]} too (“{guid}”)"
            yield Problem(where=item.where, message=message, severity="warning")


# What a feed says of itself: its language, what it is about, where it is. RSS, Atom, JSON Feed.


class FeedHead(Record, kw_only=True):
    """The statements of a feed about itself; None for those it does not make."""

    #: Plain text.
    description: str | None = None
    #: As it is written: perhaps no language at all.
    language: str | None = None
    #: The page whose feed it is.
    page: str | None = None
    #: The feed's own address.
    url: str | None = None


def read_head(data: bytes) -> FeedHead:
    """Return the statements of a feed about itself; none of them for other data."""
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _of_json(data)
    import feedparser  # late

    parsed = feedparser.parse(
        io.BytesIO(repair_feed(data).data),
        response_headers={"content-type": "application/xml"},
        resolve_relative_uris=False,
        sanitize_html=False,
    )
    channel = to_dict(parsed.feed)
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
    texts = {name: text for name, text in feed.items() if isinstance(text, str)}
    return FeedHead(
        description=clean_text(texts.get("description", "")),
        language=_tag(texts.get("language", "")),
        page=absolute_url(texts.get("home_page_url")),
        url=absolute_url(texts.get("feed_url")),
    )


def _tag(language: str) -> str | None:
    return language.strip().replace("_", "-") or None
