"""An article's page as it arrived → a Markdown preview with front matter, as long as is allowed.

The main text is found by trafilatura; what the head says of the article is read by text/page.py.
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
from generator.text.front_matter import toml_front_matter
from generator.text.html import decode
from generator.text.html_tree import parse_page
from generator.text.markdown import trim_cut_markdown
from generator.text.page_metadata import PageFacts, facts_of, robots_words
from generator.text.references import mend_references

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_PAGES = ("text/html", "application/xhtml+xml", "")
_NO_TEXT = ("script", "style", "svg", "math", "canvas")
# trafilatura takes a second for 15,000 elements, and for spans the square of their number.
_MOST_ELEMENTS, _MANY_SPANS = 20_000, 2_000
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
    """The preview of the article at `url`, with at most so many characters of its text.

    `title` is what the article is called; the page must not be another one in its place.

    Raises:
        Withheld: there is to be none, and why.
    """
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in _PAGES:
        raise Withheld(f"{url}: is {kind}, which is no page to read")
    try:
        root = parse_page(mend_references(decode(answer.body)))
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
    """How many characters the page itself allows to be shown.

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
    """The text that trafilatura finds in the page, as Markdown; may be "".

    Raises:
        Withheld: there is too much in the page to be looked through.
    """
    import lxml.etree
    import lxml.html
    import trafilatura

    # It drops these itself, but looks through them before.
    lxml.etree.strip_elements(root, *_NO_TEXT, with_tail=False)
    if sum(1 for _ in root.iter("span")) > _MANY_SPANS:  # a formula is hundreds of them
        lxml.etree.strip_tags(root, "span")
    if sum(1 for _ in root.iter()) > _MOST_ELEMENTS:
        raise Withheld(f"{url}: has more than {_MOST_ELEMENTS:,} elements, too many to copy from")
    found = trafilatura.extract(
        lxml.html.tostring(root, encoding="unicode"),
        url=base,
        output_format="markdown",
        with_metadata=False,
        include_comments=False,
        include_images=False,
        include_links=True,
        include_formatting=True,
        include_tables=True,
    )
    return (found or "").strip()


def _excerpt(text: str, characters: int) -> str:
    """The beginning of the text, cut between two words, its open marks closed."""
    if len(text) <= characters:
        return text
    beginning = text[:characters]
    whole = re.sub(r"\s\S*\Z", "", beginning) if not text[characters].isspace() else beginning
    return trim_cut_markdown(whole or beginning)
