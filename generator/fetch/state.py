"""content/captures/state.json ↔ what is known of each address that is asked."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from generator.errors import ConfigError, OutputError
from generator.model import FetchState, Record

STATE = "captures/state.json"
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:Z|[+-][0-9:]{5})")


class FetchStates(Record, kw_only=True):
    """The file. `sources` are by name, `previews` by the article's URL."""

    version: int = 1
    sources: dict[str, FetchState]
    previews: dict[str, FetchState]


def load_states(content: Path) -> FetchStates:
    """What the file says; nothing where there is none yet.

    Raises:
        ConfigError: it is damaged, or a time in it is none.
    """
    path = content / STATE
    try:
        states = msgspec.json.decode(path.read_bytes(), type=FetchStates)
    except FileNotFoundError:
        return FetchStates(sources={}, previews={})
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"{path}: {error}; restore it, or remove it: then everything is asked for anew"
        ) from error
    check_times(path, states.sources)
    check_times(path, states.previews)
    return states


def check_times(path: Path, states: Mapping[str, FetchState]) -> None:
    """Holds the file's times against what `from_text` reads: an owner may have written some.

    Raises:
        ConfigError: one is no time, or does not say of which zone.
    """
    for name, state in states.items():
        times = (state.asked, state.success, state.error_at)
        for text in (*times, state.failing_since, state.wait_until, state.gone):
            if text and not _is_time(text):
                raise ConfigError(
                    f'{path}: "{name}": "{text}" is no time; write it like 2026-05-01T04:43:00Z'
                )


def _is_time(text: str) -> bool:
    try:
        return bool(_TIME.fullmatch(text) and from_text(text))
    except ValueError:
        return False


def save_states(content: Path, states: FetchStates) -> None:
    """Replaces the file, whole or not at all; names in order, so that a diff reads well.

    Raises:
        OutputError: the disk refuses.
    """
    data = msgspec.json.encode(states, order="sorted")
    write_whole(content / STATE, msgspec.json.format(data, indent=1) + b"\n")


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
