"""Captures → entries: every source is read by its reader, over all its captures.

Begin with READERS and read_capture (one capture), then source_log.py and history.py (all captures
of a source → its newest statement of each entry). The formats are in feed/, index/, lists/ and
copies/.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from generator.config.records import LISTING, Config, Source
from generator.errors import GeneratorError, SourceError, one_line
from generator.model.entries import Entry, Reading, SourceReport
from generator.model.record import PartialDate, Problem
from generator.sources.capture_files import Contents, Received, list_captures, unread_files
from generator.sources.time_limit import time_limit
from generator.text.html import decode
from generator.text.page.received import is_page

if TYPE_CHECKING:
    from generator.sources.source_log import SourceLog

logger = logging.getLogger(__name__)

# How long a capture may be read. A megabyte of a good feed takes less than a second.
SECONDS, SECONDS_PER_MB = 5.0, 5.0


def _read_feed(data: bytes, received: Received, source: Source, config: Config) -> Contents:
    from generator.sources.feed import read_feed  # late: slow to import, and only feeds need it

    return read_feed(data, received, source, config)


def _read_index(data: bytes, received: Received, source: Source, config: Config) -> Contents:
    from generator.sources.index import read_index
    from generator.sources.lists import is_json

    if is_json(data):
        raise SourceError(f'{received.path}: is JSON, which no index page is; try reader = "list"')
    return read_index(data, received, source, config)


def _read_list(data: bytes, received: Received, source: Source, config: Config) -> Contents:
    from generator.sources.lists import read_list

    return read_list(data, received, source, config)


def _read_preview(data: bytes, received: Received, source: Source, config: Config) -> Contents:
    """Return a copy of an article: an HTML page, a Markdown file, or the text of a wiki's page."""
    start = decode(data.lstrip(b" \t\r\n")[:1024]).lstrip()
    if not start:
        raise SourceError(f"{received.path}: the file is empty")
    if is_page(data):
        from generator.sources.copies.html import read_page_html

        return read_page_html(data, received, source, config)
    if start.startswith(("---", "+++")) or received.path.endswith((".md", ".markdown")):
        from generator.sources.copies.markdown import read_page_markdown

        return read_page_markdown(data, received, source, config)
    from generator.sources.copies.entry import entry_of_copy
    from generator.sources.copies.wiki import read_preview

    preview, claims, body, problems = read_preview(
        data, received.path, received.resource or "", source.name
    )
    return Contents(
        entries=(entry_of_copy(received, preview, **claims),),
        bodies=(body,) if body else (),
        problems=problems,
    )


# What reads a capture's bytes. A reader raises SourceError for what it cannot read. (The owner's
# notes are no captures: see _read_notes.)
READERS: dict[str, Callable[[bytes, Received, Source, Config], Contents]] = {
    "feed": _read_feed,
    "index": _read_index,
    "list": _read_list,
    "preview": _read_preview,
}


Capture = tuple[Received, Source]
# How the captures of all sources are read, in order. What stands in for read_captures may remember
# what it has read before.
ReadCaptures = Callable[[Sequence[Capture], Config], Iterable[Contents | Problem]]


def read_captures(captures: Sequence[Capture], config: Config) -> Iterator[Contents | Problem]:
    """Yield the contents of each capture, in order, or the problem that prevented reading it."""
    return (read_capture(received, source, config) for received, source in captures)


def read_sources(config: Config, read: ReadCaptures = read_captures) -> Reading:
    """Return everything that all sources state, most trusted source first.

    A capture that cannot be read is a problem; the others stand. `read` is handed the captures
    of all sources at once.

    Raises:
        GeneratorError: no entry can be listed (copies and notes alone cannot, where a feed or an
            index is named), so the last good site is worth more.
    """
    # Late: reading one preview needs neither.
    from generator.sources.copies.entry import limit_copies
    from generator.sources.source_log import reading_of

    logs = iter(_read_logs([s for s in config.sources if s.reader != "note"], config, read))
    parts = [
        _read_notes(source, config) if source.reader == "note" else reading_of(next(logs))
        for source in config.sources
    ]
    parts = [
        msgspec.structs.replace(part, entries=limit_copies(part.entries, source, config))
        for part, source in zip(parts, config.sources, strict=True)
    ]
    reading = _together(parts)
    problems = (*reading.problems, *unread_files(config))
    lists = any(source.reader in LISTING for source in config.sources)
    if not any(_can_be_listed(entry) or not lists for entry in reading.entries):
        lines = [f"  {problem.where}: {problem.message}" for problem in problems]
        hint = ":" if lines else "; put a capture into the folder of one, or run octavo fetch"
        raise GeneratorError(f"no source gives an entry, so nothing is built{hint}", *lines)
    return msgspec.structs.replace(reading, problems=problems)


