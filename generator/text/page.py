"""A web page → what its head says of the article on it.

Highwire's citation_* tags, JSON-LD (schema.org), OpenGraph, Dublin Core, plain meta tags: of each
field the first of them that says anything, since the earlier are written with more care.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from generator.model import PartialDate, Record
from generator.text.dates import make_date
from generator.text.markup import clean_text, decode, text_of_html
from generator.text.urls import absolute_url

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

_DATE = re.compile(r"\s*(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?:[T ].*)?\s*")
# JSON-LD describes sites, people and crumbs as well; these are what one reads.
_READ = re.compile(r"(?:\w*Article|\w*Posting|Report|Book|Chapter|Thesis|CreativeWork|WebPage)")

_TITLES = ("citation_title", "ld:headline", "og:title", "dc.title", "dcterms.title", "ld:name")
_AUTHORS = (
    "citation_author",
    "ld:author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "author",
)
_DATES = (
    "citation_publication_date",
    "citation_online_date",
    "citation_date",
    "ld:datepublished",
    "article:published_time",
    "og:article:published_time",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "date",
)
_DESCRIPTIONS = (
    "citation_abstract",
    "ld:description",
    "og:description",
    "dc.description",
    "dcterms.description",
    "description",
)


class PageFacts(Record, kw_only=True):
    """What a page says of itself. `robots` are the words it has for programs, in lower case."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    published: PartialDate | None = None
    published_raw: str | None = None
    description: str | None = None
    canonical: str | None = None
    language: str | None = None
    robots: frozenset[str] = frozenset()


def read_page(data: bytes, url: str | None = None) -> PageFacts:
    """What the page says; links resolved against `url`. Nothing is guessed from its text."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(decode(data), "lxml")
    said = _all_said(soup)
    raw, published = _published(said)
    canonical = soup.select_one('link[rel~="canonical" i][href]')
    stated = str(canonical["href"]) if canonical else _first(said, ("og:url",))
    root = soup.find("html", lang=True)
    words = [*said.get("robots", ()), *said.get("octavo", ())]
    return PageFacts(
        title=_first(said, _TITLES) or clean_text(soup.title.get_text() if soup.title else ""),
        authors=_authors(said),
        published=published,
        published_raw=raw,
        description=_first(said, _DESCRIPTIONS),
        canonical=absolute_url(stated, url) if stated else None,
        language=str(root["lang"]).strip() or None if root else None,
        robots=robots_words(words),
    )


def robots_words(texts: list[str]) -> frozenset[str]:
    """The directives in robots tags or headers, without the names of programs they are for.

    >>> sorted(robots_words(["noindex, NoArchive", "otherbot: nosnippet"]))
    ['noarchive', 'noindex']
    """
    words = set()
    for text in texts:
        agent, colon, rest = text.partition(":")
        if colon and " " not in agent.strip() and "," not in agent and not _has_value(agent):
            if agent.strip().lower() not in ("octavo", "*"):
                continue
            text = rest
        words |= {word.strip().lower() for word in text.split(",") if word.strip()}
    return frozenset(words)


def _has_value(word: str) -> bool:
    """Whether what stands before the colon is a directive (max-snippet: 50), and no program."""
    return word.strip().lower() in ("max-snippet", "max-image-preview", "unavailable_after")


def _all_said(soup: BeautifulSoup) -> dict[str, list[str]]:
    """All statements of the head by their names in lower case; those of JSON-LD as `ld:`."""
    said: dict[str, list[str]] = {}
    for meta in soup.select("meta[content]"):
        name = meta.get("name") or meta.get("property") or meta.get("itemprop")
        text = clean_text(str(meta["content"]))
        if name and text:
            said.setdefault(str(name).strip().lower(), []).append(text)
    for script in soup.select('script[type="application/ld+json" i]'):
        for key, value in _linked_data(script.get_text()):
            said.setdefault(key, []).append(value)
    return said


def _linked_data(script: str) -> Iterator[tuple[str, str]]:
    """What a JSON-LD script says of the thing to be read; nothing where it is broken."""
    try:
        found = msgspec.json.decode(script)
    except msgspec.DecodeError:
        return
    for thing in _things(found):
        for key in ("headline", "name", "datePublished", "description"):
            value = thing.get(key)
            if isinstance(value, str) and (text := text_of_html(value)):
                yield f"ld:{key.lower()}", text
        authors = thing.get("author")
        for author in authors if isinstance(authors, list) else [authors]:
            name = author.get("name") if isinstance(author, dict) else author
            if isinstance(name, str) and (cleaned := clean_text(name)):
                yield "ld:author", cleaned
        return  # the first is the page's own; others are what it links to


def _things(found: Any) -> Iterator[dict[str, Any]]:
    if isinstance(found, list):
        for part in found:
            yield from _things(part)
    elif isinstance(found, dict):
        kinds = found.get("@type")
        names = kinds if isinstance(kinds, list) else [kinds]
        if any(isinstance(name, str) and _READ.fullmatch(name) for name in names):
            yield found
        yield from _things(found.get("@graph"))


def _first(said: dict[str, list[str]], names: tuple[str, ...]) -> str | None:
    return next((said[name][0] for name in names if name in said), None)


def _authors(said: dict[str, list[str]]) -> tuple[str, ...]:
    """All authors of the first kind of statement that has any; an address is no name."""
    for name in _AUTHORS:
        names = [text for text in said.get(name, ()) if absolute_url(text) is None]
        if names:
            straight = (_straight(text) if name == "citation_author" else text for text in names)
            return tuple(dict.fromkeys(straight))
    return ()


def _straight(name: str) -> str:
    """`Gödel, Kurt`, which citation_author allows, the way it is read: `Kurt Gödel`."""
    family, comma, given = name.partition(", ")
    return f"{given} {family}" if comma and "," not in given else name


def _published(said: dict[str, list[str]]) -> tuple[str | None, PartialDate | None]:
    """The first statement that is a date, as received, and the date: the day as written."""
    for name in _DATES:
        for text in said.get(name, ()):
            match = _DATE.fullmatch(text)
            if match is None:
                continue
            try:
                return text, make_date(*(int(part) if part else None for part in match.groups()))
            except ValueError:
                continue
    return None, None
