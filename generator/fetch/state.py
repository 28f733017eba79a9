"""content/captures/state.json ↔ what is known of each address that is asked."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from generator.errors import OutputError
from generator.model import FetchState, Problem, Record
from generator.regular_file import read_regular_file

STATE = "captures/state.json"
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:Z|[+-][0-9:]{5})")
# A day's difference is one of time zones; beyond that a clock is or was wrong.
_LEEWAY = timedelta(days=1)

Table = dict[str, FetchState]


class FetchStates(Record, kw_only=True):
    """What state.json says. `sources` are by name, `previews` by the article's URL.

    `problems` are what could not be read of it, and is as if it had never been written.
    """

    sources: Table
    previews: Table
    problems: tuple[Problem, ...] = ()


def load_states(content: Path) -> FetchStates:
    """Return what the file says, as far as it can be read; nothing where there is none yet."""
    tables, problems = read_tables(content, STATE, ("sources", "previews"))
    return FetchStates(**tables, problems=problems)


def read_tables(
    content: Path, name: str, tables: Collection[str]
) -> tuple[dict[str, Table], tuple[Problem, ...]]:
    """Return the tables of a file of states by their names, and what could not be read of them.

    The file can be edited, merged, cut off: what one entry says wrong costs no other.
    """
    found: dict[str, Table] = {table: {} for table in tables}
    try:
        loaded = msgspec.json.decode(read_regular_file(content / name))
    except FileNotFoundError:
        return found, ()
    except OSError as error:
        return found, (_problem(name, f"cannot be read: {error.strerror}"),)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return found, (_problem(name, f"is damaged: {error}"),)
    if not isinstance(loaded, dict):
        return found, (_problem(name, "is damaged: it holds no table"),)
    problems = []
    for table in tables:
        entries = loaded.get(table, {})
        if not isinstance(entries, dict):
            problems.append(_problem(name, f'is damaged: "{table}" is no table'))
            continue
        for key, value in entries.items():
            try:
                found[table][key] = _state(value)
            except ValueError as error:
                problems.append(_problem(name, f'"{key}": {error}'))
    return found, tuple(problems)


def _problem(name: str, message: str) -> Problem:
    hint = "what is lost is as if it had never been asked for; restore it from an earlier version"
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


def is_to_come(moment: datetime, now: datetime) -> bool:
    """Return whether a moment that is past is in the future, by a clock that was or is wrong."""
    return moment > now + _LEEWAY


def is_waiting(state: FetchState, now: datetime, longest: timedelta) -> bool:
    """Return whether an address is not to be asked yet.

    No rule lets it wait for more than `longest`: beyond that a clock was wrong, or is.
    """
    return bool(state.wait_until) and now < from_text(state.wait_until or "") <= now + longest


def save_states(content: Path, states: FetchStates) -> None:
    """Replaces the file, whole or not at all.

    Raises:
        OutputError: the disk refuses.
    """
    save_tables(content / STATE, {"sources": states.sources, "previews": states.previews})


def save_tables(path: Path, tables: Mapping[str, Table]) -> None:
    """Replaces a file of states, whole or not at all; names in order, so that a diff reads well.

    Raises:
        OutputError: the disk refuses.
    """
    data = msgspec.json.encode({"version": 1, **tables}, order="sorted")
    write_whole(path, msgspec.json.format(data, indent=1) + b"\n")


def write_whole(path: Path, data: bytes) -> None:
    """Replaces a file by way of another one beside it, so that nobody sees half of it.

    Raises:
        OutputError: the disk refuses.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, staged = tempfile.mkstemp(prefix=".", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(staged).chmod(0o644)
            Path(staged).replace(path)
        finally:
            Path(staged).unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror}") from error


def now() -> datetime:
    """The time. Nothing else of octavo asks a clock, and nothing that builds asks this."""
    return datetime.now(UTC)


def to_text(moment: datetime) -> str:
    """The moment in UTC, to the second, as RFC 3339 has it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def from_text(text: str) -> datetime:
    """The moment that `to_text` wrote."""
    return datetime.fromisoformat(text)
