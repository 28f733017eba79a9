"""The interface's words and dates in the site's language.

English is in templates/strings.toml, every other language in a file of its own beside it,
templates/strings.de.toml.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from markupsafe import Markup, escape

from generator.errors import RenderError
from generator.model.record import PartialDate, Record
from generator.output.reasons import reason_in
from generator.text.date_names import DatePatterns, date_patterns, month_names
from generator.text.numbers import plural_form, separated
from generator.text.toml import parse_toml

logger = logging.getLogger(__name__)

FALLBACK = "en"
# How dates are written.
_DATES = ("date-day", "date-month", "date-range")
# What is no text of a page, with the values that it can have.
_SETTINGS = {"direction": ("ltr", "rtl"), "nouns": ("small", "capital")}
# The Unicode CLDR's plural forms; `other` is there in every language.
_FORMS = frozenset(("zero", "one", "two", "few", "many", "other"))
# A table within a table: sentences of the evidence by their English.
_REASONS = "reasons"


class Wording(Record, kw_only=True):
    """The words of one language, with English where no table has any of its own."""

    #: By key: a text, or a table of plural forms.
    strings: dict[str, Any]
    #: The keys whose texts are English because the language's tables lack them.
    missing: tuple[str, ...] = ()
    #: The sentences of the evidence by their English, which may hold places to fill in.
    reasons: dict[str, str]
    #: The language, as site.toml has it.
    language: str = FALLBACK
    #: The names of the months, January first.
    months: tuple[str, ...]
    #: How the language writes dates where no string says it; None for English.
    patterns: DatePatterns | None = None

    def text(self, key: str, /, **values: object) -> Markup:
        """Return the string `key` as markup, each `{name}` in it replaced by the value.

        A value is escaped, unless it is markup. The value `n` is a number, written as `number`
        does; of a string with plural forms it chooses one.

        Raises:
            LookupError: there is no such string, or it wants a value that is not given.
            ValueError: the string is not well-formed.
        """
        text = self.strings.get(key)
        if isinstance(text, dict):
            if "n" not in values:
                raise LookupError(f'"{key}" in strings.toml has forms, but nothing is counted here')
            text = text.get(self._form(key, values["n"]), text["other"])
        if text is None:
            raise LookupError(f'strings.toml has no "{key}"')
        filled = []
        for words, name in _parts(text):
            filled.append(words)
            if name is None:
                continue
            if name not in values:
                raise LookupError(f'"{key}" in strings.toml wants a value "{name}"')
            value = values[name]
            shown = self.number(value) if name == "n" and isinstance(value, int) else value
            filled.append(escape(shown))
        return Markup("".join(filled))  # noqa: S704 - all parts are escaped

    def _form(self, key: str, number: object) -> str:
        language = FALLBACK if key in self.missing else self.language
        return plural_form(number, language) if isinstance(number, int) else "other"

    def forms(self, key: str) -> dict[str, str]:
        """Return a string's plural forms by their names, for the scripts; `other` for all else.

        What is counted has `one` in every language.

        Raises:
            LookupError: there is no such string.
        """
        text = self.strings.get(key)
        if text is None:
            raise LookupError(f'strings.toml has no "{key}"')
        return {"one": text["other"], **text} if isinstance(text, dict) else {"other": text}

    def inside(self, noun: str) -> str:
        """Return a noun of the interface as it is written within a sentence.

        >>> Wording(strings={"nouns": "small"}, reasons={}, months=()).inside("Title")
        'title'
        """
        return noun if self.strings.get("nouns") == "capital" else noun.lower()

    def heading(self, text: str) -> str:
        """Return a month or a date as a heading begins: `Mars 2024`.

        >>> Wording(strings={}, reasons={}, months=()).heading("mars 2024")
        'Mars 2024'
        """
        return text[:1].upper() + text[1:]

    def reason(self, text: str, *, is_ours: bool = True) -> Markup:
        """Return a sentence of the evidence, which articles.json has in English.

        One of ours that the language has no words for stays English, and is marked as such; what
        the owner wrote is as it is.
        """
        joint = str(self.strings.get("semicolon", "; "))
        pair = str(self.strings.get("pair", "{name}: {value}"))
        own = reason_in(
            self.reasons, text, joint, lambda name, value: pair.format(name=name, value=value)
        )
        is_english = self.language.split("-")[0].lower() == FALLBACK
        if own is None and is_ours and not is_english:
            return Markup('<span lang="en" dir="ltr">{}</span>').format(text)
        return escape(text if own is None else own)

    def number(self, number: float) -> str:
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
    """Return the words of a language from the tables of all folders; earlier folders win.

    Those of `pt-BR` are in the tables [pt] and [pt-BR], which win over English.

    Raises:
        RenderError: a table is no TOML or holds no strings, or no folder has strings.toml.
    """
    base = language.split("-")[0].lower()
    is_english = base == FALLBACK
    tables = list(_tables(folders, dict.fromkeys((base, language))))
    english: dict[str, Any] = {}
    for place, table in enumerate(tables):
        english |= table.get(FALLBACK, {})
        if place == 0 and not is_english:  # how our English writes dates is no fallback
            english = {key: text for key, text in english.items() if key not in _DATES}
    own: dict[str, Any] = {}
    reasons: dict[str, str] = {}
    for name in dict.fromkeys((base, language)):
        for table in tables:
            own |= table.get(name, {})
            reasons |= table.get(name, {}).get(_REASONS, {})
    missing = () if is_english else tuple(sorted(english.keys() - own.keys() - {_REASONS}))
    if missing and own:
        logger.info("words      English where [%s] has none: %s", language, ", ".join(missing))
    elif missing:
        logger.info("words      English, for there are none in [%s]", language)
    return Wording(
        strings={key: text for key, text in (english | own).items() if key != _REASONS},
        missing=missing,
        reasons=reasons,
        language=language,
        months=month_names(language),
        patterns=None if is_english else date_patterns(language),
    )


def _tables(folders: Sequence[Path], languages: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Yield the tables of each file that there is, what counts most last."""
    names = ("strings.toml", *(f"strings.{language}.toml" for language in languages))
    last = folders[-1] / names[0]
    if not any((folder / names[0]).is_file() for folder in folders):
        raise RenderError(f"{last}: missing, or without any strings")
    for folder in reversed(folders):
        for name in names:
            yield _read(folder / name)


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
    if key in _SETTINGS:
        one, other = _SETTINGS[key]
        return None if text in _SETTINGS[key] else f'is "{one}" or "{other}"'
    if isinstance(text, str):
        return None
    if isinstance(text, dict) and all(isinstance(form, str) for form in text.values()):
        if key == _REASONS:
            return _misfilled(text)
        if "other" in text and text.keys() <= _FORMS:
            return None
    return 'is text in quotes, or { one = "…", other = "…" }'


def _misfilled(reasons: dict[str, str]) -> str | None:
    for english, own in reasons.items():
        unknown = {name for _, name in _parts(own) if name} - {name for _, name in _parts(english)}
        if unknown:
            return f'has a "{{{min(unknown)}}}" for "{english}", which has none'
    return None
