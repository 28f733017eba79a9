"""A saved HTML page of an article → what it says of itself, and its main text as a preview.

Highwire `citation_*`, JSON-LD (schema.org), OpenGraph, Dublin Core and plain meta elements, in
this order: what is written for libraries is written with more care than what is for sharing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from generator.config import Config, Source
from generator.errors import SourceError
from generator.model import DateClaim, Entry, Preview, Problem
from generator.sources.captures import Contents, Received
from generator.sources.feed_dates import claim_date, read_moment
from generator.text.markup import (
    clean_text,
    decode,
    links_of_html,
    repair_mojibake,
    sanitise,
    text_of_sanitised,
    without_illegal,
)
from generator.text.urls import absolute_url

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ARTICLES = frozenset(
    "Article BlogPosting ScholarlyArticle NewsArticle TechArticle Report SocialMediaPosting "
    "LiveBlogPosting Chapter Book CreativeWork WebPage".split()
)
# Where each field is said, best first: `ld:` is JSON-LD, the others names of meta elements.
_TITLE = ("citation_title", "ld:headline", "ld:name", "og:title", "dc.title", "twitter:title")
_AUTHORS = ("citation_author", "ld:author", "dc.creator", "author", "article:author")
_DATE = (
    *("citation_publication_date", "citation_date", "citation_online_date", "ld:datePublished"),
    *("article:published_time", "dc.date", "dcterms.date", "date"),
)
_SUMMARY = (
    *("citation_abstract", "ld:abstract", "ld:description"),
    *("og:description", "dc.description", "description"),
)
_URL = ("og:url", "citation_public_url", "ld:url")
_TAGS = ("article:tag", "ld:keywords")

# The element that holds the article, best first; the page's frame around it is left out.
_MAIN = (
    *("//d-article", "//main//article", "//article", "//main", "//*[@role='main']"),
    *("//*[@id='content']", "//body"),
)
_FRAME = (
    "nav footer aside form script style template noscript dialog button iframe d-front-matter"
).split()


def read_page_html(received: Received, source: Source, config: Config) -> Contents:
    """The page as one preview, which its canonical URL, else its title, joins to an article.

    Raises:
        SourceError: it holds neither a title nor any text.
    """
    data = received.read()
    page = _parse(without_illegal(repair_mojibake(decode(data))), received.path)
    base = absolute_url(page.first("//base/@href"), source.url) or source.url
    url = _canonical(page, base)
    title = clean_text(next(page.said(_TITLE), "") or page.heading() or "")
    body = sanitise(page.main_html(), base=url or base)
    if not (title or body):
        raise SourceError(f"{received.path}: a page without a title and without text")
    claim, doubts = _claim(page, config)
    doubts = [*page.doubts, *doubts]
    return Contents(
        entries=(
            Entry(
                source=source.name,
                capture=received.path,
                where=received.path,
                position=0,
                first_seen=received.date,
                guid=received.resource,
                url=url,
                title=title,
                authors=_names(page),
                published=claim,
                summary=clean_text(next(page.said(_SUMMARY), "")),
                tags=_unique(page.all_said(_TAGS)),
                preview=Preview(
                    source=source.name,
                    capture=received.path,
                    publisher=clean_text(next(page.said(("og:site_name",)), "")),
                    resource_id=received.resource,
                    title=title,
                    fetched=received.date,
                    size_kb=math.ceil(len(data) / 1024),
                    body_html=body or None,
                    body_text=text_of_sanitised(body),
                    links=links_of_html(body),
                ),
                creates=False,
            ),
        ),
        problems=tuple(Problem(where=received.path, message=m, severity="warning") for m in doubts),
        traits=("saved HTML pages",),
    )


def _parse(html: str, path: str) -> _Page:
    import lxml.html  # late: most sites have no saved pages

    parser = lxml.html.HTMLParser(encoding="utf-8")
    try:
        return _Page(lxml.html.document_fromstring(html.encode(), parser=parser))
    except lxml.etree.ParserError as error:
        raise SourceError(f"{path}: no page: {error}") from error


class _Page:
    """A parsed page, and what its head says by name."""

    def __init__(self, root: HtmlElement) -> None:
        self._root = root
        self.doubts: list[str] = []
        self._meta: dict[str, list[str]] = {}
        for meta in self._root.iter("meta"):
            name = meta.get("name") or meta.get("property") or meta.get("itemprop")
            if name and meta.get("content"):
                self._meta.setdefault(name.lower(), []).append(meta.get("content", ""))
        self._data = self._linked_data()

    def first(self, path: str) -> str | None:
        """The first match of an XPath for an attribute."""
        found = self._elements(path)
        return str(found[0]) if found else None

    def said(self, names: Sequence[str]) -> Iterator[str]:
        """What the page says under each name, best name first; blank values are left out."""
        for name in names:
            yield from (value for value in self._values(name) if value.strip())

    def all_said(self, names: Sequence[str]) -> list[str]:
        """All values of the best name that has any."""
        return next((found for name in names if (found := list(self.said([name])))), [])

    def _values(self, name: str) -> list[str]:
        if name.startswith("ld:"):
            return list(_texts(self._data.get(name[3:])))
        return self._meta.get(name, [])

    def heading(self) -> str | None:
        """The one h1 of the page, else its title element."""
        headings = self._root.findall(".//h1")
        if len(headings) == 1:
            return str(headings[0].text_content())
        return self._root.findtext(".//title")

    def main_html(self) -> str:
        """The HTML of the element that holds the article, without the page's frame; may be ""."""
        import lxml.html

        lone = (found[0] for path in _MAIN if len(found := self._elements(path)) == 1)
        main: HtmlElement | None = next(lone, None)
        if main is None:
            return ""
        for element in list(main.iter(*_FRAME)):
            if element is not main:
                element.drop_tree()
        return lxml.html.tostring(main, encoding="unicode", with_tail=False)

    def _elements(self, path: str) -> list[Any]:
        found: Any = self._root.xpath(path)
        return list(found)

    def _linked_data(self) -> dict[str, Any]:
        """The first thing in the page's JSON-LD that is an article, or at least a page."""
        things: list[dict[str, Any]] = []
        for script in self._elements("//script[@type='application/ld+json']"):
            try:
                things.extend(_things(msgspec.json.decode((script.text or "").encode())))
            except msgspec.DecodeError as error:
                self.doubts.append(f"its JSON-LD cannot be read: {error}")
        known = [thing for thing in things if _ARTICLES.intersection(_texts(thing.get("@type")))]
        pages = [thing for thing in known if "WebPage" in _texts(thing.get("@type"))]
        return next((thing for thing in known if thing not in pages), pages[0] if pages else {})


