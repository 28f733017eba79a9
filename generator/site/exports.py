"""The library → files that other programs take: BibTeX, RIS, CSL-JSON, bookmarks, OPML."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from html import escape
from itertools import chain

from generator.model import Article, Page
from generator.site.catalogue import Catalogue
from generator.site.citation_formats import bibtex, csl_item, ris
from generator.site.paths import BIBTEX, BOOKMARKS, CSL_JSON, OPML, RIS
from generator.text.json import listed
from generator.text.timestamps import noon

Encoder = Callable[[Catalogue], str | Iterable[bytes]]


def export_pages(catalogue: Catalogue) -> Iterator[Page]:
    """Yield every export, articles in the timeline's order.

    OPML only where a source has an address.
    """
    config = catalogue.library.config
    inputs = {
        "articles": catalogue.hashes_of(catalogue.articles),
        "site": config.site,
        "kinds": config.kinds,
        "sources": config.sources,
        "pages": _pages_of_feeds(catalogue),
    }
    for path, encode in ENCODERS.items():
        if encode is not opml or has_opml(catalogue):
            yield Page(path=path, inputs=inputs, body=partial(encode, catalogue))


def all_bibtex(catalogue: Catalogue) -> Iterator[bytes]:
    """Return every article's BibTeX entry, with an empty line after each."""
    return _encoded(f"{bibtex(catalogue.cited(one))}\n\n" for one in catalogue.articles)


def all_ris(catalogue: Catalogue) -> Iterator[bytes]:
    """Return every article's RIS record, with an empty line between two."""
    records = (ris(catalogue.cited(article)) for article in catalogue.articles)
    return _encoded("\r\n" * bool(place) + record for place, record in enumerate(records))


def all_csl(catalogue: Catalogue) -> Iterator[bytes]:
    """Yield every article's CSL-JSON item."""
    yield from listed(csl_item(catalogue.cited(article)) for article in catalogue.articles)
    yield b"\n"


def bookmarks(catalogue: Catalogue) -> Iterator[bytes]:
    """Return the articles with an address as a browser's bookmarks, a folder a year.

    Netscape's format has no standard; browsers and bookmark keepers read this subset of it.
    """
    return _encoded(f"{line}\n" for line in _bookmark_lines(catalogue))


def _bookmark_lines(catalogue: Catalogue) -> Iterator[str]:
    title = _escaped(catalogue.site.title)
    yield "<!DOCTYPE NETSCAPE-Bookmark-file-1>"
    yield '<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">'
    yield '<META NAME="generator" CONTENT="Octavo">'  # lists/bookmarks.py knows the file by it
    yield f"<TITLE>{title}</TITLE>"
    yield f"<H1>{title}</H1>"
    yield "<DL><p>"
    timeline = catalogue.library.timeline
    for year in timeline.years:
        yield f"<DT><H3>{year.year}</H3>"
        yield "<DL><p>"
        yield from chain.from_iterable(map(_bookmark, year.articles))
        yield "</DL><p>"
    yield from chain.from_iterable(map(_bookmark, timeline.undated))
    yield "</DL><p>"


def _encoded(texts: Iterable[str]) -> Iterator[bytes]:
    return (text.encode("utf-8", "replace") for text in texts)


def _bookmark(article: Article) -> list[str]:
    if article.url is None:
        return []
    day = article.added if article.added and article.added.day else None  # a month has no time
    added = f' ADD_DATE="{round(noon(day).timestamp())}"' if day else ""
    # A comma in a tag would part it.
    tags = ",".join(tag.replace(",", " ") for tag in article.tags)
    named = f' TAGS="{_escaped(tags)}"' if tags else ""
    lines = [f'<DT><A HREF="{_escaped(article.url)}"{added}{named}>{_escaped(article.label)}</A>']
    return [*lines, f"<DD>{_escaped(article.summary)}"] if article.summary else lines


def _escaped(text: str) -> str:
    """A text with the references that browsers decode in bookmarks: of an apostrophe there is none.

    Firefox decodes these four and `&#39;`, and shows others as they are written.
    """
    return escape(text, quote=False).replace('"', "&quot;")


def has_opml(catalogue: Catalogue) -> bool:
    """Return whether any source has an address to subscribe to or to look at."""
    return any(source.url or source.asked_url for source in catalogue.library.config.sources)


def _pages_of_feeds(catalogue: Catalogue) -> dict[str, str]:
    """Return what feeds are of, by the names of their sources, as they state it themselves."""
    return {
        report.name: report.home_page for report in catalogue.library.reports if report.home_page
    }


def opml(catalogue: Catalogue) -> str:
    """Return the sources that have an address, as a reader's subscriptions. OPML 2.0."""
    outlines, pages = [], _pages_of_feeds(catalogue)
    for source in catalogue.library.config.sources:
        feed = source.asked_url if source.reader == "feed" else None
        attributes = {"type": "rss" if feed else "link", "text": source.title}
        attributes["title"] = source.title
        if feed:
            attributes["xmlUrl"] = feed
            page = pages.get(source.name) if source.url in (None, feed) else source.url
            if page and page != feed:
                attributes["htmlUrl"] = page
        elif source.url:
            attributes["url"] = source.url
        if feed or source.url:
            words = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
            outlines.append(f"<outline{words}/>")
    title = escape(catalogue.site.title)
    return "\n".join(
        [
            '<?xml version="1.0" encoding="utf-8"?>',
            '<opml version="2.0">',
            f"<head><title>{title}</title></head>",
            "<body>",
            f'<outline text="{title}" title="{title}">',  # a folder, so that they stay together
            *outlines,
            "</outline>",
            "</body>",
            "</opml>",
            "",
        ]
    )


ENCODERS: dict[str, Encoder] = {
    BIBTEX: all_bibtex,
    RIS: all_ris,
    CSL_JSON: all_csl,
    BOOKMARKS: bookmarks,
    OPML: opml,
}
