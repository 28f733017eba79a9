"""An index page grouped by month, as HTML or as the text of one → entries."""

from __future__ import annotations

import re
from collections import Counter

from generator.config.records import Config, Selectors, Source
from generator.errors import SourceError
from generator.model.entries import DateClaim, Entry, Quote
from generator.model.record import Problem
from generator.sources.capture_files import Contents, Received
from generator.sources.index.html import Suggestion, read_index_html, suggest_selectors
from generator.sources.index.records import Heading, IndexEntry, IndexPage
from generator.sources.index.text import read_index_text
from generator.text.dates import readings
from generator.text.html import decode, repair_mojibake
from generator.text.names import read_byline
from generator.text.numbers import pluralize
from generator.text.timestamps import are_days, time_zone
from generator.text.titles import beyond_title

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_MOST_NAMED = 3
_FEED = re.compile(r"(?>\s+|<!--.*?-->)*+<(?:rss|feed|rdf:RDF)[\s>]", re.DOTALL)


def read_index(data: bytes, received: Received, source: Source, config: Config) -> Contents:
    """Return the entries of an index page, top to bottom, and what it says about the thread.

    Raises:
        SourceError: no entry was found, or none can be distinguished from the others.
    """
    text = _text_of(data)
    language = config.site.language
    if not text.strip():
        raise SourceError(f"{received.path}: the file is empty")
    if _FEED.match(text):
        raise SourceError(f'{received.path}: a feed; read it by reader = "feed"')
    is_page = _is_page(text)
    if is_page and _is_too_deep(text):
        raise SourceError(
            f"{received.path}: more than {DEEPEST} elements stand in each other; no page needs that"
        )
    try:
        if is_page:
            page = read_index_html(text, source.url, language, source.selectors)
        else:
            page = read_index_text(text, language)
        _check(page, source.selectors)
    except ValueError as error:
        raise SourceError(
            f"{received.path}: {error}", *_remedies(text, source, language, is_page=is_page)
        ) from error
    zone = config.site.timezone
    own = [listed.own.timestamp for listed in page.listed if listed.own]
    is_day = are_days(own)
    entries = tuple(
        _entry(listed, number, received, source, _claim(listed, zone, is_day=is_day))
        for number, listed in enumerate(page.listed)
    )
    return Contents(
        entries=entries,
        problems=_doubts(page, received.path),
        quotes=_quotes(page, received, source),
        traits=(f"recognised: {page.shape}",),
        title=page.title,
    )


def offer_selectors(data: bytes, url: str | None, language: str) -> Suggestion | None:
    """Return selectors that would read an index page; None where none would, or it is no page."""
    text = _text_of(data)
    if not _is_page(text) or _is_too_deep(text):
        return None
    return suggest_selectors(text, url, language)


def _text_of(data: bytes) -> str:
    return _DECLARATION.sub("", repair_mojibake(decode(data)))


def _is_page(text: str) -> bool:
    return text.lstrip().startswith("<")


def _check(page: IndexPage, selectors: Selectors | None) -> None:
    """Check that a page lists entries, and that they are most of what it lists.

    Raises:
        ValueError: it does not.
    """
    if page.is_in_doubt and not selectors:
        raise ValueError(f"{_left_out(page)}; too many for what is read to be the list")
    dated = [dated for one in page.listed if (dated := _dated_by(one))]
    is_dated = any(one.date for one in dated) or len(dated) == len(page.listed)
    if page.listed and (selectors or is_dated):
        return
    if selectors:
        raise ValueError(f"nothing on the page is what selectors.entry says: “{selectors.entry}”")
    if page.listed or not page.dates:
        raise ValueError("no date that can be read stands in it; is this an index?")
    texts = ", ".join(f"“{text}”" for text in page.dates[:_MOST_NAMED])
    more = ", …" if len(page.dates) > _MOST_NAMED else ""
    raise ValueError(
        f"it has {pluralize(len(page.dates), 'date')} ({texts}{more}), "
        "but no titles of entries that they belong to"
    )


def _remedies(text: str, source: Source, language: str, *, is_page: bool) -> tuple[str, ...]:
    """Return the remedies for a page that is refused, a line each."""
    if not is_page:
        return ("save the page as HTML: its elements say more than its text",)
    suggestion = suggest_selectors(text, source.url, language)
    if suggestion is None and source.selectors:
        return ()
    if suggestion is None:
        return ("selectors of the source in site.toml can say where its entries stand",)
    return ("if this is the list, put into its source in site.toml:", *suggestion.lines)


