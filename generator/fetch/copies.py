"""Copy the pages of articles that have no copy, or an old one, as far as is allowed.

The metadata and the text of a page are read by text/page/, as those of a saved page.
"""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from generator.config.records import Config, Source
from generator.errors import ConfigError, FetchError, OutputError
from generator.fetch.client import Client
from generator.fetch.conditional import FetchResult, ask, failed
from generator.fetch.host import Answer
from generator.fetch.sources import (
    Settings,
    SourceResult,
    Watch,
    capture_name,
    fetch_each,
    keep_capture,
    lock_captures,
    make_client,
)
from generator.fetch.state import from_text, is_in_future, load_states, save_states, to_text
from generator.fetch.substitutes import why_no_article
from generator.model.articles import Article
from generator.model.entries import WITHHELD, FetchState
from generator.model.record import Record
from generator.regular_file import read_regular_file
from generator.sources.capture_files import PAGES
from generator.text.dates import first_day
from generator.text.excerpts import cut_at_word
from generator.text.front_matter import split_front_matter, toml_front_matter
from generator.text.html import sanitise
from generator.text.html_tree import parse_page
from generator.text.markdown import markdown_of_html, trim_cut_markdown
from generator.text.page.article import LONGEST_ARTICLE, find_article
from generator.text.page.metadata import PageFacts, facts_of, robots_words
from generator.text.page.received import page_text
from generator.text.urls import canonical_url

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_HOW_TO = (
    'fetched previews need a source to be kept in: write previews = "copies" in [fetch], and',
    *("  [[source]]", '  name = "copies"', '  reader = "preview"'),
    '  title = "copies made by this list"',
)


def fetch_copies(
    content: Path,
    config: Config,
    articles: tuple[Article, ...],
    settings: Settings,
    watch: Watch = lambda fetched, total: fetched,
) -> tuple[SourceResult, ...]:
    """Fetch the pages that are due; one result an article, named by its address.

    Raises:
        ConfigError: site.toml names no source to keep them in.
        OutputError: another octavo is writing captures.
    """
    if not config.fetch.previews:
        raise ConfigError(f"{content / 'site.toml'}: {_HOW_TO[0]}", *_HOW_TO[1:])
    with (
        nullcontext() if settings.dry_run else lock_captures(content, settings.say),
        make_client(config, settings) as client,
    ):
        states = load_states(content)
        for problem in states.problems:
            settings.say(f"{problem.severity}: {problem.where}: {problem.message}")
        due = tuple(_due(articles, config, states.previews, settings.now))
        return fetch_each(
            due,
            PageCopier(config, client, settings).copy,
            name_of=_url,
            url_of=_url,
            known=states.previews,
            save=lambda known: save_states(
                content, msgspec.structs.replace(states, previews=known)
            ),
            at_once=config.fetch.at_once,
            settings=settings,
            watch=watch,
        )


def _url(article: Article) -> str:
    return article.url or ""


def _due(
    articles: tuple[Article, ...], config: Config, known: dict[str, FetchState], now: datetime
) -> Iterator[Article]:
    """Yield the articles whose pages may be copied and have not been, or not for a long time.

    A page that is the address of several articles is the text of none of them.
    """
    pages = Counter(canonical_url(article.url) for article in articles if article.url)
    for article in articles:
        url = article.url
        if url is None or pages[canonical_url(url)] > 1:
            continue
        if config.fetch.takedown_of(url) or not config.fetch.excerpt_of(url):
            continue
        state = known.get(url)
        copied = _copied(article, state, now)
        days = config.fetch.preview_max_age_days
        if copied is None or (days and now - copied > timedelta(days=days)):
            yield article


def _copied(article: Article, state: FetchState | None, now: datetime) -> datetime | None:
    """Return when the page was last copied, or found not to be for copying; None if never."""
    times = []
    if article.preview and article.preview.fetched:
        times.append(datetime(*first_day(article.preview.fetched), tzinfo=UTC))
    is_withheld = article.evidence["preview"].rule == WITHHELD
    if state and state.success and (article.preview or state.refused or is_withheld):
        times.append(from_text(state.success))
    return max((time for time in times if not is_in_future(time, now)), default=None)


