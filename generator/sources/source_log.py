"""Put together the captures of a source: its entries, its report and its problems."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from generator.config.records import Source
from generator.model.entries import Capture, Entry, Reading, SourceReport
from generator.model.record import Problem, Record
from generator.sources.capture_files import Contents, Received
from generator.sources.history import History, as_bounds, count_restamped

Item = tuple[Received, Contents | Problem]


class SourceLog(Record, kw_only=True):
    """All captures of one source, or the first of them."""

    source: Source
    #: From the oldest capture to the newest, each as read or with what prevented that.
    read: tuple[Item, ...]
    #: Problems of files that are no captures.
    problems: tuple[Problem, ...]
    #: By resource; where `read` are the first captures alone, still those of all.
    histories: dict[str | None, History]


def log_of(
    source: Source, read: Iterable[Item], problems: Iterable[Problem], language: str
) -> SourceLog:
    """Return the log of a source; one without folders is one resource."""
    items = tuple(read)
    resources: dict[str | None, list[tuple[Received, Contents]]] = defaultdict(list)
    for received, contents in items:
        if isinstance(contents, Contents):
            resources[received.resource].append((received, contents))
    histories = {resource: History(same, language) for resource, same in resources.items()}
    return SourceLog(source=source, read=items, problems=tuple(problems), histories=histories)


def until(log: SourceLog, order: tuple[int, int, int, str]) -> SourceLog:
    """Return the log as it was at a moment: its captures up to that."""
    read = tuple(item for item in log.read if item[0].order <= order)
    return msgspec.structs.replace(log, read=read)


def statements(log: SourceLog) -> tuple[Entry, ...]:
    """Return the newest statements of each resource in turn."""
    entries = (
        (entry, received.date)
        for received, contents, after in _after_each(log)
        for entry in (as_bounds(after) if count_restamped(after, contents, received) else after)
    )
    return tuple(
        msgspec.structs.replace(entry, as_of=date, position=number)
        for number, (entry, date) in enumerate(entries)
    )


def _after_each(log: SourceLog) -> Iterator[tuple[Received, Contents, tuple[Entry, ...]]]:
    """Yield the newest capture of each resource, and what all of its captures come to."""
    counts: dict[str | None, int] = {}
    newest: dict[str | None, tuple[Received, Contents]] = {}
    for received, contents in _readable(log):
        counts[received.resource] = counts.get(received.resource, 0) + 1
        newest[received.resource] = received, contents
    for resource, count in counts.items():
        yield *newest[resource], log.histories[resource].after(count)


def _restamped(log: SourceLog) -> Iterator[Problem]:
    """Yield a problem for each newest capture that gives all known entries a later date."""
    for received, contents, after in _after_each(log):
        if count := count_restamped(after, contents, received):
            message = (
                f"it gives all {count} entries that were known a later date, as feeds do that date "
                "what they list at each request; the first dates count, as bounds"
            )
            yield Problem(where=received.path, message=message, severity="info")


def _counts(log: SourceLog) -> dict[str | None, int]:
    """Return the number of captures of each resource that could be read."""
    counts: dict[str | None, int] = {}
    for received, _ in _readable(log):
        counts[received.resource] = counts.get(received.resource, 0) + 1
    return counts


def titles(log: SourceLog) -> tuple[str, ...]:
    """Return the titles that the captures give the thread."""
    return tuple(contents.title for _, contents in _readable(log) if contents.title)


def reading_of(log: SourceLog) -> Reading:
    """Return the entries of the log, with its report and its problems."""
    read = _readable(log)
    failures = [contents for _, contents in log.read if isinstance(contents, Problem)]
    entries = statements(log)
    newest = [contents for _received, contents in read[-1:]]
    quotes = [contents.quotes for _received, contents in reversed(read) if contents.quotes]
    kept = {entry.capture for entry in entries} | {received.path for received, _ in read[-1:]}
    doubts = [p for received, contents in read if received.path in kept for p in contents.problems]
    for resource, count in _counts(log).items():
        doubts += log.histories[resource].doubts(count)
    report = SourceReport(
        name=log.source.name,
        captures=tuple(_capture(received, contents) for received, contents in log.read),
        entries=len(entries),
        newest_added=_newly_stated(log, read) if read and read[-1] == log.read[-1] else None,
        traits=newest[0].traits if newest else (),
        home_page=newest[0].home_page if newest else None,
    )
    return Reading(
        entries=entries,
        reports=(report,),
        quotes=quotes[0] if quotes else (),
        problems=(*log.problems, *failures, *doubts, *_restamped(log)),
        thread_titles=titles(log),
    )


def _readable(log: SourceLog) -> list[tuple[Received, Contents]]:
    return [
        (received, contents) for received, contents in log.read if isinstance(contents, Contents)
    ]


def _capture(received: Received, contents: Contents | Problem) -> Capture:
    readable = contents if isinstance(contents, Contents) else None
    return Capture(
        path=received.path,
        date=received.date,
        bytes=received.file.stat().st_size,
        entries=len(readable.entries) if readable else 0,
        sound=readable is not None and readable.sound,
    )


def _newly_stated(log: SourceLog, read: Sequence[tuple[Received, Contents]]) -> int:
    """Return the number of entries that the newest capture added to its resource."""
    newest = read[-1][0]
    count = sum(received.resource == newest.resource for received, _ in read)
    firsts = (
        entry.first
        for entry in log.histories[newest.resource].after(count)
        if entry.stated == newest.moment and not entry.repeats
    )
    return sum(first is None or first.moment == newest.moment for first in firsts)
