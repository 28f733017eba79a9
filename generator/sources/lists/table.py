"""CSV with a header, as Zotero, Readwise, Raindrop, Pocket and Instapaper write it → articles.

Columns are known by their names, whatever tool gave them; of several names the first that holds
something counts. A table with a row a highlight lists their articles.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from generator.errors import SourceError
from generator.sources.lists.item import (
    Doubt,
    ListContents,
    ListItem,
    moment_of,
    place_of,
    publication_of,
    split_tags,
    url_of,
    without_empty,
)
from generator.text.bibliography import WORDS, doi_in, isbn_in, issn_in
from generator.text.cells import split_cell, unescape_cell
from generator.text.html import clean_text, html_of_paragraphs, text_of_html, unique_texts
from generator.text.names import in_reading_order, split_names, stated_parts
from generator.text.numbers import pluralize
from generator.text.timestamps import timestamp_or_doubt

# A field → the columns that hold it, by their names in small letters.
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "key": ("key", "id", "citation key"),
    "title": ("title", "name", "book title", "document title", "article title"),
    "url": ("url", "link", "href", "address"),
    "doi": ("doi",),
    "authors": ("author", "authors", "creator", "creators", "by", "editor", "book author"),
    "date": ("date", "published", "published date", "publication year", "year"),
    "summary": ("abstract note", "abstract", "summary", "description", "excerpt"),
    "tags": ("manual tags", "automatic tags", "document tags", "tags", "keywords"),
    "folder": ("folder", "folders", "collection"),
    "remark": ("notes", "note", "document note", "selection", "remark", "comment"),
    "container": ("publication title", "journal", "container"),
    "volume": ("volume",),
    "issue": ("issue",),
    "pages": ("pages",),
    "publisher": ("publisher",),
    "isbn": ("isbn",),
    "issn": ("issn",),
    "type": ("item type",),
    "added": ("date added", "saved date", "time_added", "timestamp", "created", "added", "saved"),
}
_PUBLISHED = ("container", "volume", "issue", "pages", "publisher")
_KNOWN = frozenset(name for names in _COLUMNS.values() for name in names)
# What a tool calls its place for all that lies in no folder, or was read.
_ROOTS = frozenset({"unread", "read", "archive", "unsorted", "home", "starred"})
# That one of these is there tells a list of articles from other tables.
_ADDRESSES = frozenset({"url", "link", "href", "doi"})
# What no table but our own articles.csv has.
_OF_OCTAVO = frozenset({"date_start", "date_end", "date_precision", "missing_since"})
_OUR_COLUMNS = frozenset({"kind", "series", "sources", "path"})
_DELIMITERS = (",", ";", "\t")
_LONGEST_FIELD = 1 << 24
_LONGEST_HEADER = 10_000


def delimiter_of(text: str) -> str | None:
    """Return the delimiter of the columns; None for a text whose first line is no known header."""
    header = re.split("[\r\n]", text.lstrip("\ufeff\r\n"), maxsplit=1)[0]
    if len(header) > _LONGEST_HEADER:
        return None
    for delimiter in _DELIMITERS:
        try:
            names = _names(next(csv.reader([header], delimiter=delimiter), []))
        except csv.Error:  # a return within it
            return None
        if len(names) > 1 and (_ADDRESSES.intersection(names) or _is_of_highlights(names)):
            return delimiter
    return None


def _names(header: Sequence[str]) -> list[str]:
    return [(clean_text(name) or "").lower() for name in header]


def read_table(text: str) -> ListContents:
    """Return the rows in their order.

    Raises:
        SourceError: it is no CSV.
    """
    csv.field_size_limit(_LONGEST_FIELD)
    text = text.lstrip("\ufeff\r\n")
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text) or ",")
    doubts: list[Doubt] = []
    try:
        names = _names(next(rows, []))
        numbered = [(rows.line_num, row) for row in rows if any(map(str.strip, row))]
    except csv.Error as error:
        raise SourceError(f"line {rows.line_num}: is no CSV: {error}") from error
    found: list[tuple[str, Mapping[str, str]]] = list(_fields(numbered, names, doubts))
    filled = dict.fromkeys(
        name for _where, fields in found for name in names if fields.get(name, "").strip()
    )
    known, item_of = _KNOWN, _item
    if _OF_OCTAVO.issubset(names):
        known, item_of = _KNOWN | _OF_OCTAVO | _OUR_COLUMNS, _own_item
    elif _is_of_highlights(names):
        known, found = _KNOWN | _HIGHLIGHT_COLUMNS, list(_join_highlights(found))
    return ListContents(
        items=without_empty([item_of(fields, where) for where, fields in found], doubts),
        doubts=tuple(doubts),
        not_kept=tuple(name for name in filled if name and name not in known),
    )


def _fields(
    numbered: Sequence[tuple[int, Sequence[str]]], names: Sequence[str], doubts: list[Doubt]
) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the place of each row, and its cells by the names of their columns."""
    for number, (line, row) in enumerate(numbered, 1):
        where = place_of(number, line)
        if more := row[len(names) :]:
            message = f"{pluralize(len(more), 'column')} more than the header names; left out"
            doubts.append(Doubt(where=where, message=message))
        # Of two columns of one name the first counts; a short row has nothing in the last ones.
        cells = zip(reversed(names[: len(row)]), reversed(row[: len(names)]), strict=True)
        yield where, dict(cells)


