"""The interface's words and dates in the site's language, from templates/strings.toml."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from markupsafe import Markup, escape

from generator.errors import RenderError
from generator.model import PartialDate, Record
from generator.text.date_names import DatePatterns, date_patterns, month_names
from generator.text.numbers import separated
from generator.text.toml import parse_toml

FALLBACK = "en"
# How dates are written.
_DATES = ("date-day", "date-month", "date-range")


class Wording(Record, kw_only=True):
    """The words of one language, with English where strings.toml has none of its own."""

    #: By key: a text, or a table with the forms `one` and `other`.
    strings: dict[str, Any]
    #: The language, as site.toml has it.
    language: str = FALLBACK
    #: The names of the months, January first.
    months: tuple[str, ...]
    #: How the language writes dates where no string says it; None for English.
    patterns: DatePatterns | None = None

    def text(self, key: str, /, **values: object) -> Markup:
        """Return the string `key` as markup, each `{name}` in it replaced by the value.

        A value is escaped, unless it is markup. The value `n` is a number, written as `number`
        does; of a string with the forms `one` and `other` it chooses one.

        Raises:
            LookupError: there is no such string, or it wants a value that is not given.
            ValueError: the string is not well-formed.
        """
        text = self.strings.get(key)
        if isinstance(text, dict):
            if "n" not in values:
                raise LookupError(f'"{key}" in strings.toml has forms, but nothing is counted here')
            text = text["one" if values["n"] == 1 else "other"]
        if text is None:
            raise LookupError(f'strings.toml has no "{key}"')
        filled = []
        for words, name in _parts(text):
            if name is not None and name not in values:
                raise LookupError(f'"{key}" in strings.toml wants a value "{name}"')
            value = values.get(name) if name else ""
            shown = self.number(value) if name == "n" and isinstance(value, int) else value
            filled.append(f"{words}{escape(shown)}")
        return Markup("".join(filled))  # noqa: S704 - all parts are escaped

    def number(self, number: int) -> str:
        """Return a number with the separators of the language: `1,234`."""
        return separated(number, self.language)

    def date(self, date: PartialDate) -> str:
        """Return the date in words: `2025`, `July 2025`, `1 July 2025`, `March 2020 – April 2021`.

        Raises:
            LookupError: a pattern for dates is missing.
        """
        if date.end is not None:
            start = PartialDate(year=date.year, month=date.month, day=date.day)
            return self._fill("date-range", start=self.date(start), end=self.date(date.end))
        if date.month is None:
            return self._year.format(year=date.year)
        if date.day is None:
            return self._fill("date-month", date.month, year=date.year)
        return self._fill("date-day", date.month, day=date.day, year=date.year)

    def date_patterns(self) -> DatePatterns:
        """Return how all dates are written, for the scripts."""
        return DatePatterns(
            days=tuple(self._pattern("date-day", month) for month in range(1, 13)),
            months=tuple(self._pattern("date-month", month) for month in range(1, 13)),
            year=self._year,
            range=self._pattern("date-range"),
        )

    def month(self, number: int) -> str:
        """Return the name of a month, 1 to 12."""
        return self.months[number - 1]

    @property
    def _year(self) -> str:
        return self.patterns.year if self.patterns else "{year}"

    def _pattern(self, key: str, month: int = 1) -> str:
        """Return how strings.toml writes dates of a month, if it does, else the language."""
        if key in self.strings:
            pattern: str = self.strings[key]
            return pattern.replace("{month}", self.months[month - 1])
        if self.patterns is None:
            raise LookupError(f'strings.toml has no "{key}"')
        by_month = {"date-day": self.patterns.days, "date-month": self.patterns.months}
        return by_month[key][month - 1] if key in by_month else self.patterns.range

    def _fill(self, key: str, month: int = 1, **values: object) -> str:
        if key not in self.strings:
            return self._pattern(key, month).format(**values)
        if key != "date-range":
            values["month"] = self.months[month - 1]
        pattern: str = self.strings[key]
        try:
            return pattern.format(**values)
        except (LookupError, ValueError, AttributeError) as error:
            known = ", ".join(f"{{{name}}}" for name in sorted(values))
            message = f'"{key}" in strings.toml, "{pattern}", may hold {known} only'
            raise LookupError(message) from error


@cache
def _parts(text: str) -> tuple[tuple[str, str | None], ...]:
    """Return a string as words, escaped, each with the name of the value that follows, or None.

    Raises:
        ValueError: the string is not well-formed, or wants more of a value than to show it.
    """
    parts = []
    for words, name, pattern, conversion in Formatter().parse(escape(text)):
        if pattern or conversion:
            raise ValueError(f'only {{name}} can stand in "{text}"')
        parts.append((words, name))
    return tuple(parts)


def load_wording(folders: Sequence[Path], language: str) -> Wording:
    """Return the words of a language from the strings.toml of all folders; earlier folders win.

    Raises:
        RenderError: a strings.toml is no TOML or holds no strings, or no folder has one.
    """
    strings: dict[str, Any] = {}
    tables = [_read(folder / "strings.toml") for folder in reversed(folders)]
    if not any(tables):
        raise RenderError(f"{folders[-1] / 'strings.toml'}: missing, or without any strings")
    base = language.split("-")[0]
    is_english = base.lower() == FALLBACK
    if not is_english:  # how English writes dates is no fallback
        tables[0] = {**tables[0], FALLBACK: _without_dates(tables[0].get(FALLBACK, {}))}
    for name in (FALLBACK, base, language):
        for table in tables:
            strings |= table.get(name, {})
    return Wording(
        strings=strings,
        language=language,
        months=month_names(language),
        patterns=None if is_english else date_patterns(language),
    )


def _without_dates(table: dict[str, Any]) -> dict[str, Any]:
    return {key: text for key, text in table.items() if key not in _DATES}


def _read(path: Path) -> dict[str, dict[str, Any]]:
    if not path.is_file():
        return {}
    try:
        tables = parse_toml(path.read_text("utf-8"))
    except OSError as error:
        raise RenderError(f"{path}: cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise RenderError(f"{path}: {error}") from error
    for language, table in tables.items():
        if not isinstance(table, dict):
            message = (
                f'"{language}" stands in no table; write it below its language, as [{FALLBACK}]'
            )
            raise RenderError(f"{path}: {message}")
        for key, text in table.items():
            if fault := _fault(key, text):
                raise RenderError(f'{path}: "{key}" in [{language}] {fault}')
    return tables


def _fault(key: str, text: object) -> str | None:
    """Return what is wrong with a string of the file; None where nothing is."""
    if key == "direction":
        return None if text in ("ltr", "rtl") else 'is "ltr" or "rtl"'
    forms = text if isinstance(text, dict) else {"one": text, "other": text}
    if forms.keys() == {"one", "other"} and all(isinstance(form, str) for form in forms.values()):
        return None
    return 'is text in quotes, or { one = "…", other = "…" }'
