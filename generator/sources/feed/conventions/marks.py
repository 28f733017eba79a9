"""What a feed adds to all of its addresses, and the DOIs that its entries state."""

from __future__ import annotations

import re
from collections import defaultdict
from urllib.parse import urlsplit

import msgspec

from generator.sources.feed.conventions.whole import LEAST, Feed, Outcome
from generator.sources.feed.item import Item
from generator.text.marks import is_known_mark, without_parameters
from generator.text.urls import canonical_url, dropped_parts, parameter_name, url_host

_DOI = re.compile(
    r"(?:https?://(?:dx\.)?doi\.org/|info:doi/|(?:urn:)?doi: ?)?(10\.\d{4,9}/\S+)", re.IGNORECASE
)


def find_marks(feed: Feed) -> Outcome:
    """Find the parameters that have one value in all addresses of a host, and tell none apart."""
    urls: dict[str, set[str]] = defaultdict(set)
    for item in feed.items:
        if item.url:
            urls[url_host(item.url)].add(item.url)
    marks = {host: found for host, listed in urls.items() if (found := _marks(listed))}
    known = {p.partition("=")[0] for found in marks.values() for p in found}
    for host, listed in urls.items():
        parameters = {p for url in listed for p in urlsplit(url).query.split("&")}
        known |= {p.partition("=")[0] for p in parameters if p and is_known_mark(p, host)}
    if not known:
        return Outcome(feed.items)
    items = [
        msgspec.structs.replace(item, marks=tuple(sorted(marks.get(url_host(item.url or ""), ()))))
        for item in feed.items
    ]
    names = ", ".join(f"“{name}”" for name in sorted(known))
    trait = f"addresses hold a mark of the feed ({names}), which does not count in comparing"
    return Outcome(items, (trait,))


def _marks(urls: set[str]) -> set[str]:
    """Return the parameters, as they are written, that all of a host's addresses share."""
    if len(urls) < LEAST:
        return set()
    shared = set.intersection(*map(_parameters, urls))
    plain = {canonical_url(without_parameters(url, shared)) for url in urls}
    return shared if len(plain) == len({canonical_url(url) for url in urls}) else set()


def _parameters(url: str) -> set[str]:
    """Return the parameters of an address, but for those that never count."""
    written = urlsplit(url).query.split("&")
    return {p for p in written if p and parameter_name(p) not in dropped_parts(url)}


def find_dois(feed: Feed) -> Outcome:
    """Find the DOIs that entries state in elements of Dublin Core, PRISM or arXiv, or as guids."""
    return Outcome([msgspec.structs.replace(item, doi=_doi(item)) for item in feed.items])


def _doi(item: Item) -> str | None:
    keys = ("prism_doi", "dc__dentifier", "dc_identifier", "arxiv_doi")
    for text in (*(item.elements.get(key, "") for key in keys), item.guid or ""):
        if found := _DOI.fullmatch(text.strip()):
            return found[1].lower()
    return None
