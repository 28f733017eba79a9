"""Addresses of redirectors, which hold where they lead to in a parameter."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from generator.sources.feed.conventions.whole import Feed, Outcome, is_at, with_value
from generator.text.numbers import pluralize
from generator.text.urls import absolute_url, url_host

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
    """Return where a redirector's address leads to; None for every other address.

    >>> target_of("https://www.google.com/url?rct=j&url=https://example.org/pots&ct=ga")
    'https://example.org/pots'
    """
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


def follow_redirectors(feed: Feed) -> Outcome:
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
