"""Dates of any precision ↔ text: EDTF (ISO 8601-2) level 0, and as people write them.

In English and in one other language: `5 March 2024`, `Mon 5-Mar-2024`, `March 5, 2024`,
`3. März 2024`, `marzo de 2024`, `2024年3月5日`, `2024/03/05`, `05.03.2024`; with the year known
from a heading also `March` and `5 March`. `03/04/2024` is the third of April here and the fourth
of March there: such a date is not read at all; `18/04/2024` has one reading. Between dots the day
comes first, as in every language that writes dates so.
"""

from __future__ import annotations

import calendar
import datetime
import re
from functools import cache

from generator.model.record import PartialDate
from generator.text.date_names import (
    after_year,
    month_alternatives,
    month_number,
    month_numbers,
    weekday_alternatives,
    weekdays,
)
from generator.text.html import fold_space

_EDTF = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_DASH = r"\s*(?:[-\u2010-\u2015]|to)\s*"

# Of texts whose white space is folded.
_DAY = r"(?:(?:the|le|il|el|den|am) )?(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|ª|\.)?"
_YEAR = r"(?P<year>\d{4})"
_OF = r"(?: (?:of|de|del|d['’]) ?| )"
_NUMBERS = (
    r"(?P<year>\d{4})(?P<sign>[-/.])(?P<number>\d{1,2})(?:(?P=sign)(?P<day>\d{1,2}))?",
    r"(?P<year>\d{4})\. ?(?P<number>\d{1,2})\.(?: ?(?P<day>\d{1,2})\.?)?",
    r"(?P<number>\d{1,2})[/.](?P<year>\d{4})",
    r"(?P<day>\d{1,2})\. ?(?P<number>\d{1,2})\. ?(?P<year>\d{4})",
    r"(?P<year>\d{4}) ?[年년] ?(?P<number>\d{1,2}) ?[月월](?: ?(?P<day>\d{1,2}) ?[日일号號])?",
    r"(?:ngày )?(?P<day>\d{1,2}) tháng (?P<number>\d{1,2})(?: năm|,) ?(?P<year>\d{4})",
    r"(?P<year>\d{4}) ?[年년]?",
)
# Two numbers and a year: which is the month shows only where the other is too great for one.
_TWO_NUMBERS = r"(?P<one>\d{1,2})(?P<sign>[-/])(?P<other>\d{1,2})(?P=sign)(?P<year>\d{4})"
_EITHER_WAY = re.compile(_TWO_NUMBERS)
_EITHER_WAY_FIRST = re.compile(rf"(?P<date>[(\[]?{_TWO_NUMBERS}[)\]]?)[ :|,·•–—-]+(?P<rest>\S.*)")
_EITHER_WAY_LAST = re.compile(rf"(?P<rest>.*\S)(?: |[ ]?[(\[])(?P<date>{_TWO_NUMBERS})[)\]]?")
# What was meant as a date though no such date exists: "Marchember 2024", "30 February 2024".
_MEANT = re.compile(
    r"(?:(?:[^\W\d_]{2,12}\.?,? )?\d{1,2}\.? )?[^\W\d_]{3,12}\.?(?: \d{1,2},)? \d{4,}"
    r"|\d{4,}-\d{1,2}(?:-\d{1,2})?|\d{1,2}([-./])\d{1,2}\1\d{4,}|0000|\d{5}"
)
_AROUND = " ()[]:|"
# A line without them holds no day, and no year: of most lines these alone are looked for.
_DAY_NUMBER = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_YEAR_NUMBER = re.compile(r"\d{4}")


def parse_edtf(text: str) -> PartialDate:
    """Return the date of `2025`, `2025-07`, `2025-07-25` or a range of two such.

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
    """Return the date of these numbers.

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


def date_or_none(year: int | None, month: int | None, day: int | None) -> PartialDate | None:
    """Return the date of these numbers; None where there is none."""
    try:
        return make_date(year, month, day)
    except ValueError:
        return None


def parse_heading(text: str, language: str = "en") -> PartialDate | None:
    """Return the date of `March 2024`, `2024`, or a range `March 2020 - April 2021`.

    None where it is none of them.
    """
    match = _heading_pattern(language).fullmatch(text.strip())
    if match is None:
        return edtf_or_none(text.strip())
    month, year, end_month, end_year = match.groups()
    numbers = month_numbers(language)
    start = f"{int(year):04d}-{numbers[month.casefold()]:02d}"
    if end_month is None:
        return edtf_or_none(start)
    return edtf_or_none(f"{start}/{int(end_year):04d}-{numbers[end_month.casefold()]:02d}")


def edtf_or_none(text: str) -> PartialDate | None:
    """Return the date of an EDTF text as `parse_edtf` does; None for what is none.

    >>> edtf_or_none("2025-13")
    """
    try:
        return parse_edtf(text)
    except ValueError:
        return None


