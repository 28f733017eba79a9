"""RSS, RDF and Atom bytes → items, through feedparser. RSS 0.9 to 2.0, RFC 4287, Atom 0.3.

feedparser's dictionaries stop here. What it decides without a word and we decide otherwise: it
makes a date of nearly any text (timestamps.py reads the text itself), and files a second
description as content.
"""

from __future__ import annotations

import io
import re
from typing import Any
from xml.sax import SAXException, SAXParseException
from xml.sax.saxutils import unescape

import feedparser
from feedparser.api import SUPPORTED_VERSIONS

from generator.errors import SourceError
from generator.model.entries import Attachment
from generator.model.record import Problem, Record
from generator.sources.feed.item import (
    Channel,
    Found,
    HtmlFragment,
    Item,
    address_of,
    as_received,
    names_in,
    people_in,
    record_in,
    records_in,
    text_in,
    text_or_empty,
    to_dict,
)
from generator.sources.feed.repair import RepairedFeed, repair_feed
from generator.text.date_names import known_language
from generator.text.html import (
    clean_text,
    html_of_paragraphs,
    text_of_html,
)
from generator.text.names import join_names
from generator.text.numbers import whole_number
from generator.text.timestamps import timestamp_or_doubt
from generator.text.urls import absolute_url

_HTML = ("text/html", "application/xhtml+xml")
# A description in HTML that is longer than any summary is the article itself.
_LONGEST_SUMMARY = 2000
# No abstract or record is longer.
_LONGEST_BESIDE = 20_000
# What WordPress and Blogger export besides what was published.
_EXPORTED = frozenset(
    "attachment nav_menu_item revision comment template settings custom_css".split()
)
_DRAFTS = frozenset("draft pending private future auto-draft trash inherit".split())
# feedparser takes 70 µs and 3 KB for an item that is empty.
_ITEM = re.compile(rb"<(?:\w+:)?(?:item|entry)[\s/>]", re.IGNORECASE)
_MOST_ITEMS = 50_000
# As feedparser tells HTML from text: an end tag, or a reference.
_LIKE_HTML = re.compile(r"</\w+>|&#?\w+;")
# What feedparser leaves as it is written where it falls back on reading a feed that is no XML.
_UNDECODED = frozenset(("id", "author", "feedburner_origlink", "excerpt_encoded"))
# Elements that only some feeds have, as feedparser calls them, and what conventions make of them.
_MORE = (
    *("octavo_date", "octavo_added", "octavo_untitled"),
    *("dc__itle", "dc__escription", "dc_source", "dc_identifier", "dc__dentifier", "comments"),
    *("prism_doi", "prism_publicationname", "prism_publicationdate", "prism_coverdate"),
    *("prism_coverdisplaydate", "prism_aggregationtype", "prism_volume", "prism_number"),
    *("prism_issueidentifier", "prism_startingpage", "prism_endingpage", "prism_pagerange"),
    *("prism_issn", "prism_eissn", "prism_isbn", "publisher", "arxiv_announce_type", "arxiv_doi"),
    *("zapi_creatorsummary", "zapi_parseddate", "zapi_year"),
)
_KIND_SCHEME = "http://schemas.google.com/g/2005#kind"
# Of the kind of an article, which is no tag.
_KIND_OF_OCTAVO = "urn:uuid:83757889-9689-5d14-a1b8-d1db6962bf4e"


class _XmlFeed(Record, kw_only=True):
    """The context in which the items of a feed are read: its address, and the base of its links."""

    url: str | None
    base: str | None
    title: str | None
    is_atom: bool
    #: In which its dates may be written: the site's, and its own.
    languages: tuple[str, ...]


