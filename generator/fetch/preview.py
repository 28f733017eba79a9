"""An article's page as it arrived → a Markdown preview with front matter, as long as is allowed.

What the page says of itself and its text are read by text/page/, as of a saved page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from generator.errors import FetchError
from generator.fetch.answer import Answer
from generator.fetch.state import to_text
from generator.fetch.substitutes import why_no_article
from generator.model import Record
from generator.text.excerpts import cut_at_word
from generator.text.front_matter import toml_front_matter
from generator.text.html import sanitise
from generator.text.html_tree import parse_page
from generator.text.markdown import markdown_of_html, trim_cut_markdown
from generator.text.page.article import LONGEST_ARTICLE, find_article
from generator.text.page.metadata import PageFacts, facts_of, robots_words
from generator.text.page.received import page_text

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_PAGES = ("text/html", "application/xhtml+xml", "")
_SNIPPET = re.compile(r"max-snippet\s*:\s*(-?\d+)")


class Withheld(FetchError):
    """The page answers, and no copy of it is made: it holds no text to copy."""


class Forbidden(Withheld):
    """The page itself asks that no copy be shown, of whatever age."""


class Made(Record, kw_only=True):
    """A preview: the whole file, and how much of the page's text is in it."""

    text: str
    excerpt_length: int
    truncated: bool


def make_preview(
    answer: Answer, url: str, title: str | None, characters: int, now: datetime
) -> Made:
    """Return the preview of the article at `url`, with at most so many characters of its text.

    `title` is what the article is called; the page must not be another one in its place.

    Raises:
        Withheld: there is to be none, and why.
    """
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in _PAGES:
        raise Withheld(f"{url}: is {kind}, which is no page to read")
    try:
        root = parse_page(page_text(answer.body).html)
    except ValueError as error:
        raise Withheld(f"{url}: {error}") from error
    if root is None:
        raise Withheld(f"{url}: is empty")
    facts = facts_of(root, answer.url)
    allowed = min(characters, _allowed(facts, answer.headers.get("x-robots-tag", ""), url))
    if reason := why_no_article(root, facts, url, answer.url, title):
        raise Withheld(f"{url}: {reason}")
    text = _main_text(root, answer.url, url)
    if not text:
        raise Withheld(f"{url}: holds no text that can be told from its frame")
    excerpt = _excerpt(text, allowed)
    fields: Iterable[tuple[str, object]] = (
        ("url", url),
        ("status", answer.status),
        ("fetched", to_text(now)),
        ("bytes", len(answer.body)),
        ("excerpt_length", len(excerpt)),
        ("truncated", len(excerpt) < len(text)),
        ("title", facts.title),
        ("authors", facts.authors),
        ("published", facts.published.iso if facts.published else None),
        ("description", facts.description),
        ("canonical", facts.canonical),
    )
    return Made(
        text=f"{toml_front_matter(fields)}\n{excerpt}\n",
        excerpt_length=len(excerpt),
        truncated=len(excerpt) < len(text),
    )


def _allowed(facts: PageFacts, header: str, url: str) -> int:
    """Return how many characters the page itself allows to be shown.

    Source: https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag

    Raises:
        Withheld: it asks for no copy, or for no text.
    """
    words = facts.robots | robots_words([header])
    for word in ("noarchive", "nosnippet", "none"):
        if word in words:
            raise Forbidden(f"{url}: asks for no copy ({word})")
    limits = [int(match[1]) for word in words if (match := _SNIPPET.fullmatch(word))]
    if 0 in limits:
        raise Forbidden(f"{url}: asks for no copy (max-snippet: 0)")
    return min((limit for limit in limits if limit > 0), default=10**9)


def _main_text(root: HtmlElement, base: str, url: str) -> str:
    """Return the article of the page as Markdown; may be ""."""
    html = find_article(root).html
    return markdown_of_html(sanitise(html, top_heading=1, base=base, longest=LONGEST_ARTICLE))


def _excerpt(text: str, characters: int) -> str:
    """Return the beginning of the text, cut between two words, its open marks closed."""
    if len(text) <= characters:
        return text
    return trim_cut_markdown(cut_at_word(text, characters))
