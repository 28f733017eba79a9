"""RSS, RDF and Atom bytes → items, through feedparser. RSS 0.9 to 2.0, RFC 4287, Atom 0.3.

feedparser's dictionaries stop here. What it decides without a word and we decide otherwise: it
makes a date of nearly any text (timestamps.py reads the text itself), and files a second
description as content.
"""

from __future__ import annotations

import io
import re
from email.utils import parseaddr
from typing import Any
from xml.sax import SAXParseException

import feedparser
from feedparser.api import SUPPORTED_VERSIONS

from generator.errors import SourceError
from generator.model import Attachment, Problem, Record
from generator.sources.feed.item import Channel, HtmlFragment, Item
from generator.sources.feed.repair import RepairedFeed, repair_feed
from generator.text.html import (
    clean_text,
    fold_space,
    html_of_paragraphs,
    text_of_html,
    without_illegal,
)
from generator.text.names import split_names
from generator.text.numbers import whole_number
from generator.text.timestamps import timestamp_or_doubt
from generator.text.urls import absolute_url

_HTML = ("text/html", "application/xhtml+xml")
# A description in HTML that is longer than any summary is the article itself.
_LONGEST_SUMMARY = 2000
# What WordPress and Blogger export besides what was published.
_EXPORTED = frozenset(
    "attachment nav_menu_item revision comment template settings custom_css".split()
)
_DRAFTS = frozenset("draft pending private future auto-draft trash inherit".split())
_KIND_SCHEME = "http://schemas.google.com/g/2005#kind"


class _Feed(Record, kw_only=True):
    """What the items of a feed are read by: what their links are relative to, and its authors."""

    base: str | None
    is_atom: bool
    authors: Any
    language: str


def read_xml(data: bytes, path: str, url: str | None, language: str) -> Channel:
    """The feed's items; relative URLs are resolved against xml:base, `url`, the channel's link.

    Raises:
        SourceError: there is no feed, or none with an entry.
    """
    headers = {"content-type": "application/xml", "content-location": url or ""}
    repaired = repair_feed(data)
    parsed = feedparser.parse(
        io.BytesIO(repaired.data),
        response_headers=headers,
        resolve_relative_uris=False,
        sanitize_html=False,
    )
    if not parsed.entries:
        raise SourceError(f"{path}: {_why_empty(parsed, data, repaired)}")
    feed = _Feed(
        base=url or absolute_url(parsed.feed.get("link")),
        is_atom=parsed.version.startswith("atom"),
        authors=_plainly(parsed.feed.get("authors") or ()),
        language=language,
    )
    items = tuple(
        _item({k: _plainly(v) for k, v in entry.items()}, f"{path}, item {number}", feed)
        for number, entry in enumerate(parsed.entries, 1)
    )
    problems = (*_doubts(parsed, repaired, path), *_unreadable_references(repaired, path))
    return Channel(
        format=SUPPORTED_VERSIONS.get(parsed.version) or "a feed of no known version",
        title=_plain(parsed.feed.get("title_detail")),
        items=items,
        problems=problems,
        sound=not _is_broken(parsed),
    )


def _why_empty(parsed: Any, data: bytes, repaired: RepairedFeed) -> str:
    if parsed.version and not _is_broken(parsed):
        return "the feed holds no entries"
    if b"<html" in data[:2048].lower():
        return "a web page, no feed; give the address of the feed itself"
    return f"no entries; is this a feed?{_complaint(parsed, repaired)}"


def _is_broken(parsed: Any) -> bool:
    """Whether feedparser met damage, and not just a wrong label on good bytes."""
    harmless = (feedparser.CharacterEncodingOverride, feedparser.NonXMLContentType)
    return bool(parsed.bozo) and not isinstance(parsed.get("bozo_exception"), harmless)


def _complaint(parsed: Any, repaired: RepairedFeed) -> str:
    """What the parser says, with the line of the file as it was received."""
    error = parsed.get("bozo_exception")
    if isinstance(error, SAXParseException):
        line = (error.getLineNumber() or 0) + repaired.lines_dropped
        column = (error.getColumnNumber() or 0) + 1
        return f" (line {line}, column {column}: {error.getMessage()})"
    return f" ({error})" if error else ""


def _doubts(parsed: Any, repaired: RepairedFeed, path: str) -> list[Problem]:
    if _is_broken(parsed):
        complaint = _complaint(parsed, repaired)
        message = f"the feed is damaged or cut off{complaint}; what could be read is kept"
        return [Problem(where=path, message=message, severity="warning")]
    error = parsed.get("bozo_exception")
    if isinstance(error, feedparser.CharacterEncodingOverride):
        message = f"the feed names a wrong encoding, and was read all the same ({error})"
        return [Problem(where=path, message=message, severity="info")]
    return []


def _unreadable_references(repaired: RepairedFeed, path: str) -> list[Problem]:
    if not repaired.unreadable:
        return []
    message = (
        f"it refers to characters that do not exist (the first: “{repaired.unreadable[0][:40]}”); "
        "each is shown as “\ufffd”"
    )
    return [Problem(where=path, message=message, severity="warning")]


def _plainly(said: Any) -> Any:
    """What feedparser found, in plain dicts: its own answer to other names too, and slowly."""
    if isinstance(said, list):
        return [dict(part) if isinstance(part, dict) else part for part in said]
    return dict(said) if isinstance(said, dict) else said