def read_xml(data: bytes, path: str, url: str | None, language: str) -> Channel:
    """Return the feed's items.

    Relative URLs are resolved against xml:base, `url`, the channel's link.

    Raises:
        SourceError: there is no feed, or none with an entry.
    """
    if len(_ITEM.findall(data)) > _MOST_ITEMS:
        raise SourceError(f"{path}: more than {_MOST_ITEMS:,} items; no feed needs that")
    # No address of the feed is among them: links are seen as they are written, if for xml:base.
    headers = {"content-type": "application/xml"}
    repaired = repair_feed(data)
    parsed = feedparser.parse(
        io.BytesIO(repaired.data),
        response_headers=headers,
        resolve_relative_uris=False,
        sanitize_html=False,
    )
    if not parsed.entries:
        raise SourceError(f"{path}: {_why_empty(parsed, data, repaired)}")
    is_loose = isinstance(parsed.get("bozo_exception"), SAXException)
    channel = to_dict(parsed.feed)
    if is_loose:  # it makes "&ampb" of "&amp;b" here
        channel["link"] = text_in(channel, "link").replace("&amp", "&")
    feed = _XmlFeed(
        url=url,
        base=url or absolute_url(text_in(channel, "link")) or _own_address(channel),
        title=_plain(_text(channel, "title")) or text_of_html(text_in(channel, "dc__itle")),
        is_atom=parsed.version.startswith("atom"),
        languages=(language, known_language(text_in(channel, "language"))),
    )
    items = tuple(
        _item(_decoded(entry) if is_loose else to_dict(entry), f"{path}, item {number}", feed)
        for number, entry in enumerate(parsed.entries, 1)
    )
    problems = (*_doubts(parsed, repaired, path), *_unreadable_references(repaired, path))
    return Channel(
        format=SUPPORTED_VERSIONS.get(parsed.version) or "a feed of no known version",
        title=feed.title,
        authors=names_in(people_in(channel), None) if feed.is_atom else (),
        items=items,
        problems=problems,
        sound=not _is_broken(parsed) or repaired.is_whole,
        link=text_in(channel, "link") or _own_address(channel) or "",
        name=text_in(channel, "id"),
        generator=text_in(channel, "generator"),
        home_page=absolute_url(text_in(channel, "link"), url),
    )


def _decoded(entry: Found) -> dict[str, object]:
    """Return an entry of a feed that is no XML, decoded where feedparser leaves references."""
    decoded = to_dict(entry)
    for name in _UNDECODED & decoded.keys():
        decoded[name] = _unescaped(text_in(decoded, name))
    for name, key in (("tags", "term"), ("authors", "name")):
        records = records_in(decoded, name)
        decoded[name] = [
            {**one, key: _unescaped(text_in(one, key))} if key in one else one for one in records
        ]
    return decoded


def _unescaped(text: str) -> str:
    return unescape(text, {"&quot;": '"', "&apos;": "'"})


def _own_address(channel: Found) -> str | None:
    """Return the address that the feed gives for itself (RFC 4287 §4.2.7.2, "self")."""
    links = (link for link in records_in(channel, "links") if link.get("rel") == "self")
    return next(filter(None, (absolute_url(text_in(link, "href")) for link in links)), None)


def _why_empty(parsed: Any, data: bytes, repaired: RepairedFeed) -> str:
    if parsed.version and not _is_broken(parsed):
        return "the feed holds no entries"
    if b"<html" in data[:2048].lower():
        return "a web page, no feed; give the address of the feed itself"
    return f"no entries; is this a feed?{_complaint(parsed, repaired)}"


def _is_broken(parsed: Any) -> bool:
    """Return whether feedparser met damage, and not just a wrong label on good bytes."""
    harmless = (feedparser.CharacterEncodingOverride, feedparser.NonXMLContentType)
    return bool(parsed.bozo) and not isinstance(parsed.get("bozo_exception"), harmless)


def _complaint(parsed: Any, repaired: RepairedFeed) -> str:
    """Return the parser's message, with the line of the file as it was received."""
    error = parsed.get("bozo_exception")
    if isinstance(error, SAXParseException):
        line = (error.getLineNumber() or 0) + repaired.lines_dropped
        column = (error.getColumnNumber() or 0) + 1
        return f" (line {line}, column {column}: {error.getMessage()})"
    return f" ({error})" if error else ""


