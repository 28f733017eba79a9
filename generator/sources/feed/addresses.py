"""The address of an item: its link, else a guid that is one. RSS 2.0, RFC 4287 §4.2.6."""

from __future__ import annotations

import re

from generator.model import Record
from generator.text.urls import absolute_url

#: What is written where there is nothing to write.
NOTHING = frozenset("n/a none null nil undefined nan - -- --- – — #".split())
# A host whose "https://" is missing would become a page below the site.
_BARE_HOST = re.compile(r"www\.[^\s/.]+\.", re.IGNORECASE)

BY_GUID = "its guid: the feed calls it no permalink, but gives no other address"


class Address(Record, kw_only=True):
    """Where an item is."""

    url: str | None
    #: The rule that gave the URL; None for a link.
    known_by: str | None = None
    #: What of it is no address, in words.
    doubts: tuple[str, ...] = ()


def said(text: str) -> str:
    """Return a text as received; "" for what stands for nothing: `N/A`, `-`.

    >>> said("N/A"), said(" /a ")
    ('', '/a')
    """
    return "" if text.strip().casefold() in NOTHING else text.strip()


def address_of(link: str, guid: str, base: str | None, *, is_permalink: bool) -> Address:
    """Return the link, resolved against `base`, else the guid if it is an http(s) address.

    `is_permalink`: whether the feed calls the guid one.
    """
    link = said(link)
    url = None if _BARE_HOST.match(link) else absolute_url(link, base)
    if url:
        return Address(url=url)
    doubts = (f"its link “{link}” is no http or https URL",) if link else ()
    url = absolute_url(said(guid))
    return Address(url=url, known_by=None if is_permalink or not url else BY_GUID, doubts=doubts)