class PageCopier:
    """Copies the pages of articles into the captures of one source."""

    def __init__(self, config: Config, client: Client, settings: Settings) -> None:
        self.config = config
        self.client = client
        self.settings = settings
        self.source: Source = config.source(config.fetch.previews)

    def copy(self, article: Article, known: FetchState | None) -> SourceResult:
        """Ask for the article's page, and keep a preview of what arrives if it is new."""
        url = _url(article)
        if known and not article.preview:  # "not changed" would be of no use
            known = msgspec.structs.replace(known, etag=None, last_modified=None)
        result = ask(self.client, url, known, self.settings.now, believe_gone=False)
        if result.outcome == "found":
            return self._read(article, result)
        message = result.note or "not changed since the last time"
        return SourceResult(source=url, outcome=result.outcome, message=message, state=result.state)

    def _read(self, article: Article, result: FetchResult) -> SourceResult:
        url, limit = _url(article), self.config.fetch.excerpt_of(_url(article))
        try:
            made = make_preview(result.answer, url, article.title, limit, self.settings.now)
        except _Withheld as error:
            state = msgspec.structs.replace(
                result.state, refused=str(error), forbidden=isinstance(error, _Forbidden)
            )
            return SourceResult(source=url, outcome="unchanged", message=str(error), state=state)
        state = msgspec.structs.replace(result.state, refused=None, forbidden=False)
        return self._keep(article, state, made.text, result.answer.body)

    def _keep(self, article: Article, state: FetchState, text: str, page: bytes) -> SourceResult:
        url, folder = _url(article), f"{self.source.folder}/{article.id}"
        if _same_copy(self._newest(folder), text):
            message = "the same copy as before"
            return SourceResult(source=url, outcome="unchanged", message=message, state=state)
        name = capture_name(self.settings.now, "md")
        try:
            if not self.settings.dry_run:
                content = Path(self.config.folder)
                keep_capture(content / folder / name, text.encode())
                if self.config.fetch.keep_pages:
                    kept = f"{self.source.folder}{PAGES}/{article.id}/{Path(name).stem}.html.gz"
                    # Packed without the time, so that the same page gives the same bytes.
                    keep_capture(content / kept, gzip.compress(page, mtime=0))
        except OutputError as error:
            state = failed(state, str(error), self.settings.now).state
            return SourceResult(source=url, outcome="failed", message=str(error), state=state)
        message = f"copied → {folder}/{name}"
        return SourceResult(source=url, outcome="changed", message=message, state=state)

    def _newest(self, folder: str) -> str | None:
        """Return the text of our newest copy; None where there is none."""
        path = Path(self.config.folder) / folder
        now = capture_name(self.settings.now, "md")
        copies = sorted(file for file in path.glob("*.md") if file.name <= now)
        try:
            return read_regular_file(copies[-1]).decode("utf-8", "replace") if copies else None
        except OSError:
            return None  # what it is, builds say


def _same_copy(before: str | None, after: str) -> bool:
    """Return whether two previews differ only in their time and the page's size."""
    if before is None:
        return False
    try:
        old, new = split_front_matter(before), split_front_matter(after)
    except ValueError:
        return False
    for fields, _ in (old, new):
        fields.pop("fetched", None)
        fields.pop("bytes", None)
    return old == new


# An article's page as it arrived → a Markdown preview with front matter, as long as is allowed.
#
# What the page says of itself and its text are read by text/page/, as of a saved page.

_PAGES = ("text/html", "application/xhtml+xml", "")
_SNIPPET = re.compile(r"max-snippet\s*:\s*(-?\d+)")


class _Withheld(FetchError):
    """An error: the page answers, but holds no text to copy."""


class _Forbidden(_Withheld):
    """An error: the page itself asks that no copy be shown, of whatever age."""


class PreviewFile(Record, kw_only=True):
    """The file of a preview, and how much of the page's text is in it."""

    #: The whole file: front matter and Markdown.
    text: str
    #: How many characters of the page's text it holds.
    excerpt_length: int
    #: The page has more text.
    truncated: bool


def make_preview(
    answer: Answer, url: str, title: str | None, characters: int, now: datetime
) -> PreviewFile:
    """Return the preview of the article at `url`, with at most so many characters of its text.

    `title` is what the article is called; the page must not be another one in its place.

    Raises:
        Withheld: there is to be none, and why.
    """
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in _PAGES:
        raise _Withheld(f"{url}: is {kind}, which is no page to read")
    try:
        root = parse_page(page_text(answer.body).html)
    except ValueError as error:
        raise _Withheld(f"{url}: {error}") from error
    if root is None:
        raise _Withheld(f"{url}: is empty")
    facts = facts_of(root, answer.url)
    allowed = min(characters, _allowed(facts, answer.headers.get("x-robots-tag", ""), url))
    if reason := why_no_article(root, facts, url, answer.url, title):
        raise _Withheld(f"{url}: {reason}")
    text = _main_text(root, answer.url, url)
    if not text:
        raise _Withheld(f"{url}: holds no text that can be told from its frame")
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
    return PreviewFile(
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
            raise _Forbidden(f"{url}: asks for no copy ({word})")
    limits = [int(match[1]) for word in words if (match := _SNIPPET.fullmatch(word))]
    if 0 in limits:
        raise _Forbidden(f"{url}: asks for no copy (max-snippet: 0)")
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