def trailing_month(title: str, language: str = "en") -> tuple[str, PartialDate] | None:
    """Return the text before a `Month YYYY` that ends a title, and the month; else None.

    >>> trailing_month("Circuits Updates — July 2024")[1].edtf
    '2024-07'
    """
    # Most titles are longer than any month and year, and end in none.
    match = _trailing_pattern(language).search(title, max(0, len(title) - _longest(language)))
    if match is None:
        return None
    month = month_numbers(language)[match[1].casefold()]
    date = edtf_or_none(f"{match[2]}-{month:02d}")
    return (title[: match.start()], date) if date else None


@cache
def _heading_pattern(language: str) -> re.Pattern[str]:
    month = month_alternatives(language)
    year = rf"(\d{{4}}){after_year(language)}"
    return re.compile(rf"({month})\.? {year}(?:{_DASH}({month})\.? {year})?", re.IGNORECASE)


@cache
def _month_pattern(language: str) -> re.Pattern[str]:
    return re.compile(month_alternatives(language), re.IGNORECASE)


@cache
def _trailing_pattern(language: str) -> re.Pattern[str]:
    month = month_alternatives(language)
    return re.compile(rf"(?<!\w)({month})\.?,? (?:de |del )?(\d{{4}})$", re.IGNORECASE)


@cache
def _longest(language: str) -> int:
    """Return a number of letters that no month with its year exceeds in the language."""
    return max(map(len, month_numbers(language))) + len("., del 2024\n")


def parse_written(text: str, language: str, year: int | None = None) -> PartialDate | None:
    """Return the date that the text is, as a whole; None if it is none, or none that exists.

    `year` is the one to which a month or a day without a year belongs.

    >>> parse_written("Tue 5 March, 2024", "en").edtf
    '2024-03-05'
    """
    text = fold_space(text).strip(_AROUND)
    date = _whole_date(text, language, year)
    without = _weekday_pattern(language).sub("", text)
    if date or without == text:
        return date
    date = _whole_date(without, language, year)
    return date if date and date.day else None


def _whole_date(text: str, language: str, year: int | None) -> PartialDate | None:
    if _EITHER_WAY.fullmatch(text):
        found = readings(text)
        return found[0] if len(found) == 1 else None
    for pattern in _patterns(language, with_year=True) if _YEAR_NUMBER.search(text) else ():
        if match := pattern.fullmatch(text):
            return _date(match.groupdict(), language, None)
    if year is not None and _month_pattern(language).search(text):
        for pattern in _patterns(language, with_year=False):
            if match := pattern.fullmatch(text):
                return _date(match.groupdict(), language, year)
    return None


def readings(text: str) -> tuple[PartialDate, ...]:
    """Return the dates that two numbers and a year can mean: the day first, then the month first.

    Empty where the text has not that form, or no such date exists.

    >>> [date.edtf for date in readings("05-03-2024")]
    ['2024-03-05', '2024-05-03']
    """
    match = _EITHER_WAY.fullmatch(fold_space(text).strip(_AROUND))
    if match is None:
        return ()
    one, other, year = (int(match[name]) for name in ("one", "other", "year"))
    found = (date_or_none(year, month, day) for day, month in ((one, other), (other, one)))
    return tuple(dict.fromkeys(date for date in found if date))


def unclear_at_edge(text: str) -> tuple[str, str] | None:
    """Return the date of two readings that a line begins or ends with, and the rest of the line.

    >>> unclear_at_edge("05-03-2024 A Title")
    ('05-03-2024', 'A Title')
    """
    text = fold_space(text)
    match = _EITHER_WAY_FIRST.fullmatch(text) or _EITHER_WAY_LAST.fullmatch(text)
    if match is None or len(readings(match["date"])) < 2:
        return None
    return match["date"], match["rest"].rstrip(" :|,·•–—-([")


def is_meant_as_date(text: str) -> bool:
    """Return whether the text has the form of a date, existing or not.

    >>> is_meant_as_date("Marchember 2024"), is_meant_as_date("About the thread")
    (True, False)
    """
    return _MEANT.fullmatch(text.strip(_AROUND)) is not None


def date_at_edge(
    text: str, language: str, year: int | None = None
) -> tuple[PartialDate, str, str] | None:
    """Return the day that a line begins or ends with, its text, and the rest of the line.

    Only a whole day: a month may be a part of a title ("Updates — July 2024").

    >>> date_at_edge("2024-03-05 A Title", "en")[2]
    'A Title'
    """
    text = fold_space(text)
    if not _may_hold_day(text, language, year):
        return None
    for pattern in _edges(language, year is None):
        match = pattern.fullmatch(text)
        date = parse_written(match["date"], language, year) if match else None
        if match and date and date.day and _is_on(match.groupdict().get("weekday"), date, language):
            return date, match["date"].strip(), match["rest"].strip()
    return None


def _may_hold_day(text: str, language: str, year: int | None) -> bool:
    """Return whether a line has the number of a day, and a year or, where that is known, a month.

    Most have not, so that the long patterns of dates need not be tried on them.
    """
    if not _DAY_NUMBER.search(text):
        return False
    if _YEAR_NUMBER.search(text):
        return True
    return year is not None and _month_pattern(language).search(text) is not None


