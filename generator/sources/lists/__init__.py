"""A file that lists articles, in any of FORMATS → entries. Begin with FORMATS and read_list.

Each format has a module that tells its items apart (item.py); what all have in common is done here.
OPML lists feeds, so `octavo init` makes sources of it instead (opml.py).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from generator.config.records import Config, Source
from generator.errors import SourceError
from generator.model.entries import DateClaim, DateKind, Entry, Note
from generator.model.record import Problem
from generator.sources.capture_files import Contents, Received
from generator.sources.lists.bibtex import read_bibtex
from generator.sources.lists.bookmarks import read_bookmarks, read_saved_pages
from generator.sources.lists.csl import is_csl, read_csl
from generator.sources.lists.exports import (
    is_json_feed,
    is_octavo,
    is_octavo_feed,
    is_omnivore,
    is_pinboard,
    read_json_feed,
    read_octavo,
    read_octavo_feed,
    read_omnivore,
    read_pinboard,
)
from generator.sources.lists.item import ListContents, ListItem
from generator.sources.lists.opml import is_opml
from generator.sources.lists.plain import (
    is_markdown_list,
    is_url_list,
    read_markdown_list,
    read_url_list,
)
from generator.sources.lists.ris import read_ris
from generator.sources.lists.table import delimiter_of, read_table
from generator.text.dates import parse_edtf
from generator.text.html import (
    decode,
    html_of_paragraphs,
    repair_mojibake,
    sanitise,
    text_of_html,
    text_of_sanitised,
)
from generator.text.json import parse_json
from generator.text.names import join_names
from generator.text.numbers import pluralize
from generator.text.timestamps import Timestamp, are_days, time_zone, timestamp_or_doubt
from generator.text.titles import beyond_title
from generator.text.urls import canonical_url

Reader = Callable[[Any, str], ListContents]


class _Format(NamedTuple):
    """A format: what it is called, the ending of its files, what recognises and what reads it.

    Of JSON the value is recognised and read, of all else the text. `read` also gets the
    language in which months may be written.
    """

    name: str
    ending: str
    recognises: Callable[[Any], bool]
    read: Reader


# An entry with its key, or what @string defines.
_BIBTEX = re.compile(r"^[ \t]*@[A-Za-z]+[ \t]*[{(][^\S\n]*+[^\s,{}()=]*+\s*+[,=]", re.MULTILINE)
_RIS = re.compile(r"^TY  ?- ", re.MULTILINE)
_PAGE_OF_LINKS = re.compile(r"<title>\s*(?:Pocket Export|Instapaper: Export)", re.IGNORECASE)
_FEED = re.compile(r"<(?:rss|feed|rdf:RDF)[\s>]")
# What begins as JSON does, and as no text.
_JSON = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[\[{\"\]])")
_START = 2000  # how far the start of a file is looked at


def _is_bookmarks(text: str) -> bool:
    return "netscape-bookmark-file" in text[:_START].lower()


# Looked for in this order.
JSON_FORMATS: tuple[_Format, ...] = (
    _Format("CSL-JSON", "json", is_csl, lambda value, _: read_csl(value)),
    _Format("Pinboard’s JSON", "json", is_pinboard, lambda value, _: read_pinboard(value)),
    _Format("Omnivore’s JSON", "json", is_omnivore, lambda value, _: read_omnivore(value)),
    _Format("Octavo’s articles.json", "json", is_octavo, lambda value, _: read_octavo(value)),
    _Format("Octavo’s feed.json", "json", is_json_feed, lambda value, _: read_json_feed(value)),
)
FORMATS: tuple[_Format, ...] = (
    _Format("Octavo’s feed.xml", "xml", is_octavo_feed, lambda text, _: read_octavo_feed(text)),
    _Format("bookmarks", "html", _is_bookmarks, lambda text, _: read_bookmarks(text)),
    _Format(
        "a page of Pocket or Instapaper",
        "html",
        lambda text: _PAGE_OF_LINKS.search(text[:_START]) is not None,
        lambda text, _: read_saved_pages(text),
    ),
    _Format(
        "RIS", "ris", lambda text: _RIS.search(text) is not None, lambda text, _: read_ris(text)
    ),
    _Format("BibTeX", "bib", lambda text: _BIBTEX.search(text) is not None, read_bibtex),
    _Format(
        "CSV with a header",
        "csv",
        lambda text: delimiter_of(text) is not None,
        lambda text, _: read_table(text),
    ),
    _Format("a Markdown list of links", "md", is_markdown_list, read_markdown_list),
    _Format("a list of addresses", "txt", is_url_list, lambda text, _: read_url_list(text)),
)


LIST_FORMATS = tuple(one.name for one in (*FORMATS, *JSON_FORMATS))


def is_json(data: bytes) -> bool:
    """Return whether a file is JSON, or was meant to be, by how it begins."""
    return _JSON.match(decode(data[:_START])) is not None


def recognise_list(data: bytes) -> str | None:
    """Return the ending that a file of its format has; None for what is no list of articles."""
    try:
        return _recognised(data)[0].ending
    except SourceError:
        return None


def read_list(data: bytes, received: Received, source: Source, config: Config) -> Contents:
    """Return the articles of a file, in its order, and a problem for each item that became none.

    Raises:
        SourceError: it is no list that is known, or nothing in it can be read.
    """
    try:
        found, value = _recognised(data)
        listed = found.read(value, config.site.language)
    except SourceError as error:
        raise SourceError(f"{received.path}: {error}") from error
    problems = [
        Problem(
            where=f"{received.path}, {doubt.where}" if doubt.where else received.path,
            message=doubt.message,
            severity=doubt.severity,
        )
        for doubt in listed.doubts
    ]
    if not listed.items:
        reasons = "; ".join(f"{one.where}: {one.message}" for one in listed.doubts[:3])
        raise SourceError(
            f"{received.path}: is {found.name}, but lists nothing with a title or an address"
            + (f" ({reasons})" if reasons else "")
        )
    entries = tuple(_entries(listed, received, source, config, problems))
    is_damaged = any(doubt.severity == "error" for doubt in listed.doubts)
    traits = [f"read as {found.name}: {pluralize(len(entries), 'article')}"]
    if listed.not_kept:
        traits.append(f"not kept: {', '.join(listed.not_kept)}")
    return Contents(
        entries=entries,
        problems=tuple(problems),
        traits=tuple(traits),
        title=listed.title,
        extent="part" if is_damaged else listed.extent,
    )


def _recognised(data: bytes) -> tuple[_Format, Any]:
    text = repair_mojibake(decode(data))
    if not text.strip():
        raise SourceError("the file is empty")
    formats, value = FORMATS, text
    if text.lstrip().startswith("<"):  # a page may hold a style sheet or a text of any kind
        formats = tuple(one for one in FORMATS if one.ending in ("html", "xml"))
    if is_json(data):
        formats = JSON_FORMATS
        try:
            value = parse_json(text)
        except ValueError as error:
            raise SourceError(f"is JSON that cannot be read: {error}") from error
    for one in formats:
        if one.recognises(value):
            return one, value
    if is_opml(data):
        raise SourceError("is OPML, which lists feeds: octavo init makes sources of them")
    if _FEED.search(text[:_START]) or (value is not text and "items" in value):
        raise SourceError('is a feed; read it by reader = "feed"')
    raise SourceError(f"is none of the lists that can be read: {', '.join(LIST_FORMATS)}")


def _entries(
    listed: ListContents,
    received: Received,
    source: Source,
    config: Config,
    problems: list[Problem],
) -> Iterator[Entry]:
    is_own = source.url is None and source.asked_url is None
    dates = _Dates(listed.items, config)
    # What is listed twice, in two folders, say, has the tags of both.
    tags: dict[str, dict[str, None]] = defaultdict(dict)
    for item in listed.items:
        tags[_identity(item)] |= dict.fromkeys(item.tags)
    for number, item in enumerate(listed.items):
        where = f"{received.path}, {item.where}"
        doubts: list[str] = []
        claim = dates.published(item, doubts)
        added = dates.added(item, doubts)
        if item.url is None and (stated := item.raw.get("url")):
            doubts.append(f"its address “{stated[:80]}” is no http or https address")
        problems.extend(Problem(where=where, message=one, severity="warning") for one in doubts)
        # What somebody else's list says beside a link are not the words of this list's owner.
        note = _note(item, where, source) if item.remark and is_own else None
        summary = item.summary or (text_of_html(item.remark or "") if note is None else None)
        yield Entry(
            source=source.name,
            capture=received.path,
            where=where,
            position=number,
            first_seen=received.date,
            # Without a key its address is what it goes by in its list, whatever it is called there.
            guid=item.key or item.url,
            url=item.url,
            doi=item.doi,
            name_parts=item.name_parts,
            publication=item.publication,
            references=item.references,
            title=item.title,
            authors=item.authors,
            published=claim,
            added=added,
            summary=beyond_title(summary, item.title),
            tags=tuple(tags[_identity(item)]),
            note=note,
            raw=_raw(item),
        )


def _identity(item: ListItem) -> str:
    """Return what items are compared by: the address, or their place if they have a key."""
    return canonical_url(item.url) if item.url and not item.key else item.where


def _raw(item: ListItem) -> dict[str, str]:
    """Return the fields as received, where that differs from what is read of them."""
    read = {"title": item.title, "authors": join_names(item.authors)}
    return {name: text for name, text in item.raw.items() if name in read and text != read[name]}


def _note(item: ListItem, where: str, source: Source) -> Note:
    remark = item.remark or ""
    # Zotero's notes are HTML, in whatever they are exported.
    body = sanitise(remark) if remark.startswith(("<p", "<div", "<h")) else ""
    body = body or html_of_paragraphs(remark)
    return Note(
        source=source.name,
        where=where,
        title=None,
        date=None,
        body_html=body,
        body_text=text_of_sanitised(body),
    )


class _Dates:
    """The dates that the items of a list state. Where every time is 00:00, only days are known."""

    def __init__(self, items: Sequence[ListItem], config: Config) -> None:
        self._language = config.site.language
        self._zone = time_zone(config.site.timezone)
        self._are_days = are_days(self._read(item.date, []) for item in items)
        self._were_days = are_days(self._read(item.added, []) for item in items)

    def published(self, item: ListItem, doubts: list[str]) -> DateClaim | None:
        """Return the date of publication; None, and why, for what is none."""
        raw = item.raw.get("date") or item.date
        if not item.date or not raw:
            return None
        try:
            return DateClaim(date=parse_edtf(item.date), kind="listed", raw=raw)
        except ValueError:
            timestamp = self._read(item.date, doubts)
            return self._claim(timestamp, "listed", raw, are_days=self._are_days)

    def added(self, item: ListItem, doubts: list[str]) -> DateClaim | None:
        """Return the day on which it came to the list; None, and why, for what is none."""
        unread: list[str] = []
        timestamp = self._read(item.added, unread)
        doubts.extend(f"when it was added: {doubt}" for doubt in unread)
        raw = item.raw.get("added") or item.added or ""
        return self._claim(timestamp, "added", raw, are_days=self._were_days)

    def _read(self, text: str | None, doubts: list[str]) -> Timestamp | None:
        return timestamp_or_doubt(text, self._language, doubts)

    def _claim(
        self, timestamp: Timestamp | None, kind: DateKind, raw: str, *, are_days: bool
    ) -> DateClaim | None:
        if timestamp is None:
            return None
        if are_days:
            return DateClaim(date=timestamp.date, kind=kind, raw=raw)
        instant = timestamp.instant_in(self._zone)
        return DateClaim(date=timestamp.day_in(self._zone), kind=kind, raw=raw, instant=instant)
