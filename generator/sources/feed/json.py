"""JSON Feed bytes → items. JSON Feed 1.0 and 1.1.

Source: https://www.jsonfeed.org/version/1.1/
"""

from __future__ import annotations

import re
from typing import Any, TypeVar

import msgspec

from generator.errors import SourceError
from generator.model.entries import Attachment
from generator.model.record import Problem, Severity
from generator.sources.feed.item import (
    Channel,
    HtmlFragment,
    Item,
    address_of,
    as_received,
    names_in,
    text_or_empty,
)
from generator.text.date_names import known_language
from generator.text.html import (
    clean_text,
    decode,
    html_of_paragraphs,
    repair_mojibake,
    text_of_html,
    unique_texts,
)
from generator.text.json import parse_json
from generator.text.names import join_names
from generator.text.numbers import whole_number
from generator.text.timestamps import timestamp_or_doubt
from generator.text.urls import absolute_url

# What the format wants a list of.
_LISTS = frozenset(["authors", "tags", "attachments"])
# A summary is plain text; one that is a whole paragraph of HTML is read as that.
_WRAPPED = re.compile(r"\s*<(p|div)\b[^<>]*>.*</\1>\s*", re.DOTALL)


class _JsonPerson(msgspec.Struct):
    name: str | None = None


class _JsonFile(msgspec.Struct):
    url: str | None = None
    mime_type: str | None = None
    title: str | None = None
    size_in_bytes: Any = None  # often a number in quotes


class _JsonItem(msgspec.Struct):
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
    author: _JsonPerson | str | None = None
    authors: list[_JsonPerson | str] | None = None
    tags: list[str | int | float | None] | None = None
    attachments: list[_JsonFile] | None = None
    _octavo: dict[str, Any] | None = None


class _JsonFeed(msgspec.Struct):
    version: str = ""
    title: str | None = None
    home_page_url: str | None = None
    feed_url: str | None = None
    language: str | None = None
    author: _JsonPerson | str | None = None
    authors: list[_JsonPerson | str] | None = None
    items: list[Any] | None = None


_Kind = TypeVar("_Kind", _JsonFeed, _JsonItem)


def read_json(data: bytes, path: str, url: str | None, language: str) -> Channel:
    """Return the feed's items; a field that breaks the format is a problem, and costs itself alone.

    Raises:
        SourceError: it is no JSON, no JSON Feed, or one without items.
    """
    mistakes: list[str] = []
    try:
        raw_feed = parse_json(repair_mojibake(decode(data)), mistakes.append)
    except ValueError as error:
        raise SourceError(f"{path}: not to be read as JSON: {error}") from error
    if not isinstance(raw_feed, dict):
        raise SourceError(f"{path}: JSON, but no JSON Feed: it is no object")
    feed, broken = _without_faults(raw_feed, _JsonFeed)
    if "jsonfeed.org" not in feed.version and feed.items is None:
        raise SourceError(f"{path}: JSON, but no JSON Feed: it has no version and no items")
    if not feed.items:
        raise SourceError(f"{path}: the feed holds no entries")
    problems = [_problem(path, f"“{name}” of the feed {fault}") for name, fault in broken]
    for mistake in mistakes:
        message = f"the JSON is not quite right, and was read all the same ({mistake})"
        problems.append(_problem(path, message, "info"))
    items, faults = _items(feed, path, url, language)
    if not any(item.url or item.title or item.content or item.summary for item in items) and faults:
        raise SourceError(f"{path}: every item breaks the format; the first: {faults[0].message}")
    if _names_are_texts(raw_feed):
        message = "an author is given as text, not as an object; it is taken for the name"
        problems.append(_problem(path, message, "info"))
    return Channel(
        format=f"JSON Feed {feed.version.rstrip('/').rpartition('/')[2]}".strip(),
        title=clean_text(feed.title or ""),
        authors=names_in(_people(feed), None),
        items=items,
        problems=(*problems, *faults),
        link=feed.home_page_url or "",
        name=feed.feed_url or "",
        home_page=absolute_url(feed.home_page_url),
        # The format has no word for it, but no other program writes this.
        generator="Octavo" if any("octavo_date" in item.elements for item in items) else "",
    )


def _items(
    feed: _JsonFeed, path: str, url: str | None, language: str
) -> tuple[tuple[Item, ...], list[Problem]]:
    """Return the items, and a problem for each invalid one and field that breaks the format."""
    base = url or absolute_url(feed.home_page_url) or absolute_url(feed.feed_url)
    items: list[Item] = []
    faults: list[Problem] = []
    for number, raw in enumerate(feed.items or (), 1):
        where = f"{path}, item {number}"
        try:
            msgspec.convert(raw, dict)
        except msgspec.ValidationError as error:
            message = f"left out: it breaks the format ({error})"
            faults.append(_problem(where, message, "error"))
            continue
        read, broken = _without_faults(raw, _JsonItem)
        faults += [_problem(where, f"its “{name}” {fault}") for name, fault in broken]
        items.append(_item(read, where, base, feed, language))
    return tuple(items), faults


