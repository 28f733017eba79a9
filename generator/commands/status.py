"""Report the state of every source: its last capture, whether its address still answers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from generator.config.overrides import Overrides
from generator.config.records import Config, Source
from generator.errors import one_line
from generator.fetch.conditional import LONGEST_WAIT
from generator.fetch.state import FetchStates, from_text, is_in_future, is_waiting
from generator.model.entries import FetchState, Reading, SourceReport
from generator.model.record import Problem
from generator.reconcile import find_filtered
from generator.reconcile.moves import move_problems, moves_in, open_moves
from generator.reconcile.references import Names
from generator.sources.capture_files import list_captures, unread_files
from generator.text.dates import first_day
from generator.text.numbers import pluralize

_NO_OVERRIDES = Overrides()


def status(
    config: Config,
    reading: Reading,
    states: FetchStates,
    now: datetime,
    overrides: Overrides = _NO_OVERRIDES,
) -> str:
    """Return a paragraph a source, in their order of trust, and one of what none of them reads.

    `now` is for ages only. Moves that `overrides` decide are left out.

    Raises:
        ConfigError: an expression of a filter takes too long.
    """
    reports = {report.name: report for report in reading.reports}
    filtered = _filtered(config, reading, overrides)
    paragraphs = [
        _paragraph(
            _lines(
                source,
                reports[source.name],
                filtered[source.name],
                states.sources.get(source.name),
                now,
            )
        )
        for source in config.sources
    ]
    if moved := list(_moved(config, reading, overrides)):
        paragraphs.append(_paragraph(["moved, as it seems", *moved]))
    unread = [f"  {one.where}: {one.message.removeprefix('not read: ')}" for one in _unread(config)]
    if unread:
        paragraphs.append(_paragraph(["not read", *unread]))
    lost = [f"  {problem.where}: {problem.message}" for problem in states.problems]
    if lost:
        paragraphs.append(_paragraph(["not known", *lost]))
    return "\n\n".join(paragraphs)


def status_record(
    config: Config, reading: Reading, states: FetchStates, overrides: Overrides
) -> dict[str, object]:
    """Return the same as a record for JSON. Times are UTC; unknown values are null.

    Raises:
        ConfigError: an expression of a filter takes too long.
    """
    reports = {report.name: report for report in reading.reports}
    filtered = _filtered(config, reading, overrides)
    language = config.site.language
    names = Names(reading.entries, language)
    moves = open_moves(moves_in(reading.entries, language), overrides, names)
    return {
        "sources": [
            _source_record(
                source,
                reports[source.name],
                filtered[source.name],
                states.sources.get(source.name),
            )
            for source in config.sources
        ],
        "moved": [msgspec.to_builtins(one) for one in move_problems(moves)],
        "unread": [msgspec.to_builtins(one) for one in _unread(config)],
        "problems": [msgspec.to_builtins(one) for one in states.problems],
    }


def _filtered(config: Config, reading: Reading, overrides: Overrides) -> dict[str, Counter[str]]:
    """Return how many entries of each source its filters leave out, by their keys."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    if any(source.filters for source in config.sources):
        for one in find_filtered(reading, overrides, config):
            counts[one.source][one.key] += 1
    return counts


def _source_record(
    source: Source, report: SourceReport, filtered: Counter[str], state: FetchState | None
) -> dict[str, object]:
    if state is None or state.url != source.asked_url:
        state = FetchState(url=source.asked_url or "")
    return {
        "name": source.name,
        "title": source.title,
        "reader": source.reader,
        "entries": report.entries,
        # By key; "show" are those that wait for octavo show, "" what is on such articles.
        "filtered": dict(filtered),
        "captures": len(report.captures),
        "newest_capture": report.captures[-1].path if report.captures else None,
        "newest_added": report.newest_added,
        "address": source.asked_url,
        "last_attempt": state.asked,
        "last_success": state.success,
        "last_error": state.error,
        "last_error_at": state.error_at,
        "failures": state.failures,
        "failing_since": state.failing_since,
        "gone_since": state.gone,
        "moved_to": state.moved_to,
        "not_before": state.wait_until,
    }


def _paragraph(lines: Iterable[str]) -> str:
    return "\n".join(map(one_line, lines))


def _moved(config: Config, reading: Reading, overrides: Overrides) -> Iterator[str]:
    """Yield the entries that a source may have moved, and what to write if it has."""
    language = config.site.language
    names = Names(reading.entries, language)
    for problem in move_problems(open_moves(moves_in(reading.entries, language), overrides, names)):
        yield f"  {problem.where}: {problem.message}"
        yield from (f"    {line}" for line in problem.advice)


def _unread(config: Config) -> Iterator[Problem]:
    """Yield a problem for each file and folder among the captures that is none."""
    for source in config.sources:
        if source.reader != "note" and (Path(config.folder) / source.folder).is_dir():
            yield from list_captures(source, config)[1]
    yield from unread_files(config)


def _lines(
    source: Source,
    report: SourceReport,
    filtered: Counter[str],
    state: FetchState | None,
    now: datetime,
) -> Iterator[str]:
    yield f"{source.name}: {source.title}"
    yield f"  entries       {report.entries}"
    by_key = [f"{key or 'with their articles'} {n}" for key, n in filtered.items() if key != "show"]
    if by_key:
        yield f"  left out      {filtered.total() - filtered['show']}: {', '.join(by_key)}"
    if source.show == "approved":
        waiting = filtered["show"]
        yield f"  approved      {report.entries - filtered.total()}; {waiting} wait for octavo show"
    if report.captures:
        newest = report.captures[-1]
        added = "could not be read" if report.newest_added is None else _added(report)
        yield f"  captures      {len(report.captures)}; {newest.path}: {added}"
        if is_in_future(datetime(*first_day(newest.date), tzinfo=UTC), now):
            yield "  wrong clock   that time is to come: rename it, or what arrives counts as older"
    else:
        yield "  captures      none yet"
    if source.asked_url is None:
        yield "  address       none that is fetched"
        return
    yield f"  address       {source.asked_url}"
    if state is None or state.url != source.asked_url:
        yield "  last success  never asked"
        return
    success = f"{state.success}, {_age(state.success, now)}" if state.success else "never"
    yield f"  last success  {success}"
    if state.error and state.error_at:
        over = "" if state.failures else " (over)"
        yield f"  last error    {state.error_at}, {_age(state.error_at, now)}: {state.error}{over}"
    if state.failures and state.failing_since:
        since, times = state.failing_since, pluralize(state.failures, "time")
        yield f"  failing since {since}, {_age(since, now)}; {times}"
    if state.gone:
        yield f"  gone          since {state.gone}: not asked again"
    if state.moved_to:
        yield f"  moved         write {state.moved_to} in site.toml, or run octavo accept"
    if is_waiting(state, now, LONGEST_WAIT):
        yield f"  next attempt  not before {state.wait_until}"


def _added(report: SourceReport) -> str:
    entries = pluralize(report.captures[-1].entries, "entry", "entries")
    return f"{entries}, {report.newest_added} new"


def _age(moment: str, now: datetime) -> str:
    """Return how long ago: `3 days ago`, in the largest unit that counts at least one."""
    seconds = (now - from_text(moment)).total_seconds()
    for unit, length in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        count = int(seconds // length)
        if count >= 1:
            return f"{pluralize(count, unit)} ago"
    return "just now"
