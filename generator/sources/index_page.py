"""An index page grouped by month, as HTML or as the text of one → entries."""

from __future__ import annotations

from generator.config import Config, Source
from generator.errors import SourceError
from generator.model import DateClaim, Entry, Problem, Quote
from generator.sources.captures import Contents, Received
from generator.sources.index_html import read_index_html
from generator.sources.index_text import read_index_text
from generator.sources.listed import IndexPage, Listed
from generator.text.markup import decode, repair_mojibake
from generator.text.titles import parse_byline


def read_index(received: Received, source: Source, config: Config) -> Contents:
    """The entries of an index page, top to bottom, and what it says about the thread.

    Raises:
        SourceError: no entry was found.
    """
    text = repair_mojibake(decode(received.read()))
    language = config.site.language
    if text.lstrip().startswith("<"):
        page = read_index_html(text, source.url, language)
    else:
        page = read_index_text(text, language)
    if not page.listed:
        raise SourceError(f"{received.path}: no entries under month headings; is this an index?")
    entries = tuple(
        _entry(listed, number, received, source) for number, listed in enumerate(page.listed)
    )
    return Contents(
        entries=entries,
        problems=_doubts(page, received.path),
        quotes=_quotes(page, received, source),
        title=page.title,
    )


def _entry(listed: Listed, number: int, received: Received, source: Source) -> Entry:
    heading = listed.heading
    claim = None
    if heading and heading.date:
        claim = DateClaim(date=heading.date, kind="heading", raw=heading.text)
    authors, year = _byline(listed.byline)
    return Entry(
        source=source.name,
        capture=received.path,
        where=f"{received.path}, entry {number + 1}",
        position=number,
        first_seen=received.date,
        url=listed.url,
        title=listed.title,
        authors=authors,
        byline_year=year,
        published=claim,
        summary=listed.summary,
        tags=listed.tags,
        raw={"authors": listed.byline} if listed.byline else {},
    )


def _byline(text: str | None) -> tuple[tuple[str, ...], int | None]:
    """Authors and year; a byline of another form is one author, as it stands."""
    if text is None:
        return (), None
    return parse_byline(text) or ((text,), None)


def _doubts(page: IndexPage, path: str) -> tuple[Problem, ...]:
    doubts = []
    for number, listed in enumerate(page.listed, 1):
        where = f"{path}, entry {number}"
        if not listed.title and not listed.url:
            message = "left out: it has neither a link nor a title"
            doubts.append(Problem(where=where, message=message, severity="error"))
        elif listed.heading is None or listed.heading.date is None:
            said = f"the heading “{listed.heading.text}” names" if listed.heading else "there is"
            message = f"“{listed.title}” has no date here: {said} no month"
            doubts.append(Problem(where=where, message=message, severity="warning"))
    return tuple(doubts)


def _quotes(page: IndexPage, received: Received, source: Source) -> tuple[Quote, ...]:
    if not page.about:
        return ()
    quote = Quote(
        source=source.name, capture=received.path, title=page.about_title, paragraphs=page.about
    )
    return (quote,)
