"""Dates as people write them, in English and in one other language → dates.

`5 March 2024`, `March 5, 2024`, `3. März 2024`, `marzo de 2024`, `2024年3月5日`, `05.03.2024`;
with the year known from a heading also `March` and `5 March`. `03/04/2024` is the third of April
here and the fourth of March there: such a date is not read at all.
"""

from __future__ import annotations

import re
from functools import cache

from generator.model import PartialDate
from generator.text.dates import make_date, month_alternatives, month_number
from generator.text.html import fold_space

# Of texts whose white space is folded.
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|ª|\.)?"
_YEAR = r"(?P<year>\d{4})"
_OF = r"(?: (?:of|de|del|d['’]) ?| )"
_WEEKDAY = r"(?:[^\W\d_]{2,12}\.?, )?"
_NUMBERS = (
    r"(?P<year>\d{4})[-/.](?P<number>\d{1,2})(?:[-/.](?P<day>\d{1,2}))?",
    r"(?P<number>\d{1,2})[/.](?P<year>\d{4})",
    r"(?P<day>\d{1,2})\. ?(?P<number>\d{1,2})\. ?(?P<year>\d{4})",
    r"(?P<year>\d{4}) ?[年년] ?(?P<number>\d{1,2}) ?[月월](?: ?(?P<day>\d{1,2}) ?[日일])?",
    r"(?P<year>\d{4}) ?[年년]?",
)
# Two numbers and a year: which is the month shows only where the other is too great for one.
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
# What was meant as a date though no such date exists: "Marchember 2024", "30 February 2024".
_MEANT = re.compile(
    rf"(?:{_WEEKDAY}\d{{1,2}}\.? )?[^\W\d_]{{3,12}}\.?(?: \d{{1,2}},)? \d{{4,}}"
    r"|\d{4,}-\d{1,2}(?:-\d{1,2})?|\d{1,2}[./]\d{1,2}[./]\d{4,}|0000|\d{5}"
)
# A line without them holds no day, and no year. Most lines do not, and cost no more than that.
_DAY_NUMBER = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_YEAR_NUMBER = re.compile(r"\d{4}")


def parse_written(text: str, language: str, year: int | None = None) -> PartialDate | None:
    """The date that the text is, as a whole; None if it is none, or none that exists.

    `year` is the one to which a month or a day without a year belongs.

    >>> parse_written("March 5th, 2024", "en").edtf
    '2024-03-05'
    """
    text = fold_space(text).strip(" ()[]:|")
    if slashed := _SLASHED.fullmatch(text):
        return _of_slashed(*(int(number) for number in slashed.groups()))
    for pattern in _patterns(language, with_year=True) if _YEAR_NUMBER.search(text) else ():
        if match := pattern.fullmatch(text):
            return _date(match.groupdict(), language, None)
    if year is not None:
        for pattern in _patterns(language, with_year=False):
            if match := pattern.fullmatch(text):
                return _date(match.groupdict(), language, year)
    return None


def is_meant_as_date(text: str) -> bool:
    """Whether the text has the form of a date, existing or not.

    >>> is_meant_as_date("Marchember 2024"), is_meant_as_date("About the thread")
    (True, False)
    """
    return _MEANT.fullmatch(text.strip(" ()[]:|")) is not None


def date_at_edge(
    text: str, language: str, year: int | None = None
) -> tuple[PartialDate, str, str] | None:
    """The day that a line begins or ends with → the date, its text, the rest of the line.

    Only a whole day: a month may be a part of a title ("Updates — July 2024").

    >>> date_at_edge("2024-03-05 A Title", "en")[2]
    'A Title'
    """
    text = fold_space(text)
    for pattern in _edges(language, year is None) if _DAY_NUMBER.search(text) else ():
        match = pattern.fullmatch(text)
        date = parse_written(match["date"], language, year) if match else None
        if match and date and date.day:
            return date, match["date"].strip(), match["rest"].strip()
    return None


def _of_slashed(first: int, second: int, year: int) -> PartialDate | None:
    month, day = (first, second) if second > 12 else (second, first)
    if first <= 12 and second <= 12 and first != second:
        return None
    return _made(year, month, day)


def _date(found: dict[str, str | None], language: str, year: int | None) -> PartialDate | None:
    name, number, day = found.get("month"), found.get("number"), found.get("day")
    month = int(number) if number else month_number(name, language) if name else None
    stated = found.get("year")
    return _made(int(stated) if stated else year, month, int(day) if day else None)


def _made(year: int | None, month: int | None, day: int | None) -> PartialDate | None:
    try:
        return make_date(year, month, day)
    except ValueError:
        return None


@cache
def _patterns(language: str, with_year: bool) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(form, re.IGNORECASE) for form in _forms(language, with_year))


def _forms(language: str, with_year: bool, weekday: str = _WEEKDAY) -> tuple[str, ...]:
    month = rf"(?P<month>{month_alternatives(language)})\.?"
    if not with_year:
        return month, rf"{weekday}{_DAY}{_OF}{month}", rf"{weekday}{month} {_DAY}"
    return (
        *_NUMBERS,
        rf"{weekday}(?:{_DAY}{_OF})?{month},?{_OF}{_YEAR}",
        rf"{weekday}{month} {_DAY},? {_YEAR}",
        rf"{_YEAR}[.,]? {month}(?: {_DAY})?",
    )


@cache
def _edges(language: str, with_year: bool) -> tuple[re.Pattern[str], ...]:
    """Patterns of a line that begins, and of one that ends with a date."""
    edges = []
    # Of a line, a word before the date is rather the title's last.
    forms = _forms(language, True, weekday="")
    if not with_year:
        forms += _forms(language, False, weekday="")
    for form in forms:
        date = rf"(?P<date>[(\[]?{form}[)\]]?)"
        edges.append(re.compile(rf"{date}(?: ?[-–—:|,·•] ?| )(?P<rest>.+)", re.IGNORECASE))
        edges.append(re.compile(rf"(?P<rest>.*?\S)(?: ?[-–—:|,·•] ?| ){date}", re.IGNORECASE))
    return tuple(edges)
