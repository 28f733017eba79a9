"""An article → what its page says of it to machines, and what lists say of it.

Highwire Press tags as Google Scholar and Zotero read them, with Zotero's own hints; JSON-LD in the
words of schema.org, for search engines; COinS (Z39.88-2004) for lists.
"""

from __future__ import annotations

import re
from urllib.parse import quote_plus

import msgspec

from generator.config.records import Kind
from generator.model import Article
from generator.site.catalogue import Catalogue
from generator.site.citation_formats import first_authors
from generator.site.paths import article_path

_PLAIN = re.compile(r"[\w.~:/+-]*", re.ASCII).fullmatch
_CONTEXT_OBJECT = "ctx_ver=Z39.88-2004&rft_val_fmt=info:ofi/fmt:kev:mtx:dc&rft.type="
_MARKUP = {c.encode(): f"\\u{ord(c):04x}".encode() for c in "<>&"}


def highwire(article: Article, kind: Kind, host: str | None) -> tuple[tuple[str, str], ...]:
    """The names and contents of the <meta> of an article's page, in order.

    Zotero takes a page with a title for a journal's article; other kinds than the large ones say
    that they are a post, and where.
    """
    tags = [("citation_title", article.title)] if article.title else []
    tags += [("citation_author", author) for author in first_authors(article)]
    if article.date:
        tags.append(("citation_publication_date", article.date.place.edtf.replace("-", "/")))
    if article.url:
        tags.append(("citation_public_url", article.url))
    tags += [("citation_keywords", tag) for tag in article.tags]
    if not kind.large:
        tags.append(("z:itemType", "blogPost"))
        tags += [("z:publicationTitle", host)] if host else []
    return tuple(tags)


def json_ld(catalogue: Catalogue, article: Article) -> str:
    """The article in the words of schema.org, as it can stand inside a <script>."""
    document: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle" if catalogue.kind(article).large else "BlogPosting",
    }
    if article.title:
        document["headline"] = article.title
    if article.authors:
        document["author"] = [{"name": author} for author in first_authors(article)]
    if article.date:
        document["datePublished"] = article.date.place.edtf
    if article.url:
        document["url"] = article.url
    if catalogue.site.base_url:
        document["mainEntityOfPage"] = catalogue.site.base_url + article_path(article)
    if article.summary:
        document["description"] = catalogue.excerpt(article)
    data = msgspec.json.encode(document)
    for character, escaped in _MARKUP.items():
        data = data.replace(character, escaped)
    return data.decode()


def coins(article: Article, kind: Kind) -> str:
    """The article as a ContextObject, for the title of an empty span in a list."""
    parts = [_CONTEXT_OBJECT, "journalArticle" if kind.large else "blogPost"]
    if article.date:
        parts += ["&rft.date=", article.date.place.edtf]
    if article.title:
        parts += ["&rft.title=", _as_value(article.title)]
    for author in first_authors(article):
        parts += ["&rft.creator=", _as_value(author)]
    if article.url:
        parts += ["&rft_id=", _as_value(article.url)]
    return "".join(parts)


def _as_value(text: str) -> str:
    """The text as a value of a query, where `:` and `/` may stand as they are."""
    # Most texts are words and most URLs are plain: of these, quote_plus looks at every character.
    words = text.replace(" ", "+")
    return words if "+" not in text and _PLAIN(words) else quote_plus(text, safe=":/")
