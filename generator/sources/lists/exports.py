"""Exports of Pinboard, Omnivore and Octavo as JSON, and of Octavo as Atom → articles.

Octavo's articles.json is read whole; the first array or object tells which of them a file is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import msgspec

from generator.errors import SourceError
from generator.model.entries import AuthorName, Publication
from generator.sources.lists.item import Doubt, ListContents, ListItem, place_of, without_empty
from generator.text.bibliography import doi_in
from generator.text.html import clean_text, unique_texts
from generator.text.urls import absolute_url

_OF_PINBOARD = frozenset("href description extended time shared toread tags hash meta".split())
_OF_OMNIVORE = frozenset(
    "id slug title description author url state readingProgress thumbnail labels savedAt "
    "updatedAt publishedAt".split()
)
_OF_OCTAVO = frozenset(
    "id path url title authors summary tags date added notes evidence conflicts sources series "
    "kind preview date_evidence date_start date_end date_precision name_parts publication "
    "references".split()
)

_T = TypeVar("_T")
_NOTHING: tuple[object, ...] = (None, "", [], {}, ())


def is_pinboard(value: Any) -> bool:
    """Return whether a value read from JSON is what Pinboard exports."""
    return _is_array_of(value, "href", "description", "time")


def is_omnivore(value: Any) -> bool:
    """Return whether a value read from JSON is what Omnivore exported, a file of 20 articles."""
    return _is_array_of(value, "slug", "url", "savedAt")


def is_octavo(value: Any) -> bool:
    """Return whether a value read from JSON is articles.json of an Octavo list."""
    return (
        isinstance(value, dict)
        and isinstance(value.get("version"), int)
        and isinstance(value.get("articles"), list)
    )


def _is_array_of(value: Any, *keys: str) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(one, dict) and all(key in one for key in keys) for one in value)
    )


def read_pinboard(value: Sequence[Mapping[str, Any]]) -> ListContents:
    """Return the bookmarks in their order; what is not shared is private.

    Raises:
        SourceError: none is shared.
    """
    public = [one for one in value if one.get("shared") != "no"]
    private = len(value) - len(public)
    if not public:
        raise SourceError(
            f"all of its bookmarks are private ({private}), and none of them is published; "
            "in Pinboard, take “private” off those that are to be here"
        )
    items = [
        ListItem(
            where=place_of(number),
            title=_text(one.get("description")),
            url=absolute_url(_text(one.get("href"))),
            tags=unique_texts((_text(one.get("tags")) or "").split()),
            remark=_lines(one.get("extended")),
            added=_text(one.get("time")),
        )
        for number, one in enumerate(value, 1)
        if one.get("shared") != "no"
    ]
    doubts = [Doubt(where="", message=f"private, and left out: {private}", severity="info")]
    return _contents(items, doubts if private else [], value, _OF_PINBOARD)


def read_omnivore(value: Sequence[Mapping[str, Any]]) -> ListContents:
    """Return the saved pages in their order."""
    items = [
        ListItem(
            where=place_of(number),
            key=_text(one.get("id")) or _text(one.get("slug")),
            title=_text(one.get("title")),
            url=absolute_url(_text(one.get("url"))),
            authors=unique_texts([_text(one.get("author"))]),
            date=_text(one.get("publishedAt")),
            summary=_text(one.get("description")),
            tags=unique_texts(map(_label, _array(one.get("labels")))),
            added=_text(one.get("savedAt")),
        )
        for number, one in enumerate(value, 1)
    ]
    return _contents(items, [], value, _OF_OMNIVORE)


def _label(value: Any) -> str | None:
    return _text(value.get("name") if isinstance(value, dict) else value)


def read_octavo(value: Mapping[str, Any]) -> ListContents:
    """Return the articles of another list, as that list shows them."""
    listed = [one for one in value["articles"] if isinstance(one, dict)]
    urls = {_text(one.get("id")): absolute_url(_lines(one.get("url"))) for one in listed}
    items = []
    for number, one in enumerate(listed, 1):
        url = absolute_url(_lines(one.get("url")))
        cited = (urls.get(_text(name)) for name in _array(one.get("references")))
        notes = [
            _lines(note.get("text")) for note in _array(one.get("notes")) if isinstance(note, dict)
        ]
        items.append(
            ListItem(
                where=place_of(number),
                key=_text(one.get("id")),
                title=_text(one.get("title")),
                url=url,
                doi=doi_in(url) if url and "doi.org/" in url else None,
                authors=unique_texts(_array(one.get("authors"))),
                name_parts=_read(one.get("name_parts"), dict[str, AuthorName]) or {},
                publication=_read(one.get("publication"), Publication),
                date=_text(one.get("date")),
                references=tuple(dict.fromkeys(address for address in cited if address)),
                summary=_text(one.get("summary")),
                tags=unique_texts(_array(one.get("tags"))),
                remark="\n\n".join(note for note in notes if note) or None,
                added=_text(one.get("added")),
            )
        )
    return _contents(items, [], listed, _OF_OCTAVO)


def _read(value: Any, record: type[_T]) -> _T | None:
    """Return a value that Octavo wrote, as a record.

    None where somebody has changed it to what is none.
    """
    try:
        return msgspec.convert(value, record) if value else None
    except msgspec.ValidationError:
        return None


def is_json_feed(value: Any) -> bool:
    """Return whether a value read from JSON is feed.json of an Octavo list."""
    return (
        isinstance(value, dict)
        and str(value.get("version", "")).startswith("https://jsonfeed.org/version/")
        and isinstance(value.get("items"), list)
        and any(isinstance(one, dict) and "_octavo" in one for one in value["items"])
    )


def read_json_feed(value: Mapping[str, Any]) -> ListContents:
    """Return the newest articles of another list."""
    # An address of its own beside that of the original: only a list with a base URL has that.
    is_here = bool(value.get("home_page_url"))
    listed = [one for one in value["items"] if isinstance(one, dict)]
    items = []
    for number, one in enumerate(listed, 1):
        stated = one.get("_octavo")
        own: dict[str, Any] = stated if isinstance(stated, dict) else {}
        authors = _array(one.get("authors"))
        # Among those of the item its kind stands first, unless a tag says the same.
        tags = own.get("tags", _array(one.get("tags"))[1:])
        address = _lines(one.get("external_url")) or (None if is_here else _lines(one.get("url")))
        url, title = absolute_url(address), _text(one.get("title"))
        items.append(
            ListItem(
                where=place_of(number),
                key=_text(one.get("id")),
                title=title if url is None or absolute_url(title) != url else None,
                url=url,
                authors=unique_texts(_text(a.get("name")) for a in authors if isinstance(a, dict)),
                date=_text(own.get("date_edtf")),
                summary=_text(one.get("summary")),
                tags=unique_texts(_array(tags)),
                added=_text(own.get("added")),
            )
        )
    doubts: list[Doubt] = []
    return ListContents(
        items=without_empty(items, doubts),
        doubts=tuple(doubts),
        title=_text(value.get("title")),
        extent="newest",
    )


def _contents(
    items: Sequence[ListItem],
    doubts: list[Doubt],
    value: Sequence[Mapping[str, Any]],
    known: frozenset[str],
) -> ListContents:
    articles = without_empty(items, doubts)
    filled = (key for one in value for key in one if key not in known and one[key] not in _NOTHING)
    return ListContents(items=articles, doubts=tuple(doubts), not_kept=tuple(dict.fromkeys(filled)))


def _array(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str | None:
    return clean_text(value) if isinstance(value, str) else None


def _lines(value: Any) -> str | None:
    return (value.strip() or None) if isinstance(value, str) else None


# A feed in Atom of an Octavo list → the articles that it holds, as that list shows them.

_HEAD = 4000
_OURS = re.compile(r"<generator>Octavo</generator>")
_ATOM = "{http://www.w3.org/2005/Atom}"
_OCTAVO = "{urn:uuid:83757889-9689-5d14-a1b8-d1db6962bf4e}"


def is_octavo_feed(text: str) -> bool:
    """Return whether a text is a feed that Octavo wrote of articles."""
    return "<feed" in text[:_HEAD] and _OURS.search(text[:_HEAD]) is not None


def read_octavo_feed(text: str) -> ListContents:
    """Return the articles of another list's feed, the newest of them only.

    Raises:
        SourceError: it is no XML.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root: Any = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise SourceError(f"is a feed of Octavo that is damaged: {error}") from error
    # With an address of the list's own, an entry leads there, and names the original beside.
    is_here = bool(_links(root, "self"))
    doubts: list[Doubt] = []
    items = [
        _item(entry, place_of(number), is_here=is_here)
        for number, entry in enumerate(root.iter(f"{_ATOM}entry"), 1)
    ]
    return ListContents(
        items=without_empty(items, doubts),
        doubts=tuple(doubts),
        title=_text_of(root, f"{_ATOM}title"),
        extent="newest",
    )


def _item(entry: Any, where: str, *, is_here: bool) -> ListItem:
    links = _links(entry, "via") or ([] if is_here else _links(entry, "alternate"))
    url = absolute_url(links[0]) if links else None
    is_untitled = entry.find(f"{_OCTAVO}untitled") is not None
    return ListItem(
        where=where,
        key=_text_of(entry, f"{_ATOM}id"),
        title=None if is_untitled else _text_of(entry, f"{_ATOM}title"),
        url=url,
        authors=unique_texts(name.text for name in entry.iterfind(f"{_ATOM}author/{_ATOM}name")),
        date=_text_of(entry, f"{_OCTAVO}date"),
        summary=_text_of(entry, f"{_ATOM}summary"),
        # The kind has a scheme, and is no tag.
        tags=unique_texts(
            tag.get("term") for tag in entry.iterfind(f"{_ATOM}category") if not tag.get("scheme")
        ),
        added=_text_of(entry, f"{_OCTAVO}added"),
    )


def _links(element: Any, rel: str) -> list[str]:
    links = element.iterfind(f"{_ATOM}link")
    return [link.get("href", "") for link in links if link.get("rel") == rel]


def _text_of(element: Any, name: str) -> str | None:
    return clean_text(element.findtext(name) or "")
