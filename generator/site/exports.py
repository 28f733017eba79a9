"""The library → files that other programs take: BibTeX, RIS, CSL-JSON, bookmarks, OPML."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from html import escape

import msgspec

from generator.model import Article, Draft, Page
from generator.site.catalogue import Catalogue
from generator.site.citation import bibtex, csl_item, ris
from generator.site.paths import BIBTEX, BOOKMARKS, CSL_JSON, OPML, RIS


def export_drafts(catalogue: Catalogue) -> Iterator[Draft]:
    """Every export, articles in the timeline's order; OPML only where a source has an address."""
    for path, encode in ENCODERS.items():
        if encode is not opml or has_opml(catalogue):
            yield Draft(path=path, template=None, make=partial(_encoded, path, encode, catalogue))


def _encoded(path: str, encode: Callable[[Catalogue], str], catalogue: Catalogue) -> Page:
    return Page(path=path, body=encode(catalogue))


def all_bibtex(catalogue: Catalogue) -> str:
    """Every article's BibTeX entry, with an empty line between two."""
    return "\n\n".join([*map(bibtex, catalogue.articles), ""])


def all_ris(catalogue: Catalogue) -> str:
    """Every article's RIS record."""
    return "\r\n".join(ris(one, catalogue.kind(one)) for one in catalogue.articles)


def all_csl(catalogue: Catalogue) -> str:
    """Every article's CSL-JSON item."""
    items = [csl_item(article, catalogue.kind(article)) for article in catalogue.articles]
    return msgspec.json.format(msgspec.json.encode(items), indent=1).decode() + "\n"


def bookmarks(catalogue: Catalogue) -> str:
    """The articles with an address as a browser's bookmarks, a folder a year.

    Netscape's format has no standard; browsers and bookmark keepers read this subset of it. The
    time at which a bookmark was added is left out: nobody added it.
    """
    title = escape(catalogue.site.title)
    lines = [
        "<!DOCTYPE NETSCAPE-Bookmark-file-1>",
        '<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">',
        f"<TITLE>{title}</TITLE>",
        f"<H1>{title}</H1>",
        "<DL><p>",
    ]
    timeline = catalogue.library.timeline
    for year in timeline.years:
        lines += [f"<DT><H3>{year.year}</H3>", "<DL><p>"]
        lines += [line for article in year.articles for line in _bookmark(article)]
        lines.append("</DL><p>")
    lines += [line for article in timeline.undated for line in _bookmark(article)]
    return "\n".join([*lines, "</DL><p>", ""])


def _bookmark(article: Article) -> list[str]:
    if article.url is None:
        return []
    tags = f' TAGS="{escape(",".join(article.tags))}"' if article.tags else ""
    lines = [f'<DT><A HREF="{escape(article.url)}"{tags}>{escape(article.label)}</A>']
    return [*lines, f"<DD>{escape(article.summary)}"] if article.summary else lines


def has_opml(catalogue: Catalogue) -> bool:
    """Whether any source has an address to subscribe to or to look at."""
    return any(source.url or source.asked_url for source in catalogue.library.config.sources)


def opml(catalogue: Catalogue) -> str:
    """The sources that have an address, as a reader's subscriptions. OPML 2.0."""
    outlines = []
    for source in catalogue.library.config.sources:
        feed = source.asked_url if source.reader == "feed" else None
        attributes = {"type": "rss" if feed else "link", "text": source.title}
        if feed:
            attributes["xmlUrl"] = feed
        if source.url and source.url != feed:
            attributes["htmlUrl" if feed else "url"] = source.url
        if feed or source.url:
            words = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
            outlines.append(f"<outline{words}/>")
    head = f"<head><title>{escape(catalogue.site.title)}</title></head>"
    return "\n".join(
        [
            '<?xml version="1.0" encoding="utf-8"?>',
            '<opml version="2.0">',
            head,
            "<body>",
            *outlines,
            "</body>",
            "</opml>",
            "",
        ]
    )


ENCODERS: dict[str, Callable[[Catalogue], str]] = {
    BIBTEX: all_bibtex,
    RIS: all_ris,
    CSL_JSON: all_csl,
    BOOKMARKS: bookmarks,
    OPML: opml,
}