def _doubts(parsed: Any, repaired: RepairedFeed, path: str) -> list[Problem]:
    if _is_broken(parsed):
        damage = "damaged, but whole" if repaired.is_whole else "damaged or cut off"
        complaint = _complaint(parsed, repaired)
        message = f"the feed is {damage}{complaint}; what could be read is kept"
        return [Problem(where=path, message=message, severity="warning")]
    if repaired.flaws:
        flaws = ", ".join(repaired.flaws)
        message = f"the feed is not well-formed, and was read all the same: it holds {flaws}"
        return [Problem(where=path, message=message, severity="info")]
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


def _item(entry: Found, where: str, feed: _XmlFeed) -> Item:
    guid = text_or_empty(text_in(entry, "id"))
    address = address_of(
        _link(entry),
        guid,
        feed.base,
        is_permalink=not feed.is_atom and bool(entry.get("guidislink")),
    )
    doubts = list(address.doubts)
    published, created, updated = (
        timestamp_or_doubt(text_in(entry, name), feed.languages, doubts)
        for name in ("published", "created", "updated")
    )
    title = _text(entry, "title")
    if not text_in(title, "value"):
        title = {"type": "text/html", "value": text_in(entry, "dc__itle")}
    summary, markup, content = _texts(
        entry, feed.url or address.url or feed.base, is_atom=feed.is_atom
    )
    people = _people(entry, feed)
    received = {
        "title": text_in(title, "value"),
        "authors": join_names(tuple(dict.fromkeys(people))),
    }
    return Item(
        where=where,
        title=_plain(title),
        url=address.url,
        guid=clean_text(guid),
        authors=names_in(people, feed.title),
        people=people,
        summary=summary,
        markup=markup,
        content=content,
        elements=_elements(entry),
        tags=_tags(entry),
        attachments=_attachments(entry, feed.base),
        # In RSS, what feedparser calls the update is dc:date, and there is no other date.
        published=published or created or (None if feed.is_atom else updated),
        updated=updated,
        doubts=tuple(dict.fromkeys(doubts)),
        left_out=_left_out(entry),
        raw=as_received(**received),
        known_by={"url": address.known_by} if address.known_by else {},
    )


def _link(entry: Found) -> str:
    """Return the link that the entry gives.

    Feedparser puts a guid in its place, or an empty one last.
    """
    if original := absolute_url(text_in(entry, "feedburner_origlink")):
        return original
    links = [
        href
        for link in records_in(entry, "links")
        if link.get("rel") == "alternate" and (href := text_in(link, "href"))
    ]
    link = text_in(entry, "link")
    return link if link in links or not links else links[-1]


def _text(record: Found, name: str) -> dict[str, object]:
    """Return the text of that name, as a construct with its type.

    feedparser lets elements further down (`<author><title>`) overwrite the detail, and not the text
    itself; then the text shows the type.
    """
    text, detail = text_in(record, name), record_in(record, f"{name}_detail")
    if text_in(detail, "value") != text:
        detail = {"type": "text/html" if _LIKE_HTML.search(text) else "text/plain", "value": text}
    return detail


def _plain(construct: Found) -> str | None:
    """Return the plain text of a text construct; its markup, if it has any, is decoded once."""
    value = text_in(construct, "value")
    return text_of_html(value) if construct.get("type") in _HTML else clean_text(value)


def _texts(
    entry: Found, base: str | None, *, is_atom: bool
) -> tuple[str | None, HtmlFragment | None, HtmlFragment | None]:
    """Return the summary, the same in HTML, and the full text apart from it.

    In RSS, content in plain text is a second description (itunes:summary, media:description).
    """
    detail = record_in(entry, "summary_detail")
    if detail:
        # feedparser lets media:description overwrite the detail, but not the summary itself.
        detail["value"] = text_in(entry, "summary")
    elif excerpt := text_in(entry, "excerpt_encoded"):
        detail = {"type": "text/html", "value": excerpt}
    elif described := text_in(entry, "dc__escription"):
        detail = {"type": "text/html", "value": described}
    summary = _plain(detail)
    markup = _markup(detail, base) if summary else None
    for content in records_in(entry, "content"):
        text = _plain(content) or ""
        is_text = content.get("type") in (*_HTML, "text/plain" if is_atom else "")
        if is_text and len(text) > len(summary or ""):
            return summary, markup, _markup(content, base)
    if summary and len(summary) > _LONGEST_SUMMARY:
        return None, None, markup
    return summary, markup, None