def _is_on(weekday: str | None, date: PartialDate, language: str) -> bool:
    """Return whether the day has that name; after a title it may be a word of it ("The Sun")."""
    if weekday is None:
        return True
    day = datetime.date(date.year, date.month or 1, date.day or 1)
    return weekdays(language)[weekday.casefold()] == day.weekday()


def _date(found: dict[str, str | None], language: str, year: int | None) -> PartialDate | None:
    name, number, day = found.get("month"), found.get("number"), found.get("day")
    month = int(number) if number else month_number(name, language) if name else None
    stated = found.get("year")
    return date_or_none(int(stated) if stated else year, month, int(day) if day else None)


@cache
def _patterns(language: str, with_year: bool) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(form, re.IGNORECASE) for form in _forms(language, with_year))


def _forms(language: str, with_year: bool) -> tuple[str, ...]:
    month = rf"(?P<month>{month_alternatives(language)})\.?"
    year = _YEAR + after_year(language)
    if not with_year:
        return month, rf"{_DAY}{_OF}{month}", rf"{month} {_DAY}"
    return (
        *_NUMBERS,
        rf"(?:{_DAY}{_OF})?{month},?{_OF}{year}",
        rf"{month} {_DAY}(?: ?, ?| ){year}",
        rf"{_YEAR}(?:[.,]| m\.)? {month}(?: {_DAY}(?: d\.)?)?",
        rf"{_YEAR}\. gada {_DAY} {month}",
        rf"(?P<day>\d{{1,2}})(?P<sign>[-/.]){month}(?P=sign){_YEAR}",
        rf"{month}(?P<sign>[-/.])(?P<day>\d{{1,2}})(?P=sign){_YEAR}",
        rf"{_YEAR}(?P<sign>[-/.]){month}(?P=sign)(?P<day>\d{{1,2}})",
    )


@cache
def _weekday_pattern(language: str) -> re.Pattern[str]:
    """Return a pattern of the day of the week before a date, or after it.

    Before a comma any word may be one, as feeds write them: "Thurs,". The short names of some
    languages (日, 月) stand for a day and a month as well: one letter counts in brackets only.
    """
    some = weekday_alternatives(language)
    before = rf"^(?:[^\W\d_]{{2,12}}\.?[,،] ?|(?:{some})\.?(?:[,،] ?| ))"
    after = rf",? ?(?<![^\W日일])(?:{some})\.?$"
    in_brackets = rf" ?[(\uff08](?:{some}|[^\W\d_])\.?[)\uff09]?$"
    return re.compile(f"{before}|{after}|{in_brackets}", re.IGNORECASE)


@cache
def _edges(language: str, with_year: bool) -> tuple[re.Pattern[str], ...]:
    """Return patterns of a line that begins, and of one that ends with a date."""
    names = weekday_alternatives(language)
    forms = (*_forms(language, True), _TWO_NUMBERS)
    if not with_year:
        forms += _forms(language, False)
    edges = []
    for form in forms:
        before = (
            rf"(?P<date>[(\[]?(?:(?:{names})\.?,? )?{form}[)\]]?)(?: ?[-–—:|,·•] ?| )(?P<rest>.+)"
        )
        edges.append(before)
        for weekday in (rf"(?P<weekday>{names})\.?,? ", ""):
            date = rf"(?P<date>[(\[]?{weekday}{form}[)\]]?)"
            edges.append(rf"(?P<rest>.*?\S)(?: ?[-–—:|,·•] ?| ){date}")
    return tuple(re.compile(edge, re.IGNORECASE) for edge in edges)


def first_day(date: PartialDate) -> tuple[int, int, int]:
    """Return year, month and day of the first day that the date can be."""
    return date.year, date.month or 1, date.day or 1


def last_day(date: PartialDate) -> tuple[int, int, int]:
    """Return year, month and day of the last day that the date can be."""
    place = date.place
    month = place.month or 12
    return place.year, month, place.day or calendar.monthrange(place.year, month)[1]


def lies_within(inner: PartialDate, outer: PartialDate) -> bool:
    """Return whether all days of `inner` are days of `outer`; true of equal dates."""
    return first_day(outer) <= first_day(inner) and last_day(inner) <= last_day(outer)


def overlap(one: PartialDate, other: PartialDate) -> bool:
    """Return whether the dates share a day: neither lies outside the other."""
    return first_day(one) <= last_day(other) and first_day(other) <= last_day(one)


def is_reached(date: PartialDate, as_of: PartialDate) -> bool:
    """Return whether what was captured at `as_of` can know of something that happened at the date.

    A coarse `as_of` is all of its period, and zones differ by a day.
    """
    last = datetime.date(*last_day(as_of))
    if last < datetime.date.max:
        last += datetime.timedelta(days=1)
    return first_day(date.place) <= (last.year, last.month, last.day)
