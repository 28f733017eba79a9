"""The library → files that other programs take.

BibTeX, RIS, CSL-JSON, bookmarks, OPML, a table, a list in Markdown, and what assets/cite.js cites.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from html import escape
from itertools import chain

from generator.model.articles import Article
from generator.model.pages import Page
from generator.model.record import PartialDate
from generator.site.articles_json import article_record, preview_sources
from generator.site.catalogue import Catalogue
from generator.site.citation_formats import bibtex, csl_item, ris
from generator.site.paths import (
    BIBTEX,
    BOOKMARKS,
    CSL_JSON,
    MARKDOWN,
    OPML,
    RIS,
    TABLE,
    search_path,
)
from generator.site.search import data_script, parts_of
from generator.text.cells import escape_cell, join_cell
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
    """Yield every article's BibTeX entry, with an empty line after each."""
    return _encoded(f"{bibtex(catalogue.cited(one))}\n\n" for one in catalogue.articles)


def all_ris(catalogue: Catalogue) -> Iterator[bytes]:
    """Yield every article's RIS record, with an empty line between two."""
    records = (ris(catalogue.cited(article)) for article in catalogue.articles)
    return _encoded("\r\n" * bool(place) + record for place, record in enumerate(records))


def all_csl(catalogue: Catalogue) -> Iterator[bytes]:
    """Yield every article's CSL-JSON item."""
    yield from listed(csl_item(catalogue.cited(article)) for article in catalogue.articles)
    yield b"\n"


def bookmarks(catalogue: Catalogue) -> Iterator[bytes]:
    """Yield the articles with an address as a browser's bookmarks, a folder a year.

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
    return (text.encode() for text in texts)


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
    """Return a text with the references that browsers decode in bookmarks: none of an apostrophe.

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


# The library → articles.csv: a row an article, for spreadsheets and for those who count.
#
# A cell that a spreadsheet would take for a formula has an apostrophe before it (text/cells.py).

COLUMNS = (
    *("id", "title", "url", "authors", "date", "date_start", "date_end", "date_precision"),
    *("kind", "series", "tags", "summary", "sources", "added", "updated", "missing_since", "path"),
)
# Without it Excel takes UTF-8 for a code page of its own.
_MARK = "\ufeff"


def articles_csv_page(catalogue: Catalogue) -> Page:
    """Return articles.csv: articles in the timeline's order, the fields of articles.json."""
    sources = catalogue.library.config.sources
    inputs = {"articles": catalogue.hashes_of(catalogue.articles), "sources": sources}
    return Page(path=TABLE, inputs=inputs, body=partial(_pieces, catalogue))


def _pieces(catalogue: Catalogue) -> Iterator[bytes]:
    previews = preview_sources(catalogue.library.config)
    yield _line(COLUMNS, before=_MARK)
    for article in catalogue.articles:
        yield _line(table_row(article, previews))


def table_row(article: Article, previews: frozenset[str] = frozenset()) -> list[str]:
    """Return the cells of an article, as they stand in COLUMNS."""
    record = article_record(article, previews)
    return [escape_cell(_cell(record[name])) for name in COLUMNS]


def _cell(value: object) -> str:
    if isinstance(value, list | tuple):
        return join_cell(value)
    return "" if value is None else str(value)


def _line(cells: Sequence[str], *, before: str = "") -> bytes:
    line = io.StringIO(newline="")
    csv.writer(line).writerow(cells)
    return (before + line.getvalue()).encode()


# The library → list.md: the timeline as CommonMark, for applications that keep notes.
#
# `lists/plain.py` reads it back: what is slanted there is an author.

# What is markup in CommonMark, in its extensions, or in the dialects of such applications.
_MARKUP = re.compile(r"[\\`*_\[\]<>&~|$#^{}]")
# What begins a list, a heading or a rule where a line begins.
_STARTS = re.compile(r"(\d{1,9})([.)])|([-+=])")
# In the address of a link.
_ENDS_LINK = re.compile(r"[\\()<>]|&(?=#?\w+;)")


def list_md_page(catalogue: Catalogue) -> Page:
    """Return list.md: a heading a month, an item an article, in the timeline's order."""
    inputs = {"articles": catalogue.hashes_of(catalogue.articles)}
    return Page(
        path=MARKDOWN, template="list.md", inputs=inputs, derived=partial(_derived, catalogue)
    )


def _derived(catalogue: Catalogue) -> dict[str, object]:
    timeline, site = catalogue.library.timeline, catalogue.site
    sections: list[tuple[PartialDate | None, list[str]]] = [
        (PartialDate(year=month.year, month=month.month), list(map(item_of, month.articles)))
        for year in timeline.years
        for month in year.months
    ]
    if timeline.undated:
        sections.append((None, list(map(item_of, timeline.undated))))
    return {
        "title": escaped(site.title),
        "description": escaped(site.description),
        "sections": sections,
    }


def item_of(article: Article) -> str:
    """Return an article as an item of a list: the title as a link, the authors, the summary."""
    title = escaped(article.label)
    link = f"[{title}]({_address(article.url)})" if article.url else title
    authors = (f"*{escaped(author)}*" for author in article.authors)
    summary = [escaped(article.summary)] if article.summary else []
    return f"- {', '.join([link, *authors, *summary])}"


def escaped(text: str) -> str:
    r"""Return a text as CommonMark, on one line.

    >>> print(escaped("1. The *k*-sparse [case]"))
    1\. The \*k\*-sparse \[case\]
    """
    line = _MARKUP.sub(r"\\\g<0>", " ".join(text.split()))
    start = _STARTS.match(line)
    if start is None:
        return line
    return (f"{start[1]}\\{start[2]}" if start[1] else f"\\{start[3]}") + line[start.end() :]


def _address(url: str) -> str:
    return _ENDS_LINK.sub(r"\\\g<0>", url)


# The articles → what assets/cite.js cites.
#
# search/cite-2025.js the BibTeX and RIS of each article of a year, as library.bib and library.ris
# have them; those of the undated ones in cite-undated.js


def cite_pages(catalogue: Catalogue) -> Iterator[Page]:
    """Yield a script a year."""
    for name, articles in parts_of(catalogue):
        inputs = {
            "articles": catalogue.hashes_of(articles),
            "keys": [catalogue.citation_keys[article.id] for article in articles],
            "kinds": catalogue.library.config.kinds,
        }
        body = partial(_part, catalogue, articles)
        yield Page(path=search_path(f"cite-{name}"), inputs=inputs, body=body)


def _part(catalogue: Catalogue, articles: Sequence[Article]) -> str:
    cited = [catalogue.cited(article) for article in articles]
    return data_script("octavo.citations", [[c.article.id, bibtex(c), ris(c)] for c in cited])