def _markup(construct: Found, base: str | None) -> HtmlFragment:
    value = text_in(construct, "value")
    html = value if construct.get("type") in _HTML else html_of_paragraphs(value)
    return HtmlFragment(html=html, base=absolute_url(text_in(construct, "base"), base) or base)


def _people(entry: Found, feed: _XmlFeed) -> tuple[str, ...]:
    """Return the contents of the entry's fields for authors.

    In Atom those of its source, where it has none.
    """
    if feed.is_atom and not any(records_in(entry, "authors")):
        return people_in(entry) or people_in(record_in(entry, "source"))
    return people_in(entry)


def _elements(entry: Found) -> dict[str, str]:
    """Return texts of elements that only some feeds have, and of content that may be incomplete.

    "source" is the title of that element.
    """
    texts = {name: text_in(entry, name) for name in _MORE}
    links = records_in(entry, "links")
    texts["via"] = next((text_in(link, "href") for link in links if link.get("rel") == "via"), "")
    texts["source"] = text_in(record_in(entry, "source"), "title")
    for content in records_in(entry, "content"):
        if len(text_in(content, "value")) <= _LONGEST_BESIDE:
            texts["content"] = text_in(content, "value")
    return as_received(**texts)


def _tags(entry: Found) -> tuple[str, ...]:
    terms = (
        clean_text(text_in(tag, "label") or text_in(tag, "term"))
        for tag in records_in(entry, "tags")
        if tag.get("scheme") not in (_KIND_SCHEME, _KIND_OF_OCTAVO)
    )
    return tuple(dict.fromkeys(term for term in terms if term))


def _attachments(entry: Found, base: str | None) -> tuple[Attachment, ...]:
    """Return enclosures, Media RSS files and images, each address once."""
    found: dict[str, Attachment] = {}
    links = [link for link in records_in(entry, "links") if link.get("rel") == "enclosure"]
    for link in (*links, *records_in(entry, "media_content")):
        _add_attachment(found, link, text_in(link, "type") or text_in(link, "medium"), base)
    for image in (*records_in(entry, "media_thumbnail"), record_in(entry, "image")):
        _add_attachment(found, image, "image", base)
    return tuple(found.values())


def _add_attachment(
    found: dict[str, Attachment], link: Found, media_type: str, base: str | None
) -> None:
    url = absolute_url(text_in(link, "href") or text_in(link, "url"), base)
    if url and url not in found:
        found[url] = Attachment(
            url=url,
            type=clean_text(media_type),
            title=clean_text(text_in(link, "title")),
            bytes=whole_number(text_in(link, "length") or text_in(link, "filesize")) or None,
        )


def _left_out(entry: Found) -> str | None:
    """Return why an item of an export is nothing that was published; None for all other items."""
    kinds = {text_in(entry, "wp_post_type"), text_in(entry, "blogger_type").lower()}
    for tag in records_in(entry, "tags"):
        if tag.get("scheme") == _KIND_SCHEME:
            kinds.add(text_in(tag, "term").rpartition("#")[2])
    states = {text_in(entry, "wp_status"), text_in(entry, "blogger_status").lower()}
    if entry.get("app_draft") == "yes" or (states & _DRAFTS and not kinds & _EXPORTED):
        return "a draft in an export"
    exported = sorted(kind for kind in kinds & _EXPORTED if kind)
    return f"a part of an export that is no article ({exported[0]})" if exported else None