def _things(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for part in value:
            yield from _things(part)
    elif isinstance(value, dict):
        yield value
        yield from _things(value.get("@graph", []))


def _texts(value: Any) -> Iterator[str]:
    """The texts of a JSON-LD value: itself, its parts, the names of things."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
    elif isinstance(value, dict):
        yield from _texts(value.get("name") or value.get("@id"))


def _canonical(page: _Page, base: str | None) -> str | None:
    stated = page.first("//link[@rel='canonical']/@href")
    candidates = (stated, *page.said(_URL))
    return next((url for text in candidates if (url := absolute_url(text, base))), None)


def _names(page: _Page) -> tuple[str, ...]:
    """The authors, as they are signed; an address of a profile is no name."""
    names = page.all_said(_AUTHORS)
    return _unique(name for name in names if "://" not in name)


def _unique(texts: Iterable[str]) -> tuple[str, ...]:
    cleaned = (clean_text(text) for text in texts)
    return tuple(dict.fromkeys(text for text in cleaned if text))


def _claim(page: _Page, config: Config) -> tuple[DateClaim | None, list[str]]:
    """The date of publication that the page states first, and those that are no dates."""
    doubts: list[str] = []
    stated = [*page.said(_DATE), page.first("//*[@itemprop='datePublished']/@datetime") or ""]
    for raw in filter(str.strip, stated):
        moment = read_moment(raw, None, config.site.language)
        if moment:
            claim = claim_date(moment, "none", config.site.timezone)
            return msgspec.structs.replace(claim, kind="preview"), doubts
        doubts.append(f"its date “{raw.strip()}” is no date that exists or can be read")
    return None, doubts
