"""A paged feed → its older pages, each a resource of its source. RFC 5005; JSON Feed's next_url."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from lxml import etree

from generator.errors import FetchError
from generator.fetch.answer import Answer
from generator.fetch.client import Client
from generator.fetch.guard import NotPublic
from generator.model import Problem, Record
from generator.sources.capture_files import Contents
from generator.text.numbers import pluralize
from generator.text.urls import absolute_url

# An archive that is complete first, then a page of what is there now: RFC 5005, 4 and 3.
_OLDER = ("prev-archive", "next")


class OlderPages(Record, kw_only=True):
    """How many pages and entries were kept, whether there are more, and what stopped it."""

    pages: int = 0
    entries: int = 0
    has_more: bool = False
    problem: str | None = None

    @property
    def message(self) -> str:
        """`3 older pages with 60 entries; there are more: ask for more pages`."""
        if not self.pages and not self.problem:
            return "it names no older page"
        entries = pluralize(self.entries, "entry", "entries")
        parts = [f"{pluralize(self.pages, 'older page')} with {entries}"]
        parts += [self.problem] if self.problem else []
        parts += ["there are more: ask for more pages"] if self.has_more else []
        return "; ".join(parts)


def follow_pages(
    client: Client,
    first: Answer,
    most: int,
    keep: Callable[[int, bytes], Contents | Problem],
) -> OlderPages:
    """Follow the pages behind the first, `most` of them, until one fails or leads to none.

    `keep` gets the number of a page and its bytes, and returns what it holds.
    """
    found = OlderPages()
    seen = {first.url}
    url = older_page(first.body, first.url)
    while url and found.pages < most:
        if url in seen:
            return msgspec.structs.replace(found, problem=f"{url}: leads back to itself")
        seen.add(url)
        try:
            answer = client.get(url)
        except (FetchError, NotPublic) as error:
            return msgspec.structs.replace(found, problem=str(error))
        if answer.status != 200:
            return msgspec.structs.replace(found, problem=f"{url}: answers {answer.phrase}")
        contents = keep(found.pages + 2, answer.body)
        if isinstance(contents, Problem):
            return msgspec.structs.replace(found, problem=f"{url}: {contents.message}")
        found = OlderPages(pages=found.pages + 1, entries=found.entries + len(contents.entries))
        url = older_page(answer.body, answer.url) if contents.entries else None
    return msgspec.structs.replace(found, has_more=url is not None)


def older_page(data: bytes, url: str) -> str | None:
    """Return the address of the page that holds what is older than a feed from this URL."""
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        try:
            link = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf")).get("next_url")
        except (msgspec.DecodeError, UnicodeDecodeError, AttributeError, RecursionError):
            return None
        return absolute_url(link, url) if isinstance(link, str) else None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    try:
        root: Any = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:  # nothing at all could be recovered
        return None
    if root is None:
        return None
    # Not those of entries, which lead elsewhere.
    links = {
        link.get("rel"): link.get("href")
        for parent in (root, *root.iterchildren("{*}channel"))
        for link in parent.iterchildren("{*}link")
    }
    return next((absolute_url(links[rel], url) for rel in _OLDER if links.get(rel)), None)
