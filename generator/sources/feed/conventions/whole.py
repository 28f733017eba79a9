"""What a convention sees: a feed as a whole, its items with their texts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

import msgspec

from generator.model import Record
from generator.sources.feed.item import HtmlFragment, Item
from generator.text.html import text_of_html
from generator.text.urls import absolute_url, url_host

# One entry is no habit.
LEAST = 2


class Feed(Record, kw_only=True):
    """A feed with its items, and what it states of itself; "" for what it does not state."""

    items: tuple[Item, ...]
    title: str = ""
    link: str = ""
    name: str = ""
    generator: str = ""
    #: Where the owner says that it is.
    url: str = ""
    language: str = "en"

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts of the feed and of the site that it is of."""
        urls = (absolute_url(text) for text in (self.link, self.name, self.url))
        return frozenset(url_host(url) for url in urls if url)

    def is_of(self, hosts: Collection[str]) -> bool:
        """Return whether the feed, or its site, is at one of the hosts or below it."""
        return any(is_at(host, hosts) for host in self.hosts)


class Outcome(NamedTuple):
    """The items as a convention leaves them, and what it did, in plain words."""

    items: Sequence[Item]
    traits: tuple[str, ...] = ()


# A convention leaves the items as they are where the feed does not prove that it applies.
Apply = Callable[[Feed], Outcome]


class Convention(NamedTuple):
    """A convention by the name that site.toml gives it."""

    name: str
    apply: Apply
    #: Whether it changes what is shown of an entry.
    changes: bool = True


def is_at(host: str, hosts: Collection[str]) -> bool:
    """Return whether a host is one of several, or below one of them."""
    return any(host == one or host.endswith(f".{one}") for one in hosts)


def most(count: int, of: int) -> bool:
    """Return whether so many are nearly all, and more than one."""
    return count >= LEAST and count * 10 >= of * 9


def with_value(item: Item, field: str, value: object, rule: str | None = None) -> Item:
    """Return the item with another value of a field; what was received is kept as raw."""
    raw, known_by = dict(item.raw), dict(item.known_by)
    before = getattr(item, field)
    if isinstance(before, str):
        raw.setdefault(field, before)
    elif before and field in ("authors", "tags"):
        raw.setdefault(field, ", ".join(before))
    if rule:
        known_by[field] = rule
    changes: dict[str, object] = {field: value, "raw": raw, "known_by": known_by}
    if field == "authors":
        changes["people"] = value
    return msgspec.structs.replace(item, **changes)


def with_summary(item: Item, html: str | None, rule: str | None = None) -> Item:
    """Return the item with another description; None or no text: it has none."""
    text = text_of_html(html or "")
    base = item.markup.base if item.markup else None
    changed = with_value(item, "summary", text, rule)
    markup = HtmlFragment(html=html or "", base=base) if text else None
    return msgspec.structs.replace(changed, markup=markup)


def with_content(item: Item, html: str) -> Item:
    """Return the item with another full text; none where nothing is left of it."""
    base = item.content.base if item.content else None
    content = HtmlFragment(html=html, base=base)
    return msgspec.structs.replace(item, content=content if content.sanitised() else None)