def _item(fields: Mapping[str, str], where: str) -> ListItem:
    stated = {
        field: next((text for name in names if (text := fields.get(name, "").strip())), "")
        for field, names in _COLUMNS.items()
    }
    tags = [tag for name in _COLUMNS["tags"] for tag in _tags(fields.get(name, ""))]
    folder = stated["folder"]
    folders = [] if folder.lower() in _ROOTS else folder.split("/")
    doi = doi_in(stated["doi"])
    date, added = stated["date"], stated["added"]
    stated_names = split_names(stated["authors"])
    names = {in_reading_order(name): stated_parts(name) for name in stated_names}
    # Without a title Pocket and Instapaper give the address in its place.
    title = "" if stated["title"] == stated["url"] else stated["title"]
    return ListItem(
        where=where,
        key=clean_text(stated["key"]),
        # Zotero writes what is slanted, raised or lowered in a title as tags.
        title=(text_of_html if "item type" in fields else clean_text)(title),
        url=url_of(stated["url"], doi),
        doi=doi,
        authors=tuple(names),
        name_parts={name: parts for name, parts in names.items() if parts},
        publication=publication_of(
            type=next((name for name in WORDS if name == stated["type"]), None),
            doi=doi,
            isbn=isbn_in(stated["isbn"]),
            issn=issn_in(stated["issn"]),
            **{name: stated[name] for name in _PUBLISHED},
        ),
        date=moment_of(date) if date.isdecimal() and len(date) > 8 else clean_text(date),
        summary=text_of_html(stated["summary"]),
        tags=unique_texts([*tags, *folders]),
        remark=stated["remark"] or None,
        added=moment_of(added) if added.isdecimal() else clean_text(added),
        raw={name: stated[name] for name in ("authors", "added", "url") if stated[name]},
    )


def _own_item(fields: Mapping[str, str], where: str) -> ListItem:
    """Return a row of articles.csv, in which an apostrophe keeps cells from being formulas."""
    plain = {name: unescape_cell(text) for name, text in fields.items()}
    url = plain.get("url", "")
    return ListItem(
        where=where,
        key=clean_text(plain.get("id", "")),
        title=clean_text(plain.get("title", "")),
        url=url_of(url, None),
        doi=doi_in(url) if "doi.org/" in url else None,
        authors=unique_texts(split_cell(plain.get("authors", ""))),
        date=clean_text(plain.get("date", "")),
        summary=clean_text(plain.get("summary", "")),
        tags=unique_texts(split_cell(plain.get("tags", ""))),
        added=clean_text(plain.get("added", "")),
        raw={"url": url} if url else {},
    )


def _tags(text: str) -> tuple[str, ...]:
    """Return tags, split as any of the tools joins them; Instapaper and Readwise write arrays."""
    if text.startswith("["):
        try:
            found = json.loads(text.replace("'", '"') if '"' not in text else text)
        except ValueError:
            found = None
        if isinstance(found, list):
            return unique_texts(found)
    return split_tags(text)


# A table with a row a highlight, as Readwise exports it → a row an article, which has them all.
#
# Title, author and address say which rows are of one article. What was highlighted, and what
# stands beside it, is what its reader remarks.

Row = Mapping[str, str]

_TITLES = ("book title", "document title", "article title", "title")
_ARTICLE = (*_TITLES, "book author", "author", "url", "link")
_MOMENT = "highlighted at"
#: The columns that only such tables have, in small letters.
_HIGHLIGHT_COLUMNS = frozenset({"highlight", "book title", "book author", _MOMENT})


def _is_of_highlights(names: Collection[str]) -> bool:
    """Return whether a table with these columns has a row a highlight.

    >>> _is_of_highlights(["highlight", "book title"]), _is_of_highlights(["url", "title"])
    (True, False)
    """
    return "highlight" in names and any(title in names for title in _TITLES)


def _join_highlights(rows: Iterable[tuple[str, Row]]) -> Iterator[tuple[str, Row]]:
    """Yield one row for all rows of an article, at the place of the first."""
    articles: dict[tuple[str, ...], list[tuple[str, Row]]] = defaultdict(list)
    for where, row in rows:
        named = tuple(row.get(name, "").strip() for name in _ARTICLE)
        articles[named if any(named) else (where,)].append((where, row))
    for same in articles.values():
        where, first = same[0]
        yield where, {**first, **_together([row for _where, row in same])}


def _together(rows: Sequence[Row]) -> dict[str, str]:
    notes = dict.fromkeys(row.get("document note", "") for row in rows)
    parts = [html_of_paragraphs(note) for note in notes]
    for row in rows:
        text = html_of_paragraphs(row.get("highlight", ""))
        parts.append(f"<blockquote>{text}</blockquote>" if text else "")
        parts.append(html_of_paragraphs(row.get("note", "")))
        tags = (tag.strip() for tag in row.get("tags", "").split(","))
        parts.append(html_of_paragraphs(" ".join(f"#{tag}" for tag in tags if tag)))
    return {
        "notes": f"<div>{''.join(parts)}</div>",
        # Those of an article; its highlights' own stand beside them.
        "tags": "",
        "document tags": ",".join(row.get("document tags", "") for row in rows),
        "added": _first_moment(row.get(_MOMENT, "") for row in rows),
    }


def _first_moment(stated: Iterable[str]) -> str:
    """Return the earliest time; one that cannot be read if none can, so that it is reported."""
    texts = [text for text in stated if text.strip()]
    read = [(timestamp_or_doubt(text, "en", []), text) for text in texts]
    times = [(time.iso, text) for time, text in read if time]
    return min(times)[1] if times else next(iter(texts), "")
