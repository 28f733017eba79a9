"""Addresses of entries: what a feed adds to all of them, redirectors, and DOIs that it states."""

from __future__ import annotations

import re
from collections import defaultdict
from urllib.parse import parse_qsl, urlsplit

import msgspec

from generator.sources.feed.conventions.convention import (
    LEAST,
    Outcome,
    WholeFeed,
    is_at,
    with_value,
)
from generator.sources.feed.item import Item
from generator.text.addresses import is_known_mark, without_parameters
from generator.text.numbers import pluralize
from generator.text.urls import absolute_url, canonical_url, dropped_parts, parameter_name, url_host

_DOI = re.compile(
    r"(?:https?://(?:dx\.)?doi\.org/|info:doi/|(?:urn:)?doi: ?)?(10\.\d{4,9}/\S+)", re.IGNORECASE
)


def find_marks(feed: WholeFeed) -> Outcome:
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


def find_dois(feed: WholeFeed) -> Outcome:
    """Find the DOIs that entries state in elements of Dublin Core, PRISM or arXiv, or as guids."""
    return Outcome([msgspec.structs.replace(item, doi=_doi(item)) for item in feed.items])


def _doi(item: Item) -> str | None:
    keys = ("prism_doi", "dc__dentifier", "dc_identifier", "arxiv_doi")
    for text in (*(item.elements.get(key, "") for key in keys), item.guid or ""):
        if found := _DOI.fullmatch(text.strip()):
            return found[1].lower()
    return None


# Addresses of redirectors, which hold where they lead to in a parameter.

# The host with all below it (`.*`: of each country), the beginning of the path, the parameters.
# One line a redirector.
REDIRECTORS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("google.*", "/url", ("url", "q")),
    ("google.*", "/news/url", ("url",)),
    ("news.url.google.com", "/", ("url",)),
    ("bing.com", "/news/apiclick", ("url",)),
    ("bing.com", "/alink/link", ("url",)),
    ("duckduckgo.com", "/l/", ("uddg",)),
    ("facebook.com", "/l.php", ("u",)),
    ("instagram.com", "/", ("u",)),
    ("youtube.com", "/redirect", ("q",)),
    ("linkedin.com", "/safety/go", ("url",)),
    ("linkedin.com", "/redir/redirect", ("url",)),
    ("out.reddit.com", "/", ("url",)),
    ("t.umblr.com", "/redirect", ("z",)),
    ("href.li", "/", ("url",)),
    ("vk.com", "/away.php", ("to",)),
    ("slack-redir.net", "/link", ("url",)),
    ("steamcommunity.com", "/linkfilter", ("url", "u")),
    ("safelinks.protection.outlook.com", "/", ("url",)),
    ("exit.sc", "/", ("url",)),
    ("medium.com", "/r/", ("url",)),
    ("disq.us", "/url", ("url",)),
    ("getpocket.com", "/redirect", ("url",)),
    ("l.threads.net", "/", ("u",)),
    ("l.threads.com", "/", ("u",)),
    ("hackernoon.com", "/redirect", ("url",)),
)


def target_of(url: str) -> str | None:
    """Return the target of a redirector's address; None for every other address.

    >>> target_of("https://www.google.com/url?rct=j&url=https://example.org/pots&ct=ga")
    'https://example.org/pots'
    """
    if "?" not in url:
        return None
    parts, host = urlsplit(url), url_host(url)
    for domain, path, names in REDIRECTORS:
        if _is_at(host, domain) and parts.path.startswith(path):
            found = dict(parse_qsl(parts.query))
            targets = (absolute_url(found.get(name)) for name in names)
            return next(filter(None, targets), None)
    return None


def _is_at(host: str, domain: str) -> bool:
    """Return whether a host is a domain or below it; `google.*` is that of each country."""
    name, star, _ = domain.partition(".*")
    if not star:
        return is_at(host, (domain,))
    labels = host.split(".")
    return labels[-2:-1] == [name] or (labels[-3:-2] == [name] and len(labels[-2]) <= 3)


def follow_redirectors(feed: WholeFeed) -> Outcome:
    """Give entries at a redirector's address the address that it leads to."""
    items, count = [], 0
    for item in feed.items:
        target = target_of(item.url) if item.url else None
        if target:
            count += 1
            item = with_value(item, "url", target, "where its redirector leads to")
        items.append(item)
    if not count:
        return Outcome(feed.items)
    entries = pluralize(count, "entry", "entries")
    return Outcome(items, (f"{entries} linked through a redirector; where it leads to is read",))
