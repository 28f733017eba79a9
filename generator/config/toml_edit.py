"""Change a TOML file as its owner would: comments, order and ends of lines are kept."""

from __future__ import annotations

import difflib
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from generator.errors import ConfigError, OutputError
from generator.regular_file import read_regular_file, replace_file, staged_file
from generator.text.front_matter import toml_value
from generator.text.toml import parse_toml

Value = str | Sequence[str] | Mapping[str, str]

# A header of a table; those of tables inside of it have a dot and belong to it.
_HEADER = re.compile(r"[ \t]*\[\[?[ \t]*([A-Za-z0-9_-]+)[ \t]*\]\]?[ \t]*(?:#.*)?")
_MARK = "\ufeff"


class _Block(NamedTuple):
    """The lines of a table: from the line `start` to the one before `end`."""

    start: int
    end: int


class TomlEdit:
    """The text of a file, changed in memory until it is saved; of a file that is not there, "".

    Raises:
        ConfigError: the file cannot be read, or is no TOML.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._received = read_regular_file(path) if path.exists() else None
            text = (self._received or b"").decode("utf-8")
        except OSError as error:
            raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
        except UnicodeDecodeError as error:
            raise ConfigError(f"{path}: not UTF-8 at byte {error.start}") from error
        self._mark = _MARK if text.startswith(_MARK) else ""
        self._newline = "\r\n" if "\r\n" in text else "\n"
        self.before = text.removeprefix(_MARK).replace("\r\n", "\n")
        self.text = self.before
        self._parsed()

    def add(self, table: str, values: Mapping[str, Value]) -> None:
        """Add a table [[name]] behind the last of its name; at the end if there is none."""
        lines = [f"[[{table}]]", *(f"{key} = {toml_value(v)}" for key, v in values.items())]
        blocks = self._blocks(table)
        rows = self.text.split("\n")
        at = blocks[-1].end if blocks else len(self.text.rstrip("\n").split("\n"))
        before, after = rows[:at], rows[at:]
        if before == [""]:  # an empty file
            before = []
        expected = self._parsed()
        expected.setdefault(table, []).append(dict(values))
        text = "\n".join([*before, *([""] if before else []), *lines, *(after or [""])])
        self._replace_text(text if text.endswith("\n") else f"{text}\n", expected)

    def change(self, table: str, number: int, values: Mapping[str, Value]) -> None:
        """Set keys of the n-th [[name]], which keep their places and their comments."""
        import tomlkit  # late, because only changes of a table need it

        rows = self.text.split("\n")
        start, end = self._blocks(table)[number]
        end = _last_key(rows, start, end)
        # One table alone: of tables of several names in turns tomlkit would change the order.
        try:
            document: Any = tomlkit.parse("\n".join([*rows[start:end], ""]))
        except ValueError as error:  # it ends in a text that looks like a comment
            raise ConfigError(self._refusal) from error
        for key, value in values.items():
            document[table][0][key] = value if isinstance(value, str) else list(value)
        changed = document.as_string().rstrip("\n").split("\n")
        expected = self._parsed()
        expected[table][number].update(values)
        self._replace_text("\n".join([*rows[:start], *changed, *rows[end:]]), expected)

    def remove(self, table: str, number: int) -> None:
        """Take out the n-th [[name]]; what is written above it stays."""
        start, end = self._blocks(table)[number]
        rows = self.text.split("\n")
        before, after = rows[:start], rows[end:]
        while after and not after[0].strip() and (not before or not before[-1].strip()):
            after.pop(0)
        expected = self._parsed()
        del expected[table][number]
        if not expected[table]:
            del expected[table]
        self._replace_text("\n".join([*before, *after]), expected)

    def diff(self) -> str:
        """Return the change as `diff -u` shows it; "" where there is none."""
        return difference(self.path, self.before, self.text)

    def save(self) -> None:
        """Write the file whole or not at all.

        Raises:
            OutputError: somebody has changed it meanwhile, or the disk refuses.
        """
        text = self._mark + self.text.replace("\n", self._newline)
        save_text(self.path, text, instead_of=self._received)

    def _parsed(self) -> dict[str, Any]:
        try:
            return parse_toml(self.text)
        except ValueError as error:
            raise ConfigError(f"{self.path}: {error}") from error

    def _replace_text(self, text: str, expected: dict[str, Any]) -> None:
        """Replace the text if it says what is expected and nothing else; refuse it otherwise."""
        if not _is_toml(text) or _shape(parse_toml(text)) != _shape(expected):
            raise ConfigError(self._refusal)
        self.text = text

    @property
    def _refusal(self) -> str:
        return f"{self.path}: no command can change how this is written; edit it yourself"

    def _blocks(self, table: str) -> list[_Block]:
        """Return the tables of a name, each with its lines up to what is no more about it."""
        rows = self.text.split("\n")
        starts = [
            (place, match[1]) for place, row in enumerate(rows) if (match := _HEADER.fullmatch(row))
        ]
        tables = self._parsed()
        there = Counter({name: len(v) if isinstance(v, list) else 1 for name, v in tables.items()})
        if Counter(name for _, name in starts) != there:
            # Some stand inside of texts, where what comes before them is no TOML by itself.
            starts = [start for start in starts if _is_toml("\n".join(rows[: start[0]]))]
        if sum(name == table for _, name in starts) != there[table]:
            raise ConfigError(
                f"{self.path}: no command can change how its [[{table}]] are written; "
                f"write each as a line [[{table}]] and its keys below"
            )
        ends = [*(place for place, _ in starts), len(rows)][1:]
        return [
            _Block(start, _end(rows, start, end))
            for (start, name), end in zip(starts, ends, strict=True)
            if name == table
        ]


def _shape(tables: dict[str, Any]) -> str:
    """Return the tables as they compare: numbers, dates and texts by what they say."""
    return json.dumps(tables, default=str, sort_keys=True)


def _is_toml(text: str) -> bool:
    try:
        parse_toml(text)
    except ValueError:
        return False
    return True


def _end(rows: Sequence[str], start: int, end: int) -> int:
    """Return the end of a table that begins at `start`: after its last key and its comments."""
    last = _last_key(rows, start, end)
    while last < end and rows[last].strip():
        last += 1
    # Where no empty line follows, the comments may as well be on the next table.
    return last if last == len(rows) or not rows[last].strip() else _last_key(rows, start, end)


def _last_key(rows: Sequence[str], start: int, end: int) -> int:
    """Return the line behind the last one that is neither empty nor a comment."""
    while end > start + 1 and (not rows[end - 1].strip() or rows[end - 1].lstrip()[0] == "#"):
        end -= 1
    return end


# A file that its owner writes as well: its change is shown, and written whole or not at all.


def difference(path: Path, before: str, after: str) -> str:
    """Return the change of a text as `diff -u` shows it; "" where there is none."""
    lines = difflib.unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), str(path), str(path)
    )
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


def save_text(path: Path, text: str, *, instead_of: bytes | None) -> None:
    """Write a file in place of what it held; None: of no file.

    Raises:
        OutputError: it holds something else by now, or the disk refuses.
    """
    place = path.resolve()  # a link stays one
    try:
        data = text.encode()
    except UnicodeEncodeError as error:
        raise OutputError(f"{path}: what is to be written is no UTF-8 text") from error
    try:
        there = place.exists()
        if (read_regular_file(place) if there else None) != instead_of:
            raise OutputError(f"{path}: was changed meanwhile, so nothing is written; try again")
        mode = place.stat().st_mode & 0o7777 if there else 0o644
        with staged_file(place, data, mode) as staged:
            replace_file(staged, place)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror}") from error