def _can_be_listed(entry: Entry) -> bool:
    """Return whether the entry alone makes an article or a mention; a preview makes none."""
    return entry.creates and bool(entry.url or entry.called)


def replay(
    config: Config, most: int, read: ReadCaptures = read_captures
) -> Iterator[tuple[Received, Reading]]:
    """Yield the statements of all sources at each of the newest `most` moments, oldest first.

    A moment is that of a capture which lists articles, and comes with it; where several are of
    one moment, with the last of them. Previews and notes only add to what is listed and are left
    out. Nothing is yielded, or even read, where there is only one moment.
    """
    listing = [source for source in config.sources if source.reader in LISTING]
    orders = {received.order for source in listing for received in list_captures(source, config)[0]}
    if len(orders) < 2:
        return
    from generator.sources.source_log import statements, titles, until

    logs = _read_logs(listing, config, read)
    moments = {
        received.order: received
        for log in logs
        for received, contents in log.read
        if isinstance(contents, Contents) and contents.entries
    }
    for order in sorted(moments)[-most:]:
        then = [until(log, order) for log in logs]
        yield (
            moments[order],
            Reading(
                entries=tuple(entry for log in then for entry in statements(log)),
                reports=(),
                quotes=(),
                problems=(),
                thread_titles=tuple(title for log in then for title in titles(log)),
            ),
        )


def _together(parts: Sequence[Reading]) -> Reading:
    return Reading(
        entries=tuple(entry for part in parts for entry in part.entries),
        reports=tuple(report for part in parts for report in part.reports),
        quotes=tuple(quote for part in parts for quote in part.quotes),
        problems=tuple(problem for part in parts for problem in part.problems),
        thread_titles=tuple(title for part in parts for title in part.thread_titles),
    )


def _read_notes(source: Source, config: Config) -> Reading:
    from generator.sources.notes import read_notes

    return read_notes(source, config)


def _read_logs(sources: Sequence[Source], config: Config, read: ReadCaptures) -> list[SourceLog]:
    from generator.sources.source_log import log_of

    listed = [(source, *list_captures(source, config)) for source in sources]
    captures = [(received, source) for source, log, _ in listed for received in log]
    contents = iter(read(captures, config))
    language = config.site.language
    return [
        log_of(source, ((received, next(contents)) for received in log), problems, language)
        for source, log, problems in listed
    ]


def read_capture(
    received: Received, source: Source, config: Config, data: bytes | None = None
) -> Contents | Problem:
    """Return the contents of a capture, or the problem that prevented reading it.

    `data` are the file's bytes where they are known; without them the file is read.
    """
    advice: tuple[str, ...] = ()
    try:
        unpacked = received.unpacked(received.read() if data is None else data)
        with time_limit(SECONDS + SECONDS_PER_MB * len(unpacked) / (1 << 20)):
            return _with_legible_problems(
                READERS[source.reader](unpacked, received, source, config)
            )
    except SourceError as error:
        first, *others = error.args
        advice = tuple(one_line(str(line)) for line in others)
        message = str(first).removeprefix(f"{received.path}: ")
    except Exception as error:  # the boundary around feedparser, BeautifulSoup, lxml, pyromark
        message = f"the parser failed ({type(error).__name__}: {error})"
        logger.debug("%s: the parser failed", received.path, exc_info=True)
    return Problem(where=received.path, message=one_line(message), severity="error", advice=advice)


def _with_legible_problems(contents: Contents) -> Contents:
    """Return the contents with problems that can be printed, whatever they quote of a capture."""
    problems = tuple(
        msgspec.structs.replace(problem, message=one_line(problem.message))
        for problem in contents.problems
    )
    return msgspec.structs.replace(contents, problems=problems)


def data_as_of(reports: tuple[SourceReport, ...]) -> PartialDate | None:
    """Return the date of the newest sound capture of all sources; None where there is none."""
    dates = [capture.date for report in reports for capture in report.captures if capture.sound]
    return max(dates, key=lambda date: (date.year, date.month or 0, date.day or 0), default=None)
