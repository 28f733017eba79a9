"""JSON Feed bytes → items. JSON Feed 1.0 and 1.1.

Source: https://www.jsonfeed.org/version/1.1/
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from generator.errors import SourceError
from generator.model import Attachment, Problem
from generator.sources.feed.item import Channel, HtmlFragment, Item
from generator.text.html import (
    clean_text,
    decode,
    fold_space,
    html_of_paragraphs,
    repair_mojibake,
    without_illegal,
)
from generator.text.json import parse_json
from generator.text.names import split_names
from generator.text.numbers import whole_number
from generator.text.timestamps import timestamp_or_doubt
from generator.text.urls import absolute_url


class _Person(msgspec.Struct):
    name: str | None = None


class _File(msgspec.Struct):
    url: str | None = None
    mime_type: str | None = None
    title: str | None = None
    size_in_bytes: Any = None  # often a number in quotes


class _Item(msgspec.Struct):
    id: str | int | float | None = None
    url: str | None = None
    external_url: str | None = None
    title: str | None = None
    content_html: str | None = None
    content_text: str | None = None
    summary: str | None = None
    image: str | None = None
    banner_image: str | None = None
    date_published: str | None = None
    date_modified: str | None = None
    author: _Person | str | None = None
    authors: list[_Person | str] | None = None
    tags: list[str] | None = None
    attachments: list[_File] | None = None


class _Feed(msgspec.Struct):
    version: str = ""
    title: str | None = None
    home_page_url: str | None = None
    author: _Person | str | None = None
    authors: list[_Person | str] | None = None
    items: list[Any] | None = None


def read_json(data: bytes, path: str, url: str | None, language: str) -> Channel:
    """The feed's items; what breaks the format is a problem, and is left out by itself.

    Raises:
        SourceError: it is no JSON, no JSON Feed, or one without items.
    """
    mistakes: list[str] = []
    try:
        raw_feed = parse_json(repair_mojibake(decode(data)), mistakes.append)
    except ValueError as error:
        raise SourceError(f"{path}: not to be read as JSON: {error}") from error
    feed, problems = _read_feed(raw_feed, path)
    for mistake in mistakes:
        message = f"the JSON is not quite right, and was read all the same ({mistake})"
        problems.append(Problem(where=path, message=message, severity="info"))
    if "jsonfeed.org" not in feed.version and feed.items is None:
        raise SourceError(f"{path}: JSON, but no JSON Feed: it has no version and no items")
    if not feed.items:
        raise SourceError(f"{path}: the feed holds no entries")
    base = url or absolute_url(feed.home_page_url)
    items: list[Item] = []
    faults: list[str] = []
    holders: list[_Feed | _Item] = [feed]
    for number, raw in enumerate(feed.items, 1):
        where = f"{path}, item {number}"
        try:
            holders.append(item := msgspec.convert(raw, _Item))
            items.append(_item(item, where, base, feed, language))
        except msgspec.ValidationError as error:
            faults.append(str(error))
            message = f"left out: it breaks the format ({error})"
            problems.append(Problem(where=where, message=message, severity="error"))
    if not items:
        raise SourceError(f"{path}: every item breaks the format; the first: {faults[0]}")
    if any(isinstance(person, str) for holder in holders for person in _people(holder)):
        message = "an author is given as text, not as an object; it is taken for the name"
        problems.append(Problem(where=path, message=message, severity="info"))
    return Channel(
        format=f"JSON Feed {feed.version.rstrip('/').rpartition('/')[2]}".strip(),
        title=clean_text(feed.title or ""),
        items=tuple(items),
        problems=tuple(problems),
    )


def _read_feed(raw: Any, path: str) -> tuple[_Feed, list[Problem]]:
    """The feed without those of its fields that break the format; each of them is a problem."""
    try:
        return msgspec.convert(raw, _Feed), []
    except msgspec.ValidationError as error:
        if not isinstance(raw, dict) or not isinstance(raw.get("items"), list):
            raise SourceError(f"{path}: JSON, but no JSON Feed: {error}") from error
    sound: dict[str, Any] = {}
    problems: list[Problem] = []
    for name in sorted(raw.keys() & _Feed.__struct_fields__):
        field = {name: raw[name]}
        try:
            msgspec.convert(field, _Feed)
            sound |= field
        except msgspec.ValidationError as error:
            message = f"“{name}” of the feed is left out: it breaks the format ({error})"
            problems.append(Problem(where=path, message=message, severity="warning"))
    return msgspec.convert(sound, _Feed), problems


def _item(raw: _Item, where: str, base: str | None, feed: _Feed, language: str) -> Item:
    link = raw.url or raw.external_url
    name = str(raw.id) if raw.id is not None else None
    url = absolute_url(link, base) if link else absolute_url(name)
    doubts = [f"its link “{link}” is no http or https URL"] if link and not url else []
    published = timestamp_or_doubt(raw.date_published, language, doubts)
    updated = timestamp_or_doubt(raw.date_modified, language, doubts)
    return Item(
        where=where,
        title=clean_text(raw.title or ""),
        raw_title=without_illegal(fold_space(raw.title)) if raw.title else None,
        url=url,
        guid=clean_text(name or ""),
        authors=_authors(raw) or _authors(feed),  # an item's stand before the feed's
        summary=clean_text(raw.summary or ""),
        content=_content(raw, url or base),
        tags=_unique(raw.tags or ()),
        attachments=_attachments(raw, base),
        published=published,
        updated=updated,
        doubts=tuple(dict.fromkeys(doubts)),
    )


def _authors(holder: _Item | _Feed) -> tuple[str, ...]:
    said = _unique([p if isinstance(p, str) else p.name or "" for p in _people(holder)])
    return tuple(dict.fromkeys(name for text in said for name in split_names(text)))


def _people(holder: _Item | _Feed) -> list[_Person | str]:
    """`authors` of version 1.1, else `author` of 1.0."""
    return holder.authors or ([holder.author] if holder.author else [])


def _unique(texts: Sequence[str]) -> tuple[str, ...]:
    cleaned = (clean_text(text) for text in texts)
    return tuple(dict.fromkeys(text for text in cleaned if text))


def _content(raw: _Item, base: str | None) -> HtmlFragment | None:
    if raw.content_html and raw.content_html.strip():
        return HtmlFragment(html=raw.content_html, base=base)
    if raw.content_text and raw.content_text.strip():
        return HtmlFragment(html=html_of_paragraphs(raw.content_text), base=base)
    return None


def _attachments(raw: _Item, base: str | None) -> tuple[Attachment, ...]:
    """The attached files, then the images, each address once."""
    files = list(raw.attachments or ())
    files += [_File(url=image, mime_type="image") for image in (raw.image, raw.banner_image)]
    found: dict[str, Attachment] = {}
    for file in files:
        if url := absolute_url(file.url, base):
            attachment = Attachment(
                url=url,
                type=clean_text(file.mime_type or ""),
                title=clean_text(file.title or ""),
                bytes=whole_number(file.size_in_bytes) or None,
            )
            found.setdefault(url, attachment)
    return tuple(found.values())
