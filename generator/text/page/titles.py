"""Title of the article on a page, without what the page adds to it: the site, the section.

A piece at the beginning or the end, set apart by a sign, goes if it is the site's name, or if a
heading of the page is the rest. "A | B" stays where nothing says that B is no part of it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from generator.text.html import text_of_html
from generator.text.page.received import is_front_page
from generator.text.page.structured_data import (
    LinkedData,
    Thing,
    classes_of,
    heading_text,
    is_elsewhere,
    text_of_node,
    text_of_thing,
)
from generator.text.titles import fold_text
from generator.text.urls import absolute_url, url_host

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Of texts whose white space is folded.
_SIGN = re.compile(r" ?(?:[|»«·•›‹⋆¦]|::) ?| [-–—~/<>\\] |: | : ?")
# "Home - Kettles", and what stands for a title where a program had none.
_NOTHING = frozenset({"home", "untitled", "untitled document", "index", "no title", "blog", "post"})
_ENTITY = re.compile(r"&(?:#\d{2,6}|#x[0-9a-f]{2,5}|[a-z]{2,8});", re.IGNORECASE)
_SHORTENED = ("…", "...")


def site_names(
    statements: Mapping[str, Sequence[str]], data: LinkedData, url: str | None
) -> frozenset[str]:
    """Return the names by which a page calls its site, folded."""
    stated = [*data.site_names()]
    for name in ("og:site_name", "application-name", "apple-mobile-web-app-title", "dc.publisher"):
        stated += statements.get(name, ())
    names = {fold_text(name) for name in stated}
    if url:
        host = url_host(url).removeprefix("www.")
        labels = host.split(".")
        names |= {host, labels[0] if len(labels) < 3 else labels[-2]} - {"co", "com", "org", "ac"}
    return frozenset(names | {name.removeprefix("the ") for name in names})


def heading_texts(root: HtmlElement, url: str | None) -> list[str]:
    """Return the main headings that are no masthead: no link to the front page, not the logo's."""
    return [
        text
        for heading in root.iter("h1")
        if not _is_masthead(heading, url)
        and (text := heading_text(heading))
        and not is_elsewhere(heading)
    ]


def masthead_names(root: HtmlElement, url: str | None) -> list[str]:
    """Return the main headings that are links to the front page of `url`: they name the site."""
    own = url_host(url) if url else None
    return [
        text
        for heading in root.iter("h1")
        if any(url_host(one) == own for one in _front_pages(heading, url))
        and (text := text_of_node(heading))
    ]


def _is_masthead(heading: HtmlElement, url: str | None) -> bool:
    around = " ".join(
        f"{' '.join(classes_of(one))} {one.get('id') or ''}"
        for one in (heading, *list(heading.iterancestors())[:2])
        if one.tag not in ("body", "html")
    )
    is_named = re.search(r"(?:^|[\s_-])(?:logo|site-?title|masthead|branding)", around)
    return bool(is_named) or bool(_front_pages(heading, url))


def _front_pages(heading: HtmlElement, url: str | None) -> list[str]:
    """Return the front pages that a heading links to."""
    links = (absolute_url(one.get("href"), url) for one in heading.iter("a"))
    return [link for link in links if link and is_front_page(link)]


def title_of(
    root: HtmlElement,
    statements: Mapping[str, Sequence[str]],
    article: Thing,
    sites: Collection[str],
    headings: Sequence[str],
) -> str | None:
    """Return the title that is stated first, unless the other statements bear out another."""
    stated = list(_stated(root, statements, article, headings))
    known = {fold_text(heading) for heading in headings}
    plain = [(text, without_site(text, sites, known)) for text in stated]
    named = [(n, title) for n, (_, title) in enumerate(plain) if not _is_name(title, sites)]
    if not named:
        return stated[0] if stated else None
    support = [
        sum(_bears_out(other, title) for other in (*stated[:number], *stated[number + 1 :]))
        for number, title in named
    ]
    best = named[0][1]
    # One that nothing bears out gives way to one on which others agree.
    is_sure = bool(statements.get("citation_title")) and named[0][0] == 0
    if not support[0] and max(support, default=0) and not is_sure:
        best = named[support.index(max(support))][1]
    if best.endswith(_SHORTENED):
        start = fold_text(best.rstrip("…. "))
        longer = [t for _, t in named if fold_text(t).startswith(start) and len(t) > len(best)]
        best = next((title for title in longer if not title.endswith(_SHORTENED)), best)
    return best


def _stated(
    root: HtmlElement,
    statements: Mapping[str, Sequence[str]],
    article: Thing,
    headings: Sequence[str],
) -> Iterator[str]:
    """Yield everything that is given as a title, in the order of trust."""
    title = next(root.iter("title"), None)
    for text in (
        *statements.get("citation_title", ())[:1],
        text_of_thing(article, "headline"),
        *statements.get("og:title", ())[:1],
        *statements.get("dc.title", ())[:1],
        *statements.get("dcterms.title", ())[:1],
        text_of_thing(article, "name"),
        *statements.get("twitter:title", ())[:1],
        *(headings if len(headings) == 1 else ()),
        text_of_node(title) if title is not None else None,
    ):
        if text and (plain := decoded(text)):
            yield plain


def decoded(text: str) -> str | None:
    """Return a text without the tags and references that were encoded twice."""
    for _ in range(2):
        if not _ENTITY.search(text) and not re.search(r"</?[a-z][a-z0-9]*[\s>/]", text):
            break
        text = text_of_html(text) or ""
    return text or None


def _is_name(title: str, sites: Collection[str]) -> bool:
    folded = fold_text(title)
    return folded in sites or folded.removeprefix("the ") in sites or folded in _NOTHING


def _bears_out(other: str, title: str) -> bool:
    """Return whether another statement is the title, or has it as a piece of its own."""
    folded, wanted = fold_text(other), fold_text(title)
    return folded == wanted or any(
        fold_text(piece) == wanted
        for start, end in _cuts(other)
        for piece in (other[:start], other[end:])
    )


def _cuts(text: str) -> list[tuple[int, int]]:
    """Return the places at which a sign divides the text."""
    found = (sign.span() for sign in _SIGN.finditer(text))
    return [(start, end) for start, end in found if text[:start].strip() and text[end:].strip()]


def without_site(text: str, sites: Collection[str], headings: Collection[str]) -> str:
    """Return the text without the pieces at its ends that are the site's, or beside a heading."""
    for start, end in _cuts(text):
        for rest in (text[:start], text[end:]):
            if fold_text(rest) in headings and not _is_name(rest, sites):
                return rest.strip()
    while cuts := _cuts(text):
        first, last = text[: cuts[0][0]], text[cuts[-1][1] :]
        if _is_site(last, sites):
            text = text[: cuts[-1][0]].strip()
        elif _is_site(first, sites):
            text = text[cuts[0][1] :].strip()
        else:
            break
    return text


def _is_site(piece: str, sites: Collection[str]) -> bool:
    folded = fold_text(piece)
    squeezed = re.sub(r"[^\w]", "", folded)
    return folded in sites or folded.removeprefix("the ") in sites or squeezed in sites
