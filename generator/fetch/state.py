"""Read and write content/captures/state.json: what is known of each address that is fetched.

It changes at every fetch, so it is not committed. What of it must outlive a clone (a page forbids
copies, a feed moved) is in addresses.json as well, which changes only where such a thing does.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from generator.config.records import Config, Source
from generator.errors import OutputError
from generator.model.entries import LASTING, FetchState
from generator.model.record import Problem, Record
from generator.regular_file import read_regular_file, replace_file, staged_file
from generator.text.numbers import pluralize

STATE = "captures/state.json"
ADDRESSES = "captures/addresses.json"
#: What is known of the links to other sites, which octavo check asks for.
LINKS = "captures/links.json"
_TABLES = ("sources", "previews")
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:Z|[+-][0-9:]{5})")
# A day's difference is one of time zones; beyond that a clock is or was wrong.
_LEEWAY = timedelta(days=1)

Table = dict[str, FetchState]


class FetchStates(Record, kw_only=True):
    """The states of all addresses."""

    #: By the name of the source.
    sources: Table
    #: By the URL of the article.
    previews: Table
    #: What could not be read of the files: it is as if it had never been written.
    problems: tuple[Problem, ...] = ()


def load_states(content: Path) -> FetchStates:
    """Return what the files say, as far as they can be read; nothing where there are none yet."""
    found, problems = read_tables(content, STATE, _TABLES)
    lasting, more = read_tables(content, ADDRESSES, _TABLES)
    if not more and (content / ADDRESSES).exists():
        found = {table: _without_unlearned(found[table], lasting[table]) for table in _TABLES}
    tables = {table: _join_lasting(found[table], lasting[table]) for table in _TABLES}
    return FetchStates(**tables, problems=(*problems, *more))


def read_tables(
    content: Path, name: str, tables: Collection[str]
) -> tuple[dict[str, Table], tuple[Problem, ...]]:
    """Return the tables of a file of states by their names, and what could not be read of them.

    The file can be edited, merged, cut off: what one entry says wrong costs no other.
    """
    found: dict[str, Table] = {table: {} for table in tables}
    try:
        data = read_regular_file(content / name)
    except FileNotFoundError:
        return found, ()
    except OSError as error:
        return found, (_problem(name, f"cannot be read: {error.strerror}"),)
    versions = split_conflict(data)
    problems = []
    if len(versions) > 1:
        message = "has the marks of a merge that was left unfinished; both sides of it are read"
        problems.append(Problem(where=name, message=message, severity="warning"))
    for version in versions:
        for table, key, value in _entries(version, tables):
            if isinstance(value, str):
                problems.append(_problem(name, value))
            elif (known := found[table].get(key)) is None or _is_later(value, known):
                found[table][key] = value
    return found, tuple(dict.fromkeys(problems))


def split_conflict(data: bytes) -> tuple[bytes, ...]:
    """Return the versions of a file in which git left a conflict: ours, theirs; else the file."""
    ours: list[bytes] = []
    theirs: list[bytes] = []
    both = [ours, theirs]
    sides = both
    for line in data.splitlines(keepends=True):
        if line.startswith(b"<<<<<<<"):
            sides = [ours]
        elif line.startswith(b"|||||||"):  # what both began with, where git was asked to show it
            sides = []
        elif line.startswith(b"======="):
            sides = [theirs]
        elif line.startswith(b">>>>>>>"):
            sides = both
        else:
            for side in sides:
                side.append(line)
    return (data,) if ours == theirs else (b"".join(ours), b"".join(theirs))


def _entries(data: bytes, tables: Collection[str]) -> Iterator[tuple[str, str, FetchState | str]]:
    """Yield the table, the key and the record of each entry; in its place what is wrong with it."""
    try:
        loaded = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        yield "", "", f"is damaged: {error}"
        return
    if not isinstance(loaded, dict):
        yield "", "", "is damaged: it holds no table"
        return
    for table in tables:
        entries = loaded.get(table, {})
        if not isinstance(entries, dict):
            yield table, "", f'is damaged: "{table}" is no table'
            continue
        for key, value in entries.items():
            try:
                yield table, key, _state(value)
            except ValueError as error:
                yield table, key, f'"{key}": {error}'


def _problem(name: str, message: str) -> Problem:
    hint = "what is lost is as if it had never been asked for"
    if name != STATE:  # that one is not committed
        hint += "; restore it from an earlier version"
    return Problem(where=name, message=f"{message}; {hint}", severity="warning")


def _state(value: object) -> FetchState:
    """Return an entry of the file as a record.

    Raises:
        ValueError: a field is none that is known, of another type, or no time.
    """
    state = msgspec.convert(value, FetchState)
    times = (state.asked, state.success, state.error_at)
    for text in (*times, state.failing_since, state.wait_until, state.gone):
        if text and not _is_time(text):
            raise ValueError(f'"{text}" is no time; write it like 2026-05-01T04:43:00Z')
    return state


def _is_time(text: str) -> bool:
    try:
        return bool(_TIME.fullmatch(text) and from_text(text).astimezone(UTC))
    except (ValueError, OverflowError):
        return False


def is_in_future(moment: datetime, now: datetime) -> bool:
    """Return whether a moment that is past is in the future, by a clock that was or is wrong."""
    return moment > now + _LEEWAY


def is_waiting(state: FetchState, now: datetime, longest: timedelta) -> bool:
    """Return whether an address must not be fetched yet.

    No rule lets it wait for more than `longest`: beyond that a clock was wrong, or is.
    """
    return bool(state.wait_until) and now < from_text(state.wait_until or "") <= now + longest


def save_states(content: Path, states: FetchStates) -> None:
    """Replace the files, each whole or not at all; addresses.json only where it says otherwise.

    Raises:
        OutputError: the disk refuses.
    """
    known = {"sources": states.sources, "previews": states.previews}
    before, problems = read_tables(content, ADDRESSES, _TABLES)
    lasting = {table: _lasting_of(known[table], before[table]) for table in _TABLES}
    if lasting != before or problems:
        save_tables(content / ADDRESSES, lasting)
    save_tables(content / STATE, known)


def save_tables(path: Path, tables: Mapping[str, Table]) -> None:
    """Replace a file of states, whole or not at all; names in order, so that a diff reads well.

    Raises:
        OutputError: the disk refuses.
    """
    stated = {
        table: {
            key: {name: value for name, value in msgspec.structs.asdict(state).items() if value}
            for key, state in entries.items()
        }
        for table, entries in tables.items()
    }
    data = msgspec.json.encode({"version": 1, **stated}, order="sorted")
    write_whole(path, msgspec.json.format(data, indent=1) + b"\n")


def write_whole(path: Path, data: bytes) -> None:
    """Replace a file by way of another one beside it, so that nobody sees half of it.

    Raises:
        OutputError: the disk refuses.
    """
    try:
        with staged_file(path, data) as staged:
            replace_file(staged, path)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror}") from error


def now() -> datetime:
    """Return the time. Nothing else of octavo asks a clock, and nothing that builds asks this."""
    return datetime.now(UTC)


def to_text(moment: datetime) -> str:
    """Return the moment in UTC, to the second, as RFC 3339 has it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def from_text(text: str) -> datetime:
    """Return the moment that `to_text` wrote."""
    return datetime.fromisoformat(text)


