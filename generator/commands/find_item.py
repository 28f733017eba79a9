"""A reference as somebody types it → the one article or mention that it names."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence

from generator.config.records import Site
from generator.errors import ConfigError
from generator.model import Article, Forward, Mention
from generator.text.addresses import Addresses
from generator.text.titles import fold_text, fold_title
from generator.text.urls import absolute_url

Item = Article | Mention

_MOST_LISTED = 20


def find_item(
    items: Sequence[Item], site: Site, reference: str, forwards: Iterable[Forward] = ()
) -> Item:
    """Return what a URL, title, id or permalink names.

    Where nothing is named so, it is what one of its entries is called, or was, or where a permalink
    of `forwards` leads; else it is the only one whose title holds the reference, or whose entries'
    titles do.

    Raises:
        ConfigError: nothing is found, and the message has the nearest titles; or several are, and
            it lists them.
    """
    found, said = _named(items, site, reference), "is the name of several"
    if not found:
        found = _named_by_entries(items, site, reference, forwards)
    if not found:
        found, said = _titled(items, reference), "is part of several titles"
    if len(found) == 1:
        return found[0]
    if found:
        listed = [f"  {_with_names(item)}" for item in found[:_MOST_LISTED]]
        if len(found) > _MOST_LISTED:
            listed.append(f"  and {len(found) - _MOST_LISTED} more")
        message = f"“{reference}” {said}; name one by its address or permalink:"
        raise ConfigError(message, *listed)
    titles = [item.label for item in items if isinstance(item, Article)]
    near = difflib.get_close_matches(reference, titles, n=3, cutoff=0.4)
    hint = f"; near: {', '.join(f'“{title}”' for title in near)}" if near else ""
    raise ConfigError(f"no article or mention is “{reference}”{hint}")


def _named(items: Sequence[Item], site: Site, reference: str) -> list[Item]:
    """Return what has the reference for an id or a permalink, else for a URL or a title."""
    name = _permalink(reference, site)
    exact = [item for item in items if name in (item.id, getattr(item, "slug", None))]
    if exact:
        return exact
    addresses = Addresses()
    addresses.learn(item.url for item in items if item.url)
    url = absolute_url(reference)
    address, title = addresses.key(url) if url else None, fold_title(reference, site.language)
    return [
        item
        for item in items
        if (item.url and addresses.key(item.url) == address)
        or (item.title and fold_title(item.title, site.language) == title)
    ]


def _named_by_entries(
    items: Sequence[Item], site: Site, reference: str, forwards: Iterable[Forward]
) -> list[Item]:
    """Return what has an entry of that URL or title, or had that permalink."""
    slug = _permalink(reference, site)
    ids = {forward.leads_to for forward in forwards if forward.slug == slug}
    url, title = absolute_url(reference), fold_title(reference, site.language)
    addresses = Addresses()
    addresses.learn(url for item in items for url in _urls_of_entries(item))
    address = addresses.key(url) if url else None
    return [
        item
        for item in items
        if item.id in ids
        or any(addresses.key(one) == address for one in _urls_of_entries(item))
        or any(fold_title(one, site.language) == title for one in _titles_of_entries(item))
    ]


def _urls_of_entries(item: Item) -> Iterator[str]:
    for statement in item.statements if isinstance(item, Article) else ():
        yield from statement.urls


def _titles_of_entries(item: Item) -> Iterator[str]:
    for statement in item.statements if isinstance(item, Article) else ():
        if statement.title:
            yield statement.title


def _permalink(reference: str, site: Site) -> str:
    """Return the last part of a permalink, however it is written."""
    path = reference.removeprefix(site.base_url).removeprefix("a/")
    return path.removesuffix("index.html").rstrip("/")


def _titled(items: Sequence[Item], reference: str) -> list[Item]:
    """Return what has the reference in its title, else what has it in an entry's."""
    part = fold_text(reference)
    if not part:
        return []
    return [item for item in items if item.title and part in fold_text(item.title)] or [
        item for item in items if any(part in fold_text(one) for one in _titles_of_entries(item))
    ]


def _with_names(item: Item) -> str:
    """Return one of several: its title, and what names it alone."""
    names = (item.url, f"a/{item.slug}/") if isinstance(item, Article) else (item.url, item.id)
    return f"{item.title or 'without a title'} ({', '.join(name for name in names if name)})"
