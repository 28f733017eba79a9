"""Make the [[source]] tables for sources that were found at addresses and in files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.config.records import NOTES, Reader, Source
from generator.fetch.discover import DetectedSource
from generator.sources.lists import recognise_list
from generator.sources.lists.opml import ListedFeed
from generator.text.urls import slugify, url_host

_READER_TITLES: dict[Reader, str] = {"feed": "feed", "index": "index page", "list": "list"}


def name_sources(
    candidates: Sequence[DetectedSource],
    feeds: Sequence[ListedFeed],
    taken: set[str],
    *,
    alone: bool = False,
) -> tuple[Source, ...]:
    """Return the sources, first those that were tried, then those of OPML.

    Each has a name that is not `taken`, and that is taken then: that of its reader where it is
    `alone`, else one of its title.
    """
    sources = []
    for candidate in candidates:
        own = title_of(candidate)
        name = candidate.reader if alone else slugify(own, candidate.reader)
        url, fetch_url = _addresses(candidate)
        sources.append(
            Source(
                name=free_name(name, taken),
                reader=candidate.reader,
                title=f"{own} ({_READER_TITLES[candidate.reader]})",
                url=url,
                fetch_url=fetch_url,
                selectors=candidate.selectors,
            )
        )
    for feed in feeds:
        title = feed.title or url_host(feed.url)
        name = free_name(slugify(title, "feed"), taken)
        sources.append(Source(name=name, reader="feed", title=title, url=feed.url))
    return tuple(sources)


def _addresses(candidate: DetectedSource) -> tuple[str | None, str | None]:
    """Return the address of a source; "" where it must not be fetched, as of a saved feed."""
    url = candidate.url or candidate.own_url
    return (url, None) if url else (candidate.page, "" if candidate.page else None)


def table_of(source: Source) -> dict[str, str | Mapping[str, str]]:
    """Return the keys of a [[source]] that is new, in their order."""
    values: dict[str, str | Mapping[str, str]] = {
        "name": source.name,
        "reader": source.reader,
        "title": source.title,
    }
    values |= {"url": source.url} if source.url else {}
    values |= {} if source.fetch_url is None else {"fetch_url": source.fetch_url}
    return values | ({"selectors": source.selectors.given} if source.selectors else {})


def title_of(candidate: DetectedSource) -> str:
    """Return the source's own title, else its host or the name of its file."""
    place = url_host(candidate.url) if candidate.url else candidate.file
    return candidate.title or place or candidate.reader


def free_name(name: str, taken: set[str]) -> str:
    """Return the name, with a number if it is taken; it is taken then."""
    number, free = 1, name
    while free in taken or free == NOTES.name:
        number += 1
        free = f"{name}-{number}"
    taken.add(free)
    return free


def ending_of(candidate: DetectedSource) -> str:
    """Return the ending of the name of a file's first capture."""
    if candidate.reader == "list":
        return recognise_list(candidate.data) or "txt"
    return "html" if candidate.reader == "index" else "xml"
