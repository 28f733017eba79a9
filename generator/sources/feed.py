"""RSS, RDF and Atom bytes, or the text of an RSS feed → entries. RSS 2.0, RFC 4287.

What a feed means is recognised from all its entries together, never guessed from one:
glued titles, descriptions that are residue, dates that are placeholders.
"""

from __future__ import annotations

import io
from typing import Any

import feedparser

from generator.config import Config, Source
from generator.errors import SourceError
from generator.model import DateClaim, Entry, Problem, Record
from generator.sources.captures import Contents, Received
from generator.sources.feed_dates import Moment, claim_date, has_placeholders, read_moment
from generator.sources.feed_text import restore_rss
from generator.text.markup import clean_text, decode, fold_space, text_of_html
from generator.text.titles import fold_text, unglue
from generator.text.urls import absolute_url

# A shorter list shows no pattern, only coincidence.
_LEAST_FOR_GLUE = 5


class _Item(Record, kw_only=True):
    """One item of a feed as feedparser gives it, cleaned. `raw_title` is with its markup."""

    title: str | None
    raw_title: str | None
    url: str | None
    guid: str | None
    authors: tuple[str, ...]
    summary: str | None
    tags: tuple[str, ...]
    published: Moment | None
    updated: Moment | None


class _Habits(Record, kw_only=True):
    """What holds for a feed as a whole."""

    glued: bool
    placeholders: bool
    timezone: str


def read_feed(received: Received, source: Source, config: Config) -> Contents:
    """The entries of a feed, in its order; titles still glued where the feed glues them.

    Raises:
        SourceError: there is no feed in the capture, or none with an entry.
    """
    data, problems = _as_xml(received)
    parsed = feedparser.parse(io.BytesIO(data), sanitize_html=False)
    if not parsed.entries:
        raise SourceError(f"{received.path}: no entries; is this a feed?{_complaint(parsed)}")
    items = tuple(_item(entry, source) for entry in parsed.entries)
    habits = _Habits(
        glued=_is_glued(items),
        placeholders=has_placeholders([item.published for item in items]),
        timezone=config.site.timezone,
    )
    entries = tuple(
        _entry(item, number, received, habits, source.name) for number, item in enumerate(items)
    )
    broken = _is_broken(parsed)
    if broken:
        message = f"the feed is damaged or cut off{_complaint(parsed)}; what could be read is kept"
        problems += (Problem(where=received.path, message=message, severity="warning"),)
    return Contents(
        entries=entries,
        problems=problems + _unusable(entries),
        traits=_traits(habits),
        title=clean_text(text_of_html(parsed.feed.get("title", "")) or ""),
        sound=not broken,
    )


def _as_xml(received: Received) -> tuple[bytes, tuple[Problem, ...]]:
    data = received.read()
    start = data[:1024].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n")
    if start.startswith(b"<"):
        return data, ()
    return restore_rss(decode(data), received.path)


def _is_broken(parsed: Any) -> bool:
    """Whether feedparser met damage, and not just a wrong label on good bytes."""
    harmless = (feedparser.CharacterEncodingOverride, feedparser.NonXMLContentType)
    return bool(parsed.bozo) and not isinstance(parsed.get("bozo_exception"), harmless)


def _complaint(parsed: Any) -> str:
    error = parsed.get("bozo_exception")
    return f" ({error})" if error else ""


def _item(entry: Any, source: Source) -> _Item:
    raw_title = dict.get(entry, "title")
    return _Item(
        title=_plain(entry.get("title_detail")),
        raw_title=fold_space(raw_title) if raw_title else None,
        url=absolute_url(dict.get(entry, "link"), source.url),
        guid=clean_text(dict.get(entry, "id") or ""),
        authors=_authors(entry),
        summary=_plain(entry.get("summary_detail")),
        tags=_tags(entry),
        published=read_moment(dict.get(entry, "published"), dict.get(entry, "published_parsed")),
        updated=read_moment(dict.get(entry, "updated"), dict.get(entry, "updated_parsed")),
    )


def _plain(detail: Any) -> str | None:
    """A text construct → plain text; its markup, where it has any, is decoded once."""
    if not detail or not detail.get("value"):
        return None
    if detail.get("type") in ("text/html", "application/xhtml+xml"):
        return clean_text(text_of_html(detail["value"]) or "")
    return clean_text(detail["value"])


def _authors(entry: Any) -> tuple[str, ...]:
    names = (clean_text(author.get("name") or "") for author in entry.get("authors", ()))
    return tuple(dict.fromkeys(name for name in names if name))


def _tags(entry: Any) -> tuple[str, ...]:
    terms = (clean_text(tag.get("label") or tag.get("term") or "") for tag in entry.get("tags", ()))
    return tuple(dict.fromkeys(term for term in terms if term))


def _is_glued(items: tuple[_Item, ...]) -> bool:
    """Whether most titles can be split and most descriptions are cut from the same page."""
    if len(items) < _LEAST_FOR_GLUE:
        return False
    splittable = sum(unglue(item.title or "").rule != "whole" for item in items)
    fragments = sum(_is_residue(item) for item in items)
    return splittable * 2 > len(items) and fragments * 2 > len(items)


def _is_residue(item: _Item) -> bool:
    """Whether the description repeats the glued title, or goes on from inside its end."""
    if not item.title or not item.summary:
        return False
    tail = item.summary.split(" ", 1)[0]
    return fold_text(item.summary) == fold_text(item.title) or item.title.endswith(tail)


def _entry(item: _Item, number: int, received: Received, habits: _Habits, source: str) -> Entry:
    moment = item.published or item.updated
    prose = _prose(item) if habits.glued else None
    raw = {"title": item.raw_title} if item.raw_title and item.raw_title != item.title else {}
    return Entry(
        source=source,
        capture=received.path,
        where=f"{received.path}, item {number + 1}",
        position=number,
        first_seen=received.date,
        guid=item.guid,
        url=item.url,
        title=item.title,
        glued=habits.glued and prose is None,
        authors=item.authors,
        published=_claim(moment, habits),
        updated=item.updated.rfc3339 if item.updated else None,
        summary=None if habits.glued else item.summary,
        tags=item.tags,
        residue=item.summary if habits.glued else None,
        prose=prose,
        raw=raw,
    )


def _claim(moment: Moment | None, habits: _Habits) -> DateClaim | None:
    return claim_date(moment, habits.placeholders, habits.timezone) if moment else None


def _prose(item: _Item) -> str | None:
    """Why an item of a glued feed is a link in running text and no article; None if it is one."""
    if not item.title or not item.summary or unglue(item.title).rule != "whole":
        return None
    if _is_residue(item) or item.summary[0].isupper():
        return None
    start = item.summary if len(item.summary) <= 40 else f"{item.summary[:40].rsplit(' ', 1)[0]}…"
    return (
        "A link in running text that was taken for an entry: it has no summary, "
        f"and its description begins in the middle of a sentence (“{start}”)."
    )


def _unusable(entries: tuple[Entry, ...]) -> tuple[Problem, ...]:
    return tuple(
        Problem(
            where=entry.where,
            message="left out: it has neither a link nor a title",
            severity="error",
        )
        for entry in entries
        if not entry.url and not entry.title
    )


def _traits(habits: _Habits) -> tuple[str, ...]:
    traits = []
    if habits.glued:
        traits.append("titles are glued to bylines, summaries and tags; they are taken apart")
        traits.append("descriptions are fragments of the page; they are read as evidence only")
    if habits.placeholders:
        traits.append("every date is the first of a month: days, and 1 January, say nothing")
    return tuple(traits)
