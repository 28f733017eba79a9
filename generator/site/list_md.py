"""The library → list.md: the timeline as CommonMark, for applications that keep notes.

`lists/plain.py` reads it back: what is slanted there is an author.
"""

from __future__ import annotations

import re
from functools import partial

from generator.model import Article, Page, PartialDate
from generator.site.catalogue import Catalogue
from generator.site.paths import MARKDOWN

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
