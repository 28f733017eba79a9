"""Read a TOML file into checked records. Errors name file, line and the nearest known name."""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn, TypeVar, get_args, get_type_hints

import msgspec

from generator.errors import ConfigError
from generator.regular_file import read_regular_file
from generator.text.toml import parse_toml

T = TypeVar("T", bound=msgspec.Struct)

_HEADER = re.compile(r"\s*\[{1,2}\s*([A-Za-z0-9_-]+)\s*\]{1,2}\s*(?:#.*)?")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LONGEST_SHOWN = 80
# What the parser says where a text has no quotes.
_UNQUOTED = ("Invalid value", "Expected newline or end of document after a statement")
_WORDS = {"str": "text in quotes", "bool": "true or false", "array": "a list in brackets"}

# How git marks what it could not merge.
_CONFLICT = ("<<<<<<< ", "||||||| ", ">>>>>>> ")
_UNFINISHED = (
    "a merge was left unfinished here: keep what is right of both sides, without the marks"
)


class TomlFile:
    """One TOML file: `[name]` and `[[name]]` tables, one level deep.

    With `text` that is checked in place of what the file holds.

    Raises (everywhere):
        ConfigError: `content/site.toml:14: …`.
    """

    def __init__(self, path: Path, tables: Iterable[str], text: str | None = None) -> None:
        self.path = path
        self._lines: list[str] = []
        self.data = self._load(text)
        self._check_tables(tuple(tables))

    def _load(self, text: str | None) -> dict[str, Any]:
        try:
            if text is None:
                text = read_regular_file(self.path).decode("utf-8-sig")
            text = text.replace("\r\n", "\n").replace("\r", "\n")  # as editors end lines
            self._lines = text.splitlines()
            return parse_toml(text)
        except FileNotFoundError:
            raise ConfigError(f"{self.path}: no such file") from None
        except OSError as error:
            raise ConfigError(f"{self.path}: cannot be read: {error.strerror}") from error
        except UnicodeDecodeError as error:
            raise ConfigError(f"{self.path}: not UTF-8 at byte {error.start}") from error
        except ValueError as error:
            message, _, place = str(error).rpartition(" (at ")
            line = re.search(r"line (\d+)", place)
            number = int(line[1]) if line else len(self._lines)
            hint = "; texts stand in quotes" if message in _UNQUOTED else ""
            message = f"{message or error}{self._shown(number)}{hint}"
            if marks := [n for n, one in enumerate(self._lines, 1) if one.startswith(_CONFLICT)]:
                number, message = marks[0], _UNFINISHED
            raise ConfigError(f"{self.path}:{number}: {message}") from error

    def _shown(self, number: int) -> str:
        """Return `, in: date = 2022-9-14`, the line of this number, cut if long; "" if empty."""
        text = " ".join(self._lines[number - 1 : number]).strip()
        cut = f"{text[:_LONGEST_SHOWN]} …" if len(text) > _LONGEST_SHOWN else text
        return f", in: {cut}" if text else ""

    def _check_tables(self, known: tuple[str, ...]) -> None:
        for name, value in self.data.items():
            if name not in known:
                line = self._table_line(name, 0) or self._key_line(0, name)
                if not isinstance(value, dict | list):
                    self.fail(line, f'"{name}" stands in no table; known: {", ".join(known)}')
                self.fail(line, f"unknown table [{name}]{nearest(name, known)}")

    def record(self, table: str, record_type: type[T]) -> T:
        """Return the one table [table] as a record."""
        if table not in self.data:
            self.fail(0, f"the table [{table}] is missing")
        if not isinstance(self.data[table], dict):
            self.fail(self._table_line(table, 0), f"[{table}] stands once, in single brackets")
        return self._convert(table, 0, self.data[table], record_type)

    def records(self, table: str, record_type: type[T]) -> tuple[T, ...]:
        """Return all tables [[table]] as records, in the order of the file; may be empty."""
        rows = self.data.get(table, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            self.fail(self._table_line(table, 0), f"write [[{table}]], in double brackets")
        return tuple(
            self._convert(table, number, row, record_type) for number, row in enumerate(rows)
        )

    def _convert(self, table: str, number: int, row: dict[str, Any], record_type: type[T]) -> T:
        # By their names in the file: "from" is none that Python allows.
        fields = [f.encode_name for f in msgspec.structs.fields(record_type) if f.name != "where"]
        for key, value in row.items():
            if key not in fields:
                line = self.line(table, number, key)
                self.fail(line, f'unknown key "{key}" in [{table}]{nearest(key, fields)}')
            if fault := _fault(key, value):
                self.fail(self.line(table, number, key), fault)
        # An unquoted TOML date is as clear as a quoted one.
        values = {
            key: value.isoformat() if isinstance(value, datetime.date) else value
            for key, value in row.items()
        }
        if "where" in record_type.__struct_fields__:
            values["where"] = f"{self.path.name}:{self._table_line(table, number)}"
        try:
            return msgspec.convert(values, record_type)
        except msgspec.ValidationError as error:
            self._fail_type(table, number, str(error), record_type)

    def _fail_type(
        self, table: str, number: int, error: str, record_type: type[msgspec.Struct]
    ) -> NoReturn:
        message, _, place = error.partition(" - at ")
        key = re.match(r"`\$\.([^.`\[]+)", place)
        name = key[1] if key else ""
        whole = name or f"[{table}]"
        line = self.line(table, number, name) if name else self._table_line(table, number)
        if missing := re.match(r"Object missing required field `(\w++)`", message):
            self.fail(line, f'{whole} has no "{missing[1]}"')
        if unknown := re.match(r"Object contains unknown field `(.*)`", message):
            hint = nearest(unknown[1], _fields(record_type, name))
            self.fail(line, f'unknown key "{unknown[1]}" in {whole}{hint}')
        expected = re.match(r"Expected `(\w++)[^`]*+`, got `(\w++)`", message)
        if expected:
            message = f"expected {_WORDS.get(expected[1], expected[1])}"
        if invalid := re.match(r"Invalid enum value '(.*)'", message):
            message = f'"{invalid[1]}"{nearest(invalid[1], _choices(record_type, name))}'
        self.fail(line, f'"{name}" in [{table}]: {message}')

    def line(self, table: str, number: int, key: str) -> int:
        """Return the line of a key in the table's n-th occurrence.

        The table's line if it has none.
        """
        start = self._table_line(table, number)
        return self._key_line(start, key) or start

    def fail(self, line: int, message: str) -> NoReturn:
        """Raise the error, with the line unless that is 0."""
        raise ConfigError(f"{self.path}:{line}: {message}" if line else f"{self.path}: {message}")

    def _table_line(self, table: str, number: int) -> int:
        lines = self._header_lines.get(table, [])
        return lines[number] if number < len(lines) else 0

    @cached_property
    def _header_lines(self) -> dict[str, list[int]]:
        """Return the lines in which each table begins; a table may occur 20,000 times."""
        found: dict[str, list[int]] = {}
        for place, line in enumerate(self._lines, 1):
            if match := _HEADER.fullmatch(line):
                found.setdefault(match[1], []).append(place)
        return found

    def _key_line(self, start: int, key: str) -> int:
        pattern = re.compile(rf"""\s*["']?{re.escape(key)}["']?\s*[.=]""")
        for place, line in enumerate(self._lines[start:], start + 1):
            if _HEADER.fullmatch(line):
                return 0
            if pattern.match(line):
                return place
        return 0


def _fault(key: str, value: object) -> str | None:
    """Return why no key of this name can have such a value, whatever its type.

    None where it may.
    """
    texts = value if isinstance(value, list) else [value]
    for text in texts:
        if isinstance(text, str) and _CONTROL.search(text):
            return f'"{key}" holds a control character'
        if isinstance(text, str) and not text.strip() and (key == "title" or text is not value):
            return f'"{key}" is empty' if text is value else f'a text in "{key}" is empty'
    return None


def _choices(record_type: type[msgspec.Struct], key: str) -> list[str]:
    """Return the allowed values of a key, where its type is a choice of texts, or may be one."""
    hint = get_type_hints(record_type).get(key)
    choices = (choice for part in (hint, *get_args(hint)) for choice in get_args(part))
    return [choice for choice in choices if isinstance(choice, str)]


def _fields(record_type: type[msgspec.Struct], key: str) -> list[str]:
    """Return the keys of a table inside the record's table, where the key's type is one."""
    tables = get_args(get_type_hints(record_type).get(key))
    return [name for table in tables for name in getattr(table, "__struct_fields__", ())]


def nearest(name: str, known: Iterable[str]) -> str:
    """Return `; did you mean "title"?`, else the known names; "" if there are none or too many."""
    names = list(known)
    close = difflib.get_close_matches(name, names, n=1)
    if close:
        return f'; did you mean "{close[0]}"?'
    return f"; known: {', '.join(names)}" if 0 < len(names) <= 25 else ""
