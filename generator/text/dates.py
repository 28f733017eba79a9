"""Dates of any precision ↔ text. EDTF (ISO 8601-2) level 0, month names, comparing."""

from __future__ import annotations

import calendar
import re
from functools import cache
from typing import Literal, get_args

from generator.model import PartialDate

ENGLISH_MONTHS = (
    "January February March April May June July August September October November December"
).split()

_EDTF = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_Width = Literal["abbreviated", "wide"]
_Context = Literal["format", "stand-alone"]
_DASH = r"\s*(?:[-\u2010-\u2015]|to)\s*"


@cache
def month_names(language: str) -> tuple[str, ...]:
    """The twelve full month names of a language, January first.

    Raises:
        ValueError: no month names are known for the language.

    >>> month_names("en")[2]
    'March'
    """
    if language.split("-")[0].lower() == "en":
        return tuple(ENGLISH_MONTHS)
    names = _names_of_babel("wide", "stand-alone", language)
    return tuple(names[month] for month in range(1, 13))


def _names_of_babel(width: _Width, context: _Context, language: str) -> dict[int, str]:
    """The month names of a language other than English.

    Babel writes what an alias leads to into data that all languages share, so that the next one
    would get the names of this one; each gets data of its own here. What it does not know it takes
    for something near ("eng-lish" for "en"); so it is asked for the language by itself first.
    """
    from babel import UnknownLocaleError, localedata  # 100 ms; English sites never do
    from babel.dates import get_month_names

    localedata._cache.clear()
    try:
        if not localedata.exists(language.split("-")[0].lower()):
            raise UnknownLocaleError(language)
        return dict(get_month_names(width, context, language.replace("-", "_")).items())
    except UnknownLocaleError:
        raise ValueError(f'no month names are known for the language "{language}"') from None


def parse_edtf(text: str) -> PartialDate:
    """`2025`, `2025-07`, `2025-07-25` or a range of two such → the date.

    Raises:
        ValueError: it is no such date, or no such day exists.

    >>> parse_edtf("2020-03/2021-04").end.month
    4
    """
    start, slash, end = text.strip().partition("/")
    if not slash:
        return _parse_single(start)
    first, last = _parse_single(start), _parse_single(end)
    if last_day(last) < first_day(first):
        raise ValueError(f'the range "{text}" ends before it begins')
    return PartialDate(year=first.year, month=first.month, day=first.day, end=last)


def _parse_single(text: str) -> PartialDate:
    match = _EDTF.fullmatch(text)
    if match is None:
        raise ValueError(f'"{text}" is no date (write 2025, 2025-07 or 2025-07-25)')
    return make_date(*(int(part) if part else None for part in match.groups()))


def make_date(year: int | None, month: int | None = None, day: int | None = None) -> PartialDate:
    """The date of these numbers.

    Raises:
        ValueError: there is no such year (1 to 9999), month or day.
    """
    if year is None or not 1 <= year <= 9999:
        raise ValueError(f"there is no year {year}")
    if month is not None and not 1 <= month <= 12:
        raise ValueError(f"there is no month {month}")
    if day is not None and (month is None or not 1 <= day <= calendar.monthrange(year, month)[1]):
        raise ValueError(f"there is no day {day} in {year}-{month or 0:02d}")
    return PartialDate(year=year, month=month, day=day)


def parse_heading(text: str, language: str = "en") -> PartialDate | None:
    """`March 2024`, `2024`, or a range `March 2020 - April 2021`; None where it is none of them."""
    match = _heading_pattern(language).fullmatch(text.strip())
    if match is None:
        return _parse_or_none(text.strip())
    month, year, end_month, end_year = match.groups()
    numbers = _month_numbers(language)
    start = f"{int(year):04d}-{numbers[month.casefold()]:02d}"
    if end_month is None:
        return _parse_or_none(start)
    return _parse_or_none(f"{start}/{int(end_year):04d}-{numbers[end_month.casefold()]:02d}")


def _parse_or_none(text: str) -> PartialDate | None:
    try:
        return parse_edtf(text)
    except ValueError:
        return None


def trailing_month(title: str, language: str = "en") -> tuple[str, PartialDate] | None:
    """A title that ends in `Month YYYY` → what stands before it, and the month; else None.

    >>> trailing_month("Circuits Updates — July 2024")[1].edtf
    '2024-07'
    """
    # Most titles are longer than any month and year, and end in none.
    match = _trailing_pattern(language).search(title, max(0, len(title) - _longest(language)))
    if match is None:
        return None
    month = _month_numbers(language)[match[1].casefold()]
    date = _parse_or_none(f"{match[2]}-{month:02d}")
    return (title[: match.start()], date) if date else None


def month_number(name: str, language: str) -> int | None:
    """The number of a month by its name, or its short name, in English or the language.

    >>> month_number("Sept.", "en")
    9
    """
    return _month_numbers(language).get(name.rstrip(".").casefold())


@cache
def _month_numbers(language: str) -> dict[str, int]:
    names = dict(enumerate(ENGLISH_MONTHS, 1))
    numbers = {name.casefold(): number for number, name in names.items()}
    numbers |= {name[:3].casefold(): number for number, name in names.items()} | {"sept": 9}
    if language.split("-")[0].lower() != "en":
        numbers |= _names_in_dates(language)
    return numbers


def _names_in_dates(language: str) -> dict[str, int]:
    """All ways in which the language writes a month beside a day or a year (Russian: `марта`).

    A short name of one or two letters, or with a digit, would be found where none is meant.
    """
    numbers = {}
    for context in get_args(_Context):
        for width in get_args(_Width):
            for number, name in _names_of_babel(width, context, language).items():
                short = name.rstrip(".").casefold()
                if len(short) > 2 and not any(map(str.isdigit, short)):
                    numbers[short] = number
    numbers |= {name.casefold(): number for number, name in enumerate(month_names(language), 1)}
    return numbers


@cache
def _heading_pattern(language: str) -> re.Pattern[str]:
    month = month_alternatives(language)
    return re.compile(rf"({month})\.? (\d{{4}})(?:{_DASH}({month})\.? (\d{{4}}))?", re.IGNORECASE)


@cache
def _trailing_pattern(language: str) -> re.Pattern[str]:
    month = month_alternatives(language)
    return re.compile(rf"(?<!\w)({month})\.?,? (?:de |del )?(\d{{4}})$", re.IGNORECASE)


@cache
def _longest(language: str) -> int:
    """More letters than any month has that the language writes with a year."""
    return max(map(len, _month_numbers(language))) + len("., del 2024\n")


def month_alternatives(language: str) -> str:
    """A pattern for every way to write a month, longest first; it has no group of its own."""
    return "|".join(sorted(map(re.escape, _month_numbers(language)), key=len, reverse=True))


def first_day(date: PartialDate) -> tuple[int, int, int]:
    """Year, month and day of the first day that the date can be."""
    return date.year, date.month or 1, date.day or 1


def last_day(date: PartialDate) -> tuple[int, int, int]:
    """Year, month and day of the last day that the date can be."""
    place = date.place
    month = place.month or 12
    return place.year, month, place.day or calendar.monthrange(place.year, month)[1]


def lies_within(inner: PartialDate, outer: PartialDate) -> bool:
    """Whether all days of `inner` are days of `outer`; true of equal dates."""
    return first_day(outer) <= first_day(inner) and last_day(inner) <= last_day(outer)


def overlap(one: PartialDate, other: PartialDate) -> bool:
    """Whether the dates share a day: neither lies outside the other."""
    return first_day(one) <= last_day(other) and first_day(other) <= last_day(one)