def _dated_by(listed: IndexEntry) -> Heading | None:
    """Return the entry's own date, else the heading above it; if neither is a date, the first."""
    both = [one for one in (listed.own, listed.heading) if one]
    return next((one for one in both if one.date), both[0] if both else None)


def _claim(listed: IndexEntry, timezone: str, *, is_day: bool) -> DateClaim | None:
    """Return the entry's own date, else that of the heading above it."""
    dated = _dated_by(listed)
    if dated is None or dated.date is None:
        return None
    date, instant = dated.date, None
    if dated.timestamp and not is_day:
        zone = time_zone(timezone)
        date, instant = dated.timestamp.day_in(zone), dated.timestamp.instant_in(zone)
    return DateClaim(date=date, kind="heading", raw=dated.text, instant=instant)


def _entry(
    listed: IndexEntry, number: int, received: Received, source: Source, claim: DateClaim | None
) -> Entry:
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
        summary=beyond_title(listed.summary, listed.title),
        tags=listed.tags,
        raw={"authors": listed.byline} if listed.byline else {},
    )


def _byline(text: str | None) -> tuple[tuple[str, ...], int | None]:
    """Return the authors and the year."""
    return read_byline(text) if text else ((), None)


def _doubts(page: IndexPage, path: str) -> tuple[Problem, ...]:
    doubts = []
    if page.about_title and not page.about_title.startswith("About "):
        message = f"“{page.about_title}” is read as what the page says of itself, not as an entry"
        doubts.append(Problem(where=path, message=message, severity="info"))
    if page.left_out:
        doubts.append(Problem(where=path, message=_left_out(page), severity="warning"))
    for number, listed in enumerate(page.listed, 1):
        where = f"{path}, entry {number}"
        if not listed.title and not listed.url:
            message = "left out: it has neither a link nor a title"
            doubts.append(Problem(where=where, message=message, severity="error"))
        elif (dated := _dated_by(listed)) is None or dated.date is None:
            why = _why_undated(dated.text) if dated else "there is none"
            message = f"“{listed.title}” has no date here: {why}"
            doubts.append(Problem(where=where, message=message, severity="warning"))
    return tuple(doubts)


def _left_out(page: IndexPage) -> str:
    """Return a sentence on the parts that look like entries and became none."""
    dates = ", ".join(f"“{text}”" for text in page.left_out[:_MOST_NAMED])
    more = ", …" if len(page.left_out) > _MOST_NAMED else ""
    return (
        f"beside {pluralize(len(page.listed), 'entry', 'entries')} the page has "
        f"{pluralize(len(page.left_out), 'dated thing')} that became no entry ({dates}{more})"
    )


def _why_undated(text: str) -> str:
    both = " and as ".join(date.edtf for date in readings(text))
    return f"“{text}” can be read as {both}" if both else f"“{text}” is no date"


def _quotes(page: IndexPage, received: Received, source: Source) -> tuple[Quote, ...]:
    if not page.about:
        return ()
    quote = Quote(
        source=source.name, capture=received.path, title=page.about_title, paragraphs=page.about
    )
    return (quote,)


# HTML as received → whether its elements stand deeper in each other than any page's do.
#
# Parsers take a time that grows with the square of the nesting: 10,000 elements a minute.

DEEPEST = 1_000

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*+)")
# Elements that hold nothing, and those that the next of their kind ends.
_NOT_NESTED = frozenset(
    "area base br col embed hr img input link meta param source track wbr "
    "p li dt dd tr td th thead tbody tfoot option optgroup rt rp html head body".split()
)


def _is_too_deep(html: str) -> bool:
    """Return whether more than 1,000 elements stand in each other, one not closed counting as open.

    An end tag whose element is not open closes nothing: parsers pass over it.

    >>> _is_too_deep("<p>" * 5_000), _is_too_deep("<div>" * 5_000)
    (False, True)
    >>> _is_too_deep("<div></DIV>" * 5_000), _is_too_deep("<div></x>" * 5_000)
    (False, True)
    """
    depth, opened = 0, Counter[str]()
    for tag in _TAG.finditer(html):
        name = tag[2].lower()
        if name in _NOT_NESTED or (tag[1] and not opened[name]):
            continue
        step = -1 if tag[1] else 1
        opened[name] += step
        depth += step
        if depth > DEEPEST:
            return True
    return False
