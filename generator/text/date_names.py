"""Names of months and days of the week in all languages, and the forms of their dates.

From the Unicode CLDR, as Babel has it, and usual spellings that it lacks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from functools import cache
from typing import Any

from generator.model.record import Record

ENGLISH_MONTHS = (
    "January February March April May June July August September October November December"
).split()

# Words in quotes, a field, anything else.
_CLDR_PATTERN = re.compile(r"'([^']*)'|(([A-Za-z])\3*)|([^A-Za-z']+)")
# Usual spellings of months that the Unicode CLDR does not have.
_MORE_SPELLINGS = {
    "ar": {
        **{"كانون الثاني": 1, "شباط": 2, "آذار": 3, "نيسان": 4, "أيار": 5, "حزيران": 6, "تموز": 7},
        **{"آب": 8, "أيلول": 9, "تشرين الأول": 10, "تشرين الثاني": 11, "كانون الأول": 12},
    },
    "de": {"jän": 1, "jänner": 1, "feber": 2, "maerz": 3, "mrz": 3},
    "fr": {"fév": 2, "fevr": 2, "fevrier": 2, "aout": 8, "decembre": 12},
    "fa": {"ژون": 6, "جون": 6, "می": 5},
}
# What stands after a year in a date: "14 мая 2026 г.", "5 stycznia 2024 r.".
_AFTER_YEARS = {
    **{"be": "г|года", "bg": "г|година", "mk": "г|година", "pl": "r|roku", "ru": "г|года"},
    **{"sr": "г|године|god", "uk": "р|року"},
}


@cache
def month_names(language: str) -> tuple[str, ...]:
    """Return the twelve full month names of a language, January first.

    Raises:
        ValueError: no month names are known for the language.

    >>> month_names("en")[2]
    'March'
    """
    if language.split("-")[0].lower() == "en":
        return tuple(ENGLISH_MONTHS)
    names = _babel(language)["months"]["stand-alone"]["wide"]
    return tuple(names[month] for month in range(1, 13))


@cache
def _babel(language: str) -> Mapping[str, Any]:
    """Return Babel's names of months and days in a language other than English.

    Babel writes what an alias leads to into data that all languages share, so that the next one
    would get the names of this one; here each has a copy. What Babel does not know it takes for
    something near ("eng-lish" for "en"), so the language is looked up by itself first.

    Raises:
        ValueError: Babel does not know the language.
    """
    from babel import Locale, UnknownLocaleError, localedata  # late: English sites never need it

    try:
        if not localedata.exists(language.split("-")[0].lower()):
            raise UnknownLocaleError(language)
        known = localedata.load(str(Locale.parse(language, sep="-")))
    except UnknownLocaleError:
        raise ValueError(f'no month names are known for the language "{language}"') from None
    return localedata.LocaleDataDict(deepcopy({part: known[part] for part in ("months", "days")}))


def known_language(language: str | None) -> str:
    """Return the language if its months have names that are known, else English."""
    try:
        month_names(language or "en")
    except ValueError:
        return "en"
    return language or "en"


class DatePatterns(Record, kw_only=True):
    """The forms of dates in a language: a pattern for each month, with places to fill in.

    `{day}` and `{year}`; `{day:02}` is a day of two digits.
    """

    #: Of a day in each month, January first.
    days: tuple[str, ...]
    #: Of each month with its year, January first.
    months: tuple[str, ...]
    #: Of a year alone.
    year: str
    #: Of a range, with `{start}` and `{end}`.
    range: str


def date_patterns(language: str) -> DatePatterns:
    """Return the forms of dates in a language other than English, from the Unicode CLDR.

    Source: https://unicode.org/reports/tr35/tr35-dates.html#Date_Field_Symbol_Table

    Raises:
        ValueError: Babel does not know the language.

    >>> date_patterns("de").days[8]
    '{day}. September {year}'
    """
    from babel import Locale

    months = _babel(language)["months"]
    locale = Locale.parse(language, sep="-")
    names: dict[str, Mapping[int, str]] = {
        "M": {number: str(number) for number in range(1, 13)},
        "MMM": months["format"]["abbreviated"],
        "MMMM": months["format"]["wide"],
        "LLLL": months["stand-alone"]["wide"],
    }
    fixed = {"d": "{day}", "dd": "{day:02}", "y": "{year}", "G": locale.eras["abbreviated"][1]}

    def for_each_month(pattern: str) -> tuple[str, ...]:
        parts = [
            (quoted or other, names.get(field) or dict.fromkeys(range(1, 13), fixed.get(field, "")))
            for quoted, field, _, other in _CLDR_PATTERN.findall(pattern)
        ]
        return tuple("".join(text or by[month] for text, by in parts) for month in range(1, 13))

    return DatePatterns(
        days=for_each_month(locale.date_formats["long"].pattern),
        months=for_each_month(locale.datetime_skeletons["yMMMM"].pattern),
        year=for_each_month(locale.datetime_skeletons["y"].pattern)[0],
        range=locale.interval_formats[None].format("{start}", "{end}"),
    )


def month_number(name: str, language: str) -> int | None:
    """Return the number of a month by its name, or its short name, in English or the language.

    >>> month_number("Sept.", "en")
    9
    """
    return month_numbers(language).get(name.rstrip(".").casefold())


@cache
def month_numbers(language: str) -> dict[str, int]:
    """Return the numbers of months by all their names, small: in English and the language."""
    names = dict(enumerate(ENGLISH_MONTHS, 1))
    numbers = {name.casefold(): number for number, name in names.items()}
    numbers |= {name[:3].casefold(): number for number, name in names.items()} | {"sept": 9}
    if language.split("-")[0].lower() != "en":
        numbers |= _names_in_dates(language)
    return numbers


def _names_in_dates(language: str) -> dict[str, int]:
    """Return the forms of months beside a day or a year in the language (Russian: `марта`).

    A short name of one or two letters, or with a digit, would be found where none is meant.
    """
    numbers = {}
    for context in ("format", "stand-alone"):
        for width in ("abbreviated", "wide"):
            for number, name in _babel(language)["months"][context][width].items():
                short = name.rstrip(".").casefold()
                if len(short) > 2 and not any(map(str.isdigit, short)):
                    numbers[short] = number
    numbers |= {name.casefold(): number for number, name in enumerate(month_names(language), 1)}
    base = language.split("-")[0].lower()
    if base == "he":  # "in May": the preposition is written with the month
        numbers |= {f"ב{name}": number for name, number in numbers.items()}
    return numbers | _MORE_SPELLINGS.get(base, {})


def after_year(language: str) -> str:
    """Return a pattern of what may stand after a year in a date, with the space before it."""
    words = _AFTER_YEARS.get(language.split("-")[0].lower())
    return rf"(?: ?(?:{words})(?!\w)\.?)?" if words else ""


def month_alternatives(language: str) -> str:
    """Return a pattern for every way to write a month, longest first.

    It has no group of its own.
    """
    return "|".join(sorted(map(re.escape, month_numbers(language)), key=len, reverse=True))


@cache
def weekdays(language: str) -> dict[str, int]:
    """Return the names of the days of the week in English and the language, Monday being 0."""
    english = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".lower().split()
    names = {name: number for number, day in enumerate(english) for name in (day, day[:3])}
    names |= {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
    if language.split("-")[0].lower() != "en":
        for context in ("format", "stand-alone"):
            for width in ("abbreviated", "wide"):
                for number, name in _babel(language)["days"][context][width].items():
                    names[name.rstrip(".").casefold()] = number
    return names


def is_weekday(word: str, language: str) -> bool:
    """Return whether a word is the name of a day of the week, also a short one.

    >>> is_weekday("Thurs", "en"), is_weekday("Lamps", "en")
    (True, False)
    """
    return word.casefold() in weekdays(language)


def weekday_alternatives(language: str) -> str:
    """Return a pattern for every such name of more than one letter, longest first."""
    names = sorted(map(re.escape, weekdays(language)), key=len, reverse=True)
    return "|".join(name for name in names if len(name) > 1)
