"""A web page → what its head says of the article on it.

Highwire's citation_* tags, JSON-LD (schema.org), OpenGraph, Dublin Core, plain meta tags: of each
field the first of them that says anything, since the earlier are written with more care.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from generator.model import AuthorName, Publication, Record
from generator.text.date_names import known_language
from generator.text.html import clean_text
from generator.text.html_tree import parse_page, text_in
from generator.text.page.addresses import canonical_of, is_front_page
from generator.text.page.authors import authors_of
from generator.text.page.dates import published
from generator.text.page.linked_data import LinkedData, Thing, text_of
from generator.text.page.publication import name_parts_in, publication_in, references_in
from generator.text.page.received import page_text
from generator.text.page.titles import (
    decoded,
    heading_texts,
    masthead_names,
    site_names,
    title_of,
    without_site,
)
from generator.text.timestamps import Timestamp
from generator.text.titles import beyond_title, fold_text
from generator.text.urls import absolute_url, canonical_url

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_DESCRIPTIONS = (
    *("citation_abstract", "ld", "og:description", "dc.description", "dcterms.description"),
    *("description", "twitter:description"),
)
# What a program should have filled in.
# What stands over an abstract, as a heading of its own.
_OVER_ABSTRACT = re.compile(
    r"(?:<(?:div|section|sec)\b[^<>]*>\s*)?<(h[1-6]|title|jats:title|b|strong)\b[^<>]*>\s*"
    r"(?:abstract|summary)\s*[.:]?\s*</\1>",
    re.IGNORECASE,
)
_UNFILLED = re.compile(r"\{\{|\{%|<%|\$\{|\[\[")


class PageFacts(Record, kw_only=True):
    """What a page says of itself. `robots` are the words it has for programs, in lower case.

    `doubts` say what of it could not be read.
    """

    title: str | None = None
    authors: tuple[str, ...] = ()
    name_parts: dict[str, AuthorName] = msgspec.field(default_factory=dict)
    publication: Publication | None = None
    #: The addresses of what it cites.
    references: tuple[str, ...] = ()
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
        ValueError: it is no page, has too many elements, or they stand too deep in each other.
    """
    page = page_text(data)
    root = parse_page(page.html)
    return facts_of(root, url or page.url) if root is not None else PageFacts()


def facts_of(root: HtmlElement, url: str | None, base: str | None = None) -> PageFacts:
    """Return what the page says whose root this is.

    `url` is where it was found, if that is known; relative links are resolved against `base`, or
    else against that.
    """
    base = base or url
    said = _all_said(root)
    language = (root.get("lang") or "").strip() or None
    canonical = canonical_of(root, said, url, base)
    data = LinkedData(root)
    home = base or canonical
    sites = site_names(said, data, canonical or url)
    sites |= {fold_text(name) for name in masthead_names(root, home)}
    headings = heading_texts(root, home)
    element = next(root.iter("title"), None)

    def titles() -> set[str]:
        stated = [
            *said.get("og:title", ()),
            *headings,
            text_in(element) if element is not None else "",
        ]
        return {fold_text(without_site(text, sites, ())) for text in stated if text}

    addresses = {canonical_url(one) for one in (canonical, url) if one and not is_front_page(one)}
    article = data.article(addresses, base, titles)
    stated = absolute_url(text_of(article, "url"), base)
    canonical = canonical or (stated if stated and not is_front_page(stated) else None)
    date, no_dates = published(root, said, article, known_language(language))
    title = title_of(root, said, article, sites, headings)
    words = [*said.get("robots", ()), *said.get("octavo", ())]
    authors = authors_of(root, said, data, article, sites)
    return PageFacts(
        title=title,
        authors=authors,
        name_parts=name_parts_in(said, data, article, authors),
        publication=publication_in(said),
        references=references_in(said),
        published=date,
        description=_description(said, data, article, title),
        canonical=canonical,
        language=language,
        site=next(iter(said.get("og:site_name", ())), None),
        tags=_tags(said, article),
        doubts=(*data.doubts, *no_dates),
        robots=robots_words(words),
    )


def _description(
    said: dict[str, list[str]], data: LinkedData, article: Thing, title: str | None
) -> str | None:
    """Return what the page says of its article.

    Not what it says of its site, nor the title again.
    """
    of_site = {fold_text(text) for text in data.site_descriptions()}
    for name in _DESCRIPTIONS:
        text = text_of(article, "description") if name == "ld" else said.get(name, [""])[0]
        plain = decoded(_OVER_ABSTRACT.sub("", text or "", count=1))
        if not plain or _UNFILLED.search(plain) or fold_text(plain) in of_site:
            continue
        if absolute_url(plain) is None and beyond_title(plain, title):
            return plain
    return None


def _tags(said: dict[str, list[str]], article: Thing) -> tuple[str, ...]:
    """Return the tags of the article; a text of several, between commas, is several."""
    stated = article.get("keywords")
    keywords = (
        [word for word in stated if isinstance(word, str)] if isinstance(stated, list) else []
    )
    if isinstance(stated, str):
        keywords = re.split(r"[,;]", stated)
    texts = said.get("article:tag") or keywords
    return tuple(dict.fromkeys(tag for text in texts if (tag := clean_text(text))))


def robots_words(texts: list[str]) -> frozenset[str]:
    """Return the directives in robots tags or headers, without the names of programs they are for.

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
    """Return all statements of `<meta>` by their names in lower case."""
    said: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        name = meta.get("name") or meta.get("property") or meta.get("itemprop")
        text = clean_text(meta.get("content") or "")
        if name and text:
            said.setdefault(name.strip().lower(), []).append(text)
    return said
