"""An article → what its page says of it to machines, and what lists say of it.

Highwire Press tags as Google Scholar and Zotero read them, with Zotero's own hints; JSON-LD in the
words of schema.org, for search engines; COinS (Z39.88-2004) for lists.
"""

from __future__ import annotations

import re
from urllib.parse import quote_plus, urlsplit

import msgspec

from generator.model.articles import Article
from generator.model.entries import ItemType
from generator.site.catalogue import Catalogue
from generator.site.citation_formats import Author, Cited
from generator.text.bibliography import WORDS
from generator.text.names import without_others

_PLAIN = re.compile(r"[\w.~:/+-]*", re.ASCII).fullmatch
_CONTEXT_OBJECT = "ctx_ver=Z39.88-2004&rft_val_fmt=info:ofi/fmt:kev:mtx:dc"
_TWICE_TWO_WORDS = re.compile(r"[^,]* [^,]*, [^,]* [^,]*").fullmatch
# What Highwire's tags call the place and the publisher of some sorts of work.
_CONTAINERS: dict[ItemType, str] = {
    "conferencePaper": "citation_conference_title",
    "bookSection": "citation_inbook_title",
}
_PUBLISHERS: dict[ItemType, str] = {
    "thesis": "citation_dissertation_institution",
    "report": "citation_technical_report_institution",
}
_MARKUP = {c.encode(): f"\\u{ord(c):04x}".encode() for c in "<>&"}


def highwire(cited: Cited, host: str | None) -> tuple[tuple[str, str], ...]:
    """Return the names and contents of the <meta> of an article's page, in order.

    `citation_date` is Zotero's and takes both ends of a range, the other one Google Scholar's.
    A post says where it stands, by its `host`.
    """
    article, published = cited.article, cited.publication
    date, (first, last) = article.date, cited.pages
    # Zotero parts names at a comma that has two words on each side, but at a semicolon first.
    names = [f"{n};" if _TWICE_TWO_WORDS(n) else n for n in map(_inverted, cited.authors)]
    tags = [
        ("citation_title", article.title),
        *(("citation_author", name) for name in names),
        ("citation_publication_date", date.place.edtf.replace("-", "/") if date else None),
        ("citation_date", date.edtf if date and date.end else None),
        (_CONTAINERS.get(cited.type, "citation_journal_title"), published.container),
        ("citation_volume", published.volume),
        ("citation_issue", published.issue),
        ("citation_firstpage", first),
        ("citation_lastpage", last),
        (_PUBLISHERS.get(cited.type, "citation_publisher"), published.publisher),
        ("citation_doi", published.doi),
        ("citation_arxiv_id", published.arxiv),
        ("citation_pmid", published.pmid),
        ("citation_isbn", published.isbn),
        ("citation_issn", published.issn),
        ("citation_pdf_url", _pdf_url(article)),
        ("citation_public_url", article.url),
        ("citation_abstract", article.summary),
        *(("citation_keywords", tag) for tag in article.tags),
        ("z:itemType", cited.type),
        ("z:publicationTitle", host if cited.type == "blogPost" else None),
    ]
    return tuple((name, content) for name, content in tags if content)


def _inverted(author: Author) -> str:
    """Return `Doe, Jane` where the parts are known.

    A group's comma says that there are no more parts.
    """
    parts, family = author.parts, author.family
    if parts is None:
        return author.whole
    if family is None or not parts.given:
        return f"{author.whole},"
    return f"{family}, {' '.join(filter(None, (parts.given, parts.suffix)))}"


def _pdf_url(article: Article) -> str | None:
    """Return where the text is as PDF: its address, a file that comes with it, or arXiv's."""
    url, published = article.url, article.publication
    if url and (urlsplit(url).path.lower().endswith(".pdf")):
        return url
    for file in article.attachments:
        if file.type == "application/pdf":
            return file.url
    return f"https://arxiv.org/pdf/{published.arxiv}" if published and published.arxiv else None


def json_ld(catalogue: Catalogue, cited: Cited) -> str:
    """Return an article's page in the words of schema.org, as it can stand inside a <script>."""
    article = cited.article
    document: dict[str, object] = {"@type": WORDS[cited.type].schema}
    if article.title:
        document["headline"] = article.title
    if article.authors:
        document["author"] = [{"name": n} for n in without_others(article.authors)[0]]
    if article.date:
        document["datePublished"] = article.date.place.edtf
    if article.url:
        document["url"] = article.url
    if identifiers := _identifiers(article):
        document["identifier"] = identifiers
    if article.summary:
        document["description"] = catalogue.excerpt(article)
    page = {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "isPartOf": {"@type": "WebSite", "name": catalogue.site.title},
        "mainEntity": document,
    }
    data = msgspec.json.encode(page)
    for character, escaped in _MARKUP.items():
        data = data.replace(character, escaped)
    return data.decode()


def _identifiers(article: Article) -> list[dict[str, str]]:
    found = article.publication.stated if article.publication else {}
    return [
        {"@type": "PropertyValue", "propertyID": name, "value": found[name]}
        for name in ("doi", "arxiv", "pmid", "isbn")
        if name in found
    ]


def coins(cited: Cited) -> str:
    """Return the article as a ContextObject, for the title of an empty span in a list.

    `rft.type` stands last: of a title after it Zotero makes that of a journal.
    """
    article, published = cited.article, cited.publication
    fields = [
        ("rft.title", article.title),
        *(("rft.creator", _inverted(author)) for author in cited.authors),
        ("rft.date", article.date.edtf if article.date else None),
        ("rft.source", published.container),
        ("rft.volume", published.volume),
        ("rft.issue", published.issue),
        ("rft.pages", published.pages),
        ("rft.publisher", published.publisher),
        ("rft.isbn", published.isbn),
        ("rft.issn", published.issn),
        *(("rft.subject", tag) for tag in article.tags),
        ("rft_id", published.doi and f"info:doi/{published.doi}"),
        ("rft_id", published.pmid and f"info:pmid/{published.pmid}"),
        ("rft_id", article.url),
        ("rft.type", cited.type),
    ]
    return _CONTEXT_OBJECT + "".join(f"&{key}={_as_value(v)}" for key, v in fields if v)


def _as_value(text: str) -> str:
    """Return the text as a value of a query, where `:` and `/` may stand as they are."""
    # Most texts are words and most URLs are plain: of these, quote_plus looks at every character.
    words = text.replace(" ", "+")
    return words if "+" not in text and _PLAIN(words) else quote_plus(text, safe=":/")
