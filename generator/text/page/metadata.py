"""A web page → what its head says of the article on it.

Highwire's citation_* tags, JSON-LD (schema.org), OpenGraph, Dublin Core, plain meta tags: of each
field the first of them that says anything, since the earlier are written with more care.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec
from msgspec import structs

from generator.model.entries import AuthorName, ItemType, Publication
from generator.model.record import Record
from generator.text.bibliography import arxiv_in, doi_in, isbn_in, issn_in
from generator.text.date_names import known_language
from generator.text.dates import make_date
from generator.text.html import clean_text
from generator.text.html_tree import parse_page, text_in
from generator.text.names import in_reading_order, split_names, stated_parts
from generator.text.page.authors import authors_of
from generator.text.page.received import canonical_of, is_front_page, page_text
from generator.text.page.structured_data import (
    LinkedData,
    Thing,
    classes_of,
    is_elsewhere,
    is_organization,
    text_of_thing,
    value_of,
    with_class,
    with_property,
)
from generator.text.page.titles import (
    decoded,
    heading_texts,
    masthead_names,
    site_names,
    title_of,
    without_site,
)
from generator.text.timestamps import Timestamp, read_timestamp, timestamp_or_doubt
from generator.text.titles import beyond_title, fold_text
from generator.text.urls import absolute_url, canonical_url

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_DESCRIPTIONS = (
    *("citation_abstract", "ld", "og:description", "dc.description", "dcterms.description"),
    *("description", "twitter:description"),
)
# What stands over an abstract, as a heading of its own.
_OVER_ABSTRACT = re.compile(
    r"(?:<(?:div|section|sec)\b[^<>]*>\s*)?<(h[1-6]|title|jats:title|b|strong)\b[^<>]*>\s*"
    r"(?:abstract|summary)\s*[.:]?\s*</\1>",
    re.IGNORECASE,
)
# What a program should have filled in.
_UNFILLED = re.compile(r"\{\{|\{%|<%|\$\{|\[\[")


class PageFacts(Record, kw_only=True):
    """The statements of a page about itself. `robots` are its words for programs, in lower case.

    `doubts` say what of it could not be read.
    """

    #: Without the name of the site; None where the page gives none.
    title: str | None = None
    #: In the order of the page, each once; may be empty.
    authors: tuple[str, ...] = ()
    #: Family name and given name by the name in `authors`, where the page states them.
    name_parts: dict[str, AuthorName] = msgspec.field(default_factory=dict)
    #: The journal or another publication, where the page states one.
    publication: Publication | None = None
    #: The addresses of the works it cites, each once.
    references: tuple[str, ...] = ()
    #: The date of publication; a change is none.
    published: Timestamp | None = None
    #: Plain text that says more than the title, and is not about the site.
    description: str | None = None
    #: The address that the page gives its article, absolute.
    canonical: str | None = None
    #: As the page states it.
    language: str | None = None
    #: The name of the site, from `og:site_name`.
    site: str | None = None
    #: Keywords of the article.
    tags: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    robots: frozenset[str] = frozenset()


def read_page(data: bytes, url: str | None = None) -> PageFacts:
    """Return the facts of a page; links resolved against `url`. Nothing is guessed from its text.

    Raises:
        ValueError: it is no page, has too many elements, or they stand too deep in each other.
    """
    page = page_text(data)
    root = parse_page(page.html)
    return facts_of(root, url or page.url) if root is not None else PageFacts()


def facts_of(root: HtmlElement, url: str | None, base: str | None = None) -> PageFacts:
    """Return the facts of the page whose root this is.

    `url` is where it was found, if that is known; relative links are resolved against `base`, or
    else against that.
    """
    base = base or url
    statements = _meta_statements(root)
    language = (root.get("lang") or "").strip() or None
    canonical = canonical_of(root, statements, url, base)
    data = LinkedData(root)
    home = base or canonical
    sites = site_names(statements, data, canonical or url)
    sites |= {fold_text(name) for name in masthead_names(root, home)}
    headings = heading_texts(root, home)
    element = next(root.iter("title"), None)

    def titles() -> set[str]:
        stated = [
            *statements.get("og:title", ()),
            *headings,
            text_in(element) if element is not None else "",
        ]
        return {fold_text(without_site(text, sites, ())) for text in stated if text}

    addresses = {canonical_url(one) for one in (canonical, url) if one and not is_front_page(one)}
    article = data.article(addresses, base, titles)
    stated = absolute_url(text_of_thing(article, "url"), base)
    canonical = canonical or (stated if stated and not is_front_page(stated) else None)
    date, no_dates = _published(root, statements, article, known_language(language))
    title = title_of(root, statements, article, sites, headings)
    words = [*statements.get("robots", ()), *statements.get("octavo", ())]
    authors = authors_of(root, statements, data, article, sites)
    return PageFacts(
        title=title,
        authors=authors,
        name_parts=_name_parts_in(statements, data, article, authors),
        publication=_publication_in(statements),
        references=_references_in(statements),
        published=date,
        description=_description(statements, data, article, title),
        canonical=canonical,
        language=language,
        site=next(iter(statements.get("og:site_name", ())), None),
        tags=_tags(statements, article),
        doubts=(*data.doubts, *no_dates),
        robots=robots_words(words),
    )


def _description(
    statements: dict[str, list[str]], data: LinkedData, article: Thing, title: str | None
) -> str | None:
    """Return the page's description of its article.

    Not what it says of its site, nor the title again.
    """
    of_site = {fold_text(text) for text in data.site_descriptions()}
    for name in _DESCRIPTIONS:
        text = (
            text_of_thing(article, "description") if name == "ld" else statements.get(name, [""])[0]
        )
        plain = decoded(_OVER_ABSTRACT.sub("", text or "", count=1).strip())
        if not plain or _UNFILLED.search(plain) or fold_text(plain) in of_site:
            continue
        if absolute_url(plain) is None and beyond_title(plain, title):
            return plain
    return None


def _tags(statements: dict[str, list[str]], article: Thing) -> tuple[str, ...]:
    """Return the tags of the article; a text of several, between commas, is several."""
    stated = article.get("keywords")
    keywords = (
        [word for word in stated if isinstance(word, str)] if isinstance(stated, list) else []
    )
    if isinstance(stated, str):
        keywords = re.split(r"[,;]", stated)
    texts = statements.get("article:tag") or keywords
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
    """Return whether a directive stands before the colon (max-snippet: 50), and no program."""
    return word.strip().lower() in ("max-snippet", "max-image-preview", "unavailable_after")


def _meta_statements(root: HtmlElement) -> dict[str, list[str]]:
    """Return all statements of `<meta>` by their names in lower case."""
    statements: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        name = meta.get("name") or meta.get("property") or meta.get("itemprop")
        text = clean_text(meta.get("content") or "")
        if name and text:
            statements.setdefault(name.strip().lower(), []).append(text)
    return statements


# Where a page says that its article was published, by which identifiers, and by whom in parts.

MetaStatements = Mapping[str, Sequence[str]]

# Highwire's tag for the place of an article → what that makes of it.
_CONTAINERS: Mapping[str, ItemType] = {
    "citation_journal_title": "journalArticle",
    "citation_conference_title": "conferencePaper",
    "citation_conference": "conferencePaper",
    "citation_inbook_title": "bookSection",
    "citation_book_title": "bookSection",
}


def _publication_in(statements: MetaStatements) -> Publication | None:
    """Return the publication in Highwire's tags, which journals write for Google Scholar."""

    def first(name: str) -> str | None:
        return next((text for one in statements.get(name, ()) if (text := clean_text(one))), None)

    place = next((name for name in _CONTAINERS if first(name)), None)
    pages = [page for name in ("firstpage", "lastpage") if (page := first(f"citation_{name}"))]
    found = {
        "type": _CONTAINERS[place] if place else None,
        "container": first(place) if place else None,
        "volume": first("citation_volume"),
        "issue": first("citation_issue"),
        "pages": "-".join(pages) or None,
        "doi": doi_in(first("citation_doi")),
        "arxiv": arxiv_in(first("citation_arxiv_id")),
        "pmid": first("citation_pmid"),
        "isbn": isbn_in(first("citation_isbn")),
        "issn": issn_in(first("citation_issn")),
    }
    return structs.replace(Publication(), **found) if any(found.values()) else None