# What is known of addresses ↔ what of it must outlive a clone, and changes only where it does.

_FACTS = ("url", "refused", "forbidden", "moved_to", "gone", "failing_since", "error_status")
_FAILURE = ("error", "error_at", "error_status", "failures", "failing_since")
_NEVER = datetime(1, 1, 1, tzinfo=UTC)


def _lasting_of(
    states: dict[str, FetchState], before: dict[str, FetchState]
) -> dict[str, FetchState]:
    """Return the facts of those states that have any.

    A fact that is known from `before` stays as it was written then, with its time.
    """
    found = {}
    for key, state in states.items():
        failing = state.failing_for >= LASTING
        fact = FetchState(
            url=state.url,
            asked=state.asked,
            refused=state.refused,
            forbidden=state.forbidden,
            moved_to=state.moved_to,
            gone=state.gone,
        )
        if failing or state.gone:
            error = {name: getattr(state, name) for name in _FAILURE}
            fact = msgspec.structs.replace(fact, **error)
        if fact.refused or fact.moved_to or fact.gone or failing:
            known = before.get(key)
            found[key] = known if known and _facts(known) == _facts(fact) else fact
    return found


def _join_lasting(
    states: dict[str, FetchState], lasting: dict[str, FetchState]
) -> dict[str, FetchState]:
    """Return the states with the facts that somebody learned later than what they say."""
    joined = dict(states)
    for key, fact in lasting.items():
        known = states.get(key)
        if known is None or (known.url != fact.url and _is_later(fact, known)):
            joined[key] = fact
        elif known.url == fact.url and _is_later(fact, known):
            learned = {name: getattr(fact, name) for name in (*_FACTS, *_FAILURE)}
            joined[key] = msgspec.structs.replace(known, **learned)
    return joined


def _without_unlearned(
    states: dict[str, FetchState], lasting: dict[str, FetchState]
) -> dict[str, FetchState]:
    """Return the states without lasting facts that somebody has learned to be over.

    Whoever learns such a fact writes it down, so one that is written no more holds no more.
    """
    known = _lasting_of(states, {})
    return {
        key: _without_facts(state) if key in known and key not in lasting else state
        for key, state in states.items()
    }


def _without_facts(state: FetchState) -> FetchState:
    failed = state.wait_reason == "failed"
    return msgspec.structs.replace(
        state,
        failures=0,
        failing_since=None,
        refused=None,
        forbidden=False,
        moved_to=None,
        gone=None,
        wait_until=None if failed else state.wait_until,
        wait_reason=None if failed else state.wait_reason,
    )


def _is_later(one: FetchState, other: FetchState) -> bool:
    """Return whether a state is of a later attempt than another one."""
    return _attempted(one) > _attempted(other)


def _attempted(state: FetchState) -> datetime:
    return datetime.fromisoformat(state.asked) if state.asked else _NEVER


def _facts(state: FetchState) -> tuple[object, ...]:
    return tuple(getattr(state, name) for name in _FACTS)


# What is known of the sources' addresses → those that the owner should look after. No clock.

# A server may be down for a day or two.
DEAD = timedelta(days=7)
ADVICE = 'give it another address, or none with fetch_url = ""'


def dead_sources(config: Config, states: Mapping[str, FetchState]) -> Iterator[Problem]:
    """Yield a problem for each source that is gone, or had failed for a week when last asked."""
    for source in config.sources:
        message = why_dead(source, states.get(source.name))
        if message:
            message = f'source "{source.name}": {message}; {ADVICE}'
            yield Problem(where="site.toml", message=message, severity="warning")


def why_dead(source: Source, state: FetchState | None) -> str | None:
    """Return why a source's address is dead; None where it is not."""
    if state is None or state.url != source.asked_url:
        return None
    if state.gone:
        return f"its server says since {state.gone[:10]} that it is gone for good"
    if state.failing_since and state.failing_for >= DEAD:
        times = pluralize(state.failures, "time")
        return f"it has failed since {state.failing_since[:10]}, {times}: {state.error}"
    return None
