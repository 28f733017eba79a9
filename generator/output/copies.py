"""The sanitised HTML of a cached copy → the copy as its article's page shows it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from html import unescape

from markupsafe import Markup, escape

from generator.model.record import Record

# As the sanitiser writes them.
_LINK = re.compile(r'<a href="([^"]*)"[^>]*>')
_HEADING = re.compile(r"<(h[1-6])>")
_TAG = re.compile(r"<[^<>]*>")
_WORD = re.compile(r"[^\W\d_]++(?:['’-][^\W\d_]++)*+")
_ASCII_WORD = re.compile(r"[A-Za-z]++(?:['-][A-Za-z]++)*+")
# Chinese and Japanese write no spaces between words.
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_WORDS_A_MINUTE, _SIGNS_A_MINUTE = 230, 400
_FEWEST_HEADINGS, _MOST_HEADINGS = 3, 60


class CopyHeading(Record, kw_only=True):
    """A heading of a copy."""

    #: The id that it has on the page.
    id: str
    text: str


class ShownCopy(Record, kw_only=True):
    """A copy as it is shown."""

    html: Markup
    #: Those of the highest level of which there are at least three, up to sixty; else none.
    headings: tuple[CopyHeading, ...]
    #: How long reading it takes, at least 1.
    minutes: int


def shown_copy(
    html: str,
    own_links: Iterable[tuple[str, str]],
    link: Callable[[str], str],
    original: str,
) -> ShownCopy:
    """Return a copy whose links to articles of the list lead to their pages.

    `own_links` are such addresses, each with the path of the article's page; `link` gives the way
    there. A link to the address itself follows, which is called `original`.
    """
    pages = {address: link(path) for address, path in own_links}
    headings = _headings(html)
    html = _with_ids(_with_own_links(html, pages, original) if pages else html)
    minutes = max(1, _minutes(_TAG.sub(" ", html)))
    return ShownCopy(html=Markup(html), headings=headings, minutes=minutes)  # noqa: S704 - it is sanitised


def _minutes(text: str) -> int:
    if text.isascii():  # as most is, and looked through in half the time
        return round(len(_ASCII_WORD.findall(text)) / _WORDS_A_MINUTE)
    spaced, signs = _UNSPACED.subn(" ", text)
    return round(len(_WORD.findall(spaced)) / _WORDS_A_MINUTE + signs / _SIGNS_A_MINUTE)


def _headings(html: str) -> tuple[CopyHeading, ...]:
    """Return the headings of the highest level that has enough of them."""
    found: dict[str, list[CopyHeading]] = {}
    for number, start in enumerate(_HEADING.finditer(html), 1):
        end = html.find(f"</{start[1]}>", start.end())
        text = " ".join(unescape(_TAG.sub("", html[start.end() : end])).split())
        if text:
            found.setdefault(start[1], []).append(CopyHeading(id=f"copy-{number}", text=text))
    enough = (found[level] for level in sorted(found) if len(found[level]) >= _FEWEST_HEADINGS)
    return tuple(next(enough, [])[:_MOST_HEADINGS])


def _with_ids(html: str) -> str:
    number = 0

    def numbered(tag: re.Match[str]) -> str:
        nonlocal number
        number += 1
        return f'<{tag[1]} id="copy-{number}">'

    return _HEADING.sub(numbered, html)


def _with_own_links(html: str, pages: Mapping[str, str], original: str) -> str:
    shown: list[str] = []
    position = 0
    for link in _LINK.finditer(html):
        page = pages.get(unescape(link[1]))
        end = html.find("</a>", link.end())
        if page is None or end < 0:
            continue
        shown += (html[position : link.start()], f'<a href="{escape(page)}">')
        label = f' aria-label="{escape(original)}">'
        shown += (html[link.end() : end], "</a>", link[0][:-1], label)
        position = end
    return "".join((*shown, html[position:]))
