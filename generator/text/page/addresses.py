"""The address of a page, as it states it, and as the program that saved it noted it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from generator.text.urls import absolute_url, canonical_url

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_URLS = ("og:url", "citation_public_url", "citation_abstract_html_url", "parsely-link")
# As Chrome, Internet Explorer and SingleFile write it, at the beginning of a page.
_SAVED = re.compile(
    r"<!--\s*(?:saved from url=\(\d{1,6}\)|Page saved with SingleFile\s+url:\s*)(https?://[^\s>]+)",
    re.IGNORECASE,
)
_BEGINNING = 4_096


def is_front_page(url: str) -> bool:
    """Return whether an address is that of a whole site.

    >>> is_front_page("https://www.example.org/index.html"), is_front_page("https://example.org/?p=1")
    (True, False)
    """
    return canonical_url(url).count("/") <= 2 and "?" not in url


def saved_from(html: str) -> str | None:
    """Return the address that a program noted when it saved the page."""
    found = _SAVED.search(html, 0, _BEGINNING)
    return absolute_url(found[1]) if found else None


def canonical_of(
    root: HtmlElement, said: Mapping[str, Sequence[str]], url: str | None, base: str | None
) -> str | None:
    """Return the address that the page gives its article, resolved against `base`.

    That of the whole site is none, unless `url`, where the page was found, is that, too.
    """
    is_front = url is not None and is_front_page(url)
    for stated in _stated(root, said):
        address = absolute_url(stated, base)
        if address and (is_front or not is_front_page(address)):
            return address
    return None


def _stated(root: HtmlElement, said: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            yield link.get("href") or ""
    for name in _URLS:
        yield from said.get(name, ())
