"""An article → what its page says of it to machines, and what lists say of it.

Highwire Press tags as Google Scholar and Zotero read them, with Zotero's own hints; JSON-LD in the
words of schema.org, for search engines; COinS (Z39.88-2004) for lists.
"""

from __future__ import annotations

from urllib.parse import urlencode

import msgspec

from generator.config import Kind
from generator.model import Article
from generator.site.catalogue import Catalogue
from generator.site.citation import first_authors
from generator.site.paths import article_path

_CONTEXT_OBJECT = "ctx_ver=Z39.88-2004&rft_val_fmt=info:ofi/fmt:kev:mtx:dc&rft.type="
_MARKUP = {ord(c): f"\\u{ord(c):04x}" for c in "<>&"}


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
    return msgspec.json.encode(document).decode().translate(_MARKUP)


def coins(article: Article, kind: Kind) -> str:
    """The article as a ContextObject, for the title of an empty span in a list."""
    pairs = [("rft.title", article.title)] if article.title else []
    pairs += [("rft.creator", author) for author in first_authors(article)]
    if article.url:
        pairs.append(("rft_id", article.url))
    date = f"&rft.date={article.date.place.edtf}" if article.date else ""
    form = "journalArticle" if kind.large else "blogPost"
    return f"{_CONTEXT_OBJECT}{form}{date}&{urlencode(pairs, safe=':/')}".removesuffix("&")
