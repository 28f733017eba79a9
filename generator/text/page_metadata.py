"""A web page → what its head says of the article on it.

Highwire's citation_* tags, JSON-LD (schema.org), OpenGraph, Dublin Core, plain meta tags: of each
field the first of them that says anything, since the earlier are written with more care.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from generator.model import Record
from generator.text.dates import month_names
from generator.text.html import clean_text, decode, text_of_html
from generator.text.html_tree import parse_page, text_in
from generator.text.json import parse_json
from generator.text.names import in_reading_order, split_names
from generator.text.references import mend_references
from generator.text.timestamps import Timestamp, timestamp_or_doubt
from generator.text.urls import absolute_url

if TYPE_CHECKING:
    from lxml.html import HtmlElement

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
_URLS = ("og:url", "citation_public_url", "ld:url")
_DESCRIPTIONS = (
    "citation_abstract",
    "ld:description",
    "og:description",
    "dc.description",
    "dcterms.description",
    "description",
)


class PageFacts(Record, kw_only=True):
    """What a page says of itself. `robots` are the words it has for programs, in lower case.

    `doubts` say what of it could not be read.
    """

    title: str | None = None
    authors: tuple[str, ...] = ()
    published: Timestamp | None = None
    description: str | None = None
    canonical: str | None = None
    language: str | None = None
    site: str | None = None
    tags: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    robots: frozenset[str] = frozenset()


def read_page(data: bytes, url: str | None = None) -> PageFacts:
    """Return what the page says; links resolved against `url`. Nothing is guessed from its text.

    Raises:
        ValueError: it has too many elements, or they stand too deep in each other.
    """
    root = parse_page(mend_references(decode(data)))
    return facts_of(root, url) if root is not None else PageFacts()


def facts_of(root: HtmlElement, url: str | None = None) -> PageFacts:
    """Return what the page says whose root this is."""
    said = _all_said(root)
    language = root.get("lang", "").strip() or None
    published, no_dates = _published(said, _known(language))
    canonical = _canonical(root)
    stated = canonical if canonical is not None else _first(said, _URLS)
    words = [*said.get("robots", ()), *said.get("octavo", ())]
    return PageFacts(
        title=_first(said, _TITLES) or _heading(root),
        authors=_authors(said),
        published=published,
        description=_first(said, _DESCRIPTIONS),
        canonical=absolute_url(stated, url) if stated else None,
        language=language,
        site=_first(said, ("og:site_name",)),
        tags=tuple(dict.fromkeys(said.get("article:tag") or said.get("ld:keywords") or [])),
        doubts=(*said.get("ld:broken", ()), *no_dates),
        robots=robots_words(words),
    )


def _canonical(root: HtmlElement) -> str | None:
    for link in root.iter("link"):
        href = link.get("href")
        if href is not None and "canonical" in link.get("rel", "").lower().split():
            return href
    return None


def _heading(root: HtmlElement) -> str | None:
    """The one h1 of the page, else its title element, which often names the site as well."""
    headings = list(islice(root.iter("h1"), 2))
    element = headings[0] if len(headings) == 1 else next(root.iter("title"), None)
    if element is None:
        return None
    if next(element.iter("sup", "sub"), None) is None:
        return clean_text(text_in(element))
    from lxml.html import tostring

    return text_of_html(tostring(element, encoding="unicode", with_tail=False))


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


def _all_said(root: HtmlElement) -> dict[str, list[str]]:
    """All statements of the head by their names in lower case; those of JSON-LD as `ld:`."""
    said: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        name = meta.get("name") or meta.get("property") or meta.get("itemprop")
        text = clean_text(meta.get("content", ""))
        if name and text:
            said.setdefault(name.strip().lower(), []).append(text)
    for script in root.iter("script"):
        if script.get("type", "").lower() != "application/ld+json":
            continue
        for key, value in _linked_data(script.text or ""):
            said.setdefault(key, []).append(value)
    return said


def _linked_data(script: str) -> Iterator[tuple[str, str]]:
    """What a JSON-LD script says of the thing to be read; of a broken one, that it is."""
    try:
        found = parse_json(script)
    except ValueError as error:
        yield "ld:broken", f"its JSON-LD cannot be read: {error}"
        return
    for thing in _things(found):
        for key in ("headline", "name", "datePublished", "description", "url"):
            value = thing.get(key)
            if isinstance(value, str) and (text := text_of_html(value)):
                yield f"ld:{key.lower()}", text
        keywords = thing.get("keywords")
        for word in keywords if isinstance(keywords, list) else [keywords]:
            if isinstance(word, str) and (cleaned := clean_text(word)):
                yield "ld:keywords", cleaned
        authors = thing.get("author")
        for author in authors if isinstance(authors, list) else [authors]:
            name = author.get("name") if isinstance(author, dict) else author
            if isinstance(name, str) and (cleaned := clean_text(name)):
                yield "ld:author", cleaned
        return  # the first is the page's own; others are what it links to


def _things(found: Any) -> Iterator[dict[str, Any]]:
    """What one reads among what the script describes, in its order, however deep it stands."""
    waiting = [found]
    while waiting:
        part = waiting.pop()
        if isinstance(part, list):
            waiting.extend(reversed(part))
        elif isinstance(part, dict):
            kinds = part.get("@type")
            names = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(name, str) and _READ.fullmatch(name) for name in names):
                yield part
            waiting.append(part.get("@graph"))


def _first(said: dict[str, list[str]], names: tuple[str, ...]) -> str | None:
    return next((said[name][0] for name in names if name in said), None)


def _authors(said: dict[str, list[str]]) -> tuple[str, ...]:
    """All authors of the first kind of statement that has any; an address is no name."""
    for name in _AUTHORS:
        texts = [text for text in said.get(name, ()) if absolute_url(text) is None]
        names = [one for text in texts for one in split_names(text)]
        if names:
            # `Gödel, Kurt`, which citation_author allows, the way it is read: `Kurt Gödel`.
            straight = map(in_reading_order, names) if name == "citation_author" else names
            return tuple(dict.fromkeys(straight))
    return ()


def _known(language: str | None) -> str:
    """Return the page's language if its months have names that are known, else English."""
    try:
        month_names(language or "en")
    except ValueError:
        return "en"
    return language or "en"


def _published(said: dict[str, list[str]], language: str) -> tuple[Timestamp | None, list[str]]:
    """Return the first statement that is a date, and what those before it are instead."""
    doubts: list[str] = []
    for text in (text for name in _DATES for text in said.get(name, ())):
        if timestamp := timestamp_or_doubt(text, language, doubts):
            return timestamp, doubts
    return None, doubts