def _problem(where: str, message: str, severity: Severity = "warning") -> Problem:
    return Problem(where=where, message=message, severity=severity)


def _without_faults(raw: dict[str, Any], kind: type[_Kind]) -> tuple[_Kind, list[tuple[str, str]]]:
    """Return the object without the fields that break the format, and what is wrong with each.

    One of something stands for a list of it.
    """
    sound: dict[str, Any] = {}
    broken: list[tuple[str, str]] = []
    for name in kind.__struct_fields__:
        if name not in raw:
            continue
        value = raw[name]
        if name in _LISTS and value is not None and not isinstance(value, list):
            value = [value]
        try:
            msgspec.convert({name: value}, kind)
            sound[name] = value
        except msgspec.ValidationError as error:
            broken.append((name, f"is left out: it breaks the format ({error})"))
    return msgspec.convert(sound, kind), broken


def _names_are_texts(raw_feed: dict[str, Any]) -> bool:
    holders = [raw_feed, *(item for item in raw_feed["items"] if isinstance(item, dict))]
    people = [person for holder in holders for person in _listed(holder.get("authors"))]
    people += [holder.get("author") for holder in holders]
    return any(isinstance(person, str) for person in people)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _item(raw: _JsonItem, where: str, base: str | None, feed: _JsonFeed, language: str) -> Item:
    guid = text_or_empty(str(raw.id)) if raw.id is not None else ""
    address = address_of(raw.url or raw.external_url or "", guid, base, is_permalink=False)
    external = absolute_url(text_or_empty(raw.external_url or ""), base)
    doubts = list(address.doubts)
    languages = (language, known_language(feed.language))
    published = timestamp_or_doubt(raw.date_published, languages, doubts)
    updated = timestamp_or_doubt(raw.date_modified, languages, doubts)
    people = _people(raw)
    summary = raw.summary or ""
    is_html = bool(_WRAPPED.fullmatch(summary))
    own = raw._octavo or {}
    tags = own["tags"] if isinstance(own.get("tags"), list) else raw.tags or []
    received = {"title": raw.title or "", "summary": summary if is_html else ""}
    return Item(
        where=where,
        title=clean_text(raw.title or ""),
        url=address.url,
        external_url=external if external != address.url else None,
        guid=clean_text(guid),
        authors=names_in(people, feed.title),
        people=tuple(people),
        summary=text_of_html(summary) if is_html else clean_text(summary),
        markup=_markup(summary, base, is_html=is_html) if summary else None,
        content=_content(raw, address.url or base),
        tags=unique_texts([str(tag) for tag in tags if tag is not None]),
        elements=_octavo_elements(own),
        attachments=_attachments(raw, base),
        published=published,
        updated=updated,
        doubts=tuple(dict.fromkeys(doubts)),
        raw=as_received(**received, authors=join_names(tuple(dict.fromkeys(people)))),
        known_by={"url": address.known_by} if address.known_by else {},
    )


def _octavo_elements(own: dict[str, Any]) -> dict[str, str]:
    """Return an Octavo list's statements on an item, by their names in its Atom feed."""
    stated = {"octavo_date": own.get("date_edtf"), "octavo_added": own.get("added")}
    return as_received(**{name: text for name, text in stated.items() if isinstance(text, str)})


def _people(holder: _JsonItem | _JsonFeed) -> list[str]:
    """Return the names in `authors` of version 1.1, else in `author` of 1.0."""
    people = holder.authors or ([holder.author] if holder.author else [])
    return [person if isinstance(person, str) else person.name or "" for person in people]


def _content(raw: _JsonItem, base: str | None) -> HtmlFragment | None:
    if raw.content_html and raw.content_html.strip():
        return HtmlFragment(html=raw.content_html, base=base)
    if raw.content_text and raw.content_text.strip():
        return _paragraphs(raw.content_text, base)
    return None


def _markup(text: str, base: str | None, *, is_html: bool) -> HtmlFragment:
    return HtmlFragment(html=text, base=base) if is_html else _paragraphs(text, base)


def _paragraphs(text: str, base: str | None) -> HtmlFragment:
    return HtmlFragment(html=html_of_paragraphs(text), base=base)


def _attachments(raw: _JsonItem, base: str | None) -> tuple[Attachment, ...]:
    """Return the attached files, then the images, each address once."""
    files = list(raw.attachments or ())
    files += [_JsonFile(url=image, mime_type="image") for image in (raw.image, raw.banner_image)]
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