def _item(entry: Any, where: str, feed: _Feed) -> Item:
    raw_title = entry.get("title")
    link = entry.get("feedburner_origlink") or entry.get("link")
    url = absolute_url(link, feed.base)
    doubts = [f"its link “{link}” is no http or https URL"] if link and not url else []
    published, created, updated = (
        timestamp_or_doubt(entry.get(name), feed.language, doubts)
        for name in ("published", "created", "updated")
    )
    summary, content = _texts(entry, url or feed.base, is_atom=feed.is_atom)
    return Item(
        where=where,
        title=_plain(entry.get("title_detail")),
        raw_title=without_illegal(fold_space(raw_title)) if raw_title else None,
        url=url,
        guid=clean_text(entry.get("id") or ""),
        authors=_authors(entry, feed),
        summary=summary,
        content=content,
        tags=_tags(entry),
        attachments=_attachments(entry, feed.base),
        # In RSS, what feedparser calls the update is dc:date, and there is no other date.
        published=published or created or (None if feed.is_atom else updated),
        updated=updated,
        doubts=tuple(dict.fromkeys(doubts)),
        left_out=_left_out(entry),
    )


def _plain(detail: Any) -> str | None:
    """A text construct → plain text; its markup, where it has any, is decoded once."""
    if not detail or not detail.get("value"):
        return None
    if detail.get("type") in _HTML:
        return text_of_html(detail["value"])
    return clean_text(detail["value"])


def _texts(
    entry: Any, base: str | None, *, is_atom: bool
) -> tuple[str | None, HtmlFragment | None]:
    """The summary, and the full text apart from it.

    In RSS, content in plain text is a second description (itunes:summary, media:description).
    """
    detail = dict(entry.get("summary_detail") or {})
    if detail:
        # feedparser lets media:description overwrite the detail, but not the summary itself.
        detail["value"] = entry.get("summary")
    elif excerpt := entry.get("excerpt_encoded"):
        detail = {"type": "text/html", "value": excerpt}
    summary = _plain(detail)
    for content in entry.get("content", ()):
        text = _plain(content) or ""
        is_text = content.get("type") in (*_HTML, "text/plain" if is_atom else "")
        if is_text and len(text) > len(summary or ""):
            return summary, _markup(content, base)
    if summary and len(summary) > _LONGEST_SUMMARY and detail.get("type") in _HTML:
        return None, _markup(detail, base)
    return summary, None


def _markup(detail: Any, base: str | None) -> HtmlFragment:
    is_html = detail.get("type") in _HTML
    html = detail["value"] if is_html else html_of_paragraphs(detail["value"])
    return HtmlFragment(html=html, base=absolute_url(detail.get("base")) or base)


def _authors(entry: Any, feed: _Feed) -> tuple[str, ...]:
    """The entry's authors; in Atom those of its source or feed, where it has none itself.

    Source: RFC 4287 §4.2.1. An author known by an e-mail address only has no name to show.
    """
    people = entry.get("authors") or ()
    if not any(people) and feed.is_atom:
        people = entry.get("source", {}).get("authors") or feed.authors
    if _has_cut_email(entry):
        people = [{"name": parseaddr(entry["author"])[0]}]
    said = (clean_text(person.get("name") or "") for person in people if not _is_nobody(person))
    return tuple(dict.fromkeys(name for text in said if text for name in split_names(text)))


def _has_cut_email(entry: Any) -> bool:
    """Whether feedparser took the beginning of an address for all of it, the rest for a name.

    It knows no domain whose last part is longer than four letters.
    """
    email = entry.get("author_detail", {}).get("email")
    return bool(email) and re.search(re.escape(email) + r"[\w.-]", entry["author"]) is not None


def _is_nobody(person: Any) -> bool:
    """Blogger's stand-in for an author who gives no name."""
    return (person.get("email"), person.get("name")) == ("noreply@blogger.com", "Unknown")


def _tags(entry: Any) -> tuple[str, ...]:
    terms = (
        clean_text(tag.get("label") or tag.get("term") or "")
        for tag in entry.get("tags", ())
        if tag.get("scheme") != _KIND_SCHEME
    )
    return tuple(dict.fromkeys(term for term in terms if term))


def _attachments(entry: Any, base: str | None) -> tuple[Attachment, ...]:
    """Enclosures, Media RSS files and images, each address once."""
    found: dict[str, Attachment] = {}
    links = [link for link in entry.get("links", ()) if link.get("rel") == "enclosure"]
    for link in (*links, *entry.get("media_content", ())):
        _add_attachment(found, link, link.get("type") or link.get("medium"), base)
    for image in (*entry.get("media_thumbnail", ()), entry.get("image") or {}):
        _add_attachment(found, image, "image", base)
    return tuple(found.values())


def _add_attachment(
    found: dict[str, Attachment], link: Any, media_type: str | None, base: str | None
) -> None:
    url = absolute_url(link.get("href") or link.get("url"), base)
    if url and url not in found:
        found[url] = Attachment(
            url=url,
            type=clean_text(media_type or ""),
            title=clean_text(link.get("title") or ""),
            bytes=whole_number(link.get("length") or link.get("filesize")) or None,
        )


def _left_out(entry: Any) -> str | None:
    """Why an item of an export is nothing that was published; None for all other items."""
    kinds = {entry.get("wp_post_type"), (entry.get("blogger_type") or "").lower()}
    for tag in entry.get("tags", ()):
        if tag.get("scheme") == _KIND_SCHEME:
            kinds.add((tag.get("term") or "").rpartition("#")[2])
    states = {entry.get("wp_status"), (entry.get("blogger_status") or "").lower()}
    if entry.get("app_draft") == "yes" or (states & _DRAFTS and not kinds & _EXPORTED):
        return "a draft in an export"
    exported = sorted(kind for kind in kinds & _EXPORTED if kind)
    return f"a part of an export that is no article ({exported[0]})" if exported else None