def _references_in(statements: MetaStatements) -> tuple[str, ...]:
    """Return the addresses of the DOIs that the page states of what it cites, each once."""
    dois = map(doi_in, statements.get("citation_reference", ()))
    urls = (absolute_url(f"https://doi.org/{doi}") for doi in dois if doi)
    return tuple(dict.fromkeys(url for url in urls if url))


def _name_parts_in(
    statements: MetaStatements, data: LinkedData, article: Thing, authors: Collection[str]
) -> dict[str, AuthorName]:
    """Return the parts of the authors' names, as far as the page states them."""
    stated = (*_in_tags(statements), *_in_data(data, article))
    return {name: parts for name, parts in reversed(stated) if name in authors}


def _in_tags(statements: MetaStatements) -> Iterator[tuple[str, AuthorName]]:
    """Yield the parts of `Gödel, Kurt`, a form that citation_author allows."""
    for field in ("citation_author", "citation_authors"):
        for text in statements.get(field, ()):
            for name in split_names(clean_text(text) or ""):
                if parts := stated_parts(name):
                    yield in_reading_order(name), parts


def _in_data(data: LinkedData, article: Thing) -> Iterator[tuple[str, AuthorName]]:
    for author in data.resolved(article.get("author")):
        name = text_of_thing(author, "name") if isinstance(author, dict) else None
        if name is None:
            continue
        family, given = text_of_thing(author, "familyName"), text_of_thing(author, "givenName")
        # Some programs say of the person whose site it is that it is both.
        if is_organization(author) and "Person" not in str(author.get("@type")):
            yield name, AuthorName(family=name, is_group=True)
        elif family and given:
            yield name, AuthorName(family=family, given=given)


# When a page says that its article was published. What is modified, or stated elsewhere, is none.

# "Online" is when this version appeared (arXiv), or the only day that is known.
_BEFORE_JSON_LD = ("citation_publication_date", "citation_date", "citation_online_date")
_AFTER_JSON_LD = (
    *("article:published_time", "og:article:published_time", "article:published"),
    *("parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.issued"),
    *("datepublished", "dc.date.created", "dcterms.created", "dc.date", "dcterms.date"),
    *("pubdate", "publishdate", "publish-date", "publish_date", "publication_date", "date"),
)
_CHANGED = re.compile(r"(?:^|[_-])(?:updated|modified|lastmod|dt-updated|datemodified)(?:$|[_-])")
_LABEL = re.compile(
    r"(?:(?:first )?(?:published|posted|written|created)(?: on| at)?|date)[: ]\s*", re.IGNORECASE
)
# What stands in a line with a date and is longer is a sentence.
_SHORT = 60
# Beside a title or a byline.
_BESIDE = re.compile(r"(?:^|[\s_-])(?:byline|by-line|meta|metadata|dateline|date|info|posted)")


def _published(
    root: HtmlElement, statements: Mapping[str, Sequence[str]], article: Thing, language: str
) -> tuple[Timestamp | None, list[str]]:
    """Return the date of publication that the page states first, and what stated none before it."""
    doubts: list[str] = []
    of_article = text_of_thing(article, "datePublished")
    highwire = [text for name in _BEFORE_JSON_LD for text in statements.get(name, ())]
    texts = [
        *highwire,
        *([of_article] if of_article else []),
        *(text for name in _AFTER_JSON_LD for text in statements.get(name, ())),
    ]
    for number, text in enumerate(texts):
        if timestamp := timestamp_or_doubt(text, language, doubts):
            others = [*_readable(texts[number + 1 :], language), *_in_markup(root, language)]
            is_highwire = number < len(highwire)
            return _nearer(timestamp, others, may_be_year=is_highwire), doubts
    return next(_in_markup(root, language), None), doubts


def _in_markup(root: HtmlElement, language: str) -> Iterator[Timestamp]:
    for stated in _stated_in_markup(root):
        if timestamp := _the_only(stated, language):
            yield timestamp


def _readable(texts: Sequence[str], language: str) -> Iterator[Timestamp]:
    for text in texts:
        try:
            yield read_timestamp(text, language)
        except ValueError:
            continue


def _nearer(stated: Timestamp, others: Sequence[Timestamp], *, may_be_year: bool) -> Timestamp:
    """Return another statement of the same date if that says more of it.

    One moment in UTC and in the page's own time: the second is the day as its readers see it. The
    first of January in Highwire's tags, where another statement names a later day of that year:
    only the year was meant (bioRxiv).
    """
    if stated.is_utc and stated.instant:
        same = (one for one in others if one.instant == stated.instant and not one.is_utc)
        return next(same, stated)
    year = stated.date.year
    if may_be_year and stated.date == make_date(year, 1, 1):
        finer = (one for one in others if one.date.year == year and one.date.day)
        return next((one for one in finer if one.date != stated.date), stated)
    return stated


def _the_only(elements: list[HtmlElement], language: str) -> Timestamp | None:
    """Return the date that all of the elements state which state any; None if they disagree."""
    found: list[Timestamp] = []
    for element in elements:
        text = _LABEL.sub("", value_of(element) or "", count=1)
        try:
            found.append(read_timestamp(text, language))
        except ValueError:
            continue
    return found[0] if len({one.date for one in found}) == 1 else None


def _stated_in_markup(root: HtmlElement) -> Iterator[list[HtmlElement]]:
    """Yield the elements that state the date of the article, the surest kinds first."""
    yield _own(with_property(root, "datePublished"))
    yield _own(one for one in root.iter("time") if one.get("pubdate") is not None)
    yield _own(one for one in with_class(root, "published") if one.tag in ("time", "abbr"))
    entries = list(with_class(root, "h-entry"))
    if len(entries) == 1:
        yield _own(with_class(entries[0], "dt-published"))
    yield _own(one for one in root.iter("span", "div", "time") if _is_date_in_rdfa(one))
    times = [one for one in root.iter("time") if one.get("datetime") and not is_elsewhere(one)]
    times = [one for one in times if not any(True for _ in one.iterancestors("footer"))]
    if len(times) == 1 and not _is_changed(times[0]) and _is_beside_title(times[0]):
        yield times


def _is_date_in_rdfa(element: HtmlElement) -> bool:
    """Return whether an element is the date of an article, in RDFa as Drupal writes it."""
    stated = set((element.get("property") or "").split())
    dates = {"schema:datePublished", "schema:dateCreated", "dc:created", "dcterms:created"}
    return bool(stated & dates) and element.get("content") is not None


def _own(elements: Iterator[HtmlElement]) -> list[HtmlElement]:
    return [one for one in elements if not is_elsewhere(one) and not _is_changed(one)]


def _is_changed(element: HtmlElement) -> bool:
    """Return whether what an element states is when the article was changed, and only that."""
    names = classes_of(element)
    if "published" in names or (element.get("itemprop") or "") == "datePublished":
        return False
    parent = element.getparent()
    around = classes_of(parent) if parent is not None else []
    names.append((element.get("itemprop") or "").lower())
    if any(map(_CHANGED.search, (*names, *around))):
        return True
    before = element.getprevious()
    text = (before.tail if before is not None else parent.text if parent is not None else "") or ""
    return bool(re.search(r"\b(?:updated|modified|edited|revised)\b", text, re.IGNORECASE))


def _is_beside_title(time: HtmlElement) -> bool:
    """Return whether a time stands alone near the heading or in the byline, in no sentence."""
    parent = time.getparent()
    if parent is None or len(_text(parent)) - len(_text(time)) > _SHORT:
        return False
    for number, outer in enumerate(time.iterancestors()):
        if outer.tag in ("body", "html") or number > 3:
            return False
        if outer.tag == "header" or _BESIDE.search(" ".join(classes_of(outer))):
            return True
        if next(outer.iter("h1"), None) is not None:
            return number < 3 and not any(len(_text(one)) > _SHORT for one in _before(time, outer))
    return False


def _before(time: HtmlElement, outer: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the paragraphs before a time."""
    for element in outer.iter("p", "time"):
        if element is time:
            return
        yield element


def _text(element: HtmlElement) -> str:
    return " ".join("".join(element.itertext()).split())
